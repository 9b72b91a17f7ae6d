import type { Feature } from "@nitka/api-client/stewardship";
import type { Customer } from "@nitka/api-client/types";

/** Per cent for log2 of odds: never 0 nor 100, for nothing is certain. */
export function chance(score: number): number {
  const percent = 100 / (1 + 2 ** -score);
  if (percent > 99) return Math.min(99.9, Math.floor(percent * 10) / 10);
  return Math.max(1, Math.round(percent));
}

export interface Step extends Feature {
  /** Where the bar begins and how long it is, in per cent of the chart's width. */
  left: number;
  width: number;
}

/** The waterfall: each bar goes on where the one before ended; `zero` is where both answers are equally likely. */
export function waterfall(features: readonly Feature[]): { steps: Step[]; zero: number; total: number } {
  const ends = [0];
  for (const one of features) ends.push((ends.at(-1) ?? 0) + one.weight);
  const low = Math.min(...ends);
  const span = Math.max(...ends) - low || 1;
  const place = (at: number) => ((at - low) / span) * 100;
  const steps = features.map((one, index) => {
    const [from, to] = [ends[index] ?? 0, ends[index + 1] ?? 0];
    return { ...one, left: place(Math.min(from, to)), width: (Math.abs(to - from) / span) * 100 };
  });
  return { steps, zero: place(0), total: ends.at(-1) ?? 0 };
}

/** `+6,1`, `−14,0`: with a real minus, so that columns of figures stand straight. */
export function signed(weight: number, locale: string): string {
  const figure = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${weight < 0 ? "−" : "+"}${figure.format(Math.abs(weight))}`;
}

export interface Side {
  key: string;
  /** `name`, an identifier's type, or a trait. */
  kind: "name" | "identifier" | "trait";
  a: string[];
  b: string[];
  /** Null where one side says nothing. */
  same: boolean | null;
}

const plain = (value: unknown): string[] =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [String(value)] : [];
const fold = (text: string) => text.toLocaleLowerCase().replaceAll("ё", "е").trim();
const NAMED = new Set(["name", "email", "phone"]);

function compared(key: string, a: string[], b: string[]): boolean | null {
  if (a.length === 0 || b.length === 0) return null;
  const known = new Set(a.map(fold));
  const same = b.some((one) => known.has(fold(one)));
  // Everybody has another browser somewhere: only the same one says something.
  return key === "device" && !same ? null : same;
}

/** Two profiles line by line: what differs first, then what is the same, then what only one side says. */
export function beside(a: Customer, b: Customer): Side[] {
  const side = (kind: Side["kind"], key: string, one: string[], other: string[]): Side => ({
    key,
    kind,
    a: one,
    b: other,
    same: compared(key, one, other),
  });
  const values = (customer: Customer, type: string) =>
    customer.identifiers.filter((item) => item.type === type && item.status === "normal").map((i) => i.value);
  const types = [...new Set([...a.identifiers, ...b.identifiers].map((item) => item.type))];
  const traits = [...new Set([...Object.keys(a.traits), ...Object.keys(b.traits)])].filter(
    (key) => !NAMED.has(key),
  );
  const lines = [
    ...traits.map((key) => side("trait", key, plain(a.traits[key]), plain(b.traits[key]))),
    ...types.map((type) => side("identifier", type, values(a, type), values(b, type))),
  ].filter((line) => line.a.length > 0 || line.b.length > 0);
  const rank = (line: Side) => (line.same === false ? 0 : line.same ? 1 : 2);
  const name = side("name", "name", a.name ? [a.name] : [], b.name ? [b.name] : []);
  return [name, ...lines.sort((one, other) => rank(one) - rank(other))];
}

/** Which is shown after one of a list was decided: the next one, or the last. */
export function after<T extends { id: string }>(items: readonly T[], id: string): string | undefined {
  const at = items.findIndex((one) => one.id === id);
  const left = items.filter((one) => one.id !== id);
  return left[Math.min(Math.max(at, 0), left.length - 1)]?.id;
}
