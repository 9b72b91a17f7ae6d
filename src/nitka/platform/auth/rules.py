"""Decisions about access, without I/O."""

import ipaddress
import re
from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from nitka.kernel.errors import BadInput
from nitka.platform.auth.models import Role, TokenRole

SESSION_IDLE = timedelta(days=14)
SESSION_WHOLE = timedelta(days=90)  # however busy it was (OWASP ASVS 5.0, 7.3.2)
SESSION_TOUCH = timedelta(minutes=5)  # how exactly the last use is kept
INVITATION_LIFE = timedelta(days=7)
RESET_LIFE = timedelta(hours=2)
PASSWORD_LEAST, PASSWORD_MOST = 8, 256  # characters (OWASP ASVS 5.0, 6.2.1 and 6.2.9)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_RANK: dict[TokenRole, int] = {"bot": 0, "operator": 1, "supervisor": 2, "owner": 3}
_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,255}")
# What is tried first by those who try; longer lists live in no package we may ship.
_WORN = frozenset(
    {
        "password", "passw0rd", "password1", "password123", "12345678", "123456789", "1234567890",
        "qwerty123", "qwertyui", "qwertyuiop", "1q2w3e4r", "1q2w3e4r5t", "q1w2e3r4", "iloveyou", "admin123",
        "administrator", "welcome1", "letmein1", "sunshine", "princess", "football", "baseball", "superman",
        "trustno1", "zaq12wsx", "asdfghjkl", "abcd1234", "abc12345", "changeme", "secret123", "йцукенгш", "йцукенгшщз",
        "пароль123", "парольпароль", "любовь123", "наташа123", "привет123",
    }
)  # fmt: skip


def may(role: TokenRole, needed: TokenRole) -> bool:
    """Say whether `role` includes what `needed` may do: owner ⊃ supervisor ⊃ operator ⊃ bot."""
    return _RANK[role] >= _RANK[needed]


def role_of_token(role: TokenRole, maker: Role | None) -> TokenRole:
    """Return what a token may do: never more than whoever made it may now; None: nobody did but the platform."""
    return role if maker is None or may(maker, role) else maker


def clean_email(address: str) -> str:
    """Return the address as accounts are known by: trimmed, lower case. Raises `BadInput`."""
    cleaned = address.strip().lower()
    if len(cleaned) > 254 or not _EMAIL.fullmatch(cleaned):
        raise BadInput("This is not an e-mail address", field="email")
    return cleaned


def check_password(password: str, email: str) -> None:
    """Raise `BadInput` for a password that is too short, too long, or the first that anybody would try."""
    if len(password) < PASSWORD_LEAST:
        raise BadInput(f"A password has at least {PASSWORD_LEAST} characters", field="password")
    if len(password) > PASSWORD_MOST:
        raise BadInput(f"A password has at most {PASSWORD_MOST} characters", field="password")
    plain = password.lower()
    if plain in _WORN or len(set(plain)) < 3 or plain in (email, email.partition("@")[0]):
        raise BadInput("This password is too easy to guess, please take another", field="password")


def session_expires(created: datetime, now: datetime) -> datetime:
    """Return when a session that is used now ends: two weeks of silence, or the end of its whole life."""
    return min(now + SESSION_IDLE, created + SESSION_WHOLE)


def forged(method: str, request_header: str | None) -> bool:
    """Say whether a request with a cookie may come from a foreign page: a change without our own header.

    Pages of other origins cannot add a header without asking first (Fetch standard, CORS preflight).
    """
    return method not in SAFE_METHODS and request_header != "1"


def foreign_page(origin: str | None, host: str | None) -> bool:
    """Say whether a browser says that the page which asks is not ours; programs send no Origin."""
    if origin is None:
        return False
    return urlsplit(origin).netloc.lower() != (host or "").lower()


def last_owner(owners: Collection[UUID], leaving: UUID) -> bool:
    """Say whether the workspace would be left without an owner."""
    return set(owners) == {leaving}


def address_key(address: str) -> str:
    """Return what a limit by address counts: an IPv4 address, or the /64 that one IPv6 customer gets."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False).network_address)
    return str(ip)
