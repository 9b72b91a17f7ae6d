"""What the desk's settings show and change."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from nitka.channels.capabilities import Capabilities, Title

Locale = Literal["ru", "en"]
Clock = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$", examples=["09:00"])]
Colour = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-fA-F]{6}$")]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Words = Annotated[str, msgspec.Meta(max_length=2000)]
Minutes = Annotated[float, msgspec.Meta(ge=0, le=10_080)]
Days = Annotated[int, msgspec.Meta(ge=0, le=3650)]
Hours168 = Annotated[int, msgspec.Meta(ge=1, le=168)]
FALL_BACK_MINUTES = 5.0
REOPEN_DAYS = 14
CONTINUE_HOURS = 24


class Day(msgspec.Struct, frozen=True):
    """Working hours of a day of the week. `to` may be 24:00; at or before `from` it is the next morning."""

    open: bool = True
    from_: Clock = msgspec.field(default="09:00", name="from")
    to: Clock = "18:00"


_WEEK = (Day(), Day(), Day(), Day(), Day(), Day(open=False), Day(open=False))


class Hours(msgspec.Struct, frozen=True):
    """When somebody answers. `days` begin with Monday; `timezone` is an IANA name."""

    timezone: Annotated[str, msgspec.Meta(max_length=64)] = "Europe/Moscow"
    always: bool = True
    days: Annotated[list[Day], msgspec.Meta(min_length=7, max_length=7)] = msgspec.field(
        default_factory=lambda: list(_WEEK)
    )


class Both(msgspec.Struct, frozen=True):
    """A text in both languages."""

    ru: Words = ""
    en: Words = ""


AWAY = Both(
    ru="Сейчас никого нет на месте. Оставьте почту или телефон, и мы ответим.",
    en="Nobody is here right now. Leave an e-mail or a phone number and we will get back to you.",
)


class Widget(msgspec.Struct, frozen=True):
    """The look of the site chat."""

    color: Colour = "#1c5d99"
    title: Annotated[str, msgspec.Meta(max_length=80)] = ""
    logo_url: Annotated[str, msgspec.Meta(max_length=1000, pattern="^https?://")] | None = None
    position: Literal["right", "left"] = "right"


class Numbering(msgspec.Struct, frozen=True):
    """What numbers of orders or contracts of this company look like.

    `#` is a digit, `#+` one to thirteen of them, `@` a letter, everything else stands for itself.
    """

    type: Literal["order", "contract"]
    mask: Annotated[str, msgspec.Meta(min_length=3, max_length=40, examples=["77-####/##"])]


class WordsSettings(msgspec.Struct, frozen=True):
    """How customers' words are read. `ours`: phones and addresses of the company, which are never a customer's."""

    numbering: Annotated[list[Numbering], msgspec.Meta(max_length=20)] = []
    ours: Annotated[list[Annotated[str, msgspec.Meta(min_length=3, max_length=200)]], msgspec.Meta(max_length=200)] = []


class WorkspaceSettings(msgspec.Struct, frozen=True):
    """What the column `workspace.settings` holds."""

    hours: Hours = msgspec.field(default_factory=Hours)
    away_message: Both = AWAY
    widget: Widget = msgspec.field(default_factory=Widget)
    fall_back_minutes: Minutes = FALL_BACK_MINUTES
    reopen_days: Days = REOPEN_DAYS
    continue_hours: Hours168 = CONTINUE_HOURS
    words: WordsSettings = msgspec.field(default_factory=WordsSettings)


class Workspace(msgspec.Struct, frozen=True, kw_only=True):
    """A workspace as its owner sets it up. `region` is ISO 3166, for phones written without a country.

    An answer in the chat that nobody has seen for `fall_back_minutes` goes out by e-mail, with 0 never. A closed
    conversation is gone on with for `reopen_days`; later the customer's words begin a new one.
    A link of «Continue in…» lives for `continue_hours`.
    """

    name: str
    region: str
    locale: Locale
    hours: Hours
    away_message: Both
    widget: Widget
    fall_back_minutes: float
    reopen_days: int
    continue_hours: int
    words: WordsSettings


class WorkspacePatch(msgspec.Struct, frozen=True, kw_only=True):
    """What of a workspace is to change."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    region: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")] | msgspec.UnsetType = msgspec.UNSET
    locale: Locale | msgspec.UnsetType = msgspec.UNSET
    hours: Hours | msgspec.UnsetType = msgspec.UNSET
    away_message: Both | msgspec.UnsetType = msgspec.UNSET
    widget: Widget | msgspec.UnsetType = msgspec.UNSET
    fall_back_minutes: Minutes | msgspec.UnsetType = msgspec.UNSET
    reopen_days: Days | msgspec.UnsetType = msgspec.UNSET
    continue_hours: Hours168 | msgspec.UnsetType = msgspec.UNSET
    words: WordsSettings | msgspec.UnsetType = msgspec.UNSET


class ChannelKind(msgspec.Struct, frozen=True):
    """A kind of connection: its settings as JSON Schema; secret ones are `writeOnly`."""

    kind: str
    title: Title
    settings_schema: dict[str, Any]
    capabilities: Capabilities


class ConnectionState(msgspec.Struct, frozen=True):
    """The health of a connection as its session saw it last; `error` is a plain sentence."""

    status: Literal["ok", "error", "connecting", "off"]
    error: str | None = None
    since: datetime | None = None


class ConnectionView(msgspec.Struct, frozen=True, kw_only=True):
    """A connection without its secrets; `secrets` names those that are set."""

    id: UUID
    kind: str
    name: str
    brand_id: UUID
    settings: dict[str, Any]
    secrets: list[str]
    write_key: str | None
    state: ConnectionState
    disabled: bool


class ConnectionDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A connection to be made."""

    kind: Annotated[str, msgspec.Meta(max_length=40)]
    name: Name | None = None
    settings: dict[str, Any] = {}


class ConnectionPatch(msgspec.Struct, frozen=True, kw_only=True):
    """What of a connection is to change. Settings are merged; a secret that is left out stays."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    settings: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    disabled: bool | msgspec.UnsetType = msgspec.UNSET
