import { Button } from "@mantine/core";
import type { ChannelKind, Connection } from "@nitka/api-client/types";
import { shortWhen } from "@nitka/ui/time";
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconPlayerPause } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { channelKindsQuery, connectionsQuery } from "../app/queries";
import { useMe } from "../app/session";
import { useLanguage } from "../i18n";
import { useMinute } from "../parts/clock";
import { Empty } from "../parts/Empty";
import { ChannelIcon } from "../parts/Icon";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { ConnectionDetails } from "./ConnectionDetails";
import { ConnectionForm } from "./ConnectionForm";
import css from "./settings.module.css";

const SIGNS = {
  ok: IconCircleCheck,
  error: IconAlertTriangle,
  connecting: IconCircleDashed,
  off: IconPlayerPause,
};

function State({ connection }: { connection: Connection }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const status = connection.disabled ? "off" : connection.state.status;
  const Sign = SIGNS[status];
  return (
    <span className={css.state} data-state={status}>
      <Sign size={15} aria-hidden />
      {t(`channels.${status}`)}
      {connection.state.since && !connection.disabled && (
        <span className="faint">
          {t("channels.since", { when: shortWhen(new Date(connection.state.since), now, locale) })}
        </span>
      )}
    </span>
  );
}

function Row({ connection, kind }: { connection: Connection; kind: ChannelKind | undefined }) {
  const { locale } = useLanguage();
  const [open, setOpen] = useState(false);
  const title = kind?.title[locale] ?? connection.kind;
  return (
    <li className={css.item}>
      <button type="button" className={css.itemHead} aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChannelIcon name={connection.kind} size={17} />
        <span className={css.grow}>
          <b>{connection.name}</b> <span className="dim">{title === connection.name ? "" : title}</span>
        </span>
        <State connection={connection} />
      </button>
      {connection.state.error && !connection.disabled && (
        <p className={css.itemError}>{connection.state.error}</p>
      )}
      {open && <ConnectionDetails connection={connection} kind={kind} />}
    </li>
  );
}

function Add({ kinds, onClose }: { kinds: ChannelKind[]; onClose(): void }) {
  const { locale, t } = useLanguage();
  const [kind, setKind] = useState<ChannelKind | null>(null);
  if (kind) return <ConnectionForm kind={kind} onClose={onClose} />;
  return (
    <div className={css.choose}>
      <p className="dim">{t("channels.choose")}</p>
      {kinds.map((one) => (
        <button key={one.kind} type="button" className={css.choice} onClick={() => setKind(one)}>
          <ChannelIcon name={one.kind} size={18} />
          {one.title[locale]}
        </button>
      ))}
      <Button variant="default" onClick={onClose}>
        {t("common.cancel")}
      </Button>
    </div>
  );
}

export default function Channels() {
  const { t } = useLanguage();
  const connections = useQuery(connectionsQuery);
  const kinds = useQuery(channelKindsQuery).data ?? [];
  const owner = useMe().role === "owner";
  const [adding, setAdding] = useState(false);
  if (connections.isPending) return <Skeleton />;
  if (connections.isError)
    return <Trouble error={connections.error} retry={() => void connections.refetch()} />;
  return (
    <>
      {connections.data.items.length === 0 && !adding && (
        <Empty title={t("channels.empty")}>{t("channels.emptyHint")}</Empty>
      )}
      <ul className={css.items}>
        {connections.data.items.map((one) => (
          <Row key={one.id} connection={one} kind={kinds.find((kind) => kind.kind === one.kind)} />
        ))}
      </ul>
      {!owner ? (
        <p className="dim">{t("channels.ownerOnly")}</p>
      ) : adding ? (
        <Add kinds={kinds.filter(({ kind }) => kind !== "import")} onClose={() => setAdding(false)} />
      ) : (
        <Button onClick={() => setAdding(true)}>{t("channels.add")}</Button>
      )}
    </>
  );
}
