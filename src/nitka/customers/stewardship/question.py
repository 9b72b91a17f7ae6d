"""The one question that would best tell likely customers apart. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from math import exp2, log2
from typing import NamedTuple

Values = Mapping[
    str, frozenset[str]
]  # feature → what is known of one customer, folded; more than one where people have


class Askable(NamedTuple):
    """What can be asked. `agree`: how often one person says the same again; `chance`: how often two people agree."""

    agree: float
    chance: float
    many: bool = False  # people have several: one more may be asked for when one is known


# Order of magnitude is enough to choose a question by: how common a value is decides, not its third digit. Shares of
# equal values among people are those of Russian customer bases; what people forget or will not say lowers `agree`.
ASKABLE: dict[str, Askable] = {
    "birth_date": Askable(0.97, 1 / 15_000),
    "phone": Askable(0.8, 1e-7, many=True),
    "email": Askable(0.75, 1e-7, many=True),
    "loyalty": Askable(0.5, 1e-7),
    "last_name": Askable(0.93, 1 / 1_500),
    "postcode": Askable(0.7, 1 / 5_000),
    "address": Askable(0.7, 1 / 20_000),
    "middle_name": Askable(0.95, 1 / 40),
    "first_name": Askable(0.95, 1 / 40),
    "city": Askable(0.9, 1 / 12),
    "company": Askable(0.6, 1 / 500),
}
MORE_OF_MANY = 0.4  # how much of `agree` is left where one value is known already: the other is often an old one
_LEAST_BITS = 0.02  # a question that tells less is not worth anybody's time


class Asked(NamedTuple):
    """A question and how much its answer is expected to tell, in bits."""

    feature: str
    bits: float


def best_question(this: Values, candidates: Sequence[tuple[float, Values]]) -> Asked | None:
    """Return what to ask somebody who may be one of these candidates (score in log2 odds, what is known of each).

    It is the feature whose answer is expected to leave the least doubt (mutual information, Shannon 1948) over who they
    are: one of the candidates, or somebody else. Asked is only what a candidate knows and this customer has not said.
    """
    asked = [
        Asked(feature, _bits(feature, this, candidates))
        for feature in ASKABLE
        if any(_new(feature, this, known) for _, known in candidates)
    ]
    best = max(asked, key=lambda one: one.bits, default=None)  # of equals the first of the table
    return best if best and best.bits >= _LEAST_BITS else None


def _new(feature: str, this: Values, other: Values) -> bool:
    mine, theirs = this.get(feature, frozenset()), other.get(feature, frozenset())
    return bool(theirs - mine) if ASKABLE[feature].many else bool(theirs) and not mine


def _bits(feature: str, this: Values, candidates: Sequence[tuple[float, Values]]) -> float:
    agree, chance, many = ASKABLE[feature]
    if many and this.get(feature):
        agree *= MORE_OF_MANY
    mine = this.get(feature, frozenset())
    said = [frozenset(known.get(feature, frozenset()) - mine) for _, known in candidates]
    odds = [exp2(max(-60.0, min(60.0, score))) for score, _ in candidates]
    prior = [one / (1 + sum(odds)) for one in odds]
    prior.append(1 - sum(prior))
    values = sorted({value for known in said for value in known})
    # One row for who they are, one column for what they answer: each known value, and last whatever else.
    table: list[list[float]] = []
    for known in [*said, frozenset[str]()]:
        row = [agree / len(known) if value in known else chance for value in values]
        table.append([*row, max(0.0, 1 - sum(row))])
    answers = [sum(p * row[at] for p, row in zip(prior, table, strict=True)) for at in range(len(values) + 1)]
    left = sum(
        total * _entropy([p * row[at] / total for p, row in zip(prior, table, strict=True)])
        for at, total in enumerate(answers)
        if total > 0
    )
    return max(0.0, _entropy(prior) - left)


def _entropy(shares: Iterable[float]) -> float:
    return -sum(share * log2(share) for share in shares if share > 0)
