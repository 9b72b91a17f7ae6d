"""Errors named for the situation. Each carries its HTTP status and a plain sentence for the person who caused it."""


class NitkaError(Exception):
    """What went wrong, said to the caller. `detail` must not repeat personal data."""

    status = 500
    title = "Something broke on our side"
    code = "internal"

    def __init__(self, detail: str = "", *, field: str | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.field = field


class BadInput(NitkaError):
    """The request cannot be understood; `field` says where, the detail what to do."""

    status = 400
    title = "The request is not right"
    code = "bad_input"


class NotSignedIn(NitkaError):
    """No session, token or key, or one that is no longer valid."""

    status = 401
    title = "Sign in or send a valid key"
    code = "not_signed_in"


class Forbidden(NitkaError):
    """Known, but not allowed."""

    status = 403
    title = "This is not allowed"
    code = "forbidden"


class NotFound(NitkaError):
    """There is no such thing here, or it belongs to somebody else: the answer is the same."""

    status = 404
    title = "There is no such thing here"
    code = "not_found"


class Conflict(NitkaError):
    """The thing has changed meanwhile, or exists already."""

    status = 409
    title = "This conflicts with what is there"
    code = "conflict"


class TooLarge(NitkaError):
    """The body or file is over its limit."""

    status = 413
    title = "This is too large"
    code = "too_large"


class TooMany(NitkaError):
    """A rate limit; `retry_after` in seconds."""

    status = 429
    title = "Too many requests"
    code = "too_many"

    def __init__(self, detail: str = "", *, retry_after: float = 1.0) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(NitkaError):
    """Something we need is down or full; nothing was taken, so try again. `retry_after` in seconds."""

    status = 503
    title = "Not available for the moment, please try again"
    code = "unavailable"

    def __init__(self, detail: str = "", *, retry_after: float = 1.0) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
