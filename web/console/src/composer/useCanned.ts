import type { CannedAnswer } from "@nitka/api-client/types";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { cannedQuery } from "../app/queries";
import { cannedPrefix, findCanned, insertCanned } from "./rules";

export interface Canned {
  found: CannedAnswer[] | null;
  at: number;
  pick(answer: CannedAnswer): void;
  /** True when the key was for the list and not for the text. */
  onKey(event: KeyboardEvent): boolean;
}

/** Canned answers offered while a `/word` is being typed. `set` gets the new text and where the caret goes. */
export function useCanned(
  text: string,
  caret: number,
  customer: string | null,
  set: (text: string, caret: number) => void,
): Canned {
  const answers = useQuery(cannedQuery).data?.items ?? [];
  const [chosen, setChosen] = useState({ query: "", at: 0 });
  const [dismissed, setDismissed] = useState<string | null>(null);
  const typed = cannedPrefix(text, caret);
  const open = typed !== null && dismissed !== typed.query;
  const found = open ? findCanned(answers, typed.query) : null;
  const at =
    typed && chosen.query === typed.query ? Math.min(chosen.at, Math.max(0, (found?.length ?? 1) - 1)) : 0;

  const pick = (answer: CannedAnswer) => {
    if (!typed) return;
    const next = insertCanned(text, { from: typed.from, caret }, answer, customer);
    set(next.text, next.caret);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (!typed || !found) return false;
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0 && found.length > 0) {
      setChosen({ query: typed.query, at: (at + by + found.length) % found.length });
      return true;
    }
    const answer = found[at];
    if ((event.key === "Enter" || event.key === "Tab") && answer && !event.ctrlKey && !event.metaKey) {
      pick(answer);
      return true;
    }
    if (event.key !== "Escape") return false;
    setDismissed(typed.query);
    return true;
  };
  return { found, at, pick, onKey };
}
