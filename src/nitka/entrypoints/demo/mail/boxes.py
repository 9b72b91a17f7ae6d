"""Where the letters lie: one folder for each address, one file for each letter, in the order they came."""

import os
import re
from datetime import datetime
from pathlib import Path

from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.concurrent import Event
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Seen
from pymap.selected import SelectedMailbox

_DETAIL = re.compile(r"\+[^@]*(?=@)")


class Inbox(MailboxData):
    """A mailbox whose letters are read again at every start in the same order, so their UIDs stay valid."""

    @property
    def uid_validity(self) -> int:
        """The same for ever: no letter is ever removed from the folder (RFC 3501, 2.3.1.1)."""
        return 1

    async def update_selected(self, selected: SelectedMailbox, *, wait_on: Event | None = None) -> SelectedMailbox:
        """Tell what is new. What came before IDLE began is told at once, not with the next letter (RFC 2177, 3)."""
        behind = selected.mod_sequence != self._mod_sequences.highest
        return await super().update_selected(selected, wait_on=None if behind else wait_on)


class Box(MailboxSet):
    """What one address owns: its inbox, and the folder behind it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._inbox = Inbox(self._content_cache, self._thread_cache)
        self._folder = folder
        self._count = 0

    async def load(self) -> None:
        """Read what is in the folder. What a former run received counts as seen."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in sorted(self._folder.glob("*.eml")):
            self._count = int(file.stem)
            await self._append(file.read_bytes(), file.stat().st_mtime, seen=True)

    async def put(self, letter: bytes) -> None:
        """Keep a letter, on disk first."""
        self._count += 1
        file = self._folder / f"{self._count:06}.eml"
        draft = file.with_suffix(".new")
        draft.write_bytes(letter)
        os.chmod(draft, 0o600)
        draft.replace(file)
        await self._append(letter, file.stat().st_mtime, seen=False)

    async def _append(self, letter: bytes, at: float, *, seen: bool) -> None:
        flags = frozenset({Seen} if seen else ())
        await self._inbox.append(AppendMessage(letter, datetime.fromtimestamp(at).astimezone(), flags), recent=not seen)


def owner_of(address: str) -> str:
    """Return the address that a box is kept under: help+ticket@shop is help@shop (RFC 5233)."""
    return _DETAIL.sub("", address.strip().lower(), count=1)
