import { TextInput } from "@mantine/core";
import type { Customer } from "@nitka/api-client/types";
import { shortWhen } from "@nitka/ui/time";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { customersQuery } from "../app/queries";
import { useMe } from "../app/session";
import { useLanguage, useT } from "../i18n";
import { useKeys } from "../keys/keys";
import { keepsOrder } from "../order/sections";
import { useMinute } from "../parts/clock";
import { customerName, showValue } from "../parts/customerName";
import { Empty } from "../parts/Empty";
import { IdentifierIcon } from "../parts/Icon";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { useDebounced } from "../person/useDebounced";
import css from "./customers.module.css";

const ROW = 44;
const SHOWN_TYPES = ["phone", "email", "telegram", "user_id"];

function Row({ customer }: { customer: Customer }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const name = customerName(customer, t);
  const nobody = !customer.name && !customer.known_by;
  const known = customer.identifiers
    // Of whom nothing else is known, the browser at least tells one from another.
    .filter((item) => (nobody ? item.type === "device" : SHOWN_TYPES.includes(item.type)))
    .filter((item) => showValue(item.type, item.value, t) !== name)
    .slice(0, 3);
  return (
    <Link to="/desk/customers/$customerId" params={{ customerId: customer.id }} className={css.row}>
      <span className={`cut ${nobody ? "faint" : css.name}`}>{name}</span>
      <span className={`cut ${css.known}`}>
        {known.map((item) => (
          <span key={item.id} className={css.identifier}>
            <IdentifierIcon name={item.type} size={13} />
            {showValue(item.type, item.value, t)}
          </span>
        ))}
      </span>
      <span className="dim">
        {customer.blocked ? t("person.blocked") : customer.open_conversation_id ? t("customers.open") : ""}
      </span>
      <span className="faint">{shortWhen(new Date(customer.created_at), now, locale)}</span>
    </Link>
  );
}

function Rows({ q }: { q: string }) {
  const t = useT();
  const query = useInfiniteQuery({ ...customersQuery(q), placeholderData: keepPreviousData });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - 10 && query.hasNextPage && !query.isFetchingNextPage)
      void query.fetchNextPage();
  });
  return (
    <div ref={box} className={`scroll ${css.rows}`}>
      {query.isPending && <Skeleton lines={10} gap={24} />}
      {query.isError && !query.data && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <Empty title={t(q ? "customers.nothing" : "customers.empty")}>
          {t(q ? "customers.nothingHint" : "customers.emptyHint")}
        </Empty>
      )}
      <ul style={{ height: rows.getTotalSize() }}>
        {shown.map((row) => {
          const customer = items[row.index];
          return customer ? (
            <li key={customer.id} style={{ height: ROW, transform: `translateY(${row.start}px)` }}>
              <Row customer={customer} />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

export default function CustomerList() {
  const t = useT();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/desk/customers" });
  const [text, setText] = useState(search.q ?? "");
  const q = useDebounced(text.trim(), 200);
  const { role } = useMe();
  const input = useRef<HTMLInputElement>(null);
  useKeys({ KeyF: () => input.current?.focus() });
  useEffect(() => {
    if ((search.q ?? "") !== q) void navigate({ to: ".", search: { q: q || undefined }, replace: true });
  }, [q, search.q, navigate]);
  return (
    <main className={css.page}>
      <div className={css.head}>
        <h1>{t("shell.customers")}</h1>
        <TextInput
          ref={input}
          autoFocus
          className={css.search}
          leftSection={<IconSearch size={14} />}
          placeholder={t("customers.search")}
          aria-label={t("customers.search")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {keepsOrder(role) && (
          <Link to="/desk/customers/order/$section" params={{ section: "suggestions" }} className={css.order}>
            {t("order.title")}
          </Link>
        )}
      </div>
      <Rows q={q} />
    </main>
  );
}
