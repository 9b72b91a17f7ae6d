import { Button, CloseButton, Select, Textarea, TextInput } from "@mantine/core";
import type { TriedFinding } from "@nitka/api-client/findings";
import type { Workspace } from "@nitka/api-client/types";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { desk, queryClient } from "../app/api";
import { workspaceQuery } from "../app/queries";
import { findingName } from "../found/names";
import { useT } from "../i18n";
import { showValue } from "../parts/customerName";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import css from "./settings.module.css";
import { useAct } from "./useAct";

type Settings = Workspace["words"];
type Mask = Settings["numbering"][number];

const MOST = 20;
const TYPES = ["order", "contract"] as const;
const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

interface MaskProps {
  mask: Mask;
  number: number;
  error: string | undefined;
  onChange(mask: Mask): void;
  onRemove(): void;
}

function MaskRow({ mask, number, error, onChange, onRemove }: MaskProps) {
  const t = useT();
  return (
    <li className={css.inline}>
      <Select
        aria-label={t("words.whose", { n: number })}
        w={130}
        allowDeselect={false}
        value={mask.type}
        data={TYPES.map((value) => ({ value, label: t(`words.${value}`) }))}
        onChange={(type) => type && onChange({ ...mask, type: type as Mask["type"] })}
      />
      <TextInput
        aria-label={t("words.mask", { n: number })}
        w={240}
        placeholder={t("words.example")}
        maxLength={40}
        error={error}
        value={mask.mask}
        onChange={(event) => onChange({ ...mask, mask: event.currentTarget.value })}
      />
      <CloseButton aria-label={t("words.remove", { n: number })} onClick={onRemove} />
    </li>
  );
}

function Outcome({ items }: { items: readonly TriedFinding[] }) {
  const t = useT();
  if (items.length === 0) return <p className="dim">{t("words.nothing")}</p>;
  return (
    <ul className={css.tried} aria-label={t("words.found")}>
      {items.map((one) => (
        <li key={`${one.type} ${one.value} ${one.quote}`}>
          <q>{one.quote}</q> {findingName(one.type, t)} <b>{showValue(one.type, one.value, t)}</b>
        </li>
      ))}
    </ul>
  );
}

/** A message of a customer, made up, read by the server with what stands in the form. */
function TryOut({ words, act }: { words: Settings; act: ReturnType<typeof useAct>["act"] }) {
  const t = useT();
  const [text, setText] = useState("");
  const [items, setItems] = useState<readonly TriedFinding[] | null>(null);
  const read = () => act(async () => setItems((await desk.findings.tryOut(text, words)).items));
  return (
    <>
      <h2>{t("words.try")}</h2>
      <Textarea
        label={t("words.text")}
        description={t("words.textHint")}
        maxLength={2000}
        autosize
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setItems(null);
        }}
      />
      <Button variant="default" w="fit-content" disabled={!text.trim()} onClick={() => void read()}>
        {t("words.read")}
      </Button>
      <div role="status">{items && <Outcome items={items} />}</div>
    </>
  );
}

function Editor({ saved }: { saved: Settings }) {
  const t = useT();
  const hint = useId();
  const [numbering, setNumbering] = useState(saved.numbering);
  const [ours, setOurs] = useState(saved.ours.join("\n"));
  const words = { numbering, ours: lines(ours) };
  const fields = [
    ...numbering.map((_, at) => `words.numbering[${at}].mask`),
    ...words.ours.map((_, at) => `words.ours[${at}]`),
    "words.ours",
  ];
  const { busy, act, trouble } = useAct(workspaceQuery.queryKey, fields);
  const save = () =>
    act(async () => {
      queryClient.setQueryData(workspaceQuery.queryKey, await desk.settings.changeWorkspace({ words }));
    }, t("common.saved"));
  const set = (at: number, mask: Mask) => setNumbering(numbering.with(at, mask));
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="dim">{t("words.hint")}</p>
      <h2>{t("words.masks")}</h2>
      <p className="dim" id={hint}>
        {t("words.masksHint")}
      </p>
      <ul className={css.masks} aria-label={t("words.masks")} aria-describedby={hint}>
        {numbering.map((mask, at) => (
          <MaskRow
            // biome-ignore lint/suspicious/noArrayIndexKey: masks have no ids, and fields keep no state of their own
            key={at}
            mask={mask}
            number={at + 1}
            error={trouble(`words.numbering[${at}].mask`)}
            onChange={(changed) => set(at, changed)}
            onRemove={() => setNumbering(numbering.toSpliced(at, 1))}
          />
        ))}
      </ul>
      <Button
        variant="default"
        w="fit-content"
        disabled={numbering.length >= MOST}
        onClick={() => setNumbering([...numbering, { type: "order", mask: "" }])}
      >
        {t("words.add")}
      </Button>
      <h2>{t("words.ours")}</h2>
      <Textarea
        label={t("words.oursLabel")}
        description={t("words.oursHint")}
        autosize
        minRows={2}
        error={fields
          .filter((one) => one.startsWith("words.ours"))
          .map(trouble)
          .find(Boolean)}
        value={ours}
        onChange={(event) => setOurs(event.currentTarget.value)}
      />
      <TryOut words={words} act={act} />
      <Button type="submit" loading={busy} w="fit-content">
        {t("common.save")}
      </Button>
    </form>
  );
}

/** How customers' words are read: what numbers of orders look like here, and which numbers are our own. */
export default function Words() {
  const query = useQuery(workspaceQuery);
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  return <Editor saved={query.data.words} />;
}
