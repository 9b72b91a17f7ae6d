"""The role `edge`: HTTP and WebSockets."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn

from nitka.entrypoints.api.app import create_app
from nitka.entrypoints.bounded_http import BoundedHttp
from nitka.entrypoints.listening import listen
from nitka.entrypoints.services import Services


class _Server(uvicorn.Server):
    """Uvicorn that leaves signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing: the process stops all its roles together."""
        yield


async def serve(services: Services, stopping: asyncio.Event) -> None:
    """Serve until stopping, then let requests under way end, for at most five seconds. Raises `CannotServe`."""
    settings = services.settings
    config = uvicorn.Config(
        create_app(services),
        loop="none",
        http=BoundedHttp,
        ws="websockets-sansio",
        lifespan="on",
        log_config=None,
        access_log=False,  # the application logs routes, never paths that may hold personal data
        proxy_headers=False,
        server_header=False,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        timeout_graceful_shutdown=5,
        ws_max_size=1 << 20,
        ws_per_message_deflate=False,  # small frames, many sockets: it costs memory and time and saves little
        backlog=2048,
    )
    server = _Server(config)
    sockets = listen(settings)
    serving = asyncio.create_task(_serve(server, sockets))
    asked = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait([serving, asked], return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await serving
    finally:
        asked.cancel()
        for one in sockets:
            one.close()


async def _serve(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
    try:
        await server.serve(sockets=sockets)
    except SystemExit as error:  # out of a task it would take the whole process with it
        raise RuntimeError("The edge could not begin") from error
