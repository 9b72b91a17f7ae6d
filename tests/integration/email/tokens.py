"""A small OAuth server: gives tokens for a refresh token and tells Dovecot whose they are."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

REFRESH_TOKEN = "refresh-1"


class Tokens:
    """What was given; `revoke` makes all tokens worthless."""

    def __init__(self) -> None:
        self.valid: dict[str, str] = {}
        self.given = 0
        self.url = ""

    def revoke(self) -> None:
        """Forget all tokens."""
        self.valid.clear()

    def answer(self, path: str, form: dict[str, list[str]]) -> tuple[int, dict[str, object]]:
        """Answer the token endpoint (RFC 6749) or the introspection endpoint (RFC 7662)."""
        if path == "/token":
            if form.get("refresh_token") != [REFRESH_TOKEN] or form.get("client_secret") != ["s"]:
                return 400, {"error": "invalid_grant"}
            token = secrets.token_urlsafe(16)
            self.valid[token] = form["client_id"][0]
            self.given += 1
            return 200, {"access_token": token, "expires_in": 3600, "token_type": "Bearer"}
        user = self.valid.get(form.get("token", [""])[0])
        return 200, {"active": True, "email": user} if user else {"active": False}


@contextmanager
def token_server() -> Iterator[Tokens]:
    """Serve from a thread of its own."""
    tokens = Tokens()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            status, answer = tokens.answer(self.path.partition("?")[0], parse_qs(body))
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tokens.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield tokens
    finally:
        server.shutdown()
        server.server_close()
