"""The account an engine runs as: PostgreSQL refuses root, so root lends it an account without rights."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from nitka.platform.engines.errors import EngineError

# CapEff in /proc/self/status (capabilities(7)): may this process pass any folder?
_CAP_DAC_READ_SEARCH = 1 << 2


@dataclass(frozen=True)
class Account:
    """An account to run as; `pass_folders` lets it through folders that are closed to it."""

    name: str
    uid: int
    gid: int
    pass_folders: bool = False


def unprivileged_account(folder: Path, *to_reach: Path) -> Account | None:
    """The account for a server that refuses root, or None when this process is not root.

    It is the owner of `folder` when that is not root, else `nitka` if that exists, else `nobody`.
    Raises EngineError when the account cannot come as far as each of `to_reach` and cannot be let through.
    """
    if os.geteuid() != 0:
        return None
    found = _choose(folder)
    closed = next((wall for path in to_reach if (wall := closed_parent(path, found))), None)
    if closed is None:
        return Account(found.pw_name, found.pw_uid, found.pw_gid)
    if not _may_pass_any_folder():
        raise EngineError(
            f"PostgreSQL does not run as root, and the account '{found.pw_name}', which it is to run as, "
            f"may not enter {closed}. Put Nitka and its data where every account may pass (/opt, /var/lib), "
            f"allow passage with 'chmod o+x {closed}', or start Nitka from an ordinary account."
        )
    return Account(found.pw_name, found.pw_uid, found.pw_gid, pass_folders=True)


def closed_parent(path: Path, account: pwd.struct_passwd) -> Path | None:
    """The first folder on the way to `path` that the account may not enter, or None."""
    for folder in reversed(path.resolve().parents):
        status = folder.stat()
        bit = 0o001
        if status.st_uid == account.pw_uid:
            bit = 0o100
        elif status.st_gid == account.pw_gid:
            bit = 0o010
        if not status.st_mode & bit:
            return folder
    return None


def _choose(folder: Path) -> pwd.struct_passwd:
    if folder.exists() and (owner := folder.stat().st_uid) != 0:
        return _by_uid(owner, folder)
    if folder.parent.exists() and (owner := folder.parent.stat().st_uid) != 0:
        return _by_uid(owner, folder.parent)
    for name in ("nitka", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EngineError("PostgreSQL does not run as root: make an account 'nitka' for it (useradd --system nitka).")


def _by_uid(uid: int, folder: Path) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise EngineError(
            f"{folder} belongs to uid {uid}, which no account has. Give it to one: chown -R nitka {folder}"
        ) from None


def _may_pass_any_folder() -> bool:
    try:
        status = Path("/proc/self/status").read_text()
    except FileNotFoundError:
        return False
    line = next(line for line in status.splitlines() if line.startswith("CapEff:"))
    return bool(int(line.split()[1], 16) & _CAP_DAC_READ_SEARCH)
