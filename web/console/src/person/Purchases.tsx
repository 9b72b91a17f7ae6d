import { shortWhen } from "@nitka/ui/time";
import { useLanguage } from "../i18n";
import { useMinute } from "../parts/clock";
import { purchaseWords } from "../thread/purchase";
import css from "./person.module.css";
import { Section } from "./Section";
import { useTimeline } from "./useTimeline";

/** What was bought, the latest first. */
export function Purchases({ customerId }: { customerId: string }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const bought = useTimeline(customerId).items.filter((item) => item.kind === "purchase");
  if (bought.length === 0) return null;
  return (
    <Section
      title={t("person.purchases")}
      kind="orders"
      aside={<span className="faint">{bought.length}</span>}
    >
      <ul className={css.lines}>
        {bought.slice(0, 5).map((item) => (
          <li key={item.id}>
            <span>{purchaseWords(item, locale)}</span>
            <span className="faint">{shortWhen(new Date(item.at), now, locale)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
