"""The embedded engines: PostgreSQL and NATS JetStream, supervised in one data folder."""

from nitka.platform.engines.engines import Engines, EngineUrls
from nitka.platform.engines.errors import EngineError, FolderInUse
from nitka.platform.engines.layout import DataDir, Runtime

__all__ = ["DataDir", "EngineError", "EngineUrls", "Engines", "FolderInUse", "Runtime"]
