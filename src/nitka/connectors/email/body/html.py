"""A mail's HTML as safe pieces and as the lines that a reader sees, so that a part of it can be cut out whole."""

import re
from html import escape
from html.parser import HTMLParser

import msgspec

from nitka.connectors.email.body.lines import Line
from nitka.connectors.email.body.safety import BLOCKS, SPACED, VOID, first_clean, flat_enough, last_clean

_HISTORY = re.compile(
    r"(?:^|\s)(?:x_)*(?:appendonsend|divRplyFwdMsg|OutlookMessageHeader|moz-forward-container|yahoo_quoted\w*"
    r"|mail-editor-reference-message-container|ms-outlook-mobile-reference-message|zmail_extra)(?:\s|$)"
)
_ATTRIBUTION = re.compile(r"(?:^|\s)(?:x_)*(?:gmail_attr|moz-cite-prefix|reply-intro)(?:\s|$)")
_SIGNATURE = re.compile(
    r"(?:^|\s)(?:x_)*(?:gmail_signature(?:_prefix)?|moz-signature|ms-outlook-mobile-signature|protonmail_signature_block"
    r"|AppleMailSignature|Signature|js-wysiwyg-signature)(?:\s|$)"
)
# Quotations of webmail are blockquotes; those of text editors are too, so only in the words' own level is it certain.
_QUOTING = {"blockquote"}


class Piece(msgspec.Struct):
    """A tag or text with the number of the line it stands in."""

    kind: str  # open, close, void, text
    tag: str
    line: int
    source: str


class Document(HTMLParser):
    """Safe HTML as a sequence of pieces, and the lines that a reader sees."""

    def __init__(self, html: str, files: dict[str, str] | None = None) -> None:
        """`files`: the id of the file that stands for a Content-ID."""
        super().__init__(convert_charrefs=True)
        self._files = files or {}
        self._texts: list[list[str]] = [[]]
        self._states: list[tuple[bool, str]] = [(False, "")]
        self._quotations = 0
        self._numbers: list[int | None] = []
        self._pre = 0
        self.pieces: list[Piece] = []
        self.feed(first_clean.clean(flat_enough(html)))
        self.close()

    @property
    def lines(self) -> list[Line]:
        """The lines in order; a piece's `line` is an index into them."""
        return [Line("".join(text).strip(" "), cited, mark)
                for text, (cited, mark) in zip(self._texts, self._states, strict=True)]  # fmt: skip

    def _new_line(self, *, blank: bool = False) -> None:
        if any(text.strip() for text in self._texts[-1]):
            self._push()
        if blank and len(self._texts) > 1 and any(text.strip() for text in self._texts[-2]):
            self._push()

    def _push(self) -> None:
        self._texts.append([])
        self._states.append((self._quotations > 0, ""))

    def _mark(self, names: str) -> None:
        for mark, pattern in (("history", _HISTORY), ("attribution", _ATTRIBUTION), ("signature", _SIGNATURE)):
            if pattern.search(names):
                self._new_line()
                self._states[-1] = (self._quotations > 0, mark)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag == "br":
            self._piece("void", tag, "<br>")
            self._push()
            return
        if tag in BLOCKS:
            self._new_line(blank=tag in SPACED)
        given = {name: value or "" for name, value in attrs}
        self._mark(f"{given.pop('class', '')} {given.pop('id', '')}")
        if tag in _QUOTING:
            self._quotations += 1
            self._states[-1] = (True, self._states[-1][1])
        self._pre += tag == "pre"
        if tag in {"ol", "ul"}:
            self._numbers.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._texts[-1].append(self._bullet())
        elif tag in {"td", "th"} and self._texts[-1]:
            self._texts[-1].append(" ")
        if tag == "img":
            self._picture(given)
        self._piece("void" if tag in VOID else "open", tag, _tag(tag, given))

    def _picture(self, given: dict[str, str]) -> None:
        """Nothing is loaded from elsewhere until the reader wants it; files of the mail are named by their id."""
        source = given.pop("src", "")
        if source.lower().startswith("cid:"):
            if file := self._files.get(source[4:].strip("<> ")):
                given["data-file"] = file
        elif source.lower().startswith(("http:", "https:")):
            given["data-src"] = source
        elif source:
            given["src"] = source

    def _bullet(self) -> str:
        if not self._numbers or (number := self._numbers[-1]) is None:
            return "• "
        self._numbers[-1] = number + 1
        return f"{number}. "

    def handle_endtag(self, tag: str) -> None:
        """Close an element; what is written next begins a line of its own after a block."""
        if tag in VOID:
            return
        self._piece("close", tag, f"</{tag}>")
        if tag in _QUOTING and self._quotations:
            self._quotations -= 1
            if not self._texts[-1]:
                self._states[-1] = (self._quotations > 0, "")
            else:
                self._push()
        self._pre -= tag == "pre" and self._pre > 0
        if tag in {"ol", "ul"} and self._numbers:
            self._numbers.pop()
        if tag in BLOCKS:
            self._new_line(blank=tag in SPACED)

    def handle_data(self, data: str) -> None:
        """Add text: white space counts as in a browser."""
        if not self._pre:
            self._text(re.sub(r"[ \t\r\n\f\xa0]+", " ", data), data)
            return
        for index, row in enumerate(data.split("\n")):
            if index:
                self._piece("text", "", "\n")
                self._push()
            self._text(row, row)

    def _text(self, seen: str, data: str) -> None:
        if seen.strip() or (seen and self._texts[-1]):
            self._texts[-1].append(seen)
        self._piece("text", "", escape(data, quote=False))

    def _piece(self, kind: str, tag: str, source: str) -> None:
        self.pieces.append(Piece(kind, tag, len(self._texts) - 1, source))

    def html(self, begin: int = 0, end: int | None = None) -> str:
        """Return the safe HTML of `lines[begin:end]`, with the elements around them."""
        end = len(self._texts) if end is None else end
        out: list[str] = []
        around: list[Piece] = []
        for piece in self.pieces:
            within = begin <= piece.line < end
            if piece.kind == "open":
                around.append(piece)
            elif piece.kind == "close" and around:
                around.pop()
            if within and not out:
                out = [one.source for one in around if one is not piece]
            if within:
                out.append(piece.source)
            elif out and piece.line >= end:
                # An element that was opened before is closed here, or it would be left open.
                around = around[: -1 if piece.kind == "open" else None]
                out += [f"</{one.tag}>" for one in reversed(around)]
                if piece.kind == "close":
                    out.append(piece.source)
                break
        return last_clean.clean("".join(out)).strip()


def _tag(name: str, attributes: dict[str, str]) -> str:
    return f"<{name}{''.join(f' {key}={chr(34)}{escape(value)}{chr(34)}' for key, value in attributes.items())}>"
