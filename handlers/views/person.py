"""Welcome, help, settings, privacy and forgetting."""

from datetime import datetime

from bot.coach.reminders import Schedule
from bot.domain.gym import Gym
from bot.domain.load import Unit
from bot.domain.person import Person, Stored, local
from bot.domain.reminder import ReminderRule
from bot.domain.zones import city_of
from content.library import Library
from handlers import texts
from handlers.callback_data import (
    Choice,
    EquipmentButton,
    Fix,
    GymPage,
    Place,
    PlaceButton,
    SettingButton,
)
from handlers.reply import Button, Reply, html
from handlers.views import gyms as gym_views
from handlers.views import schedule as schedule_views
from handlers.views import week as week_views

START = Button(texts.START_BUTTON, PlaceButton(Place.OVERVIEW), style="success")
REMIND = Button(texts.REMIND_BUTTON, PlaceButton(Place.REMIND))


def welcome(library: Library, *, lost: bool = False) -> Reply:
    """What the coach does; `lost`: a link that leads nowhere brought the person here."""
    text = texts.WELCOME.format(exercises=len(library.workout.exercises))
    if lost:
        text = f"{texts.UNKNOWN_LINK}\n\n{text}"
    return Reply(html(text), ((START,), (REMIND,)))


def help_() -> Reply:
    return Reply(texts.HELP, ((START,), (REMIND,)))


def reads_text() -> Reply:
    return Reply(texts.READS_TEXT, ((START,), (REMIND,)))


def unknown_command(command: str) -> Reply:
    return Reply(html(texts.UNKNOWN_COMMAND.format(command=command[:32])), ((START,),))


def settings(
    person: Person,
    zone: str,
    gym: Gym,
    schedule: Schedule,
    summary: ReminderRule | None,
    library: Library,
    now: datetime,
    undo: Button | None,
) -> Reply:
    """What is chosen, and the buttons that change it."""
    lines = [texts.SETTINGS_TITLE, texts.SETTINGS_UNIT.format(unit=person.unit)]
    if person.zone is None:
        lines.append(texts.SETTINGS_NO_ZONE.format(zone=html(city_of(zone))))
    else:
        shown = f"{local(now, zone):%H:%M}"
        lines.append(texts.SETTINGS_ZONE.format(zone=html(city_of(zone)), time=shown))
    lines.append(texts.SETTINGS_RESTS[person.rests])
    other = Unit.LB if person.unit is Unit.KG else Unit.KG
    rows: list[tuple[Button, ...]] = [
        (Button(texts.USE_UNIT.format(unit=other), SettingButton(Choice.UNIT, other)),),
        (Button(texts.CHANGE_ZONE, PlaceButton(Place.ZONE)),),
        (
            Button(
                texts.SWITCH_RESTS[person.rests],
                SettingButton(Choice.RESTS, "off" if person.rests else "on"),
            ),
        ),
    ]
    if schedule:
        lines += [texts.SETTINGS_REMINDERS, *map(schedule_views.line_of_several, schedule)]
    rows += map(schedule_views.change_row, schedule)
    lines.append(week_views.line(summary))
    rows.append((week_views.change(summary),))
    lines.append(html(texts.SETTINGS_PLACE.format(place=gym.name)))
    lines += map(html, gym_views.facts(gym, library))
    rows += gym_views.chips(gym, GymPage.SETTINGS, library)
    rows += [(undo,)] if undo else []
    rows.append((gym_views.PLACES,))
    return Reply("\n".join(lines), tuple(rows))


def equipment_noted(pressed: EquipmentButton, place: str, library: Library) -> tuple[str, Button]:
    """The toast, and the button that takes it back."""
    name = library.equipment[pressed.equipment].name
    if pressed.fix is Fix.PRESENT:
        label = texts.MISSING_BUTTON.format(equipment=name)
        other = Button(label, EquipmentButton(Fix.MISSING, pressed.equipment))
        return texts.PRESENT_NOTED.format(equipment=name, place=place), other
    label = texts.UNDO_MISSING.format(equipment=name)
    other = Button(label, EquipmentButton(Fix.PRESENT, pressed.equipment))
    return texts.MISSING_NOTED.format(equipment=name, place=place), other


def cleared() -> Reply:
    """A red flag that is no longer in force."""
    return Reply(html(texts.CLEARED), ((START,),))


def privacy() -> Reply:
    return Reply(texts.PRIVACY)


def forget(stored: Stored) -> Reply:
    """What is stored, and the one question before it is deleted."""
    counts = texts.FORGET_COUNTS.format(
        sessions=stored.sessions,
        sets=stored.sets,
        reminders=stored.reminders,
        gyms=stored.gyms,
        equipment=stored.equipment,
        questions=stored.questions,
    )
    buttons = (
        Button(texts.FORGET_YES, PlaceButton(Place.FORGET_ALL), style="danger"),
        Button(texts.FORGET_NO, PlaceButton(Place.KEEP_ALL)),
    )
    return Reply(f"{texts.FORGET_TITLE}\n{counts}\n\n{texts.FORGET_ASK}", (buttons,))
