"""Three ways to join touches that others use, and one that nobody can: rulers to measure a world with.

Each takes touches in their order of arrival and returns the cluster of every touch by its id.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tests.worlds.touches import Labelled, Said

RANK = ("user_id", "crm_id", "loyalty", "email", "phone", "telegram", "device")
Value = tuple[str, str]
Clusters = dict[str, str]

UNIQUE = ("user_id", "crm_id", "loyalty")
# The sketch at three tempers: how many values of a type a value may be seen with before it counts as shared.
STRICT = dict.fromkeys((*UNIQUE, "email", "phone", "telegram"), 1)
EVEN = dict.fromkeys((*UNIQUE, "email", "phone", "telegram", "device"), 2)
USUAL = dict.fromkeys(UNIQUE, 1) | {"email": 3, "phone": 3, "telegram": 2}
MERGES = 100  # of one profile, as Segment has it


def canonical(said: Said) -> Value:
    """The least that anybody does to a value: spaces, case, and the first digit of a Russian number."""
    value = said.value.strip().casefold()
    if said.type == "phone":
        digits = re.sub(r"\D", "", value)
        value = digits[-10:] if len(digits) >= 10 else digits
    return said.type, value


def values(touch: Labelled) -> list[Value]:
    """The distinct values of a touch, sorted."""
    return sorted({canonical(one) for one in touch.identifiers})


class Forest:
    """Disjoint sets."""

    def __init__(self) -> None:
        self.parent: dict[object, object] = {}

    def find(self, one: object) -> object:
        """Return the representative of a set."""
        self.parent.setdefault(one, one)
        root = one
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[one] != root:
            self.parent[one], one = root, self.parent[one]
        return root

    def join(self, one: object, other: object) -> None:
        """Make one set of two."""
        self.parent[self.find(one)] = self.find(other)


def union(touches: Iterable[Labelled], without: frozenset[Value] = frozenset()) -> Clusters:
    """Join everything that has any value in common, save the values that are left out."""
    forest, first = Forest(), {}
    for touch in touches:
        usable = [value for value in values(touch) if value not in without]
        first[touch.id] = usable[0] if usable else touch.id
        for value in usable[1:]:
            forest.join(usable[0], value)
    return {id_: str(forest.find(value)) for id_, value in first.items()}


def sketch(touches: Sequence[Labelled], most: Mapping[str, int] = USUAL) -> Clusters:
    """Leave out every value that was seen beside more others of one type than a person has; join the rest.

    It looks at the whole file before it joins anything, so no order of arrival can change it.
    """
    seen: defaultdict[Value, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for touch in touches:
        for one in values(touch):
            for type_, value in values(touch):
                if (type_, value) != one:
                    seen[one][type_].add(value)
    shared = {one for one, beside in seen.items() if any(len(beside[type_]) > number for type_, number in most.items())}
    return union(touches, frozenset(shared))


def omniscient(touches: Sequence[Labelled]) -> Clusters:
    """Join by what truly is one person's alone: the most that exact values can give, as no rule could know it."""
    owners: defaultdict[Value, set[str]] = defaultdict(set)
    for touch in touches:
        for value in values(touch):
            owners[value].add(touch.truth)
    return union(touches, frozenset(value for value, them in owners.items() if len(them) > 1))


class Limits:
    """Profiles with limits: a value that would break one is demoted, the least of them first, and the rest retried."""

    def __init__(self, most: Mapping[str, int] | None = None) -> None:
        self.most = most or dict.fromkeys(UNIQUE, 1)
        self.home: dict[Value, int] = {}  # by value, its profile
        self.has: dict[int, set[Value]] = {}
        self.into: dict[int, int] = {}  # merged profiles
        self.merges: Counter[int] = Counter()

    def add(self, touch: Labelled) -> int:
        """Return the profile of a touch that has just arrived."""
        usable = sorted(values(touch), key=lambda value: RANK.index(value[0]))
        while usable:
            profiles = sorted({self.live(self.home[value]) for value in usable if value in self.home})
            if self._fits(profiles, usable):
                return self._merge(profiles, usable)
            usable.pop()
        return self._merge([], [])

    def live(self, profile: int) -> int:
        """Return the profile into which one went."""
        while profile in self.into:
            profile = self.into[profile]
        return profile

    def _fits(self, profiles: list[int], usable: list[Value]) -> bool:
        together = set(usable).union(*(self.has[profile] for profile in profiles))
        counts = Counter(type_ for type_, _ in together)
        merged = sum(self.merges[profile] for profile in profiles) + max(len(profiles) - 1, 0)
        return merged <= MERGES and all(n <= self.most.get(type_, 5) for type_, n in counts.items())

    def _merge(self, profiles: list[int], usable: list[Value]) -> int:
        if not profiles:
            profiles = [len(self.has)]
            self.has[profiles[0]] = set()
        winner, *losers = profiles
        for loser in losers:
            self.into[loser] = winner
            self.has[winner] |= self.has[loser]
            self.merges[winner] += self.merges[loser] + 1
        for value in usable:
            self.has[winner].add(value)
            self.home[value] = winner
        return winner


def limits(touches: Iterable[Labelled], most: Mapping[str, int] | None = None) -> Clusters:
    """Join as profiles with limits and priorities do (Segment Unify): what comes first wins."""
    profiles = Limits(most)
    found = {touch.id: profiles.add(touch) for touch in touches}
    return {id_: str(profiles.live(profile)) for id_, profile in found.items()}


def shuffled(touches: Sequence[Labelled], seed: int) -> list[Labelled]:
    """The same touches in another order of arrival."""
    again = list(touches)
    random.Random(seed).shuffle(again)
    return again
