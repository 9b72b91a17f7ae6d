import type { DeviceUser, Household, SharedUse } from "@nitka/api-client/households";
import type { CustomerBrief } from "@nitka/api-client/stewardship";
import { shortWhen } from "@nitka/ui/time";
import { useQuery } from "@tanstack/react-query";
import { useLanguage, useT } from "../i18n";
import { useMinute } from "../parts/clock";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { shareName } from "../person/Around";
import { Brief } from "./Brief";
import css from "./order.module.css";
import { havingQuery } from "./queries";

function Members({ home }: { home: Household }) {
  const t = useT();
  const types = new Map(home.shared.map((thing) => [thing.id, thing.type]));
  return home.members.map(({ customer, shares }) => (
    <li key={customer.id}>
      <Brief one={customer} />
      <span className="dim">
        {[...new Set(shares.map((share) => shareName(types.get(share.id) ?? "", t)))].join(" · ")}
      </span>
    </li>
  ));
}

function User({ one }: { one: DeviceUser }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  return (
    <li>
      <Brief one={one.customer} />
      <span className="dim">
        {t("devices.touches", { n: one.touches })}
        {one.last_at && ` · ${shortWhen(new Date(one.last_at), now, locale)}`}
      </span>
    </li>
  );
}

const Plain = ({ one }: { one: CustomerBrief }) => (
  <li>
    <Brief one={one} />
  </li>
);

/** Who has something shared: a household with what ties it, the users of a device, some of an organisation's people. */
export function Having({ use, id, label }: { use: SharedUse; id: string; label: string }) {
  const t = useT();
  const query = useQuery(havingQuery(use, id));
  if (query.isPending) return <Skeleton lines={2} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  const found = query.data;
  const shown = found.use === "device" ? found.users.length : found.members.length;
  const more = found.use === "household" ? 0 : found.people - shown;
  return (
    <div className={css.having}>
      {found.use === "device" && found.kind && (
        <span className="faint">{t(`devices.kind.${found.kind}`)}</span>
      )}
      <ul aria-label={label}>
        {found.use === "household" && <Members home={found} />}
        {found.use === "device" && found.users.map((one) => <User key={one.customer.id} one={one} />)}
        {found.use === "organisation" && found.members.map((one) => <Plain key={one.id} one={one} />)}
      </ul>
      {more > 0 && <span className="faint">{t("use.others", { n: more })}</span>}
    </div>
  );
}
