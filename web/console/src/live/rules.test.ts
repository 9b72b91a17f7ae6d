import type { Conversation, Message, MessageStatus } from "@nitka/api-client/types";
import { describe, expect, it } from "vitest";
import * as rules from "./rules";

const ME = "p1";

function conversation(part: Partial<Conversation> = {}): Conversation {
  return {
    id: "v1",
    number: 1,
    customer: { id: "c1", name: "Иван" },
    status: "open",
    assignee: { id: ME, name: "Илья" },
    brand_id: "b",
    last: { text: "", channel: "chat", direction: "in", at: "2026-11-22T07:00:00Z" },
    unread: 0,
    waiting_since: null,
    opened_at: "2026-11-22T07:00:00Z",
    closed_at: null,
    snoozed_until: null,
    version: 5,
    ...part,
  };
}

function message(part: Partial<Message> = {}): Message {
  return {
    id: "m1",
    conversation_id: "v1",
    seq: 1,
    direction: "out",
    channel: "chat",
    connection_id: "k",
    strand_id: "s",
    author: { kind: "operator", id: ME, name: "Илья" },
    text: "Да, есть",
    html: null,
    quoted: null,
    subject: null,
    attachments: [],
    at: "2026-11-22T07:00:00Z",
    status: "sent",
    error: null,
    address: null,
    ...part,
  };
}

const pages = <T>(...items: T[]): rules.Pages<T> => ({ pages: [{ items, next: null }], pageParams: [null] });
const items = <T>(list: rules.Pages<T>) => list.pages.flatMap((page) => page.items);

describe("a pushed conversation", () => {
  const mine = { status: "open,waiting", assignee: "me" };

  it("is dropped when what we have is newer", () => {
    const list = pages(conversation({ version: 7, unread: 0 }));
    expect(rules.placeConversation(list, conversation({ version: 6, unread: 3 }), mine, ME)).toBe(list);
  });

  it("changes where it stands", () => {
    const list = pages(conversation({ id: "v0" }), conversation());
    const told = rules.placeConversation(list, conversation({ version: 6, unread: 3 }), mine, ME);
    expect(items(told).map((one) => [one.id, one.unread])).toEqual([
      ["v0", 0],
      ["v1", 3],
    ]);
  });

  it("leaves a list that it no longer belongs to", () => {
    const closed = conversation({ version: 6, status: "closed" });
    expect(items(rules.placeConversation(pages(conversation()), closed, mine, ME))).toEqual([]);
    const given = conversation({ version: 6, assignee: { id: "p2", name: "Анна" } });
    expect(items(rules.placeConversation(pages(conversation()), given, mine, ME))).toEqual([]);
  });

  it("comes into a list that it now belongs to, but never into a search", () => {
    expect(items(rules.placeConversation(pages<Conversation>(), conversation(), mine, ME))).toHaveLength(1);
    expect(items(rules.placeConversation(pages<Conversation>(), conversation(), { q: "чек" }, ME))).toEqual(
      [],
    );
  });
});

describe("a customer without a name", () => {
  const known_by = { type: "email", value: "vera@example.ru" };

  it("goes on being called by an identifier that a push leaves out", () => {
    const known = conversation({ customer: { id: "c1", name: null, known_by } });
    const told = conversation({ version: 6, customer: { id: "c1", name: null } });
    expect(rules.newer(known, told).customer.known_by).toEqual(known_by);
    const another = { ...told, customer: { id: "c2", name: null } };
    expect(rules.newer(known, another).customer.known_by).toBeUndefined();
    const named = { ...told, customer: { id: "c1", name: "Вера" } };
    expect(rules.newer(known, named).customer).toEqual({ id: "c1", name: "Вера" });
  });

  it("is called by the name once it is known, and nobody else is", () => {
    const told = conversation({ customer: { id: "c1", name: null } });
    const vera = { id: "c1", name: "Вера", known_by: null };
    expect(rules.named(told, vera).customer).toEqual(vera);
    expect(rules.named(told, { ...vera, id: "c2" })).toBe(told);
  });
});

describe("a pushed message", () => {
  it("is placed once, whatever the number of times it is told", () => {
    const once = rules.placeMessage(pages<Message>(), message());
    expect(items(rules.placeMessage(once, message()))).toHaveLength(1);
  });

  it("settles the local copy that was shown at once", () => {
    const local = message({ id: `${rules.LOCAL}k`, status: "queued" });
    const told = rules.placeMessage(pages(local), message({ id: "m9", status: "queued" }));
    expect(items(told).map((one) => one.id)).toEqual(["m9"]);
  });

  it("leaves nothing double when the push was quicker than the answer", () => {
    const local = message({ id: `${rules.LOCAL}k`, status: "queued" });
    const pushed = rules.placeMessage(pages(local), message({ id: "m9" }));
    expect(items(rules.settleMessage(pushed, local.id, message({ id: "m9" })))).toHaveLength(1);
  });

  it("does not settle two equal copies with one push", () => {
    const copy = (key: string) => message({ id: rules.LOCAL + key, status: "queued" });
    const told = rules.placeMessage(pages(copy("a"), copy("b")), message({ id: "m9" }));
    expect(items(told).filter(rules.isLocal)).toHaveLength(1);
  });

  it("stands in the order of arrival, with what is still on its way last", () => {
    const local = message({ id: `${rules.LOCAL}k` });
    const thread = pages(local, message({ id: "m2", seq: 2 }), message({ id: "m1", seq: 1 }));
    expect(rules.threadOf(thread).map((one) => one.id)).toEqual(["m1", "m2", local.id]);
  });
});

describe("what waits for the network", () => {
  const copy = (key: string) => message({ id: rules.LOCAL + key, seq: Number.MAX_SAFE_INTEGER });

  it("stands in the order of writing, also after the thread was fetched anew", () => {
    const fetched = pages(message({ id: "m1", seq: 1, text: "Раньше" }));
    const kept = rules.keepLocal(fetched, [copy("a"), copy("b")]);
    const order = ["m1", `${rules.LOCAL}a`, `${rules.LOCAL}b`];
    expect(rules.threadOf(kept).map((one) => one.id)).toEqual(order);
    const later = rules.keepLocal(rules.keepLocal(fetched, [copy("a")]), [copy("a"), copy("b")]);
    expect(rules.threadOf(later).map((one) => one.id)).toEqual(order);
  });
});

describe("a fetch that knows more than the answer to our sending", () => {
  it("does not bring the local copy back", () => {
    const copy = message({ id: `${rules.LOCAL}a` });
    const fetched = pages(message({ id: "m9" }));
    expect(rules.keepLocal(fetched, [copy])).toBe(fetched);
    const older = pages(message({ id: "m0", at: "2026-11-22T06:00:00Z" }));
    expect(items(rules.keepLocal(older, [copy]))).toHaveLength(2);
  });
});

describe("statuses", () => {
  it.each<[MessageStatus, MessageStatus, MessageStatus]>([
    ["queued", "sent", "sent"],
    ["read", "delivered", "read"],
    ["sent", "failed", "failed"],
    ["failed", "queued", "queued"],
    ["unknown", "delivered", "delivered"],
    ["retracted", "delivered", "retracted"],
  ])("%s, then told %s, is %s", (known, told, result) => {
    expect(rules.laterStatus(known, told)).toBe(result);
  });

  it("keep the reason of a failure with the failure", () => {
    const failed = rules.setStatus(pages(message()), "m1", "failed", "адрес не существует");
    expect(items(failed)[0]).toMatchObject({ status: "failed", error: "адрес не существует" });
    const late = rules.setStatus(failed, "m1", "sent", null);
    expect(items(late)[0]).toMatchObject({ status: "failed", error: "адрес не существует" });
  });
});
