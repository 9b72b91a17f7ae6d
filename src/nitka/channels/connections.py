"""Configured connections: rows of the database opened into what a connector works with."""

from collections.abc import Mapping
from typing import Any, Protocol

import asyncpg
import msgspec

from nitka.channels import registry
from nitka.channels.connector import ConnectionInfo


class Sealer(Protocol):
    """Seals and opens secrets; see `nitka.platform.secrets`."""

    def seal(self, plain: bytes) -> bytes:
        """Return the plain text encrypted."""
        ...

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed; raises when it was sealed with another key."""
        ...


def open_connection(row: Mapping[str, Any] | asyncpg.Record, sealer: Sealer) -> ConnectionInfo:
    """Return the connection of this row with its settings decoded and its secrets opened.

    Raises `msgspec.ValidationError` when the settings do not fit the connector any more.
    """
    secrets = msgspec.json.decode(sealer.open(row["secrets"])) if row["secrets"] else {}
    manifest = registry.connector(row["kind"]).manifest
    return ConnectionInfo(
        workspace_id=row["workspace_id"],
        id=row["id"],
        brand_id=row["brand_id"],
        kind=row["kind"],
        name=row["name"],
        settings=msgspec.convert(row["settings"] | secrets, manifest.settings),
    )
