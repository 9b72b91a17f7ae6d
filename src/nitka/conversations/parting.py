"""When customers part, their conversations are told anew, each from its own words, and written where they differ."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg

from nitka.channels.scope import Scope
from nitka.conversations.events import ConversationsJoined, ConversationsParted
from nitka.conversations.folding import Decided, Joined, Story, Stretch, tell
from nitka.conversations.planning import Change, one_line
from nitka.conversations.planning import Stretch as Row
from nitka.conversations.rows import Kept, kept
from nitka.conversations.rules import reopen_window
from nitka.conversations.sql import queries
from nitka.conversations.state import Said, State
from nitka.conversations.writing import save_changes, save_conversations, save_stretches
from nitka.kernel.clock import now
from nitka.kernel.events import Event
from nitka.kernel.ids import new_id
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


async def part(
    tx: Connection,
    scope: Scope,
    conversations: Mapping[UUID, Kept],
    redirects: Mapping[UUID, UUID],
    before: Mapping[UUID, set[UUID]],
) -> list[Event]:
    """Tell the conversations of these customers anew; `before` has the lines of each as it was."""
    facts, customers = await owners_now(tx, conversations)
    await _separate(tx, customers)
    await _unite(tx, scope, customers, before)
    stories = await _stories(tx, scope, facts, customers, list(conversations))
    return await _write(tx, scope, conversations, redirects, stories)


async def _separate(tx: Connection, customers: Mapping[UUID, UUID]) -> None:
    """Make every change that concerned several customers one of each; alone nobody is joined with anybody."""
    groups: defaultdict[tuple[UUID, str], defaultdict[UUID, list[UUID]]] = defaultdict(lambda: defaultdict(list))
    for row in await every(queries.changes_of(tx, nodes=list(customers))):
        groups[row["id"], row["kind"]][customers[row["node"]]].append(row["node"])
    dropped: list[tuple[UUID, UUID]] = []
    renamed: list[tuple[UUID, UUID, UUID]] = []
    for (id_, kind), pieces in groups.items():
        if len(pieces) < 2:
            continue
        for piece in pieces.values():
            fresh = new_id()
            if kind == "joined" and len(piece) == 1:
                dropped.append((piece[0], id_))
            else:
                renamed += [(node, id_, fresh) for node in piece]
    if dropped:
        await queries.drop_changes(tx, nodes=[one[0] for one in dropped], ids=[one[1] for one in dropped])
    if renamed:
        nodes, ids, fresh_ids = (list(column) for column in zip(*renamed, strict=True))
        await queries.rename_changes(tx, nodes=nodes, ids=ids, new_ids=fresh_ids)


async def _unite(
    tx: Connection, scope: Scope, customers: Mapping[UUID, UUID], before: Mapping[UUID, set[UUID]]
) -> None:
    """Note who became one by the same moves that parted others."""
    were = {node: old for old, nodes in before.items() for node in nodes}
    groups: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for node, customer in customers.items():
        groups[customer].add(node)
    united = [frozenset(nodes) for nodes in groups.values() if len({were.get(node) for node in nodes}) > 1]
    seqs = [row["seq"] for row in await every(queries.take_seqs(tx, count=len(united)))]
    changes = [
        Change(lines=lines, seq=seq, kind="joined", conversation_id=None)
        for lines, seq in zip(united, seqs, strict=True)
    ]
    await save_changes(tx, scope.workspace_id, changes, now())


class Told:
    """What all the stories say together."""

    def __init__(self) -> None:
        self.states: dict[UUID, tuple[State, UUID, UUID]] = {}  # conversation, its customer, its brand
        self.joined: dict[UUID, UUID] = {}
        self.stretches: list[Stretch] = []
        self.sources: dict[UUID, set[UUID]] = {}  # conversation → where its words were until now
        self.outside: defaultdict[UUID, list[int]] = defaultdict(list)  # strand → where other customers begin

    def add(self, story: Story, customer: UUID, brand: UUID) -> None:
        """Take the story of one customer and brand."""
        self.joined |= story.joined
        self.stretches += story.stretches
        self.sources |= story.sources
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
    told = Told()
    strands = list({row["strand_id"] for row in facts})
    for row in await every(queries.strangers(tx, strands=strands, ids=ids)):
        told.outside[row["strand_id"]].append(row["from_seq"])
    groups: defaultdict[tuple[UUID, UUID], list[asyncpg.Record]] = defaultdict(list)
    for row in facts:
        groups[customers[row["owner_node"]], row["brand_id"]].append(row)
    changes = await every(queries.changes_of(tx, nodes=list(customers)))
    for (customer, brand), rows in groups.items():
        lines = {row["owner_node"] for row in rows}
        story = tell(
            map(said, rows), _changes(changes, lines), window, _strangers(told, facts, {row["seq"] for row in rows})
        )
        told.add(story, customer, brand)
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
        automatic=row["automatic"], counts=row["status"] not in TAKEN_BACK, seen=row["seen"],
        hint=row["conversation_id"], answers=row["in_reply_to"],
    )  # fmt: skip


def _changes(rows: Sequence[asyncpg.Record], lines: set[UUID]) -> list[Joined | Decided]:
    groups: defaultdict[UUID, list[asyncpg.Record]] = defaultdict(list)
    for row in rows:
        if row["node"] in lines:
            groups[row["id"]].append(row)
    made: list[Joined | Decided] = []
    for group in groups.values():
        first, nodes = group[0], frozenset(row["node"] for row in group)
        if first["kind"] == "joined":
            made.append(Joined(first["seq"], nodes))
        else:
            made.append(Decided(first["seq"], nodes, first["conversation_id"], first["kind"], first["at"]))
    return made


async def _write(
    tx: Connection,
    scope: Scope,
    conversations: Mapping[UUID, Kept],
    redirects: Mapping[UUID, UUID],
    told: Told,
) -> list[Event]:
    names = {
        row["id"]: row["name"]
        for row in await every(
            queries.customer_names(tx, ids=list({customer for _, customer, _ in told.states.values()}))
        )
    }
    back = await _come_back(tx, told, conversations)
    states = [
        _merged(told, state, names.get(customer), {**conversations, **back}, redirects)
        for state, customer, _ in told.states.values()
    ]
    # What began and was joined within the story alone was never stored, and nobody knows its id.
    joined = {old: root for old, root in told.joined.items() if old in conversations}
    for id_ in conversations:  # one whose every word went elsewhere answers with where its first word is
        if id_ not in told.states and id_ not in joined and (heir := _heir(id_, told)):
            joined[id_] = heir
    ids = list(conversations)
    await queries.set_aside(tx, ids=ids)
    await queries.own_conversations(tx, ids=list(joined), customers=[told.states[root][1] for root in joined.values()])
    await queries.drop_redirects(tx, ids=[*ids, *back])
    await queries.drop_stretches(tx, ids=ids)
    await queries.redirect(tx, workspace_id=scope.workspace_id, olds=list(joined), news=list(joined.values()))
    await save_stretches(tx, scope.workspace_id, _rows(told, joined))
    changed = await save_conversations(tx, scope.workspace_id, states)
    return [*_announce(scope.workspace_id, redirects, joined, told), *changed]


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
    return next((root for root, sources in told.sources.items() if id_ in sources), None)


def _merged(
    told: Told,
    state: State,
    name: str | None,
    conversations: Mapping[UUID, Kept],
    redirects: Mapping[UUID, UUID],
) -> Kept:
    """Return the told conversation with what is not told by messages: its number, who cares for it, its snooze."""
    _, customer, brand = told.states[state.id]
    came_from = told.sources.get(state.id, set())
    stored = conversations.get(state.id)
    # What was one until now hands on its assignee and its snooze to every piece of it.
    left = next((conversations[redirects.get(id_, id_)] for id_ in sorted(came_from) if id_ in conversations), None)
    carer = stored if stored and stored.assignee_id else left
    snoozed = next((one.snoozed_until for one in (stored, left) if one and one.snoozed_until), None)
    status = state.status if state.status != "snoozed" or snoozed else "open"
    return Kept(
        id=state.id, status=status, opened_at=state.opened_at, closed_at=state.closed_at,
        snoozed_until=snoozed if status == "snoozed" else None,
        assignee_id=carer.assignee_id if carer else None, assignee_name=carer.assignee_name if carer else None,
        last_seq=state.last_seq, last_at=state.last_at, last_text=state.last_text, last_channel=state.last_channel,
        last_direction=state.last_direction, unread=state.unread, waiting_since=state.waiting_since,
        customer_id=customer, customer_name=name, brand_id=brand, fresh=stored is None,
        number=stored.number if stored else 0, version=stored.version + 1 if stored else 0,
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
