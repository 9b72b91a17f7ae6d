import { lasted, shortWhen } from "@nitka/ui/time";
import { useMemo } from "react";
import { useLanguage } from "../i18n";
import { useMinute } from "../parts/clock";
import css from "./person.module.css";
import { Section } from "./Section";
import { useTimeline } from "./useTimeline";
import { visits } from "./visits";

/** Visits to the site, each in one line: when, how long, what was looked at most, and what led there. */
export function Visits({ customerId }: { customerId: string }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const { items } = useTimeline(customerId);
  const found = useMemo(() => visits(items), [items]);
  if (found.length === 0) return null;
  return (
    <Section title={t("person.visits")} kind="visits" aside={<span className="faint">{found.length}</span>}>
      <ul className={css.lines}>
        {found.slice(0, 4).map((visit) => (
          <li key={visit.key}>
            <span>
              {visit.title}
              <span className={`faint ${css.sub}`}>
                {t("person.pages", { n: visit.pages })} ·{" "}
                {lasted(new Date(visit.to).getTime() - new Date(visit.from).getTime(), locale)}
                {visit.source && ` · ${visit.source}`}
              </span>
            </span>
            <span className="faint">{shortWhen(new Date(visit.from), now, locale)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
