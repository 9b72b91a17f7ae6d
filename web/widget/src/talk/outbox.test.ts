import { describe, expect, test } from "vitest";
import { change, type Entry, keep, LEASE, nextLease, nextToSend, release, settle, waiting } from "./outbox";
import { memoryStore } from "./store.fixture";

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  message_id: id,
  text: id,
  at: `2025-11-20T10:00:0${id}Z`,
  owner: "tab",
  leased: LEASE,
  failed: null,
  ...more,
});
const storeWith = (...entries: Entry[]) => {
  const store = memoryStore();
  for (const one of entries) keep(store, one);
  return store;
};
const ids = (entries: readonly Entry[]) => entries.map((one) => one.message_id);

describe("the outbox", () => {
  test("keeps the order of writing, not of storing", () => {
    expect(ids(waiting(storeWith(entry("2"), entry("1"), entry("3"))))).toEqual(["1", "2", "3"]);
  });

  test("does not mix with what else is kept", () => {
    const store = storeWith(entry("1"));
    store.set("thread", { items: [] });
    store.set("out:broken", null);
    expect(ids(waiting(store))).toEqual(["1"]);
  });

  test("is sent by the tab that wrote, and by another once that one is gone", () => {
    const entries = [entry("1", { leased: 1000 })];
    expect(nextToSend(entries, "tab", 500)?.message_id).toBe("1");
    expect(nextToSend(entries, "other", 500)).toBeNull();
    expect(nextLease(entries, "other")).toBe(1000);
    expect(nextToSend(entries, "other", 1001)?.message_id).toBe("1");
  });

  test("lets nothing overtake, but what failed does not hold up the rest", () => {
    const waits = [entry("1", { owner: "other", leased: 1000 }), entry("2")];
    expect(nextToSend(waits, "tab", 500)).toBeNull();
    const failed = [entry("1", { failed: "Слишком длинно." }), entry("2")];
    expect(nextToSend(failed, "tab", 500)?.message_id).toBe("2");
  });

  test("is handed over when the page goes", () => {
    const store = storeWith(entry("1"), entry("2", { owner: "other" }));
    release(store, "tab");
    expect(waiting(store).map((one) => one.leased)).toEqual([0, LEASE]);
  });

  test("does not bring back what another tab has settled", () => {
    const store = storeWith(entry("1"));
    settle(store, "1");
    change(store, "1", { failed: "late" });
    expect(waiting(store)).toEqual([]);
  });
});
