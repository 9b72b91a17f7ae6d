import { useEffect, useRef } from "react";
import { createStore } from "../parts/store";

/** Something to be done where one is now, as the palette offers it. */
export interface Command {
  key: string;
  title: string;
  /** What it is done to. */
  hint?: string;
  /** The key that does the same. */
  keys?: string;
  /** One of many alike: offered only to who types a part of its name. */
  deep?: boolean;
  run(): void;
}

/** What commands are about, in the order in which the palette lists them. */
const ABOUT = ["conversation", "answer", "list"] as const;
type Offer = { about: (typeof ABOUT)[number]; commands(): readonly Command[] };

const offers = createStore<ReadonlySet<Offer>>(new Set());

/** Offers commands while the component is there; they are asked for anew each time the palette opens. */
export function useOffer(about: Offer["about"], commands: Offer["commands"]): void {
  const current = useRef(commands);
  current.current = commands;
  useEffect(() => {
    const offer: Offer = { about, commands: () => current.current() };
    offers.set((now) => new Set(now).add(offer));
    return () => offers.set((now) => new Set([...now].filter((one) => one !== offer)));
  }, [about]);
}

/** All that is offered now. */
export const offered = (): Command[] =>
  ABOUT.flatMap((about) => [...offers.get()].filter((one) => one.about === about)).flatMap((one) => [
    ...one.commands(),
  ]);

/** A long word may end otherwise than in the title: «заметка» leads to «написать заметку». */
const stem = (word: string) => (word.length > 5 ? word.slice(0, -2) : word);

/** Whether each word typed is the beginning of a word of the title, in any order. */
export function answers(title: string, text: string): boolean {
  const words = (said: string) =>
    said
      .toLocaleLowerCase()
      .replaceAll("ё", "е")
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);
  const known = words(title);
  return words(text).every((word) => known.some((one) => one.startsWith(stem(word))));
}
