"""What has to come, by people's deeds alone: worked out apart from the bot, from what the clocks of
each zone show. Instants are seconds since 1970."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from functools import cache
from zoneinfo import ZoneInfo

from tests.year.deeds import Deed, Pause, Resume, Set, Skip, Snooze, Stop, Weekly
from tests.zone_calendar import DAY, ZoneCalendar, calendar_of, occurrences

HALF_AN_HOUR, HOUR = 1800, 3600
EVENING = wall_time(20, 0)
_EPOCH = date(1970, 1, 1)
_FIRST_YEAR = 2025


@dataclass
class Promise:
    """A reminder that is due at `due`, or a snooze that was asked for over a while: until `latest`.

    `sure`: it was promised before that instant; `ended`: the deed that takes it back, if any.
    """

    person: int
    what: str
    zone: str
    due: int
    latest: int
    sure: bool = True
    ended: Deed | None = None
    came: list[int] = field(default_factory=list)
    """When it was delivered."""


@dataclass(frozen=True)
class _Span:
    """A rule is in force from one deed to another; paused, not before an instant."""

    weekly: Weekly
    begun: Deed
    not_before: int = 0
    sure_from: int = 0


def promises_of(deeds: Iterable[Deed], end: int) -> list[Promise]:
    """Of one person, whose deeds are given in order, for all that is due up to `end`."""
    found: list[Promise] = []
    spans: dict[int, _Span] = {}
    paused: dict[int, Weekly] = {}
    snooze: Promise | None = None
    put_off: int | None = None
    """The slot that the snooze is of."""

    def close(slot: int, deed: Deed | None) -> None:
        if slot in spans:
            found.extend(_of_span(spans.pop(slot), deed, end))

    for deed in deeds:
        match deed.wish:
            case Set(slot=slot, weekly=weekly):
                close(slot, deed)
                paused.pop(slot, None)
                spans[slot] = _Span(weekly, deed)
            case Pause(until=until):
                for slot, span in [*spans.items()]:
                    close(slot, deed)
                    paused[slot] = span.weekly
                if until is not None:
                    for slot, weekly in paused.items():
                        spans[slot] = _Span(weekly, deed, _midnight(until, weekly.zone))
                    paused = {}
            case Resume():
                for slot, span in [*spans.items()]:
                    if span.not_before:
                        close(slot, deed)
                        spans[slot] = _Span(span.weekly, deed)
                spans |= {slot: _Span(weekly, deed) for slot, weekly in paused.items()}
                paused = {}
            case Stop():
                for slot in [*spans]:
                    close(slot, deed)
                paused = {}
        drops = isinstance(deed.wish, Pause | Stop | Snooze)
        if isinstance(deed.wish, Skip):
            drops = deed.wish.slot is None or deed.wish.slot == put_off
            if snooze is not None and put_off is None:
                snooze.sure = False
        if drops:
            if snooze is not None:
                snooze.ended = deed
            snooze = None
        if isinstance(deed.wish, Skip) and deed.wish.slot in spans:
            slot = deed.wish.slot
            span = spans[slot]
            close(slot, deed)
            first, last = (_next_monday(at, span.weekly.zone) for at in (deed.at, deed.done or end))
            spans[slot] = _Span(span.weekly, deed, max(first, span.not_before), last)
        if isinstance(deed.wish, Snooze):
            snooze, put_off = _snoozed(deed, deed.wish, end), deed.wish.slot
            merges = _merges(snooze, deed, spans.values())
            if merges is None:
                snooze.sure = False
            if merges:
                snooze = None
            else:
                found.append(snooze)
    for slot in [*spans]:
        close(slot, None)
    in_time = (each for each in found if each.due <= end and not _taken_back(each))
    return sorted(in_time, key=lambda promise: promise.due)


def local_date(instant: int, zone: str) -> date:
    return datetime.fromtimestamp(instant, ZoneInfo(zone)).date()


def _taken_back(promise: Promise) -> bool:
    """Before it was due."""
    ended = promise.ended
    return ended is not None and ended.done is not None and ended.done < promise.due


def _of_span(span: _Span, ended: Deed | None, end: int) -> Iterator[Promise]:
    """A deed that took a while leaves open what was due meanwhile."""
    zone, begun = span.weekly.zone, span.begun
    last = end if ended is None or ended.done is None else min(end, ended.done)
    first_day, last_day = local_date(begun.at, zone), local_date(last, zone)
    for day in sorted(span.weekly.days):
        from_day, to_day = first_day - timedelta(days=1), last_day + timedelta(days=1)
        for due in occurrences(_calendar(zone), day, span.weekly.at, from_day, to_day):
            if max(begun.at + 1, span.not_before) <= due <= last:
                sure = begun.done is not None and due > begun.done and due >= span.sure_from
                name = str(span.weekly)
                yield Promise(begun.person, name, zone, due, due, sure, ended)


def _snoozed(deed: Deed, wish: Snooze, end: int) -> Promise:
    ends = [_back_at(wish, at) for at in (deed.at, end if deed.done is None else deed.done)]
    what = "snooze until tonight" if wish.tonight else "snooze"
    return Promise(deed.person, what, wish.zone, min(ends), max(ends))


def _merges(snooze: Promise, deed: Deed, spans: Iterable[_Span]) -> bool | None:
    """Whether a reminder comes anyway when it would come back; None: that is too close to tell."""
    following = min((_following(span, deed.at) for span in spans), default=None)
    if following is None:
        return False
    read = deed.done or deed.at
    took = read - deed.at + 60
    if abs(following - snooze.due - HOUR) <= took or following <= deed.at + took:
        return None
    first = _merged(following, deed.at, snooze.due, snooze.zone)
    return first if first == _merged(following, read, snooze.latest, snooze.zone) else None


def _merged(following: int, pressed: int, until: int, zone: str) -> bool:
    if following <= until + HOUR:
        return True
    day = local_date(until, zone)
    return local_date(pressed, zone) < day >= local_date(following, zone)


def _following(span: _Span, instant: int) -> int:
    """When a rule comes next."""
    zone, after = span.weekly.zone, max(instant, span.not_before - 1)
    day = local_date(after, zone)
    dues = (
        due
        for weekday in span.weekly.days
        for due in occurrences(
            _calendar(zone), weekday, span.weekly.at, day, day + timedelta(days=8)
        )
    )
    return min((due for due in dues if due > after), default=after + 8 * DAY)


def _next_monday(instant: int, zone: str) -> int:
    today = local_date(instant, zone)
    return _midnight(today + timedelta(days=7 - today.weekday()), zone)


def _back_at(wish: Snooze, pressed: int) -> int:
    if not wish.tonight:
        return pressed + HALF_AN_HOUR
    evening = _instant(local_date(pressed, wish.zone), EVENING, wish.zone)
    return evening if evening > pressed + HALF_AN_HOUR else pressed + HOUR


def _midnight(day: date, zone: str) -> int:
    return _instant(day, wall_time(), zone)


def _instant(day: date, at: wall_time, zone: str) -> int:
    wall = (day - _EPOCH).days * DAY + at.hour * 3600 + at.minute * 60
    return _calendar(zone).instant_of(wall)


@cache
def _calendar(zone: str) -> ZoneCalendar:
    """Of three years: the one before, too, where it is still the old year."""
    return calendar_of(zone, date(_FIRST_YEAR, 1, 1), date(_FIRST_YEAR + 2, 12, 31))


def shown(instant: int, zone: str) -> str:
    """For people who read the report."""
    there = datetime.fromtimestamp(instant, ZoneInfo(zone))
    return f"{there:%a %Y-%m-%d %H:%M:%S %z} ({datetime.fromtimestamp(instant, UTC):%m-%d %H:%M}Z)"
