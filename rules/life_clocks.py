"""The clocks of life: birthdays that take points, children who grow up, the common-law day, funds tables, the end of
a bar, rules that start.

A birthday after an invitation is forgiven to who applies in time (IRPA 11.2(2)(a)); its clock says so instead of
threatening. Someone born on 29 February has two days in a common year: a loss counts from the earlier, and the clock
names the other too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from rules.age import ages, birthday
from rules.clocks import Asked, Deadline, Kind, Missed, Named, clock
from rules.crs_tables import WITH_PARTNER, WITHOUT_PARTNER, era_on
from rules.facts import InvitedProgram, PartnerStatus
from rules.family import ages_out, couple_from, in_partner_column, settlement_funds
from rules.invitation_window import DAY
from rules.months import add_months
from rules.parameters import RuleBook
from rules.shapes.dated import Dated, by_number

# Programs that look at funds at all; a nominee's are looked at through the program behind the nomination.
_FUNDED = (InvitedProgram.federal_skilled_worker, InvitedProgram.skilled_trades)


def birthdays(asked: Asked) -> Iterator[Deadline]:
    """The next birthday that costs CRS points, and the one at which the selection grid falls below its pass mark."""
    birth_date = asked.seen.birth_date
    if birth_date is None or asked.applied or not birth_date <= asked.on:
        return
    age = max(ages(birth_date, asked.on))
    tables = era_on(asked.rules, asked.on).tables
    for n in range(age + 1, len(tables.age[0])):
        # By then somebody can be married who is not today.
        day = birthday(birth_date, birth_date.year + n).losing
        points = tables.age[WITH_PARTNER if in_partner_column(asked.facts, day, rules=asked.rules) else WITHOUT_PARTNER]
        if points[n] < points[n - 1]:
            facts: Named = (("points_before", points[n - 1]), ("points_after", points[n]))
            yield _birthday(Kind.birthday, birth_date, n, asked, facts)
            break
    grid = asked.now.grid
    if not grid.reached:
        return
    in_force = asked.rules.federal_skilled_worker.parameters.age.on(asked.on)
    table = _grid_age(asked.rules, in_force.start)
    # Everything but the age taken to stay as it is
    others = grid.total - grid.factors["age"]
    for n in range(age + 1, len(table)):
        if others + table[n] < grid.pass_mark:
            totals = (("total_before", others + table[n - 1]), ("total_after", others + table[n]))
            yield _birthday(Kind.selection_grid_birthday, birth_date, n, asked, totals)
            return


@cache
def _grid_age(rules: RuleBook, start: date) -> Sequence[int]:
    return by_number(rules.federal_skilled_worker.parameters.age.on(start).rows, lambda row: row.points)


def _birthday(kind: Kind, birth_date: date, age: int, asked: Asked, facts: Named) -> Deadline:
    rules, days = asked.rules, birthday(birth_date, birth_date.year + age)
    rule, missed = "crs.age", Missed.points_lost
    in_force: Dated = rules.crs.parameters.age.on(asked.on)
    if kind is Kind.selection_grid_birthday:
        rule, missed = "federal_skilled_worker.age", Missed.eligibility_lost
        in_force = rules.federal_skilled_worker.parameters.age.on(asked.on)
    window, forgiven = asked.open_window, rules.clocks.clocks.birthday_forgiven.on(asked.on)
    if window is not None and window.issued < days.losing <= window.last and forgiven.value:
        rule, in_force, missed = "clocks.birthday_forgiven", forgiven, Missed.forgiven_after_invitation
    return clock(
        kind,
        "own",
        "",
        days.losing - DAY,
        rule,
        in_force,
        missed,
        started=birth_date,
        facts=(("birth_date", birth_date), ("age", age), ("or_from", days.gaining), *facts),
    )


def children(asked: Asked) -> Iterator[Deadline]:
    """The day before each child is too old to be dependent, while nothing has fixed its age."""
    locked = asked.age_lock.day
    if locked is not None and locked <= asked.on:
        return
    in_force = asked.rules.family.parameters.dependent_child_age.on(asked.on)
    for part, path, child in asked.children:
        if ages_out(child, rules=asked.rules) is None:
            continue
        # By the age of the day asked about: a later rule is not that day's to know.
        out = birthday(child.birth_date, child.birth_date.year + in_force.value).losing
        yield clock(
            Kind.child_ages_out,
            "child",
            part,
            out - DAY,
            "family.dependent_child_age",
            in_force,
            Missed.child_not_included,
            started=child.birth_date,
            facts=((f"{path}.birth_date", child.birth_date), ("age", in_force.value)),
        )


def common_law_days(asked: Asked) -> Iterator[Deadline]:
    """The last day before two who live together are common-law partners, which moves the score and the family's size
    and has to be declared.
    """
    partner = asked.facts.partner
    if partner is None or partner.living_together_since is None:
        return
    start = couple_from(partner, rules=asked.rules)
    if start is None or start <= asked.on or start == partner.married:
        return
    yield clock(
        Kind.common_law_day,
        "partner",
        "",
        start - DAY,
        "family.common_law",
        asked.rules.family.parameters.common_law.on(asked.on),
        Missed.status_changes,
        started=partner.living_together_since,
        facts=(("partner.living_together_since", partner.living_together_since), ("partner.status", partner.status)),
    )


def rule_changes(asked: Asked) -> Iterator[Deadline]:
    """The last day before a rule set of the CRS starts that is not known to its last number.

    Once it is in force the score itself says what is missing.
    """
    ahead = add_months(asked.on, asked.rules.clocks.clocks.ahead.on(asked.on).value)
    for rule_set in asked.rules.crs.rule_sets:
        if not rule_set.complete and asked.on < rule_set.start <= ahead:
            yield clock(
                Kind.rule_change,
                "rules",
                rule_set.id,
                rule_set.start - DAY,
                "crs.rule_sets",
                rule_set,
                Missed.rules_change,
                facts=(("rule_set", rule_set.id), ("incomplete_because", rule_set.incomplete_because)),
            )


def funds_tables(asked: Asked) -> Iterator[Deadline]:
    """The day before a new table of settlement funds, or the day by which profiles follow one in force, when what was
    told falls short; none for who is asked for no funds.
    """
    told = asked.facts.settlement_funds
    if told is None:
        return
    funds = settlement_funds(asked.facts, asked.on, rules=asked.rules)
    if not any(funds.asked_by(program) for program in _FUNDED):
        return
    if funds.next is not None and told < funds.next.needed:
        kind, start, needed = Kind.funds_table, funds.next.start, funds.next.needed
        last = start - DAY
    elif funds.short_by and funds.needed and funds.table_from and funds.update_by and funds.update_by >= asked.on:
        kind, start, needed, last = Kind.funds_update, funds.table_from, funds.needed, funds.update_by
    else:
        return
    margin = asked.rules.planning_margins.margins.bank_letter.on(asked.on).value
    yield clock(
        kind,
        "own",
        str(start),
        last,
        "settlement_funds.needed",
        asked.rules.settlement_funds.parameters.needed.on(start),
        Missed.funds_short,
        margin=timedelta(weeks=margin),
        facts=(("settlement_funds", told), ("needed", needed), ("size", funds.size)),
    )


def bars(asked: Asked) -> Iterator[Deadline]:
    """The last day of a bar for misrepresentation, the candidate's own or that of a partner who is not Canadian."""
    parameters = asked.rules.programs.parameters
    partner = asked.facts.partner
    if partner is not None and partner.status is PartnerStatus.canadian:
        partner = None
    for whose, at, person, rule in (
        ("own", "", asked.facts, "misrepresentation"),
        ("partner", "partner.", partner, "inadmissible_partner"),
    ):
        until = None if person is None else person.misrepresentation_bar_until
        if until is not None:
            yield clock(
                Kind.misrepresentation_bar,
                whose,
                "",
                until,
                f"programs.{rule}",
                getattr(parameters, rule).on(asked.on),
                Missed.bar_over,
                facts=((f"{at}misrepresentation_bar_until", until),),
            )
