"""The examples of the page on imports, run as they stand there, in both languages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nitka.customers.importing.mapping import IDENTIFIERS, TRAITS
from tests.docs.test_examples import examples, run_example
from tests.e2e.platform import Platform
from tests.project import DOCS

PAGES = ("import.md", "import.ru.md")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform to import into."""
    running = Platform(tmp_path_factory.mktemp("platform") / "data")
    running.start()
    yield running
    running.stop()


@pytest.mark.parametrize("page", PAGES)
def test_they_run_as_they_stand(platform: Platform, tmp_path: Path, page: str) -> None:
    workspace = platform.workspace(page, owner=f"{page}@shag.example")
    shell = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NITKA_DATA": str(platform.data), "WORKSPACE": workspace.id, "LANG": "C.UTF-8",
    }  # fmt: skip
    found = examples(page)
    assert len(found) == 5
    for one in found:
        if one.name:
            (tmp_path / one.name).write_text(one.code + "\n", "utf-8")
        else:
            run_example(one, tmp_path, shell)


@pytest.mark.parametrize("page", PAGES)
def test_they_name_everything_that_a_column_can_hold(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert [name for name in (*IDENTIFIERS, *TRAITS) if f"`{name}`" not in text] == []
