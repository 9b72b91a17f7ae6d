import { h, render } from "preact";
import { load, loadFrom } from "./lazy/load";
import { addStyle, mount } from "./look/mount";
import { install } from "./page/commands";
import { readSettings, type Settings } from "./page/settings";
import { wasOpen } from "./page/storage";
import { Chat } from "./talk/chat";
import { Refusal } from "./talk/http";
import { backoff } from "./talk/link";
import { lastAnswer } from "./talk/thread";
import { App } from "./ui/app";
import { pickLanguage, type Words } from "./words/words";

async function wordsFor(settings: Settings, preferred?: string): Promise<Words> {
  const wishes = [settings.locale, document.documentElement.lang, ...navigator.languages, preferred];
  return (await load(pickLanguage(wishes))).words;
}

/** Loads what the first look needs. While the server cannot be reached it tries again; with a wrong key it gives up. */
async function prepare(chat: Chat, tries = 0): Promise<Words> {
  try {
    await chat.configure();
    return await wordsFor(chat.settings, chat.model.state.config?.locale);
  } catch (error) {
    if (error instanceof Refusal && !error.passing) throw error;
    await new Promise((resolve) => setTimeout(resolve, backoff(tries)));
    return prepare(chat, tries + 1);
  }
}

function tell(chat: Chat): void {
  const emit = install({
    open: () => chat.open(),
    close: () => chat.close(),
    identify: (who) => chat.identify(who),
    reset: () => chat.reset(),
  });
  let count = chat.unread;
  chat.model.subscribe((state, before) => {
    if (state.open !== before.open) emit(state.open ? "open" : "close");
    const answer = lastAnswer(state.thread);
    const fresh = before.thread.length && answer && answer.tick > (lastAnswer(before.thread)?.tick ?? 0);
    if (fresh && !before.thread.some(({ id }) => id === answer.id))
      emit("message", { id: answer.id, text: answer.text });
    if (chat.unread === count) return;
    count = chat.unread;
    emit("unread", count);
  });
  emit("ready", {
    /** Asked each time, for it may be somebody else; who only looks at the page is given no id before that. */
    get visitor() {
      return chat.visitor().id;
    },
  });
}

/** Page views are not worth a word to the page's owner when they fail. */
const watch = (chat: Chat, track: "on" | "dnt") =>
  load("views").then(
    ({ watchViews }) => watchViews(track, chat.http, () => chat.visitor().id),
    () => {},
  );

/** On a phone the chat covers the page: after a reload it waits to be asked again. */
const roomBeside = () => matchMedia("(min-width: 480px)").matches;

async function start(tag: HTMLScriptElement): Promise<void> {
  const settings = readSettings(tag, (window as { nitkaSettings?: unknown }).nitkaSettings);
  if (!settings || document.querySelector("nitka-chat")) return;
  const root = mount(settings.nonce);
  loadFrom(settings.base, (css) => addStyle(root, settings.nonce, css));
  const chat = new Chat(settings);
  if (settings.track !== "off") void watch(chat, settings.track);
  const words = await prepare(chat);
  // By a link of «Continue in…» somebody came for the chat.
  if (/[?&]nitka=/.test(location.search) || (wasOpen() && roomBeside())) chat.model.set({ open: true });
  chat.begin();
  render(h(App, { chat, words }), root);
  tell(chat);
}

const tag = document.currentScript as HTMLScriptElement | null;

function begin(): void {
  if (!tag) return;
  start(tag).catch((error: unknown) => {
    // biome-ignore lint/suspicious/noConsole: whoever puts the tag into a page has no other place to look.
    console.warn("Nitka: the chat was not started.", error);
  });
}

if (document.body) begin();
else addEventListener("DOMContentLoaded", begin);
