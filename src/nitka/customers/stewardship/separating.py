"""What would separate a customer, as the desk offers it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from nitka.customers.browsing import current, identifiers_of
from nitka.customers.graph import Pair
from nitka.customers.history import merged_link, seen_link, words_of
from nitka.customers.models import ASSURANCE_NAMES, Identifier, WhyLink
from nitka.customers.postgres import PostgresStore
from nitka.customers.rules import followed
from nitka.customers.stewardship.models import Cut, SeparatedPart, Separation
from nitka.customers.stewardship.separation import Seam, among_identifiers, beside, seams
from nitka.customers.why import Locale
from nitka.platform.database import Connection

MOST_LINKS_TOLD = 5


async def separation(tx: Connection, id_: UUID, locale: Locale) -> Separation:
    """Return where a customer comes apart most easily, the weakest place first. Raises `NotFound`."""
    live = await current(tx, id_)
    store = await PostgresStore.to_read(tx)
    cells = await store.cells((await store.members([live])).get(live, []))
    nodes = {node.id: node for node in cells.nodes if node.customer == live}
    musts = {one.id: one for one in cells.constraints if one.kind == "must"}
    shown = {one.id: one for one in (await identifiers_of(tx, [live])).get(live, []) if one.id in nodes}
    known = {node.id: node for node in (*cells.nodes, *cells.beyond)}
    anchors = beside(nodes)
    bare = {id_: node for id_, node in nodes.items() if id_ not in anchors}
    found = seams(bare, among_identifiers(followed(known, cells.links, store.model.limits), anchors), musts.values())
    seen = [link for seam in found for link in seam.links if link.kind != "merge"]
    words = await words_of(tx, seen, nodes, store.model.likeness, locale)
    told = {link.key: seen_link(link, nodes[link.a], nodes[link.b], locale, words) for link in seen}
    told |= {
        link.key: merged_link(musts[link.touch_id], nodes[link.a], nodes[link.b], locale)
        for seam in found
        for link in seam.links
        if link.kind == "merge"
    }
    return Separation([_cut(_whole(seam, anchors), told, shown) for seam in found])


def _whole(seam: Seam, anchors: Mapping[UUID, UUID]) -> Seam:
    """The same place, each part with what was said of it."""
    one, other = (part | {id_ for id_, anchor in anchors.items() if anchor in part} for part in seam.parts)
    return Seam((one, other), seam.links)


def _cut(seam: Seam, told: Mapping[Pair, WhyLink], shown: dict[UUID, Identifier]) -> Cut:
    links = [told[link.key] for link in seam.links[:MOST_LINKS_TOLD]]
    parts = [SeparatedPart(sorted(part), _visible(part, shown)) for part in seam.parts]
    return Cut(parts, links, len(seam.links) - len(links), ASSURANCE_NAMES[seam.assurance])


def _visible(part: Iterable[UUID], shown: dict[UUID, Identifier]) -> list[Identifier]:
    here = set(part)
    return [one for id_, one in shown.items() if id_ in here]
