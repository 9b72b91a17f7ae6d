"""Everything from the palette, and the list as it was left."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.desk.conftest import Contexts
from tests.e2e.desk.desk import MINE, Desk
from tests.e2e.desk.test_people import accept
from tests.e2e.visitors import Visitor
from tests.integration.email.servers import wait_until

NAMES = ["Вера Полякова", "Глеб Тихонов", "Юлия Громова"]  # as they stand in the list: the latest first


@pytest.fixture
def crowd(desk: Desk, visitor: Callable[..., Visitor]) -> Desk:
    """Three customers, the first of them opened."""
    for name in reversed(NAMES):
        visitor(name=name).say(f"Вопрос: {name}")
        expect(desk.row(name)).to_be_visible()
    desk.keys("j")
    desk.opened(NAMES[0])
    return desk


def command(desk: Desk, typed: str, title: str, *, keys: str = "") -> None:
    """Open the palette, type a few letters, see the command with its key, and press Enter."""
    desk.keys("Control+k")
    expect(desk.page.get_by_role("combobox")).to_be_focused()
    desk.page.keyboard.type(typed)
    first = desk.page.get_by_role("option").first
    expect(first).to_contain_text(title)
    expect(first).to_have_attribute("aria-selected", "true")
    if keys:
        expect(first.locator("kbd")).to_have_text(keys)
    desk.keys("Enter")
    expect(desk.page.get_by_role("combobox")).to_have_count(0)


def statuses(desk: Desk) -> dict[str, tuple[str, str | None]]:
    """What became of each customer's conversation: status and whose it is."""
    found = desk.get("/conversations?status=open,waiting,snoozed,closed,spam")["items"]
    return {
        one["customer"]["name"]: (one["status"], one["assignee"] and one["assignee"]["name"].split()[0])
        for one in found
    }


def became(desk: Desk, **wanted: tuple[str, str | None]) -> None:
    """Wait until the server has it so: what is done shows at once and settles behind."""
    wait_until(lambda: wanted.items() <= statuses(desk).items(), f"not {wanted}")


def test_a_conversation_is_worked_off_by_its_commands(crowd: Desk) -> None:
    desk, me = crowd, crowd.get("/auth/me")["account"]["name"].split()[0]
    command(desk, "взять", "Взять себе", keys="I")
    expect(desk.page.get_by_role("link", name="Мои 1")).to_be_visible()
    command(desk, "след", "Следующий диалог", keys="J")
    desk.opened(NAMES[1])
    command(desk, "спам", "Это спам", keys="!")
    desk.opened(NAMES[2])
    command(desk, "отл завтр", "Отложить: До завтрашнего утра")
    desk.opened(NAMES[0])
    command(desk, "закр", "Закрыть диалог", keys="E")
    expect(desk.rows()).to_have_count(0)
    became(desk, **{NAMES[0]: ("closed", me), NAMES[1]: ("spam", None), NAMES[2]: ("snoozed", None)})

    desk.open("/desk?tab=all&status=closed")
    desk.pick(NAMES[0])
    command(desk, "открыть снова", "Открыть снова", keys="E")
    expect(desk.says("Диалог снова открыт")).to_be_visible()
    became(desk, **{NAMES[0]: ("open", me)})


def test_without_a_word_the_palette_begins_with_what_is_open(crowd: Desk) -> None:
    crowd.keys("Control+k")
    options = crowd.page.get_by_role("option")
    expect(options.first).to_contain_text("Взять себе")
    expect(options.first).to_contain_text(NAMES[0])
    wanted = ["Закрыть диалог", "Ответить", "Следующий диалог"]

    def in_order() -> bool:
        titles = "\n".join(options.all_inner_texts())
        found = [titles.find(one) for one in wanted]
        return -1 not in found and found == sorted(found)

    wait_until(in_order, f"not in this order: {wanted}")
    crowd.keys("ArrowUp")  # from the first to the last
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(options.last).to_be_in_viewport()


def test_a_menu_and_a_form_opened_by_a_command_have_the_focus(crowd: Desk) -> None:
    desk = crowd
    command(desk, "отложить", "Отложить…", keys="S")
    expect(desk.page.get_by_role("menuitem", name="На час")).to_be_visible()
    expect(desk.page.get_by_role("menuitem", name="На час")).to_be_focused()
    desk.keys("Enter")
    desk.opened(NAMES[1])
    became(desk, **{NAMES[0]: ("snoozed", None)})

    command(desk, "объед", "Объединить с другим клиентом", keys="Shift M")
    expect(desk.person.get_by_role("textbox", name="Имя, телефон или почта")).to_be_focused()
    desk.page.keyboard.type("Юлия")
    expect(desk.person.get_by_role("button", name=NAMES[2])).to_be_visible()
    desk.keys("Tab", "Enter")
    desk.page.keyboard.type("одна семья")
    desk.keys("Enter")
    expect(desk.says("Клиенты объединены")).to_be_visible()

    command(desk, "заметка", "Написать заметку", keys="N")
    expect(desk.field).to_be_focused()
    expect(desk.page.get_by_text("Увидит только ваша команда")).to_be_visible()


def test_a_conversation_is_given_to_a_colleague_by_name(crowd: Desk, contexts: Contexts) -> None:
    invited = crowd.api.post(
        f"{crowd.url}/api/v1/people/invitations",
        data={"email": f"oleg.{crowd.get('/auth/me')['account']['email']}", "role": "operator"},
        headers=MINE,
    )
    accept(contexts().new_page(), invited.json()["link"], "Олег Фомин")
    crowd.page.reload()
    crowd.on_line()
    crowd.opened(NAMES[0])
    command(crowd, "фомин", "Назначить: Олег Фомин")
    expect(crowd.says("Назначено: Олег Фомин")).to_be_visible()
    became(crowd, **{NAMES[0]: ("open", "Олег")})
    command(crowd, "снять", "Снять назначение")
    expect(crowd.says("Больше ни на кого не назначено")).to_be_visible()


def test_the_list_is_there_again_as_it_was_left(crowd: Desk) -> None:
    desk = crowd
    desk.page.get_by_role("button", name="Фильтры").click()
    desk.page.get_by_role("menuitemcheckbox", name="Никто").click()
    desk.keys("Escape")
    expect(desk.page).to_have_url(re.compile("tab=all.*assignee=none"))
    everything = desk.page.get_by_role("link", name=re.compile("^Все"))

    desk.page.get_by_role("link", name="Клиенты", exact=True).click()
    desk.page.get_by_role("link", name="Диалоги", exact=True).click()
    expect(desk.page).to_have_url(re.compile("tab=all.*assignee=none"))
    expect(everything).to_have_attribute("aria-current", "page")
    expect(desk.page.get_by_role("button", name="Фильтры, включены")).to_be_visible()

    other = desk.page.context.new_page()  # tomorrow morning
    other.goto(f"{desk.url}/desk")
    expect(other.get_by_role("link", name=re.compile("^Все"))).to_have_attribute("aria-current", "page")
    expect(other.get_by_role("button", name="Фильтры, включены")).to_be_visible()

    desk.open("/desk?tab=waiting")  # a link says better what is wanted
    expect(desk.page.get_by_role("link", name=re.compile("^Ждут"))).to_have_attribute("aria-current", "page")
