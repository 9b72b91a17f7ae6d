import { shortWhen } from "@nitka/ui/time";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { conversationsQuery, customerQuery } from "../app/queries";
import { useLanguage, useT } from "../i18n";
import { useMinute } from "../parts/clock";
import { ChannelIcon } from "../parts/Icon";
import { PersonColumn } from "../person/PersonColumn";
import { Timeline } from "../person/TimelineSection";
import css from "./customers.module.css";

function Conversations({ customerId }: { customerId: string }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const query = useInfiniteQuery(conversationsQuery({ customer_id: customerId }));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0)
    return query.isPending ? null : <p className="dim">{t("customers.noConversations")}</p>;
  return (
    <ul className={css.conversations}>
      {items.map((item) => (
        <li key={item.id}>
          <Link to="/desk/c/$conversationId" params={{ conversationId: item.id }}>
            <ChannelIcon name={item.last.channel} size={14} />
            <span className="cut">{item.last.text}</span>
            <span className="dim">{t(`status.${item.status}`)}</span>
            <span className="faint">{shortWhen(new Date(item.last.at), now, locale)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The whole profile on one page: the person on the left, all conversations and the one timeline on the right. */
export default function CustomerPage() {
  const t = useT();
  const navigate = useNavigate();
  const { customerId } = useParams({ from: "/inside/desk/customers/$customerId" });
  // A customer who was joined with another answers under the new id.
  const goesOnAs = useQuery(customerQuery(customerId)).data?.id;
  useEffect(() => {
    if (goesOnAs && goesOnAs !== customerId) {
      void navigate({ to: "/desk/customers/$customerId", params: { customerId: goesOnAs }, replace: true });
    }
  }, [goesOnAs, customerId, navigate]);
  return (
    <main className={css.profile}>
      <h1 className="hidden">{t("person.column")}</h1>
      <div className={css.card}>
        <PersonColumn key={customerId} customerId={customerId} page />
      </div>
      <div className={`scroll ${css.life}`}>
        <h2>{t("shell.conversations")}</h2>
        <Conversations customerId={customerId} />
        <h2>{t("person.timeline")}</h2>
        <Timeline customerId={customerId} />
      </div>
    </main>
  );
}
