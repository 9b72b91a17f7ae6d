import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import type { Conversation } from "@nitka/api-client/types";
import { lasted, wait } from "@nitka/ui/time";
import {
  IconArchive,
  IconArchiveOff,
  IconArrowLeft,
  IconDots,
  IconMoon,
  IconUser,
  IconUserPlus,
} from "@tabler/icons-react";
import { useState } from "react";
import { useMe } from "../app/session";
import { useLanguage, useT } from "../i18n";
import { useKeys } from "../keys/keys";
import { presence } from "../live/line";
import { Avatar } from "../parts/Avatar";
import { useMinute, useSecond } from "../parts/clock";
import { customerName } from "../parts/customerName";
import { useStore } from "../parts/store";
import { AssignItems, SnoozeItems } from "./ActionMenus";
import css from "./header.module.css";
import type { Actions } from "./useActions";
import { useCommands } from "./useCommands";

function Waits({ since }: { since: string }) {
  const { locale, t } = useLanguage();
  return <> · {t("thread.waits", { time: wait(new Date(since), useSecond(), locale) })}</>;
}

function State({ conversation }: { conversation: Conversation }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const { status, waiting_since, opened_at } = conversation;
  const open = status === "open" || status === "waiting";
  return (
    <span className="dim cut">
      {open
        ? t("thread.openFor", { time: lasted(now.getTime() - new Date(opened_at).getTime(), locale) })
        : t(`status.${status}`)}
      {open && waiting_since && <Waits since={waiting_since} />}
    </span>
  );
}

const NOBODY: never[] = [];

/** «Анна тоже здесь»: who else has this conversation open, and whether they write. */
function AlsoHere({ id }: { id: string }) {
  const t = useT();
  const people = useStore(presence, (now) => now.get(id)) ?? NOBODY;
  const writing = people.find((one) => one.typing);
  const first = writing ?? people[0];
  return (
    <span className={css.here} role="status" aria-live="polite">
      {first && people.slice(0, 3).map((one) => <Avatar key={one.id} name={one.name} size={20} />)}
      {first && (
        <span className={writing ? css.writing : "dim"}>
          {writing
            ? t("thread.colleagueTyping", { name: writing.name })
            : people.length === 1
              ? t("thread.alsoHere", { name: first.name })
              : t("thread.alsoHereMany", { n: people.length })}
        </span>
      )}
    </span>
  );
}

interface Props {
  conversation: Conversation;
  actions: Actions;
  onPerson(): void;
  /** Back to the list, where there is room for one of them only. */
  onBack(): void;
}

export function ThreadHeader({ conversation, actions, onPerson, onBack }: Props) {
  const t = useT();
  const me = useMe().account;
  const name = customerName(conversation.customer, t);
  const [menu, setMenu] = useState<"snooze" | "assign" | null>(null);
  const toggle = (name: "snooze" | "assign") => (open: boolean) => setMenu(open ? name : null);
  const done = conversation.status === "closed" || conversation.status === "spam";
  const mine = conversation.assignee?.id === me.id;
  const take = () => mine || actions.assign({ id: me.id, name: me.name });
  const spam = () => conversation.status === "spam" || actions.spam();
  useKeys({
    KeyE: () => (done ? actions.reopen() : actions.close()),
    KeyS: () => setMenu("snooze"),
    KeyA: () => setMenu("assign"),
    KeyI: take,
    "shift+Digit1": spam,
  });
  useCommands(conversation, actions, name, { take, spam, open: setMenu });
  return (
    <header className={css.header}>
      <ActionIcon className={css.back} onClick={onBack} aria-label={t("thread.back")}>
        <IconArrowLeft size={16} />
      </ActionIcon>
      <div className={css.title}>
        <h1 className="cut">{name}</h1>
        <State conversation={conversation} />
      </div>
      <AlsoHere id={conversation.id} />
      <Menu opened={menu === "assign"} onChange={toggle("assign")} position="bottom-end" width={220}>
        <Menu.Target>
          <button type="button" className={css.assignee} title={`${t("actions.assign")} (A)`}>
            {conversation.assignee ? (
              <Avatar name={conversation.assignee.name ?? t("author.operator")} size={20} />
            ) : (
              <IconUserPlus size={15} />
            )}
            <span className="cut">
              {mine ? t("assign.me") : (conversation.assignee?.name ?? t("assign.nobody"))}
            </span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <AssignItems current={conversation.assignee} onPick={actions.assign} />
        </Menu.Dropdown>
      </Menu>
      <Menu opened={menu === "snooze"} onChange={toggle("snooze")} position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon aria-label={t("actions.snooze")} title={`${t("actions.snooze")} (S)`}>
            <IconMoon size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <SnoozeItems onPick={actions.snooze} />
        </Menu.Dropdown>
      </Menu>
      <Tooltip
        label={
          <>
            {t(done ? "actions.reopen" : "actions.close")} <kbd>E</kbd>
          </>
        }
      >
        <ActionIcon
          aria-label={t(done ? "actions.reopen" : "actions.close")}
          onClick={done ? actions.reopen : actions.close}
        >
          {done ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon aria-label={t("actions.more")}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("thread.number", { number: String(conversation.number) })}</Menu.Label>
          <Menu.Item
            onClick={actions.spam}
            disabled={conversation.status === "spam"}
            rightSection={<kbd>!</kbd>}
          >
            {t("actions.spam")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ActionIcon
        className={css.person}
        onClick={onPerson}
        aria-label={t("person.show")}
        title={`${t("person.show")} (P)`}
      >
        <IconUser size={16} />
      </ActionIcon>
    </header>
  );
}
