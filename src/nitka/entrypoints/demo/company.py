"""All that `nitka demo` adds to a platform: mail, workspace, pages and the story."""

import asyncio
from collections.abc import Sequence

from litestar.types import ControllerRouterHandler

from nitka.entrypoints.administration import administration_of
from nitka.entrypoints.cli.up import own_url
from nitka.entrypoints.demo.mail import PostOffice
from nitka.entrypoints.demo.mail.program import MailProgram
from nitka.entrypoints.demo.routes import demo_routes
from nitka.entrypoints.demo.screen import Screen
from nitka.entrypoints.demo.shop import ADDRESS, LOGIN, MAIL_HOST, Shop
from nitka.entrypoints.demo.state import keep, recall
from nitka.entrypoints.demo.story.live import Pace
from nitka.entrypoints.demo.story.models import load_story
from nitka.entrypoints.demo.story.player import Player
from nitka.entrypoints.demo.workspace import prepare
from nitka.entrypoints.services import open_services
from nitka.platform.engines import DataDir
from nitka.platform.settings import Settings


class Demo:
    """Goes along with a platform (`Company` of `nitka up`). Open it before, close it after."""

    def __init__(self, data: DataDir, screen: Screen, *, public: bool = False, pace: Pace | None = None) -> None:
        self._data = data
        self._screen = screen
        self._public = public
        self._pace = pace or Pace()
        self._kept = recall(data)
        self._story = load_story()
        self._office = PostOffice(data.path / "mail", self._story.addresses, self._kept.mail_password, MAIL_HOST)
        self._programs: dict[str, MailProgram] = {}
        self.routes: Sequence[ControllerRouterHandler] = ()

    async def open(self) -> None:
        """Start the mail server: the platform will look for it."""
        kept = self._kept
        await self._office.open(kept.imap_port, kept.smtp_port)
        if (kept.imap_port, kept.smtp_port) != (self._office.imap_port, self._office.smtp_port):
            kept.imap_port, kept.smtp_port = self._office.imap_port, self._office.smtp_port
            keep(self._data, kept)
        self._programs = {address: MailProgram(self._office.account(address)) for address in self._story.addresses}
        self._screen.begin("engines")

    async def close(self) -> None:
        """Stop the mail server."""
        self._screen.end()
        await self._office.close()

    async def prepare(self, settings: Settings) -> None:
        """Make the workspace and the pages."""
        self._screen.begin("workspace")
        kept, mailbox = self._kept, self._office.account(ADDRESS)
        if not kept.mailbox_id or kept.mailbox_ports != [mailbox.imap_port, mailbox.smtp_port]:
            services = await open_services(settings)
            try:
                await prepare(services, administration_of(services), kept, mailbox)
                keep(self._data, kept)
            finally:
                await services.close()
        players = self._story.players
        shop = Shop(
            write_key=kept.write_key,
            login={"login": LOGIN, "password": kept.password},
            players=players,
            programs={one.id: self._programs[one.email] for one in players},
        )
        self.routes = [demo_routes(shop, public=self._public)]
        self._screen.begin("roles")

    async def accompany(self, settings: Settings, stopping: asyncio.Event) -> None:
        """Tell the past once, say where everything is, then let the invented people live."""
        kept = self._kept
        player = Player(self._story, own_url(settings), kept.write_key, kept.seed, self._programs)
        try:
            if not kept.told:
                self._screen.begin("story", len(self._story.past))
                await player.tell_past(LOGIN, kept.password, self._screen.advance)
                kept.told = True
                keep(self._data, kept)
            self._screen.ready(settings.base_url, LOGIN, kept.password)
            await player.live(stopping, self._pace)
        finally:
            await player.close()
