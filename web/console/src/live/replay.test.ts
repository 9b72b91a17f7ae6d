import type { LiveEvent } from "@nitka/api-client/events";
import type { Message } from "@nitka/api-client/types";
import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { replaying } from "./replay";

const KEY = ["messages", "v1"];
const message = (id: string, seq: number) =>
  ({ id, seq, conversation_id: "v1", text: id, direction: "in", author: {}, status: "received" }) as Message;
const pages = (...items: Message[]) => ({ pages: [{ items, next: null }], pageParams: [null] });

it("what is told while a thread is being fetched is there after the fetch", async () => {
  const client = new QueryClient();
  const replay = replaying(client, "p1");
  let answer = (_: unknown) => {};
  const fetched = client.fetchQuery({ queryKey: KEY, queryFn: () => new Promise((done) => (answer = done)) });
  await Promise.resolve();
  replay.remember({
    kind: "message_received",
    conversation_id: "v1",
    customer_id: "c1",
    message: message("m2", 2),
  } as LiveEvent);
  answer(pages(message("m1", 1)));
  await fetched;
  expect(client.getQueryData<ReturnType<typeof pages>>(KEY)?.pages[0]?.items.map((one) => one.id)).toEqual([
    "m2",
    "m1",
  ]);
  replay.stop();
});

it("findings told while the first fetch is on its way are asked for again", async () => {
  const client = new QueryClient();
  const replay = replaying(client, "p1");
  const key = ["found", "v1"];
  let answer = (_: unknown) => {};
  const fetched = client.fetchQuery({ queryKey: key, queryFn: () => new Promise((done) => (answer = done)) });
  await Promise.resolve();
  replay.remember({ kind: "findings_changed", conversation_id: "v1", ids: ["f1"] });
  answer({ items: [], next: null });
  await fetched;
  expect(client.getQueryState(key)?.isInvalidated).toBe(true);
  replay.stop();
});
