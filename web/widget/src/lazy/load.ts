import { Fragment, h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Lent } from "./lent";

/** File names of the lazy parts, with the hash of their content; put in by the build. */
declare const PARTS: Record<string, string>;

export interface Parts {
  ru: typeof import("../words/ru");
  en: typeof import("../words/en");
  views: typeof import("../page/views");
  files: typeof import("./files");
  contact: typeof import("./contact");
  emoji: typeof import("./emoji");
  continue: typeof import("./continue");
}

interface Extras {
  provide?: (lent: Lent) => void;
  css?: string;
}

let tries = 0;
const loaded: Partial<Record<keyof Parts, unknown>> = {};
let folder = "";
let dress: (css: string) => void = () => {};

/** Says where the parts are: beside the script that brought us, and nowhere else; and how to add the styles they bring. */
export function loadFrom(base: string, addStyle: (css: string) => void): void {
  folder = base;
  dress = addStyle;
}

/** Loads a part of the widget that is not needed at once. It is lent our Preact, so that there is one. */
export async function load<K extends keyof Parts>(name: K): Promise<Parts[K]> {
  // A browser may remember that an address failed: each new try has one of its own.
  const address = folder + PARTS[name] + (tries ? `?${tries}` : "");
  const part: Extras = await import(/* @vite-ignore */ address).catch((error: unknown) => {
    tries++;
    throw error;
  });
  if (!loaded[name]) {
    part.provide?.({ h, Fragment, useState, useEffect, useRef });
    if (part.css) dress(part.css);
    loaded[name] = part;
  }
  return loaded[name] as Parts[K];
}

/** A part once it is wanted and there; null before, and while the network does not bring it. */
export function usePart<K extends keyof Parts>(name: K, wanted = true, failed?: () => void): Parts[K] | null {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (!wanted || loaded[name]) return;
    const again = () => addEventListener("online", fetch, { once: true });
    const fetch = () => load(name).then(() => redraw(1), failed ?? again);
    fetch();
    return () => removeEventListener("online", fetch);
  }, [wanted]);
  return wanted ? ((loaded[name] as Parts[K] | undefined) ?? null) : null;
}
