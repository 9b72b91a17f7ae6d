import type { Customer } from "@nitka/api-client/types";
import { shortWhen } from "@nitka/ui/time";
import { useLanguage } from "../i18n";
import { featureName } from "../order/words";
import { useMinute } from "../parts/clock";
import css from "./person.module.css";
import { Section } from "./Section";
import { useTimeline } from "./useTimeline";

const NAMES = ["name", "first_name", "last_name", "email", "phone"];
const NOTES_SHOWN = 3;

function plainTraits(traits: Record<string, unknown>): [string, string][] {
  return Object.entries(traits).flatMap(([key, value]) =>
    !NAMES.includes(key) &&
    (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      ? [[key, String(value)] as [string, string]]
      : [],
  );
}

/** What is known and was noted, before all else: traits, and the latest notes of all conversations. */
export function Memory({ customer }: { customer: Customer }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const notes = useTimeline(customer.id)
    .items.filter((item) => item.kind === "note")
    .slice(0, NOTES_SHOWN);
  const traits = plainTraits(customer.traits);
  if (notes.length === 0 && traits.length === 0) return null;
  return (
    <Section title={t("person.memory")} kind={notes.length > 0 ? "notes" : "profile"}>
      {notes.map((note) => (
        <p key={note.id} className={css.note}>
          {note.text} <span className="faint">{shortWhen(new Date(note.at), now, locale)}</span>
        </p>
      ))}
      {traits.length > 0 && (
        <dl className={css.traits}>
          {traits.map(([key, value]) => (
            <div key={key}>
              <dt>{featureName(t, key)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  );
}
