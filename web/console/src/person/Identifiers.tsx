import { ActionIcon, Menu } from "@mantine/core";
import type { Assurance, Customer, Identifier } from "@nitka/api-client/types";
import {
  IconDeviceDesktopCheck,
  IconDots,
  IconEye,
  IconMessage2,
  IconShieldCheck,
  IconUserCheck,
} from "@tabler/icons-react";
import { desk, queryClient } from "../app/api";
import { useT } from "../i18n";
import { provenAs } from "../parts/assurance";
import { showValue } from "../parts/customerName";
import { IdentifierIcon } from "../parts/Icon";
import { sentence } from "../parts/Trouble";
import { notice } from "../shell/notices";
import { Lock } from "./Lock";
import css from "./person.module.css";
import { useNameable } from "./Telling";

const SIGNS = {
  verified: IconShieldCheck,
  recognised: IconDeviceDesktopCheck,
  agent: IconUserCheck,
  asserted: IconMessage2,
  observed: IconEye,
};
const ORDER = { verified: 0, agent: 1, asserted: 2, observed: 3 };

/** How far it is proven, in a word and a sign. */
export function AssuranceWord({ assurance }: { assurance: Assurance | "recognised" }) {
  const t = useT();
  const Sign = SIGNS[assurance];
  return (
    <span className={css.assurance} data-assurance={assurance} title={t(`assurance.hint.${assurance}`)}>
      <Sign size={13} stroke={1.7} aria-hidden />
      {t(`assurance.${assurance}`)}
    </span>
  );
}

function useChange(customerId: string) {
  const t = useT();
  return async (identifier: Identifier, status: Identifier["status"]) => {
    try {
      await desk.customers.changeIdentifier(identifier.id, status);
      await queryClient.invalidateQueries({ queryKey: ["customer", customerId] });
    } catch (error) {
      notice(sentence(error, t), true);
    }
  };
}

function Row({ identifier, customerId }: { identifier: Identifier; customerId: string }) {
  const t = useT();
  const change = useChange(customerId);
  const { status, type, value } = identifier;
  const nameable = useNameable(identifier.id);
  return (
    <li className={css.identifier}>
      <IdentifierIcon name={type} />
      <span className={css.value} title={`${t("identifier.type", { type })}: ${value}`}>
        <span className="cut">{showValue(type, value, t)}</span>
        {!nameable && <Lock kind="contacts" />}
      </span>
      {status === "normal" ? (
        <AssuranceWord assurance={provenAs(type, identifier.assurance)} />
      ) : (
        <span className={css.assurance} data-assurance={status}>
          {t(`identifier.${status}`)}
        </span>
      )}
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon size={20} className={css.more} aria-label={t("identifier.actions", { value })}>
            <IconDots size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void navigator.clipboard.writeText(value)}>{t("common.copy")}</Menu.Item>
          {status !== "normal" && (
            <Menu.Item onClick={() => void change(identifier, "normal")}>
              {t("identifier.makeNormal")}
            </Menu.Item>
          )}
          {status !== "shared" && (
            <Menu.Item onClick={() => void change(identifier, "shared")}>
              {t("identifier.makeShared")}
            </Menu.Item>
          )}
          {status !== "blocked" && (
            <Menu.Item onClick={() => void change(identifier, "blocked")}>
              {t("identifier.makeBlocked")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

export function Identifiers({ customer }: { customer: Customer }) {
  const t = useT();
  const sorted = [...customer.identifiers].sort(
    (a, b) => ORDER[a.assurance] - ORDER[b.assurance] || a.first_at.localeCompare(b.first_at),
  );
  return (
    <ul className={css.identifiers} aria-label={t("person.identifiers")}>
      {sorted.map((identifier) => (
        <Row key={identifier.id} identifier={identifier} customerId={customer.id} />
      ))}
    </ul>
  );
}
