import type { Me, SecondStep as Step } from "@nitka/api-client/types";
import { useState } from "react";
import { desk } from "../app/api";
import { useT } from "../i18n";
import { AuthForm, Card } from "./Card";
import { CodeInput } from "./CodeInput";
import { SetUp } from "./SetUp";
import css from "./secondStep.module.css";

interface Props {
  step: Step;
  onDone(me: Me): void;
  /** Back to the password. */
  onAgain(): void;
}

/** After the right password: a code, or the setup of what makes codes. */
export function SecondStep({ step, onDone, onAgain }: Props) {
  const t = useT();
  return (
    <Card title={t(step.needs === "code" ? "two.stepTitle" : "two.setUpTitle")}>
      {step.needs === "code" ? (
        <Code ticket={step.ticket} onDone={onDone} onAgain={onAgain} />
      ) : (
        <SetUp ticket={step.ticket} onDone={onDone} onAgain={onAgain} />
      )}
    </Card>
  );
}

function Code({ ticket, onDone, onAgain }: Omit<Props, "step"> & { ticket: string }) {
  const t = useT();
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState("");
  const submit = async () => onDone(await desk.twoStep.code(ticket, code));
  const change = () => {
    setCode("");
    setRecovery(!recovery);
  };
  return (
    <>
      <AuthForm button={t("two.enter")} onSubmit={submit}>
        <CodeInput value={code} onChange={setCode} recovery={recovery} autoFocus />
      </AuthForm>
      <div className={css.foot}>
        <button type="button" className="link" onClick={change}>
          {t(recovery ? "two.useApp" : "two.useRecovery")}
        </button>
        {recovery && <p className="dim">{t("two.lost")}</p>}
        <button type="button" className="link" onClick={onAgain}>
          {t("auth.toLogin")}
        </button>
      </div>
    </>
  );
}
