import type { Conversation as Shown } from "@nitka/api-client/types";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { queryClient } from "../app/api";
import { conversationQuery, countsQuery, customerQuery, messagesQuery, timelineQuery } from "../app/queries";
import { useMe } from "../app/session";
import { useT } from "../i18n";
import { useKeys } from "../keys/keys";
import { useOffer } from "../palette/offered";
import { personForm } from "../person/form";
import { PersonColumn } from "../person/PersonColumn";
import { Conversation } from "../thread/Conversation";
import { ConversationList } from "./ConversationList";
import css from "./inbox.module.css";
import type { ListSearch } from "./order";
import { rememberList } from "./remembered";
import { useList } from "./useList";
import { Welcome } from "./Welcome";

/** The column of the person: beside the thread where there is room, over it on request where there is not. */
function Person({
  conversationId,
  open,
  onClose,
}: {
  conversationId: string;
  open: boolean;
  onClose(): void;
}) {
  const t = useT();
  const customerId = useQuery(conversationQuery(conversationId)).data?.customer.id;
  const drawer = useDrawerFocus(open);
  return (
    <>
      <div className={css.veil} data-open={open || undefined} onPointerDown={onClose} aria-hidden />
      <aside
        ref={drawer}
        className={css.person}
        data-open={open || undefined}
        aria-label={t("person.column")}
        tabIndex={-1}
      >
        {customerId && (
          <PersonColumn
            key={customerId}
            customerId={customerId}
            conversationId={conversationId}
            onClose={onClose}
          />
        )}
      </aside>
    </>
  );
}

/** Where the column is a drawer, the focus goes into it and comes back from it. */
function useDrawerFocus(open: boolean) {
  const drawer = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!open || !matchMedia("(max-width: 1180px)").matches) return;
    const before = document.activeElement;
    // A form that was opened with it has the focus already.
    if (!drawer.current?.contains(before)) drawer.current?.focus({ preventScroll: true });
    return () => {
      const inside = !document.activeElement || drawer.current?.contains(document.activeElement);
      if (inside && before instanceof HTMLElement && before.isConnected)
        before.focus({ preventScroll: true });
    };
  }, [open]);
  return drawer;
}

/** The desk: who waits, the thread, the person. Three columns that never move. */
export default function Inbox() {
  const search: ListSearch = { tab: "mine", ...dropUnset(useSearch({ from: "/inside/desk" })) };
  const { conversationId } = useParams({ strict: false });
  const navigate = useNavigate();
  const t = useT();
  const me = useMe();
  const list = useList(search);
  // Cheap, and the same each time: it need not be told when it changes.
  useEffect(() => rememberList(me, search));
  const nothingYet = useQuery(countsQuery).data?.all === 0;
  const [personOpen, setPersonOpen] = useState(false);

  const open = useCallback(
    (id: string | undefined, replace = true) => {
      setPersonOpen(false);
      if (id)
        void navigate({
          to: "/desk/c/$conversationId",
          params: { conversationId: id },
          search: (now) => now,
          replace,
        });
      else void navigate({ to: "/desk", search: (now) => now, replace });
    },
    [navigate],
  );
  const place = list.items.findIndex((item) => item.id === conversationId);
  useNextAhead(conversationId ? list.items[place + 1] : undefined);
  const step = (by: number) => {
    const next = place === -1 ? list.items[0] : list.items[place + by];
    if (next) open(next.id);
  };
  /** What is done here leaves the list: go on with the next one. */
  const onDone = () => open((list.items[place + 1] ?? list.items[place - 1])?.id);
  const toTab = (tab: ListSearch["tab"]) =>
    void navigate({ to: ".", search: (now) => ({ ...now, tab, status: undefined }), replace: true });

  const merge = () => {
    setPersonOpen(true);
    personForm.set("merge");
  };

  useKeys({
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Digit1: () => toTab("mine"),
    Digit2: () => toTab("waiting"),
    Digit3: () => toTab("all"),
    KeyP: () => setPersonOpen((now) => !now),
    Escape: () => setPersonOpen(false),
    "shift+KeyM": () => conversationId && merge(),
  });
  useOffer("list", () => [
    ...(conversationId
      ? [
          { key: "merge", title: t("merge.open"), keys: "Shift M", run: merge },
          { key: "person", title: t("person.show"), keys: "P", run: () => setPersonOpen(true) },
        ]
      : []),
    { key: "next", title: t("keys.next"), keys: "J", run: () => step(1) },
    { key: "previous", title: t("keys.previous"), keys: "K", run: () => step(-1) },
  ]);

  return (
    <main className={css.desk} data-picked={conversationId ? "" : undefined}>
      {!conversationId && <h1 className="hidden">{t("inbox.list")}</h1>}
      <ConversationList list={list} search={search} selected={conversationId} />
      {conversationId ? (
        <>
          <Conversation
            key={conversationId}
            id={conversationId}
            onDone={onDone}
            onJoined={open}
            onPerson={() => setPersonOpen((now) => !now)}
            onBack={() => open(undefined, false)}
          />
          <Person conversationId={conversationId} open={personOpen} onClose={() => setPersonOpen(false)} />
        </>
      ) : (
        <Welcome empty={nothingYet && list.items.length === 0} />
      )}
    </main>
  );
}

const SETTLED = 250;

/** The next conversation's words are fetched while this one is read, so that J opens it from memory. */
function useNextAhead(next: Shown | undefined): void {
  const id = next?.id;
  const customer = next?.customer.id;
  useEffect(() => {
    if (!id || !customer) return;
    const timer = setTimeout(() => {
      void queryClient.prefetchInfiniteQuery(messagesQuery(id));
      void queryClient.prefetchInfiniteQuery(timelineQuery(customer));
      void queryClient.prefetchQuery(customerQuery(customer));
    }, SETTLED);
    return () => clearTimeout(timer);
  }, [id, customer]);
}

function dropUnset(search: Partial<ListSearch>): Partial<ListSearch> {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
