import type { Visitor } from "./visitor";

/** The server understood and said no (or is busy). `detail` is a plain sentence from it, when there is one. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly retryAfter: number,
  ) {
    super(`${status}`);
  }

  /** Whether asking again later may help. */
  get passing(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

export interface Http {
  readonly origin: string;
  readonly key: string;
  headers(path: string): Record<string, string>;
  /** Asks our own server. Throws Refusal for its no, TypeError or AbortError when it cannot be reached. */
  ask<T>(method: string, path: string, body?: unknown, keepalive?: boolean): Promise<T>;
}

const PATIENCE = 15_000;

async function refusalOf(response: Response): Promise<Refusal> {
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  return new Refusal(response.status, problem.detail ?? "", Number(response.headers.get("Retry-After")) || 0);
}

export function openHttp(origin: string, key: string, visitor: () => Visitor): Http {
  // The secret goes only where it is needed: who merely looks at a page is not even given one.
  const headers = (path: string) => ({
    "X-Nitka-Key": key,
    ...(/^\/client\/v1\/(?!config)/.test(path) && { "X-Nitka-Visitor": visitor().secret }),
  });
  return {
    origin,
    key,
    headers,
    async ask<T>(method: string, path: string, body?: unknown, keepalive = false): Promise<T> {
      const stop = new AbortController();
      const timer = setTimeout(() => stop.abort(), PATIENCE);
      try {
        const response = await fetch(origin + path, {
          method,
          keepalive,
          credentials: "omit",
          signal: stop.signal,
          headers: body ? { ...headers(path), "Content-Type": "application/json" } : headers(path),
          body: body ? JSON.stringify(body) : undefined,
        });
        if (!response.ok) throw await refusalOf(response);
        return (response.status === 204 ? null : await response.json().catch(() => null)) as T;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
