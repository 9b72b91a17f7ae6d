import type { Store } from "../page/storage";
import type { Http } from "./http";
import type { Model } from "./model";
import { type Item, mark, replaceWindow, type Thread, upsert, without } from "./thread";
import type { Frame, Message, Page } from "./types";
import type { Visitor } from "./visitor";

const LIMIT = 100;

/** The thread as of the last visit. `start` is the cursor before its first message, null for the very beginning. */
interface Kept {
  items: Omit<Item, "tick">[];
  start: string | null;
  cursor: string | null;
}

/** Keeps the thread equal to the server's: what is pushed is a hint, what is listed is the truth. */
export class Sync {
  #start: string | null = null;
  #cursor: string | null = null;
  #tick = 0;
  #running: Promise<void> | null = null;

  constructor(
    private readonly model: Model,
    private readonly http: Http,
    private readonly store: Store,
    private readonly visitor: () => Visitor,
  ) {}

  /** Shows what this browser remembers, before the network has said anything; also what another tab has learned. */
  restore(): void {
    const kept = this.store.get<Kept>("thread");
    if (!kept) return;
    this.#start ??= kept.start;
    this.#cursor ??= kept.cursor;
    this.#tick++;
    const thread = kept.items.reduce<Thread>(
      (all, item) => upsert(all, item, this.#tick, item.confirmed),
      this.model.state.thread,
    );
    this.model.set({ thread, older: this.#start !== null });
  }

  forget(): void {
    this.#start = this.#cursor = null;
    this.store.remove("thread");
  }

  get after(): string | null {
    return this.#cursor;
  }

  /** Loads the whole window anew, so that what was read, changed or retracted meanwhile shows. */
  refresh(): Promise<void> {
    this.#running ??= this.#window().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Loads the thread from its very beginning. */
  async older(): Promise<void> {
    await this.#running;
    this.#start = null;
    await this.refresh();
  }

  apply(frame: Frame): void {
    const { thread } = this.model.state;
    if (frame.type === "message") {
      this.#cursor = frame.cursor ?? this.#cursor;
      this.#put(upsert(thread, frame.message, ++this.#tick));
    } else if (frame.type === "status") this.#put(mark(thread, frame.message_id, frame.status));
    else if (frame.type === "retracted") this.#put(without(thread, frame.message_id));
  }

  /** Shows a message of ours that the server has taken and not listed yet. */
  accepted(message: Message): void {
    this.#put(upsert(this.model.state.thread, message, ++this.#tick, false));
  }

  async #window(): Promise<void> {
    const asked = this.#tick++;
    const { id } = this.visitor();
    const listed: Message[] = [];
    const starts: (string | null)[] = [];
    for (let after = this.#start; ; ) {
      const page = await this.#page(id, after);
      starts.push(after);
      listed.push(...page.items);
      this.#cursor = page.next ?? this.#cursor;
      if (page.items.length < LIMIT || !page.next) break;
      after = page.next;
    }
    if (id !== this.visitor().id) return; // somebody else since: not theirs to see
    const older = this.#start !== null;
    this.#put(replaceWindow(this.model.state.thread, listed, asked));
    this.model.set({ older });
    this.#start = starts.at(-2) ?? this.#start; // next time, the last two pages are enough
    this.#keep();
  }

  #page(id: string, after: string | null): Promise<Page<Message>> {
    const query = new URLSearchParams({ visitor: id, limit: String(LIMIT) });
    if (after) query.set("after", after);
    return this.http.ask("GET", `/client/v1/messages?${query}`);
  }

  #put(thread: Thread): void {
    this.model.set({ thread });
    this.#keep();
  }

  #keep(): void {
    const items = this.model.state.thread.slice(-LIMIT).map(({ tick: _, ...item }) => item);
    const kept: Kept = { items, start: this.#start, cursor: this.#cursor };
    this.store.set("thread", kept);
  }
}
