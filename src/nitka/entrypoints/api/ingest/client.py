"""The chat's HTTP API: for our widget, and for any app of the company."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import Parameter

from nitka.connectors.chat.wire import ClientMessage, Contact, Mark, Visitor
from nitka.conversations.visitor import service as visitor_chat
from nitka.entrypoints.api.ingest.bodies import AnyRequest, operation, read_body
from nitka.entrypoints.api.ingest.client_codes import ask_code, check_code, code_status
from nitka.entrypoints.api.ingest.client_continue import come, make
from nitka.entrypoints.api.ingest.client_files import download, upload
from nitka.entrypoints.api.ingest.client_live import live
from nitka.entrypoints.api.ingest.config import ClientConfig, client_config
from nitka.entrypoints.api.ingest.doors import VISITOR, Guest, guest_of, services_of, website_of
from nitka.entrypoints.api.ingest.places import place
from nitka.entrypoints.api.ingest.taking import heard_in, take_contact, take_mark, take_message
from nitka.entrypoints.reading import reading
from nitka.entrypoints.realtime.desk import hub_of
from nitka.kernel.clock import now
from nitka.kernel.wire import decode, unpack

BODY_LIMIT = 128 * 1024  # bytes
_message = msgspec.json.Decoder(ClientMessage)
_contact = msgspec.json.Decoder(Contact)
_visitor = msgspec.json.Decoder(Visitor)
_mark = msgspec.json.Decoder(Mark)


class Accepted(msgspec.Struct, frozen=True):
    """The message is durable. The same message sent again gets the same id."""

    id: UUID


class ClientMessages(msgspec.Struct, frozen=True):
    """A visitor's messages, oldest first. `next` goes on after the last of them, also with what comes later."""

    items: list[visitor_chat.ClientMessage]
    next: str | None


@get("/config", security=[{"write_key": []}], summary="How the widget looks, and whether somebody is there")
async def config(request: AnyRequest) -> ClientConfig:
    """Needs only the key, in `X-Nitka-Key` or `?key=`."""
    key = request.headers.get("x-nitka-key") or request.query_params.get("key")
    return client_config(website_of(services_of(request).keys, key), now())


@post(
    "/messages", security=VISITOR, status_code=202, operation_class=operation(ClientMessage), summary="Write a message"
)
async def write(request: AnyRequest) -> Accepted:
    """The first secret a visitor comes with is theirs for ever; another one is refused."""
    body, guest = await _opened(request, _message)
    return Accepted(await take_message(services_of(request), guest, body))


@post(
    "/contact",
    security=VISITOR,
    status_code=202,
    operation_class=operation(Contact),
    summary="Leave a way to be answered",
)
async def contact(request: AnyRequest) -> Accepted:
    """The contact form, for when nobody is there."""
    body, guest = await _opened(request, _contact)
    return Accepted(await take_contact(services_of(request), guest, body))


@post(
    "/typing",
    security=VISITOR,
    status_code=204,
    operation_class=operation(Visitor),
    summary="Say that the visitor is typing",
)
async def typing(request: AnyRequest) -> None:
    """Shown to operators who look at this conversation."""
    _, guest = await _opened(request, _visitor)
    conversation_id = await heard_in(services_of(request), guest)
    if conversation_id is not None:
        await hub_of(request).people.customer_types(guest.source.workspace_id.hex, conversation_id)


@post(
    "/read",
    security=VISITOR,
    status_code=204,
    operation_class=operation(Mark),
    summary="Say that answers were read or arrived",
)
async def read(request: AnyRequest) -> None:
    """Counts for this answer and all before it."""
    body, guest = await _opened(request, _mark)
    await take_mark(services_of(request), guest, body.message_id, "delivered" if body.delivered else "read")


@get("/messages", security=VISITOR, summary="What this visitor wrote and got")
async def messages(
    request: AnyRequest,
    visitor: str,
    after: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> ClientMessages:
    """Only their own chat: whatever else is known of the same customer stays hidden."""
    services = services_of(request)
    guest = await guest_of(request, *_keys(request), visitor)
    async with reading(services.database, guest.source.workspace_id) as tx:
        items = await visitor_chat.messages(tx, guest.strand, place(after), limit)
    return ClientMessages(items, items[-1].cursor if items else None)


async def _opened(request: AnyRequest, decoder: "msgspec.json.Decoder[Any]") -> tuple[Any, Guest]:
    """Read the body and prove the visitor in it."""
    body = decode(unpack(await read_body(request, BODY_LIMIT), BODY_LIMIT), decoder)
    return body, await guest_of(request, *_keys(request), body.visitor)


def _keys(request: AnyRequest) -> tuple[str | None, str | None]:
    return request.headers.get("x-nitka-key"), request.headers.get("x-nitka-visitor")


def client_router() -> Router:
    """Return everything under `/client/v1`."""
    handlers = [
        config,
        write,
        contact,
        ask_code,
        check_code,
        code_status,
        typing,
        read,
        messages,
        upload,
        download,
        live,
        come,
        make,
    ]
    return Router("/client/v1", route_handlers=handlers, tags=["Client"])
