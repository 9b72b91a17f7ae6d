"""The demo's pages and what they ask for. Added to the application by `nitka demo` alone."""

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from litestar import MediaType, Request, Response, Router, get, post
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from nitka.entrypoints.demo.mail.letters import Draft, Letter, answer_subject
from nitka.entrypoints.demo.mail.program import MailProgram
from nitka.entrypoints.demo.shop import Shop
from nitka.kernel.errors import BadInput, Forbidden, NotFound

PAGES = Path(__file__).parent / "pages"
_TITLES = {
    "start": {"ru": "Нитка: что попробовать", "en": "Nitka: what to try"},
    "mail": {"ru": "Почта", "en": "Mail"},
}
# As the desk's policy, but the demo's own pages may show each other in frames.
_POLICY = (
    "default-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = {"Content-Security-Policy": _POLICY, "X-Frame-Options": "SAMEORIGIN", "Cache-Control": "no-cache"}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")

AnyRequest = Request[Any, Any, Any]


class Written(msgspec.Struct, frozen=True):
    """What the mail page sends: a new letter, or the answer to one."""

    text: str
    subject: str = ""
    answers: int | None = None


class Inbox(msgspec.Struct, frozen=True):
    """The letters of a box, newest first."""

    items: list[Letter]


def demo_routes(shop: Shop, *, public: bool) -> Router:
    """Return the pages. Unless `public`, they answer only under this machine's own names."""

    def at_home(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        # A page of the world whose name was pointed at this machine must not read the demo's password.
        if not public and urlsplit(f"//{connection.headers.get('host', '')}").hostname not in _LOOPBACK:
            raise Forbidden("The demo is open on this machine only")

    return Router(
        "/demo",
        guards=[at_home],
        include_in_schema=False,
        response_headers=_HEADERS,
        route_handlers=[*_pages(shop), file, *_mail(shop)],
    )


def _pages(shop: Shop) -> list[Any]:
    @get("/", media_type=MediaType.HTML, sync_to_thread=False)
    def start(request: AnyRequest) -> str:
        lang = language_of(request)
        person = shop.players[0].named(lang)
        return _page("start", lang, _TITLES["start"][lang], {**shop.login, "person": person})

    @get(["/shop", "/shop/{path:path}"], media_type=MediaType.HTML, sync_to_thread=False)
    def shop_page(request: AnyRequest, path: str = "") -> str:
        lang = language_of(request)
        data = {"key": shop.write_key, "people": _people(shop, lang), "goods": shop.goods}
        return _page("shop", lang, shop.title(path, lang), data)

    @get("/mail", media_type=MediaType.HTML, sync_to_thread=False)
    def mail_page(request: AnyRequest) -> str:
        lang = language_of(request)
        return _page("mail", lang, _TITLES["mail"][lang], {"address": shop.address, "people": _people(shop, lang)})

    return [start, shop_page, mail_page]


def _mail(shop: Shop) -> list[Any]:
    def program(person: str) -> MailProgram:
        if person not in shop.programs:
            raise NotFound
        return shop.programs[person]

    @get("/api/mail/{person:str}")
    async def letters(person: str) -> Inbox:
        return Inbox(await program(person).letters())

    @post("/api/mail/{person:str}", status_code=204)
    async def write(person: str, request: AnyRequest, data: Written) -> None:
        _from_our_page(request)
        player = next(one for one in shop.players if one.id == person)
        answered = await _answered(program(person), data.answers)
        await program(person).send(
            Draft(
                name=player.name,
                address=player.email,
                to=answered.reply_to if answered and answered.address != player.email else shop.address,
                subject=answer_subject(answered.subject) if answered else data.subject.strip(),
                text=data.text,
                answers=answered,
                locale=player.locale,
            )
        )

    @post("/api/mail/{person:str}/{uid:int}/seen", status_code=204)
    async def seen(person: str, uid: int, request: AnyRequest) -> None:
        _from_our_page(request)
        await program(person).mark_seen(uid)

    return [letters, write, seen]


async def _answered(program: MailProgram, uid: int | None) -> Letter | None:
    if uid is None:
        return None
    found = next((letter for letter in await program.letters() if letter.uid == uid), None)
    if found is None:
        raise NotFound
    return found


def _from_our_page(request: AnyRequest) -> None:
    # JSON cannot be sent by a form of a strange page, nor by its script without our leave.
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise BadInput("Send application/json")


@get("/files/{name:str}", sync_to_thread=False)
def file(name: str) -> Response[bytes]:
    """Return a script, style or picture of the pages."""
    path = PAGES / name
    if path.parent != PAGES or path.suffix not in (".js", ".css", ".svg") or not path.is_file():
        raise NotFound
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    return Response(path.read_bytes(), media_type=f"{kind}; charset=utf-8")


def language_of(request: AnyRequest) -> str:
    """Return the language that was chosen on a page, else the browser's, else Russian."""
    chosen = request.cookies.get("demo_lang") or request.headers.get("accept-language", "ru")[:2].lower()
    return "ru" if chosen in ("ru", "be", "kk", "uk") or chosen not in ("en",) else "en"


def _people(shop: Shop, lang: str) -> list[dict[str, str]]:
    return [{"id": one.id, "name": one.named(lang), "email": one.email} for one in shop.players]


def _page(name: str, lang: str, title: str, data: dict[str, Any]) -> str:
    page = (PAGES / f"{name}.html").read_text()
    # Within a script element only “<” could end it (HTML, 4.12.1.3).
    encoded = msgspec.json.encode({**data, "lang": lang}).decode().replace("<", "\\u003c")
    filled = page.replace("{{lang}}", lang).replace("{{title}}", title).replace("{{key}}", data.get("key", ""))
    return filled.replace("{{data}}", encoded)
