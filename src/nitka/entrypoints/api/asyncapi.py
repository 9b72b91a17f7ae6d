"""The description of the events: AsyncAPI 3.0 at /api/asyncapi.json, made from the events' own types."""

from typing import Any

import msgspec
from litestar import get

import nitka
from nitka.channels.events import ConnectionChanged
from nitka.conversations import events as conversations
from nitka.customers import events as customers
from nitka.customers.findings.events import FindingsChanged
from nitka.customers.importing.events import ImportChanged
from nitka.kernel.events import Event
from nitka.pipeline.announce import TouchesStored

EVENTS: tuple[type[Event], ...] = (
    conversations.MessageReceived,
    conversations.MessageSent,
    conversations.MessageStatusChanged,
    conversations.MessageRetracted,
    conversations.ConversationOpened,
    conversations.ConversationReopened,
    conversations.ConversationChanged,
    conversations.ConversationsJoined,
    conversations.ConversationsParted,
    conversations.ChannelSwitched,
    conversations.CodeChanged,
    customers.CustomerChanged,
    customers.CustomersMerged,
    customers.CustomerSplit,
    FindingsChanged,
    TouchesStored,
    ConnectionChanged,
    ImportChanged,
)
_REFERENCE = "#/components/schemas/{name}"


def describe() -> dict[str, Any]:
    """Return the document: one channel on the broker and one socket, both carrying these events."""
    _, schemas = msgspec.json.schema_components(EVENTS, ref_template=_REFERENCE)
    messages = {event.__name__: _message(event) for event in EVENTS}
    carried = {name: {"$ref": f"#/components/messages/{name}"} for name in messages}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Nitka's events",
            "version": nitka.__version__,
            "description": "Each at least once, told apart by `kind`. Ignore fields and kinds that you do not know.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "stream": {
                "address": "events.{workspace}.{kind}",
                "description": "JetStream, stream EVENTS. Nats-Msg-Id is the event's id: drop repeats by it.",
                "parameters": {"workspace": {"description": "The id, in hex without dashes"}, "kind": {}},
                "messages": carried,
            },
            "live": {
                "address": "/api/v1/live",
                "description": "A WebSocket; each event comes as {type: event, cursor, event}. Resume by the cursor.",
                "messages": carried,
            },
        },
        "operations": {
            name: {"action": "send", "channel": {"$ref": f"#/channels/{name}"}} for name in ("stream", "live")
        },
        "components": {"messages": messages, "schemas": schemas},
    }


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": str(event.__struct_config__.tag),
        "summary": (event.__doc__ or "").strip().splitlines()[0],
        "payload": {"$ref": _REFERENCE.format(name=event.__name__)},
    }


@get("/api/asyncapi.json", include_in_schema=False, sync_to_thread=False)
def asyncapi_document() -> dict[str, Any]:
    """Return the description of the events."""
    return describe()
