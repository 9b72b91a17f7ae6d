import { ActionIcon, Menu } from "@mantine/core";
import { IconCheck, IconFilter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { connectionsQuery, peopleQuery } from "../app/queries";
import { useT } from "../i18n";
import { channelName } from "../parts/channelName";
import css from "./inbox.module.css";
import type { ListSearch, StatusFilter } from "./order";

const STATUSES: readonly StatusFilter[] = ["live", "open", "waiting", "snoozed", "closed", "spam"];

function Choice({ on, onClick, children }: { on: boolean; onClick(): void; children: string }) {
  return (
    <Menu.CheckboxItem checked={on} onChange={onClick} checkIcon={<IconCheck size={14} />}>
      {children}
    </Menu.CheckboxItem>
  );
}

/** The channels there are to filter by: those that are connected. */
function useChannels(): string[] {
  const connections = useQuery(connectionsQuery).data?.items ?? [];
  return [...new Set(connections.map((one) => one.kind))].filter(
    (kind) => kind !== "site" && kind !== "import",
  );
}

/** Filters that stand in the address bar; a dot on the button says that some are set. */
export function Filters({ search }: { search: ListSearch }) {
  const t = useT();
  const navigate = useNavigate();
  const people = useQuery(peopleQuery).data?.items ?? [];
  const channels = useChannels();
  const set = (change: Partial<ListSearch>) =>
    void navigate({ to: ".", search: (now: Partial<ListSearch>) => ({ ...now, ...change }), replace: true });
  const some = Boolean(search.status || search.channel || search.assignee || search.unread);
  return (
    <Menu closeOnItemClick={false} alignItemsLabels="all" position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon
          aria-label={t(some ? "inbox.filtersSet" : "inbox.filters")}
          data-on={some || undefined}
          className={css.filter}
        >
          <IconFilter size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className="scroll" mah="70vh">
        <Choice on={Boolean(search.unread)} onClick={() => set({ unread: search.unread ? undefined : true })}>
          {t("inbox.unreadOnly")}
        </Choice>
        {search.tab !== "waiting" && <Menu.Label>{t("inbox.status")}</Menu.Label>}
        {search.tab !== "waiting" &&
          STATUSES.map((status) => (
            <Menu.RadioItem
              key={status}
              value={status}
              checked={(search.status ?? "live") === status}
              checkIcon={<IconCheck size={14} />}
              onChange={() => set({ status: status === "live" ? undefined : status })}
            >
              {t(`status.${status}`)}
            </Menu.RadioItem>
          ))}
        {channels.length > 1 && <Menu.Label>{t("inbox.channel")}</Menu.Label>}
        {channels.length > 1 &&
          channels.map((kind) => (
            <Choice
              key={kind}
              on={search.channel === kind}
              onClick={() => set({ channel: search.channel === kind ? undefined : kind })}
            >
              {channelName(kind, t)}
            </Choice>
          ))}
        {search.tab === "all" && <Menu.Label>{t("inbox.assignee")}</Menu.Label>}
        {search.tab === "all" &&
          [{ id: "none", name: t("assign.nobody") }, ...people.filter((one) => !one.pending)].map((one) => (
            <Choice
              key={one.id}
              on={search.assignee === one.id}
              onClick={() => set({ assignee: search.assignee === one.id ? undefined : one.id })}
            >
              {one.name}
            </Choice>
          ))}
        {some && <Menu.Divider />}
        {some && (
          <Menu.Item
            closeMenuOnClick
            onClick={() =>
              set({ status: undefined, channel: undefined, assignee: undefined, unread: undefined })
            }
          >
            {t("inbox.clearFilters")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
