import { describe, expect, test } from "vitest";
import { grouped, mark, replaceWindow, type Shown, type Thread, unread, upsert, without } from "./thread";
import type { Message } from "./types";

const at = (minute: number) => new Date(Date.UTC(2025, 10, 20, 10, minute)).toISOString();
const message = (id: string, minute: number, more: Partial<Message> = {}): Message => ({
  id,
  direction: "out",
  text: id,
  at: at(minute),
  status: "sent",
  ...more,
});
const thread = (...messages: Message[]) => messages.reduce<Thread>((all, one) => upsert(all, one, 1), []);
const ids = (items: Thread) => items.map(({ id }) => id);

describe("a thread", () => {
  test("is in the server's order, whatever the order of arrival", () => {
    const all = [message("a", 1), message("b", 2), message("c", 3)];
    expect(ids(thread(all[2]!, all[0]!, all[1]!))).toEqual(["a", "b", "c"]);
  });

  test("holds a message once, however often it comes", () => {
    expect(ids(thread(message("a", 1), message("a", 1), message("b", 2), message("a", 1)))).toEqual([
      "a",
      "b",
    ]);
  });

  test("knows its own message again when the server lists it under its id", () => {
    const mine = message("id", 1, { message_id: "m", direction: "in" });
    const shown = upsert(upsert([], { ...mine, id: "m" }, 1, false), mine, 2);
    expect(ids(shown)).toEqual(["id"]);
    expect(shown[0]!.confirmed).toBe(true);
  });

  test("keeps what only we know of at the end, though our clock is wrong", () => {
    const early = upsert(thread(message("a", 5)), message("mine", 1, { direction: "in" }), 2, false);
    expect(ids(early)).toEqual(["a", "mine"]);
    expect(ids(upsert(early, message("mine", 4, { direction: "in" }), 3))).toEqual(["mine", "a"]);
  });

  test("never takes a mark back", () => {
    const read = mark(thread(message("a", 1, { status: "delivered" })), "a", "read");
    expect(read[0]!.status).toBe("read");
    expect(mark(read, "a", "delivered")[0]!.status).toBe("read");
    expect(upsert(read, message("a", 1, { status: "sent" }), 2)[0]!.status).toBe("read");
  });

  test("takes a read mark for all of the same side before it, and only those", () => {
    const talk = thread(
      message("q1", 1, { direction: "in" }),
      message("a1", 2),
      message("q2", 3, { direction: "in" }),
      message("q3", 4, { direction: "in" }),
    );
    expect(mark(talk, "q2", "read").map(({ status }) => status)).toEqual(["read", "sent", "read", "sent"]);
  });

  test("loses what was retracted", () => {
    expect(ids(without(thread(message("a", 1), message("b", 2)), "a"))).toEqual(["b"]);
  });
});

describe("the server's list", () => {
  test("takes away what it no longer has", () => {
    const shown = thread(message("a", 1), message("b", 2));
    expect(ids(replaceWindow(shown, [message("b", 2)], 1))).toEqual(["b"]);
  });

  test("does not take away what came while it was on its way, nor what it has not seen yet", () => {
    const pushed = upsert(thread(message("a", 1)), message("pushed", 3), 5);
    const all = upsert(pushed, message("mine", 4, { direction: "in" }), 2, false);
    expect(ids(replaceWindow(all, [message("a", 1), message("b", 2)], 4))).toEqual([
      "a",
      "b",
      "pushed",
      "mine",
    ]);
  });
});

test("unread are the answers after the last one read here, and not read elsewhere", () => {
  const talk = thread(
    message("a", 1),
    message("b", 2),
    message("q", 3, { direction: "in" }),
    message("c", 4),
    message("d", 5, { status: "read" }),
  );
  expect(unread(talk, null)).toBe(3);
  expect(unread(talk, at(2))).toBe(1);
});

test("what one side says in one breath stands together, and each day is named once", () => {
  const shown = (key: string, time: string, direction: "in" | "out" = "out", author = "Анна"): Shown => ({
    key,
    direction,
    author,
    text: key,
    at: time,
    attachments: [],
    status: "sent",
    error: null,
  });
  const groups = grouped([
    shown("a", at(0)),
    shown("b", at(1)),
    shown("other", at(2), "out", "Пётр"),
    shown("mine", at(3), "in"),
    shown("later", at(30), "in"),
    shown("next day", new Date(Date.UTC(2025, 10, 21, 10)).toISOString(), "in"),
  ]);
  expect(groups.map((group) => group.messages.length)).toEqual([2, 1, 1, 1, 1]);
  expect(groups.map((group) => group.day !== null)).toEqual([true, false, false, false, true]);
});
