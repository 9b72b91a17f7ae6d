"""Figures of the whole installation, asked of the engines whenever somebody reads /metrics."""

import asyncio
from collections.abc import Awaitable

from prometheus_client import Gauge

from nitka.entrypoints.services import Services
from nitka.kernel.errors import Unavailable
from nitka.platform.broker import INTAKE, VISITORS_BUCKET
from nitka.platform.faults import ENGINES_AWAY

PATIENCE = 2.0  # seconds an engine is given; one that hangs counts as away

_up = Gauge("nitka_engine_up", "1 when the engine answers this process", ["engine"])
_failing = Gauge("nitka_role_failing", "1 while a role of this process is being started again", ["role"])
_restarts = Gauge("nitka_role_restarts", "How often a role of this process was started again", ["role"])
_intake = Gauge("nitka_intake_records", "Records of the intake that are not yet deleted; near 0 when all is well")
_full = Gauge("nitka_intake_full_ratio", "How full the intake is, 0 to 1; at 1 it answers 503")
_visitors = Gauge("nitka_visitors_full_ratio", "How full the store of visitors' bindings is; at 1 no new one is let in")
_outbox = Gauge("nitka_outbox_events", "Events that wait to be published")
_quarantine = Gauge("nitka_quarantine_touches", "Touches that were set aside and wait for a person")
_follow_ups = Gauge("nitka_follow_ups_failed", "Work after the transaction that failed and waits for a person")
_behind = Gauge("nitka_follow_up_late_seconds", "How long the oldest work after the transaction that is due has waited")
_unknown = Gauge("nitka_deliveries_unknown", "Messages of which nobody knows whether they arrived")
_late = Gauge("nitka_delivery_late_seconds", "How long the oldest message that is due has waited to be sent")
_connections = Gauge("nitka_connections_failing", "Connections that are in trouble")

# One look at each, by its index or in a table that is small while all is well.
_ASK = """SELECT (SELECT count(*) FROM outbox) AS outbox,
                 (SELECT count(*) FROM quarantine WHERE state = 'held') AS quarantine,
                 (SELECT count(*) FROM follow_up WHERE state = 'failed') AS follow_ups,
                 (SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0)::float
                  FROM follow_up WHERE state = 'queued' AND due_at < now()) AS behind,
                 (SELECT count(*) FROM delivery WHERE state = 'unknown') AS unknown,
                 (SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0)::float
                  FROM delivery WHERE state = 'queued' AND due_at < now()) AS late,
                 (SELECT count(*) FROM connection
                  WHERE disabled_at IS NULL AND state ->> 'status' = 'error') AS connections"""


async def observe(services: Services) -> None:
    """Bring the figures up to date. Those of an engine that is away keep their last value, and it counts as down."""
    for role, times in services.roles.restarts.items():
        _restarts.labels(role).set(times)
        _failing.labels(role).set(role in services.roles.failing)
    await asyncio.gather(_guarded("postgres", _ask_postgres(services)), _guarded("nats", _ask_nats(services)))


async def _guarded(engine: str, asking: Awaitable[None]) -> None:
    try:
        await asyncio.wait_for(asking, PATIENCE)
    except ENGINES_AWAY:
        _up.labels(engine).set(0)
    else:
        _up.labels(engine).set(1)


async def _ask_postgres(services: Services) -> None:
    async with services.database.service() as tx:
        row = await tx.fetchrow(_ASK)
    assert row is not None, "it selects one row"
    for gauge, name in (
        (_outbox, "outbox"), (_quarantine, "quarantine"), (_follow_ups, "follow_ups"), (_behind, "behind"),
        (_unknown, "unknown"), (_late, "late"), (_connections, "connections"),
    ):  # fmt: skip
        gauge.set(row[name])


async def _ask_nats(services: Services) -> None:
    if not services.broker.client.is_connected:
        raise Unavailable
    info = await services.broker.api(f"STREAM.INFO.{INTAKE}", timeout=PATIENCE)
    _intake.set(info["state"]["messages"])
    _full.set(info["state"]["bytes"] / info["config"]["max_bytes"])
    bindings = await services.broker.api(f"STREAM.INFO.KV_{VISITORS_BUCKET}", timeout=PATIENCE)
    _visitors.set(bindings["state"]["bytes"] / max(1, bindings["config"]["max_bytes"]))
