"""What a candidate has told us: frozen facts, which refuse what cannot be.

None always means "not known yet": the score is then computed at the lowest and the fact is listed in
`assumed` of the result. A value that cannot be (a score the test does not print, a TEF without its scale, a
job that ends before it starts, a result older than its owner) is refused by pydantic's `ValidationError`, which
names the field and says why.

Work, education and a job offer can be told in two depths: summed up (`canadian_work_years`, `education`,
`arranged_employment`) or in full (`jobs`, `credentials`, `offer`). Where the full account is there it decides;
`rules.summary.summed_up` turns it into the summed-up facts of a day, which is all that the score looks at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Final, NamedTuple

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from rules.countries import check_country
from rules.language_tests import (
    Ability,
    Language,
    LanguageTestKind,
    TefScale,
    check_day,
    check_scale,
    check_score,
    unusable_tests,
)
from rules.months import add_months
from rules.occupations import check_code
from rules.parameters import book
from rules.shapes.categories import Categories

__all__ = [
    "Ability",
    "Activity",
    "ActivityKind",
    "Application",
    "CanadianStudy",
    "Child",
    "Contradiction",
    "Credential",
    "CredentialLevel",
    "DutiesCheck",
    "EducationLevel",
    "Facts",
    "FormerPartner",
    "Invitation",
    "InvitedProgram",
    "Job",
    "JobOffer",
    "Language",
    "LanguageTest",
    "LanguageTestKind",
    "Nomination",
    "Offer",
    "Paper",
    "PaperState",
    "Parting",
    "Partner",
    "PartnerStatus",
    "Period",
    "Permit",
    "PermitKind",
    "Person",
    "PoliceCertificate",
    "Profile",
    "ProfileEnd",
    "Refusal",
    "Scores",
    "Stay",
    "TefScale",
    "Told",
    "contradictions",
    "refusals",
]


EARLIEST_BIRTH = date(1900, 1, 1)
EXPRESS_ENTRY_BEGAN = date(2015, 1, 1)
# Younger than this, in completed years, a wrong date is far likelier than a child who worked or graduated. The bounds
# are generous: those who did are counted on the fingers, and no such work or study decides a candidate's case.
YOUNGEST_AT_WORK = 10
YOUNGEST_WITH_SECONDARY = 10
YOUNGEST_WITH_POST_SECONDARY = 14
# An invitation has never been open for more than 90 days (60 from 2018-06-26 on); a letter that gives some time more is
# taken, one that gives twice the usual is misread.
LONGEST_INVITATION = timedelta(days=120)


class EducationLevel(StrEnum):
    """The levels of the CRS education table, the lowest first."""

    less_than_secondary = "less_than_secondary"
    secondary = "secondary"
    one_year_post_secondary = "one_year_post_secondary"
    two_year_post_secondary = "two_year_post_secondary"
    bachelors_or_three_plus_year_program = "bachelors_or_three_plus_year_program"
    two_or_more_credentials_one_three_plus_years = "two_or_more_credentials_one_three_plus_years"
    masters_or_entry_to_practice_professional = "masters_or_entry_to_practice_professional"
    doctoral = "doctoral"


class PartnerStatus(StrEnum):
    """How a spouse or common-law partner counts; only `accompanying` uses the with-partner column."""

    accompanying = "accompanying"  # coming, and neither a citizen nor a permanent resident of Canada
    not_accompanying = "not_accompanying"
    canadian = "canadian"  # a citizen or permanent resident of Canada


class CanadianStudy(StrEnum):
    """The highest post-secondary credential earned in Canada, by the length of its program.

    `three_years_or_more` is also the answer for a master's, a professional degree and a doctorate.
    """

    none = "none"
    one_year = "one_year"
    two_year = "two_year"
    three_years_or_more = "three_years_or_more"


class JobOffer(StrEnum):
    """A qualifying job offer, by what it was worth in the CRS before 2025-03-25."""

    none = "none"
    senior_manager = "senior_manager"  # NOC major group 00
    other_skilled = "other_skilled"  # other TEER 0 to 3 (NOC 2016: 0, A or B)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def __eq__(self, other: object) -> bool:
        """As pydantic does, without what only models with private or extra fields need: facts are compared a lot."""
        return type(self) is type(other) and self.__dict__ == other.__dict__


class Told(_Model):
    """Something told, with how it was told.

    `approximate` names the days of which only the month is known: the day kept is then the end of the month that
    promises least, and the rules count with it as with any other. `none_of` names what was said not to exist (no
    assessment, no passport), where None alone would mean not known yet; `has_none` asks for it. `put_off` names the
    questions that were asked and left for later, each with the day: they are the last to be asked again.
    """

    approximate: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    put_off: tuple[tuple[Annotated[str, Field(max_length=40)], date], ...] = Field(default=(), max_length=60)

    @field_validator("approximate", "none_of")
    @classmethod
    def _names_fields(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in cls.model_fields:
                raise ValueError(f"{name!r} is no field of {cls.__name__}")
        return tuple(sorted({*names}))

    @field_validator("put_off")
    @classmethod
    def _each_once(cls, left: tuple[tuple[str, date], ...]) -> tuple[tuple[str, date], ...]:
        return tuple(sorted(dict(left).items()))

    def has_none(self, name: str) -> bool:
        """Whether it was said that there is none; what has been told since wins."""
        return name in self.none_of and not getattr(self, name)

    def none_but(self, name: str) -> tuple[str, ...]:
        """What there is none of, but for one that is told now."""
        return tuple(each for each in self.none_of if each != name)


def _follows(day: date | None, info: ValidationInfo, *names: str) -> None:
    """Refuse a day that is before another of the same model, or before Express Entry."""
    if day is None:
        return
    if day < EXPRESS_ENTRY_BEGAN:
        raise ValueError(f"{day} is before Express Entry began on {EXPRESS_ENTRY_BEGAN}")
    for name in names:
        earlier = info.data.get(name)
        if earlier is not None and day < earlier:
            raise ValueError(f"{day} is before {name} {earlier}")


def _a_day(given: object) -> object:
    # A bare number would be read as seconds since 1970.
    if isinstance(given, (int, float)):
        raise ValueError("a day is written like 2025-01-10")
    return given


def _since_1900(birth_date: date) -> date:
    if birth_date < EARLIEST_BIRTH:
        raise ValueError(f"{birth_date} is before {EARLIEST_BIRTH}")
    return birth_date


def _can_nominate(province: str) -> str:
    provinces = book().programs.parameters.nominating_provinces.values[-1].value
    if province not in provinces:
        raise ValueError(f"{province!r} does not nominate through Express Entry; {', '.join(provinces)} do")
    return province


def _is_category(category: str) -> str:
    if category not in Categories.model_fields:
        raise ValueError(f"{category!r} is no category of rounds, which are {', '.join(Categories.model_fields)}")
    return category


def _is_unusable(test: str) -> str:
    if test not in unusable_tests():
        raise ValueError(f"{test!r} is not kept as a test that cannot be used, which are {', '.join(unusable_tests())}")
    return test


Day = Annotated[date, BeforeValidator(_a_day)]
Score = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]
# Whole years completed; more than a working life is a slip of the finger.
Years = Annotated[int, Field(strict=True, ge=0, le=60)]
Known = Annotated[bool, Field(strict=True)]
# Hours a week as agreed, before any cap; more than a week has is a slip of the finger.
Hours = Annotated[float, Field(gt=0, le=168, allow_inf_nan=False)]
Country = Annotated[str, AfterValidator(check_country)]
Occupation = Annotated[str, AfterValidator(check_code)]
Instant = Annotated[AwareDatetime, AfterValidator(lambda instant: instant.astimezone(UTC))]


class Scores(_Model):
    """The four raw scores of one sitting, as printed."""

    listening: Score
    reading: Score
    writing: Score
    speaking: Score

    def of(self, ability: Ability) -> float:
        """The score of one ability."""
        found: float = getattr(self, ability)
        return found


class LanguageTest(Told):
    """One sitting of a test: its four scores and the date of the result, from which its two years run.

    `test_date` is the day of the sitting, which chooses the chart of a TEF scored out of 699; where it is not
    known the date of the result is used. A result whose date is not known yet is taken to count, which the result
    of a score says in `presumed`; it has no deadline.
    """

    kind: LanguageTestKind
    scale: TefScale | None = Field(default=None, validate_default=True)
    scores: Scores
    test_date: Day | None = None
    result_date: Day | None = None

    @field_validator("scale")
    @classmethod
    def _scale_goes_with_the_test(cls, scale: TefScale | None, info: ValidationInfo) -> TefScale | None:
        if "kind" in info.data:
            check_scale(info.data["kind"], scale)
        return scale

    @field_validator("scores")
    @classmethod
    def _scores_can_be_printed(cls, scores: Scores, info: ValidationInfo) -> Scores:
        if "kind" in info.data and "scale" in info.data:
            for ability in Ability:
                check_score(info.data["kind"], info.data["scale"], ability, scores.of(ability))
        return scores

    @field_validator("test_date")
    @classmethod
    def _printed_on_that_scale(cls, test_date: date | None, info: ValidationInfo) -> date | None:
        if test_date is not None and "kind" in info.data and "scale" in info.data:
            check_day(info.data["kind"], info.data["scale"], test_date)
        return test_date

    @field_validator("result_date")
    @classmethod
    def _result_follows_the_test(cls, result_date: date | None, info: ValidationInfo) -> date | None:
        if result_date is None:
            return None
        test_date = info.data.get("test_date")
        if test_date is not None and result_date < test_date:
            raise ValueError(f"the result of {result_date} is older than the test of {test_date}")
        if test_date is None and "test_date" in info.data and "kind" in info.data and "scale" in info.data:
            check_day(info.data["kind"], info.data["scale"], result_date)
        return result_date


class Period(Told):
    """Days from `start` through `end`, both included; without an end it goes on."""

    start: Day
    end: Day | None = Field(default=None, validate_default=True)

    @field_validator("end")
    @classmethod
    def _not_backwards(cls, end: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("start")
        if end is not None and start is not None and end < start:
            raise ValueError(f"ends on {end}, before it starts on {start}")
        return end


class DutiesCheck(StrEnum):
    """What comparing the work with the main duties on the official page of its code came to.

    An occupation is one's own if the actions of its lead statement and a substantial number of its main duties were
    performed (IRPR 75(2)(b) and (c), 87.1(2)(b) and (c)): a code whose duties do not fit is no evidence of that work.
    """

    fits = "fits"
    does_not_fit = "does_not_fit"
    not_sure = "not_sure"


class Job(Period):
    """One occupation at one employer, through its last paid day; two occupations at one employer are two jobs.

    `country` is where the person was while working, whoever paid: work for a Canadian firm from Lagos is in NG.
    A job counts only as far as its answers are known; what is still open is listed by the ledger. `noc` is the code as
    told; the rules go by `occupation`.
    """

    noc: Occupation | None = None
    duties: DutiesCheck | None = None  # of that code
    country: Country
    hours_per_week: Hours | None = None
    paid: Known | None = None  # wages or commission
    self_employed: Known | None = None
    authorised: Known | None = None  # by a permit or a status; asked for work in Canada only
    studying: tuple[Period, ...] | None = None  # while also a full-time student; () is never
    unpaid_leave: tuple[Period, ...] = ()
    # A physician paid fee for service by a public health system in Canada (public policy of 2023-04-25)
    publicly_funded_physician: Known = False
    # Skilled trades: from when the trade could be practised independently in the country of the job (IRPR 87.2(3)(b))
    qualified_from: Day | None = None

    @property
    def occupation(self) -> str | None:
        """The occupation of the work; None is not known, as of a code whose duties do not fit."""
        return None if self.duties is DutiesCheck.does_not_fit else self.noc

    @field_validator("unpaid_leave")
    @classmethod
    def _leave_is_within_the_job(cls, leave: tuple[Period, ...], info: ValidationInfo) -> tuple[Period, ...]:
        start, end = info.data.get("start"), info.data.get("end")
        for period in leave:
            if start is not None and period.start < start:
                raise ValueError(f"a leave from {period.start} begins before the job of {start}")
            if end is not None and (period.end is None or period.end > end):
                raise ValueError(f"a leave until {period.end or 'today'} ends after the job of {end}")
        return leave


class CredentialLevel(StrEnum):
    """The level of one credential; "two or more" is a matter of several."""

    secondary = "secondary"
    one_year_post_secondary = "one_year_post_secondary"
    two_year_post_secondary = "two_year_post_secondary"
    bachelors_or_three_plus_year_program = "bachelors_or_three_plus_year_program"
    masters_or_entry_to_practice_professional = "masters_or_entry_to_practice_professional"
    doctoral = "doctoral"


class Credential(Told):
    """A completed diploma, certificate or degree.

    A foreign one counts with an assessment less than five years old, made for immigration by a designated body:
    `assessed` is the date of its report, `assessed_as` the level it names where that is not `level`.
    The three conditions are those of points for study in Canada; None is not known.
    """

    level: CredentialLevel
    country: Country
    completed: Day
    assessed: Day | None = None
    assessed_as: CredentialLevel | None = None
    # Points for study in Canada: in person, full-time, at least eight months; no more than half of it a language
    eight_months_in_person: Known | None = None
    mostly_language_study: Known | None = None
    # Adaptability: two academic years of full-time study in Canada in a program of two years or more (IRPR 83(3))
    two_academic_years: Known | None = None

    @field_validator("two_academic_years")
    @classmethod
    def _two_years_are_not_in_one(cls, two_years: bool | None, info: ValidationInfo) -> bool | None:
        if two_years and info.data.get("level") is CredentialLevel.one_year_post_secondary:
            raise ValueError("a program of one year has no two academic years")
        return two_years

    @field_validator("assessed")
    @classmethod
    def _assessed_when_done(cls, assessed: date | None, info: ValidationInfo) -> date | None:
        completed = info.data.get("completed")
        if assessed is not None and completed is not None and assessed < completed:
            raise ValueError(f"assessed on {assessed}, before it was completed on {completed}")
        return assessed


class PermitKind(StrEnum):
    """Permission to be or work in Canada, as far as the rules of a job offer tell it apart (IRPR 82(2))."""

    employer_assessed = "employer_assessed"  # closed work permit on a labour market assessment (203)
    employer_agreement = "employer_agreement"  # under an international agreement (204(a), (c))
    employer_interest = "employer_interest"  # Canadian interests (205)
    open_work = "open_work"
    study = "study"
    visitor = "visitor"


class Permit(Told):
    """A permit held in Canada; `until` is its last day."""

    kind: PermitKind
    until: Day


class Offer(Told):
    """A job offer for after permanent residence (IRPR 82); None is not known."""

    noc: Occupation | None = None
    duties: DutiesCheck | None = None  # of that code
    full_time: Known | None = None  # continuous, 30 hours a week or more
    year_after_visa: Known | None = None  # for at least a year once permanent residence is given
    assessed: Known | None = None  # a positive labour market assessment names the person and the position
    excluded_employer: Known = False  # an embassy, or an employer barred under IRPR 200(3)(h)
    from_permit_employer: Known | None = None  # the employer is the one the work permit names
    year_with_employer: Known | None = None  # a full-time year worked for that employer already

    @property
    def occupation(self) -> str | None:
        """The occupation offered; None is not known, as of a code whose duties do not fit."""
        return None if self.duties is DutiesCheck.does_not_fit else self.noc


class Child(Told):
    """A dependent child as told; whether it still is one depends on the day."""

    birth_date: Day
    accompanying: Known = True
    canadian: Known = False  # citizen or permanent resident of Canada
    in_couple: Known = False  # married or in a common-law relationship
    dependent_by_condition: Known = False  # depends on the parents since before 22 because of a condition

    @field_validator("birth_date")
    @classmethod
    def _born_within_memory(cls, birth_date: date) -> date:
        return _since_1900(birth_date)


class Stay(Period):
    """Days lived in one country without a break; asked for police certificates."""

    country: Country


class ActivityKind(StrEnum):
    """What somebody did who did not work, as a personal history asks for it."""

    study = "study"
    without_work = "without_work"
    at_home = "at_home"  # caring for children or a relative
    travel = "travel"
    military = "military"
    other = "other"


class Activity(Period):
    """A time that was no job: it counts for nothing, and leaves no gap in the personal history."""

    what: ActivityKind


class PoliceCertificate(Told):
    country: Country
    issued: Day


class PaperState(StrEnum):
    """How far a document of the application has come."""

    asked_for = "asked_for"  # requested or ordered; `on` is then the day of the proof
    there = "there"


class Paper(Told):
    """How far a document of the application has come; `key` is that of `rules.documents`. Nothing of it is kept."""

    key: Annotated[str, Field(min_length=1, max_length=80)]
    state: PaperState
    on: Day | None = None


class ProfileEnd(StrEnum):
    """How a profile ended, where it was told: what the calendar ends needs no telling."""

    not_eligible = "not_eligible"  # the questions of the form led to no program; nothing entered the pool
    withdrawn = "withdrawn"  # by the candidate
    removed = "removed"  # out of the pool, because it no longer met the conditions


class Profile(Told):
    """An Express Entry profile in the pool, or a draft of one.

    `valid_until` is the date the account shows, which wins over the computed one. `submitted_at` is the instant that
    breaks ties. `follows` is the day an earlier profile of theirs ended: this one is a new expression of interest.
    """

    eligibility_answered: Day | None = None  # the questions that lead to the code with which a profile is begun
    draft_opened: Day | None = None
    submitted: Day | None = None
    submitted_at: Instant | None = None
    valid_until: Day | None = None
    ended: Day | None = None
    ended_by: ProfileEnd | None = Field(default=None, validate_default=True)
    follows: Day | None = None

    @field_validator("draft_opened", "submitted", "valid_until", "ended")
    @classmethod
    def _days_in_order(cls, day: date | None, info: ValidationInfo) -> date | None:
        _follows(day, info, "draft_opened", "submitted")
        return day

    @field_validator("ended_by")
    @classmethod
    def _an_end_has_its_day(cls, ended_by: ProfileEnd | None, info: ValidationInfo) -> ProfileEnd | None:
        if "ended" in info.data and (ended_by is None) != (info.data["ended"] is None):
            raise ValueError("how a profile ended and the day it did are told together")
        return ended_by

    @field_validator("submitted_at")
    @classmethod
    def _instant_of_the_day(cls, submitted_at: datetime | None, info: ValidationInfo) -> datetime | None:
        submitted = info.data.get("submitted")
        # The day is told by the person's calendar, which may be one away from that of UTC.
        if submitted_at is not None and submitted is not None and abs((submitted_at.date() - submitted).days) > 1:
            raise ValueError(f"{submitted_at} is not the day submitted, {submitted}")
        return submitted_at


class Nomination(Told):
    """A nomination by a province or territory that nominates through Express Entry: not Quebec, not Nunavut.

    `notified` is the day it appeared in the account, `expires` the last day the certificate names.
    """

    province: Annotated[str, AfterValidator(_can_nominate)]
    notified: Day | None = None
    accepted: Known | None = None
    applied_to_province: Day | None = None  # the application for nomination, which fixes the age of children
    expires: Day | None = None
    withdrawn: Day | None = None  # by the province, or given up: it counts no more from that day on

    @field_validator("expires", "withdrawn")
    @classmethod
    def _ends_after_it_was_notified(cls, expires: date | None, info: ValidationInfo) -> date | None:
        _follows(expires, info, "notified", "applied_to_province")
        return expires

    @field_validator("notified")
    @classmethod
    def _notified_through_express_entry(cls, notified: date | None, info: ValidationInfo) -> date | None:
        _follows(notified, info)
        return notified


class InvitedProgram(StrEnum):
    """The program an invitation names."""

    federal_skilled_worker = "federal_skilled_worker"
    canadian_experience = "canadian_experience"
    skilled_trades = "skilled_trades"
    provincial_nominee = "provincial_nominee"


MOST_CRS: Final = 1200
"""The highest CRS score: 500 core and partner, 100 transferability, 600 additional, as the caps of `crs.yaml` make it
on every day since 2015-01-01 (sources there). What people type and what is published is held against it.
"""

CrsPoints = Annotated[int, Field(strict=True, ge=0, le=MOST_CRS)]


class Invitation(Told):
    """An invitation to apply; `deadline` is the day printed in the person's own letter, which wins.

    `round` is the number of the round as published ("287", "91a"), `cut_off` and `tie_break` are its own. `score` is
    the one the letter names. At most one of `applied`, `declined` and `cancelled` is told: what was done with it.
    """

    issued: Day
    program: InvitedProgram | None = None
    category: Annotated[str, AfterValidator(_is_category)] | None = None  # a key of categories.yaml, of any year
    round: Annotated[str, Field(pattern=r"^\d{1,4}[a-z]?$")] | None = None
    cut_off: CrsPoints | None = None
    tie_break: Instant | None = None
    score: CrsPoints | None = None
    deadline: Day | None = None
    applied: Day | None = None
    declined: Day | None = None
    cancelled: Day | None = None  # issued in error, by the Minister (IRPA 10.2(5))

    @field_validator("issued", "deadline", "applied", "declined", "cancelled")
    @classmethod
    def _days_in_order(cls, day: date | None, info: ValidationInfo) -> date | None:
        _follows(day, info, "issued")
        return day

    @field_validator("declined", "cancelled")
    @classmethod
    def _answered_once(cls, day: date | None, info: ValidationInfo) -> date | None:
        answered = [name for name in ("applied", "declined") if info.data.get(name) is not None]
        if day is not None and answered:
            raise ValueError(f"{info.field_name} {day}, but the invitation was {answered[0]} already")
        return day

    @field_validator("deadline")
    @classmethod
    def _not_open_for_ever(cls, deadline: date | None, info: ValidationInfo) -> date | None:
        issued = info.data.get("issued")
        if deadline is not None and issued is not None and deadline > issued + LONGEST_INVITATION:
            raise ValueError(f"{deadline} is more than {LONGEST_INVITATION.days} days after issued {issued}")
        return deadline


class Application(Told):
    """What happened to the application for permanent residence after it was sent; its day is `Invitation.applied`."""

    returned: Day | None = None  # as incomplete, which is taken as not made
    biometrics_asked: Day | None = None
    biometrics_given: Day | None = None
    medical_asked: Day | None = None
    documents_asked: Day | None = None  # further documents or answers
    passport_asked: Day | None = None
    approved: Day | None = None  # the visa or the confirmation of permanent residence is there
    refused: Day | None = None
    withdrawn: Day | None = None
    landed: Day | None = None  # a permanent resident from then on

    @field_validator("landed")
    @classmethod
    def _landed_when_approved(cls, day: date | None, info: ValidationInfo) -> date | None:
        _follows(day, info, "approved")
        return day


class BookedThing(StrEnum):
    """What can be booked or ordered before it is there."""

    english_test = "english_test"
    french_test = "french_test"
    assessment = "assessment"


class Booking(Told):
    """A test that is booked, for a day if that was told, or an assessment that is ordered; `noted` is the day of it."""

    what: BookedThing
    on: Day | None = None
    noted: Day


class Person(Told):
    """What is told of either partner alike: any of the two may be the principal applicant."""

    birth_date: Day | None = None
    education: EducationLevel | None = None
    credentials: tuple[Credential, ...] | None = None
    tests: tuple[LanguageTest, ...] = ()
    # Tests sat that Express Entry does not take (keys of language_tests.yaml): kept, and never counted
    tests_not_usable: tuple[Annotated[str, AfterValidator(_is_unusable)], ...] = ()
    booked: Annotated[tuple[Booking, ...], Field(max_length=len(BookedThing))] = ()
    canadian_work_years: Years | None = None
    foreign_work_years: Years | None = None
    jobs: tuple[Job, ...] | None = None
    primary_occupation: Occupation | None = None
    certificate_of_qualification: Known | None = None
    provincial_nomination: Known | None = None
    nomination: Nomination | None = None
    # A brother or sister aged 18 or more, citizen or permanent resident, living in Canada
    sibling_in_canada: Known | None = None
    canadian_study: CanadianStudy | None = None
    # A job offer scored in the CRS before 2025-03-25; until 2016-11-18 only with a labour market assessment.
    job_offer: JobOffer | None = None
    job_offer_assessed: Known | None = None
    offer: Offer | None = None
    # Federal Skilled Worker grid only (IRPR 82 and 83)
    arranged_employment: Known | None = None
    relative_in_canada: Known | None = None
    two_years_of_study_in_canada: Known | None = None
    full_time_year_in_canada: Known | None = None
    # Documents and stays
    permits: tuple[Permit, ...] = ()
    passport_expires: Day | None = None
    medical_exam: Day | None = None
    police_certificates: tuple[PoliceCertificate, ...] = ()
    stays: tuple[Stay, ...] | None = None
    activities: tuple[Activity, ...] | None = None
    # Knock-outs
    misrepresentation_bar_until: Day | None = None  # the last day of the five years of IRPA 40(2)
    without_status_in_canada: Known | None = None

    @field_validator("birth_date")
    @classmethod
    def _born_within_memory(cls, birth_date: date | None) -> date | None:
        return None if birth_date is None else _since_1900(birth_date)

    @field_validator("tests")
    @classmethod
    def _results_follow_the_birth(
        cls, tests: tuple[LanguageTest, ...], info: ValidationInfo
    ) -> tuple[LanguageTest, ...]:
        for place, test in enumerate(tests):
            if test.result_date is not None:
                _after_birth(info, test.result_date, f"result_date {test.result_date} of test {place + 1}")
        return tests

    @field_validator("credentials")
    @classmethod
    def _credentials_follow_the_birth(
        cls, credentials: tuple[Credential, ...] | None, info: ValidationInfo
    ) -> tuple[Credential, ...] | None:
        for place, credential in enumerate(credentials or ()):
            what = f"completed {credential.completed} of credential {place + 1}"
            _after_birth(info, credential.completed, what)
            secondary = credential.level is CredentialLevel.secondary
            youngest = YOUNGEST_WITH_SECONDARY if secondary else YOUNGEST_WITH_POST_SECONDARY
            _old_enough(info, credential.completed, youngest, what)
        return credentials

    @field_validator("medical_exam")
    @classmethod
    def _exam_follows_the_birth(cls, exam: date | None, info: ValidationInfo) -> date | None:
        if exam is not None:
            _after_birth(info, exam, f"medical_exam {exam}")
        return exam

    @field_validator("stays")
    @classmethod
    def _stays_follow_the_birth(cls, stays: tuple[Stay, ...] | None, info: ValidationInfo) -> tuple[Stay, ...] | None:
        birth_date = info.data.get("birth_date")
        for place, stay in enumerate(stays or ()):
            if birth_date is not None and stay.start < birth_date:
                raise ValueError(f"start {stay.start} of stay {place + 1} is before birth_date {birth_date}")
        return stays

    @field_validator("jobs")
    @classmethod
    def _jobs_follow_the_birth(cls, jobs: tuple[Job, ...] | None, info: ValidationInfo) -> tuple[Job, ...] | None:
        for place, job in enumerate(jobs or ()):
            what = f"start {job.start} of job {place + 1}"
            _after_birth(info, job.start, what)
            _old_enough(info, job.start, YOUNGEST_AT_WORK, what)
        return jobs

    @field_validator("permits", "police_certificates", "passport_expires")
    @classmethod
    def _documents_follow_the_birth(cls, told: Any, info: ValidationInfo) -> Any:
        """The last day of a permit and of a passport, and the day of a certificate."""
        for place, one in enumerate(told if isinstance(told, tuple) else ()):
            if isinstance(one, Permit):
                _after_birth(info, one.until, f"until {one.until} of permit {place + 1}")
            else:
                _after_birth(info, one.issued, f"issued {one.issued} of certificate {place + 1}")
        if isinstance(told, date):
            _after_birth(info, told, f"passport_expires {told}")
        return told


def _after_birth(info: ValidationInfo, day: date, what: str) -> None:
    birth_date = info.data.get("birth_date")
    if birth_date is not None and day <= birth_date:
        raise ValueError(f"{what} is not after birth_date {birth_date}")


def _old_enough(info: ValidationInfo, day: date, years: int, what: str) -> None:
    birth_date = info.data.get("birth_date")
    if birth_date is not None and day < add_months(birth_date, 12 * years):
        raise ValueError(f"{what} is at an age below {years}: birth_date is {birth_date}")


class Partner(Person):
    """A spouse or common-law partner, or someone who is going to be one.

    `living_together_since` is the first day of living together without a break; `married` the day of the wedding.
    Two who are not married are common-law partners from the same date a year later; before that day, and before
    the wedding, the rules see no partner. With neither date known they are partners already.
    """

    status: PartnerStatus
    living_together_since: Day | None = None
    married: Day | None = None

    @field_validator("living_together_since", "married")
    @classmethod
    def _couple_follows_the_birth(cls, day: date | None, info: ValidationInfo) -> date | None:
        if day is not None:
            _after_birth(info, day, f"{info.field_name} {day}")
        return day


class Parting(StrEnum):
    """How a couple ended."""

    separated = "separated"
    divorced = "divorced"
    died = "died"


class FormerPartner(Told):
    """A couple that is no more: how it ended, and since when. It counts for nothing but the marital status."""

    how: Parting
    since: Day


class Facts(Person):
    """Everything the rules look at about one candidate, the principal applicant.

    No partner is `partner=None`; while it is not known whether there is one, `partner_unknown` is True. What the short
    interview asks is refused one fact at a time only: facts kept have to stay readable. How two of them go together is
    for `contradictions` to say.
    """

    partner: Partner | None = None
    partner_unknown: Known = False
    former_partner: FormerPartner | None = None
    children: tuple[Child, ...] | None = None
    child_expected: Day | None = None  # a pregnancy: counts nobody before the birth
    settlement_funds: Annotated[int, Field(strict=True, ge=0)] | None = None  # Canadian dollars, own and unborrowed
    intends_to_live_in_quebec: Known | None = None
    profile: Profile | None = None
    # The score the account showed, and when: to be compared with the computed one, never used instead
    official_score: CrsPoints | None = None
    official_score_on: Day | None = None
    invitation: Invitation | None = None
    application: Application | None = None
    papers: tuple[Paper, ...] = ()

    @field_validator("official_score_on")
    @classmethod
    def _seen_in_express_entry(cls, day: date | None, info: ValidationInfo) -> date | None:
        _follows(day, info)
        return day

    @field_validator("partner")
    @classmethod
    def _couple_follows_the_birth_of_both(cls, partner: Partner | None, info: ValidationInfo) -> Partner | None:
        for name in ("living_together_since", "married"):
            day = getattr(partner, name, None)
            if day is not None:
                _after_birth(info, day, f"{name} {day}")
        return partner

    @field_validator("partner_unknown")
    @classmethod
    def _a_partner_told_is_known(cls, partner_unknown: bool, info: ValidationInfo) -> bool:
        if partner_unknown and info.data.get("partner") is not None:
            raise ValueError("a partner is told, so it is known that there is one")
        return partner_unknown

    @field_validator("children")
    @classmethod
    def _children_follow_a_parent(
        cls, children: tuple[Child, ...] | None, info: ValidationInfo
    ) -> tuple[Child, ...] | None:
        """A child may be the partner's own: it has to be younger than one of the two."""
        partner = info.data.get("partner")
        told = (info.data.get("birth_date"), *([partner.birth_date] if partner is not None else []))
        born = [day for day in told if day is not None]
        if len(born) < len(told) or info.data.get("partner_unknown"):
            return children
        for place, child in enumerate(children or ()):
            if child.birth_date <= min(born):
                raise ValueError(f"birth_date {child.birth_date} of child {place + 1} is not after that of a parent")
        return children


class Contradiction(NamedTuple):
    """Facts that cannot all be so: which rule they break, and their paths. Each is possible by itself."""

    key: str
    facts: tuple[str, ...]


# The least education of someone with study in Canada of that length
_EDUCATION_OF_STUDY = {
    CanadianStudy.one_year: EducationLevel.one_year_post_secondary,
    CanadianStudy.two_year: EducationLevel.two_year_post_secondary,
    CanadianStudy.three_years_or_more: EducationLevel.bachelors_or_three_plus_year_program,
}


def contradictions(facts: Facts, on: date) -> tuple[Contradiction, ...]:
    """Facts told in sum that cannot be so together on a day; to be asked about again, as either may be the slip.

    `work_years_above_age`: more years of work than have passed since the age of 10. `study_above_education`: study in
    Canada that would have given a higher level of education than the one told.
    """
    people: list[tuple[str, Person]] = [("", facts)]
    if facts.partner is not None:
        people.append(("partner.", facts.partner))
    return tuple(
        Contradiction(key, tuple(at + name for name in names))
        for at, person in people
        for key, names in _contradictions(person, on)
    )


def _contradictions(person: Person, on: date) -> Iterator[tuple[str, tuple[str, ...]]]:
    if person.birth_date is not None and person.jobs is None:
        told = {name: getattr(person, name) or 0 for name in ("canadian_work_years", "foreign_work_years")}
        # A day counts in Canada or abroad, so that the years of both follow one another.
        if (years := sum(told.values())) and on < add_months(person.birth_date, 12 * (YOUNGEST_AT_WORK + years)):
            yield "work_years_above_age", ("birth_date", *(name for name, value in told.items() if value))
    least = _EDUCATION_OF_STUDY.get(person.canadian_study or CanadianStudy.none)
    if person.credentials is None and person.education is not None and least is not None:
        levels = tuple(EducationLevel)
        if levels.index(person.education) < levels.index(least):
            yield "study_above_education", ("canadian_study", "education")


class Refusal(NamedTuple):
    """A field whose value cannot be, and why: `tests.0.scores`, "listening: 9.5 is not a score of this test
    …".
    """

    field: str
    why: str


def refusals(error: ValidationError) -> tuple[Refusal, ...]:
    """What pydantic refused, by field, in the words of the rule that refused it."""
    return tuple(
        Refusal(
            ".".join(map(str, one["loc"])) or "facts",
            one["msg"].removeprefix("Value error, "),
        )
        for one in error.errors(include_url=False)
    )
