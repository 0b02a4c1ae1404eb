"""HTML in, entities out, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.entities import to_html, utf16_length
from bot.demo.errors import ApiError
from bot.demo.formatting import Formatted, formatted_by_bot, typed_by_person


def parsed(html: str) -> Formatted:
    return formatted_by_bot(html, "HTML", None, limit=4096, too_long="message is too long")


@pytest.mark.parametrize(
    "html",
    [
        "<b>bold</b> <i>it</i> <u>under</u> <s>gone</s>",
        "<code>x</code> <tg-spoiler>hid</tg-spoiler>",
        "<b>bold <i>both</i></b>",
        '<a href="https://example.org/a?b=c&amp;d">link</a>',
        '<pre><code class="language-python">print(1)</code></pre>',
        "<pre>a\n  b</pre>",
        "<blockquote>quoted</blockquote>\n<blockquote expandable>long</blockquote>",
        '<tg-time unix="1773000000" format="wDt">Tuesday</tg-time>',
        "5 &lt; 6 &amp; 7 &gt; 3",
    ],
)
def test_html_survives_the_way_there_and_back(html: str) -> None:
    formatted = parsed(html)
    assert to_html(formatted.text, formatted.entities) == html


@pytest.mark.parametrize(
    ("html", "types"),
    [
        ("<strong>a</strong><em>b</em><ins>c</ins>", ["bold", "italic", "underline"]),
        ("<strike>a</strike><del>b</del>", ["strikethrough", "strikethrough"]),
        ('<span class="tg-spoiler">a</span>', ["spoiler"]),
        ("<code><b>a</b></code>", ["code"]),
        ("<b></b>a", []),
        ('<a href="javascript:alert(1)">a</a>', []),
    ],
)
def test_tags(html: str, types: list[str]) -> None:
    assert [entity.type for entity in parsed(html).entities] == types


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("ä <b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("5 < 6 > 4", 'Unsupported start tag "" at byte offset 2'),
        ("ä <3", "Unclosed start tag at byte offset 3"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-time unix="soon">x</tg-time>', "Invalid date format used"),
    ],
)
def test_bad_html_is_refused(html: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parsed(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_entities_may_be_given_instead() -> None:
    given_entities = [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "url", "offset": 0, "length": 1},
    ]
    formatted = formatted_by_bot(" 💪bold", None, given_entities, limit=9, too_long="")
    assert to_html(formatted.text, formatted.entities) == "💪<b>bold</b>"
    with pytest.raises(ApiError, match="ends after the end of the text"):
        formatted_by_bot(
            "x", None, [{"type": "bold", "offset": 0, "length": 2}], limit=9, too_long=""
        )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start go", [("bot_command", "/start")]),
        ("please /help@backday_bot!", [("bot_command", "/help@backday_bot")]),
        ("hey @backday_bot, 3/4 done", [("mention", "@backday_bot")]),
        ("see https://example.org/a_(b), or youtu.be/x1", [("url", None), ("url", "youtu.be/x1")]),
        ("a/b c//d me@example.org", []),
    ],
)
def test_what_telegram_finds_by_itself(text: str, found: list[tuple[str, str | None]]) -> None:
    formatted = typed_by_person(text)
    pieces = [(e.type, text[e.offset : e.offset + e.length]) for e in formatted.entities]
    assert [kind for kind, _ in pieces] == [kind for kind, _ in found]
    for (_, piece), (_, expected) in zip(pieces, found, strict=True):
        assert expected in (None, piece)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_escaped_text_arrives_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    formatted = parsed(f"<b>{escaped}</b>.")
    assert formatted.text == f"{text}.".strip()
    for entity in formatted.entities:
        assert 0 <= entity.offset < entity.end <= utf16_length(formatted.text)
