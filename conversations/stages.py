"""Where somebody is between no profile and permanent residence, in words: one line on every screen where it matters.

The stage itself is never kept: `rules.journey` takes it from the days told and the calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from locales import N_, NOTHING, Html, day, say
from rules.deadlines import Deadline, Kind, deadlines
from rules.effective_deadline import effective_deadline
from rules.facts import Facts
from rules.journey import Phase, Stage, State, stage_on

NAMES: Final[Mapping[State, str]] = {
    State.not_started: N_("no profile yet"),
    State.not_eligible_now: N_("not eligible for a program at the moment"),
    State.eligibility_answered: N_("eligibility questions answered, no profile yet"),
    State.profile_draft: N_("profile begun, not submitted"),
    State.draft_expired: N_("profile form erased, nothing submitted"),
    State.submitted_not_eligible: N_("profile found not eligible"),
    State.in_pool: N_("in the pool"),
    State.re_entered: N_("in the pool, with a new profile"),
    State.nomination_pending: N_("in the pool, a nomination waits for your answer"),
    State.no_longer_eligible: N_("no longer eligible, out of the pool"),
    State.profile_expired: N_("profile expired, out of the pool"),
    State.withdrawn: N_("profile withdrawn, out of the pool"),
    State.invited: N_("invited to apply"),
    State.declined: N_("invitation declined, back in the pool"),
    State.invitation_expired: N_("invitation expired, out of the pool"),
    State.cancelled_by_minister: N_("invitation cancelled by IRCC"),
    State.applied: N_("application sent"),
    State.returned_incomplete: N_("application returned as incomplete, the invitation runs on"),
    State.refused: N_("application refused"),
    State.application_withdrawn: N_("application withdrawn"),
    State.approved: N_("application approved"),
    State.landed: N_("permanent resident of Canada"),
}
"""Each state as it stands after "Where you are:" or within a sentence."""

ENDS: Final[Mapping[State, str]] = {
    State.draft_expired: N_("the form is erased"),
    State.profile_expired: N_("the profile expires"),
    State.invitation_expired: N_("the invitation expires, and the profile with it"),
}
"""What the calendar brings, after "On … ,"."""

NEXT_DAY: Final[Mapping[Kind, str]] = {
    Kind.invitation: N_("Apply or decline by {day}."),
    Kind.nomination_answer: N_("Accept or reject the nomination by {day}."),
    Kind.profile_draft: N_("Submit the profile by {day}."),
    Kind.profile: N_("The last day of the profile is {day}."),
}
"""The date of a stage in one sentence, the most pressing kind first."""


def clock(facts: Facts, on: date, kind: Kind) -> Deadline | None:
    """A clock of the person's own that still runs; None where there is none."""
    found = deadlines(facts, on)
    return next((each for each in found if each.kind is kind and each.whose == "own" and not each.over(on)), None)


def line(facts: Facts, on: date) -> Html:
    """Where they are, since when, and the date that comes next of it; empty for somebody who has not begun."""
    stage = stage_on(facts, on)
    if stage.state is State.not_started:
        return NOTHING
    name = say(NAMES[stage.state])
    told = say("Where you are: {stage}.", stage=name)
    if stage.since is not None:
        told = say("Where you are: {stage}, since {day}.", stage=name, day=day(stage.since))
    return Html(" ".join(part for part in (told, next_date(facts, on)) if part))


def next_date(facts: Facts, on: date) -> Html:
    """The next date of the stage; of an invitation, the last day on which everything it needs still counts."""
    found = effective_deadline(facts, on)
    if found is not None and found.last_safe_day >= on:
        return say(NEXT_DAY[Kind.invitation], day=day(found.last_safe_day, weekday=True))
    clocks = {each.kind: each for each in reversed(deadlines(facts, on)) if each.whose == "own" and not each.over(on)}
    for kind, sentence in NEXT_DAY.items():
        if kind in clocks:
            return say(sentence, day=day(clocks[kind].last_safe_day, weekday=True))
    return NOTHING


OF_THE_SCORE: Final[Mapping[Phase, str]] = {
    Phase.before_pool: N_("You have no profile in the pool now ({stage}): this is what your score would be."),
    Phase.applied: N_(
        "Your application is sent. For it the score counted as it stood at the invitation and on the day you applied; "
        "the sum below is that of today."
    ),
    Phase.approved: N_("Your application is approved: no score is needed any more. The sum below is that of today."),
    Phase.landed: N_("You are a permanent resident: no score is needed any more. The sum below is that of today."),
}
"""What the stage means for a score that is shown."""


def of_the_score(facts: Facts, on: date) -> Html:
    """Said above a score, where the stage makes it another thing than a rank in the pool; empty otherwise."""
    stage = stage_on(facts, on)
    if stage.state is State.not_started or stage.phase not in OF_THE_SCORE:
        return NOTHING
    return say(OF_THE_SCORE[stage.phase], stage=say(NAMES[stage.state]))


def moved(before: Facts, after: Facts, on: date) -> Html:
    """What a change of facts does to the stage; empty where it stays."""
    was, now = stage_on(before, on), stage_on(after, on)
    if (was.state, was.since) == (now.state, now.since):
        return NOTHING
    told = say("<b>Where you are</b>\nBefore: {was}.\nAfter: {now}.", was=_named(was), now=_named(now))
    return Html("\n".join(part for part in (told, next_date(after, on)) if part))


def _named(stage: Stage) -> Html:
    if stage.since is None:
        return say(NAMES[stage.state])
    return say("{stage}, since {day}", stage=say(NAMES[stage.state]), day=day(stage.since))
