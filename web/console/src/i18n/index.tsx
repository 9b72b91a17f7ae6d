import type { Locale } from "@nitka/api-client/types";
import { type Translate, type Translation, translator } from "@nitka/ui/i18n";
import { createContext, type ReactNode, useContext } from "react";
import type { texts as english } from "./en";
import type { Retold } from "./retell";

export type Texts = typeof english;
export type T = Translate<Texts>;

export interface Language {
  locale: Locale;
  t: T;
  /** How this language says what the server says. */
  retold: Retold;
}

const Current = createContext<Language | null>(null);

/** Loads one language; the other is never downloaded until it is asked for. */
export async function loadLanguage(locale: Locale): Promise<Language> {
  const { texts, retold }: { texts: Translation<Texts>; retold: Retold } =
    locale === "ru" ? await import("./ru") : await import("./en");
  return { locale, t: translator<Texts>(locale, texts), retold };
}

export function Speaking({ language, children }: { language: Language; children: ReactNode }) {
  return <Current value={language}>{children}</Current>;
}

export function useLanguage(): Language {
  const language = useContext(Current);
  if (!language) throw new Error("No language around this component");
  return language;
}

export function useT(): T {
  return useLanguage().t;
}
