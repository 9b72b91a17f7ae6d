-- name: account_by_email(email)^
-- The login compares a password with what is kept under this address.
SELECT id, email, name, password_hash FROM account WHERE email = :email;

-- name: account_by_id(account_id)^
-- Oneself, for the desk.
SELECT id, email, name, locale, theme FROM account WHERE id = :account_id;

-- name: password_of(account_id)$
-- Somebody who is signed in is asked for the password again.
SELECT password_hash FROM account WHERE id = :account_id;

-- name: add_account(id, email, name, password_hash, locale)!
-- Somebody came for the first time, by an invitation or with a new workspace.
INSERT INTO account (id, email, name, password_hash, locale) VALUES (:id, :email, :name, :password_hash, :locale);

-- name: set_password(account_id, password_hash)!
-- A reset, or a hash made anew with today's parameters.
UPDATE account SET password_hash = :password_hash WHERE id = :account_id;

-- name: change_account(account_id, name, locale, theme)!
-- People set their own name and looks; null leaves a field as it is.
UPDATE account SET name = coalesce(:name, name), locale = coalesce(:locale, locale), theme = coalesce(:theme, theme)
WHERE id = :account_id;

-- name: workspaces_of(account_id)
-- Where one may switch to; the first one joined comes first.
SELECT w.id, w.name, w.region, w.locale, w.second_factor_required, m.role
FROM membership m JOIN workspace w ON w.id = m.workspace_id
WHERE m.account_id = :account_id ORDER BY m.created_at, w.id;

-- name: last_workspace(account_id)$
-- A login opens the workspace that was open last, if one still belongs to it.
SELECT s.workspace_id FROM session s JOIN membership m USING (workspace_id, account_id)
WHERE s.account_id = :account_id ORDER BY s.seen_at DESC LIMIT 1;

-- name: add_session(token_hash, account_id, workspace_id, expires_at)!
-- Every login gets a token of its own, so that none can be planted beforehand.
INSERT INTO session (token_hash, account_id, workspace_id, expires_at)
VALUES (:token_hash, :account_id, :workspace_id, :expires_at);

-- name: find_session(token_hash)^
-- Each request asks anew, so that a logout, a removal or another role counts at once, and that a workspace asks for a
-- second factor from now on.
SELECT s.account_id, s.workspace_id, s.created_at, s.seen_at, a.name, m.role
FROM session s JOIN account a ON a.id = s.account_id JOIN membership m USING (workspace_id, account_id)
JOIN workspace w ON w.id = s.workspace_id
LEFT JOIN second_factor f ON f.account_id = s.account_id AND f.confirmed_at IS NOT NULL
WHERE s.token_hash = :token_hash AND s.expires_at > now()
    AND (f.account_id IS NOT NULL OR NOT w.second_factor_required);

-- name: touch_session(token_hash, expires_at)!
-- A session that is used goes on.
UPDATE session SET seen_at = now(), expires_at = :expires_at WHERE token_hash = :token_hash;

-- name: switch_session(token_hash, workspace_id)!
-- The same person goes to another of their workspaces.
UPDATE session SET workspace_id = :workspace_id, seen_at = now() WHERE token_hash = :token_hash;

-- name: end_session(token_hash)!
-- A logout kills the session, not only the cookie.
DELETE FROM session WHERE token_hash = :token_hash;

-- name: end_sessions_of(account_id)!
-- After a new password whoever knew the old one is out.
DELETE FROM session WHERE account_id = :account_id;

-- name: end_old_sessions()!
-- What has expired opens nothing; it is swept at logins.
DELETE FROM session WHERE expires_at < now();

-- name: add_ticket(id, token_hash, purpose, workspace_id, email, role, account_id, expires_at)!
-- A one-time link; only its hash is kept.
INSERT INTO ticket (id, token_hash, purpose, workspace_id, email, role, account_id, expires_at)
VALUES (:id, :token_hash, :purpose, :workspace_id, :email, :role, :account_id, :expires_at);

-- name: drop_invitations(workspace_id, email)!
-- A new invitation takes the place of an earlier one to the same address.
DELETE FROM ticket WHERE workspace_id = :workspace_id AND email = :email AND used_at IS NULL;

-- name: find_invitation(token_hash)^
-- What the invited person sees before accepting.
SELECT t.id, t.workspace_id, t.email, t.role, w.name AS workspace, a.id AS account_id
FROM ticket t JOIN workspace w ON w.id = t.workspace_id LEFT JOIN account a ON a.email = t.email
WHERE t.token_hash = :token_hash AND t.purpose = 'invitation' AND t.used_at IS NULL AND t.expires_at > now();

-- name: use_ticket(token_hash, purpose)^
-- The row lock makes two users of one link take turns, and the second finds it used.
UPDATE ticket SET used_at = now()
WHERE token_hash = :token_hash AND purpose = :purpose AND used_at IS NULL AND expires_at > now()
RETURNING id, workspace_id, email, role, account_id;

-- name: drop_resets(account_id)!
-- One password was set: other links to set it are worth nothing now.
DELETE FROM ticket WHERE account_id = :account_id AND purpose = 'password_reset';

-- name: join_workspace(workspace_id, account_id, role)!
-- An accepted invitation; somebody who is in already keeps the role they have.
INSERT INTO membership (workspace_id, account_id, role) VALUES (:workspace_id, :account_id, :role)
ON CONFLICT DO NOTHING;

-- name: forget_leaving(workspace_id, account_id)!
-- Somebody came back.
DELETE FROM former_member WHERE workspace_id = :workspace_id AND account_id = :account_id;

-- name: people()
-- Members, and those invited who have not come yet.
SELECT a.id, a.name, a.email, m.role, false AS pending, m.created_at, f.confirmed_at IS NOT NULL AS second_factor
FROM membership m JOIN account a ON a.id = m.account_id LEFT JOIN second_factor f ON f.account_id = a.id
UNION ALL
SELECT t.id, '' AS name, t.email, t.role, true AS pending, t.created_at, false AS second_factor
FROM ticket t WHERE t.purpose = 'invitation' AND t.used_at IS NULL AND t.expires_at > now()
ORDER BY pending, created_at, id;

-- name: member_by_email(email)$
-- Whoever is in already is not invited again.
SELECT a.id FROM membership m JOIN account a ON a.id = m.account_id WHERE a.email = :email;

-- name: owners()
-- A workspace is never left without one; the lock makes two who leave at once take turns.
SELECT account_id FROM membership WHERE role = 'owner' ORDER BY account_id FOR UPDATE;

-- name: set_role(account_id, role)$
-- Another role counts from the next request.
UPDATE membership SET role = :role WHERE account_id = :account_id RETURNING account_id;

-- name: set_invited_role(id, role)$
-- An invitation that is still open.
UPDATE ticket SET role = :role WHERE id = :id AND purpose = 'invitation' AND used_at IS NULL AND expires_at > now()
RETURNING id;

-- name: remove_member(account_id)^
-- The person is out with the next request, for their sessions join this table.
DELETE FROM membership WHERE account_id = :account_id RETURNING workspace_id, account_id;

-- name: remember_leaving(workspace_id, account_id)!
-- Their name still stands beside what they wrote.
INSERT INTO former_member (workspace_id, account_id) VALUES (:workspace_id, :account_id)
ON CONFLICT (workspace_id, account_id) DO UPDATE SET left_at = now();

-- name: revoke_invitation(id)$
-- The link opens nothing from now on.
DELETE FROM ticket WHERE id = :id AND purpose = 'invitation' AND used_at IS NULL RETURNING id;

-- name: memberships_elsewhere(account_id, workspace_id)$
-- An owner must not get into other workspaces by setting a colleague's password.
SELECT count(*) FROM membership WHERE account_id = :account_id AND workspace_id <> :workspace_id;

-- name: member(account_id)^
-- Only a member of this workspace is found here.
SELECT a.id, a.name, a.email, m.role FROM membership m JOIN account a ON a.id = m.account_id
WHERE m.account_id = :account_id;

-- name: add_api_token(workspace_id, id, name, token_hash, role, created_by)^
-- A program's way in; only the hash is kept.
INSERT INTO api_token (workspace_id, id, name, token_hash, role, created_by)
VALUES (:workspace_id, :id, :name, :token_hash, :role, :created_by) RETURNING id, created_at;

-- name: find_api_token(token_hash)^
-- Each request asks anew, so that a revoked token is dead at once, and one whose maker may do less now does no more.
SELECT t.workspace_id, t.id, t.name, t.role, t.used_at, m.role AS maker_role
FROM api_token t LEFT JOIN membership m ON m.workspace_id = t.workspace_id AND m.account_id = t.created_by
WHERE t.token_hash = :token_hash AND t.revoked_at IS NULL AND (t.created_by IS NULL OR m.account_id IS NOT NULL);

-- name: touch_api_token(workspace_id, id)!
-- An owner sees which tokens are in use; to the minute is enough.
UPDATE api_token SET used_at = now() WHERE workspace_id = :workspace_id AND id = :id;

-- name: api_tokens()
-- Those that still work, and who made them: with that person they go.
SELECT t.id, t.name, t.role, t.created_at, t.used_at, a.name AS made_by
FROM api_token t LEFT JOIN account a ON a.id = t.created_by
WHERE t.revoked_at IS NULL ORDER BY t.created_at, t.id;

-- name: revoke_api_token(id)$
-- The row stays, so that the audit log can still name it.
UPDATE api_token SET revoked_at = now() WHERE id = :id AND revoked_at IS NULL RETURNING id;

-- name: maker_of_token(id)$
-- A token that makes another one hands on whose it is.
SELECT created_by FROM api_token WHERE id = :id;

-- name: revoke_tokens_of(account_id)
-- Whoever is out knows the secrets they were told.
UPDATE api_token SET revoked_at = now() WHERE created_by = :account_id AND revoked_at IS NULL RETURNING id;

-- name: add_audit(workspace_id, id, actor_kind, actor_id, action, target, details)!
-- Written in the transaction of what it tells about.
INSERT INTO audit (workspace_id, id, actor_kind, actor_id, action, target, details)
VALUES (:workspace_id, :id, :actor_kind, :actor_id, :action, :target, :details);

-- name: audit_page(before_at, before_id, page)
-- Newest first; the id breaks ties of one transaction.
SELECT e.id, e.at, e.actor_kind, e.actor_id, e.action, e.target, e.details, coalesce(a.name, t.name, '') AS actor_name
FROM audit e
LEFT JOIN account a ON e.actor_kind = 'account' AND a.id = e.actor_id
LEFT JOIN api_token t ON e.actor_kind = 'token' AND t.id = e.actor_id
WHERE :before_at::timestamptz IS NULL OR (e.at, e.id) < (:before_at::timestamptz, :before_id::uuid)
ORDER BY e.at DESC, e.id DESC LIMIT :page;
