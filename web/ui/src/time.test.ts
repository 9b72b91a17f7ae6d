import { describe, expect, it } from "vitest";
import { fileSize } from "./size";
import { clock, dayName, daysApart, lasted, shortWhen, wait } from "./time";

const now = new Date("2026-11-22T18:30:00+03:00");
const at = (text: string) => new Date(text);

describe("days", () => {
  it("count midnights of the reader, not hours", () => {
    expect(daysApart(at("2026-11-21T23:59:00+03:00"), at("2026-11-22T00:01:00+03:00"))).toBe(1);
    expect(daysApart(at("2026-11-22T00:01:00+03:00"), now)).toBe(0);
  });

  it("have names", () => {
    expect(dayName(now, now, "ru")).toBe("сегодня");
    expect(dayName(at("2026-11-21T10:00:00+03:00"), now, "ru")).toBe("вчера");
    expect(dayName(at("2026-03-08T10:00:00+03:00"), now, "ru")).toBe("8 марта");
    expect(dayName(at("2025-03-08T10:00:00+03:00"), now, "en")).toBe("March 8, 2025");
  });
});

describe("times in a narrow column", () => {
  it("grow coarser with age", () => {
    expect(shortWhen(at("2026-11-22T09:05:00+03:00"), now, "ru")).toBe("09:05");
    expect(shortWhen(at("2026-11-21T09:05:00+03:00"), now, "ru")).toBe("вчера");
    expect(shortWhen(at("2024-11-20T09:05:00+03:00"), now, "ru")).toBe("20.11.24");
  });

  it("are written with 24 hours in English too", () => {
    expect(clock(at("2026-11-22T21:05:00+03:00"), "en")).toBe("21:05");
    expect(clock(at("2026-11-22T00:05:00+03:00"), "en")).toBe("00:05");
  });
});

describe("waiting", () => {
  const since = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  it.each([
    [0, "0:00"],
    [48, "0:48"],
    [130, "2:10"],
    [599, "9:59"],
    [600, "10 мин"],
    [3599, "59 мин"],
    [7300, "2 ч"],
    [3 * 86400, "3 дн."],
  ])("%d seconds", (seconds, text) => {
    expect(wait(since(seconds), now, "ru").replace(/\s/g, " ")).toBe(text);
  });

  it("never runs backwards when clocks differ", () => {
    expect(wait(since(-30), now, "ru")).toBe("0:00");
  });

  it("lasts at least a minute", () => {
    expect(lasted(5_000, "ru").replace(/\s/g, " ")).toBe("1 мин");
    expect(lasted(4 * 60_000, "en")).toBe("4 min");
  });
});

describe("sizes of files", () => {
  it("are round", () => {
    expect(fileSize(640, "ru").replace(/\s/g, " ")).toBe("640 Б");
    expect(fileSize(1_840_000, "ru").replace(/\s/g, " ")).toBe("1,8 МБ");
    expect(fileSize(12_400, "en")).toBe("12 kB");
  });
});
