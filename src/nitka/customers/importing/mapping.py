"""What columns may hold, and how a mapping is written: in TOML, in YAML, or column by column. Pure."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Named
from typing import Any, NamedTuple

import msgspec

from nitka.channels.touch import Assurance
from nitka.customers.importing.models import Column, Mapping
from nitka.kernel.errors import BadInput

SKIP, AT = "skip", "at"
IDENTIFIERS = ("email", "phone", "crm_id", "user_id", "loyalty", "telegram")
TRAITS = ("name", "first_name", "last_name", "middle_name", "birth_date", "gender", "company", "address", "city",
          "postcode")  # fmt: skip
OTHER_ID, OTHER_TRAIT = "id:", "trait:"  # id:vk is an identifier of the type vk, trait:size a trait called size

# Of what a source says about its own records it is sure; of the rest it has been told by somebody.
_SURE = frozenset({"crm_id"})
_LEVELS = {"observed": Assurance.OBSERVED, "asserted": Assurance.ASSERTED, "verified": Assurance.VERIFIED}
_KEYS = ("crm_id", "user_id", "loyalty")  # which of them tells rows apart where nobody says
_OTHER = re.compile(r"(id|trait):[a-z][a-z0-9_]{0,39}")


class Place(NamedTuple):
    """One column of a plan: where it stands, what it is called, and what it holds."""

    at: int
    name: str
    to: str  # the type of an identifier, or the name of a trait
    is_identifier: bool
    assurance: Assurance
    namespace: str


class Plan(NamedTuple):
    """A mapping that was checked against a header: columns by their places."""

    width: int
    header: tuple[str, ...]
    identifiers: tuple[Place, ...]
    traits: tuple[Place, ...]
    at: int | None
    key: int | None
    source: str


def plan_of(mapping: Mapping, header: Sequence[str], source: str, users: str) -> Plan:
    """Return the plan for these columns; raises `BadInput`. `users` is the namespace of the company's own user ids."""
    twice = [name for name in header if name in mapping.columns and list(header).count(name) > 1]
    if twice:
        raise BadInput("Two columns have the same name; rename one of them in the file", field="mapping")
    places = {name: at for at, name in enumerate(header)}
    if strange := [name for name in mapping.columns if name not in places]:
        raise BadInput(f"There is no column “{strange[0]}” in the file", field="mapping")
    found = [
        _place(places[name], name, column, source, users)
        for name, column in sorted(mapping.columns.items(), key=lambda one: places[one[0]])  # as in the file
        if column.to not in (SKIP, AT)
    ]
    identifiers = tuple(one for one in found if one.is_identifier)
    if not identifiers:
        raise BadInput("Nothing says who a row is about: name a column with an e-mail, phone or id", field="mapping")
    times = [places[name] for name, column in mapping.columns.items() if column.to == AT]
    if len(times) > 1:
        raise BadInput("Only one column can hold the time", field="mapping")
    traits = tuple(one for one in found if not one.is_identifier)
    if len({one.to for one in traits}) < len(traits):
        raise BadInput("Two columns cannot hold the same trait", field="mapping")
    key = _key(mapping, places, identifiers)
    return Plan(len(header), tuple(header), identifiers, traits, times[0] if times else None, key, source)


def _place(at: int, name: str, column: Column, source: str, users: str) -> Place:
    to = column.to
    if not (to in IDENTIFIERS or to in TRAITS or _OTHER.fullmatch(to)):
        raise BadInput(f"A column cannot be “{to}”; the page on imports names what it can be", field="mapping")
    identifies = to in IDENTIFIERS or to.startswith(OTHER_ID)
    to = to.removeprefix(OTHER_ID).removeprefix(OTHER_TRAIT)
    if column.assurance is not None and column.assurance not in _LEVELS:
        raise BadInput("An import can be observed, asserted or verified; an agent is a person here", field="mapping")
    level = _LEVELS[column.assurance or ("verified" if to in _SURE else "asserted")]
    namespace = {"crm_id": source, "user_id": users}.get(to, "") if column.namespace is None else column.namespace
    return Place(at, name, to, identifies, level, namespace)


def _key(mapping: Mapping, places: Named[str, int], identifiers: Iterable[Place]) -> int | None:
    if mapping.key is not None:
        if mapping.key not in places:
            raise BadInput(f"There is no column “{mapping.key}” in the file", field="mapping")
        return places[mapping.key]
    by_type = {one.to: one.at for one in reversed(list(identifiers))}
    return next((by_type[type_] for type_ in _KEYS if type_ in by_type), None)


def mapping_of(written: Any) -> Mapping:
    """Return the mapping of decoded TOML, YAML or JSON, where a column may be just a word; raises `BadInput`."""
    if isinstance(written, dict) and isinstance(columns := written.get("columns"), dict):
        written = written | {"columns": {name: _column(one) for name, one in columns.items()}}
    try:
        return msgspec.convert(written, Mapping)
    except msgspec.ValidationError as error:
        raise BadInput(f"The mapping is not right: {error}", field="mapping") from None


def _column(written: Any) -> Any:
    return {"to": written} if isinstance(written, str) else written


def read_mapping(text: bytes, name: str) -> Mapping:
    """Return the mapping of a file by its name's ending, .toml, .yaml, .yml or .json; raises `BadInput`."""
    ending = name.lower().rpartition(".")[2]
    try:
        if ending == "toml":
            return mapping_of(msgspec.toml.decode(text))
        if ending in ("yaml", "yml"):
            return mapping_of(msgspec.yaml.decode(text))
        if ending == "json":
            return mapping_of(msgspec.json.decode(text))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"The mapping cannot be read: {error}", field="mapping") from None
    raise BadInput("A mapping is a file that ends in .toml, .yaml or .json", field="mapping")


def map_of(pairs: Iterable[str], key: str | None = None) -> Mapping:
    """Return the mapping of `column=what` pairs; what follows the last “=” may have @assurance. Raises `BadInput`."""
    columns: dict[str, Any] = {}
    for pair in pairs:
        name, equals, to = pair.rpartition("=")
        if not equals or not name or not to:
            raise BadInput("Write --map as column=what, for instance --map 'E-mail=email'", field="mapping")
        to, _, assurance = to.partition("@")
        columns[name] = {"to": to} | ({"assurance": assurance} if assurance else {})
    return mapping_of({"columns": columns, "key": key})


def written(mapping: Mapping) -> str:
    """Return the mapping as TOML, to be kept for the next time."""
    lines = [f"key = {_quoted(mapping.key)}"] if mapping.key is not None else []
    lines.append("[columns]")
    for name, column in mapping.columns.items():
        said = {field: value for field in ("to", "assurance", "namespace") if (value := getattr(column, field))}
        inside = ", ".join(f"{field} = {_quoted(value)}" for field, value in said.items())
        lines.append(f"{_quoted(name)} = " + (_quoted(column.to) if len(said) == 1 else "{ " + inside + " }"))
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")
