"""An improvement in words: its name, its button, when it can be there, and what it changes besides the number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import blake2s
from typing import Final

from conversations import lever_words, program_words, stages
from conversations.events.by_itself import because
from conversations.kinds import ABILITIES, printed
from conversations.short_interview import TEST_NAMES
from locales import N_, NOTHING, Html, beginning, count, day, listed, plain, say, signed
from rules.clocks import Kind
from rules.dangers import Danger
from rules.facts import Ability, Facts, InvitedProgram, TefScale
from rules.improvement_plans import Aim, Outlook, Weighed
from rules.improvements import KINDS, Group, Improvement
from rules.rounds import known_until
from rules.standing import Standing

PREFIX: Final = "im"
SHOW: Final = f"{PREFIX}:show"
FRENCH: Final = f"{PREFIX}:fr"
NOMINATION: Final = f"{PREFIX}:pn"

GROUPS: Final[Mapping[Group, str]] = {
    Group.english: N_("English"),
    Group.french: N_("French"),
    Group.education: N_("Education"),
    Group.experience: N_("Work"),
    Group.partner: N_("Partner"),
    Group.certificate: N_("Certificate"),
    Group.nomination: N_("Nomination"),
}
"""The groups, in the order in which equal ones are shown."""


def code(one: Improvement) -> str:
    """What names an improvement in the data of a button; it stays the same while the improvement does."""
    return blake2s(str((one.key, one.whose, one.detail)).encode(), digest_size=5).hexdigest()


def title(one: Improvement) -> Html:
    """What an improvement is, as a line begins with it."""
    return lever_words.title(one.key, one.whose, one.detail)


def label(one: Improvement) -> str:
    """The words of its button."""
    return plain("{what}: {gain}", what=lever_words.on_button(one.key, one.whose, one.detail), gain=signed(one.gain))


# --- when ---


def when(one: Weighed) -> Html:
    """How long it takes, and until when it has to be begun to be there before the next loss."""
    found = one.improvement
    arrives = dict(found.detail).get("day")
    if isinstance(arrives, date):
        return _by_itself(found, arrives)
    if found.ready_on is None or found.weeks is None:
        return say("no source says how long it takes")
    if found.key == "partner_as_principal":
        return say("takes a profile of your partner's own")
    return begun(found.key, found.weeks, found.ready_on, one.begin_by if one.in_time else None)


def begun(key: str, many: int, ready: date, begin_by: date | None) -> Html:
    """How many weeks a lever takes, and the last day to begin it; without one, the day it is there if begun today."""
    weeks = count("about {n} week", "about {n} weeks", many)
    if KINDS[key].group is None:
        weeks = count(
            "{n} week from booking to result, besides preparing",
            "{n} weeks from booking to result, besides preparing",
            many,
        )
    if begin_by is not None:
        return say("{weeks}; begin by {day}", weeks=weeks, day=day(begin_by))
    return say("{weeks}, so {day} at the earliest", weeks=weeks, day=day(ready))


def _by_itself(one: Improvement, arrives: date) -> Html:
    """The year of a running job: by its day a result may be too old, and the year then brings something else."""
    if one.gain_then is None or one.gain_then == one.gain:
        return say("comes by itself on {day} if the job goes on as it is", day=day(arrives))
    if one.gain_then <= 0:
        return say(
            "comes by itself on {day} if the job goes on as it is, but brings no points by what is so then",
            day=day(arrives),
        )
    return say(
        "comes by itself on {day} if the job goes on as it is, and brings {gain} by what is so then",
        day=day(arrives),
        gain=signed(one.gain_then),
    )


def answer_by(facts: Facts, on: date) -> date | None:
    """The last day to answer a nomination that waits in the account; None where none does."""
    clock = stages.clock(facts, on, Kind.nomination_answer)
    return None if clock is None else clock.last_safe_day


def no_loss(found: Outlook) -> Html:
    """That no day is known that takes points; where answers are missing, nobody can know."""
    if found.standing.crs.assumed:
        return say("I know of no day in the next 24 months that takes points, but what you have not told may have one.")
    return say("In the next 24 months I know of no day that takes points.")


def loss(drop: Danger) -> Html:
    """The next day that takes something, with why and what."""
    lost = [signed(-drop.points_lost)] if drop.points_lost else []
    for program in drop.programs_lost:
        lost.append(say("{program} no longer met", program=program_words.name(InvitedProgram(program))))
    return say(
        "{day}: {causes} ({lost})", day=day(drop.day, weekday=True), causes=because(drop.causes), lost=listed(lost)
    )


# --- what it opens ---


def beyond(one: Weighed, now: Standing) -> Html:
    """What a step changes besides the number, as a sentence: that it is nothing is said as below a list of them."""
    if _is_points_only(one, now):
        return points_only()
    said = opens(one, now)
    return Html(f"{beginning(said)}.") if one.loses_the_pool else say("Besides the number it {opens}.", opens=said)


def points_only() -> Html:
    """What “points only” means."""
    return say(
        "Points only: by itself it opens no program and no category, and reaches the cut-off of no further round of "
        "the last 12 months (rounds known to me: until {day}).",
        day=day(known_until()),
    )


def _is_points_only(one: Weighed, now: Standing) -> bool:
    return one.changes_points_only and bool(now.eligible_programs)


def opens(one: Weighed, now: Standing) -> Html:
    """What it changes besides the number, in the middle of a line; that it changes nothing else is said too."""
    if one.loses_the_pool:
        return say("no program is met that way, so its points are no place in the pool")
    parts = [*opened(one.improvement), *_closed(one.improvement)]
    if one.rounds:
        parts.append(
            count(
                "reaches the cut-off of {n} more round of the last 12 months",
                "reaches the cut-off of {n} more rounds of the last 12 months",
                one.rounds,
            )
        )
    if parts:
        return listed(parts)
    if _is_points_only(one, now):
        return say("points only")
    undecided = any(program.met is None for program in now.programs)
    return say("opens no program for certain") if undecided else say("opens no program")


def opened(one: Improvement) -> list[Html]:
    """The programs and the categories that it opens."""
    parts = []
    if one.programs:
        parts.append(say("opens {programs}", programs=program_words.names(one.programs)))
    if one.categories:
        parts.append(say("opens the category {categories}", categories=program_words.categories(one.categories)))
    return parts


def _closed(one: Improvement) -> list[Html]:
    """The programs and the categories that it closes."""
    parts = []
    if one.programs_lost:
        parts.append(say("closes {programs}", programs=program_words.names(one.programs_lost)))
    if one.categories_lost:
        categories = program_words.categories(one.categories_lost)
        parts.append(say("closes the category {categories}", categories=categories))
    return parts


# --- tests ---


def aim(one: Aim) -> Html:
    """What to reach in a test: "IELTS General: listening 8.0, reading 7.0 …"."""
    scores = [
        say("{ability} {score}", ability=say(ABILITIES[ability]), score=printed(one.kind, score))
        for ability, score in zip(Ability, one.scores, strict=True)
        if score is not None
    ]
    test = say(TEST_NAMES[one.kind])
    if one.scale is TefScale.older:
        test = say("{test}, older-scale score", test=test)
    elif one.scale is not None:
        test = say("{test}, score out of 699 (and check the older-scale score on the certificate)", test=test)
    if one.own:
        test = say("{test} (the test you know)", test=test)
    return say("{test}: {scores}", test=test, scores=Html(", ".join(scores))) if scores else NOTHING
