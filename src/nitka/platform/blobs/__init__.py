"""Blob storage: files and large bodies by random keys. A folder, a bucket of any S3-compatible store, or memory."""

from nitka.platform.blobs.folder import FolderBlobs
from nitka.platform.blobs.memory import MemoryBlobs
from nitka.platform.blobs.port import PIECE, Blob, Blobs, CannotStore, StoreFault

__all__ = ["PIECE", "Blob", "Blobs", "CannotStore", "FolderBlobs", "MemoryBlobs", "StoreFault"]
