import { h } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Parts, usePart } from "../lazy/load";
import type { Config } from "../talk/types";
import { fill } from "../words/words";
import type { Ui } from "./app";
import { Icon } from "./icons";

/** Files on their way; the part that does it comes while the visitor is still looking round. */
function useUploads(
  { chat, words, config }: ComposerProps,
  form: { current: HTMLElement | null },
  say: (error: string) => void,
) {
  const files = usePart("files");
  const [, redraw] = useState(0);
  const uploads = useRef<InstanceType<Parts["files"]["Uploads"]> | null>(null);
  useEffect(() => {
    if (!files) return;
    const changed = () => redraw((n) => n + 1);
    uploads.current = new files.Uploads(chat, words, config.limits?.file, changed, say);
    changed();
    return files.catchFiles(form.current!.parentElement!, uploads.current);
  }, [files]);
  return { files, uploads: uploads.current };
}

interface ComposerProps extends Ui {
  config: Config;
}

/** What is being written is kept: a reload, or closing the chat, does not lose it. */
function useDraft({ chat }: Ui) {
  const [text, setText] = useState(() => chat.store.get<string>("draft") ?? "");
  const write = (next: string) => {
    setText(next);
    if (next) chat.store.set("draft", next);
    else chat.store.remove("draft");
  };
  return [text, write] as const;
}

export function Composer(props: ComposerProps) {
  const { chat, words, config } = props;
  const [text, write] = useDraft(props);
  const [error, say] = useState("");
  const [picking, pick] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const { files, uploads } = useUploads(props, form, say);
  const emoji = usePart("emoji", picking, () => say(words.partFailed));
  const limit = config.limits?.text ?? 10_000;
  const ready = (text.trim() || uploads?.done.length) && !uploads?.busy;

  useLayoutEffect(() => {
    const { style, scrollHeight } = field.current!;
    style.height = "auto";
    style.height = `${Math.min(field.current!.scrollHeight, 132) || scrollHeight}px`;
  }, [text]);

  const send = (event: Event) => {
    event.preventDefault();
    const words_ = text.trim();
    if (!ready) return;
    if (words_.length > limit) return say(fill(words.tooLong, { n: limit }));
    chat.send(words_, uploads?.take());
    write("");
    say("");
    pick(false);
    field.current!.focus();
  };
  const insert = (face: string) => {
    const { selectionStart: from, selectionEnd: to } = field.current!;
    write(text.slice(0, from) + face + text.slice(to));
    field.current!.focus();
  };

  return (
    <form ref={form} class="composer" onSubmit={send}>
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      {files && uploads && <files.Chips uploads={uploads} />}
      {emoji && <emoji.Picker words={words} onPick={insert} />}
      <div class="row">
        <button
          type="button"
          class="plain"
          aria-label={words.attach}
          title={words.attach}
          disabled={!uploads}
          onClick={() => chooser.current!.click()}
        >
          <Icon name="attach" />
        </button>
        <textarea
          ref={field}
          rows={1}
          aria-label={words.write}
          placeholder={words.write}
          value={text}
          onInput={(event) => {
            write(event.currentTarget.value);
            if (event.currentTarget.value) chat.typing();
          }}
          onKeyDown={(event) =>
            event.key === "Enter" &&
            !event.shiftKey &&
            matchMedia("(pointer: fine)").matches &&
            !event.isComposing &&
            send(event)
          }
        />
        <button
          type="button"
          class="plain"
          aria-label={words.emoji}
          title={words.emoji}
          aria-expanded={picking}
          onClick={() => pick(!picking)}
        >
          <Icon name="emoji" />
        </button>
        <button type="submit" class="send" aria-label={words.send} disabled={!ready}>
          <Icon name="send" />
        </button>
      </div>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          uploads?.add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </form>
  );
}
