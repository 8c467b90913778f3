"""What reminders and the ways to more points say, held against the sources: no more, and not something else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conversations import clock_words, notices, pushes, reminders
from conversations.improve import paths
from conversations.ladders import ladders
from conversations.rounds import words as round_words
from locales import use
from rules.facts import Facts, Invitation, Job, Language, LanguageTest, Stay
from rules.paths import french_path
from rules.round_verdicts import verdict
from rules.rounds import round_of
from rules.watched import watched
from storage.candidates import Candidate
from tests.rules.situations import candidate, result

TODAY = date(2026, 11, 23)


def test_the_day_to_act_by_for_an_exam_is_that_of_the_appointment_on_every_day() -> None:
    """The margin is for an appointment and the exam: it begins with the appointment, not with the exam."""
    for act_by in (TODAY + timedelta(days=5), TODAY, TODAY - timedelta(days=1)):
        assert "appointment" in clock_words.to_do("medical_exam", act_by, TODAY)


def test_a_certificate_of_nomination_that_ends_is_said_to_be_the_reading_of_this_program() -> None:
    """The sources say that the application is made while it is valid; of the points afterwards they say nothing."""
    told = clock_words.consequence("nomination", "nomination_points_lost", {})
    assert "no application can be made with it" in told
    assert "I no longer count its points" in told
    assert "As far as I know" in clock_words.words_of("nomination").why


def test_the_age_of_a_nominees_child_is_fixed_by_another_day() -> None:
    """IRPR 25.1(1) and (4)."""
    told = clock_words.consequence("child_ages_out", "child_not_included", {})
    assert "the day the application is received" in told
    assert "provincial nominee" in told


def test_what_is_only_reported_is_not_said_as_law() -> None:
    for kind in ("profile_draft", "nomination_answer", "police_certificate"):
        assert "reported" in clock_words.words_of(kind).why, kind


def french_of(scale: str) -> str:
    scores = {"older": (240, 200, 300, 300), "out_of_699": (400, 400, 400, 430)}[scale]
    test = LanguageTest.model_validate(
        {
            "kind": "tef_canada",
            "scale": scale,
            "result_date": "2026-03-01",
            "scores": dict(zip(("listening", "reading", "writing", "speaking"), scores, strict=True)),
        }
    )
    facts = candidate(TODAY, english=9).model_copy(update={"tests": (test,)})
    return "\n".join(each.text for each in paths.french(facts, french_path(facts, TODAY)))


def test_results_out_of_699_are_never_called_those_of_the_older_scale() -> None:
    """Express Entry takes the older-scale score whatever the day of the test."""
    with use("en"):
        older, newer = french_of("older"), french_of("out_of_699")
    assert "this is the older-scale one" in older
    assert "this is the older-scale one" not in newer
    assert "listening 434" in newer
    assert "check the older-scale score" in newer


def test_a_result_counts_while_it_is_less_than_two_years_old() -> None:
    with use("en"):
        assert "less than two years old" in french_of("older")


# --- the days of the reminders, by hand ---


def days_of(kind: str, on: date = TODAY, **told: Any) -> dict[str, date]:
    """The days of the reminders of the only thing of a kind, by rung."""
    facts = candidate(on, age=25, english=9, children=())
    facts = Facts.model_validate({**facts.model_dump(mode="json"), **told})
    (one,) = [each for each in watched(facts, on) if each.kind == kind]
    return dict(ladders()[kind].rungs(one))


def test_an_invitation_of_18_november_is_counted_from_its_day_0() -> None:
    found = days_of("invitation", invitation={"issued": "2026-11-18"})
    assert found == {
        "d1": date(2026, 11, 19),
        "d7": date(2026, 11, 25),
        "d14": date(2026, 12, 2),
        "d30": date(2026, 12, 18),
        "d45": date(2027, 1, 2),
        "d50": date(2027, 1, 7),
        "d55": date(2027, 1, 12),
        "d58": date(2027, 1, 15),
        "d59": date(2027, 1, 16),
        "0": date(2027, 1, 17),
    }


def test_a_letter_that_names_day_50_cuts_the_ladder_there() -> None:
    found = days_of("invitation", invitation={"issued": "2026-11-18", "deadline": "2027-01-07"})
    assert max(found.values()) == date(2027, 1, 7)
    assert {"d55", "d58", "d59"}.isdisjoint(found)


def test_the_account_is_looked_into_every_week_of_an_invitation() -> None:
    found = days_of("account_look", invitation={"issued": "2026-11-18"})
    assert [*found.values()] == [date(2026, 11, 18) + timedelta(weeks=n) for n in range(1, 9)]


def test_while_an_application_is_processed_the_look_comes_with_the_word_of_the_month() -> None:
    """In one message on the first Sunday of each month, and not 52 times a year."""
    told = {"invitation": {"issued": "2026-10-01", "applied": "2026-11-10"}}
    days = [*days_of("application_look", **told).values()]
    assert (days[0], days[1], len(days)) == (date(2026, 12, 6), date(2027, 1, 3), 12)
    facts = candidate(TODAY, age=25, english=9, children=())
    facts = Facts.model_validate({**facts.model_dump(mode="json"), **told})
    plan = reminders.planned(PERSON, facts, NOON)
    look, [check] = plan["application_look:own"][0], plan[reminders.SELF_CHECK]
    assert look.due_at == check.due_at
    [push] = pushes.pushes([look, check], [], PERSON, look.due_at)
    assert push.message is not None
    assert "A look into your account" in push.message.text
    assert "Once a month: I am still here" in push.message.text


def test_a_nomination_of_1_november_is_answered_by_1_december() -> None:
    told = {"profile": {"submitted": "2026-06-01"}, "nomination": {"province": "ON", "notified": "2026-11-01"}}
    assert [*days_of("nomination_answer", **told).values()] == [
        date(2026, 11, 2),
        date(2026, 11, 11),
        date(2026, 11, 21),
        date(2026, 11, 26),
        date(2026, 11, 29),
        date(2026, 11, 30),
        date(2026, 12, 1),
    ]


def test_a_profile_of_30_november_2025_ends_on_30_november_2026_at_its_hour() -> None:
    """The last day that is safe to its end is the 29th, and the day after is that on which it ends."""
    found = days_of("profile", profile={"submitted": "2025-11-30"})
    assert (found["7"], found["1"], found["0"], found["-1"]) == (
        date(2026, 11, 22),
        date(2026, 11, 28),
        date(2026, 11, 29),
        date(2026, 11, 30),
    )


@pytest.mark.parametrize(
    ("kind", "before", "since", "act_by"),
    [
        ("language_test", {180, 120, 90, 60, 30, 14, 7, 1, 0}, (), True),
        ("education_assessment", {180, 120, 90, 60, 30, 14, 7, 1, 0}, (), True),
        ("profile", {60, 30, 14, 7, 1, 0, -1}, (), False),
        ("profile_draft", {30, 14, 7, 3, 1, 0}, (), False),
        ("invitation", {0}, (1, 7, 14, 30, 45, 50, 55, 58, 59), False),
        ("effective_deadline", {14, 7, 3, 1, 0}, (), False),
        ("nomination_answer", set(), (1, 10, 20, 25, 28, 29, 30), False),
        ("nomination", {60, 30, 14, 7, 1, 0}, (), False),
        ("police_certificate", {60, 30, 14, 7, 0}, (), True),
        ("medical_exam", {60, 30, 14, 7, 0}, (), True),
        ("passport", {180, 90, 60, 30, 14, 0}, (), False),
        ("permit", {180, 90, 60, 30, 14, 0}, (), False),
        ("birthday", {90, 60, 30, 7, 0}, (), False),
        ("selection_grid_birthday", {90, 60, 30, 7, 0}, (), False),
        ("work_gain", {30, 7, 0}, (), False),
        ("category_day", {30, 7, 0}, (), False),
        ("work_window", {90, 30, 7, 0}, (), False),
        ("child_ages_out", {90, 30, 7, 0}, (), False),
        ("common_law_day", {90, 30, 7, 0}, (), False),
        ("funds_table", {14, 0}, (), True),
        ("rule_change", {14, 0}, (), False),
    ],
)
def test_the_ladders_are_those_of_the_design(kind: str, before: set[int], since: tuple[int, ...], act_by: bool) -> None:
    """Each with the day itself; what needs something ordered or booked with the day to begin that."""
    ladder = ladders()[kind]
    assert ({*ladder.before}, ladder.since, ladder.act_by) == (before, since, act_by)


def test_a_birthday_that_costs_points_is_told_on_the_birthday_itself() -> None:
    found = days_of("birthday", birth_date="1997-03-31")
    assert (found["90"], found["0"]) == (date(2026, 12, 31), date(2027, 3, 31))


# --- the hour a day ends ---


def test_an_invitation_says_by_which_clock_its_last_day_ends() -> None:
    """In Vancouver it ends at 15:59 of that day; plans aim at the day before (the reading of day 60)."""
    told = clock_words.consequence("invitation", "invitation_expires", {"days": 60})
    assert "23:59:59 UTC" in told
    assert "the time your account shows" in told
    assert "the day before" in told


def test_the_last_safe_day_to_apply_ends_at_the_earlier_midnight() -> None:
    told = {"cause": "language_test:own:english", "number": 52, "days": 60, "invitation_until": "2027-01-17"}
    assert "midnight UTC" in clock_words.consequence("effective_deadline", "invitation_expires", told)


def test_a_profile_ends_in_the_course_of_the_day_after_its_last_safe_one() -> None:
    """MI 4(1)(b): twelve months to the same time; while it runs, another cannot be submitted (IRPA 10.1(5))."""
    told = " ".join(clock_words.past("profile", date(2026, 11, 29)))
    assert "It has ended" not in told
    assert "at the hour" in told
    assert "once it has ended" in told


# --- what comes again every week, and what is still to get ---

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
PERSON = Candidate(chat_id=7, created_at=NOON, seen_at=NOON, language="en", time_zone="America/Toronto")


def invited(result_of: date) -> Facts:
    """Invited on 18 November 2026 to 17 January 2027; in India since 2010, with a test of a day."""
    stays = (Stay(country="IN", start=date(2010, 1, 1)),)
    facts = candidate(TODAY, age=25, canadian=1, foreign=1, children=(), stays=stays)
    tests = (result(Language.english, 9, TODAY, result_date=result_of),)
    return facts.model_copy(update={"tests": tests, "invitation": Invitation(issued=date(2026, 11, 18))})


def test_the_weekly_look_into_the_account_is_of_its_own_day() -> None:
    """Not in 53 days, when the invitation ends."""
    rows = reminders.planned(PERSON, invited(date(2026, 6, 1)), NOON)["account_look:own:invited"]
    first = rows[0]
    assert first.due_at.date() == date(2026, 11, 25)
    told = notices.word(first, PERSON, first.due_at).text
    assert "A look into your account</b>" in told
    assert "17 January" not in told
    assert "53 days" not in told
    other = reminders.planned(PERSON, invited(date(2025, 1, 10)), NOON)["effective_deadline:own"][0]
    (push,) = pushes.pushes([first, other], (), PERSON, first.due_at)
    assert push.message is not None
    assert "2. <b>A look into your account</b>" in push.message.text, "what ends sooner stands first"
    assert "17 January" not in push.message.text


def test_the_weekly_look_can_be_put_off() -> None:
    rows = reminders.planned(PERSON, invited(date(2026, 6, 1)), NOON)["account_look:own:invited"]
    shown = notices.word(rows[0], PERSON, rows[0].due_at)
    assert any("Remind me in" in button.label for row in shown.keyboard for button in row)


@pytest.mark.parametrize(
    ("result_of", "last", "exam", "certificate"),
    [
        # Day 60 is 17 January and plans aim at day 59, the 16th: three weeks before it, and eight.
        (date(2026, 6, 1), date(2027, 1, 17), date(2026, 12, 26), date(2026, 11, 21)),
        # The test of S17 ends on day 52, 9 January: three weeks before that, and eight.
        (date(2025, 1, 10), date(2027, 1, 9), date(2026, 12, 19), date(2026, 11, 14)),
    ],
)
def test_what_an_application_needs_is_begun_before_the_day_it_is_planned_for(
    result_of: date, last: date, exam: date, certificate: date
) -> None:
    found = {one.kind: (one.day, one.act_by) for one in watched(invited(result_of), TODAY)}
    assert (found["medical_exam"], found["police_certificate"]) == ((last, exam), (last, certificate))


def test_once_the_test_has_died_the_days_of_the_invitation_itself_are_left() -> None:
    found = {one.kind: (one.day, one.act_by) for one in watched(invited(date(2025, 1, 10)), date(2027, 1, 11))}
    assert found["medical_exam"] == (date(2027, 1, 17), date(2026, 12, 26))


def test_what_is_not_there_yet_is_not_called_usable() -> None:
    facts = invited(date(2026, 6, 1))
    for one in watched(facts, TODAY):
        if one.kind in ("medical_exam", "police_certificate"):
            for today in (TODAY, one.day, one.day + timedelta(days=1)):
                said = clock_words.title(one.key, one.day, today, one.missed)
                assert "usable" not in said, said
            assert "usable" not in clock_words.the_day_in_words(one.kind, one.day, one.missed)
            assert "usable" not in clock_words.past(one.kind, one.day, one.missed)[0]


def test_a_cook_who_is_not_on_the_list_reads_that_its_copies_differ() -> None:
    """63200 and 63201: one copy of the trades of 2026 has the cooks, two have the butchers."""
    job = {
        "country": "CA",
        "noc": "63200",
        "start": date(2024, 1, 1),
        "hours_per_week": 40,
        "paid": True,
        "self_employed": False,
        "authorised": True,
        "studying": (),
    }
    facts = candidate(TODAY, english=9, children=()).model_copy(update={"jobs": (Job.model_validate(job),)})
    trades = round_of("447")
    assert trades is not None
    said = " ".join(round_words.caveats(verdict(facts, trades)))
    assert "For cooks and butchers the copies of this list differ" in said
