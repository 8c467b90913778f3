"""The functions that put texts into words: escaping, plurals, days, numbers, and the language of a task."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from locales import (
    LANGUAGES,
    NOTHING,
    Html,
    Language,
    catalogue,
    count,
    current,
    day,
    everywhere,
    hour,
    listed,
    negotiate,
    number,
    plain,
    say,
    signed,
    use,
)

BOTH = pytest.mark.parametrize("language", LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_stays_no_text(language: Language) -> None:
    with use(language):
        assert (plain(""), say("")) == ("", "")


def test_say_escapes_a_value() -> None:
    assert say("I could not read that date. Example: {example}.", example="<b>1 & 2</b>") == (
        "I could not read that date. Example: &lt;b&gt;1 &amp; 2&lt;/b&gt;."
    )


def test_say_puts_html_in_as_it_is() -> None:
    said = say("I could not read that date. Example: {example}.", example=Html("<b>10</b>"))
    assert said == "I could not read that date. Example: <b>10</b>."
    assert isinstance(said, Html)


def test_what_was_said_can_be_put_into_another_text_without_being_escaped_twice() -> None:
    inner = say("“{choice}”", choice="R&D")
    assert say("So far: {scores}.", scores=inner) == "So far: “R&amp;D”."


def test_say_leaves_quotation_marks_and_numbers_alone() -> None:
    assert say("The pass mark is {mark}: reached.", mark=67) == "The pass mark is 67: reached."
    assert say("So far: {scores}.", scores='it\'s "8"') == 'So far: it\'s "8".'


def test_plain_escapes_nothing() -> None:
    assert plain("Keep {day}", day="<10> & 11") == "Keep <10> & 11"


def test_count_escapes_its_values_too() -> None:
    assert count("<b>{what}: {n} day left</b>", "<b>{what}: {n} days left</b>", 2, what="A & B") == (
        "<b>A &amp; B: 2 days left</b>"
    )


@pytest.mark.parametrize(
    ("language", "n", "worded"),
    [
        ("en", 0, "0 complete years"),
        ("en", 1, "1 complete year"),
        ("en", 2, "2 complete years"),
        ("fr", 0, "0\N{NO-BREAK SPACE}année complète"),
        ("fr", 1, "1\N{NO-BREAK SPACE}année complète"),
        ("fr", 2, "2\N{NO-BREAK SPACE}années complètes"),
        ("en", 1234, "1,234 complete years"),
        ("fr", 1234, "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}années complètes"),
    ],
)
def test_nought_is_singular_in_french_and_plural_in_english(language: Language, n: int, worded: str) -> None:
    with use(language):
        assert count("{n} complete year", "{n} complete years", n) == worded


@pytest.mark.parametrize(
    ("language", "value", "weekday", "worded"),
    [
        ("fr", date(2027, 3, 1), False, "1er mars 2027"),
        ("fr", date(2027, 3, 1), True, "lundi 1er mars 2027"),
        ("fr", date(2027, 3, 2), False, "2 mars 2027"),
        ("fr", date(2027, 3, 11), True, "jeudi 11 mars 2027"),
        ("fr", date(2021, 12, 31), False, "31 décembre 2021"),
        ("fr", date(2025, 1, 10), True, "vendredi 10 janvier 2025"),
        ("en", date(2027, 3, 1), False, "1 March 2027"),
        ("en", date(2026, 11, 18), True, "Wednesday 18 November 2026"),
    ],
)
def test_a_day_is_written_as_people_write_it(language: Language, value: date, weekday: bool, worded: str) -> None:
    with use(language):
        assert day(value, weekday=weekday) == worded


@pytest.mark.parametrize(
    ("language", "value", "worded"),
    [
        ("fr", 1234567.5, "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,5"),
        ("fr", 1200, "1\N{NO-BREAK SPACE}200"),
        ("fr", Decimal("6.5"), "6,5"),
        ("fr", 429, "429"),
        ("en", 1234567.5, "1,234,567.5"),
        ("en", Decimal("6.5"), "6.5"),
    ],
)
def test_a_number_is_written_with_exactly_these_characters(
    language: Language, value: float | Decimal, worded: str
) -> None:
    with use(language):
        assert number(value) == worded


def test_a_band_keeps_its_decimal_when_asked_to() -> None:
    with use("fr"):
        assert number(7, decimals=1) == "7,0"
    with use("en"):
        assert number(7, decimals=1) == "7.0"
        assert number(280, decimals=0) == "280"


@pytest.mark.parametrize(
    ("language", "points", "worded"),
    [
        ("en", 45, "+45"),
        ("en", 0, "+0"),
        ("en", -5, "\N{MINUS SIGN}5"),
        ("fr", 45, "+45"),
        ("fr", -1200, "\N{MINUS SIGN}1\N{NO-BREAK SPACE}200"),
    ],
)
def test_a_gain_and_a_loss_carry_their_sign(language: Language, points: int, worded: str) -> None:
    with use(language):
        assert signed(points) == worded


def test_the_hour_is_that_of_the_persons_clock() -> None:
    instant = datetime(2026, 11, 23, 20, 5, tzinfo=UTC)
    with use("fr"):
        assert hour(instant, "America/Toronto").split() == ["15", "h", "05"]
        assert hour(instant, "Africa/Lagos").split() == ["21", "h", "05"]
    with use("en"):
        assert hour(instant, "America/Toronto").split() == ["3:05", "p.m."]


@pytest.mark.parametrize(
    ("items", "english", "french"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a et b"),
        (["a", "b", "c"], "a, b and c", "a, b et c"),
    ],
)
def test_a_list_ends_in_and(items: list[str], english: str, french: str) -> None:
    with use("en"):
        assert listed(items) == english
    with use("fr"):
        assert listed(items) == french


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("fr_FR", "fr"),
        ("FR-be", "fr"),
        ("en", "en"),
        ("en-GB", "en"),
        ("pt-br", "en"),
        ("fro", "en"),  # another language than French
        ("frr-DE", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_telegrams_language_leads_to_one_of_ours(code: str | None, language: Language) -> None:
    assert negotiate(code) == language


def test_english_is_spoken_where_no_language_was_chosen() -> None:
    assert current() == "en"
    assert plain("Back") == "Back"


def fail_in_english() -> None:
    with use("en"):
        raise RuntimeError(plain("Back"))


def test_the_language_ends_with_its_block_even_when_that_fails() -> None:
    with use("fr"):
        with pytest.raises(RuntimeError, match="Back"):
            fail_in_english()
        assert plain("Back") == "Retour"
    assert plain("Back") == "Back"


async def test_tasks_side_by_side_keep_their_own_language() -> None:
    rounds = 20
    together = asyncio.Barrier(6)

    async def talk(language: Language) -> list[str]:
        said = []
        with use(language):
            for _ in range(rounds):
                await together.wait()  # every task is in the middle of its own block
                said.append(plain("Back"))
        return said

    heard = await asyncio.gather(*(talk(language) for language in LANGUAGES * 3))
    assert heard == [["Back"] * rounds, ["Retour"] * rounds] * 3
    assert current() == "en"


async def test_a_task_speaks_the_language_it_was_begun_in() -> None:
    async def later() -> str:
        await asyncio.sleep(0)
        return plain("Back")

    with use("fr"):
        begun = asyncio.create_task(later())
    assert await begun == "Retour"


def test_a_text_is_known_in_every_language() -> None:
    assert everywhere("Back") == ["Back", "Retour"]


@BOTH
def test_an_unknown_text_is_said_as_it_stands(language: Language) -> None:
    with use(language):
        assert say("No catalogue has this.") == "No catalogue has this."


def test_a_catalogue_that_was_not_built_is_an_error_and_not_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locales.DOMAIN", "nothing-of-the-kind")
    with pytest.raises(FileNotFoundError):
        catalogue.__wrapped__("fr")


def test_nothing_is_no_text() -> None:
    assert NOTHING == ""
    assert not NOTHING
