"""One piece of identity work: what it stands on, what it has decided, what it will write and tell."""

from typing import Any, Literal
from uuid import UUID

import msgspec

from nitka.customers.graph import Status
from nitka.customers.models import Resolution
from nitka.customers.region import Region
from nitka.customers.store import Plan, Store


class Decision(msgspec.Struct, frozen=True):
    """Who decides, null for the platform itself, and the reason in their words."""

    who: UUID | None
    why: str = ""


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """A person's command, whose identity event tells of all that it changed."""

    event_id: UUID
    op: Literal["merge", "split", "undo", "status"]
    why: str
    who: UUID | None
    details: dict[str, Any] = {}
    undoes: UUID | None = None
    identifier: UUID | None = None  # whose status is said …
    status: Status | None = None  # … and which


class Work:
    """The state of a batch or a command while it is being decided."""

    def __init__(self, store: Store, workspace_id: UUID, cause: Cause | None = None) -> None:
        self.store = store
        self.workspace_id = workspace_id
        self.cause = cause  # None: nothing but evidence
        self.region = Region(store.model)
        self.plan = Plan()
        self.resolution = Resolution()
        self.crowded: set[UUID] = set()  # became shared by the rule just now
        self.cleared: set[UUID] = set()  # was shared by claims alone, and somebody has proven it to be theirs
        self.version: int | None = None  # of the model, where it alone is why anything changes
        self.passed: dict[UUID, set[UUID]] = {}  # number that is somebody's since another time → nodes of who had it
        self.lost: dict[UUID, UUID] = {}  # node that became shared or blocked → customer it had
