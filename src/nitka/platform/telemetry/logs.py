"""Structured logs: JSON lines, or colours on a terminal. Personal data stays out.

Our own code logs ids and classes of errors. The nets below are for what others say: libraries' messages, and
errors whose message repeats the value that was wrong.
"""

import logging
import re
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from nitka.platform.settings import Settings

_PACKAGES = ("site-packages/", "/src/", "/lib/python3")
_EMAIL = re.compile(r"[^\s@\"'<>()\[\]{},;:=]+@[^\s@\"'<>()\[\]{},;:=]+")
_PHONE = re.compile(r"(?<![\w.-])(?:\+\d[\d() -]{8,16}\d|[78]\d{10})(?![\w-])")
_QUIET = ("asyncio", "nats", "uvicorn", "uvicorn.error", "uvicorn.access", "websockets", "httpx", "aiosmtplib")


def configure_logging(settings: Settings) -> None:
    """Set up structlog and the standard library's logging, to standard error."""
    level = logging.getLevelNamesMapping().get(settings.log_level.upper(), logging.INFO)
    console = settings.log_format == "console" or (not settings.log_format and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        errors_without_values,
        without_people,
    ]
    last: Processor = structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer(_dumps)
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def errors_without_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace an exception by its class and the places it went through: messages may repeat what a person wrote."""
    given = event.pop("exc_info", None)
    if not given:
        return event
    error = given if isinstance(given, BaseException) else (given[1] if isinstance(given, tuple) else None)
    if error is None:
        error = sys.exc_info()[1]
    if error is not None:
        event["exception"] = describe(error)
    return event


def describe(error: BaseException) -> str:
    """Return the chain of an exception's classes with `file:line function` of each step, without messages."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(parts) < 5:
        parts.append(f"{type(seen).__module__}.{type(seen).__qualname__}: {_steps(seen.__traceback__)}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return " | caused by ".join(parts)


def _steps(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-12:]
    return " > ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)


def _short(filename: str) -> str:
    for mark in _PACKAGES:
        if mark in filename:
            return filename.rpartition(mark)[2]
    return Path(filename).name


def without_people(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Hide what looks like an e-mail address or a phone number in any text of a log line."""
    for key, value in event.items():
        if isinstance(value, str) and key != "timestamp":
            event[key] = hide_people(value)
    return event


def hide_people(text: str) -> str:
    """Return the text with e-mail addresses and phone numbers hidden."""
    if "@" in text:
        text = _EMAIL.sub("‹e-mail›", text)
    return _PHONE.sub("‹phone›", text)


def _dumps(value: Any, **_: Any) -> str:
    return msgspec.json.encode(value, enc_hook=repr).decode("utf-8", "replace")
