"""Migrations: numbered SQL files, each in its own transaction, once, under a lock."""

from pathlib import Path

import asyncpg

from nitka.platform.database import APP_ROLE, SERVICE_ROLE, Connection, role_password

FOLDER = Path(__file__).with_name("migrations")


async def migrate(database_url: str) -> list[str]:
    """Bring the database at this URL (its owner's) up to date and return the names of what was applied."""
    connection: Connection = await asyncpg.connect(database_url, timeout=30)
    try:
        await connection.execute("SELECT pg_advisory_lock(hashtext('nitka migrate'))")
        await ensure_roles(connection, database_url)
        await connection.execute("CREATE SCHEMA IF NOT EXISTS nitka")
        await connection.execute("SET search_path = nitka")
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"
        )
        done = {row["name"] for row in await connection.fetch("SELECT name FROM migration")}
        fresh = [path for path in sorted(FOLDER.glob("*.sql")) if path.stem not in done]
        for path in fresh:
            await _apply(connection, path)
        return [path.stem for path in fresh]
    finally:
        await connection.close()


async def _apply(connection: Connection, path: Path) -> None:
    async with connection.transaction():
        await connection.execute(path.read_text("utf-8"))
        await connection.execute("INSERT INTO migration (name) VALUES ($1)", path.stem)


async def ensure_roles(connection: Connection, database_url: str) -> None:
    """Create the roles that the application connects as, or give them this URL's passwords."""
    for role in (APP_ROLE, SERVICE_ROLE):
        # CREATE ROLE takes no parameters; the password is our own hex digest, so quoting it is safe.
        password = role_password(database_url, role)
        exists = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
        verb = "ALTER" if exists else "CREATE"
        await connection.execute(f"{verb} ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{password}'")
        await connection.execute(f"ALTER ROLE {role} SET search_path = nitka")
