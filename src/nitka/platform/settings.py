"""What an installation may set: environment variables named NITKA_…, and what the command line says over them."""

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec

from nitka.kernel.errors import BadInput
from nitka.platform.blobs.bucket import Bucket

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """One process's settings. Addresses of engines hold passwords: never log this whole."""

    data: Path = Path(".nitka")
    database_url: str = ""
    nats_url: str = ""
    secret_key: str = ""  # seals connection secrets; empty: derived from the database's password
    old_secret_keys: tuple[str, ...] = ()  # still opened, no longer used for sealing
    public_url: str = ""  # as people reach it from outside; empty: http://host:port
    host: str = "127.0.0.1"
    port: int = 8080
    tls_cert: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: tuple[str, ...] = ()  # addresses or networks whose X-Forwarded-* are believed
    blobs: str = ""  # a folder, or s3://bucket/prefix?endpoint=…&region=…; empty: the data folder's `blobs`
    smtp_url: str = ""  # smtp://, smtps:// or smtp+starttls://user:password@host:port?from=…
    metrics_token: str = ""  # opens /metrics to others than this machine
    client_rate: float = 100.0  # requests a second from one address to public endpoints
    new_visitors: Annotated[int, msgspec.Meta(ge=1)] = 500  # an hour of one address
    visitors_mb: Annotated[int, msgspec.Meta(ge=1)] = 512  # MB of bindings that the broker keeps
    upload_mb: Annotated[int, msgspec.Meta(ge=1)] = 500  # MB an hour of one address to public endpoints
    unsent_mb: Annotated[int, msgspec.Meta(ge=1)] = 2000  # MB of files that a workspace's visitors have not sent
    private_hosts: Literal["allow", "refuse"] = "allow"  # may connections name hosts of private networks
    log_format: str = ""  # json, console; empty: console on a terminal
    log_level: str = "info"

    @classmethod
    def load(cls, environ: Mapping[str, str], **given: Any) -> "Settings":
        """Read the environment; `given` values that are not None win. Raises `BadInput` naming the variable."""
        values: dict[str, Any] = {}
        for name in cls.__struct_fields__:
            text = environ.get(f"NITKA_{name.upper()}", "").strip()
            if text:
                values[name] = _LISTS[name](text) if name in _LISTS else text
        values |= {name: value for name, value in given.items() if value is not None}
        try:
            settings = msgspec.convert(values, cls, strict=False, dec_hook=_path)
        except msgspec.ValidationError as error:
            raise BadInput(f"A setting is not right: {error}") from None
        settings.check()
        return settings

    def check(self) -> None:
        """Raise `BadInput` for settings that contradict each other or cannot be read."""
        if not 1 <= self.port <= 65535:
            raise BadInput("A port (--port, NITKA_PORT) is a number from 1 to 65535")
        if (self.tls_cert is None) != (self.tls_key is None):
            raise BadInput("NITKA_TLS_CERT and NITKA_TLS_KEY go together")
        if self.public_url and urlsplit(self.public_url).scheme not in ("http", "https"):
            raise BadInput("NITKA_PUBLIC_URL begins with http:// or https://")
        if self.log_format not in ("", "json", "console"):
            raise BadInput("NITKA_LOG_FORMAT is json or console")
        _ = self.proxy_networks, self.bucket

    @property
    def proxy_networks(self) -> tuple[Network, ...]:
        """The networks whose X-Forwarded-* headers are believed."""
        try:
            return tuple(ipaddress.ip_network(one, strict=False) for one in self.trusted_proxies)
        except ValueError:
            raise BadInput("NITKA_TRUSTED_PROXIES lists addresses or networks, such as 10.0.0.0/8") from None

    @property
    def base_url(self) -> str:
        """Where people reach this Nitka, without a slash at the end."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = "localhost" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104
        scheme = "https" if self.tls_cert else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def blob_folder(self) -> Path:
        """The folder that holds files, where no bucket does."""
        return Path(self.blobs).expanduser() if self.blobs else self.data / "blobs"

    @property
    def bucket(self) -> Bucket | None:
        """The bucket that holds files, if one does."""
        return Bucket.parse(self.blobs) if "://" in self.blobs else None


def _words(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if word]


def _keys(text: str) -> list[str]:
    return [key.strip() for key in text.split(",") if key.strip()]  # a key may hold spaces: see secrets.secret_of


_LISTS = {"trusted_proxies": _words, "old_secret_keys": _keys}


def _path(type_: type, value: Any) -> Any:
    if type_ is Path and isinstance(value, str | Path):
        return Path(value).expanduser()
    raise NotImplementedError(type_)
