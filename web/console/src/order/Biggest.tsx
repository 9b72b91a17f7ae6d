import { SegmentedControl } from "@mantine/core";
import type { BigProfile } from "@nitka/api-client/stewardship";
import { IconChevronRight } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLanguage, useT } from "../i18n";
import { customerName } from "../parts/customerName";
import { Empty } from "../parts/Empty";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { Cuts } from "../person/Separation";
import { Brief } from "./Brief";
import css from "./order.module.css";
import { biggestQuery } from "./queries";
import { useRows } from "./useRows";

const ORDERS = ["identifiers", "touches"] as const;
const COUNTED = 10_000;

function Row({ one }: { one: BigProfile }) {
  const { locale, t } = useLanguage();
  const [open, setOpen] = useState(false);
  const figure = new Intl.NumberFormat(locale);
  const held = one.held.map(({ assurance, links }) => t(`biggest.${assurance}`, { n: links }));
  return (
    <>
      <tr data-row={one.customer.id}>
        <th scope="row">
          <Brief one={one.customer} />
        </th>
        <td className={css.figure}>{figure.format(one.identifiers)}</td>
        <td className={css.figure}>
          {one.touches >= COUNTED ? t("biggest.many", { n: COUNTED }) : figure.format(one.touches)}
        </td>
        <td className="dim">{held.join(" · ") || t("biggest.alone")}</td>
        <td>
          <button
            type="button"
            data-head
            className="link"
            aria-expanded={open}
            aria-label={t("biggest.open", { name: customerName(one.customer, t) })}
            onClick={() => setOpen(!open)}
          >
            {t("cut.question")} <IconChevronRight size={13} className={css.arrow} aria-hidden />
          </button>
        </td>
      </tr>
      {open && (
        <tr className={css.inside}>
          <td colSpan={5}>
            <Cuts customerId={one.customer.live_id ?? one.customer.id} />
          </td>
        </tr>
      )}
    </>
  );
}

function Table({ by }: { by: "identifiers" | "touches" }) {
  const t = useT();
  const query = useQuery({ ...biggestQuery(by), placeholderData: keepPreviousData });
  if (query.isPending) return <Skeleton lines={10} gap={20} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (query.data.items.length === 0)
    return <Empty title={t("biggest.empty")}>{t("biggest.emptyHint")}</Empty>;
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t("biggest.customer")}</th>
          <th scope="col" className={css.figure}>
            {t("biggest.identifiers")}
          </th>
          <th scope="col" className={css.figure}>
            {t("biggest.touches")}
          </th>
          <th scope="col">{t("biggest.held")}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {query.data.items.map((one) => (
          <Row key={one.customer.id} one={one} />
        ))}
      </tbody>
    </table>
  );
}

/** Where a wrong merge shows first, with what holds each and where it would come apart. */
export default function Biggest() {
  const t = useT();
  const rows = useRows();
  const [by, setBy] = useState<"identifiers" | "touches">("identifiers");
  return (
    <>
      <div className={css.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t("biggest.by")}
          value={by}
          onChange={(value) => setBy(value as typeof by)}
          data={ORDERS.map((value) => ({ value, label: t(`biggest.by.${value}`) }))}
        />
      </div>
      <div ref={rows.box} className={`scroll ${css.list}`}>
        <Table by={by} />
      </div>
    </>
  );
}
