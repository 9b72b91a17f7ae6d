import type { Suggestion, SuggestionState } from "@nitka/api-client/stewardship";
import { useRef } from "react";
import { desk, queryClient } from "../app/api";
import { useT } from "../i18n";
import { mapItems, type Pages } from "../live/rules";
import { sentence } from "../parts/Trouble";
import { refreshIdentity } from "../person/IdentityHistory";
import { notice } from "../shell/notices";
import { offerUndo, withdrawUndo } from "../shell/undo";
import { suggestionsQuery } from "./queries";

async function refresh(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["suggestions"] }),
    queryClient.invalidateQueries({ queryKey: ["order"] }),
    refreshIdentity(),
  ]);
}

/** Decisions on suggestions: the row goes at once, the server follows, and what it refuses comes back. */
export function useDecide(state: SuggestionState) {
  const t = useT();
  const latest = useRef<{ id: string; offer: number } | null>(null);
  const drop = (id: string) =>
    queryClient.setQueryData<Pages<Suggestion>>(
      suggestionsQuery(state).queryKey,
      (list) => list && mapItems(list, (items) => items.filter((one) => one.id !== id)),
    );
  const attempt = async (act: () => Promise<unknown>): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch (error) {
      notice(sentence(error, t), true);
      return false;
    } finally {
      await refresh();
    }
  };
  const takeBack = async (id: string) => {
    if (latest.current?.id === id) {
      withdrawUndo(latest.current.offer);
      latest.current = null;
    }
    if (await attempt(() => desk.stewardship.takeBack(id))) notice(t("suggest.back"));
  };
  const decide = async (one: Suggestion, what: "accept" | "dismiss") => {
    drop(one.id);
    if (!(await attempt(() => desk.stewardship[what](one.id)))) return;
    const said = t(what === "accept" ? "suggest.accepted" : "suggest.dismissed");
    latest.current = { id: one.id, offer: offerUndo(said, () => takeBack(one.id)) };
  };
  return {
    decide,
    takeBack: (one: Suggestion) => {
      drop(one.id);
      return takeBack(one.id);
    },
    undoLatest: () => (latest.current ? takeBack(latest.current.id) : Promise.resolve()),
  };
}
