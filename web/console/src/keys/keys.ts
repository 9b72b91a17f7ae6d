import { useEffect, useRef } from "react";

/** Keys are told by their place (`KeyJ`), so that they work in a Russian layout too. */
export type Keys = Record<string, (event: KeyboardEvent) => void>;

export const mac = /Mac|iPhone|iPad/.test(navigator.platform);
export const modifier = mac ? "⌘" : "Ctrl";

/** `mod+KeyK`, `shift+Slash`, `KeyJ`: how a pressed key is named. */
export function keyName(
  event: Pick<KeyboardEvent, "code" | "key" | "metaKey" | "ctrlKey" | "shiftKey" | "altKey">,
): string {
  // «?» and «/» stand on different keys in different layouts: what was written counts there.
  const plain = !event.metaKey && !event.ctrlKey && !event.altKey;
  if (plain && event.key === "?") return "?";
  if (plain && (event.key === "/" || (event.code === "Slash" && event.key === "."))) return "/";
  const parts = [
    event.metaKey || event.ctrlKey ? "mod" : "",
    event.altKey ? "alt" : "",
    event.shiftKey ? "shift" : "",
  ];
  return [...parts, event.code].filter(Boolean).join("+");
}

function writing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select"))
  );
}

/** Whether something lies over the desk that wants the keys for itself. */
function covered(): boolean {
  return document.querySelector("dialog[open], [role=menu]:not([hidden]), [data-keys=own]") !== null;
}

/** Listens to single keys while nothing is being written; names with `mod+` work always. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = keyName(event);
      const action = current.current[name];
      if (!action) return;
      if (!name.startsWith("mod+") && (writing(event.target) || covered())) return;
      // Enter and Space on a button press the button.
      const pressing = name === "Enter" || name === "Space";
      if (pressing && event.target instanceof HTMLElement && event.target.closest("button, a")) return;
      event.preventDefault();
      action(event);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
