import { Fragment, h } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Chat } from "../talk/chat";
import { Refusal } from "../talk/http";
import { newId } from "../talk/visitor";
import { fill, type Words } from "../words/words";
import { Confirm } from "./code";
import { isEmail } from "./contact-rules";
import { contactWords } from "./contact-words";

interface Props {
  chat: Chat;
  words: Words;
  /** Somebody is there: one line is enough. Else the form stands in for the composer once it is asked for. */
  online: boolean;
  onAsk: () => void;
}

const ID = "nitka-reach";

/** A quiet line under the talk: where the answer may go if the visitor leaves. Typed addresses are claims. */
function Line({ chat, words, onDone }: Pick<Props, "chat" | "words"> & { onDone: () => void }) {
  const say = contactWords[words.language];
  const [problem, setProblem] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const done = (name: string, value: unknown) => {
    chat.store.set(name, value);
    // The field goes away, and must not take the focus with it; on a touch screen no keyboard is raised for that.
    const panel = form.current?.closest<HTMLElement>(".panel");
    const field = matchMedia("(pointer: fine)").matches ? panel?.querySelector("textarea") : null;
    (field ?? panel)?.focus();
    onDone();
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const reach = String(new FormData(form.current!).get(ID) ?? "").trim();
    if (!isEmail(reach)) return setProblem(say.badEmail);
    try {
      const body = { visitor: chat.visitor().id, message_id: newId(), email: reach };
      await chat.http.ask("POST", "/client/v1/contact", body);
      done("contact", reach);
    } catch (error) {
      setProblem(error instanceof Refusal && !error.passing ? say.badEmail : say.failed);
    }
  };
  return (
    <form ref={form} class="offer" noValidate onSubmit={(event) => void submit(event)}>
      <label for={ID}>{say.offer}</label>
      <div class="reach">
        <input
          id={ID}
          name={ID}
          type="email"
          autocomplete="email"
          placeholder={say.email}
          aria-invalid={!!problem}
          aria-describedby={problem && `${ID}-problem`}
        />
        <button type="submit" class="link">
          {say.keep}
        </button>
        <button type="button" class="link no" onClick={() => done("unasked", true)}>
          {say.no}
        </button>
      </div>
      {problem && (
        <small id={`${ID}-problem`} class="error" role="alert">
          {problem}
        </small>
      )}
    </form>
  );
}

/** What stands under the talk about reaching the visitor: thanks for an address, or the way to leave one. */
export function Offer({ chat, words, online, onAsk }: Props) {
  const [, redraw] = useState(0);
  const say = contactWords[words.language];
  const reach = chat.store.get<string>("contact");
  if (reach && online) {
    // Once it is answered here, there is nothing more to promise.
    const waits = chat.model.state.thread.at(-1)?.direction === "in";
    return (
      <>
        {waits && <p>{fill(say.reaches, { reach })}</p>}
        {isEmail(reach) && <Confirm chat={chat} words={words} reach={reach} />}
      </>
    );
  }
  if (reach)
    return (
      <>
        <p>{fill(say.thanks, { reach })}</p>
        {isEmail(reach) && <Confirm chat={chat} words={words} reach={reach} />}
      </>
    );
  if (!online)
    return (
      <button type="button" class="link" onClick={onAsk}>
        {say.leave}
      </button>
    );
  if (chat.store.get("unasked")) return null;
  return <Line chat={chat} words={words} onDone={() => redraw((n) => n + 1)} />;
}
