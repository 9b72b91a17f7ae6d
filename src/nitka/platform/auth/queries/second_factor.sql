-- name: second_factor(account_id)^
-- What a code is compared with; not confirmed, it guards nothing yet.
SELECT account_id, secret, begun_at, confirmed_at, last_step, recovery_salt
FROM second_factor WHERE account_id = :account_id;

-- name: second_factor_state(account_id)^
-- For the profile: is it on, how many recovery codes are left, does a workspace ask for it.
SELECT f.confirmed_at, (SELECT count(*) FROM recovery_code c WHERE c.account_id = a.id) AS recovery_left,
    EXISTS (SELECT 1 FROM membership m JOIN workspace w ON w.id = m.workspace_id
            WHERE m.account_id = a.id AND w.second_factor_required) AS demanded
FROM account a LEFT JOIN second_factor f ON f.account_id = a.id WHERE a.id = :account_id;

-- name: second_factor_on(account_id)$
-- At every sign-in: is there a second step.
SELECT true FROM second_factor WHERE account_id = :account_id AND confirmed_at IS NOT NULL;

-- name: begin_second_factor(account_id, secret)$
-- A key that nobody has confirmed gives way to a new one; a confirmed one never does.
INSERT INTO second_factor (account_id, secret) VALUES (:account_id, :secret)
ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, begun_at = now()
WHERE second_factor.confirmed_at IS NULL RETURNING account_id;

-- name: confirm_second_factor(account_id, secret, step, salt)$
-- Only the very key whose code was given, and only once.
UPDATE second_factor SET confirmed_at = now(), last_step = :step, recovery_salt = :salt
WHERE account_id = :account_id AND secret = :secret AND confirmed_at IS NULL RETURNING account_id;

-- name: spend_step(account_id, step, before, secret)$
-- The row lock makes two bearers of one code take turns, and the second finds the step taken. Whose key is another one
-- by now has not been proven.
UPDATE second_factor SET last_step = :step, secret = coalesce(:secret, secret)
WHERE account_id = :account_id AND last_step < :step AND secret = :before AND confirmed_at IS NOT NULL
RETURNING account_id;

-- name: drop_second_factor(account_id)$
-- Turned off, or reset; the recovery codes go with it.
DELETE FROM second_factor WHERE account_id = :account_id AND confirmed_at IS NOT NULL RETURNING account_id;

-- name: set_recovery_salt(account_id, salt)!
-- New codes, new salt.
UPDATE second_factor SET recovery_salt = :salt WHERE account_id = :account_id;

-- name: drop_recovery_codes(account_id)!
-- New ones take the place of all earlier ones.
DELETE FROM recovery_code WHERE account_id = :account_id;

-- name: add_recovery_codes(account_id, hashes)!
-- All of a set at once.
INSERT INTO recovery_code (account_id, hash) SELECT :account_id, unnest(:hashes::bytea[]);

-- name: has_recovery_code(account_id, hash)$
-- Looked up by a slow hash, so that the time of the look-up tells nothing of the code.
SELECT 1 FROM recovery_code WHERE account_id = :account_id AND hash = :hash;

-- name: spend_recovery_code(account_id, hash)$
-- Each opens once: of two bearers the second finds nothing.
DELETE FROM recovery_code WHERE account_id = :account_id AND hash = :hash RETURNING account_id;

-- name: add_half(ticket_hash, browser_hash, account_id, needs, workspace_id, invitation, expires_at)!
-- The password was right; the second step is still to come.
INSERT INTO half_sign_in (ticket_hash, browser_hash, account_id, needs, workspace_id, invitation, expires_at)
VALUES (:ticket_hash, :browser_hash, :account_id, :needs, :workspace_id, :invitation, :expires_at);

-- name: find_half(ticket_hash, browser_hash)^
-- Whose it is: the page's ticket counts only with the cookie of the same browser.
SELECT h.account_id, h.needs, a.email, a.name FROM half_sign_in h JOIN account a ON a.id = h.account_id
WHERE h.ticket_hash = :ticket_hash AND h.browser_hash = :browser_hash AND h.expires_at > now();

-- name: count_try(ticket_hash)$
-- Counted and committed before the code is looked at, so that tries at the same moment count too.
UPDATE half_sign_in SET tries = tries + 1 WHERE ticket_hash = :ticket_hash AND expires_at > now() RETURNING tries;

-- name: use_half(ticket_hash, browser_hash)^
-- Once: of two who finish with one ticket the second finds nothing.
DELETE FROM half_sign_in WHERE ticket_hash = :ticket_hash AND browser_hash = :browser_hash AND expires_at > now()
RETURNING account_id, workspace_id, invitation;

-- name: drop_halves(account_id)!
-- Another password, or another second factor: what was half done begins again.
DELETE FROM half_sign_in WHERE account_id = :account_id;

-- name: drop_old_halves()!
-- Swept at sign-ins, as old sessions are.
DELETE FROM half_sign_in WHERE expires_at < now();

-- name: end_other_sessions(account_id, token_hash)!
-- Whoever got in before by the password alone is out; the session that has just proved itself stays.
DELETE FROM session WHERE account_id = :account_id AND token_hash <> :token_hash;

-- name: second_factor_demand(workspace_id)^
-- For the settings: is it asked for, and how many members have none yet.
SELECT w.second_factor_required AS required,
    (SELECT count(*) FROM membership m LEFT JOIN second_factor f ON f.account_id = m.account_id
     WHERE m.workspace_id = w.id AND f.confirmed_at IS NULL) AS without
FROM workspace w WHERE w.id = :workspace_id;

-- name: set_second_factor_demand(workspace_id, required)!
-- Counts from the next request: sessions of members without it end (find_session).
UPDATE workspace SET second_factor_required = :required WHERE id = :workspace_id;
