"""What each agreement and each difference says, in bits: the frozen model of a version of the rules.

A weight is log2(m / u): how much likelier a level is for two records of one person than for two people.
`python -m bench.identity.estimate` counts it on FEBRL 1, 2 and 4, on `pseudo_agencies_iso` of pseudopeople and on
the seeded Russian records `ru_one_noise` and `ru_big_families`. Names, patronymics and birth dates that agree are
near what was counted there. The rest is judged, on the safe side of the counts: a place says less than counted, since
its fields depend on each other, and what tells relatives apart weighs more against one person than it was seen to.
"""

from typing import NamedTuple

from nitka.customers.likeness.levels import DIFFER, FORM, NEAR, SAME, SOUND, Level

VERSION = 1

JOIN = 15.0  # bits; from here on it is one person, if enough speaks for it and little against
SUGGEST = 9.0  # bits; from here on a person is asked
MOST_AGAINST = 14.0  # bits of all that speaks against it
LEAST = 4.0  # bits that a feature must say to count as one
FEATURES = 2  # independent ones, at least

Table = dict[Level, float]


class Weights(NamedTuple):
    """The weights of a kind of comparison, and at most how much the fields of a place say together."""

    first: Table
    last: Table
    middle: Table
    birth: Table
    address: Table
    city: Table
    postcode: Table
    most: float


def _table(same: float, form: float, near: float, sound: float, differ: float) -> Table:
    return {SAME: same, FORM: form, NEAR: near, SOUND: sound, DIFFER: differ}


_FIRST = _table(6.5, 5.5, 5.5, 3.0, -20.0)  # a different one: judged, or twins would be one
_LAST = _table(7.0, 7.0, 6.0, 4.5, -7.0)
_MIDDLE = _table(5.0, 5.0, 4.5, 3.5, -13.0)
_BIRTH = _table(14.5, 9.0, 4.0, -9.0, -14.0)  # a different one: judged, or father and son would be one
_ADDRESS = _table(12.0, 12.0, 11.0, 3.0, -5.0)
_CITY = _table(1.5, 1.5, 1.5, 1.0, -4.0)  # many live in the largest ones: judged
_POSTCODE = _table(5.0, 5.0, 2.0, 0.0, -4.0)

# People whose names tell them from their relatives: a middle name is given, or the name is Russian.
APART = Weights(_FIRST, _LAST, _MIDDLE, _BIRTH, _ADDRESS, _CITY, _POSTCODE, 6.0)
# The same at one address. Most who live there are of one family, have one father, or are twins.
AT_HOME = APART._replace(
    last=_table(1.0, 1.0, 1.0, 1.0, -7.0),
    middle=_table(2.5, 2.5, 2.5, 1.5, -13.0),
    birth=_table(9.0, 7.0, 3.0, -9.0, -14.0),
    most=14.0,
)
# Neither side says more than given name and surname: what is different may have been written in another way.
PLAIN = Weights(
    _table(6.5, 5.5, 5.5, 3.0, -2.5), _table(7.0, 7.0, 6.0, 4.5, -3.5), _MIDDLE, _table(14.5, 9.0, 4.0, -1.5, -4.0),
    _table(12.0, 12.0, 11.0, 6.0, -1.5), _table(4.0, 4.0, 4.0, 2.0, -2.0), _table(7.0, 7.0, 3.5, 2.0, -2.5), 12.0,
)  # fmt: skip
PLAIN_AT_HOME = 20.0  # at most of a place that is one address
COMPANY = _table(7.0, 7.0, 5.0, 3.0, -0.5)

INITIAL = 3.5  # the same initial of a middle name
INITIAL_AT_HOME = 3.0  # but of a patronymic no more than a whole one that sounds the same
RELATIVE = 1.0  # a surname at most, at one address, where given name and birth date do not agree
NEIGHBOUR = 3.0  # a surname at most, in one postcode
CROSSED = 4.0  # given name and surname in each other's place, and one of them replaced
MARRIED = -12.0  # another surname without the same birth date
NAMELESS = -9.0  # no given name and no birth date: any of the family
NAMESAKES = 6.0  # at most of a place where given name and surname are all that is said of two Russians
NAMESAKES_AT_HOME = 9.0  # the same at one address
BROTHER = -5.0  # no given name, and the same father


class Part(NamedTuple):
    """One step of the waterfall: what was compared, how alike it is, and what that says, in bits."""

    feature: str
    level: Level
    weight: float
