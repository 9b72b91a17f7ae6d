import { Button, ColorInput, SegmentedControl, Textarea, TextInput } from "@mantine/core";
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

type Form = Pick<Workspace, "hours" | "away_message" | "widget">;

interface LookProps {
  widget: Workspace["widget"];
  onChange(widget: Workspace["widget"]): void;
}

function Look({ widget, onChange }: LookProps) {
  const t = useT();
  const set = (change: Partial<Workspace["widget"]>) => onChange({ ...widget, ...change });
  return (
    <>
      <TextInput
        label={t("widget.title")}
        value={widget.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <ColorInput
        size="xs"
        format="hex"
        label={t("widget.color")}
        eyeDropperButtonProps={{ "aria-label": t("widget.pickColor") }}
        value={widget.color}
        onChange={(color) => set({ color })}
      />
      <TextInput
        label={t("widget.logo")}
        description={t("widget.logoHint")}
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

function Editor({ workspace }: { workspace: Workspace }) {
  const t = useT();
  const { busy, act } = useAct(workspaceQuery.queryKey);
  const [form, setForm] = useState<Form>({
    hours: workspace.hours,
    away_message: workspace.away_message,
    widget: workspace.widget,
  });
  const save = () =>
    act(async () => {
      queryClient.setQueryData(workspaceQuery.queryKey, await desk.settings.changeWorkspace(form));
    }, t("common.saved"));
  const away = (locale: "ru" | "en") => (
    <Textarea
      label={t(`widget.away.${locale}`)}
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
        <h2>{t("widget.look")}</h2>
        <Look widget={form.widget} onChange={(widget) => setForm({ ...form, widget })} />
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
