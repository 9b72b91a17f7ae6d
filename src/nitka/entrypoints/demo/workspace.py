"""The demo's workspace: made once, and told where the mail is when that has moved."""

from uuid import UUID

from nitka.channels.administration import Administration
from nitka.channels.administration.models import ConnectionDraft, ConnectionPatch
from nitka.channels.administration.workspaces import create_workspace
from nitka.entrypoints.demo.mail import Account
from nitka.entrypoints.demo.shop import LOGIN, MAIL_HOST, NAMES
from nitka.entrypoints.demo.state import Kept
from nitka.entrypoints.services import Services
from nitka.platform.auth import Principal


async def prepare(services: Services, administration: Administration, kept: Kept, mailbox: Account) -> bool:
    """Make what is missing; returns whether anything was. `kept` is filled in."""
    before = kept.workspace_id, kept.mailbox_id, kept.mailbox_ports
    if not kept.workspace_id:
        opened = await create_workspace(
            services.database,
            administration,
            name=NAMES["ru"],
            owner_email=LOGIN,
            owner_name="Елена Зимина",
            password=kept.password,
        )
        kept.workspace_id, kept.write_key = str(opened.id), opened.write_key
    ports = [mailbox.imap_port, mailbox.smtp_port]
    if not kept.mailbox_id:
        draft = ConnectionDraft(kind="email", name="Почта магазина", settings=_settings(mailbox))
        made = await administration.add_connection(_owner(kept), draft)
        kept.mailbox_id = str(made.id)
    elif kept.mailbox_ports != ports:
        patch = ConnectionPatch(settings={"imap_port": ports[0], "smtp_port": ports[1]})
        await administration.change_connection(_owner(kept), UUID(kept.mailbox_id), patch)
    kept.mailbox_ports = ports
    return before != (kept.workspace_id, kept.mailbox_id, kept.mailbox_ports)


def _owner(kept: Kept) -> Principal:
    return Principal(
        workspace_id=UUID(kept.workspace_id), actor_kind="cli", actor_id=None, role="owner", name="nitka demo"
    )


def _settings(mailbox: Account) -> dict[str, object]:
    """The mailbox as one would fill in the form on the desk; no encryption, for it never leaves this machine."""
    return {
        "address": mailbox.address,
        "password": mailbox.password,
        "imap_host": mailbox.host,
        "imap_port": mailbox.imap_port,
        "imap_security": "none",
        "smtp_host": mailbox.host,
        "smtp_port": mailbox.smtp_port,
        "smtp_security": "none",
        "trusted_authserv_id": MAIL_HOST,
        "from_name": NAMES["ru"],
    }
