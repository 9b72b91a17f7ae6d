"""Taking what visitors send: proven, durable, once, and without a database."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from nitka.channels.touch import Assurance
from nitka.kernel.ids import touch_id
from nitka.platform.keys import Website
from tests.integration.chat.clients import Visitor, user_token
from tests.integration.edge_fixtures import Inbox
from tests.integration.serving import Edge


@pytest.fixture
def visitor(edge: Edge, website: Website) -> Visitor:
    """A visitor of this test's site."""
    return Visitor(edge, website, "v1")


async def test_a_message_is_taken_and_its_repetition_is_the_same_message(visitor: Visitor, inbox: Inbox) -> None:
    answers = [await visitor.say("Есть 43 размер?", "m1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    first, again = await inbox.touches(2)
    expected = touch_id(first.workspace_id, first.connection_id, "v1", "m1")
    assert {UUID(answer.json()["id"]) for answer in answers} == {expected}
    assert (first.external_id, first.sender) == (again.external_id, again.sender)


async def test_the_first_secret_is_the_visitors_for_ever(visitor: Visitor, edge: Edge, website: Website) -> None:
    assert (await visitor.say("Это я", "m1")).status_code == 202
    thief = Visitor(edge, website, "v1", "another-secret-of-somebody")
    for answer in (await thief.say("И это я", "m2"), await thief.get("messages"), await thief.post("typing")):
        assert answer.status_code == 403
        assert answer.json()["detail"]
    assert (await visitor.say("Снова я", "m3")).status_code == 202


async def test_of_two_who_come_first_at_once_one_wins(edge: Edge, website: Website) -> None:
    both = [Visitor(edge, website, "contested", f"secret-number-{n}-of-two") for n in range(2)]
    answers = await asyncio.gather(*(one.say("Это я", "m") for one in both))
    assert sorted(answer.status_code for answer in answers) == [202, 403]


async def test_the_same_visitor_elsewhere_is_somebody_else(
    visitor: Visitor, edge: Edge, other_website: Website
) -> None:
    assert (await visitor.say("Я здесь", "m1")).status_code == 202
    elsewhere = Visitor(edge, other_website, "v1", "quite-another-secret-there")
    assert (await elsewhere.say("А я там", "m1")).status_code == 202


async def test_a_user_token_proves_and_typed_addresses_claim(visitor: Visitor, website: Website, inbox: Inbox) -> None:
    token = user_token(website, sub="42", email="ivan@mail.ru")
    answer = await visitor.say("Это я", "m1", user_token=token, traits={"phone": "89161234567", "name": "Иван"})
    assert answer.status_code == 202
    [touch] = await inbox.touches(1)
    assert [(one.type, one.assurance) for one in touch.identifiers] == [
        ("device", Assurance.VERIFIED),
        ("user_id", Assurance.VERIFIED),
        ("email", Assurance.VERIFIED),
        ("phone", Assurance.ASSERTED),
    ]


@pytest.mark.parametrize("claims", [{"sub": "42", "exp": 1}, {"email": "ivan@mail.ru"}])
async def test_a_bad_token_is_told_and_the_message_can_be_sent_without(
    visitor: Visitor, website: Website, claims: dict[str, Any]
) -> None:
    refused = await visitor.say("Это я", "m1", user_token=user_token(website, **claims))
    assert refused.status_code == 401
    assert "token" in refused.json()["detail"]
    assert (await visitor.say("Это я", "m1")).status_code == 202


async def test_a_contact_form_is_a_message_with_an_address(visitor: Visitor, inbox: Inbox) -> None:
    answer = await visitor.post("contact", message_id="m1", text="Перезвоните", name="Иван", phone="+79161234567")
    assert answer.status_code == 202
    [touch] = await inbox.touches(1)
    assert touch.kind == "form"
    assert [one.type for one in touch.identifiers] == ["device", "phone"]
    assert (await visitor.post("contact", message_id="m2", text="Перезвоните")).status_code == 400


async def test_marks_become_receipts(visitor: Visitor, inbox: Inbox) -> None:
    answer = UUID(int=7)
    assert (await visitor.post("read", message_id=str(answer), delivered=True)).status_code == 204
    assert (await visitor.post("read", message_id=str(answer))).status_code == 204
    receipts = [touch.receipt for touch in await inbox.touches(2)]
    assert [(one.message_id, one.status, one.up_to) for one in receipts if one] == [
        (answer, "delivered", True),
        (answer, "read", True),
    ]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"X-Nitka-Key": ""}, {}, 401),
        ({"X-Nitka-Key": "wk_nobody"}, {}, 401),
        ({"X-Nitka-Visitor": ""}, {}, 401),
        ({"X-Nitka-Visitor": "short"}, {}, 400),
        ({}, {"visitor": None}, 400),
        ({}, {"visitor": " "}, 400),
        ({}, {"visitor": "v" * 101}, 400),
        ({}, {"message_id": None}, 400),
        ({}, {"message_id": ""}, 400),
        ({}, {"text": 42}, 400),
        ({}, {"text": "   "}, 400),
        ({}, {"text": "x" * 10_001}, 400),
        ({}, {"text": "x" * 200_000}, 400),
        ({}, {"traits": []}, 400),
        ({}, {"attachments": ["not-an-id"]}, 400),
        ({}, {"attachments": [str(UUID(int=1))]}, 400),
        ({}, {"user_token": {}}, 400),
    ],
)
async def test_bad_messages_get_a_plain_sentence(
    visitor: Visitor, headers: dict[str, str], body: dict[str, Any], status: int
) -> None:
    sent = {"visitor": visitor.id, "message_id": "m1", "text": "x"} | body
    async with visitor.edge.http() as http:
        answer = await http.post("/client/v1/messages", json=sent, headers=visitor.headers | headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["detail"]
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[1]", b'{"visitor":' * 50_000, b"\xff\xfe"])
async def test_what_is_no_json_gets_a_plain_sentence(visitor: Visitor, body: bytes) -> None:
    async with visitor.edge.http(**visitor.headers) as http:
        answer = await http.post("/client/v1/messages", content=body)
    assert answer.status_code == 400
    assert answer.json()["detail"]


async def test_broken_characters_do_not_lose_the_message(visitor: Visitor, inbox: Inbox) -> None:
    body = b'{"visitor":"v1","message_id":"m\\u0000","text":"\\ud83d \\u0000 x"}'
    async with visitor.edge.http(**visitor.headers) as http:
        answer = await http.post("/client/v1/messages", content=body, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 202
    [touch] = await inbox.touches(1)
    assert touch.message is not None
    assert touch.message.text == "\ufffd \ufffd x"
    assert UUID(answer.json()["id"]) == touch_id(
        touch.workspace_id, touch.connection_id, touch.sender, touch.external_id
    )


async def test_messages_are_taken_while_the_database_is_away(visitor: Visitor, edge: Edge, inbox: Inbox) -> None:
    await edge.services.database.close()
    assert (await visitor.say("Вы здесь?", "m1")).status_code == 202
    assert len(await inbox.touches(1)) == 1
    answer = await visitor.get("messages")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 1


async def test_a_full_intake_says_when_to_come_back(
    visitor: Visitor, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nitka.channels.intake.WAITING", 0)
    answer = await visitor.say("Вы здесь?", "m1")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 1


async def test_the_widget_is_told_how_it_looks_and_who_is_there(edge: Edge, website: Website) -> None:
    config = {"brand": {"name": "Обувь"}, "team": [{"name": "Анна"}], "hours": {"always": True}}
    await edge.services.keys.publish(_with(website, config))
    async with edge.http(**{"X-Nitka-Key": website.write_key}) as http:
        said = await _until(http, "Обувь")
        assert said["online"] is True
        assert said["team"] == [{"name": "Анна"}]
        assert said["limits"]["text"] == 10_000
        assert (await http.get("/client/v1/config", headers={"X-Nitka-Key": "nobody"})).status_code == 401


def _with(website: Website, config: dict[str, Any]) -> Website:
    return msgspec.structs.replace(website, config=config)


async def _until(http: httpx.AsyncClient, brand: str) -> dict[str, Any]:
    while True:
        said: dict[str, Any] = (await http.get("/client/v1/config")).json()
        if said["brand"]["name"] == brand:
            return said
        await asyncio.sleep(0.02)
