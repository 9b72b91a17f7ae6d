"""What the web's own tools say of it: types, style, and its unit tests, which lie beside what they test."""

from __future__ import annotations

import json
import re

import pytest

from tests.web.node import WEB, run

PROJECTS = ["api-client", "ui", "widget", "console", "console/dev"]


@pytest.mark.parametrize("project", PROJECTS)
def test_types(project: str) -> None:
    run("tsc", "--noEmit", "-p", project)


def test_every_workspace_is_checked() -> None:
    assert set(json.loads((WEB / "package.json").read_text())["workspaces"]) <= set(PROJECTS)


def test_style() -> None:
    run("biome", "check", "--error-on-warnings", ".")


def test_units() -> None:
    told = re.search(r"Tests\s+(\d+) passed", run("vitest", "run"))
    assert told is not None
    assert int(told[1]) > 100
