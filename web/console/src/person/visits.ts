import type { TimelineItem } from "@nitka/api-client/types";

export interface Visit {
  key: string;
  from: string;
  to: string;
  pages: number;
  /** The page looked at longest, for it says most. */
  title: string;
  source: string | null;
}

/** Half an hour without a step ends a visit, as web analytics have it. */
const PAUSE = 30 * 60_000;

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
const moment = (item: TimelineItem) => new Date(item.at).getTime();

function titleOf(items: TimelineItem[]): string {
  let best: { title: string; time: number } | null = null;
  items.forEach((item, index) => {
    const title = text(item.payload.title) ?? item.text ?? text(item.payload.url);
    if (item.kind !== "page" || !title) return;
    const next = items[index + 1];
    const time = next ? moment(next) - moment(item) : 0;
    if (!best || time > best.time) best = { title, time };
  });
  return (best as { title: string } | null)?.title ?? items[0]?.text ?? "";
}

function sourceOf(items: TimelineItem[]): string | null {
  const ad = items.find((item) => item.kind === "ad");
  const utm = ad?.payload.utm;
  const named = utm && typeof utm === "object" ? text((utm as Record<string, unknown>).source) : null;
  return named ?? text(ad?.text);
}

function visit(items: TimelineItem[]): Visit[] {
  const first = items[0];
  const last = items.at(-1);
  if (!first || !last) return [];
  const pages = items.filter((item) => item.kind === "page").length;
  return [
    { key: first.id, from: first.at, to: last.at, pages, title: titleOf(items), source: sourceOf(items) },
  ];
}

/** Gathers steps on the site into visits, newest first. `timeline` is in any order. */
export function visits(timeline: readonly TimelineItem[]): Visit[] {
  const steps = timeline
    .filter((item) => item.kind === "page" || item.kind === "track" || item.kind === "ad")
    .sort((a, b) => moment(a) - moment(b));
  const found: Visit[] = [];
  let run: TimelineItem[] = [];
  for (const step of steps) {
    const before = run.at(-1);
    if (before && moment(step) - moment(before) > PAUSE) {
      found.push(...visit(run));
      run = [];
    }
    run.push(step);
  }
  found.push(...visit(run));
  return found.filter((item) => item.pages > 0).reverse();
}
