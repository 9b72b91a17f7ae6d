import type { NewConsent, Statement } from "@nitka/api-client/consent";
import { dayName } from "@nitka/ui/time";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { desk, queryClient } from "../app/api";
import { useLanguage, useT } from "../i18n";
import { useMinute } from "../parts/clock";
import { Skeleton } from "../parts/Skeleton";
import { sentence, Trouble } from "../parts/Trouble";
import { notice } from "../shell/notices";
import css from "./person.module.css";
import { Section } from "./Section";

const ADVERTISING = "marketing";

const consentsQuery = (customerId: string) =>
  queryOptions({
    queryKey: ["consents", customerId],
    queryFn: () => desk.consents.of(customerId),
  });

function useRefuse(customerId: string) {
  const t = useT();
  return async (what: Omit<NewConsent, "state">) => {
    try {
      const held = await desk.consents.record(customerId, { ...what, state: "refused" });
      queryClient.setQueryData(consentsQuery(customerId).queryKey, held);
      notice(t("consent.recorded"));
    } catch (error) {
      notice(sentence(error, t), true);
    }
  };
}

function Item({ said, refuse }: { said: Statement; refuse(what: Omit<NewConsent, "state">): void }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const matter = [
    said.purpose === ADVERTISING ? t("consent.marketing") : said.purpose,
    said.channel,
    said.topic,
  ].filter(Boolean);
  const source = said.source === "desk" ? (said.author?.name ?? t("consent.desk")) : t("consent.api");
  return (
    <li>
      <div>
        <b>{matter.join(" · ")}</b> {t(`consent.${said.state}`)}{" "}
        <span className="faint">
          {dayName(new Date(said.at), now, locale)} · {source}
        </span>
      </div>
      {said.reason && <div>{said.reason}</div>}
      {said.state === "granted" && (
        <button
          type="button"
          className="link"
          onClick={() => refuse({ purpose: said.purpose, channel: said.channel, topic: said.topic })}
        >
          {t("consent.refuse")}
        </button>
      )}
    </li>
  );
}

function List({ customerId }: { customerId: string }) {
  const t = useT();
  const query = useQuery(consentsQuery(customerId));
  const refuse = useRefuse(customerId);
  if (query.isPending) return <Skeleton lines={2} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  const { items } = query.data;
  const settled = items.some((one) => one.purpose === ADVERTISING && !one.channel && !one.topic);
  return (
    <>
      {items.length === 0 && <p className={`dim ${css.plainText}`}>{t("consent.none")}</p>}
      <ul className={css.links}>
        {items.map((said) => (
          <Item key={`${said.purpose} ${said.channel} ${said.topic}`} said={said} refuse={refuse} />
        ))}
      </ul>
      {!settled && (
        <button type="button" className="link" onClick={() => void refuse({ purpose: ADVERTISING })}>
          {t("consent.refuseMarketing")}
        </button>
      )}
    </>
  );
}

/** What this customer allows and refuses, and since when; who refuses is written down by one click. */
export function Consents({ customerId }: { customerId: string }) {
  const t = useT();
  return (
    <Section title={t("consent.title")} closed>
      <List customerId={customerId} />
    </Section>
  );
}
