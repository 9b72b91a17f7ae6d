"""Bodies from outside: unpacked and decoded by what they are, never by what they say they are."""

import json
import re
import zlib
from typing import Any, TypeVar

import msgspec

from nitka.kernel.errors import BadInput
from nitka.kernel.text import harmless_json

T = TypeVar("T")

DEPTH = 32  # levels of nesting that are kept
_GZIP = b"\x1f\x8b"
_NUMBER_LIMIT = re.compile(rb"\d{400}")  # no source means such a number, and int() of it is slow


def unpack(body: bytes, limit: int) -> bytes:
    """Return the body, out of gzip (RFC 1952) if it is packed. Raises `BadInput`, also over `limit` bytes."""
    if not body.startswith(_GZIP):
        plain = body
    else:
        stream = zlib.decompressobj(wbits=31)
        try:
            plain = stream.decompress(body, limit + 1)  # never more, however well it was packed
        except zlib.error:
            raise BadInput("The gzip data is broken") from None
        if len(plain) <= limit and not stream.eof:
            raise BadInput("The gzip data is cut off")
    if len(plain) > limit:
        raise BadInput(f"The body may have at most {limit // 1024} KB")
    return plain


def decode(body: bytes, decoder: "msgspec.json.Decoder[T]") -> T:
    """Decode JSON into the decoder's type, as far as it can be understood. Raises `BadInput` with the place.

    Lone surrogates and bytes that are no UTF-8, which strict decoders refuse, become U+FFFD.
    """
    if _NUMBER_LIMIT.search(body):
        raise BadInput("A number in the body has too many digits")
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise _not_right(error) from None
    except RecursionError:
        raise BadInput("The JSON is nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass  # broken, or only strange: the slow way tells
    try:
        return decoder.decode(msgspec.json.encode(_leniently(body)))
    except msgspec.ValidationError as error:
        raise _not_right(error) from None


def tame(value: Any, body: bytes) -> Any:
    """Return free-form JSON data, decoded from `body`, with what is nested deeper than 32 levels cut off."""
    # Counting the brackets is far cheaper than walking, and nearly always enough.
    return harmless_json(value, DEPTH) if body.count(b"[") + body.count(b"{") > DEPTH else value


def _leniently(body: bytes) -> Any:
    try:
        # A surrogate in raw bytes is as lone as an escaped one: both survive here, and are replaced below.
        text = body.decode("utf-8-sig", "surrogatepass")
    except UnicodeDecodeError:
        text = body.decode("utf-8-sig", "replace")
    try:
        return harmless_json(json.loads(text, parse_constant=lambda _: None), DEPTH)
    except RecursionError:
        raise BadInput("The JSON is nested too deeply") from None
    except ValueError:
        raise BadInput("The body is not JSON") from None


def _not_right(error: msgspec.ValidationError) -> BadInput:
    # msgspec says what it expected and where, never the value: "Expected `str`, got `int` - at `$.text`".
    said, _, place = str(error).partition(" - at ")
    return BadInput(said, field=place.strip("`").removeprefix("$").removeprefix(".") or None)
