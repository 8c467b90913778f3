"""A name of a clock stands with a capital at the beginning of a line or sentence, and nowhere else."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from conversations import copies, dates, notices, pushes, reminders, score, settings
from conversations.clock_names import NAMES, named
from conversations.ladders import ladders
from conversations.messages import Incoming, Kind
from conversations.visits import Visit
from locales import LANGUAGES, Language, inside, say, use
from rules.watched import Watched
from storage.candidates import Candidate
from storage.notifications import Notification
from tests.rules.situations import candidate as facts_of

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ZONE = "America/Toronto"
THE_DAY = TODAY + timedelta(40)

KEYS = {
    "language_test": "own:french",
    "education_assessment": "partner:FR",
    "nomination_answer": "own:ON",
    "nomination": "own:ON",
    "police_certificate": "own:FR",
    "permit": "own:study",
    "category_day": "own:french",
    "work_window": "own:crs_canadian",
    "child_ages_out": "child:2010-05-05",
    "job_start": "own:FR",
    "job_end": "own:FR",
    "invited_program": "own:canadian_experience",
}
"""What stands behind a kind in a key, where that is more than whose it is."""

ITEMS = tuple(f"{kind}:{KEYS.get(kind, 'own')}" for kind in NAMES)
REMINDED = tuple(item for item in ITEMS if item.partition(":")[0] in ladders())


def person(language: Language) -> Candidate:
    facts = facts_of(TODAY, age=29, english=9).model_dump(mode="json")
    return Candidate(chat_id=7, created_at=NOW, seen_at=NOW, language=language, facts=facts, time_zone=ZONE)


def row(item: str, kind: str | None = None) -> Notification:
    return Notification(
        chat_id=7,
        item=item if kind is None else f"{kind}:{item}",
        rung="30",
        due_at=NOW + timedelta(1),
        kind=kind or item.partition(":")[0],
        arguments={"last_safe_day": THE_DAY.isoformat()},
    )


def watched(item: str) -> Watched:
    kind, whose, *_rest = item.split(":")
    return Watched(kind, whose, item, None, THE_DAY, None, None)


def within_a_sentence(text: str, item: str) -> list[str]:
    """The places of a text where the name of an item has its capital, and no line or sentence begins there."""
    read = html.unescape(re.sub(r"<[^>]+>", "", text))
    name = html.unescape(named(item))
    found = re.finditer(rf"(?m)(?<!^)(?<!^• )(?<!^\d\. )(?<![.?!] ){re.escape(name)}", read)
    return [read[max(0, each.start() - 40) : each.end()] for each in found]


def test_the_look_sees_a_capital_inside_and_none_that_begins() -> None:
    with use("en"):
        assert within_a_sentence("Your next date: Your passport, 3 May.", "passport:own")
        assert within_a_sentence("Before that, Your passport ends.", "passport:own")
        for text in ("Good. Your passport ends.", "Now:\nYour passport: 3 May", "1. Your passport.", "• Your passport"):
            assert not within_a_sentence(text, "passport:own")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("item", ITEMS)
def test_a_name_inside_a_sentence_begins_small(item: str, language: Language) -> None:
    with use(language):
        name, within = named(item), inside(named(item))
    assert name[0].isupper()
    assert within[0].islower()
    assert within[1:] == name[1:]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("item", REMINDED)
def test_no_sentence_about_a_clock_has_its_capital_inside(
    item: str, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The home line, alone and after the day of the stage; the question whether messages arrive; the word of the month;
    what stopping a kind would cost; and the reminders in a copy of what is kept.
    """
    one, facts = watched(item), facts_of(TODAY, age=29, english=9)
    monkeypatch.setattr(dates, "listed", lambda *_facts: [one])
    monkeypatch.setattr(settings, "_next_of", lambda _visit, _kind: row(item))
    told = person(language)
    visit = Visit(None, Incoming(1, 7, Kind.TEXT), NOW, told, ())  # type: ignore[arg-type]  # nothing is read or kept
    kept = copies.Kept(told, facts, (), (), (row(item),))
    with use(language):
        texts = [
            dates.next_line(facts, TODAY),
            notices.word(row(item, reminders.HEARTBEAT), told, NOW).text,
            pushes._self_check([row(item)], told, NOW),
            settings._lost(visit, one.kind),
        ]
        monkeypatch.setattr(dates.stages, "coming", lambda *_facts: ("profile", TODAY))
        texts.append(dates.next_line(facts, TODAY))
        [register] = copies._reminder_blocks(kept)
        texts += register.lines
        assert all(inside(named(item)) in text for text in texts), texts
        assert [found for text in texts for found in within_a_sentence(text, item)] == []


def test_a_proper_name_and_a_short_form_keep_their_capital() -> None:
    assert [inside(name) for name in ("French", "French result", "Study in Canada", "NCLC 7", "I moved")] == [
        "French",
        "French result",
        "study in Canada",
        "NCLC 7",
        "I moved",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_factors_that_move_are_named_small_inside_a_sentence(language: Language) -> None:
    with use(language):
        for key, name in score.NAMES.items():
            told = score.what_moved([("age", 10, 4), (key, 0, 50)])
            assert inside(say(name)) in told
            assert say(name) not in told or say(name) == inside(say(name))
