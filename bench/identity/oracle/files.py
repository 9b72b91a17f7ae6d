"""Records of the data sets as lines that `nitka identity evaluate` reads, and back."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Record:
    """A record of a person, `truth` by which they are known, and the household if there is one."""

    id: str
    traits: dict[str, str]
    truth: str
    household: str | None = None


def plain(value: Any) -> str:
    """Return a cell as text, nothing for what is missing."""
    return "" if value is None or value != value else str(value).strip()


def iso(text: str, written: str) -> str:
    """Return a date as ISO 8601 writes it, or the text itself where it is none."""
    try:
        return datetime.strptime(text, written).replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return text


def write(path: Path, records: Sequence[Record], *, shuffle: bool = False) -> Path:
    """Write records a minute apart, in their order or in a fixed random one."""
    ordered = list(records)
    if shuffle:
        random.Random(path.stem).shuffle(ordered)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with path.open("w", encoding="utf-8") as file:
        for number, one in enumerate(ordered):
            at = (start + timedelta(minutes=number)).isoformat().replace("+00:00", "Z")
            traits = {trait: value for trait, value in one.traits.items() if value}
            line: dict[str, Any] = {"id": one.id, "at": at, "identifiers": [], "traits": traits, "truth": one.truth}
            if one.household:
                line["household"] = one.household
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """Read a file of labelled touches."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
