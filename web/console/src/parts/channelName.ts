import type { T } from "../i18n";

const KNOWN = [
  "chat",
  "email",
  "telegram",
  "whatsapp",
  "vk",
  "phone",
  "sms",
  "site",
  "form",
  "import",
] as const;
type Known = (typeof KNOWN)[number];

/** A channel's name in the reader's language; one that the desk does not know keeps its own. */
export function channelName(kind: string, t: T): string {
  return (KNOWN as readonly string[]).includes(kind) ? t(`channel.${kind as Known}`) : kind;
}

/** «in Telegram», «by e-mail»: the channel inside a sentence. */
export function inChannel(kind: string, t: T): string {
  return (KNOWN as readonly string[]).includes(kind)
    ? t(`inChannel.${kind as Known}`)
    : t("inChannel.other", { kind });
}
