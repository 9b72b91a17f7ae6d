"""Engines are killed under open sockets: these stay, and go on."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from nats.errors import Error as NatsError

from nitka.platform.engines import DataDir, Engines
from nitka.platform.migrate import migrate
from tests.integration.chat.clients import Visitor
from tests.integration.platform_fixtures import WorkspaceRow, make_workspace
from tests.integration.realtime.desks import make_token, message, open_desk, publish
from tests.integration.realtime.test_guest import strand_of
from tests.integration.serving import Edge, open_door, serve


@dataclass
class Killable:
    """An edge on engines of its own."""

    engines: Engines
    edge: Edge
    workspace: WorkspaceRow
    visitor: Visitor

    def kill(self, engine: str) -> None:
        """Kill -9 an engine; its supervisor starts it again."""
        os.kill(self.engines.pids()[engine], signal.SIGKILL)

    async def tell(self, text: str) -> UUID:
        """Publish an answer to the visitor, as often as it takes."""
        answer = message(strand_of(self.workspace, self.visitor.id), text)
        while True:
            try:
                return await publish(self.edge.services.broker, self.workspace, "message_sent", message=answer)
            except (NatsError, TimeoutError, OSError):
                continue


@pytest.fixture
async def killable() -> AsyncIterator[Killable]:
    """Engines that may be killed without harm to other tests."""
    folder = Path(tempfile.mkdtemp(prefix="nitka-kills-"))
    engines = Engines(DataDir(folder), environ={})
    urls = await engines.start()
    try:
        await migrate(urls.database_url)
        async with serve(urls.database_url, urls.nats_url, folder) as edge:
            workspace = await make_workspace(edge.services.database)
            website = await open_door(edge, workspace)
            yield Killable(engines, edge, workspace, Visitor(edge, website, "v1"))
    finally:
        await engines.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def test_a_killed_broker_is_followed_again(killable: Killable) -> None:
    token = await make_token(killable.edge.services.database, killable.workspace)
    desk, _ = await open_desk(killable.edge, token)
    tab = await killable.visitor.live()
    for round_ in range(3):
        await killable.tell(f"до {round_}")
        assert (await tab.hear("message"))["message"]["text"] == f"до {round_}"
        killable.kill("nats")
        await killable.tell(f"после {round_}")
        assert (await tab.hear("message", wait=20))["message"]["text"] == f"после {round_}"
    heard = [(await desk.hear("event"))["event"]["message"]["text"] for _ in range(6)]
    assert heard == [f"{when} {round_}" for round_ in range(3) for when in ("до", "после")]
    assert (await killable.visitor.say("Я здесь", "m1")).status_code == 202
    await desk.close()
    await tab.close()


async def test_without_a_database_messages_are_taken_and_sockets_stay(killable: Killable) -> None:
    tab = await killable.visitor.live()
    killable.kill("postgres")
    answers = [await killable.visitor.say("Вы здесь?", f"m{n}") for n in range(20)]
    assert {answer.status_code for answer in answers} == {202}
    await killable.tell("Да")
    assert (await tab.hear("message"))["message"]["text"] == "Да"
    await tab.close()
