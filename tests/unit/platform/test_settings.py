"""Settings from the environment and the command line."""

from pathlib import Path

import pytest

from nitka.kernel.errors import BadInput
from nitka.platform.settings import Settings


def test_without_anything_it_serves_this_machine_alone() -> None:
    settings = Settings.load({})
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8080, "http://127.0.0.1:8080")
    assert settings.blob_folder == Path(".nitka/blobs")
    assert settings.proxy_networks == ()


def test_the_environment_is_read_and_the_command_line_wins() -> None:
    environ = {
        "NITKA_PORT": "9000",
        "NITKA_HOST": "0.0.0.0",
        "NITKA_BLOBS": "/var/lib/nitka/blobs",
        "NITKA_TRUSTED_PROXIES": "10.0.0.0/8, 192.168.1.1",
        "NITKA_OLD_SECRET_KEYS": "one, database two",
        "NITKA_SECRET_KEY": "",
    }
    settings = Settings.load(environ, port=7000, host=None)
    assert (settings.port, settings.host) == (7000, "0.0.0.0")
    assert settings.blob_folder == Path("/var/lib/nitka/blobs")
    assert [str(one) for one in settings.proxy_networks] == ["10.0.0.0/8", "192.168.1.1/32"]
    assert settings.old_secret_keys == ("one", "database two")


@pytest.mark.parametrize(
    "environ",
    [
        {"NITKA_PORT": "eighty"},
        {"NITKA_TLS_CERT": "cert.pem"},
        {"NITKA_PUBLIC_URL": "nitka.example.com"},
        {"NITKA_TRUSTED_PROXIES": "proxy.internal"},
        {"NITKA_LOG_FORMAT": "xml"},
        {"NITKA_BLOBS": "gs://bucket"},
        {"NITKA_CLIENT_RATE": "fast"},
        {"NITKA_PRIVATE_HOSTS": "maybe"},
    ],
)
def test_a_wrong_setting_stops_the_start(environ: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        Settings.load(environ)


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({"public_url": "https://nitka.example.com/"}, "https://nitka.example.com"),
        ({"host": "0.0.0.0", "port": 80}, "http://localhost:80"),
        ({"host": "::1"}, "http://[::1]:8080"),
        ({"tls_cert": "c.pem", "tls_key": "k.pem", "host": "nitka.lan"}, "https://nitka.lan:8080"),
    ],
)
def test_links_lead_to_where_people_reach_it(given: dict[str, object], url: str) -> None:
    assert Settings.load({}, **given).base_url == url
