"""The page for those who run Nitka names every setting, figure and role, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

import nitka.entrypoints.api.figures  # noqa: F401  # makes the figures
from nitka.entrypoints.bootstrap import ROLES
from nitka.platform.settings import Settings
from tests.project import DOCS

PAGES = (DOCS / "operations.md", DOCS / "operations.ru.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_it_is_complete(page: Path) -> None:
    text = page.read_text("utf-8")
    rows = " ".join(line for line in text.splitlines() if line.startswith("|"))
    for name in Settings.__struct_fields__:
        assert f"`NITKA_{name.upper()}`" in rows
    figures = {
        f"{one.name}_total" if one.type == "counter" else one.name
        for one in REGISTRY.collect()
        if one.name.startswith("nitka_")
    }
    assert figures == set(re.findall(r"`(nitka_(?!app|service)\w+)` ?[|,]", rows)) | _in_lists(rows)
    for role in ROLES:
        assert f"| `{role}` |" in rows


def _in_lists(rows: str) -> set[str]:
    return set(re.findall(r", `(nitka_\w+)` \|", rows))
