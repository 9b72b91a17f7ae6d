import type {
  ImportCounts,
  ImportForecast,
  ImportJob,
  ImportMapping,
  ImportPreview,
} from "@nitka/api-client/imports";

export const WHO = ["email", "phone", "crm_id", "user_id", "loyalty", "telegram"] as const;
export const WHAT = [
  "name",
  "first_name",
  "last_name",
  "middle_name",
  "birth_date",
  "gender",
  "company",
  "address",
  "city",
  "postcode",
] as const;
export const OTHER = ["at", "skip"] as const;
export type Holds = (typeof WHO)[number] | (typeof WHAT)[number] | (typeof OTHER)[number];

/** What each column holds, by its place: a header may say the same twice. */
export type Choice = Holds[];

export const proposed = (preview: ImportPreview): Choice =>
  preview.columns.map(({ column }) => column.to as Holds);

/** What is wrong with a choice before the server is asked. */
export function wrongWith(choice: Choice): "nobody" | Holds | null {
  if (!choice.some((one) => (WHO as readonly string[]).includes(one))) return "nobody";
  const once = choice.filter((one) => one !== "skip" && !(WHO as readonly string[]).includes(one));
  return once.find((one, at) => once.indexOf(one) !== at) ?? null;
}

/** The mapping that the server is sent; `sure`: addresses of this source were confirmed by it. */
export function mappingOf(preview: ImportPreview, choice: Choice, sure: boolean): ImportMapping {
  const columns: ImportMapping["columns"] = {};
  preview.columns.forEach(({ name }, at) => {
    const to = choice[at] ?? "skip";
    if (to === "skip") return;
    columns[name] = sure && (to === "email" || to === "phone") ? { to, assurance: "verified" } : { to };
  });
  return { columns };
}

type Told = "new" | "changed" | "unchanged" | "refused" | "noted" | "held";
const COUNTED: readonly Told[] = ["new", "changed", "unchanged", "refused", "noted", "held"];

/** The figures worth saying: all but those that are nought. */
export const figures = (counts: ImportCounts): Told[] => COUNTED.filter((one) => counts[one] > 0);

type Foretold = "new" | "known" | "joining" | "together" | "apart" | "shared";
const FORETOLD: readonly Foretold[] = ["new", "known", "joining", "together", "apart", "shared"];
export const foretold = (forecast: ImportForecast): Foretold[] =>
  FORETOLD.filter((one) => forecast[one] > 0 || one === "new");

export const isBusy = (job: ImportJob) => job.state === "queued" || job.state === "running";
/** A file that waits for somebody to say what its columns hold. */
export const isOpen = (job: ImportJob) =>
  job.origin === "desk" && (job.state === "draft" || job.state === "checked");
