import type { NewMessage } from "@nitka/api-client/desk";
import { ApiError } from "@nitka/api-client/problem";
import type { Address, Conversation, FileInfo, Me, Message, Recipient } from "@nitka/api-client/types";
import { desk, queryClient } from "../app/api";
import { writeThread } from "../live/cache";
import { lineStatus } from "../live/line";
import { changeMessage, dropMessage, keepLocal, LOCAL, settleMessage } from "../live/rules";

interface Waiting {
  conversationId: string;
  body: NewMessage;
  key: string;
  /** As it is shown until the server has it. */
  copy: Message;
}

/** What has not reached the server yet, by the local copy's id. */
const waiting = new Map<string, Waiting>();
/** Of these, what the server said no to: sent again only by hand. */
const refused = new Set<string>();

export interface Outgoing {
  conversation: Conversation;
  text: string;
  note: boolean;
  files: FileInfo[];
  /** Where it goes, as far as the desk knows; else the server chooses as the desk would. */
  address: Address | null;
  to: Recipient | null;
  me: Me["account"];
}

function localCopy(out: Outgoing, id: string): Message {
  const { address, conversation } = out;
  return {
    id,
    conversation_id: conversation.id,
    seq: Number.MAX_SAFE_INTEGER,
    direction: out.note ? "note" : "out",
    channel: out.note ? conversation.last.channel : (address?.channel ?? conversation.last.channel),
    connection_id: address?.connection_id ?? "",
    strand_id: `${LOCAL}${address?.connection_id}/${address?.identifier_id}`,
    author: { kind: "operator", id: out.me.id, name: out.me.name },
    text: out.text,
    html: null,
    quoted: null,
    subject: null,
    attachments: out.files,
    at: new Date().toISOString(),
    status: "queued",
    error: null,
    address: address && { id: address.identifier_id, type: address.type, value: address.value },
  };
}

function showWaiting(conversationId: string): void {
  const copies = [...waiting.values()].filter((item) => item.conversationId === conversationId);
  if (copies.length === 0) return;
  writeThread(queryClient, conversationId, (thread) =>
    keepLocal(
      thread,
      copies.map((item) => item.copy),
    ),
  );
}

// A thread that is fetched (anew) knows nothing of what has not been sent: it must not vanish from the eyes.
queryClient.getQueryCache().subscribe((change) => {
  if (change.type !== "updated" || change.action.type !== "success" || change.action.manual) return;
  const [what, id] = change.query.queryKey;
  if (what === "messages") showWaiting(String(id));
});

/** Tries once. What did not get through for want of a network stays queued; what was refused is shown as failed. */
async function post(id: string): Promise<Message | null> {
  const item = waiting.get(id);
  if (!item) return null;
  try {
    const told = await desk.conversations.send(item.conversationId, item.body, item.key);
    waiting.delete(id);
    refused.delete(id);
    writeThread(queryClient, item.conversationId, (thread) => settleMessage(thread, id, told));
    return told;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.passing) tryLater();
    else {
      refused.add(id);
      const change = { status: "failed" as const, error: error.detail || null };
      item.copy = { ...item.copy, ...change };
      writeThread(queryClient, item.conversationId, (thread) => changeMessage(thread, id, change));
    }
    return null;
  }
}

/** Shows the message at once and sends it behind. Returns how to take it back. */
export function sendMessage(out: Outgoing): { undo(): Promise<void> } {
  const key = crypto.randomUUID();
  const id = `${LOCAL}${key}`;
  const { address } = out;
  const body: NewMessage = { text: out.text };
  if (out.note) body.note = true;
  else if (address) body.to = { connection_id: address.connection_id, identifier_id: address.identifier_id };
  else if (out.to) body.to = out.to;
  if (out.files.length > 0) body.attachments = out.files.map((file) => file.id);
  waiting.set(id, { conversationId: out.conversation.id, body, key, copy: localCopy(out, id) });
  showWaiting(out.conversation.id);
  const posted = post(id);
  return {
    async undo() {
      const told = await posted;
      if (told) {
        const undone = await desk.messages.undo(told.id);
        writeThread(queryClient, out.conversation.id, (thread) => changeMessage(thread, told.id, undone));
      } else {
        waiting.delete(id);
        writeThread(queryClient, out.conversation.id, (thread) => dropMessage(thread, id));
      }
    },
  };
}

/** Sends again what was refused or got stuck, with the same key: never twice. */
export async function resendLocal(message: Message): Promise<void> {
  writeThread(queryClient, message.conversation_id, (thread) =>
    changeMessage(thread, message.id, { status: "queued", error: null }),
  );
  refused.delete(message.id);
  const item = waiting.get(message.id);
  if (item) item.copy = { ...item.copy, status: "queued", error: null };
  await post(message.id);
}

const AGAIN_AFTER = 4_000;
let again: ReturnType<typeof setTimeout> | undefined;
let busy = false;

/** Sends what waits, in order; stops at the first that does not get through and tries again later. */
async function sendWaiting(): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    for (const id of [...waiting.keys()].filter((one) => !refused.has(one))) {
      await post(id);
      if (waiting.has(id) && !refused.has(id)) break;
    }
  } finally {
    busy = false;
  }
}

function tryLater(): void {
  clearTimeout(again);
  again = setTimeout(() => void sendWaiting(), AGAIN_AFTER);
}

// The line is back: do not wait for the clock.
lineStatus.subscribe(() => {
  if (lineStatus.get() === "live") void sendWaiting();
});

// Unsent words live in this tab only: say so before it goes.
window.addEventListener("beforeunload", (event) => {
  if (waiting.size > 0) event.preventDefault();
});
