import type { TimelineItem } from "@nitka/api-client/types";
import { expect, it } from "vitest";
import { loadLanguage } from "../i18n";
import { touchWords } from "./TouchLine";

const track = (text: string, properties?: object) =>
  ({ kind: "track", text, payload: { properties } }) as unknown as TimelineItem;

it("tells in plain words what shops call by Segment's names, and the rest as it was sent", async () => {
  const russian = await loadLanguage("ru");
  expect(touchWords(track("Product Added", { name: "Ботинки «Север»" }), russian)).toBe(
    "добавлено в корзину: Ботинки „Север“",
  );
  expect(touchWords(track("Checkout Started"), russian)).toBe("начато оформление заказа");
  expect(touchWords(track("Бонусы списаны"), russian)).toBe("на сайте: Бонусы списаны");
});
