"""Everything a reminder can be about on a day: clocks that run out, what gives points or eligibility, what to look at.

`rules.deadlines` lists the clocks. Beside them stand the effective deadline of an invitation where it is earlier than
its last day, the days on which work gives points, a program or a category (`rules.timeline`), the looks into the
account while an invitation is open or an application is being looked at, and what was told ahead and counts by itself
from its day on: a wedding, a birth, the first or the last day of a job; and the days on which new rules begin.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from rules import rule_changes
from rules.bookings import booked, open_bookings
from rules.clocks import Deadline, Kind, Missed, Named
from rules.deadlines import deadlines
from rules.effective_deadline import EffectiveDeadline, effective_deadline
from rules.facts import BookedThing, Facts
from rules.invitation_window import window_of
from rules.journey import Phase, stage_on
from rules.months import add_months
from rules.parameters import RuleBook, book
from rules.reasons import FactValue
from rules.remembered import remembered
from rules.standing import gained, moves, standing
from rules.timeline import Cause, Step, rule_starts, timeline

EFFECTIVE = "effective_deadline"
GAIN = "work_gain"
CATEGORY = "category_day"
ACCOUNT = "account_look"
APPLIED_LOOK = "application_look"
WEDDING = "wedding_day"
BIRTH = "birth_expected"
JOB_START = "job_start"
JOB_END = "job_end"
RULE_START = "rule_start"
BOOKED = "booked_test"

BOOKED_THINGS = {
    "language_test:english": BookedThing.english_test,
    "language_test:french": BookedThing.french_test,
    "education_assessment": BookedThing.assessment,
}
"""What is booked or ordered anew, by the clocks of what it replaces."""


_OF_LIFE = (Kind.birthday, Kind.selection_grid_birthday, Kind.child_ages_out)
# The table of settlement funds has a clock of its own.
_OF_MONEY = {"settlement_funds", "fees"}
_BY_WORK = ("work_years", "continuous_year")
# An application has no last day: the looks into the account are planned for so long.
A_YEAR = timedelta(days=364)


class Watched(NamedTuple):
    """One thing with a day of its own.

    `kind` is that of a clock or one of this module; `key` is stable while the facts behind it keep their meaning.
    `day` is the last safe day of a clock; of what is gained, the first day it holds. `started` is day 0, where the days
    are counted from a beginning. `facts` are names with what stands behind them.
    """

    kind: str
    whose: str
    key: str
    started: date | None
    day: date
    act_by: date | None
    missed: Missed | None
    facts: Named = ()


def watched(facts: Facts, on: date, *, months: int = 24, rules: RuleBook | None = None) -> tuple[Watched, ...]:
    """All of it, the earliest day first; birthdays and gains within so many months, as nobody plans for later ones."""
    return _watched(facts, on, months, rules or book())


@remembered(128)
def _watched(facts: Facts, on: date, months: int, rules: RuleBook) -> tuple[Watched, ...]:
    ahead = add_months(on, months)
    clocks = deadlines(facts, on, rules=rules)
    found = [_of_clock(clock) for clock in clocks if clock.kind not in _OF_LIFE or clock.last_safe_day < ahead]
    found = [_with_what_it_brings(one, facts, on, rules) if one.kind == Kind.language_test else one for one in found]
    found = [_booked_already(one, facts, on) for one in found]
    deadline = None if facts.invitation is None else effective_deadline(facts, on, rules=rules)
    if deadline is not None:
        found = [_before_applying(one, deadline, on) for one in found]
        found += _effective(deadline, on)
    phase = stage_on(facts, on, rules=rules).phase
    if phase in (Phase.before_pool, Phase.in_pool):
        found += _gains(timeline(facts, on, months=months, rules=rules))
    if phase in (Phase.before_pool, Phase.in_pool):
        found += _rule_starts(facts, on, ahead, rules)
    found += _looks(facts, on, phase, rules)
    if phase is not Phase.landed:
        found += _told_ahead(facts, on)
        found += _day_after_a_test(facts, on)
    return tuple(sorted(found, key=lambda one: (one.day, one.key)))


def _of_clock(clock: Deadline) -> Watched:
    return Watched(
        clock.kind,
        clock.whose,
        clock.key,
        clock.started,
        clock.last_safe_day,
        clock.act_by,
        clock.missed,
        clock.facts,
    )


def _with_what_it_brings(one: Watched, facts: Facts, on: date, rules: RuleBook) -> Watched:
    """A test result with what there would not be on a day without it.

    `categories` are those that are open only with it. Where no more than points ends with it, `brings` are they, and
    `moved` the factors they are of ("second_language=24 french=50").
    """
    now, bare = (standing(told, on, rules=rules) for told in (facts, _without(one, facts)))
    named: Named = (("categories", _listed(gained(bare.eligible_categories, now.eligible_categories))),)
    if one.missed is Missed.points_lost:
        factors = tuple(f"{each.key}={each.after - each.before}" for each in moves(bare.crs, now.crs))
        named = (*named, ("brings", now.crs.total - bare.crs.total), ("moved", _listed(factors)))
    return one._replace(facts=(*one.facts, *named))


def _booked_already(one: Watched, facts: Facts, on: date) -> Watched:
    """A clock without its day to act by, where what is to be done by then was told to be done."""
    what = BOOKED_THINGS.get(":".join(one.key.split(":")[:3:2]) if one.kind == Kind.language_test else one.kind)
    booking = None if what is None else booked(facts, one.whose, what, on)
    if booking is None:
        return one
    return one._replace(act_by=None, facts=(*one.facts, ("booked", booking.on or True)))


def _day_after_a_test(facts: Facts, on: date) -> Iterator[Watched]:
    """The day of a booked test, until the day after it, on which its result is asked for."""
    for whose in ("own", "partner"):
        for each in open_bookings(facts, whose, on):
            if each.on is not None and on <= each.on + timedelta(days=1):
                language = each.what.removesuffix("_test")
                yield Watched(BOOKED, whose, f"{BOOKED}:{whose}:{language}", None, each.on, None, None)


def _without(one: Watched, facts: Facts) -> Facts:
    told = dict(one.facts)
    holder = facts.partner if one.whose == "partner" else facts
    kind = told["partner.tests" if one.whose == "partner" else "tests"]
    if holder is None:
        return facts
    left = tuple(test for test in holder.tests if (test.kind, test.result_date) != (kind, one.started))
    if one.whose == "partner":
        return facts.model_copy(update={"partner": holder.model_copy(update={"tests": left})})
    return facts.model_copy(update={"tests": left})


def _before_applying(one: Watched, found: EffectiveDeadline, on: date) -> Watched:
    """What an application still needs has to be there by the day to apply by, begun in time for the day planned for.

    Once that day has passed the days of the invitation itself are left, for who applies in another way.
    """
    if ("to_get", True) not in one.facts or one.act_by is None:
        return one
    last, plan = found.last_safe_day, found.plan_by
    if last < on:
        last, plan = one.day, found.invitation.act_by or one.day
    return one._replace(day=last, act_by=plan - (one.day - one.act_by))


def _effective(found: EffectiveDeadline, on: date) -> Iterator[Watched]:
    """The day by which to apply, where something dies before the invitation does."""
    if found.cause == found.invitation or found.last_safe_day < on:
        return
    named: Named = (
        ("cause", found.cause.key),
        ("number", found.day),
        ("days", found.days),
        ("invitation_until", found.invitation.last_safe_day),
    )
    yield Watched(
        EFFECTIVE,
        "own",
        f"{EFFECTIVE}:own",
        found.invitation.started,
        found.last_safe_day,
        None,
        Missed.invitation_expires,
        named,
    )


def _gains(steps: tuple[Step, ...]) -> Iterator[Watched]:
    """The steps up that work brings: years that complete, and categories from a day on."""
    for step in steps:
        named: Named = (
            ("points", step.change),
            ("crs_after", step.crs_after),
            ("programs", _listed(step.programs_gained)),
            ("categories", _listed(step.categories_gained)),
            ("assumes", _listed(step.assumes)),
        )
        by_work = next((cause for cause in step.causes if cause.kind in _BY_WORK), None)
        if by_work is not None and (step.change > 0 or step.programs_gained):
            yield _gain(GAIN, by_work, f"{by_work.about}:{by_work.value}", step.day, named)
        elif step.categories_gained and any(cause.kind == "category_work" for cause in step.causes):
            cause = next(cause for cause in step.causes if cause.kind == "category_work")
            yield _gain(CATEGORY, cause, step.categories_gained[0], step.day, named)


def _gain(kind: str, cause: Cause, part: str, day: date, named: Named) -> Watched:
    return Watched(kind, cause.whose, f"{kind}:{cause.whose}:{part}", None, day, None, None, named)


def _rule_starts(facts: Facts, on: date, ahead: date, rules: RuleBook) -> Iterator[Watched]:
    """The days on which rules that are known already come into force and move something of the candidate's."""
    for day, files in rule_starts(rules).items():
        if not on < day < ahead or not {*files} - _OF_MONEY:
            continue
        change = rule_changes.of_day(facts, day, rules=rules)
        if change is not None:
            named: Named = (("change", json.dumps(rule_changes.as_plain(change))),)
            yield Watched(RULE_START, "rules", f"{RULE_START}:rules:{day}", None, day, None, None, named)


def _listed(keys: tuple[str, ...]) -> FactValue:
    return " ".join(keys)


def _told_ahead(facts: Facts, on: date) -> Iterator[Watched]:
    """What was told of a day to come, the day itself included, and needs no other word to count from then on."""
    partner = facts.partner
    if partner is not None and partner.married is not None and partner.married >= on:
        yield Watched(WEDDING, "partner", f"{WEDDING}:partner", None, partner.married, None, Missed.status_changes, ())
    if facts.child_expected is not None and facts.child_expected >= on:
        yield Watched(BIRTH, "child", f"{BIRTH}:child", None, facts.child_expected, None, None)
    keys: Counter[str] = Counter()
    for job in facts.jobs or ():
        for kind, day in ((JOB_START, job.start), (JOB_END, job.end)):
            if day is None or day < on:
                continue
            key = f"{kind}:own:{job.country}"
            keys[key] += 1
            nth = "" if keys[key] == 1 else f":{keys[key]}"
            yield Watched(kind, "own", f"{key}{nth}", None, day, None, None)


def _looks(facts: Facts, on: date, phase: Phase, rules: RuleBook) -> Iterator[Watched]:
    """The looks into the account: requests of IRCC come there, and have days of their own."""
    invitation = facts.invitation
    if invitation is None:
        return
    if phase is Phase.invited:
        yield Watched(
            ACCOUNT, "own", f"{ACCOUNT}:own:invited", invitation.issued, window_of(invitation, rules).last, None, None
        )
    elif phase is Phase.applied and invitation.applied is not None:
        yield Watched(
            APPLIED_LOOK, "own", f"{APPLIED_LOOK}:own", invitation.applied, invitation.applied + A_YEAR, None, None
        )
