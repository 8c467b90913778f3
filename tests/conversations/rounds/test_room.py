"""/rounds in the chat: what stands there for whom, the tie-break to the second, and the stories of section E."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from conversations.rounds import looking, screens, words
from conversations.rounds.asked import NAMES
from locales import LANGUAGES, use
from rules.facts import Facts
from rules.round_history import held_by, kind_of
from rules.round_verdicts import WhyKey, verdict
from rules.rounds import RoundKind, round_of, rounds
from tests.conversations.chat import Chat

AUGUST = datetime(2026, 8, 20, 15, 0, tzinfo=UTC)
"""The clock of S50 and S53: the last round is 437, of the day before."""

IELTS = {
    "kind": "ielts_general",
    "scores": {"listening": 8.5, "reading": 8, "writing": 7.5, "speaking": 7.5},
    "result_date": "2026-01-10",
}
TCF = {
    "kind": "tcf_canada",
    "scores": {"listening": 503, "reading": 499, "writing": 12, "speaking": 12},
    "result_date": "2026-06-10",
}
CELPIP = {
    "kind": "celpip_general",
    "scores": {"listening": 6, "reading": 6, "writing": 6, "speaking": 6},
    "result_date": "2026-07-10",
}


def person(**more: Any) -> dict[str, Any]:
    """31, a master's degree, CLB 10 and 9, two years in Canada and three abroad: 523; in the pool since February."""
    told = {
        "birth_date": "1995-03-31",
        "education": "masters_or_entry_to_practice_professional",
        "tests": [IELTS],
        "canadian_work_years": 2,
        "foreign_work_years": 3,
        "canadian_study": "none",
        "provincial_nomination": False,
        "sibling_in_canada": False,
        "certificate_of_qualification": False,
        "profile": {"submitted": "2026-02-13", "submitted_at": "2026-02-13T21:01:41Z"},
        **more,
    }
    return {name: value for name, value in told.items() if value is not None}


def francophone(**more: Any) -> dict[str, Any]:
    """S50: 33, a bachelor's degree, NCLC 8, three years abroad, nobody in Canada and no offer."""
    return {
        **person(birth_date="1993-03-31", education="bachelors_or_three_plus_year_program", profile=None),
        "tests": [TCF],
        "canadian_work_years": 0,
        "arranged_employment": False,
        "relative_in_canada": False,
        "two_years_of_study_in_canada": False,
        "primary_occupation": "21231",
        **more,
    }


# --- who sees what ---


async def test_the_last_rounds_they_could_have_entered_come_with_the_verdict_of_each(chat: Chat) -> None:
    await chat.knows(person())
    text = await chat.says("/rounds")
    assert (
        "1. 29 September 2026, Canadian Experience Class: cut-off 518 (round 446)\nYou had 523: 5 points above." in text
    )
    assert text.count("You would have been invited.") == 5
    assert "of the last 10 rounds (28 April 2026 to 29 September 2026), 10 were at or below your 523." in text
    assert "Not a forecast" in text


async def test_below_the_cut_off_the_points_are_named_and_no_round_is_passed_over(chat: Chat) -> None:
    await chat.knows(person(birth_date="1990-03-31", education="bachelors_or_three_plus_year_program"))
    text = await chat.says("/rounds")
    assert "You had 481: 37 points below. You would not have been invited." in text
    assert ", 0 were at or below your 481." in text


async def test_old_data_say_where_they_end_and_fresh_ones_say_no_more_than_that(chat: Chat) -> None:
    await chat.knows(person())
    assert "My data end on 1 October 2026. Rounds held since then are missing here." in await chat.says("/rounds")
    chat.now = datetime(2026, 10, 15, 12, tzinfo=UTC)
    assert "Rounds to 1 October 2026, the last one I know." in await chat.says("/rounds")
    assert "missing" not in chat.text
    chat.now = datetime(2026, 10, 16, 12, tzinfo=UTC)
    assert "My data end on 1 October 2026" in await chat.says("/rounds")


async def test_without_answers_the_last_of_each_kind_are_there_with_the_way_to_more(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]")
    text = await chat.says("/rounds")
    assert "With your answers I can say which of these you could have entered" in text
    assert "2. Canadian Experience Class: cut-off 518 on 29 September 2026, 55 days ago" in text
    assert "Begin" in chat.labels
    assert "date of birth" in await chat.presses("Begin")


async def test_before_the_notice_is_accepted_there_is_the_notice(chat: Chat) -> None:
    assert "I keep the answers you give me" in await chat.says("/rounds")
    assert "I keep the answers you give me" in await chat.presses_data("ro:kinds")


async def test_without_a_profile_the_rounds_are_as_if_and_the_door_leads_to_telling_of_it(chat: Chat) -> None:
    await chat.knows(person(profile=None))
    text = await chat.says("/rounds")
    assert "The last rounds you could have entered with a profile in the pool" in text
    assert "You had 523: 5 points above." in text
    assert "You would have been invited" not in text
    assert "Express Entry profile" in await chat.presses("My profile in the pool")


async def test_a_profile_of_after_the_last_round_is_said_to_have_missed_them(chat: Chat) -> None:
    await chat.knows(person(profile={"submitted": "2026-11-01"}))
    text = await chat.says("/rounds")
    assert "Since your profile has been in the pool, I know of no round you could have entered." in text
    opened = await chat.presses("Round 446")
    assert "With a profile in the pool in time, the score would have been enough." in opened
    assert "Your profile was submitted on 1 November 2026, after this round." in opened


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"profile": None, "none_of": ["profile"]}, "By what you told me, none was submitted"),
        ({"profile": {"draft_opened": "2026-11-10"}}, "By what you told me, none was submitted"),
        (
            {"profile": {"submitted": "2025-01-05", "ended": "2025-06-01", "ended_by": "withdrawn"}},
            "you were in the pool for no round of the last 12 months",
        ),
    ],
)
async def test_who_was_not_in_the_pool_sees_why_and_the_rounds_as_if(
    chat: Chat, more: dict[str, Any], told: str
) -> None:
    await chat.knows(person(**more))
    text = await chat.says("/rounds")
    assert told in text
    assert "You had 523: 5 points above." in text
    assert "You would have been invited" not in text


async def test_without_a_program_there_is_no_score_in_the_pool_and_the_door_is_the_programs(chat: Chat) -> None:
    await chat.knows(person(canadian_work_years=0, foreign_work_years=0))
    text = await chat.says("/rounds")
    assert "there is no score in the pool yet" in text
    assert "You had" not in text
    assert "My programs" in chat.labels
    opened = await chat.presses_data("ro:one:446")
    assert "You could not have entered it, by what you told me." in opened
    assert "you did not meet the program, by what you told me: Canadian Experience Class." in opened
    assert "Your score on that day" not in opened
    assert "with your score" not in await chat.presses_data("ro:pool")


async def test_what_is_not_known_is_named_with_the_kinds_it_decides(chat: Chat) -> None:
    await chat.knows(person())
    text = await chat.says("/rounds")
    assert "I cannot say yet whether these are open to you: Trades" in text
    assert "It depends on the details of your jobs." in text
    assert "Skilled military recruits" not in text, "nobody is asked about that"
    opened = await chat.presses_data("ro:one:441")
    assert "I cannot say whether you would have been invited." in opened
    assert "Not known yet: the details of your jobs." in opened


# --- a round opened ---


async def test_a_round_shows_all_that_was_published_by_both_clocks(chat: Chat) -> None:
    await chat.knows(person(), zone="America/Vancouver")
    text = await chat.presses_data("ro:one:433")
    for line in (
        "Round 433 of Thursday 6 August 2026",
        "For: French-language proficiency",
        "Name as published: French-Language proficiency 2026-Version 2",
        "Cut-off: 391",
        "Invitations: 5,000",
        "Issued: 6 August 2026 at 11:29:10 UTC (04:29:10 in Vancouver)",
        "Tie-break: 18 March 2026 at 23:32:40 UTC (16:32:40 in Vancouver)",
        "Pool, as published for 3 August 2026: 229,100 candidates",
        "no French result counted on that day.",
    ):
        assert line in text


def tied(tie_break: str, **more: Any) -> str:
    """Round 446 with a cut-off of exactly the score, opened in Toronto."""
    facts = Facts.model_validate(person(**more))
    held = round_of("446")
    assert held is not None
    one = held._replace(cut_off=523, tie_break=datetime.fromisoformat(tie_break))
    with use("en"):
        return screens.opened(one, verdict(facts, one), "America/Toronto", own_zone=True).text


def test_at_the_cut_off_the_tie_break_is_told_to_the_second_by_both_clocks() -> None:
    profile = {"submitted_at": "2026-07-10T04:30:00Z"}
    text = tied("2026-07-10T04:16:27Z", profile=profile).replace("\N{NO-BREAK SPACE}", " ")
    assert "No, by what you told me, you would not have been invited." in text
    assert (
        "523 = the cut-off. You submitted on 10 July 2026 at 04:30:00 UTC (00:30:00 in Toronto), the tie-break was "
        "10 July 2026 at 04:16:27 UTC (00:16:27 in Toronto): too late, by 13 min 33 s."
    ) in text
    in_time = tied("2026-07-10T04:30:01Z", profile=profile)
    assert "in time, by 1\N{NO-BREAK SPACE}s." in in_time
    assert "Yes, by what you told me" in in_time
    assert "at the very second of the tie-break" in tied("2026-07-10T04:30:00Z", profile=profile)
    unknown = tied("2026-07-10T04:30:00Z", profile={"submitted": "2026-07-10"})
    assert "without the time you submitted your profile, I cannot say which came first" in unknown


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(1, "1 s"), (813, "13 min 33 s"), (3_600, "1 h 0 min 0 s"), (90_000, "1 day 1 h"), (172_805, "2 days")],
)
def test_how_long_between_is_told_in_the_units_that_matter(seconds: int, told: str) -> None:
    with use("en"):
        assert words.lasting(timedelta(seconds=seconds)).replace("\N{NO-BREAK SPACE}", " ") == told


async def test_after_a_verdict_the_account_decides_and_the_button_leads_to_the_invitation(chat: Chat) -> None:
    await chat.knows(person())
    assert "Look into your account: it alone says whether you were invited." in await chat.presses_data("ro:one:446")
    assert "date" in await chat.presses("I got an invitation")
    assert (await chat.place() or {}).get("open"), "the questions of the letter have begun"


async def test_the_round_that_their_invitation_came_of_says_so(chat: Chat) -> None:
    invitation = {"issued": "2026-09-29", "round": "446", "program": "canadian_experience"}
    await chat.knows(person(invitation=invitation))
    assert "You were invited in it, by what you told me." in await chat.presses_data("ro:one:446")


async def test_the_command_with_a_number_opens_that_round(chat: Chat) -> None:
    await chat.knows(person())
    assert "Round 91a of Wednesday 30 May 2018" in await chat.says("/rounds 91a")
    assert "I got an invitation" not in chat.labels
    every = await chat.says("/rounds 294")
    assert "you met none of these programs, by what you told me: Federal Skilled Worker Program" in every
    assert "The last rounds you could have entered" in await chat.says("/rounds 9999")


async def test_a_round_of_after_the_clock_or_of_no_table_is_an_old_menu(chat: Chat) -> None:
    chat.now = AUGUST
    await chat.knows(person())
    for data in ("ro:one:446", "ro:one:9999", "ro:kind:446:0", "ro:what", "ro:kind:437:x"):
        assert "This menu is old" in await chat.presses_data(data)


# --- kinds, pages, the pool ---


async def test_the_last_ten_of_a_kind_are_paged_and_each_opens(chat: Chat) -> None:
    await chat.knows(person())
    text = await chat.goes_through("/rounds", "[The last of each kind]", "2")
    assert "Canadian Experience Class. Page 1 of 7." in text
    assert "1. 29 September 2026: cut-off 518, 2,000 invitations" in text
    assert text.count("cut-off") == 10
    assert "Of the last 10, 10 were at or below your 523 of today." in text
    older = await chat.presses("Older rounds")
    assert "Page 2 of 7." in older
    assert chat.reply.messages[0].edit is not None
    await chat.presses("Newer rounds")
    assert "Round 443 of Tuesday 15 September 2026" in await chat.says("2")


async def test_the_kinds_are_eight_a_page_and_every_one_is_there(chat: Chat) -> None:
    await chat.knows(person())
    first = await chat.presses_data("ro:kinds")
    second = await chat.presses("Older kinds")
    assert "Federal Skilled Trades Program: cut-off 415 on 6 August 2020, 2,300 days ago" in second
    assert (first + second).count("cut-off") == 15


async def test_the_pool_marks_the_band_of_the_score_and_says_what_is_above(chat: Chat) -> None:
    await chat.knows(person(birth_date="1990-03-31", education="bachelors_or_three_plus_year_program"))
    text = await chat.goes_through("/rounds", "[The pool]")
    assert "The pool as published for 27 September 2026\n229,904 candidates, by score." in text
    assert "These are numbers of that day, 57 days ago." in text
    assert "481 to 490: 12,817, with your score" in text
    assert "With your 481 of today: 34,543 candidates were in the bands above, and 12,817 in yours." in text


async def test_the_picture_comes_beside_its_words_and_turns_dark(chat: Chat) -> None:
    await chat.knows(person())
    assert "In words: /rounds" in await chat.goes_through("/rounds", "[As a picture]")
    light = chat.files["png"]
    await chat.presses("Dark picture")
    assert chat.files["png"] != light
    assert chat.labels == ["Light picture", "In words"]
    assert "The last round of each kind" in await chat.presses("In words")


# --- the table moves ---


async def test_a_category_nobody_knows_is_shown_as_published_and_never_as_markup(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = round_of("447")
    assert known is not None
    odd = known._replace(number="448", category=None, version=None, name_en="High-wage <b>jobs</b> & more")
    held = tuple(reversed(held_by(chat.now)))
    monkeypatch.setattr("rules.round_history.rounds", lambda: (*held, odd))
    monkeypatch.setattr("conversations.rounds.room.round_of", lambda number: odd if number == "448" else None)
    await chat.knows(person())
    await chat.presses_data("ro:one:448")
    assert "High-wage &lt;b&gt;jobs&lt;/b&gt; &amp; more" in chat.reply.messages[0].text
    assert "I know no rule for this category on that day" in chat.text
    assert "High-wage <b>jobs</b> & more: cut-off 476 on 1 October 2026" in await chat.presses_data("ro:kinds")


def test_every_reason_has_its_words_in_both_languages() -> None:
    assert {*words.WHY} == {*WhyKey}
    for language in LANGUAGES:
        with use(language):
            found = looking.look(Facts.model_validate(person()), AUGUST, AUGUST.date())
            for one in found.entered:
                assert "{" not in screens.opened(one.round, one, "America/Toronto", own_zone=False).text


def test_a_kind_of_round_is_named_in_free_words_as_it_is_in_the_rules() -> None:
    there = {kind_of(one) for one in rounds()}
    assert {*NAMES} <= there
    assert all(kind.kind is not RoundKind.general for kind in NAMES)


# --- stories ---


async def test_s49_to_be_fresher_is_later(chat: Chat) -> None:
    await chat.knows(person())
    text = await chat.says("Should I delete and recreate my profile to be fresher?")
    assert "No, that was never so. A later time is worse: at the cut-off the earlier" in text


async def test_s50_sans_anglais_pas_de_note_dans_le_bassin(conversation: Chat) -> None:
    conversation.now = AUGUST
    await conversation.knows(francophone())
    text = await conversation.says("/rondes")
    assert "vous ne remplissez aujourd’hui les conditions d’aucun programme" in text
    assert "363" not in text
    opened = await conversation.presses_data("ro:one:437")
    assert "vous n’auriez pas pu y participer" in opened
    assert "363" not in opened


async def test_s50_avec_l_anglais_la_note_depassait_celle_de_la_ronde_francophone(conversation: Chat) -> None:
    conversation.now = AUGUST
    await conversation.knows(francophone(tests=[TCF, CELPIP]))
    text = (await conversation.says("dernière ronde")).replace("\N{NO-BREAK SPACE}", " ")
    assert "1. 19 août 2026, Compétence en français : note minimale 382 (ronde 437)" in text
    assert "Vous aviez 392 : 10 points au-dessus." in text


async def test_une_note_de_plus_de_mille_points_se_lit_comme_partout_ailleurs(conversation: Chat) -> None:
    nominated = {"province": "ON", "notified": "2026-09-02", "accepted": True, "expires": "2027-04-01"}
    await conversation.knows(person(provincial_nomination=True, nomination=nominated))
    text = (await conversation.says("/rondes")).replace("\N{NO-BREAK SPACE}", " ")
    assert "Vous aviez 1 123 : 398 points au-dessus." in text
    assert "10 fois une note minimale de 1 123 (votre note) ou moins." in text
    assert "1123" not in text


def nurse(start: str) -> dict[str, Any]:
    told = {"country": "IN", "hours_per_week": 40, "paid": True, "self_employed": False, "studying": []}
    return person(
        canadian_work_years=None,
        foreign_work_years=None,
        jobs=[
            {**told, "noc": "31301", "start": start},
            {**told, "noc": "21231", "start": "2019-01-01", "end": "2024-12-31"},
        ],
        profile={"submitted": "2025-11-15"},
    )


async def test_s52_nine_months_were_enough_by_the_list_of_2025_and_are_not_by_that_of_2026(chat: Chat) -> None:
    chat.now = datetime(2026, 2, 25, 15, tzinfo=UTC)
    await chat.knows(nurse("2025-05-10"))
    before = await chat.presses_data("ro:one:385")
    assert "For: Health care and social services" in before
    assert "You met the category, by its list of 27 February 2025" in before
    after = await chat.presses_data("ro:one:398")
    assert "You did not meet the category, by its list of 18 February 2026" in after
    assert "Its list asked for 12 months in one listed occupation within three years, 1,560 hours" in after


async def test_s53_no_forecast_but_the_last_ten_and_a_count(chat: Chat) -> None:
    chat.now = AUGUST
    await chat.knows(person())
    text = await chat.says("Will the next CEC be below 515?")
    assert "I make no forecasts" in text
    assert "507, 509, 515, 514, 518, 516, 517, 516, 516, 523" in text
    assert "to 18 August 2026" in text
    assert "4 of 10 were at or below 515: 507, 509, 515 and 514." in text
    assert "3 of 10 were at or below 514: 507, 509 and 514." in await chat.says("Will the next CEC be below 514?")
    assert "Rounds to 19 August 2026" in text
    for later in ("September", "October", "518 (round 446)"):
        assert later not in text


async def test_s53_the_kind_that_is_named_is_counted_and_otherwise_the_own_score(chat: Chat) -> None:
    chat.now = AUGUST
    await chat.knows(person())
    french = await chat.says("will the next French draw go down")
    assert "(French-language proficiency)" in french
    assert "10 of 10 were at or below 523" in french
    assert "None of them was at or below 300." in await chat.says("will the next CEC be under 300?")


async def test_s55_two_rounds_of_one_day_have_a_verdict_each(chat: Chat) -> None:
    """With French, the francophone round and, of the day before, that of the class are both theirs."""
    chat.now = AUGUST
    await chat.knows(person(tests=[IELTS, TCF]))
    text = await chat.says("/rounds")
    assert "(round 437)" in text
    assert "(round 436)" in text
    assert text.count("You would have been invited.") == 5


async def test_free_words_lead_to_the_rounds(chat: Chat) -> None:
    await chat.knows(person())
    for said in ("would I have been invited?", "what was the last cut-off", "my rounds", "dernière ronde"):
        assert "Rounds of invitations" in await chat.says(said), said
