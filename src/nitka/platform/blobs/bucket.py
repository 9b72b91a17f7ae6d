"""Where a bucket is: `s3://bucket/prefix?endpoint=https://…&region=…&style=path`."""

import re
from typing import Self
from urllib.parse import parse_qsl, urlsplit

import msgspec

from nitka.kernel.errors import BadInput

_NAME = re.compile(r"[a-z0-9A-Z][a-z0-9A-Z._-]{1,62}")  # older buckets have capitals and underscores, too
_PREFIX = re.compile(r"(?!\.\.?(/|$))[\w.-]+(/(?!\.\.?(/|$))[\w.-]+)*", re.ASCII)


class Bucket(msgspec.Struct, frozen=True, kw_only=True):
    """A bucket of Amazon S3, or of the S3-compatible store at `endpoint`, and the beginning of all our names in it."""

    name: str
    prefix: str = ""
    endpoint: str = ""  # empty: Amazon's, by the region
    region: str = ""  # empty: AWS_REGION, else us-east-1
    by_host: bool = False  # the bucket is part of the host's name, and not of the path

    @classmethod
    def parse(cls, address: str) -> Self:
        """Read NITKA_BLOBS; raises `BadInput` with what is wrong in it."""
        parts = urlsplit(address)
        if parts.scheme != "s3":
            raise BadInput("NITKA_BLOBS is a folder, or s3://bucket/prefix?endpoint=https://…&region=…")
        if "@" in parts.netloc:
            raise BadInput("NITKA_BLOBS holds no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        if not _NAME.fullmatch(parts.netloc):
            raise BadInput(f"NITKA_BLOBS: “{parts.netloc}” is no name of a bucket")
        prefix = parts.path.strip("/")
        if prefix and not _PREFIX.fullmatch(prefix):
            raise BadInput("NITKA_BLOBS: what follows the bucket may have letters, digits, dots, _, - and /")
        endpoint, region, by_host = _options(parts.netloc, parts.query)
        return cls(name=parts.netloc, prefix=prefix, endpoint=endpoint, region=region, by_host=by_host)

    @property
    def server(self) -> str:
        """The store, for people."""
        return urlsplit(self.endpoint).netloc or "Amazon S3"

    @property
    def url(self) -> str:
        """Where requests go; empty: the client knows it by the region."""
        if not (self.endpoint and self.by_host):
            return self.endpoint
        parts = urlsplit(self.endpoint)
        return parts._replace(netloc=f"{self.name}.{parts.netloc}").geturl()

    def __str__(self) -> str:
        return f"s3://{self.name}/{self.prefix}".rstrip("/")


def _options(name: str, query: str) -> tuple[str, str, bool]:
    try:
        given = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True)) if query else {}
    except ValueError:
        raise BadInput("NITKA_BLOBS: after the question mark stand endpoint=…, region=… or style=…") from None
    endpoint, region, style = (given.pop(option, "") for option in ("endpoint", "region", "style"))
    if given:
        raise BadInput(f"NITKA_BLOBS knows endpoint=, region= and style=, not {next(iter(given))}=")
    parts = urlsplit(endpoint)
    if endpoint and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or "@" in parts.netloc):
        raise BadInput("NITKA_BLOBS: endpoint= is the store's address, such as https://storage.example.com")
    if style not in ("", "path", "host"):
        raise BadInput("NITKA_BLOBS: style= is path (https://store/bucket/…) or host (https://bucket.store/…)")
    # Amazon wants names as hosts; its certificate does not cover those with dots. Other stores mostly want paths.
    by_host = style == "host" or not (style or endpoint or "." in name)
    return endpoint.rstrip("/"), region, by_host
