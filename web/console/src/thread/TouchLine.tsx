import type { TimelineItem } from "@nitka/api-client/types";
import { clock, fullWhen } from "@nitka/ui/time";
import { type Language, useLanguage } from "../i18n";
import { TouchIcon } from "../parts/Icon";
import { purchaseWords } from "./purchase";
import css from "./thread.module.css";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

/** Quotation marks inside of quotation marks. */
const inner = (words: string) => words.replaceAll("«", "„").replaceAll("»", "“");

function adWords(item: TimelineItem): string {
  const utm = item.payload.utm;
  if (!utm || typeof utm !== "object") return item.text ?? "";
  const { source, medium, campaign } = utm as Record<string, unknown>;
  return [source, medium, campaign].map(text).filter(Boolean).join(" · ") || (item.text ?? "");
}

/** A touch in a few words: what the customer did. */
export function touchWords(item: TimelineItem, { locale, t }: Language): string {
  const { payload } = item;
  switch (item.kind) {
    case "page":
      return t("touch.page", { what: inner(text(payload.title) ?? item.text ?? text(payload.url) ?? "") });
    case "ad":
      return t("touch.ad", { what: adWords(item) });
    case "track":
      return t("touch.track", { what: item.text ?? text(payload.event) ?? "" });
    case "purchase":
      return t("touch.purchase", { what: purchaseWords(item, locale) || (text(payload.event) ?? "") });
    case "call":
      return t("touch.call", { what: item.text ?? "" });
    case "mailing":
      return t("touch.mailing", { what: item.text ?? "" });
    case "form":
      return t("touch.form", { what: item.text ?? "" });
    case "identify":
      return t("touch.identify", { what: item.text ?? "" });
    default:
      return item.text ?? "";
  }
}

/** A quiet line on the thread. */
export function TouchLine({ item }: { item: TimelineItem }) {
  const language = useLanguage();
  const { locale } = language;
  const at = new Date(item.at);
  const url = text(item.payload.url);
  return (
    <div className={css.touch} data-kind={item.kind}>
      <time className={css.time} dateTime={item.at} title={fullWhen(at, locale)}>
        {clock(at, locale)}
      </time>
      <span className={css.node}>
        <TouchIcon name={item.kind} />
      </span>
      <span className="cut" title={url ?? undefined}>
        {touchWords(item, language)}
      </span>
    </div>
  );
}
