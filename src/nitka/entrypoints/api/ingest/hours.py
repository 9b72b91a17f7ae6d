"""Whether somebody is there to answer, by the workspace's working hours. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nitka.channels.administration.models import Hours


def open_at(hours: Hours, now: datetime) -> tuple[bool, datetime | None]:
    """Return whether it is open, and if not, when it opens next within a week (UTC; None: not at all)."""
    if hours.always:
        return True, None
    zone = _zone(hours.timezone)
    local = now.astimezone(zone)
    days = (local.date() + timedelta(days=shift) for shift in range(-1, 8))
    spans = [span for day in days if (span := _span(hours, day, zone))]
    if any(start <= now < end for start, end in spans):
        return True, None
    return False, min((start for start, _ in spans if start > now), default=None)


def _span(hours: Hours, date_: date, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return when that day's work begins and ends, in UTC."""
    day = hours.days[date_.weekday()]
    if not day.open:
        return None
    over_midnight = day.to <= day.from_ or day.to == "24:00"
    last = date_ + timedelta(days=1) if over_midnight else date_
    return _moment(date_, day.from_, zone), _moment(last, day.to, zone)


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    at = time(0) if clock == "24:00" else time.fromisoformat(clock)
    return datetime.combine(day, at, zone).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
