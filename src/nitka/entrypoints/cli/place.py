"""Where the platform that a command speaks to is: in the environment, or in the data folder of a running one."""

import os
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from nitka.kernel.errors import NitkaError
from nitka.platform.engines import DataDir

DEFAULT_DATA = Path(".nitka")

Data = Annotated[
    Path,
    Parameter(name="--data", env_var="NITKA_DATA", help="The data folder of the platform."),
]
Json = Annotated[bool, Parameter(name="--json", negative=(), help="Print one JSON object, for programs.")]


class NotRunning(NitkaError):
    """There is nothing to speak to."""

    title = "Nitka does not run here"


class Place(msgspec.Struct, frozen=True):
    """Addresses of the engines, with passwords."""

    database_url: str
    nats_url: str
    http_url: str | None = None


def find(data: Path) -> Place:
    """Return where the platform is. Raises `NotRunning` with what to do about it."""
    database_url, nats_url = os.environ.get("NITKA_DATABASE_URL"), os.environ.get("NITKA_NATS_URL")
    if database_url and nats_url:
        return Place(database_url, nats_url)
    runtime = DataDir(data).read_runtime()
    if runtime is None or not lives(runtime.pid):
        raise NotRunning(
            f"No Nitka runs on {data.absolute()}. Start it with “nitka up --data {data}”, name its folder by --data, "
            "or set NITKA_DATABASE_URL and NITKA_NATS_URL."
        )
    return Place(database_url or runtime.database_url, nats_url or runtime.nats_url, runtime.http_url)


def lives(pid: int) -> bool:
    """Say whether there is a process of this id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
