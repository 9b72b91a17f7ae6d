"""A real S3-compatible store (SeaweedFS) for tests: one a worker, started at the first test that asks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import obstore
import pytest
from obstore.exceptions import BaseError
from obstore.store import S3Store

from tests.faults.processes import free_port

KEY, SECRET, STRANGER = "NITKA", "secret/with+signs=", "STRANGER"
_PARTS = ("master", "volume", "filer", "s3", "admin")  # each has an HTTP and a gRPC port


@dataclass(frozen=True)
class BucketServer:
    """A store with the buckets `files`, which is ours, and `others`, which is not."""

    url: str

    def address(self, prefix: str = "", bucket: str = "files", *, url: str = "") -> str:
        """What NITKA_BLOBS says to use it."""
        return f"s3://{bucket}/{prefix}?" + urlencode({"endpoint": url or self.url, "region": "eu-north-1"})

    @property
    def environ(self) -> dict[str, str]:
        """Our credentials."""
        return {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[BucketServer]:
    """A store on a port of its own."""
    folder = Path(tempfile.mkdtemp(prefix="nitka-test-"))
    (folder / "accounts.json").write_text(json.dumps({"identities": _ACCOUNTS}))
    with (folder / "log").open("wb") as output:
        port = free_port()
        server = BucketServer(f"http://127.0.0.1:{port}")
        process = subprocess.Popen(_command(folder, port), cwd=folder, stdout=output, stderr=output)
        try:
            _wait(process, server, folder / "log")
            yield server
        finally:
            process.kill()
            process.wait()
            shutil.rmtree(folder, ignore_errors=True)


def _command(folder: Path, port: int) -> list[str]:
    ports = {f"-{part}.port{kind}": free_port() for part in _PARTS for kind in ("", ".grpc")} | {"-s3.port": port}
    return [
        f"{sysconfig.get_path('scripts')}/weed", "mini", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        "-admin.ui=false", "-webdav=false", "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false",
        f"-s3.config={folder / 'accounts.json'}", "-s3.autoCreateBucket=false", "-bucket=files,others",
        f"-s3.localSocket={folder / 's3'}", f"-filer.localSocket={folder / 'filer'}",
        *(f"{name}={number}" for name, number in ports.items()),
    ]  # fmt: skip


def _wait(process: subprocess.Popen[bytes], server: BucketServer, log: Path) -> None:
    """Return when it has made the buckets, some time after it began to answer."""
    ready = S3Store(
        "files", endpoint=server.url, access_key_id=KEY, secret_access_key=SECRET,
        client_options={"allow_http": True}, retry_config={"max_retries": 0},
    )  # fmt: skip
    until = time.monotonic() + 60
    while True:
        try:
            obstore.put(ready, "ready", b"")
            return obstore.delete(ready, "ready")
        except (BaseError, FileNotFoundError):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.05)


def _account(name: str, key: str, secret: str, *actions: str) -> dict[str, object]:
    return {"name": name, "credentials": [{"accessKey": key, "secretKey": secret}], "actions": actions}


_ACCOUNTS = [
    _account("nitka", KEY, SECRET, "Read:files", "Write:files", "List:files"),
    _account("stranger", STRANGER, SECRET, "Admin", "Read", "Write", "List"),
]
