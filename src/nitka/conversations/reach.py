"""What conversations must know of the channels there are."""

from collections.abc import Mapping

from nitka.channels.connector import Manifest
from nitka.conversations.models import Reach, Reaches


def reaches_of(manifests: Mapping[str, Manifest]) -> Reaches:
    """Return by kind whom a channel can write to first, and what can be taken back (from `registry.kinds()`)."""
    return {
        kind: Reach(
            addressable=manifest.addressable,
            send=manifest.capabilities.send,
            retract=manifest.capabilities.retract,
            reply_window_hours=manifest.capabilities.reply_window_hours,
            codes=manifest.capabilities.codes,
        )
        for kind, manifest in manifests.items()
    }
