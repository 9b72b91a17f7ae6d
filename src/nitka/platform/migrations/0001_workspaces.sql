-- Workspaces, people, keys and connections: who may come in, and by which door.

CREATE TABLE workspace (
    id          uuid PRIMARY KEY,
    name        text NOT NULL CHECK (name <> ''),
    region      text NOT NULL DEFAULT 'RU',          -- ISO 3166, for phones written without a country
    locale      text NOT NULL DEFAULT 'ru',
    settings    jsonb NOT NULL DEFAULT '{}',         -- working hours, away message, look of the widget
    created_at  timestamptz NOT NULL DEFAULT now()
);

-- People sign in once and may belong to several workspaces: an account is of none, a session opens one at a time.
CREATE TABLE account (
    id            uuid PRIMARY KEY,
    email         text NOT NULL UNIQUE,              -- lower case
    name          text NOT NULL,
    password_hash text,                              -- argon2id; null until the invitation is accepted
    locale        text NOT NULL DEFAULT 'ru',
    theme         text NOT NULL DEFAULT 'auto',
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE session (
    token_hash   bytea PRIMARY KEY,                  -- SHA-256 of the cookie: a stolen table opens nothing
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    workspace_id uuid REFERENCES workspace ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    seen_at      timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL
);
CREATE INDEX ON session (account_id);

-- One-time links. An invitation belongs to a workspace and makes no account until it is accepted; a
-- password belongs to no workspace, so its reset link is hidden from all of them.
CREATE TABLE ticket (
    id           uuid PRIMARY KEY,
    token_hash   bytea NOT NULL UNIQUE,
    purpose      text NOT NULL CHECK (purpose IN ('invitation', 'password_reset')),
    workspace_id uuid REFERENCES workspace ON DELETE CASCADE,
    email        text,                               -- lower case: whom the invitation is for
    role         text CHECK (role IN ('owner', 'supervisor', 'operator')),
    account_id   uuid REFERENCES account ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz,
    CHECK (CASE purpose WHEN 'invitation' THEN num_nulls(workspace_id, email, role) = 0
                        ELSE account_id IS NOT NULL AND workspace_id IS NULL END)
);
CREATE INDEX ON ticket (workspace_id, email);

CREATE TABLE membership (
    workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    role         text NOT NULL CHECK (role IN ('owner', 'supervisor', 'operator')),
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, account_id)
);
CREATE INDEX ON membership (account_id);

-- People who left: their names still stand beside what they wrote.
CREATE TABLE former_member (
    workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    left_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, account_id)
);

CREATE TABLE api_token (
    workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
    id           uuid NOT NULL,
    name         text NOT NULL,
    token_hash   bytea NOT NULL UNIQUE,
    role         text NOT NULL CHECK (role IN ('owner', 'supervisor', 'operator')),
    created_by   uuid,
    created_at   timestamptz NOT NULL DEFAULT now(),
    used_at      timestamptz,
    revoked_at   timestamptz,
    PRIMARY KEY (workspace_id, id)
);

-- A brand is the voice a customer hears; every workspace begins with one.
CREATE TABLE brand (
    workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
    id           uuid NOT NULL,
    name         text NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE connection (
    workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
    id           uuid NOT NULL,
    brand_id     uuid NOT NULL,
    kind         text NOT NULL,                      -- a connector's name: chat, email, site …
    name         text NOT NULL,
    settings     jsonb NOT NULL DEFAULT '{}',        -- what may be shown
    secrets      bytea,                              -- sealed JSON: passwords, server_key
    write_key    text,                               -- public; a chat and its site tracking share one
    state        jsonb NOT NULL DEFAULT '{}',        -- health as its session sees it: status, error, since
    disabled_at  timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, brand_id) REFERENCES brand,
    UNIQUE (write_key, kind)
);

-- Where a session connector stopped reading (IMAP UIDVALIDITY and UID, an update offset), and who reads now.
CREATE TABLE connection_lease (
    workspace_id  uuid NOT NULL,
    connection_id uuid NOT NULL,
    owner         text,                              -- for people to see: a session lock says who reads
    epoch         bigint NOT NULL DEFAULT 0,         -- of another one nothing is saved any more
    cursor        jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (workspace_id, connection_id),
    FOREIGN KEY (workspace_id, connection_id) REFERENCES connection ON DELETE CASCADE
);

CREATE TABLE audit (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    at           timestamptz NOT NULL DEFAULT now(),
    actor_kind   text NOT NULL,                      -- account, token, cli, system
    actor_id     uuid,
    action       text NOT NULL,                      -- 'customers.merge'
    target       text,                               -- an id, never a person's data
    details      jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX ON audit (workspace_id, at DESC);
