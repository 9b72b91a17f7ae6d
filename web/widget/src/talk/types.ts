/** The client part of the HTTP and WebSocket contract, as the widget uses it. */
export interface Attachment {
  id: string;
  name: string;
  type: string;
  size: number;
}

/** `in` is what the visitor wrote, `out` what the company answered. */
export interface Message {
  id: string;
  message_id?: string | null;
  direction: "in" | "out";
  text: string;
  at: string;
  attachments?: Attachment[];
  status: string;
  author?: { name: string | null } | null;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Config {
  brand: { name: string };
  widget: { color: string; title: string; logo_url?: string | null; position?: "left" | "right" };
  online: boolean;
  away_message?: Record<string, string>;
  opens_at?: string | null;
  team?: { name: string }[];
  contact_form?: boolean;
  /** An answer that the visitor did not see goes on by e-mail, where there is an address. */
  letters?: boolean;
  locale?: string;
  limits?: { text?: number; file?: number };
}

export interface Traits {
  name?: string;
  email?: string;
  phone?: string;
}

/** A message on its way: kept until the server has said it has it. */
export interface Draft {
  message_id: string;
  text: string;
  attachments?: string[];
  user_token?: string;
  traits?: Traits;
  page?: { url: string; title: string };
}

export type Frame =
  | { type: "ready" }
  | { type: "message"; message: Message; cursor?: string }
  | { type: "status"; message_id: string; status: string }
  | { type: "retracted"; message_id: string }
  | { type: "typing"; name: string | null }
  | { type: "refetch" }
  | { type: "accepted"; message_id: string; id: string }
  | { type: "refused"; message_id: string; detail: string }
  | { type: "pong" };
