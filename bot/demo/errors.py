"""What goes wrong: for the bot an `ApiError` in Telegram's words, for a person a `ScreenError`."""

from __future__ import annotations


class ApiError(Exception):
    """A refused Bot API call: HTTP status, description and, with 429, the seconds to wait."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after


class CutError(Exception):
    """The connection closes, and nothing is done."""


class ScreenError(Exception):
    """A person tried what their screen does not offer; the text says what it does offer."""


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


def blocked_by_user() -> ApiError:
    return ApiError(403, "Forbidden: bot was blocked by the user")


def cannot_initiate() -> ApiError:
    return ApiError(403, "Forbidden: bot can't initiate conversation with a user")


def query_too_old() -> ApiError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")


def too_many_requests(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", seconds)
