"""Settings of a connection as they are written on a command line: `key=value`, told in sentences when wrong."""

from typing import Any

import msgspec
from msgspec import inspect

from nitka.channels import registry
from nitka.kernel.errors import BadInput

_COLLECTIONS = (inspect.ListType, inspect.DictType, inspect.SetType, inspect.StructType, inspect.VarTupleType)


def parse_settings(kind: str, pairs: list[str]) -> dict[str, Any]:
    """Read `key=value` pairs for this kind of connection; lists and objects are JSON. Raises `BadInput`."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(registry.connector(kind).manifest.settings)}
    found: dict[str, Any] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise BadInput(f"--set takes key=value, not “{key}”")
        if key not in fields:
            raise BadInput(f"A connection “{kind}” has no setting “{key}”; it has: {', '.join(fields)}")
        found[key] = _value(key, fields[key].type, text)
    missing = [name for name, field in fields.items() if field.required and name not in found]
    if missing:
        raise BadInput(f"A connection “{kind}” needs {', '.join(missing)}: say --set {missing[0]}=…")
    return found


def _value(key: str, type_: Any, text: str) -> Any:
    kinds = _kinds(inspect.type_info(type_))
    given: Any = text
    try:
        if any(isinstance(one, _COLLECTIONS) for one in kinds):
            given = msgspec.json.decode(text)
        # Numbers and switches are text here; the value itself must not come back in the error: it may be secret.
        return msgspec.to_builtins(msgspec.convert(given, type_, strict=False))
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise BadInput(f"{key} takes {' or '.join(map(_expected, kinds))}") from None


def _kinds(type_: inspect.Type) -> list[inspect.Type]:
    if isinstance(type_, inspect.Metadata):
        return _kinds(type_.type)
    if isinstance(type_, inspect.UnionType):
        return [kind for one in type_.types if not isinstance(one, inspect.NoneType) for kind in _kinds(one)]
    return [type_]


def _expected(type_: inspect.Type) -> str:
    match type_:
        case inspect.LiteralType(values=values):
            words = ", ".join(f"“{one}”" if one else "nothing" for one in values)
            return f"one of {words}"
        case inspect.BoolType():
            return "true or false"
        case inspect.IntType() | inspect.FloatType():
            return _number(type_)
        case inspect.ListType() | inspect.SetType() | inspect.VarTupleType():
            return "a JSON list"
        case inspect.DictType() | inspect.StructType():
            return "a JSON object"
        case _:
            return "a text"


def _number(type_: inspect.IntType | inspect.FloatType) -> str:
    noun = "a whole number" if isinstance(type_, inspect.IntType) else "a number"
    if type_.ge is not None and type_.le is not None:
        return f"{noun} from {type_.ge} to {type_.le}"
    return f"{noun} from {type_.ge} on" if type_.ge is not None else noun
