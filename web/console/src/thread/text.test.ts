import { expect, it } from "vitest";
import { beginning, hasRemoteImages, withImages } from "./text";

it("pictures from outside come only when they are wanted", () => {
  const html =
    '<img width="9" data-src="https://a.ru/x.png"><img src="data:image/png;base64,"><img data-src="http://b.ru/y">';
  expect(hasRemoteImages(html)).toBe(true);
  expect(withImages(html)).toBe(
    '<img width="9" src="https://a.ru/x.png"><img src="data:image/png;base64,"><img src="http://b.ru/y">',
  );
  expect(hasRemoteImages('<img src="data:image/png;base64,">')).toBe(false);
});

it("a long text is cut between words, a short one not at all", () => {
  expect(beginning("слово ".repeat(100))).toBeNull();
  const cut = beginning("слово ".repeat(1000));
  expect(cut?.endsWith("слово")).toBe(true);
  expect(cut?.length).toBeLessThan(1300);
  expect(beginning("а".repeat(9000))).toHaveLength(1200);
});
