"""Every ordered pair of channels that exist: somebody begins in one and goes on in the other as the same person.

What it finds is the table of docs/continue.md and docs/continue.ru.md, which must say just this
(`NITKA_WRITE_DOCS=1` writes it).
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from nitka.channels import registry
from tests.integration.continuing.company import Company, token_in

DOCS = Path(__file__).parents[3] / "docs"
BEGIN, END = "<!-- pairs -->", "<!-- end of pairs -->"
CHANNELS = ("chat", "email", "site")
FIRST, SECOND = "Есть 43 размер?", "Так что с размером?"


class Found(msgspec.Struct, frozen=True):
    """What one pair came to. `answered`: the channel of the answer to the last words; None without a conversation."""

    by: str
    assurance: str
    conversations: int
    answered: str | None


async def _begin(company: Company, channel: str) -> UUID | None:
    """Let somebody begin; return their conversation, which mere looking at pages has none of."""
    if channel == "site":
        await company.look("laptop")
        return None
    if channel == "chat":
        await company.say("laptop", FIRST)
    else:
        await company.mail("ivan@example.com", FIRST)
    return await company.conversation_of(FIRST)


async def _way(company: Company, conversation: UUID | None, to: str) -> str:
    """Return the address that takes the customer to a channel: made at the desk, or by themselves before any words."""
    if conversation is not None:
        ways = await company.link(conversation)
    else:
        answer = await company.visitor("laptop").post("continuations")
        assert answer.status_code == 201, answer.text
        ways = {way["channel"]: way for way in answer.json()["ways"]}
    return str(ways["email"]["address"] if to == "email" else ways["chat"]["url"])


async def _by_chat(company: Company, way: str) -> str:
    assert (await company.come("tablet", token_in(way)))["outcome"] == "joined"
    await company.say("tablet", SECOND)
    return "link in the chat"


async def _by_mail(company: Company, way: str) -> str:
    await company.mail("ivan@work.example", SECOND, way)
    return "reply address"


async def _by_page(company: Company, way: str) -> str:
    await company.look("tablet", way)
    return "link on a page"


GO_ON: dict[str, Callable[[Company, str], Awaitable[str]]] = {"chat": _by_chat, "email": _by_mail, "site": _by_page}
ADDRESS = {"chat": "tablet", "email": "ivan@work.example", "site": "tablet"}


async def _pair(company: Company, first: str, second: str) -> Found:
    conversation = await _begin(company, first)
    by = await GO_ON[second](company, await _way(company, conversation, second))
    assert await company.customers() == 1
    conversations = await company.conversations()
    [link] = await company.rows("SELECT assurance FROM link WHERE kind LIKE 'continuation%'")
    assurance = {1: "observed", 2: "asserted", 3: "verified"}[link["assurance"]]
    if not conversations:
        return Found(by, assurance, 0, None)
    words = await company.rows("SELECT text FROM message_shown ORDER BY seq")
    expected = [*([FIRST] if first != "site" else []), *([SECOND] if second != "site" else [])]
    assert [row["text"] for row in words] == expected
    answer = await company.desk("POST", f"conversations/{conversations[0]}/messages", text="Да, есть. Отложить?")
    assert answer.status_code == 201, answer.text
    told = answer.json()
    if told["channel"] == second:
        assert told["address"]["value"] == ADDRESS[second]
    if told["channel"] == "chat":
        heard = await company.visitor(told["address"]["value"]).listed()
        assert heard[-1]["text"] == "Да, есть. Отложить?"
    else:
        assert await company.rows("SELECT 1 FROM delivery WHERE message_id = $1", UUID(told["id"]))
    return Found(by, assurance, len(conversations), told["channel"])


FOUND: dict[tuple[str, str], Found] = {}
PAIRS = [(first, second) for first in CHANNELS for second in CHANNELS]


@pytest.mark.parametrize(("first", "second"), PAIRS)
async def test_one_customer_one_conversation_and_the_answer_follows(company: Company, first: str, second: str) -> None:
    found = FOUND[first, second] = await _pair(company, first, second)
    assert found.conversations == (0 if (first, second) == ("site", "site") else 1)
    # Tracking only listens: an answer stays where words came from.
    expected = second if second != "site" else None if first == "site" else first
    assert found.answered == expected


def test_no_channel_is_left_out() -> None:
    nobody_is_there = {"import"}
    assert set(CHANNELS) == set(registry.kinds()) - nobody_is_there, "a new channel belongs into this test"


WORDS = {
    "continue.md": {
        "head": "| from | to | by | the link is worth | conversations | the answer goes to |",
        "chat": "chat", "email": "e-mail", "site": "site", None: "– (nothing was said)",
    },
    "continue.ru.md": {
        "head": "| откуда | куда | как | чего стоит связь | диалогов | куда идёт ответ |",
        "chat": "чат", "email": "почта", "site": "сайт", None: "– (слов ещё не было)",
        "link in the chat": "ссылка в чате", "reply address": "адрес для ответа",
        "link on a page": "ссылка на страницу",
        "verified": "подтверждено", "asserted": "заявлено", "observed": "замечено",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", WORDS)
def test_the_table_of_the_documentation_says_what_was_found(name: str) -> None:
    """Last in this file: it tells what the pairs above came to."""
    if len(FOUND) < len(PAIRS):
        pytest.skip("needs all the pairs of this file, run by one process")
    words = WORDS[name]
    lines = [words["head"], "|---|---|---|---|---|---|"]
    for (first, second), one in FOUND.items():
        cells = (words[first], words[second], words.get(one.by, one.by), words.get(one.assurance, one.assurance),
                 str(one.conversations), words[one.answered])  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    text = (DOCS / name).read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    current = "\n".join([before + BEGIN, *lines, END + after])
    if os.environ.get("NITKA_WRITE_DOCS"):
        (DOCS / name).write_text(current)
    assert text == current
