"""Touches for tests, with only what a test cares about spelled out."""

from typing import Any

from nitka.channels.touch import Assurance, Identifier, Message, Touch
from nitka.kernel.clock import now
from nitka.kernel.ids import new_id
from tests.integration.platform_fixtures import WorkspaceRow


def page(workspace: WorkspaceRow, device: str, **more: Any) -> Touch:
    """A page view by a device."""
    return _touch(workspace, device, {"channel": "site", "kind": "page", "text": "/boots"} | more, workspace.site)


def chat(workspace: WorkspaceRow, device: str, text: str, **more: Any) -> Touch:
    """A message in the site chat."""
    fields: dict[str, Any] = {"channel": "chat", "kind": "message", "message": Message(text=text)}
    return _touch(workspace, device, fields | more, workspace.chat)


def mail(workspace: WorkspaceRow, address: str, text: str, **more: Any) -> Touch:
    """A letter."""
    fields: dict[str, Any] = {
        "channel": "email",
        "kind": "message",
        "message": Message(text=text),
        "identifiers": [Identifier("email", address, Assurance.ASSERTED)],
    }
    return _touch(workspace, address, fields | more, workspace.email)


def said(type_: str, value: str, assurance: Assurance = Assurance.ASSERTED) -> Identifier:
    """An identifier that somebody claims."""
    return Identifier(type_, value, assurance)


def _touch(workspace: WorkspaceRow, sender: str, fields: dict[str, Any], connection: Any) -> Touch:
    moment = now()
    also = fields.pop("also", [])
    base: dict[str, Any] = {
        "workspace_id": workspace.id,
        "connection_id": connection,
        "brand_id": workspace.brand_id,
        "sender": sender,
        "external_id": new_id().hex,
        "at": moment,
        "received_at": moment,
        "identifiers": [Identifier("device", sender, Assurance.OBSERVED)],
    }
    made = base | fields
    made["identifiers"] = [*made["identifiers"], *also]
    return Touch(**made)
