import { Button, Select } from "@mantine/core";
import type { DataKind, DisclosurePolicy, Need } from "@nitka/api-client/assurance";
import { shortWhen } from "@nitka/ui/time";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { desk } from "../app/api";
import { policyQuery } from "../app/queries";
import { useMe } from "../app/session";
import { useLanguage, useT } from "../i18n";
import { useMinute } from "../parts/clock";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import css from "./settings.module.css";
import { useAct } from "./useAct";

const KINDS: readonly DataKind[] = ["contacts", "profile", "messages", "files", "orders", "visits", "notes"];
const NEEDS: readonly Need[] = ["observed", "asserted", "verified", "nobody"];

function Version({ policy }: { policy: DisclosurePolicy }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  if (!policy.changed_at) return <p className="faint">{t("policy.default")}</p>;
  const when = shortWhen(new Date(policy.changed_at), now, locale);
  const who = policy.changed_by ?? t("policy.somebody");
  return <p className="faint">{t("policy.version", { n: String(policy.version), who, when })}</p>;
}

function Rules({ policy }: { policy: DisclosurePolicy }) {
  const t = useT();
  const owner = useMe().role === "owner";
  const { busy, act } = useAct(policyQuery.queryKey);
  const [needs, setNeeds] = useState(policy.needs);
  const changed = KINDS.some((kind) => needs[kind] !== policy.needs[kind]);
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        void act(() => desk.assurance.changePolicy(needs, policy.version), t("common.saved"));
      }}
    >
      {KINDS.map((kind) => (
        <Select
          key={kind}
          label={t(`telling.kind.${kind}`)}
          w={320}
          disabled={!owner}
          allowDeselect={false}
          value={needs[kind]}
          data={NEEDS.map((need) => ({ value: need, label: t(`telling.need.${need}`) }))}
          onChange={(need) => need && setNeeds({ ...needs, [kind]: need as Need })}
        />
      ))}
      {owner ? (
        <Button type="submit" loading={busy} disabled={!changed} w="fit-content">
          {t("common.save")}
        </Button>
      ) : (
        <p className="faint">{t("policy.ownerOnly")}</p>
      )}
      <Version policy={policy} />
    </form>
  );
}

/** What must be proven of who speaks before they are told what belongs to a customer. */
export default function Telling() {
  const t = useT();
  const query = useQuery(policyQuery);
  return (
    <>
      <p className="dim">{t("policy.hint")}</p>
      {query.isPending && <Skeleton />}
      {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.data && <Rules key={query.data.version} policy={query.data} />}
    </>
  );
}
