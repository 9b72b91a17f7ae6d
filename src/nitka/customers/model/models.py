"""What is shown of a new version of the model, for people to decide."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from nitka.customers.model.reasons import Bits
from nitka.customers.model.revision import State
from nitka.customers.models import Author, WhyNode
from nitka.customers.stewardship.models import CustomerBrief

Op = Literal["merge", "split"]


class ModelCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What a version would change, or has changed.

    `merges` and `splits` are groups of customers: of `customers_before` it would make `customers_after`. `touches`
    would be another customer's. `freed` identifiers would be somebody's again, `lost` ones nobody's.
    """

    merges: int
    splits: int
    customers_before: int
    customers_after: int
    touches: int
    freed: int
    lost: int


class ModelRevision(msgspec.Struct, frozen=True, kw_only=True):
    """The way to another version.

    `state`: `clearing`, `comparing` and `drawing` find out what would change; `waiting` for somebody to decide;
    `switching`, `settling`, `applying` and `suggesting` make it true; `done`, or `refused`. `done` of about `total` of
    this state are behind it.
    """

    version: int
    from_version: int
    state: State
    done: int
    total: int
    counts: ModelCounts | None
    computed_at: datetime | None
    decided_by: Author | None
    decided_at: datetime | None
    finished_at: datetime | None


class ModelStatus(msgspec.Struct, frozen=True):
    """By which version customers are drawn, which is the newest, and the way to it, null where there is none."""

    version: int
    newest: int
    revision: ModelRevision | None


class ModelSide(msgspec.Struct, frozen=True):
    """A customer as they are, or would be: the first of their identifiers, and how many more there are."""

    customer: CustomerBrief | None
    identifiers: list[WhyNode]
    more: int


class ModelChange(msgspec.Struct, frozen=True, kw_only=True):
    """Customers who would be joined, or come apart, and why.

    `old` and `new`: what speaks for one person and what against it, in bits, of the two largest sides; null where
    nothing leads from one to the other. `by`: what they have in common. `freed` would be somebody's again, `lost`
    nobody's.
    """

    id: UUID
    op: Op
    before: list[ModelSide]
    after: list[ModelSide]
    touches: int
    old: Bits | None
    new: Bits | None
    by: list[WhyNode]
    freed: list[WhyNode]
    lost: list[WhyNode]
