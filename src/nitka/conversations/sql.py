"""The statements of this module, one file a subject, all under one name."""

from collections.abc import Iterable
from typing import Any

from nitka.platform.database import load_queries

queries = load_queries(__file__)


def columns(rows: Iterable[tuple[Any, ...]], *names: str) -> dict[str, list[Any]]:
    """Return rows turned into one array a column, as the set-based statements take them."""
    turned = list(zip(*rows, strict=True))
    return {name: list(turned[at]) if turned else [] for at, name in enumerate(names)}
