import { ApiError, problemOf } from "./problem";

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Options {
  query?: Query;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Let the request outlive the page: the last draft when a tab is closed. */
  keepalive?: boolean;
}

export interface Http {
  request<T>(method: string, path: string, options?: Options): Promise<T>;
}

function address(base: string, path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const tail = search.toString();
  return `${base}${path}${tail ? `?${tail}` : ""}`;
}

function written(method: string, options: Options): RequestInit {
  const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
  // A header that no foreign page can set without asking: this is what stops forged requests.
  if (method !== "GET") headers["X-Nitka-Request"] = "1";
  const { body, keepalive, signal } = options;
  const init: RequestInit = { method, headers, keepalive, signal, credentials: "same-origin" };
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  return init;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(0, "");
  }
}

/** A client of one origin with the session cookie; `onLost` is told when the session is over. */
export function createHttp(base: string, onLost: () => void = () => undefined): Http {
  return {
    async request<T>(method: string, path: string, options: Options = {}): Promise<T> {
      const response = await reach(address(base, path, options.query), written(method, options));
      if (response.status === 401 && !path.startsWith("/auth/")) onLost();
      if (!response.ok) throw await problemOf(response);
      const text = await response.text();
      return (text ? JSON.parse(text) : undefined) as T;
    },
  };
}
