import type { Conversation, ConversationStatus, Named } from "@nitka/api-client/types";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { desk, queryClient } from "../app/api";
import { useMe } from "../app/session";
import { useT } from "../i18n";
import { recount, writeConversation } from "../live/cache";
import { sentence } from "../parts/Trouble";
import { notice } from "../shell/notices";
import { offerUndo } from "../shell/undo";

type Change = Partial<Pick<Conversation, "status" | "assignee" | "snoozed_until">>;

function asked(change: Change) {
  const { assignee, ...rest } = change;
  return assignee === undefined ? rest : { ...rest, assignee_id: assignee?.id ?? null };
}

export interface Actions {
  close(): void;
  reopen(): void;
  spam(): void;
  snooze(until: Date): void;
  assign(person: Named | null): void;
}

/** What can be done with a conversation: shown at once, settled behind, taken back within ten seconds. */
export function useActions(conversation: Conversation | undefined, onDone: () => void): Actions {
  const t = useT();
  const me = useMe().account.id;
  const navigate = useNavigate();

  const apply = useCallback(
    async (before: Conversation, change: Change) => {
      writeConversation(queryClient, { ...before, ...change }, me);
      try {
        writeConversation(queryClient, await desk.conversations.change(before.id, asked(change)), me);
      } catch (error) {
        writeConversation(queryClient, before, me);
        notice(sentence(error, t), true);
      }
      recount(queryClient);
    },
    [me, t],
  );

  return useMemo(() => {
    const act = (change: Change, said: string, leaves: boolean) => {
      if (!conversation) return;
      const before: Change = Object.fromEntries(
        Object.keys(change).map((key) => [key, conversation[key as keyof Change]]),
      );
      void apply(conversation, change);
      offerUndo(said, async () => {
        const now = queryClient.getQueryData<Conversation>(["conversation", conversation.id]) ?? conversation;
        await apply(now, before);
        if (leaves) {
          await navigate({
            to: "/desk/c/$conversationId",
            params: { conversationId: conversation.id },
            search: (search) => search,
          });
        }
      });
      if (leaves) onDone();
    };
    const to = (status: ConversationStatus): Change => ({ status });
    return {
      close: () => act(to("closed"), t("actions.closed"), true),
      reopen: () => act(to("open"), t("actions.reopened"), false),
      spam: () => act(to("spam"), t("actions.spammed"), true),
      snooze: (until) =>
        act({ status: "snoozed", snoozed_until: until.toISOString() }, t("actions.snoozed"), true),
      assign: (person) =>
        act(
          { assignee: person },
          person
            ? t("actions.assigned", { name: person.name ?? t("author.operator") })
            : t("actions.unassigned"),
          false,
        ),
    };
  }, [conversation, apply, navigate, onDone, t]);
}
