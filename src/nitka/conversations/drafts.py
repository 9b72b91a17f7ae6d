"""Drafts live on the server: what one was writing is there on every machine."""

from uuid import UUID

import msgspec

from nitka.conversations.models import TEXT_LIMIT, Draft, Recipient
from nitka.conversations.reading import root_of
from nitka.conversations.sql import queries
from nitka.kernel.errors import BadInput
from nitka.kernel.text import harmless
from nitka.platform.auth import Principal
from nitka.platform.database import Connection


async def draft(tx: Connection, principal: Principal, conversation_id: UUID) -> Draft:
    """Return one's own draft, empty when there is none. Raises `NotFound`."""
    root = await root_of(tx, conversation_id)
    row = await queries.draft(tx, id=root, account_id=principal.actor_id)
    if row is None:
        return Draft()
    to = msgspec.convert(row["recipient"], Recipient) if row["recipient"] else None
    return Draft(text=row["text"], note=row["note"], to=to)


async def save_draft(tx: Connection, principal: Principal, conversation_id: UUID, new: Draft) -> Draft:
    """Keep a draft; an empty one is deleted. Raises `NotFound`, `BadInput`."""
    root = await root_of(tx, conversation_id)
    text = harmless(new.text)
    if len(text) > TEXT_LIMIT:
        raise BadInput(f"A message may have at most {TEXT_LIMIT} characters", field="text")
    await queries.drop_drafts(tx, id=root, account_id=principal.actor_id)
    if text:
        await queries.save_draft(
            tx, workspace_id=principal.workspace_id, id=root, account_id=principal.actor_id, text=text,
            note=new.note, recipient=msgspec.to_builtins(new.to) if new.to else None,
        )  # fmt: skip
    return Draft(text=text, note=new.note, to=new.to)
