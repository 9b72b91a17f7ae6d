"""Tokens of «Continue in…» as they travel: how a connector finds one, and how it is kept from then on. Pure.

A connector that can carry a token puts it into `Touch.presented` as it came: from a link, an address, a start
parameter, or six spoken digits. The intake seals it before anything is stored, so nothing but its digest is kept.
"""

import re
import secrets
from base64 import b32encode
from hashlib import blake2b
from typing import Literal
from uuid import UUID

import msgspec

Form = Literal["link", "code"]

PARAMETER = "nitka"  # of a page's address
CODE_DIGITS = 6
_TOKEN_BYTES = 16  # 128 bits: guessing is hopeless without any limit
_TOKEN = re.compile(r"[a-z2-7]{26}")
_CODE = re.compile(r"\d{3}[\s\-–—\u00a0]?\d{3}")
_IN_ADDRESS = re.compile(rf"([?&])({PARAMETER}=([^&#\s\"'<>]*))(&?)", re.IGNORECASE)


def new_token() -> str:
    """Return a token of 128 random bits in 26 letters and digits that survive changes of case (RFC 4648, base32)."""
    return b32encode(secrets.token_bytes(_TOKEN_BYTES)).decode().rstrip("=").lower()


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def spoken(text: str) -> str | None:
    """Return the six digits that are all of this text, `482 913` or `482-913` among them; else None."""
    bare = text.strip()
    return re.sub(r"\D", "", bare) if bare.isascii() and _CODE.fullmatch(bare) else None


def given(text: str) -> str | None:
    """Return the token or code that somebody typed or pasted, also as a whole link; else None."""
    bare = text.strip()
    if (found := _IN_ADDRESS.search(bare)) is not None:
        bare = found[3]
    return bare.lower() if _TOKEN.fullmatch(bare.lower()) else spoken(bare)


def in_address(url: str | None) -> str | None:
    """Return the token in the address of a page, or None."""
    found = _IN_ADDRESS.search(url) if url else None
    token = found[3].lower() if found else ""
    return token if _TOKEN.fullmatch(token) else None


def without_token(text: str) -> str:
    """Return an address, or any text that holds some, without tokens: they must not be kept readable anywhere."""
    if f"{PARAMETER}=" not in text.lower():
        return text
    return _IN_ADDRESS.sub(lambda found: found[1] if found[4] else "", text)


def form_of(token: str) -> Form:
    """Say whether this is a long token or six digits."""
    return "code" if len(token) == CODE_DIGITS else "link"


class Sealed(msgspec.Struct, frozen=True):
    """A presented token, of which only the digest is known."""

    form: Form
    digest: bytes


class TokenSealer:
    """Makes digests of tokens with a key of this installation: who reads them can neither use nor guess a token."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, workspace_id: UUID, token: str) -> Sealed:
        """Return the digest of a token of this workspace: the same one anywhere else is another."""
        made = blake2b(workspace_id.bytes + token.encode(), key=self._key, digest_size=24, person=b"nitka-continue")
        return Sealed(form_of(token), made.digest())
