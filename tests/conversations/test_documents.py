"""Documents over the chat: the list, what would be late, the letter check, the months not told of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.documents import history, letter, screens, words
from conversations.documents.words import KINDS, MISSING, mark
from conversations.messages import Outgoing
from locales import LANGUAGES, Language, use
from rules.documents import Document, DocumentKind, documents
from rules.facts import Facts
from rules.occupations import unit_groups
from rules.shapes.documents import IfMissing, LetterItem
from tests.conversations.chat import Chat
from tests.rules.test_documents import told

ON = date(2026, 11, 29)
STAYS: list[dict[str, Any]] = [
    {"country": "AE", "start": "2018-01-10", "end": "2018-06-09"},
    {"country": "AE", "start": "2019-01-10", "end": "2019-05-09"},
    {"country": "FR", "start": "2020-02-01", "end": "2020-09-01"},
    {"country": "IN", "start": "2020-09-02"},
]
JOB: dict[str, Any] = {
    "country": "IN",
    "noc": "21231",
    "duties": "fits",
    "hours_per_week": 37.5,
    "paid": True,
    "self_employed": False,
    "start": "2021-03-31",
    "approximate": ["start"],
}
SINGLE: dict[str, Any] = {"birth_date": "1990-03-31", "stays": STAYS}
INVITED: dict[str, Any] = {
    **SINGLE,
    "profile": {"submitted": "2026-10-01"},
    "invitation": {"issued": "2026-11-20", "program": "federal_skilled_worker"},
}
COUPLE: dict[str, Any] = {
    **INVITED,
    "partner": {"status": "accompanying", "birth_date": "1992-02-20", "married": "2018-02-12", "stays": []},
    "children": [{"birth_date": "2020-05-20"}],
}


async def facts_of(chat: Chat) -> dict[str, Any]:
    kept = await chat.candidate()
    assert kept is not None
    assert kept.facts is not None
    return kept.facts


# --- shared stories ---


async def test_s24_france_and_india_are_needed_the_emirates_to_be_checked_canada_never(chat: Chat) -> None:
    await chat.knows({**SINGLE, "stays": [*STAYS, {"country": "CA", "start": "2015-01-01", "end": "2017-12-31"}]})
    text = await chat.goes_through("/documents", "[You]")
    assert "Police certificate, France: not there yet; can be started now" in text
    assert "Police certificate, India: not there yet" in text
    assert "Canada" not in text
    emirates = next(line for line in text.split("\n") if "United Arab Emirates" in line)
    assert emirates.endswith("To be checked whether it is asked for.")
    text = await chat.presses("Police certificate, United Arab")
    assert "together they come to 271 days. The rule as I know it says “in a row”" in text
    assert "as read on 29 November 2026, and not from the page itself" in text
    text = await chat.goes_through("[Back to the list]", "[Police certificate, India]")
    assert "on the day of the application the certificate may not be older than 6 months" in text


async def test_s25_the_exam_is_a_task_from_the_first_day_of_the_invitation(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 20, 18, tzinfo=UTC)
    family = {**COUPLE, "partner": {**COUPLE["partner"], "status": "not_accompanying"}, "medical_exam": "2024-06-01"}
    await chat.knows(family)
    text = await chat.says("/documents")
    assert "Medical exam: book it now\nFor you, your partner and 1 child. Since 21 August 2025 the exam comes" in text
    assert "do not wait for a letter of IRCC. Family who do not come are examined too." in text
    assert "An exam made in Canada in the last five years can sometimes serve" in text
    assert "late" not in text
    text = await chat.goes_through("[You]", "[Medical exam]")
    assert "it can sometimes serve again for five years: your account says whether it does" in text
    await chat.goes_through("[I have it]", "18 November 2026")
    while "Press a line to change it" not in chat.text:
        await chat.presses("I don't know yet")
    await chat.presses("Save")
    assert "For your partner and 1 child." in await chat.says("/documents")


async def test_s23_a_late_certificate_has_two_ways_and_neither_is_promised(chat: Chat) -> None:
    chat.now = datetime(2026, 12, 31, 15, tzinfo=UTC)  # day 41
    await chat.knows(INVITED)
    await chat.goes_through("/documents", "[You]", "[Police certificate, France]", "[Asked for it]")
    text = await chat.says("23 November 2026")
    assert (
        "Status: asked for on 23 November 2026, not there yet; our planning margin for it ends on Monday 18 January"
        in text
    )
    assert "Keep the proof that you asked for it either way." in text
    assert "The first: decline the invitation by 19 January 2027. The profile goes back to the pool, through 30" in text
    assert "That is accepted only exceptionally; I cannot promise it" in text
    assert (await facts_of(chat))["papers"] == [
        {"key": "police_certificate:own:FR", "state": "asked_for", "on": "2026-11-23"}
    ]
    text = await chat.says("/documents")
    assert text.index("These would be late") < text.index("1. You:")
    assert "Police certificate, France: asked for on 23 November 2026" in text


async def test_s23_en_francais_les_deux_facons_de_faire(conversation: Chat) -> None:
    conversation.now = datetime(2026, 12, 31, 15, tzinfo=UTC)
    await conversation.knows(INVITED)
    text = await conversation.says("/documents")
    assert "Risquent d’arriver trop tard" in text
    assert "Certificat de police, France\u00a0: pas encore là" in text
    assert "refuser l’invitation au plus tard le 19 janvier 2027." in text
    assert "Cela n’est accepté qu’exceptionnellement; je ne peux pas le promettre" in text
    text = await conversation.goes_through("[Vous]", "[Certificat de police, France]")
    assert "habité six mois ou plus d’affilée" in text
    assert "Rien n’est téléversé ici" in await conversation.says("mes documents")


async def test_a_couple_with_a_child_has_three_lists_and_the_funds_of_three(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 22, 15, tzinfo=UTC)
    await chat.knows(COUPLE)
    text = await chat.says("/documents")
    assert "Nothing is uploaded here and I keep no numbers" in text
    assert "2. Your partner: 2 documents, none there yet\n3. Your children: 3 documents, none there yet" in text
    text = await chat.goes_through("[You]", "[Proof of funds]")
    assert "Status: not there yet; start by Monday 4 January 2027 (our planning margin)." in text
    assert "For your family of 3, 23,360 Canadian dollars." in text
    assert "It is the last table I know; it may have been updated since." in text
    assert "its average over the last six months" in text
    text = await chat.goes_through("[All documents]", "3", "[Birth certificate, child born on 20 May 2020]")
    assert "For an adopted child, the adoption papers too." in text
    assert "child born on 20 May 2020\nStatus: there." in await chat.presses("I have it")
    text = await chat.goes_through("[Back to the list]")
    assert "Birth certificate, child born on 20 May 2020: there." in text
    await chat.goes_through("[Birth certificate", "[Not there yet]")
    assert "papers" not in await facts_of(chat)


async def test_whose_countries_are_not_known_is_asked_for_them(chat: Chat) -> None:
    grown = {**COUPLE, "partner": {"status": "accompanying", "married": "2018-02-12"}}
    await chat.knows({**grown, "children": [{"birth_date": "2008-05-20"}]})
    text = await chat.goes_through("/documents", "[Your partner]")
    assert "Police certificate: I cannot say yet for which countries: the stays are not told." in text
    await chat.goes_through("[Police certificate]", "[Tell the countries]")
    assert "In which country?" in chat.text
    await chat.goes_through("[Stop]", "/documents", "[Your children]")
    assert "Police certificate, child born on 20 May 2008: 18 or older when you apply" in chat.text


async def test_back_leads_to_the_page_a_document_stands_on(chat: Chat) -> None:
    jobs = [{**JOB, "start": f"{year}-01-01", "end": f"{year}-12-31", "approximate": []} for year in range(2018, 2026)]
    await chat.knows({**INVITED, "jobs": jobs})
    await chat.goes_through("/documents", "[You]", "[Next page]")
    assert "You, 9 to 15 of 15" in chat.text
    await chat.goes_through("[Medical exam]", "[Back to the list]")
    assert "You, 9 to 15 of 15" in chat.text
    assert "Next page" not in chat.labels


# --- statuses ---


async def test_a_certificate_that_is_there_asks_its_day_and_then_serves(chat: Chat) -> None:
    await chat.knows(INVITED)
    text = await chat.goes_through("/documents", "[You]", "[Police certificate, India]", "[I have it]")
    assert "Police certificate, India: I need its day, so that I can say how long it serves." in text
    assert "On which day was it issued?" in text
    await chat.goes_through("1 November 2026", "[Save]")
    text = await chat.goes_through("/documents", "[You]")
    assert "Police certificate, India: there, serves through Friday 30 April 2027." in text
    await chat.presses("Police certificate, India")
    assert "Asked for it" not in chat.labels
    assert "Change it in my profile" in chat.labels


async def test_the_route_is_in_the_order_of_the_days_to_start(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 22, 15, tzinfo=UTC)
    await chat.knows({**INVITED, "jobs": [JOB]})
    text = await chat.goes_through("/documents", "[What to start, and when]")
    lines = [line for line in text.split("\n") if line[:1].isdigit()]
    assert [line.split(":")[0] for line in lines] == [
        "1. Police certificate, France",
        "2. Police certificate, India",
        "3. Reference letter, 21231 Software engineers and designers, since March 2021",
        "4. Medical exam",
        "5. Proof of funds",
    ]
    assert "start by Monday 23 November 2026 (our planning margin)" in lines[0]
    assert "The margins are ours, not IRCC's: 8 weeks for a police certificate" in text


async def test_before_an_invitation_days_are_those_of_an_invitation(chat: Chat) -> None:
    await chat.knows(SINGLE)
    text = await chat.says("what do I start first")
    assert "You are not invited yet." in text
    assert "1. Police certificate, France: can be started now; once invited, by day 3 (our planning margin)." in text
    assert "Medical exam: start once you are invited, by day 38 (our planning margin)." in text


async def test_after_the_application_there_is_nothing_to_get_ready(chat: Chat) -> None:
    await chat.knows({**INVITED, "invitation": {"issued": "2026-11-01", "applied": "2026-11-20"}})
    assert "Your application is made" in await chat.says("/documents")


async def test_an_old_button_shows_the_list_of_now(chat: Chat) -> None:
    await chat.knows(INVITED)
    assert "This list is old." in await chat.presses_data("dc:d:00000000")
    assert "This list is old." in await chat.presses_data("dc:nonsense")
    assert "papers" not in await facts_of(chat)


async def test_who_told_nothing_yet_is_asked_that_first(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]")
    assert "I need your answers first." in await chat.says("/documents")
    await chat.says("/stop")
    assert "I need your answers first." in await chat.says("gaps in my history")
    assert "I need your answers first." in await chat.presses_data("dc:o")


# --- the letter ---


async def test_the_letter_check_names_what_is_missing_and_what_to_ask_for(chat: Chat) -> None:
    await chat.knows({**INVITED, "jobs": [JOB]})
    text = await chat.goes_through("/documents", "[You]", "[Reference letter, 21231", "[What the letter must state]")
    assert "5. the dates: since March 2021" in text
    assert "7. the hours a week: 37.5 hours" in text
    assert "comparable to those of 21231 Software engineers and designers" in text
    assert "10. that you still work there" in text
    assert "A letter that copies the official list word by word is not believed." in text
    assert "If the employer refuses, or is gone" in text
    await chat.presses("Check my letter")
    assert "nothing of the letter is kept" in chat.text
    assert "You told me: since March 2021." in await chat.goes_through("1", "1", "1", "1")
    assert "comparable to those of 21231" in await chat.presses("Yes, but it differs")
    assert "You told me: 37.5 hours." in await chat.says("1")
    text = await chat.goes_through("[No, missing]", "1", "1", "2")
    assert "3 points to ask the employer about:" in text
    assert "1. Missing: ask for the hours a week: 37.5 hours." in text
    assert "2. Missing: ask for a line that you still work there." in text
    assert "3. It differs from what you told me: Dates." in text
    assert await chat.place() is None or "letter" not in str(await chat.place())
    assert "papers" not in await facts_of(chat)
    await chat.presses("I have it")
    assert (await facts_of(chat))["papers"] == [{"key": "reference_letter:own:IN:2021-03-31", "state": "there"}]


async def test_la_lettre_en_francais_dit_depuis_quand(conversation: Chat) -> None:
    await conversation.knows({**INVITED, "jobs": [JOB]})
    await conversation.goes_through("/documents", "[Vous]", "[Lettre de l’employeur, 21231")
    text = await conversation.presses("Ce que la lettre doit indiquer")
    assert "5. les dates\u00a0: depuis mars 2021" in text
    assert "7. les heures par semaine\u00a0: 37,5\u00a0heures" in text


async def test_a_letter_without_a_fault_says_so_and_what_was_skipped_is_named(chat: Chat) -> None:
    ended = {**JOB, "end": "2025-01-10", "country": "CA", "authorised": True, "studying": []}
    await chat.knows({**INVITED, "jobs": [ended]})
    one = next(one for one in documents(Facts.model_validate({**INVITED, "jobs": [ended]}), ON) if "letter" in one.key)
    await chat.presses_data(f"dc:letter:{mark(one.key)}")
    assert "T4 slips" in chat.text
    assert "5. the dates: first day: March 2021, last day: 10 January 2025" in chat.text
    assert "that you still work there" not in chat.text
    text = await chat.goes_through("[Check my letter]", *["1"] * 9)
    assert "By your answers the letter states everything that is asked for." in text
    text = await chat.goes_through(
        "[Back to the document]", "[What the letter must state]", "[Check my letter]", *["1"] * 8, "[I don't know yet]"
    )
    assert "Still to look up in the letter: Benefits." in text


async def test_the_letter_of_the_partners_job_says_whose_it_is(chat: Chat) -> None:
    canadian = {**JOB, "country": "CA", "authorised": True, "studying": [], "unpaid_leave": []}
    await chat.knows({**COUPLE, "partner": {**COUPLE["partner"], "jobs": [canadian]}})
    await chat.goes_through("/documents", "[Your partner]", "[Reference letter, 21231")
    assert "Reference letter, 21231 Software engineers and designers, since March 2021 (your partner's)" in chat.text
    assert "“you” means your partner here" in await chat.presses("What the letter must state")


async def test_what_left_the_list_meanwhile_changes_nothing(chat: Chat) -> None:
    await chat.knows({**INVITED, "jobs": [JOB]})
    await chat.goes_through("/documents", "[You]", "[Police certificate, France]", "[Asked for it]")
    await chat.knows({**INVITED, "stays": []})
    assert "no longer on your list" in await chat.presses("Yesterday")
    await chat.knows({**INVITED, "jobs": [JOB]})
    await chat.goes_through("/documents", "[You]", "[Reference letter, 21231", "[What the letter must state]")
    await chat.goes_through("[Check my letter]", *["1"] * 9)
    await chat.knows({**INVITED, "jobs": []})
    assert "no longer on your list" in await chat.says("1")
    assert "papers" not in await facts_of(chat)


async def test_a_gap_filled_meanwhile_is_not_filled_twice(chat: Chat) -> None:
    gap = {"birth_date": "1990-03-31", "jobs": [{**JOB, "start": "2020-03-31"}]}
    await chat.knows(gap)
    await chat.goes_through("gaps in my history", "[Ask me one by one]")
    await chat.knows({**gap, "activities": [{"what": "study", "start": "2010-01-01", "end": "2018-01-01"}]})
    text = await chat.presses("Studying")
    assert "This has changed in the meantime." in text
    assert "What were you doing from 2 January 2018 to 29 February 2020" in text


# --- the months not told of ---


async def test_each_gap_is_asked_for_and_kept_with_its_days(chat: Chat) -> None:
    jobs = [{**JOB, "end": "2024-06-30", "start": "2016-01-01", "approximate": []}, {**JOB, "start": "2025-01-15"}]
    await chat.knows({"birth_date": "1990-03-31", "jobs": [*jobs[:1], {**jobs[1], "approximate": []}]})
    text = await chat.goes_through("/documents", "[Months I know nothing of]")
    assert "1. 1 July 2024 to 14 January 2025: 6 months and 14 days" in text
    text = await chat.presses("Ask me one by one")
    assert "What were you doing from 1 July 2024 to 14 January 2025 (6 months and 14 days)?" in text
    await chat.presses("Without work")
    assert "2. From: Monday 1 July 2024\n3. Until: Tuesday 14 January 2025" in chat.text
    await chat.goes_through("[2. From]", "1 August 2024")
    text = await chat.presses("Save")
    assert "What were you doing from 1 July 2024 to 31 July 2024 (1 month)?" in text
    assert (await facts_of(chat))["activities"] == [
        {"what": "without_work", "start": "2024-08-01", "end": "2025-01-14"}
    ]
    text = await chat.presses("Travelling")
    text = await chat.presses("Save")
    assert "No month is missing." in text
    assert "Your times without a job:\n1. Without work, or looking for it; From: Thursday 1 August 2024" in (
        await chat.goes_through("/profile", "[7. Documents and stays]")
    )


async def test_a_gap_that_was_a_job_opens_the_questions_of_a_job_with_its_days(chat: Chat) -> None:
    await chat.knows({"birth_date": "2000-11-01", "jobs": [{**JOB, "start": "2020-03-01"}]})
    await chat.goes_through("my last ten years", "[Ask me one by one]", "[A job]", "21232", "[The duties fit]")
    await chat.says("India")
    assert "How many hours a week" in chat.text, "the days are filled in"


async def test_what_is_skipped_or_not_known_stays_open(chat: Chat) -> None:
    await chat.knows({"birth_date": "1990-03-31", "jobs": [{**JOB, "start": "2020-03-31"}]})
    for button in ("Skip", "I don't know yet"):
        await chat.goes_through("gaps in my history", "[Ask me one by one]")
        assert "That was the last one. 1 stays open." in await chat.presses(button)
    assert "activities" not in await facts_of(chat)


async def test_studies_before_a_diploma_are_asked_for_and_never_guessed(chat: Chat) -> None:
    diploma = {"level": "doctoral", "country": "IN", "completed": "2019-06-30"}
    await chat.knows({"birth_date": "1990-03-31", "jobs": [{**JOB, "start": "2019-08-31"}], "credentials": [diploma]})
    text = await chat.goes_through("gaps in my history", "[Ask me one by one]")
    assert "A diploma was completed in June 2019. When those studies began I do not know." in text


async def test_the_partner_has_a_history_too_when_coming(chat: Chat) -> None:
    told_of = {**COUPLE, "jobs": [{**JOB, "start": "2010-01-01"}]}
    await chat.knows({**told_of, "partner": {**COUPLE["partner"], "jobs": []}})
    await chat.goes_through("gaps in my history", "[Your partner's months]", "[Ask me one by one]")
    assert "What was your partner doing from 23 November 2016 to 22 November 2026 (120 months)?" in chat.text
    await chat.goes_through("[At home]", "[Save]")
    kept = (await facts_of(chat))["partner"]["activities"]
    assert kept == [{"what": "at_home", "start": "2016-11-23"}]


async def test_a_partner_who_stays_is_asked_for_no_history(chat: Chat) -> None:
    await chat.knows({**COUPLE, "partner": {**COUPLE["partner"], "status": "not_accompanying"}})
    assert "Nobody asks for a history there." in await chat.presses_data("dc:g:partner")
    await chat.says("gaps in my history")
    assert "Your partner's months" not in chat.labels


# --- words and form ---


def test_a_document_is_named_by_its_key_alone() -> None:
    assert words.key_named("police_certificate:own:FR") == "Police certificate, France"
    assert words.key_named("reference_letter:partner:CA:2021-03-01") == (
        "Reference letter, Canada, 1 March 2021 (your partner's)"
    )
    assert words.key_named("language_result:own:french:2") == "Language test result, French, 2"
    assert words.key_named("of another program") == "of another program"


def test_every_kind_point_and_consequence_has_words() -> None:
    assert {*KINDS} == {*DocumentKind}
    assert {*MISSING} == {*IfMissing}
    assert {*letter.POINTS} == {*LetterItem}


@settings(deadline=None, max_examples=15)
@given(told(), st.sampled_from(LANGUAGES))
def test_every_screen_is_a_message_that_telegram_takes(facts: Facts, language: Language) -> None:
    with use(language):
        found = documents(facts, ON)
        shown = [screens.overview(facts, ON), screens.route_screen(facts, ON), history.overview(facts, ON, "own")]
        shown += [screens.list_screen(facts, ON, whose, page) for whose in words.PEOPLE for page in range(3)]
        shown += [screens.document_screen(facts, one, ON) for one in found]
        shown += _letters(facts, found)
        shown.append(history.question(facts, ON, "own", 0))
    for message in shown:
        assert 0 < len(message.text) <= 4096
        assert message.numbered <= sum(len(row) for row in message.keyboard)
        for row in message.keyboard:
            for button in row:
                assert len(button.data.encode()) <= 64
                assert not any(f"{child.birth_date}" in button.data for child in facts.children or ())
                assert not any(f":{country}" in button.data for country in ("IN", "CA", "FR"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("own", [INVITED, {**INVITED, "invitation": None, "profile": None}], ids=["invited", "before"])
def test_fifty_jobs_with_the_longest_titles_stay_messages_that_telegram_takes(
    own: dict[str, Any], language: Language
) -> None:
    longest = max(unit_groups().values(), key=lambda group: len(group.title("fr"))).code
    jobs = [
        {**JOB, "noc": longest, "start": f"{2017 + n // 12}-{n % 12 + 1:02}-01", "end": "2026-10-31", "approximate": []}
        for n in range(50)
    ]
    facts = Facts.model_validate({**COUPLE, **own, "jobs": jobs, "partner": {**COUPLE["partner"], "jobs": jobs}})
    with use(language):
        shown = [screens.overview(facts, ON), screens.route_screen(facts, ON), history.overview(facts, ON, "own")]
        shown += [screens.list_screen(facts, ON, "own", page) for page in range(9)]
        shown += _letters(facts, documents(facts, ON)[:12])
        one = next(one for one in documents(facts, ON) if words.job_of(facts, one) is not None and "letter" in one.key)
        job = words.job_of(facts, one)
        assert job is not None
        everything = dict.fromkeys(letter.points(job), letter.NOT_THERE)
        shown.append(letter.result(one, job, {item.value: state for item, state in everything.items()}))
    assert all(len(message.text) <= 4096 for message in shown)


def _letters(facts: Facts, found: tuple[Document, ...]) -> list[Outgoing]:
    jobs = [(one, words.job_of(facts, one)) for one in found]
    return [letter.screen(facts, one, job) for one, job in jobs if job is not None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_of_somebody_who_lost_a_partner_shows_a_number_first(language: Language) -> None:
    facts = Facts.model_validate({**SINGLE, "former_partner": {"how": "died", "since": "2026-10-01"}})
    one = next(one for one in documents(facts, ON) if one.kind is DocumentKind.death_certificate)
    with use(language):
        text = screens.document_screen(facts, one, ON).text
    assert "points" not in text
