"""What a device is, by what its browser says of itself. Pure."""

import re
from typing import Literal

Kind = Literal["phone", "tablet", "computer"]

# The first that fits: an iPad says it is a Macintosh too, and Android without «Mobile» is a tablet by Google's rule.
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"iPad|Tablet|PlayBook|Silk(?!.*Mobile)|Android(?!.*Mobile)"), "tablet"),
    (re.compile(r"iPhone|iPod|Mobile|Windows Phone"), "phone"),
    (re.compile(r"Windows NT|Macintosh|X11|CrOS|Linux"), "computer"),
)
MOST_LETTERS = 400


def kind(agent: str | None) -> Kind | None:
    """Return what kind of device this User-Agent (RFC 9110, section 10.1.5) tells of; None where it tells nothing."""
    text = (agent or "")[:MOST_LETTERS]
    return next((what for pattern, what in _KINDS if pattern.search(text)), None)
