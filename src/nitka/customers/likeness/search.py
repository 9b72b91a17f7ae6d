"""Which records describe one person: found by the keys they share, whatever the order in which they came.

Two records are linked if they are alike enough and share a key that is not crowded. A key gets crowded once and for
all; pairs that met under nothing else part again. So the links depend on the set of records alone.

What anybody may have said of anybody, through a public key or in a chat, is kept under keys of its own. It is linked
with nothing, only suggested, and however much of it there is, it parts nobody.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from itertools import combinations
from typing import Protocol
from uuid import UUID

import msgspec

from nitka.customers.likeness.blocks import hearsay, is_hearsay, keys, namesakes
from nitka.customers.likeness.described import Described
from nitka.customers.likeness.scoring import Likeness, likeness
from nitka.customers.model import shape

HEARSAY = 20  # records of one key of what anybody may have said, which is only suggested: it costs no more than that

MOST_ASKED = 5  # suggestions that one such record makes, the likeliest: people read them


class Keyring(Protocol):
    """Where the keys of records are kept."""

    async def keep_keys(self, records: Mapping[UUID, Collection[int]]) -> None:
        """Keep the keys of new records."""
        ...

    async def under(self, wanted: Collection[int], most: int) -> dict[int, list[UUID]]:
        """Return the records under each of these keys, `most` at most."""
        ...

    async def described(self, ids: Collection[UUID]) -> dict[UUID, Described]:
        """Return what these records say."""
        ...

    async def linked(self, ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
        """Return the pairs of records, both among these, that are linked for being alike, the smaller id first."""
        ...


class Found(msgspec.Struct):
    """What new records are like: pairs, the smaller id first."""

    alike: dict[tuple[UUID, UUID], Likeness] = {}
    perhaps: dict[tuple[UUID, UUID], Likeness] = {}
    no_longer: set[tuple[UUID, UUID]] = set()


async def search(ring: Keyring, fresh: Mapping[UUID, Described], vouched: Set[UUID], by: shape.Likeness) -> Found:
    """Take new records, and return whom they are like and which earlier pairs have nothing but crowds in common now.

    `vouched`: those of them that come from who can be trusted to know; all others are hearsay.
    """
    names = {id_: namesakes(one) for id_, one in fresh.items()} if by.rare else {}
    own = {id_: keys(one, by) for id_, one in fresh.items()}
    await ring.keep_keys({id_: them if id_ in vouched else hearsay(them) for id_, them in own.items()})
    wanted = {key for them in own.values() for key in them}
    most = max(Counter(key for them in own.values() for key in them).values(), default=0)  # of one key that are new
    every = await ring.under(wanted | hearsay(wanted), by.crowd + most + 1)
    under = {key: ids for key, ids in every.items() if not is_hearsay(key)}
    able = {key: ids for key, ids in every.items() if len(ids) <= (HEARSAY if is_hearsay(key) else by.crowd)}
    firm = {_pair(a, b) for key in wanted for a, b in _new_pairs(able.get(key, []), fresh)}
    met = {key: {*able.get(key, ()), *able.get(key | 1, ())} for key in wanted}
    pairs = {_pair(a, b) for ids in met.values() for a, b in _new_pairs(ids, fresh)}
    texts = dict(fresh)
    texts |= await ring.described({id_ for both in pairs for id_ in both} - fresh.keys())
    few = {key for key, ids in under.items() if len(ids) <= by.rare}
    found = Found()
    for a, b in pairs:
        one = likeness(texts[a], texts[b], by)
        if (a, b) in firm and (one.joins or (one.joins_if_rare and _share(few, texts[a], texts[b]))):
            found.alike[a, b] = one
        elif one.joins or one.suggests:
            found.perhaps[a, b] = one
    found.perhaps = _likeliest(found.perhaps, fresh.keys() - vouched)
    new = Counter(key for id_, them in own.items() if id_ in vouched for key in them)
    for key, ids in under.items():
        if len(ids) > by.crowd >= len(ids) - new[key]:
            found.no_longer |= await _parting(ring, ids, by)
    for key in {key for them in names.values() for key in them} & under.keys():
        if len(under[key]) > by.rare >= len(under[key]) - new[key]:
            found.no_longer |= await _rare_no_more(ring, under[key], by)
    return found


def _share(few: Set[int], a: Described, b: Described) -> bool:
    return not few.isdisjoint(namesakes(a) & namesakes(b))


async def _rare_no_more(ring: Keyring, ids: Collection[UUID], by: shape.Likeness) -> set[tuple[UUID, UUID]]:
    """The linked pairs among these, whose name so many have now, that have no more than their name in common."""
    linked = await ring.linked(ids)
    texts = await ring.described({id_ for both in linked for id_ in both})
    named = {(a, b) for a, b in linked if not likeness(texts[a], texts[b], by).joins}
    common = {(a, b): namesakes(texts[a]) & namesakes(texts[b]) for a, b in named}
    under = await ring.under({key for them in common.values() for key in them}, by.rare + 1)
    few = {key for key, members in under.items() if len(members) <= by.rare}
    return {both for both, them in common.items() if few.isdisjoint(them)}


def _likeliest(
    perhaps: Mapping[tuple[UUID, UUID], Likeness], hearsay: Collection[UUID]
) -> dict[tuple[UUID, UUID], Likeness]:
    """Leave no more than a few of what anybody may have said, or a flood of it would bury the others."""
    asked = Counter[UUID]()
    kept: dict[tuple[UUID, UUID], Likeness] = {}
    for both, one in sorted(perhaps.items(), key=lambda pair: (-pair[1].score, pair[0][0].bytes, pair[0][1].bytes)):
        said = [id_ for id_ in both if id_ in hearsay]
        if all(asked[id_] < MOST_ASKED for id_ in said):
            asked.update(said)
            kept[both] = one
    return kept


def _new_pairs(ids: Collection[UUID], fresh: Mapping[UUID, Described]) -> Iterable[tuple[UUID, UUID]]:
    new, old = [id_ for id_ in ids if id_ in fresh], [id_ for id_ in ids if id_ not in fresh]
    yield from combinations(new, 2)
    for one in new:
        for other in old:
            yield one, other


def _pair(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if one.bytes < other.bytes else (other, one)


async def _parting(ring: Keyring, ids: Collection[UUID], by: shape.Likeness) -> set[tuple[UUID, UUID]]:
    """The linked pairs among these whose every key is crowded."""
    linked = await ring.linked(ids)
    if not linked:
        return set()
    texts = await ring.described({id_ for both in linked for id_ in both})
    common = {(a, b): keys(texts[a], by) & keys(texts[b], by) for a, b in linked}
    under = await ring.under({key for them in common.values() for key in them}, by.crowd + 1)
    crowded = {key for key, members in under.items() if len(members) > by.crowd}
    return {both for both, them in common.items() if them <= crowded}
