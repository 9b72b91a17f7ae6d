"""How an answer finds its thread: signed ids of ours in Message-ID and in the address of Reply-To.

Both are seen by nobody but those who have the mail. They say which message is answered, not who answers: mail is
forwarded, and its headers with it. So a token never proves an address.

Beside them stands the single-use token of «Continue in…», in an address of ours that a customer writes to by
themselves: `support+c.…@`.
"""

import base64
import hmac
import re
from hashlib import blake2b
from uuid import UUID

_MAC_BYTES = 10
_OURS = re.compile(r"^nitka\.([a-z2-7]{42})@", re.IGNORECASE)
_PLUS = re.compile(r"\+t\.([a-z2-7]{42})$", re.IGNORECASE)
_CONTINUE = re.compile(r"\+c\.([a-z2-7]{26})$", re.IGNORECASE)
LOCAL_PART = 64  # octets at most before the @ (RFC 5321, 4.5.3.1.1)


def _token(key: bytes, purpose: bytes, message_id: UUID) -> str:
    mac = blake2b(message_id.bytes, key=key, digest_size=_MAC_BYTES, person=purpose).digest()
    # Base32: servers may change the case of an address, and 26 octets fill it but for a padding.
    return base64.b32encode(message_id.bytes + mac).decode().rstrip("=").lower()


def _message(key: bytes, purpose: bytes, token: str) -> UUID | None:
    padded = token.upper() + "=" * (-len(token) % 8)
    try:
        raw = base64.b32decode(padded)
    except ValueError:
        return None
    message_id = UUID(bytes=raw[:16])
    return message_id if hmac.compare_digest(_token(key, purpose, message_id), token.lower()) else None


def message_header_id(key: bytes, message_id: UUID, domain: str) -> str:
    """Return the Message-ID, without brackets, of a message of ours: always the same for the same message."""
    return f"nitka.{_token(key, b'message-id', message_id)}@{domain or 'localhost'}"


def reply_address(key: bytes, message_id: UUID, address: str) -> str | None:
    """Return our address with the message's token in it, or None where it would be longer than is allowed."""
    local, _, host = address.rpartition("@")
    with_token = f"{local}+t.{_token(key, b'reply-to', message_id)}"
    return f"{with_token}@{host}" if len(with_token) <= LOCAL_PART else None


def continue_address(token: str, address: str) -> str | None:
    """Return our address with a token of «Continue in…» in it, or None where it would be longer than is allowed."""
    local, _, host = address.rpartition("@")
    with_token = f"{local}+c.{token}"
    return f"{with_token}@{host}" if len(with_token) <= LOCAL_PART else None


def continued_by(addresses: list[str], own: str) -> str | None:
    """Return the token of «Continue in…» in the first address of ours that has one."""
    for address in addresses:
        found = _CONTINUE.search(address.rpartition("@")[0])
        if found and without_token(address).lower() == own.lower():
            return found[1].lower()
    return None


def message_of_address(key: bytes, address: str, own: str) -> UUID | None:
    """Return the message of ours whose token is in this address of ours; None for any other or a forged one."""
    local, _, host = address.lower().rpartition("@")
    own_local, _, own_host = own.lower().rpartition("@")
    match = _PLUS.search(local)
    if match is None or host != own_host or local[: match.start()] != own_local:
        return None
    return _message(key, b"reply-to", match.group(1))


def message_of_header_id(key: bytes, header_id: str) -> UUID | None:
    """Return the message of ours that has this Message-ID; None for any other or a forged one."""
    match = _OURS.match(header_id)
    return _message(key, b"message-id", match.group(1)) if match else None


def without_token(address: str) -> str:
    """Return an address of ours as it is without a token."""
    local, at, host = without_continuation(address).rpartition("@")
    return f"{_PLUS.sub('', local)}{at}{host}"


def without_continuation(address: str) -> str:
    """Return an address without a token of «Continue in…»: it must be kept nowhere."""
    local, at, host = address.rpartition("@")
    return f"{_CONTINUE.sub('', local)}{at}{host}"
