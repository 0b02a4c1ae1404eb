"""The person's time zone: chosen, named, read off a clock or found by a place; and travel."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, TypeHandler, filters

from bot.domain.person import Person
from bot.domain.timetable import read_clock
from bot.domain.travel import is_night
from bot.domain.zones import find_zones, known_zone, named_zones, zones_at, zones_showing
from handlers import texts
from handlers.callback_data import (
    Choice,
    Place,
    PlaceButton,
    SettingButton,
    TravelButton,
    TravelStep,
)
from handlers.context import (
    EXPECT_LOCATION,
    CoachContext,
    Handler,
    button_of,
    message_of,
    query_of,
)
from handlers.reply import Reply
from handlers.views import schedule as schedule_views
from handlers.views import zones as views

EXPECT_ZONE = "zone"
"""A city, or what the person's clock shows."""
_LONGEST_NAME = 3
"""Words, of a city or a country."""
EXPECTED = frozenset((EXPECT_ZONE, EXPECT_LOCATION))


async def choose(update: Update, context: CoachContext) -> None:
    """A zone was pressed."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, SettingButton)
    if button is None or not known_zone(button.value):
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    await context.show(query, await _chosen(person, button.value, context))


async def ask(update: Update, context: CoachContext) -> None:
    """Which zone it is: a list, or what the clock shows."""
    query = query_of(update)
    person = await context.person(update)
    await context.coach.people.expect(person.id, EXPECT_ZONE)
    button = button_of(query, PlaceButton)
    by_clock = button is not None and button.place is Place.CLOCK
    await context.show(query, views.ask_clock() if by_clock else views.ask_zone())


async def ask_location(update: Update, context: CoachContext) -> None:
    """A key that sends the place; pressed twice, it is there already."""
    query = query_of(update)
    person = await context.person(update, typed=True)
    if person.expecting == EXPECT_LOCATION:
        await context.answer(query, texts.LOCATION_ASKED)
        return
    await context.answer(query)
    await context.coach.people.expect(person.id, EXPECT_LOCATION)
    await context.sender.post(person.id, views.ask_location(), ring=False)


async def located(update: Update, context: CoachContext) -> None:
    """A place, sent by the key or attached by hand: its zone counts, and nothing of it is kept."""
    person = await context.person(update, typed=True)
    if person.expecting is not None:
        await context.coach.people.expect(person.id, None)
    place = message_of(update).location
    assert place is not None
    zones = zones_at(place.latitude, place.longitude, context.coach.library.zones, context.now())
    if person.expecting == EXPECT_LOCATION:
        await context.put_keys_away(person, texts.LOCATION_USED)
    await context.say(person, await _of(person, zones, context))


async def press(update: Update, context: CoachContext) -> None:
    """By which clock reminders come, and the answer to whether somebody travels."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, TravelButton)
    if button is None or (button.step is TravelStep.HOME and not known_zone(button.arg)):
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    await context.show(query, await _pressed(person, button, context))


async def notice_night(update: Update, context: CoachContext) -> None:
    """Whoever writes in the dead of night may be in another zone; asked below the answer, and not
    while they train."""
    person = context.met
    if person is None or update.my_chat_member is not None:
        return
    now, people = context.now(), context.coach.people
    if update.message is not None:  # what waited through an outage was not written now
        now = min(update.message.date, now)
    zone = people.zone_of(person)
    if is_night(now, zone) and await people.wrote_at_night(person.id, now, zone):
        await context.say(person, views.ask_travelling(now, zone, told=person.zone is not None))


async def typed(person: Person, words: str, context: CoachContext) -> Reply | None:
    """A city that was asked for, or what the person's clock shows, typed; None: neither, and so
    long that it is about something else."""
    zones, now = context.coach.library.zones, context.now()
    found = find_zones(words, zones, now)
    times = () if found else read_clock(words)
    found = found or zones_showing(times, zones, now)
    if times and not found:
        await context.coach.people.expect(person.id, EXPECT_ZONE)
        return views.no_clock_shows(times[0], now, context.coach.people.zone_of(person))
    if times:  # several places have that clock, though only one of them may be well known
        return views.which_zone(found, now)
    if not found and len(words.split()) > _LONGEST_NAME:
        return None
    return await _of(person, found, context)


async def from_words(person: Person, words: str, context: CoachContext) -> Reply:
    """ "I moved to Sydney", "change my time zone" """
    found = named_zones(words, context.coach.library.zones, context.now())
    if found:
        return await _of(person, found, context)
    await context.coach.people.expect(person.id, EXPECT_ZONE)
    return views.ask_zone()


async def _of(person: Person, zones: tuple[str, ...], context: CoachContext) -> Reply:
    """The zone, if it is the only one; else a question."""
    if len(zones) == 1:
        return await _chosen(person, zones[0], context)
    if not zones:
        await context.coach.people.expect(person.id, EXPECT_ZONE)
    return views.which_zone(zones, context.now())


async def _chosen(person: Person, zone: str, context: CoachContext) -> Reply:
    """The zone, and what it means for the reminders."""
    now = context.now()
    journey = await context.coach.reminders.choose_zone(person.id, zone, now)
    return views.chosen(journey, zone, now)


async def _pressed(person: Person, button: TravelButton, context: CoachContext) -> Reply:
    coached, now = context.coach.reminders, context.now()
    zone = context.coach.people.zone_of(person)
    match button.step:
        case TravelStep.NO:
            await context.coach.people.stayed_home(person.id, now)
            return views.not_travelling(zone)
        case TravelStep.HOME:
            schedule = await coached.stay_with(person.id, button.arg, now)
            return schedule_views.current(schedule, now)
        case TravelStep.BRING:
            schedule = await coached.bring(person.id, button.arg, now)
            gone = all(each.id != button.arg for each in schedule)
            toast = texts.REMINDER_GONE if gone else texts.CAME_ALONG
            return schedule_views.current(schedule, now, toast=toast)
        case _:
            return schedule_views.current(await coached.current(person.id, now), now)


_LOCATION = filters.LOCATION & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE

HANDLERS: tuple[Handler, ...] = (
    MessageHandler(_LOCATION, located),
    CallbackQueryHandler(choose, f"{SettingButton.pattern()}{Choice.ZONE}:"),
    CallbackQueryHandler(ask, PlaceButton.to(Place.ZONE, Place.CLOCK)),
    CallbackQueryHandler(ask_location, PlaceButton.to(Place.LOCATION)),
    CallbackQueryHandler(press, TravelButton.pattern()),
)
AFTERWARDS: Handler = TypeHandler(Update, notice_night)
"""For a group of handlers after all others."""
