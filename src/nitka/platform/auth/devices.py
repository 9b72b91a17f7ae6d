"""Devices that an account was opened from before, told by a signed cookie.

Such a device has tries of its own, so that guesses of strangers do not keep its owner out (OWASP, "Slow Down Online
Guessing Attacks with Device Cookies").
"""

import base64
import binascii
import hmac
import secrets
import time
from collections.abc import Mapping

LIFE = 400 * 24 * 3600  # seconds; browsers keep no cookie longer
_NAME = "nitka_device_"
_NONCE, _TIME, _TAG = 16, 8, 32  # bytes


class Devices:
    """Makes and reads the cookies. `account` is the digest of an e-mail address, whether or not it has an account."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def cookie(self, account: bytes) -> tuple[str, str]:
        """Return name and value of the cookie for a device that has just opened this account."""
        body = secrets.token_bytes(_NONCE) + int(time.time()).to_bytes(_TIME, "big")
        return _name(account), base64.urlsafe_b64encode(body + self._tag(account, body)).decode().rstrip("=")

    def known(self, account: bytes, cookies: Mapping[str, str]) -> str | None:
        """Return which device of this account brings these cookies, or None when it is none."""
        try:
            raw = base64.urlsafe_b64decode(cookies.get(_name(account), "") + "=")
        except (binascii.Error, ValueError):
            return None
        body, tag = raw[: _NONCE + _TIME], raw[_NONCE + _TIME :]
        if len(raw) != _NONCE + _TIME + _TAG or not hmac.compare_digest(tag, self._tag(account, body)):
            return None
        made = int.from_bytes(body[_NONCE:], "big")
        return body[:_NONCE].hex() if made + LIFE > time.time() else None

    def _tag(self, account: bytes, body: bytes) -> bytes:
        return hmac.digest(self._key, account + body, "sha256")


def _name(account: bytes) -> str:
    return _NAME + account[:6].hex()  # several people may share a browser
