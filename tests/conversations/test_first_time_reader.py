"""From a score the way to "what should I do next, by when" is at most two taps, for whoever reads it the first time.

The walk begins at the message with the score and presses what is offered there, breadth first, until a message names a
deed with its points and a day by which to begin it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest

from conversations.messages import Outgoing
from tests.conversations.chat import Chat
from tests.conversations.test_improve import COUPLE, IELTS, INVITED, NINE, S01, S02, S03

FIRST: Final = re.compile(r"CRS score, estimated|[Nn]ote SCG(?:,)? estimée")
BY: Final = re.compile(
    r"\b[Bb]y (?:\w+day )?\d{1,2} \w+ 20\d\d|[Aa]u plus tard le (?:\w+di |dimanche )?\d{1,2}(?:er)? [^\W\d]+ 20\d\d"
)
DONE: Final = re.compile(
    r"\b(?:[Bb]ook|[Bb]egin|[Aa]pply|[Oo]rder|[Rr]éserve[rz]|[Cc]ommencer|[Pp]résentez|présenter)\b"
)
POINTS: Final = re.compile(r"[+−]\d+")
TAPS: Final = 2


def things(text: str) -> Iterator[str]:
    """What stands together in a message: its paragraphs, and the numbered things of a list."""
    for block in text.split("\n\n"):
        yield from re.split(r"\n(?=\d+\. )", block)


def deeds(text: str) -> list[str]:
    """What a message, read with plain spaces, wants done: each with the points it is about and by when."""
    return [one for one in things(text) if BY.search(one) and DONE.search(one) and POINTS.search(one)]


def read(message: Outgoing) -> str:
    """A message as a person reads it, with plain spaces."""
    words = html.unescape(re.sub(r"<[^>]+>", "", message.text))
    return re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", words)


def below_the_score(chat: Chat) -> list[tuple[str, str]]:
    """Label and data of each button from the message with the score on, up to those of a question that follows it."""
    shown = [message for message in chat.reply.messages if message.keyboard]
    assert any(FIRST.search(message.text) for message in chat.reply.messages)
    return [(button.label, button.data) for row in shown[0].keyboard for button in row]


async def walk(chat: Chat, wanted: re.Pattern[str]) -> tuple[str, ...]:
    """The labels pressed, breadth first, until a deed is read that has these words; fails after two taps."""
    paths: list[tuple[tuple[str, ...], str]] = [((label,), data) for label, data in below_the_score(chat)]
    read_so_far = []
    for labels, data in paths:  # grows while it is walked
        await chat.presses_data(data)
        found = [one for message in chat.reply.messages for one in deeds(read(message))]
        if any(wanted.search(one) for one in found):
            return labels
        read_so_far += found
        if len(labels) < TAPS:
            paths += [
                ((*labels, button.label), button.data)
                for message in chat.reply.messages
                for row in message.keyboard
                for button in row
            ]
    raise AssertionError(f"no deed with {wanted.pattern!r} within {TAPS} taps; read: {read_so_far}")


@dataclass(frozen=True)
class Reader:
    """Somebody with a score, and the deed that matters first to them, in both languages."""

    facts: dict[str, Any]
    en: str
    fr: str


READERS: Final = {
    "single": Reader(
        S01,
        r"writing 7\.0 instead of 6\.5 \(IELTS General\): \+45.* book the test by Wednesday 28 April 2027",
        r"expression écrite 7,0 au lieu de 6,5 \(IELTS General\), soit \+45.* au plus tard le mercredi 28 avril 2027",
    ),
    "couple": Reader(
        COUPLE,
        r"\+20: CLB 9 in your partner's English[\s\S]* begin by 28 April 2027",
        r"\+20 : Pour votre conjoint, le NCLC 9 en anglais[\s\S]* au plus tard le 28 avril 2027",
    ),
    "french": Reader(
        S02,
        r"writing 310 instead of 300 \(TEF Canada\): \+52.* book the test by Wednesday 7 April 2027",
        r"expression écrite 310 au lieu de 300 \(TEF Canada\), soit \+52.* au plus tard le mercredi 7 avril 2027",
    ),
    "below the pass mark": Reader(
        S03,
        r"\+4: NCLC 5 in French[\s\S]* begin by 7 April 2027; opens Federal Skilled Worker Program",
        r"\+4 : Le NCLC 5 en français[\s\S]* au plus tard le 7 avril 2027; rend accessible : Programme des trav",
    ),
    "no test": Reader(
        {**S01, "tests": []},
        r"\+199: CLB 9 in English[\s\S]* begin by 28 April 2027; opens Federal Skilled Worker Program",
        r"\+199 : Le NCLC 9 en anglais[\s\S]* au plus tard le 28 avril 2027; rend accessible : Programme des trav",
    ),
    "every band reached": Reader(
        {**S01, "tests": [{**IELTS, "scores": dict.fromkeys(("listening", "reading", "writing", "speaking"), 9)}]},
        r"By Tuesday 25 January 2028: book a new English test[\s\S]*\(−211\)",
        r"Au plus tard le mardi 25 janvier 2028 : réserver un nouveau test d’anglais[\s\S]*\(−211\)",
    ),
}


@pytest.mark.parametrize("who", READERS)
async def test_after_score_the_first_deed_and_its_day_are_two_taps_away_at_most(chat: Chat, who: str) -> None:
    await chat.knows(READERS[who].facts)
    await chat.says("/score")
    assert len(await walk(chat, re.compile(READERS[who].en))) <= TAPS


@pytest.mark.parametrize("who", READERS)
async def test_in_french_the_first_deed_and_its_day_are_two_taps_away_at_most(conversation: Chat, who: str) -> None:
    await conversation.knows(READERS[who].facts)
    await conversation.says("/note")
    assert len(await walk(conversation, re.compile(READERS[who].fr))) <= TAPS


async def test_from_the_score_of_the_home_screen_it_is_two_taps(chat: Chat) -> None:
    await chat.knows(READERS["single"].facts)
    assert "Your CRS score, estimated for 23 November 2026: 384" in await chat.says("/start")
    assert await walk(chat, re.compile(READERS["single"].en)) == ("My score", "What to do next")


# --- the message that ends the short interview ---

INTERVIEW: Final = {
    "en": ("/start", "[Start]", "3 June 1997", "[No partner]", "bachelor", "[IELTS General]", "L8 R7 W6.5 S7"),
    "fr": ("/start", "[Commencer]", "3 juin 1997", "[Non, sans conjoint]", "[Bac universitaire]", "[IELTS General]"),
}


async def test_after_the_short_interview_it_is_one_tap_though_a_question_follows(chat: Chat) -> None:
    await chat.goes_through(*INTERVIEW["en"], "1 Mar 2026", "no", "0", "3", "no", "no", "no", "no")
    await chat.presses("Compute my score")
    assert "Which city's clock do you live by?" in chat.text
    assert await walk(chat, re.compile(READERS["single"].en)) == ("What to do next",)


async def test_in_french_too_it_is_one_tap_after_the_short_interview(conversation: Chat) -> None:
    await conversation.goes_through(*INTERVIEW["fr"], "CO 8 CE 7 EE 6,5 EO 7", "1er mars 2026", "[Non]", "0", "3")
    await conversation.goes_through("non", "non", "non", "non")
    await conversation.presses("Calculer ma note")
    assert "Vous vivez à l’heure de quelle ville?" in conversation.text
    assert await walk(conversation, re.compile(READERS["single"].fr)) == ("Quoi faire maintenant",)


async def test_who_has_no_result_yet_hears_after_the_short_interview_which_test_opens_a_program(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "3 June 1997", "[No partner]", "bachelor", "[No result yet]")
    await chat.goes_through("0", "3", "no", "no", "no", "no", "[Compute my score]")
    assert await walk(chat, re.compile(READERS["no test"].en)) == ("What to do next",)


# --- what to do next says what opens a program, and no points that open none ---


@pytest.mark.parametrize("who", ["below the pass mark", "no test"])
async def test_without_a_program_what_to_do_next_is_what_opens_one(chat: Chat, who: str) -> None:
    await chat.knows(READERS[who].facts)
    await chat.says("/score")
    assert await walk(chat, re.compile(READERS[who].en)) == ("What to do next",)
    assert "nearest step up" not in chat.text


async def test_a_step_that_opens_no_program_is_not_what_to_do_next_without_one(conversation: Chat) -> None:
    """S50: 64 points, French NCLC 8, no English. One band more brings +8 and leaves the 64 below 67."""
    tcf = {"listening": 503, "reading": 499, "writing": 12, "speaking": 12}
    test = {"kind": "tcf_canada", "scores": tcf, "result_date": "2026-10-01"}
    await conversation.knows({**S01, "birth_date": "1993-03-31", "tests": [test]})
    await conversation.says("/note")
    wanted = (
        r"\+29 : Le NCLC 5 en anglais[\s\S]* au plus tard le 23 février 2027; rend accessible : Programme des travail"
    )
    assert await walk(conversation, re.compile(wanted)) == ("Quoi faire maintenant",)
    assert "523 au lieu de 503" not in conversation.text


async def test_where_a_program_is_not_known_yet_the_missing_assessment_is_what_to_do_next(chat: Chat) -> None:
    """S09: the diploma without its assessment and the job without its code; +145 by an order in time."""
    bachelor = {"level": S01["education"], "country": "IN", "completed": "2018-05-31"}
    job = {"start": "2023-11-01", "country": "IN", "hours_per_week": 40, "paid": True, "self_employed": False}
    told = {**S01, "education": None, "foreign_work_years": None, "tests": [NINE]}
    await chat.knows({**told, "birth_date": "1997-03-31", "credentials": [bachelor], "jobs": [job]})
    await chat.says("/score")
    wanted = (
        r"\+145: The assessment \(ECA\) of your diploma[\s\S]* begin by 19 January 2027; opens no program for certain"
    )
    assert await walk(chat, re.compile(wanted)) == ("What to do next",)
    assert "The next loss: Wednesday 31 March 2027: you turn 30" in chat.text


# --- with an invitation the deed is to apply ---

DYING: Final[dict[str, Any]] = {
    **S01,
    "tests": [{**IELTS, "result_date": "2025-01-10"}],
    "canadian_work_years": 2,
    "invitation": {"issued": "2026-11-18", "program": "canadian_experience", "cut_off": 430},
}
"""S17: invited on 18 November 2026, with a result of 10 January 2025: the last safe day is 9 January 2027, day 52."""


async def test_with_an_invitation_it_is_the_day_to_apply_and_no_points(chat: Chat) -> None:
    await chat.knows(INVITED)
    await chat.says("/score")
    labels = [label for label, _ in below_the_score(chat)]
    text = await chat.presses(labels[0])
    assert "1. By Wednesday 30 December 2026: apply or decline (/invitation)." in text
    assert "It is about your invitation to apply; its last day is Thursday 31 December 2026." in text
    assert "nearest step up" not in text
    assert "My invitation" in chat.labels


async def test_avec_une_invitation_c_est_le_jour_de_la_demande_et_aucun_point(conversation: Chat) -> None:
    await conversation.knows(DYING)
    text = (await conversation.goes_through("/note", "[Quoi faire maintenant]")).replace("\N{NO-BREAK SPACE}", " ")
    assert "Au plus tard le samedi 9 janvier 2027 : présenter la demande ou refuser l’invitation (/ipd)." in text
    assert "dernier jour : dimanche 17 janvier 2027." in text
    assert "Le palier le plus proche" not in text
    assert "Mon invitation" in conversation.labels


async def test_a_result_that_dies_before_the_invitation_sets_the_day_to_apply_by(chat: Chat) -> None:
    await chat.knows(DYING)
    text = await chat.goes_through("/score", "[What to do next]")
    assert "By Saturday 9 January 2027: apply or decline (/invitation)." in text
    assert "By Saturday 16 January 2027" not in text
    assert "its last day is Sunday 17 January 2027" in text
    text = await chat.says("/risks")
    assert "What prevents it: apply or decline (/invitation), by Saturday 9 January 2027." in text
