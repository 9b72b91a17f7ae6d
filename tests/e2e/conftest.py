"""One browser for all tests of what people see."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.shared import close_shared, shared

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HERE = Path(__file__).parent
# Two busy cores may be this slow; whoever waits for what comes goes on as soon as it is there.
PATIENCE = 20  # s
expect.set_options(timeout=PATIENCE * 1000)


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, driven from this thread."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def chromium() -> Browser:
    return shared(browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """Close what is shared after these tests: while the browser lives, asyncio cannot run in this thread."""
    yield
    if nextitem is None or HERE not in nextitem.path.parents:
        close_shared()


def pytest_sessionfinish() -> None:
    """Leave no process behind when the run is broken off."""
    close_shared()
