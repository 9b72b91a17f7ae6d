"""The story as it is written in cards.toml, past.toml and live.toml."""

import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import msgspec

from nitka.entrypoints.demo.shop import ADDRESS, Player

_HERE = Path(__file__).parent
_AGO = re.compile(r"(\d+)([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that somebody does. What is set says what: a visit, an order, words."""

    ago: str = ""
    view: str | None = None  # a thing's id, or a page of the shop
    ad: str = ""  # the query that the visit came with
    identify: bool = False
    cart: str = ""  # "thing size"
    order: str = ""
    things: list[str] = []
    mail: str = ""  # the subject
    text: str = ""
    chat: str = ""
    claim: bool = False  # says name and address in the chat
    contact: str = ""
    answer: str = ""  # a colleague's
    close: bool = False

    @property
    def before(self) -> timedelta:
        """How long before now it happened."""
        match = _AGO.fullmatch(self.ago)
        return timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else timedelta()


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody invented, what they do, and what they say once they are answered."""

    id: str
    name: str
    email: str = ""
    phone: str = ""
    city: str = ""
    address: str = ""
    locale: str = "ru"
    steps: list[Step]
    replies: list[str] = []
    device: str = ""  # whose browser they use, where it is not their own
    agent: str = ""  # what that browser says of itself (User-Agent)
    mine: bool = False  # the conversation is given to whoever tries the demo

    @property
    def openings(self) -> dict[str, int]:
        """How much they say by themselves, by channel."""
        mails = sum(1 for step in self.steps if step.mail)
        return {"email": mails, "chat": sum(1 for step in self.steps if step.chat or step.contact)}


class Canned(msgspec.Struct, frozen=True):
    """A ready answer of the shop's operators."""

    shortcut: str
    title: str
    text: str


class Cards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Customers whom the shop in town knows by a paper card: a CSV file, and what its columns hold."""

    source: str
    csv: str
    columns: dict[str, dict[str, str]]


class Story(msgspec.Struct, frozen=True):
    """Everybody there is, and what the shop has ready to say."""

    canned: list[Canned]
    cards: Cards
    players: list[Player]
    past: list[Person]
    live: list[Person]

    @property
    def addresses(self) -> list[str]:
        """Everybody's mailboxes, the shop's first."""
        people: Iterable[Player | Person] = [*self.players, *self.past, *self.live]
        return list(dict.fromkeys([ADDRESS, *(one.email for one in people if one.email)]))


class _Past(msgspec.Struct, forbid_unknown_fields=True):
    canned: list[Canned]
    player: list[Player]
    customer: list[Person]


class _Live(msgspec.Struct, forbid_unknown_fields=True):
    scene: list[Person]


def load_story() -> Story:
    """Read the story."""
    cards = msgspec.toml.decode((_HERE / "cards.toml").read_bytes(), type=Cards)
    past = msgspec.toml.decode((_HERE / "past.toml").read_bytes(), type=_Past)
    live = msgspec.toml.decode((_HERE / "live.toml").read_bytes(), type=_Live)
    return Story(past.canned, cards, past.player, past.customer, live.scene)
