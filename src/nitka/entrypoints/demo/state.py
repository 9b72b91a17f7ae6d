"""What a demo remembers from run to run, in its data folder, closed to other accounts."""

import secrets
from pathlib import Path

import msgspec

from nitka.platform.engines.layout import DataDir, write_private

_WORDS = ("tundra", "vyuga", "fjord", "polyus", "sever", "veter", "inej", "zarya", "purga", "taiga", "lavina", "yakor")


class Kept(msgspec.Struct, kw_only=True):
    """Made at the first start. The password opens the desk, the others are the machine's own."""

    password: str
    mail_password: str
    seed: str
    imap_port: int = 0
    smtp_port: int = 0
    workspace_id: str = ""
    write_key: str = ""
    mailbox_id: str = ""  # the connection that reads the shop's mail
    mailbox_ports: list[int] = []  # as that connection knows them
    told: bool = False  # the past has been told to its end


def _path(data: DataDir) -> Path:
    return data.config / "demo.json"


def recall(data: DataDir) -> Kept:
    """Return what was kept, or make it."""
    data.create()
    try:
        return msgspec.json.decode(_path(data).read_bytes(), type=Kept)
    except FileNotFoundError:
        kept = Kept(password=_password(), mail_password=secrets.token_urlsafe(18), seed=secrets.token_urlsafe(18))
        keep(data, kept)
        return kept


def keep(data: DataDir, kept: Kept) -> None:
    """Remember it, durably."""
    write_private(_path(data), msgspec.json.encode(kept))


def _password() -> str:
    """Easy to type; for a desk that only this machine reaches."""
    words = secrets.SystemRandom().sample(_WORDS, 2)
    return f"{'-'.join(words)}-{secrets.randbelow(9000) + 1000}"
