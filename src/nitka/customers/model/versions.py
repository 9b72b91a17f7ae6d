"""All versions that a workspace may still be drawn by, and the digests that keep each of them as it was."""

import hashlib
from typing import Any

import msgspec

from nitka.customers.model.first import FIRST
from nitka.customers.model.second import SECOND
from nitka.customers.model.shape import Model
from nitka.kernel.errors import Unavailable

# The newest one goes last; none is changed or taken out once it was released. A changed weight is a new version:
# a file of its own beside `first.py`, made of the one before by `msgspec.structs.replace`, and its digest below.
MODELS: dict[int, Model] = {model.version: model for model in (FIRST, SECOND)}

DIGESTS = {1: "2151b27657ebab87", 2: "c2e06eaa3a1586cb"}


def newest() -> Model:
    """Return the version that a fresh workspace begins with, and that others are asked to go over to."""
    return MODELS[max(MODELS)]


def model_of(version: int | None) -> Model:
    """Return what a workspace is drawn by; raises `Unavailable` where this program is older than the data."""
    if version is None:
        return newest()
    if version not in MODELS:
        raise Unavailable(f"Customers are drawn by version {version} of the model, and this program is older than that")
    return MODELS[version]


def digest(model: Model) -> str:
    """Return the digest of all weights and limits of a version; a field left at its default does not count.

    So a new field whose default changes nothing leaves the digests of earlier versions as they are.
    """
    text = msgspec.json.encode(_plain(model), order="deterministic")
    return hashlib.sha256(text).hexdigest()[:16]


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        fields = msgspec.structs.fields(value)
        own = {one.name: getattr(value, one.name) for one in fields}
        return {
            one.name: _plain(own[one.name])
            for one in fields
            if not (one.default is not msgspec.NODEFAULT and own[one.name] == one.default)
        }
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
