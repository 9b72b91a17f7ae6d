"""What a row says: who it is about, what is known of them, and what is wrong with it. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from nitka.channels.touch import Identifier, Touch
from nitka.customers.importing import values
from nitka.customers.importing.mapping import Place, Plan
from nitka.customers.importing.models import CELL_LIMIT, Known, Problem, Row, Traits
from nitka.customers.normalise import normalise
from nitka.kernel.ids import derived_id
from nitka.kernel.text import harmless, shorten

MOST_IDENTIFIERS = 12  # of one touch
ROW_LIMIT = 100_000  # characters: a touch must fit into a message of the broker
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_KEY_LIMIT = 200  # characters of a key that are kept as they are


class Said(NamedTuple):
    """A row that was understood, as far as it could be. Without identifiers it is refused."""

    line: int
    cells: list[str]
    identifiers: list[Identifier]
    traits: Traits
    at: datetime | None
    sender: str  # the source's own name for the row
    key: UUID
    digest: UUID
    problems: list[Problem]

    @property
    def refused(self) -> bool:
        """Whether nothing of the row goes in."""
        return not self.identifiers


def say(row: Row, plan: Plan, region: str) -> Said:
    """Return what a row says. `region` (ISO 3166) is for phones written without a country."""
    if row.problem is not None:
        return _refused(row, [row.problem])
    cells = [harmless(cell) for cell in row.cells]
    problems = [Problem("too_long", plan.header[at]) for at, cell in enumerate(cells) if len(cell) > CELL_LIMIT]
    if not problems and sum(map(len, cells)) > ROW_LIMIT:
        problems.append(Problem("too_long"))
    if problems:
        return _refused(row, problems)
    identifiers = _identifiers(cells, plan, region, problems)
    if not identifiers:
        return _refused(row, [*problems, Problem("no_identifier")])
    traits = _traits(cells, plan, problems)
    content = _digest(identifiers, traits, region)
    sender = _sender(cells, plan, content)
    return Said(
        row.line, row.cells, identifiers, traits, _at(cells, plan, problems), sender,
        derived_id("import key", sender), content, problems,
    )  # fmt: skip


def _refused(row: Row, problems: list[Problem]) -> Said:
    nobody = UUID(int=0)
    return Said(row.line, row.cells, [], {}, None, "", nobody, nobody, problems)


def _identifiers(cells: Sequence[str], plan: Plan, region: str, problems: list[Problem]) -> list[Identifier]:
    found: dict[tuple[str, str, str], Identifier] = {}
    for place in plan.identifiers:
        if values.is_nothing(cells[place.at]):
            continue
        for value in _several(place, cells[place.at]):
            code = values.identifier_problem(place.to, value, place.namespace, region)
            normal = normalise(place.to, value, place.namespace, region)
            if code is not None or normal is None:
                problems.append(Problem(code or "bad_id", place.name, shorten(value, 80)))
            elif len(found) == MOST_IDENTIFIERS:
                problems.append(Problem("too_many_ids", place.name, shorten(value, 80)))
            else:
                key = (normal.type, normal.namespace, normal.value)
                found.setdefault(key, Identifier(place.to, value, place.assurance, place.namespace))
    # What is surest names the row, and answers would go to: the order is the mapping's, the strongest first.
    return sorted(found.values(), key=lambda one: -one.assurance)


def _several(place: Place, cell: str) -> list[str]:
    if place.to == "email":
        return values.emails(cell)
    return values.phones(cell) if place.to == "phone" else [cell.strip()]


def _traits(cells: Sequence[str], plan: Plan, problems: list[Problem]) -> Traits:
    found: Traits = {}
    for place in plan.traits:
        if values.is_nothing(cells[place.at]):
            continue
        value, problem = values.trait_problem(place.to, cells[place.at])
        if problem is not None:
            problems.append(Problem(problem.code, place.name, shorten(cells[place.at], 80)))
        else:
            found[place.to] = value
    return found


def _at(cells: Sequence[str], plan: Plan, problems: list[Problem]) -> datetime | None:
    if plan.at is None or values.is_nothing(cells[plan.at]):
        return None
    at = values.moment(cells[plan.at])
    if at is None or at < _EARLIEST:
        problems.append(Problem("bad_time", plan.header[plan.at], shorten(cells[plan.at], 80)))
        return None
    return at


def _digest(identifiers: list[Identifier], traits: Traits, region: str) -> UUID:
    # Of what it means, not of how it is written: the same phone with other brackets is no change. Its time is none.
    people = sorted(
        (normal.type, normal.namespace, normal.value, int(one.assurance))
        for one in identifiers
        if (normal := normalise(one.type, one.value, one.namespace, region))
    )
    return derived_id("import row", msgspec.json.encode([people, traits], order="sorted").decode())


def _sender(cells: Sequence[str], plan: Plan, content: UUID) -> str:
    key = "" if plan.key is None else " ".join(cells[plan.key].split())
    if values.is_nothing(key):
        return f"row:{content.hex}"  # nothing tells it from others but what it says
    return f"key:{key}" if len(key) <= _KEY_LIMIT else f"key:{derived_id('import key', key).hex}"


def settled(said: Said, known: Known | None, job_id: UUID) -> tuple[str, int]:
    """Return what is to be done with a row, and which revision of it this is.

    `new`, `changed`, `unchanged`, or `same_key`: another line of this file has this key and says something else.
    """
    if known is None:
        return "new", 1
    if known.digest == said.digest:
        return "unchanged", known.revision
    if known.job_id == job_id and known.line != said.line:
        return "same_key", known.revision
    return "changed", known.revision + 1


class Whence(NamedTuple):
    """Whose import it is."""

    workspace_id: UUID
    connection_id: UUID
    brand_id: UUID
    source: str
    at: datetime  # when the import was begun: a later one has the last word


def touch(said: Said, revision: int, whence: Whence) -> Touch:
    """Return the touch of a row: the same for every try of the same revision."""
    return Touch(
        workspace_id=whence.workspace_id,
        connection_id=whence.connection_id,
        brand_id=whence.brand_id,
        channel="import",
        kind="import",
        sender=said.sender,
        external_id=f"{revision}:{said.digest.hex}",
        at=min(said.at, whence.at) if said.at else whence.at,
        received_at=whence.at,
        identifiers=said.identifiers,
        traits=said.traits,
        text=whence.source,
        payload={"source": whence.source, "line": said.line},
    )
