import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useState } from "react";
import { useT } from "../i18n";
import { Dialog } from "../parts/Dialog";
import { useDebounced } from "../person/useDebounced";
import css from "./palette.module.css";
import { useCommands, useFound } from "./useFound";

/** ⌘K: customers, conversations and commands by a few letters. */
export default function Palette({ onClose }: { onClose(): void }) {
  const t = useT();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const q = useDebounced(text.trim(), 120);
  const commands = useCommands(text.trim(), navigate);
  const found = useFound(q, navigate);
  const entries = [...(text ? commands.slice(0, 8) : commands), ...found.entries];
  const chosen = Math.min(at, Math.max(0, entries.length - 1));
  const run = (index: number) => {
    onClose();
    // The closing dialog gives the focus back first; only then may a command take it elsewhere.
    const { run: go } = entries[index] ?? {};
    if (go) setTimeout(go);
  };
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      if (entries.length > 0) setAt((chosen + by + entries.length) % entries.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(chosen);
    }
  };
  return (
    <Dialog label={t("palette.title")} onClose={onClose}>
      <input
        className={css.input}
        value={text}
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.title")}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={entries.length > 0 ? `palette-${chosen}` : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <div id="palette-list" role="listbox" className={`scroll ${css.list}`} aria-label={t("palette.title")}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled in the field above
          <div
            key={entry.key}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={css.entry}
            ref={index === chosen ? (row) => row?.scrollIntoView({ block: "nearest" }) : undefined}
            onMouseMove={() => setAt(index)}
            onClick={() => run(index)}
          >
            {entry.icon}
            <span className="cut">{entry.title}</span>
            <span className="cut faint">{entry.hint}</span>
            {entry.keys && <kbd>{entry.keys}</kbd>}
          </div>
        ))}
        {entries.length === 0 && !found.busy && <p className={css.none}>{t("palette.nothing")}</p>}
      </div>
    </Dialog>
  );
}
