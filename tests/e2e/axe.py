"""The rules of accessibility that a machine can judge (axe-core), shadow roots included."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.e2e.platform import ROOT

AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def broken_rules(page: Page, within: str | None = None, without: tuple[str, ...] = ()) -> list[tuple[str, list[str]]]:
    """Return each broken rule with the beginnings of the elements that break it; `within` is a CSS selector."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = {"runOnly": RULES, "rules": {rule: {"enabled": False} for rule in without}}
    report: dict[str, Any] = page.evaluate(
        "([within, options]) => axe.run(within ?? document, options)", [within, options]
    )
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in report["violations"]]
