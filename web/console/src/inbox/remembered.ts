import type { Me } from "@nitka/api-client/types";
import type { ListSearch } from "./order";

/** Colleagues and channels are the workspace's own, and so is what one looks at there. */
const place = ({ workspace, account }: Me) => `nitka.list.${workspace.id}.${account.id}`;

/** Keeps which list was looked at; not the words searched for, for these are of the moment. */
export function rememberList(me: Me, { q: _, ...list }: Partial<ListSearch>): void {
  localStorage.setItem(place(me), JSON.stringify(list));
}

/** The list that was looked at last, or none. Whoever reads it checks it like an address: it may be of another version. */
export function rememberedList(me: Me): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(me)) ?? "{}");
    return kept && typeof kept === "object" ? (kept as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
