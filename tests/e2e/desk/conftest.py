"""A running platform, a workspace for each test, and operators' browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.conftest import PATIENCE
from tests.e2e.desk.desk import Desk
from tests.e2e.platform import Platform, Workspace, platform_on
from tests.e2e.shared import shared
from tests.e2e.site import company_site
from tests.e2e.visitors import Visitor
from tests.integration.email.servers import MailServers, mail_servers

Contexts = Callable[..., BrowserContext]
CUSTOMER, VERA = "ivan@customer.example", "vera@customer.example"
SHOPS = [
    "support@nitka.example",
    "help@nitka.example",
    "orders@nitka.example",
    "hello@nitka.example",
    "hi@nitka.example",
]
_numbers = count(1)
# What a browser says by itself when a request is refused or the network is away.
EXPECTED = ("Failed to load resource", "WebSocket connection to")


@pytest.fixture
def platform(tmp_path_factory: pytest.TempPathFactory) -> Platform:
    """One `nitka up` for all tests."""
    return shared(platform_on, tmp_path_factory.mktemp("nitka") / "data")


@contextmanager
def mailboxes() -> Iterator[MailServers]:
    """Mailboxes of the shop, one for each test that wants one, and those of customers."""
    with mail_servers("http://127.0.0.1:9/", [CUSTOMER, VERA, *SHOPS]) as servers:
        yield servers


@pytest.fixture
def mail() -> MailServers:
    """Dovecot and Postfix."""
    return shared(mailboxes)


@pytest.fixture
def workspace(platform: Platform) -> Workspace:
    return platform.workspace("Тёплый шаг", owner=f"owner{next(_numbers)}@shag.example")


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[Contexts]:
    """Makes browsers of their own; an error in any of their pages fails the test."""
    opened: list[BrowserContext] = []
    errors: list[str] = []

    def open_(**options: Any) -> BrowserContext:
        settings = {"locale": "ru-RU", "timezone_id": "Europe/Moscow", "viewport": {"width": 1440, "height": 900}}
        context = chromium.new_context(**settings | options)
        context.set_default_timeout(PATIENCE * 1000)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        opened.append(context)
        return context

    yield open_
    for context in opened:
        context.close()
    assert [error for error in errors if not error.startswith(EXPECTED)] == []


@pytest.fixture
def desk(platform: Platform, workspace: Workspace, contexts: Contexts) -> Desk:
    """The owner's desk, signed in, in Russian and light."""
    return Desk.signed_in(contexts(), platform.url, workspace.owner)


@pytest.fixture
def visitor(platform: Platform, workspace: Workspace) -> Callable[..., Visitor]:
    """Makes visitors of the workspace's site."""
    return lambda **traits: Visitor(platform, workspace, **traits)


@pytest.fixture
def site(platform: Platform, workspace: Workspace) -> Iterator[str]:
    """The company's site on an origin of its own."""
    with company_site(platform.url, workspace.write_key) as url:
        yield url


@pytest.fixture
def visiting(contexts: Contexts, site: str) -> Page:
    """A visitor's browser on that site."""
    page = contexts(viewport={"width": 1000, "height": 760}).new_page()
    page.goto(site)
    return page
