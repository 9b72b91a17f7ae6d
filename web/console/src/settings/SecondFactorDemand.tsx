import { Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { desk } from "../app/api";
import { secondFactorDemandQuery } from "../app/queries";
import { useT } from "../i18n";
import { Trouble } from "../parts/Trouble";
import { useAct } from "./useAct";

/** An owner asks everybody for two-step sign-in. */
export function SecondFactorDemand() {
  const t = useT();
  const query = useQuery(secondFactorDemandQuery);
  const { busy, act } = useAct(secondFactorDemandQuery.queryKey);
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return null;
  const { required, without } = query.data;
  const left = without > 0 ? t("two.without", { n: without }) : t("two.everybody");
  return (
    <Switch
      checked={required}
      disabled={busy}
      label={t("two.demand")}
      description={`${t("two.demandHint")} ${left}`}
      onChange={(event) => {
        const wanted = event.currentTarget.checked;
        void act(() => desk.twoStep.setDemand(wanted));
      }}
    />
  );
}
