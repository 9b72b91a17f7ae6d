"""A new version of the model at the desk: what it would change, and the button that decides."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import expect

from nitka.customers.model import revision
from nitka.entrypoints.cli.services import connected
from tests.e2e.desk.desk import MINE, Desk
from tests.e2e.desk.test_looks import sound
from tests.e2e.platform import Platform, Workspace
from tests.integration.email.servers import wait_until

NAME = "Преображенский Аристарх Львович"


def behind_the_desk(platform: Platform, statement: str, *values: Any, ask: bool = False) -> None:
    """Change what nobody can change at the desk; then let every workspace be asked about the newest version."""

    async def change() -> None:
        async with connected(platform.data) as services:
            async with services.database.workspace(values[0]) as tx:
                await tx.execute(statement, *values)
            if ask:
                await revision.open_all(services.database)

    with ThreadPoolExecutor(1) as thread:  # the browser's library has a loop of its own in this one
        thread.submit(asyncio.run, change()).result()


@pytest.fixture
def asked(platform: Platform, workspace: Workspace, desk: Desk) -> Desk:
    """A desk whose customers are drawn by the first version, by which a rare name alone joins nobody."""
    id_ = UUID(workspace.id)
    behind_the_desk(platform, "UPDATE workspace SET model = 1 WHERE id = $1", id_)
    key = {"Authorization": "Basic " + b64encode(f"{workspace.server_key}:".encode()).decode()}
    for account, told in (("a-1", {"email": "aristarkh@example.ru"}), ("b-2", {"phone": "+79161234567"})):
        traits = {"name": NAME, **told}
        body: Any = {"anonymousId": f"browser-{account}", "traits": traits}
        assert desk.api.post(f"{desk.url}/v1/identify", data=body, headers=key).ok
    wait_until(lambda: len(desk.get("/customers")["items"]) == 2, "the two are not known")
    behind_the_desk(platform, "UPDATE workspace SET model = 1 WHERE id = $1", id_, ask=True)
    wait_until(lambda: desk.get("/identity/model")["revision"]["state"] == "waiting", "it is not found out")
    return desk


def test_what_would_change_is_shown_and_accepted(asked: Desk) -> None:
    page = asked.page
    asked.open("/desk/customers/order/suggestions")
    page.get_by_role("link", name="Новая версия модели").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Версия модели 2")
    row = page.get_by_role("list", name="Кого это касается").get_by_role("listitem")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Станут одним клиентом")
    expect(row.get_by_role("link", name=NAME)).to_have_count(2)
    expect(row).to_contain_text("aristarkh@example.ru")
    expect(row).to_contain_text("+7 916 123-45-67")
    expect(row).to_contain_text(f"описание «{NAME}»")
    expect(row).to_contain_text("перейдёт 1 касание")
    sound(page)
    assert len(asked.get("/customers")["items"]) == 2

    page.get_by_role("button", name="Принять").click()
    expect(page.get_by_text("Принято: клиенты собраны по этой версии.")).to_be_visible(timeout=30_000)
    (one,) = asked.get("/customers")["items"]
    assert {identifier["type"] for identifier in one["identifiers"]} >= {"email", "phone"}
    page.get_by_role("link", name="История").click()
    expect(page.locator("[data-row]").first).to_contain_text("По новой версии модели это один человек.")


def test_it_is_left_as_it_is_and_looked_at_again(asked: Desk) -> None:
    page = asked.page
    assert asked.api.patch(f"{asked.url}/api/v1/auth/me", data={"locale": "en", "theme": "dark"}, headers=MINE).ok
    page.set_viewport_size({"width": 1024, "height": 800})
    asked.open("/desk/customers/order/model")
    expect(page.get_by_role("list", name="Whom it concerns").get_by_role("listitem")).to_have_count(1)
    sound(page)
    page.get_by_role("button", name="Leave as it is").click()
    expect(page.get_by_text(re.compile("Left as it is: customers are told apart by version 1"))).to_be_visible()
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)
    page.get_by_role("button", name="Find out anew").click()
    expect(page.get_by_role("button", name="Accept")).to_be_visible(timeout=30_000)
    assert len(asked.get("/customers")["items"]) == 2


def test_whoever_runs_the_server_decides_at_the_command_line(
    asked: Desk, platform: Platform, workspace: Workspace
) -> None:
    told = nitka_model(platform, workspace)
    assert told.splitlines()[:3] == [
        "customers are drawn by version 1, the newest is 2", "version 2: waiting",
        "2 customers become 1: 1 times some are joined, 0 times one comes apart",
    ]  # fmt: skip
    assert "version 2: switching" in nitka_model(platform, workspace, "--approve", "2")
    wait_until(lambda: len(asked.get("/customers")["items"]) == 1, "nobody was joined")
    asked.open("/desk/customers/order/model")
    expect(asked.page.get_by_text("Решение: на сервере")).to_be_visible()


def nitka_model(platform: Platform, workspace: Workspace, *arguments: str) -> str:
    """What the command says."""
    done = subprocess.run(
        [sys.executable, "-m", "nitka", "identity", "model", "--workspace", workspace.id, "--data", platform.data,
         *arguments], capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout
