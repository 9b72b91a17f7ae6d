"""Password hashes: argon2id with OWASP's parameters, off the event loop and few at a time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. Two at a time bound memory and leave a core.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
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


def _matches(stored: str | None, password: str) -> bool:
    try:
        right = _hasher.verify(stored or _nobody(), _raw(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None


def _raw(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
