"""Which programs a person meets, what is missing, and who of a couple should be principal applicant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from conversations import eligibility, program_words
from locales import LANGUAGES, use
from rules.couples import swapped
from rules.facts import Facts, Language, Offer
from rules.shapes.categories import Categories
from storage import candidates
from tests.conversations.chat import Chat
from tests.rules.situations import born, candidate, result
from tests.rules.test_properties import situations

ON = date(2026, 11, 23)
UNTIL_THE_END = ("1 Oct 2026", "no", "0", "1", "no", "no", "no", "no", "[Compute my score]", "/stop")
S03 = ("/start", "[Start]", "31 3 1991", "none", "bachelor", "[IELTS General]", "L8 R7 W7 S7", *UNTIL_THE_END)
NOTHING_BESIDES: dict[str, Any] = {
    "certificate_of_qualification": False,
    "provincial_nomination": False,
    "sibling_in_canada": False,
    "canadian_study": "none",
    "arranged_employment": False,
    "relative_in_canada": False,
    "two_years_of_study_in_canada": False,
    "full_time_year_in_canada": False,
}


def person(education: str, *, age: int = 30, abroad: int = 3, **more: Any) -> dict[str, Any]:
    """CLB 9 in all abilities, no work in Canada, nothing that adds points besides."""
    return {
        "birth_date": born(age, ON),
        "education": education,
        "canadian_work_years": 0,
        "foreign_work_years": abroad,
        "tests": (result(Language.english, 9, ON),),
        **NOTHING_BESIDES,
        **more,
    }


def one(**more: Any) -> Facts:
    """S03: 35 years old, a bachelor's degree, CLB 9 in all abilities, one year abroad, and no adaptability."""
    return Facts.model_validate(person("bachelors_or_three_plus_year_program", age=35, abroad=1) | more)


def couple(*, partner_abroad: int = 3, status: str = "accompanying", **partner: Any) -> Facts:
    """30 and 30: a master's degree and three years abroad; a bachelor's degree."""
    other = person("bachelors_or_three_plus_year_program", abroad=partner_abroad)
    return Facts.model_validate(
        person("masters_or_entry_to_practice_professional") | {"partner": {**other, "status": status, **partner}}
    )


async def knows(chat: Chat, facts: Facts) -> None:
    """What the full profile would have been told."""
    async with chat.database.unit() as unit:
        found = await candidates.load(unit, chat.chat_id)
        assert found is not None
        await candidates.save(unit, replace(found, facts=facts.model_dump(mode="json")))


def shown(facts: Facts, *, board: bool = False) -> str:
    with use("en"):
        (message,) = eligibility.board(facts, ON) if board else eligibility.screen(facts, ON)
    return message.text


def part(text: str, begins: str) -> str:
    """The block of a text that begins with these words."""
    return next(block for block in text.split("\n\n") if block.startswith(begins))


# --- the programs ---


async def test_story_s03_after_the_short_interview_is_not_known_yet_and_names_what_decides(chat: Chat) -> None:
    await chat.goes_through(*S03)
    text = part(await chat.says("/programs"), "Federal Skilled Worker Program")
    assert text.startswith("Federal Skilled Worker Program: not known yet")
    assert "Points for this program: at least 66 out of 100." in text
    assert "Not known yet: arranged employment and a relative in Canada." in text
    assert "job offer" not in text  # there may be one already


async def test_story_s03_is_one_point_short_and_names_the_nearest_miss(chat: Chat) -> None:
    await chat.goes_through(*S03)
    await knows(chat, one())
    text = part(await chat.says("am I eligible?"), "Federal Skilled Worker Program")
    # 24 language + 21 education + 9 experience + 12 age
    assert text.startswith("Federal Skilled Worker Program: not met\nPoints for this program: 66 out of 100.\n")
    assert "The pass mark is 67: not reached, 1 point short." in text
    assert "• 2 years of skilled work in all: +2, which makes 68." in text
    assert "• NCLC 5 in French (all four abilities) as your second official language: +4, which makes 70." in text
    assert "Rules in force since 1 January 2015." in text


async def test_story_s03_in_french(conversation: Chat) -> None:
    await conversation.says("/start")
    await conversation.presses("Commencer")
    await conversation.says("/stop")
    await knows(conversation, one())
    text = await conversation.says("suis-je admissible?")
    text = part(text, "Programme des travailleurs qualifiés (fédéral)").replace("\N{NO-BREAK SPACE}", " ")
    assert "conditions non remplies\nPoints pour ce programme : 66 sur 100.\n" in text
    assert "elle n’est pas atteinte, il manque 1 point." in text
    assert "• 2 années de travail qualifié en tout : +2, soit 68." in text
    assert "• NCLC 5 en français (les quatre compétences) comme deuxième langue officielle : +4, soit 70." in text


async def test_the_home_screen_leads_to_the_programs_and_they_lead_to_the_couple_board(chat: Chat) -> None:
    await chat.goes_through(*S03)
    await chat.says("hm")
    assert "Your programs on Monday 23 November 2026" in await chat.presses("My programs")
    assert chat.labels == ["Ask me what is missing", "My score"]
    await knows(chat, couple())
    await chat.says("my programs")
    assert "Your partner as principal applicant" in await chat.presses("Principal applicant?")
    assert "Your programs on" in await chat.presses("My programs")


async def test_without_answers_both_screens_ask_for_them_first(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "stop")
    assert "I need your answers first." in await chat.says("/programs")
    assert "I need your answers first." in await chat.says("who should be main applicant?")


async def test_a_button_nobody_knows_any_more_shows_the_current_menu(chat: Chat) -> None:
    await chat.goes_through(*S03)
    assert "This menu is old" in await chat.presses_data("e:gone")


def test_a_program_that_is_met_says_so_and_proposes_nothing() -> None:
    # 24 + 23 + 11 + 12, and 5 for the partner's language
    text = part(shown(couple()), "<b>Federal Skilled Worker")
    assert "Program: met</b>\nPoints for this program: 75 out of 100.\nThe pass mark is 67: reached." in text
    assert "smallest changes" not in text


def test_what_fails_is_a_plain_sentence_each() -> None:
    facts = one(tests=(result(Language.english, 6, ON),), offer=Offer(noc="11100"), jobs=())
    text = shown(facts)
    assert "CLB/NCLC 7 in all four abilities of one official language is needed." in part(text, "<b>Federal Skilled W")
    assert "At least one year of skilled work, without a break, is needed." in part(text, "<b>Federal Skilled Worker")
    assert "At least one year of skilled work in Canada, within the last three years" in part(text, "<b>Canadian Exp")
    trades = part(text, "<b>Federal Skilled Trades")
    assert "At least two years in one skilled trade, within the last five years, are needed." in trades


def test_the_trades_say_the_level_of_each_ability() -> None:
    trades = part(shown(one(tests=(result(Language.english, 3, ON),), jobs=())), "<b>Federal Skilled Trades")
    assert (
        "In one official language, CLB/NCLC 5 in English or French (listening and speaking) and CLB/NCLC 4 in English "
        "or French (reading and writing) is needed."
    ) in trades


def test_funds_that_are_too_low_are_said_in_dollars_and_proposed() -> None:
    # $15,263 for one person, the table from 7 July 2025 on; 24 + 21 + 11 + 12
    text = part(shown(one(settlement_funds=9000, foreign_work_years=3)), "<b>Federal Skilled Worker")
    assert "Settlement funds of at least $15,263 are needed; you told me $9,000." in text
    assert "• settlement funds of $15,263: makes 68." in text


def test_a_result_that_is_too_old_is_named() -> None:
    old = result(Language.english, 9, ON, result_date=date(2024, 1, 5))
    assert "No language result you told me counts on this day." in shown(one(tests=(old,)))
    assert "No language result you told me counts" not in shown(one())


def test_what_shuts_every_program_comes_first_and_makes_the_rest_an_estimate() -> None:
    text = shown(one(intends_to_live_in_quebec=True, misrepresentation_bar_until=date(2028, 1, 1)))
    assert (
        text.index("You plan to live in Quebec") < text.index("as if that were not so") < text.index("Class: not met")
    )
    assert "A bar for misrepresentation shuts every program. Its last day is 1 January 2028." in text


def test_points_of_the_two_scores_never_stand_on_one_line() -> None:
    lines = [*shown(couple()).split("\n"), *shown(couple(), board=True).split("\n")]
    assert not [line for line in lines if "CRS" in line and ("Points" in line or "pass mark" in line)]


# --- the couple board ---


def test_the_couple_board_shows_both_scores_and_leaves_the_choice() -> None:
    text = shown(couple(), board=True)
    # 95 age + 126 education + 116 language; partner 8 + 20; 50 + 50 transferability
    own = part(text, "<b>You as principal applicant")
    assert "CRS score: 465 out of 1,200\nWith a program met, that score is a place in the pool." in own
    # 95 + 112 + 116; partner 10 + 20; 25 + 50
    other = part(text, "<b>Your partner as principal applicant")
    assert "CRS score: 428 out of 1,200" in other
    assert "Programs met: Federal Skilled Worker Program" in other
    assert "37 points higher with you as principal applicant" in text
    assert "the choice is for the two of you." in text
    assert "CRS-2025-03-25" in text
    assert "at least" not in text


def test_a_score_without_a_program_is_no_place_in_the_pool() -> None:
    text = shown(couple(partner_abroad=0), board=True)
    # 428 without the 50 for work abroad
    other = part(text, "<b>Your partner as principal applicant")
    assert "CRS score: 378 out of 1,200\nThat score is no place in the pool" in other
    assert "Programs met" not in other
    assert "only you as principal applicant would have a place in the pool" in text
    assert "higher" not in text


def test_the_other_way_round_is_said_as_well() -> None:
    facts = couple()
    partner = facts.partner
    assert partner is not None
    better = partner.model_copy(update={"education": "doctoral"})
    # 95 + 140 + 116 and 30, 100 are 481; with the candidate 337 + 30 + 100 are 467
    assert "14 points higher with your partner" in shown(facts.model_copy(update={"partner": better}), board=True)
    same = partner.model_copy(update={"education": facts.education})
    assert "both ways score the same" in shown(facts.model_copy(update={"partner": same}), board=True)
    stays = facts.model_copy(update={"foreign_work_years": 0})
    assert "only your partner as principal applicant would have a place" in shown(stays, board=True)


def test_facts_that_are_missing_make_it_at_least_and_say_whose_they_are() -> None:
    facts = couple().model_copy(update={"education": None})
    text = shown(facts, board=True)
    own = part(text, "<b>You as principal applicant")
    assert "CRS score: at least" in own
    assert "Not known yet, so counted as nothing: education." in own
    assert "counted as nothing: education (yours)." in part(text, "<b>Your partner as principal applicant")


def test_the_categories_each_could_enter_are_named() -> None:
    french = (result(Language.english, 9, ON), result(Language.french, 7, ON))
    facts = couple().model_copy(update={"tests": french, "jobs": None})
    text = shown(facts, board=True)
    own = part(text, "<b>You as principal applicant")
    assert "Categories of rounds that are open: French-language proficiency\n" in own
    assert "Categories that go by occupation: not known yet" in own
    assert "open: none for certain" in part(text, "<b>Your partner as principal applicant")
    unplaced = facts.model_copy(update={"foreign_work_years": 0})
    assert "would be open with a place in the pool: French" in shown(unplaced, board=True)


def test_a_bar_is_told_of_the_one_it_is_on_in_both_ways() -> None:
    text = shown(couple(misrepresentation_bar_until=date(2028, 1, 1)), board=True)
    for way in ("<b>You as principal applicant", "<b>Your partner as principal applicant"):
        assert "A bar for misrepresentation against your partner shuts every program." in part(text, way)
        assert "no place in the pool" in part(text, way)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (one(), "You told me of no partner"),
        (one(partner_unknown=True), "Whether you have a partner is not known yet."),
        (couple(status="canadian"), "citizen or permanent resident of Canada, and so cannot be"),
        (couple(married=date(2027, 5, 1)), "spouses or common-law partners from 1 May 2027 on"),
    ],
)
def test_where_there_is_one_way_only_the_board_says_why(facts: Facts, words: str) -> None:
    text = shown(facts, board=True)
    assert words in text
    assert "CRS score" not in text


async def test_the_couple_board_in_french(conversation: Chat) -> None:
    await conversation.says("/start")
    await conversation.presses("Commencer")
    await conversation.says("/stop")
    await knows(conversation, couple())
    text = (await conversation.says("qui devrait être le demandeur principal?")).replace("\N{NO-BREAK SPACE}", " ")
    assert "Note SCG : 465 sur 1 200" in text
    assert "Note SCG : 428 sur 1 200" in text
    assert "plus élevée de 37 points avec vous comme demandeur principal" in text


# --- every key has its words ---


@settings(deadline=None, max_examples=25, database=None)
@given(situations())
def test_every_situation_has_words_in_both_languages_within_one_message(situation: tuple[Facts, date]) -> None:
    facts, _ = situation
    for language in LANGUAGES:
        with use(language):
            for each in (*eligibility.screen(facts, ON), *eligibility.board(facts, ON)):
                assert 0 < len(each.text) <= 4096
                assert "{" not in each.text


def test_every_category_of_a_round_has_a_name() -> None:
    assert set(program_words.CATEGORIES) == set(Categories.model_fields)


def test_a_job_whose_details_are_missing_is_told_in_words() -> None:
    facts = one(jobs=({"start": "2023-01-01", "country": "CA"},), canadian_work_years=None, foreign_work_years=None)
    assert "Not known yet: the details of your jobs" in part(shown(facts), "<b>Canadian Experience")


# --- what is not known is no verdict ---


def test_no_change_is_said_to_help_only_where_nothing_is_open() -> None:
    never = "I found no change of up to four things that would meet it."
    # Without work in Canada the class is not met for certain; a language result may be there.
    text = part(shown(one(tests=())), "<b>Canadian Experience")
    assert ("Not known yet: language test." in text, never in text) == (True, False)
    # 1 for the age and 9 for a year: 57 short, and CLB 9, NCLC 5, six years and work in Canada give 24, 4, 6 and 10.
    far = candidate(ON, age=46, english=5, foreign=1, education=None, children=())
    text = part(shown(far), "<b>Federal Skilled Worker")
    assert ("Not known yet: education." in text, never in text) == (True, False)


def test_a_way_that_is_not_known_yet_is_not_called_the_worse_one() -> None:
    facts = couple(relative_in_canada=None, foreign_work_years=None)
    text = shown(facts, board=True)
    assert "Whether that score is a place in the pool is not known yet" in part(text, "<b>Your partner as principal")
    assert "only you" not in text
    assert "with your partner as principal applicant it is not known yet, so the two ways cannot be compared" in text
    other = shown(swapped(facts), board=True)
    assert "only your partner" not in other
    assert "with you as principal applicant it is not known yet, so the two ways cannot be compared" in other


def test_a_program_that_is_met_says_what_was_taken_for_granted() -> None:
    text = shown(couple())
    taken = part(text, "<b>What I took for granted</b>")
    assert "The settlement funds are there, where the program asks for them." in taken
    assert "less than five years old." in taken
    assert "In Canada you have a status" in taken
    assert "You plan to live outside Quebec" in taken
    told = shown(couple().model_copy(update={"intends_to_live_in_quebec": False}))
    assert "You plan to live outside Quebec" not in told
    assert "“My programs” says what I took for granted." in shown(couple(), board=True)


def test_what_is_presumed_of_a_program_that_is_not_met_is_not_said() -> None:
    failed = one(tests=(result(Language.english, 3, ON),), canadian_work_years=0, jobs=())
    assert "took for granted" not in shown(failed.model_copy(update={"certificate_of_qualification": False}))


def test_categories_that_wait_for_the_occupation_are_one_line() -> None:
    text = shown(couple(), board=True)
    assert text.count("Categories that go by occupation: not known yet, as your jobs are not told one by one.") == 1
    assert text.count("Categories that go by occupation: not known yet, as the jobs of your partner are not told") == 1
    assert "STEM" not in text


async def test_a_program_that_is_not_known_yet_leads_to_the_questions_that_settle_it(chat: Chat) -> None:
    text = await chat.goes_through(*S03, "/programs")
    assert "Federal Skilled Worker Program: not known yet" in text
    assert "Do you plan to live in Quebec?" in await chat.presses("Ask me what is missing")


def test_where_every_program_is_known_nothing_is_asked() -> None:
    without_work = Facts.model_validate(person("masters_or_entry_to_practice_professional") | {"jobs": ()})
    labels = [button.label for row in eligibility.screen(without_work, ON)[0].keyboard for button in row]
    assert labels == ["My score"]
