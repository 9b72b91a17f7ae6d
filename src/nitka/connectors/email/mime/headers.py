"""Header fields: encoded words, parameters, addresses, ids and dates as they really come."""

import binascii
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

import msgspec

from nitka.connectors.email.mime.charsets import decode_text
from nitka.kernel.text import harmless

_WORD = re.compile(rb"=\?([^?\s]{1,64})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(rb"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,64}\?[bBqQ]\?)")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,250})>")
_PARAMETER = re.compile(r';\s*([\w!#$&+\-.^`|~%]+)(\*\d*)?(\*)?\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_ADDRESS = re.compile(r"[^\s<>\"'(),:;@\[\]\\]{1,64}@[^\s<>\"'(),:;@\[\]\\]{1,255}")
_HOST = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
FIELD_CHARACTERS = 20_000  # of one header field that are looked at


class Address(msgspec.Struct, frozen=True):
    """A mailbox of a header. `address` is lower case, its host in ASCII (IDNA)."""

    name: str
    address: str


def _decoded_word(match: re.Match[bytes]) -> bytes:
    """One encoded word (RFC 2047) as UTF-8."""
    charset, encoding, data = match.groups()
    raw = decode_base64(data) if encoding in b"bB" else binascii.a2b_qp(data.replace(b"_", b"=20"), header=True)
    return decode_text(raw, charset.split(b"*")[0].decode("ascii", "replace")).encode("utf-8", "surrogatepass")


def _joined_words(data: bytes) -> bytes:
    """Join neighbouring words of one charset: many programs cut letters in halves between them."""
    data = _BETWEEN_WORDS.sub(rb"\1", data)
    pieces: list[tuple[bytes, bytes, bytes]] = []
    position, out = 0, bytearray()
    for match in _WORD.finditer(data):
        charset, encoding, body = match.groups()
        if pieces and match.start() == position and pieces[0][:2] == (charset.lower(), encoding.lower()):
            pieces.append((charset.lower(), encoding.lower(), body))
        else:
            out += _flush(pieces) + data[position : match.start()]
            pieces = [(charset.lower(), encoding.lower(), body)]
        position = match.end()
    return bytes(out + _flush(pieces) + data[position:])


def _flush(pieces: list[tuple[bytes, bytes, bytes]]) -> bytes:
    if not pieces:
        return b""
    charset, encoding, _ = pieces[0]
    if encoding == b"q":
        body = b"".join(piece for _, _, piece in pieces)
    else:  # padding may stand in the middle, so each word is decoded by itself
        body = binascii.b2a_base64(b"".join(decode_base64(piece) for _, _, piece in pieces), newline=False)
    match = _WORD.fullmatch(b"=?" + charset + b"?" + encoding + b"?" + body + b"?=")
    return _decoded_word(match) if match else body


def decode_base64(data: bytes) -> bytes:
    """Return what can be read of broken base64: foreign characters and a cut end are passed over."""
    letters = data.translate(None, _NOT_BASE64)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def decode_field(raw: bytes) -> str:
    """Return a header field's value as one line of harmless text."""
    raw = raw[:FIELD_CHARACTERS]
    text = decode_text(_joined_words(raw), "utf-8")
    return harmless(" ".join(re.sub(r"[\x01-\x1f\x7f]", " ", text).split()))


def parse_parameters(raw: bytes) -> tuple[str, dict[str, str]]:
    """Return the value in lower case and its parameters, with RFC 2231 pieces and charsets joined."""
    text = decode_text(re.sub(rb"\r?\n[ \t]?", b" ", raw[:FIELD_CHARACTERS]), "utf-8")
    value, semicolon, rest = text.partition(";")
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, number, star, body in _PARAMETER.findall(semicolon + rest):
        extended = bool(star) or number == "*"
        order = int(number[1:4]) if len(number) > 1 else 0
        pieces.setdefault(name.lower(), []).append((order, extended, _unquoted(body.strip())))
    return value.strip().lower(), {name: _joined_parameter(parts) for name, parts in pieces.items()}


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1] if text.endswith('"') else text[1:]) if text.startswith('"') else text


def _joined_parameter(pieces: list[tuple[int, bool, str]]) -> str:
    pieces.sort(key=lambda piece: piece[0])
    if not any(extended for _, extended, _ in pieces):
        return decode_field("".join(body for _, _, body in pieces).encode("utf-8", "surrogatepass"))
    charset, first = "utf-8", pieces[0][2]
    if first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
    bodies = [(pieces[0][1], first)] + [(extended, body) for _, extended, body in pieces[1:]]
    data = b"".join(unquote_to_bytes(body) if extended else body.encode(errors="replace") for extended, body in bodies)
    return harmless(decode_text(data, charset))


def parse_addresses(raw: bytes) -> list[Address]:
    """Return the mailboxes of From, To, Reply-To …; what has no address is left out. At most 200."""
    found = []
    for piece in _mailboxes(decode_text(re.sub(rb"[\r\n]+[ \t]*", b" ", raw[:FIELD_CHARACTERS]), "utf-8")):
        outside = _without_quoted(piece)
        angle = re.search(r"<([^<>]*)>[^<>]*$", outside)
        address = normal_address(angle.group(1) if angle else outside)
        if address is None:
            continue
        name = piece[: angle.start()] if angle else ""
        if not name.strip() and (comment := re.search(r"\(([^()]*)\)", piece)):
            name = comment.group(1)
        words = decode_field(_unquoted(name.strip()).encode("utf-8", "surrogatepass")).strip("\"' ")
        found.append(Address(words[:200], address))
        if len(found) == 200:
            break
    return found


def _mailboxes(text: str) -> list[str]:
    """Split at the commas that stand outside of quotes, comments and angle brackets; drop names of groups."""
    pieces, start, quoted, depth = [], 0, False, 0
    index = 0
    while index < len(text):
        letter = text[index]
        if letter == "\\":
            index += 1
        elif letter == '"':
            quoted = not quoted
        elif not quoted and letter in "(<":
            depth += 1
        elif not quoted and letter in ")>":
            depth = max(0, depth - 1)
        elif not quoted and not depth and letter in ",;":
            pieces.append(text[start:index])
            start = index + 1
        elif not quoted and not depth and letter == ":":
            start = index + 1
        index += 1
    return [*pieces, text[start:]]


def _without_quoted(text: str) -> str:
    """Blank what is in quotes, keeping places: an address in a display name is no address."""
    return re.sub(r'"(?:[^"\\]|\\.)*"(?!@)', lambda match: " " * len(match.group()), text)


def normal_address(text: str) -> str | None:
    """Return an address in lower case with its host in ASCII, or None when there is none in the text."""
    match = _ADDRESS.search(text)
    if match is None:
        return None
    local, _, host = harmless(match.group()).lower().rpartition("@")
    if not _HOST.fullmatch(host):
        return None
    host = host.rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return f"{local}@{host}"


def message_ids(raw: bytes) -> list[str]:
    """Return the ids of Message-ID, In-Reply-To or References, without angle brackets, in their order."""
    text = decode_text(raw[:FIELD_CHARACTERS], "utf-8")
    found = _MESSAGE_ID.findall(text) or [word.strip("<>") for word in text.split()[:1] if "@" in word]
    return [harmless(re.sub(r"[\x01-\x1f\x7f]", "", one))[:250] for one in found]


def parse_date(raw: bytes) -> datetime | None:
    """Return the moment of a Date field in UTC, or None when it cannot be read."""
    text = re.sub(r"\([^()]*\)", " ", decode_text(raw[:200], "utf-8"))
    try:
        moment = parsedate_to_datetime(text.strip())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None
