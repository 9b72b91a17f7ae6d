import { h } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Chat } from "../talk/chat";
import { Refusal } from "../talk/http";
import type { State } from "../talk/model";
import { newId } from "../talk/visitor";
import type { Words } from "../words/words";
import { continueWords } from "./continue-words";

export { default as css } from "./continue.css?inline";

interface Way {
  channel: string;
  address: string;
  url: string;
  qr: string;
}

interface Token {
  code: string | null;
  ways: Way[];
}

interface Props {
  chat: Chat;
  words: Words;
  state: State;
}

const ID = "nitka-code";

/** What a link brought, until the visitor has said whether to go on here. It leaves the address at once. */
let token = "";

function take(): void {
  const here = new URL(location.href);
  const brought = here.searchParams.get("nitka");
  if (!brought) return;
  token = brought;
  here.searchParams.delete("nitka");
  history.replaceState(history.state, "", here);
}
type Say = (typeof continueWords)["ru"];

interface Part {
  chat: Chat;
  say: Say;
  onDone: () => void;
  onClose: () => void;
}

/** Comes with a token; returns what to tell, or null when it is done. One try keeps its id, so that it is one try. */
function useCome(chat: Chat, say: Say, onDone: () => void) {
  const [told, tell] = useState("");
  const tried = useRef({ said: "", id: "" });
  const come = async (said: string) => {
    if (tried.current.said !== said) tried.current = { said, id: newId() };
    const body = { visitor: chat.visitor().id, message_id: tried.current.id, token: said };
    try {
      const { outcome } = await chat.http.ask<{ outcome: string }>("POST", "/client/v1/continue", body);
      if (outcome === "joined" || outcome === "again") return onDone();
      tell(
        outcome === "pending" ? say.pending : (say.outcomes[outcome as keyof Say["outcomes"]] ?? say.failed),
      );
    } catch {
      tell(say.failed);
    }
  };
  return { told, come };
}

function Problem({ children }: { children: string }) {
  return children ? (
    <small id={`${ID}-problem`} class="error" role="alert">
      {children}
    </small>
  ) : null;
}

/** A link may be followed by a program, or by somebody it was forwarded to: a person says yes. */
function Ask({ chat, say, onDone, onClose }: Part) {
  const { told, come } = useCome(chat, say, onDone);
  return (
    <section class="continue" aria-label={say.goOn}>
      <p>{say.ask}</p>
      <div class="ways">
        <button type="button" class="link" onClick={() => void come(token)}>
          {say.goOn}
        </button>
        <button type="button" class="link no" onClick={onClose}>
          {say.notNow}
        </button>
      </div>
      <Problem>{told}</Problem>
    </section>
  );
}

function Code({ chat, say, onDone, onClose }: Part) {
  const { told, come } = useCome(chat, say, onDone);
  const submit = (event: Event) => {
    event.preventDefault();
    const said = new FormData(event.target as HTMLFormElement).get(ID);
    void come(String(said ?? "").trim());
  };
  return (
    <form class="continue" noValidate onSubmit={submit}>
      <label for={ID}>{say.code}</label>
      <div class="reach">
        <input
          id={ID}
          name={ID}
          inputMode="numeric"
          autocomplete="one-time-code"
          aria-describedby={`${ID}-problem`}
          aria-invalid={!!told}
        />
        <button type="submit" class="link">
          {say.goOn}
        </button>
        <button type="button" class="link no" onClick={onClose}>
          {say.back}
        </button>
      </div>
      <small>{say.codeHint}</small>
      <Problem>{told}</Problem>
    </form>
  );
}

/** The ways out of this chat: a link with its picture, an address, digits for a call. */
function Ways({ chat, say, onClose }: Omit<Part, "onDone">) {
  const [made, set] = useState<Token | null>(null);
  const [problem, tell] = useState("");
  const [copied, setCopied] = useState(false);
  const asked = useRef(false);
  // Who has only just written is not known yet: a moment later they are, some seconds later where much is going on.
  const make = async (form: "link" | "code", tries = 9): Promise<void> => {
    try {
      set(
        await chat.http.ask<Token>("POST", "/client/v1/continuations", { visitor: chat.visitor().id, form }),
      );
      tell("");
    } catch (error) {
      if (!tries || !(error instanceof Refusal) || error.status !== 409) return tell(say.failed);
      await new Promise((resolve) => setTimeout(resolve, 700));
      return make(form, tries - 1);
    }
  };
  if (!asked.current) {
    asked.current = true;
    void make("link");
  }
  const ways = useRef<Way[]>([]);
  if (made?.ways.length) ways.current = made.ways;
  const link = ways.current.find(({ channel }) => channel === "chat");
  const mail = ways.current.find(({ channel }) => channel === "email");
  const copy = () =>
    navigator.clipboard.writeText(link?.url ?? "").then(
      () => setCopied(true),
      () => tell(say.failed),
    );
  return (
    <section class="continue" aria-label={say.elsewhere}>
      {made?.code && (
        <p>
          {say.say} <b class="digits">{`${made.code.slice(0, 3)} ${made.code.slice(3)}`}</b>
        </p>
      )}
      {link && <p>{say.other}</p>}
      {/* Drawn by our own server from its own link. */}
      {link && <div class="picture" aria-hidden="true" dangerouslySetInnerHTML={{ __html: link.qr }} />}
      <div class="ways">
        {link && (
          <button type="button" class="link" onClick={() => void copy()}>
            {copied ? say.copied : say.copy}
          </button>
        )}
        {mail && (
          <a class="link" href={mail.url}>
            {say.mail}
          </a>
        )}
        {link && (
          <button type="button" class="link" onClick={() => void make("code")}>
            {say.call}
          </button>
        )}
        <button type="button" class="link no" onClick={onClose}>
          {say.back}
        </button>
      </div>
      <Problem>{problem}</Problem>
    </section>
  );
}

/** A quiet line at the end of the talk: go on elsewhere, or come here with a code. */
export function Continue({ chat, words, state }: Props) {
  const say = continueWords[words.language];
  const [shown, show] = useState<"" | "ask" | "code" | "ways" | "done">(() => {
    take();
    return token ? "ask" : "";
  });
  const close = () => {
    token = "";
    show("");
  };
  const done = () => {
    token = "";
    show("done");
  };
  if (shown === "ask") return <Ask chat={chat} say={say} onDone={done} onClose={close} />;
  if (shown === "code") return <Code chat={chat} say={say} onDone={done} onClose={close} />;
  if (shown === "ways") return <Ways chat={chat} say={say} onClose={close} />;
  if (shown === "done") return <p role="status">{say.done}</p>;
  return (
    <div class="continue">
      <div class="ways">
        {!!state.thread.length && (
          <button type="button" class="link" onClick={() => show("ways")}>
            {say.elsewhere}
          </button>
        )}
        <button type="button" class="link" onClick={() => show("code")}>
          {say.haveCode}
        </button>
      </div>
    </div>
  );
}
