"""What the documentation points to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project import DOCS, ROOT, SOURCE

PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "web").glob("*.md"), *(ROOT / "web").glob("*/*.md")])
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
DECISION_LINES = 60


def _anchors(page: Path) -> set[str]:
    """As GitHub makes them: lower case, spaces as hyphens, nothing else but letters, digits, - and _."""
    headings = _HEADING.findall(_CODE.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _broken(page: Path) -> list[str]:
    broken = []
    for link in _LINK.findall(_CODE.sub("", page.read_text("utf-8"))):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in _anchors(target)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert _broken(page) == []


def test_the_index_names_every_page() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    pages = [str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md") if page.name != "README.md"]
    assert [page for page in sorted(pages) if f"({page})" not in index] == []


def test_decisions_are_numbered_and_short() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in decisions] == list(range(1, len(decisions) + 1))
    assert [page.name for page in decisions if len(page.read_text("utf-8").splitlines()) > DECISION_LINES] == []


def test_the_architecture_names_every_table() -> None:
    migrations = "\n".join(path.read_text("utf-8") for path in (SOURCE / "platform" / "migrations").glob("*.sql"))
    tables = set(re.findall(r"^CREATE TABLE (\w+) \($", migrations, re.MULTILINE))
    known = set(re.findall(r"`(\w+)`", (DOCS / "architecture.md").read_text("utf-8")))
    assert tables
    assert tables <= known
