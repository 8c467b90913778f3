"""What an invitation comes to, worked out a second time from the raw rules: scores, programs, categories, days.

Written from the text of the Act (IRPA 10.1(6), 11.2) and not from `rules.invitation_check`. It says which verdicts are
possible: where the raw rules leave one thing open on which two of them hang, there is more than one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from itertools import combinations

from rules.categories import categories
from rules.crs import score
from rules.facts import Facts, Invitation, InvitedProgram, contradictions
from rules.family import settlement_funds
from rules.invitation_check import Verdict
from rules.programs import named_by_invitation, programs
from rules.ranges import crs_range
from rules.rounds import round_of
from rules.summary import nominated
from rules.what_if import renewed

DAYS = 60
NOMINEE = InvitedProgram.provincial_nominee


@dataclass(frozen=True)
class _Held:
    """What the invitation is held against."""

    issued: date
    cut_off: int | None
    named: int | None
    program: InvitedProgram | None
    category: str | None


def possible(facts: Facts, on: date) -> frozenset[Verdict] | None:
    """The verdicts that can be on a day; None where there is nothing to check."""
    invitation = facts.invitation
    if invitation is None or on < invitation.issued or _newer_profile(facts, invitation, on):
        return None
    if over := _over(facts, invitation, on):
        return frozenset({over})
    held = _held(facts, invitation)
    then = _against(facts, invitation.issued, held)
    now = _against(_age_forgiven(facts, invitation.issued, on), on, held, then.score)
    hard_now = now.hard
    soft_then = then.soft or bool(contradictions(facts, on)) or _round_is_another(invitation, held)
    if then.hard:
        replaced = _came_after(facts, invitation.issued)
        return frozenset({Verdict.decline, Verdict.licensed_help}) if replaced else frozenset({Verdict.decline})
    if hard_now:
        if not _can_be_mended(facts, on, held, then.score):
            return frozenset({Verdict.decline})
        return frozenset({Verdict.licensed_help} if soft_then else {Verdict.mend_first, Verdict.licensed_help})
    found = {Verdict.licensed_help} if soft_then or now.soft else {Verdict.go_ahead}
    if now.tie or then.unsure or now.unsure:
        found |= {Verdict.decline, Verdict.mend_first, Verdict.licensed_help}
        found |= set() if soft_then or now.soft else {Verdict.go_ahead}
    return frozenset(found)


def _newer_profile(facts: Facts, invitation: Invitation, on: date) -> bool:
    profile = facts.profile
    if profile is None:
        return False
    received = profile.submitted if profile.submitted_at is None else profile.submitted_at.astimezone(UTC).date()
    for day in (received, profile.draft_opened, profile.eligibility_answered):
        if day is not None and day <= on:
            return day > invitation.issued
    return False


def _last(invitation: Invitation) -> date:
    return invitation.deadline or invitation.issued + timedelta(days=DAYS)


def _over(facts: Facts, invitation: Invitation, on: date) -> Verdict | None:
    """Whether it was answered, or its time is over; what was done after its last day was not done."""
    last, application = _last(invitation), facts.application
    applied = invitation.applied
    if applied is not None and applied <= min(on, last):
        back = None if application is None else application.returned
        ended = application is not None and any(
            day is not None and day <= on
            for day in (application.landed, application.refused, application.withdrawn, application.approved)
        )
        if ended or back is None or not applied <= back <= on:
            return Verdict.answered
        return None if on <= last else Verdict.too_late
    for day in (invitation.cancelled, invitation.declined):
        if day is not None and day <= min(on, last):
            return Verdict.answered
    return None if on <= last else Verdict.too_late


def _held(facts: Facts, invitation: Invitation) -> _Held:
    of_round = None if invitation.round is None else round_of(invitation.round)
    cut_off, program, category = invitation.cut_off, invitation.program, invitation.category
    if of_round is not None:
        cut_off = of_round.cut_off if cut_off is None else cut_off
        category = category or of_round.category
        if program is None and len(of_round.programs) == 1:
            [program] = of_round.programs
    program = program or named_by_invitation(facts, invitation.issued)
    return _Held(invitation.issued, cut_off, invitation.score, program, category)


def _age_forgiven(facts: Facts, issued: date, on: date) -> Facts:
    """With the age of the day of the invitation, unless the birthday since gives points."""
    born = facts.birth_date
    if born is None:
        return facts
    older = _age(born, on) - _age(born, issued)
    frozen = facts.model_copy(update={"birth_date": born.replace(year=born.year + older)})
    better = score(facts, on, under=issued).total > score(frozen, on, under=issued).total
    return facts if better else frozen


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@dataclass(frozen=True)
class _Day:
    """What one day says: certainly not there, or not settled; `unsure` where two raw rules may be read together."""

    score: int
    hard: bool
    soft: bool
    tie: bool = False
    unsure: bool = False


def _against(facts: Facts, on: date, held: _Held, then: int | None = None) -> _Day:
    total = score(facts, on, under=held.issued).total
    spread = crs_range(facts, on, under=held.issued)
    lowest, highest = spread.lowest, spread.highest + sum(one.points for one in spread.would_add)
    hard = soft = tie = False
    lost = 0 if then is None else then - total
    letter = None if held.named is None else held.named - lost
    floor = held.cut_off
    if floor is None:
        soft = then is not None and lowest < max(then, held.named or 0)
    elif highest < floor:
        saved = letter is not None and letter >= floor
        hard, soft = not saved, saved
    elif then is not None and lowest < floor:
        soft = True
    elif then is not None:
        tie = lowest == floor
        named = held.named
        soft = named is not None and named < then and lost > 0 and named - lost < floor <= named
    if then is None and held.named is not None:
        soft = soft or held.named > highest or (floor is not None and held.named < floor)
    met, shut, other = _program(facts, on, held)
    if met is False:
        excused = then is None and other  # eligible for another one, they were in the pool by right
        hard, soft = hard or not excused, soft or excused
    listed = _category(facts, on, held)
    hard, soft = hard or listed is False, soft or met is None or (listed is None and held.category is not None) or shut
    return _Day(total, hard, soft, tie)


def _program(facts: Facts, on: date, held: _Held) -> tuple[bool | None, bool, bool]:
    """Whether the program is met, whether anything shuts the person out, whether any other is met."""
    every = programs(facts, on)
    own = [one for one in every if held.program in (None, NOMINEE, one.program)]
    met = [one for one in own if one.met]
    found: bool | None = False
    if any("settlement_funds" not in one.presumed for one in met):
        found = True
    elif met or any(one.met is None for one in own):
        found = None
    if held.program is NOMINEE and found is not False:
        counts = facts.provincial_nomination if facts.nomination is None else nominated(facts.nomination, on)
        found = found if counts else counts
    return found, any(one.knock_outs for one in own), any(one.met for one in every)


def _category(facts: Facts, on: date, held: _Held) -> bool | None:
    if held.category is None:
        return None
    # A category that rounds have left behind has no list any more to be held against.
    return next((one.eligible for one in categories(facts, on) if one.category == held.category), None)


def _round_is_another(invitation: Invitation, held: _Held) -> bool:
    found = None if invitation.round is None else round_of(invitation.round)
    if found is None:
        return False
    return (
        min(abs((invitation.issued - day).days) for day in (found.day, found.issued)) > 1
        or invitation.cut_off not in (None, found.cut_off)
        or (invitation.program is not None and invitation.program not in found.programs)
        or held.category != found.category
    )


def _came_after(facts: Facts, issued: date) -> bool:
    """Whether a result or an assessment is newer than the invitation, and may have replaced another."""
    people = [facts] if facts.partner is None else [facts, facts.partner]
    days = [test.result_date for person in people for test in person.tests]
    days += [one.assessed for person in people for one in person.credentials or ()]
    return any(day is not None and day > issued for day in days)


def _can_be_mended(facts: Facts, on: date, held: _Held, then: int) -> bool:
    """Whether new results, assessments of today or more money would leave nothing lost."""
    for count in (1, 2, 3):
        for kinds in combinations(("tests", "credentials", "funds"), count):
            for mended in _mended(facts, on, kinds):
                day = _against(_age_forgiven(mended, held.issued, on), on, held, then)
                if not day.hard:
                    return True
    return False


def _mended(facts: Facts, on: date, kinds: tuple[str, ...]) -> Iterator[Facts]:
    after = facts
    if "tests" in kinds:
        after = renewed(after, on) or after
    if "credentials" in kinds:
        after = _assessed_again(after, on)
    if "funds" in kinds:
        funds = settlement_funds(after, on)
        after = after.model_copy(update={"settlement_funds": funds.needed}) if funds.short_by else after
    yield after


def _assessed_again(facts: Facts, on: date) -> Facts:
    own = facts.credentials and tuple(
        one.model_copy(update={"assessed": on}) if one.assessed and one.assessed < on else one
        for one in facts.credentials
    )
    facts = facts.model_copy(update={"credentials": own})
    partner = facts.partner
    if partner is None or not partner.credentials:
        return facts
    theirs = tuple(
        one.model_copy(update={"assessed": on}) if one.assessed and one.assessed < on else one
        for one in partner.credentials
    )
    return facts.model_copy(update={"partner": partner.model_copy(update={"credentials": theirs})})
