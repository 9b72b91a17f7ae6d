"""A birth date is one however it is written, and a form's default is none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.customers.likeness.dates import Birth, birth

SAME = """1985-03-12|12.03.1985|12/03/1985|12/3/85|12.3.85|19850312|12031985|120385|1985/03/12|1985.03.12|12-03-1985
85-03-12
12 марта 1985|12 марта 1985 г.|12 Марта 1985 года|12 мар 1985|12 мар. 85|12 march 1985|March 12, 1985|12th of March 1985
Mar 12 1985|12-Mar-1985|12-III-1985|12 березня 1985|1985-03-12T00:00:00Z|1985-03-12 00:00:00+03|12.03.1985 10:30
19850312000000|l2.O3.1985| 12 . 03 . 1985 |12,03,1985|Tue Mar 12 1985 00:00:00 GMT+0300"""


@pytest.mark.parametrize("text", SAME.replace("\n", "|").split("|"))
def test_one_date_however_it_is_written(text: str) -> None:
    assert birth(text) == Birth(1985, 3, 12)


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("03/25/1985", 1985, 3, 25),  # cannot be day first
        ("03251985", 1985, 3, 25),
        ("032585", 1985, 3, 25),
        ("1985", 1985, None, None),
        ("1985 г.р.", 1985, None, None),
        ("март 1985", 1985, 3, None),
        ("03.1985", 1985, 3, None),
        ("12 марта", None, 3, 12),
        ("1985-13-12", 1985, None, 12),
        ("1985-13-45", 1985, None, None),
        ("1985-03-00", 1985, 3, None),
        ("0000-03-12", None, 3, 12),
        ("12.03.05", 2005, 3, 12),
        ("12.03.31", 1931, 3, 12),
        ("29.02.1999", 1999, 2, 29),
    ],
)
def test_what_is_missing_or_impossible_is_left_out(
    text: str, year: int | None, month: int | None, day: int | None
) -> None:
    assert birth(text) == Birth(year, month, day)


NOTHING = (
    "|0|-|нет|null|1900-01-01|01.01.1900|1970-01-01|1970-01-01T00:00:00Z|0001-01-01|1899-12-30|00.00.0000|99.99.9999|xx"
)


@pytest.mark.parametrize("text", NOTHING.split("|"))
def test_what_says_nothing(text: str) -> None:
    assert birth(text) is None


@given(st.dates(min_value=date(1930, 1, 2), max_value=date(1969, 12, 30)))
def test_every_date_in_every_form(day: date) -> None:
    forms = "%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%Y-%m-%dT00:00:00", "%d %B %Y", "%B %d, %Y", "%d.%m.%y"
    assert {birth(day.strftime(form)) for form in forms} == {Birth(day.year, day.month, day.day)}


@settings(max_examples=40)
@given(st.text(max_size=24) | st.text(alphabet="0123456789.-/ мартаIVX", max_size=24))
def test_anything_at_all_may_be_written(text: str) -> None:
    found = birth(text)
    assert found is None or any(part is not None for part in found)
