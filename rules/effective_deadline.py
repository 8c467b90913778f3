"""The effective deadline of an invitation: its last day, or that of a document the application needs which dies before.

Day 0 is the day of the invitation in UTC. What has to hold on the day of the application: language results and
assessments, the nomination, experience within its window, police certificates, the medical exam, a passport, the permit
behind a job offer, the funds, the age of a child. A birthday does not shorten it: the Act forgives it (IRPA
11.2(2)(a)). Of an accompanying partner's documents only those count whose loss takes away the eligibility, or leaves
less than the cut-off of the round: above it a loss of points is forgiven too (11.2(2)(b)).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from rules import federal_skilled_worker
from rules.crs import score
from rules.deadlines import Deadline, Kind, deadlines
from rules.facts import Facts, InvitedProgram, LanguageTest, PermitKind
from rules.family import settlement_funds
from rules.invitation_window import Window, window_of
from rules.parameters import RuleBook, book
from rules.summary import summed_up

# The window of work that each program looks at; those of the score matter to all.
_WORK = {
    InvitedProgram.canadian_experience: "canadian_experience_class",
    InvitedProgram.federal_skilled_worker: "federal_skilled_worker",
    InvitedProgram.skilled_trades: "skilled_trades",
}
_EMPLOYER_PERMITS = (PermitKind.employer_assessed, PermitKind.employer_agreement, PermitKind.employer_interest)
_ALWAYS = (
    Kind.language_test,
    Kind.education_assessment,
    Kind.nomination,
    Kind.police_certificate,
    Kind.medical_exam,
    Kind.passport,
    Kind.child_ages_out,
)
# A new one takes its place; lost experience and a grown child cannot be renewed.
_RENEWABLE = (
    Kind.language_test,
    Kind.education_assessment,
    Kind.police_certificate,
    Kind.medical_exam,
    Kind.passport,
    Kind.permit,
    Kind.funds_table,
)


class Way(StrEnum):
    """What can still be done with an invitation."""

    submit_before = "submit_before"  # apply by the effective last safe day
    new_result_in_time = "new_result_in_time"  # replace what dies, begun by the day named, and apply by the last day
    decline = "decline"  # back to the pool, while the profile is eligible and within its year
    new_profile = "new_profile"  # the invitation ran out, and with it the profile


class Route(NamedTuple):
    """A way that is still open, and the last day to begin it. `profile_until` is the last safe day of the profile that
    declining keeps, None where that is not known.
    """

    way: Way
    by: date | None
    profile_until: date | None = None


class Dies(NamedTuple):
    """A clock that runs out before the invitation does, and which of its days the last safe one is."""

    deadline: Deadline
    day: int


class ToGet(NamedTuple):
    """Something the application needs and that is not there: what, for whom, of which country, and when to start.

    `start_by` is the day planned for the application less the planning margin of this program.
    """

    what: str
    whose: str
    country: str | None
    start_by: date


class EffectiveDeadline(NamedTuple):
    """The day by which to apply.

    `last_safe_day` is number `day` of the `days` of the invitation; `cause` is the clock it comes from, that of the
    invitation itself where nothing dies before. `plan_by` is the day to aim at. `dies` are the clocks that run out
    before the invitation does, the earliest first; `partners` those of them that are the partner's and give points,
    `harmless` the partner's whose loss is forgiven. A clock that is over already and was not replaced is among them.
    """

    invitation: Deadline
    days: int
    last_safe_day: date
    day: int
    cause: Deadline
    plan_by: date
    dies: tuple[Dies, ...]
    partners: tuple[Dies, ...]
    harmless: tuple[Dies, ...]
    to_get: tuple[ToGet, ...]
    routes: tuple[Route, ...]
    cut_off: int | None


def effective_deadline(facts: Facts, on: date, *, rules: RuleBook | None = None) -> EffectiveDeadline | None:
    """The effective deadline of the invitation, as far as it is known on a day.

    None without an invitation, once the application is made, and once a newer profile stands in its place.
    """
    rules = rules or book()
    clocks = {clock.key: clock for clock in deadlines(facts, on, rules=rules)}
    invitation = next((clock for clock in clocks.values() if clock.kind is Kind.invitation), None)
    if facts.invitation is None or invitation is None:
        return None
    window = window_of(facts.invitation, rules)
    before = [
        Dies(clock, window.number(clock.last_safe_day))
        for clock in _since_the_invitation(facts, on, clocks, window, rules)
        if clock.last_safe_day < window.last and _looked_at(clock, facts, on, rules)
    ]
    before.sort(key=lambda one: (one.deadline.last_safe_day, one.deadline.key))
    harmless = tuple(one for one in before if _forgiven(one.deadline, facts, window.issued, rules))
    dies = tuple(one for one in before if one not in harmless)
    cause = dies[0].deadline if dies else invitation
    plan_by = min(window.plan, cause.last_safe_day)
    return EffectiveDeadline(
        invitation=invitation,
        days=window.days,
        last_safe_day=cause.last_safe_day,
        day=window.number(cause.last_safe_day),
        cause=cause,
        plan_by=plan_by,
        dies=dies,
        partners=tuple(one for one in dies if _gives_partners_points(one.deadline)),
        harmless=harmless,
        to_get=_to_get(facts, clocks.values(), plan_by, on, rules),
        routes=tuple(_routes(clocks.values(), dies, window, cause.last_safe_day, on)),
        cut_off=facts.invitation.cut_off,
    )


def _since_the_invitation(
    facts: Facts, on: date, clocks: dict[str, Deadline], window: Window, rules: RuleBook
) -> list[Deadline]:
    """The clocks of the day, with those that have run out since the invitation and that nothing has replaced."""
    if on <= window.issued:
        return list(clocks.values())
    then = {clock.key: clock for clock in deadlines(facts, window.issued, rules=rules) if clock.over(on)}
    # Experience is not replaced: a later fall of the years does not undo an earlier one.
    lost = {key: clock for key, clock in then.items() if key not in clocks or clock.kind is Kind.work_window}
    return list({**clocks, **lost}.values())


def _looked_at(clock: Deadline, facts: Facts, on: date, rules: RuleBook) -> bool:
    """Whether the application is looked at for what the clock is about."""
    if _still_to_get(clock):
        return False
    program = facts.invitation.program if facts.invitation is not None else None
    if clock.kind is Kind.work_window:
        purpose = dict(clock.facts)["purpose"]
        if purpose == "category":
            invitation = facts.invitation
            return invitation is not None and clock.key.rpartition(":")[2] == invitation.category
        return program not in _WORK or purpose not in _WORK.values() or purpose == _WORK[program]
    if clock.kind is Kind.permit:
        return clock.whose == "own" and facts.offer is not None and clock.key.rpartition(":")[2] in _EMPLOYER_PERMITS
    if clock.kind is Kind.funds_table:
        return program is None or settlement_funds(facts, on, rules=rules).asked_by(program)
    return clock.kind in _ALWAYS


def _still_to_get(clock: Deadline) -> bool:
    return ("to_get", True) in clock.facts


def _gives_partners_points(clock: Deadline) -> bool:
    """Whether it is a document, or the work, by which a partner adds to the score and the selection grid."""
    kinds = (Kind.language_test, Kind.education_assessment, Kind.work_window)
    return clock.whose == "partner" and clock.kind in kinds


def _forgiven(clock: Deadline, facts: Facts, day: date, rules: RuleBook) -> bool:
    """Whether the partner's loss leaves the program met and the score at the cut-off; without a cut-off none is."""
    if not _gives_partners_points(clock):
        return False
    without = _without(clock, facts)
    old, new = summed_up(facts, day, rules=rules), summed_up(without, day, rules=rules)
    invitation = facts.invitation
    program = invitation.program if invitation is not None else None
    if program in (None, InvitedProgram.federal_skilled_worker, InvitedProgram.provincial_nominee):
        was = federal_skilled_worker.grid(old, day, rules=rules).reached
        if was and not federal_skilled_worker.grid(new, day, rules=rules).reached:
            return False
    before, after = score(old, day, rules=rules).total, score(new, day, rules=rules).total
    cut_off = invitation.cut_off if invitation is not None else None
    return after >= before or (cut_off is not None and after >= cut_off)


def _without(clock: Deadline, facts: Facts) -> Facts:
    """The facts as if what the clock is about had run out already."""
    partner = facts.partner
    if partner is None:
        return facts
    if clock.kind is Kind.work_window:
        change: dict[str, object] = {"jobs": None, "canadian_work_years": dict(clock.facts)["years_after"]}
    elif clock.kind is Kind.language_test:
        dead = [test for test in partner.tests if _dead(test, clock)]
        change = {"tests": tuple(test for test in partner.tests if test not in dead)}
    else:
        change = {
            "credentials": tuple(
                one.model_copy(update={"assessed": None}) if one.assessed == clock.started else one
                for one in partner.credentials or ()
            )
        }
    return facts.model_copy(update={"partner": partner.model_copy(update=change)})


def _dead(test: LanguageTest, clock: Deadline) -> bool:
    """Whether a result is the one of the clock, or an older one of the language."""
    if test.kind.language != clock.key.rpartition(":")[2]:
        return False
    return test.result_date is not None and clock.started is not None and test.result_date <= clock.started


def _to_get(facts: Facts, clocks: Iterable[Deadline], plan_by: date, on: date, rules: RuleBook) -> tuple[ToGet, ...]:
    """What the application needs and the facts do not show, the first to start first."""
    margins = rules.planning_margins.margins
    found = []
    for clock in clocks:
        if _still_to_get(clock) and clock.act_by is not None:
            country = clock.key.rpartition(":")[2] if clock.kind is Kind.police_certificate else None
            found.append(ToGet(clock.kind, clock.whose, country, plan_by - (clock.last_safe_day - clock.act_by)))
    if facts.jobs:
        letter = timedelta(weeks=margins.reference_letter.on(on).value)
        found.append(ToGet("reference_letter", "own", None, plan_by - letter))
    program = facts.invitation.program if facts.invitation is not None else None
    if program is None or settlement_funds(facts, on, rules=rules).asked_by(program):
        letter = timedelta(weeks=margins.bank_letter.on(on).value)
        found.append(ToGet("bank_letter", "own", None, plan_by - letter))
    return tuple(sorted(found, key=lambda one: (one.start_by, one.what, one.whose, one.country or "")))


def _routes(
    clocks: Iterable[Deadline], dies: tuple[Dies, ...], window: Window, last_safe_day: date, on: date
) -> Iterable[Route]:
    if window.last < on:
        yield Route(Way.new_profile, None)
        return
    if on <= last_safe_day:
        yield Route(Way.submit_before, last_safe_day)
    if dies and all(one.deadline.kind in _RENEWABLE for one in dies):
        # Each margin is that of its clock, counted back from the day planned for the application.
        margins = [one.deadline.last_safe_day - one.deadline.act_by for one in dies if one.deadline.act_by is not None]
        by = window.plan - max(margins, default=timedelta(0))
        if on <= by:
            yield Route(Way.new_result_in_time, by)
    profile = next((clock for clock in clocks if clock.kind is Kind.profile), None)
    yield Route(Way.decline, window.last, None if profile is None else profile.last_safe_day)
