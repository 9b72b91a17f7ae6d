"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = (
    "tests.integration.engine_fixtures",
    "tests.integration.platform_fixtures",
    "tests.integration.edge_fixtures",
    "tests.integration.bucket_fixtures",
)

# On every machine at home other examples are tried; where a change is judged they are the same for each try.
settings.register_profile("judged", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("judged")

_MARKED_FOLDERS = {"e2e", "faults"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need the machine for themselves are known by their folder."""
    tests = Path(__file__).parent
    for item in items:
        if (folder := item.path.relative_to(tests).parts[0]) in _MARKED_FOLDERS:
            item.add_marker(folder)
