"""A round of invitations held against one candidate: could they have entered it, and would they have been invited.

To enter a round one has to be in the pool, eligible for a program it invites and, where it names one, for its category,
by the list of its day. Of those everybody above the cut-off is invited, and at the cut-off who submitted the profile
before the tie-break (the same instant is not before). The day looked at is that of the round in UTC, as for an
invitation that came of it, and the score is taken under the rules of that day. What one score would have met in a
year of rounds, whatever was so on their days, is `rules.rounds_met`.

What was told in sum has no days of its own: it is taken as it is told now (`as_told`). What nobody asked about is taken
as met (`presumed`). A fact that is not known and decides makes the verdict None, with the reason; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from rules import canadian_experience_class, crs, federal_skilled_worker, skilled_trades
from rules.categories import CategoryResult, category
from rules.facts import Facts, InvitedProgram, Profile
from rules.invitation_sides import NOMINEE, nominated_on
from rules.invitation_window import DAY, came_before, submitted
from rules.journey import State, stage_on
from rules.months import add_months
from rules.parameters import RuleBook, book
from rules.programs import PROGRAMS
from rules.ranges import crs_range
from rules.reasons import FactValue, Named, ProgramResult, Requirement
from rules.rounds import Round, RoundKind, asked_no_tie_break
from rules.shapes.journey import Phase
from rules.summary import summed_up

FSW = InvitedProgram.federal_skilled_worker
OTTAWA_BEHIND = timedelta(hours=5)
"""The day of a round is one of Ottawa, which ends up to five hours after that of UTC."""


class Rank(StrEnum):
    """Where the score of the day stood to the cut-off."""

    above = "above"
    before_tie_break = "before_tie_break"  # exactly the cut-off, and early enough; or no tie-break was asked for
    after_tie_break = "after_tie_break"  # exactly the cut-off, and too late
    tie_break_open = "tie_break_open"  # exactly the cut-off, and it is not known which came first
    below = "below"
    score_open = "score_open"  # facts not known decide

    @property
    def enough(self) -> bool | None:
        """Whether it was enough; None where that is not known."""
        if self in (Rank.above, Rank.before_tie_break):
            return True
        return False if self in (Rank.below, Rank.after_tie_break) else None


class WhyKey(StrEnum):
    """Why a condition of a round was met, was not, or cannot be said."""

    # In the pool
    in_pool = "in_pool"
    invited_in_it = "invited_in_it"  # by what was told, the invitation came of this round
    profile_not_told = "profile_not_told"
    no_profile = "no_profile"
    not_submitted = "not_submitted"  # a form, or a profile that led nowhere
    submission_not_told = "submission_not_told"
    submitted_later = "submitted_later"
    same_day = "same_day"  # submitted on the day of the round, and which came first is not known
    moved_same_day = "moved_same_day"  # left the pool or came back to it on that day, and which came first is not known
    earlier_profile = "earlier_profile"  # one came before this one, and its days are not known
    out_of_pool = "out_of_pool"  # ended, expired, invited or applied by then
    # Eligible for a program
    program_met = "program_met"
    program_not_met = "program_not_met"
    program_open = "program_open"
    programs_unknown = "programs_unknown"  # the round names none that is known
    knock_out = "knock_out"
    nominated = "nominated"
    not_nominated = "not_nominated"
    nomination_open = "nomination_open"
    # Eligible for the category
    category_met = "category_met"
    category_not_met = "category_not_met"
    category_open = "category_open"
    category_unknown = "category_unknown"  # no rule of the book is about it on that day


class Part(NamedTuple):
    """One condition: whether it was met, None where that is not known, and why, with the rule and its first day.

    `open` are the facts not known that decide it.
    """

    met: bool | None
    why: WhyKey
    rule: str
    since: date
    facts: Named = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundVerdict:
    """A round held against a candidate on its day, `on`.

    `category` is None where the round names none. `rank` and the scores are None for who was not eligible: without a
    program there is no score in the pool. `score` is that of the day with every fact not known at its lowest, which is
    `lowest` too unless a partner is not known of; `open` are the facts that make the difference to `highest`.
    `before` is how long before the tie-break the profile came in, negative for how long after; None where that does
    not matter, or is not known to the second. `complete` is False where the tables of the day are those before a change
    that is not known. `to_check` names what the sources leave open about the list of the category.
    """

    round: Round
    on: date
    pool: Part
    program: Part
    category: Part | None
    rank: Rank | None
    score: int | None
    lowest: int | None
    highest: int | None
    open: tuple[str, ...]
    before: timedelta | None
    presumed: tuple[str, ...]
    as_told: tuple[str, ...]
    to_check: tuple[str, ...]
    complete: bool

    @property
    def eligible(self) -> bool | None:
        """Whether program and category were met, whatever the pool."""
        return _all(self.program.met, True if self.category is None else self.category.met)

    @property
    def entered(self) -> bool | None:
        """Whether the candidate could have been in the round."""
        return _all(self.pool.met, self.eligible)

    @property
    def invited(self) -> bool | None:
        """Whether the candidate would have been invited; None where the facts do not say."""
        if self.pool.why is WhyKey.invited_in_it:
            return True
        return _all(self.entered, None if self.rank is None else self.rank.enough)

    @property
    def points(self) -> int | None:
        """The points above the cut-off, negative below; None where the score is open or not counted."""
        if self.lowest is None or self.lowest != self.highest:
            return None
        return self.lowest - self.round.cut_off


class Short(NamedTuple):
    """A verdict as far as it decides who is told of a round; see `RoundVerdict`."""

    entered: bool | None
    invited: bool | None


def verdict(facts: Facts, held: Round, *, rules: RuleBook | None = None) -> RoundVerdict:
    """One round held against one candidate; `NoRuleError` for a day before 2015-01-01."""
    rules = rules or book()
    on = held.issued
    known = summed_up(facts, on, rules=rules)
    results = tuple(PROGRAMS[which](known, on, rules=rules) for which in _programs(held))
    program = _program(known, held, results, rules)
    listed = None if held.category is None else category(known, on, held.category, rules=rules)
    of_category = _category(held, listed)
    rank: Rank | None = None
    score = lowest = highest = None
    open_: tuple[str, ...] = ()
    complete = True
    if program.met and (of_category is None or of_category.met is not False):
        scored = crs.score_of_known(known, on, rules=rules)
        score, complete = scored.total, scored.complete
        lowest, highest, open_ = _ends(facts, held, crs.Total(scored.total, scored.assumed), rules)
        rank = _rank(facts.profile, held, lowest, highest)
    met = [one for one in results if one.met] or results
    return RoundVerdict(
        round=held,
        on=on,
        pool=_pool(facts, held, rules),
        program=program,
        category=of_category,
        rank=rank,
        score=score,
        lowest=lowest,
        highest=highest,
        open=open_,
        before=_before(facts.profile, held),
        presumed=tuple(dict.fromkeys(name for one in met[:1] for name in one.presumed)),
        as_told=tuple(_as_told(facts)),
        to_check=() if listed is None else listed.to_check,
        complete=complete,
    )


def short(facts: Facts, held: Round, *, rules: RuleBook | None = None) -> Short:
    """The same answer for a round that is held against everybody, as soon as it is certain.

    The cheap conditions come first, and nothing is worked out behind one that fails; jobs told in full cost most, and
    are summed up only for who has to be scored or looked at for the Federal Skilled Worker class.
    """
    rules = rules or book()
    pool = _pool(facts, held, rules)
    if pool.met is False:
        return Short(False, False)
    program, of_category = _eligible(facts, held, rules)
    entered = _all(pool.met, program, of_category)
    if pool.why is WhyKey.invited_in_it:
        return Short(entered, True)
    if not program or of_category is False:
        return Short(entered, entered)
    known = summed_up(facts, held.issued, rules=rules)
    total = crs.total_of_known(known, held.issued, rules=rules)
    if total.points > held.cut_off and not facts.partner_unknown:
        return Short(entered, entered)  # a fact not known only adds
    lowest, highest, _ = _ends(facts, held, total, rules)
    return Short(entered, _all(entered, _rank(facts.profile, held, lowest, highest).enough))


def corrected(facts: Facts, was: Round, now: Round, *, rules: RuleBook | None = None) -> bool:
    """Whether a round that was published anew has another verdict for a candidate."""
    return short(facts, was, rules=rules) != short(facts, now, rules=rules)


# The pool


def _pool(facts: Facts, held: Round, rules: RuleBook) -> Part:
    """Whether the profile was in the pool when the round was held."""
    in_force = rules.clocks.clocks.profile.on(held.issued)

    def part(met: bool | None, why: WhyKey, told: Named = (), open_: tuple[str, ...] = ()) -> Part:
        return Part(met, why, "clocks.profile", in_force.start, told, open_)

    invitation, profile = facts.invitation, facts.profile
    if invitation is not None and invitation.round == held.number:
        return part(True, WhyKey.invited_in_it, (("invitation.issued", invitation.issued),))
    if profile is None:
        if facts.has_none("profile"):
            return part(False, WhyKey.no_profile)
        return part(None, WhyKey.profile_not_told, open_=("profile",))
    received = submitted(profile)
    if received is None:
        if profile.valid_until is None:
            return part(False, WhyKey.not_submitted)
        return part(None, WhyKey.submission_not_told, open_=("profile.submitted",))
    told: Named = (("profile.submitted", received),)
    there = _came_before_round(profile, held)
    if there is False:
        if profile.follows is not None and held.day < profile.follows:
            return part(None, WhyKey.earlier_profile, (("profile.follows", profile.follows),))
        return part(False, WhyKey.submitted_later, told)
    if there is None:
        return part(None, WhyKey.same_day, told, ("profile.submitted_at",))
    stage = stage_on(facts, held.issued, rules=rules)
    # Invited in another round of the day, the candidate was in the pool for this one.
    today = invitation is not None and invitation.issued == held.issued and stage.phase is not Phase.before_pool
    there = stage.phase is Phase.in_pool or today
    named: Named = (("state", stage.state), ("since", stage.since))
    if stage.since == held.issued and not today:
        before = stage_on(facts, held.issued - DAY, rules=rules).phase
        came_back = there and before is Phase.invited
        if came_back or (not there and before is Phase.in_pool):
            ended_later = None if came_back else _ended_later(facts, stage.state, held, rules)
            if ended_later is None:
                return part(None, WhyKey.moved_same_day, named)
            there = ended_later
    return part(True, WhyKey.in_pool, told) if there else part(False, WhyKey.out_of_pool, named)


def _ended_later(facts: Facts, state: State, held: Round, rules: RuleBook) -> bool | None:
    """Whether a profile that ended on the day of a round was there when it was held; None where that is not known.

    Its twelve months end at the time of day it was submitted at; of anything else the day alone is told.
    """
    profile = facts.profile
    if state is not State.profile_expired or profile is None or held.instant is None:
        return None
    if profile.submitted_at is None or profile.valid_until is not None:
        return None
    received = profile.submitted_at.astimezone(UTC)
    last = add_months(received.date(), rules.clocks.clocks.profile.on(received.date()).value)
    return held.instant < datetime.combine(last, received.timetz())


def _came_before_round(profile: Profile, held: Round) -> bool | None:
    """Whether a profile was submitted before a round; None where the days alone do not say."""
    if held.instant is not None:
        return came_before(profile, held.instant)
    began = datetime.combine(held.day, time(), UTC)
    if came_before(profile, began):
        return True
    ended = began + timedelta(days=1) + OTTAWA_BEHIND
    return False if came_before(profile, ended) is False else None


# Program and category


def _programs(held: Round) -> tuple[InvitedProgram, ...]:
    """The programs with rules of their own that may lead into a round; a nominee needs one of the three besides."""
    named = tuple(which for which in PROGRAMS if which in held.programs)
    return tuple(PROGRAMS) if NOMINEE in held.programs or not held.programs else named


def _eligible(facts: Facts, held: Round, rules: RuleBook) -> tuple[bool | None, bool | None]:
    """Program and category; the program is not looked at behind a category that fails."""
    on, of_category = held.issued, None
    if _nominees_only(held) and nominated_on(facts, on) is False:
        return False, True
    if held.kind is RoundKind.category:
        listed = None if held.category is None else category(facts, on, held.category, rules=rules)
        of_category = _category(held, listed)
    if of_category is not None and of_category.met is False:
        return None, False
    program = _program(facts, held, tuple(_until_met(facts, held, rules)), rules).met
    return program, True if of_category is None else of_category.met


def _until_met(facts: Facts, held: Round, rules: RuleBook) -> Iterator[ProgramResult]:
    """The programs of a round that one fact alone does not shut, until one is met; the dearest last."""
    on = held.issued
    for which in sorted(_programs(held), key=_CHEAPEST_FIRST.index):
        if _shut(which, facts, on, rules):
            continue
        known = summed_up(facts, on, rules=rules) if which is FSW else facts
        result = PROGRAMS[which](known, on, rules=rules)
        yield result
        if result.eligible:
            return


def _shut(which: InvitedProgram, facts: Facts, on: date, rules: RuleBook) -> bool:
    """Whether a program fails for certain by one look at the facts."""
    if which is FSW:
        return federal_skilled_worker.language_shuts(facts, on, rules=rules)
    if which is InvitedProgram.skilled_trades:
        return skilled_trades.occupation_shuts(facts, on, rules=rules)
    return canadian_experience_class.work_shuts(facts)


_CHEAPEST_FIRST = (
    InvitedProgram.canadian_experience,
    InvitedProgram.skilled_trades,
    FSW,
)
"""The Federal Skilled Worker class alone looks at what work and education amount to, which costs most."""


def _nominees_only(held: Round) -> bool:
    return held.programs == (NOMINEE,)


def _program(facts: Facts, held: Round, results: tuple[ProgramResult, ...], rules: RuleBook) -> Part:
    """Whether a program of the round was met, without anything that shuts a person out."""
    since = max((one.rule_from for one in results), default=held.issued)
    if not held.programs:
        return Part(None, WhyKey.programs_unknown, "rounds", held.day, (("round", held.number),))
    if _nominees_only(held):
        nominated = nominated_on(facts, held.issued)
        if nominated is not True:
            why = WhyKey.nomination_open if nominated is None else WhyKey.not_nominated
            path = "provincial_nomination" if facts.nomination is None else "nomination.accepted"
            in_force = rules.programs.parameters.invitation_order.on(held.issued).start
            return Part(nominated, why, "programs.invitation_order", in_force, (), (path,) if nominated is None else ())
    of_results: Named = tuple(("program", one.program) for one in results)
    eligible = next((one for one in results if one.eligible), None)
    if eligible is not None:
        why = WhyKey.nominated if _nominees_only(held) else WhyKey.program_met
        return Part(True, why, f"programs.{eligible.program}", eligible.rule_from, (("program", eligible.program),))
    shut = next((knock for one in results for knock in one.knock_outs if one.met is not False), None)
    undecided = [one for one in results if one.met is None and not one.knock_outs]
    if undecided:
        open_ = tuple(dict.fromkeys(path for one in undecided for path in one.open))
        named: Named = tuple(("program", one.program) for one in undecided)
        return Part(None, WhyKey.program_open, "programs", since, named, open_)
    if shut is not None:
        told: Named = (("knock_out", shut.key), *shut.reason.facts)
        return Part(False, WhyKey.knock_out, shut.reason.rule, shut.reason.since, told)
    failed = dict.fromkeys(key for one in results for key in one.failed) if len(results) == 1 else ()
    looked_at: Named = (*of_results, *(("requirement", key) for key in failed))
    return Part(False, WhyKey.program_not_met, "programs", since, looked_at)


def _category(held: Round, listed: CategoryResult | None) -> Part | None:
    """Whether the category of the round was met, by the list of its day."""
    if held.kind is not RoundKind.category:
        return None
    if listed is None:
        return Part(None, WhyKey.category_unknown, "categories", held.day, (("round", held.number),))
    rule = f"categories.{listed.category}"
    told: Named = (("category", listed.category), ("occupation", listed.occupation))
    if listed.eligible is None:
        return Part(None, WhyKey.category_open, rule, listed.since, told, listed.open)
    why = WhyKey.category_met if listed.eligible else WhyKey.category_not_met
    failed = [named for one in listed.requirements if one.fails for named in _lacking(one)]
    return Part(listed.eligible, why, rule, listed.since, (*told, *failed))


def _lacking(one: Requirement) -> Iterator[tuple[str, FactValue]]:
    """A requirement that is not met: its key, and what was found and needed where these are numbers."""
    yield "requirement", one.key
    if isinstance(one.needed, int) and not isinstance(one.needed, bool):
        yield f"{one.key}.found", one.found if isinstance(one.found, int) else None
        yield f"{one.key}.needed", one.needed
    yield from ((name, value) for name, value in one.reason.facts if name == "months")


# The rank


def _ends(facts: Facts, held: Round, total: crs.Total, rules: RuleBook) -> tuple[int, int, tuple[str, ...]]:
    """The lowest and the highest score of the day, and the facts not known that make the difference."""
    if not total.assumed:
        return total.points, total.points, ()
    spread = crs_range(facts, held.issued, rules=rules)
    would_add = [one for one in spread.would_add if one.points > 0]
    highest = spread.highest + sum(one.points for one in would_add)
    return spread.lowest, highest, (*(one.fact for one in spread.unknown), *(one.fact for one in would_add))


def _rank(profile: Profile | None, held: Round, lowest: int, highest: int) -> Rank:
    cut_off = held.cut_off
    if lowest > cut_off:
        return Rank.above
    if highest < cut_off:
        return Rank.below
    early = _early_enough(profile, held)
    if lowest == cut_off and early:
        return Rank.before_tie_break
    if highest == cut_off and early is False:
        return Rank.after_tie_break
    return Rank.tie_break_open if lowest == highest else Rank.score_open


def _early_enough(profile: Profile | None, held: Round) -> bool | None:
    if held.tie_break is None:
        return True if asked_no_tie_break(held) else None
    return came_before(profile, held.tie_break)


def _before(profile: Profile | None, held: Round) -> timedelta | None:
    if profile is None or profile.submitted_at is None or held.tie_break is None:
        return None
    return held.tie_break - profile.submitted_at


def _as_told(facts: Facts) -> Iterator[str]:
    """What was told without days, and so is taken for the day of the round as it is told now."""
    if facts.jobs is None:
        yield from (name for name in ("canadian_work_years", "foreign_work_years") if getattr(facts, name))
    if facts.credentials is None and facts.education is not None:
        yield "education"
    if any(test.result_date is None for test in facts.tests):
        yield "tests"
    if facts.nomination is None and facts.provincial_nomination:
        yield "provincial_nomination"
    if facts.nomination is not None and facts.nomination.accepted and facts.nomination.notified is None:
        yield "nomination.notified"
    if facts.offer is None and facts.job_offer not in (None, "none"):
        yield "job_offer"


def _all(*met: bool | None) -> bool | None:
    """Whether all are met: False as soon as one is not, None where one is not known."""
    if False in met:
        return False
    return None if None in met else True
