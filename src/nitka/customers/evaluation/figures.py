"""How near one partition comes to another. Pure; counted exactly, from the sizes of what the two have in common.

Pairwise precision and recall, and B³ (Bagga and Baldwin, 1998: «Algorithms for scoring coreference chains»).
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

import msgspec


class NoiseFigures(msgspec.Struct, frozen=True):
    """What came out for the touches with one kind of noise; shares are 0 to 1, and `touches` is how many there are."""

    touches: int
    pair_precision: float
    pair_recall: float


class Figures(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came out. Shares are 0 to 1; `changed_by_order` counts touches, `biggest` the touches of one customer.

    `by_noise` is there where the touches say what was spoilt in them.
    """

    touches: int
    customers: int
    people: int
    pair_precision: float
    pair_recall: float
    pair_f1: float
    b3_precision: float
    b3_recall: float
    b3_f1: float
    biggest: int
    shuffles: int
    changed_by_order: int
    touches_per_second: float
    by_noise: dict[str, NoiseFigures] = {}


class Shares(msgspec.Struct, frozen=True):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairwise(found: Sequence[Hashable], truth: Sequence[Hashable]) -> Shares:
    """Return how many of the pairs that were put together belong so, and how many that belong together are so."""
    both = _pairs(Counter(zip(found, truth, strict=True)))
    together, right = _pairs(Counter(found)), _pairs(Counter(truth))
    # Where nothing was put together nothing is wrong; where nothing belongs together nothing is missed.
    return Shares(both / together if together else 1.0, both / right if right else 1.0)


def _pairs(sizes: Counter[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def by_noise(
    found: Sequence[Hashable], truth: Sequence[Hashable], noise: Sequence[Iterable[str]]
) -> dict[str, NoiseFigures]:
    """Return, for each kind of noise, precision and recall of the pairs in which a touch with that noise takes part.

    Of all pairs with such a touch on one side or on both, each counted once: precision is the share of one person's
    among those that were put together, recall the share put together among those of one person. A touch with several
    kinds counts for each of them, so the rows overlap; what is clean besides may be on the other side.
    """
    places: dict[str, list[int]] = {}
    for place, kinds in enumerate(noise):
        for kind in set(kinds):
            places.setdefault(kind, []).append(place)
    both = list(zip(found, truth, strict=True))
    sizes = Counter[Hashable](both), Counter(found), Counter(truth)
    figures: dict[str, NoiseFigures] = {}
    for kind, noisy in sorted(places.items()):
        right, together, belonging = (
            _pairs_with(Counter(names[place] for place in noisy), size)
            for names, size in zip((both, found, truth), sizes, strict=True)
        )
        precision = right / together if together else 1.0
        figures[kind] = NoiseFigures(len(noisy), precision, right / belonging if belonging else 1.0)
    return figures


def _pairs_with(noisy: Counter[Hashable], sizes: Counter[Hashable]) -> int:
    # Of n touches of which m are noisy, all pairs but those of two others: n(n-1)/2 - (n-m)(n-m-1)/2.
    return sum(m * (2 * sizes[name] - m - 1) // 2 for name, m in noisy.items())


def b_cubed(found: Sequence[Hashable], truth: Sequence[Hashable]) -> Shares:
    """Return the mean, over all touches, of how pure and how complete the customer of each is."""
    customers, people = Counter(found), Counter(truth)
    precision = recall = 0.0
    for (customer, person), size in Counter(zip(found, truth, strict=True)).items():
        precision += size * size / customers[customer]
        recall += size * size / people[person]
    total = len(found)
    return Shares(precision / total, recall / total) if total else Shares(1.0, 1.0)


def changed(one: Sequence[Hashable], other: Sequence[Hashable]) -> set[int]:
    """Return the places of the touches that are among others in the second partition than in the first."""
    sizes, others = Counter(one), Counter(other)
    shared = Counter(zip(one, other, strict=True))
    moved = {both for both, size in shared.items() if sizes[both[0]] != size or others[both[1]] != size}
    return {place for place, both in enumerate(zip(one, other, strict=True)) if both in moved} if moved else set()
