"""The data folder of one Nitka: what lies where, who may read it, and that only one Nitka uses it."""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path

import msgspec

from nitka.platform.engines.errors import FolderInUse


class Secrets(msgspec.Struct, frozen=True):
    """Passwords of the embedded engines, made once for each data folder."""

    database_password: str
    nats_password: str


class Runtime(msgspec.Struct, frozen=True):
    """Where the Nitka that runs on this folder can be reached; the addresses hold passwords."""

    database_url: str
    nats_url: str
    http_url: str | None = None
    pid: int = msgspec.field(default_factory=os.getpid)


class DataDir:
    """Knows and creates the data folder; everything in it is closed to other accounts."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path).expanduser().absolute()
        self.postgres = self.path / "postgres"
        self.nats = self.path / "nats"
        self.blobs = self.path / "blobs"
        self.logs = self.path / "logs"
        self.config = self.path / "config"
        self._lock_fd: int | None = None

    def create(self) -> None:
        """Make the folders that are missing; those that exist keep their rights."""
        for folder in (self.path, self.nats, self.blobs, self.logs, self.config):
            folder.mkdir(mode=0o700, parents=folder == self.path, exist_ok=True)

    def secrets(self) -> Secrets:
        """The engines' passwords, made and stored (0600) at the first call."""
        path = self.path / "secrets.json"
        if path.exists():
            return msgspec.json.decode(path.read_bytes(), type=Secrets)
        made = Secrets(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        write_private(path, msgspec.json.encode(made))
        return made

    def ports(self) -> dict[str, int]:
        """The engines' ports of the last run, by the engine's name."""
        try:
            return msgspec.json.decode((self.config / "ports.json").read_bytes(), type=dict[str, int])
        except FileNotFoundError:
            return {}

    def keep_ports(self, ports: dict[str, int]) -> None:
        """Remember ports, so that clients of the last run find the engines again."""
        write_private(self.config / "ports.json", msgspec.json.encode(self.ports() | ports))

    def write_runtime(self, runtime: Runtime) -> None:
        """Tell other programs of this account, atomically, that Nitka is ready and where."""
        write_private(self.path / "runtime.json", msgspec.json.encode(runtime))

    def read_runtime(self) -> Runtime | None:
        """What the running Nitka told, or None when none is ready on this folder."""
        try:
            return msgspec.json.decode((self.path / "runtime.json").read_bytes(), type=Runtime)
        except FileNotFoundError:
            return None

    def clear_runtime(self) -> None:
        """Take back what `write_runtime` told."""
        (self.path / "runtime.json").unlink(missing_ok=True)

    @property
    def held(self) -> bool:
        """Whether this object holds the folder."""
        return self._lock_fd is not None

    def acquire(self) -> None:
        """Hold the folder until `release` or the end of this process; raises FolderInUse."""
        fd = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(fd, 32, 0).decode().strip() or "unknown"
            os.close(fd)
            raise FolderInUse(
                f"Another Nitka (process {holder}) runs on {self.path}. Stop it, or name another data folder."
            ) from None
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
        self._lock_fd = fd

    def release(self) -> None:
        """Let another Nitka use the folder; does nothing when it is not held."""
        if self._lock_fd is not None:
            os.close(self._lock_fd)
            self._lock_fd = None


def write_private(path: Path, content: bytes) -> None:
    """Replace a file atomically by one only its owner may read (0600), durable when this returns."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(fd, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
