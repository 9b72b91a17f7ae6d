import { Menu } from "@mantine/core";
import type { Address } from "@nitka/api-client/types";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { useT } from "../i18n";
import { retell } from "../i18n/retell";
import { provenAs } from "../parts/assurance";
import { channelName } from "../parts/channelName";
import { showValue } from "../parts/customerName";
import { ChannelIcon } from "../parts/Icon";
import css from "./composer.module.css";
import { claimWarning } from "./rules";

interface Props {
  addresses: Address[];
  chosen: Address | null;
  onPick(address: Address): void;
}

const keyOf = (address: Address) => `${address.connection_id}/${address.identifier_id}`;

function Line({ address }: { address: Address }) {
  const t = useT();
  const warning = claimWarning(address);
  const known = [
    address.latest && t("composer.current"),
    (warning || !address.latest) && t(`assurance.${warning ?? provenAs(address.type, address.assurance)}`),
    address.connection_name,
  ];
  return (
    <span className={css.addressLine}>
      <span>
        {channelName(address.channel, t)}{" "}
        <span className="dim">{showValue(address.type, address.value, t)}</span>
      </span>
      <span className="faint">
        {!address.available && address.reason
          ? (retell(address.reason) ?? address.reason)
          : known.filter(Boolean).join(" · ")}
      </span>
    </span>
  );
}

/** In what channel and to what address the answer goes. The desk never changes it behind the operator's back. */
export function AddressPicker({ addresses, chosen, onPick }: Props) {
  const t = useT();
  return (
    <Menu position="top-start" width={340}>
      <Menu.Target>
        <button type="button" className={css.picker} disabled={addresses.length === 0}>
          <span className="hidden">{t("composer.address")}: </span>
          {chosen ? (
            <>
              <ChannelIcon name={chosen.channel} />
              <b>{channelName(chosen.channel, t)}</b>
              <span className="cut dim">{showValue(chosen.type, chosen.value, t)}</span>
              <IconChevronDown size={13} aria-hidden />
            </>
          ) : (
            <>
              <span className="warn">{t(addresses.length > 0 ? "composer.pick" : "composer.noAddress")}</span>
              {addresses.length > 0 && <IconChevronDown size={13} aria-hidden />}
            </>
          )}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {addresses.map((address) => (
          <Menu.Item
            key={keyOf(address)}
            disabled={!address.available}
            leftSection={<ChannelIcon name={address.channel} />}
            rightSection={chosen && keyOf(chosen) === keyOf(address) ? <IconCheck size={14} /> : null}
            onClick={() => onPick(address)}
          >
            <Line address={address} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
