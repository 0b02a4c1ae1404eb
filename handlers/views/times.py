"""Instants by the reader's own clock, which Telegram knows; the person's zone is the fallback."""

from datetime import datetime

from bot.domain.person import local


def clock_time(instant: datetime, zone: str, *, seconds: bool = False) -> str:
    """HTML: the time of day."""
    shown = local(instant, zone).strftime("%H:%M:%S" if seconds else "%H:%M")
    return _entity(instant, "T" if seconds else "t", shown)


def day_and_time(instant: datetime, zone: str) -> str:
    """HTML: weekday, date and time."""
    return _entity(instant, "wDt", f"{local(instant, zone):%a %d %b, %H:%M}")


def _entity(instant: datetime, form: str, shown: str) -> str:
    return f'<tg-time unix="{int(instant.timestamp())}" format="{form}">{shown}</tg-time>'
