"""Why two are one person by one version of the model and two by another: what is weighed, as it is shown. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Literal
from uuid import UUID

import msgspec

from nitka.customers.exclusivity import against, in_favour, sharing, telling
from nitka.customers.forest import BITS
from nitka.customers.graph import ALIKE, INTERNAL, RECORD, SILENT, Link, Node
from nitka.customers.likeness.described import Described, read_content
from nitka.customers.model.shape import Model
from nitka.customers.partition import place

MOST_TOLD = 5  # identifiers of each kind


class Bits(msgspec.Struct, frozen=True):
    """What speaks for one person, and what for two or is asked for at least."""

    one: float
    two: float


class Weighed(msgspec.Struct, frozen=True):
    """Two sides by one version, and what joins them. `bits` is null where nothing does."""

    bits: Bits | None
    by: tuple[UUID, ...] = ()


class Reason(msgspec.Struct, frozen=True):
    """Why a change would be, of its two largest sides. `freed` would be somebody's again, `lost` nobody's any more."""

    old: Bits | None
    new: Bits | None
    by: list[UUID]
    freed: list[UUID]
    lost: list[UUID]


# Two groups of nodes, and what is nobody's by one of two versions: it may be what joins them.
Sides = tuple[Collection[UUID], Collection[UUID], Collection[UUID]]


class Drawn(msgspec.Struct, frozen=True):
    """What is known where a change is: nodes, the links of the version before and of the new one."""

    nodes: Mapping[UUID, Node]
    old_links: Collection[Link]
    new_links: Collection[Link]


def reason(
    op: Literal["merge", "split"],
    before: Iterable[Collection[UUID]],
    after: Iterable[Collection[UUID]],
    drawn: Drawn,
    models: tuple[Model, Model],
) -> Reason:
    """Return why these customers would be those, given the version before and the new one."""
    had, have = [set(them) for them in before], [set(them) for them in after]
    freed = set[UUID]().union(*have) - set[UUID]().union(*had)
    lost = set[UUID]().union(*had) - set[UUID]().union(*have)
    one, other, *_ = sorted(had if op == "merge" else have, key=lambda them: (-len(them), min(them).bytes))
    sides = one, other, freed | lost
    old = weighed(models[0], sides, drawn.nodes, drawn.old_links)
    new = weighed(models[1], sides, drawn.nodes, drawn.new_links)
    by = new.by if op == "merge" else old.by
    return Reason(old.bits, new.bits, list(by)[:MOST_TOLD], sorted(freed)[:MOST_TOLD], sorted(lost)[:MOST_TOLD])


def weighed(model: Model, sides: Sides, nodes: Mapping[UUID, Node], links: Iterable[Link]) -> Weighed:
    """Weigh whether two groups of nodes are one person, as the drawing of people does when it first comes to them.

    That is when the first link between them has its turn: what the sides are joined with only later has no say.
    """
    one, other, between = _met(sides, nodes, links)
    if not between:
        return Weighed(None)
    hubs = {_hub(nodes[link.a], nodes[link.b]) for link in between if link.kind != ALIKE}
    likeness = max((link.weight * BITS for link in between if link.kind == ALIKE), default=0.0)
    by = model.exclusivity
    told = telling(_described(one, nodes), _described(other, nodes), by)
    kinds, others = (Counter((nodes[id_].type, nodes[id_].namespace) for id_ in side) for side in (one, other))
    own = against({kind: max(kinds[kind], number) for kind, number in others.items() if kind in kinds}, by)
    said = -sum(min(part, 0.0) for part in told)
    if not hubs:
        alike = {id_ for link in between for id_ in (link.a, link.b)}
        return Weighed(_bits(likeness, model.likeness.join + own * by.likeness_doubted + said), _told(alike, nodes))
    few = [sum(id_ not in hubs and nodes[id_].type not in INTERNAL for id_ in side) for side in (one, other)]
    favour = in_favour((nodes[hub].type for hub in hubs), min(few), max(few), by)
    return Weighed(_bits(favour + likeness + sum(max(part, 0.0) for part in told), own + said), _told(hubs, nodes))


def _met(sides: Sides, nodes: Mapping[UUID, Node], links: Iterable[Link]) -> tuple[set[UUID], set[UUID], list[Link]]:
    """What has grown on each side when the first link between them comes, and all links between these."""
    one, other, neither = map(set, sides)
    here = [link for link in links if link.kind not in SILENT and {link.a, link.b} <= one | other | neither]
    tree = {id_: {id_} for id_ in one | other | neither}
    for link in sorted(here, key=lambda link: place(link, nodes)):
        a, b = tree[link.a], tree[link.b]
        if a & other or b & one:
            a, b = b, a
        if a & one and b & other:
            return a, b, [link for link in here if {link.a, link.b} & a and {link.a, link.b} & b]
        tree |= dict.fromkeys(a | b, a | b)
    return one, other, []


def _bits(one: float, two: float) -> Bits:
    return Bits(round(one, 1), round(two, 1))


def _told(ids: Iterable[UUID], nodes: Mapping[UUID, Node]) -> tuple[UUID, ...]:
    return tuple(sorted(ids, key=lambda id_: (-sharing(nodes[id_].type), id_.bytes)))


def _described(side: Iterable[UUID], nodes: Mapping[UUID, Node]) -> list[Described]:
    return [read_content(nodes[id_].value) for id_ in side if nodes[id_].type == RECORD]


def _hub(a: Node, b: Node) -> UUID:
    return max(a, b, key=lambda node: (sharing(node.type), node.id.bytes)).id
