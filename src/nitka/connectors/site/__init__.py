"""Site tracking, as Segment's HTTP API speaks it: visits, events and what a site knows of its visitors."""

from nitka.connectors.site.connector import connector

__all__ = ["connector"]
