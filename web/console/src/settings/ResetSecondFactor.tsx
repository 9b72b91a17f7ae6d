import type { Person } from "@nitka/api-client/types";
import { useState } from "react";
import { desk } from "../app/api";
import { useT } from "../i18n";
import { useAct } from "./useAct";

/** For somebody who lost the phone and the codes. Said in the line itself: it is seldom needed. */
export function ResetSecondFactor({ person }: { person: Person }) {
  const t = useT();
  const { busy, act } = useAct(["people"]);
  const [sure, setSure] = useState(false);
  const name = person.name || person.email;
  if (!sure) {
    return (
      <>
        {" "}
        <button
          type="button"
          className="link"
          aria-label={t("two.resetOf", { name })}
          onClick={() => setSure(true)}
        >
          {t("two.reset")}
        </button>
      </>
    );
  }
  return (
    <>
      {" "}
      <button
        type="button"
        className="link bad"
        disabled={busy}
        onClick={() => void act(() => desk.twoStep.reset(person.id), t("two.resetDone", { name }))}
      >
        {t("two.resetSure")}
      </button>{" "}
      <button type="button" className="link" onClick={() => setSure(false)}>
        {t("common.cancel")}
      </button>
    </>
  );
}
