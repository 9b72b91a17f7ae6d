"""A data folder for each test that starts engines of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nitka.platform.engines import DataDir


@pytest.fixture
def data() -> Iterator[DataDir]:
    """An empty data folder; not pytest's tmp_path, whose parents are closed to the account of PostgreSQL."""
    folder = Path(tempfile.mkdtemp(prefix="nitka-engines-"))
    yield DataDir(folder)
    shutil.rmtree(folder, ignore_errors=True)
