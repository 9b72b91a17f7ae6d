// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { memoryStore } from "../talk/store.fixture";
import { newId, subjectOf, visitorOf } from "../talk/visitor";
import { install } from "./commands";
import { given, identityOf, readSettings } from "./settings";
import { mayTrack, pageOf, pageView, withoutToken } from "./views";

function tag(attributes: Record<string, string>): HTMLScriptElement {
  const script = document.createElement("script");
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  return script;
}

test("the tag says where our server is, and the page who its visitor is", () => {
  const script = tag({ src: "https://chat.example/widget.js?v=2", "data-key": "k", "data-track": "off" });
  const settings = readSettings(script, { userToken: "t", email: "a@b.ru", phone: 5, evil: "x" });
  expect(settings).toMatchObject({
    origin: "https://chat.example",
    base: "https://chat.example/widget/",
    track: "off",
  });
  expect(identityOf(settings!)).toEqual({ user_token: "t", traits: { email: "a@b.ru", phone: "5" } });
  expect(readSettings(tag({ src: "https://chat.example/widget.js" }), null)).toBeNull();
});

test("nonsense from the page is nothing", () => {
  expect(given(null)).toEqual({});
  expect(given("text")).toEqual({});
  expect(identityOf(readSettings(tag({ src: "/widget.js", "data-key": "k" }), 5)!)).toEqual({});
});

test("who asks not to be tracked is not, where the page wants it so", () => {
  const asking = { doNotTrack: "1" } as Navigator;
  expect(mayTrack("on", asking)).toBe(true);
  expect(mayTrack("dnt", asking)).toBe(false);
  expect(mayTrack("dnt", { globalPrivacyControl: true } as unknown as Navigator)).toBe(false);
  expect(mayTrack("dnt", {} as Navigator)).toBe(true);
});

test("a route in the hash is a page, a place on the page is not", () => {
  expect(pageOf("https://a.ru/b#top")).toBe("https://a.ru/b");
  expect(pageOf("https://a.ru/b#/cart")).toBe("https://a.ru/b#/cart");
});

test("a page view is one of Segment's", () => {
  const view = pageView("k", "v", "https://a.ru/b?utm_source=ya", "https://ya.ru/", "Ботинки");
  expect(view).toMatchObject({
    writeKey: "k",
    anonymousId: "v",
    properties: { path: "/b", search: "?utm_source=ya" },
  });
});

test("what was asked before we came is done, and what happens is told", async () => {
  const done: unknown[] = [];
  const q = [
    ["open"],
    ["identify", { name: "Иван" }],
    ["on", "message", (text: string) => done.push(text)],
    ["nonsense"],
  ];
  Object.assign(window, { nitka: Object.assign(() => {}, { q }) });
  const emit = install({
    open: () => done.push("open"),
    close: () => done.push("close"),
    identify: (who) => done.push(who),
    reset: () => done.push("reset"),
  });
  (window as unknown as { nitka(name: string): void }).nitka("close");
  emit("message", "Готово");
  await new Promise((resolve) => setTimeout(resolve));
  expect(done).toEqual(["open", { name: "Иван" }, "close", "Готово"]);

  emit("ready", { visitor: "v1" });
  const late = (window as unknown as { nitka(...args: unknown[]): void }).nitka;
  late("on", "ready", (who: unknown) => done.push(who));
  await new Promise((resolve) => setTimeout(resolve));
  expect(done.at(-1)).toEqual({ visitor: "v1" });
});

test("a visitor is made once and has a secret nobody can guess", () => {
  const store = memoryStore();
  const first = visitorOf(store);
  expect(first.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(first.secret).toMatch(/^[0-9a-f]{64}$/);
  expect(visitorOf(store)).toEqual(first);
  expect(newId()).not.toBe(newId());
});

test("a token tells whom it speaks of, and a broken one nobody", () => {
  expect(subjectOf(`x.${btoa(JSON.stringify({ sub: 42 }))}.y`)).toBe("42");
  for (const broken of [undefined, "", "x", "x.%.y", `x.${btoa("5")}.y`])
    expect(subjectOf(broken)).toBeNull();
});

test("a token to go on with is told to nobody but the chat", () => {
  expect(withoutToken("https://a.example/x?a=1&nitka=abc&b=2#c")).toBe("https://a.example/x?a=1&b=2#c");
  expect(withoutToken("https://a.example/x?nitka=abc")).toBe("https://a.example/x");
  expect(withoutToken("https://a.example/x?q=a%20b")).toBe("https://a.example/x?q=a%20b");
});
