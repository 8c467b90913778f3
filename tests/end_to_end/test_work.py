"""Counting work, certificates and a test that is not accepted, over HTTP: the stories S07, S10 to S15 and S24."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from conversations.profile.documents import STAYS
from conversations.profile.parts import Items
from conversations.profile.work import JOBS
from locales import Language, plain, use
from tests.end_to_end.running import Companion
from tests.end_to_end.story import LONG, TALK, finishes, talks
from tests.telegram_person import Person, Seen

pytestmark = pytest.mark.asyncio(loop_scope="module")

NBSP = "\N{NO-BREAK SPACE}"
USUAL: Final = {"duties": "1", "paid": "1", "authorised": "1", "unpaid_leave": "1"}
"""The duties fit; paid; allowed; no unpaid leave: by the numbers of the buttons."""


async def told_in_short(person: Person) -> None:
    """Somebody who went through the short interview and lives by Toronto's clock."""
    await talks(person, *TALK)
    await finishes(person)


async def adds(person: Person, part: Items, answers: dict[str, str], language: Language = "en") -> Seen:
    """From the open first question of a list's thing to Save: each answer when its question was asked."""
    asked = [question for question in part.questions if question.key in answers]
    with use(language):
        wordings, save = [plain(question.wording) for question in asked], plain("Save")
    for question, following in zip(asked, [*wordings[1:], save], strict=True):
        await person.say(answers[question.key])
        await person.wait_for(has(following), LONG)
    await person.press(save)
    with use(language):
        return await person.wait_for(plain("Saved."), LONG)


def has(words: str) -> Callable[[Seen], bool]:
    """Whether a message has these words, or a button of that label."""
    return lambda seen: words in seen.text or words in seen.labels


def job(
    noc: str, country: str, start: str, end: str, hours: str, *, self_employed: str = "2", studying: str = "1"
) -> dict[str, str]:
    """The answers of one job; those of work in Canada only are asked there only."""
    answers = {
        **USUAL,
        "noc": noc,
        "country": country,
        "start": start,
        "end": end,
        "hours_per_week": hours,
        "self_employed": self_employed,
        "studying": studying,
    }
    not_asked = () if country == "Canada" else ("authorised", "studying")
    return {key: said for key, said in answers.items() if key not in not_asked}


async def tells_jobs(person: Person, *jobs: dict[str, str]) -> Seen:
    """The jobs one by one, and then how they count."""
    await talks(person, ("/work", "How the work counts"))
    for each in jobs:
        await talks(person, ("[Add a job]", "What was the occupation"))
        await adds(person, JOBS, each)
    return await talks(person, ("/work", "How the work counts"))


async def test_s10_forty_five_hours_for_thirty_five_weeks(ana: Person) -> None:
    await told_in_short(ana)
    short = await talks(ana, ("How does my work count?", "Work outside Canada: 3 complete years"))
    assert "Tell me the jobs one by one" in short.text
    seen = await tells_jobs(ana, job("21231", "Canada", "23 March 2026", "1", "45"))
    for words in (
        "Hours worked in the last 10 years: 1,575. Hours counted: 1,050.",
        "Hours missing to the next year: 510, which are 17 weeks at 30 hours.",
        "the complete years will be 1 at the end of Monday 22 March 2027",
        "12 from 1 February 2027 on",
        "not enough, 1,050 of 1,560 hours",
    ):
        assert words in seen.text


async def test_s11_two_part_time_jobs(ana: Person) -> None:
    await told_in_short(ana)
    begun = "16 February 2026"
    seen = await tells_jobs(ana, job("21231", "Canada", begun, "1", "15"), job("21232", "Canada", begun, "1", "20"))
    assert "Hours worked in the last 10 years: 1,400. Hours counted: 1,200." in seen.text
    assert "Hours missing to the next year: 360, which are 12 weeks at 30 hours." in seen.text


async def test_s13_a_co_op_of_eight_months(ana: Person) -> None:
    await told_in_short(ana)
    co_op = "1 November 2025 to 30 June 2026"
    seen = await tells_jobs(ana, job("21231", "Canada", "1 November 2025", "31 October 2026", "30", studying=co_op))
    assert "calendar months with such work: 4 so far" in seen.text
    assert f"– {co_op}: during full-time studies." in seen.text
    assert "No job outside Canada was told." in seen.text


async def test_s14_a_freelancer_in_canada_and_abroad_in_french(ana: Person) -> None:
    await told_in_short(ana)
    await talks(ana, ("/fr", "français"), ("/work", "Comment le travail compte"))
    for each in (
        job("21231", "Canada", "23 novembre 2024", "1", "30", self_employed="1"),
        job("21231", "France", "1er novembre 2021", "31 octobre 2024", "30", self_employed="1"),
    ):
        with use("fr"):
            first = plain(JOBS.questions[0].wording)
        await talks(ana, ("[Ajouter un emploi]", first))
        await adds(ana, JOBS, each, "fr")
    seen = await talks(ana, ("mon travail", "Comment le travail compte"))
    in_canada, abroad = seen.text.split("Travail hors du Canada")
    assert f"Heures comptées{NBSP}: 0." in in_canada
    assert f"– Ne compte pas{NBSP}: travail autonome au Canada." in in_canada
    assert f"Années complètes{NBSP}: 3." in abroad
    assert "Le travail autonome hors du Canada peut compter" in abroad
    assert f"une année au Canada en trois ans{NBSP}: c’est insuffisant, 0 sur 1{NBSP}560{NBSP}heures" in abroad


async def test_s15_remote_work_from_lagos(ana: Person) -> None:
    await told_in_short(ana)
    seen = await tells_jobs(ana, job("21231", "Nigeria", "23 November 2024", "1", "30"))
    assert "No job in Canada was told." in seen.text
    assert "Nigeria; since 23 November 2024" in seen.text
    assert "A day is Canadian or foreign, never both." in seen.text
    assert "one year in Canada within three years: not enough, 0 of 1,560 hours" in seen.text


async def test_s24_which_certificates_are_needed(ana: Person) -> None:
    await told_in_short(ana)
    await talks(ana, ("/profile", "Your profile on"), ("[7. Documents and stays]", "I need the countries you lived in"))
    for country, start, end in (
        ("United Arab Emirates", "1 January 2018", "31 May 2018"),
        ("United Arab Emirates", "1 January 2020", "30 April 2020"),
        ("France", "1 February 2021", "31 August 2021"),
        ("India", "1 September 2021", "1"),
    ):
        await talks(ana, ("[Add a stay]", "In which country?"))
        await adds(ana, STAYS, {"country": country, "start": start, "end": end})
    seen = await talks(ana, ("/profile", "Your profile on"), ("[7. Documents and stays]", "Which police certificates"))
    assert "1. United Arab Emirates: to be checked. No stay there reaches 6 months in a row" in seen.text
    assert "2. France: needed, because of a stay of 6 months or more in a row." in seen.text
    assert (
        "3. India: needed, because of a stay of 6 months or more in a row. It is the country lived in now" in seen.text
    )
    assert "never for Canada" in seen.text
    assert "as read on 23 November 2026" in seen.text


async def test_s07_a_test_that_is_not_accepted_is_kept_as_not_usable(standing_bot: Companion, ana: Person) -> None:
    question = next(place for place, (_, then) in enumerate(TALK) if "Which language test" in then)
    await talks(ana, *TALK[: question + 1])
    said = await talks(ana, ("IELTS Academic", "IELTS Academic is not accepted for Express Entry"))
    assert "Which language test" in said.text
    await standing_bot.kill()
    await standing_bot.start()
    await talks(ana, *TALK[question + 1 :])
    await finishes(ana)
    shown = await talks(ana, ("/profile", "Your profile on"), ("[2. Language tests]", "Not usable for Express Entry"))
    assert "Not usable for Express Entry: IELTS Academic" in shown.text
    assert "1. IELTS General" in shown.text
    after = await talks(ana, ("[Remove: IELTS Academic]", "Removed."))
    assert "Not usable" not in after.text
