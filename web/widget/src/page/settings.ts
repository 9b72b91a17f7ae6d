import type { Identity } from "../talk/sender";
import type { Traits } from "../talk/types";

/** What the page says about itself and its visitor: attributes of the script tag, and `window.nitkaSettings`. */
export interface Settings {
  origin: string;
  /** Folder of the lazy parts, beside the script. */
  base: string;
  key: string;
  nonce: string;
  locale?: string;
  track: "on" | "off" | "dnt";
  userToken?: string;
  name?: string;
  email?: string;
  phone?: string;
}

type Given = Partial<Pick<Settings, "locale" | "userToken" | "name" | "email" | "phone">>;

const NAMES = ["locale", "userToken", "name", "email", "phone"] as const;

/** Keeps what is ours and is a string: a page may pass anything. */
export function given(value: unknown): Given {
  const from = (value ?? {}) as Record<string, unknown>;
  const entries = NAMES.filter((name) => from[name]).map((name) => [name, String(from[name])]);
  return Object.fromEntries(entries) as Given;
}

/** Reads the tag that loaded us, or null when it has no key: then there is nothing to do. */
export function readSettings(tag: HTMLScriptElement, page: unknown): Settings | null {
  const { key, track, locale } = tag.dataset;
  if (!key) return null;
  const here = new URL(tag.src, location.href);
  return {
    origin: here.origin,
    base: new URL("widget/", here).href,
    key,
    nonce: tag.nonce,
    locale,
    track: track === "off" || track === "dnt" ? track : "on",
    ...given(page),
  };
}

/** Returns what goes along with a message: the proof of who the visitor is, and what the page claims. */
export function identityOf({ userToken, name, email, phone }: Settings): Identity {
  const traits: Traits = { name, email, phone };
  const claimed = Object.values(traits).some(Boolean);
  return { ...(userToken && { user_token: userToken }), ...(claimed && { traits }) };
}
