"""Addresses of buckets, and what the answers of a store mean."""

import pytest

from nitka.kernel.errors import BadInput
from nitka.platform.blobs.bucket import Bucket
from nitka.platform.blobs.rules import fault_of
from nitka.platform.settings import Settings

OWN = "s3://files/nitka/a?endpoint=https://storage.example.com:9000/&region=ru-1"
ASKED = "Error performing PUT http://store/files/ab/cd/abcd in 1ms - Server returned non-2xx status code: "


@pytest.mark.parametrize(
    ("address", "url", "shown"),
    [
        (OWN, "https://storage.example.com:9000", "s3://files/nitka/a"),
        (OWN + "&style=host", "https://files.storage.example.com:9000", "s3://files/nitka/a"),
        ("s3://files", "", "s3://files"),
        ("s3://files/?region=eu-north-1", "", "s3://files"),
    ],
)
def test_a_bucket_is_named_in_one_line(address: str, url: str, shown: str) -> None:
    bucket = Settings.load({"NITKA_BLOBS": address}).bucket
    assert bucket is not None
    assert (bucket.url, str(bucket)) == (url, shown)


@pytest.mark.parametrize(
    ("address", "by_host"),
    [
        ("s3://files", True),
        ("s3://files.example.com", False),  # Amazon's certificate covers one label only
        ("s3://files?style=path", False),
        (OWN, False),
        (OWN + "&style=host", True),
    ],
)
def test_requests_go_to_where_the_store_expects_them(address: str, by_host: bool) -> None:
    assert Bucket.parse(address).by_host is by_host


def test_a_folder_is_no_bucket() -> None:
    for environ in ({}, {"NITKA_BLOBS": "/mnt/nitka"}, {"NITKA_BLOBS": "s3"}):
        assert Settings.load(environ).bucket is None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("gs://files", "is a folder, or s3://"),
        ("s3://", "is no name of a bucket"),
        ("s3:///files", "is no name of a bucket"),
        ("s3://key:secret@files", "holds no credentials"),
        ("s3://files/a b", "what follows the bucket"),
        ("s3://files/../others", "what follows the bucket"),
        ("s3://files?endpoint=storage.example.com:9000", "is the store's address"),
        ("s3://files?endpoint=https://k:s@storage.example.com", "is the store's address"),
        ("s3://files?colour=red", "not colour="),
        ("s3://files?endpoint", "after the question mark"),
        ("s3://files?style=virtual", "style= is path"),
    ],
)
def test_what_is_wrong_in_an_address_is_said(address: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        Settings.load({"NITKA_BLOBS": address})
    assert said in caught.value.detail


@pytest.mark.parametrize(
    ("answer", "said", "lasting"),
    [
        (f"{ASKED}404 Not Found: <Error><Code>NoSuchBucket</Code></Error>", "has no bucket “files”", True),
        (f"{ASKED}403 Forbidden: <Error><Code>AccessDenied</Code></Error>", "does not let this account", True),
        (f"{ASKED}403 Forbidden: <Code>SignatureDoesNotMatch</Code>", "does not accept AWS_ACCESS_KEY_ID", True),
        (f"{ASKED}401 Unauthorized: ", "does not accept AWS_ACCESS_KEY_ID", True),
        (f"{ASKED}403 Forbidden: <Code>RequestTimeTooSkewed</Code>", "clock", True),
        (f"{ASKED}400 Bad Request: <Code>AuthorizationHeaderMalformed</Code>", "region=", True),
        (f"{ASKED}307 Temporary Redirect: ", "region=", True),
        ("Received redirect, this normally indicates an incorrectly configured region", "region=", True),
        ("PUT http://169.254.169.254/latest/api/token - status code: 403 Forbidden", "There are no credentials", True),
        ("Unable to extract metadata from headers: ETag Header missing", "no S3-compatible store", True),
        (f"{ASKED}405 Method Not Allowed: ", "answered 405", True),
        (f"{ASKED}429 Too Many Requests: ", "answered 429", False),
        (f"{ASKED}503 Service Unavailable: <Code>SlowDown</Code>", "answered 503 SlowDown", False),
        ("HTTP error: error sending request", "does not answer", False),
    ],
)
def test_what_a_store_answers_is_told_in_words(answer: str, said: str, lasting: bool) -> None:
    fault = fault_of(answer, Bucket.parse(OWN))
    assert said in fault.reason
    assert fault.lasting is lasting
    assert "abcd" not in fault.reason, "keys of files are nobody's business"
    assert fault.detail == "Files are not available for the moment, please try again"
