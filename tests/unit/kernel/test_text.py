"""Text from outside, made harmless."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nitka.kernel.text import harmless, harmless_json, shorten

anything = st.text(st.characters(codec=None, exclude_categories=()))
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | anything,
    lambda children: st.lists(children, max_size=3) | st.dictionaries(anything, children, max_size=3),
    max_leaves=10,
)


@given(anything)
def test_harmless_text_can_be_stored_anywhere(text: str) -> None:
    clean = harmless(text)
    clean.encode()
    assert "\x00" not in clean
    assert len(clean) == len(text)


@given(json_values)
def test_harmless_json_can_be_stored_anywhere(value: Any) -> None:
    assert "\\u0000" not in json.dumps(harmless_json(value), ensure_ascii=False).replace("\\\\", "")
    json.dumps(harmless_json(value), ensure_ascii=False).encode()


def test_what_is_too_deep_is_cut_off() -> None:
    deep: Any = "end"
    for _ in range(100):
        deep = [deep]
    assert str(harmless_json(deep)).count("[") <= 33


def test_emoji_and_russian_stay() -> None:
    assert harmless("Ёлка 🎄 и \u202eRTL") == "Ёлка 🎄 и \u202eRTL"


def test_shorten_gives_one_line_within_the_limit() -> None:
    assert shorten("  два\n слова ", 20) == "два слова"
    assert shorten("x" * 50, 10) == "x" * 9 + "…"
