"""`nitka demo`: the platform with an invented shop, its customers and their mail."""

import ipaddress
import os
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data
from nitka.entrypoints.cli.up import run_platform
from nitka.kernel.errors import BadInput
from nitka.platform.engines import DataDir
from nitka.platform.settings import Settings

Public = Annotated[
    bool, Parameter(name="--public", negative=(), help="Let other machines in; they see the password of the desk.")
]


@app.command
def demo(*, data: Data = DEFAULT_DATA, host: str | None = None, port: int | None = None, public: Public = False) -> int:
    """Start Nitka with example data, and say where to click. Everything of it stays on this machine."""
    os.environ.setdefault("NITKA_LOG_LEVEL", "warning")  # the terminal is for people here
    settings = Settings.load(os.environ, data=data, host=host, port=port)
    if not public and not is_loopback(settings.host):
        raise BadInput(
            f"A demo shows its password to whoever opens it, so it does not listen on {settings.host}. "
            "Leave out --host, or say --public if that is what you want."
        )
    return work(_run(DataDir(data), host, port, public))


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches such an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def _run(data: DataDir, host: str | None, port: int | None, public: bool) -> None:
    # Only here: the demo's mail servers are no dependency of the other commands.
    from nitka.entrypoints.demo.company import Demo
    from nitka.entrypoints.demo.screen import Screen, language

    company = Demo(data, Screen(Console(highlight=False), language()), public=public)
    await company.open()
    try:
        await run_platform(data, host, port, company)
    finally:
        await company.close()
