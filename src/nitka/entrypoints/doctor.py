"""`nitka doctor`: what is wrong with this installation, and what to do about it."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import msgspec

from nitka.entrypoints.api.proxy import is_trusted
from nitka.entrypoints.api.static import BUILT
from nitka.entrypoints.api.unknown_proxies import Sighting, last_sighting
from nitka.kernel.clock import now
from nitka.kernel.errors import Unavailable
from nitka.platform.blobs import Blobs, StoreFault
from nitka.platform.blobs.opening import open_blobs
from nitka.platform.broker import INTAKE, VISITORS_BUCKET, Broker
from nitka.platform.database import APP_ROLE, SERVICE_ROLE, Connection, Database
from nitka.platform.faults import ENGINES_AWAY
from nitka.platform.migrate import FOLDER
from nitka.platform.secrets import CannotOpen, Sealer
from nitka.platform.settings import Settings

_LEAST_FREE = 2 << 30  # bytes
_LEAST_VERSION = 160000
_LOCAL = ("127.0.0.1", "::1", "localhost")
_FULL = 80  # percent
_PROXY_SEEN = timedelta(days=1)
_OUTBOX_MOST = 10_000  # events that wait to be published


class Check(msgspec.Struct, frozen=True):
    """One line of the doctor's report; `advice` is empty when all is well."""

    name: str
    ok: bool
    detail: str
    advice: str = ""


async def examine(settings: Settings, absent: str = "") -> list[Check]:
    """Return every check; none leaves anything changed, and one that fails does not stop the others.

    `absent` says why there are no engines to ask, and what to do about it.
    """
    return [
        *([Check("Nitka", False, "does not run here", absent)] if absent else await _engines(settings)),
        await _files(open_blobs(settings)),
        _disk(settings.data),
        _web(BUILT),
        _address(settings),
        _mail(settings),
    ]


async def _engines(settings: Settings) -> list[Check]:
    return [
        *await _guarded("PostgreSQL", lambda: _postgres(settings), "Is it running? See NITKA_DATABASE_URL"),
        *await _guarded("NATS", lambda: _nats(settings), "Is it running? See NITKA_NATS_URL"),
    ]


async def _guarded(name: str, examination: Callable[[], Awaitable[list[Check]]], advice: str) -> list[Check]:
    try:
        return await asyncio.wait_for(examination(), 20)
    except ENGINES_AWAY as error:
        said = error.detail if isinstance(error, Unavailable) else str(error)
        return [Check(name, False, f"does not answer: {said or type(error).__name__}", advice)]


async def _postgres(settings: Settings) -> list[Check]:
    database = Database(settings.database_url, app_connections=1, service_connections=1)
    owner: Connection = await asyncpg.connect(
        settings.database_url, timeout=10, server_settings={"search_path": "nitka"}
    )
    try:
        checks = [await _version(owner), await _migrations(owner)]
        if not checks[-1].ok:
            return checks
        await database.open()
        async with database.service() as tx:
            return [*checks, await _roles(tx), await _secrets(tx, settings), await _channels(tx), await _backlog(tx)]
    finally:
        await owner.close()
        await database.close()


async def _version(owner: Connection) -> Check:
    number, text, encoding = await owner.fetchrow(
        "SELECT current_setting('server_version_num')::int, version(), current_setting('server_encoding')"
    ) or (0, "", "")
    ok = number >= _LEAST_VERSION and encoding == "UTF8"
    return Check("PostgreSQL", ok, " ".join(text.split()[:2]), "" if ok else "Version 16 or later, encoding UTF8")


async def _migrations(owner: Connection) -> Check:
    exists = await owner.fetchval("SELECT to_regclass('nitka.migration') IS NOT NULL")
    done = {row["name"] for row in await owner.fetch("SELECT name FROM migration")} if exists else set()
    missing = [path.stem for path in sorted(FOLDER.glob("*.sql")) if path.stem not in done]
    detail = f"{len(done)} applied" + (f", missing: {', '.join(missing)}" if missing else "")
    return Check("Migrations", not missing, detail, "Run nitka migrate" if missing else "")


async def _roles(tx: Connection) -> Check:
    strong = await tx.fetch(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY ($1) AND (rolsuper OR rolbypassrls OR rolcreaterole)",
        [APP_ROLE, SERVICE_ROLE],
    )
    names = ", ".join(row["rolname"] for row in strong)
    detail = f"{names} may pass row-level security" if strong else "workspaces are kept apart"
    advice = "ALTER ROLE … NOSUPERUSER NOBYPASSRLS NOCREATEROLE" if strong else ""
    return Check("Row-level security", not strong, detail, advice)


async def _secrets(tx: Connection, settings: Settings) -> Check:
    sealer, broken, total = Sealer.of(settings), 0, 0
    for row in await tx.fetch("SELECT secrets FROM connection WHERE secrets IS NOT NULL"):
        total += 1
        try:
            sealer.open(row["secrets"])
        except CannotOpen:
            broken += 1
    detail = f"{total - broken} of {total} can be opened"
    advice = "Name the key they were sealed with in NITKA_SECRET_KEY or NITKA_OLD_SECRET_KEYS" if broken else ""
    return Check("Secrets of connections", not broken, detail, advice)


async def _channels(tx: Connection) -> Check:
    rows = await tx.fetch("SELECT id, kind, state FROM connection WHERE disabled_at IS NULL ORDER BY id")
    broken = [row for row in rows if row["state"].get("status") == "error"]
    detail = f"{len(rows) - len(broken)} of {len(rows)} work"
    return Check("Connections", not broken, detail, "\n".join(
        f"{row['kind']} {row['id']}: {row['state'].get('error') or 'no reason given'}" for row in broken
    ))  # fmt: skip


async def _backlog(tx: Connection) -> Check:
    outbox, held, unknown = await tx.fetchrow(
        """SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM quarantine WHERE state = 'held'),
                  (SELECT count(*) FROM delivery WHERE state = 'unknown')"""
    ) or (0, 0, 0)
    ok = outbox < _OUTBOX_MOST and not held and not unknown
    detail = f"{outbox} events to publish, {held} touches in quarantine, {unknown} sends with unknown outcome"
    return Check("Backlog", ok, detail, " ".join(_backlog_advice(outbox, held, unknown)))


def _backlog_advice(outbox: int, held: int, unknown: int) -> Iterator[str]:
    if outbox >= _OUTBOX_MOST:
        yield "Does the role relay run?"
    if held:
        yield "The quarantine is under Settings of the desk: look why, then try the touches again."
    if unknown:
        yield "Messages marked as unknown in the desk may or may not have arrived: ask, or send again by hand."


async def _nats(settings: Settings) -> list[Check]:
    broker = Broker(settings.nats_url, name="nitka doctor")
    await broker.open()
    try:
        info = await broker.api(f"STREAM.INFO.{INTAKE}")
        visitors = await broker.api(f"STREAM.INFO.KV_{VISITORS_BUCKET}")
        seen = await last_sighting(broker)
    finally:
        await broker.close()
    used, most = int(info["state"]["bytes"]), int(info["config"]["max_bytes"])
    full = used > most * 0.8
    detail = f"intake holds {info['state']['messages']} records, {used * 100 // most} % of its room"
    return [
        Check("NATS", not full, detail, "The pipeline is behind: start more of it" if full else ""),
        _visitors(visitors),
        _proxies(seen, settings),
    ]


def _visitors(info: dict[str, Any]) -> Check:
    used, most = int(info["state"]["bytes"]), int(info["config"]["max_bytes"])
    share = used * 100 // most if most > 0 else 0  # without a bound: no edge has started yet
    detail = f"{info['state']['messages']} are bound, {share} % of their room"
    advice = "At 100 % no new visitor can write: see NITKA_VISITORS_MB, and nitka_refused_total for a flood"
    return Check("Visitors", share < _FULL, detail, advice if share >= _FULL else "")


def _proxies(seen: Sighting | None, settings: Settings) -> Check:
    if seen is None or now() - seen.at > _PROXY_SEEN or is_trusted(seen.peer, settings.proxy_networks):
        return Check("Proxies", True, "none but trusted ones were seen")
    advice = f"Add {seen.peer} to NITKA_TRUSTED_PROXIES: until then all its customers share limits of rate"
    return Check("Proxies", False, f"{seen.peer} brings requests and is not trusted", advice)


def _existing(folder: Path) -> Path:
    return next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())


async def _files(blobs: Blobs) -> Check:
    try:
        await blobs.check()
    except StoreFault as fault:
        return Check("Files", False, str(blobs), fault.reason)
    return Check("Files", True, str(blobs))


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(_existing(folder)).free
    ok = free > _LEAST_FREE
    return Check("Disk", ok, f"{free >> 30} GB free", "" if ok else "Make room before the engines run out of it")


def _web(built: Path) -> Check:
    missing = [name for name in ("console/index.html", "widget.js") if not (built / name).is_file()]
    detail = f"missing: {', '.join(missing)}" if missing else "desk and widget are built"
    return Check("Web", not missing, detail, "Run make web" if missing else "")


def _address(settings: Settings) -> Check:
    host = urlsplit(settings.base_url).hostname or ""
    safe = settings.base_url.startswith("https:") or (host in _LOCAL and settings.host in _LOCAL)
    advice = "Set NITKA_TLS_CERT and NITKA_TLS_KEY, or a proxy with TLS and NITKA_PUBLIC_URL, NITKA_TRUSTED_PROXIES"
    return Check("Address", safe, settings.base_url, "" if safe else advice)


def _mail(settings: Settings) -> Check:
    detail = "is set up" if settings.smtp_url else "is not set up: nitka account reset-link makes reset links"
    return Check("Mail of the platform", True, detail)
