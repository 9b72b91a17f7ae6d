"""What goes on while the demo runs: people come, look, write, and answer when they are answered."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

import httpx
import structlog

from nitka.entrypoints.demo.story.models import Step
from nitka.entrypoints.demo.story.past import speak
from nitka.entrypoints.demo.story.rules import next_reply, next_scene, waits, walk
from nitka.entrypoints.demo.story.visitor import PAGES, Visitor
from nitka.kernel.errors import Unavailable

_log = structlog.get_logger("demo")
Seconds = tuple[float, float]


class Pace:
    """How fast life goes, in seconds; tests are in a hurry."""

    def __init__(self, factor: float = 1.0) -> None:
        self.look = 4.0 * factor  # between two looks at who was answered
        self.first = 20.0 * factor  # before the first scene
        self.scene: Seconds = (100.0 * factor, 220.0 * factor)  # between two scenes
        self.step: Seconds = (5.0 * factor, 14.0 * factor)  # between two steps of a scene
        self.think: Seconds = (4.0 * factor, 11.0 * factor)  # before somebody answers
        self.browse: Seconds = (25.0 * factor, 70.0 * factor)  # between two passers-by


class Life:
    """Plays until it is stopped. It remembers nothing: what was said is seen in the threads themselves."""

    def __init__(
        self,
        past: list[Visitor],
        scenes: list[Visitor],
        passer_by: Callable[[str], Visitor],
        chance: random.Random,
        pace: Pace,
    ) -> None:
        self._known = list(past)
        self._scenes = {visitor.person.id: visitor for visitor in scenes}
        self._passer_by = passer_by
        self._chance = chance
        self._pace = pace
        self._played: set[str] = set()
        self._waiting: set[str] = set()
        self._thinking: dict[str, asyncio.Task[None]] = {}

    async def run(self, stopping: asyncio.Event) -> None:
        """Play until stopping."""
        jobs = [asyncio.create_task(job()) for job in (self._listen, self._play, self._pass_by)]
        try:
            await stopping.wait()
        finally:
            left = {*jobs, *self._thinking.values()}
            while left:  # reading a mailbox may take the word to end for a lost connection: then it is said again
                for task in left:
                    task.cancel()
                _, left = await asyncio.wait(left, timeout=1)
            await asyncio.gather(*jobs, *self._thinking.values(), return_exceptions=True)

    async def _listen(self) -> None:
        """See who was answered, and let them answer."""
        while True:
            for visitor in list(self._known):
                await _gently(self._look(visitor))
            await asyncio.sleep(self._pace.look)

    async def _look(self, visitor: Visitor) -> None:
        person = visitor.person
        openings = person.openings
        chat = await visitor.thread() if openings["chat"] else []
        letters = await visitor.letters() if visitor.mail else []
        mail = visitor.directions(letters)
        self._note(person.id, waits(chat) or waits(mail))
        # Whoever has said a line in one channel does not say it again in the other.
        said = max(0, chat.count("in") - openings["chat"]) + max(0, mail.count("in") - openings["email"])
        if person.id in self._thinking and not self._thinking[person.id].done():
            return
        name = f"reply-{said}"
        if by_chat := next_reply(chat, said, person.replies):
            self._think(visitor, partial(visitor.say, name, by_chat, claim=False))
        elif by_mail := next_reply(mail, said, person.replies):
            self._think(visitor, partial(visitor.answer, name, letters[-1], by_mail), typing=False)

    def _note(self, id_: str, waiting: bool) -> None:
        (self._waiting.add if waiting and id_ in self._scenes else self._waiting.discard)(id_)

    def _think(self, visitor: Visitor, act: Callable[[], Awaitable[None]], *, typing: bool = True) -> None:
        async def think() -> None:
            await self._pause(self._pace.think)
            if typing:
                await visitor.type()
                await self._pause(self._pace.think)
            await act()

        self._thinking[visitor.person.id] = asyncio.create_task(_gently(think()))

    async def _play(self) -> None:
        """Let newcomers come, unless enough of them wait for an answer."""
        await asyncio.sleep(self._pace.first)
        for visitor in self._scenes.values():
            await _gently(self._recall(visitor))
        people = [visitor.person for visitor in self._scenes.values()]
        while True:
            person = next_scene(people, self._played, len(self._waiting))
            if person:
                self._played.add(person.id)
                await _gently(self._scene(self._scenes[person.id]))
            await self._pause(self._pace.scene)

    async def _recall(self, visitor: Visitor) -> None:
        """See whether this scene was played in a former run."""
        if await visitor.letters() or (visitor.person.openings["chat"] and await visitor.thread()):
            self._played.add(visitor.person.id)
            self._known.append(visitor)

    async def _scene(self, visitor: Visitor) -> None:
        for number, step in enumerate(visitor.person.steps):
            name = f"live-{number}"
            if step.mail or step.chat or step.contact:
                await speak(visitor, name, step)
            else:
                await visitor.browse([(name, step)], datetime.now(UTC))
            await self._pause(self._pace.step)
        self._known.append(visitor)

    async def _pass_by(self) -> None:
        """Let somebody unknown look around, or somebody known look again."""
        while True:
            await self._pause(self._pace.browse)
            stamp = f"{datetime.now(UTC):%d%H%M%S}"
            visitor = self._chance.choice(self._known) if self._chance.random() < 0.4 else self._passer_by(stamp)
            for number, page in enumerate(walk(self._chance, PAGES)):
                step = Step(view=page.removeprefix("goods/"))
                name = f"walk-{stamp}-{number}"
                await _gently(visitor.browse([(name, step)], datetime.now(UTC)))
                await self._pause(self._pace.step)

    async def _pause(self, between: Seconds) -> None:
        await asyncio.sleep(self._chance.uniform(*between))


async def _gently(act: Awaitable[None]) -> None:
    """Do something that may be impossible while the platform is being restarted: the next turn tries again."""
    try:
        await act
    except (httpx.HTTPError, Unavailable) as error:
        _log.info("somebody of the story was not heard", error=type(error).__name__)
