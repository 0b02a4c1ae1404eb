"""Places: what is there is told once, kept, planned around, and taken back."""

import pytest

from bot.domain.gym import LONGEST_NAME, MOST, Inventory, way_there
from bot.storage import gyms
from bot.storage.connection import Connection
from content.library import Library
from tests.chat import Chat
from tests.running_bot import RunningBot

pytestmark = pytest.mark.both_databases


def labels(chat: Chat) -> list[str]:
    return [label for row in chat.buttons for label in row]


class TestTold:
    async def test_no_t_bar_here_is_kept_planned_around_and_taken_back(self, chat: Chat) -> None:
        await chat.send("No T-bar here")
        assert "Noted for My gym: no T-bar station." in chat.text
        assert "Your next plan there:\n• Bent-over dumbbell row instead of T-bar row" in chat.text
        note = chat.last
        await chat.send("/backday")
        assert "instead of T-bar row, which your gym lacks" in chat.text
        assert chat.text.count("instead of") == 1, "what can be done there stays"
        await chat.tap_old(note, "Undo")
        assert chat.toast == "Taken back"
        assert "Nothing is noted" in chat.text
        await chat.send("/backday")
        assert "instead of" not in chat.text

    @pytest.mark.parametrize(
        ("words", "noted"),
        [
            ("my gym has no cables", "Noted for My gym: no cable machine."),
            ("my gym doesn't have a T-bar or cables", "no cable machine, no T-bar station."),
            ("from now on only dumbbells", "Noted for My gym: only dumbbells."),
            ("there are no cables here", "Noted for My gym: no cable machine."),
            ("we have a T-bar now", "That is what I have for My gym already."),
        ],
    )
    async def test_ways_of_telling(self, chat: Chat, words: str, noted: str) -> None:
        await chat.send(words)
        assert noted in chat.text

    async def test_told_twice_it_is_known(self, chat: Chat) -> None:
        await chat.send("No T-bar here")
        await chat.send("No T-bar here")
        assert "That is what I have for My gym already." in chat.text
        assert "Undo" not in labels(chat)

    async def test_a_t_bar_that_came_takes_its_note_away(self, chat: Chat) -> None:
        await chat.send("no T-bar here")
        await chat.send("we got a T-bar now")
        assert "Noted for My gym: has T-bar station." in chat.text
        await chat.send("/backday")
        assert "instead of" not in chat.text

    async def test_only_dumbbells_at_home_from_now_on(self, chat: Chat) -> None:
        await chat.send("I only have dumbbells at home from now on")
        assert "Noted as a new place, Home." in chat.text
        assert "There is only: dumbbells." in chat.text
        assert "You train at Home now." in chat.text
        await chat.send("/backday")
        assert "For Home" in chat.text
        assert "instead of Wide-grip cable row, which Home lacks" in chat.text

    async def test_what_home_has_is_kept_while_the_gym_stays_the_place(self, chat: Chat) -> None:
        await chat.send("at home I have a bench and dumbbells")
        assert "bench, door, dumbbells" in chat.text
        assert "You train at" not in chat.text
        await chat.send("/backday")
        assert "instead of" not in chat.text
        await chat.send("/places")
        assert "My gym (you train here)" in chat.text

    async def test_a_new_place_that_is_taken_back_is_gone(self, chat: Chat) -> None:
        await chat.send("at home I have a bench and dumbbells")
        await chat.tap("Undo")
        await chat.send("/places")
        assert "Home" not in chat.text

    async def test_a_question_that_mentions_it_is_answered_with_a_button(self, chat: Chat) -> None:
        await chat.send("no T-bar here, what instead?")
        assert chat.text.startswith("Bent-over dumbbell row")
        await chat.tap("No T-bar station here: remember")
        assert "no T-bar station at My gym" in (chat.toast or "")
        await chat.tap("T-bar station is there after all")
        await chat.send("/backday")
        assert "instead of" not in chat.text

    async def test_said_after_a_call_for_a_swap_it_is_answered_too(self, chat: Chat) -> None:
        await chat.send("what instead of the lat pulldown?")
        await chat.send("I'm at home with just bands")
        assert "Noted as a new place, Home." in chat.text
        assert "From:" in chat.text
        assert any(label.startswith("How?") for label in labels(chat))

    async def test_edited_the_note_and_the_answer_are_edited_in_place(self, chat: Chat) -> None:
        await chat.send("what instead of the lat pulldown?")
        await chat.send("I'm at home with just bands")
        answer = chat.last
        await chat.edit("I'm at home with just bands", "I'm at home with just dumbbells")
        assert chat.last.id == answer.id
        assert "Noted for Home: only dumbbells." in chat.text
        assert "band" not in chat.text.lower()
        chat.keeps_its_rules()

    async def test_a_warning_sign_comes_first(self, chat: Chat) -> None:
        await chat.send("no T-bar here and my chest is tight with pain in my left arm")
        assert "emergency" in chat.text.lower()
        await chat.send("no T-bar here")
        assert "Noted for My gym" in chat.text
        assert "next plan" not in chat.text, "no training under an alarm"

    async def test_a_row_in_the_garage_says_what_it_is_done_with(self, chat: Chat) -> None:
        await chat.send("I'm in the garage today")
        await chat.tap("Add Garage gym")
        await chat.send("/backday")
        assert "T-bar row" in chat.text
        assert "done there with: barbell, corner for a barbell" in chat.text

    async def test_the_running_session_stays_as_it_is(self, chat: Chat) -> None:
        await chat.send("/backday")
        await chat.tap("Start")
        await chat.send("No T-bar here")
        assert "The session that runs stays as it is" in chat.text
        await chat.tap("Swap T-bar row now")
        await chat.tap("Bent-over dumbbell row")
        assert "instead of T-bar row" in chat.text


class TestSettings:
    async def test_chips_take_notes_away_and_can_be_undone(self, chat: Chat) -> None:
        await chat.send("my gym doesn't have a T-bar or cables")
        await chat.send("/settings")
        assert "Not there: cable machine, T-bar station." in chat.text
        old = chat.last
        await chat.tap("✕ No T-bar station")
        assert "Not there: cable machine." in chat.text
        assert chat.text.startswith("Settings")
        await chat.tap("Undo")
        assert "Not there: cable machine, T-bar station." in chat.text
        await chat.tap("✕ No T-bar station")
        await chat.tap_old(old, "✕ No T-bar station")
        assert chat.toast == "That is gone already"
        assert "Not there: cable machine." in chat.text
        await chat.tap("My places")
        assert "Your places" in chat.text

    async def test_a_chip_pressed_twice_takes_one_note_away(self, chat: Chat) -> None:
        await chat.send("my gym doesn't have a T-bar or cables")
        await chat.send("/settings")
        await chat.tap_twice("✕ No T-bar station")
        assert "Not there: cable machine." in chat.text

    async def test_an_undo_of_an_older_change_is_too_late(self, chat: Chat) -> None:
        await chat.send("no T-bar here")
        note = chat.last
        await chat.send("no cables here")
        await chat.tap_old(note, "Undo")
        assert chat.toast == "That is gone already"
        await chat.send("/settings")
        assert "Not there: cable machine, T-bar station." in chat.text


class TestPlaces:
    async def test_a_place_from_a_kit_is_current_and_planned_for(self, chat: Chat) -> None:
        await chat.send("/places")
        await chat.tap("Add a place")
        await chat.tap("Park")
        assert "There is only: low bar, pull-up bar." in chat.text
        await chat.send("/backday")
        assert "For Park" in chat.text
        assert "which Park lacks" in chat.text
        await chat.send("/places")
        assert "Park (you train here)" in chat.text
        await chat.tap("Go: My gym")
        assert "You train at My gym now." in chat.text

    async def test_two_presses_add_one_place(self, chat: Chat, bot: RunningBot) -> None:
        await chat.send("/places")
        await chat.tap("Add a place")
        await chat.tap_twice("Park")
        assert chat.toast == "You have a place called Park."
        assert "There is only: low bar, pull-up bar." in chat.text
        own = await bot.database.run(lambda db: gyms.all_of(db, chat.person.id))
        assert [gym.name for gym in own] == ["My gym", "Park"]

    async def test_a_full_gym_starts_without_a_note(self, chat: Chat) -> None:
        await chat.send("/places")
        await chat.tap("Add a place")
        await chat.tap("Full gym")
        assert "Nothing is noted" in chat.text

    async def test_every_kind_of_place_gives_a_plan_that_can_be_done(
        self, chat: Chat, bot: RunningBot, library: Library
    ) -> None:
        await chat.send("/places")
        for kit in bot.application.coach.gyms.kinds():
            await chat.tap("Add a place")
            await chat.tap(kit.place or "")
            plan = await bot.application.coach.training.next_plan(chat.person.id)
            assert plan.gym.kit == kit.key
            exercises = [today.planned.exercise for today in plan.plan]
            assert len(set(exercises)) == len(exercises)
            for today in plan.plan:
                exercise = library.exercises[today.instead_of or today.planned.exercise]
                doable = way_there(exercise, plan.gym.inventory, library) is not None
                assert doable == (today.instead_of is None)
            await chat.send("/places")

    async def test_by_its_name_escaped(self, chat: Chat) -> None:
        await chat.send("/places")
        await chat.tap("Add a place")
        await chat.tap("Type a name")
        await chat.send("x" * (LONGEST_NAME + 1))
        assert f"{LONGEST_NAME} fit" in chat.text
        await chat.send("...")
        assert "could not read a name" in chat.text
        await chat.send("my gym")
        assert "You have a place called My gym" in chat.text
        await chat.send("<b>Iron</b> & 🏋")
        assert "<b>Iron</b> & 🏋" in chat.text
        await chat.tap("My places")
        assert "<b>Iron</b> & 🏋 (you train here)" in chat.text

    async def test_a_question_in_place_of_a_name_is_answered(self, chat: Chat) -> None:
        await chat.send("/places")
        await chat.tap("Add a place")
        await chat.tap("Type a name")
        await chat.send("why wide rows?")
        assert "From:" in chat.text

    async def test_a_name_that_is_a_kind_starts_with_what_is_there(self, chat: Chat) -> None:
        await chat.send("/places")
        await chat.tap("Add a place")
        await chat.tap("Type a name")
        await chat.send("home")
        assert "There is only: door, loaded backpack, sturdy table." in chat.text

    async def test_renamed_it_is_spoken_of_by_its_new_name(self, chat: Chat) -> None:
        await chat.send("/places")
        await chat.tap("Edit My gym")
        await chat.tap("Rename")
        await chat.send("Iron House")
        assert "It is called Iron House now." in chat.text
        await chat.send("no T-bar at Iron House")
        assert "Noted for Iron House: no T-bar station." in chat.text
        await chat.send("/backday")
        assert "instead of T-bar row, which Iron House lacks" in chat.text

    async def test_in_words_to_a_place_of_ones_own(self, chat: Chat) -> None:
        await chat.send("at home I have a bench and dumbbells")
        await chat.send("I'm training at home")
        assert "You train at Home now." in chat.text
        await chat.tap("Back to My gym")
        assert "You train at My gym now" in (chat.toast or "")
        await chat.send("I'm at home today")
        await chat.send("I'm at the gym")
        assert "You train at My gym now." in chat.text

    async def test_a_hotel_that_nobody_knows_is_offered(self, chat: Chat) -> None:
        await chat.send("I'm at the hotel today")
        assert "Shall I add Hotel room?" in chat.text
        await chat.tap("Add Hotel room")
        assert "There is only: door, loaded backpack." in chat.text
        await chat.send("I'm at the gym")
        await chat.send("I'm at the hotel today")
        assert "You train at Hotel room now." in chat.text

    async def test_a_switch_leaves_the_session_that_runs(self, chat: Chat) -> None:
        await chat.send("at home I have a bench and dumbbells")
        await chat.send("/backday")
        await chat.tap("Start")
        await chat.send("I'm training at home")
        assert "The session that runs stays as it is; the next plan is for Home." in chat.text
        await chat.send("/backday")
        assert "T-bar row" in chat.text
        assert "instead of" not in chat.text

    async def test_what_is_noted_is_deleted_after_one_question(self, chat: Chat) -> None:
        await chat.send("/places")
        await chat.tap("Edit My gym")
        await chat.tap("Delete")
        assert chat.toast == "The last place stays. Rename it instead"
        await chat.send("I only have dumbbells at home from now on")
        await chat.tap("Edit Home")
        place = chat.last
        await chat.tap("Delete")
        assert "Delete Home with what is noted there?" in chat.text
        await chat.tap("Keep it")
        await chat.tap("Delete")
        await chat.tap("Delete Home")
        assert chat.toast == "Deleted"
        assert "My gym (you train here)" in chat.text
        for label in ("✕ dumbbells", "Rename", "Delete"):
            await chat.tap_old(place, label)
            assert chat.toast == "That is gone already"

    async def test_one_without_notes_goes_at_once(self, chat: Chat) -> None:
        await chat.send("/places")
        await chat.tap("Add a place")
        await chat.tap("Full gym")
        await chat.tap("Delete")
        assert chat.toast == "Deleted"

    async def test_everything_is_there_after_all(self, chat: Chat) -> None:
        await chat.send("I only have dumbbells at home from now on")
        await chat.tap("Edit Home")
        await chat.tap("✕ dumbbells")
        assert "There is nothing but your body." in chat.text
        await chat.tap("Everything is there")
        assert "Nothing is noted" in chat.text
        await chat.tap("Undo")
        assert "There is nothing but your body." in chat.text

    async def test_ten_are_the_most(self, chat: Chat, bot: RunningBot) -> None:
        for number in range(MOST - 1):
            await chat.send("/places")
            await chat.tap("Add a place")
            adding = chat.last
            await chat.tap("Type a name")
            await chat.send(f"Number {number}")
        await chat.send("/places")
        assert "Add a place" not in labels(chat)
        await chat.tap_old(adding, "Park")
        assert "10 places" in chat.text
        await chat.send("at home I have a bench and dumbbells")
        assert "10 places" in chat.text
        own = await bot.database.run(lambda db: gyms.all_of(db, chat.person.id))
        assert len(own) == MOST

    async def test_a_button_of_somebody_else_finds_nothing(self, bot: RunningBot) -> None:
        anna, boris = bot.chat("Anna"), bot.chat("Boris")
        await anna.send("no T-bar here")
        await boris.send("/places")
        undo = next(b for row in anna.last.buttons for b in row if b.text == "Undo")
        boris.person.tap(data=undo.callback_data or "", message_id=boris.last.id)
        await bot.settled()
        assert boris.toast == "That is gone already"
        await anna.send("/settings")
        assert "Not there: T-bar station." in anna.text


class TestAnswers:
    async def test_only_what_is_there_is_offered(self, chat: Chat) -> None:
        await chat.send("I only have bands at home from now on")
        await chat.send("what instead of the lat pulldown?")
        assert "band" in chat.text.lower()
        assert "From:" in chat.text

    async def test_what_the_message_says_wins(self, chat: Chat) -> None:
        await chat.send("I only have bands at home from now on")
        await chat.send("what instead of the T-bar row with only a barbell?")
        assert "barbell" in chat.text.lower()
        assert "band" not in chat.text.lower()

    async def test_at_home_means_the_home_that_is_known(self, chat: Chat) -> None:
        await chat.send("at home I have a bench and dumbbells")
        await chat.send("I'm at home, what instead of the T-bar row?")
        assert chat.text.startswith("Bent-over dumbbell row")

    async def test_how_an_exercise_is_done_may_be_asked_anywhere(self, chat: Chat) -> None:
        await chat.send("how do I do the lat pulldown?")
        how = chat.text
        await chat.send("I only have dumbbells at home from now on")
        await chat.send("how do I do the lat pulldown?")
        assert chat.text == how

    async def test_another_place_is_another_gym(self, chat: Chat) -> None:
        await chat.send("I only have bands at home from now on")
        await chat.send("I'm at the gym")
        await chat.send("what instead of the T-bar row?")
        assert chat.text.startswith("Bent-over dumbbell row")


async def test_a_plan_that_the_gym_does_not_allow_is_shown_honestly(
    chat: Chat, bot: RunningBot
) -> None:
    equipment = bot.application.coach.library.equipment
    await chat.send("/places")
    person = chat.person.id

    def without_anything(db: Connection) -> None:
        gyms.stock(db, gyms.current(db, person), Inventory(frozenset(equipment), frozenset()))

    await bot.database.run(without_anything)
    await chat.send("/backday")
    assert "Your gym lacks what it needs, and I know no swap" in chat.text
    await chat.tap("Start")
    assert "Set 1 of" in chat.text


async def test_privacy_and_forget_name_the_places(chat: Chat, bot: RunningBot) -> None:
    await chat.send("/privacy")
    assert "places where you train" in chat.text
    await chat.send("my gym doesn't have a T-bar or cables")
    await chat.send("I only have dumbbells at home from now on")
    await chat.send("/forget")
    assert "2 places with 3 notes on equipment" in chat.text
    await chat.tap("Delete everything")
    person = chat.person.id
    left = await bot.database.run(lambda db: db.all("SELECT * FROM gym_equipment"))
    assert left == []
    await chat.send("/places")
    assert "Nothing is noted" in chat.text
    own = await bot.database.run(lambda db: gyms.all_of(db, person))
    assert [gym.name for gym in own] == ["My gym"]
