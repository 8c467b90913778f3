"""The engine of questions: a pure step over a small script."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.engine import (
    SUMMARY,
    Interview,
    Outcome,
    Pressed,
    Turn,
    Typed,
    begin,
    kept,
    resume,
    show,
    step,
)
from conversations.kinds import Choice, Day, Option, Refusal, Years, YesNo
from conversations.questions import SEEN, SKIPPED, UNKNOWN, Question, Script, known, noted

TODAY = date(2026, 11, 23)

SCRIPT = Script(
    key="pets",
    version=3,
    title="Your pets",
    confirm="Save my pets",
    questions=(
        Question("pet", "pets", "Pet", "Which pet?", Choice((Option("cat", "Cat"), Option("dog", "Dog"))), "Because."),
        Question(
            "walks",
            "pets",
            "Walks",
            "Walks a day?",
            Years(3),
            "Because.",
            applies=lambda answers: known(answers, "pet") == "dog",
            after=("pet",),
        ),
        Question("tame", "pets", "Tame", "Is it tame?", YesNo("Tame", "Wild"), "Because it may bite.", after=("pet",)),
        Question(
            "born",
            "pets",
            "Born",
            "Born when?",
            Day(
                lambda today: date(1990, 1, 1),
                lambda today: today,
                "{day} is too early.",
                "{day} is in the future.",
                lambda _today: date(2020, 5, 1),
            ),
            "Because.",
        ),
    ),
)


def after(*said: str, state: Interview | None = None) -> Turn:
    """The turn after typing these answers."""
    turn = Turn(state or begin(SCRIPT, "r"))
    for text in said:
        turn = step(SCRIPT, turn.state, Typed(text), TODAY)
    return turn


def press(turn: Turn, value: str) -> Turn:
    """Presses a button of the screen the turn shows."""
    return step(SCRIPT, turn.state, Pressed(turn.state.run, turn.state.serial, value), TODAY)


def buttons(state: Interview) -> dict[str, str]:
    """Label to data of every button on the screen."""
    return {button.label: button.data for row in show(SCRIPT, state).keyboard for button in row}


def test_it_asks_only_what_applies() -> None:
    assert after("cat").state.at == "tame"
    assert after("dog").state.at == "walks"


def test_it_counts_the_questions_that_apply() -> None:
    assert "Question 2 of 4 · pets" in show(SCRIPT, after("dog").state).text
    assert "Question 2 of 3 · pets" in show(SCRIPT, after("cat").state).text


def test_typing_and_pressing_lead_to_the_same_state() -> None:
    typed = after("dog").state
    pressed = press(Turn(begin(SCRIPT, "r")), "=dog").state
    assert typed == pressed


def test_a_number_typed_means_the_choice_of_that_number() -> None:
    assert after("2").state.answers["pet"] == "dog"
    assert after("deux").state.answers["pet"] == "dog"


def test_after_the_last_question_everything_is_shown_with_an_edit_button_a_line() -> None:
    turn = after("cat", "yes", "1 May 2020")
    assert turn.state.at == SUMMARY
    shown = show(SCRIPT, turn.state)
    assert "1. Pet: Cat" in shown.text
    assert "3. Born: Friday 1 May 2020" in shown.text
    assert set(buttons(turn.state)) == {"1. Pet", "2. Tame", "3. Born", "Save my pets", "Back", "Stop"}


def test_confirming_gives_the_answers_that_count() -> None:
    turn = press(after("dog", "2", "I don't know yet", "skip"), "ok")
    assert turn.outcome is Outcome.DONE
    assert kept(SCRIPT, turn.state.answers) == {"pet": "dog", "walks": 2}


def test_what_is_put_off_is_remembered_as_put_off() -> None:
    answers = after("cat", "I don't know yet", "skip").state.answers
    assert (answers["tame"], answers["born"]) == (UNKNOWN, SKIPPED)


def test_back_goes_to_the_question_before_and_keeps_the_answer() -> None:
    turn = after("cat", "yes", "back")
    assert (turn.state.at, turn.state.answers["tame"]) == ("tame", True)


def test_back_at_the_first_question_says_so_and_stays() -> None:
    turn = after("back")
    assert turn.state == begin(SCRIPT, "r")
    assert turn.note


def test_an_answer_given_again_after_going_back_returns_to_where_the_person_was() -> None:
    turn = after("cat", "yes", "back", "back", "cat")
    assert turn.state.at == "born"


def test_editing_a_line_returns_to_the_summary() -> None:
    summary = after("cat", "yes", "1 May 2020")
    editing = press(summary, "=tame")
    assert (editing.state.at, editing.state.before) == ("tame", dict(summary.state.answers))
    changed = after("no", state=editing.state)
    assert (changed.state.at, changed.state.answers["tame"]) == (SUMMARY, False)


def test_back_while_editing_a_line_leaves_everything_as_it_was() -> None:
    summary = after("dog", "2", "yes", "1 May 2020")
    changed = after("cat", state=press(summary, "=pet").state)
    assert "tame" not in changed.state.answers
    back = after("back", state=changed.state)
    assert (back.state.at, dict(back.state.answers)) == (SUMMARY, dict(summary.state.answers))
    assert back.note == "Nothing was changed."


def test_skip_keeps_an_answer_there_is_already() -> None:
    again = after("cat", "yes", "back", "back")
    assert "Your answer so far: Cat. Skip keeps it." in show(SCRIPT, again.state).text
    assert after("skip", state=again.state).state.answers["pet"] == "cat"
    assert after("I don't know", state=again.state).state.answers["pet"] == UNKNOWN


def test_a_line_can_be_chosen_by_typing_its_number() -> None:
    assert after("3", state=after("cat", "yes", "1 May 2020").state).state.at == "born"


def test_an_edit_that_opens_a_new_question_asks_it_before_the_summary() -> None:
    summary = after("cat", "yes", "1 May 2020")
    turn = after("dog", state=press(summary, "=pet").state)
    assert turn.state.at == "walks"
    assert after("1", "yes", state=turn.state).state.at == SUMMARY


def test_a_changed_answer_voids_the_answers_that_rested_on_it() -> None:
    summary = after("cat", "yes", "1 May 2020")
    turn = after("dog", state=press(summary, "=pet").state)
    assert "tame" not in turn.state.answers
    assert turn.state.answers["born"] == "2020-05-01"


def test_the_same_answer_again_voids_nothing() -> None:
    summary = after("cat", "yes", "1 May 2020")
    assert after("cat", state=press(summary, "=pet").state).state.at == SUMMARY


def test_stop_keeps_everything_and_the_next_message_goes_on() -> None:
    stopped = after("cat", "stop")
    assert stopped.outcome is Outcome.STOPPED
    assert stopped.state.paused
    assert stopped.state.at == "tame"
    assert resume(SCRIPT, stopped.state).state == replace(stopped.state, paused=False)


def test_a_button_pressed_twice_is_recognised() -> None:
    first = begin(SCRIPT, "r")
    pressed = Pressed("r", first.serial, "=cat")
    once = step(SCRIPT, first, pressed, TODAY)
    twice = step(SCRIPT, once.state, pressed, TODAY)
    assert twice.outcome is Outcome.REPEATED
    assert twice.state == once.state


def test_a_button_of_an_earlier_screen_or_interview_changes_nothing() -> None:
    turn = after("cat", "yes")
    for old in (Pressed("r", 0, "=dog"), Pressed("last week", turn.state.serial, "=dog"), Pressed("r", 99, "ok")):
        assert step(SCRIPT, turn.state, old, TODAY) == Turn(turn.state, outcome=Outcome.OLD)


def test_why_we_ask_is_answered_without_moving() -> None:
    asked = after("cat")
    turn = press(asked, "i")
    assert (turn.below, turn.state) == ("Because it may bite.", asked.state)
    assert after("why", state=asked.state).below == "Because it may bite."
    shown = show(SCRIPT, turn.state, turn.note, turn.below).text
    assert shown.endswith("Because it may bite."), "next to the buttons, where the eye is"


def test_what_is_not_understood_says_so_and_asks_again() -> None:
    turn = after("a goldfish, or maybe several")
    assert turn.state == begin(SCRIPT, "r")
    assert "I did not understand that" in turn.note


def test_two_possible_days_are_offered_and_the_choice_kept() -> None:
    turn = after("cat", "yes", "01/02/2020")
    assert "Saturday 1 February 2020" in turn.note
    assert "Thursday 2 January 2020" in turn.note
    assert "Keep 1 February 2020" in buttons(turn.state)
    for answer in ("1", "1 Feb 2020"):
        assert after(answer, state=turn.state).state.answers["born"] == "2020-02-01"
    assert press(turn, "=2020-01-02").state.answers["born"] == "2020-01-02"


def test_a_month_alone_asks_for_the_day_and_takes_it_as_a_number() -> None:
    turn = after("cat", "yes", "March 2020")
    assert "I need the day too" in turn.note
    assert after("14", state=turn.state).state.answers["born"] == "2020-03-14"


def test_a_day_that_does_not_exist_offers_the_days_around_it() -> None:
    turn = after("cat", "yes", "29 Feb 2021")
    assert "That day does not exist" in turn.note
    assert {"Keep 28 February 2021", "Keep 1 March 2021"} <= set(buttons(turn.state))


def test_a_day_outside_the_bounds_says_which_day_was_read() -> None:
    assert "is in the future" in after("cat", "yes", "1 May 2030").note


def test_only_the_day_that_is_possible_is_taken_of_two() -> None:
    assert after("cat", "yes", "01/12/2026").state.answers["born"] == "2026-01-12"


def test_a_newer_version_of_the_script_keeps_the_answers_that_still_have_a_question() -> None:
    old = replace(after("cat", "yes").state, version=2, answers={"pet": "cat", "tame": True, "gone": 1})
    turn = resume(SCRIPT, old)
    assert (turn.state.version, turn.state.at, dict(turn.state.answers)) == (3, "born", {"pet": "cat", "tame": True})
    assert "renewed" in turn.note


def test_a_state_survives_its_row() -> None:
    for turn in (
        after(),
        after("cat", "yes", "March 2020"),
        after("cat", "stop"),
        press(after("cat", "1", "skip"), "=pet"),
    ):
        assert Interview.from_json(turn.state.to_json()) == turn.state


def test_a_row_with_a_field_of_another_program_is_refused() -> None:
    with pytest.raises(TypeError):
        Interview.from_json({**after().state.to_json(), "mood": "good"})


def test_every_button_fits_in_64_bytes() -> None:
    for state in (after().state, after("dog").state, after("cat", "1", "1 May 2020").state):
        long = replace(state, run="7fffffff", serial=99_999)
        assert all(len(data.encode()) <= 64 for data in buttons(long).values())


WORDS = st.one_of(
    st.sampled_from(
        ["1", "2", "yes", "no", "back", "skip", "stop", "why", "1 May 2020", "March 2020", "01/02/2020", "ok"]
    ),
    st.text(max_size=30),
)


@given(st.lists(WORDS, max_size=12))
def test_no_message_raises_ends_the_flow_or_breaks_the_screen(messages: list[str]) -> None:
    turn = Turn(begin(SCRIPT, "r"))
    for text in messages:
        before = turn.state
        turn = step(SCRIPT, turn.state, Typed(text), TODAY)
        assert step(SCRIPT, before, Typed(text), TODAY) == turn, "the step is pure"
        assert turn.state.serial >= before.serial
        assert show(SCRIPT, turn.state, turn.note).text
        assert Interview.from_json(turn.state.to_json()) == turn.state
        if turn.outcome is Outcome.DONE:
            break


@given(
    st.lists(st.sampled_from(["cat", "dog", "yes", "2", "1 May 2020", "skip", "back", "I don't know yet"]), max_size=15)
)
def test_pressing_and_typing_are_equal_on_every_path(messages: list[str]) -> None:
    """Whatever was typed before, each value on offer can be pressed or typed to the same end."""
    turn = Turn(begin(SCRIPT, "r"))
    for text in messages:
        turn = step(SCRIPT, turn.state, Typed(text), TODAY)
        if turn.outcome is Outcome.DONE or turn.state.at == SUMMARY:
            return
    question = SCRIPT.question(turn.state.at)
    assert question is not None
    for offer in question.kind.offers(turn.state.answers, turn.state.pending):
        typed = step(SCRIPT, turn.state, Typed(offer.label), TODAY)
        assert typed.state == press(turn, f"={offer.value}").state


def test_what_cannot_be_the_answer_is_noted_once_and_survives_a_renewed_script() -> None:
    snake = Refusal("snake", "A snake", ("snake",), "{name} is no pet here.")
    first, *others = SCRIPT.questions
    strict = replace(SCRIPT, questions=(replace(first, kind=Choice((Option("cat", "Cat"),), (snake,))), *others))
    state = replace(begin(strict, "1"), version=strict.version)
    for _ in range(2):
        turn = step(strict, state, Typed("a snake"), TODAY)
        state = turn.state
        assert (turn.note, turn.state.at, turn.outcome) == ("A snake is no pet here.", "pet", Outcome.ASK)
    assert noted(state.answers, "pet") == ("snake",)
    renewed = resume(replace(strict, version=4), state).state
    assert noted(renewed.answers, "pet") == ("snake",)
    assert kept(strict, renewed.answers) == {}, "it is no answer"
    cat = step(strict, state, Typed("cat"), TODAY).state
    assert (noted(cat.answers, "pet"), cat.answers["pet"]) == (("snake",), "cat")


# --- what is missing, and ends without a summary ---


def test_what_was_put_off_is_asked_again_from_the_summary_and_nothing_else() -> None:
    turn = after("dog", "skip", "tame", "I don't know yet")
    assert turn.state.at == SUMMARY
    assert "Ask me what is missing" in [button.label for row in show(SCRIPT, turn.state).keyboard for button in row]
    turn = after("ask me what is missing", state=turn.state)
    assert (turn.state.at, dict(turn.state.answers)) == ("walks", {"pet": "dog", "tame": True})
    turn = after("2", "3 May 2020", state=turn.state)
    assert turn.state.at == SUMMARY
    assert "Ask me what is missing" not in [button.label for row in show(SCRIPT, turn.state).keyboard for button in row]


def test_an_interview_that_is_straight_ends_with_its_last_answer() -> None:
    begun = begin(SCRIPT, "r", {"pet": "cat", "tame": True})
    assert after("3 May 2020", state=begun).outcome is Outcome.ASK
    turn = after("3 May 2020", state=replace(begun, straight=True))
    assert turn.outcome is Outcome.DONE
    assert kept(SCRIPT, turn.state.answers) == {"pet": "cat", "tame": True, "born": "2020-05-03"}


def test_that_an_interview_is_straight_is_kept_in_its_row() -> None:
    state = replace(begin(SCRIPT, "r"), straight=True)
    assert Interview.from_json(state.to_json()) == state
    assert "straight" not in begin(SCRIPT, "r").to_json()


def test_what_was_told_elsewhere_is_no_answer() -> None:
    state = begin(SCRIPT, "r", {SEEN: {"countries": ["CA"]}, "pet": "cat"})
    assert state.at == "tame"
    assert kept(SCRIPT, state.answers) == {"pet": "cat"}
