"""A network that goes away, and a server that dies."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.desk.desk import Desk
from tests.e2e.platform import Platform
from tests.e2e.visitors import Visitor


def texts(desk: Desk) -> list[str]:
    """What the first conversation holds on the server."""
    (conversation,) = desk.get("/conversations")["items"]
    return [one["text"] for one in desk.get(f"/conversations/{conversation['id']}/messages")["items"]]


def test_what_is_written_without_a_network_is_sent_once_it_is_back(desk: Desk, visitor: Callable[..., Visitor]) -> None:
    vera = visitor(name="Вера Полякова")
    vera.say("Есть 38?")
    desk.pick("Вера Полякова")
    context = desk.page.context
    context.set_offline(True)
    expect(desk.says("Нет связи. Работайте дальше")).to_be_visible()
    desk.answer("Да, есть")
    desk.answer("Отложить?")
    expect(desk.message("Отложить?")).to_contain_text("Ждёт отправки")
    vera.say("Ау?")
    assert vera.heard() == []
    context.set_offline(False)
    expect(desk.message("Отложить?")).to_contain_text("Отправлено")
    expect(desk.message("Ау?")).to_be_visible()
    expect(desk.says("Нет связи. Работайте дальше")).to_have_count(0)
    assert vera.heard() == ["Да, есть", "Отложить?"]
    assert sorted(texts(desk)) == sorted(["Есть 38?", "Ау?", "Да, есть", "Отложить?"])


def test_the_desk_catches_up_by_itself_after_the_server_died(
    desk: Desk, platform: Platform, visitor: Callable[..., Visitor]
) -> None:
    gleb = visitor(name="Глеб Тихонов")
    gleb.say("Алло?")
    desk.pick("Глеб Тихонов")
    desk.page.evaluate("window.notReloaded = true")
    platform.kill()
    expect(desk.says("Нет связи. Работайте дальше")).to_be_visible()
    desk.answer("Слушаю вас")
    platform.start()
    gleb.say("Вы здесь?")
    expect(desk.message("Вы здесь?")).to_be_visible(timeout=20_000)
    expect(desk.message("Слушаю вас")).to_contain_text("Отправлено", timeout=20_000)
    assert gleb.heard() == ["Слушаю вас"]
    assert desk.page.evaluate("window.notReloaded") is True
