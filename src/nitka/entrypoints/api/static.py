"""The desk at `/` and the widget's script, as the web build left them."""

import asyncio
import mimetypes
import re
from pathlib import Path

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler

BUILT = Path(__file__).parents[1] / "web_dist"
# What the builds put a digest of its content into: Vite all of assets/, the widget its later parts.
_HASHED = re.compile(r"^assets/|-[0-9a-f]{10}\.js$")
_FOREVER, _ENTRY, _NEVER = "public, max-age=31536000, immutable", "public, max-age=300", "no-cache"
_API = ("api", "client", "v1", "widget", "healthz", "readyz", "metrics")
_PACKED = ((".br", "br"), (".gz", "gzip"))
_CROSSING = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_MISSING = """<!doctype html><meta charset="utf-8"><title>Nitka</title>
<h1>Nitka</h1><p>The desk is not built. Run <code>make web</code> in Nitka's folder, then reload this page.</p>
<p lang="ru">Рабочее место не собрано. Выполните <code>make web</code> в папке Нитки и обновите страницу.</p>"""

AnyRequest = Request[object, object, object]  # type: ignore[type-var]


def find(root: Path, path: str) -> Path | None:
    """Return the file of this path inside the folder, or None: nothing outside it has a path."""
    if "\x00" in path:
        return None
    target = (root / path.lstrip("/")).resolve()
    return target if target.is_relative_to(root.resolve()) and target.is_file() else None


def caching(path: str) -> str:
    """Return how long a file may be kept: one with a hash in its name never changes."""
    if path.endswith(".html"):
        return _NEVER
    return _FOREVER if _HASHED.search(path.lstrip("/")) else _ENTRY


def packed(file: Path, accepts: str) -> tuple[Path, str | None]:
    """Return the file as the browser likes it best of what the build made: brotli, gzip, plain."""
    offered = {one.partition(";")[0].strip() for one in accepts.split(",")}
    for suffix, encoding in _PACKED:
        smaller = file.with_name(file.name + suffix)
        if encoding in offered and smaller.is_file():
            return smaller, encoding
    return file, None


async def _send(request: AnyRequest, root: Path, file: Path, extra: dict[str, str]) -> Response[bytes]:
    best, encoding = packed(file, request.headers.get("accept-encoding", ""))
    status = best.stat()
    tag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    headers = {
        "Cache-Control": caching(str(file.relative_to(root.resolve()))),
        "ETag": tag,
        "Vary": "Accept-Encoding",
        **extra,
    }
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind in ("application/javascript", "image/svg+xml"):
        kind += "; charset=utf-8"
    return Response(await asyncio.to_thread(best.read_bytes), media_type=kind, headers=headers)


def static_handlers() -> list[HTTPRouteHandler]:
    """Return the handlers of everything that is a file of the web build."""
    built = BUILT

    async def desk(request: AnyRequest, path: str = "") -> Response[bytes]:
        if path.lstrip("/").partition("/")[0] in _API:
            raise NotFoundException
        console = built / "console"
        file = find(console, path)
        if file is None and "." in path.rpartition("/")[2]:
            raise NotFoundException  # a file of an older build: the page must not get HTML for a script
        file = file or find(console, "index.html")  # the desk finds its own way
        if file is None:
            return Response(_MISSING.encode(), media_type="text/html; charset=utf-8", status_code=503)
        return await _send(request, console, file, {})

    async def widget(request: AnyRequest) -> Response[bytes]:
        file = find(built, "widget.js")
        if file is None:
            raise NotFoundException("The widget is not built: run make web")
        return await _send(request, built, file, _CROSSING)

    async def widget_part(request: AnyRequest, path: str) -> Response[bytes]:
        file = find(built / "widget", path)
        if file is None:
            raise NotFoundException
        return await _send(request, built, file, _CROSSING)

    return [
        get(["/", "/{path:path}"], include_in_schema=False, name="desk")(desk),
        get("/widget.js", include_in_schema=False)(widget),
        get("/widget/{path:path}", include_in_schema=False)(widget_part),
    ]
