"""Waiting for what the server side of a test should come to know."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

from tests.e2e.conftest import PATIENCE


def until(page: Page, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Waits until the condition holds, while the browser goes on; fails when it does not in time."""
    end = time.monotonic() + seconds
    while not (last := condition()):
        assert time.monotonic() < end, f"still not so after {seconds} s: {last!r}"
        page.wait_for_timeout(20)
