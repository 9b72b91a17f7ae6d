"""The chat on a site or in a company's own app."""

from nitka.connectors.chat.connector import connector

__all__ = ["connector"]
