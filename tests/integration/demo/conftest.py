"""One demo for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.demo.running import RunningDemo, running_demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """A demo that was just started for the first time."""
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running
