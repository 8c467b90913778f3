"""A job offer: gained, changed, lost. Its three effects are three different things, and each is said by itself."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from conversations import score
from conversations.events.asking import reused
from conversations.events.event import Event, since
from conversations.messages import paragraphs
from conversations.profile.offers import HAS_OFFER, OFFER
from conversations.profile.parts import seen, with_changes, with_unknown
from conversations.program_words import PROGRAMS
from conversations.questions import Answers
from locales import N_, Html, day, number, say
from rules import crs, federal_skilled_worker, programs
from rules.arranged_employment import arranged_employment
from rules.facts import Facts, InvitedProgram
from rules.parameters import book

GROUP: Final = "offer"
TOPIC: Final = N_("job offer")

_YES: Final[dict[str, Any]] = {HAS_OFFER: True}
_ASKED: Final = reused(OFFER.questions, TOPIC, without=(HAS_OFFER,), fixed=_YES)


def has_offer(facts: Facts) -> bool:
    """Whether an offer was told, in full or in short."""
    return facts.offer is not None or bool(facts.arranged_employment)


def _offered(facts: Facts, given: Answers, today: date) -> Facts:
    return with_changes(facts, "own", OFFER.changes(facts, {**given, **_YES}))


def _lost(facts: Facts, given: Answers, today: date) -> Facts:
    return with_changes(facts, "own", OFFER.changes(facts, {HAS_OFFER: False}))


def _as_told(facts: Facts) -> dict[str, Any]:
    """The offer as it was, so that what differs is pressed and the rest stays."""
    told = {key: value for key, value in OFFER.filled(facts).items() if key != HAS_OFFER}
    return with_unknown(_ASKED, told)


# --- the three effects ---


def effects(before: Facts, after: Facts, on: date) -> Html:
    """What an offer does, in three blocks: the points of one program, the settlement funds, the CRS."""
    blocks = [
        say("<b>What the job offer does</b>"),
        _grid(before, after, on),
        _funds(before, after, on),
        _crs(after, on),
    ]
    return paragraphs(blocks)


def _grid(before: Facts, after: Facts, on: date) -> Html:
    """The points of the Federal Skilled Worker grid that rest on the offer, which are no CRS points."""
    was, now = federal_skilled_worker.grid(before, on), federal_skilled_worker.grid(after, on)
    lines = [say("1. Federal Skilled Worker points, out of {most} in all:", most=now.most)]
    for key in ("arranged_employment", "adaptability"):
        then, line = (next(one for one in grid.lines if one.key == key) for grid in (was, now))
        lines.append(
            say(
                "{factor}: {now} out of {most}, before: {was}.",
                factor=say(score.FACTORS[key]),
                now=number(line.points),
                most=number(line.most),
                was=number(then.points),
            )
        )
    if after.offer is not None:
        lines += _why_not(after, on)
    return Html("\n".join(lines))


def _why_not(facts: Facts, on: date) -> list[Html]:
    """What is missing for arranged employment, of the case that is nearest; nothing where one is met."""
    found = arranged_employment(facts, on)
    if found.met:
        return []
    if found.met is None:
        return [say("Not all of the offer is known yet, and what is not known is counted as nothing.")]
    lacking = [say(LACKS[one.key]) for one in found.requirements if one.fails]
    return [say("It is no arranged employment as it stands:"), *lacking]


LACKS: Final = {
    "offer_occupation": N_("– The occupation is not of TEER 0 to 3."),
    "offer_employer": N_("– An embassy, a consulate or a barred employer does not count."),
    "offer_full_time": N_("– It is not full-time and continuous."),
    "offer_year_after_visa": N_("– It is for less than a year after you become a permanent resident."),
    "offer_assessed": N_("– No impact assessment (LMIA) names you and the job; only the employer can ask for one."),
    "offer_from_permit_employer": N_("– It does not come from the employer that your work permit names."),
    "offer_year_with_employer": N_("– You have not worked for this employer full-time for a year."),
    "offer_permit": N_("– You hold no work permit of the kind that this case asks for."),
    "offer_no_work_permit": N_("– You hold a work permit, and this case is for people without one."),
}
"""What an offer lacks, by the key of the requirement."""

_FUNDS: Final = {
    (True, True): N_("{program}: none are asked for, as before."),
    (False, True): N_("{program}: none are asked for, because of this offer and the right to work in Canada."),
    (True, False): N_("{program}: asked for again. They have to be there when you apply."),
    (False, False): N_("{program}: still asked for."),
}
"""Whether a program asks for settlement funds, by whether it did not before and does not now."""


def _funds(before: Facts, after: Facts, on: date) -> Html:
    lines = [say("2. Settlement funds:")]
    for program in (InvitedProgram.federal_skilled_worker, InvitedProgram.skilled_trades):
        then, now = (_exempt(facts, program, on) for facts in (before, after))
        lines.append(say(_FUNDS[then, now], program=say(PROGRAMS[program])))
    return Html("\n".join(lines))


def _exempt(facts: Facts, program: InvitedProgram, on: date) -> bool:
    found = next(one for one in programs.programs(facts, on) if one.program is program)
    return bool(dict(found.requirement("settlement_funds").reason.facts).get("exempt"))


def _crs(after: Facts, on: date) -> Html:
    """None since 25 March 2025; of the change reported since, no more is said than is known."""
    result = crs.score(after, on)
    line = next((one for one in result.lines if one.key == "job_offer"), None)
    if line is not None and line.points:
        return say("3. CRS points: {points}.", points=number(line.points))
    lines = [say("3. CRS points: none. A job offer has given none since {day}.", day=day(_none_since(on)))]
    if result.incomplete is not None:
        lines.append(
            say(
                "A change is reported since {day}: points for work or an offer in well-paid occupations. How many, and "
                "for which occupations, is not known to me, and nothing of it is in my figures.",
                day=day(result.incomplete.since),
            )
        )
    return Html("\n".join(lines))


def _none_since(on: date) -> date:
    """The day from which the table of the day gives nothing for an offer."""
    return book().crs.parameters.job_offer.on(on).start


# --- the events ---

OFFER_GAINED: Final = Event(
    key="offer_gained",
    group=GROUP,
    title=N_("I have a job offer"),
    words=(N_("I got a job offer"), N_("I received a job offer")),
    questions=(
        since(
            N_("Since when do you have the offer?"),
            N_("From that day on it is looked at."),
            topic=TOPIC,
            name=N_("Offer since"),
        ),
        *_ASKED,
    ),
    change=_offered,
    applies=lambda facts, _on: not has_offer(facts),
    seen=seen,
    means=effects,
)

OFFER_CHANGED: Final = Event(
    key="offer_changed",
    group=GROUP,
    title=N_("My job offer changes"),
    words=(N_("my job offer changed"),),
    questions=(
        since(
            N_("Since when is the offer different?"),
            N_("From that day on it is looked at as it is then."),
            topic=TOPIC,
            name=N_("Different since"),
        ),
        *_ASKED,
    ),
    change=_offered,
    applies=lambda facts, _on: has_offer(facts),
    filled=_as_told,
    opening=N_("Press the lines that are different; the others stay."),
    seen=seen,
    means=effects,
)

OFFER_LOST: Final = Event(
    key="offer_lost",
    group=GROUP,
    title=N_("I no longer have my job offer"),
    words=(N_("I lost my job offer"), N_("my job offer was withdrawn")),
    questions=(
        since(
            N_("Since when is the offer gone?"),
            N_("Until then it is looked at."),
            topic=TOPIC,
            name=N_("Gone since"),
        ),
    ),
    change=_lost,
    applies=lambda facts, _on: has_offer(facts),
    means=effects,
)

EVENTS: Final = (OFFER_GAINED, OFFER_CHANGED, OFFER_LOST)
