"""Whether an invitation still holds: what it rested on, recomputed with today's facts for its day and for today.

The Act asks for the eligibility, the category and the rank twice: when the invitation is issued and when the
application is received (IRPA 11.2(1)). A loss by a birthday since is forgiven (11.2(2)(a)); any other loss only while
the program and the category are met and the score is not below what that round asked for, tie-break included
(11.2(2)(b)). What is better than it was needs no new ranking. The score is taken under the rules of the round, the
category under the list of its day. A drop in the score is held against the cut-off, never against the score of the
letter. But where the letter's own score, less what was lost since, stands on the other side of the cut-off than that
of the facts, one of the two is not right: neither going ahead nor declining is said then.

Nothing is decided here for the person: a verdict is what the facts say, with every reason as data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from rules.clocks import Kind
from rules.crs import score
from rules.deadlines import deadlines
from rules.effective_deadline import EffectiveDeadline, ToGet, Way, effective_deadline
from rules.facts import (
    Contradiction,
    Credential,
    Facts,
    Invitation,
    InvitedProgram,
    Nomination,
    Person,
    Profile,
    contradictions,
)
from rules.family import settlement_funds
from rules.fees import Fees, fees
from rules.invitation_basis import CATEGORY, SCORE, Basis, Turn, basis_of
from rules.invitation_sides import (
    NOMINEE,
    Asked,
    Side,
    asked_of,
    before_tie_break,
    best_age,
    looked_at_by,
    nominated_on,
    side_on,
)
from rules.invitation_window import DAY, Window, submitted
from rules.journey import State, begun_anew, course_of
from rules.parameters import RuleBook, book
from rules.programs import named_by_invitation
from rules.reasons import CrsResult, Named
from rules.rounds import Round
from rules.shapes.dated import Status
from rules.standing import InPool, Moved, in_pool, moves, standing
from rules.suppose import with_value
from rules.what_if import renewed


class Verdict(StrEnum):
    """What the facts say about applying on the day asked about, the worst first."""

    answered = "answered"  # applied, declined or cancelled already
    too_late = "too_late"  # its last day has passed
    decline = "decline"  # what it rested on was not there, or is lost for good
    licensed_help = "licensed_help"  # the facts do not settle it: something is not known, or two things disagree
    mend_first = "mend_first"  # not there today, but a new result, assessment or more money can bring it back in time
    go_ahead = "go_ahead"


_WORST_FIRST = tuple(Verdict)


class WhyKey(StrEnum):
    """Why a verdict is what it is."""

    # Nothing against it
    nothing_lost = "nothing_lost"
    improved = "improved"
    birthday_forgiven = "birthday_forgiven"
    drop_forgiven = "drop_forgiven"  # lower than it was, at or above the cut-off, program and category met
    rules_incomplete = "rules_incomplete"  # the tables of the round are those before a change that is not known
    # The score
    score_below_cut_off = "score_below_cut_off"  # today
    score_below_cut_off_then = "score_below_cut_off_then"  # on the day of the invitation already
    after_tie_break = "after_tie_break"  # exactly the cut-off, and the profile came in too late for it
    tie_break_unknown = "tie_break_unknown"  # exactly the cut-off, and it is not known which came first
    cut_off_unknown = "cut_off_unknown"  # less than the invitation rested on, and no cut-off to hold it against
    score_open = "score_open"  # facts not known decide whether it is enough
    # The score of the letter
    letter_above_then = "letter_above_then"  # the facts give less for its day: something in the profile is not so
    letter_below_then = "letter_below_then"  # the facts give more for its day than the profile did
    letter_below_cut_off = "letter_below_cut_off"  # one of the two is not that of this invitation
    # The round told is one of another day, cut-off, program or category
    round_disagrees = "round_disagrees"
    # Program and category; _then on the day of the invitation, _now today
    program_not_met_then = "program_not_met_then"
    program_not_met_now = "program_not_met_now"
    program_open = "program_open"
    nomination_gone = "nomination_gone"
    category_not_met_then = "category_not_met_then"
    category_not_met_now = "category_not_met_now"
    category_open = "category_open"
    knock_out = "knock_out"
    # Beyond the computation
    newer_than_invitation = "newer_than_invitation"  # met only with results or assessments that came after it
    contradiction = "contradiction"
    # Over
    applied = "applied"
    declined = "declined"
    cancelled = "cancelled"
    lapsed = "lapsed"


class Why(NamedTuple):
    """One reason: what it alone would say, the rule it rests on with the day that is in force from, the day of the
    event or since which something is lost (None where there is none), what was looked at, and the paths of facts that
    could change it.

    What took away what is lost today stands at the end of `facts`, as the timeline names it ("tests.0.result_date",
    "language_result_too_old").
    """

    key: WhyKey
    says: Verdict
    rule: str
    since: date
    day: date | None = None
    facts: Named = ()
    open: tuple[str, ...] = ()


class InvitationCheck(NamedTuple):
    """An invitation recomputed on a day.

    `score_named` is that of the letter, `score_then` that of today's facts on the day of issue, `score_now` that of
    today, and `score_counted` that of today with a birthday since the invitation forgiven, which is the one held
    against `cut_off`; `forgiven` are the points between the last two. `moved` are the lines that differ from `then` to
    `now` (both with the tables of the round), birthday forgiven; they add up to the difference of score_then and
    score_counted. `cut_off` and `tie_break` are as told, otherwise those of the round told. `before_tie_break` says
    whether the profile came in before it, None where that is not known, and matters only when `score_counted` is
    exactly the cut-off. `program` is the one invited under; where the letter's was not told (`program_told` is False)
    the one such an invitation would name. `open` are all facts not known that could change the verdict: the score is
    then from `lowest` to `highest`. With the verdict mend_first, `mend` says what has to be had again ("tests",
    "credentials", "settlement_funds") and `mend_by` when to begin, by the planning margins of this program. `reasons`
    has the weightiest first; `then` and `now` hold the scores with all their lines for showing them side by side.
    """

    verdict: Verdict
    on: date
    window: Window
    score_named: int | None
    score_then: int
    score_now: int
    score_counted: int
    forgiven: int
    cut_off: int | None
    tie_break: datetime | None
    before_tie_break: bool | None
    round: Round | None
    program: InvitedProgram | None
    program_told: bool
    program_then: bool | None
    program_now: bool | None
    category: str | None
    category_then: bool | None
    category_now: bool | None
    moved: tuple[Moved, ...]
    lowest: int
    highest: int
    open: tuple[str, ...]
    mend: tuple[str, ...]
    mend_by: date | None
    reasons: tuple[Why, ...]
    contradictions: tuple[Contradiction, ...]
    then: Side
    now: Side


def check(facts: Facts, on: date, *, rules: RuleBook | None = None) -> InvitationCheck | None:
    """The invitation of the facts recomputed on a day.

    None without an invitation, before its day, and once a newer profile stands in the place of the one it led to.
    """
    rules = rules or book()
    invitation = facts.invitation
    if invitation is None or on < invitation.issued or begun_anew(facts.profile, invitation, on):
        return None
    asked = asked_of(facts, invitation, rules)
    then = side_on(facts, invitation.issued, asked)
    now = side_on(best_age(facts, on, asked), on, asked)
    today = score(facts, on, under=invitation.issued, rules=rules)
    told = contradictions(facts, on)
    against = [*_now(facts, then, now, asked)]
    mend: tuple[str, ...] = ()
    if any(why.says is Verdict.decline for why in against):
        mend, left = _mend(facts, then, on, asked)
        if mend:
            against = [*_mended(against, left)]
    if any(why.key in _LOSSES for why in against):
        against = [*_dated(facts, against, asked)]
    reasons = [
        *_over(facts, on, asked),
        *_then(facts, then, asked),
        *against,
        *_contradictory(told, asked),
        *_round_disagrees(asked),
        *_in_favour(then, now, today, asked),
    ]
    reasons.sort(key=lambda why: _WORST_FIRST.index(why.says))
    verdict = reasons[0].says
    open_ = tuple(dict.fromkeys(path for why in reasons if why.says is Verdict.licensed_help for path in why.open))
    return InvitationCheck(
        verdict=verdict,
        on=on,
        window=asked.window,
        score_named=invitation.score,
        score_then=then.crs.total,
        score_now=today.total,
        score_counted=now.crs.total,
        forgiven=now.crs.total - today.total,
        cut_off=asked.cut_off,
        tie_break=asked.tie_break,
        before_tie_break=before_tie_break(facts.profile, then, now, asked),
        round=asked.round,
        program=asked.program,
        program_told=invitation.program is not None,
        program_then=then.program,
        program_now=now.program,
        category=asked.category,
        category_then=then.category,
        category_now=now.category,
        moved=moves(then.crs, now.crs),
        lowest=now.lowest,
        highest=now.highest,
        open=open_,
        mend=mend if verdict is Verdict.mend_first else (),
        mend_by=_mend_by(facts, on, asked) if verdict is Verdict.mend_first else None,
        reasons=tuple(reasons),
        contradictions=told,
        then=then,
        now=now,
    )


# Reasons


def _held_at_application(asked: Asked) -> tuple[str, date]:
    held = asked.rules.clocks.clocks.held_at_application.on(asked.invitation.issued)
    return "clocks.held_at_application", held.start


def _why(
    key: WhyKey,
    says: Verdict,
    asked: Asked,
    facts: Named = (),
    paths: tuple[str, ...] = (),
    day: date | None = None,
) -> Why:
    return Why(key, says, *_held_at_application(asked), day, facts, paths)


def _over(facts: Facts, on: date, asked: Asked) -> Iterator[Why]:
    """The invitation answered, or its time run out; an application that came back as incomplete was not made."""
    invitation, course = asked.invitation, course_of(facts, on, rules=asked.rules)
    if course is None or course.open:
        return
    if course.state is State.invitation_expired:
        in_force = asked.rules.clocks.clocks.invitation.on(invitation.issued)
        yield Why(WhyKey.lapsed, Verdict.too_late, "clocks.invitation", in_force.start, asked.window.last + DAY)
        return
    key = _ANSWERED.get(course.state, WhyKey.applied)
    yield _why(key, Verdict.answered, asked, day=getattr(invitation, key))


_ANSWERED = {State.declined: WhyKey.declined, State.cancelled_by_minister: WhyKey.cancelled}


def _then(facts: Facts, then: Side, asked: Asked) -> Iterator[Why]:
    """What the facts say against the day of the invitation itself."""
    found = [*_of_then(then, asked)]
    if any(why.says is Verdict.decline for why in found):
        there = side_on(_as_if_there(facts, asked.invitation.issued), asked.invitation.issued, asked)
        if not any(why.says is Verdict.decline for why in _of_then(there, asked)):
            # Something that came after the invitation replaced what it rested on, and was not told.
            yield _why(WhyKey.newer_than_invitation, Verdict.licensed_help, asked, day=then.on)
            found = [why for why in found if why.says is not Verdict.decline]
    yield from found


def _of_then(then: Side, asked: Asked) -> Iterator[Why]:
    named, floor = asked.invitation.score, asked.cut_off
    if floor is not None and then.highest < floor:
        looked_at: Named = (("score", then.highest), ("cut_off", floor))
        says = _unless_the_letter(named, floor)
        yield _why(WhyKey.score_below_cut_off_then, says, asked, looked_at, day=then.on)
    if named is not None and named > then.lowest:
        looked_at = (("invitation.score", named), ("score", then.crs.total))
        sure = named > then.highest
        says = Verdict.licensed_help if sure else Verdict.go_ahead
        yield _why(WhyKey.letter_above_then, says, asked, looked_at, () if sure else then.open_score, then.on)
    if named is not None and floor is not None and named < floor:
        looked_at = (("invitation.score", named), ("cut_off", floor))
        yield _why(WhyKey.letter_below_cut_off, Verdict.licensed_help, asked, looked_at)
    if then.program is False:
        # Eligible for another program, the candidate was in the pool by right: what then follows is not plain.
        other = any(one.met for one in then.programs)
        says = Verdict.licensed_help if other else Verdict.decline
        yield _why(WhyKey.program_not_met_then, says, asked, _programs_named(then, asked), day=then.on)
    if then.category is False:
        yield _why(WhyKey.category_not_met_then, Verdict.decline, asked, _category_named(asked), day=then.on)
    yield from _undecided(then, asked)


def _now(facts: Facts, then: Side, now: Side, asked: Asked) -> Iterator[Why]:
    """What the facts say against applying today."""
    yield from _score_now(facts, then, now, asked)
    if now.program is False:
        gone = asked.program is NOMINEE and nominated_on(facts, now.on) is False
        key = WhyKey.nomination_gone if gone else WhyKey.program_not_met_now
        yield _why(key, Verdict.decline, asked, _programs_named(now, asked), day=now.on)
    if now.category is False:
        yield _why(WhyKey.category_not_met_now, Verdict.decline, asked, _category_named(asked), day=now.on)
    yield from _undecided(now, asked)


def _score_now(facts: Facts, then: Side, now: Side, asked: Asked) -> Iterator[Why]:
    named, floor = asked.invitation.score, asked.cut_off
    rested_on = max(then.crs.total, named or 0)
    looked_at: Named = (("score", now.crs.total), ("cut_off", floor), ("rested_on", rested_on))
    if floor is None:
        if now.lowest < rested_on:
            yield _why(WhyKey.cut_off_unknown, Verdict.licensed_help, asked, looked_at, ("invitation.cut_off",))
        return
    lost = then.crs.total - now.crs.total
    by_the_letter = None if named is None else named - lost
    if now.highest < floor:
        says = _unless_the_letter(by_the_letter, floor)
        yield _why(WhyKey.score_below_cut_off, says, asked, looked_at, day=now.on)
        return
    if now.lowest < floor:
        yield _why(WhyKey.score_open, Verdict.licensed_help, asked, looked_at, now.open_score, now.on)
        return
    if named is not None and named < then.crs.total:
        less = named - lost < floor <= named and lost > 0
        says = Verdict.licensed_help if less else Verdict.go_ahead
        yield _why(WhyKey.letter_below_then, says, asked, (("invitation.score", named), ("score", then.crs.total)))
    if now.lowest == floor:
        before = before_tie_break(facts.profile, then, now, asked)
        looked_at = (*looked_at, ("tie_break", _shown(asked.tie_break)))
        if before is False and now.highest > floor:
            yield _why(WhyKey.score_open, Verdict.licensed_help, asked, looked_at, now.open_score, now.on)
        elif before is False:
            yield _why(WhyKey.after_tie_break, Verdict.decline, asked, looked_at, day=now.on)
        elif before is None:
            paths = ("profile.submitted_at",) if asked.tie_break is not None else ("invitation.tie_break",)
            yield _why(WhyKey.tie_break_unknown, Verdict.licensed_help, asked, looked_at, paths, now.on)


def _unless_the_letter(by_the_letter: int | None, floor: int) -> Verdict:
    """What a score below the cut-off says.

    Where the letter's own, less all that was lost since, is not below it, either the profile claimed more than was so
    or an answer here is not right.
    """
    enough = by_the_letter is not None and by_the_letter >= floor
    return Verdict.licensed_help if enough else Verdict.decline


def _shown(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _undecided(side: Side, asked: Asked) -> Iterator[Why]:
    """What neither holds nor fails for certain on one of the days, and what shuts a person out on it."""
    shut = {one.key: one for result in looked_at_by(side.programs, asked) for one in result.knock_outs}
    for one in shut.values():
        looked_at: Named = (("knock_out", one.key), *one.reason.facts)
        yield Why(WhyKey.knock_out, Verdict.licensed_help, one.reason.rule, one.reason.since, side.on, looked_at)
    if side.program is None:
        looked_at = _programs_named(side, asked)
        yield _why(WhyKey.program_open, Verdict.licensed_help, asked, looked_at, side.open_program, side.on)
    if side.category is None and asked.category is not None:
        yield _why(
            WhyKey.category_open, Verdict.licensed_help, asked, _category_named(asked), side.open_category, side.on
        )


def _programs_named(side: Side, asked: Asked) -> Named:
    failed = (key for one in looked_at_by(side.programs, asked) for key in one.failed)
    return (("program", asked.program), *(("requirement", key) for key in dict.fromkeys(failed)))


def _category_named(asked: Asked) -> Named:
    return (("category", asked.category),)


def _contradictory(told: tuple[Contradiction, ...], asked: Asked) -> Iterator[Why]:
    for one in told:
        yield _why(WhyKey.contradiction, Verdict.licensed_help, asked, (("contradiction", one.key),), one.facts)


def _round_disagrees(asked: Asked) -> Iterator[Why]:
    """Where what was told of the round cannot be so of the invitation. A day told may be that of another zone."""
    held, invitation = asked.round, asked.invitation
    if held is None:
        return
    nearest = min(abs(invitation.issued - day) for day in (held.day, held.issued))
    found = {
        "invitation.issued": nearest > DAY,
        "invitation.cut_off": invitation.cut_off not in (None, held.cut_off),
        "invitation.program": invitation.program is not None and invitation.program not in held.programs,
        "invitation.category": asked.category != held.category,
    }
    paths = tuple(path for path, differs in found.items() if differs)
    if paths:
        looked_at = (("round", held.number), ("day", held.day))
        yield _why(WhyKey.round_disagrees, Verdict.licensed_help, asked, looked_at, paths)


def _in_favour(then: Side, now: Side, today: CrsResult, asked: Asked) -> Iterator[Why]:
    forgiven = now.crs.total - today.total
    if forgiven > 0:
        rule = asked.rules.clocks.clocks.birthday_forgiven.on(asked.invitation.issued)
        yield Why(
            WhyKey.birthday_forgiven,
            Verdict.go_ahead,
            "clocks.birthday_forgiven",
            rule.start,
            None,
            (("points", forgiven),),
        )
    lost = then.crs.total - now.crs.total
    if lost > 0:
        enough = asked.cut_off is not None and now.lowest >= asked.cut_off
        if enough and now.program is True and now.category is not False:
            looked_at: Named = (("points", lost), ("score", now.crs.total), ("cut_off", asked.cut_off))
            yield _why(WhyKey.drop_forgiven, Verdict.go_ahead, asked, looked_at)
    else:
        key = WhyKey.improved if lost < 0 else WhyKey.nothing_lost
        yield _why(key, Verdict.go_ahead, asked, (("points", -lost),))
    if not then.crs.complete:
        yield _why(WhyKey.rules_incomplete, Verdict.go_ahead, asked)


_LOST = {
    WhyKey.score_below_cut_off: SCORE,
    WhyKey.category_not_met_now: CATEGORY,
}
_LOSSES = (*_LOST, WhyKey.program_not_met_now, WhyKey.nomination_gone)


def _dated(facts: Facts, against: Iterable[Why], asked: Asked) -> Iterator[Why]:
    """What is lost today with the day since which it is, and what took it away, where that can be told."""
    held = asked.invitation.model_copy(
        update={"cut_off": asked.cut_off, "category": asked.category, "program": asked.program}
    )
    basis = basis_of(facts, held, asked.rules)
    for why in against:
        if why.key is WhyKey.nomination_gone:
            yield why._replace(day=_nomination_ended(facts.nomination, why.day))
        elif why.key in _LOSSES and why.day is not None:
            turn = _lost_since(basis, _LOST.get(why.key, asked.program), why.day)
            causes = () if turn is None else tuple((cause.fact, cause.kind) for cause in turn.causes)
            yield why if turn is None else why._replace(day=turn.day, facts=(*why.facts, *causes))
        else:
            yield why


def _lost_since(basis: Basis, what: str | None, on: date) -> Turn | None:
    """The state since which something has been lost without a break; None where it is not lost on the day."""
    found = None
    for turn in basis.turns:
        if turn.day > on:
            break
        found = (found or turn) if what in turn.lost else None
    return found


def _nomination_ended(nomination: Nomination | None, on: date | None) -> date | None:
    if nomination is None:
        return on
    ends = (nomination.withdrawn, None if nomination.expires is None else nomination.expires + DAY)
    return min((day for day in ends if day is not None), default=on)


# What can be had again in time, and what may have been replaced since


def _mended(against: list[Why], left: tuple[Why, ...]) -> Iterator[Why]:
    """The reasons of today where something can be had again: what would be left then stays as it is, or comes up."""
    keys = {why.key for why in left}
    for why in against:
        yield why if why.key in keys else why._replace(says=Verdict.mend_first)
    there = {why.key for why in against}
    yield from (why for why in left if why.key not in there and why.says is Verdict.licensed_help)


def _mend(facts: Facts, then: Side, on: date, asked: Asked) -> tuple[tuple[str, ...], tuple[Why, ...]]:
    """The fewest things that, had again today, leave nothing lost, and the reasons left then; none where nothing is
    enough.
    """
    mends: dict[str, Callable[[Facts], Facts]] = {
        "tests": lambda some: renewed(some, on, rules=asked.rules) or some,
        "credentials": lambda some: _assessed_again(some, on),
        "settlement_funds": lambda some: _with_enough(some, on, asked.rules),
    }
    possible = [name for name, mend in mends.items() if mend(facts) != facts]
    for count in range(1, len(possible) + 1):
        for names in combinations(possible, count):
            mended = facts
            for name in names:
                mended = mends[name](mended)
            now = side_on(best_age(mended, on, asked), on, asked)
            left = (*_now(mended, then, now, asked),)
            if not any(why.says is Verdict.decline for why in left):
                return names, left
    return (), ()


def _assessed_again(facts: Facts, on: date) -> Facts:
    return _each_credential(
        facts, lambda one: one.model_copy(update={"assessed": on}) if one.assessed and one.assessed < on else one
    )


def _each_credential(facts: Facts, change: Callable[[Credential], Credential]) -> Facts:
    def of(person: Person) -> tuple[Credential, ...] | None:
        return None if person.credentials is None else tuple(map(change, person.credentials))

    facts = facts.model_copy(update={"credentials": of(facts)})
    return facts if facts.partner is None else with_value(facts, "partner.credentials", of(facts.partner))


def _with_enough(facts: Facts, on: date, rules: RuleBook) -> Facts:
    funds = settlement_funds(facts, on, rules=rules)
    return facts.model_copy(update={"settlement_funds": funds.needed}) if funds.short_by else facts


def _mend_by(facts: Facts, on: date, asked: Asked) -> date:
    """The last day to begin, by the planning margin of what dies; where that is not the matter, the day planned for."""
    deadline = effective_deadline(facts, on, rules=asked.rules)
    routes = () if deadline is None else deadline.routes
    return next((one.by for one in routes if one.way is Way.new_result_in_time and one.by), asked.window.plan)


def _as_if_there(facts: Facts, issued: date) -> Facts:
    """The facts as if results and assessments that came after a day had been there: they may have replaced others."""

    def earlier(person: Person) -> dict[str, object]:
        tests = tuple(
            test.model_copy(update={"test_date": None, "result_date": issued})
            if test.result_date is not None and test.result_date > issued
            else test
            for test in person.tests
        )
        return {"tests": tests}

    facts = facts.model_copy(update=earlier(facts))
    if facts.partner is not None:
        facts = facts.model_copy(update={"partner": facts.partner.model_copy(update=earlier(facts.partner))})
    return _each_credential(
        facts,
        lambda one: (
            one.model_copy(update={"assessed": issued})
            if one.assessed is not None and one.assessed > issued >= one.completed
            else one
        ),
    )


# A dress rehearsal, and what follows from each way


class Practice(NamedTuple):
    """An invitation of today supposed, to see what would be late.

    `supposed` are the facts with it, which are never kept. `program` is the one such an invitation would name, None
    where no program is met: the deadline then is that of the days alone. `late` are the things to get whose start day,
    by the planning margins of this program, has passed already, the latest first to be there; `in_time` the others.
    """

    on: date
    supposed: Facts
    program: InvitedProgram | None
    deadline: EffectiveDeadline
    late: tuple[ToGet, ...]
    in_time: tuple[ToGet, ...]


def practice(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Practice:
    """A dress rehearsal of an invitation issued on a day; `NoRuleError` for a day before 2015-01-01."""
    rules = rules or book()
    program = named_by_invitation(facts, on, rules=rules)
    supposed = facts.model_copy(
        update={
            "invitation": Invitation(issued=on, program=program),
            "application": None,
            "profile": _of_by(facts.profile, on),
        }
    )
    deadline = effective_deadline(supposed, on, rules=rules)
    if deadline is None:
        raise LookupError(f"an invitation supposed for {on} is not open on that day")
    late = tuple(one for one in deadline.to_get if one.start_by < on)
    return Practice(on, supposed, program, deadline, late, tuple(one for one in deadline.to_get if one not in late))


def _of_by(profile: Profile | None, on: date) -> Profile | None:
    """The profile, unless it was not in the pool by the day."""
    received = None if profile is None else submitted(profile)
    return None if received is not None and received > on else profile


class Declining(NamedTuple):
    """Back to the pool, without a penalty (IRPA 10.1(7)): until which day it can be done, the score and programs of the
    profile there today, None where it is not eligible for certain, and the last safe day of the profile, None where
    that is not known.
    """

    by: date
    pool: InPool | None
    profile_until: date | None


class Lapsing(NamedTuple):
    """Out of the pool from a day on (IRPA 10.1(6)): a new profile is needed, with a new time stamp.

    `time_stamp` is the one that is lost, the instant or the day the profile was submitted; None where not known.
    """

    out_from: date
    time_stamp: datetime | date | None


class Applying(NamedTuple):
    """An application all the same: by when, what the check of the day says of it, and what it costs.

    A refusal is the risk. `fees_returned` says whether the processing fee comes back once processing has begun, and
    `status` how sure that is; the right of permanent residence fee does come back.
    """

    by: date
    verdict: Verdict
    fees: Fees
    fees_returned: bool
    status: Status


class Outcomes(NamedTuple):
    """What follows from each thing that can be done with an invitation that is open."""

    on: date
    declining: Declining
    lapsing: Lapsing
    applying: Applying


def outcomes(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Outcomes | None:
    """The dated consequences of each way; None without an invitation that is open on the day."""
    rules = rules or book()
    found = check(facts, on, rules=rules)
    if found is None or found.verdict in (Verdict.answered, Verdict.too_late):
        return None
    deadline = effective_deadline(facts, on, rules=rules)
    profile = facts.profile
    clock = next((one for one in deadlines(facts, on, rules=rules) if one.kind is Kind.profile), None)
    stamp = None if profile is None else profile.submitted_at or profile.submitted
    returned = rules.fees.parameters.processing_returned.on(on)
    return Outcomes(
        on,
        Declining(
            found.window.last,
            in_pool(facts, standing(facts, on, rules=rules), rules=rules),
            None if clock is None else clock.last_safe_day,
        ),
        Lapsing(found.window.last + DAY, stamp),
        Applying(
            found.window.last if deadline is None else deadline.last_safe_day,
            found.verdict,
            fees(facts, on, rules=rules),
            returned.value,
            returned.status,
        ),
    )
