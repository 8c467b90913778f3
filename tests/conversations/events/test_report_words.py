"""What has to be told of a change: for every event and phase, in both languages, and as people read it."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest

from conversations.events import report_words
from conversations.events.catalogue import EVENTS
from conversations.events.event import Event, since
from conversations.messages import Outgoing
from locales import LANGUAGES, Language, use
from rules.facts import Facts, Invitation, InvitedProgram
from rules.parameters import book, links
from rules.reporting import STEPS, Place, held_to_invitation, report
from rules.shapes.journey import Phase
from tests.conversations.chat import Chat
from tests.rules.situations import candidate, companion

ON = date(2026, 11, 23)
CHANGES = book().reporting.changes


def read(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_every_event_has_something_to_tell_in_every_phase(event: Event) -> None:
    if event.report_key in STEPS:  # IRCC knows of it
        return
    for phase in Phase:
        assert report(event.report_key, Facts(), ON, phase=phase).change in CHANGES


def test_a_step_of_the_journey_itself_is_told_to_nobody() -> None:
    shown = Outgoing("Saved.")
    step = Event(**{**MADE_UP, "key": "declined", "report": ""})
    assert report_words.added(shown, step, Facts(), Facts(), ON, ON) == shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", CHANGES)
def test_the_words_of_every_change_fit_on_a_phone_in_every_phase(key: str, language: Language) -> None:
    with use(language):
        for phase in Phase:
            told = report(key, Facts(), ON, phase=phase)
            for gentle in (False, True):
                text = read(report_words.words(told, ON, date(2027, 9, 30), gentle=gentle))
                assert 20 < len(text) <= 1200
                assert "{" not in text
            assert text.count("\n") <= 9


def test_every_key_of_the_table_has_its_sentence_and_no_sentence_is_left_over() -> None:
    keys = {key for change in CHANGES.values() for says in change.says.values() for key in says}
    assert keys == {*report_words.SENTENCES}


def test_every_link_shown_is_one_of_the_book() -> None:
    assert {key for key, _ in report_words.LINKS.values()} <= {*links()}
    assert {*report_words.LINKS} <= {*Place}


def marriage(before: Facts, after: Facts, on: date = ON, **more: Any) -> tuple[str, Outgoing]:
    event = EVENTS["marriage"] if not more else Event(**{**MADE_UP, **more})
    found = report_words.added(Outgoing("Saved."), event, before, after, ON, on)
    return read(found.text), found


MADE_UP: dict[str, Any] = {
    "key": "made_up",
    "group": "couple",
    "title": "It happened",
    "questions": (since("When?", "Why"),),
    "change": lambda facts, _given, _today: facts,
    "report": "child",
}
APPLIED = Invitation(issued=date(2026, 9, 10), applied=date(2026, 10, 1))


def s40(invitation: Invitation | None = None) -> Facts:
    facts = candidate(ON, age=32, education="master_or_professional", english=9, canadian=1, foreign=1)
    return facts.model_copy(update={"invitation": invitation})


def with_spouse(facts: Facts) -> Facts:
    return facts.model_copy(update={"partner": companion(ON, education="secondary")})


def test_s38_married_after_the_application_is_told_at_once_and_the_ranking_is_not_made_again() -> None:
    before = s40(APPLIED)
    text, found = marriage(before, with_spouse(before))
    assert "Tell IRCC at once, by its web form or in your account" in text
    assert "Your partner is added to the application, coming or not: forms, fee, medical exam" in text
    assert "is not made again for someone who joins the family after you applied" in text
    assert "the minimum conditions of your program still have to be met" in text
    assert "Do not land before this is settled" in text
    assert "misrepresentation" in text
    assert [button.url for row in found.keyboard for button in row] == [links()["changes_to_situation"].en]


def test_s43_a_baby_after_the_application_is_declared_and_examined_and_funds_are_looked_at_again() -> None:
    before = s40(APPLIED)
    text, _ = marriage(before, before, report="child")
    assert "The child is added to the application, coming or not: a form, the fee, the medical exam." in text
    assert "not declared and not examined can be shut out of sponsorship for good" in text
    assert "IRPR 10, 30, 117(9)(d), 77" in text
    assert "they have to be enough for the family on the day of the visa too" in text


def test_s44_a_new_employer_after_the_invitation_leaves_what_is_earned() -> None:
    invited = s40(Invitation(issued=date(2026, 11, 3), program=InvitedProgram.canadian_experience, cut_off=400))
    text, _ = marriage(invited, invited, report="job_changed")
    assert "Experience that is already earned stands" in text
    assert "reference letter" in text
    assert "in a category by occupation" in text


def test_a_pregnancy_asks_for_nothing_but_a_plan() -> None:
    text, found = marriage(s40(APPLIED), s40(APPLIED), report="pregnancy")
    assert "Nothing has to be told to IRCC about this now." in text
    assert "misrepresentation" not in text
    assert found.keyboard == ()


def test_a_wedding_to_come_is_told_from_its_day_on() -> None:
    before = s40(APPLIED)
    text, _ = marriage(before, with_spouse(before), date(2027, 3, 14))
    assert "Until Sunday 14 March 2027 nothing has to be told." in text


def test_a_wedding_after_the_last_day_of_an_invitation_is_told_of_the_application() -> None:
    before = invited(470)
    text, _ = marriage(before, with_spouse(before), date(2027, 3, 14))
    assert "Until Sunday 14 March 2027, when your invitation is over, nothing has to be told." in text
    assert "Tell IRCC at once, by its web form or in your account" in text
    assert "is not made again for someone who joins the family after you applied" in text
    assert "below the cut-off" not in text


def test_before_there_is_a_profile_nothing_is_said_of_a_day_until_when_nothing_has_to_be_told() -> None:
    text, found = marriage(s40(), with_spouse(s40()), date(2027, 3, 14))
    assert "Until" not in text
    assert "Nothing has to be told to IRCC today." in text
    assert found.keyboard == ()


def test_an_officer_is_told_before_the_landing() -> None:
    approved = Facts.model_validate(
        {
            "invitation": {"issued": "2026-01-05", "applied": "2026-02-01"},
            "application": {"approved": "2026-10-30"},
        }
    )
    text, _ = marriage(approved, with_spouse(approved))
    assert "the officer when you land" in text
    assert "IRPR 51, 10, 117(9)(d)" in text


# --- an open invitation ---


def invited(cut_off: int | None, **more: Any) -> Facts:
    return s40(
        Invitation.model_validate(
            {"issued": "2026-11-23", "program": "canadian_experience", "cut_off": cut_off, **more}
        )
    )


def test_below_the_cut_off_fact_consequence_and_ways_out_are_told_and_the_decision_is_theirs() -> None:
    text, found = marriage(invited(470), with_spouse(invited(470)))
    assert "Your score with this change is 452, below the cut-off of your round: 470." in text
    assert "risks a refusal (section 11.2 of the Act), and the processing fee is not paid back" in text
    assert "You can decline by Friday 22 January 2027: the profile then goes back to the pool" in text
    assert "The decision is yours." in text
    assert links()["representative_registers"].en in found.text
    assert found.keyboard[0][0].data == "i:check"
    assert found.keyboard[0][0].style == "primary"
    for forbidden in ("you should", "you must decline", "we advise"):
        assert forbidden not in text.lower()


def test_at_the_cut_off_or_above_the_invitation_holds_on_the_score() -> None:
    text, found = marriage(invited(452), with_spouse(invited(452)))
    assert "452; the cut-off of your round was 452: it is reached." in text
    assert "there the time stamp of your profile decides" in text
    assert "decline" not in text
    assert (found.keyboard[0][0].data, found.keyboard[0][0].style) == ("i:check", "")


def test_without_a_cut_off_it_is_said_what_to_look_up() -> None:
    text, _ = marriage(invited(None), with_spouse(invited(None)))
    assert "I do not know the cut-off of your round. Look it up in your letter" in text
    assert "452 with this change" in text
    assert "risks a refusal" not in text


def test_a_program_that_is_lost_is_named_whatever_the_score() -> None:
    before = invited(300)
    after = before.model_copy(update={"canadian_work_years": 0})
    text, _ = marriage(before, after, report="job_ended")
    assert "You no longer meet what you were invited for: Canadian Experience Class." in text
    assert "The decision is yours." in text


def test_a_category_that_is_lost_is_named() -> None:
    before = candidate(ON, age=29, english=9, french=7, foreign=3).model_copy(
        update={"invitation": Invitation(issued=ON, category="french")}
    )
    after = before.model_copy(update={"tests": before.tests[:1]})
    text, _ = marriage(before, after, report="test")
    assert "You no longer meet the category of your round: French-language proficiency." in text


def test_a_birthday_since_the_invitation_is_left_out_and_said_so_only_where_there_is_one() -> None:
    facts = candidate(
        date(2026, 8, 18),
        age=29,
        education="master_or_professional",
        english=9,
        canadian=1,
        foreign=1,
        study="three_years_or_more",
    ).model_copy(
        update={
            "birth_date": date(1996, 9, 10),
            "invitation": Invitation(issued=date(2026, 8, 18), program=InvitedProgram.canadian_experience, cut_off=523),
        }
    )
    said = []
    for on in (date(2026, 9, 9), date(2026, 9, 20)):
        held = held_to_invitation(facts, facts, on, on)
        assert held is not None
        said.append(read(report_words.invitation_words(held, on, on)))
    assert all("is 527; the cut-off of your round was 523: it is reached." in text for text in said)
    assert ["forgives" in text for text in said] == [False, True]


def test_grief_is_told_what_has_to_be_told_without_a_number_and_without_pressing() -> None:
    before = with_spouse(invited(470))
    after = before.model_copy(update={"partner": None})
    text, found = marriage(before, after, report="partner_died", gentle=True)
    assert "When you are able to, before you apply" in text
    assert "misrepresentation" not in text
    assert "cut-off" not in text
    assert not re.search(r"\d{3}", text.replace("40(1)", "").partition("Law:")[0])
    assert [button.data for row in found.keyboard for button in row] == ["i:check"]
    asked = report_words.added(
        Outgoing("The numbers."), Event(**{**MADE_UP, "gentle": True}), before, after, ON, ON, asked=True
    )
    text = read(asked.text)
    assert "Your score with this change is 481; the cut-off of your round was 470: it is reached." in text
    assert text.index("What IRCC has to know") < text.index("The numbers.") < text.index("Your invitation")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_of_what_is_saved_after_an_invitation_fits_in_one_message(language: Language) -> None:
    with use(language):
        for key in CHANGES:
            for before in (invited(470), invited(None)):
                after = with_spouse(before).model_copy(update={"canadian_work_years": 0})
                event = Event(**{**MADE_UP, "report": key})
                found = report_words.added(Outgoing("x" * 2200), event, before, after, ON, date(2026, 12, 30))
                assert len(found.text) <= 4096


# --- in the chat ---


async def test_a_wedding_after_an_invitation_ends_with_the_check_of_it(chat: Chat) -> None:
    await chat.knows(invited(470).model_dump(mode="json", exclude_defaults=True))
    await chat.says("/change")
    await chat.presses("My partner")
    await chat.presses("I got married")
    await chat.says("today")
    await chat.presses("Yes, coming with me")
    await chat.presses("Save this change")
    assert "Before you apply, hold it against what you were invited for" in chat.text
    assert "below the cut-off of your round: 470." in chat.text
    assert chat.button("Check my invitation").data == "i:check"


async def test_mariage_apres_la_demande(conversation: Chat) -> None:
    chat = conversation
    await chat.knows(s40(APPLIED).model_dump(mode="json", exclude_defaults=True))
    await chat.says("/change")
    await chat.presses("conjoint")
    await chat.presses("marié")
    await chat.says("20 novembre 2026")
    await chat.presses("Oui")
    await chat.presses("Enregistrer ce changement")
    assert "Dites-le tout de suite à IRCC, par son formulaire Web" in chat.text
    assert "LIPR 16(1), 40(1)a), 40(2); RIPR 10, 117(9)d)" in chat.text
