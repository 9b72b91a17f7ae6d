import type { Came, TokenForm } from "@nitka/api-client/continuing";
import type { TimelineItem } from "@nitka/api-client/types";
import type { T } from "../i18n";

const FROM = ["chat", "email", "site"] as const;
const OUTCOMES = ["joined", "again", "here", "wrong", "expired", "used", "elsewhere", "later"] as const;

/** What became of the token that somebody came with in this touch; null where they came with none. */
export function cameOf({ payload }: Pick<TimelineItem, "payload">): Came | null {
  const said = payload.continuation as Partial<Came> | undefined;
  if (!said || !OUTCOMES.includes(said.outcome as Came["outcome"])) return null;
  return { outcome: said.outcome as Came["outcome"], form: said.form ?? "link", origin: said.origin ?? null };
}

/** The form of the token that made them one with whom it was made for; null where none did. */
export function cameBy(item: Pick<TimelineItem, "payload">): TokenForm | null {
  const came = cameOf(item);
  return came?.outcome === "joined" || came?.outcome === "again" ? came.form : null;
}

function fromChannel(kind: string | null, t: T): string {
  if (!kind) return "";
  const known = FROM.find((one) => one === kind);
  return known ? t(`fromChannel.${known}`) : t("fromChannel.other", { kind });
}

/** It in a few words, for the thread. */
export function cameWords(came: Came, t: T): string {
  if (came.outcome === "joined" || came.outcome === "again") {
    const key = came.form === "code" ? "came.joinedCode" : "came.joined";
    return t(key, { from: fromChannel(came.origin, t) }).trim();
  }
  return t(`came.${came.outcome}`);
}
