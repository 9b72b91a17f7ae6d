import type { TimelineItem } from "@nitka/api-client/types";
import { clock, fullWhen } from "@nitka/ui/time";
import { cameOf, cameWords } from "../continuing/came";
import { type Language, type Texts, useLanguage } from "../i18n";
import { TouchIcon } from "../parts/Icon";
import { purchaseWords } from "./purchase";
import css from "./thread.module.css";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

/** Quotation marks inside of quotation marks. */
const inner = (words: string) => words.replaceAll("«", "„").replaceAll("»", "“");

/** What Segment's e-commerce events are called among people. */
const EVENTS = {
  "product viewed": "event.viewed",
  "product added": "event.added",
  "product removed": "event.removed",
  "products searched": "event.searched",
  "cart viewed": "event.cart",
  "checkout started": "event.checkout",
  "signed up": "event.signedUp",
  "signed in": "event.signedIn",
} as const satisfies Record<string, `event.${string}`> as Readonly<Record<string, EventText | undefined>>;
type EventText = Extract<keyof Texts, `event.${string}`>;

/** The product that an event is about, or the words that were searched for. */
function productOf({ properties }: TimelineItem["payload"]): string {
  if (!properties || typeof properties !== "object") return "";
  const { name, query } = properties as Record<string, unknown>;
  return text(name) ?? text(query) ?? "";
}

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
    case "track": {
      const event = item.text ?? text(payload.event) ?? "";
      const told = EVENTS[event.toLowerCase()];
      return told ? t(told, { what: inner(productOf(payload)) }).trim() : t("touch.track", { what: event });
    }
    case "purchase":
      return t("touch.purchase", { what: purchaseWords(item, locale) || (text(payload.event) ?? "") });
    case "call":
      return t("touch.call", { what: item.text ?? "" });
    case "mailing":
      return t("touch.mailing", { what: item.text ?? "" });
    case "form":
      return t("touch.form", { what: item.text ?? "" });
    case "continuation": {
      const came = cameOf(item);
      return came ? cameWords(came, t) : "";
    }
    case "verify":
      return t("touch.verify");
    case "identify":
      return item.text ? t("touch.identify", { what: item.text }) : t("touch.introduced");
    case "import":
      return t("touch.import", { what: item.text ?? "" });
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
