"""Programs that tests need from the system: a browser, mail servers."""

from __future__ import annotations

import os
import shutil

import pytest

_PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])


def need_program(*names: str) -> str:
    """The path of the first of these that is there; without any the test is skipped, in CI it fails."""
    for name in names:
        if path := shutil.which(name, path=_PLACES):
            return path
    reason = f"{' or '.join(names)} is not installed (scripts/system_packages.sh)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
