-- Indexes on ids, which are unique everywhere, do not begin with the workspace: while a table has no statistics the
-- planner would take such an index for the workspace alone and read all of it.

-- Who is whom. identifier, record, link and identity_constraint are evidence; customer and
-- customer_member are conclusions drawn from it and can be drawn again.

CREATE TABLE identifier (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,                      -- digest of (workspace, type, namespace, value)
    type         text NOT NULL,                      -- email, phone, user_id, device, telegram, loyalty …
    namespace    text NOT NULL DEFAULT '',           -- where the value is unique, when not everywhere
    value        text NOT NULL,                      -- normalised
    status       text NOT NULL DEFAULT 'normal' CHECK (status IN ('normal', 'shared', 'blocked')),
    status_by    text NOT NULL DEFAULT 'rule' CHECK (status_by IN ('rule', 'agent')),
    assurance    smallint NOT NULL,                  -- the best it was ever seen with: 1 observed, 2 asserted, 3 verified, 4 agent
    first_at     timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX identifier_value ON identifier (workspace_id, type, value);

-- One source's own set of traits about one sender (name, company …); the latest touch wins per trait.
CREATE TABLE record (
    workspace_id  uuid NOT NULL,
    node          uuid NOT NULL,                     -- the identifier that the source knows the person by
    connection_id uuid NOT NULL,
    traits        jsonb NOT NULL DEFAULT '{}',       -- {"name": {"value": …, "at": …, "touch": …}}
    PRIMARY KEY (workspace_id, node, connection_id)
);

-- What was said together. One row a pair and kind, with the touch that proves it best, the first of equals.
CREATE TABLE link (
    workspace_id  uuid NOT NULL,
    a             uuid NOT NULL,                     -- a < b
    b             uuid NOT NULL,
    kind          text NOT NULL,                     -- together, reply_token, session …
    weight        real NOT NULL DEFAULT 1,
    assurance     smallint NOT NULL,
    touch_id      uuid NOT NULL,
    channel       text NOT NULL,
    touch_kind    text NOT NULL,
    valid_from    timestamptz NOT NULL,              -- that touch's time
    valid_to      timestamptz,
    rules_version int NOT NULL DEFAULT 1,
    PRIMARY KEY (workspace_id, a, b, kind),
    CHECK (a < b)
);
CREATE INDEX link_back ON link (b);

-- An operator's word. 'must': these are one person. 'cannot': no node of side a is ever with a node of side b.
-- Sides are sets, so that what is parted stays parted by whichever way evidence may come later.
CREATE TABLE identity_constraint (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('must', 'cannot')),
    assurance    smallint NOT NULL DEFAULT 4,        -- what a 'must' is worth as a link
    why          text NOT NULL,
    event_id     uuid NOT NULL,                      -- the identity_event that made it …
    revoked_by   uuid,                               -- … and the one that took it back
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX ON identity_constraint (event_id);
CREATE INDEX ON identity_constraint (revoked_by) WHERE revoked_by IS NOT NULL;
CREATE TABLE identity_constraint_node (
    workspace_id  uuid NOT NULL,
    node          uuid NOT NULL,
    constraint_id uuid NOT NULL,
    side          "char" NOT NULL CHECK (side IN ('a', 'b')),
    revoked_by    uuid,                              -- the identity_event that let this node out of it
    PRIMARY KEY (workspace_id, node, constraint_id)
);
CREATE INDEX ON identity_constraint_node (constraint_id);
CREATE INDEX ON identity_constraint_node (revoked_by) WHERE revoked_by IS NOT NULL;

CREATE TABLE customer (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    name         text,                               -- read model: given by an operator, else from the records
    name_by      text NOT NULL DEFAULT 'rule' CHECK (name_by IN ('rule', 'agent')),
    blocked_at   timestamptz,                        -- spam: touches are kept, nobody is bothered
    created_at   timestamptz NOT NULL,
    retired_at   timestamptz,                        -- merged into another one; kept, for it may come back
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX customer_live ON customer (workspace_id, id DESC) WHERE retired_at IS NULL;

-- Every word of a name, folded, for search by the beginning of any of them.
CREATE TABLE customer_word (
    workspace_id uuid NOT NULL,
    word         text COLLATE "C" NOT NULL,
    customer_id  uuid NOT NULL,
    PRIMARY KEY (workspace_id, word, customer_id)
);
CREATE INDEX ON customer_word (customer_id);

-- Which customer a node belongs to, now and before.
CREATE TABLE customer_member (
    workspace_id uuid NOT NULL,
    node         uuid NOT NULL,
    customer_id  uuid NOT NULL,
    valid_from   timestamptz NOT NULL DEFAULT clock_timestamp(),
    valid_to     timestamptz,
    PRIMARY KEY (workspace_id, node, valid_from)
);
CREATE UNIQUE INDEX customer_member_now ON customer_member (workspace_id, node) WHERE valid_to IS NULL;
CREATE INDEX customer_member_nodes ON customer_member (customer_id) WHERE valid_to IS NULL;

CREATE TABLE customer_redirect (
    workspace_id uuid NOT NULL,
    old_id       uuid NOT NULL,
    merged_into  uuid NOT NULL,                      -- whom it was merged into, who may be merged too by now …
    new_id       uuid NOT NULL,                      -- … so this is who answers for it today
    PRIMARY KEY (workspace_id, old_id)
);
CREATE INDEX ON customer_redirect (new_id);

CREATE TABLE identity_event (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    op           text NOT NULL CHECK (op IN ('merge', 'split', 'undo')),
    before       jsonb NOT NULL,                     -- {customer id: [node, …]}
    after        jsonb NOT NULL,
    why          text NOT NULL,                      -- the operator's reason; empty for a rule, whose details tell
    who          uuid,                               -- null: a rule
    details      jsonb NOT NULL DEFAULT '{}',
    undoes       uuid,
    undone_by    uuid,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX ON identity_event (workspace_id, at DESC);
-- Which customers an event concerned, under the ids of before and after.
CREATE TABLE identity_event_customer (
    workspace_id uuid NOT NULL,
    customer_id  uuid NOT NULL,
    event_id     uuid NOT NULL,
    PRIMARY KEY (workspace_id, customer_id, event_id)
);
