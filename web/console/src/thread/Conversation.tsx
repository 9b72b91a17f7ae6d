import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { desk, queryClient } from "../app/api";
import { conversationQuery } from "../app/queries";
import { useMe } from "../app/session";
import { Composer } from "../composer/Composer";
import { FoundInThread } from "../found/useFound";
import { useT } from "../i18n";
import { writeConversation } from "../live/cache";
import { onLiveEvent, watch } from "../live/line";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { LikelyLine } from "./LikelyLine";
import { Thread } from "./Thread";
import { ThreadHeader } from "./ThreadHeader";
import css from "./thread.module.css";
import { useActions } from "./useActions";
import { useWindowFocus } from "./useWindowFocus";

interface Props {
  id: string;
  onDone(): void;
  onJoined(id: string): void;
  onPerson(): void;
  onBack(): void;
}

/** Tells the server that the words were seen, once somebody really looks at them. */
function useMarkRead(id: string, unread: number): void {
  const me = useMe().account.id;
  const focused = useWindowFocus();
  useEffect(() => {
    if (!focused || unread === 0) return;
    const timer = setTimeout(() => {
      const known = queryClient.getQueryData(conversationQuery(id).queryKey);
      if (known) writeConversation(queryClient, { ...known, unread: 0 }, me);
      // If it does not arrive, the mark comes back with the next fetch: nothing to bother anybody with.
      desk.conversations
        .markRead(id)
        .catch(() => queryClient.invalidateQueries({ queryKey: ["conversation", id] }));
    }, 600);
    return () => clearTimeout(timer);
  }, [id, unread, focused, me]);
}

/** The middle column. */
export function Conversation({ id, onDone, onJoined, onPerson, onBack }: Props) {
  const t = useT();
  const query = useQuery(conversationQuery(id));
  const conversation = query.data;
  const customerId = conversation?.customer.id ?? null;
  const actions = useActions(conversation, onDone);
  useMarkRead(id, conversation?.unread ?? 0);
  useEffect(() => {
    watch(id, customerId);
    return () => watch(null, null);
  }, [id, customerId]);
  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.kind === "conversations_joined" && event.old_id === id) onJoined(event.new_id);
      }),
    [id, onJoined],
  );
  // An old id answers with the conversation that goes on.
  const goesOnAs = conversation && conversation.id !== id ? conversation.id : null;
  useEffect(() => {
    if (goesOnAs) onJoined(goesOnAs);
  }, [goesOnAs, onJoined]);

  if (!conversation) {
    return (
      <section className={css.column}>
        {query.isError ? (
          <Trouble error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Skeleton lines={9} gap={20} />
        )}
      </section>
    );
  }
  return (
    <section className={css.column} aria-label={t("thread.label")}>
      <ThreadHeader conversation={conversation} actions={actions} onPerson={onPerson} onBack={onBack} />
      <LikelyLine conversation={conversation} />
      <FoundInThread conversationId={conversation.id}>
        <Thread conversation={conversation} />
      </FoundInThread>
      <Composer conversation={conversation} />
    </section>
  );
}
