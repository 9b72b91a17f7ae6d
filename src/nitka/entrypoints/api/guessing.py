"""How often somebody may try a password or a code. Whether there is such an account makes no difference here."""

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from nitka.entrypoints.api.proxy import origin_of
from nitka.kernel.errors import BadInput, TooMany
from nitka.platform.auth.devices import LIFE, Devices
from nitka.platform.auth.tokens import secret_hash
from nitka.platform.ratelimit import RateLimit, RateLimits
from nitka.platform.secrets import key_for
from nitka.platform.settings import Settings
from nitka.platform.telemetry.metrics import refused

AnyRequest = Request[Any, Any, Any]
_WAIT = "Too many tries; please wait a little"
_ELSEWHERE = "Too many tries from many places; wait a little, or sign in where you have signed in before"


class Guess:
    """One try at an account's password; counted when it is made. Raises `TooMany`, and `BadInput` for no address."""

    def __init__(self, request: AnyRequest, settings: Settings, limits: RateLimits, email: str) -> None:
        account = account_digest(email)
        self._account, self._limits = account.hex(), limits
        self._device = devices_of(settings).known(account, request.cookies)
        self._pair = f"{self._account} {network_address(request)}"
        if self._device is not None:
            take(limits.sign_in_device, self._device, "sign-in by device")
            return
        take_by_address(limits.sign_in_address, request, "sign-in by address")
        take(limits.sign_in_pair, self._pair, "sign-in by account and address")
        take(limits.sign_in_account, self._account, "sign-in by account", _ELSEWHERE)

    def was_right(self) -> None:
        """Give back what a right password has taken."""
        if self._device is not None:
            self._limits.sign_in_device.forget(self._device)
            return
        self._limits.sign_in_pair.forget(self._pair)
        self._limits.sign_in_account.give_back(self._account)


class CodeGuess:
    """One try at the second step of an account; counted when it is made. Raises `TooMany`."""

    def __init__(self, request: AnyRequest, settings: Settings, limits: RateLimits, email: str) -> None:
        digest = account_digest(email)
        account, device = digest.hex(), devices_of(settings).known(digest, request.cookies)
        self._limits = limits
        self._place = device or f"{account} {network_address(request)}"
        self._account = f"{account} {'known' if device else 'new'}"
        take(limits.code_place, self._place, "code by device or address")
        take(limits.code_account, self._account, "code by account")

    def was_right(self) -> None:
        """Give back what a right code has taken."""
        self._limits.code_place.forget(self._place)
        self._limits.code_account.give_back(self._account)


def devices_of(settings: Settings) -> Devices:
    """Return what knows this installation's devices again."""
    return Devices(key_for(settings, b"device cookies"))


def device_cookie(settings: Settings, email: str, *, secure: bool) -> Cookie:
    """Return the cookie by which a device is known that has proved to belong to this account."""
    name, value = devices_of(settings).cookie(account_digest(email))
    return Cookie(name, value=value, max_age=LIFE, path="/api/v1/auth", httponly=True, samesite="lax", secure=secure)


def account_digest(email: str) -> bytes:
    """Return what stands for an address where it must not stand itself; raises `BadInput` for none."""
    if not email.strip():
        raise BadInput("Please give an e-mail address", field="email")
    return secret_hash(email.strip().lower())


def network_address(request: AnyRequest) -> str:
    """Return the network address that a request is counted against."""
    return origin_of(request.scope).counted[0][0]


def take_by_address(limit: RateLimit, request: AnyRequest, name: str) -> None:
    """Count a try against the network address it comes from, and the proxy that says so. Raises `TooMany`."""
    for key, share in origin_of(request.scope).counted:
        take(limit, key, name, cost=share)


def take(limit: RateLimit, key: str, name: str, said: str = _WAIT, cost: float = 1) -> None:
    """Count a try; raises `TooMany` with a sentence for people."""
    try:
        limit.take(key, cost)
    except TooMany as error:
        refused.labels(name).inc()
        raise TooMany(said, retry_after=error.retry_after) from None
