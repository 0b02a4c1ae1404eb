"""Edits, deletions, reactions, and answers to presses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.demo import Person, World
from tests.demo.conftest import Api, StandingClock

GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def card(api: Api, anna: Person) -> dict[str, Any]:
    sent: dict[str, Any] = await api.call(
        "sendMessage", chat_id=anna.id, text="<b>Set 1</b>", parse_mode="HTML", reply_markup=GO
    )
    return {"chat_id": anna.id, "message_id": sent["message_id"]}


async def test_an_edit_changes_the_screen_and_does_not_ring(
    api: Api, anna: Person, card: dict[str, Any]
) -> None:
    edited = await api.call("editMessageText", **card, text="Set 2")
    assert edited["edit_date"]
    [shown] = anna.bot_messages
    assert (shown.text, shown.labels, shown.edited) == ("Set 2", [], True)
    assert len(anna.rings) == 1


async def test_new_buttons_alone_leave_no_edited_mark(
    api: Api, anna: Person, card: dict[str, Any]
) -> None:
    await api.call("editMessageReplyMarkup", **card)
    [shown] = anna.bot_messages
    assert (shown.labels, shown.edited) == ([], False)


async def test_the_same_content_is_not_modified(api: Api, card: dict[str, Any]) -> None:
    again = {"text": "<b>Set 1</b>", "parse_mode": "HTML", "reply_markup": GO}
    refusal = await api.refusal("editMessageText", **card, **again)
    assert refusal == (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    await api.call("editMessageText", **card, text="Set 1", reply_markup=GO)  # no longer bold


async def test_what_cannot_be_edited(api: Api, anna: Person, card: dict[str, Any]) -> None:
    own = anna.messages[0].id
    assert await api.refusal("editMessageText", chat_id=anna.id, message_id=own, text="x") == (
        "Bad Request: message can't be edited"
    )
    keyboard = await api.call(
        "sendMessage", chat_id=anna.id, text="?", reply_markup={"keyboard": [["a"]]}
    )
    params = {"chat_id": anna.id, "message_id": keyboard["message_id"], "text": "x"}
    assert await api.refusal("editMessageText", **params) == "Bad Request: message can't be edited"
    assert "no caption" in await api.refusal("editMessageCaption", **card, caption="x")
    anna.delete(card["message_id"])
    assert await api.refusal("editMessageText", **card, text="x") == (
        "Bad Request: message to edit not found"
    )


async def test_deleting(api: Api, anna: Person, card: dict[str, Any], clock: StandingClock) -> None:
    await api.call("deleteMessage", **card)
    assert anna.bot_messages == []
    assert await api.refusal("deleteMessage", **card) == "Bad Request: message to delete not found"
    old = await api.call("sendMessage", chat_id=anna.id, text="old")
    clock.advance(timedelta(hours=48))
    refusal = await api.refusal("deleteMessage", chat_id=anna.id, message_id=old["message_id"])
    assert refusal == "Bad Request: message can't be deleted for everyone"


async def test_a_press_is_answered_once(
    api: Api, anna: Person, world: World, card: dict[str, Any]
) -> None:
    press = anna.tap("Go")
    assert world.unanswered == [press]
    *_, update = await api.updates()
    query = update["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (press.id, "go", anna.id)
    assert query["message"]["text"] == "Set 1"
    assert query["message"]["reply_markup"] == GO
    await api.call("answerCallbackQuery", callback_query_id=press.id, text="Saved")
    assert [(toast.text, toast.alert) for toast in anna.toasts] == [("Saved", False)]
    assert world.unanswered == []
    assert await api.refusal("answerCallbackQuery", callback_query_id=press.id) == TOO_OLD


async def test_a_press_is_too_old_after_fifteen_seconds(
    api: Api, anna: Person, world: World, card: dict[str, Any], clock: StandingClock
) -> None:
    first, second = anna.tap("Go"), anna.tap(data="go")
    clock.advance(timedelta(seconds=15))
    await api.call("answerCallbackQuery", callback_query_id=first.id, show_alert=True, text="Hm")
    assert anna.toasts[0].alert
    clock.advance(timedelta(seconds=1))
    assert await api.refusal("answerCallbackQuery", callback_query_id=second.id) == TOO_OLD
    assert await api.refusal("answerCallbackQuery", callback_query_id="77") == TOO_OLD
    assert world.unanswered == []


async def test_an_answer_has_at_most_200_characters(
    api: Api, anna: Person, card: dict[str, Any]
) -> None:
    press = anna.tap("Go")
    params = {"callback_query_id": press.id, "text": "x" * 201}
    assert await api.refusal("answerCallbackQuery", **params) == "Bad Request: MESSAGE_TOO_LONG"


async def test_a_stale_press_on_a_deleted_message(
    api: Api, anna: Person, card: dict[str, Any]
) -> None:
    anna.delete(card["message_id"])
    anna.tap(data="go", message_id=card["message_id"])
    *_, update = await api.updates()
    message = update["callback_query"]["message"]
    assert (message["message_id"], message["date"]) == (card["message_id"], 0)
    assert "text" not in message


async def test_a_reaction(api: Api, anna: Person) -> None:
    sent = anna.send("done!")
    target = {"chat_id": anna.id, "message_id": sent.id}
    await api.call("setMessageReaction", **target, reaction=[{"type": "emoji", "emoji": "🔥"}])
    assert anna.reactions == {sent.id: "🔥"}
    bad = [{"type": "emoji", "emoji": "🥦"}]
    assert await api.refusal("setMessageReaction", **target, reaction=bad) == (
        "Bad Request: REACTION_INVALID"
    )
    await api.call("setMessageReaction", **target)
    assert anna.reactions == {}
