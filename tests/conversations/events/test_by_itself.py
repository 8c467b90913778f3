"""What changes by itself: dated steps with before and after, and what has to be told of them."""

from __future__ import annotations

import ast
import html
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from conversations.events import by_itself
from locales import LANGUAGES, Language, use
from rules import timeline as timeline_module
from rules.facts import Facts, Invitation, InvitedProgram, Partner, PartnerStatus
from rules.timeline import Cause
from tests.conversations.chat import Chat
from tests.conversations.full_facts import full
from tests.rules.situations import candidate

ISSUED = date(2026, 8, 18)
JUNE = date(2026, 6, 15)


def shown(facts: Facts, today: date) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", by_itself.screen(facts, today).text))


def s34(invitation: Invitation | None = None) -> Facts:
    """29, a master's and a Canadian degree of three years, CLB 9, a year here and a year abroad."""
    facts = candidate(
        ISSUED,
        age=29,
        education="master_or_professional",
        english=9,
        canadian=1,
        foreign=1,
        study="three_years_or_more",
    )
    profile = {"submitted": "2026-03-01"}
    told = facts.model_copy(update={"birth_date": date(1996, 9, 10), "invitation": invitation})
    return Facts.model_validate({**told.model_dump(mode="json", exclude_defaults=True), "profile": profile})


def test_s35_a_birthday_before_an_invitation_is_a_dated_step_that_a_new_profile_does_not_avoid() -> None:
    text = shown(s34(), JUNE)
    assert "Thursday 10 September 2026: you turn 30.\nCRS score: 522, before: 527 (−5)." in text
    assert "The profile counts it by itself; a new profile would not avoid it." in text
    assert "forgives" not in text


def test_s34_a_birthday_after_the_invitation_is_forgiven_and_no_reason_to_decline() -> None:
    invited = s34(Invitation(issued=ISSUED, program=InvitedProgram.canadian_experience, cut_off=523))
    text = shown(invited, date(2026, 8, 20))
    assert "CRS score: 522, before: 527 (−5)." in text
    assert "(section 11.2) forgives a birthday between the invitation and the application: it is no reason" in text
    assert "below" not in text
    # After the last day, 17 October, nothing is forgiven.
    late = invited.model_copy(update={"birth_date": date(1996, 10, 18)})
    assert "forgives" not in shown(late, date(2026, 8, 20))


def test_s39_the_common_law_day_comes_by_itself_and_has_to_be_told_at_any_stage() -> None:
    partner = Partner(status=PartnerStatus.accompanying, living_together_since=date(2026, 5, 3))
    told = candidate(JUNE, age=32, english=9, foreign=1, settlement_funds=16_000, children=(), relative_in_canada=True)
    facts = told.model_copy(update={"partner": partner})
    text = shown(facts, date(2026, 11, 23))
    assert "Monday 3 May 2027: you have lived together for twelve months: common-law partners from this day." in text
    assert "From this day on it has to be told, at any stage." in text
    assert (
        "No longer met: Federal Skilled Worker Program. Settlement funds of at least $19,001 are needed; you told me "
        "$16,000."
    ) in text
    applied = facts.model_copy(update={"invitation": Invitation(issued=ISSUED, applied=date(2026, 9, 1))})
    text = shown(applied, date(2026, 11, 23))
    assert "The points of your invitation are not counted again; tell IRCC at once." in text
    assert "CRS score" not in text


def test_a_year_of_work_that_completes_is_a_step_if_the_job_goes_on() -> None:
    job = {
        "start": "2026-02-01",
        "noc": "21231",
        "country": "CA",
        "hours_per_week": 40,
        "paid": True,
        "self_employed": False,
        "authorised": True,
        "studying": [],
    }
    told = candidate(JUNE, english=9, canadian=None, foreign=None).model_dump(mode="json", exclude_defaults=True)
    text = shown(Facts.model_validate({**told, "jobs": [job], "profile": {"submitted": "2026-05-01"}}), JUNE)
    assert "Jobs without a last day are taken to go on as they are." in text
    # One year that completes is told once, not once for each rule that counts it.
    assert "Monday 1 February 2027: complete years of work in Canada, for the score: 1.\n" in text
    assert "Met from then on: Canadian Experience Class" in text
    assert "The profile does not know of it before your jobs in it are up to date." in text


def test_who_has_nothing_to_come_reads_that_and_a_permanent_resident_that_it_is_over() -> None:
    assert "Nothing, as far as I know" in shown(Facts(), date(2027, 1, 1))
    landed = Facts.model_validate(
        {
            "birth_date": "1991-03-31",
            "invitation": {"issued": "2026-01-05", "applied": "2026-02-01"},
            "application": {"approved": "2026-10-30", "landed": "2026-11-20"},
        }
    )
    assert "You are a permanent resident: no score moves any more." in shown(landed, date(2026, 11, 23))


def test_the_two_scores_never_stand_on_one_line() -> None:
    for line in shown(full(), date(2026, 11, 23)).splitlines():
        assert not ("CRS score" in line and "Federal Skilled Worker points" in line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_of_the_timeline_has_words(language: Language) -> None:
    """The kinds are read from where they are made, so that a new one is missed here first."""
    tree = ast.parse(Path(timeline_module.__file__).read_text("utf-8"))
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Cause"
    ]
    kinds = {
        leaf.value
        for call in calls
        for leaf in ast.walk(call.args[0])
        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
    }
    assert len(kinds) > 15
    purposes = {*timeline_module._BY_PURPOSE} - {None}
    assert purposes | (kinds & {*timeline_module._BY_KIND}) >= {*by_itself.OF_WORK} >= purposes
    with use(language):
        for kind in kinds:
            for whose in ("own", "partner", "family"):
                if kind == "work_years":
                    for purpose in purposes:
                        assert by_itself.caused(Cause(kind, "own", "jobs", purpose, 1))
                elif whose == "own" or kind.startswith(("language", "education", "misrepresentation")):
                    assert by_itself.caused(Cause(kind, "partner" if whose == "partner" else "own", "x", "english", 3))
        assert by_itself.caused(Cause("work_years", "partner", "jobs", "crs_canadian", 1))
        assert by_itself.caused(Cause("work_years", "partner", "jobs", "full_time_in_canada", 1))
        assert "21231" in by_itself.caused(Cause("continuous_year", "own", "jobs", "21231", 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_profile_fits_in_one_message(language: Language) -> None:
    with use(language):
        assert len(by_itself.screen(full(), date(2026, 11, 23)).text) <= 4096


async def test_it_is_reached_from_what_has_changed(chat: Chat) -> None:
    chat.now = datetime(2026, 6, 15, 15, 0, tzinfo=UTC)
    await chat.knows(s34().model_dump(mode="json", exclude_defaults=True))
    await chat.says("/change")
    assert "you turn 30" in await chat.presses("What changes by itself")
    assert "What has changed, or will change?" in await chat.presses("Back")


async def test_ce_qui_change_tout_seul(conversation: Chat) -> None:
    chat = conversation
    chat.now = datetime(2026, 6, 15, 15, 0, tzinfo=UTC)
    await chat.knows(s34().model_dump(mode="json", exclude_defaults=True))
    await chat.says("/change")
    text = await chat.presses("Ce qui change tout seul")
    assert "jeudi 10 septembre 2026\N{NO-BREAK SPACE}: vous avez 30\N{NO-BREAK SPACE}ans." in text
    assert "Note SCG\N{NO-BREAK SPACE}: 522, avant\N{NO-BREAK SPACE}: 527 (−5)." in text


@pytest.mark.parametrize("begun", [{"married": "2027-03-14"}, {"living_together_since": "2026-03-14"}])
async def test_reminders_of_a_partners_test_begin_with_the_couple_though_nothing_is_told_that_day(
    chat: Chat, begun: dict[str, str]
) -> None:
    test = {"kind": "celpip_general", "scores": dict.fromkeys(("listening", "reading", "writing", "speaking"), 7)}
    partner = {"status": "accompanying", "tests": [{**test, "result_date": "2025-06-10"}], **begun}
    facts = {"birth_date": "1991-03-31", "education": "secondary", "tests": [], "partner": partner}
    await chat.knows(facts)
    beforehand = await _of_the_partners_test(chat)
    assert beforehand
    couple = datetime(2027, 3, 14, tzinfo=ZoneInfo("America/Toronto"))
    assert min(due_at for _, _, due_at in beforehand) >= couple
    chat.now = couple.astimezone(UTC) + timedelta(hours=1)
    await chat.knows(facts)
    assert await _of_the_partners_test(chat) == beforehand


async def _of_the_partners_test(chat: Chat) -> dict[tuple[str, str, datetime], Any]:
    """Those still to come: what was due before the hour of this moment has gone out."""
    return {
        (each.item, each.rung, each.due_at): each.arguments
        for each in await chat.reminders()
        if each.item.endswith("language_test:partner:english")
    }
