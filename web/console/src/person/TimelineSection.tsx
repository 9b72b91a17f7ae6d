import type { TimelineItem } from "@nitka/api-client/types";
import { shortWhen } from "@nitka/ui/time";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../i18n";
import { useMinute } from "../parts/clock";
import { ChannelIcon, TouchIcon } from "../parts/Icon";
import { touchWords } from "../thread/TouchLine";
import css from "./person.module.css";
import { Section } from "./Section";
import { useTimeline } from "./useTimeline";

function Item({ item }: { item: TimelineItem }) {
  const language = useLanguage();
  const { locale, t } = language;
  const now = useMinute();
  const words = (
    <>
      {item.kind === "message" ? (
        <ChannelIcon name={item.channel} size={14} />
      ) : (
        <TouchIcon name={item.kind} />
      )}
      <span className="cut">
        {item.direction === "out" && <span className="faint">{t("inbox.you")} </span>}
        {item.kind === "message" ? item.text : touchWords(item, language)}
      </span>
      <span className="faint">{shortWhen(new Date(item.at), now, locale)}</span>
    </>
  );
  return item.conversation_id ? (
    <Link
      className={css.moment}
      to="/desk/c/$conversationId"
      params={{ conversationId: item.conversation_id }}
    >
      {words}
    </Link>
  ) : (
    <span className={css.moment}>{words}</span>
  );
}

/** Every touch of every channel, newest first. */
export function Timeline({ customerId }: { customerId: string }) {
  const { t } = useLanguage();
  const { items, query } = useTimeline(customerId);
  return (
    <>
      <ul className={css.timeline}>
        {items.map((item) => (
          <li key={item.id}>
            <Item item={item} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <button
          type="button"
          className="link"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("common.more")}
        </button>
      )}
    </>
  );
}

export function TimelineSection({ customerId }: { customerId: string }) {
  const { t } = useLanguage();
  return (
    <Section title={t("person.timeline")} kind="messages" closed>
      <Timeline customerId={customerId} />
    </Section>
  );
}
