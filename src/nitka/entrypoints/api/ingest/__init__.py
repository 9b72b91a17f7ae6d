"""The public doors: site tracking under `/v1`, chat clients under `/client/v1`."""

from nitka.entrypoints.api.ingest.client import client_router
from nitka.entrypoints.api.ingest.tracking import tracking_router

__all__ = ["client_router", "tracking_router"]
