"""Backup while running, and restore: after it nothing that was acknowledged is lost and nothing is there twice."""

from nitka.platform.backup.archive import FORMAT, Manifest
from nitka.platform.backup.restore import restore
from nitka.platform.backup.save import save

__all__ = ["FORMAT", "Manifest", "restore", "save"]
