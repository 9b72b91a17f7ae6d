"""The visitor writes, the company answers, and both see it at once."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.widget.conftest import Site, connected, launcher, open_chat, said, say
from tests.e2e.widget.until import until

CHAT = "nitka-chat"


def test_words_go_both_ways_and_in_order(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    expect(page.locator(f"{CHAT} .presence")).to_have_text("Анна и Пётр на связи")
    say(page, "Есть 43 размер?")
    say(page, "Чёрные")
    until(page, lambda: site.company.texts() == ["Есть 43 размер?", "Чёрные"])
    site.company.answer("Да, есть")
    expect(said(page)).to_have_text(["Есть 43 размер?", "Чёрные", "Да, есть"])
    expect(page.locator(f"{CHAT} .author")).to_have_text("Анна Ким")


def test_the_page_and_the_visitor_go_along_with_a_message(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/early")
    page.locator(f"{CHAT} [role=dialog]").wait_for()
    connected(page, site)
    say(page, "Здравствуйте")
    until(page, lambda: [body for path, body in site.company.posted if path == "ws:message"])
    (body,) = [body for path, body in site.company.posted if path == "ws:message"]
    assert body["page"] == {"url": f"{site.url}/early", "title": "Ботинки зимние"}
    assert body["traits"] == {"name": "Иван Петров", "email": "ivan@example.com"}
    assert body["user_token"].startswith("a.")


def test_typing_is_seen_on_both_sides(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    connected(page, site)
    say(page, "Раз")
    until(page, lambda: site.company.threads)
    page.locator(f"{CHAT} .row textarea").press_sequentially("Два")
    until(page, lambda: any(path == "ws:typing" for path, _ in site.company.posted))
    site.company.push(site.company.only_visitor(), {"type": "typing", "name": "Анна"})
    expect(page.locator(f"{CHAT} .typing")).to_contain_text("Анна печатает")
    site.company.answer("Готово")
    expect(page.locator(f"{CHAT} .typing")).to_have_count(0)


def test_marks_show_and_are_sent(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    connected(page, site)
    say(page, "Раз")
    mark = page.locator(f"{CHAT} .mark")
    expect(mark).to_have_class("mark received")
    company = site.company
    mine = company.threads[company.only_visitor()][0]["id"]
    for status, word in (("delivered", "доставлено"), ("read", "прочитано")):
        company.mark(mine, status)
        expect(mark).to_have_attribute("title", word)
    seen = company.answer("Вижу")
    until(page, lambda: ("ws:read", {"type": "read", "message_id": seen}) in company.posted)
    page.keyboard.press("Escape")
    unseen = company.answer("А это?")
    until(page, lambda: ("ws:delivered", {"type": "delivered", "message_id": unseen}) in company.posted)
    assert ("ws:read", {"type": "read", "message_id": unseen}) not in company.posted


def test_an_answer_behind_a_closed_chat_is_counted_and_never_opens_it(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    say(page, "Раз")
    until(page, lambda: site.company.threads)
    page.keyboard.press("Escape")
    site.company.answer("Первый")
    site.company.answer("Второй")
    expect(page.locator(f"{CHAT} .badge")).to_have_text("2")
    expect(launcher(page)).to_have_attribute("aria-label", re.compile("2 непрочитанных сообщения"))
    expect(page.locator(f"{CHAT} [role=dialog]")).to_have_count(0)
    launcher(page).click()
    page.keyboard.press("Escape")
    expect(page.locator(f"{CHAT} .badge")).to_have_count(0)


def test_what_was_taken_back_disappears_also_after_a_while_away(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    say(page, "Раз")
    until(page, lambda: site.company.threads)
    wrong, also = site.company.answer("Не туда"), site.company.answer("И это не вам")
    expect(page.locator(f"{CHAT} .said")).to_have_count(3)
    site.company.retract(wrong)
    expect(page.locator(f"{CHAT} .said")).to_have_count(2)
    page.goto("about:blank")
    site.company.retract(also)
    page.goto(site.url)
    expect(page.locator(f"{CHAT} .said")).to_have_count(1)


def test_a_text_is_shown_as_it_is_and_only_real_links_are_links(page: Page, site: Site) -> None:
    evil = '<img src=x onerror="window.hacked=1"> <b>жирно</b> javascript:alert(1) https://a.ru/x. Да'
    open_chat(page, site.url)
    say(page, evil)
    until(page, lambda: site.company.threads)
    site.company.answer(evil)
    expect(said(page)).to_have_text([evil, evil])
    links = page.locator(f"{CHAT} .text a")
    expect(links).to_have_count(2)
    assert [link.get_attribute("href") for link in links.all()] == ["https://a.ru/x", "https://a.ru/x"]
    assert "noopener" in (links.first.get_attribute("rel") or "")
    assert page.evaluate("window.hacked") is None


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626064f80f0000010401"
    "005fe5c34b0000000049454e44ae426082"
)


def test_a_file_is_sent_with_the_words_and_a_picture_is_shown(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    chooser = page.locator(f"{CHAT} input[type=file]")
    expect(page.get_by_label("Прикрепить файл")).to_be_enabled()
    chooser.set_input_files({"name": "подошва.png", "mimeType": "image/png", "buffer": PIXEL})
    expect(page.locator(f"{CHAT} .chip")).to_contain_text("подошва.png")
    expect(page.locator(f"{CHAT} .chip progress")).to_have_count(0)
    say(page, "Вот")
    picture = page.locator(f"{CHAT} .picture img")
    expect(picture).to_have_js_property("naturalWidth", 1)
    assert (picture.get_attribute("src") or "").startswith("blob:")  # no secret in any address
    until(page, lambda: site.company.texts() == ["Вот"])
    (file,) = site.company.threads[site.company.only_visitor()][0]["attachments"]
    assert (file["name"], file["size"]) == ("подошва.png", len(PIXEL))
    expect(page.locator(f"{CHAT} .chip")).to_have_count(0)


def test_a_file_of_an_answer_is_saved_under_its_name(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    say(page, "Пришлите счёт")
    until(page, lambda: site.company.threads)
    site.company.files["f1"] = ("счёт.pdf", b"%PDF-1.7")
    site.company.answer("Вот", files=[{"id": "f1", "name": "счёт.pdf", "type": "application/pdf", "size": 8}])
    with page.expect_download() as saved:
        page.get_by_role("button", name="счёт.pdf").click()
    assert saved.value.suggested_filename == "счёт.pdf"
    assert saved.value.path().read_bytes() == b"%PDF-1.7"


def test_a_file_over_the_limit_stays_with_the_visitor(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    expect(page.get_by_label("Прикрепить файл")).to_be_enabled()
    large = {"name": "видео.mp4", "mimeType": "video/mp4", "buffer": bytes(100_001)}
    page.locator(f"{CHAT} input[type=file]").set_input_files(large)  # type: ignore[arg-type]
    expect(page.locator(f"{CHAT} [role=alert]")).to_have_text(re.compile("«видео.mp4» больше 98 КБ"))
    assert site.company.files == {}


def test_files_can_be_dropped_and_pasted(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    expect(page.get_by_label("Прикрепить файл")).to_be_enabled()
    page.locator(f"{CHAT} .panel").evaluate(
        """panel => {
            const data = new DataTransfer();
            data.items.add(new File(["a"], "брошен.png", {type: "image/png"}));
            const options = {dataTransfer: data, clipboardData: data, bubbles: true, composed: true, cancelable: true};
            panel.dispatchEvent(new DragEvent("dragover", options));
            panel.dispatchEvent(new DragEvent("drop", options));
            panel.dispatchEvent(new ClipboardEvent("paste", options));
        }"""
    )
    expect(page.locator(f"{CHAT} .chip")).to_have_count(2)
    until(page, lambda: len(site.company.files) == 2)


def test_a_refused_message_says_why_and_can_be_sent_again(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    site.company.refusal = "Слишком много сообщений подряд."
    say(page, "Раз")
    expect(page.locator(f"{CHAT} p.failed")).to_contain_text("Не отправлено. Слишком много сообщений подряд.")
    site.company.refusal = None
    page.locator(f"{CHAT} p.failed button").first.click()
    until(page, lambda: site.company.texts() == ["Раз"])
    expect(page.locator(f"{CHAT} p.failed")).to_have_count(0)
