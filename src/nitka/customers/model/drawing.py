"""Webs of links drawn anew, whole, by a version of the model."""

from collections.abc import Collection
from uuid import UUID

from nitka.channels.scope import Scope
from nitka.customers.graph import ALIKE, Constraint, Link, Pair
from nitka.customers.model.revision import queries
from nitka.customers.postgres import PostgresStore
from nitka.customers.region import Region
from nitka.customers.resembling import alike_link
from nitka.customers.resolver import expand, settle
from nitka.customers.store import Cells
from nitka.customers.work import Work
from nitka.platform.database import Connection, every


class Unlocked(PostgresStore):
    """The store for a look that keeps no touches waiting, and is not written."""

    async def hold(self, ids: Collection[UUID]) -> bool:
        return False

    async def held_cells(self, ids: Collection[UUID]) -> Cells:
        return await self.cells(ids)


class DraftStore(Unlocked):
    """The store as it would be by another version: likeness is that version's."""

    def __init__(self, tx: Connection, workspace_id: UUID, version: int) -> None:
        super().__init__(tx, Scope(workspace_id, "", model=version))
        self.replaced: dict[Pair, Link] = {}  # likeness as it is linked now

    async def _around(self, ids: list[UUID], levels: list[int]) -> tuple[list[Link], list[Constraint]]:
        links, constraints = await super()._around(ids, levels)
        self.replaced |= {link.key: link for link in links if link.kind == ALIKE}
        rows = await every(queries.likeness_around(self._tx, ids=ids))
        return [link for link in links if link.kind != ALIKE] + [alike_link(*row) for row in rows], constraints


async def draw(work: Work, seeds: Collection[UUID], other_limits: bool) -> None:
    """Draw all that hangs together with these identifiers, as touches that name all of it would.

    `other_limits`: what is a crowd's was judged by others, so it is looked at wherever it is met.
    """
    region = work.region
    for node in (await work.store.nodes(seeds)).values():
        region.add_node(node)
        region.touched.add(node.id)
    ahead = set(region.touched)
    judged: set[UUID] = set()
    while ahead:
        await expand(work, ahead)
        region.judge(region.whole - judged)
        judged |= region.whole
        ahead = region.fringe() | (_doubtful(region) if other_limits else set())
    await settle(work)


def _doubtful(region: Region) -> set[UUID]:
    """What is a crowd's as it is stored, beside what is drawn here: by other limits it may be a way on."""
    return {
        node.id
        for id_ in region.whole
        if region.nodes[id_].may_join
        for _, node in region.links_of(id_)
        if node.status == "shared" and node.status_by == "rule" and node.id not in region.whole
    } - region.asked
