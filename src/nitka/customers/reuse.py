"""A telephone number that lay idle is given to somebody else: who is whom where it passed from one to another. Pure.

A number that two people turn out to have is nobody's. But if all that names it falls into times with months of
silence between, and whoever has it now has proven it, it is theirs since then, and before then it was the others'.
Drawn as if each of these times had a number of its own; so nothing depends on the order in which touches come.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

import msgspec

from nitka.channels.touch import Assurance
from nitka.customers.graph import ALIKE, INTERNAL, SESSION, Constraint, Era, Link, Node, rank
from nitka.customers.model.shape import Model
from nitka.customers.partition import partition
from nitka.kernel.ids import derived_id

REUSED = frozenset({"phone"})  # types of identifiers that whoever gives them out gives out again


def reused(nodes: Iterable[Node]) -> bool:
    """Whether one of these may pass from one person to another, so that it matters how long it was seen with whom."""
    return any(node.type in REUSED for node in nodes)


def in_time(node: Node) -> bool:
    """Whether how long this one was seen with whom decides whose it is."""
    return node.type in REUSED and (node.status_by == "contest" or node.since > 0)


class Drawn(NamedTuple):
    """Who is whom: people, what is common to several, and since when each number that passed on is whose."""

    people: list[list[UUID]]
    common: set[UUID]
    since: dict[UUID, tuple[int, tuple[Era, ...]]]


def draw(model: Model, nodes: Mapping[UUID, Node], links: Iterable[Link], constraints: Iterable[Constraint]) -> Drawn:
    """Return the partition of these nodes, with numbers that passed on given to those who have them now."""
    links, constraints = list(links), list(constraints)
    people, common = partition(model, nodes, links, constraints)
    times = _idle_between(model, nodes, links, common)
    while times:
        worlds = {
            derived_id("era", id_.hex, str(era[0])): (id_, era) for id_, eras in times.items() for era in eras[:-1]
        }
        past = {then: msgspec.structs.replace(nodes[id_], id=then) for then, (id_, _) in worlds.items()}
        found, shared = partition(model, {**nodes, **past}, _in_their_times(links, worlds), constraints)
        kept = {id_: eras for id_, eras in times.items() if id_ not in shared}
        if len(kept) == len(times):
            return Drawn(*_without(past.keys(), found, shared), _since(times, worlds, found, nodes))
        times = kept
    return Drawn(people, common, {})


def _idle_between(
    model: Model, nodes: Mapping[UUID, Node], links: Iterable[Link], common: set[UUID]
) -> dict[UUID, list[tuple[int, int]]]:
    """The times, as first and last month, of each number that several had, one after the other."""
    if not model.limits.idle:
        return {}
    numbers = {id_ for id_ in common if nodes[id_].type in REUSED and nodes[id_].status_by != "agent"}
    named: dict[UUID, list[Link]] = {}
    for link in links if numbers else ():
        if link.kind not in (ALIKE, SESSION):
            for id_ in numbers & {link.a, link.b}:
                named.setdefault(id_, []).append(link)
    found = {id_: _eras(them, model.limits.idle) for id_, them in named.items()}
    return {id_: eras for id_, eras in found.items() if len(eras) > 1 and _is_proven_now(named[id_], eras[-1][0])}


def _eras(links: Iterable[Link], idle: int) -> list[tuple[int, int]]:
    eras: list[tuple[int, int]] = []
    for first, last in sorted(link.months for link in links):
        if eras and first - eras[-1][1] <= idle:
            eras[-1] = eras[-1][0], max(eras[-1][1], last)
        else:
            eras.append((first, last))
    return eras


def _is_proven_now(links: Iterable[Link], since: int) -> bool:
    """Whether whoever has it now has proven it, and no less than who had it before: a claim takes nothing over."""
    now = then = 0
    for link in links:
        if link.months[0] >= since:
            now = max(now, link.assurance)
        else:
            then = max(then, link.assurance)
    return now >= max(then, Assurance.VERIFIED)


def _in_their_times(links: Iterable[Link], worlds: Mapping[UUID, tuple[UUID, tuple[int, int]]]) -> list[Link]:
    """The links, each of a number in the past with what stands for the number at that time."""
    then: dict[UUID, list[tuple[UUID, tuple[int, int]]]] = {}
    for stand_in, (id_, era) in worlds.items():
        then.setdefault(id_, []).append((stand_in, era))

    def at(id_: UUID, month: int) -> UUID:
        return next((one for one, (first, last) in then.get(id_, ()) if first <= month <= last), id_)

    return [
        link
        if link.a not in then and link.b not in then
        else msgspec.structs.replace(link, a=at(link.a, link.months[0]), b=at(link.b, link.months[0]))
        for link in links
    ]


def _without(
    stand_ins: Iterable[UUID], people: list[list[UUID]], common: set[UUID]
) -> tuple[list[list[UUID]], set[UUID]]:
    gone = set(stand_ins)
    real = ([id_ for id_ in piece if id_ not in gone] for piece in people)
    return [piece for piece in real if piece], common - gone


def _since(
    times: Mapping[UUID, list[tuple[int, int]]],
    worlds: Mapping[UUID, tuple[UUID, tuple[int, int]]],
    people: Iterable[list[UUID]],
    nodes: Mapping[UUID, Node],
) -> dict[UUID, tuple[int, tuple[Era, ...]]]:
    had = {stand_in: piece for piece in people for stand_in in piece if stand_in in worlds}
    eras: dict[UUID, list[Era]] = {id_: [] for id_ in times}
    for stand_in, (id_, (_, last)) in worlds.items():
        own = [nodes[one] for one in had.get(stand_in, ()) if one in nodes and one not in times]
        named = [node for node in own if node.type not in INTERNAL]
        if named:  # by what it is, not by when it was first seen: a touch of that alone draws nothing anew
            eras[id_].append(Era(last, min(named, key=lambda node: (rank(node.type), node.id.bytes)).id))
    return {id_: (them[-1][0], tuple(sorted(eras[id_]))) for id_, them in times.items()}
