import { Button, TextInput } from "@mantine/core";
import type { Customer } from "@nitka/api-client/types";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { desk } from "../app/api";
import { customersQuery } from "../app/queries";
import { useT } from "../i18n";
import { customerName, showValue } from "../parts/customerName";
import { sentence } from "../parts/Trouble";
import { notice } from "../shell/notices";
import { offerUndo } from "../shell/undo";
import { refreshIdentity } from "./IdentityHistory";
import css from "./person.module.css";
import { useDebounced } from "./useDebounced";

function Found({ q, not, onPick }: { q: string; not: string; onPick(customer: Customer): void }) {
  const t = useT();
  const query = useInfiniteQuery({ ...customersQuery(q), enabled: q.length > 1 });
  const found = query.data?.pages[0]?.items.filter((one) => one.id !== not).slice(0, 6) ?? [];
  if (q.length < 2 || query.isPending) return null;
  if (found.length === 0) return <p className={`dim ${css.plainText}`}>{t("customers.nothing")}</p>;
  return (
    <ul className={css.found}>
      {found.map((one) => (
        <li key={one.id}>
          <button type="button" className="plain" onClick={() => onPick(one)}>
            <b>{customerName(one, t)}</b>
            <span className="cut faint">
              {one.identifiers
                .slice(0, 3)
                .map((item) => showValue(item.type, item.value, t))
                .join(", ")}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The form opens at the foot of a long column. */
const intoView = (form: HTMLFormElement | null) => form?.scrollIntoView({ block: "nearest" });

/** Joins this customer with another one that is looked up here. It can be undone at any time. */
export function Merge({ customer, onClose }: { customer: Customer; onClose(): void }) {
  const t = useT();
  const [text, setText] = useState("");
  const [other, setOther] = useState<Customer | null>(null);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const q = useDebounced(text.trim(), 200);
  const merge = async () => {
    if (!other) return;
    setBusy(true);
    try {
      const event = await desk.customers.merge([customer.id, other.id], reason.trim());
      offerUndo(t("merge.done"), async () => {
        await desk.customers.undo(event.id);
        await refreshIdentity();
      });
      onClose();
      await refreshIdentity();
    } catch (error) {
      notice(sentence(error, t), true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      ref={intoView}
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void merge();
      }}
    >
      <b>{t("merge.title")}</b>
      {other ? (
        <>
          <p className={css.plainText}>
            {t("merge.with", { name: customerName(other, t) })}{" "}
            <button type="button" className="link" onClick={() => setOther(null)}>
              {t("merge.other")}
            </button>
          </p>
          <TextInput
            autoFocus
            label={t("merge.reason")}
            required
            withAsterisk={false}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </>
      ) : (
        <>
          <TextInput
            autoFocus
            aria-label={t("merge.search")}
            placeholder={t("merge.search")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Found q={q} not={customer.id} onPick={setOther} />
        </>
      )}
      <div className={css.buttons}>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" disabled={!other || !reason.trim()} loading={busy}>
          {t("merge.do")}
        </Button>
      </div>
    </form>
  );
}
