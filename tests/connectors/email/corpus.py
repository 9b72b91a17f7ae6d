"""Real-looking mails and what a reader should get of each."""

from __future__ import annotations

from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "payloads"


class Expected(msgspec.Struct, forbid_unknown_fields=True):
    """`text`: the new words exactly. The lists: what must (not) be found in the folded part and the HTML."""

    text: str | None
    quoted: list[str] = []
    html: list[str] = []
    not_html: list[str] = []
    files: list[tuple[str, str]] = []
    subject: str | None = None
    automatic: bool = False


EXPECTED = msgspec.json.decode((FOLDER / "expected.json").read_bytes(), type=dict[str, Expected])


def payload(name: str) -> bytes:
    """The mail of this name."""
    return (FOLDER / f"{name}.eml").read_bytes()
