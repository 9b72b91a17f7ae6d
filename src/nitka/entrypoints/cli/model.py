"""`nitka identity model`: by which version of the model customers are drawn, and going over to another."""

from typing import Annotated
from uuid import UUID

import msgspec
from cyclopts import Parameter

from nitka.customers.model import deciding, listing
from nitka.customers.model.models import ModelCounts, ModelStatus
from nitka.entrypoints.cli.app import work
from nitka.entrypoints.cli.identity import identity
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data, Json
from nitka.entrypoints.cli.services import connected, in_workspace
from nitka.platform.auth import Principal, audit

Workspace = Annotated[UUID, Parameter(name="--workspace", help="The workspace's id.")]
Approve = Annotated[int | None, Parameter(help="Go over to this version, whose changes were found out.")]
Refuse = Annotated[int | None, Parameter(help="Leave customers as they are.")]


@identity.command(name="model")
def model(
    *, workspace: Workspace, approve: Approve = None, refuse: Refuse = None, data: Data = DEFAULT_DATA,
    as_json: Json = False,
) -> int:  # fmt: skip
    """Show by which version of the model customers are drawn and what a newer one would change, or decide about it."""

    async def command() -> None:
        async with connected(data) as services:
            await in_workspace(services, workspace)
            who = Principal(workspace_id=workspace, actor_kind="cli", actor_id=None, role="owner", name="nitka")
            async with services.database.workspace(workspace) as tx:
                if approve is not None and await deciding.approve(tx, workspace, approve, None):
                    await audit(tx, who, "model.approve", str(approve))
                if refuse is not None and await deciding.refuse(tx, workspace, refuse, None):
                    await audit(tx, who, "model.refuse", str(refuse))
                status = await listing.status(tx)
        print(msgspec.json.encode(status).decode() if as_json else "\n".join(_lines(status)))

    return work(command())


def _lines(status: ModelStatus) -> list[str]:
    one = status.revision
    lines = [f"customers are drawn by version {status.version}, the newest is {status.newest}"]
    if one is None:
        return lines
    far = f", {one.done:,} of about {one.total:,}" if one.total else ""
    lines.append(f"version {one.version}: {one.state}{far}")
    return lines if one.counts is None else [*lines, *_told(one.counts)]


def _told(counts: ModelCounts) -> list[str]:
    return [
        f"{counts.customers_before:,} customers become {counts.customers_after:,}: {counts.merges:,} times some are "
        f"joined, {counts.splits:,} times one comes apart",
        f"{counts.touches:,} touches move; {counts.freed:,} identifiers are somebody's again, {counts.lost:,} nobody's",
    ]
