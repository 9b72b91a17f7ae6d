"""However a name is spelt, it meets itself and not another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.customers.likeness.fold import fold, skeleton

SPELLINGS = [
    ("Щербаков", "Shcherbakov Scherbakov Schtscherbakow Shherbakov"),
    ("Юлия", "Yulia Yuliya Julia Julija Iuliia"),
    ("Ксения", "Xenia Kseniya Ksenia Kseniia"),
    ("Наталья", "Natalya Natalia Natalja Наталия"),
    ("Королёв", "Королев Korolyov Korolev"),
]
TEXTS = st.text(
    alphabet=st.sampled_from("абвгдеёжзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyz -'."), max_size=20
)


@pytest.mark.parametrize(("name", "others"), SPELLINGS)
def test_usual_spellings_of_one_name_meet(name: str, others: str) -> None:
    assert {skeleton(other) for other in others.split()} == {skeleton(name)}


@given(TEXTS)
def test_what_is_folded_stays_so(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert skeleton(skeleton(text)) == skeleton(text)


@given(TEXTS)
def test_case_and_yo_do_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text) == fold(text.replace("ё", "е"))
