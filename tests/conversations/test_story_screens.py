"""What the shared stories asked of the screens: results side by side, the birthday ahead, a partner who stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from conversations import french_points, program_words, score, shut_out, staying
from conversations.profile import sittings
from conversations.score import board
from locales import LANGUAGES, use
from rules import programs
from rules.facts import Facts, Invitation, LanguageTest, Partner, PartnerStatus
from rules.improvements import non_accompanying
from tests.conversations.chat import Chat

ON = date(2026, 11, 23)
CLB_9 = {"listening": 8.0, "reading": 7.0, "writing": 7.0, "speaking": 7.0}
SHORT = (
    *("/start", "[Start]", "31 3 1997", "none", "bachelor", "[IELTS General]", "L8 R7 W6.5 S7", "1 Oct 2026"),
    *("no", "0", "3", "no", "no", "no", "no"),
)
SAVED = (*SHORT, "[Compute my score]", "Toronto")


def ielts(result: date | None = date(2026, 10, 1), **scores: float) -> LanguageTest:
    return LanguageTest.model_validate({"kind": "ielts_general", "scores": CLB_9 | scores, "result_date": result})


def tcf(writing: int = 9, speaking: int = 10) -> LanguageTest:
    scores = {"listening": 458, "reading": 453, "writing": writing, "speaking": speaking}
    return LanguageTest.model_validate({"kind": "tcf_canada", "scores": scores, "result_date": date(2026, 10, 1)})


def person(**told: Any) -> Facts:
    """29, single, a bachelor's degree, CLB 9, three years abroad: 429."""
    known: dict[str, Any] = {
        "birth_date": date(1997, 3, 31),
        "education": "bachelors_or_three_plus_year_program",
        "tests": (ielts(),),
        "canadian_work_years": 0,
        "foreign_work_years": 3,
    }
    return Facts.model_validate({**known, **told})


# --- results side by side (S06) ---


def test_of_equal_sets_the_one_that_stays_usable_longer_counts() -> None:
    shown = sittings.block(person(tests=(ielts(date(2026, 9, 1)), ielts(date(2026, 11, 1)))), ON)
    older, newer = shown.split("\n")[1:3]
    assert "kept beside it; alone it would give a CRS score of 429; usable through" in older
    assert "this set counts, with a CRS score of 429; usable through Tuesday 31 October 2028." in newer


def test_a_result_that_does_not_count_says_why_and_is_not_compared() -> None:
    out = ielts(date(2024, 11, 23))
    shown = sittings.block(person(tests=(out, ielts(ON + timedelta(1)), ielts(None))), ON)
    assert "does not count any more: its last usable day was 22 November 2026." in shown
    assert "does not count yet: its date is still to come." in shown
    assert "3. IELTS General: this set counts" in shown
    assert "until when is not known without the date of the result." in shown
    assert "never mixed" not in shown, "one usable set leaves nothing to choose"


def test_results_in_two_languages_are_not_several_of_one() -> None:
    assert sittings.mixed(person(tests=(ielts(), tcf())), ON) == ""
    shown = sittings.block(person(tests=(ielts(), tcf())), ON)
    assert "Your English results: which one counts" in shown
    assert "2. TCF Canada, result of 1 October 2026: this set counts" in shown
    assert sittings.block(person(tests=()), ON) == ""


async def test_a_new_result_beside_an_older_one_says_which_of_them_counts(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "my celpip expires on 1 nov 2028", "L9 R9 W9 S9")
    text = await chat.presses("Save")
    assert "Your English results: which one counts" in text
    assert "1. CELPIP-General, result of 1 November 2026: this set counts, with a CRS score of 429" in text
    assert "2. IELTS General, result of 1 October 2026: kept beside it; alone it would give a CRS score of 384" in text


# --- the birthday ahead (S27, S35, S34) ---


def crs_message(facts: Facts, on: date = ON) -> str:
    return board.screens(facts, on)[0].text


def test_the_next_birthday_that_takes_points_is_named_with_its_day() -> None:
    shown = crs_message(person())
    assert "On Wednesday 31 March 2027 you turn 30: age −5</b>, which makes 424" in shown
    assert "a new profile would not avoid it" in shown
    assert "29 February" not in shown


@pytest.mark.parametrize("birth", [date(1999, 3, 31), date(1976, 3, 31)])
def test_a_birthday_that_takes_nothing_within_a_year_is_not_named(birth: date) -> None:
    assert "you turn" not in crs_message(person(birth_date=birth))


def test_a_birthday_after_an_invitation_is_forgiven_by_the_act_and_no_loss() -> None:
    invitation = Invitation(issued=date(2026, 11, 18), program="federal_skilled_worker")
    shown = crs_message(person(birth_date=date(1996, 12, 10), invitation=invitation))
    assert "The Act (section 11.2) forgives a birthday between the invitation and the application" in shown
    assert "a new profile would not avoid it" not in shown


# --- a partner who stays (S40) ---


def couple(**told: Any) -> Facts:
    """The story's two: 452 with the partner coming, 481 with the partner not coming."""
    partner = {"status": "accompanying", "education": "secondary", "canadian_work_years": 0, **told}
    return person(
        birth_date=date(1994, 3, 31),
        education="masters_or_entry_to_practice_professional",
        canadian_work_years=1,
        foreign_work_years=1,
        partner=Partner.model_validate(partner),
    )


@pytest.mark.parametrize("status", ["accompanying", "not_accompanying"])
def test_both_figures_are_the_same_whatever_was_told_of_the_partner(status: str) -> None:
    assert non_accompanying(couple(status=status), ON) == (452, 481)
    shown = staying.told(couple(status=status), ON)
    assert shown.count("481") == shown.count("452") == 1
    assert "CLB/NCLC 9 in all four abilities: +20, which makes 472" in shown


def test_a_better_lever_is_the_one_named_and_where_there_is_none_the_score_is() -> None:
    assert "your partner as principal applicant: +" in staying.told(
        couple(
            birth_date=date(1997, 3, 31),
            education="doctoral",
            foreign_work_years=3,
            canadian_work_years=2,
            tests=(ielts(listening=9.0, reading=9.0, writing=9.0, speaking=9.0),),
        ),
        ON,
    )
    nothing = couple(education="doctoral", tests=(ielts(),), canadian_work_years=5)
    shown = staying.told(nothing, ON)
    assert "a language test of your partner" not in shown


def test_a_canadian_partner_or_none_or_one_not_yet_has_no_two_figures() -> None:
    for facts in (
        person(),
        couple(status=PartnerStatus.canadian),
        couple(living_together_since=date(2026, 5, 3), none_of=("married",)),
    ):
        assert non_accompanying(facts, ON) is None
        assert staying.told(facts, ON) == ""


async def test_the_screen_of_a_partner_who_stays_is_reached_from_the_couple_board(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "/couple")
    assert "Partner not coming?" not in chat.labels
    text = await chat.presses_data("e:staying")
    assert "You told me of no partner who could come with you or stay." in text


# --- what shuts every program (S08) ---


def test_every_knock_out_has_its_words_in_both_languages() -> None:
    known = {"quebec", "without_status", "misrepresentation", "partner.without_status", "partner.misrepresentation"}
    assert set(shut_out.SHUT) == known
    for language in LANGUAGES:
        with use(language):
            assert score.warning(person(without_status_in_canada=True, intends_to_live_in_quebec=True), ON)


def test_what_was_told_is_not_taken_for_granted() -> None:
    assert "You plan to live outside Quebec" in board.screens(person(), ON)[-1].text
    told = board.screens(person(intends_to_live_in_quebec=False), ON)
    assert len(told) == 2, "nothing is shut, so there is no warning"
    assert "You plan to live outside Quebec" not in told[-1].text


def test_a_bar_that_is_over_shuts_nothing() -> None:
    assert score.warning(person(misrepresentation_bar_until=ON), ON)
    assert score.warning(person(misrepresentation_bar_until=ON - timedelta(1)), ON) == ""


# --- French (S02) ---


def test_each_ability_below_is_named_and_what_the_four_together_would_give() -> None:
    shown = french_points.told(person(tests=(ielts(), tcf(writing=9, speaking=9))), ON)
    assert "2 abilities are below NCLC 7: writing (NCLC 6) and speaking (NCLC 6)." in shown
    assert "is not open to you today" not in french_points.told(person(tests=(ielts(), tcf(10, 10))), ON)
    assert "NCLC 7 or more in all four abilities" in french_points.told(person(tests=(ielts(), tcf(10, 10))), ON)
    assert french_points.told(person(), ON) == ""


# --- programs that a change turns (S50) ---


def test_a_program_that_opens_or_shuts_is_said_with_its_points_and_one_that_stays_is_not() -> None:
    short = person(birth_date=date(1991, 3, 31), foreign_work_years=1)  # 12 + 21 + 24 + 9 = 66
    enough = person(birth_date=date(1991, 3, 31), foreign_work_years=2)  # + 2
    opened = program_words.turned(short, enough, ON)
    assert (
        "Federal Skilled Worker Program: its conditions are met now. Points for this program: 68, before: 66." in opened
    )
    assert "the CRS sum of before was no place in the pool" in opened
    assert "Federal Skilled Worker Program: no longer met." in program_words.turned(enough, short, ON)
    assert program_words.turned(enough, enough, ON) == ""


# --- taps (S64) and coming back (S63) ---


async def test_a_second_tap_on_what_was_just_confirmed_is_already_done_and_a_later_one_is_old(chat: Chat) -> None:
    await chat.goes_through(*SHORT)
    confirm = chat.button("Compute my score").data
    await chat.presses_data(confirm)
    assert "384" in chat.text
    assert await chat.presses_data(confirm) == ""
    assert chat.reply.toast == "Already done"
    assert await chat.presses_data(confirm) == "", "and the third one too"
    await chat.says("Toronto")
    assert "This menu is old." in await chat.presses_data(confirm)


async def test_a_delete_button_is_good_for_a_day(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "/delete")
    button = chat.button("Delete my data").data
    chat.now += timedelta(days=1, minutes=2)
    text = await chat.presses_data(button)
    assert "This menu is old." in text
    assert "Delete everything?" in text
    assert "I am not sure what you mean" in await chat.says("delete"), "no word is waited for"
    assert "This menu is old." in await chat.presses_data("p:delete")
    await chat.goes_through("/delete", "[Delete my data]")
    assert "Everything you told me was deleted" in await chat.says("delete")


async def test_an_interview_taken_up_again_says_the_last_answer(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]")
    assert "Your last answer" not in await chat.says("/start")
    await chat.goes_through("31 3 1997", "[I don't know yet]")
    assert "Your last answer: Partner: not known yet." in await chat.says("/start")


# --- an assessment nobody spoke of (S09) ---


def test_an_assessment_that_is_not_known_leaves_the_program_open_and_one_that_is_none_does_not() -> None:
    diploma = {"level": "bachelors_or_three_plus_year_program", "country": "IN", "completed": date(2018, 5, 31)}
    unknown = person(education=None, credentials=(diploma,))
    none = person(education=None, credentials=({**diploma, "none_of": ("assessed",)},))
    (fsw,) = (one for one in programs.programs(unknown, ON) if one.program is program_words.FSW)
    assert fsw.met is None
    assert fsw.requirement("minimum_education").open == ("credentials.0.assessed",)
    assert "secondary school diploma" not in board.screens(unknown, ON)[-1].text
    assert "whether you reach it depends on what is not known yet" in board.screens(unknown, ON)[-1].text
    (fsw,) = (one for one in programs.programs(none, ON) if one.program is program_words.FSW)
    assert fsw.met is False
    assert "secondary school diploma" in board.screens(none, ON)[-1].text


# --- a sum that is no rank (S03, S50) ---

SUM = "so this sum is not a rank in the pool."


async def test_without_a_program_the_home_screen_and_the_calendar_show_a_sum_and_no_rank(chat: Chat) -> None:
    await chat.knows(_told(person(birth_date=date(1991, 3, 31), foreign_work_years=1)))
    await chat.says("/start")
    assert f"out of 1,200.\nOn these answers no program is met for certain (/programs says why), {SUM}" in chat.text
    assert SUM in await chat.says("/calendar")
    text = await chat.says("/score")
    assert text.endswith("\n\nSum of your CRS points: 371; without a program it is no rank in the pool.")
    assert SUM in await chat.presses("Score as a picture")


async def test_with_a_program_or_before_all_is_told_nothing_is_said_of_it(chat: Chat) -> None:
    await chat.knows(_told(person()))
    assert SUM not in await chat.says("/start")
    assert SUM not in await chat.says("/calendar")
    await chat.knows(_told(person(tests=())))
    assert SUM not in await chat.says("/start"), "not known yet"


async def test_sans_programme_la_somme_n_est_pas_une_note_dans_le_bassin(conversation: Chat) -> None:
    await conversation.knows(_told(person(birth_date=date(1991, 3, 31), foreign_work_years=1)))
    assert "cette somme n’est donc pas une note dans le bassin" in await conversation.says("/start")


def _told(facts: Facts) -> dict[str, Any]:
    """Facts with the last questions of the short interview answered."""
    asked = {"certificate_of_qualification": False, "provincial_nomination": False, "sibling_in_canada": False}
    return {**facts.model_dump(mode="json", exclude_unset=True), **asked, "canadian_study": "none"}
