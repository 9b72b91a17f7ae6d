"""What a newcomer meets who runs `make demo`."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

import httpx
import pytest

from tests.integration.demo.running import ROOT, RunningDemo, eventually, running_demo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
HELP = "help@severveter.example"


def identifiers(customer: dict[str, Any]) -> set[str]:
    return {f"{one['type']}:{one['value']}" for one in customer["identifiers"]}


def test_the_desk_is_alive_when_it_is_opened(demo: RunningDemo) -> None:
    people = {one["name"]: one for one in demo.items("/customers")}
    assert {"Иван Петров", "Анна Ким", "Гульнара Ахметова", "James Miller", "Сергей Кузьмин"} <= set(people)
    assert "phone:+79112345670" in identifiers(people["Сергей Кузьмин"])
    counts = demo.desk.get("/conversations/counts").json()
    assert counts["mine"] >= 3
    assert counts["waiting"] >= 8
    assert {one["shortcut"] for one in demo.items("/canned-answers")} >= {"доставка", "возврат"}
    assert demo.items("/quarantine") == []


def test_the_past_has_its_own_times(demo: RunningDemo) -> None:
    [ivan] = [one for one in demo.items("/customers") if one["name"] == "Иван Петров"]
    story = demo.items(f"/customers/{ivan['id']}/timeline")
    kinds = [item["kind"] for item in story]
    assert {"page", "ad", "track", "purchase", "message"} <= set(kinds)
    purchase = story[kinds.index("purchase")]
    assert "СВ-20391" in purchase["text"]
    assert purchase["at"] < story[kinds.index("message")]["at"]


def test_a_letter_and_a_chat_of_one_person_are_one_conversation(demo: RunningDemo) -> None:
    said = demo.messages_of("Анна Ким")
    assert {message["channel"] for message in said} == {"chat", "email"}
    assert len({message["conversation_id"] for message in said}) == 1


def test_who_is_who_has_something_to_decide(demo: RunningDemo) -> None:
    """Nothing of it is put in: people say where they live, and the cards of the shop in town are imported."""
    pairs = demo.items("/suggestions")
    olgas = [one for one in pairs if {one["a"]["name"], one["b"]["name"]} == {"Ольга Смирнова"}]
    assert {"address", "city", "first_name", "last_name"} <= {step["feature"] for step in olgas[0]["features"]}
    [chat] = [one for one in demo.items("/conversations") if "Писала вам сегодня" in one["last"]["text"]]
    likely = demo.desk.get(f"/customers/{chat['customer']['id']}/likely").json()
    assert {one["other"]["name"] for one in likely["items"]} == {"Ольга Смирнова", "Ольга Игоревна Смирнова"}
    assert likely["question"]["feature"] == "birth_date"
    [conflict] = demo.items("/identity/conflicts")
    assert {one["value"] for one in conflict["anchors"]} == {"003902", "005218"}
    assert "адрес" in conflict["link"]["because"]
    assert conflict["link"]["a"]["value"].startswith("Павел Андреевич Журавлёв, ")
    assert [(one["state"], one["problems"]) for one in demo.items("/imports")] == [("done", 0)]


def test_two_olgas_wait_to_be_merged_by_hand(demo: RunningDemo) -> None:
    olgas = [one for one in demo.items("/customers") if one["name"] in ("Ольга", "Ольга Смирнова")]
    assert len(olgas) == 2
    merged = demo.desk.post("/customers/merge", json={"ids": [one["id"] for one in olgas], "reason": "заказ СВ-20377"})
    assert merged.is_success
    [olga] = [one for one in demo.items("/customers") if one["name"] in ("Ольга", "Ольга Смирнова")]
    assert {"email:o.smirnova@pochta.example"} <= identifiers(olga)
    assert demo.desk.post(f"/identity-events/{merged.json()['id']}/undo").is_success


def test_a_household_with_one_phone_and_one_tablet_is_there_at_once(demo: RunningDemo) -> None:
    [larisa] = demo.items("/customers", identifier="email:larisa.fadeeva@pochta.example")
    around = demo.desk.get(f"/customers/{larisa['id']}/around").json()
    [home] = around["households"]
    assert {one["customer"]["name"] for one in home["members"]} == {"Лариса Фадеева", "Михаил Фадеев"}
    assert {thing["type"] for thing in home["shared"]} == {"phone", "device"}
    [tablet] = around["devices"]
    assert (tablet["use"], tablet["kind"], tablet["people"]) == ("home_device", "tablet", 2)
    counts = demo.desk.get("/identity/shared/counts").json()
    assert (counts["household"], counts["home_device"]) == (1, 1)


def test_what_is_written_in_the_shop_and_by_mail_comes_together(demo: RunningDemo) -> None:
    key = demo.kept["write_key"]
    headers = {"X-Nitka-Key": key, "X-Nitka-Visitor": "a secret of the newcomer's browser"}
    words = {
        "visitor": "newcomer",
        "message_id": "1",
        "text": "Есть 38-й?",
        "traits": {"name": "Марина Белова", "email": "marina.belova@pochta.example"},
    }
    httpx.post(f"{demo.url}/client/v1/messages", json=words, headers=headers).raise_for_status()
    page = f"{demo.url}/demo/api/mail/marina"
    httpx.post(page, json={"subject": "Размер", "text": "Пишу ещё и сюда"}).raise_for_status()
    said = eventually(lambda: both if len(both := demo.messages_of("Марина Белова")) == 2 else None)
    assert len({message["conversation_id"] for message in said}) == 1

    answer = {"text": "Да, отложили для вас.", "channel": "email"}
    demo.desk.post(f"/conversations/{said[0]['conversation_id']}/messages", json=answer).raise_for_status()
    letter = eventually(lambda: [one for one in httpx.get(page).json()["items"] if one["address"] == HELP])[0]
    assert letter["text"].startswith("Да, отложили для вас.")
    assert not letter["seen"]
    httpx.post(f"{page}/{letter['uid']}/seen", json=None, headers={"Content-Type": "application/json"})
    assert [one["seen"] for one in httpx.get(page).json()["items"] if one["uid"] == letter["uid"]] == [True]

    httpx.post(page, json={"text": "Спасибо, заберу завтра", "answers": letter["uid"]}).raise_for_status()
    last = eventually(lambda: demo.messages_of("Марина Белова")[3:])[0]
    assert last["text"] == "Спасибо, заберу завтра"
    assert last["conversation_id"] == said[0]["conversation_id"]


def test_the_invented_answer_when_they_are_answered(demo: RunningDemo) -> None:
    [gulnara] = [one for one in demo.items("/conversations") if one["customer"]["name"] == "Гульнара Ахметова"]
    text = {"text": "Добрый день! Скидка 15 %, счёт выставим."}
    demo.desk.post(f"/conversations/{gulnara['id']}/messages", json=text).raise_for_status()
    reply = eventually(lambda: [m for m in demo.messages_of("Гульнара Ахметова") if m["direction"] == "in"][1:], 90)[0]
    assert reply["text"].startswith("Замечательно! Реквизиты")
    assert reply["channel"] == "email"


def test_pages_are_there_and_only_for_this_machine(demo: RunningDemo) -> None:
    for path in ("/demo", "/demo/shop", "/demo/shop/goods/vyuga", "/demo/mail", "/demo/files/goods.svg"):
        page = httpx.get(demo.url + path)
        assert page.status_code == 200, path
        assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
        assert httpx.get(demo.url + path, headers={"Host": "rebound.example"}).status_code == 403
    assert "Ботинки «Вьюга» · Северный ветер" in httpx.get(f"{demo.url}/demo/shop/goods/vyuga").text
    english = httpx.get(f"{demo.url}/demo/shop/goods/vyuga", headers={"Accept-Language": "en-GB,en"}).text
    assert "Vyuga boots · North Wind" in english
    assert httpx.get(f"{demo.url}/demo/files/..%2froutes.py").status_code == 404
    form = httpx.post(f"{demo.url}/demo/api/mail/marina", data={"text": "from a strange page"})
    assert form.status_code == 400
    assert httpx.get(f"{demo.url}/demo/api/mail/nobody").status_code == 404


def test_a_second_start_is_quick_and_repeats_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("twice")
    with running_demo(folder) as first:
        before = {one["customer"]["name"] for one in first.items("/conversations")}
        password = first.kept["password"]
    began = time.monotonic()
    with running_demo(folder) as second:
        took = time.monotonic() - began
        assert second.kept["password"] == password
        assert before <= {one["customer"]["name"] for one in second.items("/conversations")}
        letters = [m for m in second.messages_of("Гульнара Ахметова") if m["direction"] == "in"]
        assert len(letters) == 1
        assert took < 15, "five seconds on a quiet machine; this one also runs other tests"


def test_a_demo_is_not_opened_to_the_network_by_mistake() -> None:
    command = [sys.executable, "-m", "nitka", "demo", "--host", "0.0.0.0"]
    environment = {"PYTHONPATH": str(ROOT / "src")}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "--public" in ended.stderr
