import { Button } from "@mantine/core";
import type { Conversation, Message } from "@nitka/api-client/types";
import { IconArrowDown } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { addressesQuery, messagesQuery, timelineQuery } from "../app/queries";
import { useT } from "../i18n";
import { customerTyping } from "../live/line";
import { threadOf } from "../live/rules";
import { customerName } from "../parts/customerName";
import { Skeleton } from "../parts/Skeleton";
import { useStore } from "../parts/store";
import { Trouble } from "../parts/Trouble";
import { assemble, placeOf, touchesSince } from "./assemble";
import { RowView } from "./RowView";
import css from "./thread.module.css";

/** The first of the words that were unread when the thread was opened; later ones do not move it. */
function useFirstUnread(messages: Message[], unread: number): string | null {
  const found = useRef<string | null | undefined>(undefined);
  if (found.current === undefined && messages.length > 0) {
    const incoming = messages.filter((message) => message.direction === "in");
    found.current = unread > 0 ? (incoming.at(-unread)?.id ?? null) : null;
  }
  return found.current ?? null;
}

/** Speaks the customer's newest word to a screen reader, and only that. */
function Spoken({ messages, customer }: { messages: Message[]; customer: string }) {
  const opened = useRef(messages.at(-1)?.seq ?? 0);
  const last = messages.findLast((message) => message.direction === "in");
  return (
    <div className="hidden" aria-live="polite">
      {last && last.seq > opened.current ? `${customer}: ${last.text}` : ""}
    </div>
  );
}

function useOlder(more: (() => void) | null) {
  const sentinel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!more || !sentinel.current) return;
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), {
      rootMargin: "600px",
    });
    seen.observe(sentinel.current);
    return () => seen.disconnect();
  }, [more]);
  return sentinel;
}

function useThread(conversation: Conversation) {
  const query = useInfiniteQuery(messagesQuery(conversation.id));
  const timeline = useInfiniteQuery(timelineQuery(conversation.customer.id));
  const addresses = useQuery(addressesQuery(conversation.id)).data?.items;
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const messages = useMemo(() => threadOf(query.data), [query.data]);
  const firstUnread = useFirstUnread(messages, conversation.unread);
  const rows = useMemo(() => {
    const touches = timeline.data?.pages.flatMap((page) => page.items) ?? [];
    return assemble(messages, touches, {
      unfolded,
      firstUnread,
      since: touchesSince(messages, query.hasNextPage),
      proven: new Map(
        addresses?.map((one) => [placeOf(one.connection_id, one.identifier_id), one.path === "verified"]),
      ),
    });
  }, [messages, timeline.data, addresses, unfolded, firstUnread, query.hasNextPage]);
  const unfold = (key: string) => setUnfolded((now) => new Set(now).add(key));
  return { query, messages, rows, unfold };
}

/** One line of time: what was said aloud, all else quietly beside it. Grows from the bottom. */
export function Thread({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const { query, messages, rows, unfold } = useThread(conversation);
  const box = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  const name = customerName(conversation.customer, t);
  const typing = useStore(customerTyping, (now) => now.has(conversation.id));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useMemo(
    () => (hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : null),
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  const sentinel = useOlder(more);
  if (query.isPending)
    return (
      <div className={css.scroller}>
        <Skeleton lines={9} gap={20} />
      </div>
    );
  if (query.isError && !query.data)
    return (
      <div className={css.scroller}>
        <Trouble error={query.error} retry={() => void query.refetch()} />
      </div>
    );
  return (
    <div className={css.frame}>
      {/* Reversed, so that it stays at its end by itself, and older words above do not move what is read. */}
      <div
        ref={box}
        className={`scroll ${css.scroller}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it
        tabIndex={0}
        onScroll={(event) => setAway(event.currentTarget.scrollTop < -240)}
      >
        <div className={css.thread} role="log" aria-live="off" aria-label={t("thread.label")}>
          <div ref={sentinel} />
          {rows.map((row) => (
            <RowView key={row.key} row={row} customer={name} onUnfold={unfold} />
          ))}
          {typing && <div className={css.typing}>{t("thread.customerTyping")}</div>}
        </div>
      </div>
      <Spoken messages={messages} customer={name} />
      {away && (
        <Button
          className={css.down}
          variant="default"
          radius="xl"
          leftSection={<IconArrowDown size={14} />}
          onClick={() => box.current?.scrollTo({ top: 0 })}
        >
          {t("thread.toEnd")}
        </Button>
      )}
    </div>
  );
}
