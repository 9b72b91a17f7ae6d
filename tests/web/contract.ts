// What the desk reads and sends (web/api-client/src/types.ts, by hand) against what the server says (OpenAPI).
import type * as assurance from "./api-client/assurance";
import type * as consent from "./api-client/consent";
import type * as continuing from "./api-client/continuing";
import type { NewMessage } from "./api-client/desk";
import type { Finding, TriedFinding } from "./api-client/findings";
import type * as households from "./api-client/households";
import type * as imports from "./api-client/imports";
import type * as model from "./api-client/model";
import type * as order from "./api-client/stewardship";
import type * as ours from "./api-client/types";
import type * as server from "./schema";

type Missing<Ours, Server> = Exclude<keyof Ours, keyof Server>;

/** The fields of which one side says more than the other understands. */
type Unfit<From, To> = {
  [K in keyof From & keyof To]: [Pick<From, K>] extends [Pick<To, K>] ? never : K;
}[keyof From & keyof To];

/** As it is answered: what has a default is there as well. */
type Whole<T> = T extends (infer Item)[]
  ? Whole<Item>[]
  : T extends object
    ? { [K in keyof T]-?: Whole<T[K]> }
    : T;

/** `true` when whatever the server says can be read as ours, and every field of ours is one it has. */
type Reads<Server, Ours> = [Whole<Server>] extends [Ours]
  ? [Missing<Ours, Server>] extends [never]
    ? true
    : { theServerHasNo: Missing<Ours, Server> }
  : { readOtherwise: Unfit<Whole<Server>, Ours> };

/** `true` when whatever we send is what the server takes, with no field that it does not know. */
type Sends<Ours, Server> = [Ours] extends [Server]
  ? [Missing<Ours, Server>] extends [never]
    ? true
    : { theServerKnowsNo: Missing<Ours, Server> }
  : { takenOtherwise: Unfit<Ours, Server> };

function holds<Told>(_: Told): void {}

holds<Reads<server.Conversation, ours.Conversation>>(true);
holds<Reads<server.Continuation, continuing.Continuation>>(true);
holds<Reads<server.Settled, continuing.Came>>(true);
holds<Sends<continuing.NewContinuation, server.NewContinuation>>(true);
holds<Reads<server.ConversationPage, ours.Page<ours.Conversation>>>(true);
holds<Reads<server.Caller, ours.Caller>>(true);
holds<Reads<server.Counts, ours.Counts>>(true);
holds<Reads<server.Message, ours.Message>>(true);
holds<Reads<server.MessagePage, ours.Page<ours.Message>>>(true);
holds<Reads<server.AttachedFile, ours.FileInfo>>(true);
holds<Reads<server.StoredFile, ours.FileInfo>>(true);
holds<Reads<server.Address, ours.Address>>(true);
holds<Reads<server.CannedAnswer, ours.CannedAnswer>>(true);
holds<Reads<server.Customer, ours.Customer>>(true);
holds<Reads<server.CustomerPage, ours.Page<ours.Customer>>>(true);
holds<Reads<server.Identifier, ours.Identifier>>(true);
holds<Reads<Omit<server.TimelineItem, "kind">, Omit<ours.TimelineItem, "kind">>>(true); // new kinds will come
holds<Reads<server.WhyLink, ours.WhyLink>>(true);
holds<Reads<server.IdentityEvent, ours.IdentityEvent>>(true);
holds<Reads<server.FoundInWords, Finding>>(true);
holds<Reads<server.TriedFinding, TriedFinding>>(true);
holds<Reads<server.Statement, consent.Statement>>(true);
holds<Sends<consent.NewConsent, server.NewConsent>>(true);
holds<Reads<server.Suggestion, order.Suggestion>>(true);
holds<Reads<server.LikelyOnes, order.LikelyOnes>>(true);
holds<Reads<server.AnswerOutcome, { outcome: order.Outcome }>>(true);
holds<Reads<server.SharedIdentifier, order.SharedIdentifier>>(true);
holds<Reads<server.SharedCounts, order.SharedCounts>>(true);
holds<Reads<server.Around, households.Around>>(true);
holds<Reads<server.Household, households.Household>>(true);
holds<Reads<server.Device, households.Device>>(true);
holds<Reads<server.Organisation, households.Organisation>>(true);
holds<Reads<server.IdentityConflict, order.IdentityConflict>>(true);
holds<Reads<server.BigProfile, order.BigProfile>>(true);
holds<Reads<server.NotedEvent, order.NotedEvent>>(true);
holds<Reads<server.ModelStatus, model.ModelStatus>>(true);
holds<Reads<server.ModelChange, model.ModelChange>>(true);
holds<Reads<server.Separation, { cuts: order.Cut[] }>>(true);
holds<Reads<server.Me, ours.Me>>(true);
holds<Reads<server.Invitation, ours.InvitationView>>(true);
holds<Reads<server.OneTimeLink, ours.Invitation>>(true);
holds<Reads<server.platform_auth_models_Person, ours.Person>>(true);
holds<Reads<server.ApiToken, ours.ApiToken>>(true);
holds<Reads<server.ConnectionView, ours.Connection>>(true);
holds<Reads<Omit<server.ChannelKind, "settings_schema">, Omit<ours.ChannelKind, "settings_schema">>>(true);
holds<Reads<server.Workspace, ours.Workspace>>(true);
holds<Reads<server.Held, ours.QuarantineItem>>(true);
holds<Reads<server.AuditEntry, ours.AuditItem>>(true);
holds<Reads<server.ImportJob, imports.ImportJob>>(true);
holds<Reads<server.ImportPreview, imports.ImportPreview>>(true);
holds<Reads<server.Disclosure, assurance.Disclosure>>(true);
holds<Reads<server.DisclosurePolicy, assurance.DisclosurePolicy>>(true);
holds<Reads<server.Code, assurance.Code>>(true);
holds<Reads<server.UnsentCode, assurance.UnsentCode>>(true);
holds<Reads<server.CustomerInConversation, assurance.CustomerInConversation>>(true);
holds<Reads<Omit<server.TimelineInConversation, "items">, Omit<assurance.TimelineInConversation, "items">>>(
  true,
);

holds<Sends<NewMessage, server.NewMessage>>(true);
holds<Sends<ours.Recipient, server.Recipient>>(true);
holds<Sends<imports.ImportStart, server.ImportStart>>(true);
holds<Sends<ours.Draft, server.Draft>>(true);
holds<Sends<assurance.NewCode, server.NewCode>>(true);
holds<Sends<Omit<ours.CannedAnswer, "id">, server.NewCannedAnswer>>(true);
holds<Sends<Partial<ours.Workspace>, server.WorkspacePatch>>(true);
