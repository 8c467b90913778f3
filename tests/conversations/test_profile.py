"""The full profile: every fact can be told, is shown as told, and changed by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from conversations import engine
from conversations.profile import screens
from conversations.profile.chapters import CHAPTERS
from conversations.profile.parts import Items, Part, Sheet, Whose, with_changes
from conversations.questions import NONE, UNKNOWN
from locales import LANGUAGES, Language, plain, use
from rules.facts import (
    Activity,
    Child,
    Credential,
    Facts,
    Job,
    LanguageTest,
    Nomination,
    Offer,
    Partner,
    Permit,
    PoliceCertificate,
    Profile,
    Stay,
)
from storage import candidates
from tests.conversations.chat import Chat
from tests.rules.test_timeline_properties import lives

ON = date(2026, 11, 23)
SHORT = (
    *("/start", "[Start]", "31 3 1991", "none", "bachelor", "[IELTS General]", "L8 R7 W7 S7", "1 Oct 2026"),
    *("no", "0", "1", "no", "no", "no", "no", "[Compute my score]", "Toronto"),
)
PARTS: list[tuple[Part, Whose]] = [each for chapter in CHAPTERS for each in chapter.parts]
ONE_EACH: dict[str, Any] = {
    "jobs": Job(
        start=date(2023, 5, 31),
        approximate=("start",),
        end=date(2025, 1, 10),
        country="CA",
        noc="72106",
        hours_per_week=37.5,
        paid=True,
        self_employed=False,
        authorised=True,
        studying=(),
        unpaid_leave=({"start": date(2024, 1, 1), "end": date(2024, 1, 31)},),
        qualified_from=date(2022, 1, 1),
    ),
    "credentials": Credential(
        level="doctoral", country="IN", completed=date(2020, 5, 1), assessed=date(2025, 1, 1), assessed_as="doctoral"
    ),
    "tests": LanguageTest(
        kind="tef_canada",
        scale="out_of_699",
        scores={"listening": 462, "reading": 462, "writing": 472, "speaking": 494},
        test_date=date(2026, 1, 2),
        result_date=date(2026, 2, 2),
    ),
    "children": Child(birth_date=date(2018, 5, 12), accompanying=False, dependent_by_condition=True),
    "permits": Permit(kind="open_work", until=date(2027, 1, 1), approximate=("until",)),
    "stays": Stay(country="FR", start=date(2015, 1, 1), end=date(2016, 1, 1)),
    "police_certificates": PoliceCertificate(country="FR", issued=date(2026, 1, 1)),
    "activities": Activity(what="study", start=date(2009, 9, 1), end=date(2013, 6, 30), approximate=("end",)),
}
WHOLE = Facts(
    birth_date=date(1991, 3, 31),
    jobs=(ONE_EACH["jobs"],),
    credentials=(ONE_EACH["credentials"],),
    tests=(ONE_EACH["tests"],),
    tests_not_usable=(),
    primary_occupation="72106",
    certificate_of_qualification=True,
    nomination=Nomination(
        province="ON",
        notified=date(2026, 11, 1),
        accepted=True,
        applied_to_province=date(2026, 5, 31),
        expires=date(2027, 5, 1),
        approximate=("applied_to_province",),
    ),
    sibling_in_canada=False,
    offer=Offer(noc="72106", full_time=True, year_after_visa=True, assessed=False, from_permit_employer=True),
    relative_in_canada=True,
    permits=(ONE_EACH["permits"],),
    passport_expires=date(2030, 1, 1),
    police_certificates=(ONE_EACH["police_certificates"],),
    stays=(ONE_EACH["stays"],),
    activities=(ONE_EACH["activities"],),
    without_status_in_canada=False,
    none_of=("misrepresentation_bar_until", "medical_exam"),
    partner=Partner(
        status="accompanying",
        birth_date=date(1990, 1, 1),
        living_together_since=date(2020, 1, 31),
        approximate=("living_together_since",),
        none_of=("married", "tests"),
        education="secondary",
        canadian_work_years=0,
    ),
    children=(ONE_EACH["children"],),
    settlement_funds=25_000,
    intends_to_live_in_quebec=False,
    profile=Profile(submitted=date(2026, 1, 1), valid_until=date(2026, 12, 31)),
    official_score=467,
    official_score_on=date(2026, 11, 1),
)


def told_again(facts: Facts, part: Part, whose: Whose) -> Facts:
    """The facts after every answer of a part was confirmed as it is."""
    place = screens.place_of(facts, whose, part.key)
    if place is None:
        return facts
    if isinstance(part, Sheet):
        script = part.script("facts", whose)
        filled = part.filled(place.told_of)
        return with_changes(facts, whose, part.changes(place.told_of, engine.kept(script, filled)))
    script = part.script("facts", whose)
    again = [part.item(engine.kept(script, part.filled(item)), item) for item in screens.items(part, place.told_of)]
    return with_changes(facts, whose, {part.key: again}) if again else facts


def kept(facts: Facts) -> Facts:
    """Facts as they can be kept: what is drawn for the rules may be more than a person could tell."""
    try:
        return Facts.model_validate(facts.model_dump())
    except ValidationError:
        reject()


# --- laws ---


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_what_was_told_is_shown_and_kept_again_unchanged(data: st.DataObject) -> None:
    facts = kept(data.draw(lives(ON)))
    for part, whose in PARTS:
        assert told_again(facts, part, whose) == facts, part.key


@pytest.mark.parametrize(("part", "whose"), PARTS, ids=lambda each: each if isinstance(each, str) else each.key)
def test_a_whole_profile_confirmed_as_it_is_stays_as_it_is(part: Part, whose: Whose) -> None:
    assert told_again(WHOLE, part, whose) == WHOLE


@pytest.mark.parametrize("part", [part for part, whose in PARTS if whose == "own" and isinstance(part, Items)])
def test_one_thing_of_each_list_can_be_told_from_its_answers_alone(part: Items) -> None:
    item = ONE_EACH[part.key]
    given_answers = engine.kept(part.script("facts", "own"), part.filled(item))
    assert part.model.model_validate(part.item(given_answers)) == item


def test_every_fact_that_the_rules_use_is_asked_for() -> None:
    asked = {
        "facts": {q.key for part, whose in PARTS if whose == "own" and isinstance(part, Sheet) for q in part.questions},
        "partner": {
            q.key for part, whose in PARTS if whose == "partner" and isinstance(part, Sheet) for q in part.questions
        },
    }
    asked["facts"] |= {part.key for part, whose in PARTS if whose == "own"}
    asked["partner"] |= {part.key for part, whose in PARTS if whose == "partner"}
    how_it_was_told = {"approximate", "none_of", "put_off"}
    with_another_name = {"partner", "partner_unknown", "job_offer", "job_offer_assessed", "arranged_employment"}
    elsewhere = {"invitation", "tests_not_usable", "nomination", "profile", "provincial_nomination"}
    elsewhere |= {"application", "papers", "former_partner", "child_expected"}
    assert set(Facts.model_fields) - asked["facts"] - how_it_was_told - with_another_name - elsewhere == set()
    of_the_candidate = {
        *("offer", "nomination", "sibling_in_canada", "relative_in_canada"),
        *("provincial_nomination", "job_offer", "job_offer_assessed", "arranged_employment", "tests_not_usable"),
    }
    couple = {"status", "living_together_since", "married"}
    assert set(Partner.model_fields) - asked["partner"] - how_it_was_told - of_the_candidate - couple == set()


@pytest.mark.parametrize("part", [part for part, whose in PARTS if whose == "own" and isinstance(part, Items)])
def test_every_field_of_a_listed_thing_is_asked_for(part: Items) -> None:
    asked = {question.key for question in part.questions}
    by_another_question = {"case": {"in_couple", "dependent_by_condition"}}
    asked |= {name for key in asked for name in by_another_question.get(key, ())}
    told_elsewhere = {"approximate", "none_of", "put_off", "withdrawn"}
    assert set(part.model.model_fields) - asked - told_elsewhere == set()


@settings(deadline=None, max_examples=40)
@given(st.data(), st.sampled_from(LANGUAGES))
def test_a_whole_profile_can_be_shown_in_messages_that_telegram_takes(data: st.DataObject, language: Any) -> None:
    facts = kept(data.draw(lives(ON)))
    with use(language):
        shown = list(screens.overview(facts, ON))
        for chapter in CHAPTERS:
            if any(place.chapter is chapter for place in screens.places(facts)):
                shown += screens.chapter_screen(facts, chapter, ON)
    for message in shown:
        assert 0 < len(message.text) <= 4096
        for row in message.keyboard:
            for button in row:
                assert len(button.data.encode()) <= 64


# --- the chat ---


async def facts_of(chat: Chat) -> Facts:
    async with chat.database.reader() as unit:
        candidate = await candidates.load(unit, chat.chat_id)
    assert candidate is not None
    return Facts.model_validate(candidate.facts)


async def test_the_profile_is_a_summary_by_chapter_with_what_is_missing_and_its_worth(chat: Chat) -> None:
    text = await chat.goes_through(*SHORT, "/profile")
    assert "Your profile on Monday 23 November 2026" in text
    assert "Date of birth: Sunday 31 March 1991\nNot told yet: Plan to live in Quebec; Settlement funds" in text
    assert "1. IELTS General Training (English); listening 8.0, reading 7.0, writing 7.0, speaking 7.0" in text
    assert "Your CRS score of 23 November 2026, 371 out of 1,200, stands as long as what you told in short" in text
    assert "Nothing that" not in text
    assert "7. Documents and stays\nNothing told yet.\n\n8. Express Entry profile\nNothing told yet." in text
    assert [label[:2] for label in chat.labels[:8]] == ["1.", "2.", "3.", "4.", "5.", "6.", "7.", "8."]


async def test_a_job_told_in_the_chat_counts_from_its_weeks(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[4. Work]", "[Add a job]", "21232")
    await answers_the_rest_of_a_job(chat, "Canada", "3 May 2023", "[It goes on]")
    assert "2. Country of the work: Canada" in chat.text or "Country of the work: Canada" in chat.text
    text = await chat.presses("Save")
    assert "Your CRS score, estimated for 23 November 2026: 435, before: 371 (+64)." in text
    assert "no longer the years told in short" in text
    (job,) = (await facts_of(chat)).jobs or ()
    assert (job.noc, job.country, job.start, job.end) == ("21232", "CA", date(2023, 5, 3), None)
    assert (job.hours_per_week, job.paid, job.self_employed, job.studying) == (40, True, False, ())


async def answers_the_rest_of_a_job(chat: Chat, country: str, start: str, end: str) -> None:
    answers = {
        "Do the duties of this code fit": "[The duties fit]",
        "In which country": country,
        "When did this job start": start,
        "When did this job end": end,
        "How many hours": "40",
        "Was the work paid": "yes",
        "self-employment": "no",
        "Was the work allowed": "yes",
        "full-time student": "never",
        "unpaid leave": "none",
    }
    for _ in range(20):
        if "Press a line to change it" in chat.text:
            return
        said = next(answer for asked, answer in answers.items() if asked in chat.text)
        await chat.goes_through(said)
    raise AssertionError(chat.text)


async def test_a_month_without_its_day_is_kept_as_a_month_and_counted_at_the_cautious_end(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[4. Work]", "[Add a job]", "21232")
    await answers_the_rest_of_a_job(chat, "Canada", "3 May 2023", "[It goes on]")
    assert "4. First day: Wednesday 3 May 2023" in chat.text
    await chat.presses("Change 4")
    assert "Which day of the month?" in await chat.says("may 2023")
    text = await chat.presses("I know only the month")
    assert "I count with 31 May 2023, the cautious end, until you tell me the day." in text
    assert "First day: May 2023, the day is not known" in text
    await chat.presses("Save")
    (job,) = (await facts_of(chat)).jobs or ()
    assert (job.start, job.approximate) == (date(2023, 5, 31), ("start",))
    await chat.goes_through("/profile", "[4. Work]", "[Change job 1]")
    assert "First day: May 2023, the day is not known" in chat.text


async def test_a_job_is_one_line_that_reads_well(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[4. Work]", "[Add a job]", "21232")
    await answers_the_rest_of_a_job(chat, "Canada", "3 May 2023", "[It goes on]")
    assert "7. Paid: Yes\n8. Self-employed: No" in chat.text
    text = await chat.presses("Save")
    assert (
        "1. 21232 Software developers and programmers (TEER 1); Canada; First day: Wednesday 3 May 2023; "
        "Last day: It goes on; 40 hours" in text
    )


@pytest.mark.parametrize(
    ("language", "own", "partners"),
    [
        (
            "en",
            "Are you in Canada without a valid status now?",
            "Is your partner in Canada without a valid status now?",
        ),
        (
            "fr",
            "Êtes-vous au Canada sans statut valide en ce moment?",
            "Votre conjoint est-il au Canada sans statut valide en ce moment?",
        ),
    ],
)
async def test_who_is_asked_is_called_you_and_the_partner_by_that_name(
    chat: Chat, language: str, own: str, partners: str
) -> None:
    married = [each if each != "none" else "[Yes, coming with me]" for each in SHORT[:4]]
    await chat.goes_through(*married, *SHORT[4:15], "bachelor", "none", "0", "[Compute my score]", "Toronto")
    await chat.says(f"/{language}")
    await chat.presses_data("f:p:own:you")
    assert own in await chat.says("4")
    await chat.presses_data("f:p:partner:them")
    assert partners in await chat.goes_through("20 2 1992")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_speaks_of_a_person(language: Language) -> None:
    with use(language):
        for part, whose in PARTS:
            for question in part.script(f"profile:{whose}:{part.key}", whose).questions:
                worded = plain(question.wording).casefold()
                assert "the person " not in worded
                assert "la personne " not in worded


async def test_on_the_way_a_part_that_moves_nothing_is_only_saved(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "[Make it exact]", "[No, outside Quebec]", "25 000", "[No, or not in Canada]")
    text = await chat.goes_through("[Not barred]", "[Save]")
    assert text.startswith("Saved.\n\nQuestion")


async def test_a_day_before_another_is_explained_with_both(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[Documents and stays]", "[Add a stay]", "France", "10 May 2020")
    text = await chat.says("9 May 2020")
    assert "Saturday 9 May 2020 is before the start, Sunday 10 May 2020. Please check both." in text
    assert "When did the stay end?" in text


async def test_what_is_needed_first_is_named_and_the_rest_waits(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[Documents and stays]", "[Add a permit]", "pgwp", "I don't know")
    text = await chat.presses("Save")
    assert "To keep this I need: Valid until. It waits here." in text
    await chat.goes_through("/stop", "/start")
    await chat.goes_through("2", "31 Jan 2028", "[Save]")
    assert (await facts_of(chat)).permits == (Permit(kind="open_work", until=date(2028, 1, 31)),)


async def test_that_there_is_none_is_kept_and_not_asked_again(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[Documents and stays]", "[No permit]")
    facts = await facts_of(chat)
    assert facts.has_none("permits")
    text = await chat.goes_through("/profile", "[Documents and stays]")
    assert "No permit" in text
    assert "Your permits in Canada;" not in text


async def test_an_item_is_removed_after_one_question_and_its_old_button_means_nothing(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[Language tests]")
    old = chat.button("Remove language test 1").data
    text = await chat.presses_data(old)
    assert "Remove this?\nIELTS General Training (English)" in text
    remove = chat.button("Remove it").data
    assert "Removed. Your CRS score" in await chat.presses_data(remove)
    assert not (await facts_of(chat)).tests
    await chat.presses_data(remove)
    assert chat.reply.toast == "Already done", "the second tap of two"
    assert "This menu is old" in await chat.presses_data(old)
    assert "This menu is old" in await chat.presses_data(remove)


async def test_the_partner_has_chapters_once_there_is_one(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[5. Family]", "[Change: Your partner]", "1", "[Yes, coming]")
    await chat.goes_through("none", "3 may 2024", "[Save]")
    facts = await facts_of(chat)
    assert facts.partner is not None
    assert (facts.partner.living_together_since, facts.partner.has_none("married")) == (date(2024, 5, 3), True)
    await chat.goes_through("/profile", "[5. Family]", "[Partner: age and tests]", "[Tell: About your partner]")
    await chat.goes_through("1 2 1990", "[Keep 1 February 1990]", "no", "none", "no", "[Save]")
    facts = await facts_of(chat)
    assert facts.partner is not None
    assert (facts.partner.birth_date, facts.partner.without_status_in_canada) == (date(1990, 2, 1), False)


async def test_a_partner_who_is_gone_takes_nothing_of_the_candidate_along(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[5. Family]", "[Change: Your partner]", "1", "[Yes, coming]")
    await chat.goes_through("none", "3 may 2024", "[Save]", "/profile", "[5. Family]")
    open_later = chat.button("Partner: age and tests").data
    await chat.goes_through("[Change: Your partner]", "1", "none", "[Save]")
    assert (await facts_of(chat)).partner is None
    assert "This menu is old" in await chat.presses_data(open_later)


async def test_what_is_missing_is_asked_part_by_part_and_can_wait(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[Ask me what is missing]")
    assert "Question 2 of 5 · about you" in chat.text
    await chat.goes_through("no", "25 000", "no", "none", "[Save]")
    facts = await facts_of(chat)
    assert (facts.settlement_funds, facts.intends_to_live_in_quebec) == (25_000, False)
    assert facts.has_none("misrepresentation_bar_until")
    assert "Were two academic years of full-time study in Canada completed" in chat.text


ASK = "Ask me what is missing"
QUEBEC, YEARS_OF_STUDY = (
    "Do you plan to live in Quebec",
    "Were two academic years of full-time study in Canada completed",
)


async def test_what_was_left_for_later_is_not_asked_first_again(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", f"[{ASK}]")
    assert QUEBEC in chat.text
    await chat.goes_through("I don't know yet", "25 000", "Skip", "none", "[Save]")
    assert YEARS_OF_STUDY in chat.text
    assert len((await facts_of(chat)).put_off) == len(("Quebec", "skipped"))
    await chat.goes_through("/stop", "/profile", f"[{ASK}]")
    assert YEARS_OF_STUDY in chat.text
    assert QUEBEC not in chat.text


async def through_the_rest(chat: Chat) -> list[str]:
    """What is asked of a round when every question is left for later and every list said to be empty."""
    asked = [chat.text]
    for _ in range(200):
        if "That was the last part" in chat.text:
            return asked
        labels = " ".join(chat.labels)
        if "I don't know yet" in labels:
            await chat.presses("I don't know yet")
        elif "Save" in labels:
            await chat.presses("Save")
        else:
            await chat.presses("Next part")
        asked.append(chat.text)
    raise AssertionError(chat.text)


async def test_a_round_ends_and_asks_what_was_left_once_when_nothing_else_is_missing(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", f"[{ASK}]")
    first = await through_the_rest(chat)
    assert sum(QUEBEC in text for text in first) == 1
    assert "Put off: plan to live in Quebec" in first[-1]
    chat.now += timedelta(days=1)
    await chat.goes_through("/profile", f"[{ASK}]")
    again = await through_the_rest(chat)
    assert sum("You put this off before." in text for text in again) == 1
    assert sum(QUEBEC in text for text in again) == 1


async def test_an_answer_takes_a_question_out_of_what_was_left(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", f"[{ASK}]", "I don't know yet", "25 000", "no", "none", "[Save]")
    assert (await facts_of(chat)).put_off == (("intends_to_live_in_quebec", ON),)
    await chat.goes_through(
        "/stop", "/profile", "[1. About you]", "[Change: About you and your plans]", "2", "no", "[Save]"
    )
    assert (await facts_of(chat)).put_off == ()


async def test_what_nobody_asked_is_not_left_for_later(chat: Chat) -> None:
    """A part opened to change one answer shows the others as not known yet: they were not put off by that."""
    await chat.goes_through(*SHORT, "/profile", "[1. About you]", "[Change: About you and your plans]", "3", "25 000")
    await chat.presses("Save")
    assert (await facts_of(chat)).put_off == ()
    await chat.goes_through("/profile", f"[{ASK}]")
    assert QUEBEC in chat.text


async def test_two_answers_that_cannot_both_be_are_asked_about(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[3. Education]", "[Change: Your education in short]")
    text = await chat.goes_through("1", "secondary", "2", "[Three years or more]", "[Save]")
    assert "These answers do not fit together: Study in Canada and Education." in text


async def test_a_result_older_than_its_owner_leads_back_to_the_summary(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[1. About you]", "[Change: About you and your plans]", "1")
    text = await chat.goes_through("31 12 2011", "[Save]")
    assert "Saved." in text
    text = await chat.goes_through("/profile", "[3. Education]", "[Add a diploma]", "doctorate", "India")
    text = await chat.goes_through("1 5 2012", "[Keep 1 May 2012]", "[Not assessed]", "[Save]")
    assert "These answers do not fit with the date of birth or with one another. Please check the dates." in text
    assert "3. Completed: Tuesday 1 May 2012" in text


async def test_the_account_s_score_is_compared_for_its_day_and_wins(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[8. Express Entry profile]", "[Tell: Your Express Entry profile]")
    await chat.goes_through("[Submitted]", "2 Nov 2026", "1 Nov 2027", "380", "[Yesterday]", "[Save]")
    assert "Your account showed 380 on 22 November 2026; I compute 371 for that day." in chat.text
    text = await chat.goes_through("/profile", "[8. Express Entry profile]")
    assert "Your account showed 380 on 22 November 2026; I compute 371 for that day. Your account wins." in text


async def test_a_job_offer_and_a_nomination_are_told_with_all_that_decides(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[6. Job offer and nomination]", "[Tell: Job offer]")
    await chat.goes_through("[Yes, an offer]", "21232")
    await chat.goes_through("[The duties fit]", "yes", "yes", "no lmia", "yes", "no", "no", "[Save]")
    offer = (await facts_of(chat)).offer
    assert offer is not None
    assert (offer.noc, offer.full_time, offer.assessed, offer.from_permit_employer) == ("21232", True, False, True)
    await chat.goes_through("/profile", "[6. Job offer and nomination]", "[Change: Provincial nomination]", "1", "yes")
    await chat.goes_through("ontario", "yesterday", "no", "1 June 2027", "skip", "[Save]")
    nomination = (await facts_of(chat)).nomination
    assert nomination == Nomination(
        province="ON", notified=date(2026, 11, 22), accepted=False, expires=date(2027, 6, 1)
    )


def test_an_unknown_answer_of_an_item_is_asked_again_when_missing_is_asked() -> None:
    (jobs,) = (part for part, whose in PARTS if whose == "own" and part.key == "jobs")
    assert isinstance(jobs, Items)
    filled = jobs.filled(Job(start=date(2024, 1, 1), country="CA"))
    assert filled["end"] == NONE
    assert filled["paid"] == UNKNOWN
