"""The role `sessions`: runs the connectors that hold a session, each connection in one process at a time."""

import asyncio
from contextlib import suppress
from typing import Any, Literal
from uuid import UUID

import structlog

from nitka.channels import registry
from nitka.channels.connections import Sealer, open_connection
from nitka.channels.connector import ConnectionInfo, FileStore, LeaseLost
from nitka.channels.events import ConnectionChanged
from nitka.channels.intake import Intake
from nitka.channels.touch import Touch
from nitka.kernel.ids import lock_key, new_id
from nitka.platform.broker import Broker
from nitka.platform.database import Connection, Database, every, load_queries
from nitka.platform.faults import DATABASE_AWAY
from nitka.platform.inbox import leave
from nitka.platform.outbox import emit

_queries = load_queries(__file__)
log = structlog.get_logger("sessions")

WAKE = "wake.sessions"  # a hint on core NATS that connections have changed
LOOK_EVERY = 5.0  # seconds
BACK_OFF = (1.0, 2.0, 5.0, 15.0, 60.0)  # seconds between tries of a connection that fails


class LiveSession:
    """What a connector is given while this process owns the connection's lease."""

    def __init__(self, role: "Sessions", connection: ConnectionInfo, epoch: int, cursor: dict[str, Any]) -> None:
        self._role = role
        self._epoch = epoch
        self.connection = connection
        self.cursor = cursor
        self.stopping = asyncio.Event()
        self.files: FileStore = role.files

    async def receive(self, touches: list[Touch]) -> None:
        """See `Session.receive`."""
        await self._role.intake.receive(touches)

    async def save_cursor(self, cursor: dict[str, Any]) -> None:
        """See `Session.save_cursor`."""
        async with self._role.database.service() as tx:
            epoch = await _queries.save_cursor(
                tx,
                workspace_id=self.connection.workspace_id,
                connection_id=self.connection.id,
                epoch=self._epoch,
                cursor=cursor,
            )
        if epoch is None:
            raise LeaseLost
        self.cursor = cursor

    async def report(self, status: Literal["ok", "connecting", "error"], error: str | None = None) -> None:
        """See `Session.report`."""
        workspace_id, id_ = self.connection.workspace_id, self.connection.id
        async with self._role.database.workspace(workspace_id) as tx:
            state = {"status": status, "error": error}
            if await _queries.report_state(tx, workspace_id=workspace_id, id=id_, state=state):
                await emit(tx, [ConnectionChanged(workspace_id=workspace_id, connection_id=id_)])


class Sessions:
    """Runs until `stopping`; any number of processes share the connections."""

    def __init__(self, database: Database, broker: Broker, intake: Intake, files: FileStore, sealer: Sealer) -> None:
        self.database = database
        self.intake = intake
        self.files = files
        self._broker = broker
        self._sealer = sealer
        self._owner = new_id().hex[-8:]
        self._running: dict[UUID, tuple[ConnectionInfo, asyncio.Task[None], LiveSession]] = {}
        self._locks: Connection | None = None
        self._wake = asyncio.Event()

    async def run(self, stopping: asyncio.Event) -> None:
        """Keep every connection that has a session running somewhere, until stopping."""
        kinds = [kind for kind, one in registry.connectors().items() if hasattr(one, "run")]
        subscription = await self._broker.client.subscribe(WAKE, cb=self._woken)
        try:
            while not stopping.is_set():
                self._wake.clear()
                try:
                    await self._look(kinds)
                except DATABASE_AWAY as error:
                    log.warning("sessions wait for the database", error=type(error).__name__)
                    await self._stop(list(self._running))
                    self._unlock()
                await _first(stopping.wait(), self._wake.wait(), timeout=LOOK_EVERY)
        finally:
            await self._stop(list(self._running))
            self._unlock()
            await leave(self._broker.client, subscription)

    async def _woken(self, _: object) -> None:
        self._wake.set()

    def _unlock(self) -> None:
        locks, self._locks = self._locks, None
        if locks is not None:
            locks.terminate()

    async def _look(self, kinds: list[str]) -> None:
        """Start what is new, restart what was changed, stop what is gone."""
        if self._locks is None or self._locks.is_closed():
            await self._stop(list(self._running))  # their locks went with the connection
            self._locks = await self.database.dedicated()
        async with self.database.service() as tx:
            rows = await every(_queries.session_connections(tx, kinds=kinds))
        wanted = {row["id"]: open_connection(row, self._sealer) for row in rows}
        await self._stop([
            id_ for id_, (info, task, _) in self._running.items() if wanted.get(id_) != info or task.done()
        ])  # fmt: skip
        for id_, info in wanted.items():
            if id_ not in self._running and await self._own(id_):
                await self._start(info)

    async def _own(self, id_: UUID) -> bool:
        assert self._locks is not None
        return bool(await self._locks.fetchval("SELECT pg_try_advisory_lock($1)", lock_key(id_)))

    async def _start(self, info: ConnectionInfo) -> None:
        async with self.database.service() as tx:
            lease = await _queries.take_lease(
                tx, workspace_id=info.workspace_id, connection_id=info.id, owner=self._owner
            )
        session = LiveSession(self, info, lease["epoch"], lease["cursor"])
        task = asyncio.create_task(self._keep_running(session), name=f"session {info.kind}")
        self._running[info.id] = (info, task, session)

    async def _keep_running(self, session: LiveSession) -> None:
        connector: Any = registry.connector(session.connection.kind)
        failures = 0
        while not session.stopping.is_set():
            begun = asyncio.get_running_loop().time()
            try:
                await connector.run(session)
            except LeaseLost:
                return
            except Exception as error:  # a connector's bug must not take its neighbours down
                log.warning("session failed", connection=str(session.connection.id), error=type(error).__name__)
            if asyncio.get_running_loop().time() - begun > 120:
                failures = 0
            delay = BACK_OFF[min(failures, len(BACK_OFF) - 1)]
            failures += 1
            await _first(session.stopping.wait(), timeout=delay)

    async def _stop(self, ids: list[UUID]) -> None:
        stopped = [self._running.pop(id_) for id_ in ids]
        for _, _, session in stopped:
            session.stopping.set()
        if stopped:
            tasks = [task for _, task, _ in stopped]
            _, late = await asyncio.wait(tasks, timeout=5)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if self._locks is not None and not self._locks.is_closed():
            for info, _, _ in stopped:
                with suppress(*DATABASE_AWAY):
                    await self._locks.execute("SELECT pg_advisory_unlock($1)", lock_key(info.id))


async def _first(*events: Any, timeout: float) -> None:
    """Wait until the first of these comes, at most `timeout` seconds."""
    tasks = [asyncio.ensure_future(event) for event in events]
    await asyncio.wait(tasks, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
