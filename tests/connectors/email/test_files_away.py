"""An answer waits for its files while their storage is away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from nitka.channels.connector import Outgoing
from nitka.channels.touch import Attachment
from nitka.connectors.email import connector
from nitka.kernel.errors import NotFound, Unavailable
from tests.connectors.email.mailboxes import MemoryFiles, connection


class AwayFiles(MemoryFiles):
    """A storage that does not answer, or breaks off in the middle."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    async def open(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """Read the beginning."""
        yield b"%PDF"
        raise self._error


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (Unavailable(), "retry", "Хранилище файлов недоступно"),
        (OSError("no such device"), "retry", "Хранилище файлов недоступно"),
        (NotFound(), "failed", "Приложенного файла больше нет"),
    ],
)
async def test_nothing_is_sent_without_its_files(error: Exception, status: str, sentence: str) -> None:
    receipt = Attachment(id=uuid4(), name="чек.pdf", type="application/pdf", size=9, blob="x")
    outgoing = Outgoing(message_id=uuid4(), to="ivan@example.com", text="вот чек", attachments=[receipt])
    result = await connector.send(connection(locale="ru"), outgoing, AwayFiles(error))
    assert (result.status, result.error) == (status, sentence)
