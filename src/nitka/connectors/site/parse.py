"""Segment's events become touches. Pure: the same request and moment give the same touches.

Source: Segment, «HTTP Tracking API» and «Spec: Common Fields».
"""

from datetime import datetime
from typing import Any

import msgspec

from nitka.channels.continuing import in_address
from nitka.channels.source import Source
from nitka.channels.touch import Assurance, Identifier, Touch
from nitka.connectors.site.adverts import Advert, advert, page_of
from nitka.connectors.site.consents import consents_of
from nitka.connectors.site.fields import (
    JsonObject,
    happened,
    id_of,
    moment,
    nested,
    object_of,
    stated_time,
    text_of,
    without_tokens,
)
from nitka.connectors.site.people import described, identifiers, traits_of
from nitka.connectors.site.story import TYPES, company_of, tell
from nitka.kernel.errors import BadInput
from nitka.kernel.ids import derived_id, new_id

EVENT_LIMIT = 32 * 1024  # bytes of one event
BATCH_LIMIT = 500 * 1024  # bytes of a body
BATCH_EVENTS = 2500  # as Segment's API takes; 500 KB could hold 160,000 empty ones
MESSAGE_ID_LIMIT = 100  # characters


class Arrival(msgspec.Struct, frozen=True):
    """One request: whence, when, and what it says for all of its events."""

    source: Source
    received_at: datetime
    sent_at: Any = None
    context: JsonObject = {}


def parse(type_: Any, event: JsonObject, arrival: Arrival) -> list[Touch]:
    """Return the touches of one event: itself, and before it the advertisement that its page tells of.

    Raises `BadInput` with the field that is not right.
    """
    if type_ not in TYPES:
        raise BadInput(f"type must be one of {', '.join(TYPES)}", field="type")
    anonymous_id, user_id = id_of(event, "anonymousId"), id_of(event, "userId")
    sender = anonymous_id or user_id
    if sender is None:
        raise BadInput("userId or anonymousId is required", field="userId")
    context = {**arrival.context, **object_of(event, "context")}
    presented = in_address(text_of(page_of(event | {"type": type_}, context).get("url"))) if type_ == "page" else None
    event, context = without_tokens(event), without_tokens(context)
    page = page_of(event | {"type": type_}, context)
    kind, text, payload = tell(type_, event, context, page)
    consents = consents_of(event, context)
    payload |= {"consents": [msgspec.to_builtins(one) for one in consents]} if consents else {}
    traits = traits_of({} if type_ == "group" else event, context)
    people = identifiers(arrival.source, anonymous_id, user_id, traits)
    people += _earlier(event, people, arrival.source) if type_ == "alias" else []
    touch = Touch(
        workspace_id=arrival.source.workspace_id,
        connection_id=arrival.source.connection_id,
        brand_id=arrival.source.brand_id,
        channel="site",
        kind=kind,
        sender=sender,
        external_id=_message_id(event, type_),
        at=happened(event, moment(arrival.sent_at), arrival.received_at),
        received_at=arrival.received_at,
        identifiers=people,
        traits=described(traits) | (company_of(event) if type_ == "group" else {}),
        text=text,
        payload=payload,
        presented=presented,
        consents=consents,
    )
    found = advert(page, nested(context, "campaign"))
    return [_click(touch, found, event), touch] if found else [touch]


def _earlier(event: JsonObject, people: list[Identifier], source: Source) -> list[Identifier]:
    # What a client calls its previous id is, in all libraries, the anonymous one until somebody signs in.
    previous = id_of(event, "previousId")
    if previous is None or any(one.type == "device" and one.value == previous for one in people):
        return []
    # With the public key it is a cookie's value like any other: whoever knows it can say it.
    return [Identifier("device", previous, Assurance.VERIFIED if source.trusted else Assurance.OBSERVED)]


def _message_id(event: JsonObject, type_: str) -> str:
    said = id_of(event, "messageId")
    if said is None:
        if stated_time(event) is None:
            return new_id().hex  # two clicks that say neither id nor time are two clicks
        # With its time it is one event, however often a client without ids repeats it.
        same = {key: value for key, value in event.items() if key not in ("sentAt", "writeKey")}
        return derived_id("event", type_, msgspec.json.encode(same, order="sorted").decode()).hex
    if len(said) > MESSAGE_ID_LIMIT:
        raise BadInput(f"messageId may have at most {MESSAGE_ID_LIMIT} characters", field="messageId")
    return said


def _click(touch: Touch, found: Advert, event: JsonObject) -> Touch:
    # The parameters stay in the address while the visitor is on the page, and every event repeats them:
    # the same ones on the same day are one click.
    day = (stated_time(event) or touch.at).date().isoformat()
    same = derived_id("ad", day, msgspec.json.encode(found, order="sorted").decode())
    about = {key: touch.payload[key] for key in ("url", "referrer") if key in touch.payload}
    return msgspec.structs.replace(
        touch,
        kind="ad",
        external_id=f"ad:{same.hex}",
        text=found.text,
        traits={},
        payload={"utm": found.utm, "click": found.click} | about,
        presented=None,
        consents=[],
    )
