"""A reminder of a test that runs out says what goes with it: points by the rules, and the category of French."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

from conversations import clock_words, notices
from locales import use
from rules import crs
from rules.facts import Facts, Language
from rules.watched import Watched, watched
from storage.candidates import Candidate
from tests.conversations.chat import Chat
from tests.rules.situations import candidate, result

ON = date(2026, 11, 23)


def told(**more: Any) -> Facts:
    """English a year old, French as told; both count for another year, the French one a month less."""
    english = result(Language.english, more.pop("english", 9), ON, result_date=ON - timedelta(days=365))
    levels = more.pop("french", None)
    french = (result(Language.french, levels, ON, result_date=ON - timedelta(days=395)),) if levels is not None else ()
    return candidate(ON, **more).model_copy(update={"tests": (english, *french)})


def clock(facts: Facts, which: str) -> Watched:
    [found] = [one for one in watched(facts, ON) if one.key == f"language_test:{which}"]
    return found


def without(facts: Facts, language: Language) -> int:
    left = tuple(test for test in facts.tests if test.kind.language is not language)
    return crs.score(facts.model_copy(update={"tests": left}), ON).total


async def reminder(chat: Chat, facts: Facts, which: str) -> str:
    """The reminder of a test, thirty days before its last day, as it is sent."""
    await chat.knows(facts.model_dump(mode="json"))
    [row] = [each for each in await chat.reminders() if each.item == f"language_test:{which}" and each.rung == "30"]
    person = await chat.candidate()
    assert isinstance(person, Candidate)
    return html.unescape(re.sub(r"<[^>]+>", "", notices.word(row, person, row.due_at).text))


async def test_a_french_result_that_runs_out_names_its_points_and_its_category(chat: Chat) -> None:
    facts = told(english=9, french=7)
    lost = crs.score(facts, ON).total - without(facts, Language.french)
    text = await reminder(chat, facts, "own:french")
    assert re.search(rf"Today it brings {lost} points: .*second official language \+\d+ and French \+50\.", text)
    assert "The category “French-language proficiency” is open to you only with it." in text


async def test_an_english_result_beside_better_french_names_the_half_of_the_bonus(chat: Chat) -> None:
    """CLB 5 in English makes 50 points of the 25 for French."""
    facts = told(english=5, french=9)
    lost = crs.score(facts, ON).total - without(facts, Language.english)
    text = await reminder(chat, facts, "own:english")
    assert re.search(rf"Today it brings {lost} points: .*second official language \+\d+ and French \+25\.", text)
    assert "category" not in text


async def test_a_second_language_without_points_is_said_to_bring_none(chat: Chat) -> None:
    facts = told(english=9, french=4)
    assert crs.score(facts, ON).total == without(facts, Language.french)
    text = await reminder(chat, facts, "own:french")
    assert "Today it brings no points." in text
    assert "category" not in text


async def test_a_french_result_that_is_the_first_language_names_the_category(chat: Chat) -> None:
    """What ends is the profile: no sum of points is told beside that."""
    facts = told(english=5, french=9)
    assert crs.score(facts, ON).first_official_language is Language.french
    text = await reminder(chat, facts, "own:french")
    assert "neither a profile in the pool nor an application" in text
    assert "The category “French-language proficiency” is open to you only with it." in text
    assert "Today it brings" not in text


async def test_a_partners_test_names_its_points(chat: Chat) -> None:
    facts = told(partner={"english": 7, "education": "secondary"})
    before = crs.score(facts, ON).total
    assert facts.partner is not None
    bare = facts.model_copy(update={"partner": facts.partner.model_copy(update={"tests": ()})})
    lost = before - crs.score(bare, ON).total
    assert lost > 0
    text = await reminder(chat, facts, "partner:english")
    assert f"Today it brings {lost} points: partner's language +{lost}." in text


def test_in_french_it_is_said_of_the_result() -> None:
    facts = told(english=9, french=7)
    with use("fr"):
        text = clock_words.consequence("language_test", "points_lost", dict(clock(facts, "own:french").facts))
    assert "Aujourd’hui, ils donnent" in text
    assert "et français\N{NO-BREAK SPACE}+50." in text
    assert "ne vous est ouverte que grâce à eux" in text
