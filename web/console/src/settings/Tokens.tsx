import { Button, Select, TextInput } from "@mantine/core";
import type { ApiToken, TokenRole } from "@nitka/api-client/types";
import { shortWhen } from "@nitka/ui/time";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { desk } from "../app/api";
import { tokensQuery } from "../app/queries";
import { useLanguage, useT } from "../i18n";
import { useMinute } from "../parts/clock";
import { Skeleton } from "../parts/Skeleton";
import { Snippet } from "../parts/Snippet";
import { Trouble } from "../parts/Trouble";
import css from "./settings.module.css";
import { useAct } from "./useAct";

const ROLES: readonly TokenRole[] = ["bot", "operator", "supervisor", "owner"];

function Row({ token }: { token: ApiToken }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const { busy, act } = useAct(tokensQuery.queryKey);
  const [sure, setSure] = useState(false);
  return (
    <li className={css.row}>
      <span className={css.grow}>
        <b>{token.name}</b> <span className="dim">{t(`role.${token.role}`)}</span>
        {token.made_by && <span className="faint"> · {t("tokens.by", { name: token.made_by })}</span>}
      </span>
      <span className="faint">
        {token.used_at
          ? t("tokens.used", { when: shortWhen(new Date(token.used_at), now, locale) })
          : t("tokens.unused")}
      </span>
      {sure ? (
        <Button
          color="red"
          loading={busy}
          onClick={() => void act(() => desk.settings.tokens.remove(token.id))}
        >
          {t("tokens.revokeSure")}
        </Button>
      ) : (
        <Button variant="subtle" color="gray" onClick={() => setSure(true)}>
          {t("tokens.revoke")}
        </Button>
      )}
    </li>
  );
}

function Add() {
  const t = useT();
  const { busy, act, trouble } = useAct(tokensQuery.queryKey, ["name"]);
  const [name, setName] = useState("");
  const [role, setRole] = useState<TokenRole>("operator");
  const [made, setMade] = useState<string | null>(null);
  const add = () =>
    act(async () => {
      setMade((await desk.settings.tokens.add({ name: name.trim(), role })).token);
      setName("");
    });
  return (
    <>
      <form
        className={css.inline}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextInput
          label={t("tokens.name")}
          error={trouble("name")}
          required
          withAsterisk={false}
          placeholder={t("tokens.namePlaceholder")}
          w={280}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          aria-label={t("people.role")}
          w={170}
          value={role}
          data={ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }))}
          onChange={(one) => one && setRole(one as TokenRole)}
        />
        <Button type="submit" loading={busy}>
          {t("tokens.add")}
        </Button>
      </form>
      {made && (
        <div className={css.made} role="status">
          <p>{t("tokens.once")}</p>
          <Snippet text={made} label={t("tokens.token")} />
        </div>
      )}
    </>
  );
}

export default function Tokens() {
  const t = useT();
  const query = useQuery(tokensQuery);
  return (
    <>
      <p className="dim">{t("tokens.hint")}</p>
      <Add />
      {query.isPending && <Skeleton />}
      {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
      <ul className={css.items}>
        {query.data?.items.map((token) => (
          <Row key={token.id} token={token} />
        ))}
      </ul>
    </>
  );
}
