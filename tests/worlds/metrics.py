"""How good a partition is, counted exactly from its contingency table with the true one.

Written apart from the product's own evaluation, so that the two check each other. Nothing here looks at pairs one by
one: every figure follows from the sizes of clusters, of people and of what they have in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """Figures between 0 and 1, save `biggest` (touches in the biggest cluster)."""

    precision: float
    recall: float
    f1: float
    b3_precision: float
    b3_recall: float
    b3_f1: float
    biggest: int

    def row(self) -> str:
        """The figures side by side, for a table of text."""
        return (
            f"P {self.precision:.4f}  R {self.recall:.4f}  F1 {self.f1:.4f}  B³ P {self.b3_precision:.4f}"
            f"  R {self.b3_recall:.4f}  F1 {self.b3_f1:.4f}  biggest {self.biggest}"
        )


def quality(clusters: Mapping[str, str], truth: Mapping[str, str]) -> Quality:
    """Compare clusters with the truth, both by the touch's id. Every touch of the truth must be in a cluster.

    Pairs are of touches. Without a pair to be wrong about, precision is 1, and so is recall without one to find.
    B³ after Bagga and Baldwin (1998): the mean over touches.
    """
    both = Counter((clusters[id_], person) for id_, person in truth.items())
    found = Counter(clusters[id_] for id_ in truth)
    people = Counter(truth.values())
    right = _pairs(both.values())
    precision, recall = _share(right, _pairs(found.values())), _share(right, _pairs(people.values()))
    total = len(truth)
    b3_precision = _share(sum(n * n / found[cluster] for (cluster, _), n in both.items()), total)
    b3_recall = _share(sum(n * n / people[person] for (_, person), n in both.items()), total)
    return Quality(
        precision, recall, _harmonic(precision, recall),
        b3_precision, b3_recall, _harmonic(b3_precision, b3_recall), max(found.values(), default=0),
    )  # fmt: skip


def moved(partitions: Sequence[Mapping[str, str]]) -> int:
    """Count the touches whose cluster does not hold the same touches in all partitions, whatever the names are."""
    first, *others = partitions
    changed: set[str] = set()
    home = _members(first)
    for other in others:
        there = _members(other)
        same = {cluster: there.get(other.get(next(iter(them)), "")) == them for cluster, them in home.items()}
        changed.update(id_ for id_, cluster in first.items() if not same[cluster])
    return len(changed)


def recall_by(
    kinds: Mapping[str, Sequence[str]], clusters: Mapping[str, str], truth: Mapping[str, str]
) -> dict[str, float]:
    """Return, for every kind of noise, the share of the true pairs with such a touch that were found."""
    home, people = _members(clusters), _members(truth)
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for id_, noises in kinds.items():
        true = len(people[truth[id_]]) - 1
        hit = len(people[truth[id_]] & home[clusters[id_]]) - 1
        for noise in set(noises):
            every[noise] += true
            right[noise] += hit
    return {noise: _share(right[noise], every[noise]) for noise in sorted(every)}


def precision_by(
    kinds: Mapping[str, Sequence[str]], clusters: Mapping[str, str], truth: Mapping[str, str]
) -> dict[str, float]:
    """Return, for every kind of noise, the share of right ones among the pairs made with such a touch."""
    return recall_by(kinds, truth, clusters)


def _members(partition: Mapping[str, str]) -> dict[str, frozenset[str]]:
    gathered: dict[str, list[str]] = {}
    for id_, cluster in partition.items():
        gathered.setdefault(cluster, []).append(id_)
    return {cluster: frozenset(them) for cluster, them in gathered.items()}


def _pairs(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
