"""Which connectors there are: those of this package, and any other by the entry point `nitka.connectors`."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import Any

import msgspec

from nitka.channels.connector import Connector, Manifest
from nitka.kernel.errors import BadInput

PACKAGE = "nitka.connectors"


@cache
def connectors() -> dict[str, Connector]:
    """Return every connector by its kind. A folder is one when its `__init__` has a `connector`."""
    # The package is found by name: the contract must not import those who keep it.
    folder = import_module(PACKAGE)
    found = [import_module(f"{PACKAGE}.{module.name}").connector for module in iter_modules(folder.__path__)]
    found += [point.load() for point in entry_points(group="nitka.connectors")]
    return {one.manifest.kind: one for one in found}


def kinds() -> dict[str, Manifest]:
    """Return the manifests by kind."""
    return {kind: one.manifest for kind, one in connectors().items()}


def connector(kind: str) -> Connector:
    """Return the connector of this kind; raises `BadInput` naming those there are."""
    try:
        return connectors()[kind]
    except KeyError:
        raise BadInput(f"There is no channel “{kind}”; there are: {', '.join(sorted(connectors()))}") from None


def addressable() -> dict[str, tuple[str, ...]]:
    """Return, by kind, the identifier types that a first message may be sent to."""
    return {kind: manifest.addressable for kind, manifest in kinds().items()}


def secret_fields(settings: type[msgspec.Struct]) -> frozenset[str]:
    """Return the fields of a settings struct that are to be sealed."""
    properties = msgspec.json.schema(settings)["$defs"][settings.__name__]["properties"]
    return frozenset(name for name, schema in properties.items() if _marked_secret(schema))


def _marked_secret(schema: dict[str, Any]) -> bool:
    nested: Iterable[dict[str, Any]] = schema.get("anyOf", ())
    return bool(schema.get("secret")) or any(_marked_secret(one) for one in nested)
