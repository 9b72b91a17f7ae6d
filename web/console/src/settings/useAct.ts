import { ApiError } from "@nitka/api-client/problem";
import type { QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { queryClient } from "../app/api";
import { useT } from "../i18n";
import { sentence } from "../parts/Trouble";
import { notice } from "../shell/notices";

/**
 * Runs a change of the settings: busy while it runs, a sentence when it fails, fresh data when it is done. A complaint
 * about one of `fields` is left to the form, which shows `trouble` where it belongs; any other is a notice.
 */
export function useAct(refresh: QueryKey, fields: readonly string[] = []) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null);
  const act = async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
    setBusy(true);
    setWrong(null);
    try {
      await work();
      await queryClient.invalidateQueries({ queryKey: refresh });
      if (done) notice(done);
      return true;
    } catch (error) {
      const field = error instanceof ApiError ? error.field : null;
      if (field && fields.includes(field)) setWrong({ field, text: sentence(error, t) });
      else notice(sentence(error, t), true);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const trouble = (field: string) => (wrong?.field === field ? wrong.text : undefined);
  return { busy, act, trouble };
}
