"""A browser, the company's site and the company's server for the widget's tests."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.conftest import PATIENCE
from tests.e2e.widget.company import Company
from tests.e2e.widget.contract import App
from tests.e2e.widget.pages import Pages
from tests.e2e.widget.until import until

ROOT = Path(__file__).parents[3]
BUILT = ROOT / "src/nitka/entrypoints/web_dist/widget.js"
CONFIG = {
    "brand": {"name": "Тёплый шаг"},
    "widget": {"color": "#0f766e", "title": "Тёплый шаг", "logo_url": None, "position": "right"},
    "online": True,
    "away_message": {"ru": "Мы уже дома и ответим утром.", "en": "We are home already and will answer in the morning."},
    "opens_at": None,
    "team": [{"name": "Анна Ким"}, {"name": "Пётр Ильин"}],
    "contact_form": True,
    "locale": "ru",
    "limits": {"text": 4000, "file": 100_000},
}


@pytest.fixture(scope="session")
def built() -> Path:
    """The built widget; built now when it is missing."""
    if not BUILT.exists():
        subprocess.run(["scripts/build_web.sh"], cwd=ROOT, check=True)
    return BUILT


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """A server on a free port of this machine for as long as the block lasts; gives its origin."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(64)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="websockets-sansio"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[taken])))
        thread.start()
        try:
            yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True
            thread.join()


@dataclass
class Site:
    """Where the company's site is, and what its server knows; each test starts with nobody known."""

    url: str
    app: App

    @property
    def company(self) -> Company:
        return self.app.company


@pytest.fixture(scope="session")
def running(built: Path) -> Iterator[Site]:
    """One server for all tests; the site and the widget's host are two origins of it."""
    pages = Pages()
    app = App(Company(), pages)
    with serving(app) as host:
        pages.host = host
        yield Site(host.replace("127.0.0.1", "localhost"), app)


@pytest.fixture
def site(running: Site) -> Site:
    running.app.company = Company(config=dict(CONFIG))
    return running


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A visitor's browser with nothing remembered; any error in a page fails the test."""
    errors: list[str] = []
    opened = chromium.new_context(locale="ru-RU", timezone_id="Europe/Moscow", viewport={"width": 1100, "height": 760})
    opened.set_default_timeout(PATIENCE * 1000)
    opened.on("weberror", lambda error: errors.append(str(error.error)))
    yield opened
    opened.close()
    assert errors == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def launcher(page: Page) -> Any:
    """The round button."""
    return page.locator("nitka-chat .launcher")


def open_chat(page: Page, url: str) -> None:
    """Goes to a page and opens the chat there; keys go to it from now on."""
    page.goto(url)
    launcher(page).click()
    expect(page.locator("nitka-chat [role=dialog]:focus-within")).to_have_count(1)


def connected(page: Page, site: Site) -> None:
    """Waits until the chat talks over its socket: before that its words and marks go over HTTP."""

    def listed() -> bool:  # what a chat asks for as soon as it has heard that it is connected
        paths = [path for path, _ in site.company.posted]
        return "ws:hello" in paths and "GET /client/v1/messages" in paths[paths.index("ws:hello") :]

    until(page, lambda: site.company.sockets and listed())


def say(page: Page, text: str) -> None:
    """Writes a message and sends it."""
    field = page.locator("nitka-chat .row textarea")
    field.fill(text)
    field.press("Enter")


def taken(page: Page, site: Site, *texts: str) -> None:
    """Waits until the company has these words, and the chat knows it."""
    until(page, lambda: site.company.texts() == list(texts))
    expect(page.locator("nitka-chat .said.pending")).to_have_count(0)


def said(page: Page) -> Locator:
    """Texts of the messages one can see, in order."""
    return page.locator("nitka-chat .said .text")
