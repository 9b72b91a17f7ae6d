"""From a fetched mail to durable touches: parse aside of the loop, store the files, hand over."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import msgspec
import structlog

from nitka.channels.connector import Session
from nitka.channels.touch import Attachment, Touch
from nitka.connectors.email.judgement import Judgement, judge
from nitka.connectors.email.mail import Mail, parse_mail
from nitka.connectors.email.sentences import sentence
from nitka.connectors.email.settings import EmailSettings, thread_key
from nitka.connectors.email.translate import Fetched, Stored, message_touch, receipt_touches, unreadable_touch
from nitka.kernel.clock import now
from nitka.kernel.errors import NitkaError, Unavailable

HOUR = timedelta(hours=1)
MANY = 4  # times the limit of automatic mails: nobody writes so many by hand
SHORT = 30_000  # characters of words that surely fit into a touch
log = structlog.get_logger("email")


class Rate:
    """How many mails each sender has sent within an hour, by the times of the mails."""

    def __init__(self) -> None:
        self._times: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def count(self, sender: str, moment: datetime) -> int:
        """Return the count with this one."""
        if len(self._times) > 10_000:
            self._times.clear()  # bounded memory; a loop is noticed again an hour later
        times = self._times[sender]
        times.append(moment)
        while times and moment - times[0] > HOUR:
            times.popleft()
        return len(times)


class MailIntake:
    """Takes mails of one session in their order."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._settings: EmailSettings = session.connection.settings
        self._key = thread_key(session.connection)
        self._rate = Rate()

    async def take(self, mails: list[tuple[str, Fetched]]) -> None:
        """Return when everything that these mails say is durable. The key names a mail within its mailbox."""
        touches: list[tuple[Touch, str, Fetched]] = []
        for key, fetched in mails:
            touches += [(touch, key, fetched) for touch in await self._touches(key, fetched)]
        if not touches:
            return
        try:
            await self._receive([touch for touch, _, _ in touches])
        except NitkaError:  # one of them is refused for what it is: the others must not wait for it
            for touch, key, fetched in touches:
                await self._receive_or_replace(touch, key, fetched)

    async def pass_over(self, key: str, arrived: datetime) -> None:
        """Tell of a mail that the server cannot give us."""
        fetched = Fetched(data=b"", size=0, arrived=arrived, received=now())
        await self._receive([unreadable_touch(self._session.connection, fetched, key, "", None)])

    async def _touches(self, key: str, fetched: Fetched) -> list[Touch]:
        try:
            mail, judged = await asyncio.to_thread(self._read, fetched.data)
            if judged.ours:
                return []
            if judged.reports_on:
                return receipt_touches(self._session.connection, mail, judged, fetched)
            # Of a mail that was read in part the last file would be broken, and which one is last is not known.
            mail = mail if fetched.whole else msgspec.structs.replace(mail, files=[])
            judged = self._without_loop(judged, fetched)
            stored = await self._store(mail, fetched)
            return [await asyncio.to_thread(message_touch, self._session.connection, mail, judged, fetched, stored)]
        except (NitkaError, OSError, TimeoutError):
            raise  # storage is down: the mail is not to blame
        except Exception as error:  # a mail that breaks the parser must not block those behind it
            log.error("mail not understood", connection=str(self._session.connection.id), error=type(error).__name__)
            return [await self._unreadable(key, "", fetched)]

    def _read(self, data: bytes) -> tuple[Mail, Judgement]:
        mail = parse_mail(data)
        return mail, judge(mail, self._settings, self._key)

    def _without_loop(self, judged: Judgement, fetched: Fetched) -> Judgement:
        """More mails within an hour than a person writes come from a robot, whatever their headers say."""
        count = self._rate.count(judged.sender.address, fetched.arrived)
        limit = self._settings.automatic_per_hour * (1 if judged.automatic else MANY)
        return msgspec.structs.replace(judged, automatic="loop") if count > limit else judged

    async def _store(self, mail: Mail, fetched: Fetched) -> Stored:
        put, connection = self._session.files.put, self._session.connection
        files = [await put(connection, file.name, file.type, _pieces(file.data)) for file in mail.files]
        long = mail.cut or len(mail.words.plain) + len(mail.words.html) > SHORT
        keep = fetched.whole and (self._settings.keep_original or long)
        original = await self._put_original(fetched) if keep else None
        return Stored(files, original)

    async def _put_original(self, fetched: Fetched) -> Attachment:
        name = sentence("original", self._settings.locale)
        return await self._session.files.put(self._session.connection, name, "message/rfc822", _pieces(fetched.data))

    async def _unreadable(self, key: str, sender: str, fetched: Fetched) -> Touch:
        original = await self._put_original(fetched)
        return unreadable_touch(self._session.connection, fetched, key, sender, original)

    async def _receive(self, touches: list[Touch]) -> None:
        while True:
            try:
                return await self._session.receive(touches)
            except Unavailable as error:  # the mail is safe in its mailbox: wait
                if self._session.stopping.is_set():
                    raise
                stopped = asyncio.ensure_future(self._session.stopping.wait())
                await asyncio.wait({stopped}, timeout=error.retry_after)
                stopped.cancel()

    async def _receive_or_replace(self, touch: Touch, key: str, fetched: Fetched) -> None:
        try:
            await self._receive([touch])
        except Unavailable:
            raise
        except NitkaError:
            await self._receive([await self._unreadable(key, touch.sender, fetched)])


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 262_144):
        yield data[start : start + 262_144]
