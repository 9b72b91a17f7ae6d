"""Evidence that joins nobody, looked for among customers a few at a time."""

from uuid import UUID

from nitka.customers.graph import Node
from nitka.customers.history import Words, seen_link, words_of
from nitka.customers.models import WhyNode
from nitka.customers.postgres import PostgresStore
from nitka.customers.stewardship.briefs import briefs, queries
from nitka.customers.stewardship.models import CustomerBrief, IdentityConflict
from nitka.customers.stewardship.refusals import Refusal, refusals
from nitka.customers.why import Locale
from nitka.platform.database import Connection, every
from nitka.platform.paging import Page, cursor_after, place_of

SCANNED = 500  # customers at a time
MOST_SCANS = 10  # of one page: it may come out short, and `next` goes on


async def page(tx: Connection, locale: Locale, cursor: str | None, limit: int) -> Page[IdentityConflict]:
    """Return conflicts of the newest customers first, all of a customer's on one page.

    A page may hold few, or none, though more follow: it ends where so many customers were looked at.
    """
    place = place_of(cursor)
    found: list[tuple[UUID, UUID]] = []
    for _ in range(MOST_SCANS):
        rows = await every(queries.customers_scanned(tx, before=place[1] if place else None, page=SCANNED))
        torn: dict[UUID, list[UUID]] = {}
        for row in await every(queries.torn(tx, ids=[row["id"] for row in rows])):
            torn.setdefault(row["newer"], []).append(row["older"])
        for row in rows:
            place = row["created_at"], row["id"]
            found += [(row["id"], older) for older in sorted(torn.get(row["id"], ()), reverse=True)]
            if len(found) >= limit:
                return Page(await _shown(tx, found, locale), cursor_after(*place))
        if len(rows) < SCANNED:
            return Page(await _shown(tx, found, locale))
    return Page(await _shown(tx, found, locale), cursor_after(*place) if place else None)


async def _shown(tx: Connection, pairs: list[tuple[UUID, UUID]], locale: Locale) -> list[IdentityConflict]:
    if not pairs:
        return []
    store = await PostgresStore.to_read(tx)
    customers = {id_ for pair in pairs for id_ in pair}
    members = await store.members(customers)
    cells = await store.cells([node for them in members.values() for node in them])
    nodes = {node.id: node for node in cells.nodes}
    why = {one.pair: one for one in refusals(nodes, cells.links, cells.constraints, set(pairs), store.model.limits)}
    called = await briefs(tx, customers)
    words = await words_of(tx, [one.link for one in why.values()], nodes, store.model.likeness, locale)
    return [_conflict(why[pair], nodes, called, words, locale) for pair in pairs if pair in why]


def _conflict(
    one: Refusal, nodes: dict[UUID, Node], called: dict[UUID, CustomerBrief], words: Words, locale: Locale
) -> IdentityConflict:
    anchors = [nodes[id_] for id_ in one.anchors or ()]
    return IdentityConflict(
        a=called[one.pair[0]], b=called[one.pair[1]], reason=one.reason, note=one.note, links=one.links,
        anchors=[WhyNode(node.id, node.type, node.value) for node in anchors],
        link=seen_link(one.link, nodes[one.link.a], nodes[one.link.b], locale, words),
    )  # fmt: skip
