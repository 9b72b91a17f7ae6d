"""Identifiers. What has a natural key gets an id derived from it, so that saying a thing twice is saying it once."""

from functools import lru_cache
from hashlib import blake2b
from uuid import UUID

import uuid_utils
from asyncpg.pgproto.pgproto import UUID as QuickUUID  # a UUID like any other, ten times as fast to make

PARTITIONS = 64  # for ever: the hash below decides the order of a sender's touches


def new_id() -> UUID:
    """Return a UUIDv7: random, and ordered by time so that indexes grow at their end."""
    return QuickUUID(uuid_utils.uuid7().bytes)


def _digest(size: int, parts: tuple[str, ...]) -> bytes:
    # Each part carries its length: ("ab", "c") and ("a", "bc") are different keys.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()


def derived_id(*parts: str) -> UUID:
    """Return the UUIDv8 (RFC 9562, section 5.8) that stands for these parts, in this order."""
    raw = bytearray(_digest(16, parts))
    raw[6] = 0x80 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    return QuickUUID(bytes(raw))


def touch_id(workspace_id: UUID, connection_id: UUID, sender: str, external_id: str) -> UUID:
    """Return the id of a touch: equal for every repetition of the same event by its source."""
    return derived_id("touch", workspace_id.hex, connection_id.hex, sender, external_id)


@lru_cache(4096)
def node_id(workspace_id: UUID, type_: str, namespace: str, value: str) -> UUID:
    """Return the id of an identifier; `value` must be normalised already."""
    return derived_id("node", workspace_id.hex, type_, namespace, value)


@lru_cache(4096)
def strand_id(workspace_id: UUID, connection_id: UUID, node: UUID, brand_id: UUID) -> UUID:
    """Return the id of a strand: one address seen by one connection, spoken to as one brand."""
    return derived_id("strand", workspace_id.hex, connection_id.hex, node.hex, brand_id.hex)


def partition_of(workspace_id: UUID, connection_id: UUID, sender: str) -> int:
    """Return the intake partition, 0 to 63, that keeps this sender's touches in order."""
    return _digest(1, (workspace_id.hex, connection_id.hex, sender))[0] % PARTITIONS


def lock_key(id_: UUID) -> int:
    """Return the signed 64-bit key of an advisory lock on this id."""
    return int.from_bytes(id_.bytes[8:], "big", signed=True) ^ int.from_bytes(id_.bytes[:8], "big", signed=True)
