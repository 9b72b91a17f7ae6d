"""What is new in a mail: the lines that its author wrote, apart from history and signature."""

import re

import msgspec

from nitka.connectors.email.body import clients


class Line(msgspec.Struct, frozen=True):
    """A line of text. `cited`: inside of a quotation. `mark`: what HTML says begins here."""

    text: str
    cited: bool = False
    mark: str = ""  # '', 'attribution', 'history', 'signature'


class Split(msgspec.Struct, frozen=True):
    """New words are `lines[begin:end]`, without their signature that starts at `signature` (equal to `end`: none)."""

    begin: int
    end: int
    signature: int


def plain_lines(text: str) -> list[Line]:
    """Return the lines of a plain text; those that begin with `>` are cited."""
    return [Line(line.rstrip(), bool(re.match(r" ?>", line)) and line[:6] != ">From ") for line in text.split("\n")]


def split(lines: list[Line]) -> Split:
    """Find the new words. Answers written between quotations keep them, for without them they say nothing."""
    history = _history(lines)
    blocks = _blocks(lines[:history])
    begin, end = 0, history
    if blocks:
        first, last = blocks[0], blocks[-1]
        before = _worth(lines, 0, first[0])
        after = _worth(lines, last[1], history)
        if not after:
            end = last[0]
        elif not before and len(blocks) == 1:
            begin = last[1]
    return Split(begin, end, _signature(lines, begin, end))


def _history(lines: list[Line]) -> int:
    """The line where history begins that goes on to the end: an Outlook header, a forward, an unmarked quotation."""
    for index, line in enumerate(lines):
        if line.mark != "history" and (line.cited or not line.text.strip()):
            continue
        ahead = [one.text for one in lines[index : index + 10]]
        if line.mark == "history" or clients.is_separator(line.text) or clients.is_header_block(ahead):
            return _with_rule(lines, index)
        size = clients.attribution(ahead)
        if size and clients.is_sure_attribution(ahead[:size]) and not _cites_follow(lines, index + size):
            return index
    return len(lines)


def _with_rule(lines: list[Line], index: int) -> int:
    """Take in the ruled line that some clients draw above."""
    above = index
    while above and not lines[above - 1].text.strip():
        above -= 1
    return above - 1 if above and clients.is_rule(lines[above - 1].text) else index


def _cites_follow(lines: list[Line], index: int) -> bool:
    return any(line.cited for line in lines[index : index + 6])


def _blocks(lines: list[Line]) -> list[tuple[int, int]]:
    """Runs of cited lines, blank ones between them included, each with its attribution."""
    blocks: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        if not lines[index].cited:
            index += 1
            continue
        start = end = index
        while index < len(lines) and (lines[index].cited or not lines[index].text.strip()):
            index += 1
            end = index if lines[index - 1].cited else end
        start = _attributed(lines, start, blocks[-1][1] if blocks else 0)
        if blocks and not _worth(lines, blocks[-1][1], start):
            start = blocks.pop()[0]
        blocks.append((start, end))
    return blocks


def _attributed(lines: list[Line], start: int, floor: int) -> int:
    """The line at which the attribution above a quotation begins, or the quotation's own."""
    above = start
    while above > floor and not lines[above - 1].text.strip():
        above -= 1
    found = start
    for size in range(1, min(5, above - floor + 1)):
        first = above - size
        text = [line.text for line in lines[first:above]]
        if lines[first].mark == "attribution":
            return first
        if clients.attribution(text, cited=True) == size:
            found = first if size == 1 or clients.says_when(text) else found
            if clients.says_when(text):
                break  # a line more would be somebody's words
    return found


def _worth(lines: list[Line], begin: int, end: int) -> bool:
    """Whether somebody said something here that is no signature or line of an advertisement."""
    signature = _signature(lines, begin, end, needs_words=False)
    return any(line.text.strip() and not clients.is_rule(line.text) for line in lines[begin:signature])


def _signature(lines: list[Line], begin: int, end: int, *, needs_words: bool = True) -> int:
    """The line where the signature begins, `end` without one. Without words before it, it is what was said."""
    written = [index for index in range(begin, end) if lines[index].text.strip()]
    candidates = written[1:] if needs_words else written
    near_end = candidates[-clients.SIGNATURE_REACH :]
    rest = [lines[index].text.strip() for index in near_end]
    told = (
        index for place, index in enumerate(near_end) if not lines[index].cited and clients.is_signature(rest[place:])
    )
    marked = (index for index in candidates if lines[index].mark == "signature")
    return min(next(told, end), next(marked, end))


def words(lines: list[Line]) -> str:
    """Return lines as a text without blank ones around it and never more than one between."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.text for line in lines)).strip("\n ").strip()
