import type { Conversation } from "@nitka/api-client/types";
import { ME } from "./people";
import { settings } from "./settings";
import * as world from "./world";

export interface Call {
  params: string[];
  query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of example data
  body: any;
  tell(event: object): void;
}

const page = <T>(items: T[]) => ({ items, next: null });

function paged<T>(items: T[], query: URLSearchParams) {
  const from = Number(query.get("cursor") ?? 0);
  const limit = Number(query.get("limit") ?? 50);
  return {
    items: items.slice(from, from + limit),
    next: from + limit < items.length ? String(from + limit) : null,
  };
}

const LIVE = ["open", "waiting"];
const find = (id: string | undefined) => world.conversations.get(id ?? "");

function listed(query: URLSearchParams): Conversation[] {
  const status = query.get("status");
  const assignee = query.get("assignee");
  const q = query.get("q")?.toLowerCase();
  return [...world.conversations.values()]
    .filter((one) => !status || status.split(",").includes(one.status))
    .filter(
      (one) =>
        !assignee ||
        (assignee === "me"
          ? one.assignee?.id === ME.id
          : assignee === "none"
            ? !one.assignee
            : one.assignee?.id === assignee),
    )
    .filter((one) => !query.get("customer_id") || one.customer.id === query.get("customer_id"))
    .filter((one) => !query.get("channel") || one.last.channel === query.get("channel"))
    .filter((one) => query.get("waiting") !== "true" || (one.status === "open" && one.waiting_since))
    .filter((one) => query.get("unread") !== "true" || one.unread > 0)
    .filter((one) => !q || `${one.customer.name} ${one.last.text}`.toLowerCase().includes(q))
    .sort((a, b) => b.last.at.localeCompare(a.last.at));
}

function send({ params, body, tell }: Call) {
  const conversation = find(params[0]);
  if (!conversation) return undefined;
  const address = world.addressesOf(conversation).find((one) => one.connection_id === body.to?.connection_id);
  const channel = address?.channel ?? conversation.last.channel;
  const message = world.addMessage(conversation, {
    text: body.text,
    channel,
    direction: body.note ? "note" : "out",
    status: body.note ? "sent" : "queued",
  });
  if (!body.note) Object.assign(conversation, { waiting_since: null, unread: 0, status: "waiting" });
  tell({
    kind: "message_sent",
    conversation_id: conversation.id,
    customer_id: conversation.customer.id,
    message: { ...message },
  });
  tell({ kind: "conversation_changed", conversation: { ...conversation } });
  const sent = { ...message };
  ["sent", "delivered", "read"].forEach((status, index) => {
    setTimeout(
      () => {
        if (body.note || ["cancelled", "retracted"].includes(message.status)) return;
        message.status = status as typeof message.status;
        tell({
          kind: "message_status_changed",
          conversation_id: conversation.id,
          message_id: message.id,
          status,
          error: null,
        });
      },
      900 * (index + 1),
    );
  });
  return sent;
}

function change({ params, body, tell }: Call) {
  const conversation = find(params[0]);
  if (!conversation) return undefined;
  const { assignee_id, ...rest } = body;
  const mate = settings.people.find((one) => one.id === assignee_id);
  Object.assign(conversation, rest, { version: conversation.version + 1 });
  if (assignee_id !== undefined) conversation.assignee = mate ? { id: mate.id, name: mate.name } : null;
  tell({ kind: "conversation_changed", conversation: { ...conversation } });
  return conversation;
}

function why(id: string | undefined) {
  const [first, ...others] = world.customers.get(id ?? "")?.identifiers ?? [];
  const texts: Record<string, string> = {
    email: "Эту почту ввели в форме чата на этом устройстве.",
    phone: "Телефон подтверждён кодом из SMS.",
    telegram: "Перешёл в Telegram по личной ссылке из чата.",
  };
  const node = ({ id, type, value }: { id: string; type: string; value: string }) => ({ id, type, value });
  return {
    links: first
      ? others.map((one) => ({
          a: node(first),
          b: node(one),
          kind: "exact",
          assurance: one.assurance,
          evidence: {},
          text: texts[one.type] ?? "",
          because: texts[one.type] ?? "",
        }))
      : [],
  };
}

function undoMessage({ params, tell }: Call) {
  for (const list of world.messages.values()) {
    const message = list.find((one) => one.id === params[0]);
    if (!message) continue;
    message.status = "retracted";
    tell({ kind: "message_retracted", conversation_id: message.conversation_id, message_id: message.id });
    return message;
  }
}

const merged = () => ({
  id: "e-9",
  op: "merge",
  before: {},
  after: {},
  why: "",
  at: new Date().toISOString(),
});
type Handler = (call: Call) => unknown;

export const routes: [string, RegExp, Handler][] = [
  ["GET", /^\/auth\/me$/, () => settings.me],
  [
    "PATCH",
    /^\/auth\/me$/,
    ({ body }) => ({ ...settings.me, account: Object.assign(settings.me.account, body) }),
  ],
  ["POST", /^\/auth\/(login|switch)$/, () => settings.me],
  [
    "GET",
    /^\/auth\/second-factor$/,
    () => ({ on: true, since: "2026-11-01T09:00:00Z", recovery_left: 8, demanded: false }),
  ],
  ["GET", /^\/workspace\/second-factor$/, () => ({ required: false, without: 2 })],
  ["POST", /^\/auth\//, () => null],
  [
    "GET",
    /^\/auth\/invitations\/(.+)$/,
    () => ({ email: "novichok@lavka.example", workspace: "Лавка", role: "operator", known: false }),
  ],
  [
    "GET",
    /^\/conversations\/counts$/,
    () => {
      const live = [...world.conversations.values()].filter((one) => LIVE.includes(one.status));
      return {
        mine: live.filter((one) => one.assignee?.id === ME.id).length,
        waiting: live.filter((one) => one.waiting_since).length,
        unassigned: live.filter((one) => !one.assignee).length,
        all: live.length,
      };
    },
  ],
  ["GET", /^\/conversations$/, ({ query }) => paged(listed(query), query)],
  ["GET", /^\/conversations\/([^/]+)$/, ({ params }) => find(params[0])],
  ["PATCH", /^\/conversations\/([^/]+)$/, change],
  [
    "POST",
    /^\/conversations\/([^/]+)\/read$/,
    ({ params }) => {
      const found = find(params[0]);
      if (found) Object.assign(found, { unread: 0, version: found.version + 1 });
      return null;
    },
  ],
  [
    "GET",
    /^\/conversations\/([^/]+)\/messages$/,
    ({ params, query }) => paged([...(world.messages.get(params[0] ?? "") ?? [])].reverse(), query),
  ],
  ["POST", /^\/conversations\/([^/]+)\/messages$/, send],
  [
    "GET",
    /^\/conversations\/([^/]+)\/addresses$/,
    ({ params }) => {
      const found = find(params[0]);
      return page(found ? world.addressesOf(found) : []);
    },
  ],
  [
    "GET",
    /^\/conversations\/([^/]+)\/draft$/,
    ({ params }) => world.drafts.get(params[0] ?? "") ?? { text: "" },
  ],
  [
    "PUT",
    /^\/conversations\/([^/]+)\/draft$/,
    ({ params, body }) => {
      world.drafts.set(params[0] ?? "", body);
      return null;
    },
  ],
  ["POST", /^\/messages\/([^/]+)\/(?:undo|resend)$/, undoMessage],
  [
    "GET",
    /^\/customers$/,
    ({ query }) => {
      const q = (query.get("q") ?? "").toLowerCase();
      const found = [...world.customers.values()].filter((one) =>
        `${one.name} ${one.identifiers.map((item) => item.value)}`.toLowerCase().includes(q),
      );
      return paged(found, query);
    },
  ],
  ["POST", /^\/customers\/(?:merge|[^/]+\/split)$/, merged],
  ["GET", /^\/customers\/([^/]+)$/, ({ params }) => world.customers.get(params[0] ?? "")],
  [
    "PATCH",
    /^\/customers\/([^/]+)$/,
    ({ params, body }) => Object.assign(world.customers.get(params[0] ?? "") ?? {}, body),
  ],
  [
    "GET",
    /^\/customers\/([^/]+)\/timeline$/,
    ({ params }) =>
      page([...(world.timelines.get(params[0] ?? "") ?? [])].sort((a, b) => b.at.localeCompare(a.at))),
  ],
  ["GET", /^\/customers\/([^/]+)\/why$/, ({ params }) => why(params[0])],
  [
    "GET",
    /^\/customers\/([^/]+)\/history$/,
    ({ params }) => page(world.histories.get(params[0] ?? "") ?? []),
  ],
  ["POST", /^\/identity-events\/([^/]+)\/undo$/, merged],
  ["GET", /^\/people$/, () => page(settings.people)],
  [
    "POST",
    /^\/people\/invitations$/,
    () => ({ id: "n", link: "https://lavka.example/desk/invite/7Kq0mZ", expires_at: "2026-12-01T00:00:00Z" }),
  ],
  ["GET", /^\/canned-answers$/, () => page(settings.canned)],
  ["GET", /^\/tokens$/, () => page(settings.tokens)],
  ["POST", /^\/tokens$/, ({ body }) => ({ ...body, id: "k-9", token: "nt_1b6f0d7e9c2a4f58" })],
  ["GET", /^\/channels$/, () => settings.channels],
  ["GET", /^\/connections$/, () => page(world.connections)],
  ["POST", /^\/connections\/([^/]+)\/reveal$/, () => ({ server_key: "sk_90c1d2e3f4a5b6" })],
  ["GET", /^\/workspace$/, () => settings.workspace],
  ["PATCH", /^\/workspace$/, ({ body }) => Object.assign(settings.workspace, body)],
  ["GET", /^\/quarantine$/, () => page(settings.quarantine)],
  ["GET", /^\/audit$/, () => page(settings.audit)],
  [
    "POST",
    /^\/files$/,
    () => ({ id: "f-2", name: "chek.pdf", type: "application/pdf", size: 48_200, url: "/api/v1/files/f-2" }),
  ],
];
