"""Attackers use what customers and operators use: the fixtures of the integration tests."""

from __future__ import annotations

from tests.integration.access.conftest import administration, app, browser, neighbour, open_tenant, services, tenant
from tests.integration.chat.conftest import roles
from tests.integration.conversations.conftest import anna, api, household, neighbours

__all__ = [
    "administration",
    "anna",
    "api",
    "app",
    "browser",
    "household",
    "neighbour",
    "neighbours",
    "open_tenant",
    "roles",
    "services",
    "tenant",
]
