"""Places where people train, with what is there; what was noted of them, and the way back."""

from collections.abc import Iterable, Sequence

from bot.coach.gyms import GymChange, GymNotice
from bot.coach.training import Overview
from bot.domain.gym import LONGEST_NAME, MOST, Gym, way_there
from bot.domain.session import Session
from content.conversation import Situation
from content.library import Library
from content.models import Kit
from handlers import texts
from handlers.callback_data import GymButton, GymPage, GymStep, SessionButton, Verb
from handlers.reply import Button, Reply, bold, html, italic

Rows = tuple[tuple[Button, ...], ...]
PLACES = Button(texts.PLACES_BUTTON, GymButton(GymStep.LIST))
KINDS = Button(texts.ADD_PLACE, GymButton(GymStep.KINDS))


def places(gyms: Sequence[Gym], library: Library, toast: str | None = None) -> Reply:
    """All of them, the current one marked; one tap goes to another."""
    lines = [texts.PLACES_TITLE]
    rows: list[tuple[Button, ...]] = []
    for gym in gyms:
        line = texts.PLACES_HERE if gym.current else texts.PLACES_LINE
        lines.append(html(line.format(name=gym.name, facts=" ".join(facts(gym, library)))))
        edit = _button(texts.SHOW_PLACE, GymStep.SHOW, gym)
        rows.append((edit,) if gym.current else (_button(texts.GO_THERE, GymStep.GO, gym), edit))
    lines.append(italic(texts.PLACES_FOOT))
    if len(gyms) < MOST:
        rows.append((KINDS,))
    return Reply("\n".join(lines), tuple(rows), toast)


def place(
    gym: Gym,
    library: Library,
    *,
    lead: str | None = None,
    toast: str | None = None,
    undo: bool = False,
) -> Reply:
    """One of them: each note can be taken away."""
    lines = [bold(gym.name), *map(html, facts(gym, library))]
    if lead is not None:
        lines.insert(0, html(lead))
    elif gym.current:
        lines.insert(1, texts.PLACE_HERE)
    rows = list(chips(gym, GymPage.PLACE, library))
    if rows:
        lines.append(italic(texts.PLACE_FOOT))
    if gym.inventory.holds_facts:
        rows.append((_button(texts.CLEAR_PLACE, GymStep.CLEAR, gym),))
    if undo:
        rows.append((undo_button(gym),))
    if not gym.current:
        rows.append((_button(texts.TRAIN_THERE, GymStep.GO, gym),))
    rename = _button(texts.RENAME_PLACE, GymStep.RENAME, gym)
    rows.append((rename, _button(texts.DELETE_PLACE, GymStep.DELETE, gym)))
    rows.append((PLACES,))
    return Reply("\n".join(lines), tuple(rows), toast)


def noted(change: GymChange, told: Situation, library: Library) -> Reply:
    """What was noted where, and the way back."""
    gym = change.gym
    if change.added:
        lines = [texts.NOTED_NEW.format(name=gym.name), *facts(gym, library)]
    elif change.notice is GymNotice.NOTED:
        said = ", ".join(_told(told, library))
        lines = [texts.NOTED_AT.format(name=gym.name, facts=said)]
    elif change.notice is GymNotice.KNOWN:
        lines = [texts.KNOWN_AT.format(name=gym.name), *facts(gym, library)]
    else:
        lines = []
    if change.left is not None or change.notice is GymNotice.SWITCHED:
        lines.append(texts.AT_PLACE.format(name=gym.name))
    if change.notice is GymNotice.SWITCHED:
        lines += facts(gym, library)
    rows: list[tuple[Button, ...]] = []
    if change.notice is GymNotice.NOTED:
        rows.append((undo_button(gym),))
    if change.left is not None and not change.added:
        rows.append((_button(texts.BACK_THERE, GymStep.GO, change.left),))
    if not gym.current:
        rows.append((_button(texts.TRAIN_THERE, GymStep.GO, gym),))
    rows.append((_button(texts.SHOW_PLACE, GymStep.SHOW, gym), PLACES))
    return Reply(html("\n".join(lines)), tuple(rows))


def planned(reply: Reply, plan: Overview, library: Library) -> Reply:
    """With what the next plan makes of it."""
    lines: list[str] = []
    for today in plan.plan:
        name = library.exercises[today.planned.exercise].name
        if today.instead_of is not None:
            original = library.exercises[today.instead_of].name
            lines.append(texts.PLAN_SWAP.format(exercise=name, original=original))
        elif not today.possible:
            lines.append(texts.PLAN_IMPOSSIBLE.format(exercise=name))
    if not lines:
        return reply
    text = "\n• ".join((texts.PLAN_TITLE, *lines))
    return Reply(f"{reply.text}\n{html(text)}", reply.buttons, reply.toast)


def session_stays(reply: Reply, session: Session, gym: Gym, library: Library) -> Reply:
    """That the session does not change; a tap swaps what cannot be done there."""
    line = html(texts.SESSION_STAYS.format(name=gym.name))
    rows = reply.buttons
    step = session.step
    exercise = library.exercises.get(step.planned.exercise) if step else None
    if exercise and way_there(exercise, gym.inventory, library) is None:
        data = SessionButton(session.id, session.version, Verb.TAKEN)
        rows = ((Button(texts.SWAP_NOW.format(name=exercise.name), data),), *rows)
    return Reply(f"{reply.text}\n{line}", rows, reply.toast)


def kinds(kits: Iterable[Kit]) -> Reply:
    """What a new place may start from."""
    buttons = [Button(kit.place or kit.name, GymButton(GymStep.ADD, arg=kit.key)) for kit in kits]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    named = Button(texts.ADD_NAMED, GymButton(GymStep.NAME))
    return Reply(texts.ASK_KIND, (*rows, (named, PLACES)))


def offer(kit: Kit) -> Reply:
    """A kind of place that the person has none of."""
    name = kit.place or kit.name
    add = Button(texts.ADD_KIND.format(name=name), GymButton(GymStep.ADD, arg=kit.key))
    return Reply(html(texts.OFFER_KIND.format(name=name)), ((add,), (KINDS, PLACES)))


def ask_name(gym: Gym | None) -> Reply:
    if gym is None:
        return Reply(texts.ASK_NAME.format(most=LONGEST_NAME), ((PLACES,),))
    asked = texts.ASK_NEW_NAME.format(name=gym.name, most=LONGEST_NAME)
    return Reply(html(asked), ((PLACES,),))


def ask_delete(gym: Gym, library: Library) -> Reply:
    lines = [texts.ASK_DELETE.format(name=gym.name), *facts(gym, library)]
    label = texts.DELETE_SURE.format(name=gym.name)
    sure = Button(label, GymButton(GymStep.SURE, gym.id), style="danger")
    keep = _button(texts.KEEP_PLACE, GymStep.SHOW, gym)
    return Reply(html("\n".join(lines)), ((sure, keep),))


def name_taken(gym: Gym) -> Reply:
    show = _button(texts.SHOW_PLACE, GymStep.SHOW, gym)
    return Reply(html(texts.NAME_TAKEN.format(name=gym.name)), ((show, PLACES),))


def too_many() -> Reply:
    return Reply(texts.TOO_MANY_PLACES.format(most=MOST), ((PLACES,),))


def facts(gym: Gym, library: Library) -> list[str]:
    """Plain sentences; empty of facts it says so."""
    inventory = gym.inventory
    only, lacks = _known(inventory.only or (), library), _known(inventory.lacks, library)
    lines: list[str] = []
    if inventory.only is not None:
        lines.append(texts.PLACE_ONLY.format(equipment=_named(only, library)))
        if not only:
            lines = [texts.PLACE_BARE]
    if lacks:
        lines.append(texts.PLACE_LACKS.format(equipment=_named(lacks, library)))
    return lines or [texts.PLACE_UNKNOWN]


def chips(gym: Gym, page: GymPage, library: Library) -> Rows:
    """A button for each fact, which takes it away."""
    inventory = gym.inventory
    labelled = [(key, texts.CHIP_ONLY) for key in _known(inventory.only or (), library)]
    labelled += [(key, texts.CHIP_LACKS) for key in _known(inventory.lacks, library)]
    return tuple(
        (
            Button(
                label.format(equipment=library.equipment[key].name),
                GymButton(GymStep.DROP, gym.id, key, page),
            ),
        )
        for key, label in labelled
    )


def undo_button(gym: Gym, page: GymPage = GymPage.PLACE) -> Button:
    return Button(texts.UNDO, GymButton(GymStep.UNDO, gym.id, str(gym.version), page))


def _told(told: Situation, library: Library) -> list[str]:
    only = _known((told.only or frozenset()) - told.lacks, library)
    there = _known(told.has - (told.only or frozenset()) - told.lacks, library)
    parts: list[str] = []
    if told.only is not None:
        named = texts.TOLD_ONLY.format(equipment=_named(only, library))
        parts.append(named if only else texts.TOLD_NOTHING)
    if there:
        parts.append(texts.TOLD_HAS.format(equipment=_named(there, library)))
    lacks = _known(told.lacks, library)
    parts += [texts.TOLD_LACKS.format(equipment=library.equipment[key].name) for key in lacks]
    return parts


def _button(label: str, step: GymStep, gym: Gym) -> Button:
    return Button(label.format(name=gym.name), GymButton(step, gym.id))


def _known(keys: Iterable[str], library: Library) -> list[str]:
    """Those that the content still has, by name."""
    known = (key for key in keys if key in library.equipment)
    return sorted(known, key=lambda key: library.equipment[key].name.casefold())


def _named(keys: Iterable[str], library: Library) -> str:
    return ", ".join(library.equipment[key].name for key in keys)
