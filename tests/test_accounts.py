"""The books after a kill: each fault that a bot could make is found, and an excuse is no pardon."""

from bot.demo import DemoServer, World
from bot.demo.faults import Call
from bot.demo.messages import CallbackQuery, Message
from handlers.callback_data import ReminderButton, ReminderPress, SessionButton, Verb
from tests.benchmarks.accounts import Audit, audit
from tests.benchmarks.books import Books, Course, Row, Shown, StoredSet, set_number
from tests.benchmarks.ledger import Ledger, Sent

ANNA = 7
NOON = 1_800_000_000.0
"""When a reminder is due."""
NOW = NOON + 60
CARD = SessionButton("abc", 3, Verb.DONE)
TEXT = "1/5 T-bar row\nSet 2 of 3 · 40 kg × 9 (range 6–12)"


def tap(ledger: Ledger, version: int, verb: Verb = Verb.DONE) -> CallbackQuery:
    data = SessionButton("abc", version, verb).pack()
    query = CallbackQuery(f"q{version}", ANNA, ANNA, 100, data, NOW)
    ledger.pressed(query)
    return query


def typed(ledger: Ledger, message: int, effort: str) -> None:
    ledger.set_typed(Message(message, ANNA, ANNA, int(NOW)), effort)


def faults(
    ledger: Ledger,
    books: Books,
    screen: tuple[Shown, ...] = (),
    spinning: tuple[CallbackQuery, ...] = (),
) -> list[str]:
    found = Audit()
    audit(found, ledger, books, {ANNA: screen}, spinning, NOW)
    return list(found.faults)


def stored(*versions: int, messages: tuple[int, ...] = ()) -> Books:
    sets = [StoredSet(ANNA, "abc", version, None) for version in versions]
    sets += [StoredSet(ANNA, "abc", 90 + n, message) for n, message in enumerate(messages)]
    return Books(sets=sets, courses={"abc": Course(ANNA, 3, ended=False, number=2)})


class TestSets:
    def test_what_was_tapped_and_is_stored_is_fine(self) -> None:
        ledger = Ledger()
        tap(ledger, 2)
        ledger.logged.add(("abc", 2))
        assert faults(ledger, stored(2)) == []

    def test_one_that_was_confirmed_and_is_not_stored(self) -> None:
        ledger = Ledger()
        tap(ledger, 2)
        ledger.logged.add(("abc", 2))
        assert faults(ledger, stored()) == ["set 2 of abc was confirmed and is not stored"]

    def test_one_that_nobody_tapped(self) -> None:
        assert faults(Ledger(), stored(2)) == ["set 2 of abc was never tapped"]

    def test_one_that_is_there_twice(self) -> None:
        ledger = Ledger()
        tap(ledger, 2)
        assert faults(ledger, stored(2, 2)) == ["set 2 of abc was never tapped"]

    def test_a_tap_that_moved_nothing(self) -> None:
        ledger = Ledger()
        tap(ledger, 3)
        assert faults(ledger, stored()) == ["a tap on abc, 3 came to nothing"]

    def test_a_typed_one_that_was_lost(self) -> None:
        ledger = Ledger()
        typed(ledger, 5, "40 kg × 10")
        assert faults(ledger, stored()) == [f"1 sets in words of {ANNA} came to nothing"]
        ledger.closed[ANNA] += 1
        assert faults(ledger, stored()) == []

    def test_a_typed_one_that_was_confirmed_and_lost(self) -> None:
        ledger = Ledger()
        typed(ledger, 5, "40 kg × 10")
        ledger.told.add((ANNA, "40 kg × 10"))
        ledger.closed[ANNA] += 1
        reason = "40 kg × 10 of message 5 was confirmed and is not stored"
        assert faults(ledger, stored()) == [reason]

    def test_a_typed_one_that_counts_twice_or_was_never_sent(self) -> None:
        ledger = Ledger()
        typed(ledger, 5, "40 kg × 10")
        books = stored(messages=(5, 5, 6))
        reasons = ["message 5 is 2 sets", "the set of message 6 was never typed"]
        assert faults(ledger, books) == reasons


class TestReminders:
    def due(self, *sendings: Sent) -> Ledger:
        ledger = Ledger()
        ledger.expected[ANNA, int(NOON)] = "row"
        ledger.reminders[ANNA, int(NOON)] += sendings
        return ledger

    def test_one_that_vanished(self) -> None:
        reason = f"the reminder of {ANNA} at {int(NOON)} was lost"
        assert faults(self.due(), Books()) == [reason]
        moved_on = Books(due={"row": Row(int(NOON) + 604_800, int(NOON) + 604_800)})
        assert faults(self.due(), moved_on) == [reason]

    def test_one_that_nobody_takes(self) -> None:
        lying = Books(due={"row": Row(int(NOON), int(NOON))})
        assert faults(self.due(), lying) == [f"the reminder of {ANNA} at {int(NOON)} is left lying"]
        leased = Books(due={"row": Row(int(NOON), int(NOW) + 10)})
        assert faults(self.due(), leased) == []

    def test_one_that_came_twice_for_no_reason(self) -> None:
        ledger = self.due(Sent(NOON + 1, known=True), Sent(NOON + 9, known=True))
        (reason,) = faults(ledger, Books())
        assert "came after ['1.00 s', '9.00 s'], ends at []" in reason

    def test_one_that_came_and_is_still_due(self) -> None:
        leased = Books(due={"row": Row(int(NOON), int(NOW) + 10)})
        ledger = self.due(Sent(NOON + 1, known=True))
        reason = f"the reminder of {ANNA} at {int(NOON)} came and will again"
        assert faults(ledger, leased) == [reason]
        ledger.happened("kill", NOON + 2, NOON + 2)
        assert faults(ledger, leased) == []

    def test_one_that_came_twice_because_its_answer_was_lost_or_its_process_killed(self) -> None:
        assert faults(self.due(Sent(NOON, known=False), Sent(NOON + 9, known=True)), Books()) == []
        ledger = self.due(Sent(NOON, known=True), Sent(NOON + 50, known=True))
        ledger.happened("kill", NOON + 0.1, NOON + 0.2)
        assert faults(ledger, Books()) == []

    def test_a_kill_long_after_is_no_excuse(self) -> None:
        ledger = self.due(Sent(NOON, known=True), Sent(NOON + 50, known=True))
        ledger.happened("kill", NOON + 5, NOON + 5.1)
        assert len(faults(ledger, Books())) == 1


class TestRests:
    def test_one_that_rang_twice(self) -> None:
        ledger = Ledger()
        ledger.rings["abc", 3] += [Sent(NOON, known=False), Sent(NOON + 9, known=True)]
        assert faults(ledger, stored()) == ["rest 3 of abc rang 2 times (not known, known)"]

    def test_one_that_was_made_longer_after_it_rang(self) -> None:
        ledger = Ledger()
        ledger.rings["abc", 3] += [Sent(NOON, known=True), Sent(NOON + 30, known=True)]
        tap(ledger, 3, Verb.REST)
        assert faults(ledger, stored()) == []


class TestScreens:
    def ledger(self, **sent: float) -> Ledger:
        ledger = Ledger()
        ledger.sent |= {int(number.removeprefix("m")): at for number, at in sent.items()}
        return ledger

    def books(self, course: Course) -> Books:
        return Books(courses={"abc": course}, live={ANNA: 2})

    def card(self, *, resting: bool = False) -> Shown:
        return Shown(2, TEXT, is_live=True, card=CARD, resting=resting)

    def test_two_messages_with_buttons(self) -> None:
        screen = (Shown(1, "", is_live=True), Shown(2, "", is_live=True))
        ledger = self.ledger(m1=NOON, m2=NOON + 1)
        assert faults(ledger, Books(), screen) == [f"messages [1, 2] of {ANNA} have buttons"]

    def test_one_that_the_bot_was_cut_off_from_stripping(self) -> None:
        screen = (Shown(1, "", is_live=True), Shown(2, "", is_live=True))
        ledger = self.ledger(m1=NOON, m2=NOON + 10)
        ledger.happened("kill", NOON + 5, NOON + 5, {ANNA})
        assert faults(ledger, Books(), screen) == []

    def test_a_card_of_an_older_turn(self) -> None:
        books = self.books(Course(ANNA, 4, ended=False, number=2))
        reason = f"the card 2 of {ANNA} is of an older turn"
        assert faults(self.ledger(m2=NOON), books, (self.card(),)) == [reason]

    def test_a_card_that_asks_for_another_set(self) -> None:
        books = self.books(Course(ANNA, 3, ended=False, number=3))
        reason = f"the card 2 of {ANNA} asks for another set"
        assert faults(self.ledger(m2=NOON), books, (self.card(),)) == [reason]

    def test_a_rest_that_the_card_or_the_database_does_not_know(self) -> None:
        resting = self.books(Course(ANNA, 3, ended=False, number=2, resting=True))
        reason = f"the card 2 of {ANNA} knows of no rest"
        assert faults(self.ledger(m2=NOON), resting, (self.card(),)) == [reason]
        over = self.books(Course(ANNA, 3, ended=False, number=2))
        reason = f"the rest of {ANNA} on card 2 never rings"
        assert faults(self.ledger(m2=NOON), over, (self.card(resting=True),)) == [reason]

    def test_a_card_as_it_should_be(self) -> None:
        books = self.books(Course(ANNA, 3, ended=False, number=2))
        assert faults(self.ledger(m2=NOON), books, (self.card(),)) == []
        assert set_number(TEXT) == 2


def test_a_press_that_spins_and_a_question_without_an_answer() -> None:
    ledger = Ledger()
    query = tap(ledger, 2)
    ledger.asked(Message(5, ANNA, ANNA, int(NOW)))
    reasons = ["question 5 has no answer", f"press {query.data} was not answered"]
    assert faults(ledger, stored(), spinning=(query,)) == reasons
    ledger.happened("outage", NOW - 1, NOW)
    assert faults(ledger, stored(), spinning=(query,)) == reasons[:1]


class TestCalls:
    """What the ledger makes of the calls that the server saw."""

    def read(self, ledger: Ledger, world: World, *calls: Call) -> None:
        world.calls += calls
        ledger.read(world)

    async def test_a_refusal_that_is_the_bots_own_fault(self, server: DemoServer) -> None:
        ledger = Ledger()
        refused = Call("sendMessage", {"chat_id": ANNA}, NOW, False, 400, "Bad Request: odd")
        self.read(ledger, server.world, refused)
        assert faults(ledger, Books()) == [f"sendMessage of {ANNA}: Bad Request: odd"]

    async def test_a_fault_of_the_weather_is_counted_and_shakes(self, server: DemoServer) -> None:
        ledger = Ledger()
        calls = [
            Call("sendMessage", {"chat_id": ANNA}, NOW, False, 502),
            Call("sendMessage", {"chat_id": ANNA}, NOW, False, 429),
            Call("sendMessage", {"chat_id": ANNA}, NOW, False, 0),
            Call("sendMessage", {"chat_id": ANNA, "text": "x"}, NOW + 1, dropped=True, message=9),
        ]
        self.read(ledger, server.world, *calls)
        kinds = ["429", "5xx", "connection reset", "dropped after it was done"]
        assert sorted(ledger.faults) == kinds
        assert ledger.shaken == {ANNA: NOW + 1}
        assert faults(ledger, Books()) == []

    async def test_a_toast_a_card_a_ring_and_a_reminder(self, server: DemoServer) -> None:
        ledger, world = Ledger(), server.world
        query = tap(ledger, 2)
        world.queries[query.id] = query
        reminder = ReminderButton(ReminderPress.START, int(NOON)).pack()
        answered = {"callback_query_id": query.id, "text": "Logged: 40 kg × 9"}
        card = {"chat_id": ANNA, "text": "Logged: 40 kg × 10\n\n1/5 T-bar row"}
        rest = {
            "chat_id": ANNA,
            "text": f"Rest is over.\n{TEXT}",
            "reply_markup": keys(CARD.pack()),
        }
        due = {"chat_id": ANNA, "text": "<b>Back day</b>", "reply_markup": keys(reminder)}
        self.read(
            ledger,
            world,
            Call("answerCallbackQuery", answered, NOW),
            Call("editmessagetext", card, NOW),
            Call("sendMessage", rest, NOW, message=9),
            Call("sendMessage", due, NOW, message=10),
            Call("sendMessage", {**due, "disable_notification": True}, NOW, message=11),
        )
        assert ledger.logged == {("abc", 2)}
        assert ledger.told == {(ANNA, "40 kg × 10")}
        assert ledger.rings == {("abc", 3): [Sent(NOW, known=True)]}
        assert ledger.reminders == {(ANNA, int(NOON)): [Sent(NOW, known=True)]}
        assert ledger.sent == {9: NOW, 10: NOW, 11: NOW}


def keys(data: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
