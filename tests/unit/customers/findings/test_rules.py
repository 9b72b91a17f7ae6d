"""Which findings are worth showing, and which are believed at once."""

from __future__ import annotations

from typing import Any

import pytest

from nitka.customers.findings.models import Kept
from nitka.customers.findings.rules import Person, is_news, is_taken
from nitka.customers.words import Finding
from nitka.kernel.clock import now
from nitka.kernel.ids import new_id

SPEAKER, NAMED, HERE, ELSEWHERE = (new_id() for _ in range(4))
NOBODY = Person(None, None, None, None)


def kept(**more: Any) -> Kept:
    fields: dict[str, Any] = {
        "id": new_id(), "message_id": new_id(), "strand_id": new_id(), "seq": 1, "node": SPEAKER, "kind": "own",
        "type": "phone", "value": "+79161234567", "target": NAMED, "quote": "мой телефон 8 916 123-45-67",
        "rule": "mine", "confidence": 0.97, "state": "open", "event_id": None, "at": now(), "channel": "chat",
        "connection_id": new_id(),
    }  # fmt: skip
    return Kept(**fields | more)


def finding(kind: Any, type_: str = "phone", value: str = "+79161234567") -> Finding:
    return Finding(kind, type_, value, 0, 1, "…", "mine", 0.9)


def people(named: Person = NOBODY, name: str | None = None, status: str = "normal") -> dict[Any, Person]:
    return {SPEAKER: Person(HERE, name, status, 1), NAMED: named}


def test_a_phone_said_to_be_ones_own_in_the_chat_is_believed() -> None:
    assert is_taken(kept(), people())
    assert is_taken(kept(rule="asked", confidence=0.95), people())


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"channel": "email"}, NOBODY),  # a sender proves nothing
        ({"rule": "signature", "confidence": 0.8}, NOBODY),
        ({"rule": "alone", "confidence": 0.8}, NOBODY),
        ({"type": "order"}, NOBODY),
        ({"kind": "former"}, NOBODY),
        ({"kind": "other"}, NOBODY),
        ({"kind": "shared"}, NOBODY),
        ({}, Person(ELSEWHERE, None, "normal", 1)),  # two people would become one
        ({}, Person(None, None, "shared", 2)),
        ({}, Person(None, None, "blocked", 2)),
    ],
)
def test_everything_else_waits_for_a_person(more: dict[str, Any], named: Person) -> None:
    assert not is_taken(kept(**more), people(named))


def test_a_name_is_believed_only_where_there_is_none() -> None:
    name = kept(kind="trait", type="name", value="Иван", target=None, rule="my_name")
    assert is_taken(name, people())
    assert not is_taken(name, people(name="Пётр"))


def test_what_is_known_is_no_news() -> None:
    ours = Person(HERE, "Иван Петров", "normal", 2)
    assert not is_news(finding("own"), SPEAKER, NAMED, people(ours))
    assert not is_news(finding("former"), SPEAKER, NAMED, people(ours))
    assert is_news(finding("other"), SPEAKER, NAMED, people(ours))
    assert is_news(finding("own"), SPEAKER, NAMED, people(Person(ELSEWHERE, None, "normal", 2)))
    assert not is_news(finding("own"), SPEAKER, NAMED, people(Person(None, None, "shared", 2)))
    assert not is_news(finding("own"), SPEAKER, SPEAKER, people())
    assert not is_news(finding("trait", "name", "Иван"), SPEAKER, None, people(name="Петров Иван"))
    assert is_news(finding("trait", "name", "Пётр"), SPEAKER, None, people(name="Петров Иван"))
    assert not is_news(finding("shared"), SPEAKER, SPEAKER, people(status="shared"))
