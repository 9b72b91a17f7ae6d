"""The demo's mail server, spoken to by the clients that everybody uses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import Any

import aiosmtplib
import pytest
import pytest_asyncio
from aioimaplib import IMAP4

from nitka.entrypoints.demo.mail import PostOffice
from nitka.entrypoints.demo.mail.letters import Draft
from nitka.entrypoints.demo.mail.program import MailProgram

ANNA, SHOP = "anna@pochta.example", "help@shop.example"


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[PostOffice]:
    office = PostOffice(tmp_path, [ANNA, SHOP], "right", "mail.shop.example")
    await office.open()
    yield office
    await office.close()


def draft(text: str = "Привет!", to: str = SHOP) -> Draft:
    return Draft(name="Анна", address=ANNA, to=to, subject="Тема", text=text)


async def send(
    office: PostOffice,
    *,
    username: str | None = ANNA,
    password: str | None = "right",
    sender: str = ANNA,
    recipient: str = SHOP,
) -> None:
    account = office.account(ANNA)
    await aiosmtplib.send(
        f"From: {sender}\r\nSubject: x\r\n\r\nx\r\n".encode(),
        sender=sender,
        recipients=[recipient],
        hostname=account.host,
        port=account.smtp_port,
        username=username,
        password=password,
        start_tls=False,
    )


async def test_a_letter_arrives_and_a_copy_is_kept(office: PostOffice) -> None:
    anna, shop = MailProgram(office.account(ANNA)), MailProgram(office.account(SHOP))
    await anna.send(draft("Ёлка\n.точка в начале строки"))
    [letter] = await shop.letters()
    assert (letter.name, letter.address, letter.subject, letter.seen) == ("Анна", ANNA, "Тема", False)
    assert letter.text == "Ёлка\n.точка в начале строки"
    [copy] = await anna.letters()
    assert copy.message_id == letter.message_id


async def test_an_answer_quotes_and_names_what_it_answers(office: PostOffice) -> None:
    anna, shop = MailProgram(office.account(ANNA)), MailProgram(office.account(SHOP))
    await anna.send(draft("Вопрос?"))
    [asked] = await shop.letters()
    reply = Draft(name="Магазин", address=SHOP, to=ANNA, subject="Re: Тема", text="Ответ.", answers=asked)
    await shop.send(reply, keep=False)
    answer = next(letter for letter in await anna.letters() if letter.address == SHOP)
    assert answer.text == "Ответ."
    assert answer.quoted.endswith("> Вопрос?")
    assert answer.references == [asked.message_id]


async def test_an_address_with_a_detail_reaches_its_box(office: PostOffice) -> None:
    await MailProgram(office.account(ANNA)).send(draft(to="help+t.token@shop.example"))
    assert len(await MailProgram(office.account(SHOP)).letters()) == 1


async def test_letters_survive_a_restart_with_their_uids(office: PostOffice, tmp_path: Path) -> None:
    await MailProgram(office.account(ANNA)).send(draft())
    [before] = await MailProgram(office.account(SHOP)).letters()
    again = PostOffice(tmp_path, [ANNA, SHOP], "right", "mail.shop.example")
    await again.open()
    [after] = await MailProgram(again.account(SHOP)).letters()
    await again.close()
    assert (after.uid, after.text) == (before.uid, before.text)


async def idling(office: PostOffice, before: Awaitable[None] | None, during: Awaitable[None] | None) -> list[bytes]:
    """Select the box, let `before` happen, go idle, let `during` happen; return what the server then tells."""
    account = office.account(SHOP)
    client = IMAP4(account.host, account.imap_port)
    await client.wait_hello_from_server()
    await client.login(SHOP, account.password)
    await client.select("INBOX")
    if before:
        await before
    idle = await client.idle_start(timeout=30)
    if during:
        await during
    pushed: list[bytes] = await client.wait_server_push(timeout=10)
    client.idle_done()
    await asyncio.wait_for(idle, 10)
    await client.logout()
    return pushed


async def test_whoever_waits_in_idle_is_told(office: PostOffice) -> None:
    sending = MailProgram(office.account(ANNA)).send(draft())
    assert b"1 EXISTS" in await idling(office, before=None, during=sending)


async def test_whoever_begins_to_wait_is_told_what_came_just_before(office: PostOffice) -> None:
    sending = MailProgram(office.account(ANNA)).send(draft())
    assert b"1 EXISTS" in await idling(office, before=sending, during=None)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"username": None, "password": None}, "530"),
        ({"password": "wrong"}, "535"),
        ({"sender": SHOP}, "553"),
        ({"recipient": "somebody@gmail.com"}, "550"),
    ],
)
async def test_nothing_goes_out_and_nobody_writes_in_anothers_name(
    office: PostOffice, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(aiosmtplib.SMTPException) as refused:
        await send(office, **changed)
    assert code in repr(refused.value)
    assert await MailProgram(office.account(SHOP)).letters() == []
