import { Fragment, h } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { palette } from "../look/contrast";
import { rememberOpen } from "../page/storage";
import type { Chat } from "../talk/chat";
import type { State } from "../talk/model";
import { plural, type Words } from "../words/words";
import { Icon } from "./icons";
import { Panel } from "./panel";

export interface Ui {
  chat: Chat;
  words: Words;
}

function useModel(chat: Chat): State {
  const [state, setState] = useState(chat.model.state);
  useEffect(() => chat.model.subscribe(setState), []);
  return state;
}

function useMedia(query: string): boolean {
  const media = matchMedia(query);
  const [matches, setMatches] = useState(media.matches);
  useEffect(() => {
    const changed = () => setMatches(media.matches);
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, []);
  return matches;
}

/** Where the focus was when the chat was opened, to give it back. */
const focused = () => {
  const element = document.activeElement;
  return element instanceof HTMLElement && element.localName !== "nitka-chat" && element !== document.body
    ? element
    : null;
};

export function App({ chat, words }: Ui) {
  const state = useModel(chat);
  const dark = useMedia("(prefers-color-scheme: dark)");
  const launcher = useRef<HTMLButtonElement>(null);
  const before = useRef<HTMLElement | null>(null);
  const wasOpen = useRef(state.open);
  const { config, open } = state;

  // Before the panel takes the focus: effects of children come first, but layout comes before them all.
  useLayoutEffect(() => {
    if (open === wasOpen.current) return;
    wasOpen.current = open;
    rememberOpen(open);
    if (open) before.current = focused();
    else (before.current ?? launcher.current)?.focus({ preventScroll: true });
  }, [open]);

  if (!config) return null;
  const count = chat.unread;
  const news = count ? `${count} ${plural(words.language, count, words.unread)}` : "";
  return (
    <div
      class={`nitka ${config.widget.position ?? "right"}`}
      lang={words.language}
      style={palette(config.widget.color, dark)}
    >
      {open ? (
        <Panel chat={chat} words={words} state={state} config={config} quiet={wasOpen.current} />
      ) : (
        <Fragment>
          <button
            ref={launcher}
            class="launcher"
            type="button"
            aria-haspopup="dialog"
            aria-label={news ? `${words.open}. ${news}` : words.open}
            onClick={() => chat.open()}
          >
            <Icon name="chat" />
            {count > 0 && (
              <span class="badge" aria-hidden="true">
                {count > 99 ? "99+" : count}
              </span>
            )}
          </button>
          <span class="unseen" role="status">
            {news}
          </span>
        </Fragment>
      )}
    </div>
  );
}
