"""What a backup checks and a restore seals anew: the passwords of connections, and the keys of second factors."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest

from nitka.entrypoints.services import Services
from nitka.platform.backup.sealed import check_sealed, reseal
from nitka.platform.database import Connection
from nitka.platform.secrets import CannotOpen, Sealer, secret_of
from tests.integration.access.conftest import Browser, Tenant, sign_in
from tests.integration.access.phone import Clock, turn_on


@pytest.fixture
async def owner(services: Services) -> AsyncIterator[Connection]:
    """The database's owner, in a transaction that leaves nothing behind."""
    connection: Connection = await asyncpg.connect(
        services.settings.database_url, server_settings={"search_path": "nitka"}
    )
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


async def test_a_restore_seals_second_factors_anew(
    browser: Browser, tenant: Tenant, services: Services, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = browser()
    await sign_in(desk, tenant.email)
    await turn_on(desk, Clock(monkeypatch))
    old = secret_of(services.settings)
    await owner.execute(
        "DELETE FROM second_factor WHERE account_id <> (SELECT id FROM account WHERE email = $1)", tenant.email
    )
    await owner.execute("UPDATE connection SET secrets = NULL")
    await check_sealed(owner, Sealer([old]))
    with pytest.raises(CannotOpen):
        await check_sealed(owner, Sealer(["another installation"]))
    before = await owner.fetchval("SELECT secret FROM second_factor")
    await reseal(owner, Sealer(["another installation", old]))
    after = await owner.fetchval("SELECT secret FROM second_factor")
    await check_sealed(owner, Sealer(["another installation"]))
    assert Sealer(["another installation"]).open(after) == Sealer([old]).open(before)
