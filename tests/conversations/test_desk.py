"""The desk as a person meets it: from /start to the score, and everything that may come in between."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest

from conversations.desk import COMMANDS
from conversations.menu import COMMANDS as MENU
from conversations.menu import IN_FRENCH
from conversations.messages import Incoming, Kind
from locales import LANGUAGES, Language, use
from storage import interviews, journal
from tests.conversations.chat import MONDAY, Chat
from tests.locales.catalogues import texts

TO_THE_SCORES = ("/start", "[Start]", "31 3 1997", "none", "bachelor", "[IELTS General]")
TO_THE_END = (*TO_THE_SCORES, "L8 R7 W6.5 S7", "1 Oct 2026", "no", "0", "3", "no", "no", "no", "no")
SAVED = (*TO_THE_END, "[Compute my score]")

COMMAND_NAMED = re.compile(r"(?<![\w<>/:.])/([a-z]{3,})\b")
"""A command as a text names it."""


async def test_a_newcomer_reads_the_privacy_notice_before_the_first_question(chat: Chat) -> None:
    text = await chat.says("/start")
    assert "No name, passport, UCI (client number) or file is needed" in text
    assert chat.labels == ["Start", "Read more", "Français"]
    assert "date of birth" not in text
    assert "read this and press Start" in await chat.says("31 3 1997")
    assert "What I keep" in await chat.presses("Read more")
    assert "What is your date of birth" in await chat.presses("Start")


async def test_story_s01_a_quick_estimate_and_the_nearest_cliff(chat: Chat) -> None:
    text = await chat.goes_through(*SAVED)
    assert "CRS score, estimated: 384 out of 1,200" in text
    assert "First official language (English: CLB 9, 9, 8, 9): 116 out of 136" in text
    assert "Federal Skilled Worker points: 67 out of 100" in text
    for factor in ("Age (29 years): 12", "Education: 21", "CLB 9, 9, 8, 9): 23", "Work experience: 11"):
        assert factor in text
    assert "writing 7.0 instead of 6.5" in text
    assert "+45 today, which makes 429, because 3 things move" in text
    assert "first official language +8" in text
    assert "language or Canadian work +12" in text
    assert "language or Canadian work +25" in text
    assert "CRS-2025-03-25" in text
    assert "reported in force since 3 November 2026" in text
    assert any("Why these points?" in button.label for m in chat.reply.messages for row in m.keyboard for button in row)
    assert "you qualify" not in text
    assert "will be invited" not in text


async def test_the_two_scores_never_stand_on_one_line(chat: Chat) -> None:
    text = await chat.goes_through(*SAVED)
    assert not [line for line in text.split("\n") if "CRS" in line and "Federal Skilled Worker" in line]


async def test_what_the_interview_does_not_ask_is_printed_as_an_assumption(chat: Chat) -> None:
    text = await chat.goes_through(*SAVED)
    assert "What I took for granted" in text
    assert "educational credential assessment" in text
    assert "without a break and in the main occupation" in text


async def test_a_result_older_than_its_owner_leads_back_to_the_answers_and_loses_none(chat: Chat) -> None:
    text = await chat.goes_through(
        *("/start", "[Start]", "1 June 2012", "none", "bachelor", "[IELTS General]", "L8 R7 W6.5 S7", "1 May 2012"),
        *("no", "0", "3", "no", "no", "no", "no", "[Compute my score]"),
    )
    assert "cannot be older than you are" in text
    assert "1. Date of birth" in text
    assert "CRS score" in await chat.goes_through("1", "1 June 1992", "[Compute my score]")


async def test_why_names_the_facts_and_the_rules_date_behind_every_line(chat: Chat) -> None:
    await chat.goes_through(*SAVED)
    text = await chat.presses("Why these points?")
    assert "Age: 110. Looked at: age 29; column without partner. Rule since 1 January 2015." in text
    assert "listening level 9; reading level 9; writing level 8; speaking level 9" in text


async def test_the_same_story_in_french(conversation: Chat) -> None:
    await conversation.goes_through("/start", "[Commencer]", "31 mars 1997", "aucun", "[Bac universitaire]", "1")
    text = await conversation.goes_through(
        "CO 8 CE 7 EE 6,5 EO 7", "1er octobre 2026", "non", "0", "3 ans", "non", "non", "non", "non", "confirmer"
    )
    assert "384" in text
    assert "1\N{NO-BREAK SPACE}200" in text
    assert "+45" in text
    assert "SCG" in text
    assert "CRS score" not in text


async def test_story_s02_one_ability_below_nclc_7_gives_no_french_points(conversation: Chat) -> None:
    await conversation.goes_through(
        "/start", "[Commencer]", "31 mars 1996", "aucun", "[Bac universitaire]", "ielts", "8/7/7/7", "oui"
    )
    await conversation.goes_through(
        "1er octobre 2026", "tef", "ancien score", "CO 260 CE 215 EE 300 EO 320", "2 octobre 2026"
    )
    text = await conversation.goes_through("0", "3", "non", "non", "non", "non", "confirmer")
    assert "434" in text
    assert "expression écrite 310 au lieu de 300" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "+52" in text
    assert "486" in text


async def test_story_s03_below_67_the_sum_is_not_called_a_rank(chat: Chat) -> None:
    await chat.goes_through(
        "/start", "[Start]", "31 March 1991", "none", "bachelor", "ielts", "8/7/7/7", "yes", "1 Oct 2026"
    )
    text = await chat.goes_through("no", "0", "1", "no", "no", "no", "no", "[Compute my score]")
    assert "Federal Skilled Worker points: 66 out of 100" in text
    assert "The pass mark is 67: not reached, 1 point short." in text
    assert "this sum is not a rank in the pool" in text


async def test_below_clb_7_the_minimum_is_named_before_any_points(chat: Chat) -> None:
    text = await chat.goes_through(*[each if each != "L8 R7 W6.5 S7" else "L8 R7 W5.5 S7" for each in SAVED])
    assert "Not met, and needed before any points count:" in text
    assert "CLB/NCLC 7 in all four abilities" in text
    assert "is not a rank in the pool" in text


async def test_the_language_changes_in_the_middle_of_a_question_and_nothing_is_lost(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    before = await chat.place()
    text = await chat.says("en français svp")
    assert "Question 5 de 13" in text or "Question 5 sur 13" in text
    assert await chat.place() == before
    assert "Question 5 of 13" in await chat.says("/en")
    await chat.says("/language")
    assert "Question 5" in await chat.presses("Français")
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.language == "fr"


async def test_an_overall_band_is_refused_kindly_and_the_four_are_asked_one_by_one(chat: Chat) -> None:
    text = await chat.goes_through(*TO_THE_SCORES, "IELTS 7.5 overall")
    assert "The overall band is not used" in text
    assert "What is the score in listening?" in text
    assert "What is the score in reading?" in await chat.says("8")
    text = await chat.goes_through("7", "6.5", "7")
    assert "listening 8.0, reading 7.0, writing 6.5, speaking 7.0" in text
    assert "date of the result" in text


async def test_four_scores_without_names_are_read_back_before_they_are_kept(chat: Chat) -> None:
    text = await chat.goes_through(*TO_THE_SCORES, "8/7/6.5/7")
    assert "I read: listening 8.0, reading 7.0, writing 6.5, speaking 7.0. Is this the right order?" in text
    assert "Noted. Scores" in await chat.says("yes")


async def test_a_coming_partner_is_asked_about_and_counted(chat: Chat) -> None:
    await chat.goes_through(
        "/start", "[Start]", "1 June 1994", "[Yes, coming with me]", "master", "ielts", "8/7/7/7", "yes"
    )
    await chat.goes_through("1 Oct 2026", "no", "1", "1", "no", "no", "no", "no")
    assert "partner's highest completed level" in chat.text
    await chat.goes_through("secondary", "none", "0")
    assert "1. Date of birth: Wednesday 1 June 1994" in chat.text
    text = await chat.presses("Compute my score")
    assert "CRS score, estimated: 452 out of 1,200" in text
    assert "Partner's education: 2 out of 10" in text


@pytest.mark.parametrize("status", ["[Yes, not coming]", "[Yes, Canadian]"])
async def test_a_partner_who_does_not_count_is_not_asked_about(chat: Chat, status: str) -> None:
    await chat.goes_through(
        "/start", "[Start]", "1 June 1994", status, "master", "ielts", "8/7/7/7", "yes", "1 Oct 2026"
    )
    text = await chat.goes_through("no", "1", "1", "no", "no", "no", "no", "[Compute my score]")
    assert "CRS score, estimated: 481 out of 1,200" in text


async def test_nothing_known_still_gives_an_answer_that_names_what_is_missing(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", *["I don't know yet"] * 10)
    text = await chat.presses("Compute my score")
    assert "CRS score, estimated: at least 0 out of" in text
    assert "whether there is a partner" in text
    assert "depends on what is not known yet" in text
    assert "Not met" not in text
    assert "Not known yet, so counted as nothing: date of birth" in text


async def test_a_test_that_no_longer_counts_is_named_with_what_a_new_one_would_give(chat: Chat) -> None:
    text = await chat.goes_through(*[each if each != "1 Oct 2026" else "1 Oct 2024" for each in SAVED])
    assert "two years old or more" in text
    assert "the sum would be 384" in text
    assert "language_test" not in {each.kind for each in await chat.reminders()}


async def test_the_interview_goes_on_where_it_was_after_stop_and_start(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    assert "Stopped. Your answers are kept" in await chat.says("/stop")
    assert "I am not sure what you mean" in await chat.says("purple elephants")
    assert "Question 5 of 13" in await chat.says("/start")


async def test_changing_an_answer_later_starts_from_the_facts_that_are_kept(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Lagos")
    text = await chat.goes_through("[Change an answer]", "[Language tests]", "[Change language test 1]")
    assert "2. Scores: listening 8.0, reading 7.0, writing 6.5, speaking 7.0" in text
    text = await chat.goes_through("2", "L8 R7 W7 S7", "[Save]")
    assert "Your CRS score, estimated for 23 November 2026: 429, before: 384 (+45)" in text
    candidate = await chat.candidate()
    assert candidate is not None
    async with chat.database.reader() as unit:
        entries = await journal.entries(unit, chat.chat_id)
    assert [(entry.entry["score_before"], entry.entry["score"]) for entry in entries] == [(None, 384), (384, 429)]


async def test_the_first_reminder_is_announced_and_the_time_zone_asked(chat: Chat) -> None:
    text = await chat.goes_through(*SAVED)
    # The 30th birthday costs points first, then the result runs out.
    assert "1. Your birthday and your points: Wednesday 31 March 2027." in text
    assert "2. Your English test result: Saturday 30 September 2028." in text
    assert "never ask for money, a password or a UCI" in text
    assert "Which city's clock do you live by?" in text
    assert "Lagos time" in await chat.says("lagos")
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.time_zone == "Africa/Lagos"


async def test_reminders_come_at_nine_on_the_persons_clock(chat: Chat) -> None:
    await chat.goes_through(*SAVED)
    await chat.presses_data("set:weekly:off")
    first = next(each for each in await chat.reminders() if each.kind == "language_test")
    assert first.due_at == datetime.fromisoformat("2028-04-03T13:00:00+00:00"), "9:00 in Toronto"
    await chat.says("Vancouver")
    first = next(each for each in await chat.reminders() if each.kind == "language_test")
    assert first.due_at == datetime.fromisoformat("2028-04-03T16:00:00+00:00"), "9:00 in Vancouver"


async def test_an_unknown_city_is_asked_again_and_a_mistyped_one_is_understood(chat: Chat) -> None:
    await chat.goes_through(*SAVED)
    assert "I do not know that city" in await chat.says("xqzzt")
    assert "Vancouver time" in await chat.says("Vancuver")


async def test_the_dates_are_listed_with_days_left(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    text = await chat.says("/dates")
    assert "2. Your English test result: Saturday 30 September 2028." in text
    assert f"{(date(2028, 9, 30) - MONDAY.date()).days} days left" in text
    assert "book a new test by Saturday 26 August 2028" in text
    assert "(our planning margin)" in text


async def test_a_weekday_that_does_not_fit_and_an_inexact_day_are_confirmed(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES, "L8 R7 W6.5 S7")
    assert "I read Friday 10 January 2025. Please confirm it" in await chat.says("Wednesday 10 January 2025")
    assert "I read Wednesday 23 September 2026" in await chat.says("2 months ago")
    assert "Noted. Date of the result: Wednesday 23 September 2026" in await chat.presses("Keep 23 September 2026")


async def test_a_result_whose_date_is_not_known_yet_counts_and_says_so(chat: Chat) -> None:
    text = await chat.goes_through(*[each if each != "1 Oct 2026" else "I don't know yet" for each in SAVED])
    assert "CRS score, estimated: 384" in text
    assert "A language result without a date is less than two years old" in text
    assert "language_test" not in {each.kind for each in await chat.reminders()}
    await chat.goes_through("[Change an answer]", "[Language tests]", "[Change language test 1]")
    assert "3. Date of the result: not known yet" in chat.text


@pytest.mark.parametrize("said", ["bac", "baccalauréat", "DEC"])
async def test_a_word_for_two_levels_of_education_is_asked_about(conversation: Chat, said: str) -> None:
    text = await conversation.goes_through("/start", "[Commencer]", "31 mars 1997", "aucun", said)
    assert "Plusieurs choix correspondent" in text
    assert "Question 3 sur 13" in text


async def test_a_language_named_where_a_test_is_asked_for_is_not_a_wish(conversation: Chat) -> None:
    text = await conversation.goes_through("/start", "[Commencer]", "31 mars 1997", "aucun", "[Maîtrise]", "anglais")
    assert "Plusieurs choix correspondent" in text
    assert "Question 4" in await conversation.says("in English please")
    assert "Which language test" in conversation.text


async def test_a_place_in_a_script_that_no_longer_exists_does_not_stop_a_person(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]")
    for gone in ({"script": "horoscope", "version": 1, "run": "1", "at": "sign", "answers": {}}, {"unheard": "of"}):
        async with chat.database.unit() as unit:
            await interviews.save(unit, chat.chat_id, {"open": [gone]})
        assert "What is your date of birth?" in await chat.says("/start")


async def test_yes_alone_does_not_choose_among_three_kinds_of_partner(chat: Chat) -> None:
    text = await chat.goes_through("/start", "[Start]", "31 3 1997", "yes")
    assert "That could be" in text
    assert "spouse or common-law partner" in text


async def test_without_the_age_no_verdict_is_given_on_67(chat: Chat) -> None:
    text = await chat.goes_through(*[each if each != "31 3 1997" else "skip" for each in SAVED])
    assert "CRS score, estimated: at least 274 out of" in text
    assert "Federal Skilled Worker points: 55 out of 100" in text
    assert "whether you reach it depends on what is not known yet" in text
    assert "not a rank in the pool" not in text
    assert "\n1. Date of birth: up to 110 points." in await chat.presses("Change an answer")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("my score", "CRS score, estimated: 384"),
        ("ma note", "CRS score, estimated: 384"),
        ("my dates", "Your dates"),
        ("change an answer", "Your profile on Monday 23 November 2026"),
        ("why these points", "Looked at"),
        ("are you IRCC", "I am not IRCC"),
        ("delete all my data", "Delete everything?"),
        ("supprime mes données", "Delete everything?"),
        ("/change", "What has changed, or will change?"),
        ("2", "I am not sure what you mean"),
    ],
)
async def test_what_a_button_does_can_be_typed(chat: Chat, said: str, shown: str) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    assert shown in await chat.says(said)


TO_EDUCATION = ("/profile", "[3. Education]", "[Change: Your education in short]", "1")


async def test_a_change_that_was_stopped_goes_on_where_it_was(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto", *TO_EDUCATION, "doctorate", "stop")
    assert "1. Education: Doctorate" in await chat.says("/start")


async def test_a_second_computation_tells_only_what_changed_of_the_dates(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    text = await chat.goes_through(*TO_EDUCATION, "doctorate", "confirm")
    assert "Your reminders" not in text
    text = await chat.goes_through(
        "/profile", "[Language tests]", "[Change language test 1]", "3", "2 Oct 2026", "confirm"
    )
    assert "Your English test result: Sunday 1 October 2028" in text
    assert "From now on I write" not in text


# --- bad input ---


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("29 February 1991", "That day does not exist in the calendar"),
        ("1 May 2030", "cannot be the date of birth"),
        ("\N{PARTY POPPER}", "I could not read that date. Example:"),
        ("x" * 5000, "I could not read that date. Example:"),
        ("1891-05-01", "more than 100 years old"),
        ("1234567890", "personal number"),
        ("<b>bold</b> & <script>", "I could not read that date"),
    ],
)
async def test_a_birth_date_that_cannot_be_is_asked_again(chat: Chat, said: str, answered: str) -> None:
    text = await chat.goes_through("/start", "[Start]", said)
    assert answered in text
    assert "What is your date of birth?" in text


async def test_a_result_in_the_future_is_asked_again(chat: Chat) -> None:
    text = await chat.goes_through(*TO_THE_SCORES, "L8 R7 W6.5 S7", "1 May 2027")
    assert "Saturday 1 May 2027 is in the future" in text
    assert "What is the date of the result?" in text


async def test_a_score_the_test_does_not_print_is_refused_with_the_range(chat: Chat) -> None:
    text = await chat.goes_through(*TO_THE_SCORES, "L8 R7 W9.5 S7")
    assert "9.5 is not a possible score in writing: this test gives 0 to 9, in steps of 0.5" in text


async def test_levels_are_not_taken_for_scores(chat: Chat) -> None:
    assert "not levels" in await chat.goes_through(*TO_THE_SCORES, "CLB 9 in all")


@pytest.mark.parametrize(
    "kind", [Kind.PHOTO, Kind.VOICE, Kind.DOCUMENT, Kind.LOCATION, Kind.OTHER, Kind.EDITED], ids=lambda kind: kind.value
)
async def test_what_cannot_be_read_is_answered_and_the_question_stays(chat: Chat, kind: Kind) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    before = await chat.place()
    text = await chat.sends(kind)
    assert "What are the four scores" in text
    assert len(text) > len(chat.reply.messages[0].text) / 2
    assert await chat.place() == before


async def test_a_button_pressed_twice_is_answered_once(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "31 3 1997")
    data = chat.button("No partner").data
    await chat.presses_data(data)
    place = await chat.place()
    await chat.presses_data(data)
    assert chat.reply.toast == "Already answered"
    assert chat.reply.messages == ()
    assert await chat.place() == place


async def test_a_button_of_last_week_shows_the_current_menu(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "31 3 1997")
    old = chat.button("No partner").data
    await chat.goes_through("none", "bachelor")
    assert "This menu is old" in await chat.presses_data(old)
    assert "Which language test" in chat.text
    for foreign in ("q:zz.1:=cat", "q:nonsense", "n:12:done", "n:zz:done", "go:nowhere", ""):
        assert "This menu is old" in await chat.presses_data(foreign)


async def test_an_old_confirm_button_cannot_save_twice(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_END)
    confirm = chat.button("Compute my score").data
    await chat.presses_data(confirm)
    await chat.presses_data(confirm)
    async with chat.database.reader() as unit:
        assert len(await journal.entries(unit, chat.chat_id)) == 1


async def test_secrets_are_not_kept_and_the_question_stays(chat: Chat) -> None:
    text = await chat.goes_through(*TO_THE_SCORES, "my UCI is 1122334455")
    assert "I never need one and did not keep it" in text
    assert "What are the four scores" in text


async def test_an_unknown_command_shows_the_way_out(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    text = await chat.says("/improvise")
    assert "/help" in text
    assert "What are the four scores" in text


# --- delete ---


async def test_delete_takes_a_button_and_a_typed_word_and_removes_everything(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Lagos")
    text = await chat.says("/delete")
    assert "all reminders" in text
    await chat.presses("Delete my data")
    assert await chat.candidate() is not None
    text = await chat.says("Delete")
    assert "was deleted on 23 November 2026 at" in text
    assert "UTC" in text
    assert await chat.candidate() is None
    assert await chat.place() is None
    assert not await chat.reminders()
    assert "No name, passport" in await chat.says("/start")


async def test_anything_but_the_word_keeps_the_data(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES, "/delete", "[Delete my data]")
    text = await chat.says("hm, no")
    assert "Nothing was deleted." in text
    assert "What are the four scores" in text
    assert "What are the four scores" not in await chat.goes_through("/delete", "[Keep my data]")
    assert "scores so far" not in await chat.says("delete")
    assert await chat.candidate() is not None


async def test_delete_works_in_french_too(conversation: Chat) -> None:
    await conversation.goes_through("/start", "[Commencer]", "/delete", "[Supprimer]", "supprimer")
    assert await conversation.candidate() is None


# --- commands, groups, blocks ---


def test_every_command_of_the_menu_is_answered_and_there_are_at_most_eight() -> None:
    assert set(MENU) <= set(COMMANDS)
    assert len(MENU) <= 8


@pytest.mark.parametrize("command", sorted(COMMANDS))
async def test_every_command_works_at_every_point(chat: Chat, command: str) -> None:
    for person, before in enumerate(((), ("/start",), TO_THE_SCORES, SAVED, (*SAVED, "/delete", "[Delete my data]"))):
        someone = Chat(chat.database, chat_id=100 + person)
        text = await someone.goes_through(*before, f"/{command}")
        assert text
        assert await someone.candidate() is not None


async def test_a_deep_link_chooses_the_language_and_nothing_else(chat: Chat) -> None:
    text = await chat.says("/start fr_ita")
    assert "passeport" in text
    await chat.goes_through("[Commencer]", "31 3 1997")
    place = await chat.place()
    await chat.says("/start en")
    assert await chat.place() == place


async def test_a_group_is_told_once(chat: Chat) -> None:
    assert "private chats only" in await chat.sends(Kind.GROUP)
    assert await chat.sends(Kind.GROUP) == ""
    assert await chat.candidate() is None


async def test_a_blocked_chat_is_held_until_the_person_writes_again(chat: Chat) -> None:
    await chat.goes_through(*SAVED)
    await chat.sends(Kind.BLOCKED)
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.blocked_at is not None
    await chat.says("/start")
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.blocked_at is None


async def test_a_redelivered_question_shows_the_same_place(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    assert "Question 5 of 13" in await chat.says("/start")
    assert "Question 5 of 13" in await chat.says("/start")


async def test_every_message_fits_telegram_in_both_languages(chat: Chat) -> None:
    for language in LANGUAGES:
        await chat.says(f"/{language}")
        with use(language):
            await chat.goes_through("/start")
    await chat.says("/en")
    await chat.goes_through(
        *SAVED[1:], "/en", "/why", "/help", "/privacy", "/dates", "/fr", "/help", "/privacy", "/score"
    )
    for message in chat.seen:
        assert len(message.text.encode("utf-16-le")) // 2 <= 4096
        for row in message.keyboard:
            for button in row:
                assert button.label
                assert len(button.data.encode()) <= 64


async def test_a_visit_is_noted_once_a_day_not_at_every_message(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    first = await chat.candidate()
    chat.now += timedelta(days=2)
    await chat.says("8 7 7 7 LRWS")
    later = await chat.candidate()
    assert first is not None
    assert later is not None
    assert first.seen_at < MONDAY + timedelta(minutes=1)
    assert later.seen_at > MONDAY + timedelta(days=2)


async def test_two_people_do_not_see_each_other(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    other = Chat(chat.database, chat_id=8)
    assert "What is your date of birth" in await other.goes_through("/start", "[Start]")
    async with chat.database.unit() as unit:
        from conversations import desk

        reply = await desk.answer(unit, Incoming(99, 9, Kind.TEXT, "/score"), MONDAY)
    assert "No name, passport" in reply.messages[0].text


@pytest.mark.parametrize(
    ("command", "begins"),
    [("/profil", "Votre profil en date du"), ("/Réglages", "Réglages"), ("/aide", "Que voulez-vous faire?")],
)
async def test_a_command_can_be_typed_in_french(chat: Chat, command: str, begins: str) -> None:
    await chat.goes_through(*SAVED, "Toronto", "/fr")
    assert (await chat.says(command)).startswith(begins)


def test_every_french_name_of_a_command_leads_to_one_that_exists() -> None:
    assert set(IN_FRENCH.values()) <= set(COMMANDS)
    assert not set(IN_FRENCH) & set(COMMANDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_a_text_names_is_one_that_is_understood(language: Language) -> None:
    named = {name for text in texts(language) for form in text.forms for name in COMMAND_NAMED.findall(form)}
    assert len(named) > 20
    assert named <= {*COMMANDS, *(IN_FRENCH if language == "fr" else ())}


def test_a_french_text_names_a_command_in_french() -> None:
    french = {command: name for name, command in reversed(IN_FRENCH.items())}
    named = {name for text in texts("fr") for form in text.forms for name in COMMAND_NAMED.findall(form)}
    assert {name: french[name] for name in named if name in french} == {}
    assert {name for name in named if name in IN_FRENCH} <= set(french.values()), "one name for each"


async def test_a_greeting_is_no_answer_to_a_question(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "31 3 1990", "none")
    text = await chat.says("hi")
    assert "I did not understand that." in text
    assert "What is your highest completed level of education?" in text


@pytest.mark.parametrize(("language", "change"), [("en", "Change 13"), ("fr", "Modifier 13")])
async def test_a_long_summary_keeps_its_buttons_small_enough_for_a_phone(
    chat: Chat, language: str, change: str
) -> None:
    await chat.goes_through(*TO_THE_END, f"/{language}")
    rows = [[button.label for button in row] for row in chat.reply.messages[-1].keyboard]
    assert len(rows) <= 7
    assert rows[4] == [change]
    assert "13" in chat.text
    await chat.presses(change)
    assert ("Changing an answer" if language == "en" else "Modification") in chat.text


async def test_a_result_known_by_its_month_counts_from_its_first_day_in_french_too(conversation: Chat) -> None:
    said = ("/start", "[Commencer]", "31 mars 1997", "aucun", "[Maîtrise]", "[IELTS General]", "L8 R7 W6.5 S7")
    assert "Quel jour du mois?" in await conversation.goes_through(*said, "fin décembre 2024")
    text = await conversation.goes_through("[Je connais seulement le mois]")
    assert "Par prudence, je compte avec le 1er décembre 2024" in text
    await conversation.goes_through("non", "0", "3", "non", "non", "non", "non", "[Calculer ma note]")
    candidate = await conversation.candidate()
    assert candidate is not None
    assert candidate.facts is not None
    (test,) = candidate.facts["tests"]
    assert (test["result_date"], test["approximate"]) == ("2024-12-01", ["result_date"])
