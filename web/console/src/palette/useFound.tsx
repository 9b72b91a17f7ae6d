import { IconArrowRight, IconUser } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { conversationsQuery, customersQuery } from "../app/queries";
import { useChangeMe, useMe } from "../app/session";
import { type T, useT } from "../i18n";
import { keepsOrder, SECTIONS } from "../order/sections";
import { customerName, showValue } from "../parts/customerName";
import { ChannelIcon } from "../parts/Icon";
import { sections } from "../settings/sections";
import { showOverlay } from "../shell/overlay";
import { answers, offered } from "./offered";

export interface Entry {
  key: string;
  icon: ReactNode;
  title: string;
  hint: string;
  keys?: string;
  run(): void;
}

type Navigate = ReturnType<typeof useNavigate>;

const arrow = <IconArrowRight size={15} aria-hidden />;

function tabs(t: T, navigate: Navigate): Entry[] {
  return (["mine", "waiting", "all"] as const).map((tab, index) => ({
    key: `tab-${tab}`,
    icon: arrow,
    title: t(`palette.tab.${tab}`),
    hint: "",
    keys: String(index + 1),
    run: () => void navigate({ to: "/desk", search: { tab } }),
  }));
}

/** Commands whose names hold the words typed: first what can be done with what is open. */
export function useCommands(text: string, navigate: Navigate): Entry[] {
  const t = useT();
  const me = useMe();
  const changeMe = useChangeMe();
  const here = offered()
    .filter(({ title, deep }) => (text ? answers(title, text) : !deep))
    .map((one): Entry => ({ icon: arrow, ...one, hint: one.hint ?? "" }));
  const command = (key: string, title: string, run: () => void, keys?: string): Entry => ({
    key,
    icon: arrow,
    title,
    hint: "",
    keys,
    run,
  });
  const all = [
    ...tabs(t, navigate),
    command("customers", t("shell.customers"), () => void navigate({ to: "/desk/customers" })),
    ...(keepsOrder(me.role) ? SECTIONS : []).map((section) =>
      command(
        `order-${section}`,
        `${t("order.title")}: ${t(`order.${section}`)}`,
        () => void navigate({ to: "/desk/customers/order/$section", params: { section } }),
      ),
    ),
    ...sections(me.role).map((section) =>
      command(
        `section-${section}`,
        `${t("shell.settings")}: ${t(`settings.${section}`)}`,
        () => void navigate({ to: "/desk/settings/$section", params: { section } }),
      ),
    ),
    command("light", t("palette.light"), () => changeMe.mutate({ theme: "light" })),
    command("dark", t("palette.dark"), () => changeMe.mutate({ theme: "dark" })),
    command("keys", t("keys.title"), () => showOverlay("keys"), "?"),
  ];
  return [...here, ...all.filter((entry) => answers(entry.title, text))];
}

/** Customers and conversations that the server finds. */
export function useFound(q: string, navigate: Navigate): { entries: Entry[]; busy: boolean } {
  const t = useT();
  const enabled = q.length > 1;
  const customers = useInfiniteQuery({ ...customersQuery(q), enabled });
  const conversations = useInfiniteQuery({ ...conversationsQuery({ q }), enabled });
  if (!enabled) return { entries: [], busy: false };
  const people = (customers.data?.pages[0]?.items ?? []).slice(0, 6).map(
    (one): Entry => ({
      key: one.id,
      icon: <IconUser size={15} aria-hidden />,
      title: customerName(one, t),
      hint: one.identifiers
        .slice(0, 2)
        .map((item) => showValue(item.type, item.value, t))
        .join(", "),
      run: () =>
        void (one.open_conversation_id
          ? navigate({ to: "/desk/c/$conversationId", params: { conversationId: one.open_conversation_id } })
          : navigate({ to: "/desk/customers/$customerId", params: { customerId: one.id } })),
    }),
  );
  const talks = (conversations.data?.pages[0]?.items ?? []).slice(0, 8).map(
    (one): Entry => ({
      key: one.id,
      icon: <ChannelIcon name={one.last.channel} />,
      title: customerName(one.customer, t),
      hint: one.last.text,
      run: () => void navigate({ to: "/desk/c/$conversationId", params: { conversationId: one.id } }),
    }),
  );
  return { entries: [...people, ...talks], busy: customers.isPending || conversations.isPending };
}
