"""Sealing of what must be read again: passwords of mailboxes, server keys. AES-256-GCM, and keys can change."""

import hashlib
import os
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from nitka.kernel.errors import NitkaError
from nitka.platform.settings import Settings

_VERSION = b"\x01"
_KEY_ID, _NONCE = 8, 12  # bytes


class CannotOpen(NitkaError):
    """A secret was sealed with a key that is not known here, or was changed."""

    title = "A stored secret cannot be opened: was NITKA_SECRET_KEY changed? Add the old one to NITKA_OLD_SECRET_KEYS"
    code = "cannot_open_secret"


class Sealer:
    """Seals with the first secret, opens with any of them. Layout: version, key id, nonce, ciphertext with tag."""

    def __init__(self, secrets: list[str]) -> None:
        if not secrets or not all(secrets):
            raise ValueError("A sealer needs a secret")
        derived = [_derive(secret) for secret in secrets]
        self._keys = {_key_id(key): AESGCM(key) for key in derived}
        self._current = _key_id(derived[0])

    @classmethod
    def of(cls, settings: Settings) -> "Sealer":
        """Return the sealer of this installation: NITKA_SECRET_KEY, else the database's password."""
        return cls([secret_of(settings), *settings.old_secret_keys])

    def seal(self, plain: bytes) -> bytes:
        """Return the plain text encrypted and authenticated."""
        header = _VERSION + self._current
        nonce = os.urandom(_NONCE)
        return header + nonce + self._keys[self._current].encrypt(nonce, plain, header)

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed; raises `CannotOpen`."""
        header, rest = sealed[: 1 + _KEY_ID], sealed[1 + _KEY_ID :]
        cipher = self._keys.get(header[1:])
        if header[:1] != _VERSION or cipher is None:
            raise CannotOpen
        try:
            return cipher.decrypt(rest[:_NONCE], rest[_NONCE:], header)
        except (InvalidTag, ValueError):  # changed, or cut off
            raise CannotOpen from None

    def outdated(self, sealed: bytes) -> bool:
        """Say whether this was sealed with an older key and is to be sealed anew when it is next written."""
        return sealed[1 : 1 + _KEY_ID] != self._current


def secret_of(settings: Settings) -> str:
    """Return what this installation seals with: NITKA_SECRET_KEY, else the database's password."""
    return settings.secret_key or f"database {unquote(urlsplit(settings.database_url).password or '')}"


def key_for(settings: Settings, purpose: bytes) -> bytes:
    """Return a key of 32 bytes for one purpose, the same in every process of this installation."""
    return _derive(secret_of(settings), purpose)


@lru_cache(32)
def _derive(secret: str, purpose: bytes = b"connection secrets") -> bytes:
    # RFC 5869; the secret is a random key of the installation, so no slow hash is needed.
    return HKDF(algorithm=SHA256(), length=32, salt=b"nitka", info=purpose).derive(secret.encode())


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"key id" + key).digest()[:_KEY_ID]
