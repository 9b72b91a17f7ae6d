import { TextInput } from "@mantine/core";
import type { Customer } from "@nitka/api-client/types";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { desk, queryClient } from "../app/api";
import { useT } from "../i18n";
import { writeName } from "../live/cache";
import { customerName } from "../parts/customerName";
import { sentence } from "../parts/Trouble";
import { notice } from "../shell/notices";
import css from "./person.module.css";

/** The name, changed where it stands. */
export function Name({ customer }: { customer: Customer }) {
  const t = useT();
  const [text, setText] = useState<string | null>(null);
  const save = async () => {
    const name = text?.trim();
    setText(null);
    if (!name || name === customer.name) return;
    queryClient.setQueryData(["customer", customer.id], { ...customer, name });
    writeName(queryClient, { ...customer, name });
    try {
      queryClient.setQueryData(["customer", customer.id], await desk.customers.change(customer.id, { name }));
    } catch (error) {
      queryClient.setQueryData(["customer", customer.id], customer);
      writeName(queryClient, customer);
      notice(sentence(error, t), true);
    }
  };
  return (
    <div className={css.name}>
      {text === null ? (
        <h2>
          <button
            type="button"
            className={css.nameButton}
            onClick={() => setText(customer.name ?? "")}
            title={t("person.rename")}
          >
            {customerName(customer, t)}
            <IconPencil size={13} aria-hidden />
          </button>
        </h2>
      ) : (
        <TextInput
          autoFocus
          aria-label={t("person.name")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={() => void save()}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.currentTarget.blur();
            if (event.key === "Escape") setText(null);
          }}
        />
      )}
      {customer.blocked && <span className="bad">{t("person.blocked")}</span>}
    </div>
  );
}
