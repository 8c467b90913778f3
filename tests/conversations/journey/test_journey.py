"""Where you are: the walk through the stages, steps told and refused, what is waited for, two profiles of a couple."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from conversations import stages
from conversations.events import express_entry
from conversations.events.catalogue import EVENTS
from conversations.journey import to_do
from conversations.journey.room import TITLES, news, screen
from locales import Language, use
from rules.facts import Facts
from rules.journey import State, stage_on
from rules.parameters import book
from storage.unit import Database
from tests.conversations.chat import MONDAY, Chat

TEST = {
    "kind": "ielts_general",
    "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7},
    "result_date": "2025-06-10",
}
PERSON: dict[str, Any] = {"birth_date": "1991-03-31", "education": "secondary", "tests": [TEST]}
POOL = {**PERSON, "profile": {"submitted": "2026-03-01"}}
INVITED = {**POOL, "invitation": {"issued": "2026-11-01"}}  # the last day is 31 December
APPLIED = {**POOL, "invitation": {"issued": "2026-11-01", "applied": "2026-11-10"}}
APPROVED = {**APPLIED, "application": {"approved": "2026-11-20"}}


async def facts_of(chat: Chat) -> Facts:
    kept = await chat.candidate()
    assert kept is not None
    assert kept.facts is not None
    return Facts.model_validate(kept.facts)


async def told(chat: Chat, *answers: str, save: str = "Save this change") -> str:
    """An event told to its end; the text of the summary."""
    await chat.goes_through(*answers)
    summary = chat.text
    await chat.presses(save)
    return summary


def narrow(text: str) -> str:
    """The text with the spaces of French typography as they are typed."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


# --- the walk ---


async def test_the_stages_are_walked_from_the_first_form_to_canada(chat: Chat) -> None:
    await chat.knows(PERSON)
    text = await chat.says("/journey")
    assert "Where you are: no profile yet" in text
    assert "1. Have diplomas" in text
    summary = await told(chat, "[I began a profile]", "20 November 2026")
    assert "Before: no profile yet." in summary
    assert "After: profile begun, not submitted, since 20 November 2026." in summary
    assert "Submit the profile by Tuesday 19 January 2027." in summary
    text = await chat.says("where am I?")
    assert "On Wednesday 20 January 2027 the form is erased, if nothing else happens." in text
    await told(chat, "[I submitted my profile]", "22 November 2026")
    assert "Where you are: in the pool, since 22 November 2026." in chat.text
    assert "The last day of the profile is Sunday 21 November 2027." in chat.text
    text = await chat.says("/journey")
    assert "Do not withdraw it to make it fresher" in text
    assert chat.button("I was invited to apply").data == "i:new"

    chat.now = datetime(2027, 3, 1, 15, tzinfo=UTC)
    await chat.goes_through("[I was invited to apply]", "10 January 2027", *["skip"] * 5)
    await chat.presses("Save")
    text = await chat.says("/journey")
    assert "Where you are: invited to apply\nSince Sunday 10 January 2027." in text
    assert (
        "decline by Thursday 11 March 2027: the profile then stays in the pool until 21 November 2027, as long" in text
    )
    await chat.goes_through("[I have sent the application]", "1 February 2027", "/journey")
    assert "Where you are: application sent\nSince Monday 1 February 2027." in chat.text
    await told(chat, "[My application was approved]", "26 February 2027")
    text = await chat.says("/journey")
    assert "Where you are: application approved\nSince Friday 26 February 2027." in text
    assert "IRPR 51" in text
    assert "no score is needed any more" in await chat.says("/score")
    await told(chat, "I landed", "today")
    text = await chat.says("/journey")
    assert "Where you are: permanent resident of Canada" in text
    assert "Something new?" not in text
    assert stage_on(await facts_of(chat), chat.now.date()).state is State.landed


async def test_le_parcours_se_suit_en_francais(conversation: Chat) -> None:
    chat = conversation
    await chat.knows(PERSON)
    text = narrow(await chat.says("/parcours"))
    assert "Où vous en êtes : pas encore de profil" in text
    summary = await told(chat, "[J’ai soumis mon profil]", "1er mars 2026", save="Enregistrer ce changement")
    assert "Après : dans le bassin, depuis le 1er mars 2026." in narrow(summary)
    text = await chat.says("où en suis-je?")
    assert "Depuis le dimanche 1er mars 2026." in text
    assert "Le lundi 1er mars 2027, le profil expire, si rien d’autre n’arrive." in text
    await chat.knows(APPLIED)
    summary = await told(chat, "ma demande a été refusée", "20 novembre 2026", save="Enregistrer ce changement")
    assert "Après : demande refusée, depuis le 20 novembre 2026." in narrow(summary)
    text = await chat.says("/parcours")
    assert "l’omettre peut compter comme une fausse déclaration" in text
    await told(chat, "[J’ai soumis un nouveau profil]", "aujourd’hui", save="Enregistrer ce changement")
    assert "Où vous en êtes : dans le bassin, avec un nouveau profil" in narrow(chat.text)
    facts = await facts_of(chat)
    assert facts.profile is not None
    assert str(facts.profile.follows) == "2026-11-20"
    assert facts.invitation is None
    assert facts.tests


@pytest.mark.parametrize("words", ["what should I do now?", "Next step", "quelle est la prochaine étape?"])
async def test_who_asks_what_comes_next_is_shown_where_they_are(chat: Chat, words: str) -> None:
    await chat.knows(POOL)
    assert "Where you are: in the pool" in await chat.says(words)


# --- steps that cannot be ---


async def test_a_step_that_cannot_follow_is_explained_and_not_made(chat: Chat) -> None:
    await chat.knows(POOL)
    text = await chat.says("My application was refused")
    assert "By what you told me you are: in the pool. From there this cannot follow." in text
    assert "What can: in the pool, a nomination waits for your answer; invited to apply;" in text
    assert await facts_of(chat) == Facts.model_validate(POOL)


async def test_a_day_before_the_last_step_is_explained_below_the_summary_and_never_saved(chat: Chat) -> None:
    await chat.knows(APPLIED)
    text = await chat.goes_through("My application was approved", "9 November 2026")
    reason = "Monday 9 November 2026 is before the step you told me last, which was on Tuesday 10 November 2026."
    assert reason in text
    text = await chat.presses("Save this change")
    assert "Nothing was saved." in text
    assert reason in text
    assert (await facts_of(chat)).application is None
    await chat.goes_through("[1. Day]", "12 November 2026")
    assert "Saved: My application was approved, Thursday 12 November 2026." in await chat.presses("Save this change")


async def test_a_step_without_its_day_is_not_saved(chat: Chat) -> None:
    await chat.knows(APPLIED)
    assert "I need the day for this" in await chat.goes_through("My application was refused", "skip")
    await chat.presses("Save this change")
    assert await facts_of(chat) == Facts.model_validate(APPLIED)


async def test_withdrawing_takes_a_typed_word_beside_the_button(chat: Chat) -> None:
    await chat.knows(POOL)
    text = await chat.goes_through("/journey", "[I withdrew my profile]", "yesterday")
    assert "The word is: withdrawn" in text
    assert not any("withdrawn" in label for label in chat.labels)
    assert chat.labels == ["Why we ask", "Back", "Stop"]
    for said in ("yes", "skip", "I don't know"):
        assert "That is not the word “withdrawn”." in await chat.says(said)
    assert await facts_of(chat) == Facts.model_validate(POOL)
    await chat.goes_through("Withdrawn")
    await chat.presses("Save this change")
    facts = await facts_of(chat)
    assert stage_on(facts, MONDAY.date()).state is State.withdrawn
    assert "You have no profile in the pool now (profile withdrawn, out of the pool)" in await chat.says("/score")


async def test_who_wants_a_fresher_profile_is_told_that_a_later_time_is_worse(chat: Chat) -> None:
    """S49."""
    await chat.knows(POOL)
    text = await chat.says("Should I delete and recreate my profile to be fresher?")
    assert "A later time is worse" in text
    assert "withdrawing loses it" in text
    text = await chat.says("I withdrew my profile")
    assert "withdrawing loses the time stamp of the profile, and a new one comes later in a tie" in text


async def test_an_application_that_came_back_leaves_the_time_of_the_invitation_or_none(chat: Chat) -> None:
    await chat.knows(APPLIED)
    summary = await told(chat, "My application came back incomplete", "20 November 2026")
    assert "After: application returned as incomplete, the invitation runs on, since 20 November 2026." in summary
    assert "Apply or decline by Thursday 31 December 2026." in summary
    chat.now = datetime(2027, 1, 20, 15, tzinfo=UTC)
    await chat.knows(APPLIED)
    summary = await told(chat, "My application came back incomplete", "18 January 2027")
    assert "After: invitation expired, out of the pool, since 18 January 2027." in summary


async def test_an_ended_profile_told_anew_in_the_profile_is_one_that_follows_it(chat: Chat) -> None:
    ended = {"submitted": "2026-03-01", "ended": "2026-10-01", "ended_by": "withdrawn"}
    await chat.knows({**PERSON, "profile": ended})
    await chat.presses_data("f:p:own:pool")
    await chat.presses("Day of submission")
    await chat.says("10 October 2026")
    await chat.presses("Save")
    profile = (await facts_of(chat)).profile
    assert profile is not None
    assert (profile.ended, str(profile.follows)) == (None, "2026-10-01")
    assert stage_on(await facts_of(chat), MONDAY.date()).state is State.re_entered


async def test_an_answered_nomination_leads_back_to_the_pool_and_is_not_received_twice(chat: Chat) -> None:
    await chat.knows({**POOL, "nomination": {"province": "ON", "notified": "2026-11-10"}})
    text = await chat.says("/journey")
    assert "Accept or reject it in your account by Thursday 10 December 2026 (30 days, as far as reported)." in text
    assert "1. I accepted the nomination\n2. I refused the nomination" in text
    summary = await told(chat, "[I accepted the nomination]", "12 November 2026")
    assert "Before: in the pool, a nomination waits for your answer, since 10 November 2026." in summary
    await chat.says("/journey")
    assert "I received a nomination" not in chat.labels


# --- every screen knows the stage ---


async def test_home_and_dates_say_where_somebody_is_with_the_next_date(chat: Chat) -> None:
    await chat.knows(INVITED)
    line = "Where you are: invited to apply, since 1 November 2026. Apply or decline by Thursday 31 December 2026."
    assert line in await chat.says("/start")
    assert line in await chat.says("/dates")


async def test_somebody_who_has_not_begun_is_not_told_so_on_every_screen(chat: Chat) -> None:
    await chat.knows(PERSON)
    for command in ("/start", "/dates", "/score"):
        assert "Where you are" not in await chat.says(command)


# --- after applying ---


async def test_what_is_waited_for_is_listed_and_each_is_told_with_its_day(chat: Chat) -> None:
    family = {"partner": {"status": "accompanying"}, "children": [], "passport_expires": "2027-09-01"}
    await chat.knows({**APPLIED, **family, "medical_exam": "2026-11-05"})
    await chat.says("/journey")
    text = await chat.presses("What I wait for")
    assert "Applied: Tuesday 10 November 2026." in text
    assert "Biometrics asked for: not told yet." in text
    assert "I do not know, and I do not guess." in text
    assert "it is no right and no promise" in text
    assert "1,200 dollars by the list of 23 November 2026 (2 × 600)" in text
    assert "Your medical exam counts through Thursday 4 November 2027." in text
    assert "IRPR 51" in text
    assert "once a week" in text
    assert "I gave my biometrics" not in text
    await told(chat, "[I was asked for biometrics]", "20 November 2026")
    text = await chat.says("what I wait for")
    assert "Biometrics asked for: Friday 20 November 2026." in text
    assert "1. I gave my biometrics" in text
    assert chat.button("Something changed").data == "c:menu"


async def test_before_applying_nothing_is_waited_for(chat: Chat) -> None:
    await chat.knows(POOL)
    text = await chat.says("what I wait for")
    assert "This is for the time after applying." in text
    assert "Where you are: in the pool" in text
    assert "From there this cannot follow" in await chat.says("I was asked for biometrics")


async def test_a_request_is_not_older_than_the_application(chat: Chat) -> None:
    await chat.knows(APPLIED)
    text = await chat.goes_through("I was asked for my passport", "9 November 2026")
    assert "is before the step you told me last" in text


# --- two profiles in one couple ---


async def test_a_couple_with_two_profiles_learns_what_becomes_of_the_second_at_each_stage(chat: Chat) -> None:
    """S60."""
    partner = {"partner": {"status": "accompanying"}}
    await chat.knows({**INVITED, **partner})
    await chat.says("/journey")
    text = await chat.presses("My partner has a profile too")
    assert "You are invited, your partner is in the pool" in text
    assert "Leave your partner's profile where it is until you have applied" in text
    assert "My reading, not a rule I found" in text
    assert "nobody should stand in two applications" in text
    assert "IRPA 10.1(5)" in text
    await chat.knows({**APPLIED, **partner})
    text = await chat.says("we both have a profile")
    assert "they withdraw their own profile, or decline an invitation that comes" in text
    await chat.knows(APPLIED)
    assert "You told me of none." in await chat.says("we both have a profile")
    await chat.says("/journey")
    assert "My partner has a profile too" not in chat.labels


async def test_the_partners_own_dates_are_shown_only_while_both_are_linked(chat: Chat, database: Database) -> None:
    """S60 and S61: what is shared is shared by both, and gone with the link."""
    other = Chat(database, chat_id=8)
    partner = {"partner": {"status": "accompanying"}}
    await chat.knows({**INVITED, **partner})
    await other.knows({**POOL, **partner, "profile": {"submitted": "2026-05-05"}})
    dates = "Express Entry profile: last day Tuesday 4 May 2027."
    assert dates not in await chat.says("we both have a profile")
    await other.says("/partner")
    made = await other.presses("Make a code")
    code = made.split("Your code: ")[1].split("\n")[0].strip()
    await chat.goes_through(f"/partner {code}", "[Agree and link]", "skip")
    await other.goes_through("/partner", "[Agree and link]")
    assert dates in await chat.says("we both have a profile")
    await other.goes_through("/partner", "[Unlink]")
    assert dates not in await chat.says("we both have a profile")


@pytest.fixture
def database(chat: Chat) -> Database:
    return chat.database


# --- all of the table ---

REACHED: dict[State, dict[str, Any]] = {
    State.not_started: {},
    State.not_eligible_now: {"profile": {"ended": "2026-11-01", "ended_by": "not_eligible"}},
    State.eligibility_answered: {"profile": {"eligibility_answered": "2026-11-01"}},
    State.profile_draft: {"profile": {"draft_opened": "2026-11-01"}},
    State.draft_expired: {"profile": {"draft_opened": "2026-09-01"}},
    State.submitted_not_eligible: {
        "profile": {"draft_opened": "2026-10-20", "ended": "2026-11-01", "ended_by": "not_eligible"}
    },
    State.in_pool: {"profile": {"submitted": "2026-03-01"}},
    State.re_entered: {"profile": {"submitted": "2026-03-01", "follows": "2026-02-01"}},
    State.nomination_pending: {
        "profile": {"submitted": "2026-03-01"},
        "nomination": {"province": "ON", "notified": "2026-11-10"},
    },
    State.no_longer_eligible: {"profile": {"submitted": "2026-03-01", "ended": "2026-11-01", "ended_by": "removed"}},
    State.profile_expired: {"profile": {"submitted": "2025-11-01"}},
    State.withdrawn: {"profile": {"submitted": "2026-03-01", "ended": "2026-11-01", "ended_by": "withdrawn"}},
    State.invited: {"invitation": {"issued": "2026-11-01"}},
    State.declined: {"invitation": {"issued": "2026-11-01", "declined": "2026-11-10"}},
    State.invitation_expired: {"invitation": {"issued": "2026-09-01"}},
    State.cancelled_by_minister: {"invitation": {"issued": "2026-11-01", "cancelled": "2026-11-10"}},
    State.applied: {"invitation": {"issued": "2026-11-01", "applied": "2026-11-10"}},
    State.returned_incomplete: {
        "invitation": {"issued": "2026-11-01", "applied": "2026-11-10"},
        "application": {"returned": "2026-11-20"},
    },
    State.refused: {
        "invitation": {"issued": "2026-11-01", "applied": "2026-11-10"},
        "application": {"refused": "2026-11-20"},
    },
    State.application_withdrawn: {
        "invitation": {"issued": "2026-11-01", "applied": "2026-11-10"},
        "application": {"withdrawn": "2026-11-20"},
    },
    State.approved: {
        "invitation": {"issued": "2026-11-01", "applied": "2026-11-10"},
        "application": {"approved": "2026-11-20"},
    },
    State.landed: {
        "invitation": {"issued": "2026-11-01", "applied": "2026-11-10"},
        "application": {"approved": "2026-11-20", "landed": "2026-11-21"},
    },
}

LANGUAGES: tuple[Language, ...] = ("en", "fr")


@pytest.mark.parametrize(("state", "language"), [*product(State, LANGUAGES)])
def test_every_state_has_its_screen_in_both_languages(state: State, language: Language) -> None:
    facts, on = Facts.model_validate({**PERSON, **REACHED[state]}), MONDAY.date()
    assert stage_on(facts, on).state is state
    with use(language):
        shown = screen(facts, on)
    assert len(shown.text) < 4096
    lines = to_do.lines(facts, on, state)
    assert 1 <= len(lines) <= 6
    assert len(set(lines)) == len(lines)
    assert all(len(button.data.encode()) <= 64 for row in shown.keyboard for button in row)
    assert bool(news(facts, on)) is (state is not State.landed)


@pytest.mark.parametrize("state", State)
def test_what_a_screen_offers_as_new_is_what_the_events_take(state: State) -> None:
    facts, on = Facts.model_validate({**PERSON, **REACHED[state]}), MONDAY.date()
    offered = {data.removeprefix("c:e:") for _, data in news(facts, on) if data.startswith("c:e:")}
    steps = {event.key for event in express_entry.STEPS}
    assert offered & steps == {key for key in steps if EVENTS[key].applies(facts, on)}
    assert all(EVENTS[key].applies(facts, on) for key in offered - steps)


def test_every_state_has_its_words_and_what_can_be_told_has_its_title() -> None:
    table = book().journey.states
    assert set(stages.NAMES) == set(to_do.MEANS) == set(to_do.TO_DO) == set(State)
    told_of = {state for row in table.values() for state in row.next if state not in row.by_itself}
    assert told_of <= set(TITLES)
    assert {state for row in table.values() for state in row.by_itself} <= set(stages.ENDS)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("On m'a demandé mes données biométriques", "Quelle date porte la lettre?"),
        ("on m'a demandé un examen médical", "Quelle date porte la lettre?"),
        ("on m'a demandé d'autres documents", "Quelle date porte la lettre?"),
    ],
)
async def test_what_ircc_asks_for_is_told_in_a_whole_french_sentence_too(
    conversation: Chat, typed: str, asked: str
) -> None:
    await conversation.knows(APPLIED)
    assert asked in await conversation.says(typed)


async def test_the_end_of_the_profile_comes_before_a_test_that_lasts_longer(chat: Chat) -> None:
    await chat.knows({**POOL, "birth_date": "1995-09-10"})
    chat.now = chat.now.replace(year=2027, month=1, day=4)
    home = await chat.says("/start")
    assert "The last day of the profile is" in home
    assert "Your next date" not in home
    assert "Later: your English test result" in home
    journey = await chat.says("/journey")
    assert journey.index("The last day of the profile") < journey.index("Later: your English test result")


async def test_near_the_end_of_the_profile_the_sheet_has_a_button(chat: Chat) -> None:
    await chat.knows(POOL)
    await chat.says("/journey")
    assert "The re-entry sheet" not in chat.labels
    chat.now = chat.now.replace(year=2027, month=1, day=4)  # 55 days before the last one
    await chat.says("/journey")
    assert "The re-entry sheet" in chat.labels
    assert "A new profile: the re-entry sheet" in await chat.says("my profile expires in 55 days")
