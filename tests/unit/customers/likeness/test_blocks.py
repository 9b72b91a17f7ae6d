"""Records that may be one person's must meet under a key, and strangers seldom."""

from collections.abc import Mapping
from typing import Any

import pytest

from nitka.customers.likeness.blocks import keys
from nitka.customers.likeness.described import described
from nitka.customers.model.versions import newest
from tests.unit.customers.likeness.test_scoring import ANNA, HOME, IVAN, JOHN, ONE


def keys_of(traits: Mapping[str, Any]) -> frozenset[int]:
    """The keys of who is described so."""
    return keys(described(traits), newest().likeness)


@pytest.mark.parametrize("case", ONE)
def test_one_person_meets_himself(case: str) -> None:
    a, b = ONE[case]
    assert keys_of(a) & keys_of(b)


def test_strangers_do_not_meet() -> None:
    assert not keys_of(IVAN) & keys_of(JOHN | {"birth_date": "1961-09-30"})
    assert not keys_of(ANNA) & keys_of(IVAN)


def test_a_town_alone_is_no_key() -> None:
    assert not keys_of({"city": HOME["city"], "postcode": HOME["postcode"]})


def test_keys_are_few_and_fit_a_database() -> None:
    found = keys_of(IVAN | {"first_name": "Саша", "address": "ул. 3-я Новая Большая Садовая, д. 5, кв. 12"})
    assert 0 < len(found) <= 32
    assert all(-(2**63) <= key < 2**63 for key in found)


def test_keys_do_not_depend_on_the_order_of_the_fields() -> None:
    assert keys_of(IVAN) == keys_of(dict(reversed(IVAN.items())))
