import { Button, FileButton, Progress } from "@mantine/core";
import type { ImportJob } from "@nitka/api-client/imports";
import { fileSize } from "@nitka/ui/size";
import { dayAndClock } from "@nitka/ui/time";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { desk } from "../app/api";
import { importsQuery } from "../app/imports";
import { useLanguage, useT } from "../i18n";
import { useMinute } from "../parts/clock";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { Draft } from "./imports/Draft";
import own from "./imports/imports.module.css";
import { figures, isBusy, isOpen } from "./imports/rules";
import css from "./settings.module.css";
import { useAct } from "./useAct";

function Figures({ job }: { job: ImportJob }) {
  const t = useT();
  if (job.counts.rows === 0) return null;
  const told = figures(job.counts).map((one) => t(`import.${one}`, { n: job.counts[one] }));
  return (
    <div className={`dim ${own.figures}`}>
      {[t("import.rows", { n: job.counts.rows }), ...told].join(" · ")}
    </div>
  );
}

function Deeds({ job }: { job: ImportJob }) {
  const { locale, t } = useLanguage();
  const { busy, act } = useAct(importsQuery.queryKey);
  const [sure, setSure] = useState(false);
  return (
    <>
      {job.problems > 0 && (
        <Button
          component="a"
          variant="default"
          href={desk.imports.report(job.id, locale)}
          title={t("import.reportHint")}
          download
        >
          {t("import.report")}
        </Button>
      )}
      {isBusy(job) ? (
        <Button variant="default" loading={busy} onClick={() => void act(() => desk.imports.stop(job.id))}>
          {t("import.stop")}
        </Button>
      ) : (
        <Button
          variant="subtle"
          color={sure ? "red" : "gray"}
          loading={busy}
          onClick={() => (sure ? void act(() => desk.imports.remove(job.id)) : setSure(true))}
        >
          {t(sure ? "import.removeSure" : "import.remove")}
        </Button>
      )}
    </>
  );
}

function Job({ job, open, onOpen }: { job: ImportJob; open: boolean; onOpen(): void }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const state = job.state === "running" && job.dry_run ? "checking" : job.state;
  return (
    <li className={own.job}>
      <div className={own.head}>
        <span className={css.grow}>
          <b>{job.name}</b>{" "}
          <span className="dim">
            {[job.source, job.size > 0 && fileSize(job.size, locale)].filter(Boolean).join(" · ")}
          </span>{" "}
          <span className="faint">
            {dayAndClock(new Date(job.at), now, locale)} ·{" "}
            {job.origin === "cli" ? t("import.byCommand") : job.by?.name}
          </span>
        </span>
        <span data-state={job.state}>{t(`import.${state}`)}</span>
        {isOpen(job) && !open && (
          <Button variant="default" onClick={onOpen}>
            {t("import.open")}
          </Button>
        )}
        <Deeds job={job} />
      </div>
      <Figures job={job} />
      {isBusy(job) && (
        <Progress className={own.bar} aria-label={t("import.progress")} value={job.progress * 100} />
      )}
      {job.error && (
        <p className="dim">{t(job.error === "interrupted" ? "import.interrupted" : "import.failedWhy")}</p>
      )}
      {open && isOpen(job) && <Draft job={job} />}
    </li>
  );
}

/** Customers from files: look, check, bring in. */
export default function Import() {
  const t = useT();
  const query = useQuery(importsQuery);
  const { busy, act } = useAct(importsQuery.queryKey);
  const [open, setOpen] = useState<string | null>(null);
  const upload = (file: File | null) =>
    file && void act(async () => setOpen((await desk.imports.upload(file)).id));
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <p className="dim">{t("import.hint")}</p>
      <FileButton accept=".csv,.txt,.tsv,text/csv" onChange={upload}>
        {(props) => (
          <Button {...props} loading={busy}>
            {t("import.choose")}
          </Button>
        )}
      </FileButton>
      <ul className={css.items}>
        {query.data.items.map((job) => (
          <Job key={job.id} job={job} open={job.id === open} onOpen={() => setOpen(job.id)} />
        ))}
      </ul>
      <p className="faint">{t("import.databases")}</p>
    </>
  );
}
