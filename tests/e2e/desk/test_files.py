"""Files and pictures, both ways, with the real widget."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.desk.desk import Desk

CHAT = "nitka-chat"


def picture(width: int, height: int) -> bytes:
    """A red PNG."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + b"\xd0\x20\x20" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def test_pictures_and_files_go_both_ways(desk: Desk, visiting: Page, tmp_path: Path) -> None:
    photo, bill = tmp_path / "подошва.png", tmp_path / "счёт.txt"
    photo.write_bytes(picture(40, 30))
    bill.write_text("Итого: 5 990 ₽", encoding="utf-8")

    visiting.locator(f"{CHAT} .launcher").click()
    expect(visiting.get_by_label("Прикрепить файл")).to_be_enabled()  # what takes files is loaded on opening
    visiting.locator(f"{CHAT} input[type=file]").set_input_files(photo)
    expect(visiting.locator(f"{CHAT} .chip")).to_contain_text("подошва.png")
    visiting.locator(f"{CHAT} .row textarea").fill("Вот подошва")
    expect(visiting.locator(f"{CHAT} progress")).to_have_count(0)
    visiting.keyboard.press("Enter")
    desk.row("Вот подошва").click()
    shown = desk.message("Вот подошва").get_by_role("img", name="подошва.png")
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("naturalWidth", 40)

    desk.page.locator("form input[type=file]").set_input_files([bill, photo])
    expect(desk.page.get_by_role("button", name="Убрать файл счёт.txt")).to_be_visible()
    expect(desk.page.get_by_role("button", name="Убрать файл подошва.png")).to_be_visible()
    desk.answer("Счёт и фото")
    expect(desk.message("Счёт и фото").get_by_role("link", name="счёт.txt")).to_be_visible()
    answer = visiting.locator(f"{CHAT} .said").last
    expect(answer).to_contain_text("Счёт и фото")
    expect(answer.locator("img")).to_have_js_property("naturalWidth", 40)
    with visiting.expect_download() as saved:
        answer.get_by_role("button", name="счёт.txt").click()
    assert saved.value.suggested_filename == "счёт.txt"
    assert Path(saved.value.path()).read_text(encoding="utf-8") == "Итого: 5 990 ₽"
