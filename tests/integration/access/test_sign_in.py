"""Signing in and out as people and browsers meet it."""

from __future__ import annotations

from tests.integration.access.conftest import Browser, Tenant, sign_in


async def test_the_right_password_opens_the_desk(browser: Browser, tenant: Tenant) -> None:
    desk = browser()
    answer = await sign_in(desk, tenant.email.upper())
    assert answer.status_code == 200, answer.text
    me = (await desk.get("/api/v1/auth/me")).json()
    assert me["account"]["email"] == tenant.email
    assert me["workspace"]["id"] == str(tenant.opened.id)
    assert (me["role"], [one["role"] for one in me["workspaces"]]) == ("owner", ["owner"])
