"""User tokens: the company's server says, signed with its secret key, who the visitor is."""

import math
from datetime import datetime
from typing import Any

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from nitka.kernel.errors import NotSignedIn

ALGORITHM = "HS256"  # pinned: a token does not choose how it is checked (RFC 8725, section 3.1)
LEEWAY = 60  # seconds that two clocks may differ
LIFE = 24 * 3600  # seconds ahead that `exp` may lie: a token that leaked is worth nothing the next day
SIZE_LIMIT = 8192  # characters


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Who the token vouches for. All of it is proven."""

    id: str
    email: str | None = None
    phone: str | None = None
    name: str | None = None


def verify(token: str, server_key: str, now: datetime) -> User:
    """Return the user of a JWT (RFC 7519). Raises `NotSignedIn` with what to do about it."""
    claims = _claims(token, server_key)
    clock = now.timestamp()
    if "exp" not in claims:
        raise NotSignedIn("The user token has no exp, the time it ends; give it one some minutes ahead")
    ends = _time(claims, "exp", clock)
    if ends + LEEWAY < clock:
        raise NotSignedIn("The user token has expired; make a new one and send the message again")
    if ends - LEEWAY > clock + LIFE:
        raise NotSignedIn(f"The user token lives too long: exp may be at most {LIFE // 3600} hours ahead")
    if _time(claims, "nbf", clock) - LEEWAY > clock:
        raise NotSignedIn("The user token is not valid yet; check the clock of the server that made it")
    subject = claims.get("sub")
    if isinstance(subject, bool) or not isinstance(subject, str | int) or not str(subject).strip():
        raise NotSignedIn("The user token has no sub, the id of the user")
    return User(
        id=str(subject).strip(),
        email=_text(claims, "email"),
        phone=_text(claims, "phone"),
        name=_text(claims, "name"),
    )


def _claims(token: str, server_key: str) -> dict[str, Any]:
    if len(token) > SIZE_LIMIT:
        raise NotSignedIn("The user token is too long")
    try:
        return jwt.decode(token, OctKey.import_key(server_key), algorithms=[ALGORITHM]).claims
    except (JoseError, ValueError) as error:
        raise NotSignedIn(
            f"The user token is not a JWT signed by {ALGORITHM} with the server key of this connection"
        ) from error


def _time(claims: dict[str, Any], name: str, otherwise: float) -> float:
    value = claims.get(name, otherwise)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise NotSignedIn(f"{name} of the user token must be a number of seconds since 1970")
    return float(value)


def _text(claims: dict[str, Any], name: str) -> str | None:
    value = claims.get(name)
    return value.strip() or None if isinstance(value, str) else None
