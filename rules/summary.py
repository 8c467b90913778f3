"""From the full account to the summed-up facts of a day, which is all that the score looks at.

Jobs become complete years, credentials a level of education, an offer its kind, a nomination a yes or no; a partner
who is not one yet is left out. What was only told in sum stays as it was told.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, TypeVar

from rules import education, work
from rules.facts import Facts, Job, JobOffer, Nomination, Offer, Partner, Person
from rules.family import Offered, in_partner_column, offered, partner_on
from rules.parameters import RuleBook, book
from rules.remembered import remembered

P = TypeVar("P", bound=Person)

SENIOR_MANAGERS = "00"  # the major group of NOC 2021


def summed_up(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Facts:
    """The facts of a day with everything told in full summed up; the same object when nothing changes by it.

    The full account stays beside its sum. Work and education are summed up for the partner too; an offer and a
    nomination only for the principal applicant.
    """
    if not _told_in_full(facts):
        return facts
    rules = rules or book()
    sums = _sums(facts, on, rules)
    if facts.nomination is not None:
        sums["provincial_nomination"] = nominated(facts.nomination, on)
    if facts.offer is not None:
        arranged = offered(facts, on, rules=rules)
        sums["arranged_employment"] = arranged.met
        sums["job_offer"] = _kind(facts.offer, arranged)
        sums["job_offer_assessed"] = arranged.assessed
    if facts.partner is not None:
        partner = partner_on(facts, on, rules=rules)
        sums["partner"] = None if partner is None else _with(partner, _sums(partner, on, rules))
    return _with(facts, sums)


def _told_in_full(facts: Facts) -> bool:
    """Whether there is anything to sum up; asked for every score, nearly always in vain."""
    partner = facts.partner
    return not (
        facts.jobs is None
        and facts.credentials is None
        and facts.offer is None
        and facts.nomination is None
        and (
            partner is None
            or (
                partner.jobs is None
                and partner.credentials is None
                and partner.living_together_since is None
                and partner.married is None
            )
        )
    )


def nominated(nomination: Nomination, on: date) -> bool | None:
    """Whether a nomination counts on a day: accepted, already in the account and not expired; None while not known."""
    if nomination.accepted is False:
        return False
    if nomination.notified is not None and on < nomination.notified:
        return False
    if nomination.expires is not None and nomination.expires < on:
        return False
    if nomination.withdrawn is not None and nomination.withdrawn <= on:
        return False
    return nomination.accepted


def open_facts(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[str, ...]:
    """The paths inside the full accounts that are not known and could change a result of the day.

    Of a partner who is not coming none does; of one who is, neither foreign work nor the conditions of points for study
    in Canada.
    """
    if not _told_in_full(facts):
        return ()
    rules = rules or book()
    found: list[str] = []
    if facts.jobs is not None:
        found += work.open_facts(facts.jobs, "crs_canadian", on, rules=rules)
        found += work.open_facts(facts.jobs, "crs_foreign", on, rules=rules)
    if facts.credentials is not None:
        found += education.counted(facts.credentials, on, rules=rules).open
    if facts.nomination is not None and nominated(facts.nomination, on) is None:
        found.append("nomination.accepted")
    if facts.offer is not None:
        found += offered(facts, on, rules=rules).open
    if in_partner_column(facts, on, rules=rules) and facts.partner is not None:
        found += [f"partner.{path}" for path in _open_of_partner(facts.partner, on, rules)]
    return tuple(dict.fromkeys(found))


def _open_of_partner(partner: Partner, on: date, rules: RuleBook) -> list[str]:
    found: list[str] = []
    if partner.jobs is not None:
        found += work.open_facts(partner.jobs, "crs_canadian", on, rules=rules)
    if partner.credentials is not None:
        open_ = education.counted(partner.credentials, on, rules=rules).open
        found += [path for path in open_ if path.endswith((".assessed", ".two_academic_years"))]
    return found


def _with(person: P, sums: dict[str, Any]) -> P:
    """The person with the sums that differ from what is there; the same object when none does."""
    changed = {name: value for name, value in sums.items() if value is not getattr(person, name)}
    changed = {name: value for name, value in changed.items() if value != getattr(person, name)}
    return person.model_copy(update=changed) if changed else person


def _sums(person: Person, on: date, rules: RuleBook) -> dict[str, Any]:
    """What jobs and credentials amount to on a day, by the name of the sum."""
    sums: dict[str, Any] = {}
    if person.jobs is not None:
        full_time = rules.work.counting.week.on(on).value
        worked = _worked(person.jobs, isinstance(person, Partner), full_time, rules)
        sums["canadian_work_years"] = worked.canadian.count(on, of_minimum=False)
        sums["foreign_work_years"] = worked.foreign.count(on, of_minimum=False)
        # What the jobs do not show may be told in sum.
        full_time_year = bool(worked.full_time_in_canada.count(on, of_minimum=True))
        sums["full_time_year_in_canada"] = full_time_year or bool(person.full_time_year_in_canada)
    if person.credentials is not None:
        counted = education.counted(person.credentials, on, rules=rules)
        sums["education"] = counted.level
        sums["canadian_study"] = counted.canadian_study
        # Study that ended without a credential is only told in sum.
        if counted.two_academic_years or person.two_years_of_study_in_canada is None:
            sums["two_years_of_study_in_canada"] = counted.two_academic_years
    return sums


class _Worked(NamedTuple):
    """The courses of work behind the sums: in Canada, abroad, and in Canada in jobs that are each full-time."""

    canadian: work.History
    foreign: work.History
    full_time_in_canada: work.History  # part-time work makes no full-time year


@remembered(1024)
def _worked(jobs: tuple[Job, ...], of_partner: bool, full_time: float, rules: RuleBook) -> _Worked:
    """`full_time` is hours a week."""
    adaptability: work.PurposeKey = "adaptability_partner" if of_partner else "adaptability_own"
    only_full_time = tuple(job for job in jobs if (job.hours_per_week or 0) >= full_time)
    return _Worked(
        work.history(jobs, "crs_canadian", None, rules),
        work.history(jobs, "crs_foreign", None, rules),
        work.history(only_full_time, adaptability, None, rules),
    )


def _kind(offer: Offer, arranged: Offered) -> JobOffer | None:
    """What a qualifying offer was worth in the CRS before 2025-03-25; None where it is not known to qualify."""
    if arranged.met is None:
        return None
    if not arranged.met or offer.occupation is None:
        return JobOffer.none
    return JobOffer.senior_manager if offer.occupation.startswith(SENIOR_MANAGERS) else JobOffer.other_skilled
