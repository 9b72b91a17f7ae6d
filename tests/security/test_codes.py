"""One-time codes, from the question to the proof, over real doors and a real mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from nitka.conversations.codes.rules import MASK, TRIES, code_of
from nitka.platform.auth.people import add_token
from nitka.platform.keys import Website
from tests.integration.chat.clients import user_token
from tests.integration.conversations.conftest import employ
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.serving import Edge
from tests.security.postoffice import Mail, delivering, mail_of, send_by
from tests.security.test_impostors import VERA, World, identifiers, until

pytestmark = pytest.mark.usefixtures("roles")


@pytest.fixture
def world(edge: Edge, website: Website, workspace: WorkspaceRow, api: Any) -> World:
    return World(edge, website, workspace, api)


@pytest.fixture
async def mail(world: World, tmp_path: Path) -> AsyncIterator[Mail]:
    async with mail_of(tmp_path / "mail", VERA) as mail, delivering(world.edge):
        await send_by(world.edge.services.database, world.workspace, mail.office)
        yield mail


async def ways(world: World, conversation: str) -> Any:
    return await world.get(f"conversations/{conversation}/disclosure")


async def test_who_types_the_code_is_proven_to_read_the_address(world: World, mail: Mail) -> None:
    await world.letter(VERA, "Где мой заказ?")
    laptop = world.visitor("laptop")
    await laptop.say("Это Вера", "m1", traits={"email": VERA})
    conversation = await world.conversation((await world.find("device:laptop"))["id"])
    await world.heard(conversation, "Это Вера")
    assert (await ways(world, conversation))["speaker"]["value"] == "laptop"
    assert {one["kind"]: one["told"] for one in (await ways(world, conversation))["kinds"]}["messages"] == "part"

    asked = await laptop.post("codes", email=VERA)
    assert (asked.status_code, asked.json()["digits"]) == (202, 6)
    code = await mail.code(VERA)
    assert code not in asked.text
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert (await laptop.post("codes/check", code=wrong)).json() == {"verified": False, "tries_left": TRIES - 1}
    assert (await laptop.post("codes/check", code=f"{code[:3]} {code[3:]}")).json()["verified"] is True
    assert (await laptop.post("codes/check", code=code)).json() == {"verified": False, "tries_left": 0}

    found = await until(lambda: ways(world, conversation), lambda one: one["code"]["standing"] == "used")
    assert code not in str(found)
    known = await until(
        lambda: ways(world, conversation),
        lambda one: {kind["kind"]: kind["told"] for kind in one["kinds"]}["messages"] == "all",
    )
    assert known["ways"] == []
    vera = await world.find(f"email:{VERA}")
    because = list((await world.get(f"customers/{vera['id']}/why", locale="ru"))["links"])
    code_link = next(one for one in because if one["kind"] == "code")
    assert code_link["assurance"] == "verified"
    assert code_link["text"].startswith("Код, отправленный на адрес почты, ввели в чате")
    english = (await world.get(f"customers/{vera['id']}/why", locale="en"))["links"]
    assert any(one["text"].startswith("A one-time code sent to the e-mail address was typed") for one in english)
    # The visitor's own door shows their own talk as before.
    assert [one["text"] for one in await laptop.listed()] == ["Это Вера"]


async def test_an_operator_sends_a_code_and_it_is_typed_among_the_messages(world: World, mail: Mail) -> None:
    laptop = world.visitor("laptop")
    await laptop.say("Здравствуйте", "m1")
    conversation = await world.conversation((await world.find("device:laptop"))["id"])
    sent = await world.api.post(f"/api/v1/conversations/{conversation}/codes", json={"value": VERA})
    assert sent.status_code == 201, sent.text
    assert (sent.json()["standing"], sent.json()["tries_left"]) == ("open", TRIES)
    code = await mail.code(VERA)
    # The customer is asked in the talk, without the address: they may be somebody else.
    thread = await until(laptop.listed, lambda them: len(them) == 2)
    assert "код" in thread[1]["text"]
    assert VERA not in thread[1]["text"]

    wrong = f"{(int(code) + 1) % 10**6:06d}"
    refused = await laptop.say(wrong, "m2")
    assert refused.status_code == 400
    assert f"Осталось попыток: {TRIES - 1}" in refused.json()["detail"]
    assert (await laptop.say(wrong, "m2")).status_code == 202  # not a code after all: a number of an order
    assert (await laptop.say(f" {code} ", "m3")).status_code == 202
    vera = await until(lambda: world.found(f"email:{VERA}"), lambda them: them)
    assert {f"email:{VERA}:normal", "device:laptop:normal"} <= identifiers(vera[0])
    await world.heard(conversation, MASK)
    messages = (await world.get(f"conversations/{conversation}/messages"))["items"]
    assert [one["text"] for one in messages if one["direction"] == "in"] == ["Здравствуйте", wrong, MASK]
    assert not any(code in one["text"].replace(" ", "") for one in messages)
    assert (await laptop.say(code, "m4")).status_code == 202  # it is a number like any other now


async def test_a_code_lives_in_one_talk_for_a_few_tries(world: World, mail: Mail) -> None:
    laptop, thief = world.visitor("laptop"), world.visitor("thief")
    await laptop.post("codes", email=VERA)
    code = await mail.code(VERA)
    assert (await thief.post("codes/check", code=code)).json() == {"verified": False, "tries_left": 0}
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    left = [(await laptop.post("codes/check", code=wrong)).json()["tries_left"] for _ in range(TRIES)]
    assert left == [4, 3, 2, 1, 0]
    assert (await laptop.post("codes/check", code=code)).json()["verified"] is False
    await laptop.post("codes", email=VERA)
    second = await mail.code(VERA, 2)
    await laptop.post("codes", email=VERA)
    third = await mail.code(VERA, 3)
    assert (await laptop.post("codes/check", code=second)).json()["verified"] is False
    assert (await laptop.post("codes/check", code=third)).json()["verified"] is True


async def supervisor(world: World, workspace: WorkspaceRow) -> httpx.AsyncClient:
    """A program with the rights of a supervisor there."""
    database = world.edge.services.database
    who = await employ(database, workspace, "Старшая смены", "supervisor")
    async with database.workspace(workspace.id) as tx:
        _, secret = await add_token(tx, who, "Надзор", "supervisor")
    return world.edge.http(Authorization=f"Bearer {secret}")


async def test_a_code_that_cannot_be_sent_is_seen_by_both_and_sent_anew(
    world: World, mail: Mail, other_workspace: WorkspaceRow
) -> None:
    """The server refuses the first address; the visitor has written nothing, so no conversation shows it."""
    laptop, other = world.visitor("laptop"), world.visitor("thief")
    assert (await laptop.get("codes")).json() == {"sending": None, "expires_at": None}
    assert (await laptop.post("codes", email="nobody@customer.example")).status_code == 202

    async def told() -> Any:
        return (await laptop.get("codes")).json()["sending"]

    await until(told, lambda sending: sending == "failed")
    assert (await other.get("codes")).json()["sending"] is None
    async with await supervisor(world, world.workspace) as desk:

        async def unsent() -> list[Any]:
            return list((await desk.get("/api/v1/codes/unsent")).json()["items"])

        (one,) = await unsent()
        assert (one["value"], one["by_visitor"], one["conversation_id"]) == ("nobody@customer.example", True, None)
        assert one["error"]
        assert one["attempts"] == 1
        resend = f"/api/v1/codes/{one['id']}/resend"
        assert (await world.api.get("/api/v1/codes/unsent")).status_code == 403  # an operator's
        async with await supervisor(world, other_workspace) as stranger:
            assert (await stranger.get("/api/v1/codes/unsent")).json()["items"] == []
            assert (await stranger.post(resend)).status_code == 404
        again = await desk.post(resend)
        assert again.status_code == 200, again.text
        await until(unsent, lambda them: [code["id"] for code in them] == [again.json()["id"]])
        assert (await desk.post(resend)).status_code == 404  # once
        # Once another address was named, there is nothing to be done any more.
        await laptop.post("codes", email=VERA)
        await mail.code(VERA)
        await until(told, lambda sending: sending == "sent")
        assert await unsent() == []


async def test_an_expired_code_proves_nothing(world: World, mail: Mail) -> None:
    laptop = world.visitor("laptop")
    await laptop.post("codes", email=VERA)
    code = await mail.code(VERA)
    async with world.edge.services.database.workspace(world.workspace.id) as tx:
        await tx.execute("UPDATE one_time_code SET expires_at = now()")
    assert (await laptop.post("codes/check", code=code)).json() == {"verified": False, "tries_left": 0}


async def test_nothing_of_a_code_is_stored_but_when_and_where_to(world: World, mail: Mail) -> None:
    laptop = world.visitor("laptop")
    await laptop.post("codes", email=VERA)
    code = await mail.code(VERA)
    async with world.edge.services.database.workspace(world.workspace.id) as tx:
        (row,) = await tx.fetch("SELECT * FROM one_time_code")
        events = await tx.fetch("SELECT * FROM message")
    assert code_of(world.edge.services.codes_key, row["id"]) == code
    assert not any(isinstance(value, bytes) for value in dict(row).values())
    assert code not in str(dict(row)).replace(" ", "")
    assert events == []


async def test_the_answer_is_the_same_whether_anybody_is_known_there(world: World, mail: Mail) -> None:
    await world.letter(VERA, "Здравствуйте")
    await world.find(f"email:{VERA}")
    thief = world.visitor("thief")
    known = await thief.post("codes", email=VERA)
    unknown = await thief.post("codes", email="nobody@nowhere.example")
    assert known.status_code == unknown.status_code == 202
    assert known.json().keys() == unknown.json().keys()
    assert (await thief.post("codes/check", code="12345")).status_code == 400


async def test_whoever_asks_again_and_again_is_told_to_wait(world: World, mail: Mail) -> None:
    thieves = [world.visitor(f"thief-{n}") for n in range(6)]
    answers = [await thief.post("codes", email=VERA) for thief in thieves]
    assert [one.status_code for one in answers] == [202] * 5 + [429]
    assert int(answers[5].headers["retry-after"]) > 3000


async def test_a_letter_that_cannot_go_is_seen_to_have_failed(world: World, mail: Mail) -> None:
    laptop = world.visitor("laptop")
    await laptop.say("Здравствуйте", "m1")
    conversation = await world.conversation((await world.find("device:laptop"))["id"])
    await world.api.post(f"/api/v1/conversations/{conversation}/codes", json={"value": "none@there.example"})
    found = await until(lambda: ways(world, conversation), lambda one: one["code"]["sending"] == "failed")
    assert found["code"]["error"]


async def test_without_a_way_to_send_it_is_said_so(world: World) -> None:
    laptop = world.visitor("laptop")
    answer = await laptop.post("codes", phone="+79161234567")
    assert answer.status_code == 409
    async with world.edge.services.database.workspace(world.workspace.id) as tx:
        await tx.execute("UPDATE connection SET disabled_at = now() WHERE kind = 'email'")
    assert (await laptop.post("codes", email=VERA)).status_code == 409


async def test_a_signed_user_is_asked_no_code_for_what_is_proven(world: World, mail: Mail) -> None:
    laptop = world.visitor("laptop")
    await laptop.say("Это я", "m1", user_token=user_token(world.website, sub="vera", email=VERA))
    conversation = await world.conversation((await world.find("device:laptop"))["id"])
    found = await ways(world, conversation)
    assert {one["told"] for one in found["kinds"] if one["kind"] != "notes"} == {"all"}
    assert found["ways"] == []
