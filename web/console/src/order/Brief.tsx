import type { CustomerBrief } from "@nitka/api-client/stewardship";
import { Link } from "@tanstack/react-router";
import { useT } from "../i18n";
import { customerName } from "../parts/customerName";

/** A customer in a line: a way to the profile, where there still is one. */
export function Brief({ one, head = false }: { one: CustomerBrief; head?: boolean }) {
  const t = useT();
  const name = customerName(one, t);
  if (!one.live_id) return <span className="faint">{name}</span>;
  return (
    <Link to="/desk/customers/$customerId" params={{ customerId: one.live_id }} data-head={head || undefined}>
      {name}
    </Link>
  );
}
