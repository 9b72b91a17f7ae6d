"""Every error leaves as application/problem+json (RFC 9457) with a plain sentence."""

from typing import Any

import asyncpg
import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, InternalServerException, ValidationException
from litestar.types import ExceptionHandlersMap

from nitka.kernel.errors import (
    BadInput,
    Forbidden,
    NitkaError,
    NotFound,
    NotSignedIn,
    TooLarge,
    TooMany,
    Unavailable,
)
from nitka.platform.faults import is_of_the_engines

_log = structlog.get_logger("api")
MEDIA_TYPE = "application/problem+json"
_LEFT = "client disconnected prematurely"  # what Litestar raises when a client leaves in the middle of its body
AnyRequest = Request[Any, Any, Any]


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What went wrong. `detail` is for people, `type` for programs; `field` names the place in the request."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None


def problem_of(error: NitkaError) -> Problem:
    """Return the error as it is said to the caller."""
    return Problem(f"/problems/{error.code}", error.title, error.status, error.detail, error.field)


def problem_response(error: NitkaError) -> Response[Problem]:
    """Return the answer for an error."""
    headers: dict[str, str] = {}
    if isinstance(error, TooMany | Unavailable):
        headers["Retry-After"] = str(max(1, round(error.retry_after)))
    if isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    return Response(problem_of(error), status_code=error.status, media_type=MEDIA_TYPE, headers=headers)


def _ours(_: AnyRequest, error: NitkaError) -> Response[Problem]:
    if error.status >= 500 and not isinstance(error, Unavailable):
        _log.error("request failed", error=type(error).__name__, exc_info=error)
    return problem_response(error)


def _wrong_values(_: AnyRequest, error: ValidationException) -> Response[Problem]:
    found = error.extra if isinstance(error.extra, list) else []
    first: dict[str, Any] = next((one for one in found if isinstance(one, dict)), {})
    said = str(first.get("message") or "The request has a value of the wrong type")
    return problem_response(BadInput(_plain(said), field=str(first["key"]) if first.get("key") else None))


def _plain(said: str) -> str:
    # msgspec says what was expected and what came, never the value itself, and ends with the path we give apart.
    return said.partition(" - at ")[0]


class MethodNotAllowed(NitkaError):
    """The address is right, the method is not."""

    status = 405
    title = "This address does not take this method"
    code = "method_not_allowed"


_BY_STATUS: dict[int, type[NitkaError]] = {
    401: NotSignedIn,
    403: Forbidden,
    404: NotFound,
    405: MethodNotAllowed,
    413: TooLarge,
}


def _of_the_framework(_: AnyRequest, error: HTTPException) -> Response[Problem]:
    if isinstance(error, InternalServerException) and error.detail == _LEFT:
        return problem_response(BadInput("The body broke off"))  # nobody hears it, and nothing here has failed
    if error.status_code >= 500:
        _log.error("request failed", error=type(error).__name__, exc_info=error)
        return problem_response(NitkaError())
    kind = _BY_STATUS.get(error.status_code)
    if kind is not None:
        response = problem_response(kind())
    else:
        response = problem_response(BadInput(error.detail if error.status_code == 400 else ""))
    response.headers.update(error.headers or {})
    return response


def _unexpected(_: AnyRequest, error: Exception) -> Response[Problem]:
    if isinstance(error, asyncpg.DataError | asyncpg.CharacterNotInRepertoireError):
        # A value the database has no room for: a number out of range, a character it refuses.
        _log.warning("value refused by the database", error=type(error).__name__)
        return problem_response(BadInput("A value in the request is out of range"))
    if is_of_the_engines(error):
        _log.warning("engine not available", error=type(error).__name__, exc_info=error)
        return problem_response(Unavailable())
    _log.error("request failed", error=type(error).__name__, exc_info=error)
    return problem_response(NitkaError())


HANDLERS: ExceptionHandlersMap = {
    NitkaError: _ours,
    ValidationException: _wrong_values,
    HTTPException: _of_the_framework,
    Exception: _unexpected,
}
