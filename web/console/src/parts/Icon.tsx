import {
  IconAt,
  IconBrandTelegram,
  IconBrandVk,
  IconBrandWhatsapp,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconDeviceTablet,
  IconForms,
  IconId,
  IconMail,
  IconMessageCircle,
  IconNote,
  IconPhone,
  IconReceipt,
  IconSend,
  IconSpeakerphone,
  IconTableImport,
  IconTarget,
  IconUser,
  IconWorld,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

type Drawn = ComponentType<{ size?: number; stroke?: number; className?: string; "aria-hidden"?: boolean }>;

const CHANNELS: Record<string, Drawn> = {
  chat: IconMessageCircle,
  email: IconMail,
  telegram: IconBrandTelegram,
  whatsapp: IconBrandWhatsapp,
  vk: IconBrandVk,
  phone: IconPhone,
  sms: IconDeviceMobile,
  site: IconWorld,
  form: IconForms,
  import: IconTableImport,
};

const TOUCHES: Record<string, Drawn> = {
  page: IconWorld,
  track: IconTarget,
  ad: IconSpeakerphone,
  call: IconPhone,
  purchase: IconReceipt,
  mailing: IconSend,
  form: IconForms,
  identify: IconId,
  import: IconTableImport,
  verify: IconId,
  note: IconNote,
};

const IDENTIFIERS: Record<string, Drawn> = {
  email: IconMail,
  phone: IconPhone,
  device: IconWorld,
  user_id: IconId,
  telegram: IconBrandTelegram,
  username: IconAt,
};

interface Props {
  name: string;
  size?: number;
  className?: string;
}

/** One colour, one weight: a channel is told by its shape and, beside it or in a tooltip, by its name. */
export function ChannelIcon({ name, size = 15, className }: Props) {
  const Found = CHANNELS[name] ?? IconMessageCircle;
  return <Found size={size} stroke={1.6} className={className} aria-hidden />;
}

export function TouchIcon({ name, size = 14, className }: Props) {
  const Found = TOUCHES[name] ?? CHANNELS[name] ?? IconTarget;
  return <Found size={size} stroke={1.6} className={className} aria-hidden />;
}

const DEVICES: Record<string, Drawn> = {
  phone: IconDeviceMobile,
  tablet: IconDeviceTablet,
  computer: IconDeviceDesktop,
};

export function DeviceIcon({ kind, size = 15 }: { kind: string | null; size?: number }) {
  const Found = DEVICES[kind ?? ""] ?? IconWorld;
  return <Found size={size} stroke={1.6} aria-hidden />;
}

export function IdentifierIcon({ name, size = 15, className }: Props) {
  const Found = IDENTIFIERS[name] ?? CHANNELS[name] ?? IconUser;
  return <Found size={size} stroke={1.6} className={className} aria-hidden />;
}
