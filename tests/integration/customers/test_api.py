"""Customers over HTTP: found, shown on one timeline, explained, merged and parted."""

from datetime import timedelta
from uuid import uuid4

from nitka.channels.touch import Assurance
from nitka.kernel.clock import now
from tests.integration.customers.conftest import Shop
from tests.touches import chat, mail, page, said


async def test_who_walked_wrote_in_the_chat_and_then_by_mail_is_one_customer_on_one_timeline(shop: Shop) -> None:
    w, start = shop.workspace, now() - timedelta(minutes=5)
    await shop.hear(
        page(w, "visitor-1", at=start),
        chat(w, "visitor-1", "Здравствуйте", at=start + timedelta(minutes=1), also=[said("email", "Ivan@Shop.org")]),
        mail(w, "ivan@shop.org", "Пишу почтой", at=start + timedelta(minutes=2), traits={"name": "Иван Петров"}),
    )
    customer = await shop.find("email:ivan@shop.org")
    assert customer["name"] == "Иван Петров"
    assert {(one["type"], one["value"], one["assurance"], one["status"]) for one in customer["identifiers"]} == {
        ("email", "ivan@shop.org", "asserted", "normal"),
        ("device", "visitor-1", "observed", "normal"),
    }
    assert customer["id"] == (await shop.find("device:visitor-1"))["id"]
    assert customer["open_conversation_id"]
    first = await shop.get(f"/customers/{customer['id']}/timeline", limit=2)
    rest = await shop.get(f"/customers/{customer['id']}/timeline", limit=2, cursor=first["next"])
    items = first["items"] + rest["items"]
    assert [(one["kind"], one["channel"], one["text"]) for one in items] == [
        ("message", "email", "Пишу почтой"),
        ("message", "chat", "Здравствуйте"),
        ("page", "site", "/boots"),
    ]
    assert [one["conversation_id"] for one in items] == [customer["open_conversation_id"]] * 2 + [None]
    assert rest["next"] is None


async def test_who_gave_no_name_is_told_by_the_best_identifier_in_lists_too(shop: Shop) -> None:
    w = shop.workspace
    await shop.hear(
        chat(w, "d-1", "Есть кто?"),
        chat(w, "d-2", "Где заказ?", also=[said("email", "vera@shop.org")]),
        mail(w, "ivan@shop.org", "Пишу почтой", traits={"name": "Иван Петров"}),
    )
    vera = {"type": "email", "value": "vera@shop.org"}
    listed = (await shop.get("/conversations"))["items"]
    assert {one["last"]["text"]: (one["customer"]["name"], one["customer"]["known_by"]) for one in listed} == {
        "Есть кто?": (None, None),
        "Где заказ?": (None, vera),
        "Пишу почтой": ("Иван Петров", None),
    }
    (waits,) = [one for one in listed if one["last"]["text"] == "Где заказ?"]
    assert (await shop.get(f"/conversations/{waits['id']}"))["customer"] == waits["customer"]
    customer = await shop.find("email:vera@shop.org")
    assert (customer["name"], customer["known_by"]) == (None, vera)


async def test_a_phone_is_found_however_it_is_written(shop: Shop) -> None:
    await shop.hear(page(shop.workspace, "d-1", also=[said("phone", "8 (916) 123-45-67")]))
    for spelling in ("79161234567", "+79161234567", "89161234567", " 7 916 123 45 67", "9161234567"):
        assert (await shop.find(f"phone:{spelling}"))["identifiers"][0]["value"] == "+79161234567"
    assert (await shop.get("/customers", identifier="phone:79160000001"))["items"] == []
    await shop.get("/customers", identifier="no colon", status=400)


async def test_search_knows_beginnings_of_words_addresses_and_numbers(shop: Shop) -> None:
    w = shop.workspace
    await shop.hear(
        mail(w, "semyonova@shop.org", "а", traits={"first_name": "Алёна", "last_name": "Семёнова"}),
        mail(w, "petrov@shop.org", "б", traits={"name": "Семён Петров"}, also=[said("phone", "+79161234567")]),
    )

    async def found(q: str) -> list[str]:
        return sorted(one["name"] for one in (await shop.get("/customers", q=q))["items"])

    assert await found("семен") == ["Алёна Семёнова", "Семён Петров"]
    assert await found("Семён пет") == ["Семён Петров"]
    assert await found("petr") == ["Семён Петров"]
    assert await found("8916123") == ["Семён Петров"]
    assert await found("ов%") == []
    assert len(await found("")) == 2


async def test_pages_of_customers_follow_each_other(shop: Shop) -> None:
    await shop.hear(*(page(shop.workspace, f"d-{n}") for n in range(5)))
    seen: list[str] = []
    cursor = None
    while True:
        answer = await shop.get("/customers", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [one["id"] for one in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5


async def test_a_merge_answers_under_both_ids_and_its_undo_gives_both_back(shop: Shop) -> None:
    w = shop.workspace
    await shop.hear(mail(w, "a.b@shop.org", "раз"), chat(w, "d-1", "два"))
    one, other = await shop.find("email:a.b@shop.org"), await shop.find("device:d-1")
    body = {"ids": [one["id"], other["id"]], "reason": "Сам сказал"}
    event = await shop.send("POST", "/customers/merge", body)
    assert event["op"] == "merge"
    assert event["why"] == "Сам сказал"
    assert set(event["before"]) == {one["id"], other["id"]}
    assert list(event["after"]) == [one["id"]]
    assert (await shop.send("POST", "/customers/merge", body))["id"] == event["id"]
    merged = await shop.get(f"/customers/{other['id']}")
    assert merged["id"] == one["id"]
    assert len(merged["identifiers"]) == 2
    timeline = (await shop.get(f"/customers/{other['id']}/timeline"))["items"]
    assert [item["text"] for item in timeline] == ["два", "раз"]
    assert len({item["conversation_id"] for item in timeline}) == 1
    (link,) = (await shop.get(f"/customers/{one['id']}/why", locale="ru"))["links"]
    assert (link["kind"], link["assurance"], link["text"]) == ("merge", "agent", "Объединено оператором: «Сам сказал».")

    undone = await shop.send("POST", f"/identity-events/{event['id']}/undo")
    assert undone["op"] == "undo"
    assert (await shop.send("POST", f"/identity-events/{event['id']}/undo"))["id"] == undone["id"]
    for before in (one, other):
        after = await shop.get(f"/customers/{before['id']}")
        assert after["identifiers"] == before["identifiers"]
        assert after["open_conversation_id"] == before["open_conversation_id"]
    history = (await shop.get(f"/customers/{other['id']}/history"))["items"]
    assert [(one["op"], one["undone_by"]) for one in history] == [("undo", None), ("merge", undone["id"])]


async def test_an_automatic_merge_says_why_and_stays_undone(shop: Shop) -> None:
    w = shop.workspace
    await shop.hear(mail(w, "a.b@shop.org", "раз"), chat(w, "d-1", "два"))
    joining = [said("email", "a.b@shop.org")]
    await shop.hear(chat(w, "d-1", "три", also=joining))
    whole = await shop.find("device:d-1")
    (event,) = (await shop.get(f"/customers/{whole['id']}/history", locale="ru"))["items"]
    assert event["who"] is None
    assert "в одном сообщении чата" in event["why"]
    (link,) = (await shop.get(f"/customers/{whole['id']}/why", locale="en"))["links"]
    assert link["because"].startswith("In one chat message, ")
    assert "in one chat message" in link["text"]
    assert link["assurance"] == "observed"
    await shop.send("POST", f"/identity-events/{event['id']}/undo", {"reason": "Чужая почта"})
    await shop.hear(chat(w, "d-1", "четыре", also=joining))
    assert (await shop.find("device:d-1"))["id"] != (await shop.find("email:a.b@shop.org"))["id"]


async def test_a_split_moves_identifiers_and_their_touches_out(shop: Shop) -> None:
    w = shop.workspace
    await shop.hear(mail(w, "a.b@shop.org", "почта"), chat(w, "d-1", "чат", also=[said("email", "a.b@shop.org")]))
    await shop.hear(page(w, "d-1"))
    whole = await shop.find("email:a.b@shop.org")
    device = next(one["id"] for one in whole["identifiers"] if one["type"] == "device")
    event = await shop.send("POST", f"/customers/{whole['id']}/split", {"identifier_ids": [device]})
    assert len(event["after"]) == 2
    other = await shop.find("device:d-1")
    assert [one["kind"] for one in (await shop.get(f"/customers/{other['id']}/timeline"))["items"]] == ["page"]
    assert (await shop.find("email:a.b@shop.org"))["id"] == whole["id"]
    await shop.send("POST", f"/customers/{other['id']}/split", {"identifier_ids": [device]}, status=400)
    await shop.send("POST", f"/customers/{other['id']}/split", {"identifier_ids": []}, status=400)


async def test_a_kiosk_is_shared_by_the_second_account_and_its_people_are_apart(shop: Shop) -> None:
    w = shop.workspace
    await shop.hear(page(w, "kiosk"))
    for n in range(2):
        account = said("user_id", f"u{n}", Assurance.VERIFIED)
        await shop.hear(page(w, "kiosk", identifiers=[account, said("device", "kiosk", Assurance.ASSERTED)]))
    people = {(await shop.find(f"user_id:u{n}"))["id"] for n in range(2)}
    assert len(people) == 2
    kiosk = next(one for one in (await shop.find("user_id:u0"))["identifiers"] if one["type"] == "device")
    assert kiosk["status"] == "shared"
    found = {one["id"] for one in (await shop.get("/customers", identifier="device:kiosk"))["items"]}
    assert people < found, "all who were seen with it, and the visitor without a name"
    (stranger,) = found - people
    assert stranger in {one["id"] for one in (await shop.get("/customers"))["items"]}

    await shop.send("PATCH", f"/identifiers/{kiosk['id']}", {"status": "normal"})
    timeline = (await shop.get(f"/customers/{(await shop.find('device:kiosk'))['id']}/timeline"))["items"]
    assert len(timeline) == 2, "what the visitor without a name looked at is whose the device is"
    left = {one["id"] for one in (await shop.get("/customers"))["items"]}
    assert left == people, "and nobody is left of the visitor"
    await shop.send("PATCH", f"/identifiers/{kiosk['id']}", {"status": "own"}, status=400)


async def test_a_name_given_by_an_operator_stays_and_can_be_given_back(shop: Shop) -> None:
    w = shop.workspace
    await shop.hear(mail(w, "a.b@shop.org", "раз", traits={"name": "ivan"}))
    id_ = (await shop.find("email:a.b@shop.org"))["id"]
    assert (await shop.send("PATCH", f"/customers/{id_}", {"name": " Иван  Петрович "}))["name"] == "Иван Петрович"
    await shop.hear(mail(w, "a.b@shop.org", "два", traits={"name": "vanya"}))
    assert (await shop.get(f"/customers/{id_}"))["name"] == "Иван Петрович"
    assert (await shop.send("PATCH", f"/customers/{id_}", {"name": None}))["name"] == "vanya"


async def test_a_blocked_customer_is_spam_until_unblocked(shop: Shop) -> None:
    await shop.hear(mail(shop.workspace, "spam@shop.org", "Купите"))
    id_ = (await shop.find("email:spam@shop.org"))["id"]
    assert (await shop.send("PATCH", f"/customers/{id_}", {"blocked": True}))["blocked"] is True
    conversations = (await shop.get("/conversations", customer_id=id_))["items"]
    assert [one["status"] for one in conversations] == ["spam"]
    assert (await shop.send("PATCH", f"/customers/{id_}", {"blocked": False}))["blocked"] is False


async def test_the_neighbour_finds_and_changes_nothing(shop: Shop, other_shop: Shop) -> None:
    w = shop.workspace
    await shop.hear(mail(w, "a.b@shop.org", "раз", traits={"name": "Анна"}), page(w, "d-1"))
    one, other = await shop.find("email:a.b@shop.org"), await shop.find("device:d-1")
    event = await shop.send("POST", "/customers/merge", {"ids": [one["id"], other["id"]], "reason": ""})
    assert (await other_shop.get("/customers"))["items"] == []
    assert (await other_shop.get("/customers", identifier="email:a.b@shop.org"))["items"] == []
    assert (await other_shop.get("/customers", q="Анна"))["items"] == []
    for path in ("", "/timeline", "/why", "/history"):
        await other_shop.get(f"/customers/{one['id']}{path}", status=404)
    both = {"ids": [one["id"], other["id"]]}
    await other_shop.send("POST", "/customers/merge", both, status=404)
    split = {"identifier_ids": [one["identifiers"][0]["id"]]}
    await other_shop.send("POST", f"/customers/{one['id']}/split", split, status=404)
    await other_shop.send("POST", f"/identity-events/{event['id']}/undo", status=404)
    await other_shop.send("PATCH", f"/customers/{one['id']}", {"name": "x"}, status=404)
    node = one["identifiers"][0]["id"]
    await other_shop.send("PATCH", f"/identifiers/{node}", {"status": "blocked"}, status=404)
    await other_shop.get(f"/customers/{uuid4()}", status=404)
    assert len((await shop.get(f"/customers/{one['id']}"))["identifiers"]) == 2
