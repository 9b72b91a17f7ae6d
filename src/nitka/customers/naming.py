"""Which id a customer goes by. Ids are stable: whoever keeps the oldest identifier keeps the id."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

from nitka.customers.graph import Node
from nitka.kernel.ids import new_id


class Naming(msgspec.Struct):
    """What became of the customers of a region."""

    pieces: dict[UUID, list[UUID]]  # customer id → nodes
    created: set[UUID]
    revived: set[UUID]
    retired: dict[UUID, UUID | None]  # id that went out of use → the one that answers for it
    former: dict[UUID, list[UUID]]  # id that went out of use → what it was known by, the longest first


def oldest(piece: Iterable[UUID], nodes: Mapping[UUID, Node]) -> UUID:
    """Return the anchor of these nodes: the one seen first, then by id."""
    return min(piece, key=lambda id_: nodes[id_].age)


def assign(
    before: Mapping[UUID, list[UUID]],
    pieces: list[list[UUID]],
    nodes: Mapping[UUID, Node],
    former: Mapping[UUID, UUID],
) -> Naming:
    """Give each piece its id.

    A customer's id goes with its oldest node that is still in a piece; where several ids meet, the one with the
    oldest such node stays and the others answer with it. A piece without a claim gets back an id out of use that goes
    with one of its nodes, as `former` tells, or a new one.
    """
    place = {node: index for index, piece in enumerate(pieces) for node in piece}
    claims: dict[int, list[tuple[UUID, UUID]]] = {}
    orphans: list[UUID] = []
    for customer, members in before.items():
        left = [node for node in members if node in place]
        if left:
            anchor = oldest(left, nodes)
            claims.setdefault(place[anchor], []).append((anchor, customer))
        else:
            orphans.append(customer)
    naming = Naming({}, set(), set(), dict.fromkeys(orphans), {})
    for index, claimants in claims.items():
        claimants.sort(key=lambda claim: (nodes[claim[0]].age, claim[1].bytes))
        winner = claimants[0][1]
        naming.pieces[winner] = pieces[index]
        naming.retired |= {loser: winner for _, loser in claimants[1:]}
    unnamed = [piece for index, piece in enumerate(pieces) if index not in claims]
    for piece in sorted(unnamed, key=lambda piece: nodes[oldest(piece, nodes)].age) if former else unnamed:
        anchors = sorted(former.keys() & set(piece), key=lambda node: nodes[node].age) if former else []
        id_ = former[anchors[0]] if anchors else None
        if id_ is None or id_ in naming.pieces or id_ in before:
            id_ = new_id()
            naming.created.add(id_)
        else:
            naming.revived.add(id_)
        naming.pieces[id_] = piece
    naming.former |= {id_: sorted(before[id_], key=lambda node: nodes[node].age) for id_ in naming.retired}
    return naming


class Regrouping(msgspec.Struct, frozen=True):
    """Customers whose nodes were mixed anew: before and after cover the same nodes, as far as they remain."""

    before: dict[UUID, list[UUID]]
    after: dict[UUID, list[UUID]]

    @property
    def is_merge(self) -> bool:
        """Whether fewer people are left than there were."""
        return len(self.after) < len(self.before)


def regroupings(before: Mapping[UUID, list[UUID]], after: Mapping[UUID, list[UUID]]) -> list[Regrouping]:
    """Return what changed as groups that hang together, each one identity event; mere growth is none."""
    home = {node: customer for customer, members in before.items() for node in members}
    root = {("old", customer): ("old", customer) for customer in before}
    root |= {("new", customer): ("new", customer) for customer in after}

    def find(item: tuple[str, UUID]) -> tuple[str, UUID]:
        while root[item] != item:
            item = root[item]
        return item

    for customer, members in after.items():
        for old in {home[node] for node in members if node in home}:
            root[find(("old", old))] = find(("new", customer))
    groups: dict[tuple[str, UUID], tuple[dict[UUID, list[UUID]], dict[UUID, list[UUID]]]] = {}
    for item in root:
        group = groups.setdefault(find(item), ({}, {}))
        kind, customer = item
        (group[0] if kind == "old" else group[1])[customer] = list(
            before[customer] if kind == "old" else after[customer]
        )
    return [Regrouping(old, new) for old, new in groups.values() if old and new and (len(old) > 1 or len(new) > 1)]


def collapsed(merged_into: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """Return for every id out of use who answers for it today, however long the chain is."""
    final: dict[UUID, UUID] = {}
    for old in merged_into:
        at, seen = merged_into[old], {old}
        while at in merged_into and at not in seen:
            seen.add(at)
            at = merged_into[at]
        final[old] = at
    return final
