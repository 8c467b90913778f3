"""Work changes: what is counted stands to the day, and nothing that cannot be is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conversations.chat import Chat
from tests.conversations.events.people import JOB, job, person

SUNDAY = datetime(2026, 11, 29, 15, 0, tzinfo=UTC)


async def jobs(chat: Chat) -> list[dict[str, Any]]:
    """What is kept of the jobs."""
    kept = await chat.candidate()
    assert kept is not None
    assert kept.facts is not None
    found: list[dict[str, Any]] = kept.facts["jobs"]
    return found


async def test_s45_laid_off_at_month_eleven_the_count_stops_at_the_last_paid_day(chat: Chat) -> None:
    """29 December to 29 November are 48 weeks, 1,440 hours of 30 a week: 120 hours are missing, which are 4 weeks.

    With them from 30 November on, the hours are there on 27 December and the twelve months on 28 December.
    """
    chat.now = SUNDAY
    await chat.knows(person())
    await chat.goes_through("/change", "[My work]", "[I am laid off]")
    assert "I am sorry to hear that." in chat.text
    text = await chat.goes_through("[Today]", "[For good]")
    assert "Last paid day: Sunday 29 November 2026" in text
    assert "not enough, 1,440 of 1,560 hours; 4 weeks at 30 hours are missing" in text
    assert "As the jobs stand, the year is not completed." in text
    assert "at 30 hours a week from 30 November 2026 on, it would be enough from Tuesday 29 December 2026 on" in text
    assert "Do not claim the Canadian year before it is complete." in text
    assert (await jobs(chat))[0].get("end") is None
    saved = await chat.presses("Save this change")
    assert "Saved: I am laid off, Sunday 29 November 2026." in saved
    assert "reference letter" in saved
    assert [one["end"] for one in await jobs(chat)] == ["2026-11-29"]


async def test_s44_a_new_employer_after_the_invitation_leaves_complete_experience_as_it_is(chat: Chat) -> None:
    """Fourteen months as a nurse, invited by category; on day 20 another hospital, in the same occupation."""
    nurse = job(noc="31301", start="2025-09-22")
    invited = {"issued": "2026-11-03", "program": "canadian_experience", "category": "healthcare"}
    await chat.knows(person(jobs=[nurse], invitation=invited))
    await chat.goes_through("/change", "[My work]", "[I move to another employer]", "22 Nov 2026", "23 Nov 2026")
    text = await chat.goes_through("31301", "1", "Canada", "37.5", "yes", "[No, an employee]", "yes", "[Never]")
    assert "Canadian Experience Class, one year in Canada within three years: enough." in text
    assert "Experience that is complete stands" in text
    assert "“health care and social services”: with this change you still meet it" in text
    await chat.presses("Save this change")
    assert "reference letter" in chat.text
    assert [(one["start"], one.get("end")) for one in await jobs(chat)] == [
        ("2025-09-22", "2026-11-22"),
        ("2026-11-23", None),
    ]


async def test_a_category_lost_before_applying_is_said_plainly(chat: Chat) -> None:
    """Not a year in the category yet, and no longer in it: the invitation does not stand by itself."""
    nurse = job(noc="31301", start="2025-10-06")
    invited = {"issued": "2026-11-03", "program": "federal_skilled_worker", "category": "healthcare"}
    await chat.knows(person(jobs=[nurse], invitation=invited))
    await chat.goes_through("/change", "[My work]", "[My duties or occupation", "1 October 2025", "1 Dec 2025", "21232")
    text = await chat.says("1")
    assert "“health care and social services”: with this change you do not meet it. Do not apply" in text


async def test_a_category_that_was_never_met_is_said_to_be_so(chat: Chat) -> None:
    invited = {"issued": "2026-11-03", "program": "federal_skilled_worker", "category": "healthcare"}
    await chat.knows(person(invitation=invited))
    text = await chat.goes_through("/change", "[My work]", "[A job of mine ends]", "[Today]")
    assert "from what you told me you do not meet it, with this change or without" in text


async def test_hours_cut_to_fifteen_a_week_split_the_job_and_the_count_is_exact(chat: Chat) -> None:
    """24 weeks at 30 hours are 720, 23 weeks at 15 are 345: 1,065 of 1,560. The 495 missing take 33 weeks at 15."""
    await chat.knows(person())
    text = await chat.goes_through("/change", "[My work]", "[My hours at work change]", "15 June 2026", "15")
    assert "not enough, 1,065 of 1,560 hours; 17 weeks at 30 hours are missing" in text
    assert "enough from Monday 12 July 2027 on" in text
    assert "Saved: My hours at work change, Monday 15 June 2026." in await chat.presses("Save this change")
    assert await jobs(chat) == [
        {**JOB, "hours_per_week": 40.0, "end": "2026-06-14"},
        {**JOB, "hours_per_week": 15.0, "start": "2026-06-15"},
    ]


async def test_hours_that_will_be_cut_change_nothing_of_today(chat: Chat) -> None:
    await chat.knows(person())
    await chat.goes_through("/change", "[My work]", "[My hours at work change]", "4 January 2027", "15")
    await chat.presses("Save this change")
    assert [(one["start"], one["hours_per_week"]) for one in await jobs(chat)] == [
        ("2025-12-29", 40.0),
        ("2027-01-04", 15.0),
    ]


async def test_a_lay_off_for_a_time_is_a_leave_and_the_job_goes_on(chat: Chat) -> None:
    await chat.knows(person())
    await chat.goes_through(
        "/change", "[My work]", "[I am laid off]", "30 Nov 2026", "[I am to come back]", "1 Feb 2027"
    )
    await chat.presses("Save this change")
    (kept,) = await jobs(chat)
    assert "end" not in kept
    assert kept["unpaid_leave"] == [{"start": "2026-12-01", "end": "2027-01-31"}]
    assert "reference letter" not in chat.text


async def test_parental_leave_takes_its_weeks_out_of_the_count(chat: Chat) -> None:
    """47 weeks until 22 November less the eight of the leave are 39: 1,170 hours."""
    await chat.knows(person())
    await chat.goes_through("/change", "[My work]", "[I take unpaid or parental leave]", "4 May 2026")
    assert "1,170 of 1,560 hours" in await chat.says("28 June 2026")
    await chat.presses("Save this change")
    (kept,) = await jobs(chat)
    assert kept["unpaid_leave"] == [{"start": "2026-05-04", "end": "2026-06-28"}]


async def test_a_new_job_is_counted_beside_the_others(chat: Chat) -> None:
    await chat.knows(person())
    await chat.goes_through("/change", "[My work]", "[I start a job]", "7 Dec 2026", "21232", "1", "Canada", "20")
    await chat.goes_through("yes", "[No, an employee]", "yes", "[Never]", "[Save this change]")
    assert "Saved: I start a job, Monday 7 December 2026." in chat.text
    assert [one["start"] for one in await jobs(chat)] == ["2025-12-29", "2026-12-07"]


async def test_work_for_oneself_in_canada_is_kept_and_does_not_count(chat: Chat) -> None:
    await chat.knows(person(jobs=[]))
    await chat.goes_through(
        "/change", "[My work]", "[I begin to work for myself]", "5 Jan 2026", "21232", "1", "Canada"
    )
    text = await chat.goes_through("30", "yes", "yes", "[Never]")
    assert "0 of 1,560 hours" in text
    await chat.presses("Save this change")
    assert [one["self_employed"] for one in await jobs(chat)] == [True]


async def test_work_told_in_short_gives_way_to_the_jobs_and_that_is_said_before(chat: Chat) -> None:
    await chat.knows({**person(canadian_work_years=2), "jobs": None})
    await chat.goes_through("/change", "[My work]", "[I start a job]", "7 Dec 2026", "21232", "1", "Canada", "40")
    text = await chat.goes_through("yes", "[No, an employee]", "yes", "[Never]")
    assert "no longer the years told in short" in text
    assert "before: " in text


# --- which job, and what cannot be ---


async def test_with_two_jobs_it_is_asked_which_one_ends(chat: Chat) -> None:
    evenings = job(noc="65200", start="2026-06-01", hours_per_week=10)
    await chat.knows(person(jobs=[JOB, evenings]))
    text = await chat.goes_through("/change", "[My work]", "[A job of mine ends]")
    assert "Which job is it?" in text
    assert "2. 65200" in text
    await chat.goes_through("2", "20 Nov 2026", "[Save this change]")
    assert [one.get("end") for one in await jobs(chat)] == [None, "2026-11-20"]


async def test_with_one_job_that_goes_on_it_is_not_asked_which(chat: Chat) -> None:
    await chat.knows(person(jobs=[job(start="2024-01-08", end="2025-06-30"), JOB]))
    assert "last paid day" in await chat.goes_through("/change", "[My work]", "[A job of mine ends]")
    await chat.goes_through("[Yesterday]", "[Save this change]")
    assert [one["end"] for one in await jobs(chat)] == ["2025-06-30", "2026-11-22"]


async def test_a_job_cannot_end_before_it_began(chat: Chat) -> None:
    await chat.knows(person())
    text = await chat.goes_through("/change", "[My work]", "[A job of mine ends]", "1 December 2025")
    assert "Monday 1 December 2025 is before the start, Monday 29 December 2025. Please check both." in text
    assert "Last paid day: Friday 20 November 2026" in await chat.says("20 November 2026")


async def test_a_job_of_which_only_the_month_of_its_start_is_known_can_end_within_it(chat: Chat) -> None:
    await chat.knows(person(jobs=[job(start="2026-10-31", approximate=["start"])]))
    await chat.goes_through("/change", "[My work]", "[A job of mine ends]", "16 October 2026", "[Save this change]")
    assert [(one["start"], one["end"]) for one in await jobs(chat)] == [("2026-10-16", "2026-10-16")]


async def test_a_leave_cannot_lie_outside_its_job(chat: Chat) -> None:
    await chat.knows(person(jobs=[job(end="2027-03-31")]))
    await chat.goes_through("/change", "[My work]", "[I take unpaid or parental leave]", "1 April 2027")
    assert "Thursday 1 April 2027 is after the last day, Wednesday 31 March 2027." in chat.text
    text = await chat.goes_through("1 March 2027", "15 February 2027")
    assert "Monday 15 February 2027 is before the leave begins, Monday 1 March 2027." in text
    await chat.goes_through("[Not known yet]", "[Save this change]")
    assert (await jobs(chat))[0]["unpaid_leave"] == [{"start": "2027-03-01", "end": "2027-03-31"}]


async def test_no_hours_are_a_leave_or_an_end(chat: Chat) -> None:
    await chat.knows(person())
    text = await chat.goes_through("/change", "[My work]", "[My hours at work change]", "[Today]", "0")
    assert "0 hours is not a job that goes on." in text
    assert "Hours a week: 15 hours" in await chat.says("15")


async def test_without_its_day_nothing_is_kept_and_the_day_is_named(chat: Chat) -> None:
    await chat.knows(person())
    await chat.goes_through("/change", "[My work]", "[A job of mine ends]", "[I don't know yet]")
    assert "To keep this I need: Last paid day. It waits here." in await chat.presses("Save this change")
    assert "end" not in (await jobs(chat))[0]


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ({"jobs": None, "canadian_work_years": 2}, "You told me your work in complete years. What is complete stays"),
        ({"jobs": []}, "I know of no job of yours that goes on."),
        ({"jobs": [job(end="2026-06-30")]}, "I know of no job of yours that goes on."),
    ],
)
async def test_who_has_no_job_on_file_is_shown_where_to_add_it(chat: Chat, told: dict[str, Any], answer: str) -> None:
    await chat.knows({**person(), **told})
    assert answer in await chat.goes_through("/change", "[My work]", "[I am laid off]")
    assert "What was the occupation?" in await chat.presses("Add a job")


async def test_a_job_removed_meanwhile_is_not_brought_back(chat: Chat) -> None:
    await chat.knows(person())
    await chat.goes_through("/change", "[My work]", "[A job of mine ends]", "20 Nov 2026")
    save = chat.button("Save this change").data
    await chat.goes_through("/profile", "[4. Work]", "[Remove job 1]", "[Remove it]")
    await chat.presses_data(save)
    kept = await chat.candidate()
    assert kept is not None
    assert kept.facts is not None
    assert not kept.facts.get("jobs")


async def test_in_french_a_job_lost_is_asked_and_said(conversation: Chat) -> None:
    await conversation.knows(person())
    text = await conversation.says("J'ai perdu mon emploi")
    assert "Je suis désolé de l’apprendre." in text
    text = await conversation.goes_through("hier", "[Pour de bon]")
    assert "Dernier jour payé\u00a0: dimanche 22 novembre 2026" in text
    assert "Enregistré" in await conversation.presses("Enregistrer ce changement")
