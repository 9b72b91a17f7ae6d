import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../talk/chat";
import { Refusal } from "../talk/http";
import { fill, type Words } from "../words/words";
import { codeWords } from "./code-words";

interface Props {
  chat: Chat;
  words: Words;
  /** The address that the visitor has left. */
  reach: string;
}

const ID = "nitka-code";
const LOOKS = 30; // with pauses that grow, some ten minutes: as long as a code lives

/** Asks every now and then whether the letter has gone out, as long as somebody waits for it. */
function useUnsent(chat: Chat, waits: number, tell: () => void) {
  useEffect(() => {
    let looks = 0;
    let timer = 0;
    const look = async () => {
      const path = `/client/v1/codes?visitor=${encodeURIComponent(chat.visitor().id)}`;
      // Where it cannot be told, nothing is: whoever waits may ask for another one.
      const { sending } = await chat.http
        .ask<{ sending: string | null }>("GET", path)
        .catch(() => ({ sending: "" }));
      if (!timer) return;
      if (sending === "failed") tell();
      else if (sending !== "sent" && sending !== null && ++looks < LOOKS) later();
    };
    const later = () => {
      timer = window.setTimeout(() => void look(), Math.min(1500 + looks * 1500, 30_000));
    };
    if (waits) later();
    return () => {
      clearTimeout(timer);
      timer = 0;
    };
  }, [waits]);
}

/** Lets a visitor prove by a one-time code that the address they left is theirs. */
export function Confirm({ chat, words, reach }: Props) {
  const say = codeWords[words.language];
  const form = useRef<HTMLFormElement>(null);
  const [asked, ask] = useState(0); // how often
  const [problem, setProblem] = useState("");
  const [, redraw] = useState(0);
  const visitor = chat.visitor().id;
  const failed = (error: unknown) =>
    setProblem(error instanceof Refusal && error.status === 429 ? say.wait : say.failed);
  const send = async () => {
    setProblem("");
    try {
      await chat.http.ask("POST", "/client/v1/codes", { visitor, email: reach });
      ask((times) => times + 1);
    } catch (error) {
      failed(error);
    }
  };
  useUnsent(chat, asked, () => {
    ask(0);
    setProblem(fill(say.unsent, { reach }));
  });
  const check = async (event: Event) => {
    event.preventDefault();
    const code = String(new FormData(form.current!).get(ID) ?? "").replace(/\D/g, "");
    if (code.length !== 6) return setProblem(say.six);
    try {
      const path = "/client/v1/codes/check";
      const told = await chat.http.ask<{ verified: boolean; tries_left: number }>("POST", path, {
        visitor,
        code,
      });
      if (told.verified) chat.store.set("confirmed", reach);
      else setProblem(told.tries_left ? fill(say.wrong, { n: told.tries_left }) : say.over);
      redraw((n) => n + 1);
    } catch (error) {
      failed(error);
    }
  };
  const trouble = problem && (
    <small id={`${ID}-problem`} class="error" role="alert">
      {problem}
    </small>
  );
  if (chat.store.get("confirmed") === reach) return <p role="status">{fill(say.done, { reach })}</p>;
  if (!asked)
    return (
      <p>
        <button type="button" class="link" title={say.why} onClick={() => void send()}>
          {say.confirm}
        </button>{" "}
        {trouble}
      </p>
    );
  return (
    <form ref={form} class="offer" noValidate onSubmit={(event) => void check(event)}>
      <label for={ID}>{fill(say.sent, { reach })}</label>
      <div class="reach">
        <input
          id={ID}
          name={ID}
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={10}
          placeholder={say.code}
          aria-invalid={!!problem}
          aria-describedby={problem && `${ID}-problem`}
        />
        <button type="submit" class="link">
          {say.check}
        </button>
        <button type="button" class="link no" onClick={() => void send()}>
          {say.again}
        </button>
      </div>
      {trouble}
    </form>
  );
}
