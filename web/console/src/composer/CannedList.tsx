import { Link } from "@tanstack/react-router";
import { useT } from "../i18n";
import css from "./composer.module.css";
import type { Canned } from "./useCanned";

export const CANNED_ID = "canned-list";
export const cannedOption = (at: number) => `canned-${at}`;

export function CannedList({ canned }: { canned: Canned }) {
  const t = useT();
  if (!canned.found) return null;
  return (
    <div className={`scroll ${css.canned}`} id={CANNED_ID} role="listbox" aria-label={t("canned.title")}>
      {canned.found.map((answer, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled in the text field
        <div
          key={answer.id}
          id={cannedOption(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === canned.at}
          className={css.cannedItem}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => canned.pick(answer)}
        >
          <b>/{answer.shortcut}</b>
          <span>{answer.title}</span>
          <span className="cut faint">{answer.text}</span>
        </div>
      ))}
      {canned.found.length === 0 && (
        <div className={css.cannedNone}>
          {t("canned.nothing")}{" "}
          <Link to="/desk/settings/$section" params={{ section: "canned" }}>
            {t("canned.add")}
          </Link>
        </div>
      )}
    </div>
  );
}
