import type { ConversationFilter } from "@nitka/api-client/desk";
import type { LiveEvent } from "@nitka/api-client/events";
import type { Caller, Conversation, Message, TimelineItem } from "@nitka/api-client/types";
import type { QueryClient } from "@tanstack/react-query";
import { customerQuery } from "../app/queries";
import * as rules from "./rules";
import { stale } from "./stale";

/** Puts a conversation wherever it is shown. The greater version stays. */
export function writeConversation(client: QueryClient, told: Conversation, me: string): void {
  client.setQueryData<Conversation>(["conversation", told.id], (known) =>
    known ? rules.newer(known, told) : told,
  );
  for (const [key, list] of conversationLists(client)) {
    const filter = key[1] as ConversationFilter;
    if (list) client.setQueryData(key, rules.placeConversation(list, told, filter, me));
  }
}

export function writeThread(
  client: QueryClient,
  conversationId: string,
  change: (thread: rules.Pages<Message>) => rules.Pages<Message>,
): void {
  client.setQueryData<rules.Pages<Message>>(
    ["messages", conversationId],
    (thread) => thread && change(thread),
  );
}

function writeTouches(client: QueryClient, items: { customer_id: string; item: TimelineItem }[]): void {
  for (const { customer_id, item } of items) {
    client.setQueryData<rules.Pages<TimelineItem>>(["timeline", customer_id], (timeline) =>
      timeline ? rules.placeTouch(timeline, item) : timeline,
    );
  }
}

const conversationLists = (client: QueryClient) =>
  client.getQueriesData<rules.Pages<Conversation>>({ queryKey: ["conversations"] });
const listed = (list: rules.Pages<Conversation>) => list.pages.flatMap((page) => page.items);

const inMemory = (client: QueryClient, customerId: string) =>
  [
    ...client.getQueriesData<Conversation>({ queryKey: ["conversation"] }).map(([, one]) => one),
    ...conversationLists(client).flatMap(([, list]) => (list ? listed(list) : [])),
  ].some((one) => one?.customer.id === customerId);

/** Calls a customer in every list and header as they are called now. */
export function writeName(client: QueryClient, caller: Caller): void {
  for (const [key, one] of client.getQueriesData<Conversation>({ queryKey: ["conversation"] })) {
    if (one?.customer.id === caller.id) client.setQueryData(key, rules.named(one, caller));
  }
  for (const [key, list] of conversationLists(client)) {
    // A list that nothing is written to stays as stale as it is.
    if (list && listed(list).some((one) => one.customer.id === caller.id))
      client.setQueryData(
        key,
        rules.mapItems(list, (items) => items.map((one) => rules.named(one, caller))),
      );
  }
}

/** Looks up what a customer is called who is in sight somewhere. If that fails, the next fetch of the list tells. */
function learnName(client: QueryClient, customerId: string): void {
  if (!inMemory(client, customerId)) return;
  client.fetchQuery(customerQuery(customerId)).then(
    (customer) => writeName(client, customer),
    () => undefined,
  );
}

let counting = false;

/** Figures of the tabs are asked for at most once in a second and a half, however much happens. */
export function recount(client: QueryClient): void {
  if (counting) return;
  counting = true;
  setTimeout(() => {
    counting = false;
    void client.invalidateQueries({ queryKey: ["counts"] });
  }, 1500);
}

/** Writes what an event says into what the desk has in memory; twice is the same as once. */
export function writeEvent(client: QueryClient, event: LiveEvent, me: string): void {
  switch (event.kind) {
    case "message_received":
    case "message_sent":
      writeThread(client, event.conversation_id, (thread) => rules.placeMessage(thread, event.message));
      return;
    case "message_status_changed":
      writeThread(client, event.conversation_id, (thread) =>
        rules.setStatus(thread, event.message_id, event.status, event.error),
      );
      return;
    case "message_retracted":
      writeThread(client, event.conversation_id, (thread) =>
        rules.setStatus(thread, event.message_id, "retracted", null),
      );
      return;
    case "conversation_changed":
      writeConversation(client, event.conversation, me);
      return;
    case "touches_stored":
      writeTouches(client, event.items);
  }
}

/** Takes one live event: writes what it says, and asks anew for what it only tells of. */
export function applyEvent(client: QueryClient, event: LiveEvent, me: string): void {
  writeEvent(client, event, me);
  for (const queryKey of stale(event)) void client.invalidateQueries({ queryKey });
  switch (event.kind) {
    case "conversation_changed": {
      recount(client);
      const { customer } =
        client.getQueryData<Conversation>(["conversation", event.conversation.id]) ?? event.conversation;
      if (customer.name === null && customer.known_by === undefined) learnName(client, customer.id);
      return;
    }
    case "conversations_joined":
    case "conversations_parted":
      recount(client);
      return;
    case "customer_changed":
      learnName(client, event.customer_id);
  }
}
