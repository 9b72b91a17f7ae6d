"""Tells what had happened before the demo was opened first."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import structlog

from nitka.entrypoints.demo.story.desk import Desk
from nitka.entrypoints.demo.story.models import Step
from nitka.entrypoints.demo.story.visitor import Visitor

_log = structlog.get_logger("demo")


async def tell_past(visitors: list[Visitor], own: Desk, colleague: Desk | None, told: Callable[[], None]) -> None:
    """Play everybody's past, one after another; calls `told` after each. Doing it again changes nothing."""
    for visitor in visitors:
        await patiently(tell(visitor, own, colleague))
        told()
    for visitor in visitors:
        if visitor.person.mine:
            await patiently(_give(visitor, own))


async def patiently(act: Awaitable[None]) -> None:
    """On a slow machine something may not have arrived in time: the demo is worth showing without it."""
    try:
        await act
    except TimeoutError:
        _log.warning("a part of the past is missing, the machine was too slow")


async def _give(visitor: Visitor, own: Desk) -> None:
    await own.take(await _conversation(visitor, own))


async def tell(visitor: Visitor, own: Desk, colleague: Desk | None) -> None:
    """Play one person's past: visits with their own times, then words."""
    steps = [(f"past-{number}", step) for number, step in enumerate(visitor.person.steps)]
    now = datetime.now(UTC)
    await visitor.browse([(name, step) for name, step in steps if not _spoken(step)], now)
    sent = visitor.directions(await visitor.letters()).count("in")
    for name, step in steps:
        if step.mail and sent:
            sent -= 1  # sent by a start that was cut short
        elif step.answer and colleague:
            await colleague.answer(await _conversation(visitor, colleague), step.answer, close=step.close)
        else:
            await speak(visitor, name, step)
            if step.mail and visitor.person.openings["chat"]:  # a letter is on its way longer than a chat's message
                await own.conversation_of("email", visitor.person.email, messages=1)


def _spoken(step: Step) -> bool:
    return bool(step.mail or step.chat or step.contact or step.answer)


async def speak(visitor: Visitor, name: str, step: Step) -> None:
    """Say what the step says; a step without words says nothing."""
    if step.mail:
        await visitor.write(name, step.mail, step.text, step.before)
    elif step.chat:
        await visitor.say(name, step.chat, claim=step.claim)
    elif step.contact:
        await visitor.leave_contact(name, step.contact)


async def _conversation(visitor: Visitor, desk: Desk) -> dict[str, Any]:
    """Wait until all that this person said has arrived."""
    said = visitor.person.openings
    place = ("device", visitor.device) if said["chat"] else ("email", visitor.person.email)
    return await desk.conversation_of(*place, messages=sum(said.values()))
