"""What desks and widgets are pushed: a hint of what changed, never the truth itself."""

from nitka.entrypoints.realtime.hub import Hub

__all__ = ["Hub"]
