"""What was answered in the chat to somebody who has gone reaches them by e-mail: once, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from nitka.conversations.falling_back import due_at, fall_back, watch
from nitka.platform.auth import Principal
from tests.integration.conversations.conftest import REACHES
from tests.integration.conversations.household import Household
from tests.integration.conversations.test_delivery import claimed, ivan, settle, wrote


async def sent(household: Household, anna: Principal, id_: UUID, *texts: str) -> None:
    """Answer in the chat; every answer leaves for the widget."""
    for text in texts:
        await wrote(household, anna, id_, text)
        (claim,) = await claimed(household)
        await settle(household, claim, status="sent")
        async with household.database.workspace(household.workspace.id) as tx:
            await watch(tx, household.workspace.id, claim.message_id)


async def time_passes(household: Household) -> int:
    """Let the time to be seen be over, and look."""
    async with household.database.service() as tx:
        await tx.execute(
            "UPDATE delivery SET fall_back_at = now() - interval '1 second' "
            "WHERE fall_back_at IS NOT NULL AND workspace_id = $1",
            household.workspace.id,
        )
    return await fall_back(household.database, REACHES)


async def letters(household: Household) -> list[tuple[str, str]]:
    rows = await household.rows(
        """SELECT m.text, i.value FROM message m JOIN strand s ON s.id = m.strand_id JOIN identifier i ON i.id = s.node
           WHERE s.channel = 'email' AND m.direction = 'out' ORDER BY m.seq"""
    )
    return [(row["text"], row["value"]) for row in rows]


async def test_unseen_answers_go_by_mail_together_and_once(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    await sent(household, anna, id_, "Есть 43-й.", "Отложить?")
    assert await time_passes(household) == 1
    assert await letters(household) == [("Есть 43-й.\n\nОтложить?", "i@example.com")]
    assert await time_passes(household) == 0
    assert len(await letters(household)) == 1


@pytest.mark.parametrize("status", ["delivered", "read", "retracted"])
async def test_what_was_seen_or_taken_back_stays_in_the_chat(
    household: Household, anna: Principal, status: str
) -> None:
    id_ = await ivan(household)
    await sent(household, anna, id_, "Есть 43-й.")
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE message SET status = $1 WHERE direction = 'out'", status)
    assert await time_passes(household) == 0
    assert await letters(household) == []


async def test_who_wrote_again_is_there(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    await sent(household, anna, id_, "Есть 43-й.")
    await household.say(household.chat("d1", "А 44?"))
    assert await time_passes(household) == 0
    assert await letters(household) == []


async def test_an_address_from_somewhere_else_is_not_used(household: Household, anna: Principal) -> None:
    # Somebody claimed this customer's e-mail in another browser, together with an address of their own.
    addresses = ("device:d1", "email:i@example.com", "device:d2", "email:thief@example.com")
    await household.customer("Иван", *addresses, claimed=False)
    for one, other in pairwise(addresses):
        await household.link(one, other)
    await household.say(household.chat("d1", "чат"))
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE identifier SET status = 'blocked' WHERE value = 'i@example.com'")
    (row,) = await household.rows("SELECT id FROM conversation")
    await sent(household, anna, row["id"], "Ваш код 1234")
    await time_passes(household)
    assert await letters(household) == []


async def test_who_joined_by_a_claim_is_told_nothing_however_well_their_own_mailbox_is_proven(
    household: Household, anna: Principal
) -> None:
    """Another browser named this customer beside an address of the attacker, who then wrote from it."""
    await household.customer("Иван", "device:d1", "user_id:ivan", "email:thief@example.com", claimed=False)
    await household.link("device:d1", "user_id:ivan", 3)
    await household.link("user_id:ivan", "email:thief@example.com")
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE identifier SET assurance = 3")
    await household.say(household.mail("thief@example.com", "Пишу с новой почты"))
    await household.say(household.chat("d1", "Где мой заказ?"))
    await household.say(household.mail("thief@example.com", "Ну что там?"))
    (row,) = await household.rows("SELECT id FROM conversation")
    await sent(household, anna, row["id"], "Ваш код 1234")
    await time_passes(household)
    assert await letters(household) == []


def test_the_workspace_says_how_long_to_wait() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert due_at({}, at) == at + timedelta(minutes=5)
    assert due_at({"fall_back_minutes": 0.5}, at) == at + timedelta(seconds=30)
    assert due_at({"fall_back_minutes": 0}, at) is None
    assert due_at({"fall_back_minutes": "soon"}, at) is None
