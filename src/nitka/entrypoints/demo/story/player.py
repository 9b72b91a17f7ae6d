"""The whole story over one platform: first the past, then life as long as the demo runs."""

import asyncio
import random
from collections.abc import Callable, Mapping

import httpx

from nitka.entrypoints.demo.mail.program import MailProgram
from nitka.entrypoints.demo.story.desk import Desk
from nitka.entrypoints.demo.story.live import Life, Pace
from nitka.entrypoints.demo.story.models import Person, Story
from nitka.entrypoints.demo.story.past import patiently, tell_past
from nitka.entrypoints.demo.story.visitor import Visitor


class Player:
    """Plays the story by the public interfaces at `url`. `programs`: the mail programs, by address."""

    def __init__(self, story: Story, url: str, write_key: str, seed: str, programs: Mapping[str, MailProgram]) -> None:
        self._story = story
        self._url = url
        self._write_key = write_key
        self._seed = seed
        self._programs = programs
        self._http = self._client()

    def _client(self) -> httpx.AsyncClient:
        # The certificate, if there is one, is for people's name of this host, not for the loopback address.
        return httpx.AsyncClient(base_url=self._url, verify=False, timeout=15)  # noqa: S501

    def _visitor(self, person: Person) -> Visitor:
        return Visitor(person, self._http, self._write_key, self._seed, self._programs.get(person.email))

    async def tell_past(self, login: str, password: str, told: Callable[[], None]) -> None:
        """Tell the past, with a colleague who answers some; `told` is called after each person."""
        async with self._client() as own, self._client() as hers:
            desk = Desk(own)
            await desk.sign_in(login, password)
            await desk.furnish(self._story.canned)
            await patiently(desk.bring_in(self._story.cards))
            colleague = await desk.invite_colleague(hers)
            await tell_past([self._visitor(person) for person in self._story.past], desk, colleague, told)

    async def live(self, stopping: asyncio.Event, pace: Pace) -> None:
        """Play until stopping."""
        life = Life(
            [self._visitor(person) for person in self._story.past],
            [self._visitor(person) for person in self._story.live],
            lambda stamp: self._visitor(Person(id=f"guest-{stamp}", name="", steps=[])),
            random.Random(),  # noqa: S311  # chance, not secrecy
            pace,
        )
        await life.run(stopping)

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()
