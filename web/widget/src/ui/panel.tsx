import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { usePart } from "../lazy/load";
import { identityOf } from "../page/settings";
import type { State } from "../talk/model";
import type { Config } from "../talk/types";
import { opening } from "../words/times";
import { listed, type Words } from "../words/words";
import type { Ui } from "./app";
import { Composer } from "./composer";
import { Icon } from "./icons";
import { Log } from "./log";

export interface PanelProps extends Ui {
  state: State;
  config: Config;
  /** The chat was open already when the page was loaded: leave the focus where it is. */
  quiet: boolean;
}

/** Who answers and when, in a line. */
export function presence(words: Words, config: Config, now = new Date()): string {
  const names = (config.team ?? []).map(({ name }) => name.split(" ")[0]!);
  if (config.online) {
    return names.length > 0 && names.length < 4 ? `${listed(names, words.and)} ${words.online}` : words.here;
  }
  return config.opens_at ? `${words.back} ${opening(words, config.opens_at, now)}` : words.away;
}

function Header({ words, config, onClose }: { words: Words; config: Config; onClose: () => void }) {
  const title = config.widget.title || config.brand.name;
  const [broken, setBroken] = useState(false);
  const logo = config.widget.logo_url;
  return (
    <header>
      {logo && !broken ? (
        <img class="logo" src={logo} alt="" referrerpolicy="no-referrer" onError={() => setBroken(true)} />
      ) : (
        <span class="logo" aria-hidden="true">
          {Array.from(title)[0]}
        </span>
      )}
      <div class="who">
        <h2 id="nitka-title">{title}</h2>
        <p class={config.online ? "presence on" : "presence"}>{presence(words, config)}</p>
      </div>
      <button type="button" class="plain" aria-label={words.close} onClick={onClose}>
        <Icon name="close" />
      </button>
    </header>
  );
}

/** On a phone the sheet keeps to what the keyboard leaves free: dynamic units know nothing of keyboards. */
function useVisibleArea(panel: { current: HTMLElement | null }) {
  useEffect(() => {
    const area = visualViewport;
    if (!area) return;
    const fit = () => {
      panel.current?.style.setProperty("--height", `${area.height}px`);
      panel.current?.style.setProperty("--top", `${area.offsetTop}px`);
    };
    fit();
    area.addEventListener("resize", fit);
    area.addEventListener("scroll", fit);
    return () => {
      area.removeEventListener("resize", fit);
      area.removeEventListener("scroll", fit);
    };
  }, []);
}

const REACHABLE = "button:not([disabled]), a[href], input:not([type=file]), textarea, [tabindex='0']";

/** Tab goes round inside the panel; Escape leaves it. */
function onKey(event: KeyboardEvent, panel: HTMLElement, close: () => void) {
  if (event.key === "Escape" && !event.isComposing) return close();
  if (event.key !== "Tab") return;
  const all = [...panel.querySelectorAll<HTMLElement>(REACHABLE)].filter((element) => element.offsetParent);
  const now = (panel.getRootNode() as ShadowRoot).activeElement;
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (now !== edge && now !== panel) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}

/**
 * Whom we could not reach once they leave is asked for an address: by a form in the composer's place when nobody is
 * there, else by a line under what they have written, where answers go on by e-mail.
 */
function useContact({ chat, state, config }: PanelProps) {
  const { user_token, traits } = identityOf(chat.settings);
  const { online, letters, contact_form } = config;
  const silent = !state.thread.length;
  const offered =
    contact_form && !(user_token || traits?.email || traits?.phone) && !(online && (silent || !letters));
  const [asked, ask] = useState<boolean | null>(null);
  const wanted =
    offered && !online && !chat.store.get("contact") && (asked ?? (silent && !state.outbox.length));
  // Without the form one can still write: the composer stays.
  const part = usePart("contact", !!offered, () => ask(false));
  return { wanted, part, ask };
}

export function Panel(props: PanelProps) {
  const { chat, words, state, config, quiet } = props;
  const panel = useRef<HTMLDivElement>(null);
  const first = useRef(true);
  const { part, wanted, ask } = useContact(props);
  const further = usePart("continue");
  const close = () => chat.close();
  useVisibleArea(panel);
  useEffect(() => {
    if (quiet && first.current) return;
    first.current = false;
    // On a touch screen the focus must not raise the keyboard: the visitor came to read first.
    const field = matchMedia("(pointer: fine)").matches ? panel.current?.querySelector("textarea") : null;
    (field ?? panel.current)?.focus({ preventScroll: true });
  }, [wanted]);
  return (
    <div
      ref={panel}
      class="panel"
      role="dialog"
      aria-modal="true"
      aria-labelledby="nitka-title"
      tabIndex={-1}
      onKeyDown={(event) => onKey(event, panel.current!, close)}
    >
      <Header words={words} config={config} onClose={close} />
      {state.link === "down" && (
        <p class="bar" role="status">
          {words.offline}
        </p>
      )}
      <Log chat={chat} words={words} state={state} config={config}>
        {part && !wanted && (
          <part.Offer chat={chat} words={words} online={config.online} onAsk={() => ask(true)} />
        )}
        {further && <further.Continue {...props} />}
      </Log>
      {wanted ? (
        part && <part.ContactForm chat={chat} words={words} onDone={() => ask(false)} />
      ) : (
        <Composer chat={chat} words={words} config={config} />
      )}
    </div>
  );
}
