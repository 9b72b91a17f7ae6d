-- A second step at the sign-in: codes of an app (TOTP, RFC 6238), and recovery codes for who has lost it.

ALTER TABLE workspace ADD COLUMN second_factor_required boolean NOT NULL DEFAULT false;

-- It belongs to the account, as the password does: whoever is in several workspaces has one.
CREATE TABLE second_factor (
    account_id    uuid PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    secret        bytea NOT NULL,                     -- sealed
    begun_at      timestamptz NOT NULL DEFAULT now(),
    confirmed_at  timestamptz,                        -- null: the key was shown, no code has proved it yet
    last_step     bigint NOT NULL DEFAULT 0,          -- the time step of the last code taken: none is taken twice
    recovery_salt bytea                               -- of all ten, so that one slow hash is enough to look for a code
);

-- Those not used yet. Argon2id, for they are short enough to be guessed from a fast hash.
CREATE TABLE recovery_code (
    account_id uuid NOT NULL REFERENCES second_factor ON DELETE CASCADE,
    hash       bytea NOT NULL,
    PRIMARY KEY (account_id, hash)
);

-- Somebody gave the right password and has a few minutes for the second step. It opens nothing by itself.
CREATE TABLE half_sign_in (
    ticket_hash  bytea PRIMARY KEY,                   -- SHA-256 of what the page keeps
    browser_hash bytea NOT NULL,                      -- SHA-256 of the cookie that went with it: one without the other is nothing
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    needs        text NOT NULL CHECK (needs IN ('code', 'setup')),
    workspace_id uuid REFERENCES workspace ON DELETE CASCADE,  -- to be opened; null: the one used last
    invitation   bytea,                               -- token_hash of the one that is accepted once the code is right
    tries        smallint NOT NULL DEFAULT 0,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX ON half_sign_in (account_id);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['second_factor', 'recovery_code', 'half_sign_in']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY service ON %I TO nitka_service USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY owner_all ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO nitka_service', t);
    END LOOP;
END $$;
-- An owner sees which colleagues have it, nothing else of it.
CREATE POLICY colleagues ON second_factor FOR SELECT TO nitka_app
    USING (account_id IN (SELECT account_id FROM membership));
GRANT SELECT (account_id, confirmed_at) ON second_factor TO nitka_app;
