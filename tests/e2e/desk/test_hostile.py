"""What somebody wicked may send: nothing runs, nothing is fetched, and the desk holds its shape."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

from playwright.sync_api import expect

from tests.e2e.desk.conftest import CUSTOMER, SHOPS
from tests.e2e.desk.desk import Desk
from tests.e2e.desk.test_files import picture
from tests.e2e.platform import free_port
from tests.e2e.visitors import Visitor
from tests.integration.email.servers import MailServers

EVIL = f"http://127.0.0.1:{free_port()}"  # nobody is there, and nobody may even be asked
MARKUP = '<script>window.hacked = 1</script><img src=x onerror="hacked = 1"> javascript:hacked=1 <b>жирно</b>'
LETTER = f"""<html><head><style>@import "{EVIL}/a.css"; body {{ background: url({EVIL}/b.png) }}</style>
<meta http-equiv="refresh" content="0;url={EVIL}/c"></head><body onload="parent.hacked = 1">
<script>parent.hacked = 1</script><img src="{EVIL}/pixel.png" width="90" height="60">
<div style="position:fixed;inset:0;background:red">поверх всего</div>
<form action="{EVIL}/d"><button>Жми</button></form><iframe src="{EVIL}/e"></iframe>
<table width="4000"><tr><td>Очень широкая таблица</td></tr></table>
<a href="javascript:parent.hacked=1">сюда</a> <a href="https://shop.example/ok">а это можно</a></body></html>"""


def letter(shop: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"\u202eнавИ <{CUSTOMER}>", shop, "Акция" + "!" * 300
    mail["Message-ID"] = "<evil@customer.example>"
    mail.set_content("простые слова " * 4000)  # over 50 KB
    mail.add_alternative(LETTER, subtype="html")
    return mail.as_bytes()


def photo_letter(shop: str) -> bytes:
    """A letter with a picture of its own among the words, and one from outside."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Анна Ким <{CUSTOMER}>", shop, "Подошва"
    mail["Message-ID"] = "<photo@customer.example>"
    mail.set_content("Вот подошва")
    html = f'<p>Вот подошва</p><img src="cid:sole" alt="подошва"><img src="{EVIL}/seen.png" alt="метка">'
    mail.add_alternative(html, subtype="html")
    letter = mail.get_payload()[1]  # type: ignore[index]
    letter.add_related(picture(40, 30), "image", "png", cid="<sole>", filename="sole.png")  # type: ignore[union-attr]
    return mail.as_bytes()


def harmed(desk: Desk) -> list[str]:
    """What of the desk has lost its shape: columns that scroll sideways, or lie elsewhere than they should."""
    found: list[str] = desk.page.evaluate(
        """() => [...document.querySelectorAll("html, header, main, section, aside, [role=log], .scroll")]
            .filter((one) => one.scrollWidth > one.clientWidth + 1)
            .map((one) => `${one.tagName}.${one.className} ${one.scrollWidth} > ${one.clientWidth}`)"""
    )
    return found


def test_words_that_want_to_be_more(desk: Desk, visitor: Callable[..., Visitor]) -> None:
    mallory = visitor(name=f"\u202e{MARKUP[:60]}")
    for text in (MARKUP, "a" * 3_000, "\u202eЗадом наперёд", "مرحبا بالعالم", "💣" * 500, "слово " * 1_500):
        mallory.say(text)
    desk.rows().get_by_role("link").first.click()
    expect(desk.message("window.hacked = 1")).to_contain_text(MARKUP)
    expect(desk.thread.get_by_role("article")).to_have_count(6)
    expect(desk.page.get_by_role("heading", level=1)).not_to_contain_text("\u202e")
    assert harmed(desk) == []
    whole = desk.thread.get_by_role("button", name="Показать целиком, 8 999")
    whole.click()
    expect(whole).to_have_count(0)
    assert harmed(desk) == []
    assert desk.page.evaluate("window.hacked") is None


def test_a_letter_that_wants_to_be_more(desk: Desk, mail: MailServers) -> None:
    asked: list[str] = []
    desk.page.context.on("request", lambda request: asked.append(request.url))
    shop = SHOPS[1]
    desk.connect_mailbox(mail, shop)
    mail.postfix.send(CUSTOMER, shop, letter(shop))
    desk.keys("3")
    desk.rows().get_by_role("link").first.click(timeout=20_000)
    body = desk.thread.frame_locator("iframe")
    expect(body.get_by_text("а это можно")).to_be_visible()
    expect(body.get_by_text("Очень широкая таблица")).to_be_attached()
    expect(body.locator("script, form, iframe, meta[http-equiv=refresh], [onload], [href^=javascript]")).to_have_count(
        0
    )
    assert harmed(desk) == []
    frame, column = (
        desk.page.locator(one).bounding_box() for one in ("[role=log] iframe", 'section[aria-label="Диалог"]')
    )
    assert frame is not None
    assert column is not None
    assert column["x"] <= frame["x"]
    assert frame["x"] + frame["width"] <= column["x"] + column["width"]
    for frame_ in desk.page.frames:
        assert frame_.evaluate("window.hacked") is None
    assert [url for url in asked if url.startswith(EVIL)] == []

    with desk.page.context.expect_event("request", lambda request: request.url == f"{EVIL}/pixel.png"):
        desk.page.get_by_role("button", name="Показать картинки из интернета").click()
    assert {url for url in asked if url.startswith(EVIL)} == {f"{EVIL}/pixel.png"}


def test_a_letters_own_pictures_are_shown_and_those_from_outside_wait(desk: Desk, mail: MailServers) -> None:
    asked: list[str] = []
    desk.page.context.on("request", lambda request: asked.append(request.url))
    shop = SHOPS[1]
    desk.connect_mailbox(mail, shop)
    mail.postfix.send(CUSTOMER, shop, photo_letter(shop))
    desk.keys("3")
    desk.row("Вот подошва").click(timeout=20_000)
    frame = "iframe[title=Подошва]"
    body, message = (
        desk.thread.frame_locator(frame),
        desk.thread.get_by_role("article").filter(has=desk.page.locator(frame)),
    )
    expect(body.get_by_role("img", name="подошва")).to_have_js_property("naturalWidth", 40)
    expect(message.get_by_role("link", name="sole.png")).to_have_count(0)  # not once more below the words
    assert [url for url in asked if url.startswith(EVIL)] == []
    with desk.page.context.expect_event("request", lambda request: request.url == f"{EVIL}/seen.png"):
        message.get_by_role("button", name="Показать картинки из интернета").click()
    expect(body.get_by_role("img", name="подошва")).to_have_js_property("naturalWidth", 40)
