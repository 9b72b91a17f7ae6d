import type { CustomerDevice, SharedThing } from "@nitka/api-client/households";
import type { Customer } from "@nitka/api-client/types";
import { shortWhen } from "@nitka/ui/time";
import { useQuery } from "@tanstack/react-query";
import { type T, useLanguage, useT } from "../i18n";
import { Brief } from "../order/Brief";
import { aroundQuery } from "../order/queries";
import { useMinute } from "../parts/clock";
import { showValue } from "../parts/customerName";
import { DeviceIcon, IdentifierIcon } from "../parts/Icon";
import { type Neighbour, neighbours, type Tie } from "./around";
import css from "./person.module.css";
import { Section } from "./Section";

const NAMED = ["phone", "email", "device", "address", "loyalty"] as const;

/** «общий телефон», «тот же адрес» */
export function shareName(type: string, t: T): string {
  const named = NAMED.find((one) => one === type);
  return named ? t(`around.share.${named}`) : t("around.share.other", { type });
}

export function deviceName({ identifier, kind }: Pick<CustomerDevice, "identifier" | "kind">, t: T): string {
  return t(`devices.${kind ?? "browser"}`, { id: identifier.value.slice(-4) });
}

function TieWord({ tie }: { tie: Tie }) {
  const t = useT();
  const { type, value } = tie.thing;
  const what = shareName(type, t);
  return (
    <span title={value ? showValue(type, value, t) : undefined}>
      {tie.sworn ? t("around.sworn", { what }) : what}
    </span>
  );
}

function Person({ one }: { one: Neighbour }) {
  const t = useT();
  return (
    <li>
      <span className={css.neighbour}>
        <Brief one={one.customer} />
        <span className={`dim ${css.sub}`}>
          {one.ties.length === 0 && t("around.through")}
          {one.ties.map((tie, index) => (
            <span key={tie.thing.id}>
              {index > 0 && " · "}
              <TieWord tie={tie} />
            </span>
          ))}
        </span>
      </span>
    </li>
  );
}

function Office({ one }: { one: SharedThing }) {
  const t = useT();
  return (
    <li>
      <span className={css.neighbour}>
        <span className={css.node}>
          <IdentifierIcon name={one.type} size={13} />
          <span className="cut">{showValue(one.type, one.value ?? "", t)}</span>
        </span>
        <span className={`dim ${css.sub}`}>{t("around.organisation", { n: one.people })}</span>
      </span>
    </li>
  );
}

function DeviceLine({ one }: { one: CustomerDevice }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const whose =
    one.use === "home_device" || one.use === "public_device"
      ? t(`devices.${one.use}`, { n: one.people })
      : t(`devices.${one.use}`);
  return (
    <li>
      <span className={css.neighbour}>
        <span className={css.node} title={one.identifier.value}>
          <DeviceIcon kind={one.kind} size={13} />
          <span className="cut">{deviceName(one, t)}</span>
        </span>
        <span className={`dim ${css.sub}`}>
          {whose} · {t("devices.touches", { n: one.touches })}
        </span>
      </span>
      {one.last_at && <span className="faint">{shortWhen(new Date(one.last_at), now, locale)}</span>}
    </li>
  );
}

/** Who shares something with this customer without being them, and on what devices they come. */
export function Around({ customer, talking }: { customer: Customer; talking: boolean }) {
  const t = useT();
  const { data } = useQuery(aroundQuery(customer.id));
  if (!data) return null;
  const known = new Set(customer.identifiers.map((one) => one.id));
  const people = neighbours(customer.id, known, data.households);
  const { organisations, devices } = data;
  return (
    <>
      {people.length + organisations.length > 0 && (
        <Section
          title={t("around.title")}
          aside={<span className="faint">{people.length + organisations.length}</span>}
        >
          {talking && people.length > 0 && <p className={css.telling}>{t("around.note")}</p>}
          {people.length > 0 && (
            <ul className={css.lines} aria-label={t("around.members")}>
              {people.map((one) => (
                <Person key={one.customer.id} one={one} />
              ))}
            </ul>
          )}
          {organisations.length > 0 && (
            <ul className={css.lines} aria-label={t("around.organisations")}>
              {organisations.map((one) => (
                <Office key={one.id} one={one} />
              ))}
            </ul>
          )}
        </Section>
      )}
      {devices.length > 0 && (
        <Section
          title={t("devices.title")}
          closed={devices.every((one) => one.use === "own")}
          aside={<span className="faint">{devices.length}</span>}
        >
          <ul className={css.lines} aria-label={t("devices.title")}>
            {devices.map((one) => (
              <DeviceLine key={one.identifier.id} one={one} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
