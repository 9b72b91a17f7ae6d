"""Requests whose JSON is safe to store, whatever was sent."""

from typing import Any

import msgspec
from litestar import Request

from nitka.kernel import wire
from nitka.kernel.errors import BadInput
from nitka.kernel.text import harmless_json

_decoder = msgspec.json.Decoder()


def decode_body(body: bytes) -> Any:
    """Return the JSON of a body with NUL and lone surrogates replaced; raises `BadInput` saying where it breaks."""
    try:
        value = wire.decode(body, _decoder)
    except BadInput:
        raise BadInput(_where(body), field="body") from None
    return harmless_json(value) if b"\\u0000" in body else value


def _where(body: bytes) -> str:
    try:
        _decoder.decode(body)
    except msgspec.ValidationError:
        return "The JSON has a number that is too long"
    except msgspec.DecodeError as error:
        return f"The body is not JSON: {error}"  # what is wrong and at which byte, not the value
    except UnicodeDecodeError as error:
        return f"The body is not UTF-8 at byte {error.start}"
    except RecursionError:
        return "The JSON is nested too deeply"
    return "The JSON has a number that is too long"


class SafeRequest(Request[Any, Any, Any]):
    """A request of any module: `json` is decoded here for all of them."""

    async def json(self) -> Any:
        """Return the decoded body, null when it is empty."""
        return await _json(self)


async def _json(request: SafeRequest) -> Any:
    kept = request.scope["state"]
    if "nitka_json" not in kept:
        kept["nitka_json"] = decode_body(await request.body() or b"null")
    return kept["nitka_json"]
