"""Which findings are worth showing, and which are believed at once. Pure."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from nitka.channels.touch import Assurance
from nitka.customers.findings.models import Kept
from nitka.customers.profile import words
from nitka.customers.words import Finding

# The link of what somebody said in words, and where the names of a messenger are unique.
WORDS = "words"
_NAMESPACES = {"username": "telegram"}

# Said as one's own, in so many words or to who asked for it. What may be a shop's switchboard or somebody's whom
# one writes for (a signature, a bare number) waits for a person.
_SURE_RULES = frozenset({"mine", "to_me", "asked", "my_name", "this_is", "here", "speaks"})
_CHATS = frozenset({"chat", "telegram", "whatsapp", "max", "vk", "viber", "sms"})
SURE = 0.89  # kept as a short float


class Person(NamedTuple):
    """Whose a node is; all null where nobody knows of it."""

    customer_id: UUID | None
    name: str | None
    status: str | None
    assurance: int | None


def typed(type_: str, value: str) -> tuple[str, str, str]:
    """Return the type, namespace and value of a named identifier's node."""
    return type_, _NAMESPACES.get(type_, ""), value


def is_news(finding: Finding, speaker: UUID, target: UUID | None, people: Mapping[UUID, Person]) -> bool:
    """Say whether this tells anything that is not known of who speaks."""
    own = people[speaker]
    if finding.kind == "trait":
        return finding.type != "name" or not words(finding.value) <= words(own.name)
    assert target is not None, "all but traits name an identifier"
    named = people[target]
    if finding.kind == "shared":
        return named.status == "normal"
    if named.status in {"shared", "blocked"} or (target == speaker and finding.kind != "other"):
        return False
    is_theirs = named.customer_id is not None and named.customer_id == own.customer_id
    return not is_theirs if finding.kind in {"own", "former"} else target != speaker


def is_taken(finding: Kept, people: Mapping[UUID, Person]) -> bool:
    """Say whether this is believed at once, as a claim: said surely, in a chat, and it makes nobody one with another.

    An address that anybody else is known by waits for a person, however surely it was said: rules misread.
    """
    if finding.channel not in _CHATS or finding.rule not in _SURE_RULES or finding.confidence < SURE:
        return False
    if finding.kind == "trait":
        return finding.type == "name" and not people[finding.node].name
    named = people.get(finding.target) if finding.target else None
    return (
        finding.kind == "own" and finding.type in {"phone", "email"} and (named is None or named.customer_id is None)
        and people[finding.node].status != "shared" and (named is None or named.status in {None, "normal"})
    )  # fmt: skip


def assurance(*, confirmed: bool) -> Assurance:
    """Return what a finding is worth: an operator's word, or the customer's own."""
    return Assurance.AGENT if confirmed else Assurance.ASSERTED
