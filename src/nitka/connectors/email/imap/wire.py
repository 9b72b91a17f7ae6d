"""IMAP's responses as values: atoms and strings are bytes, NIL is None, lists are lists."""

import base64
import re
from typing import Any

_LITERAL = re.compile(rb"\{(\d{1,10})\+?\}$")
_TOKEN = re.compile(rb'[ \t]*(?:(\()|(\))|"((?:[^"\\]|\\.)*)"|\x00(\d+)\x00|((?:\[[^\]]*\]|[^ \t()"\x00\[\]]|\])+))')
DEPTH = 50

Value = Any  # bytes | None | list[Value]


class ProtocolError(Exception):
    """The server said something that is not IMAP."""


def literal_size(line: bytes) -> int | None:
    """Return how many bytes of a literal follow this line, or None when it is complete."""
    match = _LITERAL.search(line)
    return int(match.group(1)) if match else None


def join(pieces: list[bytes]) -> tuple[bytes, list[bytes]]:
    """Return a response of lines and literals by turns as one line with places, and the literals."""
    line = bytearray()
    literals: list[bytes] = []
    for index, piece in enumerate(pieces):
        if index % 2:
            literals.append(piece)
        else:
            line += piece.replace(b"\x00", b"") if index == len(pieces) - 1 else _place(piece, len(literals))
    return bytes(line), literals


def _place(line: bytes, number: int) -> bytes:
    return _LITERAL.sub(b"", line.replace(b"\x00", b"")).rstrip(b"~") + b"\x00%d\x00" % number


def parse(line: bytes, literals: list[bytes]) -> list[Value]:
    """Return the values of a joined response; raises `ProtocolError`."""
    stack: list[list[Value]] = [[]]
    position = 0
    line = line.rstrip()
    while position < len(line):
        match = _TOKEN.match(line, position)
        if match is None:
            raise ProtocolError("unreadable response")
        position = match.end()
        opened, closed, quoted, literal, atom = match.groups()
        if opened:
            if len(stack) == DEPTH:
                raise ProtocolError("nested too deep")
            stack.append([])
        elif closed:
            if len(stack) == 1:
                raise ProtocolError("unbalanced list")
            done = stack.pop()
            stack[-1].append(done)
        elif quoted is not None:
            stack[-1].append(re.sub(rb"\\(.)", rb"\1", quoted))
        elif literal is not None:
            stack[-1].append(literals[int(literal)])
        else:
            stack[-1].append(None if atom.upper() == b"NIL" else atom)
    if len(stack) != 1:
        raise ProtocolError("unbalanced list")
    return stack[0]


def pairs(items: list[Value]) -> dict[bytes, Value]:
    """Return a FETCH list, name and value by turns, by its names in capitals without `<offset>`."""
    return {
        re.sub(rb"<\d+>$", b"", name).upper(): value
        for name, value in zip(items[::2], items[1::2], strict=False)
        if isinstance(name, bytes)
    }


def quote(text: str) -> bytes:
    """Return a string as an argument; raises `ValueError` for what no quoted string can hold."""
    if re.search(r"[\x00\r\n]", text):
        raise ValueError("line breaks cannot be quoted")
    return b'"' + text.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'


def mailbox_name(name: str) -> bytes:
    """Return a mailbox's name in modified UTF-7 (RFC 3501, 5.1.3), quoted."""
    out, pending = "", ""
    for letter in [*name, ""]:
        if letter and not 0x20 <= ord(letter) <= 0x7E:
            pending += letter
            continue
        if pending:
            coded = base64.b64encode(pending.encode("utf-16-be")).decode()
            out += "&" + coded.rstrip("=").replace("/", ",") + "-"
            pending = ""
        out += "&-" if letter == "&" else letter
    return quote(out)
