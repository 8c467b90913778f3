"""The effective deadline of an invitation: its last day, or that of a document the application needs which dies before.

Day 0 is the day of the invitation in UTC. What has to hold on the day of the application: language results and
assessments, the nomination, experience within its window, police certificates, the medical exam, a passport, the permit
behind a job offer, the funds, the age of a child. A birthday does not shorten it: the Act forgives it (IRPA
11.2(2)(a)). Of the documents, the work and the permits behind the points and the eligibility, the candidate's or an
accompanying partner's, only those count whose loss takes away the program or the category, or leaves less than the
cut-off of the round: above it a loss of points is forgiven too (11.2(2)(b)). And whatever else takes away one of the
three before the last day ends the invitation as well (`rules.invitation_basis`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from rules.clocks import clock as clock_of
from rules.deadlines import Deadline, Kind, Missed, deadlines
from rules.facts import Facts, Invitation, InvitedProgram
from rules.family import settlement_funds
from rules.invitation_basis import CATEGORY, SCORE, Basis, basis_of
from rules.invitation_window import DAY, Window, window_of
from rules.parameters import RuleBook, book
from rules.police_certificates import Asking
from rules.remembered import remembered

# The window of work that each program looks at; those of the score matter to all.
_WORK = {
    InvitedProgram.canadian_experience: "canadian_experience_class",
    InvitedProgram.federal_skilled_worker: "federal_skilled_worker",
    InvitedProgram.skilled_trades: "skilled_trades",
}
# The programs that look at no partner but for the funds
_WITHOUT_PARTNER = (InvitedProgram.canadian_experience, InvitedProgram.skilled_trades)
_ALWAYS = (
    Kind.language_test,
    Kind.education_assessment,
    Kind.nomination,
    Kind.police_certificate,
    Kind.medical_exam,
    Kind.passport,
    Kind.child_ages_out,
)
# What matters only through the program, the category and the score
_THROUGH_THE_BASIS = (
    Kind.language_test,
    Kind.education_assessment,
    Kind.work_window,
    Kind.permit,
    Kind.funds_table,
)
_SAYS_SO = (*_THROUGH_THE_BASIS, Kind.nomination)
_LOST_AS = {CATEGORY: (Kind.invited_category, ""), SCORE: (Kind.invited_score, "")}
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
    decline_in_vain = "decline_in_vain"  # the year of the profile is over: nothing goes back to the pool
    new_profile = "new_profile"  # the invitation ran out, and with it the profile


class Route(NamedTuple):
    """A way that is still open, and the last day to begin it. `profile_until` is the last safe day of the profile that
    declining keeps, None where that is not known; to keep it, one declines by then.
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

    `whose` is own, partner or the path of a child. `start_by` is the day planned for the application less the planning
    margin of this program. `asking` says of a police certificate whether it is needed or only to be checked, of which
    country is then None where the stays are not known.
    """

    what: str
    whose: str
    country: str | None
    start_by: date
    asking: Asking = Asking.needed


class EffectiveDeadline(NamedTuple):
    """The day by which to apply.

    `last_safe_day` is number `day` of the `days` of the invitation; `cause` is the clock it comes from, that of the
    invitation itself where nothing dies before. What is lost without a document has a clock of its own here
    ("invited_program:own:federal_skilled_worker"), whose facts name what it comes from. `plan_by` is the day to aim at.
    `dies` are the clocks that run out before the invitation does, the earliest first; `partners` those of them that are
    the partner's and give points, `harmless` those, own or the partner's, whose loss takes nothing or is forgiven. A
    clock that is over already and was not replaced is among them.
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

    None without an invitation, once it was declined, cancelled or led to an application, and once a newer profile
    stands in its place.
    """
    return _effective_deadline(facts, on, rules or book())


@remembered(128)
def _effective_deadline(facts: Facts, on: date, rules: RuleBook) -> EffectiveDeadline | None:
    clocks = {clock.key: clock for clock in deadlines(facts, on, rules=rules)}
    invitation = next((clock for clock in clocks.values() if clock.kind is Kind.invitation), None)
    if facts.invitation is None or invitation is None:
        return None
    window = window_of(facts.invitation, rules)
    basis = basis_of(facts, facts.invitation, rules)
    before = [
        clock
        for clock in _since_the_invitation(facts, on, clocks, window, rules)
        if clock.last_safe_day < window.last and _looked_at(clock, facts, on, rules)
    ]
    forgiven = [clock for clock in before if _forgiven(clock, facts.invitation, basis)]
    dying = [clock for clock in before if clock not in forgiven]
    dying += _lost(basis, max(on, window.issued), dying, facts.invitation, rules)
    dies = _in_order(dying, window)
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
        partners=tuple(one for one in dies if _is_partners(one.deadline)),
        harmless=_in_order(forgiven, window),
        to_get=_to_get(facts, clocks.values(), plan_by, on, rules),
        routes=tuple(_routes(clocks.values(), dies, window, cause.last_safe_day, on)),
        cut_off=facts.invitation.cut_off,
    )


def _in_order(clocks: Iterable[Deadline], window: Window) -> tuple[Dies, ...]:
    ordered = sorted(clocks, key=lambda clock: (clock.last_safe_day, clock.key))
    return tuple(Dies(clock, window.number(clock.last_safe_day)) for clock in ordered)


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
        # Any work permit: cases a and b of an offer rest on a closed one, d on one that may be open.
        work_permits = rules.programs.parameters.work_permits.on(on).value
        return clock.whose == "own" and facts.offer is not None and clock.key.rpartition(":")[2] in work_permits
    if clock.kind is Kind.funds_table:
        return program is None or settlement_funds(facts, on, rules=rules).asked_by(program)
    return clock.kind in _ALWAYS


def _still_to_get(clock: Deadline) -> bool:
    return ("to_get", True) in clock.facts


def _is_partners(clock: Deadline) -> bool:
    """Whether it is a document, or the work, by which a partner adds to the score and the selection grid."""
    kinds = (Kind.language_test, Kind.education_assessment, Kind.work_window)
    return clock.whose == "partner" and clock.kind in kinds


def _forgiven(clock: Deadline, invitation: Invitation, basis: Basis) -> bool:
    """Whether what the clock ends leaves the program and the category met and the score enough for the round.

    Where the facts do not show them met at the invitation, only the loss of a partner for whom the program does not ask
    can be told to be harmless.
    """
    if clock.kind not in _THROUGH_THE_BASIS:
        return False
    before, after = basis.on(clock.last_safe_day), basis.on(clock.first_unusable_day)
    if not _is_partners(clock):
        return basis.shown and not after.lost
    if not basis.shown and invitation.program not in _WITHOUT_PARTNER:
        return False
    return after.lost <= before.lost and (SCORE not in after.lost or after.score >= before.score)


def _lost(
    basis: Basis, today: date, dying: list[Deadline], invitation: Invitation, rules: RuleBook
) -> Iterator[Deadline]:
    """What is lost first of what the invitation rests on, where no clock that ends by then says so."""
    held = rules.clocks.clocks.held_at_application.on(invitation.issued)
    turn = basis.first_lost(today)
    if turn is None or not held.value:
        return
    if any(clock.kind in _SAYS_SO and clock.first_unusable_day == turn.day for clock in dying):
        return
    causes = tuple((cause.fact, cause.kind) for cause in turn.causes)
    for key in sorted(turn.lost):
        kind, part = _LOST_AS.get(key, (Kind.invited_program, key))
        yield clock_of(
            kind,
            "own",
            invitation.category or "" if kind is Kind.invited_category else part,
            turn.day - DAY,
            "clocks.held_at_application",
            held,
            Missed.points_lost if kind is Kind.invited_score else Missed.eligibility_lost,
            started=invitation.issued,
            facts=(*causes, ("lost", key), ("score", turn.score)),
        )


def _to_get(facts: Facts, clocks: Iterable[Deadline], plan_by: date, on: date, rules: RuleBook) -> tuple[ToGet, ...]:
    """What the application needs and the facts do not show, the first to start first."""
    margins = rules.planning_margins.margins
    found = []
    for clock in clocks:
        if _still_to_get(clock) and clock.act_by is not None:
            start_by = plan_by - (clock.last_safe_day - clock.act_by)
            told = dict(clock.facts)
            asking = Asking.needed if told.get("asking") is None else Asking(str(told["asking"]))
            country = told.get("country")
            found.append(ToGet(clock.kind, _person(clock), None if country is None else str(country), start_by, asking))
    if facts.jobs:
        letter = timedelta(weeks=margins.reference_letter.on(on).value)
        found.append(ToGet("reference_letter", "own", None, plan_by - letter))
    program = facts.invitation.program if facts.invitation is not None else None
    if program is None or settlement_funds(facts, on, rules=rules).asked_by(program):
        letter = timedelta(weeks=margins.bank_letter.on(on).value)
        found.append(ToGet("bank_letter", "own", None, plan_by - letter))
    return tuple(sorted(found, key=lambda one: (one.start_by, one.what, one.whose, one.country or "")))


def _person(clock: Deadline) -> str:
    """Whose it is; of a child its path, which is that of its birth date."""
    paths = [name.rpartition(".")[0] for name, _ in clock.facts if name.startswith("children.")]
    return next(iter(paths), clock.whose)


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
    until = None if profile is None else profile.last_safe_day
    if until is not None and until < on:
        yield Route(Way.decline_in_vain, window.last, until)
    else:
        yield Route(Way.decline, window.last if until is None else min(window.last, until), until)
