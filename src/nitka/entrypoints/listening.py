"""The sockets that the edge listens on. Whatever is wrong with them or with TLS is said in a sentence, at the start."""

import errno
import socket
import ssl

from nitka.kernel.errors import NitkaError
from nitka.platform.settings import Settings


class CannotServe(NitkaError):
    """This process cannot serve as it is set up; trying again would not help."""

    title = "This address cannot be served"
    code = "cannot_serve"


def check_address(settings: Settings) -> None:
    """Raise `CannotServe` when the address is not free, or the certificate cannot be read."""
    for one in listen(settings):
        one.close()
    if settings.tls_cert is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.tls_cert, settings.tls_key)
    except OSError as error:  # also ssl.SSLError
        raise CannotServe(f"NITKA_TLS_CERT and NITKA_TLS_KEY cannot be used: {error.strerror or error}") from None


def listen(settings: Settings) -> list[socket.socket]:
    """Return bound sockets for every address of the host; raises `CannotServe`."""
    try:
        found = socket.getaddrinfo(
            settings.host or None, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except OSError:
        raise CannotServe(f"This machine has no address “{settings.host}”: choose another by --host") from None
    bound: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in dict.fromkeys(found):
            bound.append(_bound(socket.socket(family, kind, protocol), address))
    except OSError as error:
        for one in bound:
            one.close()
        raise CannotServe(_sentence(error, settings)) from None
    return bound


def _bound(made: socket.socket, address: tuple[object, ...]) -> socket.socket:
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if made.family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)  # the other family has a socket of its own
        made.setblocking(False)
        made.bind(address)
    except OSError:
        made.close()
        raise
    return made


def _sentence(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {settings.port} of {settings.host} is taken: choose another by --port"
    if error.errno == errno.EACCES:
        return f"This account may not listen on port {settings.port}: choose one above 1023 by --port"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"This machine has no address “{settings.host}”: choose another by --host"
    return f"Port {settings.port} of {settings.host} cannot be used: {error.strerror}"
