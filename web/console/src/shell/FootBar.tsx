import { IconX } from "@tabler/icons-react";
import { useT } from "../i18n";
import { useStore } from "../parts/store";
import { sentence } from "../parts/Trouble";
import { dismiss, notice, notices } from "./notices";
import css from "./shell.module.css";
import { UNDO_FOR, undoables, undoLast } from "./undo";

function UndoOffer() {
  const t = useT();
  const latest = useStore(undoables).at(-1);
  if (!latest) return null;
  const undo = () => {
    undoLast().catch((error: unknown) => notice(sentence(error, t), true));
  };
  return (
    <div className={css.toast} key={latest.id}>
      <span>{latest.text}</span>
      <button type="button" className="link" onClick={undo}>
        {t("common.undo")} <kbd>Z</kbd>
      </button>
      <span className={css.fuse} style={{ animationDuration: `${UNDO_FOR}ms` }} />
    </div>
  );
}

/** Undo and short notices, out of the way of the thread; a screen reader hears them. */
export function FootBar() {
  const t = useT();
  const shown = useStore(notices);
  return (
    <div className={css.foot} role="status" aria-live="polite">
      {shown.map((one) => (
        <div key={one.id} className={css.toast} data-bad={one.bad || undefined}>
          <span>{one.text}</span>
          <button
            type="button"
            className="link"
            onClick={() => dismiss(one.id)}
            aria-label={t("common.dismiss")}
          >
            <IconX size={14} />
          </button>
        </div>
      ))}
      <UndoOffer />
    </div>
  );
}
