"""The description of the events is complete and hangs together."""

import re
from typing import Any

import msgspec

from nitka.entrypoints.api.asyncapi import EVENTS, describe
from nitka.entrypoints.bootstrap import ROLES
from nitka.kernel.events import Event


def events(base: type[Event] = Event) -> set[type[Event]]:
    """Every event that the modules define; the wiring has imported them all."""
    return {
        one for child in base.__subclasses__() for one in {child, *events(child)} if one.__module__.startswith("nitka")
    }


def test_every_event_is_described() -> None:
    assert ROLES
    assert set(EVENTS) == events()


def test_every_reference_leads_somewhere() -> None:
    document = describe()
    for reference in re.findall(r'"\$ref":"#/([^"]+)"', msgspec.json.encode(document).decode()):
        place: Any = document
        for step in reference.split("/"):
            place = place[step]
        assert place


def test_kinds_are_told_apart() -> None:
    messages = describe()["components"]["messages"]
    kinds = [message["name"] for message in messages.values()]
    assert len(kinds) == len(set(kinds))
    schema = describe()["components"]["schemas"]["MessageReceived"]
    assert schema["properties"]["kind"] == {"enum": ["message_received"]}
