import { Button, Textarea, TextInput } from "@mantine/core";
import type { CannedAnswer } from "@nitka/api-client/types";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { desk } from "../app/api";
import { cannedQuery } from "../app/queries";
import { useT } from "../i18n";
import { Empty } from "../parts/Empty";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import css from "./settings.module.css";
import { useAct } from "./useAct";

function Editor({ answer, onClose }: { answer: CannedAnswer | null; onClose(): void }) {
  const t = useT();
  const { busy, act, trouble } = useAct(cannedQuery.queryKey, ["shortcut", "title", "text"]);
  const [form, setForm] = useState({
    shortcut: answer?.shortcut ?? "",
    title: answer?.title ?? "",
    text: answer?.text ?? "",
  });
  const save = async () => {
    const done = await act(() =>
      answer ? desk.settings.canned.change(answer.id, form) : desk.settings.canned.add(form),
    );
    if (done) onClose();
  };
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextInput
        autoFocus
        label={t("canned.shortcut")}
        description={t("canned.shortcutHint")}
        leftSection="/"
        error={trouble("shortcut")}
        required
        value={form.shortcut}
        onChange={(event) => setForm({ ...form, shortcut: event.currentTarget.value.replace(/[\s/]/g, "") })}
      />
      <TextInput
        label={t("canned.name")}
        error={trouble("title")}
        required
        value={form.title}
        onChange={(event) => setForm({ ...form, title: event.currentTarget.value })}
      />
      <Textarea
        label={t("canned.text")}
        description={t("canned.textHint", { name: "{name}" })}
        error={trouble("text")}
        minRows={3}
        required
        value={form.text}
        onChange={(event) => setForm({ ...form, text: event.currentTarget.value })}
      />
      <div className={css.buttons}>
        <Button type="submit" loading={busy}>
          {t("common.save")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        {answer && (
          <Button
            variant="subtle"
            color="red"
            onClick={() => void act(() => desk.settings.canned.remove(answer.id)).then(onClose)}
          >
            {t("canned.remove")}
          </Button>
        )}
      </div>
    </form>
  );
}

export default function Canned() {
  const t = useT();
  const query = useQuery(cannedQuery);
  const [open, setOpen] = useState<string | null>(null);
  const close = () => setOpen(null);
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      {query.data.items.length === 0 && open === null && (
        <Empty title={t("canned.empty")}>{t("canned.emptyHint")}</Empty>
      )}
      <ul className={css.items}>
        {query.data.items.map((answer) => (
          <li key={answer.id} className={css.item}>
            {open === answer.id ? (
              <Editor answer={answer} onClose={close} />
            ) : (
              <button type="button" className={css.itemHead} onClick={() => setOpen(answer.id)}>
                <b className={css.shortcut}>/{answer.shortcut}</b>
                <span>{answer.title}</span>
                <span className={`cut faint ${css.grow}`}>{answer.text}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {open === "new" ? (
        <Editor answer={null} onClose={close} />
      ) : (
        <Button onClick={() => setOpen("new")}>{t("canned.add")}</Button>
      )}
    </>
  );
}
