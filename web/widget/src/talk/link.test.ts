import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { backoff, Link, type LinkState } from "./link";
import type { Frame } from "./types";

/** A socket whose other end is the test. */
class Wire {
  static all: Wire[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  sent: { type?: string }[] = [];
  closed = false;

  constructor() {
    Wire.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
  }

  say(frame: Frame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const last = () => Wire.all.at(-1)!;

function linked(poll: () => Promise<void> = async () => {}) {
  const states: LinkState[] = [];
  const link = new Link("ws://test", {
    hello: () => ({ key: "k" }),
    frame: () => {},
    state: (state) => states.push(state),
    poll,
    watched: () => true,
  });
  link.start();
  return { link, states };
}

function live() {
  const all = linked();
  last().onopen?.();
  last().say({ type: "ready" });
  return all;
}

beforeEach(() => {
  Wire.all = [];
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Wire);
  vi.stubGlobal("window", globalThis);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the link", () => {
  test("says hello first, and is live once the server is ready", () => {
    const { link, states } = live();
    expect(last().sent).toEqual([{ key: "k" }]);
    expect(states).toEqual(["connecting", "live"]);
    expect(link.send({ type: "typing" })).toBe(true);
  });

  test("gives up a socket that is silent after a ping, and comes back", async () => {
    live();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(last().sent.at(-1)).toEqual({ type: "ping" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(Wire.all[0]!.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(Wire.all).toHaveLength(2);
  });

  test("asks over HTTP while sockets fail, and tries one a minute later", async () => {
    const { link } = linked();
    last().onclose?.();
    await vi.advanceTimersByTimeAsync(1_000);
    last().onclose?.();
    await vi.advanceTimersByTimeAsync(1);
    expect(link.state).toBe("polling");
    await vi.advanceTimersByTimeAsync(3_000);
    last().onclose?.();
    const tried = Wire.all.length;
    await vi.advanceTimersByTimeAsync(59_000);
    expect(Wire.all).toHaveLength(tried);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(Wire.all).toHaveLength(tried + 1);
    last().say({ type: "ready" });
    expect(link.state).toBe("live");
  });

  test("is down only when HTTP fails, too", async () => {
    const { link } = linked(() => Promise.reject(new TypeError("no network")));
    last().onclose?.();
    await vi.advanceTimersByTimeAsync(1);
    expect(link.state).toBe("down");
    expect(link.send({ type: "typing" })).toBe(false);
  });

  test("does nothing more once it was stopped", async () => {
    const { link } = live();
    link.stop();
    const tried = Wire.all.length;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(Wire.all).toHaveLength(tried);
    expect(link.state).toBe("idle");
  });
});

test("waits longer each time, up to half a minute, and never all at once", () => {
  expect([0, 1, 2, 9].map((tries) => backoff(tries, () => 1))).toEqual([1000, 2000, 4000, 30_000]);
  expect(backoff(3, () => 0)).toBeCloseTo(4800);
});
