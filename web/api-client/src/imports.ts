import type { Http } from "./http";
import type { Assurance, Locale, Page } from "./types";

export type ImportState = "draft" | "queued" | "running" | "checked" | "done" | "stopped" | "failed";

/** What a column holds: an identifier, a trait, the time of the row, or nothing of use. */
export interface ImportColumn {
  to: string;
  assurance?: Assurance | null;
  namespace?: string | null;
}

export interface ImportMapping {
  columns: Record<string, ImportColumn>;
  key?: string | null;
}

export interface ImportCounts {
  rows: number;
  new: number;
  changed: number;
  unchanged: number;
  refused: number;
  noted: number;
  held: number;
}

/** What an import would do, in customers. */
export interface ImportForecast {
  new: number;
  known: number;
  joining: number;
  joined_into: number;
  together: number;
  apart: number;
  shared: number;
}

export interface ImportJob {
  id: string;
  at: string;
  origin: "desk" | "cli";
  by: { id: string; name: string | null } | null;
  source: string | null;
  name: string;
  size: number;
  mapping: ImportMapping | null;
  dry_run: boolean;
  state: ImportState;
  error: string | null;
  progress: number;
  counts: ImportCounts;
  forecast: ImportForecast | null;
  problems: number;
  started_at: string | null;
  finished_at: string | null;
}

export interface ImportPreview {
  format: { encoding: string; delimiter: string };
  columns: { name: string; samples: string[]; column: ImportColumn }[];
  rows: string[][];
}

export interface ImportStart {
  source: string;
  mapping: ImportMapping;
  dry_run: boolean;
}

/** Imports of customers from files. */
export function imports({ request }: Http) {
  const at = (id: string) => `/imports/${id}`;
  return {
    list: () => request<Page<ImportJob>>("GET", "/imports", { query: { limit: 50 } }),
    preview: (id: string) => request<ImportPreview>("GET", `${at(id)}/preview`),
    upload: (file: File) => {
      const body = new FormData();
      body.append("file", file);
      return request<ImportJob>("POST", "/imports", { body });
    },
    start: (id: string, body: ImportStart) => request<ImportJob>("POST", `${at(id)}/start`, { body }),
    stop: (id: string) => request<ImportJob>("POST", `${at(id)}/stop`),
    remove: (id: string) => request<void>("DELETE", at(id)),
    /** Where the browser downloads the report from. */
    report: (id: string, locale: Locale) => `/api/v1${at(id)}/report?locale=${locale}`,
  };
}
