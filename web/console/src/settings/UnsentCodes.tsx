import { Button } from "@mantine/core";
import type { UnsentCode } from "@nitka/api-client/assurance";
import { dayAndClock } from "@nitka/ui/time";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { desk } from "../app/api";
import { useLanguage, useT } from "../i18n";
import { retell } from "../i18n/retell";
import { useMinute } from "../parts/clock";
import { showValue } from "../parts/customerName";
import { Trouble } from "../parts/Trouble";
import css from "./settings.module.css";
import { useAct } from "./useAct";

const unsentQuery = queryOptions({ queryKey: ["codes", "unsent"], queryFn: desk.assurance.unsentCodes });

function Row({ code }: { code: UnsentCode }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const { busy, act } = useAct(unsentQuery.queryKey);
  const address = showValue(code.type, code.value, t);
  return (
    <li className={css.row}>
      <span className={css.grow}>
        <b>{address}</b> <span className="faint">{dayAndClock(new Date(code.at), now, locale)}</span>
        <br />
        <span className="dim">
          {t(code.by_visitor ? "unsent.visitor" : "unsent.us")}
          {code.connection && ` · ${code.connection}`} · {retell(code.error) ?? code.error}
        </span>
      </span>
      {code.conversation_id && (
        <Link className="link" to="/desk/c/$conversationId" params={{ conversationId: code.conversation_id }}>
          {t("unsent.open")}
        </Link>
      )}
      <Button
        variant="default"
        loading={busy}
        onClick={() => void act(() => desk.assurance.resendCode(code.id), t("unsent.resent", { address }))}
      >
        {t("unsent.resend")}
      </Button>
    </li>
  );
}

/** Codes that nobody got: who asked for one may sit before the chat and wait, and no conversation need show it. */
export function UnsentCodes() {
  const t = useT();
  const query = useQuery(unsentQuery);
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (!query.data?.items.length) return null;
  return (
    <section aria-labelledby="unsent-codes">
      <h2 id="unsent-codes">{t("unsent.title")}</h2>
      <p className="dim">{t("unsent.hint")}</p>
      <ul className={css.items} aria-labelledby="unsent-codes">
        {query.data.items.map((code) => (
          <Row key={code.id} code={code} />
        ))}
      </ul>
    </section>
  );
}
