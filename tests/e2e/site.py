"""The company's site on an origin of its own, with the widget's one script tag."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = """<!doctype html><html lang="ru"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<body><h1>{title}</h1><p><a href="/boots">Ботинки зимние</a> <a href="/delivery">Доставка</a></p>
<form onsubmit="nitka('identify', {{name: this.who.value, email: this.mail.value}}); this.remove(); return false">
<label>Имя <input name="who"></label> <label>Почта <input name="mail" type="email"></label> <button>Запомнить</button>
</form><script src="{host}/widget.js" data-key="{key}" async></script></body></html>"""
TITLES = {"/": "Тёплый шаг", "/boots": "Ботинки зимние", "/delivery": "Доставка и оплата"}


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, host: str, key: str, *rest: Any) -> None:
        self._host, self._key = host, key
        super().__init__(*rest)

    def do_GET(self) -> None:
        """Answer with the page of this path."""
        title = TITLES.get(self.path.partition("?")[0])
        page = PAGE.format(title=escape(title), host=self._host, key=self._key) if title else ""
        body = page.encode()
        self.send_response(200 if title else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


@contextmanager
def company_site(host: str, key: str) -> Iterator[str]:
    """Serve the site for as long as the block lasts; gives its origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, host, key))
    thread = threading.Thread(target=server.serve_forever, args=(0.1,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
