"""Logging: one line per event to standard error; the token is cut out of whatever is written."""

import logging
import re

_TOKEN = re.compile(r"\d{3,}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)
_HIDDEN = "<token>"
_CHATTY = ("httpx", "httpcore", "apscheduler", "aiosqlite", "aiohttp.access", "telegram")


class Redacting(logging.Formatter):
    """Formats a record, traceback included, and hides the token and all that looks like one."""

    def __init__(self, token: str | None) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        if self._token:
            line = line.replace(self._token, _HIDDEN)
        return _TOKEN.sub(_HIDDEN, line)


def configure_logging(level: str, token: str | None) -> None:
    """Sets up the root logger; libraries that log each request speak up from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It logs each refusal with a traceback; whoever made the call says what it means.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
