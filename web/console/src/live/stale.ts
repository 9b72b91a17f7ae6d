import type { LiveEvent } from "@nitka/api-client/events";
import type { QueryKey } from "@tanstack/react-query";

const ofCustomers = (ids: string[]): QueryKey[] => [
  ...ids.flatMap((id) =>
    ["customer", "timeline", "why", "history", "likely", "separation", "around", "consents"].map((what) => [
      what,
      id,
    ]),
  ),
  ["addresses"],
  ["disclosure"],
  ["customers"],
];

const ofConversations = (ids: string[]): QueryKey[] => [
  ...ids.flatMap((id) =>
    ["conversation", "messages", "addresses", "disclosure", "found"].map((what) => [what, id]),
  ),
  ["conversations"],
];

/** The beginnings of the keys of all that has to be asked for anew after an event. */
export function stale(event: LiveEvent): QueryKey[] {
  switch (event.kind) {
    case "message_received":
      return [
        ["addresses", event.conversation_id],
        ["disclosure", event.conversation_id],
      ];
    case "code_changed":
      return [["disclosure", event.conversation_id]];
    case "findings_changed":
      return [["found", event.conversation_id]];
    case "conversations_joined":
      return ofConversations([event.old_id, event.new_id]);
    case "conversations_parted":
      return ofConversations([event.id, ...event.new_ids]);
    case "customer_changed":
      return ofCustomers([event.customer_id]);
    case "customers_merged":
      return ofCustomers([...event.old_ids, event.new_id]);
    case "customer_split":
      return ofCustomers([event.old_id, ...event.new_ids]);
    case "connection_changed":
      return [["connections"]];
    case "import_changed":
      return [["imports"]];
    default:
      return [];
  }
}
