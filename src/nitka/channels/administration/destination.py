"""Where the secrets of a connection are sent. Pure."""

from collections.abc import Mapping
from typing import Any

from nitka.channels.connector import Manifest
from nitka.kernel.errors import BadInput

_AGAIN = "This secret would be sent to another place now: please give it again"


def check_destination(
    manifest: Manifest, before: Mapping[str, Any], after: Mapping[str, Any], given: Mapping[str, Any]
) -> None:
    """Raise `BadInput` when a stored secret would be sent somewhere else without having been given again.

    Whoever may change settings need not know the password, and must not learn it by naming a server of their own.
    """
    if all(_same(before.get(name), after.get(name)) for name in manifest.destination):
        return
    for name in manifest.credentials:
        if before.get(name) and after.get(name) and not given.get(name):
            raise BadInput(_AGAIN, field=f"settings.{name}")


def _same(one: Any, other: Any) -> bool:
    return one == other or (not one and not other)
