import { assurance } from "./assurance";
import { consents } from "./consent";
import { continuing } from "./continuing";
import { findings } from "./findings";
import { households } from "./households";
import type { Http, Query } from "./http";
import { imports } from "./imports";
import { model } from "./model";
import { stewardship } from "./stewardship";
import type * as t from "./types";

export interface ConversationFilter {
  status?: string;
  customer_id?: string;
  assignee?: string;
  unread?: boolean;
  waiting?: boolean;
  channel?: string;
  q?: string;
}

export interface NewMessage {
  text: string;
  channel?: string;
  to?: t.Recipient;
  note?: boolean;
  attachments?: string[];
}

type Paged = { limit?: number; cursor?: string | null };
const filterQuery = (filter: ConversationFilter): Query => ({ ...filter });

function conversations({ request }: Http) {
  const at = (id: string) => `/conversations/${id}`;
  return {
    list: (filter: ConversationFilter, page: Paged = {}) =>
      request<t.Page<t.Conversation>>("GET", "/conversations", {
        query: { ...filterQuery(filter), ...page },
      }),
    counts: () => request<t.Counts>("GET", "/conversations/counts"),
    get: (id: string) => request<t.Conversation>("GET", at(id)),
    change: (
      id: string,
      body: { status?: t.ConversationStatus; assignee_id?: string | null; snoozed_until?: string | null },
    ) => request<t.Conversation>("PATCH", at(id), { body }),
    markRead: (id: string) => request<void>("POST", `${at(id)}/read`),
    messages: (id: string, page: Paged & { order?: "desc" }) =>
      request<t.Page<t.Message>>("GET", `${at(id)}/messages`, { query: page }),
    send: (id: string, body: NewMessage, key: string) =>
      request<t.Message>("POST", `${at(id)}/messages`, { body, headers: { "Idempotency-Key": key } }),
    addresses: (id: string) => request<t.Page<t.Address>>("GET", `${at(id)}/addresses`),
    draft: (id: string) => request<t.Draft>("GET", `${at(id)}/draft`),
    saveDraft: (id: string, body: t.Draft, keepalive = false) =>
      request<void>("PUT", `${at(id)}/draft`, { body, keepalive }),
  };
}

function customers({ request }: Http) {
  return {
    list: (query: { q?: string; identifier?: string }, page: Paged = {}) =>
      request<t.Page<t.Customer>>("GET", "/customers", { query: { ...query, ...page } }),
    get: (id: string) => request<t.Customer>("GET", `/customers/${id}`),
    change: (id: string, body: { name?: string; blocked?: boolean }) =>
      request<t.Customer>("PATCH", `/customers/${id}`, { body }),
    timeline: (id: string, page: Paged = {}) =>
      request<t.Page<t.TimelineItem>>("GET", `/customers/${id}/timeline`, { query: page }),
    why: (id: string, locale: t.Locale) =>
      request<{ links: t.WhyLink[] }>("GET", `/customers/${id}/why`, { query: { locale } }),
    history: (id: string, locale: t.Locale) =>
      request<t.Page<t.IdentityEvent>>("GET", `/customers/${id}/history`, { query: { locale } }),
    merge: (ids: [string, string], reason: string) =>
      request<t.IdentityEvent>("POST", "/customers/merge", { body: { ids, reason } }),
    split: (id: string, identifier_ids: string[], reason: string) =>
      request<t.IdentityEvent>("POST", `/customers/${id}/split`, { body: { identifier_ids, reason } }),
    undo: (eventId: string) => request<t.IdentityEvent>("POST", `/identity-events/${eventId}/undo`),
    changeIdentifier: (id: string, status: t.Identifier["status"]) =>
      request<t.Identifier>("PATCH", `/identifiers/${id}`, { body: { status } }),
  };
}

function auth({ request }: Http) {
  return {
    me: () => request<t.Me>("GET", "/auth/me"),
    login: (email: string, password: string) =>
      request<t.Me | t.SecondStep>("POST", "/auth/login", { body: { email, password } }),
    logout: () => request<void>("POST", "/auth/logout"),
    change: (body: { name?: string; locale?: t.Locale; theme?: t.Theme }) =>
      request<t.Me>("PATCH", "/auth/me", { body }),
    switchTo: (workspace_id: string) => request<t.Me>("POST", "/auth/switch", { body: { workspace_id } }),
    forgot: (email: string) => request<void>("POST", "/auth/password/forgot", { body: { email } }),
    reset: (token: string, password: string) =>
      request<void>("POST", "/auth/password/reset", { body: { token, password } }),
    invitation: (token: string) =>
      request<t.InvitationView>("GET", `/auth/invitations/${encodeURIComponent(token)}`),
    accept: (token: string, name: string, password: string) =>
      request<t.Me | t.SecondStep>("POST", "/auth/invitations/accept", { body: { token, name, password } }),
  };
}

/** The second step of a sign-in, and one's own two-step sign-in. */
function twoStep({ request }: Http) {
  const mine = "/auth/second-factor";
  return {
    code: (ticket: string, code: string) =>
      request<t.Me>("POST", "/auth/login/code", { body: { ticket, code } }),
    setUp: (ticket: string) =>
      request<t.SecondFactorSetup>("POST", "/auth/login/setup", { body: { ticket } }),
    confirmSetUp: (ticket: string, code: string) =>
      request<{ me: t.Me; recovery_codes: string[] }>("POST", "/auth/login/setup/confirm", {
        body: { ticket, code },
      }),
    mine: () => request<t.SecondFactor>("GET", mine),
    begin: (password: string) => request<t.SecondFactorSetup>("POST", mine, { body: { password } }),
    confirm: (code: string) => request<{ codes: string[] }>("POST", `${mine}/confirm`, { body: { code } }),
    turnOff: (password: string, code: string) =>
      request<void>("POST", `${mine}/off`, { body: { password, code } }),
    renew: (password: string, code: string) =>
      request<{ codes: string[] }>("POST", `${mine}/recovery-codes`, { body: { password, code } }),
    reset: (personId: string) => request<void>("DELETE", `/people/${personId}/second-factor`),
    demand: () => request<t.SecondFactorDemand>("GET", "/workspace/second-factor"),
    setDemand: (required: boolean) =>
      request<t.SecondFactorDemand>("PUT", "/workspace/second-factor", { body: { required } }),
  };
}

/** A collection with the usual four requests. */
function collection<T, New, Made = T>({ request }: Http, path: string) {
  return {
    list: () => request<t.Page<T>>("GET", path, { query: { limit: 200 } }),
    add: (body: New) => request<Made>("POST", path, { body }),
    change: (id: string, body: Partial<New>) => request<T>("PATCH", `${path}/${id}`, { body }),
    remove: (id: string) => request<void>("DELETE", `${path}/${id}`),
  };
}

function settings(http: Http) {
  const { request } = http;
  return {
    people: {
      ...collection<t.Person, { role: t.Role }>(http, "/people"),
      invite: (email: string, role: t.Role) =>
        request<t.Invitation>("POST", "/people/invitations", { body: { email, role } }),
      resetLink: (id: string) => request<t.Invitation>("POST", `/people/${id}/reset-link`),
    },
    canned: collection<t.CannedAnswer, Omit<t.CannedAnswer, "id">>(http, "/canned-answers"),
    tokens: collection<t.ApiToken, { name: string; role: t.TokenRole }, t.ApiToken & { token: string }>(
      http,
      "/tokens",
    ),
    channelKinds: async () => {
      const answer = await request<t.ChannelKind[] | t.Page<t.ChannelKind>>("GET", "/channels");
      return Array.isArray(answer) ? answer : answer.items;
    },
    connections: {
      ...collection<
        t.Connection,
        { kind: string; name: string; settings: Record<string, unknown>; disabled?: boolean }
      >(http, "/connections"),
      reveal: (id: string) => request<{ server_key: string }>("POST", `/connections/${id}/reveal`),
    },
    workspace: () => request<t.Workspace>("GET", "/workspace"),
    changeWorkspace: (body: Partial<t.Workspace>) => request<t.Workspace>("PATCH", "/workspace", { body }),
    quarantine: (page: Paged = {}) =>
      request<t.Page<t.QuarantineItem>>("GET", "/quarantine", { query: page }),
    retry: (id: string) => request<void>("POST", `/quarantine/${id}/retry`),
    drop: (id: string) => request<void>("POST", `/quarantine/${id}/drop`),
    audit: (page: Paged = {}) => request<t.Page<t.AuditItem>>("GET", "/audit", { query: page }),
  };
}

function messages({ request }: Http) {
  return {
    undo: (id: string) => request<t.Message>("POST", `/messages/${id}/undo`),
    resend: (id: string) => request<t.Message>("POST", `/messages/${id}/resend`),
    upload: (file: File) => {
      const body = new FormData();
      body.append("file", file);
      return request<t.FileInfo>("POST", "/files", { body });
    },
  };
}

/** Every request of the desk, typed, grouped by what it speaks of. */
export function createDesk(http: Http) {
  return {
    auth: auth(http),
    twoStep: twoStep(http),
    conversations: conversations(http),
    messages: messages(http),
    continuing: continuing(http),
    customers: customers(http),
    stewardship: stewardship(http),
    model: model(http),
    households: households(http),
    consents: consents(http),
    findings: findings(http),
    settings: settings(http),
    imports: imports(http),
    assurance: assurance(http),
  };
}

export type Desk = ReturnType<typeof createDesk>;
