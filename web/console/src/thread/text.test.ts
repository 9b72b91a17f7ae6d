import { expect, it } from "vitest";
import { beginning, hasRemoteImages, shownInside, withPictures } from "./text";

it("pictures from outside come only when they are wanted", () => {
  const html =
    '<img width="9" data-src="https://a.ru/x.png"><img src="data:image/png;base64,"><img data-src="http://b.ru/y">';
  expect(hasRemoteImages(html)).toBe(true);
  expect(withPictures(html, true)).toBe(
    '<img width="9" src="https://a.ru/x.png"><img src="data:image/png;base64,"><img src="http://b.ru/y">',
  );
  expect(hasRemoteImages('<img src="data:image/png;base64,">')).toBe(false);
});

it("pictures that came with the letter are shown at once, and no file twice", () => {
  const id = "0190f3a1-0000-7000-8000-000000000001";
  const html = `<img alt="подошва" data-file="${id}"><img data-src="https://a.ru/x.png"><img data-file="../me">`;
  expect(shownInside(html)).toEqual([id]);
  expect(withPictures(html, false)).toBe(
    `<img alt="подошва" src="/api/v1/files/${id}"><img data-src="https://a.ru/x.png"><img data-file="../me">`,
  );
  expect(withPictures(html, true)).toContain('<img src="https://a.ru/x.png">');
});

it("a long text is cut between words, a short one not at all", () => {
  expect(beginning("слово ".repeat(100))).toBeNull();
  const cut = beginning("слово ".repeat(1000));
  expect(cut?.endsWith("слово")).toBe(true);
  expect(cut?.length).toBeLessThan(1300);
  expect(beginning("а".repeat(9000))).toHaveLength(1200);
});
