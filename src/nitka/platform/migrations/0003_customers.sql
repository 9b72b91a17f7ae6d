-- Who is whom. identifier, record, link and identity_constraint are evidence; customer and customer_member
-- are conclusions drawn from it and can be drawn again.

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

CREATE TABLE link (
    workspace_id  uuid NOT NULL,
    a             uuid NOT NULL,                     -- a < b
    b             uuid NOT NULL,
    kind          text NOT NULL,                     -- together, reply_token, continued …
    weight        real NOT NULL DEFAULT 1,
    assurance     smallint NOT NULL,
    evidence      jsonb NOT NULL,                    -- the first touch that says so: {"touch": …, "channel": …, "at": …}
    rules_version int NOT NULL DEFAULT 1,
    valid_from    timestamptz NOT NULL,
    valid_to      timestamptz,
    PRIMARY KEY (workspace_id, a, b, kind),
    CHECK (a < b)
);
CREATE INDEX link_back ON link (workspace_id, b);

CREATE TABLE identity_constraint (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('must', 'cannot')),
    a            uuid NOT NULL,
    b            uuid NOT NULL,
    who          uuid,
    why          text NOT NULL,
    at           timestamptz NOT NULL DEFAULT now(),
    revoked_at   timestamptz,
    PRIMARY KEY (workspace_id, id),
    CHECK (a < b)
);
CREATE INDEX ON identity_constraint (workspace_id, a) WHERE revoked_at IS NULL;
CREATE INDEX ON identity_constraint (workspace_id, b) WHERE revoked_at IS NULL;

CREATE TABLE customer (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    name         text,                               -- read model: given by an operator, else from the records
    name_by      text NOT NULL DEFAULT 'rule' CHECK (name_by IN ('rule', 'agent')),
    blocked_at   timestamptz,                        -- spam: touches are kept, nobody is bothered
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

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
CREATE INDEX customer_member_nodes ON customer_member (workspace_id, customer_id) WHERE valid_to IS NULL;

CREATE TABLE customer_redirect (
    workspace_id uuid NOT NULL,
    old_id       uuid NOT NULL,
    new_id       uuid NOT NULL,
    PRIMARY KEY (workspace_id, old_id)
);

CREATE TABLE identity_event (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    op           text NOT NULL CHECK (op IN ('merge', 'split', 'undo')),
    before       jsonb NOT NULL,                     -- {customer id: [node, …]}
    after        jsonb NOT NULL,
    why          text NOT NULL,
    who          uuid,                               -- null: a rule
    undoes       uuid,
    undone_by    uuid,
    constraint_id uuid,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX ON identity_event (workspace_id, at DESC);
