"""Text from outside, made harmless before it reaches a database, a log or a page."""

import re
from typing import Any

# NUL is refused by PostgreSQL, lone surrogates by every UTF-8 encoder.
_HARMFUL = re.compile("[\x00\ud800-\udfff]")


def harmless(text: str) -> str:
    """Return the text with NUL and lone surrogates replaced by U+FFFD."""
    return _HARMFUL.sub("\ufffd", text) if _HARMFUL.search(text) else text


def harmless_json(value: Any, depth: int = 32) -> Any:
    """Return JSON data with every string in it harmless; deeper than `depth` levels it is cut off with None."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, list):
        return [harmless_json(item, depth - 1) for item in value] if depth else None
    if isinstance(value, dict):
        return {harmless(str(key)): harmless_json(item, depth - 1) for key, item in value.items()} if depth else None
    return value


def shorten(text: str, limit: int) -> str:
    """Return the text on one line, at most `limit` characters, with an ellipsis where it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
