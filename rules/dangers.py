"""What could hurt a candidate: each day of the next two years that takes points, a program or a category.

Two sources know those days: the timeline (`rules.timeline`), for everything that moves a score, a program or a
category, and the clocks (`rules.deadlines`), for what ends the profile or its condition whatever the points: its twelve
months, a form that is not submitted, a nomination nobody answered, a new table of settlement funds.

What keeps a day from taking anything is said as a key with the last day to begin; that day rests on the planning
margins of this program, which are not IRCC's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from rules import work
from rules.bookings import booked
from rules.clocks import Deadline, Kind, Missed
from rules.deadlines import deadlines
from rules.effective_deadline import effective_deadline
from rules.facts import BookedThing, Booking, Facts
from rules.language import sitting_weeks
from rules.months import add_months
from rules.parameters import RuleBook, book
from rules.programs import programs
from rules.timeline import Cause, Step, timeline

DAY: Final = timedelta(days=1)


class Prevention(NamedTuple):
    """What keeps a day from taking something, or makes up for it.

    `by` is the last day to begin it; None where no margin is known, or where nothing keeps the day away ("birthday",
    "forgiven", "declare", "rules"). `about` says which of several (a language), `booking` that it is booked already.
    """

    key: str
    whose: str
    by: date | None
    about: str | None = None
    booking: Booking | None = None


class Danger(NamedTuple):
    """A day that takes points, a program or a category, or the profile itself, if nothing is done.

    `clock` is the clock behind it where no score, program or category moves; `causes` are then none. `act_by` is the
    earliest last day to begin what prevents it. `forgiven` is a birthday between an invitation and the application,
    which costs nothing to who applies in time (IRPA 11.2(2)(a)). `ends_profile` says that the last program met is lost,
    or that the profile itself ends: a program that may be met, by what is not known, does not take its place.
    `pass_mark_lost` says that the Federal Skilled Worker points fall below theirs. `assumes` are the jobs taken to go
    on unchanged ("jobs.0").
    """

    day: date
    causes: tuple[Cause, ...]
    points_lost: int
    programs_lost: tuple[str, ...]
    categories_lost: tuple[str, ...]
    act_by: date | None
    forgiven: bool
    ends_profile: bool = False
    pass_mark_lost: bool = False
    crs_before: int = 0
    crs_after: int = 0
    grid_before: int = 0
    grid_after: int = 0
    pass_mark: int = 0
    prevented_by: tuple[Prevention, ...] = ()
    assumes: tuple[str, ...] = ()
    clock: Deadline | None = None


def dangers(facts: Facts, on: date, *, months: int = 24, rules: RuleBook | None = None) -> tuple[Danger, ...]:
    """What costs points or eligibility in the next months, the earliest first."""
    rules = rules or book()
    clocks = deadlines(facts, on, rules=rules)
    return tuple(
        _of_step(facts, step, [clock for clock in clocks if clock.first_unusable_day == step.day], on, rules)
        for step in timeline(facts, on, months=months, rules=rules)
        if step.change < 0 or step.programs_lost or step.categories_lost
    )


def ending(facts: Facts, on: date, *, months: int = 24, rules: RuleBook | None = None) -> tuple[Danger, ...]:
    """What ends a profile or a condition of it without a point moving, the earliest first; also what is over already.

    What moves the score, a program or a category stands in `dangers`; `ahead` has both.
    """
    rules = rules or book()
    ahead = add_months(on, months)
    clocks = deadlines(facts, on, rules=rules)
    found = [clock for clock in clocks if clock.kind in ENDING and clock.last_safe_day < ahead]
    return tuple(
        Danger(
            day=clock.first_unusable_day,
            causes=(),
            points_lost=0,
            programs_lost=(),
            categories_lost=(),
            act_by=by,
            forgiven=False,
            ends_profile=clock.missed in (Missed.profile_expires, Missed.invitation_expires),
            prevented_by=(Prevention(ENDING[clock.kind], "own", by),),
            clock=clock,
        )
        for clock, by in ((clock, _act_by(clock, facts, on, rules)) for clock in found)
    )


def _act_by(clock: Deadline, facts: Facts, on: date, rules: RuleBook) -> date:
    """The last day to do something about a clock; of an invitation, while all that is needed to apply counts."""
    if clock.kind is Kind.invitation:
        found = effective_deadline(facts, on, rules=rules)
        if found is not None and found.plan_by >= on:
            return found.plan_by
    return clock.act_by or clock.last_safe_day


def ahead(facts: Facts, on: date, *, months: int = 24, rules: RuleBook | None = None) -> tuple[Danger, ...]:
    """Both: what takes points, a program or a category, and what ends a profile or a condition of it.

    A new table of settlement funds that takes a program is told once, with the program.
    """
    rules = rules or book()
    moving = dangers(facts, on, months=months, rules=rules)
    days = {one.day for one in moving if one.programs_lost}
    others = ending(facts, on, months=months, rules=rules)
    told = (one.clock is not None and one.clock.kind is Kind.funds_table and one.day in days for one in others)
    return (*moving, *(one for one, again in zip(others, told, strict=True) if not again))


ENDING: Final[Mapping[Kind, str]] = {
    Kind.profile: "new_profile",
    Kind.profile_draft: "submit",
    Kind.invitation: "apply",
    Kind.nomination_answer: "answer_nomination",
    Kind.funds_table: "funds",
}
"""What is done about a clock that ends something without a point moving."""


def by_weight(found: tuple[Danger, ...]) -> tuple[Danger, ...]:
    """What ends the profile first, then what takes a program, then the points; of each the earliest first."""

    def weight(one: Danger) -> int:
        if one.ends_profile:
            return 0
        return 1 if one.programs_lost or one.pass_mark_lost else 2

    return tuple(sorted(found, key=lambda one: (weight(one), one.day)))


def next_loss(found: Iterable[Danger]) -> Danger | None:
    """The first of some days that takes points or a program; a birthday that is forgiven takes nothing."""
    taking = (one for one in found if (one.points_lost or one.programs_lost) and not one.forgiven)
    return min(taking, key=lambda one: one.day, default=None)


def begun_by(day: date, weeks: int) -> date:
    """The last day to begin what takes so many weeks, for it to be there before a day."""
    return day - DAY - timedelta(weeks=weeks)


def is_forgiven(step: Step, clocks: Iterable[Deadline]) -> bool:
    """Whether a step is a birthday alone between an invitation and the application; `clocks` are those of its day."""
    birthday = all(cause.kind.startswith("birthday") for cause in step.causes)
    return birthday and any(clock.missed is Missed.forgiven_after_invitation for clock in clocks)


def _of_step(facts: Facts, step: Step, clocks: list[Deadline], on: date, rules: RuleBook) -> Danger:
    forgiven = is_forgiven(step, clocks)
    ways = dict.fromkeys(_prevented(facts, step, forgiven, rules))
    prevented = tuple(_booked(one, facts, step.day, on) for one in ways)
    mark = rules.federal_skilled_worker.parameters.pass_mark
    before, after = (mark.on(day).value for day in (step.day - DAY, step.day))
    return Danger(
        day=step.day,
        causes=step.causes,
        points_lost=max(-step.change, 0),
        programs_lost=step.programs_lost,
        categories_lost=step.categories_lost,
        act_by=min((one.by for one in prevented if one.by is not None), default=None),
        forgiven=forgiven,
        ends_profile=bool(step.programs_before) and not step.programs_after,
        pass_mark_lost=step.grid_before >= before and step.grid_after < after,
        crs_before=step.crs_before,
        crs_after=step.crs_after,
        grid_before=step.grid_before,
        grid_after=step.grid_after,
        pass_mark=after,
        prevented_by=prevented,
        assumes=step.assumes,
    )


PREVENTED_BY: Final[Mapping[str, str]] = {
    "birthday": "birthday",
    "birthday_losing": "birthday",
    "birthday_gaining": "birthday",
    "work_years": "work",
    "continuous_year": "work",
    "category_work": "work",
    "language_level_of_the_work": "work",
    "common_law": "declare",
    "wedding": "declare",
    "child_born": "funds",
    "child_no_longer_dependent": "funds",
    "nomination_ends": "province",
    "nomination_withdrawn": "province",
    "permit_ends": "new_permit",
    "rules_start": "rules",
}
"""What is done about a day, by its cause; a result or an assessment that is too old has the margin of a new one."""


def _prevented(facts: Facts, step: Step, forgiven: bool, rules: RuleBook) -> Iterator[Prevention]:
    if forgiven:
        yield Prevention("forgiven", "own", None)
        return
    last, margins = step.day - DAY, rules.planning_margins.margins
    for cause in step.causes:
        if cause.kind == "language_result_too_old":
            weeks = sitting_weeks(str(cause.about), last, rules)
            yield Prevention("new_test", cause.whose, begun_by(step.day, weeks), cause.about)
        elif cause.kind == "education" and _fell(step, "education"):
            weeks = margins.education_assessment.on(last).value
            yield Prevention("new_assessment", cause.whose, begun_by(step.day, weeks))
        elif cause.kind == "rules_start" and _funds_decide(facts, step, rules):
            yield Prevention("funds", "own", begun_by(step.day, margins.bank_letter.on(last).value))
        elif (key := PREVENTED_BY.get(cause.kind)) and _takes(key, cause, facts, step, rules):
            yield Prevention(key, cause.whose, None)


def _booked(one: Prevention, facts: Facts, day: date, on: date) -> Prevention:
    """The same with what is booked or ordered for it by now, but for a test that comes too late."""
    if one.key not in ("new_test", "new_assessment"):
        return one
    what = BookedThing.assessment if one.about is None else BookedThing(f"{one.about}_test")
    booking = booked(facts, one.whose, what, on)
    return one if booking is None or (booking.on is not None and booking.on >= day) else one._replace(booking=booking)


def _takes(key: str, cause: Cause, facts: Facts, step: Step, rules: RuleBook) -> bool:
    """Whether a cause is one of those that take: on the same day another one can give."""
    if key == "birthday":
        return _fell(step, "age")
    if key == "funds":
        return _funds_decide(facts, step, rules)
    if key != "work":
        return True
    purpose = _OF_YEARS.get(cause.about or "")
    if cause.kind == "work_years" and purpose is not None:
        person = facts if cause.whose == "own" else facts.partner
        jobs = (person.jobs if person is not None else None) or ()
        return work.years(jobs, purpose, step.day - DAY, rules=rules) > (cause.value or 0)
    if cause.kind == "category_work":
        return bool(step.categories_lost)
    return bool(step.programs_lost) or _fell(step, "high_wage")


_OF_YEARS: Final[Mapping[str, work.PurposeKey]] = {
    "crs_canadian": "crs_canadian",
    "crs_foreign": "crs_foreign",
    "federal_skilled_worker": "federal_skilled_worker",
    "canadian_experience_class": "canadian_experience_class",
}
"""The purposes of work whose complete years a cause names."""


def _fell(step: Step, factor: str) -> bool:
    """Whether a factor fell on a day, or may have: a section that is cut stands for its factors, and the selection grid
    is told by its sum alone.
    """
    return step.grid_after < step.grid_before or any(
        moved.after < moved.before and (factor in moved.key or moved.key in _SECTIONS) for moved in step.moved
    )


_SECTIONS: Final = frozenset({"core", "partner", "transferability", "additional"})


def _funds_decide(facts: Facts, step: Step, rules: RuleBook) -> bool:
    """Whether a program is lost on a day by its settlement funds."""
    return any(
        one.program.value in step.programs_lost and "settlement_funds" in one.failed
        for one in programs(facts, step.day, rules=rules)
    )


# --- the nearest step up, and until when it counts ---


class Ahead(NamedTuple):
    """A raise of one ability by one band as it stands before the next loss.

    `by` is the last day to book the test for its result to count before `drop`; None where no day takes anything.
    `late` says that this day has passed.
    """

    by: date | None
    drop: date | None
    late: bool


def booked_by(
    facts: Facts,
    on: date,
    language: str,
    *,
    found: tuple[Danger, ...] | None = None,
    rules: RuleBook | None = None,
) -> Ahead:
    """Until when a test in a language is booked for its result to be there before the next loss."""
    rules = rules or book()
    loss = next_loss(dangers(facts, on, rules=rules) if found is None else found)
    if loss is None:
        return Ahead(None, None, late=False)
    by = begun_by(loss.day, sitting_weeks(language, on, rules))
    return Ahead(by, loss.day, late=by < on)


# --- what to do, by when ---


class Deed(NamedTuple):
    """Something to begin by a day, and the danger it prevents; `late` says that the day has passed."""

    prevention: Prevention
    danger: Danger
    late: bool


def to_do(found: tuple[Danger, ...], on: date) -> tuple[Deed, ...]:
    """What prevents the dangers found, each once, the earliest day to begin first; the others are left out."""
    things: dict[tuple[str, str, str | None], Deed] = {}
    dated = [(one.by, one, danger) for danger in found for one in danger.prevented_by if one.by is not None]
    for by, one, danger in sorted(dated, key=lambda each: (each[0], each[2].day)):
        things.setdefault((one.key, one.whose, one.about), Deed(one, danger, late=by < on))
    return tuple(things.values())
