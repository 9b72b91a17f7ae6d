import { Button, SegmentedControl, TextInput } from "@mantine/core";
import type { Locale, Theme } from "@nitka/api-client/types";
import { useState } from "react";
import { useChangeMe, useMe } from "../app/session";
import { useT } from "../i18n";
import { sentence } from "../parts/Trouble";
import { notice } from "../shell/notices";
import { canNotify, mayAskToNotify } from "../shell/notify";
import { SecondFactor } from "./SecondFactor";
import css from "./settings.module.css";

const THEMES: readonly Theme[] = ["auto", "light", "dark"];

function Notifications() {
  const t = useT();
  const [allowed, setAllowed] = useState(canNotify());
  if (!("Notification" in window)) return <p className="dim">{t("me.notifyNone")}</p>;
  if (allowed) return <p className="dim">{t("me.notifyOn")}</p>;
  if (!mayAskToNotify()) return <p className="dim">{t("me.notifyDenied")}</p>;
  return (
    <Button
      variant="default"
      onClick={() => void Notification.requestPermission().then(() => setAllowed(canNotify()))}
    >
      {t("me.notifyAsk")}
    </Button>
  );
}

export default function Me() {
  const t = useT();
  const me = useMe();
  const change = useChangeMe();
  const [name, setName] = useState(me.account.name);
  const save = (body: { name?: string; locale?: Locale; theme?: Theme }) =>
    change.mutate(body, { onError: (error) => notice(sentence(error, t), true) });
  return (
    <div className={css.stack}>
      <form
        className={css.inline}
        onSubmit={(event) => {
          event.preventDefault();
          save({ name: name.trim() });
        }}
      >
        <TextInput
          label={t("auth.name")}
          description={t("auth.nameHint")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          w={280}
        />
        <Button
          type="submit"
          disabled={!name.trim() || name.trim() === me.account.name}
          loading={change.isPending}
        >
          {t("common.save")}
        </Button>
      </form>
      <div>
        <div className={css.label}>{t("auth.email")}</div>
        {me.account.email}
      </div>
      <div>
        <div className={css.label}>{t("me.language")}</div>
        <SegmentedControl
          aria-label={t("me.language")}
          value={me.account.locale}
          onChange={(locale) => save({ locale: locale as Locale })}
          data={[
            { value: "ru", label: "Русский" },
            { value: "en", label: "English" },
          ]}
        />
      </div>
      <div>
        <div className={css.label}>{t("me.theme")}</div>
        <SegmentedControl
          aria-label={t("me.theme")}
          value={me.account.theme}
          onChange={(theme) => save({ theme: theme as Theme })}
          data={THEMES.map((theme) => ({ value: theme, label: t(`me.theme.${theme}`) }))}
        />
      </div>
      <div>
        <div className={css.label}>{t("me.notify")}</div>
        <Notifications />
      </div>
      <SecondFactor />
    </div>
  );
}
