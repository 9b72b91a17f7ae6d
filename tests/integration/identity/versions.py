"""A second version of the model, and a world in which it joins some and parts others."""

import asyncio
import random
from typing import Any
from uuid import UUID

import asyncpg
from msgspec.structs import replace

from nitka.channels.touch import Assurance, Identifier, Touch
from nitka.customers.graph import INTERNAL
from nitka.customers.memory import MemoryStore
from nitka.customers.model import revision
from nitka.customers.model.first import FIRST
from nitka.customers.model.revision import Revision
from nitka.customers.model.shape import Limits, Model
from nitka.customers.reading import read
from nitka.customers.resembling import resemble
from nitka.customers.resolver import resolve
from nitka.pipeline.following import Following
from nitka.pipeline.following.likeness import FindAlike
from nitka.pipeline.following.model import TryVersions
from nitka.pipeline.transaction import commit
from nitka.platform.broker import Broker
from nitka.platform.database import Database
from tests.integration.pipeline.conftest import rows
from tests.integration.platform_fixtures import WorkspaceRow
from tests.touches import page, said

BITS = FIRST.exclusivity
# Two e-mails are two people now, two phones no longer, namesakes of one town are one, and fewer accounts are a crowd.
SECOND: Model = replace(
    FIRST,
    version=2,
    exclusivity=replace(BITS, own=BITS.own | {"email": 6.0, "phone": 1.0}),
    likeness=replace(FIRST.likeness, join=13.0, features=1),
)
NARROWER: Limits = replace(FIRST.limits, shared_at=FIRST.limits.shared_at | {"email": 3, "user_id": 3})


def seen(workspace: WorkspaceRow, *identifiers: Identifier, **traits: Any) -> Touch:
    """What the shop's server says was seen together."""
    return replace(page(workspace, "server"), identifiers=list(identifiers), traits=traits, channel="import")


def mailboxes(workspace: WorkspaceRow, name: str) -> list[Touch]:
    """One by the first version, for a phone and a tablet speak louder than two e-mails; two by the second."""
    both = [said("phone", f"+7916{name:0>7}"), said("device", f"tablet-{name}")]
    return [
        seen(workspace, *both, said("email", f"{name}@shop.org"), first_name="Анна", last_name=f"Ким{name}"),
        seen(workspace, *both, said("email", f"{name}@post.org")),
    ]


def numbers(workspace: WorkspaceRow, name: str) -> list[Touch]:
    """Two by the first version, for a browser is less than two phones; one by the second."""
    device = said("device", f"browser-{name}")
    return [seen(workspace, device, said("phone", f"+7{one}{name:0>7}")) for one in (903, 905)]


def namesakes(workspace: WorkspaceRow, name: str) -> list[Touch]:
    """Two by the first version, likely one; one by the second."""
    traits = {"first_name": "Иван", "last_name": f"Петров{'ский' * int(name)}", "city": "Казань"}
    known = said("email", f"ivan-{name}@shop.org"), said("phone", f"+7999{name:0>7}")
    return [seen(workspace, one, **traits) for one in known]


def some_of_all(workspace: WorkspaceRow) -> list[Touch]:
    """Each of these once, and somebody whom no version changes."""
    same = seen(workspace, said("email", "same@shop.org"), said("user_id", "same"))
    return [*mailboxes(workspace, "1"), *numbers(workspace, "2"), *namesakes(workspace, "1"), same]


def mixture(workspace: WorkspaceRow, chance: random.Random, size: int) -> list[Touch]:
    """A world in which many share many things."""
    kinds: list[tuple[str, Any, int]] = [
        ("email", lambda n: f"p{n}@shop.org", 14), ("phone", lambda n: f"+7916000{n:04}", 12),
        ("device", lambda n: f"d-{n}", 14), ("user_id", lambda n: f"u-{n}", 8),
    ]  # fmt: skip
    levels = (Assurance.OBSERVED, Assurance.ASSERTED, Assurance.ASSERTED, Assurance.VERIFIED)
    names, towns = ("Иван", "Пётр", "Анна"), ("Казань", "Уфа")

    def one() -> Touch:
        found = {
            (type_, value): Identifier(type_, value, chance.choice(levels))
            for type_, make, many in chance.choices(kinds, k=chance.randint(1, 3))
            for value in [make(chance.randrange(many))]
        }
        traits = {"first_name": chance.choice(names), "last_name": "Петров", "city": chance.choice(towns)}
        return seen(workspace, *found.values(), **(traits if chance.random() < 0.3 else {}))

    return [one() for _ in range(size)]


async def only_the_first(database_url: str) -> None:
    """Let everybody's customers be drawn by the first version, and nothing wait, so that no other one is known."""
    owner: Any = await asyncpg.connect(database_url, server_settings={"search_path": "nitka"})
    await owner.execute("UPDATE workspace SET model = 1 WHERE model > 1")
    await owner.execute("DELETE FROM model_revision")
    await owner.execute("DELETE FROM follow_up")
    await owner.close()


async def hear(database: Database, broker: Broker, touches: list[Touch]) -> None:
    """Store these one after another, and compare what they describe."""
    for touch in touches:
        await commit(database, [touch], [])
    following, consumer = Following(database, broker, [FindAlike()]), FindAlike()
    while await following.round(consumer, asyncio.Event()):
        pass


async def go_on(database: Database, broker: Broker, workspace: WorkspaceRow, until: str) -> Revision:
    """Let the role go on until the revision is in this state."""
    consumer = TryVersions()
    following = Following(database, broker, [consumer])
    async with asyncio.timeout(60):
        while (one := await state(database, workspace)).state != until:
            if not await following.round(consumer, asyncio.Event()):
                assert not await failures(database, workspace)
                await asyncio.sleep(0.02)  # until the next step is due
    return one


async def failures(database: Database, workspace: WorkspaceRow) -> list[Any]:
    """What went wrong."""
    return await rows(database, workspace.id, "SELECT error FROM follow_up WHERE attempts > 0")


async def state(database: Database, workspace: WorkspaceRow) -> Revision:
    """How far it is."""
    async with database.workspace(workspace.id) as tx:
        one = await revision.latest(tx)
    assert one is not None
    return one


async def approve(database: Database, workspace: WorkspaceRow) -> None:
    """As the desk does."""
    async with database.workspace(workspace.id) as tx:
        one = await revision.hold(tx)
        assert one is not None
        one.enter("switching")
        await revision.save(tx, one)
        await revision.queue(tx, workspace.id, one.version)


async def people(database: Database, workspace: WorkspaceRow) -> set[frozenset[str]]:
    """The customers as sets of identifiers; what is nobody's stands alone."""
    found = await rows(
        database, workspace.id,
        """SELECT i.type || ':' || i.value AS name, coalesce(m.customer_id, i.id) AS customer FROM identifier i
               LEFT JOIN customer_member m ON m.node = i.id AND m.valid_to IS NULL
           WHERE i.type NOT IN ('session', 'record')""",
    )  # fmt: skip
    groups: dict[UUID, set[str]] = {}
    for row in found:
        groups.setdefault(row["customer"], set()).add(row["name"])
    return {frozenset(them) for them in groups.values()}


async def statuses(database: Database, workspace: WorkspaceRow) -> dict[str, tuple[str, str]]:
    """What each identifier is."""
    found = await rows(
        database,
        workspace.id,
        "SELECT value, status, status_by FROM identifier WHERE type NOT IN ('session', 'record')",
    )
    return {row["value"]: (row["status"], row["status_by"]) for row in found}


async def from_nothing(workspace: WorkspaceRow, touches: list[Touch], model: Model) -> tuple[set[frozenset[str]], Any]:
    """The same customers and statuses, had the first of these touches met this version already."""
    store = MemoryStore(model)
    for touch in touches:
        work = await resolve(store, workspace.id, "RU", [touch])
        heard = read(workspace.id, "RU", [touch]).said
        for one in heard:
            one.owner = work.resolution.touches[one.touch_id].owner_node
        store.keep(heard)
        if work.resolution.described:
            await resemble(store, workspace.id, await store.described(work.resolution.described))
    known = [node for node in store.known.values() if node.type not in INTERNAL]
    groups: dict[UUID, set[str]] = {}
    for node in known:
        groups.setdefault(node.customer or node.id, set()).add(f"{node.type}:{node.value}")
    return {frozenset(them) for them in groups.values()}, {node.value: (node.status, node.status_by) for node in known}
