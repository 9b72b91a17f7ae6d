/** Stands in for Preact in the lazy parts: it is the entry's, lent when the part is loaded. */
import type * as preact from "preact";
import type * as hooks from "preact/hooks";

export type Lent = Pick<typeof preact, "h" | "Fragment"> &
  Pick<typeof hooks, "useState" | "useEffect" | "useRef">;

export let h: Lent["h"];
export let Fragment: Lent["Fragment"];
export let useState: Lent["useState"];
export let useEffect: Lent["useEffect"];
export let useRef: Lent["useRef"];

export function provide(lent: Lent): void {
  ({ h, Fragment, useState, useEffect, useRef } = lent);
}
