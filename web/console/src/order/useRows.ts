import { type RefObject, useEffect, useRef, useState } from "react";
import { useKeys } from "../keys/keys";

const row = (target: Element | null) => target?.closest<HTMLElement>("[data-row]");

/** J and K go through the rows of a list, each of which has `data-row` and inside it one thing `data-head` to stand on. */
export function useRows(): {
  box: RefObject<HTMLDivElement | null>;
  at: string | null;
} {
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<string | null>(null);
  const step = (by: number) => {
    const rows = [...(box.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const now = rows.findIndex((one) => one.dataset.row === at);
    const next = rows[now < 0 ? 0 : Math.min(Math.max(now + by, 0), rows.length - 1)];
    next?.querySelector<HTMLElement>("[data-head]")?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  useKeys({ KeyJ: () => step(1), KeyK: () => step(-1) });
  useEffect(() => {
    const list = box.current;
    const onFocus = ({ target }: FocusEvent) => setAt(row(target as Element)?.dataset.row ?? null);
    list?.addEventListener("focusin", onFocus);
    return () => list?.removeEventListener("focusin", onFocus);
  }, []);
  return { box, at };
}
