"""What owners set up: the workspace, its connections, and the keys that the edge lets in."""

from nitka.channels.administration.service import Administration
from nitka.channels.administration.workspaces import Opened, create_workspace

__all__ = ["Administration", "Opened", "create_workspace"]
