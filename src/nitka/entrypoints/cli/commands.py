"""Imports every command, so that each is registered."""

from nitka.entrypoints.cli import backup, connection, demo, doctor, migrate, run, up, workspace

__all__ = ["backup", "connection", "demo", "doctor", "migrate", "run", "up", "workspace"]
