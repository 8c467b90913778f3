"""/score and what leads on from it: why on every line, what to do next, what could hurt, the calendar."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from conversations.charts.canvas import LIGHT
from conversations.score import board, drawing, pictures, upcoming, why
from locales import LANGUAGES, Language, use
from rules import crs, federal_skilled_worker, parameters
from rules.facts import Facts
from rules.parameters import links
from rules.ranges import crs_range
from tests.conversations.chat import Chat
from tests.conversations.full_facts import full
from tests.conversations.sound import assert_sound
from tests.conversations.test_charts import size

ON = date(2026, 11, 23)

COUPLE: dict[str, Any] = {
    "birth_date": "1991-03-01",
    "education": "bachelors_or_three_plus_year_program",
    "tests": [
        {
            "kind": "ielts_general",
            "scores": {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7},
            "result_date": "2025-06-01",
        },
        {
            "kind": "tcf_canada",
            "scores": {"listening": 458, "reading": 453, "writing": 9, "speaking": 10},
            "result_date": "2026-03-10",
        },
    ],
    "canadian_work_years": 0,
    "foreign_work_years": 3,
    "settlement_funds": 40000,
    "sibling_in_canada": False,
    "certificate_of_qualification": False,
    "provincial_nomination": False,
    "canadian_study": "none",
    "partner": {
        "status": "accompanying",
        "married": "2020-01-01",
        "education": "two_year_post_secondary",
        "tests": [
            {
                "kind": "celpip_general",
                "scores": {"listening": 8, "reading": 8, "writing": 7, "speaking": 8},
                "result_date": "2025-02-01",
            }
        ],
        "canadian_work_years": 0,
    },
    "profile": {"submitted": "2026-09-01"},
}
"""35 and married: each of the two results ends within the year, and with the own one the only program."""


def couple(**told: Any) -> Facts:
    return Facts.model_validate(COUPLE | told)


# --- the score ---


async def test_the_score_says_its_programs_and_what_is_about_to_change(chat: Chat) -> None:
    await chat.knows(COUPLE)
    text = await chat.says("/score")
    assert "CRS score, estimated: 358 out of 1,200" in text
    assert "“Out of” is the most with a partner who comes along." in text
    assert "Programs you meet: Federal Skilled Worker Program." in text
    partners = "Monday 1 February 2027: your partner's result is two years old (English).\n"
    assert f"{partners}That is −12, which makes 346.\n" in text
    assert "That is −101, which makes 240.\nNo longer met: Federal Skilled Worker Program." in text
    assert "Federal Skilled Worker points: 76 out of 100" in text
    assert not [line for line in text.split("\n") if "CRS" in line and "Federal Skilled Worker" in line]


def test_what_is_not_known_is_a_range_whose_ends_are_named() -> None:
    facts = couple(education=None, sibling_in_canada=None)
    (told, *_) = board.screens(facts, ON)
    found = crs_range(facts, ON)
    assert found.lowest == crs.score(facts, ON).total
    assert f"at least {found.lowest} out of 1,200" in told.text
    assert f"between {found.lowest} (all of it counted as nothing) and {found.highest} (the best answers)" in told.text
    most = [one for one in found.unknown if one.settles]
    assert [one.fact for one in most] == ["education", "sibling_in_canada"]
    assert f"What would settle most: education (up to {most[0].settles} points)" in told.text


def test_with_a_partner_unknown_the_sum_is_not_called_the_least() -> None:
    facts = couple(partner=None, partner_unknown=True)
    (told, *_) = board.screens(facts, ON)
    total = crs.score(facts, ON).total
    assert f"CRS score, estimated: {total} out of" in told.text
    assert "Counted as if no partner came along" in told.text


def test_s03_without_a_program_the_sum_is_no_rank_and_the_way_to_the_reasons_is_named() -> None:
    (told, *_) = board.screens(couple(foreign_work_years=0, partner=None), ON)
    assert "is not a rank in the pool" in told.text
    assert "/programs says why" in told.text
    assert "Programs you meet" not in told.text


async def test_from_a_score_what_to_do_next_and_by_when_is_one_tap_away(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await chat.says("/score")
    text = await chat.presses("What to do next")
    assert text.startswith("What to do next, and by when")
    assert "1. By Sunday 27 December 2026: book a new English test for your partner (our planning margin)." in text
    assert "2. By Monday 26 April 2027: book a new English test (our planning margin)." in text
    assert "3. By Tuesday 31 August 2027: see what a new profile costs" in text
    assert "The nearest step up: writing 10 instead of 9 (TCF Canada): +52." in text
    assert "on 1 February 2027, book the test by Sunday 6 December 2026" in text


@pytest.mark.parametrize(
    ("told", "language", "said"),
    [
        (
            {"tests": COUPLE["tests"][:1]},
            "en",
            "Points only: by itself it opens no program and no category, and",
        ),
        (
            {"tests": COUPLE["tests"][:1]},
            "fr",
            "Des points seulement : à lui seul, ce gain n’ouvre ni programme ni catégorie",
        ),
        (
            {},
            "en",
            "Besides the number it opens the category French-language proficiency and reaches the cut",
        ),
        ({}, "fr", "Outre les points, ce palier ouvre la catégorie « compétence en français » et atteint"),
    ],
)
def test_the_nearest_step_says_what_it_changes_besides_the_number_wherever_it_stands(
    told: dict[str, Any], language: Language, said: str
) -> None:
    with use(language):
        assert said in board.screens(couple(**told), ON)[-2].text
        assert said in upcoming.following(couple(**told), ON).text


def test_what_is_far_away_stands_behind_the_step_up_that_can_be_taken_now() -> None:
    tests = [each.model_copy(update={"result_date": date(2026, 10, 1)}) for each in couple().tests]
    told = upcoming.following(couple(tests=tests, partner=None, profile=None), ON).text
    assert told.index("The nearest step up") < told.index("1. <b>By")
    due = upcoming.following(couple(), ON).text
    assert due.index("1. <b>By") < due.index("The nearest step up")


def test_a_loss_that_two_tests_prevent_is_told_once() -> None:
    tests = [each.model_copy(update={"result_date": date(2026, 10, 1)}) for each in couple().tests]
    told = upcoming.following(couple(tests=tests, partner=None, profile=None), ON).text
    assert told.count("book a new") == 2
    assert "Otherwise, on Sunday 1 October 2028: the loss told under 1." in told
    assert told.count("CRS score: ") == 1


async def test_the_same_is_one_tap_away_in_french_and_understood_when_typed(conversation: Chat) -> None:
    await conversation.knows(COUPLE)
    await conversation.says("/note")
    text = await conversation.presses("Quoi faire maintenant")
    assert "1. Au plus tard le dimanche 27 décembre 2026" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert text == await conversation.says("que dois-je faire maintenant?")


def test_once_the_margin_has_passed_the_earliest_day_is_now() -> None:
    told = upcoming.following(couple(), date(2027, 1, 10)).text
    assert "1. <b>Now</b>: book a new English test for your partner. It may come too late; do it all the same." in told


def test_with_nothing_dated_nothing_is_made_up() -> None:
    told = upcoming.following(Facts.model_validate({"education": "masters_or_entry_to_practice_professional"}), ON)
    assert "Nothing you told me has to be renewed by a day" in told.text
    assert told.keyboard[0][0].label == "Make it exact"


# --- why ---


async def test_every_line_of_both_scores_opens_and_says_its_two_sentences(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await chat.says("/why")
    first = await chat.says("1")
    assert "Age: 70 out of 100" in first
    assert "Looked at for 23 November 2026: age 35; scored with a partner." in first
    assert "“Age” of CRS-2025-03-25, in force since 1 January 2015." in first
    assert "It can reach 110 points without a partner who comes along, and 100 with one." in first
    assert links()["crs_criteria"].en in chat.reply.messages[0].text
    await chat.says("/why")
    await chat.presses("The Federal Skilled Worker points")
    last = await chat.says("7")
    assert "Adaptability: 5 out of 10" in last
    assert "Your partner's language, as a tie to Canada: 5 out of 5" in last
    assert links()["six_selection_factors"].en in chat.reply.messages[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_was_told_every_line_has_its_reasons_in_words(language: Language) -> None:
    for facts in (couple(), full(), Facts(), couple(tests=[], education=None, foreign_work_years=None)):
        with use(language):
            for of, result in (("crs", crs.score(facts, ON)), ("fsw", federal_skilled_worker.grid(facts, ON))):
                for line in result.lines:
                    shown = why.one_line(facts, ON, of, line.key)
                    assert (shown is not None) == (line.most > 0)
                    assert shown is None or ": ." not in shown.text


def test_every_fact_behind_a_line_has_words() -> None:
    """A fact that is known and left out would make a reason that explains nothing."""
    silent = {"birth_date", "arranged_employment_case", "continuous_year"}
    for facts in (couple(), full()):
        for result in (crs.score(facts, ON), federal_skilled_worker.grid(facts, ON)):
            for line in (*result.lines, *(part for each in result.lines for part in each.parts)):
                for name, value in line.reason.facts:
                    if value is not None and name not in silent and not name.startswith("lowest_"):
                        assert why.fact(name, value), (line.key, name)


async def test_an_old_button_of_a_line_leads_back(chat: Chat) -> None:
    await chat.knows(COUPLE)
    for data in ("sc:line:crs:gone", "sc:line:other:age", "sc:line", "sc:nothing", "sc:ahead:x"):
        assert "This menu is old" in await chat.presses_data(data)


async def test_before_any_answer_each_screen_says_what_it_needs(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "/stop")
    for command in ("/score", "/why", "/risks", "/calendar"):
        assert "I need your answers first." in await chat.says(command)
    for data in ("sc:next", "sc:hurt", "sc:picture", "sc:file"):
        assert "I need your answers first." in await chat.presses_data(data)


# --- what could hurt ---


def test_what_ends_the_profile_stands_first_with_what_prevents_it() -> None:
    told = upcoming.hurt(couple(), ON).text
    first, second, third = told.split("\n\n")[2:5]
    assert first.startswith("1. <b>Tuesday 1 June 2027</b>: your result is two years old (English).")
    assert "CRS score: 240 instead of 341 (−101)." in first
    assert "Federal Skilled Worker points: 55 instead of 70, below the pass mark of 67." in first
    assert "no program would be left" in first
    assert "What prevents it: book a new English test, by Monday 26 April 2027 (our planning margin)." in first
    assert second.startswith("2. <b>Tuesday 31 August 2027</b>, last day: your profile in the pool.")
    assert "Nothing extends a profile." in second
    assert "Monday 1 February 2027" in third
    assert "for your partner, by Sunday 27 December 2026" in third


def test_a_birthday_after_an_invitation_is_said_to_be_forgiven() -> None:
    told = upcoming.hurt(couple(birth_date="1991-12-10", invitation={"issued": "2026-11-18", "cut_off": 300}), ON).text
    (birthday,) = (block for block in told.split("\n\n") if "Thursday 10 December 2026" in block)
    assert "section 11.2" in birthday
    assert "apply or decline (/invitation)" in told


def test_a_profile_that_is_over_is_said_to_be_with_what_can_still_be_done() -> None:
    told = upcoming.hurt(couple(profile={"submitted": "2025-10-01"}), ON).text
    assert "Its last day was Wednesday 30 September 2026." in told
    assert "/reentry" in told


def test_without_a_danger_the_blind_spots_are_named() -> None:
    undated = {
        "kind": "ielts_general",
        "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7},
    }
    told = upcoming.hurt(Facts.model_validate({"birth_date": "2004-01-01", "tests": [undated]}), ON).text
    assert "Nothing that I know of" in told
    assert "A test result without a date has no last day" in told
    assert "Not known yet, and so without a date here: education" in told


@pytest.mark.parametrize("screen", [upcoming.hurt, upcoming.following, upcoming.calendar])
def test_once_applied_no_score_is_worked_towards(screen: Any) -> None:
    invited = {"issued": "2026-11-01", "cut_off": 300, "applied": "2026-11-10"}
    assert "You have applied" in screen(couple(invitation=invited), ON).text
    landed = screen(couple(invitation=invited, application={"landed": "2026-11-20"}), ON).text
    assert "permanent resident" in landed


# --- the calendar ---


async def test_the_calendar_has_both_peoples_days_with_reason_and_sum(chat: Chat) -> None:
    await chat.knows(COUPLE)
    text = await chat.says("/calendar")
    assert "for 23 November 2026: 358 out of 1,200. From then on, between 179 and 358." in text
    assert "1. Monday 1 February 2027: your partner's result is two years old (English)." in text
    assert "CRS score: 346, before: 358 (−12)." in text
    assert "2. Monday 1 March 2027: you turn 36." in text
    assert text == await chat.says("score calendar")


async def test_a_long_calendar_has_pages(chat: Chat) -> None:
    results = [
        COUPLE["tests"][0] | {"result_date": f"2025-{month:02}-01", "scores": COUPLE["tests"][0]["scores"]}
        for month in range(1, 12)
    ]
    await chat.knows(COUPLE | {"tests": results})
    assert "Page 1 of 2." in await chat.says("/calendar")
    assert "\n\n9. " in await chat.presses("Later")
    assert chat.reply.messages[0].edit is not None
    assert "\n\n1. " in await chat.presses("Earlier")


async def test_the_calendar_file_has_each_step_with_its_reason(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await chat.says("/calendar")
    await chat.presses("Score calendar file")
    events = {str(one["summary"]): one for one in Calendar.from_ical(chat.files["ics"].decode()).walk("VEVENT")}
    test = events["CRS score −101: 240"]
    assert test["dtstart"].dt.date() == date(2027, 6, 1)
    assert "Because: your result is two years old (English)." in str(test["description"])
    assert [alarm["trigger"].dt.days for alarm in test.walk("VALARM")] == [-30, -7, -1, 0]
    first = chat.files["ics"]
    await chat.presses("Score calendar file")
    marks = [re.findall(rb"UID:(.*)\r", each) for each in (first, chat.files["ics"])]
    assert marks[0] == marks[1]
    assert len(set(marks[0])) == len(events) == 5
    assert chat.labels == ["Score calendar", "My score"]


async def test_a_discreet_calendar_says_nothing_of_the_score(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await chat.goes_through("Turn on discreet reminders", "/calendar", "[Score calendar file]")
    text = chat.files["ics"].decode()
    assert "CRS" not in text
    assert "result" not in text


# --- pictures ---


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_both_pictures_come_light_and_dark_with_their_text_twin(chat: Chat, language: str) -> None:
    chat.language = language
    await chat.knows(COUPLE)
    for data, twin in (("sc:picture", "358"), ("sc:course", "346")):
        for how in ("", ":dark", ":light"):
            text = await chat.presses_data(data + how)
            assert_sound(chat.reply)
            assert twin in text
            width, height = size(chat.files["png"])
            assert width == 1080
            assert 500 < height < 2600


async def test_what_the_buttons_say_can_be_typed(chat: Chat) -> None:
    await chat.knows(COUPLE)
    for words, end in (
        ("score as a picture", "png"),
        ("calendar as a picture", "png"),
        ("score calendar file", "ics"),
    ):
        await chat.says(words)
        assert list(chat.files) == [end]
    assert "Why these Federal Skilled Worker points" in await chat.says("the federal skilled worker points")
    assert "Why these points" in await chat.says("all lines")
    assert "What could hurt your score" in await chat.says("what could hurt me")


async def test_a_picture_is_drawn_beside_the_event_loop_and_once(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    await chat.knows(COUPLE)
    drawn_in: list[int] = []
    before = drawing.png

    def noted(*args: Any) -> bytes:
        drawn_in.append(threading.get_ident())
        return before(*args)

    drawing.stack.cache_clear()
    monkeypatch.setattr(drawing, "png", noted)
    await chat.presses_data("sc:picture")
    await chat.presses_data("sc:picture")
    assert len(drawn_in) == 1
    assert drawn_in[0] != threading.get_ident()


async def test_no_screen_keeps_the_event_loop_waiting(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    await chat.knows(COUPLE)
    inside: list[object] = []
    to_thread = asyncio.to_thread

    async def noted(function: Any, *args: Any) -> Any:
        inside.append(function)
        return await to_thread(function, *args)

    monkeypatch.setattr(asyncio, "to_thread", noted)
    for said, function in (
        ("/score", board.screens),
        ("/why", why.reasons),
        ("/risks", upcoming.hurt),
        ("/calendar", upcoming.calendar),
        ("what to do next", upcoming.following),
    ):
        await chat.says(said)
        assert function in inside


def test_the_picture_of_a_course_that_never_moves_is_none() -> None:
    assert pictures.course(Facts.model_validate({"birth_date": "2004-01-01"}), ON) is None


async def test_instead_of_a_picture_or_file_without_steps_comes_the_calendar(chat: Chat) -> None:
    await chat.knows({"birth_date": "2004-01-01"})
    for data in ("sc:course", "sc:file"):
        assert "no day of the next 24 months moves it" in await chat.presses_data(data)


async def test_a_life_with_many_jobs_still_fits_its_messages(chat: Chat) -> None:
    jobs = [
        {
            "start": f"{2016 + n // 6}-{n % 6 * 2 + 1:02}-01",
            "end": f"{2016 + n // 6}-{n % 6 * 2 + 2:02}-20",
            "noc": "21231",
            "country": "CA" if n % 2 else "IN",
            "hours_per_week": 40,
            "paid": True,
            "self_employed": False,
            "authorised": True,
            "studying": [],
        }
        for n in range(50)
    ]
    await chat.knows(COUPLE | {"jobs": jobs})
    for data in ("go:score", "go:why", "sc:why:fsw", "sc:next", "sc:hurt", "sc:ahead", "sc:ahead:1", "sc:file"):
        await chat.presses_data(data)
        assert_sound(chat.reply)


# --- a rule book that knows more ---

HIGH_WAGE: str = """
sources:
  instructions: {title: "Ministerial Instructions of 2026-11-03", seen: 2026-12-01}
rule_sets:
  - {id: CRS-2026-11-03, from: 2026-11-03, complete: true, status: confirmed, source: instructions, about: High wages.}
parameters:
  high_wage:
    values:
      - from: 2026-11-03
        status: confirmed
        source: instructions
        value:
          tiers:
            first: {canadian_work: 3, job_offer: 2, occupations: ["00010", "20010"]}
            second: {canadian_work: 2, job_offer: 1, occupations: ["21231"]}
          in_one_occupation: true
          offer_needs: [full_time]
          work_and_offer: higher
          cap: 3
"""


@pytest.fixture
def high_wages_are_known(tmp_path: Path) -> Iterator[None]:
    (tmp_path / "crs.yaml").write_text(HIGH_WAGE)
    parameters.use(tmp_path)
    yield
    parameters.use(None)


@pytest.mark.usefixtures("high_wages_are_known")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_factor_that_an_operator_adds_has_its_words(language: Language) -> None:
    job = {
        "start": "2023-01-01",
        "noc": "21231",
        "duties": "fits",
        "country": "CA",
        "hours_per_week": 40,
        "paid": True,
        "self_employed": False,
        "authorised": True,
        "studying": [],
    }
    facts = couple(jobs=[job])
    assert crs.score(facts, ON).factors["high_wage"] == 2
    with use(language):
        told = "".join(screen.text for screen in (*board.screens(facts, ON), *why.reasons(facts, ON)))
        shown = why.one_line(facts, ON, "crs", "high_wage")
        assert shown is not None
        for said in (told, shown.text):
            assert ("High-wage occupation" if language == "en" else "Profession à salaire élevé") in said
        assert pictures.stack(facts, ON)[0].blocks[-1].rows[-1].points == 2


# --- what a newcomer walked into ---

SHORTLY = couple(
    birth_date="1995-05-14",
    partner=None,
    canadian_work_years=1,
    foreign_work_years=2,
    tests=[
        {
            "kind": "ielts_general",
            "scores": {"listening": 8.5, "reading": 8, "writing": 7.5, "speaking": 7.5},
            "result_date": "2025-01-15",
        }
    ],
)
"""31 and alone; in two months the only result is out, and every program with it; four months on, a birthday."""

NOTHING_KNOWN = Facts.model_validate({"partner_unknown": True})


def test_the_day_that_ends_every_program_stands_before_the_list_of_points() -> None:
    (told, *_) = board.screens(SHORTLY, ON)
    assert (
        0 < told.text.index("Friday 15 January 2027: your result is two years old") < told.text.index("Age (31 years)")
    )


def test_a_birthday_after_another_loss_stands_after_it_and_starts_from_what_is_left() -> None:
    (told, *_) = board.screens(SHORTLY, ON)
    assert told.text.index("Friday 15 January 2027") < told.text.index("you turn 32")
    assert "That is −186, which makes 285." in told.text
    assert "you turn 32: age −5</b>, which makes 280 after what comes before it." in told.text


def test_what_comes_after_a_birthday_is_told_after_it() -> None:
    later = couple(birth_date="1991-01-01")
    (told, *_) = board.screens(later, ON)
    turns, partners = told.text.index("you turn 36"), told.text.index("Monday 1 February 2027")
    assert turns < partners
    assert f"which makes {crs.score(later, ON).total - 5} if all else stays as it is." in told.text


def test_without_a_program_what_to_do_next_begins_with_one_and_leads_to_it() -> None:
    shown = upcoming.following(couple(foreign_work_years=0, partner=None), ON)
    assert shown.text.index("First: a program.") < shown.text.index("1. <b>+") < shown.text.index(". <b>By")
    assert "im:show" in [button.data for row in shown.keyboard for button in row]
    assert "First: a program." not in upcoming.following(SHORTLY, ON).text


def test_a_calendar_of_what_is_hardly_known_says_at_least_and_what_is_missing() -> None:
    shown = upcoming.calendar(NOTHING_KNOWN, ON).text
    assert "for 23 November 2026: at least <b>0</b> out of 1,200." in shown
    assert "Not known yet, and so without a date here: date of birth, education" in shown


async def test_my_dates_without_a_date_say_where_dates_come_from_and_lead_on(chat: Chat) -> None:
    await chat.knows({"partner_unknown": True})
    text = await chat.says("/dates")
    assert "I know of no date of yours that runs out. Dates come from what you tell me" in text
    assert chat.labels == ["Make it exact", "My score"]


async def test_the_end_of_the_answer_above_the_buttons_says_the_score_again(chat: Chat) -> None:
    await chat.knows(COUPLE)
    assert (await chat.says("/score")).endswith("\n\nYour CRS score for 23 November 2026: 358 out of 1,200")


def test_without_a_program_the_end_of_the_answer_calls_it_a_sum_and_no_score() -> None:
    (*_, told) = board.screens(couple(foreign_work_years=0, partner=None), ON)
    assert "<b>Sum of your CRS points for 23 November 2026: " in told.text.split("\n\n")[-1]


@pytest.mark.parametrize(
    "told", [{"birth_date": "1993-03-31"}, {"partner_unknown": True}], ids=["a birth date", "nothing"]
)
async def test_to_somebody_who_told_next_to_nothing_the_score_says_in_a_few_lines_what_is_needed(
    chat: Chat, told: dict[str, Any]
) -> None:
    await chat.knows(told)
    text = await chat.says("/score")
    found = crs_range(Facts.model_validate(told), ON)
    assert f"it can be anything from {found.lowest} to {found.highest}, out of 1,200." in text
    assert "Your language tests: up to 210 points\n• Education: up to 150 points\n" in text
    assert "Work outside Canada: a program can depend on it" in text
    assert " 0 out of" not in text
    assert len(text) < 900
    assert len(chat.reply.messages) == 1
    assert chat.labels[:2] == ["Ask me what is missing", "What to do next"]
    next_ = await chat.presses("What to do next")
    assert "First: your answers." in next_
    assert "Nothing you told me has to be renewed" not in next_
    assert chat.labels[0] == "Ask me what is missing"


async def test_one_answer_of_the_four_makes_a_score_of_lines(chat: Chat) -> None:
    await chat.knows({"birth_date": "1993-03-31", "education": "bachelors_or_three_plus_year_program"})
    assert "Education: 120 out of 150" in await chat.says("/score")


def test_what_could_hurt_says_from_which_score_each_loss_is_counted() -> None:
    shown = upcoming.hurt(couple(), ON).text
    before = shown.split("1. <b>")[0]
    assert "Your CRS score, estimated for 23 November 2026: <b>358</b> out of 1,200." in before
    assert "Each loss is counted from what the earlier ones leave. What would end your profile stands first." in before


def test_without_a_result_in_one_language_a_line_does_not_deny_the_other() -> None:
    (told,) = why.reasons(couple(tests=couple().tests[:1]), ON)
    assert "French: 0. Looked at: lowest English level 8; no French result that counts." in told.text
    assert "no result in a second official language that counts." in told.text
    (told,) = why.reasons(Facts(), ON)
    assert "lowest of the four levels" not in told.text


# --- the pictures on a phone ---

LETTERS = 15
"""Points of the smallest letters: a phone shows the picture at two thirds or less of its size."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_picture_runs_out_meets_another_or_is_smaller_than_a_phone_shows(language: Language) -> None:
    pages = []
    with use(language):
        for facts in (couple(), full(), Facts(birth_date=date(1993, 3, 31))):
            pages.append(drawing.stacked(pictures.stack(facts, ON)[0], LIGHT))
            found = pictures.course(facts, ON)
            assert found is not None
            pages.append(drawing.coursed(found[0], LIGHT))
    for page in pages:
        renderer = FigureCanvasAgg(page).get_renderer()
        texts = [each for each in page.findobj(Text) if isinstance(each, Text) and each.get_text()]
        assert min(each.get_fontsize() for each in texts) >= LETTERS
        boxes = [each.get_window_extent(renderer) for each in texts]
        assert all(box.x0 >= 0 and box.x1 <= renderer.width and box.y0 >= 0 for box in boxes)
        assert not [(one, other) for one, other in combinations(boxes, 2) if one.overlaps(other)]


def test_the_words_under_the_picture_of_a_course_say_what_they_are_about() -> None:
    with use("en"):
        found = pictures.course(couple(), ON)
    assert found is not None
    start = "Your CRS score in the next 24 months. From 358 out of 1,200 on 23 November 2026, if nothing is done."
    assert found[1].startswith(start)


def test_a_section_of_few_points_has_its_letter_in_the_bar() -> None:
    with use("en"):
        page = drawing.stacked(pictures.stack(couple(), ON)[0], LIGHT)
    signs = [each.get_text() for each in page.findobj(Text) if isinstance(each, Text)]
    assert signs.count("C") == 1  # 38 points of 1,200


async def test_a_couple_is_one_tap_from_both_ways_to_apply_and_nobody_else_sees_the_button(
    chat: Chat, conversation: Chat
) -> None:
    alone = {key: told for key, told in COUPLE.items() if key != "partner"}
    await chat.knows(alone)
    await chat.says("/score")
    assert not any("Principal applicant" in label for label in chat.labels)
    await conversation.knows(COUPLE)
    await conversation.says("/note")
    assert "Qui serait demandeur principal?" in await conversation.presses("Demandeur principal?")
    assert any("points de votre conjoint" in label.lower() for label in conversation.labels)


@pytest.mark.parametrize("application", [{}, {"approved": "2026-11-15", "landed": "2026-11-20"}])
async def test_once_an_application_is_sent_no_step_is_shown_to_be_worked_towards(
    chat: Chat, application: dict[str, Any]
) -> None:
    told = {
        "birth_date": "1997-06-03",
        "education": "bachelors_or_three_plus_year_program",
        "canadian_work_years": 0,
        "foreign_work_years": 3,
        "tests": [
            {
                "kind": "ielts_general",
                "scores": {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7},
                "result_date": "2026-03-01",
            }
        ],
    }
    await chat.knows(told)
    assert "The nearest step" in await chat.says("/score")
    invitation = {"issued": "2026-11-01", "program": "federal_skilled_worker", "applied": "2026-11-10"}
    await chat.knows({**told, "invitation": invitation, "application": application or None})
    text = await chat.says("/score")
    assert "CRS score, estimated: at least 384" in text
    assert "The nearest step" not in text
    assert "you turn 30" not in text
