"""The audit log: who changed what. Ids and settings, never a person's data or a secret."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from nitka.kernel.ids import new_id
from nitka.platform.auth.models import Actor, AuditEntry, Principal
from nitka.platform.database import Connection, every, load_queries

_queries = load_queries(__file__)


async def audit(
    tx: Connection,
    principal: Principal,
    action: str,
    target: UUID | str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Write one line, in the transaction of what it tells about. `action` is like 'customers.merge'."""
    await _queries.add_audit(
        tx,
        workspace_id=principal.workspace_id,
        id=new_id(),
        actor_kind=principal.actor_kind,
        actor_id=principal.actor_id,
        action=action,
        target=None if target is None else str(target),
        details=details or {},
    )


async def audit_account(
    tx: Connection,
    account_id: UUID,
    action: str,
    details: dict[str, Any] | None = None,
    *,
    by: Literal["account", "cli"] = "account",
) -> None:
    """Write that something about an account has changed, in each of its workspaces: in a transaction of the service.

    `by`: themselves, or whoever runs the server.
    """
    for place in await every(_queries.workspaces_of(tx, account_id=account_id)):
        actor_id = account_id if by == "account" else None
        who = Principal(workspace_id=place["id"], actor_kind=by, actor_id=actor_id, role=place["role"], name="")
        await audit(tx, who, action, account_id, details)


async def audit_page(tx: Connection, before: tuple[datetime, UUID] | None, limit: int) -> list[AuditEntry]:
    """Return the newest lines of the workspace, or those before a place."""
    at, id_ = before or (None, None)
    return [
        AuditEntry(
            id=row["id"],
            at=row["at"],
            actor=Actor(row["actor_kind"], row["actor_id"], row["actor_name"]),
            action=row["action"],
            target=row["target"],
            details=row["details"],
        )
        async for row in _queries.audit_page(tx, before_at=at, before_id=id_, page=limit)
    ]
