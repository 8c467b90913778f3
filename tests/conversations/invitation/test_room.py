"""The conversation about an invitation: telling it, changing it, and recording what became of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from conversations.clock_names import NAMES
from conversations.invitation.checking import HEADS, WHY
from conversations.invitation.clock_words import BECAUSE
from conversations.invitation.room import SHOWS
from rules.facts import Facts
from rules.invitation_check import Verdict, WhyKey
from rules.journey import day_of
from storage import journal
from tests.conversations.chat import Chat
from tests.conversations.full_facts import FULL
from tests.conversations.invitation.test_stories import ANSWERED, ENGLISH, ISSUED, noon, spaced

INVITED: dict[str, Any] = {
    **ANSWERED,
    "invitation": {"issued": ISSUED, "program": "canadian_experience", "cut_off": 440},
}


async def kept(chat: Chat) -> dict[str, Any]:
    """The invitation as it is kept."""
    person = await chat.candidate()
    assert person is not None
    assert person.facts is not None
    invitation: dict[str, Any] = person.facts["invitation"]
    return invitation


async def journal_of(chat: Chat) -> list[str]:
    """What led to each entry of the journal."""
    async with chat.database.reader() as unit:
        return [entry.kind for entry in await journal.entries(unit, chat.chat_id)]


async def test_all_but_the_date_can_be_skipped(chat: Chat) -> None:
    await chat.knows(ANSWERED)
    await chat.goes_through("I got an invitation", "18 November 2026", "skip", "skip", "skip", "skip", "skip")
    await chat.presses("Save the invitation")
    assert (await kept(chat))["issued"] == ISSUED
    assert "Apply by Sunday 17 January 2027: day 60" in chat.text
    assert (await journal_of(chat))[-1] == "invitation"


async def test_without_its_date_nothing_is_kept(chat: Chat) -> None:
    await chat.knows(ANSWERED)
    await chat.goes_through("I got an invitation", "skip", "skip", "skip", "skip", "skip", "skip")
    assert "I need the date of the invitation" in await chat.presses("Save the invitation")
    person = await chat.candidate()
    assert person is not None
    assert person.facts is not None
    assert "invitation" not in person.facts
    await chat.says("18 November 2026")
    assert "Apply by Sunday 17 January 2027" in await chat.presses("Save the invitation")


async def test_a_letter_that_differs_wins_and_is_pointed_out(chat: Chat) -> None:
    await chat.knows({**INVITED, "invitation": {"issued": ISSUED, "deadline": "2027-01-10"}})
    text = await chat.says("/invitation")
    assert "Apply by Sunday 10 January 2027: day 53" in text
    assert "the letter says Sunday 10 January 2027" in text
    assert "the last day would be Sunday 17 January 2027. The letter wins." in text


async def test_a_day_apart_is_not_pointed_out(chat: Chat) -> None:
    await chat.knows({**INVITED, "invitation": {"issued": ISSUED, "deadline": "2027-01-16"}})
    assert "The letter wins." not in await chat.says("/invitation")


async def test_changing_opens_filled_and_keeps_what_became_of_it(chat: Chat) -> None:
    await chat.knows(INVITED)
    await chat.says("/invitation")
    text = await chat.presses("Change these answers")
    assert "Date of the invitation: Wednesday 18 November 2026" in text
    assert "Cut-off of the round: 440 points" in text
    await chat.goes_through("[Date of the invitation]", "17 November 2026")
    assert "Apply by Saturday 16 January 2027: day 60" in await chat.presses("Save the invitation")
    assert await kept(chat) == {"issued": "2026-11-17", "program": "canadian_experience", "cut_off": 440}


async def test_another_invitation_starts_with_nothing_of_the_first(chat: Chat) -> None:
    declined = {"issued": "2026-09-01", "round": "439", "cut_off": 521, "declined": "2026-09-10"}
    await chat.knows({**ANSWERED, "invitation": declined})
    assert "You declined on Thursday 10 September 2026." in await chat.says("/invitation")
    await chat.presses("I got another invitation")
    await chat.goes_through("18 November 2026", "skip", "skip", "skip", "skip", "skip")
    await chat.presses("Save the invitation")
    assert await kept(chat) == {"issued": ISSUED}


async def test_declining_takes_a_button_a_day_and_a_typed_word(chat: Chat) -> None:
    await chat.knows(INVITED)
    text = await chat.says("should I decline the invitation?")
    assert "I cannot do it for you" in text
    assert "The check today: By what you told me, the invitation holds." in text
    await chat.presses("I declined in my account")
    assert "declined" not in await kept(chat)
    text = await chat.presses("Today")
    assert "type declined" in text
    assert "declined" not in await kept(chat)
    text = await chat.says("Declined")
    assert (await kept(chat))["declined"] == "2026-11-23"
    assert "You declined on Monday 23 November 2026." in text
    assert "through Sunday 28 February 2027" in text
    assert (await journal_of(chat))[-1] == "invitation:declined"


async def test_anything_but_the_word_declines_nothing(chat: Chat) -> None:
    await chat.knows(INVITED)
    await chat.goes_through("should I decline the invitation?", "[I declined in my account]", "[Today]", "yes")
    assert "declined" not in await kept(chat)
    await chat.says("declined")
    assert "declined" not in await kept(chat)


async def test_before_an_application_is_recorded_what_is_missing_is_shown(chat: Chat) -> None:
    await chat.knows(INVITED)
    await chat.says("/invitation")
    text = await chat.presses("I have applied")
    assert "1. Your police certificates" in text
    assert "Your medical exam, before you apply" in text
    await chat.presses("I sent it: tell the day")
    text = await chat.presses("Today")
    assert "You applied on Monday 23 November 2026." in text
    assert (await kept(chat))["applied"] == "2026-11-23"
    assert (await journal_of(chat))[-1] == "invitation:applied"
    assert "Check my invitation" not in chat.labels


async def test_an_application_after_the_last_day_is_none(chat: Chat) -> None:
    chat.now = noon(2027, 1, 20)
    await chat.knows(INVITED)
    await chat.presses_data("i:applied")
    text = await chat.says("19 January 2027")
    assert "after the last day of the invitation, Sunday 17 January 2027" in text
    assert "An application made then is none" in text
    assert "applied" not in await kept(chat)
    assert "What can still be done today" in await chat.presses("What can I do now?")


async def test_an_application_told_late_that_was_made_in_time_counts(chat: Chat) -> None:
    chat.now = noon(2027, 1, 20)
    await chat.knows(INVITED)
    await chat.presses_data("i:applied")
    assert "You applied on Saturday 16 January 2027." in await chat.says("16 January 2027")


async def test_an_application_after_the_test_had_died_is_recorded_with_the_risk(chat: Chat) -> None:
    chat.now = noon(2027, 1, 12)
    await chat.knows({**INVITED, "tests": [{**ENGLISH, "result_date": "2025-01-10"}]})
    text = await chat.says("/invitation")
    assert "The last safe day to apply has passed: Saturday 9 January 2027, day 52" in text
    assert "If you have a new one already" in text
    await chat.goes_through("[I have applied]", "[I sent it: tell the day]", "[Today]")
    assert "your English test result had run out before that day" in chat.text
    assert "registers" in chat.text


async def test_what_cannot_follow_is_explained_and_not_recorded(chat: Chat) -> None:
    await chat.knows({**INVITED, "invitation": {**INVITED["invitation"], "applied": "2026-11-20"}})
    text = await chat.presses_data("i:declined")
    assert "You told me that you applied on Friday 20 November 2026." in text
    assert "“That was a mistake”" in text
    assert "That was a mistake" in chat.labels
    assert (await kept(chat)) == {**INVITED["invitation"], "applied": "2026-11-20"}
    await chat.presses_data("i:applied")
    assert "You applied on Saturday 21 November 2026." in await chat.says("21 November 2026")


async def test_what_was_done_in_time_can_be_told_when_it_is_over(chat: Chat) -> None:
    chat.now = noon(2027, 1, 25)
    await chat.knows(INVITED)
    assert "It ended on" in await chat.says("/invitation")
    await chat.goes_through("[I declined in time]", "16 January 2027", "declined")
    assert "You declined on Saturday 16 January 2027." in chat.text


async def test_a_mistake_is_taken_back(chat: Chat) -> None:
    await chat.knows({**INVITED, "invitation": {**INVITED["invitation"], "applied": "2026-11-20"}})
    await chat.says("/invitation")
    text = await chat.presses("That was a mistake")
    assert "Apply by Sunday 17 January 2027" in text
    assert await kept(chat) == INVITED["invitation"]


async def test_an_application_that_came_back_leaves_the_time_running(chat: Chat) -> None:
    chat.now = noon(2026, 12, 20)
    invitation = {**INVITED["invitation"], "applied": "2026-12-01"}
    await chat.knows({**INVITED, "invitation": invitation, "application": {"returned": "2026-12-15"}})
    text = await chat.says("/invitation")
    assert "Your application came back as incomplete" in text
    assert "Apply by Sunday 17 January 2027" in text
    assert "Check my invitation" in chat.labels


async def test_a_cancelled_invitation_is_recorded(chat: Chat) -> None:
    await chat.knows(INVITED)
    await chat.goes_through("/invitation", "[Decline, or do nothing]", "[IRCC cancelled it]", "[Today]")
    assert "IRCC cancelled it on Monday 23 November 2026." in chat.text
    assert (await kept(chat))["cancelled"] == "2026-11-23"


async def test_each_way_is_shown_with_its_dates(chat: Chat) -> None:
    await chat.knows(INVITED)
    await chat.goes_through("/invitation", "[Check my invitation]")
    text = await chat.presses("What follows from each way")
    assert "Apply by Sunday 17 January 2027." in text
    assert "Decline in your account, by Sunday 17 January 2027." in text
    assert "Do nothing: from Monday 18 January 2027 on the invitation is over" in text
    assert "The time of 1 March 2026 is lost." in text
    assert "Which way you take is for you to decide." in text


async def test_the_lines_of_the_check_add_up(chat: Chat) -> None:
    await chat.knows(INVITED)
    await chat.goes_through("/invitation", "[Check my invitation]")
    text = await chat.presses("Line by line")
    told = [line.split(": ")[1] for line in text.split("\n") if line[:1].isdigit()]
    then = sum(int(line.split(" then")[0]) for line in told)
    assert f"Together: {then} then" in text


# --- without an invitation ---


async def test_who_is_not_invited_hears_what_it_is_for(chat: Chat) -> None:
    await chat.knows(ANSWERED)
    text = await chat.says("/invitation")
    assert "An invitation to apply (ITA)" in text
    assert chat.labels == ["I got an invitation", "Practice invitation"]
    text = await chat.says("what if I do nothing?")
    assert "No, that was never so." in text
    assert "/practice shows what would be late" in text


async def test_who_told_nothing_is_asked_for_answers_first(chat: Chat) -> None:
    await chat.says("/start")
    await chat.presses("Start")
    assert "I need your answers first." in await chat.says("/invitation")
    assert "I need your answers first." in await chat.says("/practice")


async def test_a_practice_invitation_names_what_would_be_late_and_by_how_much(chat: Chat) -> None:
    # Through 9 January: 47 days. A certificate takes 8 weeks, so it should have been begun on 14 November, 9 days ago.
    await chat.knows(
        {
            **ANSWERED,
            "tests": [{**ENGLISH, "result_date": "2025-01-10"}],
            "stays": [{"country": "IN", "start": "2008-05-05", "end": "2022-12-31"}],
        }
    )
    text = await chat.says("/practice")
    assert "It would name one program: Canadian Experience Class." in text
    assert "You would have 47 days, not 60, through Saturday 9 January 2027." in text
    assert "1. your police certificate of India: 9 days too late to begin." in text
    assert "By Saturday 19 December 2026: your medical exam" in text
    person = await chat.candidate()
    assert person is not None
    assert person.facts is not None
    assert "invitation" not in person.facts


async def test_the_home_screen_shows_an_open_invitation_only(chat: Chat) -> None:
    await chat.knows(INVITED)
    await chat.says("/start")
    assert chat.labels[0] == "My invitation"
    chat.now = datetime(2027, 1, 18, 0, 30, tzinfo=UTC)  # the 17th in Toronto
    await chat.says("/start")
    assert "My invitation" not in chat.labels


async def test_help_leads_there(chat: Chat) -> None:
    await chat.knows(ANSWERED)
    assert "I got an invitation to apply" in await chat.says("/help")
    assert "Which date does your invitation letter carry?" in await chat.presses("I got an invitation")


# --- days ---


@pytest.mark.parametrize(
    ("now", "today", "counts"),
    [
        (datetime(2027, 1, 18, 0, 30, tzinfo=UTC), date(2027, 1, 17), date(2027, 1, 18)),  # west: over in UTC
        (datetime(2027, 1, 17, 20, 0, tzinfo=UTC), date(2027, 1, 18), date(2027, 1, 17)),  # east: open in UTC
        (datetime(2027, 1, 9, 20, 0, tzinfo=UTC), date(2027, 1, 10), date(2027, 1, 10)),  # east: papers end by then
    ],
)
def test_the_day_of_an_invitation_is_that_of_utc(now: datetime, today: date, counts: date) -> None:
    assert day_of(Facts.model_validate({"invitation": {"issued": ISSUED}}), now, today) == counts


async def test_the_last_evening_in_delhi_is_still_open(chat: Chat) -> None:
    # 3:30 on 18 January in Delhi is 22:00 UTC on the 17th.
    chat.now = datetime(2027, 1, 17, 22, 0, tzinfo=UTC)
    await chat.knows(INVITED, zone="Asia/Kolkata")
    text = spaced(await chat.says("/invitation"))
    assert "Today is day 60: it is the last safe day." in text
    assert "on your clock (Kolkata): Monday 18 January 2027, 5:29 a.m." in text


# --- words ---


def test_every_reason_and_verdict_has_its_words() -> None:
    assert {*HEADS} == {*Verdict}
    assert {*WHY} == {*WhyKey} - {WhyKey.knock_out}


def test_every_clock_that_can_end_an_invitation_has_its_words() -> None:
    from rules.effective_deadline import _ALWAYS, _LOST_AS, _THROUGH_THE_BASIS

    kinds = {*_ALWAYS, *_THROUGH_THE_BASIS, *(kind for kind, _ in _LOST_AS.values())}
    assert kinds <= {*BECAUSE}
    assert kinds <= {*NAMES}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("data", SHOWS)
async def test_every_screen_of_the_fullest_person_fits_a_message(chat: Chat, language: str, data: str) -> None:
    chat.language = language
    chat.now = noon(2026, 12, 20)
    invitation = {key: value for key, value in FULL["invitation"].items() if key != "applied"}
    profile = {"submitted": "2026-01-05", "valid_until": "2027-01-05"}
    told = {**FULL, "invitation": invitation, "application": None, "profile": profile}
    await chat.knows(told)
    text = await chat.presses_data(data)
    assert text
    for message in chat.reply.messages:
        assert len(message.text) < 4096
        assert all(len(button.data.encode()) <= 64 for row in message.keyboard for button in row)
    assert ".." not in spaced(text)
    assert "{" not in text


async def test_a_partners_result_whose_points_are_needed_sets_the_deadline_and_says_why(chat: Chat) -> None:
    partner = {
        "status": "accompanying",
        "married": "2020-01-01",
        "education": "secondary",
        "tests": [{**ENGLISH, "result_date": "2025-01-05"}],
    }
    told = {**INVITED, "partner": partner, "invitation": {**INVITED["invitation"], "cut_off": 430}}
    await chat.knows(told)
    text = await chat.says("/invitation")
    assert "Apply by Monday 4 January 2027: day 47" in text
    assert "your partner's English test result" in text
    assert "cannot do without the points of your partner" in text


async def test_a_partners_result_whose_loss_is_forgiven_does_not_shorten_the_time(chat: Chat) -> None:
    partner = {
        "status": "accompanying",
        "married": "2020-01-01",
        "education": "secondary",
        "tests": [{**ENGLISH, "result_date": "2025-01-05"}],
    }
    told = {**INVITED, "partner": partner, "invitation": {**INVITED["invitation"], "cut_off": 300}}
    await chat.knows(told)
    text = await chat.says("/invitation")
    assert "Apply by Sunday 17 January 2027: day 60" in text
    assert "This runs out too, and does not shorten your time" in text
    assert "1. Your partner's English test result: last day Monday 4 January 2027, day 47." in text


async def test_an_open_invitation_is_not_practised(chat: Chat) -> None:
    await chat.knows(INVITED)
    text = await chat.says("/practice")
    assert "Yours has come:" in text
    assert "Apply by Sunday 17 January 2027" in text


async def test_an_invitation_before_the_profile_is_taken_for_that_of_an_earlier_one(chat: Chat) -> None:
    await chat.knows({**ANSWERED, "profile": {"submitted": "2026-11-20"}})
    await chat.goes_through("I got an invitation", "18 November 2026", "skip", "skip", "skip", "skip", "skip")
    text = await chat.presses("Save the invitation")
    assert "a profile begun after this invitation" in text
    assert "Change these answers" in chat.labels
    await chat.goes_through("[Change these answers]", "[Date of the invitation]", "22 November 2026")
    assert "Apply by Thursday 21 January 2027" in await chat.presses("Save the invitation")


async def test_while_answers_are_open_a_score_below_the_cut_off_is_called_the_most_it_can_be(chat: Chat) -> None:
    partner = {"status": "accompanying", "married": "2026-11-14"}
    invitation = {"issued": ISSUED, "program": "canadian_experience", "cut_off": 700}
    await chat.knows({**ANSWERED, "partner": partner, "invitation": invitation})
    text = await chat.goes_through("/invitation", "[Check my invitation]")
    assert "By your answers the score was at most " in text
    assert "with any birthday forgiven, the score is at most " in text


async def test_a_question_left_open_does_not_record_a_second_outcome_over_the_first(chat: Chat) -> None:
    await chat.knows(INVITED)
    await chat.presses_data("i:applied")
    await chat.presses_data("i:declined")
    await chat.goes_through("20 November 2026", "declined", "/start")
    assert "cannot be used or declined once more" in await chat.says("21 November 2026")
    assert (await kept(chat))["declined"] == "2026-11-20"
    assert "applied" not in await kept(chat)


@pytest.mark.parametrize(
    ("zone", "now", "recorded"),
    [
        ("Pacific/Kiritimati", datetime(2027, 1, 17, 23, 59, 0, tzinfo=UTC), "2027-01-17"),
        ("America/Toronto", datetime(2027, 1, 18, 0, 1, tzinfo=UTC), None),
        ("Pacific/Pago_Pago", datetime(2027, 1, 17, 9, tzinfo=UTC), "2027-01-17"),
    ],
)
async def test_today_is_the_day_in_utc_when_the_outcome_of_an_invitation_is_told(
    chat: Chat, zone: str, now: datetime, recorded: str | None
) -> None:
    await chat.knows(INVITED, zone)
    chat.now = now
    await chat.presses_data("i:applied")
    await chat.presses("Today")
    assert (await kept(chat)).get("applied") == recorded
