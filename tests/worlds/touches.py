"""Labelled touches and their files: one JSON a line, as `nitka identity evaluate` reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One identifier as it was written, and how far it was proven, if the source says so."""

    type: str
    value: str
    assurance: str | None = None


@dataclass(slots=True)
class Labelled:
    """A touch together with the person who really stood behind it, and what was done to their data."""

    id: str
    at: datetime
    identifiers: list[Said]
    traits: dict[str, str]
    truth: str
    noise: tuple[str, ...] = field(default=())

    def line(self) -> str:
        """One line of JSON, without a line end. `noise` is there only where something was spoilt."""
        identifiers = [
            {"type": one.type, "value": one.value} | ({"assurance": one.assurance} if one.assurance else {})
            for one in self.identifiers
        ]
        record: dict[str, Any] = {
            "id": self.id,
            "at": self.at.isoformat().replace("+00:00", "Z"),
            "identifiers": identifiers,
            "traits": self.traits,
            "truth": self.truth,
        }
        if self.noise:
            record["noise"] = list(self.noise)
        return json.dumps(record, ensure_ascii=False)


def write(path: Path, touches: Iterable[Labelled]) -> None:
    """Write touches to a file, in their order."""
    path.write_text("".join(touch.line() + "\n" for touch in touches), encoding="utf-8")


def read(path: Path) -> list[Labelled]:
    """Read a file of labelled touches whole."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        identifiers = [Said(i["type"], i["value"], i.get("assurance")) for i in one["identifiers"]]
        at = datetime.fromisoformat(one["at"])
        noise = tuple(one.get("noise", ()))
        found.append(Labelled(one["id"], at, identifiers, one["traits"], one["truth"], noise))
    return found
