import type { Customer } from "@nitka/api-client/types";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { desk, queryClient } from "../app/api";
import { useT } from "../i18n";
import { useStore } from "../parts/store";
import { sentence } from "../parts/Trouble";
import { notice } from "../shell/notices";
import { personForm } from "./form";
import { Merge } from "./Merge";
import css from "./person.module.css";
import { Split } from "./Split";

/** Rarely needed, so at the foot: join, part, block. Forms open in their place, never in a window of their own. */
export function CustomerActions({ customer, page }: { customer: Customer; page: boolean }) {
  const t = useT();
  const form = useStore(personForm);
  const setForm = personForm.set;
  const close = () => setForm(null);
  // It is of this customer: whoever is shown next begins without one.
  useEffect(() => () => personForm.set(null), []);
  const block = async () => {
    try {
      queryClient.setQueryData(
        ["customer", customer.id],
        await desk.customers.change(customer.id, { blocked: !customer.blocked }),
      );
    } catch (error) {
      notice(sentence(error, t), true);
    }
  };
  if (form === "merge") return <Merge customer={customer} onClose={close} />;
  if (form === "split") return <Split customer={customer} onClose={close} />;
  return (
    <div className={css.actions}>
      {!page && (
        <Link to="/desk/customers/$customerId" params={{ customerId: customer.id }}>
          {t("person.profile")}
        </Link>
      )}
      <button type="button" className="link" onClick={() => setForm("merge")}>
        {t("merge.open")}
      </button>
      {customer.identifiers.length > 1 && (
        <button type="button" className="link" onClick={() => setForm("split")}>
          {t("split.open")}
        </button>
      )}
      <button type="button" className="link" onClick={() => void block()}>
        {t(customer.blocked ? "person.unblock" : "person.block")}
      </button>
    </div>
  );
}
