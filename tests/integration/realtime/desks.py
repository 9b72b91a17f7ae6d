"""A desk's socket for tests, and events as the relay publishes them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
import websockets

from nitka.kernel.ids import new_id
from nitka.platform.auth.tokens import new_api_token, secret_hash
from nitka.platform.broker import EVENTS, Broker
from nitka.platform.database import Database
from nitka.platform.relay import subject
from tests.integration.chat.clients import Line
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.serving import Edge


async def make_token(database: Database, workspace: WorkspaceRow, name: str = "Анна") -> str:
    """Insert an API token of an operator and return it."""
    token = new_api_token()
    async with database.service() as tx:
        await tx.execute(
            "INSERT INTO api_token (workspace_id, id, name, token_hash, role) VALUES ($1, $2, $3, $4, 'operator')",
            workspace.id, new_id(), name, secret_hash(token),
        )  # fmt: skip
    return token


async def open_desk(edge: Edge, token: str, cursor: str | None = None, **options: Any) -> tuple[Line, dict[str, Any]]:
    """Open a desk's socket; return it with the first frame it is told."""
    headers = {"Authorization": f"Bearer {token}"}
    line = Line(await websockets.connect(f"{edge.ws}/api/v1/live", additional_headers=headers, **options))
    await line.say(type="resume", cursor=cursor)
    return line, await line.hear()


async def publish(
    broker: Broker, workspace: WorkspaceRow, kind: str, event_id: UUID | None = None, **fields: Any
) -> UUID:
    """Publish an event as the relay does; return its id."""
    id_ = event_id or new_id()
    body = msgspec.json.encode({"kind": kind, "workspace_id": workspace.id} | fields)
    await broker.js.publish(
        subject(workspace.id, kind), body, timeout=2, stream=EVENTS, headers={"Nats-Msg-Id": id_.hex}
    )
    return id_


def message(strand: UUID, text: str = "Да, есть", **fields: Any) -> dict[str, Any]:
    """Return a message as it stands in events."""
    base: dict[str, Any] = {
        "id": new_id(), "conversation_id": new_id(), "seq": 7, "direction": "out", "channel": "chat",
        "connection_id": new_id(), "strand_id": strand, "author": {"kind": "operator", "id": None, "name": "Анна"},
        "text": text, "html": None, "quoted": None, "subject": None, "attachments": [], "error": None,
        "at": "2026-03-04T12:00:00Z", "status": "queued", "address": None,
    }  # fmt: skip
    return base | fields
