"""What people decide of suggestions: a merge, a word that two are two, or a question first."""

from uuid import UUID

from nitka.channels.scope import Scope
from nitka.customers import service as customers
from nitka.customers.history import locale_of
from nitka.customers.service import Decided, Decision
from nitka.customers.stewardship import suggesting
from nitka.customers.stewardship.answer import compared
from nitka.customers.stewardship.known import known_of
from nitka.customers.stewardship.models import Compared, Suggestion
from nitka.customers.stewardship.question import ASKABLE
from nitka.customers.stewardship.words import accepted_text, dismissed_text
from nitka.kernel.errors import BadInput, Conflict
from nitka.pipeline import commands
from nitka.platform.auth import Principal, audit
from nitka.platform.database import Connection, Database


async def accept(database: Database, principal: Principal, id_: UUID, reason: str) -> Suggestion:
    """Make one customer of the two. Raises `NotFound`, `Conflict`; one that is accepted already answers as it is."""

    async def command(tx: Connection, scope: Scope) -> Decided:
        one = await suggesting.hold(tx, id_)
        if one.state == "accepted":
            return Decided(event_id=one.event_id)
        _must_be_open(one)
        why = reason or accepted_text(one.features, await locale_of(tx, scope.workspace_id, None))
        worth = await suggesting.worth(tx, id_)
        decided = await customers.merge(tx, scope, [one.a.id, one.b.id], Decision(principal.actor_id, why), worth)
        await suggesting.decide(tx, id_, "accepted", principal.actor_id, decided.event_id)
        return decided

    await commands.carry_out(database, principal, command, "suggestions.accept", id_)
    return await _shown(database, principal, id_)


async def dismiss(database: Database, principal: Principal, id_: UUID, reason: str) -> Suggestion:
    """Keep the two apart, also against what rules may find later. Raises `NotFound`, `Conflict`."""

    async def command(tx: Connection, scope: Scope) -> Decided:
        one = await suggesting.hold(tx, id_)
        if one.state == "dismissed":
            return Decided(event_id=one.event_id)
        _must_be_open(one)
        why = reason or dismissed_text(await locale_of(tx, scope.workspace_id, None))
        decided = await customers.keep_apart(tx, scope, one.a.id, one.b.id, Decision(principal.actor_id, why))
        await suggesting.decide(tx, id_, "dismissed", principal.actor_id, decided.event_id)
        return decided

    await commands.carry_out(database, principal, command, "suggestions.dismiss", id_)
    return await _shown(database, principal, id_)


async def take_back(database: Database, principal: Principal, id_: UUID, reason: str) -> Suggestion:
    """Undo what was decided of a suggestion; it is open again. Raises `NotFound`, `Conflict`."""
    one = await _shown(database, principal, id_)
    if one.event_id is not None:
        await commands.undo(database, principal, one.event_id, reason)
    elif one.state != "open":
        raise Conflict("This suggestion is out of date")
    return await _shown(database, principal, id_)


async def answer(
    database: Database, principal: Principal, id_: UUID, *, feature: str, text: str, asked_of: UUID
) -> Compared:
    """Return how a customer's answer fits what is known of the other one, without telling what that is.

    `asked_of`: the customer who answered. What was said is not kept; that it was compared is on the record, for one
    could guess by it.
    """
    if feature not in ASKABLE:
        raise BadInput("This is not something to ask for", field="feature")
    async with database.workspace(principal.workspace_id) as tx:
        one = await suggesting.suggestion(tx, id_)
        if asked_of not in (one.a.id, one.b.id):
            raise BadInput("This suggestion is about other customers", field="customer_id")
        region = await customers.region_of(tx, principal.workspace_id)
        other = one.b if asked_of == one.a.id else one.a
        outcome = compared(feature, text, known_of(other, region).get(feature, ()), region)
        await audit(tx, principal, "suggestions.answer", id_, {"feature": feature, "outcome": outcome})
        return outcome


def _must_be_open(one: Suggestion) -> None:
    if one.state != "open":
        raise Conflict("This suggestion was decided already")
    if one.a.id == one.b.id:
        raise Conflict("These are one customer already")


async def _shown(database: Database, principal: Principal, id_: UUID) -> Suggestion:
    async with database.workspace(principal.workspace_id) as tx:
        return await suggesting.suggestion(tx, id_)
