"""People who would like to hear somebody else's history, told by an operator or a program in good faith."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest

from nitka.channels.touch import Assurance, Message, Touch
from nitka.kernel.ids import new_id
from nitka.pipeline.following import Following
from nitka.pipeline.following.likeness import FindAlike
from nitka.pipeline.transaction import commit
from nitka.platform.auth import Principal
from nitka.platform.auth.people import add_token
from nitka.platform.broker import Broker
from nitka.platform.keys import Website
from tests.integration.chat.clients import Visitor, user_token
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.serving import Edge
from tests.security.test_impostors import VERA, World, until
from tests.touches import chat, said

pytestmark = pytest.mark.usefixtures("roles")

PHONE = "+79161234567"
# What must not be heard by anybody but Vera.
SECRETS = ("4510 123456", "Ленина", "order-7781", "Смирнова", "скидка для жалобщиков", VERA, PHONE)


class Company(World):
    """The same doors, and a program that speaks with customers by itself."""

    bot: httpx.AsyncClient

    async def vera(self) -> str:
        """Vera has written, ordered, and given her phone; a colleague made a note. Returns her conversation."""
        await self.tell(
            self.website.server_key,
            {"userId": "vera", "traits": {"email": VERA, "phone": PHONE, "name": "Вера Смирнова", "city": "Ленина, 5"}},
            {"type": "track", "event": "Order Completed", "userId": "vera", "properties": {"orderId": "order-7781"}},
        )
        await self.letter(VERA, "Мой паспорт 4510 123456, везите на Ленина, 5")
        conversation = await self.conversation((await self.find(f"email:{VERA}"))["id"])
        await self.answer(conversation, "скидка для жалобщиков", note=True)
        await self.answer(conversation, "Везём на Ленина, 5")
        return conversation

    async def call(self, number: str, words: str) -> None:
        """A call as a telephone system tells it: the number is what the caller's side says it is."""
        touch: Touch = chat(
            self.workspace, number, words, channel="phone", connection_id=self.workspace.site,
            identifiers=[said("phone", number, Assurance.OBSERVED)], message=Message(text=words),
        )  # fmt: skip
        await commit(self.edge.services.database, [touch], [])

    async def heard_from(self, conversation: str, address: str, text: str) -> dict[str, Any]:
        """What may be told to whoever said this from there; waits until it stands in the thread."""
        await self.heard(conversation, text)
        found: dict[str, Any] = await self.get(f"conversations/{conversation}/disclosure")
        assert found["speaker"]["value"] == address
        return found

    async def told(self, conversation: str, speaker: str) -> str:
        """All that the program is told when it asks in the name of this conversation, and of this speaker."""
        base, found = f"/api/v1/conversations/{conversation}", []
        paths = ("", "/disclosure", "/customer", "/timeline?limit=200", "/messages?limit=200", "/messages?order=desc")
        for path in paths:
            answer = await self.bot.get(base + path, params={"to": speaker})
            assert answer.status_code == 200, answer.text
            found.append(answer.text)
        found.append((await self.bot.get("/api/v1/conversations")).text)
        return " ".join(found)

    async def hears_nothing(self, conversation: str, found: dict[str, Any], but: tuple[str, ...] = ()) -> None:
        """The program, asked by this speaker, knows none of the secrets; the desk says that they may not be told."""
        kinds = {one["kind"]: one["told"] for one in found["kinds"]}
        assert "all" not in kinds.values(), kinds
        text = await self.told(conversation, found["speaker"]["identifier_id"])
        assert [one for one in SECRETS if one in text and one not in but] == []


async def shown(visitor: Visitor) -> str:
    """All that a visitor's own doors show."""
    line = await visitor.live()
    await line.close()
    return (await visitor.get("messages", limit=200)).text + (await visitor.get("config")).text


@pytest.fixture
async def world(
    edge: Edge, website: Website, workspace: WorkspaceRow, api: httpx.AsyncClient, anna: Principal
) -> AsyncIterator[Company]:
    company = Company(edge, website, workspace, api)
    async with edge.services.database.workspace(workspace.id) as tx:
        _, secret = await add_token(tx, anna, "Бот", "bot")
    async with edge.http(Authorization=f"Bearer {secret}") as company.bot:
        yield company


async def test_a_claimed_address_opens_nothing(world: Company) -> None:
    conversation = await world.vera()
    thief = world.visitor("thief")
    await thief.say("Напомните мой адрес", "m1", traits={"email": VERA})
    found = await world.heard_from(conversation, "thief", "Напомните мой адрес")
    assert {one["lacking"] for one in found["kinds"]} == {"not_linked", "never_told"}
    await world.hears_nothing(conversation, found)
    seen = await shown(thief)
    assert not any(secret in seen for secret in SECRETS)
    # Vera herself is told, and the program with her.
    await world.letter(VERA, "Это я, Вера")
    hers = await world.heard_from(conversation, VERA, "Это я, Вера")
    assert {one["kind"]: one["told"] for one in hers["kinds"]}["orders"] == "part"  # not what the thief did
    text = await world.told(conversation, hers["speaker"]["identifier_id"])
    assert [one for one in SECRETS if one not in text] == ["скидка для жалобщиков"]
    assert "Напомните мой адрес" not in text


async def test_a_claim_of_an_account_without_the_company_s_signature_opens_nothing(world: Company) -> None:
    """Chatwoot #2762: whoever named another's address or id to the widget was given their contact and history."""
    conversation = await world.vera()
    thief = world.visitor("thief")
    claim = {"anonymousId": "thief", "userId": "vera", "traits": {"email": VERA, "phone": PHONE}}
    await world.tell(world.website.write_key, claim)
    await thief.say("Что в моём заказе?", "m1", traits={"email": VERA, "phone": PHONE})
    theirs = await world.conversation((await world.find("device:thief"))["id"])
    found = await world.heard_from(theirs, "thief", "Что в моём заказе?")
    # What they said themselves they know; nothing of it is told as theirs.
    await world.hears_nothing(theirs, found, but=(VERA, PHONE))
    told = (await world.bot.get(f"/api/v1/conversations/{theirs}/customer")).json()["customer"]
    assert [one["value"] for one in told["identifiers"]] == ["thief"]
    assert [one["text"] for one in await thief.listed()] == ["Что в моём заказе?"]
    await world.heard(conversation, "Мой паспорт 4510 123456, везите на Ленина, 5")


@pytest.mark.parametrize("forgery", ["another key", "no signature", "alg none", "another company"])
async def test_a_forged_user_token_is_refused_and_leaves_no_trace(
    world: Company, other_website: Website, forgery: str
) -> None:
    await world.vera()
    real = user_token(world.website, sub="vera", email=VERA)
    head, claims, _ = real.split(".")
    forged = {
        "another key": user_token(
            msgspec.structs.replace(world.website, server_key=world.website.write_key), sub="vera"
        ),
        "no signature": f"{head}.{claims}.",
        "alg none": f"eyJhbGciOiJub25lIn0.{claims}.",
        "another company": user_token(other_website, sub="vera", email=VERA),
    }[forgery]
    thief = world.visitor("thief")
    assert (await thief.say("Это Вера", "m1", user_token=forged)).status_code == 401
    assert (await thief.post("codes/check", code="000000")).json()["verified"] is False
    assert await thief.listed() == []
    assert await world.found("device:thief") == []


async def test_a_forged_from_hears_nothing(world: Company) -> None:
    """A letter in Vera's name that her server did not sign, in the very thread of her letters."""
    conversation = await world.vera()
    await world.letter(VERA, "Куда вы мне везёте?", Assurance.ASSERTED)
    found = await world.heard_from(conversation, VERA, "Куда вы мне везёте?")
    assert found["speaker"]["assurance"] == "asserted"
    assert {one["lacking"] for one in found["kinds"]} == {"sender_unproven", "never_told"}
    # Her address is what they wrote from themselves.
    await world.hears_nothing(conversation, found, but=(VERA,))
    await world.letter(VERA, "Я уже дома")
    again = await world.heard_from(conversation, VERA, "Я уже дома")
    assert {one["told"] for one in again["kinds"]} == {"all", "none"}


async def test_a_forged_caller_id_hears_nothing(world: Company) -> None:
    conversation = await world.vera()
    await world.call(PHONE, "Назовите мой адрес")
    found = await world.heard_from(conversation, PHONE, "Назовите мой адрес")
    assert found["speaker"]["assurance"] == "observed"
    await world.hears_nothing(conversation, found, but=(PHONE,))


async def test_whoever_has_a_number_now_does_not_hear_who_had_it(world: Company) -> None:
    """The operator gave Vera's old number to Gleb, who signs in to an account of his own."""
    await world.vera()
    gleb = world.visitor("gleb")
    token = user_token(world.website, sub="gleb", phone=PHONE)
    await gleb.say("Здравствуйте, я Глеб", "m1", user_token=token)
    his = await world.conversation((await world.find("user_id:gleb"))["id"])
    found = await world.heard_from(his, "gleb", "Здравствуйте, я Глеб")
    text = await world.told(his, found["speaker"]["identifier_id"])
    assert [one for one in SECRETS if one in text and one != PHONE] == []
    assert (await world.find("user_id:gleb"))["id"] != (await world.find("user_id:vera"))["id"]


async def test_the_first_who_gave_a_phone_does_not_get_what_comes_by_it(world: Company) -> None:
    """Bitrix24 keeps whoever first gave a phone as its owner for ever: all that comes by it becomes theirs."""
    thief = world.visitor("thief")
    await thief.say("Мой номер", "m1", traits={"phone": PHONE})
    theirs = await world.conversation((await world.find("device:thief"))["id"])
    hers = await world.vera()
    await thief.say("И что в заказе?", "m2")
    found = await world.heard_from(theirs, "thief", "И что в заказе?")
    await world.hears_nothing(theirs, found, but=(PHONE,) if hers != theirs else ())
    seen = await shown(thief)
    assert not any(secret in seen for secret in SECRETS)


async def test_an_order_in_somebody_s_name_is_not_told_to_them(world: Company) -> None:
    """A stranger mistyped their address at the till: what they bought is not Vera's to hear."""
    stranger = {"anonymousId": "till", "traits": {"email": VERA}}
    order = {
        "type": "track", "event": "Order Completed", "anonymousId": "till", "context": {"traits": {"email": VERA}},
        "properties": {"orderId": "order-of-another"},
    }  # fmt: skip
    await world.tell(world.website.write_key, stranger, order)
    await world.letter(VERA, "Что у меня заказано?")
    conversation = await world.conversation((await world.find(f"email:{VERA}"))["id"])
    found = await world.heard_from(conversation, VERA, "Что у меня заказано?")
    # The desk sees it among all that is known of her; it is not told.
    whole = await world.get(f"customers/{(await world.find(f'email:{VERA}'))['id']}/timeline")
    assert "order-of-another" in str(whole)
    assert "order-of-another" not in await world.told(conversation, found["speaker"]["identifier_id"])


def _row(workspace: WorkspaceRow, key: str | None, traits: dict[str, Any]) -> Touch:
    """A row of the shop's old card index, which the desk imported; with a card number, or with nothing but a name."""
    known = [said("crm_id", key, Assurance.VERIFIED)] if key else []
    return chat(
        workspace, new_id().hex, "", channel="import", kind="identify", connection_id=workspace.site, message=None,
        identifiers=known, traits=traits,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "names"), [(None, {}), ("card-17", {"firstName": "Вера", "lastName": "Смирнова"})], ids=["bare", "card"]
)
async def test_what_is_only_alike_is_not_told(
    world: Company, broker: Broker, key: str | None, names: dict[str, str]
) -> None:
    """A row that merely describes Vera is joined with her; it may be her neighbour's, and has a name of its own."""
    home = {"birthDate": "1985-03-12", "address": "Казань, ул. Баумана, д. 5, кв. 12", "company": "Галантерея"}
    await world.tell(world.website.server_key, {"userId": "vera", "traits": {"email": VERA} | names | home})
    await world.letter(VERA, "Как меня зовут?")
    customer = (await world.find(f"email:{VERA}"))["id"]
    database = world.edge.services.database
    theirs = {"last_name": "Смирнова", "first_name": "Вера", "middle_name": "Тайновна"}
    await commit(database, [_row(world.workspace, key, theirs | home)], [])
    following, alike = Following(database, broker, [FindAlike()]), FindAlike()
    async with asyncio.timeout(20):  # somebody else may be comparing already
        while "middle_name" not in (whole := await world.get(f"customers/{customer}"))["traits"]:
            await following.round(alike, asyncio.Event())
    assert whole["traits"]["middle_name"] == "Тайновна"  # one customer at the desk
    assert "Тайновна" in whole["name"]
    conversation = await world.conversation(customer)
    found = await world.heard_from(conversation, VERA, "Как меня зовут?")
    assert {one["kind"]: one["told"] for one in found["kinds"]}["profile"] == "part"
    text = await world.told(conversation, found["speaker"]["identifier_id"])
    assert "Тайн" not in text
    told = (await world.get(f"conversations/{conversation}/customer"))["customer"]
    assert told["name"] == (" ".join(names.values()) or None)
    assert told["traits"]["birthDate"] == "1985-03-12"  # what the shop knows of her own account is hers to hear
    named = await world.api.patch(f"/api/v1/customers/{customer}", json={"name": "Вера из Тайного общества"})
    assert named.status_code == 200, named.text
    assert "Тайн" not in await world.told(conversation, found["speaker"]["identifier_id"])


async def test_whom_a_colleague_took_for_another_by_hearsay_is_told_nothing(world: Company, broker: Broker) -> None:
    """The thief tells all that they know of Vera, the desk is asked, and says yes."""
    conversation = await world.vera()
    told = {"firstName": "Вера", "birthDate": "1985-03-12", "address": "Казань, ул. Баумана, д. 5, кв. 12"}
    await world.tell(world.website.server_key, {"userId": "vera", "traits": told | {"lastName": "Смирнова"}})
    thief = world.visitor("thief")
    await thief.say("Это я, с работы", "m1")
    await world.find("device:thief")
    await world.tell(world.website.write_key, {"anonymousId": "thief", "traits": told})
    following, alike = Following(world.edge.services.database, broker, [FindAlike()]), FindAlike()

    async def likely() -> list[Any]:
        while await following.round(alike, asyncio.Event()):
            pass
        found: list[Any] = (await world.get(f"customers/{(await world.find('device:thief'))['id']}/likely"))["items"]
        return found

    (one,) = await until(likely, bool)
    accepted = await world.api.post(f"/api/v1/suggestions/{one['suggestion_id']}/accept", json={})
    assert accepted.status_code < 300, accepted.text
    assert (await world.find("device:thief"))["id"] == (await world.find(f"email:{VERA}"))["id"]
    found = await world.heard_from(conversation, "thief", "Это я, с работы")
    await world.hears_nothing(conversation, found)
    seen = await shown(thief)
    assert not any(secret in seen for secret in SECRETS)


async def test_a_program_says_to_whom_it_speaks(world: Company) -> None:
    """Between its reading and its answer somebody else may write: what it read goes to whom it asked for."""
    conversation = await world.vera()
    base = f"/api/v1/conversations/{conversation}"
    speaker = (await world.bot.get(f"{base}/disclosure")).json()["speaker"]
    assert (await world.bot.get(f"{base}/messages")).status_code == 400
    assert (await world.bot.post(f"{base}/messages", json={"text": "Ленина, 5"})).status_code == 400
    thief = world.visitor("thief")
    await thief.say("Ещё раз?", "m1", traits={"email": VERA})
    await world.heard(conversation, "Ещё раз?")
    # Nor can the thief talk it into reading in Vera's name.
    for path in ("disclosure", "customer", "timeline", "messages"):
        asked = await world.bot.get(f"{base}/{path}", params={"to": speaker["identifier_id"]})
        assert (asked.status_code, "Ленина" in asked.text) == (409, False)
    to = {"connection_id": speaker["connection_id"], "identifier_id": speaker["identifier_id"]}
    sent = await world.bot.post(f"{base}/messages", json={"text": "Везём на Ленина, 5", "to": to})
    assert (sent.status_code, sent.json()["channel"], sent.json()["address"]) == (201, "email", None)
    assert [one["text"] for one in await thief.listed()] == ["Ещё раз?"]


async def test_a_bot_s_token_opens_nothing_else(world: Company) -> None:
    conversation = await world.vera()
    customer = (await world.find(f"email:{VERA}"))["id"]
    document = (await world.bot.get("/api/openapi.json")).json()
    ids = {"conversation_id": conversation, "customer_id": customer}
    opened = set()
    for path, item in document["paths"].items():
        if not path.startswith("/api/v1/") or path.startswith("/api/v1/auth") or "get" not in item:
            continue
        address = path
        for name in {part.strip("{}") for part in path.split("/") if part.startswith("{")}:
            address = address.replace("{" + name + "}", ids.get(name, str(new_id())))
        if (await world.bot.get(address)).status_code != 403:
            opened.add(path)
    base = "/api/v1/conversations/{conversation_id}"
    assert opened == {
        "/api/v1/conversations", base, f"{base}/messages", f"{base}/disclosure", f"{base}/customer", f"{base}/timeline",
        "/api/v1/disclosure-policy",
    }  # fmt: skip
    assert (await world.bot.get("/api/v1/conversations", params={"q": "паспорт"})).status_code == 403
    assert (await world.bot.put("/api/v1/disclosure-policy", json={"needs": {}, "version": 0})).status_code == 403
    assert (await world.bot.post(f"/api/v1/conversations/{conversation}/read")).status_code == 403


async def test_a_token_of_an_operator_that_asks_in_a_conversation_is_told_no_more(world: Company) -> None:
    conversation = await world.vera()
    thief = world.visitor("thief")
    await thief.say("Кто я?", "m1", traits={"email": VERA})
    found = await world.heard_from(conversation, "thief", "Кто я?")
    seen = await world.get(f"conversations/{conversation}/customer")
    assert (seen["customer"]["name"], seen["customer"]["traits"]) == (None, {})
    assert [one["value"] for one in seen["customer"]["identifiers"]] == ["thief"]
    assert set(seen["withheld"]) == {one["kind"] for one in found["kinds"]}
    assert found["ways"][0]["value"] is None
    assert found["ways"][0]["type"] == "email"
