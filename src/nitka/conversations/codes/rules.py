"""What a one-time code is, how long it lives, and how often it may be asked for and tried. Pure."""

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

DIGITS = 6
LIFE = timedelta(minutes=10)  # NIST SP 800-63B-4, 3.1.3.1 allows as much
TRIES = 5  # of one code
# Who asks for codes to somebody's address bothers them, and has so many guesses: 10 a day with 5 tries each are 50 in
# 1,000,000. Of one workspace, so that it sends no flood in the company's name.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BY_ADDRESS = ((HOUR, 5), (DAY, 10))
BY_TALK = ((HOUR, 5), (DAY, 15))
BY_WORKSPACE = ((HOUR, 500), (DAY, 5000))

MASK = "•" * DIGITS
_TYPED = re.compile(rf"\s*(?:[0-9][\s-]?){{{DIGITS}}}\s*")


def code_of(key: bytes, id_: UUID) -> str:
    """Return the code with this id: six digits, the same in every process that has the installation's key.

    As in RFC 4226, 5.3, but with a whole SHA-256: of 2^248 values no digit is favoured.
    """
    digest = hmac.digest(key, id_.bytes, hashlib.sha256)
    return f"{int.from_bytes(digest[:31], 'big') % 10**DIGITS:0{DIGITS}d}"


def is_right(key: bytes, id_: UUID, typed: str) -> bool:
    """Say whether this is the code, in a time that tells nothing."""
    return hmac.compare_digest(code_of(key, id_), typed)


def typed_code(text: str) -> str | None:
    """Return the six digits if somebody typed nothing else; spaces and hyphens between them do not matter."""
    if len(text) > 40 or not _TYPED.fullmatch(text):
        return None
    return "".join(one for one in text if one.isdigit())


class Asked(NamedTuple):
    """A code that was asked for: when, for which address, in which talk."""

    at: datetime
    node: UUID
    strand: UUID


def wait(asked: Iterable[Asked], node: UUID, strand: UUID, moment: datetime) -> timedelta | None:
    """Return how long to wait before another code may be asked for; None: not at all."""
    known = list(asked)
    waits = [
        *_waits([one.at for one in known if one.node == node], BY_ADDRESS, moment),
        *_waits([one.at for one in known if one.strand == strand], BY_TALK, moment),
    ]
    return max(waits, default=None)


def wait_of_workspace(counts: Sequence[int]) -> timedelta | None:
    """Return how long a workspace waits that has sent so many codes within an hour and within a day."""
    full = [span for (span, most), count in zip(BY_WORKSPACE, counts, strict=True) if count >= most]
    return max(full) / 10 if full else None


def _waits(times: list[datetime], limits: Sequence[tuple[timedelta, int]], moment: datetime) -> Iterable[timedelta]:
    for span, most in limits:
        recent = sorted(at for at in times if at > moment - span)
        if len(recent) >= most:
            yield recent[-most] + span - moment
