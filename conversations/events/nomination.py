"""A nomination by a province: received, accepted, refused, ended. It counts from the day it is accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from conversations.events import offers
from conversations.events.asking import DayWithin, at_since, reused
from conversations.events.event import SINCE, Event, Lacking
from conversations.kinds import YesNo
from conversations.profile.days import BEFORE_NOTIFIED, IN_FUTURE, TOO_EARLY
from conversations.profile.offers import HAS_NOMINATION, NOMINATION
from conversations.profile.parts import with_changes
from conversations.questions import Answers, Question, known
from locales import N_, NOTHING, Html, count, day, number, say
from rules import crs
from rules.facts import Facts, Nomination
from rules.journey import Phase, stage_on
from rules.parameters import book

GROUP: Final = offers.GROUP
TOPIC: Final = N_("nomination")
_YES: Final = {HAS_NOMINATION: True}
ACCEPTED: Final = "accepted"


def _stands(facts: Facts, on: date) -> Nomination | None:
    """The nomination there is, neither refused nor withdrawn."""
    found = facts.nomination
    if found is None or found.accepted is False or (found.withdrawn is not None and found.withdrawn <= on):
        return None
    return found


def _none_told(facts: Facts, _on: date) -> Lacking | None:
    return _TELL_IT if facts.nomination is None else None


_TELL_IT: Final = Lacking(
    N_("I do not know the nomination yet. Tell me first that you received it, with the day it appeared."),
    N_("I received a nomination"),
    "c:e:nomination_received",
)


def _since_notified(wording: str, why: str, label: str) -> Question:
    """A day that has passed and is not before the nomination appeared."""
    kind = DayWithin(
        lambda today: date(today.year - 5, 1, 1),
        lambda today: today,
        TOO_EARLY,
        IN_FUTURE,
        lambda today: date(today.year - 1, 5, 3),
        near=True,
        name="nomination",
        key="nomination",
        first="notified",
        before=BEFORE_NOTIFIED,
    )
    return Question(SINCE, TOPIC, label, wording, kind, why)


def _it(facts: Facts, _on: date) -> dict[str, list[Nomination]]:
    return {"nomination": [facts.nomination] if facts.nomination else []}


def _with(facts: Facts, **told: object) -> Facts:
    if facts.nomination is None:
        return facts
    return with_changes(facts, "own", {"nomination": {**facts.nomination.model_dump(), **told}})


# --- received ---

_NOT_YET: Final = YesNo(N_("Accepted"), N_("Not yet"))


def _received(facts: Facts, given: Answers, _today: date) -> Facts:
    """A new nomination; nothing of an earlier one stays. What is not accepted yet still waits for an answer."""
    told = NOMINATION.changes(facts.model_copy(update={"nomination": None}), {**given, **_YES})
    if told["nomination"] and known(given, ACCEPTED) is False:
        told["nomination"][ACCEPTED] = None
    return with_changes(facts, "own", told)


def _thirty_days(before: Facts, after: Facts, on: date) -> Html:
    """What is to be done with it, and by when."""
    found = after.nomination
    if found is None or found.accepted is not None:
        return NOTHING
    points = crs.score(_with(after, accepted=True), on).total - crs.score(after, on).total
    lines = [
        say("It gives {points} CRS points, from the day you accept it in your account.", points=number(points)),
    ]
    if found.notified is not None:
        answer = book().clocks.clocks.nomination_answer.on(found.notified).value
        last = found.notified + timedelta(days=answer)
        lines.append(
            count(
                "As far as reported, you have {n} day for that: through {day}.",
                "As far as reported, you have {n} days for that: through {day}.",
                answer,
                day=day(last, weekday=True),
            )
        )
    lines.append(
        say(
            "Read it first: a nomination that is accepted cannot be taken out of the profile again. The way back is to "
            "withdraw the profile and make a new one."
        )
    )
    return Html(" ".join(lines))


RECEIVED: Final = Event(
    key="nomination_received",
    group=GROUP,
    title=N_("I received a nomination"),
    words=(N_("I got a nomination"), N_("I was nominated"), N_("the province nominated me")),
    questions=tuple(
        replace(question, kind=_NOT_YET, wording=N_("Have you accepted it in your account already?"))
        if question.key == ACCEPTED
        else question
        for question in reused(NOMINATION.questions, TOPIC, without=(HAS_NOMINATION,), fixed=_YES)
    ),
    change=_received,
    needed=("province", "notified"),
    from_day="notified",
    applies=lambda facts, on: _stands(facts, on) is None,
    means=_thirty_days,
)

# --- accepted, refused ---


def _waits(facts: Facts, on: date) -> bool:
    found = _stands(facts, on)
    return found is not None and found.accepted is None


ACCEPT: Final = Event(
    key="nomination_accepted",
    group=GROUP,
    title=N_("I accepted the nomination"),
    words=(N_("I accepted my nomination"),),
    questions=(
        _since_notified(
            N_("On which day did you accept it in your account?"),
            N_("The points count from that day on."),
            N_("Accepted on"),
        ),
    ),
    change=lambda facts, _given, _today: _with(facts, accepted=True),
    existing=_it,
    lacking=_none_told,
    applies=_waits,
    needed=(SINCE,),
    means=lambda _before, _after, _on: say(
        "From now on it cannot be taken out of the profile: the way back is to withdraw the profile and begin anew. "
        "A nomination is for people who plan to live in that province or territory."
    ),
)


REFUSE: Final = Event(
    key="nomination_refused",
    group=GROUP,
    title=N_("I refused the nomination"),
    words=(N_("I rejected the nomination"),),
    questions=(
        _since_notified(
            N_("On which day did you refuse it in your account?"),
            N_("From that day on nothing waits for an answer."),
            N_("Refused on"),
        ),
    ),
    change=lambda facts, _given, _today: _with(facts, accepted=False),
    existing=_it,
    lacking=_none_told,
    applies=_waits,
    needed=(SINCE,),
    means=lambda _before, _after, _on: say(
        "Your profile stays as it was, without the points of a nomination. Whether the province would nominate you "
        "again is for the province to say."
    ),
)

# --- ended ---


def _end(facts: Facts, given: Answers, today: date) -> Facts:
    if facts.nomination is None:
        return with_changes(facts, "own", {"provincial_nomination": False})
    return _with(facts, withdrawn=at_since(given, today))


def _new_profile(before: Facts, after: Facts, on: date) -> Html:
    """What follows by the stage: with an accepted nomination the profile itself has to be made anew."""
    found = before.nomination
    if found is not None and found.accepted is None:
        return say("It was not accepted, so it gave no points, and your profile stays as it is.")
    phase = stage_on(before, on).phase
    if phase is Phase.invited:
        return say(
            "Your invitation counted the points of the nomination. Do not apply on it before this is settled: "
            "without them an application can be refused, and as far as reported the processing fee is then not paid "
            "back. What can be done: decline the invitation before it runs out, withdraw the profile and make a "
            "new one without the nomination. Get licensed help."
        )
    if phase.waits:
        return say(
            "Your application rests on the nomination. Tell IRCC without delay, and get licensed help before anything "
            "else."
        )
    return say(
        "A nomination that was accepted cannot be taken out of the profile, also where the province withdrew it. "
        "Withdraw the profile and make a new one without it. The new one has a new day of submission, so between equal "
        "scores it comes later."
    )


ENDED: Final = Event(
    key="nomination_ended",
    group=GROUP,
    title=N_("A nomination withdrawn or given up"),
    words=(N_("the province cancelled my nomination"), N_("my nomination was withdrawn"), N_("I lost my nomination")),
    questions=(
        _since_notified(
            N_("Since which day is it withdrawn, by the province or by you?"),
            N_("It counts no more from that day on."),
            N_("Withdrawn on"),
        ),
    ),
    change=_end,
    existing=_it,
    lacking=lambda facts, on: None if facts.provincial_nomination else _none_told(facts, on),
    applies=lambda facts, on: _stands(facts, on) is not None or bool(facts.provincial_nomination),
    needed=(SINCE,),
    means=_new_profile,
    dated=True,
)

EVENTS: Final = (RECEIVED, ACCEPT, REFUSE, ENDED)
