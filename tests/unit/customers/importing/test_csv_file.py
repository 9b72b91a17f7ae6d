"""Files as spreadsheets and CRMs write them are read whole; a broken line costs nobody else."""

from __future__ import annotations

import csv
import io
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.customers.importing.csv_file import MOST_LINES, CsvFile, read
from nitka.customers.importing.encoding import encoding_of
from nitka.customers.importing.guess import propose
from nitka.kernel.errors import BadInput

TABLE = (
    "ФИО;Телефон;Эл. почта\r\nИван Петров;8 (916) 123-45-67;ivan@mail.ru\r\nАнна Ким;+7 903 111-22-33;anna@mail.ru\r\n"
)


def _file(folder: Path, body: bytes) -> CsvFile:
    path = folder / "file.csv"
    path.write_bytes(body)
    return CsvFile(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = _file(tmp_path, TABLE.replace(";", delimiter).encode(encoding))
    assert file.format.delimiter == delimiter
    assert file.header == ["ФИО", "Телефон", "Эл. почта"]
    assert [row.cells for row in file.rows()] == [
        ["Иван Петров", "8 (916) 123-45-67", "ivan@mail.ru"],
        ["Анна Ким", "+7 903 111-22-33", "anna@mail.ru"],
    ]
    assert file.progress == 0.0  # it is closed again


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866"])
def test_russian_letters_of_one_byte_are_told_apart(tmp_path: Path, encoding: str) -> None:
    names = ["Наталья Щербакова", "Фёдор Чижиков", "Юлия Объедкова", "Эдуард Шумаков", "Сергей Алексеевич Жуков"]
    path = tmp_path / "file.csv"
    path.write_bytes("".join(f"{at};{name};Нижний Новгород\n" for at, name in enumerate(names * 3)).encode(encoding))
    assert encoding_of(path) == encoding


def test_one_letter_at_the_very_end_decides(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"id,name\n" + b"1,Ivan\n" * 400_000 + "2,Пётр Иванович из Самары\n".encode("cp1251"))
    assert encoding_of(path) == "cp1251"
    path.write_bytes(b"id,name\n" + b"1,Ivan\n" * 400_000 + "2,Пётр\n".encode())
    assert encoding_of(path) == "utf-8"


def test_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    file = _file(tmp_path, b'id;note\n1;"two\nlines"\n\n2;plain\n')
    assert [(row.line, row.cells) for row in file.rows()] == [(2, ["1", "two\nlines"]), (5, ["2", "plain"])]


def test_broken_lines_leave_their_neighbours_alone(tmp_path: Path) -> None:
    file = _file(tmp_path, b'id;name;city\n1;A;X\n2;B\n3;C;Y;Z\n4;"open;W\n5;E;V\n6;F;U;;\n')
    rows = [(row.line, row.problem and row.problem.code, row.cells[0]) for row in file.rows()]
    assert rows == [
        (2, None, "1"), (3, "too_few_cells", "2"), (4, "too_many_cells", "3"), (5, "open_quote", '4;"open;W'),
        (6, None, "5"), (7, None, "6"),
    ]  # fmt: skip


def test_a_quote_that_never_ends_is_one_line_of_a_long_file(tmp_path: Path) -> None:
    lines = ["id;name", *(f"{at};A" for at in range(1, 1000))]
    lines[500] = '500;"A'
    rows = list(_file(tmp_path, "\n".join(lines).encode()).rows())
    assert len(rows) == 999
    assert [row.line for row in rows if row.problem] == [501]
    assert MOST_LINES < 500


def test_a_file_without_names_of_columns_loses_nobody(tmp_path: Path) -> None:
    file = _file(tmp_path, "Иван;ivan@mail.ru\nАнна;anna@mail.ru\n".encode())
    assert file.header == ["1", "2"]
    assert [row.cells[0] for row in file.rows()] == ["Иван", "Анна"]


@pytest.mark.parametrize("body", [b"", b"\n\n", b";;\n", b'"' + b"x\n" * 500])
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(BadInput):
        _file(tmp_path, body)


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\r\x00", codec="utf-8"), max_size=8), min_size=2,
                         max_size=4), min_size=1, max_size=8))  # fmt: skip
def test_whatever_is_quoted_rightly_comes_back(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    text.seek(0)
    found = list(read(text, ","))
    assert [row.cells for row in found] == rows
    assert all(row.problem is None for row in found)


def test_a_long_file_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    peaks = []
    for rows in (10_000, 40_000):
        path = tmp_path / f"{rows}.csv"
        path.write_text("id;name;email\n" + "".join(f"{at};Клиент {at};c{at}@mail.ru\n" for at in range(rows)))
        tracemalloc.start()
        assert sum(1 for _ in CsvFile(path).rows()) == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000


def test_columns_of_a_hostile_file_are_guessed_at_once(tmp_path: Path) -> None:
    begun = time.perf_counter()
    file = _file(tmp_path, b"a@" + b"a." * 90_000 + b";b\nx;" + b"a@" + b"a." * 90_000 + b"\n")
    rows = [row.cells for row in file.rows()]
    propose(file.header, rows)
    assert time.perf_counter() - begun < 5
