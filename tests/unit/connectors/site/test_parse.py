"""Segment's events become touches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from nitka.channels.touch import Assurance, Identifier
from nitka.kernel.errors import BadInput
from tests.unit.connectors.site.events import NOON, SOURCE, TRUSTED, only, touches


def test_a_page_view_is_told_by_its_title() -> None:
    page = {"url": "https://shop.ru/boots?size=43", "title": "Зимние ботинки", "referrer": "https://ya.ru/"}
    touch = only("page", properties=page)
    assert (touch.kind, touch.channel, touch.text) == ("page", "site", "Зимние ботинки")
    assert touch.payload["url"] == page["url"]
    assert touch.payload["referrer"] == page["referrer"]
    assert (touch.sender, touch.external_id) == ("a1", "m1")


@pytest.mark.parametrize(
    ("properties", "text"),
    [({"url": "https://shop.ru/boots"}, "/boots"), ({"url": "https://shop.ru"}, "/"), ({"path": "/cart"}, "/cart")],
)
def test_a_page_without_a_title_is_told_by_its_path(properties: dict[str, str], text: str) -> None:
    assert only("page", properties=properties).text == text


def test_a_track_is_told_by_its_event_and_knows_its_page() -> None:
    touch = only("track", event="Product Added", context={"page": {"url": "https://shop.ru/b", "title": "B"}})
    assert (touch.kind, touch.text, touch.payload["event"]) == ("track", "Product Added", "Product Added")
    assert touch.payload["url"] == "https://shop.ru/b"


def test_a_completed_order_is_a_purchase_with_its_number_and_sum() -> None:
    touch = only("track", event="Order Completed", properties={"order_id": 10234, "total": 5990.0, "currency": "RUB"})
    assert (touch.kind, touch.text) == ("purchase", "10234 · 5990 RUB")


def test_a_screen_of_an_app_is_a_page() -> None:
    assert (only("screen", name="Корзина").kind, only("screen", name="Корзина").text) == ("page", "Корзина")


def test_the_public_key_only_claims_who_somebody_is() -> None:
    touch = only("identify", userId=42, traits={"email": "ivan@mail.ru", "phone": 79161234567, "firstName": "Иван"})
    assert touch.identifiers == [
        Identifier("device", "a1", Assurance.OBSERVED),
        Identifier("user_id", "42", Assurance.ASSERTED, SOURCE.users),
        Identifier("email", "ivan@mail.ru", Assurance.ASSERTED),
        Identifier("phone", "79161234567", Assurance.ASSERTED),
    ]
    assert touch.traits == {"first_name": "Иван"}


def test_the_server_key_proves_all_but_the_cookie() -> None:
    touch = only("identify", source=TRUSTED, userId="42", traits={"email": "ivan@mail.ru"})
    proven = {one.type: one.assurance for one in touch.identifiers}
    assert proven == {"device": Assurance.OBSERVED, "user_id": Assurance.VERIFIED, "email": Assurance.VERIFIED}


def test_two_brands_may_both_have_a_user_42() -> None:
    assert only("track", event="x", userId="42").identifiers[1].namespace == str(SOURCE.brand_id)


def test_a_user_id_alone_is_enough() -> None:
    touch = only("track", event="x", anonymousId=None, userId="u")
    assert (touch.sender, [one.type for one in touch.identifiers]) == ("u", ["user_id"])


def test_an_alias_joins_the_earlier_id() -> None:
    touch = only("alias", anonymousId=None, userId="u", previousId="old")
    assert [(one.type, one.value) for one in touch.identifiers] == [("user_id", "u"), ("device", "old")]


def test_a_group_says_where_somebody_works_and_not_how_to_reach_them() -> None:
    touch = only("group", groupId="g1", traits={"name": "Ромашка", "email": "info@romashka.ru"})
    assert touch.traits == {"company": "Ромашка"}
    assert [one.type for one in touch.identifiers] == ["device"]
    assert touch.payload["group_id"] == "g1"


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ({"anonymousId": None}, "userId"),
        ({"anonymousId": "  "}, "userId"),
        ({"anonymousId": {"a": 1}}, "anonymousId"),
        ({"anonymousId": True}, "anonymousId"),
        ({"userId": ["u"]}, "userId"),
        ({"event": None}, "event"),
        ({"event": {"name": "x"}}, "event"),
        ({"properties": "text"}, "properties"),
        ({"context": [1]}, "context"),
        ({"messageId": "m" * 101}, "messageId"),
        ({"messageId": {}}, "messageId"),
    ],
)
def test_what_is_wrong_is_named(event: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as raised:
        touches("track", **{"event": "x"} | event)
    assert raised.value.field == field


@pytest.mark.parametrize(
    ("type_", "field"), [("group", "groupId"), ("alias", "previousId"), ("beep", "type"), (None, "type"), ({}, "type")]
)
def test_each_type_needs_its_own(type_: Any, field: str) -> None:
    with pytest.raises(BadInput) as raised:
        touches(type_)
    assert raised.value.field == field


@pytest.mark.parametrize(
    ("stated", "sent", "expected"),
    [
        ({"originalTimestamp": "2026-03-04T10:00:00Z"}, "2026-03-04T10:00:30Z", NOON - timedelta(seconds=30)),
        ({"timestamp": "2030-01-01T00:00:00+03:00"}, "2030-01-01T00:00:05+03:00", NOON - timedelta(seconds=5)),
        ({"timestamp": "2026-03-04T11:00:00"}, None, NOON - timedelta(hours=1)),
        ({"timestamp": 1772622000000}, None, NOON - timedelta(hours=1)),
        ({"timestamp": "2026-03-04T13:00:00Z"}, None, NOON),
        ({"timestamp": "yesterday"}, "2026-03-04T10:00:30Z", NOON),
        ({"timestamp": "0001-01-01T00:00:00Z"}, "9999-12-31T00:00:00Z", NOON),
        ({"timestamp": {}}, [], NOON),
        ({}, None, NOON),
    ],
)
def test_a_wrong_clock_is_set_right(stated: dict[str, Any], sent: Any, expected: object) -> None:
    assert only("track", event="x", sent_at=sent, **stated).at == expected


def test_an_event_with_its_time_is_the_same_event_when_it_is_repeated() -> None:
    stated = {"messageId": None, "timestamp": "2026-03-04T10:00:00Z"}
    first = only("track", event="x", **stated)
    assert only("track", event="x", **stated, sentAt="2026-03-04T10:00:09Z").external_id == first.external_id
    assert only("track", event="y", **stated).external_id != first.external_id


def test_events_without_id_and_time_are_different_events() -> None:
    first, second = (only("track", event="x", messageId=None) for _ in range(2))
    assert first.external_id != second.external_id


def test_a_long_title_is_one_short_line() -> None:
    text = only("page", properties={"title": "слово\n" * 100}).text
    assert text is not None
    assert len(text) <= 200
    assert "\n" not in text


def test_consents_are_told_by_any_event_and_stand_in_its_payload() -> None:
    said = [{"purpose": "marketing", "channel": "email", "state": "refused", "policy_version": "2026-01"}]
    for fields in ({"consents": said}, {"context": {"consents": said}}):
        touch = only("identify", **fields)
        (one,) = touch.consents
        assert (one.purpose, one.channel, one.state, one.policy_version) == ("marketing", "email", "refused", "2026-01")
        assert touch.payload["consents"][0]["state"] == "refused"
    assert only("identify").consents == []


@pytest.mark.parametrize(
    ("consents", "field"),
    [
        ({}, "consents"),
        ([{"purpose": "marketing", "state": "granted"}] * 21, "consents"),
        ([{"purpose": "marketing", "state": "maybe"}], "consents[0].state"),
        (
            [{"purpose": "marketing", "state": "granted"}, {"purpose": "Реклама", "state": "refused"}],
            "consents[1].purpose",
        ),
        ([{"purpose": "marketing", "state": "granted", "chanel": "email"}], "consents[0]"),
        (["marketing"], "consents[0]"),
    ],
)
def test_a_consent_that_says_nothing_certain_is_refused(consents: Any, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        only("identify", consents=consents)
    assert refused.value.field == field
