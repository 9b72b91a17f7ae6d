import type { Http } from "./http";
import type { Link } from "./link";
import { lastAnswer, type Thread } from "./thread";
import type { Visitor } from "./visitor";

const TYPING_EVERY = 3_000;

/** Tells the company that its answers arrived and were read, and that the visitor is typing. A mark covers all before it. */
export class Marks {
  #told = new Map<string, "delivered" | "read">();
  #typed = 0;

  constructor(
    private readonly http: Http,
    private readonly link: () => Link,
    private readonly visitor: () => Visitor,
  ) {}

  update(thread: Thread, reading: boolean): void {
    const answer = lastAnswer(thread);
    if (!answer || answer.status === "read") return;
    const what = reading ? "read" : "delivered";
    const told = this.#told.get(answer.id) ?? answer.status;
    if (told === "read" || told === what) return;
    this.#told.set(answer.id, what);
    const message_id = answer.id;
    if (this.link().send({ type: what, message_id })) return;
    this.#post("read", reading ? { message_id } : { message_id, delivered: true }, () =>
      this.#told.delete(message_id),
    );
  }

  typing(): void {
    if (Date.now() - this.#typed < TYPING_EVERY) return;
    this.#typed = Date.now();
    if (!this.link().send({ type: "typing" })) this.#post("typing", {});
  }

  #post(path: string, body: object, failed?: () => void): void {
    const told = this.http.ask("POST", `/client/v1/${path}`, { visitor: this.visitor().id, ...body });
    told.catch(() => failed?.()); // the next change of the thread tries again; typing is not worth it
  }
}
