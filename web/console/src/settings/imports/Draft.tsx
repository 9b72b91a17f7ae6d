import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import type { ImportJob, ImportPreview } from "@nitka/api-client/imports";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { desk } from "../../app/api";
import { importPreviewQuery, importsQuery } from "../../app/imports";
import { useT } from "../../i18n";
import { Skeleton } from "../../parts/Skeleton";
import { Trouble } from "../../parts/Trouble";
import css from "../settings.module.css";
import { useAct } from "../useAct";
import { Foretold } from "./Foretold";
import own from "./imports.module.css";
import { type Choice, type Holds, mappingOf, OTHER, proposed, WHAT, WHO, wrongWith } from "./rules";

interface MappingProps {
  preview: ImportPreview;
  choice: Choice;
  onChange(choice: Choice): void;
}

function MappingTable({ preview, choice, onChange }: MappingProps) {
  const t = useT();
  const items = (kinds: readonly Holds[]) =>
    kinds.map((value) => ({ value, label: t(`import.to.${value}`) }));
  const data = [
    { group: t("import.group.who"), items: items(WHO) },
    { group: t("import.group.what"), items: items(WHAT) },
    { group: t("import.group.other"), items: items(OTHER) },
  ];
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th>{t("import.column")}</th>
          <th>{t("import.holds")}</th>
          <th>{t("import.samples")}</th>
        </tr>
      </thead>
      <tbody>
        {preview.columns.map(({ name, samples }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file never move, and may have one name
          <tr key={at}>
            <td>{name}</td>
            <td>
              <Select
                aria-label={t("import.holdsOf", { name })}
                w={230}
                data={data}
                value={choice[at] ?? "skip"}
                allowDeselect={false}
                onChange={(to) => onChange(choice.map((one, place) => (place === at ? (to as Holds) : one)))}
              />
            </td>
            <td className="dim">{samples.join(" · ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FirstRows({ preview }: { preview: ImportPreview }) {
  const t = useT();
  const { encoding, delimiter } = preview.format;
  return (
    <details className={own.rows}>
      <summary>
        {t("import.preview")}{" "}
        <span className="faint">
          {t("import.format", { encoding, delimiter: delimiter === "\t" ? t("import.tab") : delimiter })}
        </span>
      </summary>
      <div className={own.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              {preview.columns.map(({ name }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file never move
                <th key={at}>{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file never move
              <tr key={line}>
                {row.map((cell, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: nor do its cells
                  <td key={at}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Form({ job, preview }: { job: ImportJob; preview: ImportPreview }) {
  const t = useT();
  const { busy, act, trouble } = useAct(importsQuery.queryKey, ["source"]);
  const [choice, setChoice] = useState(() => proposed(preview));
  const [source, setSource] = useState(job.source ?? "");
  const [sure, setSure] = useState(false);
  const wrong = wrongWith(choice);
  const start = (dry_run: boolean) =>
    void act(() =>
      desk.imports.start(job.id, {
        source: source.trim(),
        mapping: mappingOf(preview, choice, sure),
        dry_run,
      }),
    );
  return (
    <form
      className={own.draft}
      onSubmit={(event) => {
        event.preventDefault();
        start(true);
      }}
    >
      <TextInput
        label={t("import.source")}
        description={t("import.sourceHint")}
        error={trouble("source")}
        required
        maxLength={100}
        maw={420}
        value={source}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
      <MappingTable preview={preview} choice={choice} onChange={setChoice} />
      <Checkbox
        label={t("import.sure")}
        description={t("import.sureHint")}
        checked={sure}
        onChange={(event) => setSure(event.currentTarget.checked)}
      />
      <FirstRows preview={preview} />
      {job.forecast && <Foretold forecast={job.forecast} />}
      {wrong && (
        <p className={own.wrong} role="alert">
          {wrong === "nobody"
            ? t("import.noIdentifier")
            : t("import.twice", { what: t(`import.to.${wrong}`) })}
        </p>
      )}
      <div className={css.buttons}>
        <Button type="submit" variant={job.forecast ? "default" : "filled"} loading={busy} disabled={!!wrong}>
          {t("import.check")}
        </Button>
        <Button
          variant={job.forecast ? "filled" : "default"}
          disabled={busy || !!wrong || !source.trim()}
          onClick={() => start(false)}
        >
          {t("import.start")}
        </Button>
      </div>
    </form>
  );
}

/** What was understood of a file, for somebody to put right and confirm. */
export function Draft({ job }: { job: ImportJob }) {
  const query = useQuery(importPreviewQuery(job.id));
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  return <Form job={job} preview={query.data} />;
}
