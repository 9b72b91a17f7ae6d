import type { Finding, FindingState } from "@nitka/api-client/findings";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { desk, queryClient } from "../app/api";
import { useT } from "../i18n";
import { useKeys } from "../keys/keys";
import { sentence } from "../parts/Trouble";
import { refreshIdentity } from "../person/IdentityHistory";
import { notice } from "../shell/notices";
import { current, shown } from "./rules";

export const foundQuery = (conversationId: string) =>
  queryOptions({ queryKey: ["found", conversationId], queryFn: () => desk.findings.of(conversationId) });

interface Found {
  of: ReadonlyMap<string, readonly Finding[]>;
  current: string | undefined;
  decide(one: Finding, what: "confirm" | "dismiss"): Promise<void>;
}

const NONE: readonly Finding[] = [];
const Context = createContext<Found | null>(null);

/** What this message says of who wrote it. */
export const useFoundIn = (messageId: string): readonly Finding[] =>
  useContext(Context)?.of.get(messageId) ?? NONE;

export const useFound = (): Found | null => useContext(Context);

function useDecide(conversationId: string): Found["decide"] {
  const t = useT();
  return async (one, what) => {
    const key = foundQuery(conversationId).queryKey;
    const state: FindingState = what === "confirm" ? "confirmed" : "dismissed";
    queryClient.setQueryData(
      key,
      (list) =>
        list && { ...list, items: list.items.map((it) => (it.id === one.id ? { ...it, state } : it)) },
    );
    try {
      await desk.findings[what](one.id);
      notice(t(what === "confirm" ? "found.confirmed" : "found.dismissed"));
    } catch (error) {
      notice(sentence(error, t), true);
    }
    await Promise.all([queryClient.invalidateQueries({ queryKey: key }), refreshIdentity()]);
  };
}

/** The findings of one conversation for its thread; «Y» and «X» decide on the latest that is open. */
export function FoundInThread({ conversationId, children }: { conversationId: string; children: ReactNode }) {
  const items = useQuery(foundQuery(conversationId)).data?.items;
  const decide = useDecide(conversationId);
  const next = current(items ?? []);
  useKeys({
    KeyY: () => next && void decide(next, "confirm"),
    KeyX: () => next && void decide(next, "dismiss"),
  });
  const of = useMemo(() => {
    const found = new Map<string, Finding[]>();
    for (const one of items ?? [])
      if (shown(one)) found.set(one.message_id, [...(found.get(one.message_id) ?? []), one]);
    return found;
  }, [items]);
  return <Context value={{ of, current: next?.id, decide }}>{children}</Context>;
}
