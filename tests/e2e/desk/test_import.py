"""Customers are brought in at the desk: a file is looked at, checked and imported, and its bad rows are found."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.desk.desk import Desk
from tests.e2e.desk.test_looks import sound

ROWS = (
    "ID;ФИО;Эл. почта;Телефон;Сумма\r\n"
    "1;Иван Петров;ivan@petrov.example;8 916 123-45-67;10\r\n"
    "2;Анна Ким;anna@kim.example;;20\r\n"
    ";Никто;нет почты;;\r\n"
)


def _upload(desk: Desk, folder: Path) -> None:
    file = folder / "клиенты.csv"
    file.write_bytes(ROWS.encode("cp1251"))
    with desk.page.expect_file_chooser() as chooser:
        desk.page.get_by_role("button", name="Выбрать файл").click()
    chooser.value.set_files(file)


def test_a_file_becomes_customers(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    desk.open("/desk/settings/import")
    _upload(desk, tmp_path)
    expect(page.get_by_role("combobox", name="Что в столбце «Эл. почта»")).to_have_value("Почта")
    expect(page.get_by_role("combobox", name="Что в столбце «Сумма»")).to_have_value("Не загружать")
    expect(page.get_by_text("Иван Петров · Анна Ким")).to_be_visible()
    page.get_by_text("Первые строки").click()
    expect(page.get_by_role("cell", name="8 916 123-45-67", exact=True).last).to_be_visible()
    sound(page)

    page.get_by_role("textbox", name="Источник").fill("1С")
    page.get_by_role("button", name="Проверить", exact=True).click()
    expect(page.get_by_text("2 новых клиента")).to_be_visible()
    expect(page.get_by_text("отклонено 1")).to_be_visible()
    assert desk.get("/customers")["items"] == []

    page.get_by_role("button", name="Загрузить", exact=True).click()
    expect(page.get_by_text("загружен", exact=True)).to_be_visible()  # without asking: it is pushed
    assert {one["name"] for one in desk.get("/customers")["items"]} == {"Иван Петров", "Анна Ким"}

    with page.expect_download() as report:
        page.get_by_role("link", name="Отчёт").click()
    text = Path(report.value.path()).read_text("utf-8-sig")
    assert text.splitlines()[1].startswith("4;отклонена;Эл. почта;«нет почты» — это не адрес почты")

    page.get_by_role("button", name="Убрать", exact=True).click()
    page.get_by_role("button", name="Точно убрать?").click()
    expect(page.get_by_text("клиенты.csv")).to_have_count(0)
    desk.open("/desk/customers")
    expect(page.get_by_text("Анна Ким")).to_be_visible()


def test_a_book_of_a_spreadsheet_is_refused_in_plain_words(desk: Desk, tmp_path: Path) -> None:
    desk.open("/desk/settings/import")
    file = tmp_path / "клиенты.csv"
    file.write_bytes(b"PK\x03\x04" + bytes(100))
    with desk.page.expect_file_chooser() as chooser:
        desk.page.get_by_role("button", name="Выбрать файл").click()
    chooser.value.set_files(file)
    expect(desk.page.get_by_text("Это книга Excel. Сохраните её как CSV")).to_be_visible()
