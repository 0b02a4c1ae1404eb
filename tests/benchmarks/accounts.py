"""Whether both sides of the books agree: what people did and saw, and what is stored.

Asked when the bot has caught up. What a kill or a fault cannot but leave behind is not held against
the bot, and only that: a message that the bot was not told of keeps its buttons, a reminder whose
claim was not settled comes twice.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.demo.messages import CallbackQuery
from handlers.callback_data import Verb
from tests.benchmarks.books import Books, Shown, set_number
from tests.benchmarks.ledger import Ledger, Sent

SETTLES_WITHIN = 3.0
"""Seconds from a message to the end of the work for it, on a busy machine."""
_ENDS = ("kill", "database")
"""Troubles that cut off what is in hand."""
LATE = 5
"""Seconds that a row may be claimable while a bot runs."""


@dataclass
class Audit:
    """What was checked so far, and what was wrong: each fault is told once."""

    checked: Counter[str] = field(default_factory=Counter)
    excused: Counter[str] = field(default_factory=Counter)
    faults: dict[str, int | None] = field(default_factory=dict)
    """Each with the person whom it is about."""

    def blame(self, reason: str, person: int | None = None) -> None:
        self.faults.setdefault(reason, person)


def audit(
    found: Audit,
    ledger: Ledger,
    books: Books,
    screens: Mapping[int, Sequence[Shown]],
    spinning: Sequence[CallbackQuery],
    now: float,
) -> None:
    """Adds what is wrong to what was found before."""
    _sets_by_tap(found, ledger, books)
    _sets_in_words(found, ledger, books)
    _questions(found, ledger, books)
    _reminders(found, ledger, books, now)
    _rests(found, ledger)
    for person, screen in screens.items():
        _buttons(found, ledger, person, screen)
        _card(found, ledger, books, person, screen)
    _presses(found, ledger, spinning, now)
    for breach in ledger.wrong:
        found.blame(breach)
    ledger.wrong.clear()


def _sets_by_tap(found: Audit, ledger: Ledger, books: Books) -> None:
    """Nobody undoes, so the fact that a press of version v made is number v of its session."""
    taps = ledger.turns(Verb.DONE)
    stored = Counter((each.session, each.seq) for each in books.sets if each.message is None)
    owner = {session: course.person for session, course in books.courses.items()}
    for (session, version), number in stored.items():
        if number > 1 or (session, version) not in taps:
            found.blame(f"set {version} of {session} was never tapped", owner.get(session))
    anyhow = {(each.session, each.seq) for each in books.sets}
    for session, version in (ledger.logged - stored.keys()) | (ledger.repeated - anyhow):
        reason = f"set {version} of {session} was confirmed and is not stored"
        found.blame(reason, owner.get(session))
    for session, version in taps:
        course = books.courses.get(session)
        if course is None or (course.version <= version and not course.ended):
            found.blame(f"a tap on {session}, {version} came to nothing", owner.get(session))
    found.checked["taps on Done"] = taps.total()
    found.checked["sets by tap, stored"] = len(stored)
    found.checked["sets by tap, confirmed"] = len(ledger.logged | ledger.repeated)


def _sets_in_words(found: Audit, ledger: Ledger, books: Books) -> None:
    stored = Counter(each.message for each in books.sets if each.message is not None)
    for message, number in stored.items():
        if message not in ledger.typed:
            found.blame(f"the set of message {message} was never typed")
        elif number > 1:
            found.blame(f"message {message} is {number} sets", ledger.typed[message][0])
    missing: Counter[int] = Counter()
    for message, (person, effort) in ledger.typed.items():
        if message in stored:
            continue
        missing[person] += 1
        if (person, effort) in ledger.told:
            found.blame(f"{effort} of message {message} was confirmed and is not stored", person)
    for person, number in missing.items():
        if number > ledger.closed[person]:
            found.blame(f"{number} sets in words of {person} came to nothing", person)
    found.checked["sets in words"] = len(ledger.typed)
    found.checked["sets in words, stored"] = len(stored)
    found.checked["sets in words, confirmed"] = len(ledger.told)


def _questions(found: Audit, ledger: Ledger, books: Books) -> None:
    for message, person in ledger.questions.items():
        if message not in books.answered:
            found.blame(f"question {message} has no answer", person)
    found.checked["questions"] = len(ledger.questions)


def _reminders(found: Audit, ledger: Ledger, books: Books, now: float) -> None:
    leased = 0
    for (person, due_at), row_id in ledger.expected.items():
        row = books.due.get(row_id)
        deliveries = ledger.reminders.get((person, due_at))
        if deliveries:
            if row is not None and row.due_at == due_at and _had_time(ledger, deliveries[-1], now):
                found.blame(f"the reminder of {person} at {due_at} came and will again", person)
            continue
        if due_at > now - LATE:
            continue
        if row is None or row.due_at != due_at:
            found.blame(f"the reminder of {person} at {due_at} was lost", person)
        elif row.claimable_at <= now - LATE:
            found.blame(f"the reminder of {person} at {due_at} is left lying", person)
        else:
            leased += 1
    for (person, due_at), sendings in ledger.reminders.items():
        for each in sendings[:-1]:
            if not each.known:
                found.excused[f"double of a lost answer: {person} {due_at} {each.at}"] = 1
            elif _cut_off(ledger, each):
                found.excused[f"double after a kill: {person} {due_at} {each.at}"] = 1
            else:
                then = [f"{other.at - due_at:.2f} s" for other in sendings]
                ends = [t.start - due_at for t in ledger.troubles if t.kind in _ENDS]
                near = [f"{end:.2f} s" for end in ends if 0 < end < sendings[-1].at - due_at]
                reason = f"the reminder of {person} at {due_at} came after {then}, ends at {near}"
                found.blame(reason, person)
    found.checked["reminders that fell due"] = len(ledger.expected)
    found.checked["reminders delivered"] = sum(map(bool, ledger.reminders.values()))
    found.checked["reminders under a lease"] = leased


def _had_time(ledger: Ledger, sent: Sent, now: float) -> bool:
    """Whether the bot could settle what it knows that it sent."""
    in_peace = not ledger.was_troubled(sent.at, now, *_ENDS)
    return sent.known and in_peace and sent.at < now - SETTLES_WITHIN


def _cut_off(ledger: Ledger, sent: Sent) -> bool:
    """Whether the bot may not have had the time to settle what it sent."""
    return ledger.was_troubled(sent.at, sent.at + SETTLES_WITHIN, *_ENDS)


def _rests(found: Audit, ledger: Ledger) -> None:
    longer = ledger.turns(Verb.REST)
    for turn, sendings in ledger.rings.items():
        if len(sendings) > 1 + longer[turn]:
            how = ", ".join("known" if each.known else "not known" for each in sendings)
            found.blame(f"rest {turn[1]} of {turn[0]} rang {len(sendings)} times ({how})")
    found.checked["rests that rang"] = len(ledger.rings)


def _buttons(found: Audit, ledger: Ledger, person: int, screen: Sequence[Shown]) -> None:
    """One message has live buttons, and it is the lowest; but for those that the bot was not told
    of, or that it was cut off from stripping."""
    shaken = ledger.shaken.get(person, 0.0)
    live = [each for each in screen if each.is_live]
    known = [each for each in live if ledger.sent.get(each.id, 0.0) > shaken]
    if len(known) > 1:
        found.blame(f"messages {[each.id for each in known]} of {person} have buttons", person)
    elif known and known[-1].id < max(each.id for each in live):
        found.blame(f"the buttons of {person} are on {known[-1].id}, not the lowest", person)
    for each in live[:-1]:
        found.excused[f"buttons that stayed: {each.id}"] = 1
    found.checked["screens looked at"] += 1
    found.checked["screens without an excuse"] += bool(known)


def _card(found: Audit, ledger: Ledger, books: Books, person: int, screen: Sequence[Shown]) -> None:
    """The message that has the buttons, if it is a card, says how the session stands."""
    number = books.live.get(person)
    shown = next((each for each in screen if each.id == number), None)
    if shown is None or shown.card is None:
        return
    course = books.courses.get(shown.card.session)
    found.checked["cards compared"] += 1
    if course is None or course.ended or course.version != shown.card.version:
        found.blame(f"the card {number} of {person} is of an older turn", person)
        return
    if set_number(shown.text) != course.number:
        found.blame(f"the card {number} of {person} asks for another set", person)
    if course.resting and not shown.resting:
        found.blame(f"the card {number} of {person} knows of no rest", person)
    if shown.resting and not course.resting:
        if ledger.shaken.get(person, 0.0) < ledger.sent.get(shown.id, 0.0):
            found.blame(f"the rest of {person} on card {number} never rings", person)
        found.excused[f"rest that did not ring: {shown.card.session} {shown.card.version}"] = 1


def _presses(found: Audit, ledger: Ledger, spinning: Sequence[CallbackQuery], now: float) -> None:
    for query in spinning:
        faulty = query.id in ledger.unsure
        if faulty or ledger.was_troubled(query.created, now, "outage", "database"):
            found.excused[f"press without an answer: {query.id}"] = 1
        else:
            found.blame(f"press {query.data} was not answered", query.user_id)
    found.checked["presses"] = len(ledger.pressers)
