"""Somebody's phone with an app that makes codes, and what is done with it at the desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import httpx
import pyotp
import pytest

from nitka.kernel.clock import now
from nitka.platform.auth import second_factor
from nitka.platform.auth.codes import step_at
from tests.integration.access.conftest import PASSWORD, sign_in

MINE = "/api/v1/auth/second-factor"
CODE = "/api/v1/auth/login/code"


class Clock:
    """The platform's clock, where it judges codes: goes on when it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._ahead = timedelta()
        monkeypatch.setattr(second_factor, "now", self)

    def __call__(self) -> datetime:
        return now() + self._ahead

    def next_step(self) -> None:
        """Half a minute later."""
        self._ahead += timedelta(seconds=30)


class Phone:
    """An app that knows a key."""

    def __init__(self, key: str, clock: Clock) -> None:
        self._app, self._clock = pyotp.TOTP(key), clock
        self.recovery: list[str] = []

    def code(self, off: int = 0) -> str:
        """The code shown now, or so many steps before or after."""
        return self._app.generate_otp(step_at(self._clock()) + off)

    def fresh(self) -> str:
        """The first code of the next half minute, which nobody has used."""
        self._clock.next_step()
        return self.code()

    def wrong(self) -> str:
        """A code that is not right now."""
        near = {self.code(off) for off in range(-3, 4)}
        return next(code for code in (f"{number:06}" for number in range(100)) if code not in near)


async def turn_on(client: httpx.AsyncClient, clock: Clock, password: str = PASSWORD) -> Phone:
    """Turn two-step sign-in on for whoever is signed in here."""
    begun = await client.post(MINE, json={"password": password})
    assert begun.status_code == 200, begun.text
    phone = Phone(begun.json()["key"], clock)
    confirmed = await client.post(f"{MINE}/confirm", json={"code": phone.fresh()})
    assert confirmed.status_code == 200, confirmed.text
    phone.recovery = confirmed.json()["codes"]
    return phone


async def half(client: httpx.AsyncClient, email: str, password: str = PASSWORD) -> str:
    """Give the password and return the ticket for the second step."""
    answer = await sign_in(client, email, password)
    assert answer.status_code == 202, answer.text
    told: dict[str, Any] = answer.json()
    return str(told["ticket"])


async def second_step(client: httpx.AsyncClient, ticket: str, code: str) -> httpx.Response:
    """Give the code."""
    return await client.post(CODE, json={"ticket": ticket, "code": code})


async def both_steps(client: httpx.AsyncClient, email: str, code: str, password: str = PASSWORD) -> httpx.Response:
    """Sign in."""
    return await second_step(client, await half(client, email, password), code)
