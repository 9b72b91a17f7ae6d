"""Labelled touches as lines of JSON."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from uuid import UUID

import msgspec

from nitka.channels.touch import Assurance, Identifier, Touch
from nitka.customers.models import ASSURANCE_NAMES
from nitka.customers.normalise import is_type
from nitka.kernel.errors import BadInput

WORKSPACE = UUID(int=1)
LINE_LIMIT = 1_000_000  # bytes; a touch has a few hundred
_CONNECTION = UUID(int=2)
_BRAND = UUID(int=3)
_LEVELS = {name: Assurance(level) for level, name in ASSURANCE_NAMES.items()}
# What a source says of itself without adding how far it is proven: a cookie is seen, the rest is said by somebody.
_USUAL = {"device": Assurance.OBSERVED}
_MARK = b"\xef\xbb\xbf"  # with which some programs begin a file in UTF-8
_MILLISECONDS = 100_000_000_000  # a number above it counts these and not seconds: the year 5138

Read = Callable[[int], None]  # is told how many bytes were read


class SaidIdentifier(msgspec.Struct):
    """One raw identifier of a line. `assurance`: observed, asserted, verified or agent."""

    type: str
    value: str | int | float | bool | None
    assurance: str | None = None
    namespace: str | None = None


class Line(msgspec.Struct):
    """One labelled touch. `at` is ISO 8601 or Unix time, `truth` names who made it, `noise` what was spoilt in it."""

    id: str | int
    at: str | int | float
    truth: str | int
    identifiers: list[SaidIdentifier] | None = None
    traits: dict[str, Any] | None = None
    noise: list[str] | None = None


class Labelled(NamedTuple):
    """A touch as the resolver sees it, and what it does not see."""

    id: str | int  # as it was written
    truth: str
    noise: tuple[str, ...]
    touch: Touch


_decoder = msgspec.json.Decoder(Line)


def read_touches(path: Path, read: Read | None = None) -> Iterator[Labelled]:
    """Yield the touches of a file. Raises `BadInput`, which names the line and what is wrong with it."""
    seen: set[UUID] = set()
    with path.open("rb") as file:
        for number, raw in _lines(path, file):
            if read:
                read(len(raw))
            if not raw.strip():
                continue
            try:
                line = _decoder.decode(raw)
                one = Labelled(line.id, str(line.truth), tuple(line.noise or ()), _touch(line))
            except RecursionError:
                raise BadInput(f"{path}, line {number}: lists and objects in it go too deep", field="file") from None
            except (msgspec.DecodeError, ValueError) as error:
                raise BadInput(f"{path}, line {number}: {error}", field="file") from None
            if one.touch.id in seen:
                raise BadInput(f"{path}, line {number}: «{line.id}» is the id of an earlier line too", field="file")
            seen.add(one.touch.id)
            yield one
    if not seen:
        raise BadInput(f"{path}: there is no touch in it", field="file")


def _lines(path: Path, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while raw := file.readline(LINE_LIMIT + 1):
        number += 1
        if len(raw) > LINE_LIMIT:
            raise BadInput(f"{path}, line {number}: it is longer than {LINE_LIMIT:,} bytes", field="file")
        yield number, raw.removeprefix(_MARK) if number == 1 else raw


def _touch(line: Line) -> Touch:
    """Return the touch of a line. Nobody but itself is its sender: what a source would know is not in such files.

    Raises `ValueError` with a sentence for whoever wrote the line.
    """
    at, id_ = moment(line.at), str(line.id)
    return Touch(
        workspace_id=WORKSPACE, connection_id=_CONNECTION, brand_id=_BRAND, channel="file", kind="track",
        sender=id_, external_id=id_, at=at, received_at=at,
        identifiers=[_identifier(one) for one in line.identifiers or () if one.value is not None],
        traits=line.traits or {},
    )  # fmt: skip


def moment(said: str | float) -> datetime:
    """Return the moment, in UTC, of a text in ISO 8601 (without a zone it is UTC already) or of Unix time.

    Raises `ValueError` with a sentence.
    """
    try:
        if isinstance(said, str):
            at = datetime.fromisoformat(said.strip())
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        if isfinite(said):
            return datetime.fromtimestamp(said / 1000 if abs(said) > _MILLISECONDS else said, UTC)
    except (ValueError, OverflowError, OSError):
        pass  # the sentence below says it better
    raise ValueError(f"«{str(said)[:40]}» is no moment; write it as 2026-03-01T09:00:00Z - at `$.at`")


def _identifier(one: SaidIdentifier) -> Identifier:
    if one.assurance is not None and one.assurance not in _LEVELS:
        known = ", ".join(_LEVELS)
        raise ValueError(f"«{one.assurance[:40]}» is no assurance, which is one of {known}")
    if not is_type(one.type):
        raise ValueError(
            f"«{one.type[:40]}» cannot be a type of identifiers: it has no letter, or is a name of our own"
        )
    level = _LEVELS[one.assurance] if one.assurance else _USUAL.get(one.type, Assurance.ASSERTED)
    return Identifier(one.type, _text(one.value), level, one.namespace or "")


def _text(value: str | float | bool | None) -> str:
    """The value as a text: tables make 17.0 of the number 17."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
