"""What each agreement and each difference says, in bits: the frozen model of a version of the rules."""

from typing import NamedTuple

from nitka.customers.likeness.levels import DIFFER, FORM, NEAR, SAME, SOUND, Level

VERSION = 1

JOIN = 15.0  # bits; from here on it is one person, if enough speaks for it and little against
SUGGEST = 9.0  # bits; from here on a person is asked
MOST_AGAINST = 8.0  # bits of all that speaks against it
LEAST = 4.0  # bits that something must say to count as a feature of its own
FEATURES = 2  # independent ones, at least
PLACE = 14.0  # bits at most of address, town and postcode together: who lives there shares all of them
ELSEWHERE = 4.0  # bits at most of town and postcode where the addresses differ, and
AROUND = 7.0  # where none is known
FAMILY = 1.0  # bits of a surname at one address, where most are of one family

# log2(m / u): how much likelier this level is for one person than for two.
FIRST = {SAME: 6.3, FORM: 5.5, NEAR: 5.5, SOUND: 3.0, DIFFER: -2.5}
LAST = {SAME: 7.2, FORM: 7.0, NEAR: 5.5, SOUND: 3.5, DIFFER: -3.5}
MIDDLE = {SAME: 5.0, FORM: 5.0, NEAR: 4.5, SOUND: 3.5, DIFFER: -6.0}
BIRTH = {SAME: 14.5, FORM: 9.0, NEAR: 4.2, SOUND: -1.5, DIFFER: -5.0}
ADDRESS = {SAME: 13.0, FORM: 11.0, NEAR: 10.0, SOUND: 4.0, DIFFER: -1.5}
CITY = {SAME: 4.0, FORM: 4.0, NEAR: 4.0, SOUND: 1.0, DIFFER: -2.5}
POSTCODE = {SAME: 7.0, FORM: 7.0, NEAR: 4.0, SOUND: 2.0, DIFFER: -2.5}
COMPANY = {SAME: 7.0, FORM: 7.0, NEAR: 5.0, SOUND: 3.0, DIFFER: -0.5}
TWO_NAMES = -12.0  # two given names that are different ones: twins have all the rest in common


class Part(NamedTuple):
    """One step of the waterfall: what was compared, how alike it is, and what that says, in bits."""

    feature: str
    level: Level
    weight: float
