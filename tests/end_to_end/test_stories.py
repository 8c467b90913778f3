"""The shared stories that need an interview and the profile, in English and over HTTP.

The numbers are worked out by hand from each story, with the published grids; nothing here asks the rules.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.conftest import MONDAY
from tests.end_to_end.running import FAST, Companion, companion
from tests.end_to_end.story import (
    LONG,
    SOON,
    finishes,
    goes_through,
    hears,
    moves_the_clock,
    spaced,
    talks,
    times_shown,
)
from tests.telegram_person import Person, Seen

pytestmark = pytest.mark.asyncio(loop_scope="module")

BEGINS = ("/start", "[Start]")
NO_MORE = ("no", "no", "no", "no")
"""No certificate, no nomination, no sibling, no study in Canada."""


async def is_scored(
    person: Person,
    birth: str,
    partner: str,
    education: str,
    scores: str,
    in_canada: str,
    abroad: str,
    *more: str,
    study: str = "no",
) -> Seen:
    """Through the short interview with IELTS General of 1 October 2026, up to the score."""
    await goes_through(person, *BEGINS, birth, partner, education, "[IELTS General]", scores, "1 Oct 2026")
    await goes_through(person, "no", in_canada, abroad, *NO_MORE[:3], study, *more)
    await person.press("Compute my score", LONG)
    return await person.wait_for("CRS score, estimated", LONG)


async def lives_in(person: Person, city: str = "Toronto") -> None:
    """Answers the last question, which city's clock."""
    await person.wait_for("Which city's clock", LONG)
    await talks(person, (city, f"{city} time"))


# --- A: estimating and eligibility ---


async def test_s01_a_quick_estimate_names_the_nearest_cliff(ana: Person) -> None:
    """110 age + 120 bachelor's + 31+31+23+31 at CLB 9/9/8/9 + 13 + 25 = 384; the grid: 12+21+23+11 = 67."""
    score = await is_scored(ana, "31 March 1997", "[No partner]", "bachelor", "L8 R7 W6.5 S7", "0", "3")
    assert "CRS score, estimated: 384 out of" in score.text
    assert "CLB 9, 9, 8, 9" in score.text
    # At CLB 9 throughout: writing 31 instead of 23, education 25 instead of 13, work abroad 50 instead of 25.
    assert "The nearest step: writing 7.0 instead of 6.5" in score.text
    assert "+45 today, which makes 429" in score.text
    assert "3 things move: first official language +8" in score.text
    for moved in ("education with language or Canadian work +12", "foreign work with language or Canadian work +25"):
        assert moved in score.text
    assert "Rule set CRS-2025-03-25, in force since 25 March 2025" in score.text
    grid = await ana.wait_for("Federal Skilled Worker points: 67 out of 100", LONG)
    assert "The pass mark is 67: reached." in grid.text
    assert "Why these points?" in grid.labels
    for promise in ("you qualify", "you will be invited", "congratulations"):
        assert promise not in (score.text + grid.text).casefold()


async def test_s03_sixty_six_is_not_sixty_seven_and_the_sum_is_no_rank(ana: Person) -> None:
    """12 age + 21 education + 24 language + 9 for one year = 66."""
    score = await is_scored(ana, "31 March 1991", "[No partner]", "bachelor", "L8 R7 W7 S7", "0", "1")
    assert "this sum is not a rank in the pool" in score.text
    grid = await ana.wait_for("Federal Skilled Worker points: 66 out of 100", LONG)
    assert "not reached, 1 point short" in grid.text
    await lives_in(ana)
    programs = await talks(ana, ("/programs", "Your programs on"))
    assert "2 years of skilled work in all: +2, which makes 68" in programs.text
    assert "as your second official language: +4, which makes 70" in programs.text


async def test_s05_an_overall_band_is_asked_apart_and_an_order_is_never_guessed(ana: Person) -> None:
    await goes_through(ana, *BEGINS, "31 March 1997", "[No partner]", "bachelor", "[IELTS General]")
    await talks(
        ana,
        ("IELTS 7.5 overall", "The overall band is not used"),
        ("8", "What is the score in reading?"),
        ("7", "What is the score in writing?"),
        ("6.5", "What is the score in speaking?"),
        ("7", "Noted. Scores: listening 8.0, reading 7.0, writing 6.5, speaking 7.0."),
        ("[Back]", "What are the four scores"),
        ("8/7/6.5/7", "Is this the right order?"),
        ("[Enter them one by one]", "What is the score in listening?"),
        ("[Back]", "What are the four scores"),
        ("8/7/6.5/7 LRWS", "Noted. Scores: listening 8.0, reading 7.0, writing 6.5, speaking 7.0."),
        ("[Back]", "What are the four scores"),
        ("L8 R7 W6.5 S7", "Noted. Scores: listening 8.0, reading 7.0, writing 6.5, speaking 7.0."),
    )


async def test_s06_two_sittings_are_kept_whole_and_the_better_one_counts(ana: Person) -> None:
    """A is CLB 10/9/8/9 and gives 387 (34+31+23+31 = 119), B is CLB 8/9/9/9 and gives 384; never 432 of both."""
    await is_scored(ana, "31 March 1997", "[No partner]", "bachelor", "L8.5 R7 W6.5 S7", "0", "3")
    await lives_in(ana)
    await talks(
        ana,
        ("/profile", "Your language tests"),
        ("[2. Language tests]", "this set counts, with a CRS score of 387"),
        ("[Add a test result]", "Which test is it?"),
        ("[IELTS General]", "four scores"),
        ("L7.5 R7 W7 S7", "date of the result"),
        ("1 Nov 2026", "3. Date of the result: Sunday 1 November 2026"),
        ("[Save]", "Your CRS score stays at 387"),
    )
    for said in ("use best of both", "/profile"):
        await goes_through(ana, said)
        if said == "/profile":
            await ana.press("2. Language tests", LONG)
        shown = await ana.wait_for("Your English results: which one counts", LONG)
        assert (
            "1. IELTS General, result of 1 October 2026: this set counts, with a CRS score of 387; usable through "
            "Saturday 30 September 2028."
        ) in shown.text
        assert (
            "2. IELTS General, result of 1 November 2026: kept beside it; alone it would give a CRS score of 384; "
            "usable through Tuesday 31 October 2028."
        ) in shown.text
        assert "never mixed" in shown.text
        assert "432" not in shown.text


async def test_s08_what_shuts_every_program_is_said_with_licensed_help_and_the_estimate_goes_on(ana: Person) -> None:
    await is_scored(ana, "31 March 1997", "[No partner]", "bachelor", "L8 R7 W6.5 S7", "0", "3")
    await lives_in(ana)
    await talks(
        ana,
        ("I was refused before", "An earlier refusal does not shut the programs by itself"),
        ("I have no status", "can meet no program until that is mended"),
        ("/profile", "About you and your plans"),
        ("[1. About you and your plans]", "Date of birth"),
        ("[Change: About you and your plans]", "Press a line"),
        ("2", "Do you plan to live in Quebec?"),
        ("[Yes, in Quebec]", "Plan to live in Quebec: Yes"),
        ("4", "without a valid status"),
        ("[Yes, without status]", "In Canada without status: Yes"),
    )
    saved = await talks(ana, ("[Save]", "Express Entry does not lead there."))
    assert "You are in Canada without status: until that is mended, no program is open." in saved.text
    await ana.say("/score")
    warned = await ana.wait_for("Express Entry does not lead there.", LONG)
    assert "What follows is an estimate, as if that were not so." in warned.text
    assert "The registers of licensed people" in warned.text
    await ana.wait_for("CRS score, estimated: 384 out of", LONG)
    grid = await ana.wait_for("Federal Skilled Worker points: 67", LONG)
    assert "You plan to live outside Quebec" not in grid.text
    programs = await talks(ana, ("/programs", "Express Entry does not lead there."))
    assert "The official comparison" in programs.text
    assert "The registers of licensed people" in programs.text
    home = await talks(ana, ("/start", "Welcome back."))
    assert "as if that were not so" in home.text


async def test_s09_what_is_not_known_gives_a_range_with_what_would_settle_it(ana: Person) -> None:
    """At least 110 age + 124 language = 234; with the assessment 120 + 25, with a skilled job of 3 years 50: 429."""
    await goes_through(ana, *BEGINS, "31 March 1997", "[No partner]", "[I don't know yet]", "[IELTS General]")
    await goes_through(ana, "L8 R7 W7 S7", "1 Oct 2026", "no", "0", "[I don't know yet]", *NO_MORE)
    await ana.press("Compute my score", LONG)
    await lives_in(ana)
    await talks(
        ana,
        ("/profile", "Education"),
        ("[3. Education]", "Your diplomas"),
        ("[Add a diploma]", "level"),
        ("bachelor", "In which country"),
        ("India", "When was it completed?"),
        ("31 May 2018", "educational credential assessment (ECA)"),
        ("[I don't know yet]", "4. Assessment (ECA): not known yet"),
        ("[Save]", "Saved."),
        ("/profile", "Work"),
        ("[4. Work]", "Not told yet"),
        ("[Add a job]", "NOC code"),
        ("[I don't know yet]", "physically done"),
        ("India", "When did this job start?"),
        ("1 Nov 2023", "When did this job end?"),
        ("[It goes on]", "How many hours"),
        ("40", "paid"),
        ("[Yes, paid]", "self-employment"),
        ("[No, an employee]", "unpaid leave"),
        ("[No unpaid leave]", "1. Occupation: not known yet"),
        ("[Save]", "Saved."),
    )
    profile = await talks(ana, ("/profile", "What is missing, and what it is worth"))
    assert "between 234 and 429, depending on what is not told yet" in profile.text
    assert "1. Assessment (ECA) (diploma 1): up to 145 points." in profile.text
    assert "2. Occupation (job 1): up to 50 points." in profile.text
    programs = await talks(ana, ("/programs", "Federal Skilled Worker Program: not known yet"))
    assert "secondary school diploma is needed" not in programs.text


# --- C: dates ---


async def test_s27_a_birthday_on_29_february_has_two_days_and_the_earlier_one_counts(ana: Person) -> None:
    """83 at 34, 77 at 35: 83+135+124+40+50+38 = 470, then 464."""
    await goes_through(ana, *BEGINS)
    await talks(ana, ("29 Feb 1991", "Do you mean Thursday 28 February 1991 or Friday 1 March 1991?"))
    await talks(ana, ("29 Feb 1992", "Date of birth: Saturday 29 February 1992."))
    await goes_through(ana, "[No partner]", "master", "[IELTS General]", "L8 R7 W7 S7", "1 Oct 2026")
    await goes_through(ana, "no", "1", "1", *NO_MORE)
    await ana.press("Compute my score", LONG)
    score = await ana.wait_for("CRS score, estimated", LONG)
    assert "CRS score, estimated: 470 out of" in score.text
    assert "On Sunday 28 February 2027 you turn 35: age −6, which makes 464" in score.text
    assert "28 February 2027 or 1 March 2027. I count from the earlier." in score.text


async def test_s31_a_move_to_another_time_zone_leaves_every_legal_date(ana: Person) -> None:
    await is_scored(ana, "31 March 1997", "[No partner]", "bachelor", "L8 R7 W6.5 S7", "0", "3")
    await lives_in(ana, "Vancouver")
    there = await talks(ana, ("/dates", "Reminders go by Vancouver time."))
    here = await talks(
        ana,
        ("/timezone", "Vancouver time"),
        ("Delhi", "Kolkata time"),
        ("/dates", "Reminders go by Kolkata time."),
    )
    assert there.text.replace("Vancouver", "Kolkata") == here.text
    assert "Your English test result: Saturday 30 September 2028." in here.text
    assert "Next reminder: at 6:00 p.m. on Sunday 9 April 2028." in spaced(here.text)
    await talks(ana, ("/settings", "Time zone: Kolkata time."))


async def test_s31_s62_after_a_move_reminders_come_at_the_new_hour_in_the_new_language_and_none_comes_again(
    tmp_path: Path,
) -> None:
    async with companion(tmp_path, MONDAY, **FAST) as bot:  # one of its own: the clock goes on
        ana = Person(bot.telegram.url, 1001)
        await talks(ana, *SOON)
        await finishes(ana, "Vancouver")
        await moves_the_clock(bot, to="next_reminder")
        await ana.wait_for("Your English test result: 14 days left", LONG)
        await talks(ana, ("/timezone", "Vancouver time"), ("Delhi", "Kolkata time"), ("/fr", "rappels compris"))
        await hears(ana, ("/dates", "Prochain rappel : le mercredi 2 décembre 2026 à 9 h."))
        await moves_the_clock(bot, to="next_reminder")
        await ana.wait_for(lambda message: "7 jours" in spaced(message.text), LONG)
        assert await times_shown(ana, "Your English test result: 14 days left") == 1
        assert await times_shown(ana, "14 jours") == 0


# --- D: life events ---


async def test_s35_a_birthday_before_an_invitation_is_a_dated_step_and_no_reason_for_a_new_profile(ana: Person) -> None:
    """110+135+124+40 = 409, + 50 + 38 + 30 for three years of study in Canada = 527; 105 at 30 makes 522."""
    score = await is_scored(
        ana, "10 Sep 1997", "[No partner]", "master", "L8 R7 W7 S7", "1", "1", study="[Three years or more]"
    )
    assert "CRS score, estimated: 527 out of" in score.text
    assert "On Friday 10 September 2027 you turn 30: age −5, which makes 522" in score.text
    assert "a new profile would not avoid it, and would come later in a tie" in score.text
    assert "29 February" not in score.text


async def test_s40_not_accompanying_shows_both_figures_once_with_what_it_means_and_lawful_levers(ana: Person) -> None:
    """With: 85+126+4*29+35 … = 452; single: 94+135+124+40+88 = 481; the partner's CLB 9 gives 4 x 5."""
    await is_scored(
        ana,
        "31 March 1994",
        "[Yes, coming with me]",
        "master",
        "L8 R7 W7 S7",
        "1",
        "1",
        "secondary",
        "[No result yet]",
        "0",
    )
    await lives_in(ana)
    said = await talks(ana, ("put non-accompanying then add later", "I do not help to word this for points"))
    await goes_through(ana, "/couple")
    await ana.press("Partner not coming?", LONG)
    screen = await ana.wait_for("with your partner coming and", LONG)
    for shown in (said, screen):
        assert "452 with your partner coming and 481 with your partner not coming" in shown.text
        assert shown.text.count("481") == 1
        assert "declared, examined and counted for the funds in any case" in shown.text
        assert "misrepresentation" in shown.text
        assert "five years" in shown.text
        assert "A partner who already lives with you in Canada" in shown.text
        assert "CLB/NCLC 9 in all four abilities: +20, which makes 472" in shown.text
    assert "Principal applicant?" in screen.labels


async def test_s41_a_partner_who_is_a_citizen_takes_no_points_and_still_counts_for_the_funds(ana: Person) -> None:
    """The column without a partner: 94+135+124+40+88 = 481."""
    await goes_through(ana, *BEGINS)
    asked = await talks(ana, ("31 March 1994", "Do you have a spouse or common-law partner?"))
    assert "a citizen or permanent resident of Canada" in asked.text
    await goes_through(ana, "[Yes, Canadian]", "master", "[IELTS General]", "L8 R7 W7 S7", "1 Oct 2026", "no", "1", "1")
    await goes_through(ana, *NO_MORE)
    await ana.press("Compute my score", LONG)
    score = await ana.wait_for("CRS score, estimated: 481 out of", LONG)
    assert "Spouse or common-law partner: not counted" in score.text
    await lives_in(ana)
    await talks(
        ana,
        ("/couple", "of the two of you, only you can."),
        ("how much money do I need", "count, also those who do not come or are Canadian"),
    )


# --- G: how the chat behaves ---


async def test_s62_the_language_changes_in_the_middle_of_a_question_and_nothing_else(ana: Person) -> None:
    await is_scored(ana, "31 March 1997", "[No partner]", "bachelor", "L8 R7 W6.5 S7", "0", "3")
    await lives_in(ana)
    await talks(
        ana,
        ("/profile", "Education"),
        ("[3. Education]", "Your diplomas"),
        ("[Add a diploma]", "level"),
        ("bachelor", "In which country"),
        ("India", "When was it completed?"),
        ("31 May 2018", "educational credential assessment (ECA)"),
    )
    asked = await talks(ana, ("en français svp", "Quelle est la date du rapport d’évaluation des diplômes"))
    assert asked.labels[-3:] == ("Retour", "Passer", "Arrêter")
    summary = await hears(
        ana,
        ("3 janv. 2025", "Évaluation (EDE) : vendredi 3 janvier 2025"),
        ("[Le même niveau]", "4. Évaluation (EDE) : vendredi 3 janvier 2025"),
    )
    assert "jeudi 31 mai 2018" in spaced(summary.text)
    back = await talks(ana, ("/en", "4. Assessment (ECA): Friday 3 January 2025"))
    assert "3. Completed: Thursday 31 May 2018" in back.text


async def test_s63_a_restart_in_the_middle_shows_the_last_answer_and_the_question_after_it(
    ana: Person, standing_bot: Companion
) -> None:
    await goes_through(ana, *BEGINS, "31 March 1997", "[No partner]", "bachelor", "[IELTS General]", "L8 R7 W6.5 S7")
    await talks(ana, ("1 Oct 2026", "other official"), ("no", "in Canada"), ("0", "Question 9 of 13"))
    await talks(ana, ("3", "Question 10 of 13"))
    await standing_bot.kill()
    await standing_bot.start()
    asked = await talks(ana, ("/start", "Your last answer: Work outside Canada: 3 complete years."))
    assert "Question 10 of 13" in asked.text
    await goes_through(ana, "no", "no", "no")
    summary = await talks(ana, ("no", "Your answers"))
    assert "Work outside Canada: 3 complete years" in summary.text


async def test_s64_a_second_tap_is_one_change_and_an_old_delete_button_deletes_nothing(
    ana: Person, standing_bot: Companion
) -> None:
    await goes_through(ana, *BEGINS, "31 March 1997", "[No partner]", "bachelor", "[IELTS General]", "L8 R7 W6.5 S7")
    await goes_through(ana, "1 Oct 2026", "no", "0", "3", *NO_MORE)
    await ana.press("Compute my score", LONG)
    await ana.press_again()
    await ana.wait_for("Which city's clock", LONG)
    taps = ("Start", "No partner", "IELTS General", "Compute my score", "the same again")
    assert await ana.wait_for_toast(len(taps), LONG) == "Already done"
    assert await times_shown(ana, "CRS score, estimated: 384 out of") == 1
    await talks(ana, ("Toronto", "Toronto time"))
    shown = await talks(ana, ("/delete", "Delete everything?"))
    week_ago = "p:delete:202611161500"  # the same button, seven days before
    await ana.press_data(shown.id, week_ago)
    fresh = await ana.wait_for("This menu is old.", LONG)
    assert "Keep my data" in fresh.labels
    await talks(ana, ("delete", "384 out of"), ("/start", "384 out of"))


async def test_s72_simple_mode_numbers_everything_and_changes_no_message(ana: Person) -> None:
    await talks(ana, ("/start", "No name"), ("[Start]", "date of birth"), ("/simple", "Question 1 of 13. age"))
    asked = await talks(ana, ("31 March 1997", "Question 2 of 13. family"))
    assert "1. No partner" in asked.text
    await talks(ana, ("two", "Noted. Partner: Yes, coming with me"), ("back", "Question 2 of"), ("1", "No partner"))
    await goes_through(ana, "5", "[IELTS General]", "L8 R7 W6.5 S7", "1 Oct 2026", "no", "0", "3", *NO_MORE)
    await ana.press("Compute my score", LONG)
    await ana.wait_for("384 out of", LONG)
    messages = [message for message in await ana.messages() if message.from_bot]
    assert not any(message.edited for message in messages)
    said = "".join(message.text for message in messages)
    assert not any(ord(letter) > 0x1F000 for letter in said), "no emoji"


async def test_s76_a_rumour_of_reform_is_answered_with_what_was_proposed_and_when_it_was_checked(ana: Person) -> None:
    await goes_through(ana, *BEGINS)
    answer = await talks(ana, ("CEC is cancelled, right?", "proposed in a consultation in 2026"))
    assert "still have three programs" in answer.text
    assert "Held against the rule book on 23 November 2026." in answer.text
    assert "What is your date of birth?" in answer.text


async def test_s77_what_is_out_of_scope_has_an_official_page_and_leads_back(ana: Person) -> None:
    await goes_through(ana, *BEGINS, "31 March 1997", "[No partner]")
    for asked in ("how do I get a study permit", "how do I become a citizen", "how do I claim asylum"):
        answer = await talks(ana, (asked, "outside what I know"))
        assert any(entity.get("url", "").startswith("https://") for entity in answer.wire["entities"]), asked
        assert "highest completed level of education" in answer.text


async def test_s78_who_missed_it_by_two_hours_hears_the_fact_and_the_next_step(ana: Person) -> None:
    await goes_through(ana, *BEGINS)
    answer = await talks(ana, ("I think I ruined my life, I missed it by 2 hours.", "this weighs on you"))
    for words in ("the 60 days are not extended", "make a new profile", "A licensed person can look at your case"):
        assert words in answer.text
    assert "!" not in answer.text
    assert "unfortunately" not in answer.text.casefold()
