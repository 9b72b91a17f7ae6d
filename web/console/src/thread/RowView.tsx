import { clock, dayName } from "@nitka/ui/time";
import { IconAlertTriangle } from "@tabler/icons-react";
import { memo } from "react";
import { useLanguage } from "../i18n";
import { inChannel } from "../parts/channelName";
import { useMinute } from "../parts/clock";
import { showValue } from "../parts/customerName";
import { ChannelIcon, TouchIcon } from "../parts/Icon";
import type { Row } from "./assemble";
import { MessageItem } from "./MessageItem";
import { TouchLine } from "./TouchLine";
import css from "./thread.module.css";

function DayRule({ at }: { at: string }) {
  const { locale } = useLanguage();
  return (
    <div className={css.day}>
      <span>{dayName(new Date(at), useMinute(), locale)}</span>
    </div>
  );
}

/** The product's promise made visible: the talk went on in another channel. */
function SwitchRule({ row, customer }: { row: Extract<Row, { type: "switch" }>; customer: string }) {
  const { locale, t } = useLanguage();
  const time = clock(new Date(row.at), locale);
  const where = inChannel(row.channel, t);
  const words = row.address
    ? t("thread.otherAddress", { address: showValue(row.address.type, row.address.value, t), time })
    : row.by === "customer"
      ? t("thread.switched", { customer, where, time })
      : t("thread.weSwitched", { where, time });
  return (
    <div className={css.switch}>
      <ChannelIcon name={row.channel} size={14} />
      <span>
        {words}
        {row.came && ` (${t(row.came === "code" ? "came.byCode" : "came.byLink")})`}
      </span>
      {row.unproven && (
        <span className={css.unproven}>
          <IconAlertTriangle size={13} aria-hidden />
          {t("thread.notProven")}
        </span>
      )}
    </div>
  );
}

function Fold({ row, onUnfold }: { row: Extract<Row, { type: "fold" }>; onUnfold(key: string): void }) {
  const { locale, t } = useLanguage();
  const first = row.items[0];
  if (!first) return null;
  return (
    <button type="button" className={css.fold} onClick={() => onUnfold(row.key)}>
      <span className={css.time}>{clock(new Date(first.at), locale)}</span>
      <span className={css.node}>
        <TouchIcon name={first.kind} />
      </span>
      <span>{t("thread.folded", { n: row.items.length })}</span>
    </button>
  );
}

interface Props {
  row: Row;
  customer: string;
  onUnfold(key: string): void;
}

export const RowView = memo(function RowView({ row, customer, onUnfold }: Props) {
  const { t } = useLanguage();
  switch (row.type) {
    case "day":
      return <DayRule at={row.at} />;
    case "switch":
      return <SwitchRule row={row} customer={customer} />;
    case "unread":
      return <div className={css.unread}>{t("thread.unread")}</div>;
    case "fold":
      return <Fold row={row} onUnfold={onUnfold} />;
    case "touch":
      return <TouchLine item={row.item} />;
    case "message":
      return <MessageItem message={row.message} head={row.head} quiet={row.quiet} customer={customer} />;
  }
});
