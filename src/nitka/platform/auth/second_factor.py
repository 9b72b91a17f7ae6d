"""The second factor of an account: turning it on and off, its recovery codes, and whether a code is right.

All of it in transactions of the service: it belongs to the account, to no workspace.
"""

import asyncio
from typing import Literal
from uuid import UUID

import asyncpg
import msgspec

from nitka.kernel.clock import now
from nitka.kernel.errors import Conflict, Forbidden, NotSignedIn
from nitka.platform.auth import passwords
from nitka.platform.auth.audit import audit_account
from nitka.platform.auth.codes import (
    SETUP_LIFE,
    app_link,
    matching_step,
    new_key,
    new_recovery_codes,
    picture,
    read_code,
)
from nitka.platform.auth.models import RecoveryCodes, SecondFactor, SecondFactorSetup
from nitka.platform.auth.tokens import secret_hash
from nitka.platform.database import Connection, Database, load_queries
from nitka.platform.secrets import Sealer

_queries = load_queries(__file__)
_WRONG = "This code is wrong or was used already: take the next one"
_ON = "Two-step sign-in is on already"
_OFF = "Two-step sign-in is off"
_OLD_KEY = "This key was not confirmed in time: begin again"
_DEMANDED = "A workspace you belong to asks for two-step sign-in, so it cannot be turned off"


class Answer(msgspec.Struct, frozen=True):
    """A right code, before it is spent. `resealed`: the secret, where an older key of the installation sealed it."""

    account_id: UUID
    kind: Literal["app", "recovery"]
    step: int = 0
    recovery: bytes = b""
    sealed: bytes = b""  # the secret as it was weighed
    resealed: bytes | None = None


class Proof(msgspec.Struct, frozen=True):
    """That an app knows the key that was shown; with new recovery codes, which take a moment to hash."""

    account_id: UUID
    secret: bytes  # sealed
    step: int
    codes: "FreshCodes"


class FreshCodes(msgspec.Struct, frozen=True):
    """Recovery codes and what is kept of them."""

    codes: list[str]
    salt: bytes
    hashes: list[bytes]


async def state(database: Database, account_id: UUID) -> SecondFactor:
    """Return one's own two-step sign-in; raises `NotSignedIn` when there is no such account any more."""
    async with database.service() as tx:
        row = await _queries.second_factor_state(tx, account_id=account_id)
    if row is None:
        raise NotSignedIn
    on = row["confirmed_at"] is not None
    return SecondFactor(on, row["confirmed_at"], row["recovery_left"], row["demanded"])


async def check_password(database: Database, account_id: UUID, password: str) -> None:
    """Ask somebody who is signed in for the password again. Raises `Forbidden`."""
    async with database.service() as tx:
        stored = await _queries.password_of(tx, account_id=account_id)
    if not await passwords.password_matches(stored, password):
        raise Forbidden("The password is wrong", field="password")


async def begin(database: Database, sealer: Sealer, account_id: UUID, email: str, issuer: str) -> SecondFactorSetup:
    """Return a new key for the app, which guards nothing until a code confirms it. Raises `Conflict`."""
    key = new_key()
    async with database.service() as tx:
        sealed = sealer.seal(key.encode())
        if await _queries.begin_second_factor(tx, account_id=account_id, secret=sealed) is None:
            raise Conflict(_ON)
    link = app_link(key, email, issuer)
    return SecondFactorSetup(key, link, picture(link))


async def prove(database: Database, sealer: Sealer, account_id: UUID, code: str) -> Proof:
    """Return the proof that the app has the key that was begun with. Raises `Forbidden`, `Conflict`."""
    async with database.service() as tx:
        row = await _queries.second_factor(tx, account_id=account_id)
    if row is not None and row["confirmed_at"] is not None:
        raise Conflict(_ON)
    if row is None or now() - row["begun_at"] > SETUP_LIFE:
        raise Conflict(_OLD_KEY)
    kind, plain = read_code(code)
    step = matching_step(sealer.open(row["secret"]).decode(), plain, now(), 0) if kind == "app" else None
    if step is None:
        raise Forbidden(_WRONG, field="code")
    return Proof(account_id, row["secret"], step, await fresh_codes())


async def confirm(tx: Connection, proof: Proof, keep: str = "") -> RecoveryCodes:
    """Turn it on; every other session of the account ends but that of the cookie `keep`. Raises `Conflict`."""
    fresh = proof.codes
    confirmed = await _queries.confirm_second_factor(
        tx, account_id=proof.account_id, secret=proof.secret, step=proof.step, salt=fresh.salt
    )
    if confirmed is None:
        raise Conflict(_OLD_KEY)
    await _queries.add_recovery_codes(tx, account_id=proof.account_id, hashes=fresh.hashes)
    await _queries.end_other_sessions(tx, account_id=proof.account_id, token_hash=secret_hash(keep))
    await audit_account(tx, proof.account_id, "auth.second_factor_on")
    return RecoveryCodes(fresh.codes)


async def weigh(database: Database, sealer: Sealer, account_id: UUID, code: str) -> Answer:
    """Return the answer to the second step, which `spend` makes good once. Raises `Forbidden`, which is audited."""
    async with database.service() as tx:
        row = await _queries.second_factor(tx, account_id=account_id)
    if row is None or row["confirmed_at"] is None:
        raise Conflict(_OFF)
    kind, plain = read_code(code)
    answer = None
    if kind == "app":
        answer = _by_app(sealer, row, plain)
    elif kind == "recovery":
        answer = await _by_recovery(database, row, plain)
    if answer is None:
        async with database.service() as tx:
            await audit_account(tx, account_id, "auth.second_step_refused")
        raise Forbidden(_WRONG, field="code")
    return answer


def _by_app(sealer: Sealer, row: asyncpg.Record, code: str) -> Answer | None:
    key = sealer.open(row["secret"])
    step = matching_step(key.decode(), code, now(), row["last_step"])
    if step is None:
        return None
    resealed = sealer.seal(key) if sealer.outdated(row["secret"]) else None
    return Answer(row["account_id"], "app", step=step, sealed=row["secret"], resealed=resealed)


async def _by_recovery(database: Database, row: asyncpg.Record, code: str) -> Answer | None:
    hashed = await passwords.slow_hash(code, row["recovery_salt"])
    async with database.service() as tx:
        if await _queries.has_recovery_code(tx, account_id=row["account_id"], hash=hashed) is None:
            return None
    return Answer(row["account_id"], "recovery", recovery=hashed)


async def spend(tx: Connection, answer: Answer) -> None:
    """Take the code, so that it never opens again. Raises `Forbidden` when somebody was quicker with the same one."""
    if answer.kind == "app":
        taken = await _queries.spend_step(
            tx, account_id=answer.account_id, step=answer.step, before=answer.sealed, secret=answer.resealed
        )
    else:
        taken = await _queries.spend_recovery_code(tx, account_id=answer.account_id, hash=answer.recovery)
    if taken is None:
        raise Forbidden(_WRONG, field="code")
    if answer.kind == "recovery":
        await audit_account(tx, answer.account_id, "auth.recovery_code")


async def turn_off(database: Database, answer: Answer) -> None:
    """Turn it off, with its recovery codes. Raises `Conflict` where a workspace asks for it, `Forbidden`."""
    async with database.service() as tx:
        await spend(tx, answer)
        row = await _queries.second_factor_state(tx, account_id=answer.account_id)
        if row["demanded"]:
            raise Conflict(_DEMANDED)
        await _queries.drop_second_factor(tx, account_id=answer.account_id)
        await _queries.drop_halves(tx, account_id=answer.account_id)
        await audit_account(tx, answer.account_id, "auth.second_factor_off")


async def renew_codes(database: Database, answer: Answer) -> RecoveryCodes:
    """Return ten new recovery codes; all earlier ones are worth nothing from now on. Raises `Forbidden`."""
    fresh = await fresh_codes()
    async with database.service() as tx:
        await spend(tx, answer)
        await _queries.drop_recovery_codes(tx, account_id=answer.account_id)
        await _queries.set_recovery_salt(tx, account_id=answer.account_id, salt=fresh.salt)
        await _queries.add_recovery_codes(tx, account_id=answer.account_id, hashes=fresh.hashes)
        await audit_account(tx, answer.account_id, "auth.recovery_codes")
    return RecoveryCodes(fresh.codes)


async def fresh_codes() -> FreshCodes:
    """Return ten new recovery codes with their hashes."""
    codes, salt = new_recovery_codes(), passwords.new_salt()
    hashes = await asyncio.gather(*(passwords.slow_hash(read_code(code)[1], salt) for code in codes))
    return FreshCodes(codes, salt, list(hashes))
