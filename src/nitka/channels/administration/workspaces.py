"""A new workspace, ready to be used: an owner, a brand, the site chat with its tracking, and a token."""

from datetime import datetime
from uuid import UUID

import msgspec

from nitka.channels.administration.models import ConnectionDraft, WorkspacePatch
from nitka.channels.administration.service import Administration
from nitka.kernel.errors import BadInput
from nitka.kernel.ids import new_id
from nitka.platform.auth import audit
from nitka.platform.auth.accounts import join, newcomer
from nitka.platform.auth.people import add_token
from nitka.platform.auth.rules import PASSWORD_MOST, clean_email
from nitka.platform.database import Database, load_queries

_queries = load_queries(__file__)


class Named(msgspec.Struct, frozen=True):
    """A workspace in the list of all."""

    id: UUID
    name: str
    created_at: datetime


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """What whoever made a workspace needs to use it; the secrets are told this once."""

    id: UUID
    write_key: str
    server_key: str
    api_token: str


async def create_workspace(
    database: Database,
    administration: Administration,
    *,
    name: str,
    owner_email: str,
    password: str,
    owner_name: str = "",
    region: str = "RU",
    locale: str = "ru",
) -> Opened:
    """Make a workspace with its first owner, who proves a known address by its password.

    Raises `BadInput`, `NotSignedIn`, and `Unavailable` when it is made but not yet in force.
    Whoever may run this decides how good the password is; only an empty one is refused.
    """
    email = clean_email(owner_email)
    _check_place(region, locale)
    if not name.strip():
        raise BadInput("A workspace needs a name", field="name")
    if not 0 < len(password) <= PASSWORD_MOST:
        raise BadInput(f"A password has 1 to {PASSWORD_MOST} characters", field="password")
    who = await newcomer(database, email, owner_name.strip() or email.partition("@")[0], password, strict=False)
    workspace_id = new_id()
    async with database.service() as tx:
        await _queries.add_workspace(tx, id=workspace_id, name=name.strip(), region=region, locale=locale)
        await _queries.add_brand(tx, workspace_id=workspace_id, id=new_id(), name=name.strip())
        owner = await join(tx, who, workspace_id, "owner", locale)
        chat = await administration.insert(tx, owner, ConnectionDraft(kind="chat"))
        _, api_token = await add_token(tx, owner, "nitka workspace create", "owner")
        row = await _queries.connection(tx, workspace_id=workspace_id, id=chat)
        await audit(tx, owner, "workspace.create", workspace_id)
    await administration.publisher.publish(workspace_id)
    return Opened(
        id=workspace_id,
        write_key=row["write_key"],
        server_key=await administration.reveal(owner, chat),
        api_token=api_token,
    )


def _check_place(region: str, locale: str) -> None:
    try:
        msgspec.convert({"region": region}, WorkspacePatch)
    except msgspec.ValidationError:
        raise BadInput("A region is two capital letters (ISO 3166), such as RU", field="region") from None
    try:
        msgspec.convert({"locale": locale}, WorkspacePatch)
    except msgspec.ValidationError:
        raise BadInput("A locale is ru or en", field="locale") from None


async def all_workspaces(database: Database) -> list[Named]:
    """Return every workspace of this installation, oldest first: for whoever runs the server, not for the API."""
    async with database.service() as tx:
        return [Named(**row) async for row in _queries.workspace_names(tx)]
