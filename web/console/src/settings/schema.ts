import type { SettingsSchema } from "@nitka/api-client/types";

export type FieldKind =
  | "text"
  | "secret"
  | "long"
  | "number"
  | "switch"
  | "choice"
  | "list"
  | "group"
  | "unknown";

/** Follows references and takes the null out of `T | null`: what is left is what the form asks for. */
export function resolve(schema: SettingsSchema, root: SettingsSchema): SettingsSchema {
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    const found = root.$defs?.[name];
    return found ? resolve({ ...found, ...schema, $ref: undefined }, root) : schema;
  }
  const real = schema.anyOf?.filter((one) => one.type !== "null");
  if (real?.length === 1 && real[0]) return resolve({ ...real[0], ...schema, anyOf: undefined }, root);
  return schema;
}

/** What to show for a field of a channel's settings. */
export function fieldKind(schema: SettingsSchema): FieldKind {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
  if (schema.enum) return "choice";
  if (schema.properties) return "group";
  if (type === "boolean") return "switch";
  if (type === "integer" || type === "number") return "number";
  if (type === "array") return "list";
  if (type !== "string") return "unknown";
  if (schema.writeOnly || schema.format === "password") return "secret";
  return schema.format === "textarea" || schema.format === "multiline" ? "long" : "text";
}

/** A field's words in the reader's language; without any the field's own name must do. */
export function fieldWords(
  name: string,
  schema: SettingsSchema,
  locale: string,
): { label: string; hint?: string } {
  const own = locale === "ru" ? schema["x-ru"] : undefined;
  return { label: own?.title ?? schema.title ?? name, hint: own?.description ?? schema.description };
}

/** The values a new form begins with. */
export function defaults(schema: SettingsSchema): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(schema.properties ?? {})) {
    const field = resolve(raw, schema);
    if (field.default !== undefined && field.default !== null) values[name] = field.default;
    else if (fieldKind(field) === "group") values[name] = defaults({ ...field, $defs: schema.$defs });
  }
  return values;
}
