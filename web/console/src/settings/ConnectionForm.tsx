import { Button, TextInput } from "@mantine/core";
import { ApiError } from "@nitka/api-client/problem";
import type { ChannelKind, Connection } from "@nitka/api-client/types";
import { useState } from "react";
import { desk, queryClient } from "../app/api";
import { useLanguage } from "../i18n";
import { sentence } from "../parts/Trouble";
import { SchemaForm } from "./SchemaForm";
import { defaults } from "./schema";
import css from "./settings.module.css";

interface Props {
  kind: ChannelKind;
  connection?: Connection;
  onClose(): void;
}

/** Adds a connection or changes one. What was typed stays when the server refuses it. */
export function ConnectionForm({ kind, connection, onClose }: Props) {
  const { locale, t } = useLanguage();
  const [name, setName] = useState(connection?.name ?? kind.title[locale]);
  const [values, setValues] = useState(connection?.settings ?? defaults(kind.settings_schema));
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const body = { kind: kind.kind, name: name.trim(), settings: values };
      if (connection)
        await desk.settings.connections.change(connection.id, { name: body.name, settings: values });
      else await desk.settings.connections.add(body);
      await queryClient.invalidateQueries({ queryKey: ["connections"] });
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const field = problem instanceof ApiError ? problem.field : null;
  const said = problem ? sentence(problem, t) : "";
  const own = field?.split(".").at(-1) ?? "";
  const shown =
    field === "name" || (field?.startsWith("settings.") && own in (kind.settings_schema.properties ?? {}));
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextInput
        label={t("channels.name")}
        description={t("channels.nameHint")}
        required
        error={field === "name" ? said : undefined}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SchemaForm
        schema={kind.settings_schema}
        values={values}
        kept={connection?.secrets}
        onChange={setValues}
        trouble={field ? { field, text: said } : null}
      />
      <div role="alert" className="bad">
        {shown ? null : said}
      </div>
      <div className={css.buttons}>
        <Button type="submit" loading={busy}>
          {t(connection ? "common.save" : "channels.connect")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
