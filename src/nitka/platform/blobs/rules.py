"""Pure decisions: names of blobs, their limit, and what the answers of an S3-compatible store mean."""

import re
import secrets
from collections.abc import Iterator

from nitka.kernel.errors import NotFound, TooLarge
from nitka.platform.blobs.bucket import Bucket
from nitka.platform.blobs.port import StoreFault

_KEY = re.compile("[0-9a-f]{32}")
_STATUS = re.compile(r"status code: (\d{3})")
_CODE = re.compile(r"<Code>(\w{1,60})</Code>")
_METADATA = re.compile(r"/latest/(api/token|meta-data)")  # where a machine of Amazon's gets its credentials
_WRONG_ACCOUNT = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "InvalidSecurity"}
_WRONG_REGION = {"AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect"}
_PASSING = {404, 408, 429}  # statuses below 500 after which waiting may help


def new_key() -> str:
    """Return a key that nobody has."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    """Return whether this can be a key."""
    return bool(_KEY.fullmatch(text))


def place_of(key: str) -> str:
    """Return where a blob lies, in a folder as in a bucket: two levels of 256. Raises `NotFound`."""
    # Keys come from our own tables, and still: no key may ever name another file.
    if not is_key(key):
        raise NotFound
    return f"{key[:2]}/{key[2:4]}/{key}"


def check_size(size: int, limit: int) -> None:
    """Raise `TooLarge` over `limit` bytes."""
    if size > limit:
        raise TooLarge(f"A file has at most {limit // 1_000_000} MB")


def status_of(said: str) -> int:
    """Return the HTTP status in what the client said of a failed request; 0 where none came."""
    found = _STATUS.search(said)
    return int(found[1]) if found else 0


def code_of(said: str) -> str:
    """Return the store's own name of its error; empty where it gave none."""
    found = _CODE.search(said)
    return found[1] if found else ""


def fault_of(said: str, bucket: Bucket) -> StoreFault:
    """Return what went wrong in words for whoever runs this; keys and addresses of files are not among them."""
    status, code = status_of(said), code_of(said)
    if reason := next(_wrong_settings(said, status, code, bucket), ""):
        return StoreFault(reason, lasting=True)
    if not status:
        return StoreFault(f"{bucket.server} does not answer")
    lasting = status < 500 and status not in _PASSING
    return StoreFault(f"{bucket.server} answered {f'{status} {code}'.strip()} for {bucket}", lasting=lasting)


def _wrong_settings(said: str, status: int, code: str, bucket: Bucket) -> Iterator[str]:
    """Yield what is set up wrongly, the surest first."""
    if _METADATA.search(said):
        yield f"There are no credentials for {bucket}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    if code == "NoSuchBucket":
        yield f"{bucket.server} has no bucket “{bucket.name}”: make it, or name another in NITKA_BLOBS"
    if code == "RequestTimeTooSkewed":
        yield "The clock of this machine is wrong: the store does not accept its requests"
    if code in _WRONG_ACCOUNT or status == 401:
        yield f"{bucket.server} does not accept AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY ({code or status})"
    if status == 403:
        yield f"{bucket.server} does not let this account read, write, delete and list in {bucket} ({code or status})"
    if code in _WRONG_REGION or status in (301, 307) or "incorrectly configured region" in said:
        yield f"The bucket “{bucket.name}” is in another region: name it in NITKA_BLOBS by region="
    if "extract metadata" in said:
        yield f"What answers at {bucket.server} is no S3-compatible store"
