"""TLS, sockets from foreign pages, traces, and the doctor."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import httpx
import msgspec
import pytest
import websockets
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from nitka.entrypoints.doctor import examine
from nitka.entrypoints.edge import serve
from nitka.entrypoints.services import Services
from tests.integration.access.conftest import CHANGE, PASSWORD, Tenant


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for this machine, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    moment = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert_file, key_file


async def test_over_tls_the_cookie_is_secure(
    services: Services, tenant: Tenant, certificate: tuple[Path, Path]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    services.settings = msgspec.structs.replace(
        services.settings, port=port, tls_cert=certificate[0], tls_key=certificate[1], public_url=""
    )
    assert services.settings.base_url == f"https://127.0.0.1:{port}"
    stopping = asyncio.Event()
    serving = asyncio.create_task(serve(services, stopping))
    async with httpx.AsyncClient(
        base_url=services.settings.base_url, verify=ssl.create_default_context(cafile=certificate[0])
    ) as client:
        async with asyncio.timeout(20):
            while True:
                try:
                    assert (await client.get("/healthz")).status_code == 200
                    break
                except httpx.ConnectError:
                    await asyncio.sleep(0.02)
        answer = await client.post(
            "/api/v1/auth/login", json={"email": tenant.email, "password": PASSWORD}, headers=CHANGE
        )
        assert "Secure" in answer.headers["set-cookie"]
        assert "strict-transport-security" in answer.headers
        assert (await client.get("/api/v1/auth/me")).status_code == 200
    stopping.set()
    await serving


async def _live(address: tuple[str, int], cookie: str, origin: str | None) -> str:
    """Open the desk's socket and return its first frame, or why it was closed."""
    headers = {"Cookie": f"nitka_session={cookie}"}
    url = f"ws://{address[0]}:{address[1]}/api/v1/live"
    async with websockets.connect(url, additional_headers=headers, origin=origin) as live:  # type: ignore[arg-type]
        try:
            await live.send('{"type":"resume","cursor":null}')
            return str(await asyncio.wait_for(live.recv(), 10))
        except websockets.ConnectionClosed as closed:
            return f"closed {closed.rcvd.code if closed.rcvd else ''}"


async def test_a_foreign_page_cannot_listen_with_its_visitors_cookie(address: tuple[str, int], tenant: Tenant) -> None:
    base = f"http://{address[0]}:{address[1]}"
    async with httpx.AsyncClient(base_url=base, headers=CHANGE) as client:
        answer = await client.post("/api/v1/auth/login", json={"email": tenant.email, "password": PASSWORD})
    cookie = answer.cookies["nitka_session"]
    assert '"ready"' in await _live(address, cookie, base)
    assert '"ready"' in await _live(address, cookie, None)
    assert (await _live(address, cookie, "https://evil.example")).startswith("closed 4")
    assert (await _live(address, "made up", base)).startswith("closed 4")


async def test_the_doctor_finds_a_sound_installation_sound(services: Services, tenant: Tenant) -> None:
    checks = {check.name: check for check in await examine(services.settings)}
    for name in ("PostgreSQL", "Migrations", "Row-level security", "Secrets of connections", "NATS"):
        assert checks[name].ok, checks[name]
        assert checks[name].advice == ""


async def test_the_doctor_says_what_is_wrong(services: Services, tenant: Tenant) -> None:
    wrong = msgspec.structs.replace(
        services.settings, secret_key="another key", nats_url="nats://127.0.0.1:1", public_url="http://nitka.example"
    )
    checks = {check.name: check for check in await examine(wrong)}
    assert not checks["Secrets of connections"].ok
    assert "NITKA_OLD_SECRET_KEYS" in checks["Secrets of connections"].advice
    assert not checks["NATS"].ok
    assert not checks["Address"].ok
    assert checks["PostgreSQL"].ok


@pytest.fixture
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """An OTLP endpoint that keeps what it gets."""
    got: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", got
    server.shutdown()
    server.server_close()


_TRACED = """
import asyncio, sys
from nitka.entrypoints.api.trail import Trail
from nitka.platform.telemetry import configure_traces

configure_traces("edge")

async def app(scope, receive, send):
    scope["path_template"] = "/api/v1/customers"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})

async def send(message):
    pass

scope = {"type": "http", "method": "GET", "path": "/api/v1/customers", "query_string": b"q=ivan@example.com",
         "headers": [(b"traceparent", b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]}
asyncio.run(Trail(app)(scope, None, send))
print("opentelemetry.sdk" in sys.modules)
"""


def _run_traced(environ: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _TRACED], env=environ, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.split()[-1]


def test_traces_go_where_they_should_without_persons(collector: tuple[str, list[bytes]]) -> None:
    url, got = collector
    assert _run_traced({"OTEL_EXPORTER_OTLP_ENDPOINT": url}) == "True"
    told = b"".join(got)
    assert b"GET /api/v1/customers" in told
    assert bytes.fromhex("0af7651916cd43dd8448eb211c80319c") in told
    assert b"ivan" not in told


def test_without_a_collector_nothing_is_loaded() -> None:
    assert _run_traced({}) == "False"
