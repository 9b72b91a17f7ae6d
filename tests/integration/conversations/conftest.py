"""A household of customers and somebody who answers them."""

from __future__ import annotations

import pytest

from nitka.platform.database import Database
from tests.integration.conversations.household import Household
from tests.integration.platform_fixtures import WorkspaceRow


@pytest.fixture
def household(database: Database, workspace: WorkspaceRow) -> Household:
    """No customers yet."""
    return Household(database, workspace)


@pytest.fixture
def neighbours(database: Database, other_workspace: WorkspaceRow) -> Household:
    """Another workspace's customers."""
    return Household(database, other_workspace)
