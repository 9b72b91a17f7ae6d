import { Button } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { setLocale } from "../app/language";
import { useLanguage, useT } from "../i18n";
import { sentence } from "../parts/Trouble";
import css from "./auth.module.css";

/** The plain page of everything that comes before the desk. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  const { locale } = useLanguage();
  const other = locale === "ru" ? "en" : "ru";
  return (
    <main className={css.page}>
      <div className={css.card}>
        <div className={css.brand}>
          <img src="/icon.svg" width={28} height={28} alt="" />
          Nitka
        </div>
        <h1>{title}</h1>
        {children}
      </div>
      <button type="button" className="link" lang={other} onClick={() => setLocale(other)}>
        {other === "ru" ? "Русский" : "English"}
      </button>
    </main>
  );
}

interface FormProps {
  button: string;
  onSubmit(): Promise<unknown>;
  children: ReactNode;
}

/** A form that waits for its answer and says in a sentence what went wrong. */
export function AuthForm({ button, onSubmit, children }: FormProps) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await onSubmit();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)}>
      {children}
      <div role="alert" className="bad">
        {error ? sentence(error, t) : null}
      </div>
      <Button type="submit" size="sm" loading={busy} fullWidth>
        {button}
      </Button>
    </form>
  );
}
