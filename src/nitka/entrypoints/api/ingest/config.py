"""What a widget asks for before anything else: its look, and whether somebody is there."""

from datetime import datetime

import msgspec

from nitka.channels.administration.models import Both, Hours, Widget
from nitka.channels.files import FILE_LIMIT
from nitka.connectors.chat.rules import TEXT_LIMIT
from nitka.entrypoints.api.ingest.hours import open_at
from nitka.platform.keys import Website


class Named(msgspec.Struct, frozen=True):
    """A brand, or a person who answers, by the name that customers see."""

    name: str


class Limits(msgspec.Struct, frozen=True):
    """`text` in characters, `file` in bytes."""

    text: int = TEXT_LIMIT
    file: int = FILE_LIMIT


class ClientConfig(msgspec.Struct, frozen=True, kw_only=True):
    """All that a widget shows before a word was said. `opens_at` is null while it is open, or if it never opens.

    `letters`: an answer that the visitor did not see goes on by e-mail, where there is an address.
    """

    brand: Named
    widget: Widget
    online: bool
    away_message: Both
    opens_at: datetime | None
    team: list[Named]
    contact_form: bool
    letters: bool
    locale: str
    limits: Limits


class _Published(msgspec.Struct):
    brand: Named = Named("")
    widget: Widget = msgspec.field(default_factory=Widget)
    hours: Hours = msgspec.field(default_factory=Hours)
    away_message: Both = msgspec.field(default_factory=Both)
    team: list[Named] = []
    locale: str = "ru"
    letters: bool = False


def client_config(website: Website, now: datetime) -> ClientConfig:
    """Return what this website's widget shows at this moment."""
    known = msgspec.convert(website.config, _Published)
    online, opens_at = open_at(known.hours, now)
    return ClientConfig(
        brand=known.brand,
        widget=known.widget,
        online=online,
        away_message=known.away_message,
        opens_at=opens_at,
        team=known.team,
        contact_form=True,
        letters=known.letters,
        locale=known.locale,
        limits=Limits(),
    )
