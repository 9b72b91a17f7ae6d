import { TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { desk } from "../app/api";
import { useT } from "../i18n";
import css from "./auth.module.css";
import { AuthForm, Card } from "./Card";

export default function Forgot() {
  const t = useT();
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const submit = async () => {
    await desk.auth.forgot(email.trim());
    setSent(true);
  };
  return (
    <Card title={t("auth.forgotTitle")}>
      {sent ? (
        <p role="status">{t("auth.forgotSent", { email })}</p>
      ) : (
        <AuthForm button={t("auth.forgotSend")} onSubmit={submit}>
          <TextInput
            size="sm"
            label={t("auth.email")}
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        </AuthForm>
      )}
      <p className={css.foot}>
        <Link to="/desk/login">{t("auth.toLogin")}</Link>
      </p>
    </Card>
  );
}
