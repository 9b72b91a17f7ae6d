"""What a version of the model holds. A field added later has a default by which earlier versions stay as they are."""

from typing import NamedTuple

import msgspec

from nitka.customers.likeness.levels import Level

Table = dict[Level, float]


class Weights(NamedTuple):
    """The weights of a kind of comparison, in bits, and at most how much the fields of a place say together."""

    first: Table
    last: Table
    middle: Table
    birth: Table
    address: Table
    city: Table
    postcode: Table
    most: float


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """How two descriptions are weighed (`likeness/scoring.py`). All in bits, but for what is counted."""

    join: float  # from here on it is one person, if enough speaks for it and little against
    suggest: float  # from here on a person is asked
    most_against: float  # of all that speaks against it
    least: float  # that a feature must say to count as one
    features: int  # independent ones, at least
    crowd: int  # records of one key; more have it by accident
    apart: Weights  # people whose names tell them from their relatives: a middle name is given, or the name is Russian
    at_home: Weights  # the same at one address: most who live there are of one family, have one father, or are twins
    plain: Weights  # neither side says more than given name and surname
    plain_at_home: float  # at most of a place that is one address
    company: Table
    initial: float  # the same initial of a middle name
    initial_at_home: float  # but of a patronymic no more than a whole one that sounds the same
    relative: float  # a surname at most, at one address, where given name and birth date do not agree
    neighbour: float  # a surname at most, in one postcode
    crossed: float  # given name and surname in each other's place, and one of them replaced
    married: float  # another surname without the same birth date
    nameless: float  # no given name and no birth date: any of the family
    namesakes: float  # at most of a place where given name and surname are all that is said of two Russians
    namesakes_at_home: float  # the same at one address
    brother: float  # no given name, and the same father
    phone_slip: float = 0.0  # telephone numbers that are one but for a slip; 0: nor are e-mail addresses looked at
    email_slip: float = 0.0  # the same of e-mail addresses
    email_form: float = 0.0  # one mailbox in two writings
    rare: int = 0  # records of a given name and surname: up to so many, these and the patronymic are enough to join


class Exclusivity(msgspec.Struct, frozen=True, kw_only=True):
    """What says that two groups of identifiers are one person, and what that they are two (`exclusivity.py`): bits."""

    common: dict[str, float]  # for one person: both were seen with the same, by its type …
    common_other: float  # … an account of a messenger
    own: dict[str, float]  # against it: each has one of its own
    own_other: float
    leaf: float  # for one person: one side is nothing but a single identifier, as a second e-mail is
    newcomer: float  # the same on both sides: somebody who corrects the address that they typed
    one_name: float  # for one person: given name and surname are alike
    one_given_name: float  # the given name alone
    two_names: float  # against it: two given names, both of them known ones
    two_words: float  # two words where a given name should be
    one_birth: float  # the same birth date …
    two_births: float  # … and two that no slip explains
    one_father: float  # patronymics, or middle names
    two_fathers: float
    likeness_doubted: float  # times more what both sides have of their own weighs where nothing but likeness joins


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """From how many on something is nobody's. All are numbers of identifiers or links."""

    shared_at: dict[str, int]  # what was asserted with so many of one type belongs to no single person
    most_links: int  # of any kind and assurance; more than that is a place or a program
    most_other_claims: int  # of a proven identifier that are followed: devices and the like
    claims_read: int  # of one proven identifier: more are not even looked at
    most_nodes: int  # of one customer; beyond it the weakest links are cut
    most_records: int  # of a tree, by which it is judged
    idle: int = 0  # months in which nothing names a number, after which it may have passed on; 0: never

    def most_claims(self, type_: str) -> int:
        """Return how many of this type may claim an identifier that is proven; the next ones are not followed."""
        crowd = self.shared_at.get(type_)
        return self.most_other_claims if crowd is None else crowd - 1


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the model. Who is whom is a function of it and of the evidence."""

    version: int
    likeness: Likeness
    exclusivity: Exclusivity
    limits: Limits
