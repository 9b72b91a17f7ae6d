import type { Suggestion } from "@nitka/api-client/stewardship";
import type { Customer } from "@nitka/api-client/types";
import { dayName } from "@nitka/ui/time";
import { IconEqual, IconEqualNot } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useLanguage, useT } from "../i18n";
import { useMinute } from "../parts/clock";
import { customerName, showValue } from "../parts/customerName";
import css from "./order.module.css";
import { beside, type Side } from "./rules";
import { featureName } from "./words";

function Sign({ same }: { same: boolean | null }) {
  const t = useT();
  if (same === null) return null;
  const Drawn = same ? IconEqual : IconEqualNot;
  return (
    <>
      <Drawn size={14} aria-hidden />
      <span className="hidden">{t(same ? "suggest.same" : "suggest.differs")}</span>
    </>
  );
}

function Line({ line }: { line: Side }) {
  const t = useT();
  const shown = (values: string[]) =>
    values.map((one) => (line.kind === "identifier" ? showValue(line.key, one, t) : one)).join(", ");
  return (
    <tr data-same={line.same ?? undefined}>
      <th scope="row">{featureName(t, line.key)}</th>
      <td>{shown(line.a)}</td>
      <td className={css.sign}>
        <Sign same={line.same} />
      </td>
      <td>{shown(line.b)}</td>
    </tr>
  );
}

function Head({ customer }: { customer: Customer }) {
  const t = useT();
  return (
    <th scope="col">
      <Link to="/desk/customers/$customerId" params={{ customerId: customer.id }}>
        {customerName(customer, t)}
      </Link>
    </th>
  );
}

/** The two profiles line by line; a sign and a weight of type, not a colour alone, mark what differs. */
export function Beside({ suggestion: { a, b } }: { suggestion: Suggestion }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const since = (customer: Customer) => dayName(new Date(customer.created_at), now, locale);
  return (
    <section className={css.part}>
      <h3>{t("suggest.beside")}</h3>
      <table className={css.beside}>
        <thead>
          <tr>
            <td />
            <Head customer={a} />
            <td />
            <Head customer={b} />
          </tr>
        </thead>
        <tbody>
          {beside(a, b).map((line) => (
            <Line key={`${line.kind} ${line.key}`} line={line} />
          ))}
          <tr>
            <th scope="row">{t("suggest.since")}</th>
            <td>{since(a)}</td>
            <td />
            <td>{since(b)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}
