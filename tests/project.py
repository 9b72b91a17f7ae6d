"""Where things are in the project, for tests that read its files."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "nitka"
DOCS = ROOT / "docs"
