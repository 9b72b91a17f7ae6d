"""The examples of the API's documentation, run as they stand there, in both languages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.platform import Platform
from tests.project import DOCS
from tests.system_programs import need_program

PAGES = ("api.md", "api.ru.md")
_BEFORE = ". ./variables 2>/dev/null\nset -euo pipefail"
_AFTER = "declare -p CUSTOMER TALK > variables 2>/dev/null || true"
WITHIN = 20.0  # seconds until what was taken can be read

_EXAMPLE = re.compile(
    r"<!-- run(?:: (?P<name>[\w.]+))? -->\n```(?P<language>\w+)\n(?P<code>.*?)\n```"
    r"(?:\n```json\n(?P<output>.*?)\n```)?",
    re.DOTALL,
)


@dataclass(frozen=True)
class Example:
    """A block of code: a file to be kept under `name`, or commands with what they print."""

    name: str | None
    code: str
    output: Any


def examples(page: str) -> list[Example]:
    """Return the examples of a page in their order."""
    text = (DOCS / page).read_text("utf-8")
    return [
        Example(found["name"], found["code"], json.loads(found["output"]) if found["output"] else None)
        for found in _EXAMPLE.finditer(text)
    ]


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform without a desk: only its API is asked."""
    running = Platform(tmp_path_factory.mktemp("platform") / "data")
    running.start()
    yield running
    running.stop()


def _like(said: Any, shown: Any) -> bool:
    """Whether an answer has all that the page shows of it; “…” stands for anything."""
    if isinstance(shown, dict):
        return isinstance(said, dict) and all(key in said and _like(said[key], one) for key, one in shown.items())
    if isinstance(shown, list):
        return isinstance(said, list) and len(said) >= len(shown) and all(map(_any_like(said), shown))
    if isinstance(shown, str) and shown.endswith("…"):
        return isinstance(said, str)
    return shown is None or type(said) is type(shown)


def _any_like(said: list[Any]) -> Any:
    return lambda shown: any(_like(one, shown) for one in said)


@pytest.mark.parametrize("page", PAGES)
def test_they_run_as_they_stand(platform: Platform, tmp_path: Path, page: str) -> None:
    need_program("curl")
    workspace = platform.workspace(page)
    shell = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NITKA": platform.url, "WRITE_KEY": workspace.write_key, "SERVER_KEY": workspace.server_key,
        "API_TOKEN": workspace.api_token,
    }  # fmt: skip
    found = examples(page)
    assert len(found) > 10
    for one in found:
        if one.name:
            (tmp_path / one.name).write_text(one.code)
        else:
            run_example(one, tmp_path, shell)


def run_example(example: Example, folder: Path, shell: dict[str, str]) -> None:
    """Run commands until they succeed: what was sent a moment ago may still be on its way. Variables are kept."""
    until = time.monotonic() + WITHIN
    script = f"{_BEFORE}\n{example.code}\n{_AFTER}"
    while True:
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, env=shell, capture_output=True, text=True, check=False, timeout=60
        )
        if done.returncode == 0 and (example.output is None or _like(_json(done.stdout), example.output)):
            return
        assert time.monotonic() < until, f"{example.code}\n→ {done.stdout}\n{done.stderr}"
        time.sleep(0.3)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def test_both_languages_show_the_same() -> None:
    english, russian = (examples(page) for page in PAGES)
    assert [(one.name, one.output is None) for one in english] == [(one.name, one.output is None) for one in russian]
