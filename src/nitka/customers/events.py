"""What happens to customers, said to whoever listens."""

from uuid import UUID

from nitka.kernel.events import Event


class CustomerChanged(Event, frozen=True, kw_only=True):
    """A known customer has other identifiers, another name or other traits now."""

    customer_id: UUID


class CustomersMerged(Event, frozen=True, kw_only=True):
    """Customers became one; the old ids answer with the new one."""

    event_id: UUID
    old_ids: list[UUID]
    new_id: UUID


class CustomerSplit(Event, frozen=True, kw_only=True):
    """What was one customer is several."""

    event_id: UUID
    old_id: UUID
    new_ids: list[UUID]
