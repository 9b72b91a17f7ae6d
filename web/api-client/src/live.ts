import type { ClientFrame, LiveEvent, PresentPerson, ServerFrame } from "./events";

export type LiveStatus = "connecting" | "live" | "catching-up" | "offline";

export interface LiveHandlers {
  status(status: LiveStatus): void;
  event(event: LiveEvent): void;
  /** The cursor was too old or unknown: fetch everything again. */
  refetch(): void;
  presence(conversationId: string, people: PresentPerson[]): void;
  typing(conversationId: string): void;
}

export interface Live {
  watch(conversationId: string | null, customerId: string | null): void;
  typing(conversationId: string): void;
  close(): void;
}

const PING_EVERY = 20_000;
const SILENCE_LIMIT = 45_000;

/** Milliseconds before the next try: doubling from half a second to 15 s, with jitter so that desks do not return in step. */
export function backOff(attempt: number, random: number = Math.random()): number {
  const full = Math.min(15_000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(full * (0.5 + random / 2));
}

/** Keeps one socket alive for ever: resumes at the last cursor, backs off, notices a dead line by its silence. */
export function connectLive(url: string, handlers: LiveHandlers): Live {
  let socket: WebSocket | null = null;
  let cursor: string | null = null;
  let watched: ClientFrame | null = null;
  let attempt = 0;
  let closed = false;
  let heardAt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const say = (frame: ClientFrame) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  };

  const ready = (frame: { type: "ready" | "refetch"; cursor: string }) => {
    attempt = 0;
    cursor = frame.cursor;
    if (frame.type === "refetch") handlers.refetch();
    if (watched) say(watched);
    handlers.status("live");
  };

  const take = (frame: ServerFrame) => {
    if (frame.type === "ready" || frame.type === "refetch") ready(frame);
    else if (frame.type === "event") {
      cursor = frame.cursor;
      handlers.event(frame.event);
    } else if (frame.type === "presence") handlers.presence(frame.conversation_id, frame.people);
    else if (frame.type === "typing") handlers.typing(frame.conversation_id);
  };

  const lost = (from: WebSocket) => {
    if (from !== socket || closed) return;
    socket = null;
    handlers.status("offline");
    clearTimeout(retry);
    retry = setTimeout(open, backOff(attempt));
    attempt += 1;
  };

  function open() {
    if (closed || socket) return;
    handlers.status(cursor ? "catching-up" : "connecting");
    const next = new WebSocket(url);
    socket = next;
    heardAt = Date.now();
    next.onopen = () => say({ type: "resume", cursor });
    next.onmessage = (message) => {
      heardAt = Date.now();
      if (next === socket) take(JSON.parse(String(message.data)) as ServerFrame);
    };
    next.onclose = () => lost(next);
    next.onerror = () => next.close();
  }

  const beat = setInterval(() => {
    if (socket && Date.now() - heardAt > SILENCE_LIMIT) {
      const silent = socket;
      silent.close();
      lost(silent);
    } else say({ type: "ping" });
  }, PING_EVERY);

  const wake = () => {
    clearTimeout(retry);
    attempt = 0;
    open();
  };
  // The browser knows of a pulled cable long before the silence tells.
  const sleep = () => {
    const deaf = socket;
    if (!deaf) return;
    lost(deaf);
    deaf.close();
  };
  window.addEventListener("online", wake);
  window.addEventListener("offline", sleep);
  open();

  return {
    watch(conversation_id, customer_id) {
      watched = { type: "watch", conversation_id, customer_id };
      say(watched);
    },
    typing: (conversation_id) => say({ type: "typing", conversation_id }),
    close() {
      closed = true;
      clearTimeout(retry);
      clearInterval(beat);
      window.removeEventListener("online", wake);
      window.removeEventListener("offline", sleep);
      socket?.close();
    },
  };
}
