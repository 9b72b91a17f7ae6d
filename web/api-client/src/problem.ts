/** An answer that is not the one hoped for: `detail` is a plain sentence of the server (RFC 9457). */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    /** HTTP status; 0 when the server was not reached at all. */
    readonly status: number,
    readonly detail: string,
    /** The field of the form that the sentence speaks of. */
    readonly field: string | null = null,
    readonly type: string = "about:blank",
  ) {
    super(detail);
  }

  /** True when the request may well succeed later, unchanged. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

/** Reads problem+json, and makes the best of anything else. */
export async function problemOf(response: Response): Promise<ApiError> {
  const type = response.headers.get("content-type") ?? "";
  if (type.includes("json")) {
    try {
      const body = (await response.json()) as Partial<Record<"detail" | "title" | "field" | "type", string>>;
      return new ApiError(response.status, body.detail ?? body.title ?? "", body.field ?? null, body.type);
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
    }
  }
  return new ApiError(response.status, "");
}
