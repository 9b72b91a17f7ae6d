import type { LiveEvent } from "@nitka/api-client/events";
import { matchQuery, type QueryClient } from "@tanstack/react-query";
import { writeEvent } from "./cache";
import { stale } from "./stale";

const KEPT_FOR = 60_000;

/**
 * A fetch answers with how things were when it began; what was told while it was on its way would be lost when the
 * answer is written over it. So it is told again, and what it made stale is asked for again: a first fetch, that of
 * a conversation just opened, cannot be begun anew. Returns how to remember an event, and how to stop.
 */
export function replaying(client: QueryClient, me: string) {
  const told: { at: number; event: LiveEvent }[] = [];
  const began = new Map<string, number>();
  const stop = client.getQueryCache().subscribe((change) => {
    if (change.type !== "updated") return;
    const { queryHash } = change.query;
    if (change.action.type === "fetch") began.set(queryHash, performance.now());
    // A write of our own is no answer of the server.
    if (change.action.type !== "success" || change.action.manual) return;
    const since = began.get(queryHash) ?? 0;
    began.delete(queryHash);
    const meanwhile = told.filter(({ at }) => at >= since).map(({ event }) => event);
    for (const event of meanwhile) writeEvent(client, event, me);
    const old = meanwhile.flatMap(stale).some((queryKey) => matchQuery({ queryKey }, change.query));
    if (old) void client.invalidateQueries({ queryKey: change.query.queryKey, exact: true });
  });
  return {
    stop,
    remember(event: LiveEvent) {
      const now = performance.now();
      while (told[0] && told[0].at < now - KEPT_FOR) told.shift();
      told.push({ at: now, event });
    },
  };
}
