"""All commands of `nitka`, and how their failures are told."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any

import asyncpg
import uvloop
from cyclopts import App
from nats.errors import Error as NatsError
from rich.console import Console
from rich.markup import escape

import nitka
from nitka.kernel.errors import NitkaError
from nitka.platform.engines import EngineError

app = App(
    name="nitka",
    help="One customer, one thread, every channel: the customer-service platform.",
    version=nitka.__version__,
)


def work(coroutine: Coroutine[Any, Any, int | None]) -> int:
    """Run a command to its end and return its exit code."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(coroutine) or 0


def main() -> None:
    """Run `nitka`; a failure is one plain sentence on standard error and exit code 1."""
    from nitka.entrypoints.cli import commands  # noqa: F401  # registers them

    try:
        code = app(result_action="return_value")
    except NitkaError as error:
        _fail(error.detail)
    except EngineError as error:
        _fail(str(error))
    except (ConnectionError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, NatsError) as error:
        _fail(f"An engine does not answer: {str(error) or type(error).__name__}")
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _fail(sentence: str) -> None:
    console = Console(stderr=True, highlight=False)
    console.print("[red]nitka:[/red]", escape(sentence), soft_wrap=True)
    sys.exit(1)
