"""Reading request bodies by what they are, and describing them in OpenAPI all the same."""

from dataclasses import dataclass
from typing import Any

import msgspec
from litestar.connection import Request
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema

from nitka.kernel.errors import BadInput

AnyRequest = Request[Any, Any, Any]


async def read_body(request: AnyRequest, limit: int) -> bytes:
    """Return the whole body. Raises `BadInput` as soon as it is over `limit` bytes, without keeping the rest."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise BadInput(f"The body may have at most {limit // 1024} KB")
    return body


def operation(body: Any) -> type[Operation]:
    """Return the OpenAPI operation of a handler that decodes a JSON body of this type by itself."""

    @dataclass
    class Described(Operation):
        def __post_init__(self) -> None:
            media = OpenAPIMediaType(schema=_schema(body))
            self.request_body = RequestBody(content={"application/json": media}, required=True)

    return Described


def _schema(type_: Any) -> Schema:
    whole = msgspec.json.schema(type_)
    return _convert(whole, whole.get("$defs", {}))


def _convert(schema: dict[str, Any], defs: dict[str, Any]) -> Schema:
    if "$ref" in schema:
        return _convert(defs[schema["$ref"].rpartition("/")[2]], defs)
    properties = schema.get("properties", {})
    return Schema(
        type=OpenAPIType(schema["type"]) if "type" in schema else None,
        description=schema.get("description"),
        format=schema.get("format"),
        enum=schema.get("enum"),
        max_length=schema.get("maxLength"),
        properties={name: _convert(one, defs) for name, one in properties.items()} or None,
        required=schema.get("required") or None,
        items=_convert(schema["items"], defs) if schema.get("items") else None,
        any_of=[_convert(one, defs) for one in schema["anyOf"]] if "anyOf" in schema else None,
    )
