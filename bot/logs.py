"""Logging: one line per event to standard error; tokens and passwords are cut out of it.

What a record has beside its words is the dict `fields` of its `extra`.
"""

import json
import logging
import re
from datetime import UTC, datetime

_TOKEN = re.compile(r"\d{3,}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)
_HIDDEN = "<token>"
_LOGIN = re.compile(r"(://[^\s/:@]*):[^\s/@]+@")
"""Name and password of an address, of a database or a proxy."""
_CHATTY = ("httpx", "httpcore", "apscheduler", "aiosqlite", "aiohttp.access", "telegram")


class Redacting(logging.Formatter):
    """Formats a record, traceback included, and hides the token, all that looks like one, and
    passwords in addresses."""

    def __init__(self, token: str | None) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        return self.redacted(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """Fields stand behind the message, as key=value."""
        pairs = (f" {key}={_plain(value)}" for key, value in _fields(record).items())
        return super().formatMessage(record) + "".join(pairs)

    def redacted(self, line: str) -> str:
        if self._token:
            line = line.replace(self._token, _HIDDEN)
        return _LOGIN.sub(r"\1:<password>@", _TOKEN.sub(_HIDDEN, line))


class Json(Redacting):
    """A JSON object a line: time (UTC), level, logger, message, the fields, and a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        entry: dict[str, object] = {"time": time, "level": record.levelname}
        entry |= {"logger": record.name, "message": record.getMessage()} | _fields(record)
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            entry["stack"] = record.stack_info
        # Word by word: escaped, a token with a quote in it would no longer be found.
        shown = {self.redacted(key): self._safe(value) for key, value in entry.items()}
        return json.dumps(shown, ensure_ascii=False)

    def _safe(self, value: object) -> object:
        if value is None or isinstance(value, bool | int | float):
            return value
        return self.redacted(str(value))


def configure_logging(level: str, token: str | None, form: str = "text") -> None:
    """Sets up the root logger; libraries that log each request speak up from WARNING on.

    `form` is text or json.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(Json(token) if form == "json" else Redacting(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It logs each refusal with a traceback; whoever made the call says what it means.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    fields = getattr(record, "fields", None)
    return fields if isinstance(fields, dict) else {}


def _plain(value: object) -> str:
    return "-" if value is None else str(value)
