"""HTML from outside, cut down so that a parser makes no more of it than its length is worth.

A standard parser opens unclosed formatting anew in every block: 15 KB can ask for a million elements (HTML standard,
13.2.4.3). Here every element is closed within its parent, and tags are written anew, so that what a parser sees is
what was counted, however the source hides its tags in attributes and comments. Nothing is made safe here.
"""

import re
from collections import Counter
from html import unescape

DEPTH = 400  # elements inside of one another; the tags of deeper ones are left out
REOPENED = 100_000  # elements that may be opened anew in all of a letter

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_END = re.compile(r"[\s/]*>")
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*")
_RAW = {"script", "style", "title", "iframe", "noembed", "noframes", "noscript", "xmp", "textarea"}
_CELLS = {"td", "th", "tr", "tbody", "thead", "tfoot", "caption"}
_SELF_CLOSING = _CELLS | {"p", "li", "dt", "dd"}  # the next of their kind ends them
_LASTING = {"a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"}


def tidy(html: str, tags: set[str], void: set[str], blocks: set[str]) -> str:
    """Return the HTML with these tags only, or just its text when a parser would make too much of it."""
    pen = _Pen(tags, void, blocks)
    place = 0
    while (begin := html.find("<", place)) >= 0 and pen.reopened <= REOPENED:
        pen.text(html[place:begin])
        place = _markup(pen, html, begin)
    pen.text(html[place:])
    return pen.text_only() if pen.reopened > REOPENED else pen.whole()


def _markup(pen: "_Pen", html: str, begin: int) -> int:
    """Take what begins with `<` and return the place after it: the end of all where it does not end."""
    match = _TAG.match(html, begin)
    if match is None:
        if html.startswith("<!--", begin):
            return _after(html, "-->", begin + 2)
        if html.startswith(("<!", "<?", "</"), begin):
            return _after(html, ">", begin)
        pen.text("<")
        return begin + 1
    place, attributes = match.end(), []
    while not (end := _END.match(html, place)):
        found = _ATTRIBUTE.match(html, place)
        if found is None:
            return len(html)
        attributes.append((found[1].lower(), found[2] or found[3] or found[4] or ""))
        place = found.end()
    name = match[2].lower()
    if match[1]:
        pen.close(name)
    elif name in _RAW:
        closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, end.end())
        return closing.start() if closing else len(html)
    else:
        pen.open(name, attributes)
    return end.end()


def _after(html: str, mark: str, begin: int) -> int:
    found = html.find(mark, begin)
    return found + len(mark) if found >= 0 else len(html)


class _Pen:
    """Writes well-formed HTML and keeps account of what is open."""

    def __init__(self, tags: set[str], void: set[str], blocks: set[str]) -> None:
        self._tags, self._void, self._blocks = tags, void, blocks
        self._out: list[str] = []
        self._texts: list[str] = []
        self._inside: list[str] = []
        self._open: Counter[str] = Counter()
        self._lasting = 0
        self.reopened = 0

    def text(self, text: str) -> None:
        if text:
            self._texts.append(text)
            self._out.append(text.replace("<", "&lt;").replace(">", "&gt;"))

    def open(self, name: str, attributes: list[tuple[str, str]]) -> None:
        self._pass(name)
        if name not in self._tags:
            return
        keeps = name not in self._void and name not in _SELF_CLOSING
        if keeps and len(self._inside) >= DEPTH:
            return
        said = "".join(
            f' {key}="{value.replace(chr(34), "&quot;")}"' for key, value in attributes if _NAME.fullmatch(key)
        )
        self._out.append(f"<{name}{said}>")
        if keeps:
            self._inside.append(name)
            self._open[name] += 1
            self._lasting += name in _LASTING

    def close(self, name: str) -> None:
        self._pass(name)
        if name == "br":
            self._out.append("<br>")
        elif name in _SELF_CLOSING and name in self._tags:
            self._out.append(f"</{name}>")
        else:
            while self._open[name]:
                if self._end() == name:
                    break

    def _pass(self, name: str) -> None:
        """A block is begun or ended: what lasts may be opened anew in the next one."""
        if name in _CELLS:
            while self._inside and self._inside[-1] in _LASTING:
                self._end()
        if name in _SELF_CLOSING or name in self._blocks:
            self._texts.append(" ")
            self.reopened += self._lasting

    def _end(self) -> str:
        name = self._inside.pop()
        self._open[name] -= 1
        self._lasting -= name in _LASTING
        self._out.append(f"</{name}>")
        return name

    def whole(self) -> str:
        while self._inside:
            self._end()
        return "".join(self._out)

    def text_only(self) -> str:
        return unescape("".join(self._texts)).replace("&", "&amp;").replace("<", "&lt;")
