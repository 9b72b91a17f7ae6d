"""Reads a mailbox: what is after the cursor, then what comes; the cursor moves when a mail is durable as a touch."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from nitka.channels.connector import Session
from nitka.connectors.email.imap.client import ImapClient
from nitka.connectors.email.imap.mailbox import FAULTS, fault_said, open_mailbox
from nitka.connectors.email.imap.wire import Value, mailbox_name
from nitka.connectors.email.intake import MailIntake
from nitka.connectors.email.settings import EmailSettings
from nitka.connectors.email.translate import Fetched
from nitka.kernel.clock import now

IDLE_SECONDS = 9 * 60.0  # servers hang up after 30 minutes (RFC 2177), many routers after 10
BATCH_MAILS = 50
BATCH_BYTES = 8 * 1024 * 1024
BEGINNING = 256 * 1024  # bytes that are read of a mail over the limit
TRIES = 5  # that a mail may break the connection before it is passed over
log = structlog.get_logger("email")

Sizes = dict[int, tuple[int, datetime]]  # bytes and INTERNALDATE by UID


class Reading:
    """One stay at a mailbox."""

    def __init__(self, session: Session, client: ImapClient) -> None:
        self.session = session
        self.settings: EmailSettings = session.connection.settings
        self.client = client
        self.intake = MailIntake(session)

    async def run(self) -> None:
        """Read until stopping; raises one of `FAULTS` when the connection ends."""
        await self._find_place()
        await self.session.report("ok")
        while not self.session.stopping.is_set():
            before = self.client.arrivals
            await self._read_new()
            if self.client.arrivals != before:
                continue  # mail came while we read
            if "IDLE" in self.client.capabilities:
                await self.client.idle(IDLE_SECONDS, self.session.stopping)
            else:
                await self._poll()

    async def _poll(self) -> None:
        try:
            await asyncio.wait_for(self.session.stopping.wait(), self.settings.poll_seconds)
        except TimeoutError:
            await self.client.noop()

    async def _find_place(self) -> None:
        """Open the mailbox and set the cursor: where it was, or, for a mailbox that is new to us, by date."""
        validity, next_uid = await self.client.examine(mailbox_name(self.settings.mailbox))
        cursor = self.session.cursor
        same_mailbox = cursor.get("mailbox") == self.settings.mailbox
        if same_mailbox and cursor.get("uidvalidity") == validity:
            return
        # The numbers have changed their meaning: what was read in the last days is read again, and known again.
        since: datetime | None = now() - timedelta(days=self.settings.backlog_days)
        if same_mailbox and cursor.get("newest"):
            since = datetime.fromisoformat(cursor["newest"]) - timedelta(days=1)
        elif not self.settings.backlog_days:
            since = None
        found = await self.client.search(b"SINCE " + imap_date(since)) if since else []
        uid = found[0] - 1 if found else await self._last_uid(next_uid)
        await self.session.save_cursor(
            {"mailbox": self.settings.mailbox, "uidvalidity": validity, "uid": uid, "newest": cursor.get("newest")}
        )

    async def _last_uid(self, next_uid: int) -> int:
        return next_uid - 1 if next_uid else max(await self.client.search(b"ALL"), default=0)

    async def _read_new(self) -> None:
        uid = int(self.session.cursor["uid"])
        # "n:*" names the last mail even where n is beyond it.
        uids = [one for one in await self.client.search(b"UID %d:*" % (uid + 1)) if one > uid]
        for start in range(0, len(uids), BATCH_MAILS):
            batch = uids[start : start + BATCH_MAILS]
            sizes = await self._sizes(batch)
            for group in self._groups(batch, sizes):
                if self.session.stopping.is_set():
                    return
                await self._take(group, sizes)

    async def _sizes(self, uids: list[int]) -> Sizes:
        sizes: Sizes = {}
        async for values in self.client.fetch(uids, b"RFC822.SIZE INTERNALDATE"):
            if b"UID" in values and b"RFC822.SIZE" in values:
                sizes[int(values[b"UID"])] = int(values[b"RFC822.SIZE"]), internal_date(values.get(b"INTERNALDATE"))
        return sizes

    def _groups(self, uids: list[int], sizes: Sizes) -> list[list[int]]:
        """Parts of a batch that fit into memory; a mail that broke the connection before goes alone."""
        trying = (self.session.cursor.get("trying") or {}).get("uid")
        groups: list[list[int]] = [[]]
        total = 0
        for uid in uids:
            size = min(sizes[uid][0], self._limit) if uid in sizes else 0
            if groups[-1] and (total + size > BATCH_BYTES or uid == trying or groups[-1] == [trying]):
                groups.append([])
                total = 0
            groups[-1].append(uid)
            total += size
        return groups

    @property
    def _limit(self) -> int:
        return self.settings.size_limit_mb * 1024 * 1024

    async def _take(self, uids: list[int], sizes: Sizes) -> None:
        """Fetch these mails, make touches, hand them over, move the cursor."""
        trying = self.session.cursor.get("trying") or {}
        if trying.get("uid") == uids[0] and trying.get("count", 0) >= TRIES:
            log.warning("mail passed over", connection=str(self.session.connection.id), uid=uids[0])
            await self.intake.pass_over(self._key(uids[0]), sizes.get(uids[0], (0, now()))[1])
            await self._advance(uids[0], sizes)
            return
        there = [uid for uid in uids if uid in sizes]  # others were deleted meanwhile
        got: dict[int, Fetched] = {}
        try:
            for items, part in self._requests(there, sizes):
                async for values in self.client.fetch(part, items):
                    if (body := values.get(b"BODY[]")) is not None and b"UID" in values:
                        uid = int(values[b"UID"])
                        size, arrived = sizes[uid]
                        got[uid] = Fetched(data=bytes(body), size=size, arrived=arrived, received=now())
        except FAULTS:
            await self._note_failure([uid for uid in there if uid not in got], trying)
            raise
        await self.intake.take([(self._key(uid), got[uid]) for uid in there if uid in got])
        await self._advance(uids[-1], sizes)

    def _requests(self, uids: list[int], sizes: Sizes) -> list[tuple[bytes, list[int]]]:
        large = [uid for uid in uids if sizes[uid][0] > self._limit]
        small = [uid for uid in uids if uid not in large]
        beginning = b"BODY.PEEK[]<0.%d>" % BEGINNING
        return [(items, part) for items, part in ((b"BODY.PEEK[]", small), (beginning, large)) if part]

    def _key(self, uid: int) -> str:
        return f"{self.settings.mailbox}/{self.session.cursor['uidvalidity']}/{uid}"

    async def _note_failure(self, missing: list[int], trying: dict[str, Any]) -> None:
        if missing:
            count = trying.get("count", 0) + 1 if trying.get("uid") == missing[0] else 1
            await self.session.save_cursor(self.session.cursor | {"trying": {"uid": missing[0], "count": count}})

    async def _advance(self, uid: int, sizes: Sizes) -> None:
        newest = max((arrived for _, arrived in sizes.values()), default=now()).isoformat()
        cursor = {name: self.session.cursor[name] for name in ("mailbox", "uidvalidity")}
        await self.session.save_cursor(cursor | {"uid": uid, "newest": newest})


async def read_mailbox(session: Session) -> None:
    """Stay at the mailbox until stopping; a fault is told to the desk and raised, to be tried again later."""
    settings: EmailSettings = session.connection.settings
    try:
        await session.report("connecting")
        async with open_mailbox(settings) as client:
            await Reading(session, client).run()
    except FAULTS as error:
        await session.report("error", fault_said(error, settings.locale))
        raise


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def imap_date(moment: datetime) -> bytes:
    """Return a day as IMAP writes it, whatever the system's language."""
    return f"{moment.day}-{_MONTHS[moment.month - 1]}-{moment.year}".encode()


def internal_date(value: Value) -> datetime:
    """Return INTERNALDATE in UTC; the present moment where it cannot be read."""
    try:
        day, month, rest = bytes(value).decode("ascii").strip().split("-", 2)
        moment = datetime.strptime(f"{day}-{_MONTHS.index(month.title()) + 1}-{rest}", "%d-%m-%Y %H:%M:%S %z")
        return moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return now()
