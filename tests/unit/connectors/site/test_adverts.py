"""Advertisements are told by the page's address."""

from __future__ import annotations

from typing import Any

import pytest

from nitka.connectors.site.adverts import NETWORKS
from tests.unit.connectors.site.events import only, touches

LANDING = "https://shop.ru/?utm_source=yandex&utm_medium=cpc&utm_campaign=%D0%B7%D0%B8%D0%BC%D0%B0&yclid=123"


def test_a_landing_page_is_a_click_and_a_visit() -> None:
    ad, page = touches("page", properties={"url": LANDING})
    assert (ad.kind, page.kind) == ("ad", "page")
    assert ad.text == "yandex / cpc / зима"
    assert ad.payload["utm"] == {"source": "yandex", "medium": "cpc", "campaign": "зима"}
    assert ad.payload["click"] == {"yclid": "123"}
    assert ad.identifiers == page.identifiers


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_every_network_is_known_by_its_click_id(name: str) -> None:
    [ad, _] = touches("track", event="x", context={"page": {"search": f"?{name.upper()}=abc"}})
    assert ad.text == NETWORKS[name]


def test_segments_own_campaign_counts_too() -> None:
    [ad, _] = touches("track", event="x", context={"campaign": {"source": "vk", "name": "весна"}})
    assert ad.payload["utm"] == {"source": "vk", "campaign": "весна"}


def test_events_on_the_same_landing_page_are_one_click() -> None:
    clicks = {
        touches("track", event="x", messageId=id_, context={"page": {"url": LANDING}})[0].external_id
        for id_ in ("m1", "m2", "m3")
    }
    assert len(clicks) == 1


def test_another_click_is_another_touch() -> None:
    one = touches("page", properties={"url": LANDING})[0].external_id
    assert touches("page", properties={"url": LANDING + "4"})[0].external_id != one


@pytest.mark.parametrize(
    "url",
    ["https://shop.ru/", "https://shop.ru/?utm_source=", "http://[::1", "?" + "a=1&" * 5000, 42, {"a": 1}, None],
)
def test_other_addresses_are_no_advertisement(url: Any) -> None:
    assert only("page", properties={"url": url}).kind == "page"
