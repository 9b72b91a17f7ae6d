"""Making and redeeming tokens of «Continue in…», each within the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from nitka.channels.continuing import Form, Sealed, TokenSealer, new_code, new_token
from nitka.channels.scope import Scope
from nitka.channels.touch import Touch
from nitka.customers.continuing.models import Guesses, Known, Made, Outcome, Presentation, Redeemed, Settled
from nitka.customers.continuing.rules import (
    JOINS,
    KEPT,
    MOST_CODES,
    MOST_LINKS,
    MOST_OWN_CODES,
    OWN_WINDOW,
    RISK_WINDOW,
    life,
    may_guess,
    outcome,
    worth,
)
from nitka.customers.models import Continued
from nitka.customers.normalise import identify
from nitka.kernel.clock import now
from nitka.kernel.errors import Conflict, NotFound, TooMany
from nitka.kernel.ids import derived_id, lock_key, new_id
from nitka.platform.database import Connection, Database, load_queries, lock

_queries = load_queries(__file__)


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """For whom a token is made: the address of a strand, in its channel. `made_by` is null for the customer."""

    workspace_id: UUID
    node: UUID
    channel: str
    conversation_id: UUID | None = None
    target: str | None = None
    made_by: UUID | None = None


async def make(tx: Connection, sealer: TokenSealer, origin: Origin, form: Form) -> Made:
    """Make a token. Raises `NotFound`, `Conflict` for an address that is no single person's, `TooMany`."""
    moment = now()
    row = await _queries.addressee(tx, node=origin.node)
    if row is None:
        raise NotFound
    if row["status"] != "normal":
        raise Conflict("This address is not one person's, so nobody can be continued from it")
    if row["blocked"]:
        raise Conflict("This customer is blocked")
    await lock(tx, [lock_key(_guesses_of(origin.workspace_id) if form == "code" else origin.node)])
    token = await (_free_code if form == "code" else _free_link)(tx, sealer, origin, moment)
    made = Made(new_id(), token, form, moment + life(form, row["settings"]))
    await _queries.add(
        tx, workspace_id=origin.workspace_id, id=made.id, form=form,
        digest=sealer.seal(origin.workspace_id, token).digest, node=origin.node, channel=origin.channel,
        conversation_id=origin.conversation_id, target=origin.target, made_by=origin.made_by, made_at=moment,
        expires_at=made.expires_at,
    )  # fmt: skip
    return made


async def _free_link(tx: Connection, sealer: TokenSealer, origin: Origin, moment: datetime) -> str:
    if await _queries.live_links(tx, node=origin.node, at=moment) >= MOST_LINKS:
        raise TooMany("Too many links of this customer wait to be used", retry_after=3600)
    return new_token()


async def _free_code(tx: Connection, sealer: TokenSealer, origin: Origin, moment: datetime) -> str:
    await _queries.end_codes(tx, node=origin.node, at=moment)
    row = await _queries.live_codes(tx, at=moment)
    if row["live"] >= MOST_CODES or (origin.made_by is None and row["own"] >= MOST_OWN_CODES):
        raise TooMany("Too many codes wait to be read out; use a link, or try again in some minutes", retry_after=60)
    while True:
        code = new_code()
        if not await _queries.is_live(tx, digest=sealer.seal(origin.workspace_id, code).digest, at=moment):
            return code


def locks(touches: Iterable[Touch]) -> set[UUID]:
    """Return what to lock with the touches' identifiers: of two who come with one token the first one wins."""
    found: set[UUID] = set()
    for touch in touches:
        if touch.continues is not None:
            found.add(derived_id("continuation", touch.continues.digest.hex()))
            if touch.continues.form == "code":
                found.add(_guesses_of(touch.workspace_id))
    return found


def _guesses_of(workspace_id: UUID) -> UUID:
    return derived_id("continuation guesses", workspace_id.hex)


async def redeem(tx: Connection, scope: Scope, touches: Iterable[Touch], operator: UUID | None = None) -> Redeemed:
    """Settle the tokens that these new touches of the scope's workspace come with; `locks` of them are held."""
    redeemed = Redeemed()
    for touch in touches:
        if touch.continues is not None:
            settled, joins = await _settle(tx, scope, touch, touch.continues, operator)
            redeemed.settled[touch.id] = settled
            if joins:
                redeemed.joins[touch.id] = joins
    return redeemed


async def _settle(
    tx: Connection, scope: Scope, touch: Touch, sealed: Sealed, operator: UUID | None
) -> tuple[Settled, Continued | None]:
    presented = Presentation(_address(scope, touch), touch.channel, touch.received_at)
    guesses = Guesses()
    if sealed.form == "code":
        presenter = operator or presented.node or touch.id
        guesses = await _guesses(tx, presenter, presented.at, counted=operator is None)
    known: Known | None = None
    what: Outcome = "later"
    if sealed.form == "link" or may_guess(guesses, presented.at):
        known, what = await _look(tx, sealed, presented)
    if known is not None and what == "joined":
        await _queries.use(tx, id=known.id, at=presented.at, node=presented.node)
    joins = None
    if known is not None and what in JOINS:
        level = worth(touch.identifiers[0].assurance, by_operator=operator is not None)
        joins = Continued(known.node, int(level))
    await _queries.add_try(
        tx, workspace_id=scope.workspace_id, touch_id=touch.id, presenter=operator or presented.node or touch.id,
        outcome=what, continuation_id=known.id if known else None, live=guesses.live,
        by_operator=operator is not None, at=presented.at,
    )  # fmt: skip
    return Settled(what, sealed.form, known.channel if known else None), joins


def _address(scope: Scope, touch: Touch) -> UUID | None:
    """The address that came, if it is one that can be anybody's."""
    if not touch.identifiers:
        return None
    one = touch.identifiers[0]
    found = identify(scope.workspace_id, one.type, one.value, one.namespace, scope.region)
    return found[0] if found and not found[1].blocked else None


async def _look(tx: Connection, sealed: Sealed, presented: Presentation) -> tuple[Known | None, Outcome]:
    row = await _queries.known(tx, digest=sealed.digest, at=presented.at)
    known = Known(**row) if row else None
    return known, outcome(known, presented)


async def _guesses(tx: Connection, presenter: UUID, at: datetime, *, counted: bool) -> Guesses:
    live = (await _queries.live_codes(tx, at=at))["live"]
    if not live:
        return (
            Guesses()
        )  # nothing could be hit: an order's number that happens to have six digits costs nobody anything
    own = await _queries.own_guesses(tx, presenter=presenter, since=at - OWN_WINDOW)
    spent = await _queries.spent(tx, since=at - RISK_WINDOW) if counted else -live
    return Guesses(live, spent, own["own"], own["last"])


async def settled(tx: Connection, touch_id: UUID) -> Settled | None:
    """Return what became of the token that came with this touch; None while it is on its way."""
    row = await _queries.tried(tx, touch_id=touch_id)
    if row is None:
        return None
    said = {"outcome": row["outcome"], "form": row["form"] or "link", "origin": row["channel"]}
    return msgspec.convert(said, Settled)


async def forget(database: Database) -> None:
    """Remove the tokens of all workspaces that ended long ago, and what became of them."""
    async with database.service() as tx:
        await _queries.forget(tx, before=now() - KEPT)
