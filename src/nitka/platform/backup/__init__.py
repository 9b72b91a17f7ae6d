"""Backup while running, and restore: after it nothing that was acknowledged is lost and nothing is there twice."""

from nitka.platform.backup.archive import FORMAT, BackupError, Manifest
from nitka.platform.backup.restore import read_manifest, restore
from nitka.platform.backup.save import save

__all__ = ["FORMAT", "BackupError", "Manifest", "read_manifest", "restore", "save"]
