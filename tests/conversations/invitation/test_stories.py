"""The shared stories of an invitation, over the chat; figures by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conversations.chat import Chat

ENGLISH: dict[str, Any] = {
    "kind": "ielts_general",
    "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7},  # CLB 9 in each
    "result_date": "2026-01-10",
}
WORK: dict[str, Any] = {
    "start": "2023-01-09",
    "noc": "21231",
    "duties": "fits",
    "country": "CA",
    "hours_per_week": 40,
    "paid": True,
    "self_employed": False,
    "authorised": True,
    "studying": [],
}
ANSWERED: dict[str, Any] = {
    "birth_date": "1990-05-05",
    "education": "masters_or_entry_to_practice_professional",
    "tests": [ENGLISH],
    "canadian_work_years": 2,
    "foreign_work_years": 0,
    "jobs": [WORK],
    "canadian_study": "none",
    "provincial_nomination": False,
    "sibling_in_canada": False,
    "certificate_of_qualification": False,
    "children": [],
    "profile": {"submitted": "2026-03-01"},
}
ISSUED = "2026-11-18"


def spaced(text: str) -> str:
    """The text with every kind of space as a plain one."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def noon(year: int, month: int, day: int) -> datetime:
    """Noon in Toronto in winter."""
    return datetime(year, month, day, 17, tzinfo=UTC)


async def test_story_s17_the_test_dies_on_day_53_and_day_52_is_the_deadline(chat: Chat) -> None:
    await chat.knows({**ANSWERED, "tests": [{**ENGLISH, "result_date": "2025-01-10"}]})
    assert "Which date does your invitation letter carry?" in await chat.says("I got an invitation")
    summary = await chat.goes_through(
        *("18 November 2026", "17 January 2027 11:59 PM UTC", "[Canadian Experience]", "[No category]"),
        *("470", "skip", "472"),
    )
    assert "Apply by Saturday 9 January 2027: day 52" in summary
    text = spaced(await chat.presses("Save the invitation"))
    first = text.index("Apply by Saturday 9 January 2027: day 52")
    assert first < text.index("Sunday 17 January 2027", first)
    assert text.index("Saturday 9 January 2027") < text.index("Sunday 17 January 2027")
    assert "You have 52 days, not 60. What sets the deadline: your English test result." in text
    # 9 January ends at midnight UTC, which is 7 in the evening in Toronto.
    assert "Saturday 9 January 2027, 23:59 UTC; on your clock (Toronto): Saturday 9 January 2027, 6:59 p.m." in text
    assert "day 60: Sunday 17 January 2027, 23:59 UTC" in text
    assert "Today is day 5: 47 days are left." in text
    # Day 59 is 16 January; an English test takes five weeks by our margin.
    assert "begin by Saturday 12 December 2026 (our planning margin)" in text
    assert "the score still has to reach 470, the cut-off" in text
    assert "Decline in your account by Sunday 17 January 2027" in text
    assert "through Sunday 28 February 2027" in text
    assert "Apply by Sunday 17 January" not in text


async def test_story_s22_ne_rien_faire_et_refuser_avec_leurs_dates(conversation: Chat) -> None:
    conversation.now = noon(2027, 1, 15)  # jour 58
    await conversation.knows({**ANSWERED, "invitation": {"issued": ISSUED, "program": "canadian_experience"}})
    text = spaced(await conversation.says("/ipd"))
    assert "2 jours avant la fin de l’invitation." in text
    assert "Le choix vous appartient." in text
    text = spaced(await conversation.says("si je ne fais rien ?"))
    assert "dimanche 17 janvier 2027, 23 h 59 UTC" in text
    assert "à partir du lundi 18 janvier 2027" in text
    assert "le profil sort du bassin" in text
    assert "Refuser dans votre compte, au plus tard le dimanche 17 janvier 2027. Il n’y a aucune pénalité." in text
    assert "Il y reste jusqu’au dimanche 28 février 2027 inclus" in text
    assert "Le choix vous appartient" in text
    text = spaced(await conversation.presses("Je la laisse expirer"))
    assert "écrivez laisser expirer" in text
    text = spaced(await conversation.says("laisser expirer"))
    assert "vous choisissez de laisser expirer l’invitation" in text
    assert "vous pouvez encore changer d’avis" in text
    # The choice changes no fact: until the last day everything is still open.
    assert "2 jours avant la fin" in spaced(await conversation.says("/invitation"))


@pytest.mark.parametrize(("word", "title"), [("decline", "Declining"), ("refuser", "Refuser l’invitation")])
async def test_declining_in_one_word_is_of_the_open_invitation(chat: Chat, word: str, title: str) -> None:
    chat.now = noon(2027, 1, 15)
    chat.language = "fr" if word == "refuser" else "en"
    await chat.knows({**ANSWERED, "invitation": {"issued": ISSUED, "program": "canadian_experience"}})
    assert spaced(await chat.says(word)).startswith(title)
    await chat.knows(ANSWERED)
    linked = "Lien avec votre conjoint" if word == "refuser" else "Link with your partner"
    assert (await chat.says(word)).startswith(linked), "without one, it may be an answer to a partner"


async def test_anything_but_the_word_notes_nothing(conversation: Chat) -> None:
    conversation.now = noon(2027, 1, 15)
    await conversation.knows({**ANSWERED, "invitation": {"issued": ISSUED, "program": "canadian_experience"}})
    await conversation.says("si je ne fais rien ?")
    await conversation.presses("Je la laisse expirer")
    assert "vous choisissez" not in await conversation.says("ma note")
    assert "vous choisissez" not in await conversation.says("laisser expirer")


async def test_story_s23_a_late_certificate_has_two_ways_and_no_promise(chat: Chat) -> None:
    chat.now = noon(2026, 12, 29)  # day 41
    await chat.knows(
        {
            **ANSWERED,
            "stays": [
                {"country": "IN", "start": "2008-05-05", "end": "2022-12-31"},
                {"country": "CA", "start": "2023-01-01"},
            ],
            "invitation": {"issued": ISSUED, "program": "canadian_experience"},
            "papers": [{"key": "police_certificate:own:IN", "state": "asked_for", "on": "2026-11-21"}],
        }
    )
    await chat.says("/invitation")
    text = spaced(await chat.presses("My plan"))
    assert "Asked for on Saturday 21 November 2026: your police certificate of India." in text
    assert "You asked for it on Saturday 21 November 2026, day 3 of the invitation: keep the proof of that." in text
    assert "decline in your account by Sunday 17 January 2027" in text
    assert "accepted only exceptionally, and I cannot promise it" in text


async def test_story_s25_the_medical_exam_is_a_task_of_the_first_day(chat: Chat) -> None:
    chat.now = noon(2026, 11, 18)
    await chat.knows(
        {
            **ANSWERED,
            "children": [{"birth_date": "2020-02-02", "accompanying": False}],
            "invitation": {"issued": ISSUED, "program": "canadian_experience"},
        }
    )
    text = spaced(await chat.says("/invitation"))
    assert "Today is day 0" in text
    assert "Medical exam: do not wait for a letter." in text
    assert "since 21 August 2025" in text
    assert "every dependent child, coming or not" in text
    assert "In Canada an exam of the last five years" in text
    text = spaced(await chat.says("no medical upfront, I wait for their letter"))
    assert "No longer: it was so until 20 August 2025." in text
    # Day 59 is 16 January; an exam takes three weeks by our margin.
    assert "By Saturday 26 December 2026: your medical exam, before you apply." in text
    assert "By Saturday 26 December 2026: the medical exam of your child born on 2 February 2020" in text


S34: dict[str, Any] = {
    **ANSWERED,
    "birth_date": "1996-09-10",
    "canadian_study": "three_years_or_more",
    "canadian_work_years": 1,
    "foreign_work_years": 1,
    "jobs": None,
}


async def test_story_s34_a_birthday_since_the_invitation_is_no_reason_to_decline(chat: Chat) -> None:
    chat.now = datetime(2026, 9, 12, 15, tzinfo=UTC)
    await chat.knows(S34)
    await chat.goes_through("I got an invitation", "18 August 2026", "skip", "[Canadian Experience]")
    assert "Round 436, 18 August 2026: Canadian Experience Class, cut-off 523" in chat.text
    await chat.goes_through("[Round 436, 523]", "527")
    text = spaced(await chat.presses("Save the invitation"))
    assert "Apply by Saturday 17 October 2026: day 60" in text
    assert "Saturday 17 October 2026, 23:59 UTC" in text
    text = spaced(await chat.presses("Check my invitation"))
    assert "Go ahead:" in text
    assert "Score in the letter: 527" in text
    assert "By your answers, on 18 August 2026: 527" in text
    assert "By your answers, today: 522" in text
    assert "Today, with the birthday forgiven: 527" in text
    assert "Cut-off of the round: 523" in text
    assert "it is no reason to decline" in text
    assert "Other losses are not forgiven in that way." in text
    assert "below the cut-off" not in text
    assert "Decline:" not in text
    text = spaced(await chat.says("I turn 30 on 10 September, will I lose points after ITA?"))
    assert "It alone is no reason to decline." in text
    assert "Go ahead:" in text


async def test_a_wedding_since_the_invitation_can_leave_less_than_the_cut_off(chat: Chat) -> None:
    # Question pattern 15: with a partner of secondary education the core falls, and nothing of it is forgiven.
    chat.now = datetime(2026, 9, 1, 15, tzinfo=UTC)
    partner = {"status": "accompanying", "married": "2026-08-29", "education": "secondary", "canadian_work_years": 0}
    invitation = {"issued": "2026-08-18", "program": "canadian_experience", "round": "436", "score": 527}
    await chat.knows({**S34, "partner": partner, "invitation": invitation})
    await chat.says("/invitation")
    text = spaced(await chat.presses("Check my invitation"))
    assert "Decline: by what you told me" in text
    assert "below the cut-off of your round, 523" in text
    assert "Whether you apply is for you to decide." in text


PATTERNS = {
    "my IELTS expires on 9 January 2028, got ITA on 18 November 2026, can I still submit?": "Apply by",
    "mon TEF expire le 9 janvier 2028, j'ai reçu l'IPD le 18 novembre, je peux quand même déposer ?": "Apply by",
    "I turn 37 on 5 May, will I lose points after ITA?": "Go ahead:",
    "snuck in by 1 point, birthday next week, lawyer says submit before": "Go ahead:",
    "changed job after ITA, update profile or only e-APR?": "also after an invitation",
    "system let me in with 11 months, ITA came, decline?": "Go ahead:",
    "province cancelled my nomination, I already have ITA": "also after an invitation",
    "declined ITA: banned? lose score?": "There is no penalty.",
    "refuser l'IPD, est-ce pénalisé ?": "There is no penalty.",
    "missed the 60 days by hours, can I get an extension?": "your invitation is still open",
}
"""Questions as people ask them, and what somebody with an open invitation reads beside the general answer."""


@pytest.mark.parametrize("question", PATTERNS)
async def test_what_people_ask_with_an_invitation_leads_to_their_own(chat: Chat, question: str) -> None:
    invitation = {"issued": ISSUED, "program": "canadian_experience", "cut_off": 440}
    await chat.knows({**ANSWERED, "invitation": invitation})
    assert PATTERNS[question] in await chat.says(question)


async def test_an_invitation_before_the_year_of_work_was_complete_is_told(chat: Chat) -> None:
    # Mistake 16: from 1 September 2025 the year is complete on 1 September 2026, two weeks after the round.
    chat.now = datetime(2026, 9, 12, 15, tzinfo=UTC)
    invitation = {"issued": "2026-08-18", "program": "canadian_experience", "cut_off": 400}
    jobs = [{**WORK, "start": "2025-09-01"}]
    await chat.knows({**ANSWERED, "canadian_work_years": None, "jobs": jobs, "invitation": invitation})
    await chat.says("/invitation")
    text = await chat.presses("Check my invitation")
    assert "Decline:" in text
    assert "Canadian Experience Class: not met on that day, met today" in text
    assert "The form counts the calendar months" in text
    assert "registers" in text


async def test_a_nomination_withdrawn_since_the_invitation_takes_the_600_points(chat: Chat) -> None:
    chat.now = datetime(2026, 9, 12, 15, tzinfo=UTC)
    nomination = {"province": "ON", "accepted": True, "notified": "2026-08-01", "withdrawn": "2026-09-01"}
    invitation = {"issued": "2026-08-17", "program": "provincial_nominee", "round": "435"}
    told = {**ANSWERED, "provincial_nomination": None, "nomination": nomination, "invitation": invitation}
    await chat.knows(told)
    await chat.says("/invitation")
    text = await chat.presses("Check my invitation")
    assert "What moved since: provincial nomination −600." in text
    assert "The nomination the invitation rested on is not there any more." in text


async def test_story_s69_deleting_says_once_that_the_timers_stop_and_obeys(chat: Chat) -> None:
    chat.now = noon(2026, 12, 28)  # day 40
    await chat.knows({**ANSWERED, "invitation": {"issued": ISSUED, "program": "canadian_experience"}})
    text = spaced(await chat.says("delete everything"))
    assert "Your invitation is open: apply by Sunday 17 January 2027" in text
    assert "Its reminders stop with everything else" in text
    text = spaced(await chat.presses("Delete my data"))
    assert "invitation" not in text
    assert "Everything you told me was deleted" in await chat.says("delete")
    assert await chat.candidate() is None


async def test_story_s78_two_hours_late_hears_the_fact_what_is_still_valid_and_the_next_step(chat: Chat) -> None:
    # 1:59 UTC on 18 January is still the evening of the 17th in Toronto: the invitation is over all the same.
    chat.now = datetime(2027, 1, 18, 1, 59, tzinfo=UTC)
    await chat.knows({**ANSWERED, "invitation": {"issued": ISSUED, "program": "canadian_experience"}})
    text = spaced(await chat.says("I think I ruined my life, I missed it by 2 hours."))
    assert text.startswith("I understand that this weighs on you.")
    assert "It ended on Sunday 17 January 2027, 23:59 UTC; on your clock (Toronto): Sunday 17 January 2027" in text
    assert "not extended" in text
    assert "Your English test result: through Sunday 9 January 2028." in text
    assert "Make a new profile" in text
    assert "registers" in text
    assert "!" not in text
    assert "unfortunately" not in text.casefold()


async def test_story_s82_a_deep_link_opens_french_and_the_questions_of_an_invitation(chat: Chat) -> None:
    await chat.knows(ANSWERED)
    assert "Quelle date porte votre lettre d’invitation?" in await chat.says("/start fr_ita")


async def test_a_deep_link_changes_and_skips_nothing_for_who_has_told_nothing(chat: Chat) -> None:
    assert "Commencer" in (await chat.says("/start fr_ita") and chat.labels)
    await chat.presses("Commencer")
    assert "Question 1" in chat.text
    assert "invitation" not in chat.text


async def test_a_deep_link_ends_no_interview_under_way(chat: Chat) -> None:
    await chat.knows(ANSWERED)
    await chat.goes_through("I got an invitation", "18 November 2026")
    assert "date" in await chat.says("/start en_ita")
    assert "Question 2" in chat.text


@pytest.mark.parametrize("declined", [None, "2027-01-12"])
async def test_declining_after_the_year_of_the_profile_promises_no_way_back(chat: Chat, declined: str | None) -> None:
    chat.now = noon(2027, 1, 12)  # the profile ended through 9 January, the invitation lasts through 17 January
    invitation = {"issued": ISSUED, "program": "canadian_experience", "declined": declined}
    await chat.knows({**ANSWERED, "profile": {"submitted": "2026-01-10"}, "invitation": invitation})
    shown = {page: spaced(await chat.says(page)) for page in ("/invitation", "/journey", "/documents")}
    if declined is None:
        shown["nothing"] = spaced(await chat.says("what if I do nothing?"))
        assert (
            "nothing goes back to the pool, because the last day of the profile was Saturday 9" in shown["/invitation"]
        )
        assert "brings nothing back to the pool: the last day of the profile was 9" in shown["/journey"]
        assert "nothing goes back to the pool: the last day of the profile was Saturday 9" in shown["nothing"]
        assert "There is no penalty" in shown["nothing"]
    else:
        assert (
            "nothing of it is in the pool: the last day of the profile was Saturday 9 January" in shown["/invitation"]
        )
        assert "There is no penalty" in shown["/invitation"]
    for text in shown.values():
        assert "The profile goes back" not in text
        assert "is back in the pool" not in text
        assert "stays in the pool" not in text


async def test_declining_after_the_last_day_of_the_profile_is_named_as_too_late_to_keep_it(chat: Chat) -> None:
    chat.now = noon(2027, 1, 5)
    invitation = {"issued": ISSUED, "program": "canadian_experience"}
    await chat.knows({**ANSWERED, "profile": {"submitted": "2026-01-10"}, "invitation": invitation})
    text = spaced(await chat.says("what if I do nothing?"))
    assert "It stays there through Saturday 9 January 2027, its own last day. Declined after that day" in text
    assert "decline by Saturday 9 January 2027" in spaced(await chat.says("/journey"))
