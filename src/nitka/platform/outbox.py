"""The outbox: events become rows in the transaction that makes them true."""

from collections.abc import Sequence

import msgspec

from nitka.kernel.events import Event, kind_of
from nitka.kernel.ids import new_id
from nitka.platform.database import events_emitted
from nitka.platform.statements import Executes

WAKE = "wake.relay"  # a hint on core NATS that rows wait; the relay also looks by itself once a second


async def emit(tx: Executes, events: Sequence[Event]) -> None:
    """Write these events, in order; they are published after the commit, at least once, each with its own id."""
    if not events:
        return
    await tx.execute(
        """INSERT INTO outbox (event_id, workspace_id, kind, body)
           SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[])""",
        [new_id() for _ in events],
        [event.workspace_id for event in events],
        [kind_of(event) for event in events],
        [msgspec.json.encode(event) for event in events],
    )
    events_emitted()
