import { ActionIcon, TextInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { countsQuery } from "../app/queries";
import { useT } from "../i18n";
import { useKeys } from "../keys/keys";
import { Filters } from "./Filters";
import css from "./inbox.module.css";
import type { ListSearch, Tab } from "./order";

const TABS: readonly Tab[] = ["mine", "waiting", "all"];

function Tabs({ tab }: { tab: Tab }) {
  const t = useT();
  const counts = useQuery(countsQuery).data;
  return (
    <nav className={css.tabs} aria-label={t("inbox.tabs")}>
      {TABS.map((name) => (
        <Link
          key={name}
          to="."
          search={(now: Partial<ListSearch>) => ({ ...now, tab: name, status: undefined })}
          replace
          className={css.tab}
          aria-current={name === tab ? "page" : undefined}
        >
          {t(`inbox.tab.${name}`)} {counts && <span className={css.figure}>{counts[name]}</span>}
        </Link>
      ))}
    </nav>
  );
}

function Search({ q }: { q: string | undefined }) {
  const t = useT();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(q ?? "");
  useKeys({ KeyF: () => input.current?.focus() });
  useEffect(() => {
    const wanted = text.trim() || undefined;
    if (wanted === q) return;
    const timer = setTimeout(
      () =>
        void navigate({
          to: ".",
          search: (now: Partial<ListSearch>) => ({ ...now, q: wanted }),
          replace: true,
        }),
      200,
    );
    return () => clearTimeout(timer);
  }, [text, q, navigate]);
  return (
    <TextInput
      ref={input}
      className={css.search}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        setText("");
        event.currentTarget.blur();
      }}
      placeholder={t("inbox.search")}
      aria-label={t("inbox.search")}
      leftSection={<IconSearch size={14} />}
      leftSectionWidth={28}
      rightSection={
        text ? (
          <ActionIcon size={20} onClick={() => setText("")} aria-label={t("common.clear")}>
            <IconX size={13} />
          </ActionIcon>
        ) : null
      }
    />
  );
}

/** Tabs, search and filters over the list. */
export function ListHead({ search }: { search: ListSearch }) {
  return (
    <div className={css.head}>
      <Tabs tab={search.tab} />
      <div className={css.tools}>
        <Search q={search.q} />
        <Filters search={search} />
      </div>
    </div>
  );
}
