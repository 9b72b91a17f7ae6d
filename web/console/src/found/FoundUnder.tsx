import type { Finding } from "@nitka/api-client/findings";
import { useT } from "../i18n";
import { showValue } from "../parts/customerName";
import css from "./found.module.css";
import { findingName } from "./names";
import { useFound, useFoundIn } from "./useFound";

function Line({ one, now }: { one: Finding; now: boolean }) {
  const t = useT();
  const found = useFound();
  const known = one.kind === "own" && one.known ? "known" : one.kind;
  const value = showValue(one.type, one.value, t);
  const what = t(`found.${one.kind === "trait" && one.type !== "name" ? "work" : known}`, {
    what: findingName(one.type, t),
    value,
  });
  return (
    <li className={css.line} data-now={now || undefined}>
      <span>
        {what} {one.part === "signature" && <q className="dim">{one.quote}</q>}
        {one.state === "taken" && <span className="dim"> · {t("found.taken")}</span>}
      </span>
      <span className={css.ways}>
        {one.state === "open" && (
          <button type="button" className="link" onClick={() => void found?.decide(one, "confirm")}>
            {t("found.confirm")}
            {now && <kbd>Y</kbd>}
          </button>
        )}
        <button type="button" className="link" onClick={() => void found?.decide(one, "dismiss")}>
          {t(one.state === "taken" ? "found.wrong" : "found.dismiss")}
          {now && <kbd>X</kbd>}
        </button>
      </span>
    </li>
  );
}

/** Under a message, quietly: what it says of who wrote it, for a person to confirm or to dismiss. */
export function FoundUnder({ messageId }: { messageId: string }) {
  const t = useT();
  const items = useFoundIn(messageId);
  const now = useFound()?.current;
  if (items.length === 0) return null;
  return (
    <ul className={css.found} aria-label={t("found.label")}>
      {items.map((one) => (
        <Line key={one.id} one={one} now={one.id === now} />
      ))}
    </ul>
  );
}
