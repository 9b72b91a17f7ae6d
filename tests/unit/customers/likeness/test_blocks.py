"""Records that may be one person's must meet under a key, and strangers seldom."""

import pytest

from nitka.customers.likeness.blocks import keys
from nitka.customers.likeness.described import described
from tests.unit.customers.likeness.test_scoring import ANNA, HOME, IVAN, JOHN, ONE


@pytest.mark.parametrize("case", ONE)
def test_one_person_meets_himself(case: str) -> None:
    a, b = ONE[case]
    assert keys(described(a)) & keys(described(b))


def test_strangers_do_not_meet() -> None:
    assert not keys(described(IVAN)) & keys(described(JOHN | {"birth_date": "1961-09-30"}))
    assert not keys(described(ANNA)) & keys(described(IVAN))


def test_a_town_alone_is_no_key() -> None:
    assert not keys(described({"city": HOME["city"], "postcode": HOME["postcode"]}))


def test_keys_are_few_and_fit_a_database() -> None:
    found = keys(described(IVAN | {"first_name": "Саша", "address": "ул. 3-я Новая Большая Садовая, д. 5, кв. 12"}))
    assert 0 < len(found) <= 32
    assert all(-(2**63) <= key < 2**63 for key in found)


def test_keys_do_not_depend_on_the_order_of_the_fields() -> None:
    assert keys(described(IVAN)) == keys(described(dict(reversed(IVAN.items()))))
