"""`/continue/{key}`: a page with nothing but the chat, where links of «Continue in…» lead if no other page is set."""

from html import escape

from litestar import Response, get

from nitka.connectors.chat.connector import Chat
from nitka.entrypoints.api.ingest.bodies import AnyRequest
from nitka.entrypoints.api.ingest.doors import services_of
from nitka.kernel.errors import NotFound

_PAGE = """<!doctype html>
<html lang="{locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{brand}</title>
<script src="/widget.js" data-key="{key}" data-track="off" async></script>
<h1>{brand}</h1>
</html>
"""
# The token in the address is for the chat alone, and the page of one visitor is no other's.
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@get("/continue/{key:str}", include_in_schema=False)
async def continue_page(request: AnyRequest, key: str) -> Response[str]:
    """Show the chat behind a write key; opening it uses nothing up, for that the visitor presses a button."""
    website = services_of(request).keys.website(key)
    if website is None or Chat.manifest.kind not in website.connections:
        raise NotFound("There is no chat here")
    brand = website.config.get("brand") or {}
    page = _PAGE.format(
        locale="en" if website.config.get("locale") == "en" else "ru",
        brand=escape(str(brand.get("name") or "Nitka")),
        key=escape(key),
    )
    return Response(page, media_type="text/html; charset=utf-8", headers=_HEADERS)
