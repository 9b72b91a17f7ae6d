import type { TimelineItem } from "@nitka/api-client/types";
import { describe, expect, it } from "vitest";
import { visits } from "./visits";

const step = (minute: number, kind: TimelineItem["kind"], title: string, payload = {}): TimelineItem => ({
  id: `${minute}`,
  kind,
  channel: "site",
  direction: null,
  at: new Date(Date.UTC(2026, 10, 22, 7, minute)).toISOString(),
  text: title,
  conversation_id: null,
  payload,
});

describe("visits", () => {
  it("end after half an hour of silence and are told newest first", () => {
    const found = visits([
      step(0, "page", "Главная"),
      step(90, "page", "Ботинки"),
      step(95, "page", "Корзина"),
    ]);
    expect(found.map((visit) => visit.pages)).toEqual([2, 1]);
  });

  it("are called by the page looked at longest, and tell what led there", () => {
    const [visit] = visits([
      step(0, "ad", "реклама", { utm: { source: "yandex" } }),
      step(0, "page", "Главная"),
      step(1, "page", "Ботинки зимние"),
      step(9, "page", "Корзина"),
    ]);
    expect(visit).toMatchObject({ title: "Ботинки зимние", pages: 3, source: "yandex" });
  });

  it("are none without a page", () => {
    expect(visits([step(0, "track", "событие")])).toEqual([]);
  });
});
