"""Two workspaces that hear the same touches: in one operators merge, part and undo, in the other nobody ever does."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from nitka.channels.touch import Assurance, Identifier, Message, Touch
from nitka.conversations import service as conversations
from nitka.conversations.models import ConversationPatch, NewMessage, Reach
from nitka.customers.graph import SESSION, Status
from nitka.kernel.clock import now
from nitka.kernel.errors import NitkaError
from nitka.kernel.ids import new_id
from nitka.pipeline import commands
from nitka.pipeline.transaction import commit
from nitka.platform.auth import Principal
from nitka.platform.database import Connection, Database
from tests.integration.platform_fixtures import WorkspaceRow
from tests.touches import chat, mail

PEOPLE = 12
STATUSES: tuple[Status, ...] = ("normal", "shared", "blocked")
REACHES = {"chat": Reach(retract=True), "email": Reach(addressable=("email",))}

Key = frozenset[str]  # a customer: type:value of each identifier


class Shop:
    """One workspace as its people see it."""

    def __init__(self, database: Database, row: WorkspaceRow) -> None:
        self.database, self.row = database, row
        self.operator = Principal(
            workspace_id=row.id, actor_kind="account", actor_id=new_id(), role="operator", name="Анна"
        )

    async def rows(self, statement: str, *arguments: Any) -> list[dict[str, Any]]:
        """Rows of this workspace."""
        async with self.database.workspace(self.row.id) as tx:
            return [dict(row) for row in await tx.fetch(statement, *arguments)]

    async def customers(self) -> dict[UUID, Key]:
        """Who is whom now; sessions, which are nobody's identifiers, are left out."""
        rows = await self.rows(
            """SELECT m.customer_id, array_agg(i.type || ':' || i.value) AS nodes
               FROM customer_member m JOIN identifier i ON i.id = m.node
               WHERE m.valid_to IS NULL AND i.type <> $1 GROUP BY m.customer_id""",
            SESSION,
        )
        return {row["customer_id"]: frozenset(row["nodes"]) for row in rows}

    async def nodes(self, customer: UUID) -> list[UUID]:
        """A customer's identifiers, in an order that is the same every time."""
        rows = await self.rows("SELECT node FROM customer_member WHERE customer_id = $1 AND valid_to IS NULL", customer)
        return sorted(row["node"] for row in rows)

    async def talks(self) -> dict[UUID, dict[str, Any]]:
        """The conversations: whose, which words, and what the desk shows of them."""
        whose = await self.customers()
        rows = await self.rows(
            """SELECT c.id, c.customer_id, c.status, c.assignee_id IS NOT NULL AS assigned, c.snoozed_until, c.unread,
                      c.waiting_since, c.opened_at, c.closed_at, c.last_text, c.last_direction,
                      c.last_channel, c.last_at, (SELECT array_agg(m.text ORDER BY m.seq) FROM conversation_strand s
                      JOIN message m ON m.strand_id = s.strand_id AND m.seq >= s.from_seq
                           AND (s.to_seq IS NULL OR m.seq <= s.to_seq)
                      LEFT JOIN conversation_redirect r ON r.old_id = s.conversation_id
                      WHERE coalesce(r.new_id, s.conversation_id) = c.id) AS words,
                      ARRAY(SELECT DISTINCT i.type || ':' || i.value || ' ' || i.status
                      FROM conversation_strand s JOIN strand t ON t.id = s.strand_id JOIN identifier i ON i.id = t.node
                      LEFT JOIN conversation_redirect r ON r.old_id = s.conversation_id
                      WHERE coalesce(r.new_id, s.conversation_id) = c.id ORDER BY 1) AS places
               FROM conversation c WHERE c.status <> 'joined'"""
        )
        return {
            row["id"]: {key: value for key, value in row.items() if key not in {"id", "customer_id"}}
            | {"customer": whose.get(row["customer_id"], frozenset())}
            for row in rows
        }

    async def misplaced(self) -> list[dict[str, Any]]:
        """The customers' words that are not in one conversation, of the customer whose they are."""
        return await self.rows(
            """SELECT m.text, count(s.from_seq) FROM message m
               JOIN touch t ON t.id = m.id AND t.direction = 'in'
               LEFT JOIN customer_member x ON x.node = t.owner_node AND x.valid_to IS NULL
               LEFT JOIN conversation_strand s ON s.strand_id = m.strand_id AND m.seq >= s.from_seq
                    AND (s.to_seq IS NULL OR m.seq <= s.to_seq)
               LEFT JOIN conversation_redirect r ON r.old_id = s.conversation_id
               LEFT JOIN conversation c ON c.id = coalesce(r.new_id, s.conversation_id) AND c.status <> 'joined'
               GROUP BY m.text, x.customer_id
               HAVING count(s.from_seq) <> 1 OR count(c.id) <> 1 OR min(c.customer_id::text) <> x.customer_id::text"""
        )

    async def everything(self) -> dict[str, Any]:
        """All that must be as if nobody had ever decided anything."""
        talks = (await self.talks()).values()
        owners = await self.rows(
            """SELECT t.external_id, i.type || ':' || i.value AS owner
               FROM touch t JOIN identifier i ON i.id = t.owner_node
               WHERE t.direction = 'in'"""
        )
        whose = await self.customers()
        profiles = await self.rows("SELECT id, name FROM customer WHERE retired_at IS NULL")
        statuses = await self.rows("SELECT type, value, status, status_by FROM identifier WHERE type <> $1", SESSION)
        return {
            "customers": set(whose.values()),
            "owners": {row["external_id"]: row["owner"] for row in owners},
            "names": {whose[row["id"]]: row["name"] for row in profiles if row["id"] in whose},
            "statuses": {(row["type"], row["value"]): (row["status"], row["status_by"]) for row in statuses},
            "conversations": {tuple(talk["words"]): talk for talk in talks if talk["words"]},
            "wordless": [talk for talk in talks if not talk["words"]],
        }


class Law:
    """A random story told in both shops; decisions about identity are taken in the first one only."""

    def __init__(self, decided: Shop, plain: Shop, seed: int, *, cared_for: bool) -> None:
        self.cared_for = cared_for  # whether operators also answer, close, put off and block
        self.decided, self.plain = decided, plain
        self.chance = random.Random(seed)
        self.at = now() - timedelta(days=300)
        self.number = 0
        self.refused = 0

    @property
    def shops(self) -> tuple[Shop, Shop]:
        """Both."""
        return self.decided, self.plain

    async def step(self) -> None:
        """Let one thing happen."""
        ways: list[tuple[float, Callable[[], Awaitable[None]]]] = [
            (0.50, self.hear), (0.13, self.merge), (0.07, self.split), (0.05, self.status), (0.09, self.undo),
            (0.03, self.name),
        ]  # fmt: skip
        if self.cared_for:
            ways += [(0.02, self.block), (0.11, self.care)]
        (way,) = self.chance.choices([way for _, way in ways], [weight for weight, _ in ways])
        await way()

    async def hear(self) -> None:
        """Somebody writes in the chat or by mail, and now and then names themselves, or somebody else."""
        self.number += 1
        self.at += timedelta(hours=self.chance.choice([1, 5, 30, 200]))
        person = self.chance.randrange(PEOPLE)
        other = person if self.chance.random() < 0.9 else self.chance.randrange(PEOPLE)
        also = [
            Identifier("email", f"p{other}@shop.org", Assurance(self.chance.choice([2, 2, 3]))),
            Identifier("telegram", f"t{other}", Assurance.VERIFIED),
            Identifier("phone", f"+7916000{other:04}", Assurance.ASSERTED),
        ]
        named = self.chance.sample(also, self.chance.choice([0, 0, 0, 1, 2]))
        by_chat = self.chance.random() < 0.6
        automatic = not by_chat and self.chance.random() < 0.1
        for shop in self.shops:
            await commit(shop.database, [self._touch(shop, person, named, by_chat, automatic)], [])

    def _touch(self, shop: Shop, person: int, named: list[Identifier], by_chat: bool, automatic: bool) -> Touch:
        words = Message(text=f"слово {self.number}", automatic=automatic)
        made = (
            chat(shop.row, f"d{person}", "", message=words, also=named)
            if by_chat
            else mail(shop.row, f"p{person}@shop.org", "", message=words)
        )
        traits = {"name": f"Клиент {person}"} if self.number % 3 == 0 else {}
        return msgspec.structs.replace(
            made, external_id=str(self.number), at=self.at, received_at=self.at, traits=traits
        )

    async def decide(self, command: Awaitable[object]) -> None:
        """Let an operator try something: what is refused has not happened."""
        try:
            await command
        except NitkaError:
            self.refused += 1

    async def _live(self) -> list[tuple[UUID, Key]]:
        return sorted((await self.decided.customers()).items(), key=lambda one: sorted(one[1]))

    async def merge(self) -> None:
        """Make one customer of two or three."""
        live = await self._live()
        if len(live) > 3:
            ids = [id_ for id_, _ in self.chance.sample(live, self.chance.choice([2, 2, 3]))]
            await self.decide(commands.merge(self.decided.database, self.decided.operator, ids, "сказал сам"))

    async def split(self) -> None:
        """Move some identifiers out."""
        large = [id_ for id_, key in await self._live() if len(key) > 1]
        if large:
            customer = self.chance.choice(large)
            nodes = await self.decided.nodes(customer)
            out = self.chance.sample(nodes, self.chance.randint(1, len(nodes) - 1))
            await self.decide(commands.split(self.decided.database, self.decided.operator, customer, out, ""))

    async def status(self) -> None:
        """Say whose an identifier is."""
        rows = await self.decided.rows("SELECT id FROM identifier WHERE type <> $1 ORDER BY type, value", SESSION)
        if rows:
            node, status = self.chance.choice(rows)["id"], self.chance.choice(STATUSES)
            await self.decide(commands.set_status(self.decided.database, self.decided.operator, node, status))

    async def undo(self) -> None:
        """Take any identity event back, also one of a rule, also an undo."""
        rows = await self.decided.rows("SELECT id FROM identity_event WHERE undone_by IS NULL ORDER BY at, id")
        if rows:
            event = self.chance.choice(rows[-40:])["id"]
            await self.decide(commands.undo(self.decided.database, self.decided.operator, event, ""))

    async def _same(self) -> tuple[UUID, UUID] | None:
        """A customer that is the same in both shops just now, conversations too."""
        mine, theirs = [{key: id_ for id_, key in (await shop.customers()).items()} for shop in self.shops]
        talks = [list((await shop.talks()).values()) for shop in self.shops]
        same = []
        for key in sorted(mine.keys() & theirs.keys(), key=sorted):
            one, other = ([talk for talk in them if talk["customer"] == key] for them in talks)
            if _in_order(one) == _in_order(other):
                same.append((mine[key], theirs[key]))
        return self.chance.choice(same) if same else None

    async def name(self) -> None:
        """Give a customer a name."""
        if found := await self._same():
            for shop, id_ in zip(self.shops, found, strict=True):
                await commands.rename(shop.database, shop.operator, id_, f"Имя {self.number}")

    async def block(self) -> None:
        """Block a customer, or no longer."""
        if found := await self._same():
            blocked = self.chance.random() < 0.6
            for shop, id_ in zip(self.shops, found, strict=True):
                await commands.set_blocked(shop.database, shop.operator, id_, blocked)

    async def care(self) -> None:
        """Answer, make a note, close, put off or spam a conversation."""
        found = await self._same()
        if not found:
            return
        self.at += timedelta(hours=1)
        what = self.chance.choice(["answer", "note", "closed", "snoozed", "spam", "open"])
        text = f"ответ {self.number}.{self.chance.random()}"
        outcomes = []
        for shop, id_ in zip(self.shops, found, strict=True):
            outcomes.append(await _care(shop, id_, what, text, self.at + timedelta(days=9)))
        assert outcomes[0] == outcomes[1], (what, outcomes)

    async def undo_all(self) -> None:
        """Take back, in any order, all that was decided; what undid a decision is no decision of its own."""
        rows = await self.decided.rows(
            """SELECT e.id FROM identity_event e LEFT JOIN identity_event u ON u.id = e.undoes
               WHERE e.who IS NOT NULL AND e.undone_by IS NULL AND (e.undoes IS NULL OR u.who IS NULL)
               ORDER BY e.at, e.id"""
        )
        self.chance.shuffle(rows)
        for row in rows:
            await commands.undo(self.decided.database, self.decided.operator, row["id"], "")


def _in_order(talks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(talks, key=lambda talk: talk["words"] or [])


async def _care(shop: Shop, customer: UUID, what: str, text: str, until: datetime) -> str:
    rows = await shop.rows(
        """SELECT id FROM conversation WHERE customer_id = $1 AND status <> 'joined'
           ORDER BY status IN ('open', 'waiting', 'snoozed') DESC, last_at DESC, last_text LIMIT 1""",
        customer,
    )
    if not rows:
        return "none"
    try:
        async with shop.database.workspace(shop.row.id) as tx:
            await _handle(tx, shop, rows[0]["id"], what, text, until)
    except NitkaError as error:
        return str(error)
    return "done"


async def _handle(tx: Connection, shop: Shop, talk: UUID, what: str, text: str, until: datetime) -> None:
    if what in {"answer", "note"}:
        new = NewMessage(text=text, note=what == "note")
        await conversations.write(tx, shop.operator, REACHES, talk, new)
    else:
        patch = ConversationPatch(status=what, **({"snoozed_until": until} if what == "snoozed" else {}))  # type: ignore[arg-type]
        await conversations.change(tx, shop.operator, talk, patch)
