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
}

interface Extras {
  provide?: (lent: Lent) => void;
  css?: string;
}

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
  const part = (await import(/* @vite-ignore */ folder + PARTS[name])) as Parts[K] & Extras;
  if (!loaded[name]) {
    part.provide?.({ h, Fragment, useState, useEffect, useRef });
    if (part.css) dress(part.css);
    loaded[name] = part;
  }
  return part;
}

/** A part once it is wanted and there; null before, and when the network did not bring it. */
export function usePart<K extends keyof Parts>(name: K, wanted = true, failed?: () => void): Parts[K] | null {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (wanted && !loaded[name]) load(name).then(() => redraw(1), failed);
  }, [wanted]);
  return wanted ? ((loaded[name] as Parts[K] | undefined) ?? null) : null;
}
