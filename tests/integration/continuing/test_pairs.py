"""Every ordered pair of channels that exist: somebody begins in one and goes on in the other as the same person.

Letters go through real servers both ways. What it finds is the table of docs/continue.md and docs/continue.ru.md,
which must say just this (`NITKA_WRITE_DOCS=1` writes it, if one process runs this whole file).
"""

from __future__ import annotations

import itertools
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from nitka.channels import registry
from tests.integration.continuing.company import Company, token_in
from tests.integration.continuing.post import PostedCompany, with_post
from tests.integration.email.servers import MailServers, mail_servers
from tests.integration.email.tokens import token_server

DOCS = Path(__file__).parents[3] / "docs"
BEGIN, END = "<!-- pairs -->", "<!-- end of pairs -->"
CHANNELS = ("chat", "email", "site")
FIRST, SECOND = "Есть 43 размер?", "Так что с размером?"
ANSWER = "Да, есть. Отложить?"
AT_HOME, AT_WORK = "ivan@customer.example", "ivan.work@customer.example"
OWN = [f"support{number}@nitka.example" for number in range(20)]
_numbers = itertools.count()


@pytest.fixture(scope="module")
def servers() -> Iterator[MailServers]:
    """Dovecot and Postfix."""
    with token_server() as tokens, mail_servers(f"{tokens.url}/introspect", [AT_HOME, AT_WORK, *OWN]) as servers:
        yield servers


@pytest.fixture
async def posted(company: Company, servers: MailServers) -> AsyncIterator[PostedCompany]:
    """The company with a mailbox of its own on these servers."""
    own = PostedCompany(company.edge, company.workspace, company.website, company.token)
    async with with_post(own, servers, OWN[next(_numbers)]):
        yield own


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
        await company.mail(AT_HOME, FIRST)
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
    await company.mail(AT_WORK, SECOND, way)
    return "reply address"


async def _by_page(company: Company, way: str) -> str:
    await company.look("tablet", way)
    return "link on a page"


GO_ON: dict[str, Callable[[Company, str], Awaitable[str]]] = {"chat": _by_chat, "email": _by_mail, "site": _by_page}
ADDRESS = {"chat": "tablet", "email": AT_WORK, "site": "tablet"}


async def _pair(company: PostedCompany, first: str, second: str) -> Found:
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
    answer = await company.desk("POST", f"conversations/{conversations[0]}/messages", text=ANSWER)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    if told["channel"] == second:
        assert told["address"]["value"] == ADDRESS[second]
    if told["channel"] == "chat":
        heard = await company.visitor(told["address"]["value"]).listed()
        assert heard[-1]["text"] == ANSWER
    else:
        letter = await company.arrived(told["address"]["value"], ANSWER)
        assert letter["In-Reply-To"]  # it stands in the thread of theirs
    return Found(by, assurance, len(conversations), told["channel"])


FOUND: dict[tuple[str, str], Found] = {}
PAIRS = [(first, second) for first in CHANNELS for second in CHANNELS]


@pytest.mark.parametrize(("first", "second"), PAIRS)
async def test_one_customer_one_conversation_and_the_answer_follows(
    posted: PostedCompany, first: str, second: str
) -> None:
    found = FOUND[first, second] = await _pair(posted, first, second)
    assert found.conversations == (0 if (first, second) == ("site", "site") else 1)
    # Tracking only listens: an answer stays where words came from.
    expected = second if second != "site" else None if first == "site" else first
    assert found.answered == expected
    if not WRITING:
        for page, words in WORDS.items():
            assert row(first, second, found, words) in table(page), page


def test_no_channel_is_left_out() -> None:
    nobody_is_there = {"import"}
    assert set(CHANNELS) == set(registry.kinds()) - nobody_is_there, "a new channel belongs into this test"


WORDS: dict[str, dict[str | None, str]] = {
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


WRITING = bool(os.environ.get("NITKA_WRITE_DOCS"))


def row(first: str, second: str, found: Found, words: dict[str | None, str]) -> str:
    """A pair as a row of a page's table."""
    cells = (words[first], words[second], words.get(found.by, found.by), words.get(found.assurance, found.assurance),
             str(found.conversations), words[found.answered])  # fmt: skip
    return f"| {' | '.join(cells)} |"


def table(page: str) -> list[str]:
    """The lines of a page's table."""
    text = (DOCS / page).read_text("utf-8")
    return text.partition(BEGIN)[2].partition(END)[0].strip().splitlines()


@pytest.mark.parametrize("page", WORDS)
def test_the_table_has_all_pairs_and_no_other(page: str) -> None:
    """That each row is true, the test of its pair says. Last in this file: with `NITKA_WRITE_DOCS` it writes them."""
    words = WORDS[page]
    if WRITING:
        lines = [words["head"], "|---|---|---|---|---|---|"]
        lines += [row(first, second, FOUND[first, second], words) for first, second in PAIRS]
        before, _, rest = (DOCS / page).read_text("utf-8").partition(BEGIN)
        text = "\n".join([before + BEGIN, *lines, END + rest.partition(END)[2]])
        (DOCS / page).write_text(text, "utf-8")
    head, _, *rows = table(page)
    assert head == words["head"]
    pairs = [tuple(cell.strip() for cell in line.split("|")[1:3]) for line in rows]
    assert pairs == [(words[first], words[second]) for first, second in PAIRS]
