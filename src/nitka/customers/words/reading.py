"""A message read as a whole: its words, then its signature. Precision first: what may be anybody's is left alone."""

import re
from collections.abc import Iterable, Iterator

from nitka.customers.words.finding import Finding, Kind, Part, Spoken
from nitka.customers.words.hints import hints
from nitka.customers.words.names import names, signed
from nitka.customers.words.numbers import numbers
from nitka.customers.words.ownership import Whose, continues, whose
from nitka.customers.words.text import LONGEST, Sentence, fold, sentences, signature_in, signature_of, without_history
from nitka.customers.words.values import Value, is_a_roles, values

MOST_FOUND = 12  # of one message: whoever lists more of them does not speak of themselves
_FAX = re.compile(r"(?:факс|fax)\W*$")


def read(spoken: Spoken) -> list[Finding]:
    """Return what this message says of who writes it, in the order of the text. The same message says the same."""
    text = spoken.text[:LONGEST]
    folded = without_history(fold(text))
    until = signature_in(folded)
    said = sentences(folded)
    found = [*_words(spoken, text, folded, said, until)]
    if until < len(folded):
        found += _signature(spoken, text, folded, until, "text")
    elif signature := signature_of(spoken.quoted):
        low = fold(signature)
        found += _signature(spoken, signature, low, len(low) - len(low.lstrip()), "signature")
    kept = [one for one in _without_repeats(found) if (one.type, one.value) not in spoken.ours]
    return kept if len(kept) <= MOST_FOUND else []


def _words(spoken: Spoken, text: str, folded: str, said: list[Sentence], until: int) -> Iterator[Finding]:
    yield from names(text, folded, said, "text", until)
    before = [one for one in said if one.start < until]
    yield from numbers(text, folded, before, spoken.numbering, "text")
    yield from _identifiers(spoken, text, folded, before, until)
    yield from hints(spoken, text, folded, before, "text")


def _identifiers(spoken: Spoken, text: str, folded: str, said: list[Sentence], until: int) -> Iterator[Finding]:
    last: tuple[Value, Whose | None] | None = None
    for value in values(folded, spoken.region):
        if value.start >= until:
            return
        sentence = next((one for one in said if one.start <= value.start < one.end), None)
        if sentence is None:
            continue
        if last and last[0].start >= sentence.start and continues(folded, last[0], value):
            found = last[1]
        else:
            found = whose(spoken, folded, sentence, value, last[0].end if last else 0)
        last = value, found
        if found:
            yield _finding(text, value, found.kind, found.rule, found.confidence, "text", sentence)


def _signature(spoken: Spoken, text: str, folded: str, at: int, part: Part) -> Iterator[Finding]:
    yield from signed(text, folded, at, part)
    for value in values(folded, spoken.region):
        line = folded[folded.rfind("\n", 0, value.start) + 1 : value.start]
        if value.start >= at and not is_a_roles(value) and not _FAX.search(line):
            yield _finding(text, value, "own", "signature", 0.8, part, None)


def _finding(
    text: str, value: Value, kind: Kind, rule: str, confidence: float, part: Part, sentence: Sentence | None
) -> Finding:
    start = max(sentence.start, value.start - 60) if sentence else value.start
    while sentence and start > sentence.start and not text[start - 1].isspace():
        start -= 1
    start += len(text[start : value.start]) - len(text[start : value.start].lstrip())
    end = min(sentence.end, value.end + 40) if sentence and kind == "other" else value.end
    while sentence and end > value.end and end < sentence.end and not text[end].isspace():
        end -= 1
    return Finding(kind, value.type, value.value, start, end, text[start:end], rule, confidence, part)


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
