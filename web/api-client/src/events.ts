import type { Conversation, Message, MessageStatus, TimelineItem } from "./types";

/** What the live socket tells of; told apart by `kind`. Unknown kinds are let through and ignored. */
export type LiveEvent =
  | { kind: "message_received"; conversation_id: string; customer_id: string; message: Message }
  | { kind: "message_sent"; conversation_id: string; customer_id: string; message: Message }
  | {
      kind: "message_status_changed";
      conversation_id: string;
      message_id: string;
      status: MessageStatus;
      error: string | null;
    }
  | { kind: "message_retracted"; conversation_id: string; message_id: string }
  | { kind: "conversation_changed"; conversation: Conversation }
  | { kind: "conversations_joined"; old_id: string; new_id: string }
  | { kind: "conversations_parted"; id: string; new_ids: string[] }
  | { kind: "code_changed"; conversation_id: string }
  | { kind: "customer_changed"; customer_id: string }
  | { kind: "customers_merged"; event_id: string; old_ids: string[]; new_id: string }
  | { kind: "customer_split"; event_id: string; old_id: string; new_ids: string[] }
  | { kind: "touches_stored"; items: { customer_id: string; item: TimelineItem }[] }
  | { kind: "findings_changed"; conversation_id: string; ids: string[] }
  | { kind: "connection_changed"; connection_id: string }
  | { kind: "import_changed"; import_id: string };

export interface PresentPerson {
  id: string;
  name: string;
  typing: boolean;
}

export type ServerFrame =
  | { type: "ready"; cursor: string }
  | { type: "refetch"; cursor: string }
  | { type: "event"; cursor: string; event: LiveEvent }
  | { type: "presence"; conversation_id: string; people: PresentPerson[] }
  | { type: "typing"; conversation_id: string; who: "customer" }
  | { type: "pong" };

export type ClientFrame =
  | { type: "resume"; cursor: string | null }
  | { type: "watch"; conversation_id: string | null; customer_id: string | null }
  | { type: "typing"; conversation_id: string }
  | { type: "ping" };
