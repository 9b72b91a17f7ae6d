import { PasswordInput, TextInput } from "@mantine/core";
import type { Me, SecondStep as Step } from "@nitka/api-client/types";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { desk } from "../app/api";
import { enter } from "../app/session";
import { useT } from "../i18n";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { AuthForm, Card } from "./Card";
import { NewPassword } from "./NewPassword";
import { SecondStep } from "./SecondStep";

export default function Invite() {
  const t = useT();
  const navigate = useNavigate();
  const { token } = useParams({ from: "/desk/invite/$token" });
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => desk.auth.invitation(token),
    retry: 1,
  });
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [step, setStep] = useState<Step | null>(null);
  const done = async (me: Me) => {
    enter(me);
    await navigate({ to: "/desk" });
  };
  const again = () => void navigate({ to: "/desk/login" });
  if (step) return <SecondStep step={step} onDone={(me) => void done(me)} onAgain={again} />;
  if (invitation.isPending) return <Card title={t("auth.invite")}>{<Skeleton lines={3} />}</Card>;
  if (invitation.isError) {
    return (
      <Card title={t("auth.inviteBad")}>
        <Trouble error={invitation.error} />
      </Card>
    );
  }
  const { email, workspace, role, known } = invitation.data;
  const submit = async () => {
    const answer = await desk.auth.accept(token, name.trim(), password);
    if ("ticket" in answer) setStep(answer);
    else await done(answer);
  };
  return (
    <Card title={t("auth.inviteTo", { workspace: workspace })}>
      <p className="dim">{t("auth.inviteAs", { email, role: t(`role.${role}`) })}</p>
      <AuthForm button={t("auth.join")} onSubmit={submit}>
        {known ? (
          <PasswordInput
            size="sm"
            label={t("auth.password")}
            description={t("auth.knownHint")}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        ) : (
          <>
            <TextInput
              size="sm"
              label={t("auth.name")}
              description={t("auth.nameHint")}
              name="name"
              autoComplete="name"
              required
              withAsterisk={false}
              autoFocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <NewPassword value={password} onChange={setPassword} />
          </>
        )}
      </AuthForm>
    </Card>
  );
}
