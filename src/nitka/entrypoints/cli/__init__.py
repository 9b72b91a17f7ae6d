"""The command `nitka`."""

from nitka.entrypoints.cli.app import main

__all__ = ["main"]
