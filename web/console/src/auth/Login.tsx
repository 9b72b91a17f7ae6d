import { PasswordInput } from "@mantine/core";
import type { Me, SecondStep as Step } from "@nitka/api-client/types";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { desk } from "../app/api";
import { enter } from "../app/session";
import { useT } from "../i18n";
import css from "./auth.module.css";
import { AuthForm, Card } from "./Card";
import { Email } from "./Email";
import { SecondStep } from "./SecondStep";

/** Only a path of the desk itself: a link from outside must not send anybody away. */
function wayBack(back: string | undefined): string {
  return back?.startsWith("/desk") && !back.startsWith("/desk/login") ? back : "/desk";
}

export default function Login() {
  const t = useT();
  const router = useRouter();
  const { back } = useSearch({ from: "/desk/login" });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [step, setStep] = useState<Step | null>(null);
  const done = (me: Me) => {
    enter(me);
    router.history.push(wayBack(back));
  };
  const submit = async () => {
    const answer = await desk.auth.login(email.trim(), password);
    if ("ticket" in answer) {
      setPassword("");
      setStep(answer);
    } else done(answer);
  };
  if (step) return <SecondStep step={step} onDone={done} onAgain={() => setStep(null)} />;
  return (
    <Card title={t("auth.login")}>
      <AuthForm button={t("auth.enter")} onSubmit={submit}>
        <Email value={email} onChange={setEmail} />
        <PasswordInput
          size="sm"
          label={t("auth.password")}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </AuthForm>
      <p className={css.foot}>
        <Link to="/desk/forgot">{t("auth.forgot")}</Link>
      </p>
    </Card>
  );
}
