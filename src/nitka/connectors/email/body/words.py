"""The words of a mail as a message: new text, safe HTML of it, and what was folded away."""

import re

import msgspec

from nitka.connectors.email.body.choice import Words
from nitka.connectors.email.body.html import Document
from nitka.connectors.email.body.lines import Line, Split, plain_lines, split, words
from nitka.kernel.text import harmless

TEXT_LIMIT = 80_000  # bytes of each text in a touch, which travels through the broker
HTML_LIMIT = 120_000  # bytes
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What some programs write into the text of a mail that they made in HTML only.
_NO_TEXT = re.compile(
    r"(?:your|this) (?:e-?mail|mail|client|message).{0,80}html|не поддерживает.{0,40}html", re.IGNORECASE
)


class Said(msgspec.Struct, frozen=True):
    """`text` is new, `html` the same made safe; `quoted` is history and signature; `cut`: too long to be whole."""

    text: str
    html: str | None
    quoted: str | None
    cut: bool = False


def said(sent: Words, files: dict[str, str], *, has_files: bool = False) -> Said:
    """Return what the author said. `files`: id of the file for each Content-ID of the HTML."""
    document = Document(sent.html, files) if sent.html.strip() else None
    plain = sent.plain if _is_text(sent) else ""
    lines = plain_lines(plain) if plain or document is None else document.lines
    found = split(lines)
    text, quoted = _texts(lines, found, has_files=has_files)
    html = _html(document, document.lines if plain else lines, None if plain else found, text) if document else None
    html = html and harmless(html)
    if html and len(html.encode()) > HTML_LIMIT:
        html = None  # the text stands for it, the whole is in the original
    (text, text_cut), (quoted, quoted_cut) = _shortened(text), _shortened(quoted)
    return Said(text, html or None, quoted or None, text_cut or quoted_cut or (document is not None and html is None))


def _shortened(text: str) -> tuple[str, bool]:
    data = harmless(_CONTROL.sub("", text)).encode()
    return data[:TEXT_LIMIT].decode("utf-8", "ignore"), len(data) > TEXT_LIMIT


def _is_text(sent: Words) -> bool:
    """Whether the plain text can stand for the mail, and is no mere hint to look at the HTML."""
    plain = sent.plain.strip()
    return bool(plain) and not (sent.html and len(plain) < 300 and _NO_TEXT.search(plain))


def _texts(lines: list[Line], found: Split, *, has_files: bool) -> tuple[str, str]:
    new = words(lines[found.begin : found.signature])
    if not new and not has_files:
        return words(lines), ""  # a mere forward: the history is what was said
    rest = [*lines[: found.begin], *lines[found.signature : found.end], *lines[found.end :]]
    return new, words(rest)


def _html(document: Document, lines: list[Line], found: Split | None, text: str) -> str:
    found = found or split(lines)
    html = document.html(found.begin, found.signature)
    if not re.sub(r"<(?!img)[^>]*>", "", html).strip():
        return document.html() if text else ""
    return html
