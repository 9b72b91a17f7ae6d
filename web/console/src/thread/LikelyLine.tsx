import { Button, TextInput } from "@mantine/core";
import type { Likely, Outcome, Question } from "@nitka/api-client/stewardship";
import type { Conversation } from "@nitka/api-client/types";
import { IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { desk } from "../app/api";
import { changeDraft, draftOf } from "../composer/drafts";
import { useLanguage, useT } from "../i18n";
import { likelyQuery } from "../order/queries";
import { chance } from "../order/rules";
import { featureName } from "../order/words";
import { customerName } from "../parts/customerName";
import { sentence } from "../parts/Trouble";
import { refreshIdentity } from "../person/IdentityHistory";
import { notice } from "../shell/notices";
import { offerUndo } from "../shell/undo";
import css from "./likely.module.css";

const RANK: Record<Outcome, number> = { same: 3, near: 2, differ: 1, unknown: 0 };

interface Checked {
  outcome: Outcome;
  feature: string;
}

/** Puts the question into the answer that is being written, after what is there. */
function ask(conversationId: string, text: string): void {
  const { text: written } = draftOf(conversationId);
  changeDraft(conversationId, { text: written.trim() ? `${written.trimEnd()}\n${text}` : text });
}

interface AskedProps {
  question: Question;
  conversation: Conversation;
  items: Likely[];
  onChecked(checked: Checked, index: number): void;
}

/** The one question, and what came of it: the answer is compared by the server, what is known is not shown. */
function Asked({ question, conversation, items, onChecked }: AskedProps) {
  const t = useT();
  const [answer, setAnswer] = useState("");
  const [busy, setBusy] = useState(false);
  const check = async (event: FormEvent) => {
    event.preventDefault();
    if (!answer.trim()) return;
    setBusy(true);
    const { feature } = question;
    const body = { customer_id: conversation.customer.id, feature, answer: answer.trim() };
    try {
      const told = await Promise.all(
        items.map((one) => desk.stewardship.answer(one.suggestion_id, body).then(({ outcome }) => outcome)),
      );
      const best = told.reduce((top, outcome, index) => (RANK[outcome] > RANK[told[top]!] ? index : top), 0);
      onChecked({ outcome: told[best] ?? "unknown", feature }, best);
    } catch (error) {
      notice(sentence(error, t), true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={css.ask} onSubmit={(event) => void check(event)}>
      <span className={css.question}>
        <span className="dim">{t("likely.ask")}</span> {question.text}{" "}
        <button type="button" className="link" onClick={() => ask(conversation.id, question.text)}>
          {t("likely.insert")}
        </button>
      </span>
      <TextInput
        size="xs"
        className={css.answer}
        aria-label={t("likely.answer")}
        placeholder={t("likely.answer")}
        autoComplete="off"
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" size="compact-sm" loading={busy} disabled={!answer.trim()}>
        {t("likely.check")}
      </Button>
    </form>
  );
}

function useDecide(one: Likely | undefined, checked: Checked | null) {
  const t = useT();
  const decide = async (what: "accept" | "dismiss") => {
    if (!one) return;
    const feature = checked && featureName(t, checked.feature).toLocaleLowerCase();
    const reason =
      what === "accept" && checked?.outcome === "same" ? t("likely.reason", { feature: feature ?? "" }) : "";
    try {
      await desk.stewardship[what](one.suggestion_id, reason);
      offerUndo(t(what === "accept" ? "suggest.accepted" : "suggest.dismissed"), async () => {
        await desk.stewardship.takeBack(one.suggestion_id);
        await refreshIdentity();
      });
    } catch (error) {
      notice(sentence(error, t), true);
    }
    await refreshIdentity();
  };
  return decide;
}

function Line({
  conversation,
  items,
  question,
}: {
  conversation: Conversation;
  items: Likely[];
  question: Question | null;
}) {
  const { locale, t } = useLanguage();
  const [at, setAt] = useState(0);
  const [checked, setChecked] = useState<Checked | null>(null);
  const one = items[at] ?? items[0];
  const decide = useDecide(one, checked);
  if (!one) return null;
  const alike = one.features
    .filter((step) => step.feature !== "prior" && step.weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map((step) => featureName(t, step.feature).toLocaleLowerCase());
  return (
    <section className={css.likely} aria-label={t("likely.label")}>
      <div className={css.line}>
        <IconUsers size={15} stroke={1.6} aria-hidden />
        <span className={css.who}>
          {t("likely.line")}{" "}
          <Link to="/desk/customers/$customerId" params={{ customerId: one.other.id }}>
            {customerName(one.other, t)}
          </Link>{" "}
          <span className="dim">
            {t("suggest.chance", { percent: chance(one.score).toLocaleString(locale) })}
            {alike.length > 0 && ` · ${t("likely.alike", { what: [...new Set(alike)].join(", ") })}`}
          </span>{" "}
          {items.length > 1 && (
            <button
              type="button"
              className="link"
              onClick={() => {
                setAt((at + 1) % items.length);
                setChecked(null);
              }}
            >
              {t("likely.others", { n: items.length - 1 })}
            </button>
          )}
        </span>
        <Button size="compact-sm" variant="default" onClick={() => void decide("accept")}>
          {t("suggest.accept")}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void decide("dismiss")}>
          {t("suggest.dismiss")}
        </Button>
      </div>
      {question && (
        <Asked
          key={question.feature}
          question={question}
          conversation={conversation}
          items={items}
          onChecked={(told, index) => {
            setChecked(told);
            setAt(index);
          }}
        />
      )}
      <div role="status" className={css.outcome} data-outcome={checked?.outcome}>
        {checked && t(`likely.${checked.outcome}`)}
      </div>
    </section>
  );
}

/** A calm line over the thread: who this may be, and how to find out. */
export function LikelyLine({ conversation }: { conversation: Conversation }) {
  const { locale } = useLanguage();
  const customerId = conversation.customer.id;
  const { data } = useQuery(likelyQuery(customerId, locale));
  if (!data || data.items.length === 0) return null;
  return <Line key={customerId} conversation={conversation} items={data.items} question={data.question} />;
}
