"""A message read as a whole: its words, then its signature. Precision first: what may be anybody's is left alone."""

import re
from collections.abc import Iterable, Iterator

from nitka.customers.words.finding import Finding, Spoken
from nitka.customers.words.hints import hints
from nitka.customers.words.names import names, signed
from nitka.customers.words.numbers import numbers
from nitka.customers.words.ownership import Whose, continues, whose
from nitka.customers.words.text import (
    LONGEST,
    Page,
    Sentence,
    fold,
    sentences,
    signature_in,
    signature_of,
    without_history,
)
from nitka.customers.words.values import Value, is_a_roles, values

MOST_FOUND = 12  # of one message: whoever lists more of them does not speak of themselves
_REPEATED = frozenset({"asked", "alone", "contact", "to_me", "used", "signature"})
_FAX = re.compile(r"(?:факс|fax)\W*$")


def read(spoken: Spoken) -> list[Finding]:
    """Return what this message says of who writes it, in the order of the text. The same message says the same."""
    text = spoken.text[:LONGEST]
    folded = without_history(fold(text))
    page = Page(text, folded, "text", sentences(folded))
    until = signature_in(folded)
    found = [
        *names(page, until), *numbers(page, spoken.numbering, until), *_identifiers(spoken, page, until),
        *hints(spoken, page, until),
    ]  # fmt: skip
    if until < len(folded):
        found += _signature(spoken, page, until)
    elif signature := signature_of(spoken.quoted):
        low = fold(signature)
        found += _signature(spoken, Page(signature, low, "signature", []), len(low) - len(low.lstrip()))
    kept = [one for one in _without_repeats(found) if not _is_ours(spoken, one)]
    return kept if len(kept) <= MOST_FOUND else []


def _is_ours(spoken: Spoken, one: Finding) -> bool:
    # What we named first is repeated rather than given, unless it is said whose it is.
    named = (one.type, one.value)
    return named in spoken.ours or (named in spoken.asked.values and one.rule in _REPEATED)


def _identifiers(spoken: Spoken, page: Page, until: int) -> Iterator[Finding]:
    last: tuple[Value, Whose | None] | None = None
    for value in values(page.folded, spoken.region):
        sentence = next((one for one in page.said if one.start <= value.start < one.end), None)
        if value.start >= until or sentence is None:
            continue
        if last and last[0].start >= sentence.start and continues(page.folded, last[0], value):
            found = last[1]
        else:
            found = whose(spoken, page.folded, sentence, value, last[0].end if last else 0)
        last = value, found
        if found:
            place = _quote(page.text, sentence, value, found)
            yield page.found(place, found.kind, (value.type, value.value), found.rule, found.confidence)


def _signature(spoken: Spoken, page: Page, at: int) -> Iterator[Finding]:
    yield from signed(page, at)
    for value in values(page.folded, spoken.region):
        line = page.folded[page.folded.rfind("\n", 0, value.start) + 1 : value.start]
        if value.start >= at and not is_a_roles(value) and not _FAX.search(line):
            yield page.found((value.start, value.end), "own", (value.type, value.value), "signature", 0.8)


def _quote(text: str, sentence: Sentence, value: Value, found: Whose) -> tuple[int, int]:
    """Return the words around an identifier that tell whose it is."""
    start = max(sentence.start, value.start - 60)
    while start > sentence.start and not text[start - 1].isspace():
        start -= 1
    start += len(text[start : value.start]) - len(text[start : value.start].lstrip())
    end = min(sentence.end, value.end + 40) if found.kind in {"other", "former"} else value.end
    while value.end < end < sentence.end and not text[end].isspace():
        end -= 1
    return start, value.end + len(text[value.end : end].rstrip())


def _without_repeats(found: Iterable[Finding]) -> list[Finding]:
    """One finding for each thing; where words contradict themselves about an identifier, none."""
    best: dict[tuple[str, str], Finding] = {}
    torn: set[tuple[str, str]] = set()
    for one in found:
        key = (one.type, "") if one.kind == "trait" and one.type == "name" else (one.type, one.value)
        other = best.get(key)
        if other and other.kind != one.kind:
            torn.add(key)
        if other is None or one.confidence > other.confidence:
            best[key] = one
    return sorted((one for key, one in best.items() if key not in torn), key=lambda one: (one.part, one.start))
