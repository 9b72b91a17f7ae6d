import { Button } from "@mantine/core";
import type { QuarantineItem } from "@nitka/api-client/types";
import { dayAndClock } from "@nitka/ui/time";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { desk } from "../app/api";
import { connectionsQuery, quarantineQuery } from "../app/queries";
import { useLanguage, useT } from "../i18n";
import { useMinute } from "../parts/clock";
import { Empty } from "../parts/Empty";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import css from "./settings.module.css";
import { UnsentCodes } from "./UnsentCodes";
import { useAct } from "./useAct";

function Row({ item, connection }: { item: QuarantineItem; connection: string }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const { busy, act } = useAct(quarantineQuery.queryKey);
  return (
    <li className={css.row}>
      <span className={css.grow}>
        <b>{connection}</b> <span className="faint">{dayAndClock(new Date(item.at), now, locale)}</span>
        <br />
        <span className="dim">{item.error}</span>
      </span>
      <Button
        variant="default"
        loading={busy}
        onClick={() => void act(() => desk.settings.retry(item.id), t("quarantine.retried"))}
      >
        {t("common.retry")}
      </Button>
      <Button
        variant="subtle"
        color="gray"
        disabled={busy}
        onClick={() => void act(() => desk.settings.drop(item.id))}
      >
        {t("quarantine.drop")}
      </Button>
    </li>
  );
}

function Touches() {
  const t = useT();
  const query = useInfiniteQuery(quarantineQuery);
  const connections = useQuery(connectionsQuery).data?.items ?? [];
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Empty title={t("quarantine.empty")}>{t("quarantine.emptyHint")}</Empty>;
  return (
    <>
      <p className="dim">{t("quarantine.hint")}</p>
      <ul className={css.items}>
        {items.map((item) => (
          <Row
            key={item.id}
            item={item}
            connection={
              item.work !== null
                ? t("quarantine.work")
                : (connections.find((one) => one.id === item.connection_id)?.name ?? t("quarantine.gone"))
            }
          />
        ))}
      </ul>
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

/** What could not be taken in or sent: nothing is thrown away without somebody saying so. */
export default function Quarantine() {
  return (
    <>
      <UnsentCodes />
      <Touches />
    </>
  );
}
