"""IMAP for the demo: pymap's server over boxes of ours."""

from argparse import Namespace
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable, Mapping

from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from nitka.entrypoints.demo.mail.boxes import Box

_PLAIN = ProxyProtocolVersion.get()  # nobody stands between


class _Config(Config):
    """Plain text on loopback: nothing to encrypt, and nobody's name to look up."""

    @property
    def greeting(self) -> bytes:
        return b"The demo's mail is ready"


def _config() -> _Config:
    return _Config(
        Namespace(passlib_cfg=None),
        host="127.0.0.1",
        port=0,
        demo_data=False,
        demo_user="",
        demo_password="",
        tls_enabled=False,
        subsystem=Subsystem.for_asyncio(),
        cpu_subsystem=Subsystem.for_asyncio(),
        hash_context=Cleartext(),
        proxy_protocol=_PLAIN,
    )


def imap_callback(boxes: Mapping[str, Box], password: str) -> Callable[[StreamReader, StreamWriter], Awaitable[None]]:
    """Return what `asyncio.start_server` calls for each connection. Every box opens with the same password."""
    config = _config()
    login = Login(config)
    for address, box in boxes.items():
        login.users_dict[address] = UserMetadata(config, address, password=password)
        config.set_cache[address] = (box, FilterSet())
    return ProxyProtocolReader(_PLAIN).get_callback(IMAPServer(login, config))
