"""One-time codes in the chat: asked for, and typed, in the form for it or simply among the messages."""

from typing import Any

import msgspec
from litestar import get, post

from nitka.channels import registry
from nitka.channels.touch import Touch
from nitka.connectors.chat import parse
from nitka.connectors.chat.parse import Sender
from nitka.connectors.chat.rules import check_contact
from nitka.connectors.chat.wire import AskCode, TypedCode
from nitka.conversations.codes.asking import Asking, Talk, ask
from nitka.conversations.codes.models import AskedCode, AskedStatus, CheckedCode
from nitka.conversations.codes.rules import DIGITS, MASK, typed_code
from nitka.conversations.codes.trying import Proof, Try, try_code
from nitka.conversations.codes.unsent import status
from nitka.conversations.codes.words import locale_of, wrong
from nitka.conversations.reach import reaches_of
from nitka.entrypoints.api.guessing import take_by_address
from nitka.entrypoints.api.ingest.bodies import AnyRequest, operation, read_body
from nitka.entrypoints.api.ingest.doors import VISITOR, Guest, guest_of, services_of
from nitka.entrypoints.reading import reading
from nitka.entrypoints.services import Services
from nitka.kernel.clock import now
from nitka.kernel.errors import BadInput
from nitka.kernel.wire import decode, unpack

BODY_LIMIT = 4 * 1024  # bytes
_ask = msgspec.json.Decoder(AskCode)
_typed = msgspec.json.Decoder(TypedCode)


@post(
    "/codes", security=VISITOR, status_code=202, operation_class=operation(AskCode), summary="Ask for a one-time code"
)
async def ask_code(request: AnyRequest) -> AskedCode:
    """Send six digits to an address, to be typed here. The answer is the same whether anybody is known there."""
    body, guest = await _opened(request, _ask)
    take_by_address(request.app.state.limits.code_ask, request, "one-time codes by address")
    if (body.email is None) == (body.phone is None):
        raise BadInput("Give either an e-mail address or a phone number", field="email")
    check_contact(body.email, body.phone)
    asked = Asking("email", body.email) if body.email else Asking("phone", body.phone)
    source, services = guest.source, services_of(request)
    where = Talk(source.workspace_id, source.brand_id, guest.website.region, guest.strand)
    async with reading(services.database, source.workspace_id) as tx:
        code = await ask(tx, where, asked, reaches_of(registry.kinds()))
    return AskedCode(code.expires_at, DIGITS)


@get("/codes", security=VISITOR, summary="Whether the code that was asked for has been sent")
async def code_status(request: AnyRequest, visitor: str) -> AskedStatus:
    """`failed`: it could not be sent, and another address or another moment may do. Only of this visitor's own chat."""
    key, secret = request.headers.get("x-nitka-key"), request.headers.get("x-nitka-visitor")
    guest = await guest_of(request, key, secret, visitor)
    async with reading(services_of(request).database, guest.source.workspace_id) as tx:
        return await status(tx, guest.strand)


@post(
    "/codes/check",
    security=VISITOR,
    status_code=200,
    operation_class=operation(TypedCode),
    summary="Type a one-time code",
)
async def check_code(request: AnyRequest) -> CheckedCode:
    """A right one proves that this visitor reads the address. With `tries_left` 0 a new one must be asked for."""
    body, guest = await _opened(request, _typed)
    take_by_address(request.app.state.limits.code_try, request, "one-time codes typed")
    digits = typed_code(body.code)
    if digits is None:
        raise BadInput(f"A code has {DIGITS} digits", field="code")
    found = await _try(services_of(request), guest, Try(guest.source.workspace_id, guest.strand, digits), [])
    return found or CheckedCode(verified=False, tries_left=0)


async def typed(services: Services, guest: Guest, text: str, touch: Touch) -> bool:
    """Say whether a message was the code that is waited for: then it is taken, without the digits, and proves.

    Raises `BadInput` for a wrong one; the same message sent again is no code but words. Raises `Unavailable`.
    """
    digits = typed_code(text)
    if digits is None or touch.message is None:
        return False
    words = msgspec.structs.replace(touch.message, text=MASK)
    masked = msgspec.structs.replace(touch, message=words)
    checked = await _try(services, guest, Try(guest.source.workspace_id, guest.strand, digits, touch.id), [masked])
    if checked is not None and not checked.verified:
        raise BadInput(wrong(checked.tries_left, locale_of(guest.website.config.get("locale"))), field="text")
    return checked is not None


async def _try(services: Services, guest: Guest, one: Try, beside: list[Touch]) -> CheckedCode | None:
    async def proven(proof: Proof) -> None:
        touch = parse.verified(Sender(guest.source, guest.id, now()), proof.code_id, proof.type, proof.value)
        await services.visitors.keep(guest.binding)
        await services.intake.receive([*beside, touch])

    async with reading(services.database, guest.source.workspace_id) as tx:
        return await try_code(tx, services.codes_key, one, proven)


async def _opened(request: AnyRequest, decoder: "msgspec.json.Decoder[Any]") -> tuple[Any, Guest]:
    body = decode(unpack(await read_body(request, BODY_LIMIT), BODY_LIMIT), decoder)
    key, secret = request.headers.get("x-nitka-key"), request.headers.get("x-nitka-visitor")
    return body, await guest_of(request, key, secret, body.visitor)
