import type { TokenForm } from "@nitka/api-client/continuing";
import type { Message, TimelineItem } from "@nitka/api-client/types";
import { daysApart } from "@nitka/ui/time";
import { cameBy } from "../continuing/came";

/** What the thread shows, in the order of time. */
export type Row =
  | { type: "day"; key: string; at: string }
  | {
      type: "switch";
      key: string;
      at: string;
      channel: string;
      from: string;
      by: "customer" | "us";
      address: Message["address"];
      /** They came with a token of «Continue in…». */
      came: TokenForm | null;
      /** Somebody joined here of whom only a claim says that they are this customer. */
      unproven: boolean;
    }
  | { type: "unread"; key: string }
  | { type: "message"; key: string; message: Message; head: boolean; quiet: boolean }
  | { type: "touch"; key: string; item: TimelineItem }
  | { type: "fold"; key: string; items: TimelineItem[] };

export interface Assembly {
  /** Show all touches: nothing folded. */
  unfolded?: ReadonlySet<string>;
  /** The first message that was unread when the thread was opened. */
  firstUnread?: string | null;
  /** Touches before this moment stay away: older messages are not loaded yet. */
  since?: string | null;
  /** By `placeOf`: addresses that are proven to be the customer's whose conversation it is, or are not. */
  proven?: ReadonlyMap<string, boolean>;
}

/** The key of an address in `Assembly.proven`. */
export const placeOf = (connection: string, identifier: string) => `${connection}/${identifier}`;

type Entry = { at: number; message: Message } | { at: number; item: TimelineItem };

const FOLDS: readonly string[] = ["page", "track", "ad", "identify", "import", "mailing"];
/** So many quiet touches in a row stay as they are; one more and they fold. */
export const KEPT_UNFOLDED = 3;
const SAME_BREATH = 5 * 60_000;

const moment = (at: string) => new Date(at).getTime();

function entries(
  messages: readonly Message[],
  touches: readonly TimelineItem[],
  since: string | null,
): Entry[] {
  const quiet = touches
    .filter((item) => !WORDS.has(item.kind) && (!since || item.at >= since))
    .map((item): Entry => ({ at: moment(item.at), item }));
  // Messages keep the order of arrival (seq), whatever their clocks say.
  let floor = 0;
  const loud = messages.map((message): Entry => {
    floor = Math.max(floor, moment(message.at));
    return { at: floor, message };
  });
  return [...loud, ...quiet].sort((a, b) => a.at - b.at);
}

function sameBreath(before: Message | null, message: Message): boolean {
  return (
    before !== null &&
    before.direction === message.direction &&
    before.channel === message.channel &&
    before.author.id === message.author.id &&
    before.author.kind === message.author.kind &&
    moment(message.at) - moment(before.at) < SAME_BREATH
  );
}

/**
 * Tells of each voice that comes in whether only claims join it to those before: it is not proven itself, or is the
 * first that is.
 */
function newcomers(proven: ReadonlyMap<string, boolean>): (message: Message) => boolean {
  const heard = new Map<string, boolean>();
  return (message) => {
    if (message.direction !== "in" || heard.has(message.strand_id)) return false;
    const sure = !message.address || proven.get(placeOf(message.connection_id, message.address.id)) !== false;
    const before = [...heard.values()];
    heard.set(message.strand_id, sure);
    return before.length > 0 && (!sure || !before.includes(true));
  };
}

/** Tells of each message by which token its writer came: with the words themselves, or just before them. */
function arrivals(touches: readonly TimelineItem[]) {
  const own = new Map(touches.map((item) => [item.id, item.kind === "message" ? cameBy(item) : null]));
  let before: TokenForm | null = null;
  return {
    pass(item: TimelineItem): void {
      before = cameBy(item) ?? before;
    },
    by(message: Message): TokenForm | null {
      if (message.direction !== "in") return null;
      const found = own.get(message.id) ?? before;
      before = null;
      return found;
    },
  };
}

function switchRow(before: Message, message: Message, unproven: boolean, came: TokenForm | null): Row | null {
  const otherChannel = before.channel !== message.channel;
  const otherAddress =
    !otherChannel &&
    message.direction === "in" &&
    before.strand_id !== message.strand_id &&
    (message.channel !== "chat" || unproven);
  if (!otherChannel && !otherAddress && !unproven && !came) return null;
  return {
    type: "switch",
    key: `switch-${message.id}`,
    at: message.at,
    channel: message.channel,
    from: before.channel,
    by: message.direction === "in" ? "customer" : "us",
    address: otherAddress ? message.address : null,
    came,
    unproven,
  };
}

/** Writes out a run of touches; many quiet ones become one line, with the last left to be seen. */
function touchRows(run: TimelineItem[], unfolded: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  let quiet: TimelineItem[] = [];
  const flush = () => {
    const first = quiet[0];
    const last = quiet.at(-1);
    if (!first || !last) return;
    const key = `fold-${first.id}`;
    if (quiet.length > KEPT_UNFOLDED && !unfolded.has(key)) {
      rows.push(
        { type: "fold", key, items: quiet.slice(0, -1) },
        { type: "touch", key: last.id, item: last },
      );
    } else {
      rows.push(...quiet.map((item): Row => ({ type: "touch", key: item.id, item })));
    }
    quiet = [];
  };
  for (const item of run) {
    if (FOLDS.includes(item.kind)) quiet.push(item);
    else {
      flush();
      rows.push({ type: "touch", key: item.id, item });
    }
  }
  flush();
  return rows;
}

/** Touches that are messages too: a filled-in form is what its sender wrote. */
const WORDS = new Set(["message", "note", "form"]);

/** Makes one line of time out of a conversation's messages (in order) and the customer's other touches. */
export function assemble(
  messages: readonly Message[],
  touches: readonly TimelineItem[],
  { unfolded = new Set(), firstUnread = null, since = null, proven = new Map() }: Assembly = {},
): Row[] {
  const rows: Row[] = [];
  let day: number | null = null;
  let spoken: Message | null = null;
  let previous: Message | null = null;
  let run: TimelineItem[] = [];
  const joinsUnproven = newcomers(proven);
  const came = arrivals(touches);
  const endRun = () => {
    rows.push(...touchRows(run, unfolded));
    if (run.length > 0) previous = null;
    run = [];
  };
  for (const entry of entries(messages, touches, since)) {
    if (day === null || daysApart(new Date(day), new Date(entry.at)) !== 0) {
      endRun();
      rows.push({
        type: "day",
        key: `day-${new Date(entry.at).toDateString()}`,
        at: new Date(entry.at).toISOString(),
      });
      day = entry.at;
      previous = null;
    }
    if ("item" in entry) {
      came.pass(entry.item);
      run.push(entry.item);
      continue;
    }
    endRun();
    const { message } = entry;
    const unproven = joinsUnproven(message);
    const by = came.by(message);
    const change: Row | null =
      spoken && message.direction !== "note" && message.author.kind !== "system"
        ? switchRow(spoken, message, unproven, by)
        : null;
    if (change) rows.push(change);
    if (firstUnread === message.id) rows.push({ type: "unread", key: "unread" });
    const head = change !== null || firstUnread === message.id || !sameBreath(previous, message);
    rows.push({ type: "message", key: message.id, message, head, quiet: false });
    previous = message;
    if (message.direction !== "note" && message.author.kind !== "system") spoken = message;
  }
  endRun();
  hush(rows);
  return rows;
}

const TROUBLE: readonly string[] = ["failed", "unknown"];

/** Of several answers in a row that fared alike, only the last says so. */
function hush(rows: Row[]): void {
  let later: Message | null = null;
  for (const row of rows.toReversed()) {
    if (row.type !== "message" || row.message.direction === "note") continue;
    const { message } = row;
    row.quiet =
      later?.direction === "out" && later.status === message.status && !TROUBLE.includes(message.status);
    later = message;
  }
}

/** Touches older than this are left out: a day before the first word, or what is loaded so far. */
export function touchesSince(messages: readonly Message[], hasOlder: boolean): string | null {
  const first = messages[0];
  if (!first) return null;
  return hasOlder ? first.at : new Date(moment(first.at) - 24 * 3_600_000).toISOString();
}
