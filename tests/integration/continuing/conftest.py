"""Two companies whose customers go on elsewhere."""

from __future__ import annotations

import pytest

from nitka.platform.database import Database
from nitka.platform.keys import Website
from tests.integration.chat.conftest import roles
from tests.integration.continuing.company import AUTHSERV, MAILBOX, Company
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.realtime.desks import make_token
from tests.integration.serving import Edge

__all__ = ["roles"]


async def _company(edge: Edge, database: Database, workspace: WorkspaceRow, website: Website) -> Company:
    settings = {"address": MAILBOX, "trusted_authserv_id": AUTHSERV}
    async with database.service() as tx:
        await tx.execute("UPDATE connection SET settings = $2 WHERE id = $1", workspace.email, settings)
        await tx.execute(
            "UPDATE connection SET write_key = $2, settings = $3 WHERE id = $1",
            workspace.chat, website.write_key, {"page": "https://shop.example/help"},
        )  # fmt: skip
    return Company(edge, workspace, website, await make_token(database, workspace))


@pytest.fixture
async def company(edge: Edge, database: Database, workspace: WorkspaceRow, website: Website, roles: None) -> Company:
    """This test's company, with the pipeline at work."""
    return await _company(edge, database, workspace, website)


@pytest.fixture
async def neighbour(edge: Edge, database: Database, other_workspace: WorkspaceRow, other_website: Website) -> Company:
    """Another company on the same Nitka."""
    return await _company(edge, database, other_workspace, other_website)
