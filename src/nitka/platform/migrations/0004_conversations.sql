-- Messages hang on strands (address × connection × brand); stretches of strands make up conversations.
-- So a merge or a split of customers moves strands, never messages, and comes apart again.

CREATE TABLE strand (
    workspace_id  uuid NOT NULL,
    id            uuid NOT NULL,                     -- digest of (connection, node, brand)
    connection_id uuid NOT NULL,
    node          uuid NOT NULL,                     -- the address: the identifier answers go to
    brand_id      uuid NOT NULL,
    channel       text NOT NULL,
    sender        text NOT NULL,                     -- the address as the connector writes it
    thread        jsonb NOT NULL DEFAULT '{}',       -- what the connector needs to go on: subject, last Message-ID …
    last_in_at    timestamptz,                       -- reply windows and reachability count from here
    last_out_at   timestamptz,
    read_seq      bigint NOT NULL DEFAULT 0,         -- operators have read this strand up to here
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX ON strand (node);

CREATE TABLE conversation (
    workspace_id  uuid NOT NULL,
    id            uuid NOT NULL,
    number        bigint GENERATED ALWAYS AS IDENTITY,
    customer_id   uuid NOT NULL,                     -- follows merges and splits
    brand_id      uuid NOT NULL,
    -- 'joined': stands for another one through conversation_redirect, until the customers part again
    status        text NOT NULL DEFAULT 'open' CHECK (status IN
                  ('open', 'waiting', 'snoozed', 'closed', 'spam', 'joined')),
    assignee_id   uuid,
    snoozed_until timestamptz,
    opened_at     timestamptz NOT NULL,
    closed_at     timestamptz,
    -- read model for the desk's list
    last_seq      bigint NOT NULL DEFAULT 0,
    last_at       timestamptz NOT NULL,
    last_text     text NOT NULL DEFAULT '',
    last_channel  text NOT NULL DEFAULT '',
    last_direction text NOT NULL DEFAULT 'in',
    unread        int NOT NULL DEFAULT 0,
    waiting_since timestamptz,                       -- the customer's first unanswered word
    version       bigint NOT NULL DEFAULT 0,         -- grows with each change: a late push is dropped
    PRIMARY KEY (workspace_id, id)
);
-- One live conversation per customer and brand; joined ones step aside through conversation_redirect.
CREATE UNIQUE INDEX conversation_live ON conversation (customer_id, brand_id)
    WHERE status IN ('open', 'waiting', 'snoozed');
CREATE INDEX conversation_list ON conversation (workspace_id, status, last_at DESC, id DESC);
CREATE INDEX conversation_latest ON conversation (workspace_id, last_at DESC, id DESC);
CREATE INDEX conversation_waiting ON conversation (workspace_id, waiting_since, id)
    WHERE status = 'open' AND waiting_since IS NOT NULL;
CREATE INDEX conversation_customer ON conversation (customer_id, last_at DESC);
CREATE INDEX conversation_assignee ON conversation (workspace_id, assignee_id, status, last_at DESC);
CREATE INDEX conversation_snoozed ON conversation (snoozed_until) WHERE status = 'snoozed';

CREATE TABLE conversation_strand (
    workspace_id    uuid NOT NULL,
    strand_id       uuid NOT NULL,
    from_seq        bigint NOT NULL,                 -- first message.seq of the stretch
    to_seq          bigint,                          -- last one, null while it goes on
    conversation_id uuid NOT NULL,                   -- as it was begun: redirects are not followed here
    owner_node      uuid NOT NULL,                   -- the owner of these touches: the stretch follows its customer
    PRIMARY KEY (workspace_id, strand_id, from_seq)
);
CREATE INDEX ON conversation_strand (conversation_id);
CREATE INDEX ON conversation_strand (owner_node);
CREATE UNIQUE INDEX conversation_strand_now ON conversation_strand (strand_id) WHERE to_seq IS NULL;

-- What else shaped the conversations: decisions of people ('closed', 'snoozed' …) and customers becoming one
-- ('joined'). A row for each owner node concerned, so that when customers part, each piece can tell from its
-- own rows and messages which conversations it would have had alone.
CREATE TABLE conversation_change (
    workspace_id    uuid NOT NULL,
    node            uuid NOT NULL,
    id              uuid NOT NULL,                   -- rows of one change share it
    seq             bigint NOT NULL,                 -- its place among the messages
    kind            text NOT NULL CHECK (kind IN ('joined', 'open', 'waiting', 'snoozed', 'closed', 'spam')),
    conversation_id uuid,                            -- null for 'joined'
    at              timestamptz NOT NULL,
    actor_kind      text NOT NULL,
    actor_id        uuid,
    PRIMARY KEY (workspace_id, node, id)
);

CREATE TABLE conversation_redirect (
    workspace_id uuid NOT NULL,
    old_id       uuid NOT NULL,
    new_id       uuid NOT NULL,
    PRIMARY KEY (workspace_id, old_id)
);
CREATE INDEX ON conversation_redirect (new_id);

CREATE SEQUENCE message_seq;                         -- the order of a conversation: the order of arrival

CREATE TABLE message (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,                      -- its touch's id
    seq          bigint NOT NULL DEFAULT nextval('message_seq'),
    strand_id    uuid NOT NULL,
    direction    text NOT NULL CHECK (direction IN ('in', 'out', 'note')),
    author_kind  text NOT NULL CHECK (author_kind IN ('customer', 'operator', 'bot', 'system')),
    author_id    uuid,
    at           timestamptz NOT NULL,               -- the touch's: as far as its source can be believed
    received_at  timestamptz NOT NULL,               -- ours: waiting, reopening and order in lists count by it
    text         text NOT NULL,
    html         text,                               -- made safe
    quoted       text,                               -- history and signature, folded away
    subject      text,
    attachments  jsonb NOT NULL DEFAULT '[]',        -- [{"id","name","type","size"}]
    status       text NOT NULL CHECK (status IN
                 ('received', 'queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown', 'cancelled', 'retracted')),
    error        text,
    meta         jsonb NOT NULL DEFAULT '{}',        -- Message-ID, provider's ids
    in_reply_to  uuid,                               -- our message that it answers, proven by a token
    automatic    boolean NOT NULL DEFAULT false,     -- auto-reply or bounce: nobody waits for an answer to it
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX message_order ON message (strand_id, seq);

-- What is to be sent, once, in order per strand.
CREATE TABLE delivery (
    workspace_id  uuid NOT NULL,
    message_id    uuid NOT NULL,                     -- the idempotency key
    strand_id     uuid NOT NULL,
    connection_id uuid NOT NULL,
    seq           bigint NOT NULL,
    state         text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'done', 'failed', 'unknown', 'cancelled')),
    due_at        timestamptz NOT NULL DEFAULT now(),
    attempts      int NOT NULL DEFAULT 0,
    owner         text,
    error         text,
    PRIMARY KEY (workspace_id, message_id)
);
CREATE INDEX delivery_due ON delivery (due_at) WHERE state = 'queued';
CREATE INDEX delivery_sending ON delivery (due_at) WHERE state = 'sending';
CREATE INDEX delivery_unknown ON delivery (due_at) WHERE state = 'unknown';
CREATE INDEX delivery_strand ON delivery (strand_id, seq) WHERE state IN ('queued', 'sending');

CREATE TABLE draft (
    workspace_id    uuid NOT NULL,
    conversation_id uuid NOT NULL,
    account_id      uuid NOT NULL,
    text            text NOT NULL,
    note            boolean NOT NULL DEFAULT false,
    recipient       jsonb,
    updated_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, conversation_id, account_id)
);

CREATE TABLE canned_answer (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    shortcut     text NOT NULL,
    title        text NOT NULL,
    text         text NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, shortcut)
);

CREATE TABLE file (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,                      -- random: not to be guessed
    name         text NOT NULL,
    type         text NOT NULL,
    size         bigint NOT NULL,
    blob         text NOT NULL,                      -- key in blob storage
    owner_node   uuid,                               -- the visitor who sent it; null: an operator
    strand_id    uuid,                               -- the strand it was sent in
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id)
);
