import { Button, Menu } from "@mantine/core";
import type { Code, Disclosure, WayToRaise } from "@nitka/api-client/assurance";
import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { desk } from "../app/api";
import { disclosureQuery } from "../app/queries";
import { type T, useLanguage } from "../i18n";
import { retell } from "../i18n/retell";
import { showValue } from "../parts/customerName";
import { unproven } from "../person/Telling";
import { useAct } from "../settings/useAct";
import css from "./composer.module.css";

/** What became of the latest code, while that matters; null once it was typed, or replaced. */
export function codeWords(code: Code | null, t: T, now = Date.now()): string | null {
  if (!code || now - Date.parse(code.asked_at) > 3_600_000) return null;
  const address = showValue(code.type, code.value ?? "", t);
  if (code.standing === "used" || code.standing === "replaced") return null;
  if (code.sending === "failed" && code.standing !== "tries") {
    const error = code.error && (retell(code.error) ?? code.error);
    return error ? t("code.failed", { address, error }) : t("code.failedPlain", { address });
  }
  if (code.standing !== "open") return t(`code.${code.standing}`, { address });
  if (code.tries_left < 5) return t("code.wrong", { n: code.tries_left });
  return code.sending === "sent" ? t(`code.open.${code.type}`, { address }) : t("code.sending", { address });
}

function Ways({ ways, send, busy }: { ways: WayToRaise[]; send(way: WayToRaise): void; busy: boolean }) {
  const { t } = useLanguage();
  return (
    <Menu position="top-end" width={260}>
      <Menu.Target>
        <Button size="compact-xs" variant="default" loading={busy}>
          {t("telling.send")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ways.map((way) => (
          <Menu.Item key={way.identifier_id} onClick={() => send(way)}>
            {t("telling.sendTo", { address: showValue(way.type, way.value ?? "", t) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const worth = (disclosure: Disclosure | undefined) => disclosure && unproven(disclosure);

/** That who writes is not proven, and the code that would prove it. */
export function CodeBar({ conversationId, to }: { conversationId: string; to: string | undefined }) {
  const { locale, t } = useLanguage();
  const query = disclosureQuery(conversationId, locale);
  const { data } = useQuery(query);
  const { busy, act } = useAct(["disclosure", conversationId]);
  const lacking = worth(data);
  // Whoever is answered elsewhere is not the one who spoke.
  if (!data || !lacking || data.speaker?.identifier_id !== to) return null;
  const words = codeWords(data.code, t);
  if (!words && data.ways.length === 0) return null;
  const send = (way: WayToRaise) =>
    void act(
      () => desk.assurance.sendCode(conversationId, { identifier_id: way.identifier_id, to: way.to }),
      t("telling.sent", { address: showValue(way.type, way.value ?? "", t) }),
    );
  return (
    <div className={css.code} role="note">
      <IconLock size={15} aria-hidden />
      <span className={css.space}>{words ?? lacking.text}</span>
      {data.ways.length > 0 && <Ways ways={data.ways} send={send} busy={busy} />}
    </div>
  );
}
