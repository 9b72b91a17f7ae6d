"""What a dry run foretells."""

from __future__ import annotations

from uuid import UUID

from nitka.customers.importing.forecast import Forecaster
from nitka.kernel.ids import derived_id

CRM = ("crm_id", "1С")


def _node(type_: str, value: str) -> tuple[UUID, str, str]:
    return derived_id(type_, value), type_, "1С" if type_ == "crm_id" else ""


def test_rows_of_one_person_and_known_customers_come_together() -> None:
    forecaster = Forecaster([])
    anna, ivan = derived_id("anna"), derived_id("ivan")
    forecaster.customer(anna, {})
    forecaster.customer(ivan, {})
    forecaster.row([_node("email", "new"), _node("phone", "1")], [])
    forecaster.row([_node("phone", "1")], [])  # the same new person
    forecaster.row([_node("email", "anna")], [anna])
    forecaster.row([_node("email", "both"), _node("phone", "both")], [anna, ivan])
    found = forecaster.conclude()
    assert (found.new, found.known, found.joining, found.joined_into, found.together) == (1, 0, 2, 1, 2)


def test_two_ids_of_one_kind_are_two_people_also_when_they_share_a_phone() -> None:
    forecaster = Forecaster([CRM])
    known = derived_id("known")
    forecaster.customer(known, {CRM: _node("crm_id", "9")[0]})
    forecaster.row([_node("crm_id", "1"), _node("phone", "home")], [])
    forecaster.row([_node("crm_id", "2"), _node("phone", "home")], [])
    forecaster.row([_node("crm_id", "3"), _node("email", "known")], [known])
    found = forecaster.conclude()
    assert (found.new, found.known, found.joining, found.apart) == (3, 0, 0, 2)


def test_the_phone_of_an_office_joins_nobody() -> None:
    forecaster = Forecaster([CRM])
    for number in range(20):
        forecaster.row([_node("crm_id", str(number)), _node("phone", "office")], [])
    found = forecaster.conclude()
    assert (found.new, found.shared, found.apart) == (20, 1, 0)
