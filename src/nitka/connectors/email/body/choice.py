"""Which of a mail's parts are its words and which are files."""

import mimetypes
import re

import msgspec

from nitka.connectors.email.mime.charsets import decode_text
from nitka.connectors.email.mime.headers import decode_field
from nitka.connectors.email.mime.parts import Part, split_headers
from nitka.kernel.text import harmless

TEXT_CHARACTERS = 300_000  # of words in one mail that are read; longer ones are kept as a file
FILES = 100
# What changes the direction of reading makes "exe.gpj" look like "jpg.exe".
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\"<>|:*?]")
_REPORTS = {"message/delivery-status", "message/global-delivery-status", "message/disposition-notification"}


class File(msgspec.Struct, frozen=True):
    """A file of a mail. `content_id` is what the HTML calls it by, or empty."""

    name: str
    type: str
    data: bytes
    content_id: str = ""


class Words(msgspec.Struct, frozen=True):
    """The text as sent, or empty; the HTML as sent, or empty. Either may stand for all of the mail or not be there."""

    plain: str
    html: str


def choose(parts: list[Part]) -> tuple[Words, list[File]]:
    """Return the mail's words and its files, at most `FILES`."""
    plain: list[str] = []
    html: list[str] = []
    files: list[File] = []
    groups_with_html = {group for part in parts if is_words(part, "text/html") if (group := _group(part))}
    groups_with_plain = {group for part in parts if is_words(part, "text/plain") if (group := _group(part))}
    some_html = any(is_words(part, "text/html") for part in parts)
    for part in parts:
        if is_words(part, "text/plain"):
            text = plain_text(part)
            plain.append(text)
            if some_html and _group(part) not in groups_with_html:
                html.append(plain_as_html(text))
        elif is_words(part, "text/html"):
            source = decode_text(part.content(), part.parameters.get("charset") or _meta_charset(part))
            html.append(source[:TEXT_CHARACTERS])
            if _group(part) not in groups_with_plain:
                plain.append("")  # these words stand in HTML alone
        elif part.type not in _REPORTS and len(files) < FILES:
            files.append(file_of(part))
    whole = all(plain) and plain
    return Words(
        "\n".join(plain)[:TEXT_CHARACTERS] if whole or not html else "", "\n".join(html)[:TEXT_CHARACTERS]
    ), files


def is_words(part: Part, type_: str) -> bool:
    """Whether this leaf is to be read rather than opened."""
    return part.type == type_ and part.disposition != "attachment" and not part.name


def _group(part: Part) -> int | None:
    """The number of the innermost `alternative` that the leaf is one choice of."""
    return next((number for type_, number in reversed(part.parents) if type_ == "multipart/alternative"), None)


def _meta_charset(part: Part) -> str | None:
    match = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{2,40})", part.content()[:4096], re.IGNORECASE)
    return match.group(1).decode("ascii", "replace") if match else None


def plain_text(part: Part) -> str:
    """Return a text part with lines ended by \\n and `format=flowed` undone (RFC 3676)."""
    text = decode_text(part.content()[: 4 * TEXT_CHARACTERS], part.parameters.get("charset"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")[:TEXT_CHARACTERS]
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return text


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Join the lines that end with a space to those after them, if they are quoted equally deep (RFC 3676, 4.1)."""
    lines: list[str] = []
    flowing: int | None = None
    for raw in text.split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        if flowing == depth and lines and line != "-- ":
            lines[-1] += line
        else:
            lines.append(f"{'>' * depth} {line}" if depth else line)
        flowing = depth if line.endswith(" ") and line != "-- " else None
        if flowing is not None and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def plain_as_html(text: str) -> str:
    """Return plain text as HTML that looks the same."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<div>{escaped.replace(chr(10), '<br>')}</div>"


def file_of(part: Part) -> File:
    """Return a leaf as a file with a name that is safe to show and to save."""
    return File(_file_name(part), part.type, part.content(), part.content_id)


def _file_name(part: Part) -> str:
    name = part.name
    if not name and part.type == "message/rfc822":
        subject = split_headers(part.body)[0].raw("subject")
        name = f"{decode_field(subject)[:80] or 'message'}.eml"
    name = safe_name(name)
    return name or "file" + (mimetypes.guess_extension(part.type) or ".bin")


def safe_name(name: str) -> str:
    """Return a file name without folders, control and direction characters; at most 150 characters."""
    name = _UNSAFE_NAME.sub("", harmless(name)).replace("\\", "/").rsplit("/", 1)[-1].strip(" .")
    stem, dot, extension = name.rpartition(".")
    return name if len(name) <= 150 else f"{stem[:130]}{dot}{extension[:15]}"
