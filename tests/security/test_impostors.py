"""People who say that they are somebody else, over the public doors of a running platform."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from nitka.channels.touch import Assurance, Message, Touch
from nitka.customers.model.versions import newest
from nitka.kernel.ids import new_id
from nitka.pipeline.transaction import commit
from nitka.platform.keys import Website
from tests.integration.chat.clients import Visitor, user_token
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.serving import Edge
from tests.touches import mail, said

pytestmark = pytest.mark.usefixtures("roles")

VERA = "vera@customer.example"


class World:
    """A company's doors, as attackers find them, and its desk."""

    def __init__(self, edge: Edge, website: Website, workspace: WorkspaceRow, api: httpx.AsyncClient) -> None:
        self.edge, self.website, self.workspace, self.api = edge, website, workspace, api

    async def letter(self, address: str, text: str, assurance: Assurance = Assurance.VERIFIED) -> None:
        """A letter, as the mailbox's session takes it in; proven where the mail server vouches for its sender."""
        await commit(self.edge.services.database, [self._mail(address, text, assurance)], [])

    def _mail(self, address: str, text: str, assurance: Assurance) -> Touch:
        return mail(
            self.workspace, address, text, identifiers=[said("email", address, assurance)], message=Message(text=text)
        )

    async def tell(self, key: str, *events: dict[str, Any]) -> None:
        """Send events to the tracking API with this key."""
        batch = [{"type": "identify", "messageId": new_id().hex} | event for event in events]
        async with self.edge.http() as http:
            answer = await http.post("/v1/batch", json={"writeKey": key, "batch": batch})
        assert answer.status_code == 200, answer.text

    def visitor(self, name: str) -> Visitor:
        """Somebody with a browser of their own."""
        return Visitor(self.edge, self.website, name, secret=f"the-secret-of-{name:>20}")

    async def get(self, path: str, **query: Any) -> Any:
        """Ask as the desk does."""
        answer = await self.api.get(f"/api/v1/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def find(self, identifier: str) -> Any:
        """The customer of an identifier, once there is one."""
        (found,) = await until(lambda: self.found(identifier), bool)
        return found

    async def found(self, identifier: str) -> list[Any]:
        """Whoever is found by an identifier."""
        items: list[Any] = (await self.get("customers", identifier=identifier))["items"]
        return items

    async def conversation(self, customer: str) -> str:
        """The conversation of this customer, once there is one."""
        items = await until(lambda: self.get("conversations", customer_id=customer), lambda page: page["items"])
        return str(items["items"][0]["id"])

    async def heard(self, conversation: str, text: str) -> None:
        """Wait until these words stand in this conversation."""
        await until(
            lambda: self.get(f"conversations/{conversation}/messages"),
            lambda page: any(one["text"] == text for one in page["items"]),
        )

    async def addresses(self, conversation: str) -> dict[str, tuple[str, bool, bool]]:
        """Each address with its path, whether an answer goes there, and whether the last words came from there."""
        items = (await self.get(f"conversations/{conversation}/addresses"))["items"]
        return {one["value"]: (one["path"], one["current"], one["latest"]) for one in items}

    async def answer(self, conversation: str, text: str, **where: Any) -> httpx.Response:
        """Answer as an operator's program does."""
        return await self.api.post(f"/api/v1/conversations/{conversation}/messages", json={"text": text} | where)


async def until(ask: Callable[[], Awaitable[Any]], met: Callable[[Any], Any]) -> Any:
    """Return the first answer that is what is waited for."""
    async with asyncio.timeout(20):
        while not met(found := await ask()):
            await asyncio.sleep(0.05)
    return found


@pytest.fixture
def world(edge: Edge, website: Website, workspace: WorkspaceRow, api: httpx.AsyncClient) -> World:
    """A company with nobody in it yet."""
    return World(edge, website, workspace, api)


def identifiers(customer: Any) -> set[str]:
    return {f"{one['type']}:{one['value']}:{one['status']}" for one in customer["identifiers"]}


async def test_strangers_who_claim_somebody_do_not_take_them_apart(world: World) -> None:
    """Vera is known by her account, and wrote from her browser and her mailbox."""
    await world.tell(world.website.server_key, {"userId": "vera", "traits": {"email": VERA, "phone": "+79161234567"}})
    await world.find(f"email:{VERA}")
    await world.visitor("laptop").say("Где мой заказ?", "m1", traits={"email": VERA})
    before = await world.find("device:laptop")
    claims: list[dict[str, Any]] = [
        {"anonymousId": f"bot-{n}", "userId": f"evil-{n}", "traits": {"email": VERA, "phone": "+79161234567"}}
        for n in range(12)
    ]
    claims += [
        {"anonymousId": f"liar-{n}", "userId": "vera", "traits": {"email": f"liar{n}@evil.example"}} for n in range(12)
    ]
    await world.tell(world.website.write_key, *claims)
    await asyncio.gather(world.find("user_id:evil-11"), world.find("email:liar11@evil.example"))
    await world.letter(VERA, "И ещё вопрос")

    vera = await world.find(f"email:{VERA}")
    assert vera["id"] == before["id"]
    assert {f"email:{VERA}:normal", "phone:+79161234567:normal", "user_id:vera:normal", "device:laptop:normal"} <= (
        identifiers(vera)
    )
    assert not any("evil-" in one for one in identifiers(vera))
    timeline = (await world.get(f"customers/{vera['id']}/timeline"))["items"]
    assert {"Где мой заказ?", "И ещё вопрос"} <= {one["text"] for one in timeline}


async def test_what_claims_took_apart_comes_together_by_proof(world: World) -> None:
    """Her address was claimed by many before anybody proved it."""
    await world.visitor("laptop").say("Есть кто?", "m1", traits={"email": VERA})
    await world.find("device:laptop")
    await world.tell(
        world.website.write_key,
        *({"anonymousId": f"bot-{n}", "userId": f"evil-{n}", "traits": {"email": VERA}} for n in range(12)),
    )
    await until(
        lambda: world.found(f"email:{VERA}"),
        lambda them: f"email:{VERA}:shared" in set().union(*map(identifiers, them)),
    )
    await world.letter(VERA, "Это я")
    vera = await world.find(f"email:{VERA}")
    assert {f"email:{VERA}:normal", "device:laptop:normal"} <= identifiers(vera)
    assert vera["open_conversation_id"] == await world.conversation(vera["id"])
    await world.heard(vera["open_conversation_id"], "Есть кто?")
    await world.heard(vera["open_conversation_id"], "Это я")


async def test_an_office_with_several_proven_accounts_is_shared(world: World) -> None:
    office = "office@firm.example"
    await world.letter(office, "Здравствуйте")
    clerks = [{"userId": f"clerk-{n}", "traits": {"email": office}} for n in range(4)]
    await world.tell(world.website.server_key, *clerks)
    them = [await world.find(f"user_id:clerk-{n}") for n in range(4)]
    await until(lambda: world.find("user_id:clerk-0"), lambda one: f"email:{office}:shared" in identifiers(one))
    assert len({one["id"] for one in them}) == 4


async def test_a_flood_of_claims_leaves_customer_and_reasons_small(world: World) -> None:
    await world.letter(VERA, "Здравствуйте")
    await world.visitor("laptop").say("Это снова я", "m1", traits={"email": VERA})
    await world.find("device:laptop")
    floods = 1500
    for start in range(0, floods, 300):
        await world.tell(
            world.website.write_key,
            *({"anonymousId": f"bot-{n}", "traits": {"email": VERA}} for n in range(start, start + 300)),
        )
    await world.find(f"device:bot-{floods - 1}")
    vera = await world.find(f"email:{VERA}")
    assert {f"email:{VERA}:normal", "device:laptop:normal"} <= identifiers(vera)
    assert len(vera["identifiers"]) <= 2 + newest().limits.most_other_claims
    assert len((await world.get(f"customers/{vera['id']}/why"))["links"]) <= 2 * (2 + newest().limits.most_other_claims)
    assert (await world.find(f"device:bot-{floods - 1}"))["id"] != vera["id"]


@pytest.mark.parametrize("assurance", [Assurance.ASSERTED, Assurance.VERIFIED])
async def test_an_answer_does_not_follow_somebody_else(world: World, assurance: Assurance) -> None:
    await world.letter(VERA, "Мой паспорт 4510 123456, что с заказом?", assurance)
    vera = await world.find(f"email:{VERA}")
    conversation = await world.conversation(vera["id"])
    thief = world.visitor("thief")
    token = user_token(world.website, sub="evil")
    assert (await thief.say("Так что там?", "m1", traits={"email": VERA}, user_token=token)).status_code == 202
    await world.heard(conversation, "Так что там?")

    assert await world.addresses(conversation) == {VERA: ("verified", True, False), "thief": ("asserted", False, True)}
    sent = (await world.answer(conversation, "Заказ на Ленина, 5")).json()
    assert (sent["channel"], sent["address"]["value"]) == ("email", VERA)
    assert [one["text"] for one in await thief.listed()] == ["Так что там?"]

    # Whoever wants to answer there says so.
    chat = next(
        one for one in (await world.get(f"conversations/{conversation}/addresses"))["items"] if one["value"] == "thief"
    )
    to = {"connection_id": chat["connection_id"], "identifier_id": chat["identifier_id"]}
    assert (await world.answer(conversation, "Назовите номер заказа", to=to)).json()["channel"] == "chat"


async def test_whoever_answers_sees_that_a_nameless_visitor_is_not_proven(world: World) -> None:
    """They may be Vera on her phone, or anybody: they are answered where they are, and read nothing else."""
    await world.letter(VERA, "Мой паспорт 4510 123456, что с заказом?")
    conversation = await world.conversation((await world.find(f"email:{VERA}"))["id"])
    visitor = world.visitor("pocket")
    await visitor.say("Так что там?", "m1", traits={"email": VERA})
    await world.heard(conversation, "Так что там?")
    assert await world.addresses(conversation) == {VERA: ("verified", False, False), "pocket": ("asserted", True, True)}
    assert (await world.answer(conversation, "Назовите номер заказа")).json()["channel"] == "chat"
    said = await until(visitor.listed, lambda them: len(them) > 1)
    assert [one["text"] for one in said] == ["Так что там?", "Назовите номер заказа"]


async def test_who_came_first_with_somebodys_name_does_not_get_their_answers(world: World) -> None:
    thief = world.visitor("thief")
    await thief.say("Здравствуйте", "m1", traits={"email": VERA}, user_token=user_token(world.website, sub="evil"))
    conversation = await world.conversation((await world.find("device:thief"))["id"])
    assert (await world.addresses(conversation))["thief"] == ("verified", True, True)
    assert (await world.answer(conversation, "Чем помочь?")).json()["channel"] == "chat"
    await world.letter(VERA, "Мой паспорт 4510 123456")
    await world.heard(conversation, "Мой паспорт 4510 123456")
    await thief.say("Повторите, пожалуйста", "m2")
    await world.heard(conversation, "Повторите, пожалуйста")
    assert await world.addresses(conversation) == {VERA: ("verified", True, False), "thief": ("asserted", False, True)}
    assert (await world.answer(conversation, "Записали")).json()["channel"] == "email"


@pytest.mark.parametrize("assurance", [Assurance.ASSERTED, Assurance.VERIFIED])
async def test_of_two_that_a_stranger_named_together_nobody_is_answered_by_itself(
    world: World, assurance: Assurance
) -> None:
    """An attacker says her account beside a mailbox of their own, and writes from there, with all the proof of mail or
    from a domain that signs nothing.
    """
    vera = world.visitor("laptop")
    await vera.say("Где мой заказ?", "m1", user_token=user_token(world.website, sub="vera"))
    conversation = await world.conversation((await world.find("device:laptop"))["id"])
    claim = {"anonymousId": "bot", "userId": "vera", "traits": {"email": "thief@evil.example"}}
    await world.tell(world.website.write_key, claim)
    await world.find("email:thief@evil.example")
    await world.letter("thief@evil.example", "Пишу с новой почты", assurance)
    await world.heard(conversation, "Пишу с новой почты")

    places = await world.addresses(conversation)
    assert places["thief@evil.example"] == ("asserted", False, True)
    assert places["laptop"] == ("verified", False, False)
    refused = await world.answer(conversation, "Ленина, 5")
    assert (refused.status_code, refused.headers["content-type"]) == (409, "application/problem+json")
    assert (await world.answer(conversation, "Ленина, 5", channel="chat")).json()["address"]["value"] == "laptop"
    await vera.say("Спасибо", "m2")
    await world.heard(conversation, "Спасибо")
    assert (await world.addresses(conversation))["laptop"] == ("verified", True, True)


async def test_an_honest_customer_is_answered_where_they_are(world: World) -> None:
    visitor = world.visitor("laptop")
    await visitor.say("Есть 43?", "m1", traits={"email": VERA})
    conversation = await world.conversation((await world.find("device:laptop"))["id"])
    await world.letter(VERA, "Пишу почтой", Assurance.ASSERTED)
    await world.heard(conversation, "Пишу почтой")
    assert await world.addresses(conversation) == {VERA: ("asserted", True, True), "laptop": ("verified", False, False)}
    assert (await world.answer(conversation, "Есть")).json()["channel"] == "email"
    await visitor.say("Снова в чате", "m2")
    await world.heard(conversation, "Снова в чате")
    assert (await world.answer(conversation, "Хорошо")).json()["channel"] == "chat"
