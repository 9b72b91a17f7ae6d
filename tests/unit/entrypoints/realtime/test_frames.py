"""What is pushed to whom."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import msgspec
import pytest

from nitka.entrypoints.realtime.cursor import Cursor, parse_cursor
from nitka.entrypoints.realtime.frames import about, event_frame, guest_frame, touches_frame
from nitka.entrypoints.realtime.stream import Published, places
from nitka.entrypoints.realtime.window import Window

MINE, OTHER = UUID(int=1), UUID(int=2)
MESSAGE = {
    "id": str(UUID(int=5)), "seq": 7, "direction": "out", "strand_id": str(UUID(int=6)), "channel": "chat",
    "author": {"kind": "operator", "id": str(UUID(int=8)), "name": "Анна"}, "text": "Да, есть", "html": None,
    "attachments": [], "at": "2026-03-04T12:00:00Z", "status": "queued", "conversation_id": str(UUID(int=9)),
}  # fmt: skip


def event(kind: str, **fields: Any) -> Published:
    return Published(3, "abcdef0123456789", "ws", kind, msgspec.json.encode({"kind": kind} | fields))


def test_an_event_reaches_the_desk_as_it_was_written() -> None:
    said = json.loads(event_frame("id", event("customer_changed", customer_id=str(MINE))))
    assert said == {
        "type": "event", "cursor": "id.3.abcdef01", "event": {"kind": "customer_changed", "customer_id": str(MINE)},
    }  # fmt: skip


def test_touches_go_only_to_who_looks_at_that_customer() -> None:
    items = [{"customer_id": str(one), "item": {"text": str(one.int)}} for one in (MINE, OTHER, MINE)]
    said = json.loads(touches_frame("id", event("touches_stored", items=items), MINE))
    assert [item["item"]["text"] for item in said["event"]["items"]] == ["1", "1"]
    assert touches_frame("id", event("touches_stored", items=items), UUID(int=3)) == ""


def test_a_visitor_sees_an_answer_and_little_else_of_it() -> None:
    said = json.loads(guest_frame("message_sent", about(event("message_sent", message=MESSAGE).body)))
    assert said["message"]["author"] == {"name": "Анна"}
    assert (said["message"]["text"], said["cursor"]) == ("Да, есть", said["message"]["id"])
    assert "conversation_id" not in said["message"]


def test_a_visitor_never_sees_a_note() -> None:
    note = event("message_sent", message=MESSAGE | {"direction": "note"})
    assert guest_frame("message_sent", about(note.body)) == ""


@pytest.mark.parametrize(
    ("kind", "fields", "type_"),
    [
        ("message_retracted", {}, "retracted"),
        ("message_status_changed", {"status": "cancelled"}, "retracted"),
        ("message_status_changed", {"status": "read"}, "status"),
    ],
)
def test_a_visitor_sees_what_became_of_a_message(kind: str, fields: dict[str, str], type_: str) -> None:
    body = event(kind, message_id=str(MINE), strand_id=str(OTHER), **fields).body
    assert json.loads(guest_frame(kind, about(body)))["type"] == type_


@pytest.mark.parametrize("cursor", [Cursor("id", 0), Cursor("0198-af", 12, "abcdef01")])
def test_a_cursor_survives_the_client(cursor: Cursor) -> None:
    assert parse_cursor(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["", "id", "id.", "id.x.", ".5.", "id.-1", "id.٣", "id." + "9" * 30])
def test_what_is_no_cursor_is_none(text: str) -> None:
    assert parse_cursor(text) is None


def test_repeated_events_are_known_again() -> None:
    window = Window(size=2)
    assert window.first("a", 1)
    assert window.first("a", 1)
    assert not window.first("a", 2)
    assert window.first("b", 3)
    assert window.first("c", 4)
    assert window.first("a", 5)


def test_places_are_read_from_both_forms_of_a_reply() -> None:
    assert places("$JS.ACK.EVENTS.c.1.42.7.1700000000.0") == (42, 7)
    assert places("$JS.ACK.dom.hash.EVENTS.c.1.42.7.1700000000.0.x") == (42, 7)
