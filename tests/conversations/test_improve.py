"""/improve in the chat: the ranked list, the plans, French and a nomination, and the line at the moment of entry."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.improve import entry, paths, plan, screens, words
from conversations.messages import Outgoing
from conversations.score.board import too_little
from locales import LANGUAGES, Language, day, number, signed, use
from rules import crs
from rules.facts import Facts
from rules.improvement_plans import outlook
from rules.improvements import Group, improvements, levers
from rules.parameters import links
from rules.paths import french_path, nomination_path
from tests.conversations.chat import Chat
from tests.conversations.full_facts import FULL
from tests.rules.test_properties import candidates

TODAY: Final = date(2026, 11, 23)

IELTS: Final[dict[str, Any]] = {
    "kind": "ielts_general",
    "scores": {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7},
    "result_date": "2026-03-01",
}
TOLD: Final[dict[str, Any]] = {
    "certificate_of_qualification": False,
    "provincial_nomination": False,
    "sibling_in_canada": False,
    "canadian_study": "none",
}
S01: Final[dict[str, Any]] = {
    "birth_date": "1997-06-03",
    "education": "bachelors_or_three_plus_year_program",
    "tests": [IELTS],
    "canadian_work_years": 0,
    "foreign_work_years": 3,
    **TOLD,
}
NINE: Final = {**IELTS, "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7}}
S02: Final[dict[str, Any]] = {
    **S01,
    "birth_date": "1996-06-03",
    "tests": [
        NINE,
        {
            "kind": "tef_canada",
            "scale": "older",
            "scores": {"listening": 249, "reading": 207, "writing": 300, "speaking": 310},
            "result_date": "2026-03-01",
        },
    ],
}
S03: Final[dict[str, Any]] = {**S01, "birth_date": "1991-06-03", "tests": [NINE], "foreign_work_years": 1}
S35: Final[dict[str, Any]] = {
    **S01,
    "birth_date": "1996-09-10",
    "education": "masters_or_entry_to_practice_professional",
    "tests": [{**NINE, "result_date": "2026-01-10"}],
    "canadian_study": "three_years_or_more",
    "canadian_work_years": 1,
    "foreign_work_years": 1,
}
COUPLE: Final[dict[str, Any]] = {
    **S01,
    "birth_date": "1994-06-03",
    "education": "masters_or_entry_to_practice_professional",
    "tests": [NINE],
    "canadian_work_years": 1,
    "foreign_work_years": 1,
    "partner": {"status": "accompanying", "education": "secondary", "canadian_work_years": 0},
}


# --- the way there ---


async def test_from_the_score_the_next_thing_to_do_and_its_day_are_one_tap_away(chat: Chat) -> None:
    await chat.knows(S01)
    await chat.says("/score")
    text = await chat.presses("More points")
    assert "1 " in text
    assert "begin by 28 April 2027" in text
    plan_shown = await chat.presses("Writing 7.0: +45")
    assert "Book by Wednesday 28 April 2027" in plan_shown


@pytest.mark.parametrize("typed", ["/improve", "how can I improve my score?", "More points", "improve my score"])
async def test_it_can_be_typed(chat: Chat, typed: str) -> None:
    await chat.knows(S01)
    assert "More points: what would bring them" in await chat.says(typed)


@pytest.mark.parametrize("typed", ["/ameliorer", "/améliorer", "comment améliorer mon pointage", "plus de points"])
async def test_it_can_be_typed_in_french(conversation: Chat, typed: str) -> None:
    await conversation.knows(S01)
    assert "Plus de points\N{NO-BREAK SPACE}: d’où ils pourraient venir" in await conversation.says(typed)


async def test_without_answers_it_asks_for_them(chat: Chat) -> None:
    await chat.says("/start")
    await chat.presses("Start")
    assert "I need your answers first." in await chat.says("/improve")


async def test_a_button_of_a_list_that_has_changed_leads_to_the_list_of_today(chat: Chat) -> None:
    await chat.knows(S01)
    assert "Here is the list of today" in await chat.presses_data("im:p:0000000000")
    assert "menu is old" in await chat.presses_data("im:nonsense")


# --- the list ---


async def test_s01_the_cliff_is_named_with_what_moves(chat: Chat) -> None:
    await chat.knows(S01)
    text = await chat.says("/improve")
    assert "One ability decides: writing 7.0 instead of 6.5 (IELTS General): +45, because 3 things move" in text


async def test_a_nomination_stands_apart_as_the_decision_of_a_province(chat: Chat) -> None:
    await chat.knows(S01)
    text = await chat.says("/improve")
    decided = text.index("Decided by a province or territory, not by you")
    assert text.index("A nomination by a province") > decided
    assert "no one knows the next cut-off" in text


async def test_what_opens_nothing_says_so(chat: Chat) -> None:
    await chat.knows(S01)
    await chat.says("/improve")
    text = await chat.presses("Writing 7.0: +45")
    assert "reaches the cut-off of no further round of the last 12 months" in text
    assert "It opens" not in text


async def test_s03_what_would_open_a_program_comes_before_any_points(chat: Chat) -> None:
    await chat.knows({**S03, "arranged_employment": False, "relative_in_canada": False})
    text = await chat.says("/improve")
    assert text.index("First: a program") < text.index("What would bring points")
    assert "2 years of skilled work in all: +2, which makes 68." in text
    assert "Your CRS score" not in text
    assert re.search(r"\n1\. .*\n.*opens [^\n]*Program", text)


async def test_s09_what_is_not_known_is_named_and_can_be_told(chat: Chat) -> None:
    await chat.knows({key: told for key, told in S01.items() if key != "sibling_in_canada"})
    text = await chat.says("/improve")
    assert "Not known yet, so counted as nothing: brother or sister in Canada." in text
    assert "at least 384" in text
    assert "Ask me what is missing" in chat.labels


async def test_s35_the_birthday_is_the_next_loss_and_sets_the_day_to_begin(chat: Chat) -> None:
    chat.now = datetime(2026, 6, 15, 15, tzinfo=UTC)
    await chat.knows(S35)
    text = await chat.says("/improve")
    assert "The next loss: Thursday 10 September 2026: you turn 30 (−5)" in text
    last = date(2026, 9, 9) - timedelta(weeks=5)
    with use("en"):
        assert f"begin by {day(last)}" in text


async def test_s40_the_partners_test_is_offered_and_never_that_the_partner_stays(chat: Chat) -> None:
    await chat.knows(COUPLE)
    text = await chat.says("/improve")
    assert "+20: CLB 9 in your partner's English, in all four abilities" in text
    assert "not coming" not in text


async def test_a_year_that_a_running_job_completes_is_shown_before_one_that_would_end_it(chat: Chat) -> None:
    told = {"start": "2024-06-01", "noc": "21231", "country": "CA", "hours_per_week": 40, "paid": True}
    job = {**told, "self_employed": False, "authorised": True, "studying": []}
    await chat.knows({**S01, "jobs": [job]})
    text = await chat.says("/improve")
    assert "Comes by itself on 1 June 2027 if the job goes on as it is" in text
    assert "outside Canada" not in text
    text = await chat.presses("Work: all 2")
    assert "Work outside Canada, one year more: 1 complete year in all" in text
    text = await chat.presses("Work abroad")
    assert "the end of your work in Canada" in text


async def test_a_group_shows_all_of_it_and_each_opens_its_plan(chat: Chat) -> None:
    await chat.knows(S01)
    await chat.says("/improve")
    text = await chat.presses("English: all 5")
    assert "Listening 8.5 instead of 8.0 (IELTS General)" in text
    assert "CRS score 387 instead of 384" in await chat.says("3")


INVITED: Final[dict[str, Any]] = {
    **S01,
    "invitation": {"issued": "2026-11-01", "round": "447", "program": "federal_skilled_worker"},
}
APPLIED: Final[dict[str, Any]] = {**S01, "invitation": {**INVITED["invitation"], "applied": "2026-11-10"}}
LANDED: Final[dict[str, Any]] = {**APPLIED, "application": {"approved": "2026-11-15", "landed": "2026-11-20"}}


@pytest.mark.parametrize(
    ("told", "said"), [(APPLIED, "Your application is sent"), (LANDED, "You are a permanent resident")]
)
async def test_after_the_application_no_points_are_worked_towards(chat: Chat, told: dict[str, Any], said: str) -> None:
    await chat.knows(told)
    text = await chat.says("/improve")
    assert said in text
    assert "What would bring points" not in text


async def test_with_an_open_invitation_the_day_to_apply_comes_first(chat: Chat) -> None:
    await chat.knows(INVITED)
    text = await chat.says("/improve")
    assert text.index("more points add nothing to it") < text.index("What would bring points")
    assert "Apply or decline by" in text


@pytest.mark.parametrize("pressed", ["im:fr", "im:pn", "im:g:english", "im:p"])
async def test_with_an_open_invitation_every_screen_of_more_points_says_that_they_add_nothing_to_it(
    chat: Chat, pressed: str
) -> None:
    await chat.knows(INVITED)
    await chat.says("/improve")
    text = await (chat.presses("Writing 7.0: +45") if pressed == "im:p" else chat.presses_data(pressed))
    assert text.index("more points add nothing to it") < 400
    await chat.knows(S01)
    assert "add nothing" not in await chat.presses_data("im:fr")


UNSUITED: Final[dict[str, Any]] = {
    **S01,
    "birth_date": "1982-06-03",
    "tests": [{**IELTS, "scores": {"listening": 6, "reading": 6, "writing": 6, "speaking": 6}}],
    "canadian_work_years": 2,
    "foreign_work_years": 0,
    "partner": {
        "status": "accompanying",
        "birth_date": "1999-01-01",
        "education": "doctoral",
        "canadian_work_years": 0,
        "foreign_work_years": 0,
        "tests": [{**IELTS, "scores": {"listening": 5.5, "reading": 5, "writing": 5.5, "speaking": 5.5}}],
    },
}
"""Met: the Canadian Experience Class. The partner scores more as principal applicant, and meets no program."""


async def test_a_partner_as_applicant_who_meets_no_program_is_no_best_way_and_says_so(chat: Chat) -> None:
    await chat.knows(UNSUITED)
    assert "Your partner as principal applicant" not in await chat.says("/improve")
    text = await chat.presses_data("im:g:partner")
    assert re.search(r"Your partner as principal applicant\n.*; no program is met that way, so its points are no", text)
    plan_shown = await chat.presses("Partner as applicant")
    assert "No program is met that way: its points are no place in the pool." in plan_shown
    assert "cut-off" not in plan_shown
    assert "principal applicant: +" not in await chat.presses_data("e:staying")


async def test_a_category_that_only_the_candidate_belongs_to_is_closed_by_the_other_way(chat: Chat) -> None:
    french = {
        "kind": "tcf_canada",
        "scores": {"listening": 460, "reading": 460, "writing": 11, "speaking": 11},
        "result_date": "2026-03-01",
    }
    partner = {**UNSUITED["partner"], "tests": [NINE], "canadian_work_years": 2}
    await chat.knows({**UNSUITED, "tests": [*UNSUITED["tests"], french], "partner": partner})
    await chat.says("/improve")
    text = await chat.presses_data("im:g:partner")
    assert re.search(r"Your partner as principal applicant\n.*closes the category French-language proficiency", text)
    text = await chat.presses("Partner as applicant")
    assert "It closes a category of rounds: French-language proficiency." in text


async def test_a_year_that_comes_by_itself_says_what_its_own_day_makes_of_it(chat: Chat) -> None:
    told = {
        "noc": "21231",
        "hours_per_week": 40,
        "paid": True,
        "self_employed": False,
        "authorised": True,
        "studying": [],
    }
    jobs = [
        {**told, "start": "2026-03-01", "country": "CA"},
        {**told, "start": "2018-01-01", "end": "2022-01-01", "country": "IN"},
    ]
    await chat.knows({**S01, "tests": [{**NINE, "result_date": "2024-12-01"}], "jobs": jobs})
    text = await chat.says("/improve")
    assert "+53: Work in Canada, one year more: 1 complete year in all" in text
    assert "Comes by itself on 1 March 2027 if the job goes on as it is, and brings +78 by what is so then" in text


async def test_the_button_to_all_of_french_counts_what_stands_there(chat: Chat) -> None:
    await chat.knows(S02)
    await chat.says("/french")
    (label,) = [each for each in chat.labels if each.startswith("French: all")]
    text = await chat.presses(label)
    assert label == f"French: all {len(re.findall(r'(?m)^[0-9]+[.] [+]', text))}"


# --- a plan ---


async def test_a_plan_has_the_results_of_the_own_test_first_and_of_the_others(chat: Chat) -> None:
    await chat.knows(S01)
    await chat.says("/improve")
    text = await chat.presses("Writing 7.0: +45")
    own = text.index("IELTS General (the test you know): listening 8.0, reading 7.0, writing 7.0, speaking 7.0")
    assert own < text.index("CELPIP-General: listening 9, reading 9, writing 9, speaking 9")
    assert "PTE Core: listening 82, reading 78, writing 88, speaking 84" in text
    assert "our planning margin from booking to result is 5 weeks, not a rule of IRCC" in text
    assert "CRS score 429 instead of 384" in text


async def test_french_numbers_are_written_as_in_french(conversation: Chat) -> None:
    await conversation.knows(S01)
    await conversation.says("/ameliorer")
    text = await conversation.presses("Expression écrite\N{NO-BREAK SPACE}7,0")
    assert "Expression écrite 7,0 au lieu de 6,5 (IELTS General)" in text
    assert "Réservez au plus tard le mercredi 28 avril 2027" in text


# --- the two paths ---


async def test_s02_the_french_path_names_the_ability_and_what_seven_brings(conversation: Chat) -> None:
    await conversation.knows(S02)
    text = (await conversation.says("voie du français")).replace("\N{NO-BREAK SPACE}", " ")
    assert "expression écrite (au NCLC 6)" in text
    assert re.search(r"NCLC 7 : \+52, ce qui fait 486, avec le français comme deuxième langue officielle", text)
    assert "compréhension de l’oral 249, compréhension de l’écrit 207, expression écrite 310" in text
    assert "prévision" not in text


async def test_the_nomination_path_promises_nothing_and_dates_its_streams(chat: Chat) -> None:
    await chat.knows(S01)
    text = await chat.says("nomination path")
    assert "Nobody can promise one" in text
    assert "It would bring +600: CRS score 984 instead of 384." in text
    assert "Seen in public lists of 1 October 2025, not verified" in text
    assert "Ontario: Express Entry Human Capital Priorities" in text
    assert "within 30 days" in text


def test_a_nomination_that_brings_less_than_its_points_says_why() -> None:
    alone = Facts.model_validate(S01)
    with_a_sister = Facts.model_validate(S01 | {"sibling_in_canada": True})
    with use("en"):
        text = _text(paths.nomination(with_a_sister, nomination_path(with_a_sister, TODAY)))
        plain_case = _text(paths.nomination(alone, nomination_path(alone, TODAY)))
    assert (
        "It would bring +585: CRS score 984 instead of 399. A nomination gives 600 points, but all additional" in text
    )
    assert "stop at 600, and you have 15 of them already." in text
    assert "stop at 600" not in plain_case


def test_provinces_stand_in_the_order_of_the_alphabet_of_the_reader() -> None:
    alone = Facts.model_validate(S01)
    with use("fr"):
        text = _text(paths.nomination(alone, nomination_path(alone, TODAY)))
    assert text.index("Colombie-Britannique") < text.index("Île-du-Prince-Édouard") < text.index("Nouvelle-Écosse")


async def test_who_is_nominated_is_not_offered_a_nomination(chat: Chat) -> None:
    await chat.knows({**S01, "provincial_nomination": True})
    assert "Decided by a province" not in await chat.says("/improve")
    assert "You have a nomination: its 600 points are in your score today (984)." in await chat.presses_data("im:pn")


async def test_a_nomination_that_waits_is_accepted_by_a_day_and_not_hoped_for(chat: Chat) -> None:
    waiting = {"nomination": {"province": "ON", "notified": "2026-11-10"}, "profile": {"submitted": "2026-09-01"}}
    await chat.knows({**{key: told for key, told in S01.items() if key != "provincial_nomination"}, **waiting})
    assert "Waits for your answer in your account until 10 December 2026" in await chat.says("/improve")
    text = await chat.says("/nomination")
    assert "A nomination waits for your answer in your account until Thursday 10 December 2026." in text
    assert "Nobody can promise one" not in text
    assert "It would bring +600" in text
    assert "I accepted the nomination" in chat.labels
    await chat.presses("I accepted the nomination")
    assert (await chat.place() or {}).get("open")


async def test_who_has_a_nomination_is_not_told_that_nobody_can_promise_one(chat: Chat) -> None:
    await chat.knows({**S01, "provincial_nomination": True})
    assert "Nobody can promise one" not in await chat.says("/nomination")


# --- the line at the moment of entry ---


async def test_a_new_test_says_what_one_band_more_would_bring(chat: Chat) -> None:
    await chat.knows({**S01, "tests": []})
    await chat.goes_through("new test result", "[Your English test]", "[IELTS General]", "L8 R7 W6.5 S7")
    await chat.says("10 November 2026")
    text = await chat.presses("Save the new result")
    assert "One band more: Writing 7.0 instead of 6.5 (IELTS General) would bring +45." in text


def test_the_line_is_there_for_a_job_a_diploma_and_a_test_in_both_languages() -> None:
    before = Facts.model_validate({**S01, "tests": [], "education": None, "foreign_work_years": None})
    after = Facts.model_validate(S01)
    for language in LANGUAGES:
        with use(language):
            lines = entry.line(before, after, TODAY).split("\n")
            assert len(lines) == 3
            assert "+45" in lines[0]


def test_after_the_landing_no_band_more_is_spoken_of() -> None:
    with use("en"):
        for told, spoken in ((S01, True), (APPLIED, False), (LANDED, False)):
            after = Facts.model_validate(told)
            assert bool(entry.line(after.model_copy(update={"tests": ()}), after, TODAY)) is spoken


def test_a_job_says_what_its_next_year_would_bring_and_when() -> None:
    before = Facts.model_validate({**S01, "canadian_work_years": None, "foreign_work_years": None})
    told = {"start": "2026-03-01", "noc": "21231", "country": "CA", "hours_per_week": 40, "paid": True}
    job = {**told, "self_employed": False, "authorised": True, "studying": ()}
    after = Facts.model_validate({**before.model_dump(), "jobs": [job]})
    with use("en"):
        line = entry.line(before, after, TODAY)
    assert "The next complete year of work in Canada, on 1 March 2027 if the job goes on as it is, will bring +" in line


async def test_an_event_says_what_the_missing_assessment_would_bring(chat: Chat) -> None:
    bachelor = {
        "level": "bachelors_or_three_plus_year_program",
        "country": "IN",
        "completed": "2018-06-30",
        "assessed": "2025-03-01",
    }
    await chat.knows({**S01, "education": None, "credentials": [bachelor]})
    await chat.goes_through(
        "/change", "[My tests and studies]", "[I completed a diploma]", "[Master's degree]", "India"
    )
    await chat.goes_through("30 June 2026", "[Not assessed]")
    text = await chat.presses("Save this change")
    assert "The missing assessment (ECA) of a diploma would bring +" in text


async def test_a_test_of_the_profile_says_what_one_band_more_would_bring(chat: Chat) -> None:
    await chat.knows({**S01, "tests": []})
    await chat.says("/profile")
    await chat.presses_data("f:i:own:tests:new")
    text = await chat.goes_through("[IELTS General]", "L8 R7 W6.5 S7", "10 November 2026", "[Save]")
    assert "would bring +45" in text


# --- every number is one of the rules ---


def _text(messages: tuple[Outgoing, ...]) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", "\n\n".join(message.text for message in messages)))


quick = settings(
    deadline=None,
    max_examples=8,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("language", LANGUAGES)
@quick
@given(st.data())
def test_the_list_shows_the_gains_of_the_rules(language: Language, data: st.DataObject) -> None:
    facts = data.draw(candidates(TODAY))
    total = crs.score(facts, TODAY).total
    scored = {crs.score(lever.apply(facts, TODAY), TODAY).total - total for lever in levers(facts, TODAY)}
    with use(language):
        found = outlook(facts, TODAY)
        shown = screens.main(facts, found)
        text = _text(shown)
        gains = [
            int(gain.replace("\N{NO-BREAK SPACE}", "")) for gain in re.findall(r"^\d+\. \+(\d+)", text, re.MULTILINE)
        ]
        assert bool(gains) is not too_little(found.standing.crs)
        assert set(gains) <= scored
        assert number(total) in text
        for group in Group:
            listed = _text(screens.group(facts, found, group))
            expected = [one.improvement.gain for one in found.weighed if one.group is group]
            assert [int(gain) for gain in re.findall(r"^\d+\. \+(\d+)", listed, re.MULTILINE)] == expected


@pytest.mark.parametrize("language", LANGUAGES)
@quick
@given(st.data())
def test_a_plan_shows_the_totals_and_moves_of_the_rules(language: Language, data: st.DataObject) -> None:
    facts = data.draw(candidates(TODAY))
    with use(language):
        found = outlook(facts, TODAY)
        for one in found.weighed:
            shown = plan.screen(facts, found, one)
            text = _text(shown)
            assert number(one.improvement.total) in text
            assert signed(one.improvement.gain) in text
            for _, before, after in one.improvement.moved:
                assert f"({signed(after - before)})" in text
            if one.begin_by is not None and one.in_time:
                assert day(one.begin_by, weekday=True) in text
            if one.changes_points_only and not found.standing.eligible_programs:
                assert ("Without one, no score" if language == "en" else "Sans programme, aucune note") in text


@pytest.mark.parametrize("language", LANGUAGES)
@quick
@given(st.data())
def test_the_paths_show_the_numbers_of_the_rules(language: Language, data: st.DataObject) -> None:
    facts = data.draw(candidates(TODAY))
    with use(language):
        path = french_path(facts, TODAY)
        text = _text(paths.french(facts, path))
        for step in path.steps:
            assert signed(step.improvement.gain) in text
            assert number(step.improvement.total) in text
        nomination = nomination_path(facts, TODAY)
        text = _text(paths.nomination(facts, nomination))
        if nomination.improvement is not None:
            assert number(nomination.improvement.total) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_full_facts_fits_its_message_and_its_buttons(language: Language) -> None:
    addresses = {address for link in links().values() for address in (link.en, link.fr)}
    with use(language):
        for told in (FULL, S01, S02, S03, COUPLE, {}):
            facts = Facts.model_validate(told)
            found = outlook(facts, TODAY)
            shown = [
                *screens.main(facts, found),
                *(message for group in Group for message in screens.group(facts, found, group)),
                *(message for one in found.weighed for message in plan.screen(facts, found, one)),
                *paths.french(facts, french_path(facts, TODAY)),
                *paths.nomination(facts, nomination_path(facts, TODAY)),
            ]
            for message in shown:
                assert 0 < len(message.text) < 4096
                assert set(re.findall(r'href="([^"]+)"', message.text)) <= addresses
                assert all(len(button.data.encode()) <= 64 for row in message.keyboard for button in row)
            codes = [words.code(one.improvement) for one in found.weighed]
            assert len(set(codes)) == len(codes)


def test_every_kind_of_improvement_has_its_name_and_its_button_in_both_languages() -> None:
    trade = {**S01, "primary_occupation": "72310", "jobs": [], "certificate_of_qualification": False}
    assessed = {
        **S01,
        "education": None,
        "credentials": [
            {
                "level": "masters_or_entry_to_practice_professional",
                "country": "IN",
                "completed": "2018-06-30",
                "none_of": ["assessed"],
            }
        ],
    }
    partner_principal = {
        **COUPLE,
        "tests": [IELTS],
        "education": "secondary",
        "partner": {
            **COUPLE["partner"],
            "birth_date": "1997-06-03",
            "education": "masters_or_entry_to_practice_professional",
            "tests": [NINE],
            "canadian_work_years": 2,
        },
    }
    seen = set()
    for told in (FULL, S01, S02, COUPLE, trade, assessed, partner_principal):
        facts = Facts.model_validate(told)
        for one in improvements(facts, TODAY):
            seen.add((one.key, one.whose))
            for language in LANGUAGES:
                with use(language):
                    assert words.title(one)
                    assert signed(one.gain) in words.label(one)
    assert seen == {
        ("band_up", "own"),
        ("language_level", "own"),
        ("language_level", "partner"),
        ("canadian_work_year", "own"),
        ("canadian_work_year", "partner"),
        ("foreign_work_year", "own"),
        ("assessment", "own"),
        ("credential", "own"),
        ("credential", "partner"),
        ("canadian_credential", "own"),
        ("certificate_of_qualification", "own"),
        ("provincial_nomination", "own"),
        ("partner_as_principal", "partner"),
    }


async def test_where_answers_are_missing_no_day_that_takes_points_is_no_promise(chat: Chat) -> None:
    await chat.knows({"partner_unknown": True})
    text = await chat.says("/improve")
    assert "I know of no day in the next 24 months that takes points, but what you have not told may have one." in text


async def test_somebody_who_told_next_to_nothing_is_asked_first_and_sees_no_list_of_anybody(chat: Chat) -> None:
    await chat.knows({"birth_date": "1993-03-31"})
    text = await chat.says("/improve")
    assert "Your CRS points, as a sum for 23 November 2026: at least 88 out of 1,200." in text
    assert "What I need: language test, education, work in Canada and work outside Canada." in text
    assert "The next loss: Wednesday 31 March 2027: you turn 34 (−5)." in text
    assert "+136" not in text
    assert "Begin by" not in text
    assert chat.labels == ["Ask me what is missing", "French path", "Nomination path", "My score"]
    await chat.knows({"birth_date": "1993-03-31", "canadian_work_years": 1})
    assert "1. +" in await chat.says("/improve")


async def test_the_paths_of_somebody_who_told_nothing_say_not_known_where_the_list_says_so(chat: Chat) -> None:
    await chat.knows({"partner_unknown": True})
    french = await chat.says("/french")
    assert "I know of no English result of yours: the 50 take one with CLB 5 in all four abilities." in french
    assert "Your English is not there yet" not in french
    assert "Whether a program is open to you is not known yet" in await chat.says("/improve")
    nomination = await chat.says("/nomination")
    assert "Whether one is open to you is not known yet: that comes first." in nomination
    assert "none is open to you" not in nomination


async def test_a_diploma_earned_in_canada_is_not_sent_to_the_page_on_assessments(chat: Chat) -> None:
    await chat.knows(S01)
    await chat.says("/improve")
    await chat.presses("Education: all")
    text = await chat.presses("in Canada")
    assert "One more diploma from Canada: Master's degree" in text
    assert "The official criteria" in text
    assert "The official page on assessments" not in text
