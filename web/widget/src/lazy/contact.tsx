import { h } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Chat } from "../talk/chat";
import type { Traits } from "../talk/types";
import type { Words } from "../words/words";
import { checkContact, type Problem } from "./contact-rules";
import { contactWords } from "./contact-words";

export { default as css } from "./contact.css?inline";
export { Offer } from "./offer";

interface Props {
  chat: Chat;
  words: Words;
  onDone: () => void;
}

interface FieldProps {
  name: string;
  label: string;
  hint?: string;
  problem?: string;
  long?: boolean;
  autocomplete?: string;
}

function Field({ name, label, hint, problem, long, autocomplete }: FieldProps) {
  const Tag = (long ? "textarea" : "input") as "input";
  const about = problem ? `${name}-problem` : hint ? `${name}-hint` : undefined;
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <Tag
        id={name}
        name={name}
        autocomplete={autocomplete}
        aria-invalid={!!problem}
        aria-describedby={about}
      />
      {problem ? (
        <small id={`${name}-problem`} class="error" role="alert">
          {problem}
        </small>
      ) : (
        hint && <small id={`${name}-hint`}>{hint}</small>
      )}
    </p>
  );
}

/** Asks where to answer when nobody is there now. What was typed is a claim: it opens nobody's history. */
export function ContactForm({ chat, words, onDone }: Props) {
  const say = contactWords[words.language];
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const at = (field: Problem["field"]) => (problem?.field === field ? say[problem.what] : undefined);
  const submit = (event: Event) => {
    event.preventDefault();
    const value = (name: string) => String(new FormData(form.current!).get(name) ?? "").trim();
    const checked = checkContact(value("text"), value("reach"));
    if ("what" in checked) {
      setProblem(checked);
      form.current!.querySelector<HTMLElement>(`[name=${checked.field}]`)?.focus();
      return;
    }
    const contact: Traits = { ...(value("name") && { name: value("name") }), ...checked.reach };
    chat.store.set("contact", value("reach"));
    chat.send(value("text"), [], contact);
    onDone();
  };
  return (
    <form ref={form} class="contact" aria-label={say.title} noValidate onSubmit={submit}>
      <Field name="text" label={say.text} problem={at("text")} long />
      <Field name="reach" label={say.reach} hint={say.reachHint} problem={at("reach")} autocomplete="email" />
      <Field name="name" label={`${say.name} (${say.optional})`} autocomplete="name" />
      <div class="actions">
        <button type="button" class="link" onClick={onDone}>
          {say.chat}
        </button>
        <button type="submit" class="main">
          {say.send}
        </button>
      </div>
    </form>
  );
}
