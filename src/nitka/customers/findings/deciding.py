"""What becomes of a finding: believed at once, confirmed by a person, or dismissed. Each within the caller's locks."""

from uuid import UUID

from nitka.channels.scope import Scope
from nitka.customers import service as customers
from nitka.customers.events import CustomerChanged
from nitka.customers.findings import evidence
from nitka.customers.findings.keeping import hold, people, queries
from nitka.customers.findings.models import Kept
from nitka.customers.findings.rules import assurance, is_taken
from nitka.customers.postgres import PostgresStore
from nitka.customers.service import Decided, Decision
from nitka.customers.work import Work
from nitka.kernel.errors import Conflict, NotFound
from nitka.platform.database import Connection


async def take(tx: Connection, scope: Scope, finding: Kept) -> Decided | None:
    """Believe a finding at once, as a claim, if it is of those that may be; None where it waits for a person."""
    them = await people(tx, filter(None, (finding.node, finding.target)))
    if not is_taken(finding, them):
        return None
    decided = await _believe(tx, scope, finding, None)
    await queries.decide(tx, id=finding.id, state="taken", event_id=decided.event_id, who=None)
    return decided


async def confirm(tx: Connection, scope: Scope, id_: UUID, who: UUID | None) -> Decided:
    """Make a finding an operator's word; one that is confirmed stays as it is. Raises `NotFound`, `Conflict`."""
    finding = await _one(tx, id_)
    if finding.state == "confirmed":
        return Decided(event_id=finding.event_id)
    if finding.state == "dismissed" and finding.event_id is not None:
        raise Conflict("This was undone: undo that, if it was right after all")
    by = Decision(who, "")
    match finding.kind:
        case "shared":
            assert finding.target is not None, "it is the address"
            decided = await customers.set_status(tx, scope, finding.target, "shared", by)
        case "other":
            decided = await _part(tx, scope, finding, by)
        case _:
            decided = await _believe(tx, scope, finding, who)
    await queries.decide(tx, id=id_, state="confirmed", event_id=decided.event_id or finding.event_id, who=who)
    return decided


async def dismiss(tx: Connection, scope: Scope, id_: UUID, who: UUID | None) -> Decided:
    """Say that a finding is wrong: what it had done is undone. Raises `NotFound`, `Conflict`."""
    finding = await _one(tx, id_)
    decided = Decided(event_id=finding.event_id)
    if finding.state in {"taken", "confirmed"}:
        if finding.kind == "trait":
            decided = await _describe(tx, scope, finding, confirmed=None)
        elif finding.event_id is not None:
            decided = await customers.undo(tx, scope, finding.event_id, Decision(who, ""))
    await queries.decide(tx, id=id_, state="dismissed", event_id=finding.event_id, who=who)
    return decided


async def _one(tx: Connection, id_: UUID) -> Kept:
    for finding in await hold(tx, [id_]):
        return finding
    raise NotFound("There is no such finding")


async def _believe(tx: Connection, scope: Scope, finding: Kept, who: UUID | None) -> Decided:
    if finding.kind == "trait":
        return await _describe(tx, scope, finding, confirmed=who is not None)
    store = PostgresStore(tx, scope)
    work = await evidence.link(store, scope.workspace_id, finding, assurance(confirmed=who is not None), who)
    return _decided(work)


async def _describe(tx: Connection, scope: Scope, finding: Kept, *, confirmed: bool | None) -> Decided:
    level = None if confirmed is None else assurance(confirmed=confirmed)
    customer = await evidence.describe(PostgresStore(tx, scope), finding, level)
    told = [CustomerChanged(workspace_id=scope.workspace_id, customer_id=customer)] if customer else []
    return Decided(events=list(told))


async def _part(tx: Connection, scope: Scope, finding: Kept, by: Decision) -> Decided:
    """Keep who spoke apart from the identifier that they said is not theirs."""
    assert finding.target is not None, "it names one"
    by = Decision(by.who, f"«{finding.quote}»")
    await evidence.name(PostgresStore(tx, scope), scope.workspace_id, finding)
    them = await people(tx, (finding.node, finding.target))
    own, named = them[finding.node].customer_id, them[finding.target].customer_id
    if own is None or named is None:
        raise Conflict("One of these is shared by many and belongs to nobody: there is nothing to keep apart")
    if own == named:
        return await customers.split(tx, scope, own, [finding.target], by)
    return await customers.keep_apart(tx, scope, own, named, by)


def _decided(work: Work) -> Decided:
    done = work.resolution
    happened = [one.id for one in work.plan.happenings]
    return Decided(
        touches=done.touches, moves=done.moves, reowned=done.reowned, merged=done.merged, events=done.events,
        event_id=happened[0] if happened else None,
    )  # fmt: skip
