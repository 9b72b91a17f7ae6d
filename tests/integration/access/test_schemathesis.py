"""The API keeps what its description promises, whatever is thrown at it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.integration.access.conftest import Tenant

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "ignored_auth",
)
SECONDS = 30


@pytest.mark.slow
async def test_no_request_breaks_the_api_or_its_promises(
    address: tuple[str, int], tenant: Tenant, tmp_path: Path
) -> None:
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"http://{address[0]}:{address[1]}/api/openapi.json",
        "--header", f"Authorization: Bearer {tenant.opened.api_token}",
        "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing", "--max-examples", "6",
        "--max-time", str(SECONDS), "--continue-on-failure", "--workers", "1", "--seed", "20260101",
        "--suppress-health-check", "all", "--warnings", "off", "--no-color", "--request-timeout", "10",
    ]  # fmt: skip
    run = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    told, _ = await run.communicate()
    assert run.returncode == 0, told.decode()[-20_000:]
