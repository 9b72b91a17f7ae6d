import type { LiveEvent } from "@nitka/api-client/events";
import type { Message } from "@nitka/api-client/types";
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
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

it.each([
  [["found", "v1"], { kind: "findings_changed", conversation_id: "v1", ids: ["f1"] }],
  [
    ["addresses", "v1"],
    { kind: "message_received", conversation_id: "v1", customer_id: "c1", message: message("m2", 2) },
  ],
  [["disclosure", "v1", "ru"], { kind: "code_changed", conversation_id: "v1", id: "k1" }],
  [["disclosure", "v1", "ru"], { kind: "customer_changed", customer_id: "c1" }],
  [["why", "c1", "ru"], { kind: "customers_merged", old_ids: ["c2"], new_id: "c1" }],
])(
  "what made %j old while its first fetch was on its way has it asked for again, once",
  async (key, event) => {
    const client = new QueryClient();
    const replay = replaying(client, "p1");
    const answers: ((_: unknown) => void)[] = [];
    const asked = new QueryObserver(client, {
      queryKey: key,
      queryFn: () => new Promise((done) => answers.push(done)),
    });
    const stop = asked.subscribe(() => undefined);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    replay.remember(event as LiveEvent);
    answers[0]?.("before");
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.("after");
    await vi.waitFor(() => expect(client.getQueryData(key)).toBe("after"));
    expect(client.getQueryState(key)).toMatchObject({ isInvalidated: false, fetchStatus: "idle" });
    stop();
    replay.stop();
  },
);

it("what an event says nothing of is asked for once", async () => {
  const client = new QueryClient();
  const replay = replaying(client, "p1");
  const key = ["disclosure", "v2", "ru"];
  let answer = (_: unknown) => {};
  const fetched = client.fetchQuery({ queryKey: key, queryFn: () => new Promise((done) => (answer = done)) });
  await Promise.resolve();
  replay.remember({ kind: "findings_changed", conversation_id: "v2", ids: ["f1"] });
  answer({});
  await fetched;
  expect(client.getQueryState(key)?.isInvalidated).toBe(false);
  replay.stop();
});
