"""Whether somebody is there, and when again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nitka.channels.administration.models import Day, Hours
from nitka.entrypoints.api.ingest.hours import open_at

WEEK = [Day()] * 5 + [Day(open=False)] * 2
MOSCOW = Hours(timezone="Europe/Moscow", always=False, days=WEEK)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "online", "opens"),
    [
        ("2026-03-04T06:00", True, None),  # Wednesday, 9:00 in Moscow
        ("2026-03-04T14:59", True, None),
        ("2026-03-04T15:00", False, "2026-03-05T06:00"),
        ("2026-03-04T05:59", False, "2026-03-04T06:00"),
        ("2026-03-06T20:00", False, "2026-03-09T06:00"),  # Friday evening: Monday
    ],
)
def test_by_the_clock_of_the_workspace(moment: str, online: bool, opens: str | None) -> None:
    assert open_at(MOSCOW, at(moment)) == (online, at(opens) if opens else None)


def test_a_shift_over_midnight_belongs_to_the_day_it_began() -> None:
    night = Hours(timezone="UTC", always=False, days=[Day(from_="22:00", to="06:00"), *[Day(open=False)] * 6])
    assert open_at(night, at("2026-03-03T05:00")) == (True, None)  # Tuesday
    assert open_at(night, at("2026-03-03T06:00")) == (False, at("2026-03-09T22:00"))


def test_a_whole_day_ends_at_midnight() -> None:
    day = Hours(timezone="UTC", always=False, days=[Day(from_="00:00", to="24:00")] * 7)
    assert open_at(day, at("2026-03-03T23:59"))[0]
    assert open_at(day, at("2026-03-03T00:00"))[0]


def test_the_hour_that_summer_time_skips_does_not_break_it() -> None:
    berlin = Hours(timezone="Europe/Berlin", always=False, days=[Day(from_="02:30", to="10:00")] * 7)
    assert open_at(berlin, at("2026-03-29T05:00"))[0]


def test_always_and_never() -> None:
    assert open_at(Hours(always=True), at("2026-03-03T00:00")) == (True, None)
    closed = Hours(always=False, days=[Day(open=False)] * 7)
    assert open_at(closed, at("2026-03-03T00:00")) == (False, None)
