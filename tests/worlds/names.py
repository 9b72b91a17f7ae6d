"""Names to make people of, in falling order of frequency. Russian given names come with what they are called by."""

from __future__ import annotations

from pathlib import Path


def _sections() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in (Path(__file__).parent / "names.txt").read_text(encoding="utf-8").split("["):
        title, _, body = part.partition("]")
        found[title] = [name.strip() for line in body.splitlines() for name in line.split(", ") if name.strip()]
    return found


_ALL = _sections()
MEN, WOMEN, SURNAMES = _ALL["men"], _ALL["women"], _ALL["surnames"]  # surnames as men have them
FIRST_EN, LAST_EN = _ALL["first_en"], _ALL["last_en"]  # given names of men and women by turns
CITIES, STREETS, STREET_KINDS = _ALL["cities"], _ALL["streets"], _ALL["street_kinds"]
COMPANIES, DOMAINS = _ALL["companies"], _ALL["domains"]
