"""Takes all pictures anew: `python -m scripts.pictures`, as root for Postfix. It takes five minutes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright
from scripts.pictures import desk, stewardship, widget

from tests.e2e.conftest import FLAGS

IMAGES = Path(__file__).parents[2] / "docs/images"


def main() -> None:
    """Keep them all in docs/images."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        widget.take(browser, IMAGES)
        desk.take(browser, IMAGES)
        stewardship.take(browser, IMAGES)
        browser.close()


if __name__ == "__main__":
    main()
