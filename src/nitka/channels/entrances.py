"""Where a customer goes with a token of «Continue in…»: by each connection of the brand that can carry one."""

from typing import Any
from uuid import UUID

import msgspec

from nitka.channels import registry
from nitka.channels.continuing import PARAMETER, TokenSealer
from nitka.platform.auth.codes import picture
from nitka.platform.database import Connection, every, load_queries

_queries = load_queries(__file__)


class Way(msgspec.Struct, frozen=True):
    """One way to go on. `address` is for people to read and copy, `url` opens it; `qr` is the url as an SVG."""

    channel: str
    connection_id: UUID
    name: str
    address: str
    url: str
    qr: str


class Entrances:
    """Knows how tokens are sealed here, and where they may be brought."""

    def __init__(self, sealer: TokenSealer, base_url: str) -> None:
        self.sealer = sealer
        self._base_url = base_url

    async def ways(self, tx: Connection, brand_id: UUID, token: str, target: str | None = None) -> list[Way]:
        """Return the ways of this brand, chat first; only those of the target channel where there is one."""
        rows = await every(_queries.entrances(tx, brand_id=brand_id))
        found = [self._way(row, token) for row in rows if target in (None, row["kind"])]
        return [way for way in found if way]

    def _way(self, row: Any, token: str) -> Way | None:
        manifest = registry.connector(row["kind"]).manifest
        try:
            settings = msgspec.convert(row["settings"], manifest.settings)
        except msgspec.ValidationError:  # of a connection that is not set up, or not for this version
            return None
        way = manifest.entrance(settings, token) if manifest.entrance else None
        if way is None and manifest.hosted and row["write_key"]:
            way = f"{self._base_url}/continue/{row['write_key']}?{PARAMETER}={token}"
        if way is None:
            return None
        return Way(row["kind"], row["id"], row["name"], way.removeprefix("mailto:"), way, picture(way))
