"""Whose keys and secrets a public request carries. Needs no database: keys and bindings come from the broker."""

import base64
import binascii
import hmac
from typing import Any
from uuid import UUID

import msgspec
from litestar.connection import ASGIConnection

from nitka.channels.source import Source
from nitka.connectors.chat.rules import check_secret, clean_id
from nitka.customers.normalise import identify
from nitka.entrypoints.api.crossing import charge_newcomer
from nitka.entrypoints.services import Services
from nitka.kernel.errors import BadInput, Forbidden, NotFound, NotSignedIn
from nitka.kernel.ids import strand_id
from nitka.platform.keys import KeyDirectory, Website
from nitka.platform.visitors import Binding

# What OpenAPI says of the requests that prove a visitor.
VISITOR: list[dict[str, list[str]]] = [{"write_key": [], "visitor": []}]

AnyConnection = ASGIConnection[Any, Any, Any, Any]


class Guest(msgspec.Struct, frozen=True):
    """A visitor whose secret was right. `node` is their device, `strand` their chat, `binding` what proves them."""

    website: Website
    source: Source
    id: str
    node: UUID
    strand: UUID
    binding: Binding


def services_of(connection: AnyConnection) -> Services:
    """Return what the process has opened."""
    services: Services = connection.app.state.services
    return services


def credentials(header: str | None) -> tuple[str, str]:
    """Return user and password of `Authorization: Basic` (RFC 7617), or a bearer token as the user; else empty."""
    scheme, _, rest = (header or "").partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip(), ""
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(rest, validate=False).decode("utf-8", "replace").partition(":")
    except (binascii.Error, ValueError):
        raise BadInput("The Authorization header is not right") from None
    return user.strip(), password.strip()


def tracking_source(keys: KeyDirectory, header: str | None, in_body: str | None) -> Source:
    """Return whose events these are. The server key, in place of the write key or as its password, is trusted.

    Raises `NotSignedIn`, `NotFound`.
    """
    key, secret = credentials(header)
    key = key or in_body or ""
    website = keys.website(key) if key else None
    trusted = bool(website and secret and hmac.compare_digest(website.server_key.encode(), secret.encode()))
    if website is None and key:
        website = keys.by_server_key(key)
        trusted = website is not None
    if website is None:
        raise NotSignedIn("This write key is not known; copy it from the settings of your site")
    return source_of(website, "site", trusted=trusted)


def website_of(keys: KeyDirectory, write_key: str | None) -> Website:
    """Return what a public write key opens; raises `NotSignedIn`."""
    website = keys.website(write_key) if write_key else None
    if website is None:
        raise NotSignedIn("X-Nitka-Key must be the write key of your site; copy it from the settings")
    return website


def source_of(website: Website, kind: str, *, trusted: bool = False) -> Source:
    """Return the connection of this kind behind a key; raises `NotFound`."""
    door = website.connections.get(kind)
    if door is None:
        raise NotFound(f"There is no {kind} connection behind this key")
    return Source(workspace_id=website.workspace_id, connection_id=door.id, brand_id=door.brand_id, trusted=trusted)


async def guest_of(connection: AnyConnection, write_key: str | None, secret: str | None, visitor: str) -> Guest:
    """Return the visitor, binding the secret if it is their first: for a week, until they have written.

    Raises `NotSignedIn`, `Forbidden`, `BadInput`, and `TooMany` for too many new ones of one address.
    """
    services = services_of(connection)
    website = website_of(services.keys, write_key)
    source = source_of(website, "chat")
    if not secret:
        raise NotSignedIn("X-Nitka-Visitor must be the secret that this client made up for its visitor")
    check_secret(secret)
    id_ = clean_id(visitor, "visitor")
    known = identify(website.workspace_id, "device", id_, "", website.region)
    if known is None:
        raise BadInput("visitor must hold something that can be told apart", field="visitor")
    node, normal = known
    # Bound to the id as it is compared: another spelling of it (RFC 8264, section 12.2) leads to the same chat.
    binding = await services.visitors.bind(
        website.workspace_id, normal.value, secret, newcomer=lambda: charge_newcomer(connection)
    )
    if binding is None:
        raise Forbidden("This visitor belongs to another secret")
    strand = strand_id(website.workspace_id, source.connection_id, node, source.brand_id)
    return Guest(website, source, id_, node, strand, binding)
