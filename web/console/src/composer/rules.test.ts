import type { Address } from "@nitka/api-client/types";
import { describe, expect, it } from "vitest";
import {
  cannedPrefix,
  claimWarning,
  draftChanged,
  findCanned,
  insertCanned,
  obstacle,
  pickAddress,
  spokeElsewhere,
} from "./rules";

function address(part: Partial<Address>): Address {
  return {
    connection_id: "k",
    connection_name: "",
    channel: "chat",
    identifier_id: "i",
    type: "device",
    value: "d",
    assurance: "verified",
    path: "verified",
    last_in_at: null,
    available: true,
    reason: null,
    current: false,
    latest: false,
    ...part,
  };
}

const chat = address({ identifier_id: "chat", last_in_at: "2026-11-22T07:00:00Z" });
const telegram = address({ identifier_id: "tg", channel: "telegram", current: true });
const mail = address({ identifier_id: "mail", channel: "email", path: "asserted" });

describe("where the answer goes", () => {
  it("follows the customer", () => {
    expect(pickAddress([chat, telegram, mail], null)).toBe(telegram);
  });

  it("is what the operator chose, even if it cannot be used now", () => {
    const closed = { ...mail, available: false };
    expect(pickAddress([chat, telegram, closed], { connection_id: "k", identifier_id: "mail" })).toBe(closed);
  });

  it("falls back to the last one that can be used", () => {
    expect(pickAddress([mail, chat, { ...telegram, available: false }], null)).toBe(chat);
    expect(pickAddress([], null)).toBeNull();
  });

  it("is rather proven than recent when the customer's own place cannot be used", () => {
    const recent = { ...mail, last_in_at: "2026-11-22T09:00:00Z" };
    expect(pickAddress([{ ...telegram, available: false }, recent, chat], null)).toBe(chat);
  });

  it("is for a person to say where nothing tells who the customer is", () => {
    const stranger = { ...mail, latest: true };
    expect(pickAddress([stranger, chat], null)).toBeNull();
    expect(pickAddress([stranger, chat], { connection_id: "k", identifier_id: "chat" })).toBe(chat);
    expect(obstacle({ text: "Да", note: false, files: 0, uploading: 0 }, null, [stranger, chat])).toBe(
      "choose",
    );
    expect(spokeElsewhere([stranger, chat], null)).toBe(stranger);
  });

  it("is told when it is not where the last words came from", () => {
    const stranger = { ...mail, latest: true };
    expect(spokeElsewhere([telegram, stranger], telegram)).toBe(stranger);
    expect(spokeElsewhere([telegram, stranger], stranger)).toBeNull();
    expect(spokeElsewhere([{ ...telegram, latest: true }, mail], mail)).toBeNull();
  });
});

describe("the warning of claims", () => {
  it("is given where only claims join the address to the customer, also while they write from it", () => {
    expect(claimWarning(mail)).toBe("asserted");
    expect(claimWarning({ ...mail, current: true })).toBe("asserted");
    expect(claimWarning({ ...mail, path: "observed" })).toBe("observed");
  });

  it("is not given for proven ones", () => {
    expect(claimWarning(chat)).toBeNull();
    expect(claimWarning(telegram)).toBeNull();
  });
});

describe("sending", () => {
  const draft = { text: "Да", note: false, files: 0, uploading: 0 };
  it("needs words or files, an address that works, and uploads that are done", () => {
    expect(obstacle(draft, chat)).toBeNull();
    expect(obstacle({ ...draft, text: "  \n" }, chat)).toBe("empty");
    expect(obstacle({ ...draft, text: "", files: 1 }, chat)).toBeNull();
    expect(obstacle({ ...draft, uploading: 1 }, chat)).toBe("uploading");
    expect(obstacle(draft, null)).toBe("no-address");
    expect(obstacle(draft, { ...chat, available: false })).toBe("unavailable");
  });

  it("does not wait for addresses that are still being fetched", () => {
    expect(obstacle(draft, undefined)).toBeNull();
  });

  it("of a note needs no address", () => {
    expect(obstacle({ ...draft, note: true }, null)).toBeNull();
  });
});

describe("canned answers", () => {
  const answers = [
    { id: "1", shortcut: "возврат", title: "Как вернуть", text: "14 дней" },
    { id: "2", shortcut: "доставка", title: "Сроки", text: "Возврат тоже курьером" },
    { id: "3", shortcut: "привет", title: "Приветствие", text: "Здравствуйте, {name}! Чем помочь?" },
  ];

  it("are asked for by a slash that begins a word", () => {
    expect(cannedPrefix("/воз", 4)).toEqual({ query: "воз", from: 0 });
    expect(cannedPrefix("Добрый день. /", 14)).toEqual({ query: "", from: 13 });
    expect(cannedPrefix("и/или", 5)).toBeNull();
    expect(cannedPrefix("https://example.ru/x", 20)).toBeNull();
  });

  it("are found by short name first, then by words", () => {
    expect(findCanned(answers, "возврат").map((one) => one.id)).toEqual(["1", "2"]);
    expect(findCanned(answers, "ничего")).toEqual([]);
  });

  it("take the place of what was typed and call the customer by the first name", () => {
    const [, , hello] = answers;
    if (!hello) throw new Error("no answer");
    expect(insertCanned("/при", { from: 0, caret: 4 }, hello, "Иван Петров").text).toBe(
      "Здравствуйте, Иван! Чем помочь?",
    );
    expect(insertCanned("/при", { from: 0, caret: 4 }, hello, null)).toEqual({
      text: "Здравствуйте! Чем помочь?",
      caret: 25,
    });
  });
});

describe("drafts", () => {
  it("are saved only when they differ", () => {
    expect(draftChanged({ text: "" }, { text: "", note: false, to: null })).toBe(false);
    expect(draftChanged({ text: "а" }, { text: "б" })).toBe(true);
    expect(draftChanged({ text: "а" }, { text: "а", note: true })).toBe(true);
  });
});
