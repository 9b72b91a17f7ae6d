import type { Conversation } from "@nitka/api-client/types";
import { describe, expect, it } from "vitest";
import { held, listFilter, sorted } from "./order";

const one = (id: string, at: string, waiting: string | null = null) =>
  ({ id, number: 1, last: { at }, waiting_since: waiting }) as Conversation;

describe("the list", () => {
  it("shows who waits longest first where waiting is the question", () => {
    const list = [
      one("a", "3", "2026-11-22T07:05:00Z"),
      one("b", "2", "2026-11-22T07:01:00Z"),
      one("c", "1"),
    ];
    expect(sorted(list, "waiting").map((item) => item.id)).toEqual(["b", "a"]);
  });

  it("shows the latest word first elsewhere", () => {
    expect(sorted([one("a", "1"), one("b", "2")], "all").map((item) => item.id)).toEqual(["b", "a"]);
  });

  it("does not jump under the cursor: places are kept, newcomers wait, those gone leave", () => {
    const fresh = [one("new", "9"), one("b", "8"), one("a", "1")];
    const still = held(["a", "gone", "b"], fresh);
    expect(still.items.map((item) => item.id)).toEqual(["a", "b"]);
    expect(still.waiting).toBe(1);
  });

  it("asks the server for what the tab and the filters say", () => {
    expect(listFilter({ tab: "mine" })).toEqual({ assignee: "me", status: "open,waiting" });
    expect(listFilter({ tab: "waiting", status: "closed" })).toEqual({ waiting: true });
    expect(listFilter({ tab: "all", status: "closed", channel: "email", unread: true })).toEqual({
      status: "closed",
      channel: "email",
      unread: true,
    });
  });
});
