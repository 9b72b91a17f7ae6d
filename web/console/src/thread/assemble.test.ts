import type { Message, TimelineItem } from "@nitka/api-client/types";
import { describe, expect, it } from "vitest";
import { assemble, placeOf, touchesSince } from "./assemble";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 7, minute)).toISOString();
let seq = 0;

function message(minute: number, part: Partial<Message> = {}): Message {
  seq += 1;
  const ours = part.direction === "out" || part.direction === "note";
  return {
    id: `m${seq}`,
    conversation_id: "v",
    seq,
    direction: "in",
    channel: "chat",
    connection_id: "k",
    strand_id: part.channel ?? "chat",
    author: ours ? { kind: "operator", id: "p", name: "Илья" } : { kind: "customer", id: "c", name: "Иван" },
    text: "слова",
    html: null,
    quoted: null,
    subject: null,
    attachments: [],
    at: at(minute),
    status: "received",
    error: null,
    address: { id: "a", type: "email", value: "ivan@example.ru" },
    ...part,
  };
}

function touch(minute: number, kind: TimelineItem["kind"] = "page"): TimelineItem {
  seq += 1;
  return {
    id: `t${seq}`,
    kind,
    channel: "site",
    direction: null,
    at: at(minute),
    text: "страница",
    conversation_id: null,
    payload: {},
  };
}

const shape = (rows: ReturnType<typeof assemble>) => rows.map((row) => row.type).join(" ");

describe("one line of time", () => {
  it("puts touches and messages in the order of time under the name of the day", () => {
    expect(shape(assemble([message(6), message(30)], [touch(20), touch(2)]))).toBe(
      "day touch message touch message",
    );
  });

  it("keeps the order of arrival of messages, whatever their clocks say", () => {
    const first = message(30);
    const second = message(10);
    const rows = assemble([first, second], []);
    expect(rows.flatMap((row) => (row.type === "message" ? [row.message.id] : []))).toEqual([
      first.id,
      second.id,
    ]);
  });

  it("does not show twice what the timeline tells of messages and notes", () => {
    expect(shape(assemble([message(6)], [touch(6, "message"), touch(6, "note"), touch(6, "form")]))).toBe(
      "day message",
    );
  });

  it("begins a new day with its name", () => {
    const next = { ...message(0), at: new Date(Date.UTC(2026, 10, 23, 7)).toISOString() };
    expect(shape(assemble([message(6), next], []))).toBe("day message day message");
  });
});

describe("folding", () => {
  const many = [1, 2, 3, 4, 5].map((minute) => touch(minute));

  it("folds many quiet touches and leaves the last", () => {
    const rows = assemble([message(10)], many);
    expect(shape(rows)).toBe("day fold touch message");
    expect(rows[1]).toMatchObject({ items: many.slice(0, -1) });
  });

  it("leaves three alone", () => {
    expect(shape(assemble([message(10)], many.slice(0, 3)))).toBe("day touch touch touch message");
  });

  it("unfolds what was asked for", () => {
    const [, fold] = assemble([message(10)], many);
    expect(shape(assemble([message(10)], many, { unfolded: new Set([fold?.key ?? ""]) }))).toBe(
      "day touch touch touch touch touch message",
    );
  });

  it("never folds a purchase, a call or a form", () => {
    const rows = assemble([message(10)], [...many, touch(6, "purchase"), touch(7, "call")]);
    expect(shape(rows)).toBe("day fold touch touch touch message");
  });

  it("does not fold across a message", () => {
    expect(shape(assemble([message(3)], [touch(1), touch(2), touch(4), touch(5)]))).toBe(
      "day touch touch message touch touch",
    );
  });
});

describe("a change of channel", () => {
  it("is a labelled rule when the customer goes on elsewhere", () => {
    const rows = assemble([message(1), message(2, { channel: "telegram" })], []);
    expect(shape(rows)).toBe("day message switch message");
    expect(rows[2]).toMatchObject({ channel: "telegram", from: "chat", by: "customer", address: null });
  });

  it("says when it was us", () => {
    const rows = assemble([message(1), message(2, { channel: "email", direction: "out" })], []);
    expect(rows[2]).toMatchObject({ type: "switch", by: "us" });
  });

  it("is not made by a note, nor undone by one", () => {
    const talk = [message(1), message(2, { channel: "email", direction: "note" }), message(3)];
    expect(shape(assemble(talk, []))).toBe("day message message message");
  });

  it("is told for another address of the same channel", () => {
    const mail = { channel: "email" };
    const rows = assemble(
      [message(1, { ...mail, strand_id: "a" }), message(2, { ...mail, strand_id: "b" })],
      [],
    );
    expect(rows[2]).toMatchObject({ type: "switch", address: { value: "ivan@example.ru" } });
  });
});

describe("breaths and marks", () => {
  it("names the author once while the same person goes on", () => {
    const rows = assemble([message(1), message(2), message(20)], []);
    expect(rows.flatMap((row) => (row.type === "message" ? [row.head] : []))).toEqual([true, false, true]);
  });

  it("tells of delivery once for answers that fared alike", () => {
    const ours = (minute: number, status: Message["status"]) => message(minute, { direction: "out", status });
    const quiet = (...talk: Message[]) =>
      assemble(talk, []).flatMap((row) => (row.type === "message" ? [row.quiet] : []));
    expect(quiet(ours(1, "read"), ours(2, "read"), message(3))).toEqual([true, false, false]);
    expect(quiet(ours(1, "read"), ours(2, "delivered"))).toEqual([false, false]);
    expect(quiet(ours(1, "failed"), ours(2, "failed"))).toEqual([false, false]);
  });

  it("marks where the unread begins", () => {
    const unread = message(5);
    expect(shape(assemble([message(1), unread], [], { firstUnread: unread.id }))).toBe(
      "day message unread message",
    );
  });

  it("shows touches of the day before the first word, or since what is loaded", () => {
    const talk = [message(10)];
    expect(touchesSince(talk, true)).toBe(at(10));
    expect(touchesSince(talk, false)).toBe(new Date(Date.UTC(2026, 10, 21, 7, 10)).toISOString());
    expect(shape(assemble(talk, [touch(5)], { since: at(8) }))).toBe("day message");
  });
});

describe("somebody who joins by a claim", () => {
  const from = (minute: number, name: string, part: Partial<Message> = {}) =>
    message(minute, { strand_id: name, address: { id: name, type: "device", value: name }, ...part });
  const proven = new Map([
    [placeOf("k", "customer"), true],
    [placeOf("k", "stranger"), false],
  ]);
  const marks = (...messages: Message[]) =>
    assemble(messages, [], { proven }).flatMap((row) =>
      row.type === "switch" ? [[row.address?.value ?? row.channel, row.unproven]] : [],
    );

  it("is marked where their first words stand, in the same channel too", () => {
    expect(marks(from(1, "customer"), from(2, "stranger"), from(3, "customer"), from(4, "stranger"))).toEqual(
      [["stranger", true]],
    );
  });

  it("is marked at the customer's words when the stranger came first", () => {
    expect(marks(from(1, "stranger"), from(2, "customer", { channel: "email" }))).toEqual([["email", true]]);
  });

  it("is nobody who is proven, nor the first to speak", () => {
    expect(marks(from(1, "stranger"))).toEqual([]);
    expect(marks(from(1, "customer"), from(2, "unknown"))).toEqual([]);
    expect(marks(from(1, "customer"), from(2, "unknown", { channel: "email" }))).toEqual([["email", false]]);
  });
});

describe("going on by a token", () => {
  const brought = (item: TimelineItem, outcome = "joined", form = "link"): TimelineItem => ({
    ...item,
    payload: { continuation: { outcome, form, origin: "email" } },
  });
  const switches = (rows: ReturnType<typeof assemble>) =>
    rows.flatMap((row) => (row.type === "switch" ? [[row.channel, row.came]] : []));

  it("says so where the talk went on", () => {
    const letter = message(1, { channel: "email" });
    const words = message(9, { channel: "chat" });
    const here = brought(touch(8, "continuation"));
    expect(switches(assemble([letter, words], [here]))).toEqual([["chat", "link"]]);
  });

  it("says so of words that brought it themselves, on another device of the same channel too", () => {
    const first = message(1, { strand_id: "laptop" });
    const second = message(9, { strand_id: "phone" });
    const told = { ...brought(touch(9, "message"), "joined", "code"), id: second.id };
    expect(switches(assemble([first, second], [told]))).toEqual([["chat", "code"]]);
  });

  it("says nothing of a token that joined nobody", () => {
    const first = message(1, { strand_id: "laptop" });
    const late = brought(touch(8, "continuation"), "used");
    expect(switches(assemble([first, message(9, { strand_id: "phone" })], [late]))).toEqual([]);
  });
});
