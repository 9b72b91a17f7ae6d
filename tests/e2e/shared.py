"""What is opened once for all these tests, and closed before a test of another folder begins."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any, TypeVar

T = TypeVar("T")
_stack = ExitStack()
_opened: dict[Callable[..., Any], Any] = {}


def shared(open_: Callable[..., AbstractContextManager[T]], *arguments: Any) -> T:
    """Return what `open_` opens; it is opened at the first call only."""
    if open_ not in _opened:
        _opened[open_] = _stack.enter_context(open_(*arguments))
    found: T = _opened[open_]
    return found


def close_shared() -> None:
    """Close all of it, the latest first."""
    _opened.clear()
    _stack.close()
