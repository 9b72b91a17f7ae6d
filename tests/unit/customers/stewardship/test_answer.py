"""What an answer is worth."""

import pytest

from nitka.customers.models import Customer
from nitka.customers.stewardship.answer import compared
from nitka.customers.stewardship.known import known_of
from nitka.kernel.clock import now
from nitka.kernel.ids import new_id


@pytest.mark.parametrize(
    ("feature", "answer", "known", "outcome"),
    [
        ("birth_date", "12 марта 1985", "1985-03-12", "same"),
        ("birth_date", "12.03.85", "1985-03-12", "same"),
        ("birth_date", "13 марта 1985", "1985-03-12", "near"),
        ("birth_date", "1 января 1991", "1985-03-12", "differ"),
        ("birth_date", "не скажу", "1985-03-12", "unknown"),
        ("phone", "8 (916) 123-45-67", "+79161234567", "same"),
        ("phone", "8 916 123-45-68", "+79161234567", "near"),
        ("email", " Ivan@Shop.org", "ivan@shop.org", "same"),
        ("first_name", "Саша", "Александр", "same"),
        ("first_name", "Ольга", "Александр", "differ"),
        ("last_name", "Иванова", "Ivanov", "same"),
        ("city", "Казань", "kazan", "same"),
        ("loyalty", "12-34", "1234", "same"),
    ],
)
def test_an_answer_is_compared_as_people_mean_it(feature: str, answer: str, known: str, outcome: str) -> None:
    assert compared(feature, answer, [known], "RU") == outcome


def test_of_several_known_values_the_best_counts_and_none_says_nothing() -> None:
    assert compared("email", "a@b.org", ["c@d.org", "a@b.org"], "RU") == "same"
    assert compared("email", "a@b.org", [], "RU") == "unknown"


def _customer(called: str | None, **traits: object) -> Customer:
    return Customer(
        id=new_id(), name=called, known_by=None, identifiers=[], traits=traits, blocked=False, created_at=now(),
        open_conversation_id=None,
    )  # fmt: skip


def test_what_sources_call_differently_is_one_feature() -> None:
    segment = known_of(_customer(None, firstName="Иван", birthday="12.03.1985", address={"city": "Казань"}), "RU")
    assert segment == {
        "first_name": frozenset({"Иван"}), "birth_date": frozenset({"12.03.1985"}), "city": frozenset({"Казань"}),
    }  # fmt: skip
    whole = known_of(_customer("Петров Иван Сергеевич", name="Петров Иван Сергеевич"), "RU")
    assert set(whole) == {"first_name", "last_name", "middle_name"}
