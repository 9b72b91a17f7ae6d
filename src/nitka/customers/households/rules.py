"""What a shared identifier is, told from who has it, and who makes up a household with whom. Pure.

A household is a view of evidence, not evidence: nobody is joined by it, and no history goes from one to another.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from nitka.customers.graph import RECORD, rank

Use = Literal["household", "organisation", "home_device", "public_device", "other"]

DEVICE, ADDRESS = "device", "address"
MOST_AT_HOME = 8  # people; more of them are an office, a switchboard, a shop's tablet
# An account that few people have in common is a mistake of some form sooner than a home.
_ACCOUNTS = frozenset({"user_id", "crm_id"})
# Mailboxes of an office by their very name (RFC 2142 and what is usual), however few were seen with them.
_OFFICE_WORDS = """info sales office support hello contact contacts help admin shop order orders zakaz zakazy buh
    buhgalter buhgalteria accounting billing marketing reception secretary manager hr job team mail post service"""
_OFFICES = frozenset(_OFFICE_WORDS.split())


def use(type_: str, value: str, people: int) -> Use:
    """Return what an identifier is that joins nobody; `people`: how many customers were seen with it."""
    if people < 2:
        return "other"
    many = people > MOST_AT_HOME
    if type_ == DEVICE:
        return "public_device" if many else "home_device"
    if many or (type_ == "email" and value.partition("@")[0] in _OFFICES):
        return "organisation"
    return "other" if type_ in _ACCOUNTS else "household"


def makes_home(what: Use) -> bool:
    """Say whether those who have it in common make up a household."""
    return what in ("household", "home_device")


class Tie(NamedTuple):
    """Something that several customers have in common. `people`: who, where they are few enough to be at home.

    `number`: how many they are, counted no further than a list needs. `value` is empty for an address.
    """

    id: UUID
    type: str
    value: str
    first_at: datetime
    number: int
    people: frozenset[UUID]

    @property
    def use(self) -> Use:
        """What it is."""
        return use(self.type, self.value, self.number)

    @property
    def age(self) -> tuple[datetime, int, bytes]:
        """The order of seniority, that of identifiers: the oldest gives the household its id."""
        return self.first_at, rank(RECORD if self.type == ADDRESS else self.type), self.id.bytes


class Home(NamedTuple):
    """Who hangs together by what few people share; `ties` the oldest first, one at least."""

    ties: tuple[Tie, ...]

    @property
    def id(self) -> UUID:
        """The id of the oldest of what they share."""
        return self.ties[0].id

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody in it."""
        return frozenset().union(*(tie.people for tie in self.ties))


def hanging_together(ties: Iterable[Tie]) -> list[Home]:
    """Return what hangs together through people, of ties that make up homes; their order does not matter."""
    groups: list[list[Tie]] = []
    for tie in sorted({tie.id: tie for tie in ties if makes_home(tie.use)}.values(), key=lambda one: one.age):
        meeting = [group for group in groups if any(tie.people & other.people for other in group)]
        groups = [group for group in groups if group not in meeting]
        groups.append([*(one for group in meeting for one in group), tie])
    return [Home(tuple(sorted(group, key=lambda one: one.age))) for group in groups]


def homes(ties: Iterable[Tie]) -> list[Home]:
    """Return the households that these ties make up, the oldest first.

    What hangs together and has more people than a home is no home but a chain of them (grandparents, both parents'
    tablets, a neighbour): there each tie stands by itself.
    """
    found: list[Home] = []
    for whole in hanging_together(ties):
        found += [Home((tie,)) for tie in whole.ties] if is_chain(whole) else [whole]
    return sorted(found, key=lambda one: one.ties[0].age)


def is_chain(whole: Home) -> bool:
    """Say whether so many hang together that they are no household."""
    return len(whole.people) > MOST_AT_HOME
