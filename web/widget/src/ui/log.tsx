import { type ComponentChildren, h } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { State } from "../talk/model";
import type { Entry } from "../talk/outbox";
import { type Group, grouped, type Item, type Shown } from "../talk/thread";
import type { Config } from "../talk/types";
import { clock, day } from "../words/times";
import type { Words } from "../words/words";
import type { Ui } from "./app";
import { Bubble } from "./bubble";
import { Icon, type IconName } from "./icons";

const fromItem = ({ id, message_id, direction, text, at, attachments, status, author }: Item): Shown => ({
  key: message_id ?? id,
  direction,
  text,
  at,
  attachments: attachments ?? [],
  status,
  author: author?.name ?? null,
  error: null,
});

const fromEntry = ({ message_id, text, at, files, failed }: Entry): Shown => ({
  key: message_id,
  direction: "in",
  text,
  at,
  attachments: files ?? [],
  status: failed ? "failed" : "pending",
  author: null,
  error: failed,
});

/** The thread, and after it what is still on its way. */
export function shownOf({ thread, outbox }: State): Shown[] {
  const known = new Set(thread.map((item) => item.message_id));
  return [...thread.map(fromItem), ...outbox.filter((entry) => !known.has(entry.message_id)).map(fromEntry)];
}

const MARKS: Record<string, IconName> = { pending: "wait", delivered: "two", read: "two", failed: "warn" };

function Mark({ words, message }: { words: Words; message: Shown }) {
  const word = words.marks[message.status];
  return (
    <span class={`mark ${message.status}`} title={word}>
      <Icon name={MARKS[message.status] ?? "one"} />
      <span class="unseen">{word}</span>
    </span>
  );
}

function Said({ chat, words, group }: Ui & { group: Group }) {
  const last = group.messages.at(-1)!;
  const mine = group.direction === "in";
  return (
    <div class={mine ? "group mine" : "group"}>
      {mine ? (
        <span class="unseen">{words.you}: </span>
      ) : (
        group.author && <p class="author">{group.author}</p>
      )}
      {group.messages.map((message) => (
        <Bubble key={message.key} chat={chat} words={words} message={message} />
      ))}
      <p class="meta">
        <time dateTime={last.at}>{clock(words.language, last.at)}</time>
        {mine && <Mark words={words} message={last} />}
      </p>
    </div>
  );
}

/** Keeps the newest message in view while the reader is at the end, and leaves them alone while they read above. */
function useBottom(count: number, typing: string | null, mine: boolean) {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const seen = useRef(count);
  const [below, setBelow] = useState(false);
  const toEnd = () => {
    const element = log.current!;
    element.scrollTop = element.scrollHeight;
    setBelow(false);
  };
  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = log.current!;
    atEnd.current = scrollHeight - scrollTop - clientHeight < 40;
    if (atEnd.current) setBelow(false);
  };
  useLayoutEffect(() => {
    const more = count > seen.current;
    seen.current = count;
    if (atEnd.current || (mine && more)) toEnd();
    else if (more) setBelow(true);
  }, [count, typing]);
  useLayoutEffect(() => {
    // The keyboard, a notice or the form may take some of the height, and a picture adds to it when it comes.
    const sizes = new ResizeObserver(() => atEnd.current && toEnd());
    sizes.observe(log.current!);
    sizes.observe(log.current!.firstElementChild!);
    return () => sizes.disconnect();
  }, []);
  return { log, below, toEnd, onScroll };
}

interface LogProps extends Ui {
  state: State;
  config: Config;
  children?: ComponentChildren;
}

export function Log({ chat, words, state, config, children }: LogProps) {
  const shown = shownOf(state);
  const now = new Date();
  const away = config.away_message?.[words.language] || words.away;
  const greeting = config.online ? (shown.length ? "" : words.hello) : away;
  const { log, below, toEnd, onScroll } = useBottom(
    shown.length,
    state.typing,
    shown.at(-1)?.direction === "in",
  );
  return (
    <div class="thread">
      <div
        ref={log}
        class="log"
        role="log"
        aria-live="polite"
        aria-label={words.log}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard cannot scroll in Safari
        tabIndex={0}
        onScroll={onScroll}
      >
        <div class="lines">
          {state.older && (
            <button type="button" class="link" onClick={() => void chat.sync.older().catch(() => {})}>
              {words.older}
            </button>
          )}
          {grouped(shown).map((group) => (
            <div key={group.key}>
              {group.day && <p class="day">{day(words, group.day, now)}</p>}
              <Said chat={chat} words={words} group={group} />
            </div>
          ))}
          {(greeting || children) && (
            <div class="notice">
              {greeting && <p>{greeting}</p>}
              {children}
            </div>
          )}
          {state.typing !== null && (
            <p class="typing">
              <i />
              <i />
              <i />
              <span>
                {state.typing} {words.typing}
              </span>
            </p>
          )}
        </div>
      </div>
      {below && (
        <button type="button" class="below" aria-label={words.log} onClick={toEnd}>
          <Icon name="down" />
        </button>
      )}
    </div>
  );
}
