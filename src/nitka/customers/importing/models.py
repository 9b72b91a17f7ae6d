"""What an import is told, counts and shows."""

from datetime import datetime
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

import msgspec

from nitka.customers.models import AssuranceName, Author

State = Literal["draft", "queued", "running", "checked", "done", "stopped", "failed"]
Source = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]

MOST_COLUMNS = 200
CELL_LIMIT = 10_000  # characters


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a column holds: an identifier, a trait, `at`, or `skip`. See `mapping.py` for the names.

    `namespace` is where an id is unique, by default the source; `assurance` what its word is worth.
    """

    to: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    assurance: AssuranceName | None = None
    namespace: Annotated[str, msgspec.Meta(max_length=100)] | None = None


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Columns by their name in the header. `key`: the column that tells the source's rows apart."""

    columns: Annotated[dict[str, Column], msgspec.Meta(max_length=MOST_COLUMNS)]
    key: Annotated[str, msgspec.Meta(max_length=1000)] | None = None


class FileFormat(msgspec.Struct, frozen=True):
    """How a file is written."""

    encoding: str = "utf-8"
    delimiter: str = ","


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with a row, by a code that `wording.py` knows; `told` fills in the sentence."""

    code: str
    column: str = ""
    told: str = ""


class Row(NamedTuple):
    """A row as it was read. `line` is where it begins; the header of a file is line 1. A broken one has a problem."""

    line: int
    cells: list[str]
    problem: Problem | None = None


class ImportCounts(msgspec.Struct):
    """How far an import is. `noted` rows went in with something left out; `held` are in the quarantine."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    noted: int = 0
    held: int = 0


class ImportForecast(msgspec.Struct, frozen=True, kw_only=True):
    """What an import would do, in customers. An estimate: the exact answer is known when the rows are in.

    `joining`: known customers that would become `joined_into`. `together`: rows that speak of the same person as
    another row. `apart`: rows that share a value with somebody and have another id, of which a person has one.
    `shared`: values of so many rows that they join nobody.
    """

    new: int = 0
    known: int = 0
    joining: int = 0
    joined_into: int = 0
    together: int = 0
    apart: int = 0
    shared: int = 0


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A column, what its first rows hold, and what it probably is."""

    name: str
    samples: list[str]
    column: Column


class ImportPreview(msgspec.Struct, frozen=True, kw_only=True):
    """The beginning of a file as it was understood: at most 20 rows."""

    format: FileFormat
    columns: list[Proposal]
    rows: list[list[str]]


class ImportJob(msgspec.Struct, frozen=True, kw_only=True):
    """An import and how far it is. `size` in bytes, `progress` from 0 to 1, `problems` are rows of its report."""

    id: UUID
    at: datetime
    origin: Literal["desk", "cli"]
    by: Author | None
    source: str | None
    name: str
    size: int
    mapping: Mapping | None
    dry_run: bool
    state: State
    error: str | None
    progress: float
    counts: ImportCounts
    forecast: ImportForecast | None
    problems: int
    started_at: datetime | None
    finished_at: datetime | None


class ImportStart(msgspec.Struct, frozen=True, kw_only=True):
    """What is confirmed before an upload is read: whose data it is, and what its columns hold."""

    source: Source
    mapping: Mapping
    dry_run: bool = True


class Known(NamedTuple):
    """What a source has said of a row before."""

    digest: UUID
    revision: int
    job_id: UUID
    line: int


Traits = dict[str, Any]
