"""Random secrets that are told once and kept as hashes. They have 256 bits, so a plain SHA-256 keeps them."""

import hashlib
import secrets

SESSION_COOKIE = "nitka_session"
API_TOKEN_PREFIX = "nitka_"  # noqa: S105 - a mark by which leaked tokens are found, not a secret


def new_secret() -> str:
    """Return 32 random bytes as URL-safe text."""
    return secrets.token_urlsafe(32)


def new_api_token() -> str:
    """Return a new API token."""
    return API_TOKEN_PREFIX + new_secret()


def new_write_key() -> str:
    """Return a public key of a website: it only claims."""
    return "wk_" + secrets.token_hex(16)


def new_server_key() -> str:
    """Return a secret key of a company's servers: it proves."""
    return "sk_" + new_secret()


def secret_hash(secret: str) -> bytes:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
