"""What a candidate has told us: frozen facts, which refuse what cannot be.

None always means "not known yet": the score is then computed at the lowest and the fact is listed in
`assumed` of the result. A value that cannot be (a score the test does not print, a TEF without its scale, a
result older than its owner) is refused by pydantic's `ValidationError`, which names the field and says why.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from rules.language import (
    Ability,
    Language,
    LanguageTestKind,
    TefScale,
    check_day,
    check_scale,
    check_scores,
)

__all__ = [
    "Ability",
    "CanadianStudy",
    "EducationLevel",
    "Facts",
    "JobOffer",
    "Language",
    "LanguageTest",
    "LanguageTestKind",
    "Partner",
    "PartnerStatus",
    "Refusal",
    "Scores",
    "TefScale",
    "refusals",
]


EARLIEST_BIRTH = date(1900, 1, 1)


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


def _a_day(given: object) -> object:
    # A bare number would be read as seconds since 1970.
    if isinstance(given, (int, float)):
        raise ValueError("a day is written like 2025-01-10")
    return given


Day = Annotated[date, BeforeValidator(_a_day)]
Score = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]
# Whole years completed; more than a working life is a slip of the finger.
Years = Annotated[int, Field(strict=True, ge=0, le=60)]
Known = Annotated[bool, Field(strict=True)]


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


class LanguageTest(_Model):
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
            check_scores(info.data["kind"], info.data["scale"], scores)
        return scores

    @field_validator("result_date")
    @classmethod
    def _result_follows_the_test(cls, result_date: date | None, info: ValidationInfo) -> date | None:
        if result_date is None:
            return None
        test_date = info.data.get("test_date")
        if test_date is not None and result_date < test_date:
            raise ValueError(f"the result of {result_date} is older than the test of {test_date}")
        if "kind" in info.data and "scale" in info.data:
            check_day(info.data["kind"], info.data["scale"], test_date or result_date)
        return result_date


class Partner(_Model):
    """A spouse or common-law partner."""

    status: PartnerStatus
    education: EducationLevel | None = None
    tests: tuple[LanguageTest, ...] = ()
    canadian_work_years: Years | None = None
    # Federal Skilled Worker adaptability only (IRPR 83)
    two_years_of_study_in_canada: Known | None = None
    full_time_year_in_canada: Known | None = None


class Facts(_Model):
    """Everything the rules look at about one candidate.

    No partner is `partner=None`; while it is not known whether there is one, `partner_unknown` is True.
    """

    birth_date: Day | None = None
    partner: Partner | None = None
    partner_unknown: Known = False
    education: EducationLevel | None = None
    tests: tuple[LanguageTest, ...] = ()
    canadian_work_years: Years | None = None
    foreign_work_years: Years | None = None
    certificate_of_qualification: Known | None = None
    provincial_nomination: Known | None = None
    sibling_in_canada: Known | None = None
    canadian_study: CanadianStudy | None = None
    # A job offer scored in the CRS before 2025-03-25; until 2016-11-18 only with a labour market assessment.
    job_offer: JobOffer | None = None
    job_offer_assessed: Known | None = None
    # Federal Skilled Worker grid only (IRPR 82 and 83)
    arranged_employment: Known | None = None
    relative_in_canada: Known | None = None
    two_years_of_study_in_canada: Known | None = None
    full_time_year_in_canada: Known | None = None

    @field_validator("birth_date")
    @classmethod
    def _born_within_memory(cls, birth_date: date | None) -> date | None:
        if birth_date is not None and birth_date < EARLIEST_BIRTH:
            raise ValueError(f"{birth_date} is before {EARLIEST_BIRTH}")
        return birth_date

    @field_validator("tests")
    @classmethod
    def _results_follow_the_birth(
        cls, tests: tuple[LanguageTest, ...], info: ValidationInfo
    ) -> tuple[LanguageTest, ...]:
        birth_date = info.data.get("birth_date")
        for place, test in enumerate(tests):
            if birth_date is not None and test.result_date is not None and test.result_date <= birth_date:
                raise ValueError(
                    f"result_date {test.result_date} of test {place + 1} is not after birth_date {birth_date}"
                )
        return tests


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
