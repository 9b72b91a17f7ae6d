import type { QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { queryClient } from "../app/api";
import { useT } from "../i18n";
import { sentence } from "../parts/Trouble";
import { notice } from "../shell/notices";

/** Runs a change of the settings: busy while it runs, a sentence when it fails, fresh data when it is done. */
export function useAct(refresh: QueryKey) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const act = async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
    setBusy(true);
    try {
      await work();
      await queryClient.invalidateQueries({ queryKey: refresh });
      if (done) notice(done);
      return true;
    } catch (error) {
      notice(sentence(error, t), true);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, act };
}
