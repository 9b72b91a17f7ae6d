import { NumberInput, PasswordInput, Select, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { SettingsSchema } from "@nitka/api-client/types";
import { useState } from "react";
import { useLanguage, useT } from "../i18n";
import { fieldKind, fieldWords, resolve } from "./schema";
import css from "./settings.module.css";

type Values = Record<string, unknown>;

interface FieldProps {
  name: string;
  schema: SettingsSchema;
  root: SettingsSchema;
  required: boolean;
  kept: boolean;
  value: unknown;
  error?: string;
  onChange(value: unknown): void;
}

const asText = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

function Field({ name, schema, root, required, kept, value, error, onChange }: FieldProps) {
  const { locale, t } = useLanguage();
  const { label, hint } = fieldWords(name, schema, locale);
  const shared = { label, description: hint, error, required, name };
  switch (fieldKind(schema)) {
    case "secret":
      return (
        <PasswordInput
          {...shared}
          autoComplete="off"
          placeholder={kept ? t("channels.secretKept") : undefined}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "long":
      return (
        <Textarea
          {...shared}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "number":
      return (
        <NumberInput
          {...shared}
          min={schema.minimum}
          max={schema.maximum}
          value={typeof value === "number" ? value : ""}
          onChange={(next) => onChange(next === "" ? undefined : Number(next))}
        />
      );
    case "switch":
      return (
        <Switch
          label={label}
          description={hint}
          checked={Boolean(value)}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "choice":
      return (
        <Select
          {...shared}
          data={(schema.enum ?? [])
            .filter((one) => one !== null)
            .map((one) => ({
              value: String(one),
              label: schema["x-choices"]?.[String(one)]?.[locale] ?? String(one),
            }))}
          value={asText(value)}
          onChange={(next) => onChange(next)}
        />
      );
    case "list":
      return (
        <TagsInput
          {...shared}
          size="xs"
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
        />
      );
    case "group":
      return (
        <fieldset className={css.group}>
          <legend>{label}</legend>
          <SchemaForm
            schema={{ ...schema, $defs: root.$defs }}
            values={value && typeof value === "object" ? (value as Values) : {}}
            onChange={onChange}
          />
        </fieldset>
      );
    case "text":
      return (
        <TextInput
          {...shared}
          type={schema.format === "email" ? "email" : schema.format === "uri" ? "url" : "text"}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "unknown":
      return null;
  }
}

interface Props {
  schema: SettingsSchema;
  values: Values;
  /** Secrets that are set already: left empty, they stay. */
  kept?: readonly string[];
  /** The field that the server complained of, and its words. */
  trouble?: { field: string; text: string } | null;
  onChange(values: Values): void;
}

/** A form made of a connector's JSON Schema: a new channel needs no new screen. */
export function SchemaForm({ schema, values, kept = [], trouble, onChange }: Props) {
  const t = useT();
  const wrong = trouble?.field.split(".").at(-1);
  const all = Object.entries(schema.properties ?? {});
  const more = all.filter(([, field]) => field["x-more"]);
  const [unfolded, unfold] = useState(false);
  const field = ([name, field]: [string, SettingsSchema]) => (
    <Field
      key={name}
      name={name}
      schema={resolve(field, schema)}
      root={schema}
      required={(schema.required?.includes(name) ?? false) && !kept.includes(name)}
      kept={kept.includes(name)}
      value={values[name]}
      error={wrong === name ? trouble?.text : undefined}
      onChange={(value) => onChange({ ...values, [name]: value })}
    />
  );
  const open = unfolded || more.some(([name]) => name === wrong);
  return (
    <>
      {all.filter(([, field]) => !field["x-more"]).map(field)}
      {more.length > 0 && (
        <button type="button" className="link" aria-expanded={open} onClick={() => unfold(!open)}>
          {t(open ? "channels.less" : "channels.more")}
        </button>
      )}
      {open && more.map(field)}
    </>
  );
}
