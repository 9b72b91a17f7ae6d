/** The page's way to us: `nitka("open")`, `nitka("identify", {…})`, `nitka("on", "message", f)`. */
export interface Commands {
  open(): void;
  close(): void;
  identify(who: unknown): void;
  reset(): void;
}

export type Happening = "ready" | "open" | "close" | "message" | "unread";

type Listener = (detail: unknown) => void;

type Nitka = ((...args: unknown[]) => void) & { q?: ArrayLike<unknown>[] };

/** Puts `window.nitka` in place, does what was asked before we came, and returns the way to tell listeners. */
export function install(commands: Commands): (what: Happening, detail?: unknown) => void {
  const listeners: [string, Listener][] = [];
  const ready: [detail?: unknown] = [];
  const host = window as { nitka?: Nitka };
  const early = host.nitka?.q ?? [];
  const run = (name: unknown, ...rest: unknown[]) => {
    const [what, f] = rest as [unknown, Listener];
    if (name === "on" && typeof f === "function") {
      listeners.push([String(what), f]);
      // Who asks late is told, too.
      if (what === "ready" && ready.length) setTimeout(() => f(ready[0]));
    }
    if (name === "open" || name === "close" || name === "reset") commands[name]();
    else if (name === "identify") commands.identify(rest[0]);
  };
  host.nitka = run;
  for (const args of early) run(...(Array.from(args) as [unknown]));
  return (what, detail) => {
    if (what === "ready") ready[0] = detail;
    for (const [name, listener] of listeners) {
      // A listener's mistake is the page's: it is reported there and must not stop us.
      if (name === what) setTimeout(() => listener(detail));
    }
  };
}
