/** «Continue in…»: single-use tokens that let a customer go on in another channel. */
import type { Http } from "./http";

export type TokenForm = "link" | "code";

/** One way to go on; `qr` is the url as an SVG. */
export interface Way {
  channel: string;
  connection_id: string;
  name: string;
  address: string;
  url: string;
  qr: string;
}

/** A token, readable this once: `code` has six digits, `ways` where a link leads. */
export interface Continuation {
  id: string;
  form: TokenForm;
  code: string | null;
  ways: Way[];
  expires_at: string;
}

/** What became of a token that somebody came with. */
export interface Came {
  outcome: "joined" | "again" | "here" | "wrong" | "expired" | "used" | "elsewhere" | "later";
  form: TokenForm;
  origin: string | null;
}

export interface NewContinuation {
  form: TokenForm;
  identifier_id?: string;
}

export function continuing({ request }: Http) {
  const at = (id: string) => `/conversations/${id}/continuations`;
  return {
    make: (id: string, body: NewContinuation) => request<Continuation>("POST", at(id), { body }),
    redeem: (id: string, token: string) => request<Came>("POST", `${at(id)}/redeem`, { body: { token } }),
  };
}
