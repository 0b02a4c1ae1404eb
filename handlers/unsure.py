"""A call of which nobody knows whether it was done."""

from telegram.error import NetworkError


class UnsureError(NetworkError):
    """The connection broke before the answer was complete."""
