"""A tablet held upright, a narrow window, and fingers instead of a mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.desk.conftest import Contexts
from tests.e2e.desk.desk import Desk
from tests.e2e.desk.test_looks import sound
from tests.e2e.platform import Platform, Workspace
from tests.e2e.visitors import Visitor
from tests.integration.email.servers import wait_until

SMALLEST = 24  # px: what WCAG 2.2 asks of a target (2.5.8)


def tablet(contexts: Contexts, platform: Platform, workspace: Workspace, width: int, height: int) -> Desk:
    context = contexts(viewport={"width": width, "height": height}, has_touch=True)
    return Desk.signed_in(context, platform.url, workspace.owner)


@pytest.fixture
def waiting(visitor: Callable[..., Visitor]) -> Visitor:
    vera = visitor(name="Вера Полякова", email="vera@example.ru", phone="+79161234567")
    vera.look_at("Ботинки «Север»", "/boots")
    vera.say("Когда привезут?")
    return vera


def small_targets(desk: Desk) -> list[str]:
    """What a finger would miss: buttons and links, but not those inside of a sentence."""
    found: list[str] = desk.page.evaluate(
        """(least) => [...document.querySelectorAll("button, a, [role=menuitem]")]
            .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
            .filter((one) => !one.closest("p, [role=log]"))
            .map((one) => [one, one.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && (box.width < least || box.height < least))
            .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width}×${box.height}`)""",
        SMALLEST,
    )
    return found


def no_small_targets(desk: Desk) -> None:
    """Fail if something stays too small; what opens may grow for a moment."""
    found: list[str] = []

    def small() -> list[str]:
        found[:] = small_targets(desk)
        return found

    try:
        wait_until(lambda: not small(), "too small", seconds=5)
    except TimeoutError:
        raise AssertionError(f"{desk.page.url}: {found}") from None


def pressed(one: Locator) -> None:
    one.tap()


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (820, 1180)])
def test_list_thread_and_drawer_work_with_a_finger(
    contexts: Contexts, platform: Platform, workspace: Workspace, waiting: Visitor, width: int, height: int
) -> None:
    desk = tablet(contexts, platform, workspace, width, height)
    pressed(desk.row("Вера Полякова"))
    desk.opened("Вера Полякова")
    expect(desk.list).to_be_visible()
    sound(desk.page)
    no_small_targets(desk)
    desk.field.fill("Завтра")
    pressed(desk.page.get_by_role("button", name="Отправить", exact=True))
    expect(desk.message("Завтра")).to_contain_text("Отправлено")
    assert waiting.heard() == ["Завтра"]

    expect(desk.person).to_be_hidden()
    pressed(desk.page.get_by_role("button", name="Показать клиента"))
    expect(desk.person.get_by_text("vera@example.ru")).to_be_in_viewport()
    expect(desk.person).to_be_focused()
    no_small_targets(desk)
    pressed(desk.person.get_by_role("button", name="Что сделать с vera@example.ru"))
    expect(desk.page.get_by_role("menuitem", name="Скопировать")).to_be_visible()
    desk.keys("Escape")
    expect(desk.page.get_by_role("menu")).to_have_count(0)
    desk.page.touchscreen.tap(width - 400, height / 2)  # beside the drawer
    expect(desk.person).to_be_hidden()
    desk.opened("Вера Полякова")
    pressed(desk.page.get_by_role("button", name="Показать клиента"))
    pressed(desk.person.get_by_role("button", name="Скрыть клиента"))
    expect(desk.person).to_be_hidden()


def test_where_there_is_room_for_one_the_list_and_the_thread_take_turns(
    contexts: Contexts, platform: Platform, workspace: Workspace, waiting: Visitor
) -> None:
    desk = tablet(contexts, platform, workspace, 600, 900)
    expect(desk.row("Вера Полякова")).to_be_visible()
    sound(desk.page)
    pressed(desk.row("Вера Полякова"))
    desk.opened("Вера Полякова")
    expect(desk.list).to_be_hidden()
    sound(desk.page)
    no_small_targets(desk)
    pressed(desk.page.get_by_role("button", name="К списку"))
    expect(desk.row("Вера Полякова")).to_be_visible()
    expect(desk.thread).to_have_count(0)
    desk.page.go_back()
    desk.opened("Вера Полякова")


@pytest.mark.parametrize("width", [1024, 820, 600])
def test_other_pages_fit(contexts: Contexts, platform: Platform, workspace: Workspace, width: int) -> None:
    desk = tablet(contexts, platform, workspace, width, 900)
    for path in (
        "customers",
        "customers/order/suggestions",
        "customers/order/shared",
        "customers/order/events",
        "settings/me",
        "settings/channels",
        "settings/people",
        "settings/widget",
        "settings/keys",
    ):
        desk.open(f"/desk/{path}")
        expect(desk.page.locator("main")).not_to_have_text("")
        expect(desk.page.locator("[aria-busy=true]")).to_have_count(0)
        sound(desk.page)
        no_small_targets(desk)
