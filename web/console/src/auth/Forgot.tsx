import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { desk } from "../app/api";
import { useT } from "../i18n";
import css from "./auth.module.css";
import { AuthForm, Card } from "./Card";
import { Email } from "./Email";

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
          <Email value={email} onChange={setEmail} />
        </AuthForm>
      )}
      <p className={css.foot}>
        <Link to="/desk/login">{t("auth.toLogin")}</Link>
      </p>
    </Card>
  );
}
