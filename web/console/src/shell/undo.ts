import { createStore } from "../parts/store";

export interface Undoable {
  id: number;
  text: string;
  until: number;
  run(): Promise<unknown>;
}

export const UNDO_FOR = 10_000;
/** What can still be taken back, the latest last. */
export const undoables = createStore<readonly Undoable[]>([]);
let last = 0;

export function offerUndo(text: string, run: Undoable["run"]): number {
  last += 1;
  const id = last;
  undoables.set((now) => [...now, { id, text, until: Date.now() + UNDO_FOR, run }]);
  setTimeout(() => withdrawUndo(id), UNDO_FOR);
  return id;
}

export function withdrawUndo(id: number): void {
  undoables.set((now) => (now.some((one) => one.id === id) ? now.filter((one) => one.id !== id) : now));
}

export async function undoLast(): Promise<void> {
  const latest = undoables.get().at(-1);
  if (!latest) return;
  withdrawUndo(latest.id);
  await latest.run();
}
