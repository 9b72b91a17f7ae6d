"""Whose keys a request carries."""

from __future__ import annotations

import base64
from typing import cast
from uuid import UUID

import pytest

from nitka.entrypoints.api.ingest.doors import credentials, tracking_source, website_of
from nitka.kernel.errors import BadInput, NotFound, NotSignedIn
from nitka.platform.keys import Door, KeyDirectory, Website

SITE = Website(
    workspace_id=UUID(int=1),
    write_key="wk_1",
    server_key="sk_1",
    region="RU",
    connections={"site": Door(UUID(int=2), UUID(int=3))},
)
CHAT_ONLY = Website(workspace_id=UUID(int=1), write_key="wk_2", server_key="sk_2", region="RU", connections={})


class Keys:
    """Two websites in memory."""

    def website(self, key: str) -> Website | None:
        return {"wk_1": SITE, "wk_2": CHAT_ONLY}.get(key)

    def by_server_key(self, key: str) -> Website | None:
        return {"sk_1": SITE}.get(key)


KEYS = cast(KeyDirectory, Keys())


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("header", "in_body", "trusted"),
    [
        (basic("wk_1:"), None, False),
        (None, "wk_1", False),
        (basic("wk_1:wrong"), None, False),
        (basic("wk_1:"), "sk_1", False),
        (basic("wk_1:sk_1"), None, True),
        (basic("sk_1:"), None, True),
        (None, "sk_1", True),
        ("Bearer sk_1", None, True),
    ],
)
def test_only_the_server_key_is_trusted(header: str | None, in_body: str | None, trusted: bool) -> None:
    source = tracking_source(KEYS, header, in_body)
    assert (source.workspace_id, source.connection_id, source.trusted) == (UUID(int=1), UUID(int=2), trusted)


@pytest.mark.parametrize("header", [None, basic(":"), basic("wk_9:"), basic("wk_9:sk_1"), "Digest x", "Basic"])
def test_other_keys_open_nothing(header: str | None) -> None:
    with pytest.raises(NotSignedIn):
        tracking_source(KEYS, header, None)


def test_a_key_without_tracking_says_so() -> None:
    with pytest.raises(NotFound):
        tracking_source(KEYS, basic("wk_2:"), None)


def test_a_broken_header_is_told_apart() -> None:
    with pytest.raises(BadInput):
        credentials("Basic dGhpc")


def test_a_server_key_is_no_key_of_a_widget() -> None:
    with pytest.raises(NotSignedIn):
        website_of(KEYS, "sk_1")
