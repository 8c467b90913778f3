"""How somebody's work counts: two ledgers kept apart, in Canada and outside, and what each program says of it.

Every number comes from `rules.work`; here are only words and their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from conversations.occupation_kind import spoken, title
from conversations.profile import screens
from conversations.profile.parts import Whose
from conversations.profile.work import JOBS
from conversations.profile_kinds import country
from conversations.program_words import CEC, FSW, OPEN, TRADES
from conversations.program_words import name as program_name
from conversations.short_interview import ABROAD, IN_CANADA
from locales import N_, Html, count, day, listed, number, say
from rules import programs, work
from rules.facts import DutiesCheck, Facts, InvitedProgram, Job, Partner, PartnerStatus, Person
from rules.occupations import unit_groups
from rules.parameters import book
from rules.reasons import Requirement
from rules.work import Jobs, Ledger, Minimum, NotCounted, PurposeKey, WhyNot
from rules.work_course import CANADA, DAY, YEAR_MONTHS
from rules.work_reasons import JobAccount, LessCounted, by_job

WHY_NOT: Final[Mapping[WhyNot, str]] = {
    "out_of_window": N_("too long ago"),
    "abroad": N_("outside Canada"),
    "in_canada": N_("in Canada"),
    "same_day_in_canada": N_("there was work in Canada on the same days, and a day is never both"),
    "not_skilled": N_("the occupation is not of TEER 0 to 3"),
    "other_occupation": N_("another occupation"),
    "unpaid": N_("unpaid"),
    "unpaid_leave": N_("unpaid leave"),
    "self_employed": N_("self-employment in Canada"),
    "unauthorised": N_("not allowed the whole time"),
    "student": N_("during full-time studies"),
    "not_qualified": N_("before the trade could be practised independently"),
    "over_thirty_hours": N_("of more than {hours} hours a week, {hours} count, all jobs together"),
    "not_known": N_("not known yet: {facts}"),
}
"""Why work does not count, or not in full."""

DUTIES_DO_NOT_FIT: Final = N_("its duties do not fit the code, so the occupation is not known")


@dataclass(frozen=True, slots=True)
class Book:
    """One of the two ledgers: its title, its purpose in the rules, and what is said where there is nothing in it."""

    title: str
    purpose: PurposeKey
    in_canada: bool
    empty: str


BOOKS: Final = (
    Book(N_("Work in Canada"), "crs_canadian", True, N_("No job in Canada was told.")),
    Book(N_("Work outside Canada"), "crs_foreign", False, N_("No job outside Canada was told.")),
)


# --- the whole screen ---


def account(person: Person, whose: Whose, on: date) -> list[Html]:
    """What the work of one of the two comes to on a day, block by block."""
    heading = say("<b>How the work counts on {day}</b>", day=day(on, weekday=True))
    if person.jobs is None:
        return [heading, _in_sum(person)]
    if not person.jobs:
        return [heading, say("You told me that there was no job in the last ten years. Add one, and I count it.")]
    ledgers = [_ledger(person.jobs, book_, on) for book_ in BOOKS]
    if isinstance(person, Partner) and person.status is PartnerStatus.canadian:
        return [heading, *ledgers]  # a citizen or permanent resident is no principal applicant
    return [heading, *ledgers, _programs(person, whose, on)]


def _in_sum(person: Person) -> Html:
    """Years told in short say neither hours nor days."""
    told = [
        say("{name}: {answer}", name=say(name), answer=kind.words(years, {}))
        for name, kind, years in (
            (BOOKS[0].title, IN_CANADA, person.canadian_work_years),
            (BOOKS[1].title, ABROAD, person.foreign_work_years),
        )
        if years is not None
    ]
    why = say(
        "The work is told in short only, in complete years: that says neither which hours count, nor when the next "
        "year is complete, nor when old work leaves the count. Tell me the jobs one by one, and I can say it to the "
        "day."
    )
    return Html("\n".join([*told, why]))


# --- one ledger ---


def _ledger(jobs: Jobs, book_: Book, on: date) -> Html:
    found = work.ledger(jobs, book_.purpose, on)
    own = [one for one in by_job(found, jobs) if (jobs[one.place].country == CANADA) is book_.in_canada]
    lines = [Html(f"<b>{say(book_.title)}</b>")]
    if not own:
        return Html("\n".join([*lines, say(book_.empty)]))
    lines += _sums(found, own, on)
    lines += [line for one in own for line in _job(jobs, one, found)]
    if not book_.in_canada:
        lines += _abroad(jobs, own)
    return Html("\n".join(lines))


def _sums(found: Ledger, own: Iterable[JobAccount], on: date) -> list[Html]:
    """Hours, years, what is missing, when the next year is there and when old work goes."""
    counting, window = book().work.counting, _window(found.purpose, on)
    lines = [
        count(
            "Hours worked in the last {n} year: {worked}. Hours counted: {counted}.",
            "Hours worked in the last {n} years: {worked}. Hours counted: {counted}.",
            window,
            worked=_hours(sum(one.worked for one in own)),
            counted=_hours(found.hours),
        ),
        say(
            "Complete years: {years}. A year is {hours} counted hours and never less than twelve months.",
            years=found.years,
            hours=number(counting.year.on(on).value),
        ),
    ]
    lines += _missing(found, counting.week.on(on).value)
    lines += _ahead(found)
    if found.leaves_from is not None:
        lines.append(
            count(
                "The oldest work that counts begins to leave the last {n} year on {day}.",
                "The oldest work that counts begins to leave the last {n} years on {day}.",
                window,
                day=day(found.leaves_from, weekday=True),
            )
        )
    if found.falls_on is not None:
        lines.append(
            say("Unless more is added, a complete year is lost on {day}.", day=day(found.falls_on, weekday=True))
        )
    return lines


def _missing(found: Ledger, week: float) -> list[Html]:
    if found.hours_missing <= 0:
        return [say("The hours of the next year are there; its twelve months are not over yet.")]
    return [
        count(
            "Hours missing to the next year: {hours}, which is {n} week at {week} hours.",
            "Hours missing to the next year: {hours}, which are {n} weeks at {week} hours.",
            found.weeks_missing,
            hours=_hours(found.hours_missing),
            week=number(week),
        )
    ]


def _ahead(found: Ledger) -> list[Html]:
    """When the next year is complete if the work goes on, and what the portal counts beside it."""
    lines = []
    upcoming = found.next_completion
    if upcoming is None:
        lines.append(say("As the jobs stand, no further year is coming up."))
    else:
        lines.append(
            say(
                "If the work goes on as it is, the complete years will be {n} at the end of {day}.",
                n=upcoming.years,
                day=day(upcoming.last_day, weekday=True),
            )
        )
    if found.portal_months:
        lines.append(_portal(found))
    return lines


def _portal(found: Ledger) -> Html:
    """The months as the official account counts them: those touched by work that counts."""
    months = YEAR_MONTHS * (found.years + 1)
    shown = next((one.day for one in found.portal_days if one.months == months), None)
    now = say("The portal counts calendar months with such work: {n} so far", n=found.portal_months)
    if shown is None:
        return Html(f"{now}.")
    if shown <= found.on:
        return say("{now}. The hours decide, not these months.", now=now)
    return say(
        "{now}, and {months} from {day} on. The hours decide, not these months.", now=now, months=months, day=day(shown)
    )


# --- one job ---


def _job(jobs: Jobs, one: JobAccount, found: Ledger) -> list[Html]:
    job = jobs[one.place]
    lines = [
        say(
            "• Job {n}: {occupation}; {country}; {stretch}. Worked: {worked}, counted: {counted}.",
            n=one.place + 1,
            occupation=_occupation(job),
            country=country(job.country),
            stretch=_stretch(job.start, job.end),
            worked=_hours(one.worked),
            counted=_hours(one.counted),
        )
    ]
    if {"start", "end"} & {*job.approximate}:
        lines.append(say("Only the month is known of its first or last day; the cautious end of it is counted."))
    lines += [_less(jobs, one.place, less, found) for less in one.less]
    return lines


def _less(jobs: Jobs, place: int, less: LessCounted, found: Ledger) -> Html:
    """Why days of a job count less; without the days where it is all of them."""
    job = jobs[place]
    why = _reasons(jobs, less.why_not, found.on)
    if less.start == job.start and less.end == min(job.end or found.on - DAY, found.on - DAY):
        if {reason.why for reason in less.why_not} == {"over_thirty_hours"}:
            return say("– Not in full: {why}.", why=why)
        return say("– Does not count: {why}.", why=why)
    return say("– {stretch}: {why}.", stretch=_stretch(less.start, less.end), why=why)


def _reasons(jobs: Jobs, why_not: Iterable[NotCounted], on: date) -> Html:
    """Every reason once, the facts that are not known in one."""
    said: list[Html] = []
    unknown: list[Html] = []
    for reason in why_not:
        job = None if reason.job is None else jobs[reason.job]
        if reason.why != "not_known":
            said.append(say(WHY_NOT[reason.why], hours=number(book().work.counting.week.on(on).value)))
        elif job is not None and _is_duties(job, reason):
            said.append(say(DUTIES_DO_NOT_FIT))
        else:
            unknown.append(_answer_name(reason.fact or ""))
    if unknown:
        said.append(say(WHY_NOT["not_known"], facts=listed(unknown)))
    return Html("; ".join(said))


def _is_duties(job: Job, reason: NotCounted) -> bool:
    return bool(reason.fact and reason.fact.endswith(".noc")) and job.duties is DutiesCheck.does_not_fit


def _answer_name(path: str) -> Html:
    """The name of the answer that a fact of a job is: "Paid" of "jobs.0.paid"."""
    key = path.rpartition(".")[2]
    return next(say(question.name) for question in JOBS.questions if question.key == key)


def _abroad(jobs: Jobs, own: Iterable[JobAccount]) -> list[Html]:
    """Where a day belongs, and what self-employment abroad takes."""
    lines = [
        say(
            "What decides is the country one was in while working, whoever paid: remote work for a Canadian employer "
            "is work outside Canada. A day is Canadian or foreign, never both."
        )
    ]
    if any(jobs[one.place].self_employed and one.counted for one in own):
        lines.append(
            say(
                "Self-employment outside Canada can count for the Federal Skilled Worker Program. It has to be proven: "
                "that the business was one's own, what it earned, and by third parties which services they paid for."
            )
        )
    return lines


# --- the programs ---


def _programs(person: Person, whose: Whose, on: date) -> Html:
    """What each program says of the experience alone, as if the person were the principal applicant."""
    facts = Facts(jobs=person.jobs, primary_occupation=person.primary_occupation)
    jobs = person.jobs or ()
    found = {one.program: one.requirement("minimum_experience") for one in programs.programs(facts, on)}
    heading = (
        N_("<b>What the programs ask of this work</b>")
        if whose == "own"
        else N_("<b>What the programs would ask of this work, with your partner as principal applicant</b>")
    )
    lines = [
        say(heading),
        _program(CEC, found[CEC], work.minimum(jobs, "canadian_experience_class", on), None, whose, on),
        _program(FSW, found[FSW], *_continuous(person, on), whose, on),
        _trade(found[TRADES], jobs, whose, on),
    ]
    return Html("\n".join(lines))


def canadian_year(person: Person, on: date) -> Html:
    """What the Canadian Experience Class says of the experience alone, in one line."""
    jobs = person.jobs or ()
    facts = Facts(jobs=jobs, primary_occupation=person.primary_occupation)
    found = next(one for one in programs.programs(facts, on) if one.program is CEC)
    least = work.minimum(jobs, "canadian_experience_class", on)
    return _program(CEC, found.requirement("minimum_experience"), least, None, "own", on)


def _continuous(person: Person, on: date) -> tuple[Minimum, str | None]:
    """The year without a break in the primary occupation, or in the one nearest to it where none is named."""
    jobs = person.jobs or ()
    named = person.primary_occupation
    tried = [named] if named else [*dict.fromkeys(job.occupation for job in jobs if job.occupation)]
    years = [(work.continuous_year(jobs, code, on), code) for code in tried if code is not None]
    if not years:
        return work.minimum(jobs, "federal_skilled_worker", on, occupations=frozenset()), None
    return max(years, key=lambda year: (year[0].met, year[0].to_check, year[0].hours))


def _trade(requirement: Requirement, jobs: Jobs, whose: Whose, on: date) -> Html:
    code = dict(requirement.reason.facts).get("occupation")
    if isinstance(code, str):
        least = work.minimum(jobs, "skilled_trades", on, occupations=frozenset({code}))
        return _program(TRADES, requirement, least, code, whose, on)
    if requirement.open:
        return _not_known(TRADES, requirement, whose)
    return say("{program}: not enough, none of the jobs is in a skilled trade.", program=_asked(TRADES, None))


ASKED: Final[Mapping[InvitedProgram, str]] = {
    CEC: N_("{program}, one year in Canada within three years"),
    FSW: N_("{program}, one year without a break within ten years in the main occupation"),
    TRADES: N_("{program}, two years in one skilled trade within five years"),
}


def _asked(program: InvitedProgram, occupation: str | None) -> Html:
    asked = say(ASKED[program], program=program_name(program))
    if occupation is None:
        return asked
    named = title(unit_groups()[occupation])
    return say("{asked} ({code} {title})", asked=asked, code=occupation, title=named)


def _program(
    program: InvitedProgram, requirement: Requirement, least: Minimum, occupation: str | None, whose: Whose, on: date
) -> Html:
    """One line: whether the experience is enough, or what is missing; and when it is lost."""
    asked = _asked(program, occupation)
    if requirement.met:
        said = [say("{program}: enough.", program=asked), *_lost(least)]
    elif requirement.fails:
        said = [_short(asked, least, on)]
        if least.met_from is not None:
            said.append(
                say("If the work goes on as it is, it is enough from {day} on.", day=day(least.met_from, weekday=True))
            )
    else:
        said = [_not_known(program, requirement, whose, occupation)]
    if program is CEC and not (requirement.met and least.lost_on is None):
        said += _leaves(least, on)
    return Html(" ".join(said))


def _lost(least: Minimum) -> list[Html]:
    if least.lost_on is None:
        return []
    return [say("If nothing is added, it is enough through {day}.", day=day(least.lost_on - DAY, weekday=True))]


def _leaves(least: Minimum, on: date) -> list[Html]:
    """When the oldest work leaves the window of the program."""
    leaves = work.ledger(least.history.jobs, least.purpose, on).leaves_from
    if leaves is None:
        return []
    return [say("The oldest work that counts begins to leave the three years on {day}.", day=day(leaves, weekday=True))]


def _short(asked: Html, least: Minimum, on: date) -> Html:
    needed = least.hours + least.hours_missing
    if least.hours_missing <= 0:
        return say("{program}: not enough yet, as its months are not over.", program=asked)
    return count(
        "{program}: not enough, {hours} of {needed} hours; {n} week at {week} hours is missing.",
        "{program}: not enough, {hours} of {needed} hours; {n} weeks at {week} hours are missing.",
        least.weeks_missing,
        program=asked,
        hours=_hours(least.hours),
        needed=_hours(needed),
        week=number(book().work.counting.week.on(on).value),
    )


def _not_known(program: InvitedProgram, requirement: Requirement, whose: Whose, occupation: str | None = None) -> Html:
    facts = listed([*dict.fromkeys(_fact(path, whose) for path in requirement.open)])
    return say("{program}: not known yet, it depends on: {facts}.", program=_asked(program, occupation), facts=facts)


def _fact(path: str, whose: Whose) -> Html:
    if path in OPEN:
        return say(OPEN[path])
    return screens.named(path if whose == "own" else f"partner.{path}")


# --- small words ---


def _window(purpose: PurposeKey, on: date) -> int:
    years: int = getattr(book().work.purposes, purpose).on(on).window
    return years


def _hours(hours: float) -> str:
    """Hours to a tenth, never rounded up: nobody is told of an hour that is not there."""
    return number(int(hours * 10 + 1e-6) / 10)


def _stretch(first: date, last: date | None) -> Html:
    if last is None:
        return say("since {first}", first=day(first))
    return say("{first} to {last}", first=day(first), last=day(last))


def _occupation(job: Job) -> Html:
    if job.noc is None:
        return say("occupation not known yet")
    return spoken(unit_groups()[job.noc])
