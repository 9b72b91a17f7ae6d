"""Labelled touches as lines of JSON."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from nitka.channels.touch import Assurance, Identifier, Touch
from nitka.customers.models import ASSURANCE_NAMES
from nitka.kernel.errors import BadInput

WORKSPACE = UUID(int=1)
_CONNECTION = UUID(int=2)
_BRAND = UUID(int=3)
_LEVELS = {name: Assurance(level) for level, name in ASSURANCE_NAMES.items()}
# What a source says of itself without adding how far it is proven: a cookie is seen, the rest is said by somebody.
_USUAL = {"device": Assurance.OBSERVED}


class SaidIdentifier(msgspec.Struct):
    """One raw identifier of a line. `assurance`: observed, asserted, verified or agent."""

    type: str
    value: str | int | float | bool | None
    assurance: str | None = None
    namespace: str = ""


class Line(msgspec.Struct):
    """One labelled touch. `at` is RFC 3339; `truth` names the person who made it."""

    id: str
    at: datetime
    truth: str | int
    identifiers: list[SaidIdentifier] = []
    traits: dict[str, Any] = {}


_decoder = msgspec.json.Decoder(Line)


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the touches of a file. Raises `BadInput`, which names the line and what is wrong with it."""
    seen: set[str] = set()
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            try:
                line = _decoder.decode(raw)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise BadInput(f"{path}, line {number}: {error}", field="file") from None
            if line.id in seen:
                raise BadInput(f"{path}, line {number}: «{line.id}» is the id of an earlier line too", field="file")
            seen.add(line.id)
            yield line


def touch_of(line: Line) -> Touch:
    """Return the touch of a line. Nobody but itself is its sender: what a source would know is not in such files.

    Raises `BadInput` where an assurance has an unknown name.
    """
    at = line.at if line.at.tzinfo else line.at.replace(tzinfo=UTC)
    return Touch(
        workspace_id=WORKSPACE, connection_id=_CONNECTION, brand_id=_BRAND, channel="file", kind="track",
        sender=line.id, external_id=line.id, at=at, received_at=at,
        identifiers=[_identifier(line, one) for one in line.identifiers if one.value is not None], traits=line.traits,
    )  # fmt: skip


def _identifier(line: Line, one: SaidIdentifier) -> Identifier:
    if one.assurance is None:
        level = _USUAL.get(one.type, Assurance.ASSERTED)
    elif one.assurance in _LEVELS:
        level = _LEVELS[one.assurance]
    else:
        known = ", ".join(_LEVELS)
        raise BadInput(
            f"Touch {line.id}: «{one.assurance}» is no assurance, which is one of {known}", field="assurance"
        )
    return Identifier(one.type, str(one.value), level, one.namespace)
