"""What customers say of themselves: found, believed or asked about, confirmed, dismissed, undone, explained."""

from __future__ import annotations

from typing import Any

from nitka.channels.scope import Scope
from nitka.channels.touch import Assurance, Message, Touch
from nitka.pipeline.following.words import ReadWords
from nitka.platform.outbox import emit
from tests.integration.customers.conftest import OpenShop, Shop
from tests.touches import chat, mail, said

HUSBAND, WIFE = "+79161110001", "+79161110002"


async def read(shop: Shop, *touches: Touch) -> None:
    """Let these messages in, and read them as the role does."""
    await shop.hear(*touches)
    async with shop.services.database.workspace(shop.workspace.id) as tx:
        events = await ReadWords().handle(tx, Scope(shop.workspace.id, "RU"), [touch.id for touch in touches])
        await emit(tx, events)


async def conversation(shop: Shop, identifier: str) -> str:
    customer = await shop.find(identifier)
    return str(customer["open_conversation_id"])


async def findings(shop: Shop, identifier: str) -> list[dict[str, Any]]:
    found = await shop.get(f"/conversations/{await conversation(shop, identifier)}/findings")
    return list(found["items"])


async def test_a_phone_given_in_the_chat_is_believed_as_a_claim_and_told_why(shop: Shop) -> None:
    w = shop.workspace
    await read(shop, chat(w, "browser", "Здравствуйте! Мой телефон 8 916 111-00-01, есть 43 размер?"))
    (one,) = await findings(shop, "device:browser")
    assert (one["kind"], one["type"], one["value"], one["state"]) == ("own", "phone", HUSBAND, "taken")
    assert one["quote"] == "Мой телефон 8 916 111-00-01"
    text = "Здравствуйте! Мой телефон 8 916 111-00-01, есть 43 размер?"
    assert text[one["from"] : one["to"]] == one["quote"]
    customer = await shop.find(f"phone:{HUSBAND}")
    assert customer["id"] == (await shop.find("device:browser"))["id"]
    phone = next(each for each in customer["identifiers"] if each["type"] == "phone")
    assert phone["assurance"] == "asserted"
    (link,) = (await shop.get(f"/customers/{customer['id']}/why", locale="ru"))["links"]
    assert "«Мой телефон 8 916 111-00-01»" in link["text"]
    assert "не подтверждено" in link["text"]
    assert (link["kind"], link["evidence"]["quote"]) == ("words", one["quote"])


async def test_reading_the_same_message_again_finds_nothing_new(shop: Shop) -> None:
    touch = chat(shop.workspace, "browser", "Мой телефон 8 916 111-00-01. Где мой заказ № 10234?")
    await read(shop, touch)
    before = await findings(shop, "device:browser")
    await read(shop, touch)
    assert await findings(shop, "device:browser") == before
    await read(shop, chat(shop.workspace, "browser", "Повторяю: мой телефон 8 916 111-00-01, заказ № 10234"))
    assert await findings(shop, "device:browser") == before


async def test_a_phone_that_somebody_else_has_waits_for_a_person_who_makes_them_one_and_undoes_it(shop: Shop) -> None:
    w = shop.workspace
    await read(
        shop,
        mail(w, "ivan@mail.org", "Добрый день", also=[said("phone", HUSBAND)]),
        chat(w, "browser", "мой телефон 8 916 111-00-01"),
    )
    ivan, browser = await shop.find("email:ivan@mail.org"), await shop.find("device:browser")
    (one,) = await findings(shop, "device:browser")
    assert (one["state"], one["known"]) == ("open", ivan["id"])
    done = await shop.send("POST", f"/findings/{one['id']}/confirm", status=200)
    assert (done["state"], done["decided_by"]["id"] is not None) == ("confirmed", True)
    assert await shop.send("POST", f"/findings/{one['id']}/confirm") == done
    joined = await shop.find("device:browser")
    assert joined["id"] == (await shop.find("email:ivan@mail.org"))["id"]
    (event,) = (await shop.get(f"/customers/{joined['id']}/history", locale="en"))["items"]
    assert event["id"] == done["event_id"]
    assert "“мой телефон 8 916 111-00-01”" in event["why"]
    assert event["who"] is not None
    await shop.send("POST", f"/identity-events/{event['id']}/undo")
    assert (await shop.find("device:browser"))["id"] != (await shop.find("email:ivan@mail.org"))["id"]
    assert {(await shop.find("device:browser"))["id"], (await shop.find("email:ivan@mail.org"))["id"]} == {
        ivan["id"], browser["id"],
    }  # fmt: skip
    (undone,) = await findings(shop, "device:browser")
    assert undone["state"] == "dismissed"
    await read(shop, chat(w, "browser", "мой телефон 8 916 111-00-01"))
    assert (await shop.find("device:browser"))["id"] != (await shop.find("email:ivan@mail.org"))["id"]


async def test_dismissing_what_was_believed_takes_it_apart_again(shop: Shop) -> None:
    await read(shop, chat(shop.workspace, "browser", "мой телефон 8 916 111-00-01"))
    (one,) = await findings(shop, "device:browser")
    done = await shop.send("POST", f"/findings/{one['id']}/dismiss", status=200)
    assert done["state"] == "dismissed"
    assert (await shop.find("device:browser"))["id"] != (await shop.find(f"phone:{HUSBAND}"))["id"]


async def test_the_wifes_phone_is_kept_apart_and_what_joined_them_is_cut(shop: Shop) -> None:
    w = shop.workspace
    await read(
        shop,
        chat(w, "browser", "Привет", also=[said("phone", WIFE)]),
        chat(w, "browser", "8 916 111-00-02 это телефон жены"),
    )
    (one,) = await findings(shop, "device:browser")
    assert (one["kind"], one["value"], one["state"]) == ("other", WIFE, "open")
    done = await shop.send("POST", f"/findings/{one['id']}/confirm")
    assert (await shop.find("device:browser"))["id"] != (await shop.find(f"phone:{WIFE}"))["id"]
    await shop.hear(chat(w, "browser", "Ещё вопрос", also=[said("phone", WIFE)]))
    assert (await shop.find("device:browser"))["id"] != (await shop.find(f"phone:{WIFE}"))["id"]
    await shop.send("POST", f"/identity-events/{done['event_id']}/undo")
    assert (await shop.find("device:browser"))["id"] == (await shop.find(f"phone:{WIFE}"))["id"]


async def test_two_who_are_two_already_stay_so(shop: Shop) -> None:
    w = shop.workspace
    await read(shop, mail(w, "anna@mail.org", "Привет", also=[said("phone", WIFE)]))
    await read(shop, chat(w, "browser", "Телефон жены 8 916 111-00-02"))
    (one,) = await findings(shop, "device:browser")
    await shop.send("POST", f"/findings/{one['id']}/confirm")
    await shop.hear(chat(w, "browser", "Привет", also=[said("phone", WIFE)]))
    assert (await shop.find("device:browser"))["id"] != (await shop.find("email:anna@mail.org"))["id"]


async def test_a_borrowed_address_becomes_shared_and_one_persons_again(shop: Shop) -> None:
    w = shop.workspace
    await read(shop, mail(w, "anna@mail.org", "Пишу с почты мужа, своей нет"))
    (one,) = await findings(shop, "email:anna@mail.org")
    assert (one["kind"], one["type"]) == ("shared", "email")
    done = await shop.send("POST", f"/findings/{one['id']}/confirm")
    customers = (await shop.get("/customers"))["items"]
    assert [each["status"] for each in customers[0]["identifiers"] if each["type"] == "email"] == ["shared"]
    await shop.send("POST", f"/findings/{one['id']}/dismiss")
    assert (await shop.find("email:anna@mail.org"))["identifiers"][0]["status"] == "normal"
    assert done["event_id"] is not None


async def test_a_name_is_taken_where_there_is_none_and_asked_about_where_there_is(shop: Shop) -> None:
    w = shop.workspace
    await read(shop, chat(w, "browser", "Здравствуйте, это Иван Петров"))
    assert (await shop.find("device:browser"))["name"] == "Иван Петров"
    (one,) = await findings(shop, "device:browser")
    assert (one["kind"], one["type"], one["state"]) == ("trait", "name", "taken")
    await read(shop, chat(w, "browser", "Меня зовут Пётр"))
    assert (await shop.find("device:browser"))["name"] == "Иван Петров"
    asked = (await findings(shop, "device:browser"))[-1]
    assert asked["state"] == "open"
    await shop.send("POST", f"/findings/{asked['id']}/confirm")
    assert (await shop.find("device:browser"))["name"] == "Пётр"
    await shop.send("POST", f"/findings/{asked['id']}/dismiss")
    await shop.send("POST", f"/findings/{one['id']}/dismiss")
    assert (await shop.find("device:browser"))["name"] is None


async def test_the_same_order_makes_two_one_only_when_people_say_so(shop: Shop) -> None:
    w = shop.workspace
    await read(shop, mail(w, "ivan@mail.org", "Где мой заказ № 10234?"), chat(w, "browser", "заказ №10234 когда?"))
    for place in ("email:ivan@mail.org", "device:browser"):
        (one,) = await findings(shop, place)
        assert one["state"] == "open"
        await shop.send("POST", f"/findings/{one['id']}/confirm")
    assert (await shop.find("device:browser"))["id"] == (await shop.find("email:ivan@mail.org"))["id"]


async def test_a_proven_phone_of_another_is_never_joined_by_words_alone(shop: Shop) -> None:
    w = shop.workspace
    await read(shop, mail(w, "ivan@mail.org", "Добрый день", also=[said("phone", HUSBAND, Assurance.VERIFIED)]))
    for number in range(5):
        await read(shop, chat(w, f"browser{number}", "Мой телефон 8 916 111-00-01"))
    ivan = await shop.find("email:ivan@mail.org")
    assert {each["type"] for each in ivan["identifiers"]} == {"email", "phone"}


async def test_the_companys_numbers_are_nobodys_and_its_masks_are_known(shop: Shop) -> None:
    w = shop.workspace
    words = {"numbering": [{"type": "contract", "mask": "КР-####"}], "ours": ["8 495 111-00-09", "Sales@Shop.org"]}
    assert (await shop.send("PATCH", "/workspace", {"words": words}))["words"] == words
    await read(shop, chat(w, "browser", "мой телефон 8 495 111-00-09, почта sales@shop.org. Что с КР-1234?"))
    assert [(each["type"], each["value"]) for each in await findings(shop, "device:browser")] == [
        ("contract", "КР-1234")
    ]
    refused = await shop.send("PATCH", "/workspace", {"words": {"numbering": [{"type": "order", "mask": "####"}]}}, 400)
    assert "mask" in refused["detail"]


async def test_masks_are_tried_before_they_are_saved_and_nothing_is_kept(shop: Shop, open_shop: OpenShop) -> None:
    words = {"numbering": [{"type": "order", "mask": "СВ-#####"}], "ours": []}
    tried = {"text": "Где СВ-20391? Звоните 8 916 111-00-01", "words": words}
    (order,) = [one for one in (await shop.send("POST", "/words/try", tried))["items"] if one["type"] == "order"]
    assert (order["kind"], order["value"], order["quote"]) == ("own", "СВ-20391", "СВ-20391")
    assert (await shop.get("/customers", identifier="order:СВ-20391"))["items"] == []
    # As it is saved, it is not known; nor does a neighbour's setting count here.
    neighbour = await open_shop()
    await neighbour.send("PATCH", "/workspace", {"words": words})
    saved = await shop.send("POST", "/words/try", {"text": "Где СВ-20391?"})
    assert saved["items"] == []
    assert len((await neighbour.send("POST", "/words/try", {"text": "Где СВ-20391?"}))["items"]) == 1
    wrong = {"numbering": [*words["numbering"], {"type": "order", "mask": "####"}]}
    for method, path, body in (
        ("POST", "/words/try", {"text": "Где?", "words": wrong}),
        ("PATCH", "/workspace", {"words": wrong}),
    ):
        refused = await shop.send(method, path, body, 400)
        assert refused["field"] == "words.numbering[1].mask"
    short = {"numbering": [{"type": "order", "mask": "#"}]}
    assert (await shop.send("PATCH", "/workspace", {"words": short}, 400))["field"] == "words.numbering[0].mask"


async def test_a_letters_history_says_nothing_and_its_signature_waits_for_a_person(shop: Shop) -> None:
    w = shop.workspace
    signature, history = "С уважением,\nОльга Белова\n+7 916 111-00-02", "01.02.2026, Магазин <a@b.org> пишет:"
    quoted = f"{signature}\n\n{history}\n> мой телефон 8 916 111-00-01"
    await read(shop, mail(w, "olga@mail.org", "Когда?", message=Message(text="Когда?", quoted=quoted)))
    found = {
        (each["type"], each["value"], each["part"], each["state"])
        for each in await findings(shop, "email:olga@mail.org")
    }
    assert found == {("name", "Ольга Белова", "signature", "open"), ("phone", WIFE, "signature", "open")}


async def test_strangers_see_and_decide_nothing(shop: Shop, open_shop: OpenShop) -> None:
    await read(shop, chat(shop.workspace, "browser", "Где мой заказ № 10234?"))
    (one,) = await findings(shop, "device:browser")
    other = await open_shop()
    await other.get(f"/conversations/{await conversation(shop, 'device:browser')}/findings", 404)
    for what in ("confirm", "dismiss"):
        await other.send("POST", f"/findings/{one['id']}/{what}", status=404)
    assert (await findings(shop, "device:browser"))[0]["state"] == "open"


async def test_what_people_decide_is_on_the_record_without_what_was_said(shop: Shop) -> None:
    await read(shop, chat(shop.workspace, "browser", "Где мой заказ № 10234?"))
    (one,) = await findings(shop, "device:browser")
    await shop.send("POST", f"/findings/{one['id']}/dismiss")
    async with shop.services.database.workspace(shop.workspace.id) as tx:
        row = await tx.fetchrow("SELECT * FROM audit WHERE action = 'findings.dismiss'")
        told = await tx.fetch("SELECT body FROM outbox WHERE kind = 'findings_changed'")
    assert row is not None
    assert row["target"] == one["id"]
    assert "10234" not in str(dict(row))
    assert all(b"10234" not in each["body"] for each in told)
