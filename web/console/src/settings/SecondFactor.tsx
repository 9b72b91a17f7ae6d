import { Button, PasswordInput } from "@mantine/core";
import type { SecondFactorSetup } from "@nitka/api-client/types";
import { fullWhen } from "@nitka/ui/time";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { desk, queryClient } from "../app/api";
import { secondFactorQuery } from "../app/queries";
import { useMe } from "../app/session";
import { AuthForm } from "../auth/Card";
import { CodeInput } from "../auth/CodeInput";
import { KeyForApp } from "../auth/KeyForApp";
import { RecoveryCodes } from "../auth/RecoveryCodes";
import steps from "../auth/secondStep.module.css";
import { useLanguage, useT } from "../i18n";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { notice } from "../shell/notices";
import css from "./settings.module.css";

/** What is being done: nothing, turning it on step by step, or something that needs password and code. */
type Doing =
  | { what: "nothing" | "password" | "renew" | "off" }
  | { what: "confirm"; setup: SecondFactorSetup }
  | { what: "codes"; codes: readonly string[] };

const NOTHING: Doing = { what: "nothing" };
const refresh = () => queryClient.invalidateQueries({ queryKey: secondFactorQuery.queryKey });

/** One's own two-step sign-in, in the profile. */
export function SecondFactor() {
  const t = useT();
  const me = useMe();
  const [doing, setDoing] = useState<Doing>(NOTHING);
  const show = async (codes: readonly string[]) => {
    setDoing({ what: "codes", codes });
    await refresh();
  };
  const off = async () => {
    setDoing(NOTHING);
    notice(t("two.offDone"));
    await refresh();
  };
  return (
    <section aria-labelledby="two-step">
      <div className={css.label} id="two-step">
        {t("two.title")}
      </div>
      <div className={steps.narrow}>
        {doing.what === "nothing" && <State onDo={(what) => setDoing({ what })} />}
        {doing.what === "password" && <Begin onBegun={(setup) => setDoing({ what: "confirm", setup })} />}
        {doing.what === "confirm" && <Confirm setup={doing.setup} onDone={(codes) => void show(codes)} />}
        {doing.what === "renew" && (
          <PasswordAndCode
            button={t("two.renew")}
            hint={t("two.renewHint")}
            onSubmit={async (password, code) => show((await desk.twoStep.renew(password, code)).codes)}
          />
        )}
        {doing.what === "off" && (
          <PasswordAndCode
            button={t("two.turnOff")}
            onSubmit={async (password, code) => {
              await desk.twoStep.turnOff(password, code);
              await off();
            }}
          />
        )}
        {doing.what === "codes" && (
          <RecoveryCodes codes={doing.codes} email={me.account.email} onSaved={() => setDoing(NOTHING)} />
        )}
        {doing.what !== "nothing" && doing.what !== "codes" && (
          <Button variant="default" onClick={() => setDoing(NOTHING)}>
            {t("common.cancel")}
          </Button>
        )}
      </div>
    </section>
  );
}

function State({ onDo }: { onDo(what: "password" | "renew" | "off"): void }) {
  const { locale, t } = useLanguage();
  const query = useQuery(secondFactorQuery);
  if (query.isPending) return <Skeleton lines={2} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  const { on, since, recovery_left, demanded } = query.data;
  if (!on) {
    return (
      <>
        <p className="dim">{t("two.what")}</p>
        <div>
          <Button variant="default" onClick={() => onDo("password")}>
            {t("two.turnOn")}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <p>
        {since && t("two.on", { when: fullWhen(new Date(since), locale) })}{" "}
        <span className={recovery_left < 3 ? "bad" : "dim"}>{t("two.left", { n: recovery_left })}</span>
      </p>
      {demanded && <p className="dim">{t("two.demandedHere")}</p>}
      <div className={steps.buttons}>
        <Button variant="default" onClick={() => onDo("renew")}>
          {t("two.renew")}
        </Button>
        {!demanded && (
          <Button variant="default" onClick={() => onDo("off")}>
            {t("two.turnOff")}
          </Button>
        )}
      </div>
    </>
  );
}

function Password({ value, onChange }: { value: string; onChange(value: string): void }) {
  const t = useT();
  return (
    <PasswordInput
      size="sm"
      label={t("auth.password")}
      description={t("two.passwordHint")}
      name="password"
      autoComplete="current-password"
      required
      withAsterisk={false}
      autoFocus
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Begin({ onBegun }: { onBegun(setup: SecondFactorSetup): void }) {
  const t = useT();
  const [password, setPassword] = useState("");
  return (
    <AuthForm button={t("two.continue")} onSubmit={async () => onBegun(await desk.twoStep.begin(password))}>
      <Password value={password} onChange={setPassword} />
    </AuthForm>
  );
}

function Confirm({ setup, onDone }: { setup: SecondFactorSetup; onDone(codes: readonly string[]): void }) {
  const t = useT();
  const [code, setCode] = useState("");
  const submit = async () => onDone((await desk.twoStep.confirm(code)).codes);
  return (
    <>
      <KeyForApp setup={setup} />
      <AuthForm button={t("two.confirm")} onSubmit={submit}>
        <CodeInput value={code} onChange={setCode} autoFocus />
      </AuthForm>
    </>
  );
}

interface Both {
  button: string;
  hint?: string;
  onSubmit(password: string, code: string): Promise<void>;
}

function PasswordAndCode({ button, hint, onSubmit }: Both) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  return (
    <>
      {hint && <p className="dim">{hint}</p>}
      <AuthForm button={button} onSubmit={() => onSubmit(password, code)}>
        <Password value={password} onChange={setPassword} />
        <CodeInput value={code} onChange={setCode} />
      </AuthForm>
    </>
  );
}
