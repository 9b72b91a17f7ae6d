"""A talk from end to end: what the visitor wrote and got, and what they never see."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from nitka.platform.database import Database
from nitka.platform.keys import Website
from tests.integration.chat.clients import Visitor
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.realtime.desks import make_token, open_desk
from tests.integration.serving import Edge

pytestmark = pytest.mark.usefixtures("roles")


class Operator:
    """Somebody at the desk, by the API."""

    def __init__(self, edge: Edge, token: str) -> None:
        self.edge, self.token = edge, token

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        async with self.edge.http(Authorization=f"Bearer {self.token}") as http:
            answer = await http.get(f"/api/v1/{path}", params=query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self.edge.http(Authorization=f"Bearer {self.token}") as http:
            answer = await http.post(f"/api/v1/{path}", json=body)
        assert answer.status_code in (200, 201), answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def conversation(self) -> str:
        """Return the id of the only conversation, once there is one."""
        while True:
            items = (await self.get("conversations"))["items"]
            if items:
                return str(items[0]["id"])
            await asyncio.sleep(0.02)


@pytest.fixture
async def operator(edge: Edge, database: Database, workspace: WorkspaceRow) -> Operator:
    """An operator of this test's workspace."""
    return Operator(edge, await make_token(database, workspace))


@pytest.fixture
def visitor(edge: Edge, website: Website) -> Visitor:
    """A visitor of this test's site."""
    return Visitor(edge, website, "v1")


async def until(visitor: Visitor, texts: list[str]) -> list[dict[str, Any]]:
    """Return what the visitor sees once it is this."""
    async with asyncio.timeout(10):
        while True:
            items = await visitor.listed()
            if [item["text"] for item in items] == texts:
                return items
            await asyncio.sleep(0.02)


async def test_question_and_answer(visitor: Visitor, operator: Operator) -> None:
    desk, _ = await open_desk(operator.edge, operator.token)
    tab = await visitor.live()
    sent = (await visitor.say("Есть 43 размер?", "m1")).json()["id"]
    received = await desk.hear("event")
    while received["event"]["kind"] != "message_received":
        received = await desk.hear("event")
    assert received["event"]["message"]["text"] == "Есть 43 размер?"
    conversation = received["event"]["conversation_id"]
    own = await tab.hear("message")
    assert (own["message"]["id"], own["message"]["direction"]) == (sent, "in")
    await operator.post(f"conversations/{conversation}/messages", text="Да, есть")
    pushed = await tab.hear("message")
    assert (pushed["message"]["text"], pushed["message"]["direction"]) == ("Да, есть", "out")
    items = await until(visitor, ["Есть 43 размер?", "Да, есть"])
    assert [item["direction"] for item in items] == ["in", "out"]
    assert items[0]["message_id"] == "m1"
    assert pushed["cursor"] == items[1]["cursor"]
    await desk.close()
    await tab.close()


async def test_the_list_goes_on_from_its_cursor(visitor: Visitor) -> None:
    texts = [str(number) for number in range(5)]
    for text in texts:
        await visitor.say(text, text)
    await until(visitor, texts)
    seen: list[str] = []
    after: str | None = None
    while True:
        page = (await visitor.get("messages", limit=2, **({"after": after} if after else {}))).json()
        seen += [item["text"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == texts
    assert (await visitor.get("messages", after="x")).status_code == 400
    assert (await visitor.get("messages", limit=1000)).status_code == 400


async def test_a_socket_that_was_away_is_told_what_came(visitor: Visitor, operator: Operator) -> None:
    await visitor.say("Первое", "m1")
    [first] = await until(visitor, ["Первое"])
    await operator.post(f"conversations/{await operator.conversation()}/messages", text="Второе")
    tab = await visitor.live(after=first["cursor"])
    assert (await tab.hear("message"))["message"]["text"] == "Второе"
    await tab.close()


async def test_notes_and_other_devices_of_the_same_customer_stay_hidden(
    edge: Edge, website: Website, visitor: Visitor, operator: Operator
) -> None:
    await visitor.say("С телефона", "m1", traits={"email": "ivan@mail.ru"})
    await until(visitor, ["С телефона"])
    conversation = await operator.conversation()
    await operator.post(f"conversations/{conversation}/messages", text="Сложный клиент", note=True)
    # Whoever types the same address is joined to the customer, and still sees nothing of the other device.
    other = Visitor(edge, website, "v2", "the-secret-of-the-second-device")
    await other.say("С ноутбука", "m1", traits={"email": "ivan@mail.ru"})
    await until(other, ["С ноутбука"])
    assert [item["text"] for item in await visitor.listed()] == ["С телефона"]
    stranger = Visitor(edge, website, "v3", "the-secret-of-a-third-device")
    assert await stranger.listed() == []


async def test_typing_is_shown_on_both_sides(visitor: Visitor, operator: Operator) -> None:
    await visitor.say("Здравствуйте", "m1")
    await until(visitor, ["Здравствуйте"])
    conversation = await operator.conversation()
    desk, _ = await open_desk(operator.edge, operator.token)
    tab = await visitor.live()
    await desk.say(type="watch", conversation_id=conversation, customer_id=None)
    await desk.hear("presence")
    await tab.say(type="typing")
    assert await desk.hear("typing") == {"type": "typing", "conversation_id": conversation, "who": "customer"}
    assert (await visitor.post("typing")).status_code == 204
    await desk.hear("typing")
    await desk.say(type="typing", conversation_id=conversation)
    assert await tab.hear("typing") == {"type": "typing", "name": "Анна"}
    await desk.close()
    await tab.close()


async def test_files_go_with_messages_and_are_seen_only_in_their_chat(
    edge: Edge, website: Website, visitor: Visitor
) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"\x00" * 2_000
    async with edge.http(**visitor.headers) as http:
        form = {"files": {"file": ("фото.png", picture, "image/png")}, "data": {"visitor": "v1"}}
        made = await http.post("/client/v1/files", **form)  # type: ignore[arg-type]
    assert made.status_code == 201, made.text
    file = made.json()
    assert (file["name"], file["type"], file["size"]) == ("фото.png", "image/png", len(picture))
    thief = Visitor(edge, website, "v2", "the-secret-of-the-second-device")
    assert (await thief.get(f"files/{file['id']}")).status_code == 404
    assert (await thief.say("Моё", "m1", attachments=[file["id"]])).status_code == 400
    assert (await visitor.say("", "m1", attachments=[file["id"]])).status_code == 202
    [item] = await until(visitor, [""])
    assert [one["id"] for one in item["attachments"]] == [file["id"]]
    got = await visitor.get(f"files/{file['id']}")
    assert (got.status_code, got.content) == (200, picture)
    assert got.headers["x-content-type-options"] == "nosniff"
    assert (await thief.get(f"files/{file['id']}")).status_code == 404


async def test_a_page_that_poses_as_a_picture_is_only_ever_saved(edge: Edge, visitor: Visitor) -> None:
    async with edge.http(**visitor.headers) as http:
        form = {"files": {"file": ("a.html", b"<script>", "text/html")}, "data": {"visitor": "v1"}}
        file = (await http.post("/client/v1/files", **form)).json()  # type: ignore[arg-type]
    got = await visitor.get(f"files/{file['id']}")
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["content-type"].startswith("application/octet-stream")


@pytest.mark.parametrize("form", [{"data": {"visitor": "v1"}}, {"files": {"file": ("a", b"x")}}, {"content": b"x"}])
async def test_forms_without_what_they_need_get_a_plain_sentence(visitor: Visitor, form: dict[str, Any]) -> None:
    async with visitor.edge.http(**visitor.headers) as http:
        answer = await http.post("/client/v1/files", **form)
    assert answer.status_code == 400, answer.text
    assert answer.json()["detail"]
