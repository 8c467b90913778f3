"""What a candidate can do for more points, each lever tried by scoring again.

Only what is honest is proposed: that a partner stays behind is no lever, and is shown apart by `non_accompanying` with
what it asks. A lever is tried on the day asked about, as if it were there already, all else unchanged.

How long a lever takes is a planning margin of this program (`planning_margins.yaml`), or for work the days that are
missing. Where no source says how long something takes (a degree, a nomination) `weeks` is None, and no way
(`rules.ways`) counts on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from rules import couples, crs, education, skilled_trades, work
from rules.education import Why
from rules.facts import (
    Ability,
    CanadianStudy,
    Credential,
    CredentialLevel,
    EducationLevel,
    Facts,
    Job,
    Language,
    LanguageTest,
    Partner,
    PartnerStatus,
    Person,
)
from rules.language import NextBand, levels, next_bands, sitting_weeks, usable
from rules.parameters import RuleBook, book
from rules.reasons import FactValue
from rules.standing import ALL_ROOMS, Moved, Room, Standing, gained, in_pool, moves, standing, standing_after
from rules.summary import summed_up
from rules.suppose import best_of, raised, sitting_at, with_value
from rules.work_course import months_after

LEVELS = (5, 7, 9, 10)  # the levels in all four abilities at which a table of the score steps


Detail = tuple[tuple[str, FactValue | float], ...]
SCORES: frozenset[Room] = frozenset({"crs", "federal_skilled_worker"})


class Group(StrEnum):
    """What a lever is about."""

    english = "english"
    french = "french"
    education = "education"
    experience = "experience"
    partner = "partner"
    certificate = "certificate"
    nomination = "nomination"


class LeverKind(NamedTuple):
    """What is so of every lever of a key.

    `group` is what it is about, None for a result of a test, which is in the group of its language. `tells` are the
    details that tell it from its like. `booked` says that it is begun on a day one chooses, and there after its margin.
    """

    group: Group | None
    tells: tuple[str, ...] = ()
    booked: bool = False


KINDS: Final[Mapping[str, LeverKind]] = {
    "band_up": LeverKind(None, ("language", "ability", "level"), booked=True),
    "language_level": LeverKind(None, ("language", "level"), booked=True),
    "assessment": LeverKind(Group.education, ("credential",), booked=True),
    "credential": LeverKind(Group.education, ("education", "credential")),
    "canadian_credential": LeverKind(Group.education, ("education", "credential")),
    "canadian_work_year": LeverKind(Group.experience, ("years",)),
    "foreign_work_year": LeverKind(Group.experience, ("years",)),
    "certificate_of_qualification": LeverKind(Group.certificate),
    "provincial_nomination": LeverKind(Group.nomination),
    "partner_as_principal": LeverKind(Group.partner),
}
"""Every lever there is, by its key."""


def group_of(key: str, whose: str, detail: Detail) -> Group:
    """The group of a lever; all that is the partner's is one group."""
    group = Group.partner if whose == "partner" else KINDS[key].group
    return Group(str(dict(detail)["language"])) if group is None else group


class Lever(NamedTuple):
    """Something that could be different.

    Two levers of one `slot` exclude each other in a way. `detail` says which (language, ability, level …); `takes`
    are keys of what it asks for. `plannable` says that a way may count on it, `rooms` what it can move. `arrives` is
    the first day with it, where it comes by itself; `not_before` the first day it can be there, where the weeks alone
    do not say it. `apply` gives the facts with the lever there on a day.
    """

    key: str
    whose: str  # "own" or "partner"
    slot: str
    detail: Detail
    weeks: int | None
    takes: tuple[str, ...]
    plannable: bool
    rooms: Collection[Room]
    arrives: date | None
    apply: Callable[[Facts, date], Facts]
    not_before: date | None = None

    def ready(self, on: date) -> date | None:
        """The first day with it, when it is begun on a day; None where no source says how long it takes."""
        if self.arrives is not None or self.weeks is None:
            return self.arrives
        return max(on + timedelta(weeks=self.weeks), self.not_before or on)


class Improvement(NamedTuple):
    """A lever that gains points: how many, where, how long it is expected to take, and what it opens.

    `ready_on` is the day asked about and the weeks together, or the first day with a year of work: that which a running
    job completes, or the twelve months of one that begins today. `sitting` is the test result it supposes.
    `in_pool` is the score of a profile that is eligible then, None where none is. `programs` and `categories` are those
    it opens, `programs_lost` and `categories_lost` those it closes: with the partner as principal applicant they are
    the partner's. `gain_then` is what the year of a running job brings on the day that completes it, by what is so
    then; None for all else.
    """

    key: str
    whose: str
    detail: Detail
    gain: int
    total: int
    moved: tuple[Moved, ...]
    weeks: int | None
    ready_on: date | None
    takes: tuple[str, ...]
    programs: tuple[str, ...]
    categories: tuple[str, ...]
    sitting: LanguageTest | None
    in_pool: int | None
    programs_lost: tuple[str, ...]
    categories_lost: tuple[str, ...]
    gain_then: int | None


def improvements(
    facts: Facts,
    on: date,
    *,
    among: Iterable[Lever] | None = None,
    now: Standing | None = None,
    rules: RuleBook | None = None,
) -> tuple[Improvement, ...]:
    """Every lever that gains points on a day, the most points first; of equal ones the one expected to take less time.

    `among` are the levers looked at, where not all are; `now` is the standing of the day, where it is computed already.
    """
    rules = rules or book()
    known = summed_up(facts, on, rules=rules)
    now = now or standing(known, on, rules=rules)
    found: dict[object, Improvement] = {}
    for lever in levers(facts, on, rules=rules) if among is None else among:
        supposed = lever.apply(facts, on)
        scored = crs.score(supposed, on, rules=rules)
        gain = scored.total - now.crs.total
        # A target that gains no more than a smaller one of the same kind asks too much.
        same = (lever.key, lever.whose, _target(lever) if lever.key == "band_up" else (lever.slot, gain))
        if gain <= 0 or same in found:
            continue
        if lever.arrives is None:
            after = closed = standing_after(now, supposed, on, lever.rooms, rules=rules)
        else:
            # What is closed by then is closed by something else.
            after, closed = standing(facts, lever.arrives, rules=rules), now
        pool = in_pool(supposed if lever.arrives is None else facts, after, rules=rules)
        found[same] = Improvement(
            key=lever.key,
            whose=lever.whose,
            detail=lever.detail,
            gain=gain,
            total=scored.total,
            moved=moves(now.crs, scored),
            weeks=lever.weeks,
            ready_on=lever.ready(on),
            takes=lever.takes,
            programs=gained(now.eligible_programs, after.eligible_programs),
            categories=gained(now.eligible_categories, after.eligible_categories),
            sitting=_supposed(lever, supposed),
            # The total is that of the day asked about, also of what arrives later.
            in_pool=None if pool is None else scored.total - (after.crs.total - pool.total),
            programs_lost=gained(closed.eligible_programs, now.eligible_programs),
            categories_lost=gained(closed.eligible_categories, now.eligible_categories),
            gain_then=gain_then(lever, facts, rules=rules),
        )
    return tuple(sorted(found.values(), key=lambda one: (-one.gain, one.weeks is None, one.weeks or 0)))


def _target(lever: Lever) -> tuple[object, ...]:
    """What is reached with a lever that is a test, whichever result it is above."""
    told = dict(lever.detail)
    return tuple(told[name] for name in (*KINDS[lever.key].tells, "score"))


def gain_then(lever: Lever, facts: Facts, *, rules: RuleBook | None = None) -> int | None:
    """What the year of a running job brings on the day that completes it, against the same day without it.

    None for a lever that does not come by itself.
    """
    if lever.arrives is None:
        return None
    rules = rules or book()
    name, years = f"{lever.key}s", int(str(dict(lever.detail)["years"]))
    path = _path(lever.whose, name)
    complete, short = (
        crs.score(
            with_value(_without_jobs(facts, lever.arrives, lever.whose, rules), path, told), lever.arrives, rules=rules
        )
        for told in (years, years - 1)
    )
    return complete.total - short.total


def _supposed(lever: Lever, facts: Facts) -> LanguageTest | None:
    """The new result of a lever that is a test: it stands last."""
    if KINDS[lever.key].group is not None:
        return None
    person: Person | None = facts if lever.whose == "own" else facts.partner
    return None if person is None else person.tests[-1]


def levers(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Iterator[Lever]:
    """Everything that could be different for a candidate on a day, whether it gains points or not."""
    rules = rules or book()
    known = summed_up(facts, on, rules=rules)
    yield from _bands(facts, on, rules)
    for language in Language:
        yield from _language_levels(facts, on, language, rules)
    yield from _years(facts, known, "own", on, rules)
    yield from _education(facts, known, "own", on, rules)
    if not known.certificate_of_qualification and _in_a_trade(facts, on, rules):
        yield _known("certificate_of_qualification", "trade_certification", {"crs", "skilled_trades"})
    partner = known.partner
    if partner is not None and partner.status is PartnerStatus.accompanying:
        yield from _partner_levels(facts, partner, on, rules)
        yield from _years(facts, partner, "partner", on, rules)
        yield from _education(facts, partner, "partner", on, rules)
        yield Lever(
            "partner_as_principal",
            "partner",
            "principal",
            (),
            0,
            ("profile_of_the_partner",),
            False,
            ALL_ROOMS,
            None,
            lambda some, day: couples.swapped(some),
        )
    if not known.provincial_nomination:
        # One that is told in full is told to be none, or not yet one.
        yield _known("provincial_nomination", "nomination", {"crs"}, nomination=None)


def _known(name: str, takes: str, rooms: Collection[Room], **besides: object) -> Lever:
    """A yes or no of the candidate that becomes a yes."""
    update = {name: True, **besides}
    return Lever(
        name, "own", name, (), None, (takes,), False, rooms, None, lambda some, day: some.model_copy(update=update)
    )


def _with_sitting(facts: Facts, sitting: LanguageTest, whose: str = "own") -> Facts:
    """The facts with one more result: sittings are kept side by side, never mixed."""
    if whose == "own":
        return facts.model_copy(update={"tests": (*facts.tests, sitting)})
    partner = facts.partner
    if partner is None:
        return facts
    return with_value(facts, "partner.tests", (*partner.tests, sitting))


def band_detail(test: LanguageTest, ability: Ability, band: NextBand) -> Detail:
    """What a band of an ability is, above the result of a test."""
    return (
        ("language", test.kind.language),
        ("kind", test.kind),
        ("ability", ability),
        ("level", band.level),
        ("score_now", test.scores.of(ability)),
        ("score", band.score),
    )


def _bands(facts: Facts, on: date, rules: RuleBook) -> Iterator[Lever]:
    """One ability one band up, in a new sitting that gives the other three again."""
    for test in facts.tests:
        if not usable(test, on, rules):
            continue
        language = test.kind.language
        for ability, band in next_bands(test, rules):
            yield Lever(
                "band_up",
                "own",
                language.value,
                band_detail(test, ability, band),
                sitting_weeks(language, on, rules),
                (f"{language}_test",),
                True,
                ALL_ROOMS,
                None,
                lambda some, day, test=test, ability=ability, to=band.score: _with_sitting(  # type: ignore[misc]
                    some, raised(test, ability, to, day)
                ),
            )


def _language_levels(
    facts: Facts, on: date, language: Language, rules: RuleBook, whose: str = "own", targets: Sequence[int] = LEVELS
) -> Iterator[Lever]:
    """All four abilities at a level in one new sitting; scores that are better already stay."""
    person: Person = facts if whose == "own" or facts.partner is None else facts.partner
    test = best_of([one for one in person.tests if one.kind.language is language and usable(one, on, rules)], rules)
    reached = 0 if test is None else levels(test, rules).lowest
    for level in targets:
        if level > reached:
            yield Lever(
                "language_level",
                whose,
                language.value if whose == "own" else f"{whose}_language",
                (("language", language), ("level", level)),
                sitting_weeks(language, on, rules),
                (f"{language}_test",),
                True,
                ALL_ROOMS if whose == "own" else SCORES,
                None,
                lambda some, day, level=level: _with_sitting(  # type: ignore[misc]
                    some, sitting_at(language, level, day, rules, test), whose
                ),
            )


def _partner_levels(facts: Facts, partner: Partner, on: date, rules: RuleBook) -> Iterator[Lever]:
    """The partner's test, in the language the partner has a result in, otherwise in both."""
    spoken = {test.kind.language for test in partner.tests if usable(test, on, rules)}
    for language in Language:
        if not spoken or language in spoken:
            yield from _language_levels(facts, on, language, rules, "partner", (5, 7, 9))


def _path(whose: str, name: str) -> str:
    return name if whose == "own" else f"partner.{name}"


def _years(facts: Facts, known: Person, whose: str, on: date, rules: RuleBook) -> Iterator[Lever]:
    """The next complete year of work: on the day a running job completes it, otherwise after a year of work."""
    kinds: list[tuple[str, work.PurposeKey]] = [("canadian_work_years", "crs_canadian")]
    if whose == "own":
        kinds.append(("foreign_work_years", "crs_foreign"))
    jobs = facts.jobs if whose == "own" else (facts.partner.jobs if facts.partner is not None else None)
    counting = rules.work.counting
    full_year = -(-counting.year.on(on).value // counting.week.on(on).value)
    for name, purpose in kinds:
        years = getattr(known, name)
        if years is None:
            continue
        to, weeks, arrives, takes = years + 1, full_year, None, [_WORK[name]]
        if jobs is not None:
            ledger = work.ledger(jobs, purpose, on, rules=rules)
            weeks = max(ledger.weeks_missing, 1)
            if ledger.next_completion is not None:
                to, arrives = ledger.next_completion.years, ledger.next_completion.last_day + timedelta(days=1)
                weeks = -((on - arrives).days // 7)
            elif name == "foreign_work_years" and any(one.country == HOME and _goes_on(one, on) for one in jobs):
                takes.append("end_of_work_in_canada")
        yield Lever(
            name.removesuffix("s"),
            whose,
            # A day of work is in Canada or abroad, never both.
            f"{whose}_work_year",
            (("years", to), ("day", arrives)),
            weeks,
            tuple(takes),
            # A running job brings its year by itself; one that does not exist is not told with its days.
            jobs is None,
            # Without its days and occupation, what a year of work opens besides the score cannot be said.
            ALL_ROOMS if jobs is None else {"crs"},
            arrives,
            lambda some, day, name=name, to=to: with_value(  # type: ignore[misc]
                _without_jobs(some, day, whose, rules), _path(whose, name), to
            ),
            # The twelve months of a year that begins today are a day or two longer than its weeks.
            date.fromordinal(months_after(on.toordinal(), 12)) if weeks == full_year else None,
        )


_WORK = {"canadian_work_years": "work_in_canada", "foreign_work_years": "work_abroad"}


def _goes_on(job: Job, on: date) -> bool:
    return job.start <= on and (job.end is None or job.end >= on)


def _without_jobs(facts: Facts, day: date, whose: str, rules: RuleBook) -> Facts:
    """The jobs of a person summed up to years on a day, so that the years can be supposed different."""
    person: Person | None = facts if whose == "own" else facts.partner
    if person is None or person.jobs is None:
        return facts
    return with_value(summed_up(facts, day, rules=rules), _path(whose, "jobs"), None)


# What comes after each level: by studying further, from the nearest to the farthest that is within reach.
_FURTHER: dict[EducationLevel, tuple[EducationLevel, ...]] = {
    EducationLevel.less_than_secondary: (EducationLevel.secondary,),
    EducationLevel.secondary: (
        EducationLevel.one_year_post_secondary,
        EducationLevel.two_year_post_secondary,
        EducationLevel.bachelors_or_three_plus_year_program,
    ),
    EducationLevel.one_year_post_secondary: (
        EducationLevel.two_year_post_secondary,
        EducationLevel.two_or_more_credentials_one_three_plus_years,
    ),
    EducationLevel.two_year_post_secondary: (EducationLevel.two_or_more_credentials_one_three_plus_years,),
    EducationLevel.bachelors_or_three_plus_year_program: (
        EducationLevel.two_or_more_credentials_one_three_plus_years,
        EducationLevel.masters_or_entry_to_practice_professional,
    ),
    EducationLevel.two_or_more_credentials_one_three_plus_years: (
        EducationLevel.masters_or_entry_to_practice_professional,
    ),
    EducationLevel.masters_or_entry_to_practice_professional: (EducationLevel.doctoral,),
    EducationLevel.doctoral: (),
}
# The credential that makes the second of two or more: a short one beside a long one, a long one beside a short one.
_SECOND = {
    EducationLevel.one_year_post_secondary: CredentialLevel.bachelors_or_three_plus_year_program,
    EducationLevel.two_year_post_secondary: CredentialLevel.bachelors_or_three_plus_year_program,
    EducationLevel.bachelors_or_three_plus_year_program: CredentialLevel.one_year_post_secondary,
}
# A Canadian credential that lifts these levels no further.
_BESIDE = {
    EducationLevel.two_or_more_credentials_one_three_plus_years: (CredentialLevel.one_year_post_secondary,),
    EducationLevel.masters_or_entry_to_practice_professional: (
        CredentialLevel.one_year_post_secondary,
        CredentialLevel.masters_or_entry_to_practice_professional,
    ),
    EducationLevel.doctoral: (
        CredentialLevel.one_year_post_secondary,
        CredentialLevel.masters_or_entry_to_practice_professional,
    ),
}
STUDY = {
    CredentialLevel.one_year_post_secondary: CanadianStudy.one_year,
    CredentialLevel.two_year_post_secondary: CanadianStudy.two_year,
    CredentialLevel.bachelors_or_three_plus_year_program: CanadianStudy.three_years_or_more,
    CredentialLevel.masters_or_entry_to_practice_professional: CanadianStudy.three_years_or_more,
    CredentialLevel.doctoral: CanadianStudy.three_years_or_more,
}
_STUDIES = tuple(CanadianStudy)
HOME = "CA"
ABROAD = "ZZ"  # a code that ISO 3166-1 leaves to its users: some other country


def _education(facts: Facts, known: Person, whose: str, on: date, rules: RuleBook) -> Iterator[Lever]:
    """An assessment of what is studied already; a further credential, abroad or in Canada."""
    person: Person = facts if whose == "own" or facts.partner is None else facts.partner
    weeks = rules.planning_margins.margins.education_assessment.on(on).value
    if person.credentials is not None:
        for one in education.counted(person.credentials, on, rules=rules).credentials:
            if one.why in (Why.not_assessed, Why.assessment_too_old):
                path = _path(whose, f"credentials.{one.place}.assessed")
                yield Lever(
                    "assessment",
                    whose,
                    path,
                    (("credential", one.place), ("diploma", person.credentials[one.place].level)),
                    weeks,
                    ("education_assessment",),
                    True,
                    SCORES,
                    None,
                    lambda some, day, path=path: with_value(some, path, day),  # type: ignore[misc]
                )
    level = known.education
    if level is None:
        return
    for reached in _FURTHER[level]:
        second = reached is EducationLevel.two_or_more_credentials_one_three_plus_years
        credential = _SECOND[level] if second else CredentialLevel(reached)
        for country in (ABROAD, HOME) if whose == "own" and credential in STUDY else (ABROAD,):
            yield _further(whose, reached, credential, country)
    if whose == "own":
        # Where it lifts no level, a Canadian credential still gives points of its own.
        for credential in _BESIDE.get(level, ()):
            yield _further(whose, level, credential, HOME)


def _further(whose: str, reached: EducationLevel, credential: CredentialLevel, country: str) -> Lever:
    at_home = country == HOME

    def apply(some: Facts, day: date) -> Facts:
        person: Person | None = some if whose == "own" else some.partner
        if person is None:
            return some
        if person.credentials is not None:
            new = Credential.model_construct(
                level=credential,
                country=country,
                completed=day,
                assessed=None if at_home else day,
                eight_months_in_person=True,
                mostly_language_study=False,
            )
            return with_value(some, _path(whose, "credentials"), (*person.credentials, new))
        after = with_value(some, _path(whose, "education"), reached)
        if at_home:
            study = max(person.canadian_study or CanadianStudy.none, STUDY[credential], key=_STUDIES.index)
            after = with_value(after, _path(whose, "canadian_study"), study)
        return after

    return Lever(
        "canadian_credential" if at_home else "credential",
        whose,
        f"{whose}_credential",
        (("education", reached), ("credential", credential)),
        None,
        ("study_in_canada",) if at_home else ("study", "education_assessment"),
        False,
        SCORES,
        None,
        apply,
    )


def _in_a_trade(facts: Facts, on: date, rules: RuleBook) -> bool:
    """Whether some occupation told is one a certificate of qualification is given for."""
    told = {facts.primary_occupation, *(job.occupation for job in facts.jobs or ())}
    return any(code is not None and skilled_trades.is_trade(code, on, rules=rules) for code in told)


class NonAccompanying(NamedTuple):
    """Both totals of a candidate with a partner, shown once beside one another, with what it means; no improvement."""

    accompanying: int
    not_accompanying: int


def non_accompanying(facts: Facts, on: date, *, rules: RuleBook | None = None) -> NonAccompanying | None:
    """The score with the partner accompanying and not; None on a day without a partner who could do either.

    A declaration other than what is meant is misrepresentation (IRPA 40(1)(a), five years: 40(2)).
    """
    rules = rules or book()
    known = summed_up(facts, on, rules=rules)
    if known.partner is None or known.partner.status is PartnerStatus.canadian:
        return None
    statuses = PartnerStatus.accompanying, PartnerStatus.not_accompanying
    return NonAccompanying(
        *(crs.score(with_value(known, "partner.status", status), on, rules=rules).total for status in statuses)
    )
