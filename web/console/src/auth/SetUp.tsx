import type { Me } from "@nitka/api-client/types";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { desk } from "../app/api";
import { useT } from "../i18n";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { AuthForm } from "./Card";
import { CodeInput } from "./CodeInput";
import { KeyForApp } from "./KeyForApp";
import { RecoveryCodes } from "./RecoveryCodes";
import css from "./secondStep.module.css";

interface Props {
  ticket: string;
  onDone(me: Me): void;
  onAgain(): void;
}

/** A workspace asks for two-step sign-in: nothing else opens before it is set up. */
export function SetUp({ ticket, onDone, onAgain }: Props) {
  const t = useT();
  const [code, setCode] = useState("");
  const [done, setDone] = useState<{ me: Me; recovery_codes: string[] } | null>(null);
  const setup = useQuery({
    queryKey: ["set-up", ticket],
    queryFn: () => desk.twoStep.setUp(ticket),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  if (done) {
    const { me, recovery_codes } = done;
    return <RecoveryCodes codes={recovery_codes} email={me.account.email} onSaved={() => onDone(me)} />;
  }
  return (
    <div className={css.narrow}>
      <p className="dim">{t("two.setUpWhy")}</p>
      {setup.isPending && <Skeleton lines={6} />}
      {setup.isError && <Trouble error={setup.error} />}
      {setup.data && (
        <>
          <KeyForApp setup={setup.data} />
          <AuthForm
            button={t("two.confirm")}
            onSubmit={async () => setDone(await desk.twoStep.confirmSetUp(ticket, code))}
          >
            <CodeInput value={code} onChange={setCode} />
          </AuthForm>
        </>
      )}
      <div className={css.foot}>
        <button type="button" className="link" onClick={onAgain}>
          {t("auth.toLogin")}
        </button>
      </div>
    </div>
  );
}
