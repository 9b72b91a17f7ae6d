import type { Locale } from "@nitka/api-client/types";
import { type ReactNode, useEffect, useState } from "react";
import { type Language, loadLanguage, Speaking } from "../i18n";
import { speakFor } from "../i18n/retell";
import { createStore, useStore } from "../parts/store";

const KEPT = "nitka.locale";

/** The language asked for last time here, or the browser's; the account's own is taken over after login. */
export function firstLocale(): Locale {
  const kept = localStorage.getItem(KEPT);
  if (kept === "ru" || kept === "en") return kept;
  return navigator.languages.some((name) => /^(ru|be|uk|kk)\b/.test(name)) ? "ru" : "en";
}

const wanted = createStore<Locale>(firstLocale());

export function setLocale(locale: Locale): void {
  localStorage.setItem(KEPT, locale);
  wanted.set(locale);
}

export function LanguageRoot({ initial, children }: { initial: Language; children: ReactNode }) {
  const locale = useStore(wanted);
  const [language, setLanguage] = useState(initial);
  useEffect(() => {
    document.documentElement.lang = language.locale;
    speakFor(language.retold);
    if (locale === language.locale) return;
    let current = true;
    void loadLanguage(locale).then((loaded) => current && setLanguage(loaded));
    return () => {
      current = false;
    };
  }, [locale, language]);
  return <Speaking language={language}>{children}</Speaking>;
}
