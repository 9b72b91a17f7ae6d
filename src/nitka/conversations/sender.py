"""The role `delivery`: sends what is due, in order per strand, and says what became of it."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import msgspec
import structlog

from nitka.channels import registry
from nitka.channels.connections import Sealer, open_connection
from nitka.channels.connector import ConnectionInfo, FileStore, Outgoing, SendResult
from nitka.conversations.codes.sending import CodeClaim, begin_code, claim_codes, settle_code
from nitka.conversations.delivery import Claim, begin, claim, expire, keep, next_due, settle
from nitka.conversations.falling_back import watch
from nitka.kernel.clock import now
from nitka.kernel.errors import NitkaError
from nitka.kernel.ids import new_id
from nitka.platform.broker import Broker
from nitka.platform.database import Database
from nitka.platform.faults import DATABASE_AWAY
from nitka.platform.inbox import leave

log = structlog.get_logger("delivery")

AT_ONCE = 40  # messages being sent by one process, each of another strand
SEND_FOR = 120.0  # seconds, then the outcome is unknown
LOOK_EVERY = 1.0  # seconds, for a wake-up may be lost
KEEP_EVERY = 15.0  # seconds
RECONCILE_AFTER = 5.0  # seconds a provider is given to show what it took


class Sender:
    """Runs until `stopping`; any number of processes share the messages."""

    def __init__(self, database: Database, broker: Broker, files: FileStore, sealer: Sealer, codes_key: bytes) -> None:
        self._database = database
        self._codes_key = codes_key
        self._broker = broker
        self._files = files
        self._sealer = sealer
        self._owner = new_id().hex[-12:]
        self._wake = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._kept_at = 0.0

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until stopping; then let what is being sent come to its end, for ten seconds."""
        subscriptions = [
            await self._broker.client.subscribe(f"events.*.{kind}", cb=self._woken)
            for kind in ("message_sent", "message_status_changed", "code_changed")
        ]
        try:
            while not stopping.is_set():
                self._wake.clear()
                try:
                    await self._look()
                    pause = await self._pause()
                except DATABASE_AWAY as error:
                    log.warning("delivery waits for the database", error=type(error).__name__)
                    pause = LOOK_EVERY
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), pause)
        finally:
            if self._sending:
                await asyncio.wait(self._sending, timeout=10)
            for subscription in subscriptions:
                await leave(self._broker.client, subscription)

    async def _woken(self, _: object) -> None:
        self._wake.set()

    async def _pause(self) -> float:
        due = await next_due(self._database)
        seconds = (due - now()).total_seconds() if due else LOOK_EVERY
        # Late ones wait for an earlier one of their strand, whose end wakes us.
        return min(max(seconds, 0.05), LOOK_EVERY)

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        if loop.time() - self._kept_at > KEEP_EVERY:
            self._kept_at = loop.time()
            await keep(self._database, self._owner)
            idempotent = {kind for kind, one in registry.kinds().items() if one.capabilities.idempotent_send}
            await expire(self._database, frozenset(idempotent))
        room = AT_ONCE - len(self._sending)
        for claimed in await claim(self._database, self._owner, room) if room else []:
            self._start(self._one(claimed))
        room = AT_ONCE - len(self._sending)
        for code in await claim_codes(self._database, room) if room else []:
            self._start(self._code(code))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="send")
        self._sending.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._sending.discard(task)
        self._wake.set()  # the next of its strand may go now

    async def _one(self, claimed: Claim) -> None:
        try:
            async with self._database.workspace(claimed.workspace_id) as tx:
                job = await begin(tx, claimed)
            if job is None:
                return
            result = await self._send(job.connection, job.outgoing)
            async with self._database.workspace(claimed.workspace_id) as tx:
                await settle(tx, claimed, result)
                if result.status == "sent" and registry.kinds()[claimed.kind].capabilities.fleeting:
                    await watch(tx, claimed.workspace_id, claimed.message_id)
        except DATABASE_AWAY as error:
            # The claim runs out and the message is settled as its channel allows.
            log.warning("a message waits for the database", message=str(claimed.message_id), error=type(error).__name__)

    async def _code(self, claimed: CodeClaim) -> None:
        try:
            async with self._database.workspace(claimed.workspace_id) as tx:
                job = await begin_code(tx, self._codes_key, claimed)
            if job is None:
                return
            result = await self._send(job.connection, job.outgoing)
            async with self._database.workspace(claimed.workspace_id) as tx:
                await settle_code(tx, claimed, job, result)
        except DATABASE_AWAY as error:
            log.warning("a code waits for the database", code=str(claimed.id), error=type(error).__name__)

    async def _send(self, row: dict[str, Any], outgoing: Outgoing) -> SendResult:
        try:
            connection = open_connection(row, self._sealer)
        except (msgspec.ValidationError, NitkaError) as error:  # settings that do not fit, secrets of another key
            log.warning("a connection cannot be used", connection=str(row["id"]), error=type(error).__name__)
            return SendResult(status="failed", error="The connection's settings are not complete: see the settings")
        connector: Any = registry.connector(connection.kind)
        try:
            async with asyncio.timeout(SEND_FOR):
                result: SendResult = await connector.send(connection, outgoing, self._files)
        except Exception as error:  # a connector's fault: nobody knows how far it came
            log.warning("sending broke off", message=str(outgoing.message_id), error=type(error).__name__)
            result = SendResult(status="unknown", error="Sending broke off: it may or may not have arrived")
        if result.status == "unknown" and hasattr(connector, "reconcile"):
            return await self._reconcile(connector, connection, outgoing, result)
        return result

    async def _reconcile(
        self, connector: Any, connection: ConnectionInfo, outgoing: Outgoing, result: SendResult
    ) -> SendResult:
        await asyncio.sleep(RECONCILE_AFTER)
        try:
            async with asyncio.timeout(30):
                found: SendResult = await connector.reconcile(connection, outgoing)
        except Exception as error:
            log.warning("could not find out", message=str(outgoing.message_id), error=type(error).__name__)
            return result
        return found if found.status != "unknown" else result
