"""Another workspace's ids open, change and tell nothing, in every use case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec
import pytest

from nitka.channels.continuing import TokenSealer
from nitka.channels.entrances import Entrances
from nitka.channels.files import keep_file, kept_file
from nitka.channels.touch import Attachment, Receipt
from nitka.conversations import addresses, answering, canned, caring, drafts, reading, taking_back
from nitka.conversations.codes.asking import Asking, Talk, ask, send_code
from nitka.conversations.codes.models import NewCode
from nitka.conversations.codes.trying import Try, try_code
from nitka.conversations.continuing import NewContinuation, PresentedToken, continuation, touch_of_speaker
from nitka.conversations.disclosure import redacting
from nitka.conversations.disclosure.hearing import Hearer
from nitka.conversations.disclosure.models import Needs, PolicyChange
from nitka.conversations.disclosure.policy import change_policy, policy
from nitka.conversations.disclosure.telling import Manner, disclosure
from nitka.conversations.models import (
    CannedAnswerPatch,
    ConversationFilter,
    ConversationPatch,
    Draft,
    NewCannedAnswer,
    NewMessage,
    Recipient,
)
from nitka.kernel.errors import BadInput, NotFound
from nitka.kernel.ids import new_id
from nitka.platform.auth import Principal
from nitka.platform.database import Connection
from tests.integration.conversations.conftest import REACHES
from tests.integration.conversations.household import Household

ENTRANCES = Entrances(TokenSealer(b"k" * 32), "https://nitka.example")
Case = Callable[[Connection, Principal, "Theirs"], Awaitable[Any]]


class Theirs:
    """What the neighbours have."""

    conversation: UUID
    message: UUID
    answer: UUID
    file: UUID
    connection: UUID
    node: UUID
    account: UUID


@pytest.fixture
async def theirs(neighbours: Household, stranger: Principal) -> Theirs:
    found = Theirs()
    await neighbours.customer("Иван", "device:d1")
    await neighbours.say(neighbours.chat("d1", "секрет"))
    (row,) = await neighbours.rows("SELECT id FROM conversation")
    found.conversation, found.file = row["id"], new_id()
    async with neighbours.database.workspace(neighbours.workspace.id) as tx:
        message = await answering.write(tx, stranger, REACHES, found.conversation, NewMessage(text="ответ"))
        found.answer = (await canned.add_canned_answer(tx, stranger, NewCannedAnswer("с", "с", "с"))).id
        file = Attachment(found.file, "тайна.pdf", "application/pdf", 1, "blob")
        await keep_file(tx, neighbours.workspace.id, file)
    found.message, found.connection, found.node = message.id, message.connection_id, neighbours.nodes["device:d1"]
    assert stranger.actor_id is not None
    found.account = stranger.actor_id
    return found


async def _addresses(tx: Connection, _: Principal, theirs: Theirs) -> object:
    return await addresses.places(tx, await reading.load(tx, theirs.conversation), REACHES)


CASES: dict[str, Case] = {
    "get": lambda tx, me, theirs: reading.get(tx, theirs.conversation),
    "messages": lambda tx, me, theirs: reading.messages(tx, theirs.conversation, None, 50),
    "write": lambda tx, me, theirs: answering.write(tx, me, REACHES, theirs.conversation, NewMessage(text="!")),
    "read": lambda tx, me, theirs: caring.mark_read(tx, me, theirs.conversation),
    "change": lambda tx, me, theirs: caring.change(tx, me, theirs.conversation, ConversationPatch(status="closed")),
    "addresses": _addresses,
    "draft": lambda tx, me, theirs: drafts.draft(tx, me, theirs.conversation),
    "save draft": lambda tx, me, theirs: drafts.save_draft(tx, me, theirs.conversation, Draft(text="!")),
    "undo": lambda tx, me, theirs: taking_back.undo(tx, me, REACHES, theirs.message),
    "resend": lambda tx, me, theirs: taking_back.resend(tx, me, theirs.message),
    "original": lambda tx, me, theirs: reading.original_of(tx, theirs.message),
    "file": lambda tx, me, theirs: kept_file(tx, theirs.file),
    "change canned": lambda tx, me, theirs: canned.change_canned_answer(
        tx, me, theirs.answer, CannedAnswerPatch(text="!")
    ),
    "disclosure": lambda tx, me, theirs: disclosure(tx, REACHES, theirs.conversation, Hearer(), Manner(True, True)),
    "told customer": lambda tx, me, theirs: redacting.customer(tx, theirs.conversation, Hearer()),
    "told timeline": lambda tx, me, theirs: redacting.timeline(
        tx, theirs.conversation, Hearer(), cursor=None, limit=50
    ),
    "told messages": lambda tx, me, theirs: redacting.messages(
        tx, theirs.conversation, Hearer(theirs.node), None, 50, newest_first=False
    ),
    "send code": lambda tx, me, theirs: send_code(
        tx, me, REACHES, theirs.conversation, NewCode(type="email", value="a@example.com")
    ),
    "continue": lambda tx, me, theirs: continuation(tx, me, ENTRANCES, theirs.conversation, NewContinuation()),
    "come with a code": lambda tx, me, theirs: touch_of_speaker(
        tx, me, ENTRANCES.sealer, theirs.conversation, PresentedToken(token="482913")
    ),
    "drop canned": lambda tx, me, theirs: canned.drop_canned_answer(tx, me, theirs.answer),
}


@pytest.mark.parametrize("case", CASES)
async def test_their_ids_are_not_found(case: str, household: Household, anna: Principal, theirs: Theirs) -> None:
    async with household.database.workspace(household.workspace.id) as tx:
        with pytest.raises(NotFound):
            await CASES[case](tx, anna, theirs)


async def test_their_things_cannot_be_used_in_ours(household: Household, anna: Principal, theirs: Theirs) -> None:
    await household.customer("Пётр", "device:d2")
    await household.say(household.chat("d2", "наше"))
    (row,) = await household.rows("SELECT id FROM conversation")
    attempts = [
        NewMessage(text="!", attachments=[theirs.file]),
        NewMessage(text="!", to=Recipient(theirs.connection, theirs.node)),
    ]
    async with household.database.workspace(household.workspace.id) as tx:
        for attempt in attempts:
            with pytest.raises(BadInput):
                await answering.write(tx, anna, REACHES, row["id"], attempt)
        with pytest.raises(BadInput):
            await caring.change(tx, anna, row["id"], ConversationPatch(assignee_id=theirs.account))


async def test_lists_counts_and_search_show_ours_alone(household: Household, anna: Principal, theirs: Theirs) -> None:
    async with household.database.workspace(household.workspace.id) as tx:
        for wanted in (
            ConversationFilter(),
            ConversationFilter(q="секрет"),
            ConversationFilter(assignee_id=theirs.account),
        ):
            assert (await reading.page(tx, wanted, None, 50)).items == []
        assert (await reading.counts(tx, anna.actor_id)).all == 0
        assert (await canned.canned_answers(tx)).items == []


async def test_a_receipt_reaches_no_other_workspace(
    household: Household, neighbours: Household, theirs: Theirs
) -> None:
    await household.customer("Пётр", "device:d1")
    forged = msgspec.structs.replace(
        household.chat("d1", ""), kind="receipt", message=None,
        receipt=Receipt(message_id=theirs.message, status="read"),
    )  # fmt: skip
    assert await household.say(forged) == []
    (row,) = await neighbours.rows("SELECT status FROM message WHERE id = $1", theirs.message)
    assert row["status"] == "queued"


async def test_their_codes_and_rules_are_theirs(
    household: Household, neighbours: Household, anna: Principal, stranger: Principal, theirs: Theirs
) -> None:
    talk = Talk(neighbours.workspace.id, neighbours.workspace.brand_id, "RU", new_id())
    async with neighbours.database.workspace(neighbours.workspace.id) as tx:
        await ask(tx, talk, Asking("email", "vera@customer.example"), REACHES)
        await change_policy(tx, stranger, PolicyChange(needs=Needs(orders="observed"), version=0))

    async def never(_: object) -> None:
        raise AssertionError

    async with household.database.workspace(household.workspace.id) as tx:
        assert await try_code(tx, b"key", Try(household.workspace.id, talk.strand_id, "000000"), never) is None
        assert (await policy(tx)).version == 0
        assert (await change_policy(tx, anna, PolicyChange(needs=Needs(orders="asserted"), version=0))).version == 1
        with pytest.raises(BadInput):
            await send_code(tx, anna, REACHES, await _ours(household, tx), NewCode(identifier_id=theirs.node))
    async with neighbours.database.workspace(neighbours.workspace.id) as tx:
        assert (await policy(tx)).needs.orders == "observed"


async def _ours(household: Household, tx: Connection) -> UUID:
    await household.customer("Пётр", "device:d2")
    await household.say(household.chat("d2", "наше"))
    id_: UUID = await tx.fetchval("SELECT id FROM conversation")
    return id_
