"""What stewards and operators are shown, and what they decide about."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from nitka.customers.households.rules import Use
from nitka.customers.models import (
    AssuranceName,
    Author,
    Customer,
    Identifier,
    IdentityEvent,
    KnownBy,
    WhyLink,
    WhyNode,
)
from nitka.customers.suggestions import Feature

State = Literal["open", "accepted", "dismissed", "outdated"]
Compared = Literal["same", "near", "differ", "unknown"]


class CustomerBrief(msgspec.Struct, frozen=True):
    """A customer in a line. `live_id` is who answers for the id today, null where nobody does any more."""

    id: UUID
    name: str | None
    known_by: KnownBy | None
    live_id: UUID | None


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """Two customers who are likely one person.

    `score`: log2 of the odds, the sum of the weights of `features`, of which the prior is the first. `a` and `b` are
    one customer where they were merged meanwhile. `event_id`: the identity event of the decision, which can be undone.
    """

    id: UUID
    state: State
    score: float
    features: list[Feature]
    a: Customer
    b: Customer
    made_at: datetime
    decided_at: datetime | None
    decided_by: Author | None
    event_id: UUID | None


class Question(msgspec.Struct, frozen=True):
    """What to ask the customer openly. It holds no value: their answer is compared by the server.

    `bits`: how much the answer is expected to tell.
    """

    feature: str
    text: str
    bits: float


class LikelyStep(msgspec.Struct, frozen=True):
    """One step of the waterfall without what the two sides say: an operator in a conversation needs no more."""

    feature: str
    weight: float
    level: str | None


class Likely(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is likely this customer."""

    suggestion_id: UUID
    score: float
    other: CustomerBrief
    features: list[LikelyStep]


class LikelyOnes(msgspec.Struct, frozen=True):
    """Who is likely this customer, the likeliest first, and the one question that would best tell them apart."""

    items: list[Likely]
    question: Question | None


class Crowd(msgspec.Struct, frozen=True):
    """How many identifiers of one type something was seen with."""

    type: str
    count: int


class SharedIdentifier(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier that joins nobody.

    `reason`: `agent` said so; `crowd`: too many were seen with it; `contest`: two people have it in common; `value`: it
    is a placeholder and names nobody.
    `use`: what it is, told from who has it; `household` and `home_device` lead to a household of the same id.
    `people`: customers who were seen with it, at most 1000 are counted.
    """

    identifier: Identifier
    use: Use
    reason: Literal["agent", "crowd", "contest", "value"]
    people: int
    seen_with: list[Crowd]


class SharedCounts(msgspec.Struct, frozen=True):
    """How many identifiers that join nobody are what, of the newest thousand. `more`: there are more than that."""

    household: int
    organisation: int
    home_device: int
    public_device: int
    other: int
    more: bool


class IdentityConflict(msgspec.Struct, frozen=True, kw_only=True):
    """Evidence that two live customers are one, and why it does not join them.

    `reason`: `cannot`, an operator parted them; `anchors`, each has an account of their own, named in `anchors`;
    `size`, they would be too big for one person; `claims`, it is a claim that nothing proves; `waits`, it is not
    followed yet.
    """

    a: CustomerBrief
    b: CustomerBrief
    reason: Literal["cannot", "anchors", "size", "claims", "waits"]
    anchors: list[WhyNode]
    note: str
    link: WhyLink
    links: int


class HeldBy(msgspec.Struct, frozen=True):
    """How many links of one assurance hold a customer together."""

    assurance: AssuranceName
    links: int


class BigProfile(msgspec.Struct, frozen=True, kw_only=True):
    """A customer with many identifiers. `touches` are counted up to 10000."""

    customer: CustomerBrief
    identifiers: int
    touches: int
    held: list[HeldBy]


class NotedEvent(msgspec.Struct, frozen=True):
    """An identity event, and whom it concerned, as they are called today."""

    event: IdentityEvent
    customers: list[CustomerBrief]


class SeparatedPart(msgspec.Struct, frozen=True):
    """What would be one of the two. `identifier_ids` also names what is not shown, as browsers without a name."""

    identifier_ids: list[UUID]
    identifiers: list[Identifier]


class Cut(msgspec.Struct, frozen=True):
    """Where a customer would come apart: without these links they are two. `assurance`: of the firmest of them."""

    parts: list[SeparatedPart]
    links: list[WhyLink]
    more_links: int
    assurance: AssuranceName


class Separation(msgspec.Struct, frozen=True):
    """What would separate a customer, the weakest place first."""

    cuts: list[Cut]
