import type { LiveEvent, PresentPerson } from "@nitka/api-client/events";
import { connectLive, type Live, type LiveStatus } from "@nitka/api-client/live";
import { queryClient } from "../app/api";
import { createStore } from "../parts/store";
import { applyEvent } from "./cache";
import { replaying } from "./replay";

export const lineStatus = createStore<LiveStatus>("connecting");
/** Who else has which conversation open. */
export const presence = createStore<ReadonlyMap<string, PresentPerson[]>>(new Map());
/** Until when (ms) a customer is known to be writing, by conversation. */
export const customerTyping = createStore<ReadonlyMap<string, number>>(new Map());

const TYPING_SHOWN = 6_000;
const listeners = new Set<(event: LiveEvent) => void>();
let line: Live | null = null;

export function onLiveEvent(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function customerTypes(conversationId: string): void {
  const until = Date.now() + TYPING_SHOWN;
  customerTyping.set((now) => new Map(now).set(conversationId, until));
  setTimeout(() => customerTypingEnds(conversationId, until), TYPING_SHOWN);
}

function customerTypingEnds(conversationId: string, until = Number.POSITIVE_INFINITY): void {
  customerTyping.set((now) => {
    if ((now.get(conversationId) ?? Number.POSITIVE_INFINITY) > until) return now;
    const rest = new Map(now);
    rest.delete(conversationId);
    return rest;
  });
}

/** Opens the desk's live line; what it tells goes into the query cache. Returns how to close it. */
export function openLine(me: string): () => void {
  const replay = replaying(queryClient, me);
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  line = connectLive(`${scheme}://${location.host}/api/v1/live`, {
    status: (status) => lineStatus.set(status),
    event(event) {
      replay.remember(event);
      applyEvent(queryClient, event, me);
      if (event.kind === "message_received") customerTypingEnds(event.conversation_id);
      for (const listener of listeners) listener(event);
    },
    refetch: () => void queryClient.invalidateQueries(),
    presence: (id, people) =>
      presence.set((now) =>
        new Map(now).set(
          id,
          people.filter((one) => one.id !== me),
        ),
      ),
    typing: customerTypes,
  });
  return () => {
    replay.stop();
    line?.close();
    line = null;
  };
}

export const watch = (conversationId: string | null, customerId: string | null) =>
  line?.watch(conversationId, customerId);

let typedAt = 0;

/** Tells others that the operator writes, at most every three seconds. */
export function tellTyping(conversationId: string): void {
  if (Date.now() - typedAt < 3_000) return;
  typedAt = Date.now();
  line?.typing(conversationId);
}
