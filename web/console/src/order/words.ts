import type { T } from "../i18n";

const FEATURES = [
  "prior",
  "first_name",
  "last_name",
  "middle_name",
  "name",
  "birth_date",
  "address",
  "street",
  "city",
  "postcode",
  "company",
  "phone",
  "email",
  "device",
  "loyalty",
  "user_id",
] as const;
const LEVELS = ["same", "form", "sound", "near", "differ", "swapped"] as const;

const among = <Known extends string>(known: readonly Known[], name: string) =>
  known.find((one) => one === name);

/** What a feature, an identifier's type or a trait is called; one that nobody named yet by its own name. */
export function featureName(t: T, name: string): string {
  const found = among(
    FEATURES,
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
  return found ? t(`feature.${found}`) : t("feature.other", { name });
}

export function levelName(t: T, name: string | null): string {
  if (!name) return "";
  const found = among(LEVELS, name.toLowerCase());
  return found ? t(`level.${found}`) : t("level.other", { name });
}
