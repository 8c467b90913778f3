"""Your Express Entry application: what happens to the profile and to the application, step by step.

Each event of the journey enters the state it is named after (`rules.journey.enter`). What is told of an invitation, and
the answer to it, has its own conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from conversations.answers import fold
from conversations.events.event import SINCE, Event, RefusedError, since
from conversations.journey import to_do
from conversations.messages import enumerated
from conversations.questions import Accepted, AnswerKind, Answers, Offer, Question, Reading, Unclear, known
from conversations.stages import NAMES
from locales import N_, NOTHING, Html, day, everywhere, say
from rules.facts import Application, Facts
from rules.invitation_window import window_of
from rules.journey import DayError, Phase, State, StepError, enter, enterable, stage_on
from rules.parameters import book

GROUP: Final = "express_entry"

FIRST: Final = 3
"""So many things to do are named below an event; /journey names them all."""

WORD: Final = "word"
"""The key of the question for the word that confirms a step that cannot be taken back."""


@dataclass(frozen=True, slots=True)
class TheWord(AnswerKind):
    """A word to type, the second of two different actions: nothing else goes on, and no button gives it."""

    word: str

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        return []

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        if fold(text.strip(" .«»“”\"'")) in {fold(each) for each in everywhere(self.word)}:
            return Accepted("typed")
        return Unclear(say("That is not the word “{word}”. Nothing is saved; “stop” leaves this.", word=say(self.word)))

    def words(self, value: Any, answers: Answers) -> Html:
        return say("the word was typed")

    def hint(self, hint: str, answers: Answers) -> Html:
        return say(hint, word=say(self.word))


def _word(word: str, why: str) -> Question:
    return Question(
        WORD,
        N_("to be sure"),
        N_("To be sure"),
        N_("To go on, type the word below."),
        TheWord(word),
        why,
        hint=N_("The word is: <b>{word}</b>"),
        must=True,
    )


# --- the steps of the journey ---


def _state(facts: Facts, state: State, on: date) -> State:
    """The state an event means for this person: an application comes back in the time of the invitation or after it."""
    late = state is State.returned_incomplete and State.returned_incomplete not in enterable(facts, on)
    return State.invitation_expired if late and stage_on(facts, on).state is State.applied else state


def _applies(state: State, facts: Facts, on: date) -> bool:
    # Back to the pool from a nomination leads its answer, and no profile submitted.
    answered = state in (State.in_pool, State.re_entered) and stage_on(facts, on).state is State.nomination_pending
    return _state(facts, state, on) in enterable(facts, on) and not answered


def _enter(state: State, facts: Facts, given: Answers, today: date) -> Facts:
    """The facts of the state from the day told; `RefusedError` says why it cannot be."""
    told = known(given, SINCE)
    if told is None:
        raise RefusedError(say("I need the day for this: what follows is counted from it."))
    on = date.fromisoformat(told)
    if state in WORDS and known(given, WORD) is None:
        raise RefusedError(say("This is saved only with the word typed: “{word}”.", word=say(WORDS[state])))
    if state is State.returned_incomplete and facts.invitation is not None:
        late = on > window_of(facts.invitation, book()).last
        state = State.invitation_expired if late else state
    try:
        return enter(facts, state, on, today)
    except StepError as impossible:
        raise RefusedError(explained(impossible, on)) from impossible
    except DayError as impossible:
        raise RefusedError(_of_the_day(impossible)) from impossible


def explained(impossible: StepError, on: date) -> Html:
    """Why a step cannot be, and what can."""
    told = say(
        "On {day} you were, by what you told me: {stage}. From there this cannot follow.",
        day=day(on),
        stage=say(NAMES[impossible.at]),
    )
    return _with_what_can(told, impossible.next)


def _with_what_can(told: Html, following: Sequence[State]) -> Html:
    if not following:
        return told
    names = Html("; ".join(say(NAMES[state]) for state in following))
    return Html(f"{told} {say('What can: {stages}.', stages=names)}")


def _of_the_day(impossible: DayError) -> Html:
    if impossible.earliest is not None:
        return say(
            "{day} is before the step you told me last, which was on {earliest}. Please check both days.",
            day=day(impossible.day, weekday=True),
            earliest=day(impossible.earliest, weekday=True),
        )
    return say("{day} is still to come. Tell me when it has happened.", day=day(impossible.day, weekday=True))


def _why_not(state: State, facts: Facts, on: date) -> Html:
    stage = stage_on(facts, on)
    told = say("By what you told me you are: {stage}. From there this cannot follow.", stage=say(NAMES[stage.state]))
    return _with_what_can(told, enterable(facts, on))


def _what_now(_before: Facts, after: Facts, on: date) -> Html:
    """The first things to do in the new state."""
    lines = to_do.lines(after, on, stage_on(after, on).state)[:FIRST]
    numbered = enumerated(lines)
    return Html("\n".join([say("<b>What to do now</b>"), *numbered]))


def _step(
    state: State,
    title: str,
    wording: str,
    why: str,
    *words: str,
    opening: str = "",
    more: tuple[Question, ...] = (),
) -> Event:
    """An event that enters the state it is named after."""
    return Event(
        key=state.value,
        group=GROUP,
        title=title,
        questions=(since(wording, why, name=N_("Day"), ahead=0, back=11), *more),
        change=partial(_enter, state),
        applies=partial(_applies, state),
        why_not=partial(_why_not, state),
        needed=(SINCE, WORD),
        means=_what_now,
        opening=opening,
        words=words,
    )


WORDS: Final = {
    State.withdrawn: N_("withdrawn"),
    State.application_withdrawn: N_("application withdrawn"),
}
"""The word to type for a step that costs much and cannot be taken back."""

STEPS: Final = (
    _step(
        State.eligibility_answered,
        N_("I answered the eligibility questions"),
        N_("On which day did you answer them?"),
        N_("With the code they lead to a profile can be begun."),
        N_("eligibility answered"),
    ),
    _step(
        State.not_eligible_now,
        N_("The questions led to no program"),
        N_("On which day was that?"),
        N_("What is missing can be seen under “My programs”."),
    ),
    _step(
        State.profile_draft,
        N_("I began a profile"),
        N_("On which day did you open the form?"),
        N_("The form has to be submitted within 60 days, as far as reported."),
        N_("profile opened"),
    ),
    _step(
        State.in_pool,
        N_("I submitted my profile"),
        N_("On which day did you submit the profile?"),
        N_("The profile ends twelve months later, and between equal scores the earlier one is invited."),
        N_("profile submitted"),
    ),
    _step(
        State.re_entered,
        N_("I submitted a new profile"),
        N_("On which day did you submit the new profile?"),
        N_("New twelve months are counted from it, and its time is the one that counts in a tie."),
        N_("I re-entered the pool"),
        opening=N_(
            "What you told me about yourself stays. The days of the old profile, its invitation and the score of the "
            "account are left behind."
        ),
    ),
    _step(
        State.submitted_not_eligible,
        N_("My profile was found not eligible"),
        N_("On which day were you told?"),
        N_("From that day on the profile does not count; a new one is made."),
    ),
    _step(
        State.no_longer_eligible,
        N_("My profile was taken out of the pool"),
        N_("On which day was it taken out?"),
        N_("From that day on no round counts you, and the reminders of the profile stop."),
        N_("profile removed"),
    ),
    _step(
        State.withdrawn,
        N_("I withdrew my profile"),
        N_("On which day did you withdraw it?"),
        N_("From that day on no round counts you, and the reminders of the profile stop."),
        opening=N_(
            "Only for a profile that is withdrawn in your account already. If you only think about it: withdrawing "
            "loses the time stamp of the profile, and a new one comes later in a tie. A change in the profile keeps "
            "its time."
        ),
        more=(_word(WORDS[State.withdrawn], N_("So that no slip of the finger ends a profile here.")),),
    ),
    _step(
        State.returned_incomplete,
        N_("My application came back incomplete"),
        N_("On which day were you told?"),
        N_("It then counts as not made; as I read it, only the time left of the invitation is there."),
        N_("application returned"),
    ),
    _step(
        State.approved,
        N_("My application was approved"),
        N_("On which day did you get the visa or the confirmation of permanent residence?"),
        N_("What is left to do begins with it."),
        N_("I got my COPR"),
    ),
    _step(
        State.refused,
        N_("My application was refused"),
        N_("Which day does the letter bear?"),
        N_("From that day on the application no longer stands."),
        opening=N_("I am sorry. I ask only for the day, and then show what is possible from there."),
    ),
    _step(
        State.application_withdrawn,
        N_("I withdrew my application"),
        N_("On which day did you withdraw it?"),
        N_("From that day on the application no longer stands."),
        opening=N_(
            "Only for an application that is withdrawn already. The profile it came from is used up: another attempt "
            "needs a new profile, with a new time stamp."
        ),
        more=(
            _word(WORDS[State.application_withdrawn], N_("So that no slip of the finger ends an application here.")),
        ),
    ),
    _step(
        State.landed,
        N_("I am a permanent resident now"),
        N_("On which day did you become a permanent resident?"),
        N_("From that day on no date of Express Entry is left."),
        N_("I landed"),
    ),
)


# --- what is waited for after applying ---


def _application(facts: Facts) -> Application:
    return facts.application or Application()


def _open_application(facts: Facts, on: date) -> bool:
    return stage_on(facts, on).phase is Phase.applied


def _tell(field: str, facts: Facts, given: Answers, today: date) -> Facts:
    told = known(given, SINCE)
    if told is None:
        raise RefusedError(say("I need the day for this: what follows is counted from it."))
    on, applied = date.fromisoformat(told), facts.invitation.applied if facts.invitation else None
    if applied is not None and on < applied:
        raise RefusedError(_of_the_day(DayError(State.applied, on, earliest=applied)))
    return facts.model_copy(update={"application": _application(facts).model_copy(update={field: on})})


def _asked(field: str, title: str, wording: str, *words: str, opening: str = "", after: str = "") -> Event:
    """Something asked for or done while the application is looked at; once for an application."""

    def applies(facts: Facts, on: date) -> bool:
        told = _application(facts)
        due = not after or getattr(told, after) is not None
        return _open_application(facts, on) and getattr(told, field) is None and due

    return Event(
        key=field,
        group=GROUP,
        title=title,
        questions=(since(wording, N_("So that I show what is still waited for."), name=N_("Day"), ahead=0, back=2),),
        change=partial(_tell, field),
        applies=applies,
        needed=(SINCE,),
        why_not=lambda facts, on: NOTHING if _open_application(facts, on) else _why_not(State.applied, facts, on),
        opening=opening,
        words=words,
    )


ASKED: Final = (
    _asked(
        "biometrics_asked",
        N_("I was asked for biometrics"),
        N_("Which day does the letter bear?"),
        N_("biometrics request"),
        opening=N_("The letter names the day by which to give them. That day counts, whatever is commonly said."),
    ),
    _asked(
        "biometrics_given",
        N_("I gave my biometrics"),
        N_("On which day did you give them?"),
        N_("biometrics done"),
        after="biometrics_asked",
    ),
    _asked(
        "medical_asked",
        N_("I was asked for a medical exam"),
        N_("Which day does the letter bear?"),
        N_("medical exam request"),
        opening=N_("Also where an exam was made before: the letter says who, and by when."),
    ),
    _asked(
        "documents_asked",
        N_("I was asked for more documents"),
        N_("Which day does the letter bear?"),
        N_("document request"),
        opening=N_("The letter names the day by which to answer."),
    ),
    _asked(
        "passport_asked",
        N_("I was asked for my passport"),
        N_("Which day does the letter bear?"),
        N_("passport request"),
    ),
)

EVENTS: Final = (*STEPS, *ASKED)
