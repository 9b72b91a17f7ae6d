import type { RevisionState } from "@nitka/api-client/model";

const MOVING: readonly RevisionState[] = [
  "clearing",
  "comparing",
  "drawing",
  "switching",
  "settling",
  "applying",
  "suggesting",
];
const UNKNOWN: readonly RevisionState[] = ["clearing", "comparing", "drawing"];

/** Whether the server is at work, so that it is worth asking again how far it is. */
export const isMoving = (state: RevisionState) => MOVING.includes(state);

/** Whether it is known whom it concerns. */
export const isShown = (state: RevisionState) => !UNKNOWN.includes(state);
