import type { Store } from "../page/storage";

/** Who this browser is for Nitka. Whoever knows the secret reads the thread: it goes nowhere but to our own origin. */
export interface Visitor {
  id: string;
  secret: string;
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));

/** A random UUID (RFC 9562, version 4); `crypto.randomUUID` is missing on pages without TLS. */
export function newId(): string {
  const bytes = random(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Returns the remembered visitor, or makes one up; the store wins over memory, since another tab may have been first. */
export function visitorOf(store: Store): Visitor {
  const kept = store.get<Visitor>("visitor");
  if (kept?.id && kept.secret) return kept;
  const made = { id: newId(), secret: hex(random(32)) };
  store.set("visitor", made);
  return made;
}

/** Returns who a user token speaks of. Only to notice that it is somebody else now: proving it is the server's work. */
export function subjectOf(token: string | undefined): string | null {
  try {
    const body = token?.split(".")[1] ?? "";
    const { sub } = JSON.parse(atob(body.replace(/-/g, "+").replace(/_/g, "/"))) as { sub?: unknown };
    return sub ? String(sub) : null;
  } catch {
    return null;
  }
}
