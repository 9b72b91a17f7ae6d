import { useT } from "../i18n";
import { Dialog } from "../parts/Dialog";
import { modifier } from "./keys";
import css from "./keys.module.css";

const KEYS = [
  ["keys.next", ["J"]],
  ["keys.previous", ["K"]],
  ["keys.answer", ["Enter"]],
  ["keys.send", [modifier, "Enter"]],
  ["keys.note", ["N"]],
  ["continue.key", ["C"]],
  ["keys.canned", ["/"]],
  ["keys.close", ["E"]],
  ["keys.snooze", ["S"]],
  ["keys.assign", ["A"]],
  ["keys.take", ["I"]],
  ["keys.spam", ["!"]],
  ["keys.merge", ["Shift", "M"]],
  ["keys.found", ["Y"]],
  ["keys.notFound", ["X"]],
  ["keys.order", ["A", "D", "U"]],
  ["keys.undo", ["Z"]],
  ["keys.tabs", ["1", "2", "3"]],
  ["keys.search", ["F"]],
  ["keys.person", ["P"]],
  ["keys.palette", [modifier, "K"]],
  ["keys.back", ["Esc"]],
  ["keys.help", ["?"]],
] as const;

export default function KeyHelp({ onClose }: { onClose(): void }) {
  const t = useT();
  return (
    <Dialog label={t("keys.title")} onClose={onClose}>
      <div className={css.help}>
        <h2>{t("keys.title")}</h2>
        <dl>
          {KEYS.map(([name, keys]) => (
            <div key={name}>
              <dt>{t(name)}</dt>
              <dd>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
        <p className="faint">{t("keys.layout")}</p>
      </div>
    </Dialog>
  );
}
