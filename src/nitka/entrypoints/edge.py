"""The role `edge`: HTTP and WebSockets."""

import asyncio
import contextlib
from collections.abc import Iterator

import uvicorn

from nitka.entrypoints.api.app import create_app
from nitka.entrypoints.services import Services
from nitka.kernel.errors import BadInput


class _Server(uvicorn.Server):
    """Uvicorn that leaves signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing: the process stops all its roles together."""
        yield


async def serve(services: Services, stopping: asyncio.Event) -> None:
    """Serve until stopping, then let requests under way end, for at most five seconds."""
    settings = services.settings
    config = uvicorn.Config(
        create_app(services),
        host=settings.host,
        port=settings.port,
        loop="none",
        http="httptools",
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
    serving = asyncio.create_task(server.serve())
    asked = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait([serving, asked], return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        try:
            await serving
        except SystemExit:  # uvicorn's way to say that it could not begin
            raise BadInput(f"Port {settings.port} of {settings.host} is taken: choose another by --port") from None
    finally:
        asked.cancel()
