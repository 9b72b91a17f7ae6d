import type { Store } from "../page/storage";
import { type Http, Refusal } from "./http";
import { backoff, type Link } from "./link";
import { change, type Entry, keep, LEASE, nextLease, nextToSend, settle, waiting } from "./outbox";
import type { Sync } from "./sync";
import type { Draft, Frame, Traits } from "./types";
import type { Visitor } from "./visitor";

const ANSWER = 8_000;

export interface Identity {
  user_token?: string;
  traits?: Traits;
}

/** Sends what is in the outbox, one after another, over the socket or HTTP; the same message goes with the same id for ever. */
export class Sender {
  readonly me: string;
  #busy = false;
  #tries = 0;
  #timer = 0;
  #answers = new Map<string, (frame: Frame) => void>();

  constructor(
    me: string,
    private readonly store: Store,
    private readonly http: Http,
    private readonly link: () => Link,
    private readonly sync: Sync,
    private readonly visitor: () => Visitor,
    private readonly identity: () => Identity,
    private readonly changed: () => void,
  ) {
    this.me = me;
  }

  /** Puts a message into the outbox and sends it as soon as it can. */
  add(entry: Omit<Entry, "owner" | "leased" | "failed" | "at">): void {
    const at = new Date().toISOString();
    keep(this.store, { ...entry, at, owner: this.me, leased: Date.now() + LEASE, failed: null });
    this.changed();
    this.pump(true);
  }

  retry(id: string): void {
    change(this.store, id, { failed: null, owner: this.me });
    this.changed();
    this.pump(true);
  }

  discard(id: string): void {
    settle(this.store, id);
    this.changed();
  }

  /** The server's word on a message that went over the socket. */
  heard(frame: Frame): void {
    if (frame.type === "accepted" || frame.type === "refused") this.#answers.get(frame.message_id)?.(frame);
  }

  /** Sends all there is; with `now`, does not wait for the end of a pause after a failure. */
  async pump(now = false): Promise<void> {
    if (this.#busy) return;
    if (now) this.#tries = 0;
    clearTimeout(this.#timer);
    this.#busy = true;
    try {
      for (let entry = this.#next(); entry; entry = this.#next()) {
        change(this.store, entry.message_id, { owner: this.me, leased: Date.now() + LEASE });
        await this.#deliver(entry);
        this.#tries = 0;
      }
      const lease = nextLease(waiting(this.store), this.me);
      if (lease) this.#later(lease - Date.now() + 50);
    } catch (error) {
      const asked = error instanceof Refusal ? error.retryAfter * 1000 : 0;
      this.#later(Math.max(asked, backoff(this.#tries++)));
    } finally {
      this.#busy = false;
    }
  }

  #next(): Entry | null {
    return nextToSend(waiting(this.store), this.me, Date.now());
  }

  #later(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.pump(), Math.max(wait, 0));
  }

  /** Resolves when the server has taken the message or will never do; throws when it is worth trying again. */
  async #deliver(entry: Entry): Promise<void> {
    const { id: visitor } = this.visitor();
    try {
      const id = (await this.#bySocket(entry)) ?? (await this.#byHttp(entry));
      if (visitor === this.visitor().id) this.#accepted(entry, id);
    } catch (error) {
      if (!(error instanceof Refusal) || error.passing) throw error;
      change(this.store, entry.message_id, { failed: error.detail || "?" });
      this.changed();
    }
  }

  #accepted(entry: Entry, id: string): void {
    const { message_id, text, at, files: attachments } = entry;
    this.sync.accepted({ id, message_id, direction: "in", text, at, attachments, status: "received" });
    settle(this.store, message_id);
    this.changed();
  }

  #draft({ message_id, text, attachments, page }: Entry): Draft {
    return { message_id, text, attachments, page, ...this.identity() };
  }

  /** Returns the id the server gave, or null when the socket is not there or does not answer. */
  #bySocket(entry: Entry): Promise<string | null> {
    if (entry.contact || !this.link().send({ type: "message", ...this.#draft(entry) }))
      return Promise.resolve(null);
    return new Promise<string | null>((resolve, reject) => {
      const timer = setTimeout(() => resolve(null), ANSWER);
      this.#answers.set(entry.message_id, (frame) => {
        clearTimeout(timer);
        if (frame.type === "accepted") resolve(frame.id);
        else if (frame.type === "refused") reject(new Refusal(422, frame.detail, 0));
      });
    }).finally(() => this.#answers.delete(entry.message_id));
  }

  async #byHttp(entry: Entry): Promise<string> {
    const visitor = this.visitor().id;
    const { message_id, text, contact } = entry;
    const path = contact ? "/client/v1/contact" : "/client/v1/messages";
    const body = contact ? { visitor, message_id, text, ...contact } : { visitor, ...this.#draft(entry) };
    return (await this.http.ask<{ id: string }>("POST", path, body)).id;
  }
}
