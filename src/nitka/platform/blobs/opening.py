"""The storage that the settings name."""

from nitka.platform.blobs.folder import FolderBlobs
from nitka.platform.blobs.port import Blobs
from nitka.platform.settings import Settings


def open_blobs(settings: Settings) -> Blobs:
    """Return it; nothing is asked yet. The client of buckets is loaded only where there is one: it takes 10 MB."""
    if settings.bucket is None:
        return FolderBlobs(settings.blob_folder)
    from nitka.platform.blobs.s3 import S3Blobs

    return S3Blobs(settings.bucket)
