import { Button, ColorInput, NumberInput, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import type { Workspace } from "@nitka/api-client/types";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { desk, queryClient } from "../app/api";
import { workspaceQuery } from "../app/queries";
import { useT } from "../i18n";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { Hours } from "./Hours";
import { Preview } from "./Preview";
import css from "./settings.module.css";
import { useAct } from "./useAct";

type Form = Pick<
  Workspace,
  "hours" | "away_message" | "widget" | "fall_back_minutes" | "reopen_days" | "continue_hours"
>;
type Wrong = (field: string) => string | undefined;

const FIELDS = [
  "fall_back_minutes",
  "reopen_days",
  "continue_hours",
  "away_message.ru",
  "away_message.en",
  "widget.title",
  "widget.color",
  "widget.logo_url",
] as const;

interface LookProps {
  widget: Workspace["widget"];
  trouble: Wrong;
  onChange(widget: Workspace["widget"]): void;
}

function Look({ widget, trouble, onChange }: LookProps) {
  const t = useT();
  const set = (change: Partial<Workspace["widget"]>) => onChange({ ...widget, ...change });
  return (
    <>
      <TextInput
        label={t("widget.title")}
        error={trouble("widget.title")}
        value={widget.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <ColorInput
        size="xs"
        format="hex"
        label={t("widget.color")}
        error={trouble("widget.color")}
        eyeDropperButtonProps={{ "aria-label": t("widget.pickColor") }}
        value={widget.color}
        onChange={(color) => set({ color })}
      />
      <TextInput
        label={t("widget.logo")}
        description={t("widget.logoHint")}
        error={trouble("widget.logo_url")}
        type="url"
        placeholder="https://"
        value={widget.logo_url ?? ""}
        onChange={(event) => set({ logo_url: event.currentTarget.value || null })}
      />
      <div>
        <div className={css.label}>{t("widget.position")}</div>
        <SegmentedControl
          aria-label={t("widget.position")}
          value={widget.position}
          onChange={(position) => set({ position: position as "left" | "right" })}
          data={(["left", "right"] as const).map((value) => ({ value, label: t(`widget.${value}`) }))}
        />
      </div>
    </>
  );
}

interface PatienceProps {
  form: Form;
  trouble: Wrong;
  onChange(change: Partial<Form>): void;
}

/** How long one waits: until an unseen answer goes by e-mail, new words are a new conversation, a link is over. */
function Patience({ form, trouble, onChange }: PatienceProps) {
  const t = useT();
  // An emptied field is no number yet: what was there stays until there is one.
  const field = (name: "fall_back_minutes" | "reopen_days" | "continue_hours", most: number) => (
    <NumberInput
      label={t(`widget.${name}`)}
      description={t(`widget.${name}.hint`)}
      error={trouble(name)}
      min={name === "continue_hours" ? 1 : 0}
      max={most}
      allowNegative={false}
      allowDecimal={name === "fall_back_minutes"}
      styles={{ wrapper: { width: 120 } }}
      value={form[name]}
      onChange={(value) => value !== "" && onChange({ [name]: Number(value) })}
    />
  );
  return (
    <>
      {field("fall_back_minutes", 10_080)}
      {field("reopen_days", 3650)}
      {field("continue_hours", 168)}
    </>
  );
}

function Editor({ workspace }: { workspace: Workspace }) {
  const t = useT();
  const { busy, act, trouble } = useAct(workspaceQuery.queryKey, FIELDS);
  const [form, setForm] = useState<Form>({
    hours: workspace.hours,
    away_message: workspace.away_message,
    widget: workspace.widget,
    fall_back_minutes: workspace.fall_back_minutes,
    reopen_days: workspace.reopen_days,
    continue_hours: workspace.continue_hours,
  });
  const save = () =>
    act(async () => {
      queryClient.setQueryData(workspaceQuery.queryKey, await desk.settings.changeWorkspace(form));
    }, t("common.saved"));
  const away = (locale: "ru" | "en") => (
    <Textarea
      label={t(`widget.away.${locale}`)}
      error={trouble(`away_message.${locale}`)}
      value={form.away_message[locale]}
      onChange={(event) =>
        setForm({ ...form, away_message: { ...form.away_message, [locale]: event.currentTarget.value } })
      }
    />
  );
  return (
    <form
      className={css.beside}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className={css.stack}>
        <h2>{t("widget.hours")}</h2>
        <Hours hours={form.hours} onChange={(hours) => setForm({ ...form, hours })} />
        <h2>{t("widget.away")}</h2>
        <p className="dim">{t("widget.awayHint")}</p>
        {away("ru")}
        {away("en")}
        <h2>{t("widget.patience")}</h2>
        <Patience form={form} trouble={trouble} onChange={(change) => setForm({ ...form, ...change })} />
        <h2>{t("widget.look")}</h2>
        <Look widget={form.widget} trouble={trouble} onChange={(widget) => setForm({ ...form, widget })} />
        <div className={css.buttons}>
          <Button type="submit" loading={busy}>
            {t("common.save")}
          </Button>
        </div>
      </div>
      <Preview form={form} />
    </form>
  );
}

export default function Widget() {
  const query = useQuery(workspaceQuery);
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  return <Editor workspace={query.data} />;
}
