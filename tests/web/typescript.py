"""Schemas of an OpenAPI document as TypeScript types."""

from __future__ import annotations

import json
import re
from typing import Any

_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def declarations(schemas: dict[str, Any]) -> str:
    """Return a module that exports each schema as a type, named as in the document."""
    return "\n".join(f"export type {_name(name)} = {type_of(schema)};" for name, schema in sorted(schemas.items()))


def type_of(schema: dict[str, Any]) -> str:
    """Return the type of whatever fits the schema."""
    if "$ref" in schema:
        return _name(schema["$ref"].rpartition("/")[2])
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return " | ".join(f"({type_of(one)})" for one in schema[key])
    if "enum" in schema or "const" in schema:
        return " | ".join(json.dumps(one) for one in schema.get("enum", [schema.get("const")]))
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return " | ".join(f"({type_of(schema | {'type': kind})})" for kind in kinds)
    if kinds == "array":
        return f"({type_of(schema.get('items', {}))})[]"
    if kinds == "object":
        return _object(schema)
    return _PLAIN.get(str(kinds), "unknown")


def _object(schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    fields = [
        f"{json.dumps(name)}{'' if name in required else '?'}: {type_of(field)};"
        for name, field in schema.get("properties", {}).items()
    ]
    others = schema.get("additionalProperties")
    if not fields:
        return f"Record<string, {type_of(others) if isinstance(others, dict) else 'unknown'}>"
    return "{ " + " ".join(fields) + " }"


def _name(name: str) -> str:
    return re.sub(r"\W", "_", name)
