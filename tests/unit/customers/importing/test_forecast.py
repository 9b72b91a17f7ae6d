"""What a dry run foretells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from uuid import UUID

import pytest

from nitka.customers.importing.forecast import Forecaster
from nitka.customers.importing.scratch import Scratch
from nitka.kernel.ids import derived_id

CRM = ("crm_id", "1С")


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    """Where a dry run remembers."""
    with closing(Scratch()) as scratch:
        yield scratch


def _node(type_: str, value: str) -> tuple[UUID, str, str]:
    return derived_id(type_, value), type_, "1С" if type_ == "crm_id" else ""


def test_rows_of_one_person_and_known_customers_come_together(scratch: Scratch) -> None:
    forecaster = Forecaster([], scratch)
    anna, ivan = derived_id("anna"), derived_id("ivan")
    forecaster.customer(anna, {})
    forecaster.customer(ivan, {})
    forecaster.row([_node("email", "new"), _node("phone", "1")], [])
    forecaster.row([_node("phone", "1")], [])  # the same new person
    forecaster.row([_node("email", "anna")], [anna])
    forecaster.row([_node("email", "both"), _node("phone", "both")], [anna, ivan])
    found = forecaster.conclude()
    assert (found.new, found.known, found.joining, found.joined_into, found.together) == (1, 0, 2, 1, 2)


def test_two_ids_of_one_kind_are_two_people_also_when_they_share_a_phone(scratch: Scratch) -> None:
    forecaster = Forecaster([CRM], scratch)
    known = derived_id("known")
    forecaster.customer(known, {CRM: _node("crm_id", "9")[0]})
    forecaster.row([_node("crm_id", "1"), _node("phone", "home")], [])
    forecaster.row([_node("crm_id", "2"), _node("phone", "home")], [])
    forecaster.row([_node("crm_id", "3"), _node("email", "known")], [known])
    found = forecaster.conclude()
    assert (found.new, found.known, found.joining, found.apart) == (3, 0, 0, 2)


def test_the_phone_of_an_office_joins_nobody(scratch: Scratch) -> None:
    forecaster = Forecaster([CRM], scratch)
    for number in range(20):
        forecaster.row([_node("crm_id", str(number)), _node("phone", "office")], [])
    found = forecaster.conclude()
    assert (found.new, found.shared, found.apart) == (20, 1, 0)


def test_more_rows_than_are_kept_in_memory_come_to_the_same(scratch: Scratch) -> None:
    forecaster = Forecaster([CRM], scratch)
    for number in range(30_000):  # pairs with a phone in common, every third of whom is known
        nodes = [_node("phone", str(number // 2))]
        forecaster.row(nodes, [derived_id("customer", str(number))] if number % 3 == 0 else [])
        if number % 3 == 0:
            forecaster.customer(derived_id("customer", str(number)), {})
    found = forecaster.conclude()
    # Of six rows 0 to 5 the pairs are 0 1, 2 3 and 4 5; 0 and 3 are known.
    assert (found.new, found.known, found.together) == (5_000, 10_000, 15_000)


def test_the_first_row_of_a_key_is_remembered(scratch: Scratch) -> None:
    assert scratch.first([(7, 2, 70), (8, 3, 80), (7, 4, 71)]) == {7: (2, 70), 8: (3, 80)}
    assert scratch.first([(8, 9, 81), (5, 10, 50)]) == {8: (3, 80), 5: (10, 50)}
    assert scratch.first([]) == {}
