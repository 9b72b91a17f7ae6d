import { createStore } from "../parts/store";

export type Overlay = "palette" | "keys" | null;

/** What lies over the desk now: at most one thing. */
export const overlay = createStore<Overlay>(null);
export const showOverlay = (next: Overlay) => overlay.set(next);
