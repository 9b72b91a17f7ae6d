import { describe, expect, test } from "vitest";
import { contrast, palette, parseColor, READABLE, type Rgb, shadeFor, textOn } from "./contrast";

const BRANDS = [
  "#ffffff",
  "#000000",
  "#ffcc00",
  "#f59e0b",
  "#0f766e",
  "#2563eb",
  "#ff5a1f",
  "#808080",
  "#7fff00",
  "#111827",
];

const shown = (css: string | undefined) => css!.match(/\d+/g)!.map(Number) as unknown as Rgb;

describe("colours", () => {
  test("are measured as WCAG does", () => {
    expect(contrast([255, 255, 255], [0, 0, 0])).toBeCloseTo(21);
    expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
  });

  test("are read in both lengths, and nonsense gives a colour all the same", () => {
    expect(parseColor("#f80")).toEqual([255, 136, 0]);
    expect(parseColor("FF8800")).toEqual([255, 136, 0]);
    expect(parseColor("red; background: url(x)")).toEqual(parseColor(undefined));
  });

  test("text on any of 4,096 brand colours can be read", () => {
    for (let i = 0; i < 4096; i++) {
      const color: Rgb = [(i >> 8) * 17, ((i >> 4) & 15) * 17, (i & 15) * 17];
      expect(contrast(textOn(color), color)).toBeGreaterThanOrEqual(READABLE);
    }
  });

  test("a brand that stands out is left as it is", () => {
    expect(shadeFor([15, 118, 110], [255, 255, 255])).toEqual([15, 118, 110]);
  });

  test.each(BRANDS)("with %s, links and labels can be read by day and by night", (brand) => {
    for (const dark of [false, true]) {
      const colors = palette(brand, dark);
      const surface: Rgb = dark ? [41, 43, 48] : [242, 243, 245];
      expect(contrast(shown(colors["--accent"]), surface)).toBeGreaterThanOrEqual(READABLE - 0.03);
      expect(contrast(shown(colors["--on"]), shown(colors["--fill"]))).toBeGreaterThanOrEqual(
        READABLE - 0.03,
      );
    }
  });
});
