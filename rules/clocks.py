"""What a clock is: a day after which something no longer counts, with its reasons and what follows when it is missed.

The clocks themselves stand in `rules.document_clocks`, `rules.police_certificates`, `rules.profile_clocks`,
`rules.work_clocks` and `rules.life_clocks`; `rules.deadlines` gathers them.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any, NamedTuple

from rules.facts import Child, Facts, Partner, PartnerStatus
from rules.family import AgeLock, age_lock, is_dependent, partner_on
from rules.invitation_window import DAY, Window
from rules.journey import Course, State, begun_anew
from rules.parameters import RuleBook
from rules.reasons import FactValue
from rules.shapes.dated import Dated, Status
from rules.standing import Standing

Named = tuple[tuple[str, FactValue], ...]


class Kind(StrEnum):
    """What a clock is about."""

    language_test = "language_test"
    education_assessment = "education_assessment"
    profile = "profile"
    profile_draft = "profile_draft"
    invitation = "invitation"
    nomination_answer = "nomination_answer"
    nomination = "nomination"
    police_certificate = "police_certificate"
    medical_exam = "medical_exam"
    passport = "passport"
    permit = "permit"
    work_window = "work_window"
    birthday = "birthday"
    selection_grid_birthday = "selection_grid_birthday"
    child_ages_out = "child_ages_out"
    common_law_day = "common_law_day"
    funds_table = "funds_table"
    funds_update = "funds_update"
    misrepresentation_bar = "misrepresentation_bar"
    rule_change = "rule_change"
    # What an invitation rests on, whatever takes it away; of an effective deadline only
    invited_program = "invited_program"
    invited_category = "invited_category"
    invited_score = "invited_score"


class Missed(StrEnum):
    """What happens when the last safe day passes."""

    profile_removed = "profile_removed"  # the profile is not eligible any more and leaves the pool
    points_lost = "points_lost"
    education_not_counted = "education_not_counted"  # points, and with them perhaps eligibility
    eligibility_lost = "eligibility_lost"  # the requirement of a program or category is not met any more
    profile_expires = "profile_expires"  # nothing of it is kept; a new one has a new time stamp
    draft_erased = "draft_erased"
    invitation_expires = "invitation_expires"  # the profile is out of the pool; declining in time avoids that
    nomination_not_attached = "nomination_not_attached"  # what then follows is for the province to say
    nomination_points_lost = "nomination_points_lost"
    application_incomplete = "application_incomplete"  # returned, and taken as not made
    new_certificate_needed = "new_certificate_needed"
    new_exam_needed = "new_exam_needed"
    new_passport_needed = "new_passport_needed"
    permission_ends = "permission_ends"
    forgiven_after_invitation = "forgiven_after_invitation"  # IRPA 11.2(2)(a): no reason to decline
    child_not_included = "child_not_included"
    funds_short = "funds_short"
    bar_over = "bar_over"  # not a loss: from then on a profile is possible again
    status_changes = "status_changes"  # two people are common-law partners from then on, which has to be declared
    rules_change = "rules_change"  # to rules that are not known to their last number


class Deadline(NamedTuple):
    """One clock.

    `key` is stable while the facts behind the clock keep their meaning ("language_test:own:english"): a new document
    has the key of the one it replaces. `whose` is own, partner, child or rules. `started` is None where only the end is
    known. `act_by` is the last safe day less the planning margin of this program, which is not IRCC's; None without a
    margin. `missed` is what happens when the last safe day passes. `rule`, `since`, `confidence` and `sources`
    ("<file>.<source>") are those of the last safe day; `facts` are what was looked at, names of facts first, then what
    was derived. `told` is a day copied from a letter or the account, which wins, and `computed` the day that
    would stand in its place; both None where nothing was copied. `differs` says that the two are further apart than
    happens by the hour.
    """

    kind: Kind
    whose: str
    key: str
    started: date | None
    last_safe_day: date
    first_unusable_day: date
    act_by: date | None
    missed: Missed
    rule: str
    since: date
    confidence: Status
    sources: tuple[str, ...] = ()
    facts: Named = ()
    told: date | None = None
    computed: date | None = None
    differs: bool = False

    def over(self, on: date) -> bool:
        """Whether the last safe day has passed."""
        return self.last_safe_day < on


class NamedChild(NamedTuple):
    """A child with the part of a key that stays its own ("2015-01-01", for a twin "2015-01-01:2") and its path."""

    part: str
    path: str
    child: Child


class Asked(NamedTuple):
    """What every clock is made from: facts as told and summed up for the day, the standing of the day, the days of an
    invitation, and what became of it by the day.
    """

    facts: Facts
    seen: Facts
    on: date
    now: Standing
    window: Window | None
    course: Course | None
    rules: RuleBook

    @property
    def applied(self) -> bool:
        """Whether an application stands: made by the day and in time, neither returned, withdrawn nor refused."""
        return self.course is not None and self.course.stands

    @property
    def landed(self) -> bool:
        """Whether the candidate is a permanent resident."""
        return self.course is not None and self.course.state is State.landed

    @property
    def applied_late(self) -> date | None:
        """The day of an application made after the last day of the invitation: it is none (IRPA 10.1(6))."""
        invitation, window = self.facts.invitation, self.window
        applied = None if invitation is None else invitation.applied
        if applied is None or window is None or applied > self.on:
            return None
        return applied if applied > window.last else None

    @property
    def open_window(self) -> Window | None:
        """The days of an invitation that waits for its application, or is to come; None once they are over, once it was
        declined or cancelled, and without one.
        """
        return self.window if self.course is None or self.course.open else None

    @property
    def out_of_the_pool(self) -> bool:
        """Whether the invitation ran out, or its application was refused or withdrawn, and no new profile is begun."""
        over = self.course is not None and self.course.over
        return over and not begun_anew(self.facts.profile, self.facts.invitation, self.on)

    @property
    def age_lock(self) -> AgeLock:
        """What fixes the age of children; an application that does not stand, or does not yet, fixes nothing."""
        lock = age_lock(self.facts, self.on, rules=self.rules)
        return lock._replace(day=None) if lock.basis == "application" and not self.applied else lock

    @property
    def children(self) -> tuple[NamedChild, ...]:
        """The dependent children of the day who are examined: coming or not, but no citizens or permanent residents."""
        found: list[NamedChild] = []
        born: Counter[date] = Counter()
        locked = self.age_lock.day
        for place, child in enumerate(self.facts.children or ()):
            if not child.canadian and is_dependent(child, self.on, locked=locked, rules=self.rules):
                born[child.birth_date] += 1
                nth = born[child.birth_date]
                part = f"{child.birth_date}" if nth == 1 else f"{child.birth_date}:{nth}"
                found.append(NamedChild(part, f"children.{place}", child))
        return tuple(found)

    @property
    def examined_partner(self) -> Partner | None:
        """A spouse or common-law partner who is examined: coming or not, but no citizen or permanent resident."""
        partner = partner_on(self.facts, self.on, rules=self.rules)
        return None if partner is None or partner.status is PartnerStatus.canadian else partner

    @property
    def accompanying_partner(self) -> Partner | None:
        """The partner who gives points."""
        partner = partner_on(self.facts, self.on, rules=self.rules)
        return partner if partner is not None and partner.status is PartnerStatus.accompanying else None


def clock(
    kind: Kind,
    whose: str,
    part: str,
    last: date,
    rule: str,
    in_force: Dated,
    missed: Missed,
    *,
    started: date | None = None,
    margin: timedelta | None = None,
    facts: Named = (),
    **more: Any,
) -> Deadline:
    """A clock with the key "kind:whose:part" and everything that follows from its last safe day."""
    file = rule.partition(".")[0]
    return Deadline(
        kind=kind,
        whose=whose,
        key=f"{kind}:{whose}:{part}" if part else f"{kind}:{whose}",
        started=started,
        last_safe_day=last,
        first_unusable_day=last + DAY,
        act_by=None if margin is None else last - margin,
        missed=missed,
        rule=rule,
        since=in_force.start,
        confidence=in_force.status,
        sources=tuple([f"{file}.{source}" for source in in_force.source]),
        facts=facts,
        **more,
    )


def last_moment(deadline: Deadline, zone: tzinfo) -> datetime:
    """The instant (UTC) at which the last safe day is over: a second before it, it is not.

    The day of an invitation is one of UTC, whatever the zone; any other ends at the earlier of midnight UTC and
    midnight in the person's zone.
    """
    in_utc = datetime.combine(deadline.first_unusable_day, time(), UTC)
    if deadline.kind is Kind.invitation:
        return in_utc
    return min(in_utc, datetime.combine(deadline.first_unusable_day, time(), zone).astimezone(UTC))


def last_day_before(moment: datetime) -> date:
    """The last day (UTC) that a letter leaves which names an instant: "12:00 AM UTC" of a date is its first instant, so
    the day before.
    """
    return (moment.astimezone(UTC) - timedelta(microseconds=1)).date()
