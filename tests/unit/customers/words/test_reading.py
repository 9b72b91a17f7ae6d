"""What holds for every message, whatever it says."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.customers.words import Asked, Numbering, Spoken, read
from tests.unit.customers.words.test_corpus import corpus, score

_PIECES = st.sampled_from(
    ["мой ", "телефон ", "8 916 123-45-67", "это ", "жены ", "Иван ", "Петров", "\n", ". ", "? ", "> ", "заказ № 10234",
     "@", "my ", "wife's ", "phone ", "С уважением,\n", "İ", "\u200b", "договор ", "77-1", "не ", "ivan@mail.ru", "«",
     "»", "вы писали: ", "—"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=8), max_size=30).map("".join), st.none() | st.text(max_size=80))
def test_a_quote_stands_where_it_is_said_to(text: str, quoted: str | None) -> None:
    spoken = Spoken(text=text, quoted=quoted, address=("device", "visitor"))
    found = read(spoken)
    assert found == read(spoken)
    for one in found:
        assert one.quote.strip()
        assert one.value
        if one.part == "text":
            assert text[one.start : one.end] == one.quote


@pytest.mark.parametrize(
    "piece",
    ["мой телефон ", "8", "8 916 ", "это ", "a@", "a.", "@a", "заказ ", "№", "-", "\n", "--\n", "my wife's ", "Иван ",
     "(", "меня зовут ", "с уважением, ", "от ", "1-", "«", "вы писали «", "new ", "Иван Петров\n"],
)  # fmt: skip
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 8_000)[:8_000]
    began = time.process_time()
    read(Spoken(text=text, quoted=text, address=("phone", "+79160000000"), asked=Asked(text)))
    assert time.process_time() - began < 1.0


def test_the_company_itself_is_never_found() -> None:
    text = "Мой телефон 8 495 100-20-30, почта sales@shop.ru"
    ours = frozenset({("phone", "+74951002030"), ("email", "sales@shop.ru")})
    assert len(read(Spoken(text=text))) == 2
    assert read(Spoken(text=text, ours=ours)) == []


def test_numbers_of_this_company_are_known_by_their_look() -> None:
    numbering = (Numbering("order", "AB-####"), Numbering("contract", "##/@@-#+"))
    found = read(Spoken(text="что с ab-1234 и 12/КР-778899?", numbering=numbering))
    assert [(one.type, one.value) for one in found] == [("order", "AB-1234"), ("contract", "12/КР-778899")]
    assert read(Spoken(text="xab-1234, ab-12345, ab-1234-5", numbering=numbering)) == []


@pytest.mark.parametrize("mask", ["#+1" * 12 + "x", "#+ " * 12 + "x", "#+" + " " * 36 + "#x", "A#+#" + "1#+" * 11])
def test_no_mask_makes_a_text_slow(mask: str) -> None:
    numbering = (Numbering("order", mask),)
    began = time.process_time()
    for piece in ("1" * 44, "a" + "1" * 60, "1" + " " * 40):
        read(Spoken(text=(piece + ". ") * 40, numbering=numbering))
    assert time.process_time() - began < 1.0


def test_a_blank_or_a_digit_in_a_mask_may_stand_between_digits() -> None:
    numbering = (Numbering("order", "X #+ ##"), Numbering("contract", "#+7-#+-#+-#+"))
    found = read(Spoken(text="x 123 45, x67890 и 1277-1-22-333", numbering=numbering))
    assert [one.value for one in found] == ["X12345", "X67890", "1277-1-22-333"]


def test_a_list_of_contacts_says_nothing_of_who_sends_it() -> None:
    lines = "\n".join(f"Телефон: 8 916 123-45-{number:02}" for number in range(20))
    assert read(Spoken(text=lines)) == []


def test_who_contradicts_themselves_is_not_believed() -> None:
    assert read(Spoken(text="Мой телефон 8 916 123-45-67. Номер 8 916 123-45-67 не мой.")) == []


def test_the_figures_that_the_documentation_gives() -> None:
    assert score("corpus.txt")[:2] == (1.0, 1.0)
    for name in ("fresh.txt", "unseen.txt"):
        result = score(name)
        assert result.precision >= 0.97, result.wrong
        assert result.recall >= 0.95, result.wrong
    assert sum(len(corpus(name)) for name in ("corpus.txt", "fresh.txt", "unseen.txt")) >= 380
