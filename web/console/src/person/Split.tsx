import { Button, Checkbox, TextInput } from "@mantine/core";
import type { Customer } from "@nitka/api-client/types";
import { useState } from "react";
import { desk } from "../app/api";
import { useT } from "../i18n";
import { showValue } from "../parts/customerName";
import { sentence } from "../parts/Trouble";
import { notice } from "../shell/notices";
import { offerUndo } from "../shell/undo";
import { refreshIdentity } from "./IdentityHistory";
import css from "./person.module.css";

/** Parts off the identifiers that belong to somebody else; what was said there goes with them. */
export function Split({ customer, onClose }: { customer: Customer; onClose(): void }) {
  const t = useT();
  const [chosen, setChosen] = useState<string[]>([]);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const split = async () => {
    setBusy(true);
    try {
      const event = await desk.customers.split(customer.id, chosen, reason.trim());
      offerUndo(t("split.done"), async () => {
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
  const enough = chosen.length > 0 && chosen.length < customer.identifiers.length && reason.trim() !== "";
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void split();
      }}
    >
      <b>{t("split.title")}</b>
      <Checkbox.Group value={chosen} onChange={setChosen} aria-label={t("split.title")}>
        <div className={css.choices}>
          {customer.identifiers.map((item) => (
            <Checkbox key={item.id} value={item.id} label={showValue(item.type, item.value, t)} />
          ))}
        </div>
      </Checkbox.Group>
      <TextInput
        label={t("merge.reason")}
        required
        withAsterisk={false}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={css.buttons}>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" disabled={!enough} loading={busy}>
          {t("split.do")}
        </Button>
      </div>
    </form>
  );
}
