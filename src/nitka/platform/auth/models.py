"""Who acts, and what may be said about people, tickets and keys."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from nitka.platform.auth.codes import Needs

Role = Literal["owner", "supervisor", "operator"]
# A bot speaks with customers by itself, so it is told only what may be told to them, in the name of a conversation.
TokenRole = Literal["owner", "supervisor", "operator", "bot"]


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts in this request, in which workspace, and as what."""

    workspace_id: UUID
    actor_kind: Literal["account", "token", "cli", "system"]
    actor_id: UUID | None
    role: TokenRole
    name: str


class Login(msgspec.Struct, frozen=True):
    """A session that was just made: `secret` is the cookie's value, told to nobody else."""

    secret: str
    account_id: UUID
    workspace_id: UUID


class Half(msgspec.Struct, frozen=True):
    """The password was right, and the second step is to come: the page keeps `ticket`, a cookie keeps `browser`."""

    ticket: str
    browser: str
    needs: Needs
    expires_at: datetime


class HalfSigned(msgspec.Struct, frozen=True):
    """Whose half-done sign-in it is."""

    account_id: UUID
    email: str
    needs: Needs


class SecondFactor(msgspec.Struct, frozen=True):
    """One's own two-step sign-in. `demanded`: a workspace one belongs to asks for it, so it cannot be turned off."""

    on: bool
    since: datetime | None
    recovery_left: int
    demanded: bool


class SecondFactorSetup(msgspec.Struct, frozen=True):
    """What an app needs, shown once: the key (base32), the same as a link, and the link as a QR code (SVG)."""

    key: str
    link: str
    picture: str


class RecoveryCodes(msgspec.Struct, frozen=True):
    """Ten codes, each good for one sign-in without the app; shown once."""

    codes: list[str]


class SecondFactorDemand(msgspec.Struct, frozen=True):
    """Whether a workspace asks its members for a second factor, and how many of them have none yet."""

    required: bool
    without: int


class Link(msgspec.Struct, frozen=True):
    """A one-time link as it was just made: `token` is told once, only its hash is kept."""

    id: UUID
    token: str
    expires_at: datetime


class Invitation(msgspec.Struct, frozen=True):
    """What one sees before accepting. `known`: the address has an account, so its password is asked for."""

    email: str
    workspace: str
    role: Role
    known: bool


class Person(msgspec.Struct, frozen=True):
    """Somebody who belongs to a workspace, or is invited to (`pending`; the id is then the invitation's).

    `second_factor`: they sign in in two steps; null: only owners are told.
    """

    id: UUID
    name: str
    email: str
    role: Role
    pending: bool
    second_factor: bool | None = None


class WorkspaceRef(msgspec.Struct, frozen=True):
    """A workspace one belongs to, and as what."""

    id: UUID
    name: str
    role: Role


class Account(msgspec.Struct, frozen=True):
    """Oneself."""

    id: UUID
    name: str
    email: str
    locale: Literal["ru", "en"]
    theme: Literal["auto", "light", "dark"]


class WorkspaceBrief(msgspec.Struct, frozen=True):
    """The workspace one is in."""

    id: UUID
    name: str
    region: str
    locale: str


class Me(msgspec.Struct, frozen=True):
    """Who is signed in, where, as what, and where else they may go."""

    account: Account
    workspace: WorkspaceBrief
    role: Role
    workspaces: list[WorkspaceRef]


class ApiToken(msgspec.Struct, frozen=True):
    """An API token without its secret. `made_by` is the person with whom it goes; null: the platform itself."""

    id: UUID
    name: str
    role: TokenRole
    created_at: datetime
    used_at: datetime | None
    made_by: str | None = None


class AuditEntry(msgspec.Struct, frozen=True):
    """One line of the audit log."""

    id: UUID
    at: datetime
    actor: "Actor"
    action: str
    target: str | None
    details: dict[str, object]


class Actor(msgspec.Struct, frozen=True):
    """Who did it; the name is empty for the command line and the platform itself."""

    kind: str
    id: UUID | None
    name: str
