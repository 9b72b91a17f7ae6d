"""Row-level security as the application meets it."""

import asyncpg
import pytest

from nitka.kernel.ids import new_id
from nitka.platform.database import APP_ROLE, SERVICE_ROLE, Database
from tests.integration.platform_fixtures import WorkspaceRow


async def test_without_a_workspace_nothing_is_seen(database: Database, workspace: WorkspaceRow) -> None:
    async with database.app() as tx:
        assert await tx.fetchval("SELECT count(*) FROM connection") == 0


async def test_a_workspace_sees_only_itself(
    database: Database, workspace: WorkspaceRow, other_workspace: WorkspaceRow
) -> None:
    async with database.workspace(workspace.id) as tx:
        seen = {row["workspace_id"] for row in await tx.fetch("SELECT workspace_id FROM connection")}
        assert seen == {workspace.id}
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await tx.execute("INSERT INTO canned_answer VALUES ($1, $2, 'x', 'x', 'x')", other_workspace.id, new_id())


@pytest.mark.parametrize("role", [APP_ROLE, SERVICE_ROLE])
async def test_our_roles_have_no_way_round(database: Database, role: str) -> None:
    async with database.app() as tx:
        row = await tx.fetchrow("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = $1", role)
        owned = await tx.fetchval(
            "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = $1", role
        )
    assert row is not None
    assert not any(row.values())
    assert owned == 0


async def test_every_table_of_a_workspace_is_forced_under_security(database: Database) -> None:
    async with database.app() as tx:
        bare = await tx.fetch(
            """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id'
               WHERE n.nspname = 'nitka' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND NOT (c.relrowsecurity AND c.relforcerowsecurity) AND c.relname <> 'session'"""
        )
    assert [row["relname"] for row in bare] == []
