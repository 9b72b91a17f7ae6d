import { createStore } from "../parts/store";

export interface Notice {
  id: number;
  text: string;
  bad: boolean;
}

/** Short words at the foot of the desk: what was done, or what could not be. */
export const notices = createStore<readonly Notice[]>([]);
let last = 0;

export function notice(text: string, bad = false): void {
  last += 1;
  const id = last;
  notices.set((now) => [...now.slice(-2), { id, text, bad }]);
  setTimeout(() => dismiss(id), bad ? 9_000 : 4_000);
}

export function dismiss(id: number): void {
  notices.set((now) => now.filter((one) => one.id !== id));
}
