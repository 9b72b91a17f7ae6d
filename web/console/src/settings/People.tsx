import { Button, Select, TextInput } from "@mantine/core";
import type { Invitation, Person, Role } from "@nitka/api-client/types";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { desk } from "../app/api";
import { peopleQuery } from "../app/queries";
import { useMe } from "../app/session";
import { useT } from "../i18n";
import { Avatar } from "../parts/Avatar";
import { Skeleton } from "../parts/Skeleton";
import { Snippet } from "../parts/Snippet";
import { Trouble } from "../parts/Trouble";
import { ResetSecondFactor } from "./ResetSecondFactor";
import { SecondFactorDemand } from "./SecondFactorDemand";
import css from "./settings.module.css";
import { useAct } from "./useAct";

const ROLES: readonly Role[] = ["operator", "supervisor", "owner"];

function RoleSelect({
  value,
  label,
  disabled,
  onChange,
}: {
  value: Role;
  label: string;
  disabled?: boolean;
  onChange(role: Role): void;
}) {
  const t = useT();
  return (
    <Select
      aria-label={label}
      w={170}
      disabled={disabled}
      value={value}
      data={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
      onChange={(role) => role && onChange(role as Role)}
    />
  );
}

function Invite() {
  const t = useT();
  const { busy, act, trouble } = useAct(["people"], ["email"]);
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const [made, setMade] = useState<(Invitation & { email: string }) | null>(null);
  const invite = () =>
    act(async () => {
      setMade({ ...(await desk.settings.people.invite(email.trim(), role)), email: email.trim() });
      setEmail("");
    });
  return (
    <>
      <form
        className={css.inline}
        onSubmit={(event) => {
          event.preventDefault();
          void invite();
        }}
      >
        <TextInput
          label={t("people.invite")}
          type="email"
          placeholder="anna@example.ru"
          error={trouble("email")}
          required
          withAsterisk={false}
          w={280}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RoleSelect label={t("people.role")} value={role} onChange={setRole} />
        <Button type="submit" loading={busy}>
          {t("people.send")}
        </Button>
      </form>
      {made && (
        <div className={css.made} role="status">
          <p>{t("people.link", { email: made.email })}</p>
          <Snippet text={made.link} label={t("people.linkLabel")} />
        </div>
      )}
    </>
  );
}

function Row({ person }: { person: Person }) {
  const t = useT();
  const me = useMe();
  const { busy, act } = useAct(["people"]);
  const [sure, setSure] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const own = person.id === me.account.id;
  const owner = me.role === "owner";
  return (
    <li className={css.person}>
      <div className={css.personRow}>
        <Avatar name={person.name || person.email} size={28} />
        <span className={css.grow}>
          <b>{person.name || person.email}</b>
          <span className="dim"> {person.name ? person.email : ""}</span>
          {person.pending && <span className="faint"> · {t("people.pending")}</span>}
          {own && <span className="faint"> · {t("people.you")}</span>}
          {person.second_factor && <span className="faint"> · {t("two.has")}</span>}
          {owner && !own && person.second_factor && <ResetSecondFactor person={person} />}
        </span>
        {owner && !own && !person.pending && (
          <Button
            variant="subtle"
            color="gray"
            disabled={busy}
            onClick={() =>
              void act(async () => setLink((await desk.settings.people.resetLink(person.id)).link))
            }
          >
            {t("people.resetLink")}
          </Button>
        )}
        <RoleSelect
          label={t("people.roleOf", { name: person.name || person.email })}
          value={person.role}
          disabled={own || busy || !owner}
          onChange={(role) => void act(() => desk.settings.people.change(person.id, { role }))}
        />
        {sure ? (
          <>
            <Button
              color="red"
              loading={busy}
              onClick={() => void act(() => desk.settings.people.remove(person.id))}
            >
              {t("people.removeSure")}
            </Button>
            <Button variant="default" onClick={() => setSure(false)}>
              {t("common.cancel")}
            </Button>
          </>
        ) : (
          <Button variant="subtle" color="gray" disabled={own || !owner} onClick={() => setSure(true)}>
            {t("people.remove")}
          </Button>
        )}
      </div>
      {link && (
        <div className={css.made} role="status">
          <p>{t("people.resetMade", { name: person.name || person.email })}</p>
          <Snippet text={link} label={t("people.resetLink")} />
        </div>
      )}
    </li>
  );
}

export default function People() {
  const t = useT();
  const owner = useMe().role === "owner";
  const people = useQuery(peopleQuery);
  return (
    <>
      {owner ? <Invite /> : <p className="dim">{t("people.ownerOnly")}</p>}
      <p className="dim">{t("people.rolesHint")}</p>
      {people.isPending && <Skeleton />}
      {people.isError && <Trouble error={people.error} retry={() => void people.refetch()} />}
      <ul className={css.items}>
        {people.data?.items.map((person) => (
          <Row key={person.id} person={person} />
        ))}
      </ul>
      {owner && <SecondFactorDemand />}
    </>
  );
}
