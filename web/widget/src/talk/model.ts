import type { LinkState } from "./link";
import type { Entry } from "./outbox";
import type { Thread } from "./thread";
import type { Config } from "./types";

export interface State {
  open: boolean;
  config: Config | null;
  thread: Thread;
  outbox: Entry[];
  link: LinkState;
  /** Who is typing an answer now. */
  typing: string | null;
  /** Time of the newest answer that was read in this browser. */
  readAt: string | null;
  /** The thread begins earlier than what is loaded. */
  older: boolean;
}

export const EMPTY: State = {
  open: false,
  config: null,
  thread: [],
  outbox: [],
  link: "idle",
  typing: null,
  readAt: null,
  older: false,
};

/** The one state of the widget; whoever subscribes is told after each change. */
export class Model {
  #listeners: ((state: State, before: State) => void)[] = [];

  constructor(public state: State = EMPTY) {}

  set(part: Partial<State>): void {
    const before = this.state;
    this.state = { ...before, ...part };
    for (const listener of this.#listeners) listener(this.state, before);
  }

  subscribe(listener: (state: State, before: State) => void): () => void {
    this.#listeners.push(listener);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }
}
