"""Telegram's HTML, read as Telegram reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.entities import formatted, parse_html, utf16_length
from bot.local.refusals import RefusalError


def kinds(source: str) -> list[tuple[str, str]]:
    """(type, the words it covers) of every entity."""
    text, entities = formatted(source, "HTML", None)
    units = text.encode("utf-16-le")
    return [
        (one["type"], units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le"))
        for one in entities
    ]


def test_nested_tags_become_nested_entities() -> None:
    assert kinds("<b>bold <i>both</i></b> <u>x</u>") == [("bold", "bold both"), ("italic", "both"), ("underline", "x")]


def test_offsets_count_utf16_units() -> None:
    assert kinds("\N{ROCKET}\N{ROCKET} <b>\N{ROCKET}é</b>") == [("bold", "\N{ROCKET}é")]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<strong>x</strong>", "bold"),
        ("<em>x</em>", "italic"),
        ("<ins>x</ins>", "underline"),
        ("<del>x</del>", "strikethrough"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
        ("<code>x</code>", "code"),
        ("<PRE>x</pre>", "pre"),
        ('<a href="canada.ca">x</a>', "text_link"),
    ],
)
def test_every_tag_has_its_entity(source: str, kind: str) -> None:
    assert kinds(source) == [(kind, "x")]


def test_a_code_block_knows_its_language() -> None:
    _, entities = parse_html('<pre><code class="language-python">x</code></pre>')
    assert entities == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


def test_only_four_named_characters_are_known() -> None:
    text, _ = parse_html("&lt;&gt;&amp;&quot;&nbsp;&#233;&#xE9; R&D")
    assert text == '<>&"&nbsp;éé R&D'


def test_links_that_are_none_are_dropped_and_their_words_kept() -> None:
    assert formatted('<a href="javascript:alert(1)">x</a>', "HTML", None) == ("x", [])
    assert formatted('<a href="not a url">x</a>', "HTML", None) == ("x", [])


def test_the_space_around_a_text_is_cut_and_entities_move_along() -> None:
    assert formatted("\n  one <b>two  </b> \n", "HTML", None) == (
        "one two",
        [{"type": "bold", "offset": 4, "length": 3}],
    )


def test_commands_and_addresses_are_found_but_not_in_code() -> None:
    found = kinds("See /help, https://canada.ca/x. <code>/help</code> and/or 8/7/6.5/7")
    assert found == [("bot_command", "/help"), ("url", "https://canada.ca/x"), ("code", "/help")]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_escaped_text_comes_through_unchanged(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text, entities = parse_html(f"<b>{escaped}</b>")
    assert text == words
    assert entities == ([{"type": "bold", "offset": 0, "length": utf16_length(words)}] if words else [])


@given(st.text("<>/&;ab =\"'\N{ROCKET}é", max_size=60))
def test_any_markup_is_either_read_or_refused(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except RefusalError as refusal:
        text, entities, words = "", [], refusal.description
    else:
        words = "Bad Request: can't parse entities: "
    assert words.startswith("Bad Request: can't parse entities: ")
    assert all(one["offset"] + one["length"] <= utf16_length(text) for one in entities)
