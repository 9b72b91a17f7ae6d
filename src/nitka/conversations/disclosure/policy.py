"""What a workspace lets be told: versions, each kept, the latest in force."""

import msgspec

from nitka.conversations.disclosure.hearing import queries
from nitka.conversations.disclosure.models import DisclosurePolicy, Needs, PolicyChange
from nitka.kernel.errors import Conflict
from nitka.platform.auth import Principal, audit
from nitka.platform.database import Connection


async def policy(tx: Connection) -> DisclosurePolicy:
    """Return what holds now."""
    row = await queries.policy(tx)
    if row is None:
        return DisclosurePolicy()
    return DisclosurePolicy(
        needs=msgspec.convert(row["needs"], Needs), version=row["version"], changed_at=row["changed_at"],
        changed_by=row["changed_by"],
    )  # fmt: skip


async def change_policy(tx: Connection, principal: Principal, change: PolicyChange) -> DisclosurePolicy:
    """Put a new version in force. Raises `Conflict` when another one is in force than the caller has seen."""
    before = await policy(tx)
    version: int | None = None
    if before.version == change.version:
        version = await queries.add_policy(
            tx, workspace_id=principal.workspace_id, version=before.version + 1,
            needs=msgspec.to_builtins(change.needs),
            changed_by=principal.actor_id if principal.actor_kind == "account" else None,
        )  # fmt: skip
    if version is None:
        raise Conflict("Somebody has changed the rules meanwhile: look at them again")
    now, then = msgspec.to_builtins(change.needs), msgspec.to_builtins(before.needs)
    changed = {kind: f"{then[kind]} → {need}" for kind, need in now.items() if then[kind] != need}
    await audit(tx, principal, "disclosure.change", str(version), changed)
    return await policy(tx)
