import type { Frame } from "./types";

/** `down`: nothing gets through; `polling`: HTTP works and the socket does not. */
export type LinkState = "idle" | "connecting" | "live" | "polling" | "down";

export interface LinkEvents {
  /** The first frame, with the newest cursor. */
  hello(): object;
  frame(frame: Frame): void;
  state(state: LinkState): void;
  /** Asks over HTTP what is new; rejects when the network is away. */
  poll(): Promise<void>;
  /** Somebody looks at it: poll often. */
  watched(): boolean;
}

const HANDSHAKE = 6_000;
const PING = 25_000;
const SILENCE = 10_000;
const SLOWEST = 30_000;
const SOCKET_AGAIN = 60_000;

/** Next wait in ms: doubles up to half a minute, and is never quite the same, so that a crowd does not come back at once. */
export const backoff = (tries: number, random = Math.random) =>
  Math.min(SLOWEST, 1000 * 2 ** Math.min(tries, 5)) * (0.6 + 0.4 * random());

/** Keeps a socket to the server; while sockets do not work, asks over HTTP instead and tries the socket now and then. */
export class Link {
  state: LinkState = "idle";
  #socket: WebSocket | null = null;
  #tries = 0;
  #misses = 0;
  #retry = 0;
  #watch = 0;
  #poller = 0;

  constructor(
    private readonly address: string,
    private readonly events: LinkEvents,
  ) {}

  /** Connects at once, unless it is connected or trying to. */
  start(): void {
    if (this.#socket) return;
    clearTimeout(this.#retry);
    if (this.state === "idle") this.#turn("connecting");
    try {
      this.#open(new WebSocket(this.address));
    } catch {
      this.#lost(); // a page's policy may forbid sockets outright
    }
  }

  stop(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#poller);
    clearTimeout(this.#watch);
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#turn("idle");
  }

  /** The network is back or the page is seen again: do not wait for the next try. */
  wake(): void {
    this.#tries = 0;
    if (this.state === "idle" || this.state === "live") this.#ping();
    else if (this.state === "polling") this.#schedulePoll(0);
    else this.start();
  }

  /** The browser thinks the network is gone: see for ourselves, now rather than after a silence. */
  doubt(): void {
    if (this.state !== "idle") this.#lost();
  }

  /** Sends a frame if the socket is up; says whether it did. */
  send(frame: object): boolean {
    if (this.state !== "live") return false;
    this.#socket?.send(JSON.stringify(frame));
    return true;
  }

  #open(socket: WebSocket): void {
    this.#socket = socket;
    const current = () => this.#socket === socket;
    this.#expect(HANDSHAKE);
    socket.onopen = () => current() && socket.send(JSON.stringify(this.events.hello()));
    socket.onmessage = (event) => current() && this.#heard(JSON.parse(String(event.data)) as Frame);
    socket.onclose = () => current() && this.#lost();
    socket.onerror = () => current() && this.#lost();
  }

  #heard(frame: Frame): void {
    clearTimeout(this.#watch);
    this.#watch = window.setTimeout(() => this.#ping(), PING);
    if (frame.type === "ready") {
      this.#tries = 0;
      clearTimeout(this.#poller);
      this.#turn("live");
    }
    this.events.frame(frame);
  }

  #ping(): void {
    if (this.send({ type: "ping" })) this.#expect(SILENCE);
  }

  /** Gives the socket so many ms to say something. */
  #expect(patience: number): void {
    clearTimeout(this.#watch);
    this.#watch = window.setTimeout(() => this.#lost(), patience);
  }

  #lost(): void {
    clearTimeout(this.#watch);
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    if (this.state === "live") this.#turn("connecting");
    const wait = this.state === "polling" ? SOCKET_AGAIN : backoff(this.#tries++);
    this.#retry = window.setTimeout(() => this.start(), wait);
    this.#schedulePoll(0);
  }

  #schedulePoll(wait: number): void {
    clearTimeout(this.#poller);
    this.#poller = window.setTimeout(() => this.#pollOnce(), wait);
  }

  async #pollOnce(): Promise<void> {
    try {
      await this.events.poll();
      this.#misses = 0;
      if (this.state === "live" || this.state === "idle") return;
      if (this.#tries > 1) this.#turn("polling"); // a second socket in a row failed while HTTP works
    } catch {
      if (this.state === "live" || this.state === "idle") return;
      this.#turn("down");
      this.#misses++;
    }
    this.#schedulePoll(this.#misses ? backoff(this.#misses) : this.events.watched() ? 2_500 : 15_000);
  }

  #turn(state: LinkState): void {
    if (this.state === state) return;
    this.state = state;
    this.events.state(state);
  }
}
