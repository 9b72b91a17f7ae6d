import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { desk } from "../app/api";
import { useT } from "../i18n";
import { notice } from "../shell/notices";
import { AuthForm, Card } from "./Card";
import { NewPassword } from "./NewPassword";

export default function Reset() {
  const t = useT();
  const navigate = useNavigate();
  const { token } = useParams({ from: "/desk/reset/$token" });
  const [password, setPassword] = useState("");
  const submit = async () => {
    await desk.auth.reset(token, password);
    notice(t("auth.resetDone"));
    await navigate({ to: "/desk/login" });
  };
  return (
    <Card title={t("auth.resetTitle")}>
      <AuthForm button={t("auth.resetSave")} onSubmit={submit}>
        <NewPassword value={password} onChange={setPassword} autoFocus />
      </AuthForm>
    </Card>
  );
}
