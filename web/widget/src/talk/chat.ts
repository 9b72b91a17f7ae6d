import { given, identityOf, type Settings } from "../page/settings";
import { openStore, type Store } from "../page/storage";
import { type Http, openHttp, Refusal } from "./http";
import { Link, type LinkState } from "./link";
import { Marks } from "./marks";
import { EMPTY, Model } from "./model";
import { release, waiting } from "./outbox";
import { Sender } from "./sender";
import { Sync } from "./sync";
import { lastAnswer, unread } from "./thread";
import type { Attachment, Config, Frame, Traits } from "./types";
import { newId, subjectOf, type Visitor, visitorOf } from "./visitor";

const CONFIG_FRESH = 60_000;
const TYPING_LASTS = 6_000;
const HIDDEN_LONG = 5 * 60_000;

/** The whole conversation of this visitor in this tab: what there is to show, and what one can do. */
export class Chat {
  readonly model = new Model();
  readonly store: Store;
  readonly http: Http;
  readonly sync: Sync;
  readonly #link: Link;
  readonly #sender: Sender;
  readonly #marks: Marks;
  #typingTimer = 0;
  #hiddenTimer = 0;

  constructor(public settings: Settings) {
    const visitor = () => this.visitor();
    this.store = openStore(settings.key);
    this.http = openHttp(settings.origin, settings.key, visitor);
    this.sync = new Sync(this.model, this.http, this.store, visitor);
    this.#link = new Link(`${settings.origin.replace(/^http/, "ws")}/client/v1/live`, {
      hello: () => {
        const { id, secret } = visitor();
        return { key: settings.key, visitor: id, secret, after: this.sync.after };
      },
      frame: (frame) => this.#heard(frame),
      state: (state) => this.#turned(state),
      poll: () =>
        this.sync.refresh().catch((error: unknown) => {
          // A no of the server is no lost network: we are heard, and there is nothing to show.
          if (!(error instanceof Refusal) || error.passing) throw error;
        }),
      watched: () => this.model.state.open && !document.hidden,
    });
    const link = () => this.#link;
    this.#marks = new Marks(this.http, link, visitor);
    const identity = () => identityOf(this.settings);
    const changed = () => this.#showOutbox();
    this.#sender = new Sender(newId(), this.store, this.http, link, this.sync, visitor, identity, changed);
    this.#meet(settings.userToken);
  }

  visitor(): Visitor {
    return visitorOf(this.store);
  }

  get unread(): number {
    return unread(this.model.state.thread, this.model.state.readAt);
  }

  /** Shows what is remembered, listens to tab, page and network, and connects if there is anything to hear. */
  begin(): void {
    this.#recall();
    this.model.subscribe((state, before) => {
      const looked = state.open !== before.open || state.thread !== before.thread;
      if (looked) this.#look();
    });
    this.store.onChange((name) => this.#otherTab(name));
    addEventListener("online", () => this.#wake());
    addEventListener("offline", () => this.#link.doubt());
    addEventListener("pagehide", () => release(this.store, this.#sender.me));
    addEventListener("pageshow", () => this.#wake());
    document.addEventListener("visibilitychange", () => this.#seen());
    this.#wake();
  }

  /** Asks how the chat looks and who is there; throws when the server cannot be reached or does not know the key. */
  async configure(): Promise<void> {
    const kept = this.store.get<{ at: number; config: Config }>("config");
    if (kept) this.model.set({ config: kept.config });
    if (kept && Math.abs(Date.now() - kept.at) < CONFIG_FRESH) return;
    try {
      const config = await this.http.ask<Config>("GET", "/client/v1/config");
      this.model.set({ config });
      this.store.set("config", { at: Date.now(), config });
    } catch (error) {
      if (!kept) throw error; // with last time's looks the chat can work, and catch up
    }
  }

  open(): void {
    this.model.set({ open: true });
    this.#link.start();
    void this.configure();
  }

  close(): void {
    this.model.set({ open: false });
  }

  send(text: string, files: Attachment[] = [], contact?: Traits): void {
    const page = { url: location.href, title: document.title };
    const attachments = files.length ? files.map((file) => file.id) : undefined;
    this.#link.start();
    this.#sender.add({ message_id: newId(), text, attachments, files, contact, page });
  }

  retry = (id: string): void => this.#sender.retry(id);

  discard = (id: string): void => this.#sender.discard(id);

  typing = (): void => this.#marks.typing();

  identify(who: unknown): void {
    const next = given(who);
    this.#meet(next.userToken);
    this.settings = { ...this.settings, ...next };
  }

  /** Forgets this visitor: whoever comes next at this computer begins anew. */
  reset(): void {
    for (const name of this.store.names("")) if (name !== "config") this.store.remove(name);
    const { userToken: _, name: __, email: ___, phone: ____, ...rest } = this.settings;
    this.settings = rest;
    this.#anew();
  }

  /** A token of somebody else means that another person sits here now. */
  #meet(token: string | undefined): void {
    const subject = subjectOf(token);
    const known = this.store.get<string>("subject");
    if (!subject || subject === known) return;
    if (known) this.reset();
    this.store.set("subject", subject);
  }

  #anew(): void {
    this.#link.stop();
    this.sync.forget();
    const { config, open } = this.model.state;
    this.model.set({ ...EMPTY, config, open });
    this.#recall();
    if (open) this.#link.start();
  }

  #recall(): void {
    this.sync.restore();
    this.model.set({ readAt: this.store.get<string>("read") });
    this.#showOutbox();
  }

  #showOutbox(): void {
    this.model.set({ outbox: waiting(this.store) });
  }

  #otherTab(name: string): void {
    if (name === "visitor") this.#anew();
    else this.#recall();
    if (this.model.state.link === "idle") this.#wake();
    else void this.#sender.pump();
  }

  /** Only who talks, or looks at the chat, holds a connection. */
  #wake(): void {
    const { open, thread, outbox, link } = this.model.state;
    if (link !== "idle") this.#link.wake();
    else if (open || thread.length || outbox.length) this.#link.start();
    void this.#sender.pump(true);
  }

  #seen(): void {
    clearTimeout(this.#hiddenTimer);
    if (document.hidden) this.#hiddenTimer = window.setTimeout(() => this.#link.stop(), HIDDEN_LONG);
    else this.#wake();
    this.#look();
  }

  #turned(link: LinkState): void {
    this.model.set({ link });
    if (link !== "live") this.#showTyping(null);
    if (link === "live" || link === "polling") void this.#sender.pump(true);
    if (link === "live") this.#load();
  }

  #heard(frame: Frame): void {
    this.#sender.heard(frame);
    this.sync.apply(frame);
    if (frame.type === "refetch") this.#load();
    if (frame.type === "typing") this.#showTyping(frame.name ?? "");
    else if (frame.type === "message" && frame.message.direction === "out") this.#showTyping(null);
  }

  #load(): void {
    this.sync.refresh().catch(() => {}); // the socket will say when there is more, or fall and come again
  }

  #showTyping(name: string | null): void {
    clearTimeout(this.#typingTimer);
    this.model.set({ typing: name });
    if (name) this.#typingTimer = window.setTimeout(() => this.model.set({ typing: null }), TYPING_LASTS);
  }

  /** Marks answers as read when they are before the visitor's eyes, and as delivered when they are not. */
  #look(): void {
    const { open, thread, readAt } = this.model.state;
    const reading = open && !document.hidden;
    const at = lastAnswer(thread)?.at ?? null;
    if (reading && at && at !== readAt) {
      this.store.set("read", at);
      this.model.set({ readAt: at });
    }
    this.#marks.update(thread, reading);
  }
}
