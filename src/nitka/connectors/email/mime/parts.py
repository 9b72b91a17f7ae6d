"""The tree of a mail's parts, split without recursion and within bounds."""

import binascii
import re
from collections import deque

import msgspec

from nitka.connectors.email.mime.headers import decode_base64, decode_field, parse_parameters

PARTS = 500  # leaves that are kept; what comes after them is not opened
DEPTH = 30  # levels of multipart that are opened
HEADER_BYTES = 256 * 1024  # of one part
HEADER_FIELDS = 1000
# A lone CR ends a line only where there is no other end: else a sender could write, inside of one of their fields,
# a field that our own server does not see and so does not take away.
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_NEW_FIELD = re.compile(rb"\r?\n(?![ \t])")
_OLD_BLANK_LINE = re.compile(rb"\r[ \t]*\r")
_OLD_NEW_FIELD = re.compile(rb"\r(?![ \t])")
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\r\n]*\r?\n", re.MULTILINE)
_UU_END = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)


class Headers:
    """A part's header fields in order, raw; names are compared without case."""

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self.fields = fields

    def raw(self, name: str) -> bytes:
        """Return the first field of this name, or nothing."""
        return next((value for key, value in self.fields if key == name), b"")

    def all(self, name: str) -> list[bytes]:
        """Return all fields of this name, the topmost first."""
        return [value for key, value in self.fields if key == name]

    def text(self, name: str) -> str:
        """Return the first field of this name as a line of text."""
        return decode_field(self.raw(name))


class Part(msgspec.Struct, frozen=True):
    """A leaf of the tree. `parents` are the multipart types above it with the number of each multipart."""

    headers: Headers
    type: str
    parameters: dict[str, str]
    body: bytes  # as it came: see `content`
    parents: tuple[tuple[str, int], ...] = ()

    @property
    def disposition(self) -> str:
        """`inline`, `attachment` or empty."""
        return parse_parameters(self.headers.raw("content-disposition"))[0]

    @property
    def name(self) -> str:
        """The file's name as the sender gave it, or empty."""
        _, parameters = parse_parameters(self.headers.raw("content-disposition"))
        return parameters.get("filename") or self.parameters.get("name") or ""

    @property
    def content_id(self) -> str:
        """The id that HTML says in `cid:`, or empty."""
        return self.headers.text("content-id").strip("<> ")

    def content(self) -> bytes:
        """Return the body with its transfer encoding undone, as far as it can be."""
        encoding = self.headers.text("content-transfer-encoding").lower().strip("\"' ")
        if encoding == "base64":
            return decode_base64(self.body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        return _uudecoded(self.body) if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"} else self.body


def _uudecoded(body: bytes) -> bytes:
    # Two searches: one pattern for both ends would look through all the rest from every `begin` that has no end.
    begin = _UU_BEGIN.search(body)
    end = _UU_END.search(body, begin.end()) if begin else None
    if begin is None or end is None:
        return body
    out = bytearray()
    for line in body[begin.end() : end.start()].splitlines():
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            size = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                out += binascii.a2b_uu(line[:size])
            except binascii.Error:
                break
    return bytes(out)


def split_headers(data: bytes) -> tuple[Headers, bytes]:
    """Return the header fields, unfolded, and the body. Without a blank line all is header, or all is body."""
    if data.startswith(b"From "):  # a line of mbox files
        data = data.partition(b"\n")[2]
    if data.startswith((b"\n", b"\r\n")):
        return Headers([]), data.lstrip(b"\r\n")
    old = b"\n" not in data[:HEADER_BYTES]
    match = (_OLD_BLANK_LINE if old else _BLANK_LINE).search(data, 0, HEADER_BYTES)
    if match is None and not _FIELD.match(data[:200]):
        return Headers([]), data
    head, body = (data[: match.start()], data[match.end() :]) if match else (data[:HEADER_BYTES], data[HEADER_BYTES:])
    fields: list[tuple[str, bytes]] = []
    for line in (_OLD_NEW_FIELD if old else _NEW_FIELD).split(head):
        if field := _FIELD.match(line):
            fields.append((field.group(1).decode("ascii").lower(), field.group(2).strip()))
        if len(fields) == HEADER_FIELDS:
            break
    return Headers(fields), body


def parse_parts(data: bytes) -> tuple[Headers, list[Part], bool]:
    """Return the mail's own header, its leaves in order, and whether some were left out for the bounds above."""
    top, body = split_headers(data)
    leaves: list[Part] = []
    waiting: deque[tuple[Headers, bytes, tuple[tuple[str, int], ...], str]] = deque([(top, body, (), "text/plain")])
    multiparts, cut = 0, False
    while waiting:
        if len(leaves) == PARTS:
            cut = True
            break
        headers, body, parents, default = waiting.popleft()
        type_, parameters = parse_parameters(headers.raw("content-type"))
        if not re.fullmatch(r"[\w.+-]+/[\w.+-]+", type_, re.ASCII):
            type_ = default if type_ in {"", "text"} else "application/octet-stream"
        boundary = parameters.get("boundary", "")
        if type_.startswith("multipart/") and boundary and len(parents) < DEPTH:
            multiparts += 1
            inner = "message/rfc822" if type_ == "multipart/digest" else "text/plain"
            above = (*parents, (type_, multiparts))
            pieces, more = split_multipart(body, boundary.encode("utf-8", "surrogatepass"), PARTS - len(leaves))
            cut |= more
            if pieces:
                waiting.extendleft((*split_headers(piece), above, inner) for piece in reversed(pieces))
                continue
        if type_.startswith("multipart/"):
            cut |= len(parents) >= DEPTH
            type_ = "text/plain" if len(parents) < DEPTH else "application/octet-stream"
        leaves.append(Part(headers, type_, parameters, body, parents))
    return top, leaves, cut


def split_multipart(body: bytes, boundary: bytes, limit: int) -> tuple[list[bytes], bool]:
    """Return the parts between the boundaries, at most `limit`, and whether there were more (RFC 2046, 5.1.1)."""
    line = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    pieces: list[bytes] = []
    start = -1
    for match in line.finditer(body):
        if start >= 0:
            pieces.append(_without_break(body[start : match.start()]))
        if match.group(1):
            return pieces, False
        if len(pieces) >= limit:
            return pieces, True
        start = match.end()
    if start >= 0:  # the closing boundary was lost
        pieces.append(_without_break(body[start:]))
    return pieces, False


def _without_break(piece: bytes) -> bytes:
    return piece[2:] if piece.startswith(b"\r\n") else piece.removeprefix(b"\n")
