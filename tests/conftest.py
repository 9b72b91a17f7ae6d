"""What every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = (
    "tests.integration.engine_fixtures",
    "tests.integration.platform_fixtures",
    "tests.integration.edge_fixtures",
)

_MARKED_FOLDERS = {"e2e", "faults"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need the machine for themselves are known by their folder."""
    tests = Path(__file__).parent
    for item in items:
        if (folder := item.path.relative_to(tests).parts[0]) in _MARKED_FOLDERS:
            item.add_marker(folder)
