/** The contract of `/api/v1`, as the edge speaks it. Times are RFC 3339 in UTC, ids are UUIDs. */

export type Role = "owner" | "supervisor" | "operator";
/** A bot is told only what may be told to the customer with whom it speaks. */
export type TokenRole = Role | "bot";
export type Locale = "ru" | "en";
export type Theme = "auto" | "light" | "dark";
export type Assurance = "observed" | "asserted" | "verified" | "agent";
export type ConversationStatus = "open" | "waiting" | "snoozed" | "closed" | "spam";
export type Direction = "in" | "out" | "note";
export type MessageStatus =
  | "received"
  | "queued"
  | "sending"
  | "sent"
  | "delivered"
  | "read"
  | "failed"
  | "unknown"
  | "cancelled"
  | "retracted";

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** A colleague; without a name, as long as they have not given one. */
export interface Named {
  id: string;
  name: string | null;
}

export interface Me {
  account: { id: string; name: string; email: string; locale: Locale; theme: Theme };
  workspace: { id: string; name: string; region: string; locale: string };
  role: Role;
  workspaces: { id: string; name: string; role: Role }[];
}

/** The identifier to call somebody by whose name nobody knows. */
export interface KnownBy {
  type: string;
  value: string;
}

/** Who talks. `known_by` stands in for a name; events leave it out, for it must be looked up. */
export interface Caller {
  id: string;
  name: string | null;
  known_by?: KnownBy | null;
}

export interface Conversation {
  id: string;
  number: number;
  customer: Caller;
  status: ConversationStatus;
  assignee: Named | null;
  brand_id: string;
  last: { text: string; channel: string; direction: Direction; at: string };
  unread: number;
  waiting_since: string | null;
  opened_at: string;
  closed_at: string | null;
  snoozed_until: string | null;
  version: number;
}

export interface Counts {
  mine: number;
  waiting: number;
  unassigned: number;
  all: number;
}

export interface FileInfo {
  id: string;
  name: string;
  type: string;
  size: number;
  url: string;
}

export interface Message {
  id: string;
  conversation_id: string;
  seq: number;
  direction: Direction;
  channel: string;
  connection_id: string;
  strand_id: string;
  author: { kind: "customer" | "operator" | "bot" | "system"; id: string | null; name: string | null };
  text: string;
  html: string | null;
  quoted: string | null;
  subject: string | null;
  attachments: FileInfo[];
  at: string;
  status: MessageStatus;
  error: string | null;
  address: { id: string; type: string; value: string } | null;
}

export type TouchKind =
  | "message"
  | "page"
  | "track"
  | "ad"
  | "call"
  | "purchase"
  | "mailing"
  | "note"
  | "form"
  | "identify"
  | "continuation"
  | "import"
  | "verify";

export interface TimelineItem {
  id: string;
  kind: TouchKind;
  channel: string;
  direction: Direction | null;
  at: string;
  text: string | null;
  conversation_id: string | null;
  payload: Record<string, unknown>;
}

export interface Identifier {
  id: string;
  type: string;
  namespace: string;
  value: string;
  assurance: Assurance;
  status: "normal" | "shared" | "blocked";
  first_at: string;
}

export interface Customer {
  id: string;
  name: string | null;
  known_by: KnownBy | null;
  identifiers: Identifier[];
  traits: Record<string, unknown>;
  blocked: boolean;
  created_at: string;
  open_conversation_id: string | null;
}

export interface NodeRef {
  id: string;
  type: string;
  value: string;
}

export interface WhyLink {
  a: NodeRef;
  b: NodeRef;
  kind: string;
  assurance: Assurance;
  evidence: Record<string, unknown>;
  text: string;
  /** The sentence without naming the two: links that one touch proves share it. */
  because: string;
}

export interface IdentityEvent {
  id: string;
  op: "merge" | "split" | "undo" | "status";
  before: unknown;
  after: unknown;
  why: string;
  at: string;
  who?: { id: string; name: string | null } | null;
  undone_by?: string | null;
  undoes?: string | null;
}

export interface Address {
  connection_id: string;
  connection_name: string;
  channel: string;
  identifier_id: string;
  type: string;
  value: string;
  assurance: Assurance;
  path: Assurance;
  last_in_at: string | null;
  available: boolean;
  reason: string | null;
  /** Where an answer goes unless asked otherwise. */
  current: boolean;
  /** Where the last words came from. */
  latest: boolean;
}

export interface Recipient {
  connection_id: string;
  identifier_id: string;
}

export interface Draft {
  text: string;
  note?: boolean;
  to?: Recipient | null;
}

/** `second_factor`: signs in in two steps; only owners are told. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
  pending: boolean;
  second_factor: boolean | null;
}

/** The password was right; the ticket goes with what is still needed, in this browser only. */
export interface SecondStep {
  ticket: string;
  needs: "code" | "setup";
  expires_at: string;
}

export interface SecondFactor {
  on: boolean;
  since: string | null;
  recovery_left: number;
  demanded: boolean;
}

/** What an app needs, shown once; the picture is SVG. */
export interface SecondFactorSetup {
  key: string;
  link: string;
  picture: string;
}

export interface SecondFactorDemand {
  required: boolean;
  without: number;
}

export interface Invitation {
  id: string;
  link: string;
  expires_at: string;
}

/** What one sees before accepting; `known`: the address has an account, whose password is asked for. */
export interface InvitationView {
  email: string;
  workspace: string;
  role: Role;
  known: boolean;
}

export interface CannedAnswer {
  id: string;
  shortcut: string;
  title: string;
  text: string;
}

export interface ConnectionState {
  status: "ok" | "error" | "connecting" | "off";
  error: string | null;
  since: string | null;
}

export interface Connection {
  id: string;
  kind: string;
  name: string;
  settings: Record<string, unknown>;
  /** Names of the secrets that are set; their values are never shown. */
  secrets: string[];
  write_key: string | null;
  state: ConnectionState;
  disabled: boolean;
}

/** What of JSON Schema the settings forms understand. */
export interface SettingsSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  "x-ru"?: { title?: string; description?: string };
  /** Names of the choices, by value. */
  "x-choices"?: Record<string, { ru: string; en: string }>;
  /** Few people need it: it is folded away. */
  "x-more"?: boolean;
  properties?: Record<string, SettingsSchema>;
  required?: string[];
  enum?: (string | number | null)[];
  items?: SettingsSchema;
  format?: string;
  writeOnly?: boolean;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  anyOf?: SettingsSchema[];
  $ref?: string;
  $defs?: Record<string, SettingsSchema>;
}

export interface ChannelKind {
  kind: string;
  title: { ru: string; en: string };
  settings_schema: SettingsSchema;
  capabilities: unknown;
}

export interface DayHours {
  open: boolean;
  from: string;
  to: string;
}

export interface Workspace {
  name: string;
  region: string;
  locale: Locale;
  hours: { timezone: string; always: boolean; days: DayHours[] };
  away_message: { ru: string; en: string };
  widget: { color: string; title: string; logo_url: string | null; position: "left" | "right" };
  /** An answer in the chat that nobody has seen for so long goes out by e-mail; 0: never. */
  fall_back_minutes: number;
  /** For so long the customer's words go on with a closed conversation. */
  reopen_days: number;
  continue_hours: number;
  /** How customers' words are read; `#` in a mask is a digit, `@` a letter. */
  words: { numbering: { type: "order" | "contract"; mask: string }[]; ours: string[] };
}

export interface ApiToken {
  id: string;
  name: string;
  role: TokenRole;
  created_at: string;
  used_at: string | null;
  /** With this person the token goes. */
  made_by: string | null;
}

export interface QuarantineItem {
  id: string;
  connection_id: string | null;
  at: string;
  error: string;
  state: string;
  /** null for a touch, else the work after it that failed */
  work: string | null;
}

export interface AuditItem {
  id: string;
  at: string;
  actor: { kind: string; id: string | null; name: string | null };
  action: string;
  target: unknown;
  details: unknown;
}
