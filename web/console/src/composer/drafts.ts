import type { FileInfo, Recipient } from "@nitka/api-client/types";
import { useEffect } from "react";
import { desk } from "../app/api";
import { createStore, useStore } from "../parts/store";
import { draftChanged } from "./rules";

export interface DraftState {
  text: string;
  note: boolean;
  /** `null` follows the customer to where they wrote last. */
  to: Recipient | null;
  files: FileInfo[];
}

export const NO_DRAFT: DraftState = { text: "", note: false, to: null, files: [] };
const SAVE_AFTER = 800;

const drafts = createStore<ReadonlyMap<string, DraftState>>(new Map());
/** What the server keeps, as far as we know. */
const kept = new Map<string, DraftState>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();

export const draftOf = (id: string) => drafts.get().get(id) ?? NO_DRAFT;

async function save(id: string, keepalive = false): Promise<void> {
  clearTimeout(timers.get(id));
  timers.delete(id);
  const now = draftOf(id);
  const before = kept.get(id) ?? NO_DRAFT;
  if (!draftChanged(before, now)) return;
  kept.set(id, now);
  try {
    await desk.conversations.saveDraft(id, { text: now.text, note: now.note, to: now.to }, keepalive);
  } catch {
    // The words are still on the screen and go with the next save: put back what the server is known to have.
    kept.set(id, before);
    timers.set(
      id,
      setTimeout(() => void save(id), 5_000),
    );
  }
}

export function changeDraft(id: string, change: Partial<DraftState>): void {
  drafts.set((now) => new Map(now).set(id, { ...(now.get(id) ?? NO_DRAFT), ...change }));
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => void save(id), SAVE_AFTER),
  );
}

/** Empties the draft once its words are on their way. The channel that was chosen stays chosen. */
export function clearDraft(id: string): void {
  changeDraft(id, { text: "", files: [], note: false });
  void save(id);
}

window.addEventListener("pagehide", () => {
  for (const id of [...timers.keys()]) void save(id, true);
});

async function load(id: string): Promise<void> {
  const answer = await desk.conversations.draft(id);
  const state: DraftState = {
    text: answer.text,
    note: Boolean(answer.note),
    to: answer.to ?? null,
    files: [],
  };
  kept.set(id, state);
  // What was typed while it loaded is newer.
  if (!drafts.get().has(id)) drafts.set((now) => new Map(now).set(id, state));
}

/** The draft of a conversation: from memory at once, else from the server; saved when one goes elsewhere. */
export function useDraft(id: string): DraftState {
  useEffect(() => {
    if (!drafts.get().has(id)) {
      // Without an answer one simply begins with an empty sheet.
      load(id).catch(() => kept.set(id, NO_DRAFT));
    }
    return () => {
      if (timers.has(id)) void save(id);
    };
  }, [id]);
  return useStore(drafts, (now) => now.get(id)) ?? NO_DRAFT;
}
