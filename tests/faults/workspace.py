"""A workspace made by the command line, as an administrator makes it."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

import msgspec


async def nitka(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    """Run `nitka` with `--json` and return what it prints; raises AssertionError with its error output."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "nitka", *arguments, "--json",
        env=os.environ | environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    answer: dict[str, Any] = msgspec.json.decode(out)
    return answer


async def make_workspace(environment: dict[str, str]) -> dict[str, Any]:
    """Create a workspace and return its id and keys."""
    return await nitka(
        environment, "workspace", "create", "Shop", "--owner", "owner@example.com", "--password", "correct horse 42"
    )
