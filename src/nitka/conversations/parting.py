"""When customers become one or part, their conversations are told anew, and written where they differ."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import asyncpg
import msgspec

from nitka.channels.scope import Scope
from nitka.conversations.events import ConversationsJoined, ConversationsParted
from nitka.conversations.folding import Story, Stretch, tell
from nitka.conversations.parts import Decided
from nitka.conversations.planning import Stretch as Row
from nitka.conversations.planning import one_line
from nitka.conversations.rows import Kept, kept
from nitka.conversations.rules import reopen_window
from nitka.conversations.sql import queries
from nitka.conversations.state import Said, State
from nitka.conversations.writing import save_conversations, save_stretches
from nitka.kernel.events import Event
from nitka.platform.database import Connection, every

TAKEN_BACK = frozenset({"cancelled", "retracted"})


async def owners_now(
    tx: Connection, conversations: Mapping[UUID, Kept]
) -> tuple[list[asyncpg.Record], dict[UUID, UUID]]:
    """Return all messages of these conversations, and by their touches' owners whose they are now."""
    facts = await every(queries.facts(tx, ids=list(conversations)))
    nodes = {row["owner_node"] for row in facts}
    customers = {row["node"]: row["customer_id"] for row in await every(queries.members_now(tx, nodes=list(nodes)))}
    for row in facts:  # a node that is nobody's now keeps its words where they are
        customers.setdefault(row["owner_node"], conversations[row["conversation_id"]].customer_id)
    return facts, customers


async def tell_anew(
    tx: Connection, scope: Scope, conversations: Mapping[UUID, Kept], redirects: Mapping[UUID, UUID]
) -> list[Event]:
    """Tell these conversations as if those whose words they hold had always been the customers that they are now."""
    facts, customers = await owners_now(tx, conversations)
    told = await _stories(tx, scope, facts, customers, list(conversations))
    return await _write(tx, scope, conversations, redirects, told)


class Told:
    """What all the stories say together."""

    def __init__(self, people: Mapping[UUID, asyncpg.Record]) -> None:
        self.people = people  # names and blocks, by customer
        self.states: dict[UUID, tuple[State, UUID, UUID]] = {}  # conversation, its customer, its brand
        self.joined: dict[UUID, UUID] = {}
        self.stretches: list[Stretch] = []
        self.sources: dict[UUID, set[UUID]] = {}  # conversation → where its words were until now
        self.heirs: dict[UUID, UUID] = {}  # conversation → where its first words are
        self.outside: defaultdict[UUID, list[int]] = defaultdict(list)  # strand → where other customers begin

    def add(self, story: Story, customer: UUID, brand: UUID) -> None:
        """Take the story of one customer and brand."""
        self.joined |= story.joined
        self.stretches += story.stretches
        self.sources |= story.sources
        self.heirs |= story.heirs
        self.states |= {id_: (state, customer, brand) for id_, state in story.conversations.items()}


async def _stories(
    tx: Connection,
    scope: Scope,
    facts: Sequence[asyncpg.Record],
    customers: Mapping[UUID, UUID],
    ids: list[UUID],
) -> Told:
    settings = await queries.workspace_settings(tx, workspace_id=scope.workspace_id)
    window = reopen_window(settings["settings"] if settings else {})
    rows = await every(queries.customer_names(tx, ids=list(set(customers.values()))))
    told = Told({row["id"]: row for row in rows})
    strands = list({row["strand_id"] for row in facts})
    for row in await every(queries.strangers(tx, strands=strands, ids=ids)):
        told.outside[row["strand_id"]].append(row["from_seq"])
    groups: defaultdict[tuple[UUID, UUID], list[asyncpg.Record]] = defaultdict(list)
    for row in facts:
        groups[customers[row["owner_node"]], row["brand_id"]].append(row)
    changes = decisions(await every(queries.changes_of(tx, messages=[row["id"] for row in facts])))
    for (customer, brand), rows in groups.items():
        blocked_at = told.people[customer]["blocked_at"] if customer in told.people else None
        strangers = _strangers(told, facts, {row["seq"] for row in rows})
        told.add(tell(map(said, rows), changes, window, strangers, blocked_at), customer, brand)
    return told


def _strangers(told: Told, facts: Sequence[asyncpg.Record], own: set[int]) -> dict[UUID, list[int]]:
    # Customers who part may share a strand, and are strangers to each other from now on.
    found: defaultdict[UUID, list[int]] = defaultdict(list)
    for strand, seqs in told.outside.items():
        found[strand] += seqs
    for row in facts:
        if row["seq"] not in own:
            found[row["strand_id"]].append(row["seq"])
    return {strand: sorted(seqs) for strand, seqs in found.items()}


def said(row: asyncpg.Record) -> Said:
    """Return the message of a row of `facts`."""
    return Said(
        id=row["id"], seq=row["seq"], line=row["owner_node"], strand=row["strand_id"], direction=row["direction"],
        received_at=row["received_at"], channel=row["channel"],
        text=one_line(row["text"], row["subject"], (one["name"] for one in row["attachments"])),
        automatic=row["automatic"], counts=row["status"] not in TAKEN_BACK,
        hint=row["conversation_id"], answers=row["in_reply_to"],
    )  # fmt: skip


def decisions(rows: Iterable[asyncpg.Record]) -> list[Decided]:
    """Return the decisions of these rows of `changes_of`."""
    groups: defaultdict[UUID, list[asyncpg.Record]] = defaultdict(list)
    for row in rows:
        groups[row["id"]].append(row)
    return [
        Decided(
            seq=group[0]["seq"], kind=group[0]["kind"], at=group[0]["at"], until=group[0]["until"],
            assignee_id=group[0]["assignee_id"], about=frozenset(row["message_id"] for row in group),
        )
        for group in groups.values()
    ]  # fmt: skip


async def _write(
    tx: Connection,
    scope: Scope,
    conversations: Mapping[UUID, Kept],
    redirects: Mapping[UUID, UUID],
    told: Told,
) -> list[Event]:
    back = await _come_back(tx, told, conversations)
    known = {**conversations, **back}
    names = await _carers(tx, told, known)
    states = [_kept(told, state, names, known.get(state.id)) for state, _, _ in told.states.values()]
    changed = [state for state in states if state != known.get(state.id)]
    # What began and was joined within the story alone was never stored, and nobody knows its id.
    joined = {old: root for old, root in told.joined.items() if old in conversations}
    for id_ in conversations:  # one whose every word went elsewhere answers with where its first word is
        if id_ not in told.states and id_ not in joined and (heir := _heir(id_, told)):
            joined[id_] = heir
    ids = list(conversations)
    unchanged = told.states.keys() - {state.id for state in changed}
    await queries.set_aside(tx, ids=[id_ for id_ in ids if id_ not in unchanged])
    await queries.own_conversations(tx, ids=list(joined), customers=[told.states[root][1] for root in joined.values()])
    await queries.drop_redirects(tx, ids=[*ids, *back])
    await queries.drop_stretches(tx, ids=ids)
    await queries.redirect(tx, workspace_id=scope.workspace_id, olds=list(joined), news=list(joined.values()))
    await save_stretches(tx, scope.workspace_id, _rows(told, joined))
    shown = await save_conversations(tx, scope.workspace_id, changed)
    return [*_announce(scope.workspace_id, redirects, joined, told), *shown]


async def _carers(tx: Connection, told: Told, known: Mapping[UUID, Kept]) -> dict[UUID, str | None]:
    names = {state.assignee_id: state.assignee_name for state in known.values() if state.assignee_id}
    unknown = {state.assignee_id for state, _, _ in told.states.values() if state.assignee_id} - names.keys()
    rows = await every(queries.account_names(tx, ids=list(unknown))) if unknown else []
    return names | {row["id"]: row["name"] for row in rows}


async def _come_back(tx: Connection, told: Told, conversations: Mapping[UUID, Kept]) -> dict[UUID, Kept]:
    """Return the conversations that stood aside for somebody else's until now, and begin again here.

    Their first words have changed hands more than once. What still hangs on them goes on where they led.
    """
    known = [id_ for id_ in told.states if id_ not in conversations]
    rows = await every(queries.conversations_by_id(tx, ids=known)) if known else []
    if rows:
        await queries.follow_redirects(tx, ids=[row["id"] for row in rows])
    return {row["id"]: kept(row) for row in rows}


def _heir(id_: UUID, told: Told) -> UUID | None:
    return told.heirs.get(id_) or next((root for root, sources in told.sources.items() if id_ in sources), None)


def _kept(told: Told, state: State, names: Mapping[UUID, str | None], stored: Kept | None) -> Kept:
    """Return the told conversation with what is not told: its number and names."""
    _, customer, brand = told.states[state.id]
    name = told.people[customer]["name"] if customer in told.people else None
    return Kept(
        **msgspec.structs.asdict(state),
        customer_id=customer, brand_id=brand, customer_name=name,
        assignee_name=names.get(state.assignee_id) if state.assignee_id else None,
        number=stored.number if stored else 0, version=stored.version if stored else 0, fresh=stored is None,
    )  # fmt: skip


def _rows(told: Told, joined: Mapping[UUID, UUID]) -> list[Row]:
    last = {strand: max(seqs) for strand, seqs in told.outside.items()}
    for one in told.stretches:
        last[one.strand] = max(last.get(one.strand, 0), one.first)
    stored = told.states.keys() | joined.keys()
    begun = [
        one.conversation_id if one.conversation_id in stored else told.joined[one.conversation_id]
        for one in told.stretches
    ]
    return [
        Row(one.strand, one.first, None if one.first == last[one.strand] else one.last, id_, one.line, id_)
        for one, id_ in zip(told.stretches, begun, strict=True)
    ]


def _announce(
    workspace_id: UUID, redirects: Mapping[UUID, UUID], joined: Mapping[UUID, UUID], told: Told
) -> list[Event]:
    events: list[Event] = [
        ConversationsJoined(workspace_id=workspace_id, old_id=old, new_id=new)
        for old, new in joined.items()
        if redirects.get(old) != new
    ]
    pieces: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for root, sources in told.sources.items():
        for source in sources:
            pieces[redirects.get(source, source)].add(root)
    events += [
        ConversationsParted(workspace_id=workspace_id, id=old, new_ids=sorted(new))
        for old, new in pieces.items()
        if len(new) > 1
    ]
    return events
