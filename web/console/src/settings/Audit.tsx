import { Button } from "@mantine/core";
import type { AuditItem } from "@nitka/api-client/types";
import { dayAndClock, fullWhen } from "@nitka/ui/time";
import { useInfiniteQuery } from "@tanstack/react-query";
import { auditQuery } from "../app/queries";
import { useLanguage, useT } from "../i18n";
import { useMinute } from "../parts/clock";
import { Empty } from "../parts/Empty";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import css from "./settings.module.css";

function brief(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .filter(([, one]) => one !== null && typeof one !== "object")
    .map(([key, one]) => `${key}: ${one}`)
    .join(", ");
}

function Row({ item }: { item: AuditItem }) {
  const { locale } = useLanguage();
  const now = useMinute();
  const at = new Date(item.at);
  return (
    <tr>
      <td className="faint" title={fullWhen(at, locale)}>
        {dayAndClock(at, now, locale)}
      </td>
      <td>{item.actor.name ?? item.actor.kind}</td>
      <td>{item.action}</td>
      <td className="dim">{[brief(item.target), brief(item.details)].filter(Boolean).join(" · ")}</td>
    </tr>
  );
}

/** Who changed what and when. */
export default function Audit() {
  const t = useT();
  const query = useInfiniteQuery(auditQuery);
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Empty title={t("audit.empty")}>{t("audit.emptyHint")}</Empty>;
  return (
    <>
      <table className={css.table}>
        <thead>
          <tr>
            <th>{t("audit.when")}</th>
            <th>{t("audit.who")}</th>
            <th>{t("audit.what")}</th>
            <th>{t("audit.details")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row key={item.id} item={item} />
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("common.more")}
        </Button>
      )}
    </>
  );
}
