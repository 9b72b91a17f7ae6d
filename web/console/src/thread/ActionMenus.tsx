import { Menu } from "@mantine/core";
import type { Named } from "@nitka/api-client/types";
import { dayAndClock } from "@nitka/ui/time";
import { IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { peopleQuery } from "../app/queries";
import { useMe } from "../app/session";
import { useLanguage, useT } from "../i18n";
import { snoozeOptions } from "./snooze";

interface AssignProps {
  current: Named | null;
  onPick(person: Named | null): void;
}

export function AssignItems({ current, onPick }: AssignProps) {
  const t = useT();
  const me = useMe().account;
  const people = useQuery(peopleQuery).data?.items.filter((one) => !one.pending && one.id !== me.id) ?? [];
  const item = (person: Named | null, label: string) => (
    <Menu.Item
      key={person?.id ?? "nobody"}
      onClick={() => onPick(person)}
      rightSection={person?.id === current?.id ? <IconCheck size={14} /> : null}
    >
      {label}
    </Menu.Item>
  );
  return (
    <>
      {item({ id: me.id, name: me.name }, t("assign.toMe"))}
      {people.map((one) => item({ id: one.id, name: one.name }, one.name))}
      {item(null, t("assign.nobody"))}
    </>
  );
}

export function SnoozeItems({ onPick }: { onPick(until: Date): void }) {
  const { locale, t } = useLanguage();
  const now = new Date();
  return (
    <>
      <Menu.Label>{t("actions.snoozeUntil")}</Menu.Label>
      {snoozeOptions(now).map((option) => (
        <Menu.Item
          key={option.name}
          onClick={() => onPick(option.at)}
          rightSection={<span className="faint">{dayAndClock(option.at, now, locale)}</span>}
        >
          {t(`snooze.${option.name}`)}
        </Menu.Item>
      ))}
    </>
  );
}
