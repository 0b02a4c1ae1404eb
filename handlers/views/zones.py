"""Choosing a time zone, what becomes of the reminders then, and whether somebody travels."""

from dataclasses import replace
from datetime import datetime, time

from bot.coach.reminders import Journey
from bot.domain.person import local
from bot.domain.reminder import ReminderRule, next_occurrence
from bot.domain.zones import COMMON, city_of
from handlers import texts
from handlers.callback_data import (
    Choice,
    Place,
    PlaceButton,
    SettingButton,
    TravelButton,
    TravelStep,
)
from handlers.reply import Button, Keys, Reply, html
from handlers.views import schedule as schedule_views
from handlers.views.person import REMIND

Rows = tuple[tuple[Button, ...], ...]
_OTHER_WAYS = (
    Button(texts.SEND_LOCATION, PlaceButton(Place.LOCATION)),
    Button(texts.TELL_TIME, PlaceButton(Place.CLOCK)),
)


def ask_zone() -> Reply:
    """Big cities, and the ways to find another one."""
    buttons = [Button(city_of(zone), SettingButton(Choice.ZONE, zone)) for zone in COMMON]
    return Reply(texts.ASK_ZONE, (*_pairs(buttons), _OTHER_WAYS))


def which_zone(zones: tuple[str, ...], now: datetime) -> Reply:
    """The zones that may be meant, each with what a clock shows there."""
    if not zones:
        return Reply(texts.NO_ZONE_FOUND, (_OTHER_WAYS,))
    labels = {
        zone: texts.ZONE_CHOICE.format(zone=city_of(zone), time=_clock(now, zone)) for zone in zones
    }
    buttons = [Button(label, SettingButton(Choice.ZONE, zone)) for zone, label in labels.items()]
    return Reply(texts.WHICH_ZONE, _pairs(buttons))


def ask_location() -> Reply:
    return Reply(texts.ASK_LOCATION, keys=Keys.LOCATION)


def ask_clock() -> Reply:
    return Reply(texts.ASK_CLOCK)


def no_clock_shows(said: time, now: datetime, zone: str) -> Reply:
    """Somebody's clock is set wrong, or they mistyped it."""
    text = texts.NO_CLOCK_SHOWS.format(
        time=f"{said:%H:%M}", zone=html(city_of(zone)), now=_clock(now, zone)
    )
    return Reply(text, (_OTHER_WAYS,))


def chosen(journey: Journey, zone: str, now: datetime) -> Reply:
    """The zone, the reminders, and where they came along: by which clock they shall come."""
    line = texts.ZONE_SET.format(zone=html(city_of(zone)), time=_clock(now, zone))
    if not journey.schedule:
        return Reply(line, ((REMIND,),))
    reply = schedule_views.current(journey.schedule, now, note=line)
    if not journey.along or journey.before is None:
        return reply
    question, rows = _here_or_home(journey.along, zone, journey.before, now)
    return replace(reply, text=f"{reply.text}\n\n{question}", buttons=(*rows, *reply.buttons))


def _here_or_home(
    along: tuple[ReminderRule, ...], here: str, home: str, now: datetime
) -> tuple[str, Rows]:
    stay, keep = TravelButton(TravelStep.HERE, here), TravelButton(TravelStep.HOME, home)
    if len(along) > 1:
        labels = [texts.CLOCK_OF.format(zone=city_of(zone)) for zone in (here, home)]
        question = texts.RULES_HERE_OR_HOME.format(here=html(city_of(here)))
    else:
        rule = along[0]
        at_home = next_occurrence(replace(rule, zone=home), now)
        labels = [
            texts.RULE_HERE.format(time=f"{rule.at:%H:%M}", zone=city_of(here)),
            texts.RULE_HOME.format(
                time=f"{rule.at:%H:%M}", zone=city_of(home), here=_clock(at_home, here)
            ),
        ]
        question = texts.HERE_OR_HOME.format(
            rule=schedule_views.short(rule), here=html(city_of(here))
        )
    return question, ((Button(labels[0], stay),), (Button(labels[1], keep),))


def ask_travelling(now: datetime, zone: str, *, told: bool) -> Reply:
    """Asked in the dead of night; who never told their zone need not travel to be elsewhere."""
    text = texts.TRAVELLING if told else texts.ZONE_ASSUMED
    change = texts.TRAVELLING_YES if told else texts.ASSUMED_WRONG
    stay = texts.TRAVELLING_NO if told else texts.ASSUMED_RIGHT
    buttons = (
        Button(change, PlaceButton(Place.ZONE)),
        Button(stay, TravelButton(TravelStep.NO)),
    )
    return Reply(text.format(time=_clock(now, zone), zone=html(city_of(zone))), (buttons,))


def not_travelling(zone: str) -> Reply:
    return Reply(texts.NOT_TRAVELLING.format(zone=html(city_of(zone))))


def _clock(now: datetime, zone: str) -> str:
    """What a clock shows in the zone. No date-time entity: a phone shows those by its own clock,
    and what differs from that is what is meant."""
    return f"{local(now, zone):%H:%M}"


def _pairs(buttons: list[Button]) -> Rows:
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
