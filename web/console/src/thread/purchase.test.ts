import type { TimelineItem } from "@nitka/api-client/types";
import { expect, it } from "vitest";
import { purchaseWords } from "./purchase";

const item = (properties: object | undefined, text = "10234 · 5990 RUB") =>
  ({ kind: "purchase", text, payload: properties ? { properties } : {} }) as unknown as TimelineItem;
const plain = (text: string) => text.replace(/\s/g, " ");

it("tells the order, the sum in its currency, and what was bought", () => {
  const order = { order_id: "10234", total: 5990, currency: "RUB", products: [{ name: "Ботинки" }, {}] };
  expect(plain(purchaseWords(item(order), "ru"))).toBe("№ 10234 · 5 990 ₽ · Ботинки");
  expect(plain(purchaseWords(item({ ...order, total: "59.9", currency: "USD" }), "en"))).toBe(
    "№ 10234 · $59.90 · Ботинки",
  );
});

it("makes do with less, and with nonsense", () => {
  expect(plain(purchaseWords(item({ total: 1200, currency: "баллы" }), "ru"))).toBe("1 200");
  expect(purchaseWords(item({ total: {}, products: "сапоги" }), "ru")).toBe("10234 · 5990 RUB");
  expect(purchaseWords(item(undefined), "ru")).toBe("10234 · 5990 RUB");
});
