"""Password hashes: argon2id with OWASP's parameters, off the event loop and few at a time."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw

# OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. Two at a time bound memory and leave a core.
_PASSES, _MEMORY, _LANES = 2, 19 * 1024, 1
_hasher = PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY, parallelism=_LANES)
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


@cache
def _nobody() -> str:
    # What is compared when there is no such account, so that both answers take equally long.
    return _hasher.hash("nobody has this password")


async def hash_password(password: str) -> str:
    """Return the argon2id hash in PHC string format."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, _raw(password))


async def password_matches(stored: str | None, password: str) -> bool:
    """Say whether this is the password; `None` for an unknown account costs the same and is never right."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _matches, stored, password)


def outdated(stored: str) -> bool:
    """Say whether the hash was made with other parameters and is to be made anew at the next login."""
    return _hasher.check_needs_rehash(stored)


def new_salt() -> bytes:
    """Return a salt for `slow_hash`."""
    return os.urandom(16)


async def slow_hash(secret: str, salt: bytes) -> bytes:
    """Return 32 bytes to look a short secret up by: the same for the same salt, and as slow as a password's."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _raw_hash, secret, salt)


def _raw_hash(secret: str, salt: bytes) -> bytes:
    return hash_secret_raw(_raw(secret), salt, _PASSES, _MEMORY, _LANES, hash_len=32, type=Type.ID)


def _matches(stored: str | None, password: str) -> bool:
    try:
        right = _hasher.verify(stored or _nobody(), _raw(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None


def _raw(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
