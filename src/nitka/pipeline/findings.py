"""What people decide of what customers said of themselves: in one transaction with the conversations that follow."""

from uuid import UUID

from nitka.channels.scope import Scope
from nitka.customers.findings import deciding, listing
from nitka.customers.findings.models import FoundInWords
from nitka.customers.service import Decided
from nitka.pipeline.commands import carry_out
from nitka.platform.auth import Principal
from nitka.platform.database import Connection, Database


async def confirm(database: Database, principal: Principal, id_: UUID) -> FoundInWords:
    """Take a finding for true. Raises `NotFound`, `Conflict`; repeated, it answers as it is."""

    async def command(tx: Connection, scope: Scope) -> Decided:
        decided = await deciding.confirm(tx, scope, id_, principal.actor_id)
        decided.events += await listing.changed(tx, scope.workspace_id, [id_])
        return decided

    await carry_out(database, principal, command, "findings.confirm", id_)
    return await _shown(database, principal, id_)


async def dismiss(database: Database, principal: Principal, id_: UUID) -> FoundInWords:
    """Take a finding for wrong; what it had done is undone. Raises `NotFound`, `Conflict`."""

    async def command(tx: Connection, scope: Scope) -> Decided:
        decided = await deciding.dismiss(tx, scope, id_, principal.actor_id)
        decided.events += await listing.changed(tx, scope.workspace_id, [id_])
        return decided

    await carry_out(database, principal, command, "findings.dismiss", id_)
    return await _shown(database, principal, id_)


async def _shown(database: Database, principal: Principal, id_: UUID) -> FoundInWords:
    async with database.workspace(principal.workspace_id) as tx:
        return await listing.finding(tx, id_)
