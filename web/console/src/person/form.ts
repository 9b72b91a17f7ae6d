import { createStore } from "../parts/store";

export type PersonForm = "merge" | "split" | null;

/** Which form is open at the foot of the person's column: a command may open it from anywhere. */
export const personForm = createStore<PersonForm>(null);
