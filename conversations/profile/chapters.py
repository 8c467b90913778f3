"""The full profile as data: every chapter, its parts, and their questions.

A new question of a kind that exists is one entry here (and its words in two languages): a part asks it, keeps it in the
field of its name, shows it and lets it be changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from pydantic import BaseModel

from conversations.kinds import Cautious, Choice, Day, Option, YesNo
from conversations.occupation_kind import Occupation
from conversations.profile.parts import Items, Part, Sheet, Told, Whose, answers, ask, fields
from conversations.profile_kinds import Amount, Country, Hours, Stretches, Whole
from conversations.questions import NONE, UNKNOWN, Answers, Question, known
from conversations.short_interview import (
    ABROAD,
    EDUCATION,
    IN_CANADA,
    NO_PARTNER,
    SCRIPT,
    language_test,
)
from locales import N_
from rules import skilled_trades
from rules.facts import (
    Child,
    Credential,
    CredentialLevel,
    Facts,
    Job,
    JobOffer,
    LanguageTest,
    Permit,
    PermitKind,
    Person,
    PoliceCertificate,
    Profile,
    Stay,
    TefScale,
)
from rules.parameters import book

CANADA: Final = "CA"
"""As in ISO 3166-1."""

# --- days, as people tell them: bounds against typing mistakes, not rules ---

TOO_EARLY: Final = N_("{day} is too long ago. Please check the year. Example: {example}.")
IN_FUTURE: Final = N_("{day} is in the future. Please give a day that has passed. Example: {example}.")
TOO_LATE: Final = N_("{day} is too far ahead. Please check the year. Example: {example}.")
ENDS_BEFORE: Final = N_("{day} is before the start, {other}. Please check both. Example: {example}.")
ASSESSED_BEFORE: Final = N_("{day} is before the studies were completed, {other}. Please check both.")
BEFORE_DRAFT: Final = N_("{day} is before the draft was opened, {other}. Please check both.")
BEFORE_SUBMITTED: Final = N_("{day} is before the profile was submitted, {other}. Please check both.")
BEFORE_TEST: Final = N_("{day} is before the day of the test, {other}. Please check both.")
BEFORE_NOTIFIED: Final = N_("{day} is before the nomination appeared in the account, {other}. Please check both.")


def _years(back: int = 0, ahead: int = 0) -> Callable[[date], date]:
    """The first day of the year so many years back, or the last of the year so many ahead."""
    return lambda today: date(today.year + ahead, 12, 31) if ahead else date(today.year - back, 1, 1)


def _today(today: date) -> date:
    return today


def _example(years: int, month: int, of_month: int) -> Callable[[date], date]:
    return lambda today: date(today.year + years, month, of_month)


def past(
    *,
    years: int = 60,
    cautious: Cautious | None = None,
    none: str = "",
    near: bool = False,
    follows: tuple[tuple[str, str], ...] = (),
) -> Day:
    """A day that has passed."""
    return Day(_years(back=years), _today, TOO_EARLY, IN_FUTURE, _example(-2, 5, 3), cautious, none, near, follows)


def any_day(
    *,
    back: int = 60,
    ahead: int = 30,
    cautious: Cautious | None = None,
    none: str = "",
    follows: tuple[tuple[str, str], ...] = (),
) -> Day:
    """A day that has passed or is to come."""
    return Day(
        _years(back=back), _years(ahead=ahead), TOO_EARLY, TOO_LATE, _example(1, 5, 3), cautious, none, False, follows
    )


def _of_short(key: str) -> Question:
    """A question of the short interview, to be asked in the profile too."""
    question = SCRIPT.question(key)
    if question is None:
        raise KeyError(key)
    return question


# --- 1. about you ---

BARRED: Final = ask(
    "misrepresentation_bar_until",
    N_("Bar for misrepresentation"),
    N_("Has IRCC barred this person for misrepresentation, and until which day?"),
    any_day(back=10, ahead=6, cautious=Cautious.last, none=N_("Not barred")),
    N_("Misrepresentation bars a person from Canada for five years. While it lasts, no program is open."),
    hint=N_("The last day of the five years is in the letter."),
)
WITHOUT_STATUS: Final = ask(
    "without_status_in_canada",
    N_("Status in Canada"),
    N_("Is this person in Canada without a valid status now?"),
    YesNo(N_("Yes, without status"), N_("No, or not in Canada")),
    N_("Without a status in Canada no program can be met until the status is restored."),
)

ABOUT_YOU: Final = Sheet(
    key="you",
    title=N_("About you and your plans"),
    topic=N_("about you"),
    questions=(
        _of_short("birth_date"),
        ask(
            "intends_to_live_in_quebec",
            N_("Plan to live in Quebec"),
            N_("Do you plan to live in Quebec?"),
            YesNo(N_("Yes, in Quebec"), N_("No, outside Quebec")),
            N_("Express Entry is for people who plan to live outside Quebec: Quebec chooses its own immigrants."),
        ),
        ask(
            "settlement_funds",
            N_("Settlement funds"),
            N_("How much money do you have for settling in Canada, in Canadian dollars?"),
            Amount(),
            N_(
                "Two of the three programs ask for settlement funds, by the size of the family. They have to be yours "
                "and not borrowed."
            ),
            hint=N_("Money you can use, not property and not a loan. A careful estimate is enough."),
        ),
        WITHOUT_STATUS,
        BARRED,
    ),
)

ABOUT_PARTNER: Final = Sheet(
    key="them",
    title=N_("About your partner"),
    topic=N_("about your partner"),
    partner_title=N_("About your partner"),
    partner_topic=N_("about your partner"),
    questions=(
        ask(
            "birth_date",
            N_("Partner's date of birth"),
            N_("What is your partner's date of birth?"),
            _of_short("birth_date").kind,
            N_("With it I can also compute the score with your partner as principal applicant."),
            hint=N_("For example 31 3 1990, or 31 March 1990."),
        ),
        WITHOUT_STATUS,
        BARRED,
    ),
)

# --- 2. language tests ---

_KIND, _SCALE, _SCORES, _RESULT_DATE = language_test(
    "",
    topic="",
    wording=N_("Which test is it?"),
    name=N_("Language test"),
    scores=N_("Scores"),
    result_date=N_("Date of the result"),
    why=N_("Only these five tests are accepted, each with its own scale. Every sitting is kept by itself."),
    applies=lambda _answers: True,
    offered=lambda _kind: lambda _answers: True,
)


def _scored(told: Told) -> Told:
    scores = told.get("scores")
    return {**told, "scores": scores and {ability: float(score) for ability, score in scores.items()}}


def _as_printed(filled: dict[str, Any], _item: BaseModel) -> dict[str, Any]:
    scores = filled["scores"]
    return {**filled, "scores": {ability: f"{score:g}" for ability, score in scores.items()}}


TESTS: Final = Items(
    key="tests",
    title=N_("Your language tests"),
    topic=N_("language test"),
    partner_title=N_("Your partner's language tests"),
    partner_topic=N_("partner's language test"),
    model=LanguageTest,
    add=N_("Add a test result"),
    none=N_("No result yet"),
    needed=("kind", "scores"),
    line=("kind", "scores", "result_date"),
    shape=_scored,
    unshape=_as_printed,
    questions=(
        _KIND,
        _SCALE,
        replace(_SCORES, after=("kind", "scale")),
        ask(
            "test_date",
            N_("Day of the test"),
            N_("On which day was the test taken?"),
            past(years=15),
            N_("The day of the test decides which table converts scores out of 699."),
            applies=lambda answers: known(answers, "scale") == TefScale.out_of_699,
        ),
        replace(
            _RESULT_DATE,
            kind=past(years=15, cautious=Cautious.first, follows=(("test_date", BEFORE_TEST),)),
        ),
    ),
)

# --- 3. education ---

LEVELS: Final = tuple(
    replace(option, value=CredentialLevel(option.value))
    for option in EDUCATION.options
    if option.value in set(CredentialLevel)
)
"""The levels of one credential: those of education but for "less" and "two or more"."""


def _in_canada(answers: Answers) -> bool:
    return bool(known(answers, "country") == CANADA)


def _abroad(answers: Answers) -> bool:
    return known(answers, "country") not in (None, CANADA)


def _assessed(answers: Answers) -> bool:
    return _abroad(answers) and known(answers, "assessed") not in (None, NONE)


def _more_than_a_year(answers: Answers) -> bool:
    short = (CredentialLevel.secondary, CredentialLevel.one_year_post_secondary)
    return _in_canada(answers) and known(answers, "level") not in (None, *short)


def _beyond_school_in_canada(answers: Answers) -> bool:
    return _in_canada(answers) and known(answers, "level") not in (None, CredentialLevel.secondary)


SAME_LEVEL: Final = "same"


def _as_reported(told: Told) -> Told:
    return {**told, "assessed_as": None if told.get("assessed_as") == SAME_LEVEL else told.get("assessed_as")}


def _as_asked(filled: dict[str, Any], _item: BaseModel) -> dict[str, Any]:
    told = filled["assessed_as"]
    return {**filled, "assessed_as": SAME_LEVEL if told == UNKNOWN and _assessed(filled) else told}


CREDENTIALS: Final = Items(
    key="credentials",
    title=N_("Your diplomas and assessments"),
    topic=N_("diploma"),
    partner_title=N_("Your partner's diplomas and assessments"),
    partner_topic=N_("partner's diploma"),
    model=Credential,
    add=N_("Add a diploma"),
    none=N_("No completed diploma"),
    needed=("level", "country", "completed"),
    line=("level", "country", "completed", "assessed"),
    instead=N_(
        "From now on I go by the diplomas told one by one, and no longer by the level told in short. Please add the "
        "other completed diplomas too."
    ),
    shape=_as_reported,
    unshape=_as_asked,
    questions=(
        ask(
            "level",
            N_("Level"),
            N_("What level is this diploma, certificate or degree?"),
            Choice(LEVELS),
            N_("Each completed credential is told by itself; two or more together can give a level of their own."),
        ),
        ask(
            "country",
            N_("Country"),
            N_("In which country was it earned?"),
            Country(),
            N_("A credential from outside Canada counts with an assessment. One earned in Canada needs none."),
        ),
        ask(
            "completed",
            N_("Completed"),
            N_("When was it completed?"),
            past(cautious=Cautious.last),
            N_("Only completed credentials count."),
            hint=N_("The day on the diploma. If you know only the month, type the month."),
        ),
        ask(
            "assessed",
            N_("Assessment (ECA)"),
            N_("What is the date of the report of the educational credential assessment (ECA)?"),
            past(years=15, cautious=Cautious.first, none=N_("Not assessed"), follows=(("completed", ASSESSED_BEFORE),)),
            N_("An assessment counts for five years from its date. I work out the last day and remind you."),
            hint=N_("The date of the first report, even if it was issued again later."),
            applies=_abroad,
        ),
        ask(
            "assessed_as",
            N_("Level in the report"),
            N_("Which Canadian level does the report name?"),
            Choice((Option(SAME_LEVEL, N_("The same level"), words=("same", "pareil", "le meme")), *LEVELS)),
            N_("The level the report names is the one that counts."),
            applies=_assessed,
            after=("level",),
        ),
        ask(
            "eight_months_in_person",
            N_("Eight months in Canada"),
            N_("Was it full-time study of at least eight months, in person in Canada?"),
            YesNo(N_("Yes, eight months or more"), N_("No, shorter, part-time or online")),
            N_("These are the conditions of points for study in Canada."),
            applies=_beyond_school_in_canada,
        ),
        ask(
            "mostly_language_study",
            N_("Language courses"),
            N_("Was more than half of it the study of English or French?"),
            YesNo(N_("Yes, more than half"), N_("No, half or less")),
            N_("Studies that are mostly language courses give no points for study in Canada."),
            applies=_beyond_school_in_canada,
        ),
        ask(
            "two_academic_years",
            N_("Two academic years"),
            N_("Was it full-time study of at least two academic years, in a program of two years or more?"),
            YesNo(N_("Yes, two years or more"), N_("No, less than two years")),
            N_("It gives points for adaptability in the Federal Skilled Worker Program."),
            applies=_more_than_a_year,
        ),
    ),
)

EDUCATION_IN_SUM: Final = Sheet(
    key="education",
    title=N_("Your education in short"),
    topic=N_("education"),
    partner_title=N_("Your partner's education in short"),
    partner_topic=N_("partner's education"),
    applies=lambda person: person.credentials is None,
    questions=(
        ask(
            "education",
            N_("Education"),
            N_("What is the highest completed level of education?"),
            EDUCATION,
            _of_short("education").why,
        ),
        ask(
            "canadian_study",
            N_("Study in Canada"),
            N_("Was a post-secondary program completed in Canada?"),
            _of_short("canadian_study").kind,
            _of_short("canadian_study").why,
            hint=_of_short("canadian_study").hint,
        ),
        ask(
            "two_years_of_study_in_canada",
            N_("Two years of study in Canada"),
            N_("Were two academic years of full-time study in Canada completed, in a program of two years or more?"),
            YesNo(N_("Yes, two years"), N_("No, not two years")),
            N_("It gives points for adaptability in the Federal Skilled Worker Program, even without a diploma."),
        ),
    ),
)

# --- 4. work ---


def _trade(answers: Answers) -> bool:
    code = known(answers, "noc")
    return code is not None and skilled_trades.is_trade(code, date.max)


def _physician(answers: Answers) -> bool:
    codes = book().work.purposes.canadian_experience_class.on(date.max).physicians
    return _in_canada(answers) and known(answers, "noc") in codes and known(answers, "self_employed") is True


def _employed(told: Told) -> Told:
    """A job without unpaid leave has none, rather than an unknown one."""
    return {**told, "unpaid_leave": told.get("unpaid_leave") or []}


JOBS: Final = Items(
    key="jobs",
    title=N_("Your jobs"),
    topic=N_("job"),
    partner_title=N_("Your partner's jobs"),
    partner_topic=N_("partner's job"),
    model=Job,
    add=N_("Add a job"),
    none=N_("No job in the last ten years"),
    needed=("start", "end", "country"),
    line=("noc", "country", "start", "end", "hours_per_week"),
    instead=N_(
        "From now on I count the jobs one by one, and no longer the years told in short. Please add the other jobs of "
        "the last ten years too."
    ),
    shape=_employed,
    questions=(
        ask(
            "noc",
            N_("Occupation"),
            N_("What was the occupation? Type the job title or its NOC code."),
            Occupation(),
            N_(
                "The National Occupational Classification (NOC) decides whether work counts: the duties decide, not "
                "the title."
            ),
            hint=N_("One occupation at one employer is one job. For example “welder”, “21232”."),
        ),
        ask(
            "country",
            N_("Country of the work"),
            N_("In which country was the person while working?"),
            Country(),
            N_("Work for a Canadian firm from another country is work outside Canada."),
        ),
        ask(
            "start",
            N_("First day"),
            N_("When did this job start?"),
            past(cautious=Cautious.last),
            N_("The year of work is complete on a certain day. I count week by week."),
            hint=N_("The first day worked. If you know only the month, type the month."),
        ),
        ask(
            "end",
            N_("Last day"),
            N_("When did this job end?"),
            past(cautious=Cautious.first, none=N_("It goes on"), follows=(("start", ENDS_BEFORE),)),
            N_("Work counts through the last paid day."),
        ),
        ask(
            "hours_per_week",
            N_("Hours a week"),
            N_("How many hours a week, on average?"),
            Hours(),
            N_("At most 30 hours a week count, in all jobs together."),
            hint=N_("The hours that were paid, without overtime."),
        ),
        ask(
            "paid",
            N_("Paid"),
            N_("Was the work paid, by wages or commission?"),
            YesNo(N_("Yes, paid"), N_("No, unpaid")),
            N_("Volunteer work and unpaid internships do not count."),
        ),
        ask(
            "self_employed",
            N_("Self-employed"),
            N_("Was it self-employment?"),
            YesNo(N_("Yes, self-employed"), N_("No, an employee")),
            N_("Self-employment in Canada does not count for the Canadian Experience Class; abroad it can count."),
        ),
        ask(
            "authorised",
            N_("Allowed to work"),
            N_("Was the work allowed the whole time, by a work permit or a status?"),
            YesNo(N_("Yes, allowed"), N_("No, not the whole time")),
            N_("Work without permission does not count."),
            applies=_in_canada,
        ),
        ask(
            "studying",
            N_("Full-time studies meanwhile"),
            N_("Was the person a full-time student during this job?"),
            Stretches(N_("Never"), N_("The whole time"), "start", "end"),
            N_(
                "Work in Canada during full-time studies, such as a co-op, does not count for the Canadian Experience "
                "Class."
            ),
            hint=N_("If it was a part of the time, type from when to when."),
            applies=_in_canada,
        ),
        ask(
            "unpaid_leave",
            N_("Unpaid leave"),
            N_("Were there stretches of unpaid leave?"),
            Stretches(N_("No unpaid leave"), "", "start", "end"),
            N_("Weeks without pay do not count."),
            hint=N_("If there were, type from when to when. Paid holidays and sick leave stay in."),
        ),
        ask(
            "publicly_funded_physician",
            N_("Physician, public funds"),
            N_("Was it medical work paid fee for service by a public health system in Canada?"),
            YesNo(N_("Yes, public funds"), N_("No, otherwise paid")),
            N_("For such physicians self-employment counts, by a public policy of 25 April 2023."),
            applies=_physician,
        ),
        ask(
            "qualified_from",
            N_("Qualified in the trade"),
            N_("From when was the person allowed to practise the trade independently in that country?"),
            past(cautious=Cautious.last, none=N_("Never qualified there")),
            N_("The Federal Skilled Trades Program counts work after that day."),
            applies=_trade,
        ),
    ),
)

WORK_IN_SUM: Final = Sheet(
    key="work",
    title=N_("Your work in short"),
    topic=N_("work"),
    partner_title=N_("Your partner's work in short"),
    partner_topic=N_("partner's work"),
    applies=lambda person: person.jobs is None,
    questions=(
        ask(
            "canadian_work_years",
            N_("Work in Canada"),
            N_("How many complete years of skilled work in Canada?"),
            IN_CANADA,
            _of_short("canadian_work_years").why,
            hint=_of_short("canadian_work_years").hint,
        ),
        ask(
            "foreign_work_years",
            N_("Work outside Canada"),
            N_("How many complete years of skilled work outside Canada?"),
            ABROAD,
            _of_short("foreign_work_years").why,
            hint=_of_short("foreign_work_years").hint,
        ),
        ask(
            "full_time_year_in_canada",
            N_("A full-time year in Canada"),
            N_("Was there at least one year of full-time work in Canada, ever?"),
            YesNo(N_("Yes, a full-time year"), N_("No full-time year")),
            N_("It gives points for adaptability in the Federal Skilled Worker Program."),
        ),
    ),
)

OCCUPATION: Final = Sheet(
    key="occupation",
    title=N_("Main occupation and certificate"),
    topic=N_("occupation"),
    partner_title=N_("Your partner's main occupation and certificate"),
    partner_topic=N_("partner's occupation"),
    questions=(
        ask(
            "primary_occupation",
            N_("Main occupation"),
            N_("Which occupation do you name as the main one in the profile? Type the job title or its NOC code."),
            Occupation(),
            N_("The Federal Skilled Worker Program asks for a year without a break in this occupation."),
        ),
        ask(
            "certificate_of_qualification",
            N_("Certificate of qualification"),
            N_("Is there a certificate of qualification in a trade from a Canadian authority?"),
            _of_short("certificate_of_qualification").kind,
            _of_short("certificate_of_qualification").why,
            hint=_of_short("certificate_of_qualification").hint,
        ),
    ),
)

# --- 5. family ---


def _coupled(answers: Answers) -> bool:
    return known(answers, "status") not in (None, NO_PARTNER)


def _tell_partner(part: Sheet, person: Person, given: Answers) -> Told:
    status = known(given, "status")
    if status is None:
        return {"partner": None, "partner_unknown": True}
    if status == NO_PARTNER:
        return {"partner": None, "partner_unknown": False}
    before = person.partner if isinstance(person, Facts) else None
    told = fields(part.questions, given)
    kept = before.model_dump(exclude={*told}) if before else {}
    if before:
        told = part.beside(before, told)
    return {"partner": {**kept, **told}, "partner_unknown": False}


def _told_partner(part: Sheet, person: Person) -> dict[str, Any]:
    if not isinstance(person, Facts) or person.partner_unknown:
        return {}
    if person.partner is None:
        return {"status": NO_PARTNER}
    return answers(part.questions, person.partner, asked=True)


_STATUS: Final = _of_short("partner.status")

COUPLE: Final = Sheet(
    key="couple",
    title=N_("Your partner"),
    topic=N_("family"),
    tell=_tell_partner,
    told=_told_partner,
    questions=(
        replace(_STATUS, key="status"),
        ask(
            "married",
            N_("Married since"),
            N_("When did you marry, or when is the wedding?"),
            any_day(back=80, ahead=3, none=N_("Not married, no date")),
            N_("From that day on you count as spouses."),
            applies=_coupled,
        ),
        ask(
            "living_together_since",
            N_("Living together since"),
            N_("Since when have you lived together without a break?"),
            past(years=80, cautious=Cautious.last, none=N_("Not living together")),
            N_(
                "Twelve months of living together make you common-law partners, by themselves. A separation of work or "
                "travel that is short does not break them."
            ),
            applies=lambda answers: _coupled(answers) and known(answers, "married") in (None, NONE),
        ),
    ),
)

NEITHER: Final = "neither"
IN_COUPLE: Final = "in_couple"
BY_CONDITION: Final = "dependent_by_condition"


def _child(told: Told) -> Told:
    case = told.pop("case")
    return {**told, IN_COUPLE: case == IN_COUPLE, BY_CONDITION: case == BY_CONDITION}


def _case_of(filled: dict[str, Any], item: BaseModel) -> dict[str, Any]:
    case = next((name for name in (IN_COUPLE, BY_CONDITION) if getattr(item, name)), NEITHER)
    return {**filled, "case": case}


CHILDREN: Final = Items(
    key="children",
    title=N_("Your children"),
    topic=N_("child"),
    model=Child,
    add=N_("Add a child"),
    none=N_("No children"),
    needed=("birth_date",),
    line=("birth_date", "accompanying"),
    shape=_child,
    unshape=_case_of,
    questions=(
        ask(
            "birth_date",
            N_("Date of birth"),
            N_("What is the child's date of birth?"),
            past(near=True),
            N_(
                "Every child is declared and examined, also one who does not come. The age decides whether it is a "
                "dependent child, and the size of the family decides the settlement funds."
            ),
            hint=N_("Your own, your partner's, adopted, or living with the other parent."),
        ),
        ask(
            "accompanying",
            N_("Coming along"),
            N_("Does the child come to Canada with you?"),
            YesNo(N_("Yes, coming along"), N_("No, not coming")),
            N_("A child who does not come is still declared and examined."),
        ),
        ask(
            "canadian",
            N_("Canadian"),
            N_("Is the child a citizen or permanent resident of Canada?"),
            YesNo(N_("Yes, Canadian or resident"), N_("No, neither")),
            N_("Such a child does not immigrate with you."),
        ),
        ask(
            "case",
            N_("Special case"),
            N_("Is the child in a couple, or dependent on you because of a condition?"),
            Choice(
                (
                    Option(NEITHER, N_("Neither"), words=("no", "none", "non", "aucun")),
                    Option(IN_COUPLE, N_("In a couple"), N_("Married or in a common-law relationship"), ("married",)),
                    Option(
                        BY_CONDITION,
                        N_("A condition"),
                        N_("Dependent since before 22 because of a physical or mental condition"),
                    ),
                )
            ),
            N_(
                "A child in a couple is no dependent child. One who depends on the parents because of a condition "
                "since before 22 stays one at any age."
            ),
        ),
    ),
)

RELATIVES: Final = Sheet(
    key="relatives",
    title=N_("Relatives in Canada"),
    topic=N_("relatives"),
    questions=(
        _of_short("sibling_in_canada"),
        ask(
            "relative_in_canada",
            N_("Relative in Canada"),
            N_("Does another close relative, 18 or older, live in Canada as a citizen or permanent resident?"),
            YesNo(N_("Yes, a relative"), N_("No relative there")),
            N_("A relative gives 5 points for adaptability in the Federal Skilled Worker Program."),
            hint=N_(
                "A parent, grandparent, child, grandchild, brother, sister, aunt, uncle, niece or nephew, of you or of "
                "a partner who comes along."
            ),
        ),
    ),
)

# --- 6. job offer and nomination ---

HAS_OFFER: Final = "has_offer"


def _offered(answers: Answers) -> bool:
    return known(answers, HAS_OFFER) is True


def _tell_offer(part: Sheet, _person: Person, given: Answers) -> Told:
    has = known(given, HAS_OFFER)
    if has is not True:
        none = None if has is None else False
        return {"offer": None, "arranged_employment": none, "job_offer": None if has is None else JobOffer.none}
    told = fields(part.questions, given)
    del told[HAS_OFFER]
    told["excluded_employer"] = bool(told["excluded_employer"])
    return {"offer": told, "arranged_employment": None, "job_offer": None}


def _told_offer(part: Sheet, person: Person) -> dict[str, Any]:
    if person.offer is not None:
        asked = [question for question in part.questions if question.key != HAS_OFFER]
        return {HAS_OFFER: True, **answers(asked, person.offer, asked=True)}
    if person.arranged_employment is False:
        return {HAS_OFFER: False}
    return {HAS_OFFER: True} if person.arranged_employment else {}


OFFER: Final = Sheet(
    key="offer",
    title=N_("Job offer"),
    topic=N_("job offer"),
    tell=_tell_offer,
    told=_told_offer,
    questions=(
        ask(
            HAS_OFFER,
            N_("Job offer"),
            N_("Do you have a job offer from an employer in Canada?"),
            YesNo(N_("Yes, an offer"), N_("No offer")),
            N_(
                "Since 25 March 2025 a job offer gives no CRS points. It can still give points in the Federal Skilled "
                "Worker Program, free you from settlement funds, and open the Federal Skilled Trades Program."
            ),
        ),
        ask(
            "noc",
            N_("Occupation offered"),
            N_("Which occupation is offered? Type the job title or its NOC code."),
            Occupation(),
            N_("The offer has to be in an occupation of TEER 0 to 3."),
            applies=_offered,
        ),
        ask(
            "full_time",
            N_("Full-time and continuous"),
            N_("Is the job full-time (30 hours a week or more) and not seasonal?"),
            YesNo(N_("Yes, full-time"), N_("No, part-time or seasonal")),
            N_("Only a full-time, continuous job counts."),
            applies=_offered,
        ),
        ask(
            "year_after_visa",
            N_("For at least a year"),
            N_("Is the job for at least one year after you become a permanent resident?"),
            YesNo(N_("Yes, a year or more"), N_("No, shorter")),
            N_("A shorter job does not count."),
            applies=_offered,
        ),
        ask(
            "assessed",
            N_("Labour market impact assessment"),
            N_("Is there a positive labour market impact assessment (LMIA) that names you and the job?"),
            YesNo(N_("Yes, an LMIA"), N_("No LMIA")),
            N_("Which case of arranged employment it is depends on it."),
            applies=_offered,
        ),
        ask(
            "from_permit_employer",
            N_("Employer of the work permit"),
            N_("Is it the employer that your work permit names?"),
            YesNo(N_("Yes, the same employer"), N_("No, or no such permit")),
            N_("Which case of arranged employment it is depends on it."),
            applies=_offered,
        ),
        ask(
            "year_with_employer",
            N_("A year with this employer"),
            N_("Have you already worked full-time for this employer for a year?"),
            YesNo(N_("Yes, a full-time year"), N_("No, not a year")),
            N_("Some work permits without an LMIA ask for it."),
            applies=lambda answers: _offered(answers) and known(answers, "from_permit_employer") is not False,
        ),
        ask(
            "excluded_employer",
            N_("Embassy or barred employer"),
            N_("Is the employer an embassy or consulate, or on the government's list of barred employers?"),
            YesNo(N_("Yes, one of these"), N_("No, neither")),
            N_("An offer of such an employer does not count."),
            applies=_offered,
        ),
    ),
)

PROVINCES: Final[Mapping[str, str]] = {
    "AB": N_("Alberta"),
    "BC": N_("British Columbia"),
    "MB": N_("Manitoba"),
    "NB": N_("New Brunswick"),
    "NL": N_("Newfoundland and Labrador"),
    "NS": N_("Nova Scotia"),
    "NT": N_("Northwest Territories"),
    "ON": N_("Ontario"),
    "PE": N_("Prince Edward Island"),
    "SK": N_("Saskatchewan"),
    "YT": N_("Yukon"),
}
"""The provinces and territories that nominate through Express Entry."""

HAS_NOMINATION: Final = "has_nomination"


def _nominated(answers: Answers) -> bool:
    return known(answers, HAS_NOMINATION) is True


def _tell_nomination(part: Sheet, _person: Person, given: Answers) -> Told:
    has = known(given, HAS_NOMINATION)
    if has is not True or known(given, "province") is None:
        return {"nomination": None, "provincial_nomination": has}
    told = fields(part.questions, given)
    del told[HAS_NOMINATION]
    return {"nomination": told, "provincial_nomination": None}


def _told_nomination(part: Sheet, person: Person) -> dict[str, Any]:
    if person.nomination is None:
        return {} if person.provincial_nomination is None else {HAS_NOMINATION: person.provincial_nomination}
    asked = [question for question in part.questions if question.key != HAS_NOMINATION]
    return {HAS_NOMINATION: True, **answers(asked, person.nomination, asked=True)}


NOMINATION: Final = Sheet(
    key="nomination",
    title=N_("Provincial nomination"),
    topic=N_("nomination"),
    tell=_tell_nomination,
    told=_told_nomination,
    questions=(
        ask(
            HAS_NOMINATION,
            N_("Provincial nomination"),
            _of_short("provincial_nomination").wording,
            _of_short("provincial_nomination").kind,
            _of_short("provincial_nomination").why,
        ),
        ask(
            "province",
            N_("Province"),
            N_("Which province or territory nominated you?"),
            Choice(tuple(Option(code, name, words=(code.lower(),)) for code, name in PROVINCES.items())),
            N_("Each has its own program; Quebec and Nunavut do not nominate through Express Entry."),
            applies=_nominated,
        ),
        ask(
            "notified",
            N_("In the account since"),
            N_("On which day did the nomination appear in your account?"),
            past(years=3, near=True),
            N_("From that day you have 30 days to accept it or not."),
            applies=_nominated,
        ),
        ask(
            "accepted",
            N_("Accepted"),
            N_("Have you accepted it in your account?"),
            YesNo(N_("Yes, accepted"), N_("No, not accepted")),
            N_("Only an accepted nomination gives the 600 points."),
            applies=_nominated,
        ),
        ask(
            "expires",
            N_("Valid until"),
            N_("What is the last day on the nomination certificate?"),
            any_day(back=3, ahead=3, follows=(("notified", BEFORE_NOTIFIED),)),
            N_("I remind you before it ends."),
            applies=_nominated,
        ),
        ask(
            "applied_to_province",
            N_("Applied to the province"),
            N_("On which day did you apply to the province for the nomination?"),
            past(years=5, cautious=Cautious.last),
            N_("With a nomination, that day fixes the age of your children."),
            applies=_nominated,
        ),
    ),
)

# --- 7. documents and stays ---

PAPERS: Final = Sheet(
    key="papers",
    title=N_("Passport and medical exam"),
    topic=N_("documents"),
    partner_title=N_("Your partner's passport and medical exam"),
    partner_topic=N_("partner's documents"),
    questions=(
        ask(
            "passport_expires",
            N_("Passport valid until"),
            N_("Until which day is the passport valid?"),
            any_day(back=5, ahead=15, cautious=Cautious.first, none=N_("No passport yet")),
            N_("I remind you in time to renew it. I never need its number."),
        ),
        ask(
            "medical_exam",
            N_("Medical exam"),
            N_("On which day was the immigration medical exam, if there was one?"),
            past(years=5, cautious=Cautious.first, none=N_("No exam yet")),
            N_("An exam counts for twelve months."),
        ),
    ),
)

PERMITS: Final = Items(
    key="permits",
    title=N_("Your permits in Canada"),
    topic=N_("permit"),
    partner_title=N_("Your partner's permits in Canada"),
    partner_topic=N_("partner's permit"),
    model=Permit,
    add=N_("Add a permit"),
    none=N_("No permit"),
    needed=("kind", "until"),
    line=("kind", "until"),
    questions=(
        ask(
            "kind",
            N_("Kind of permit"),
            N_("What kind of permit is it?"),
            Choice(
                (
                    Option(
                        PermitKind.employer_assessed,
                        N_("Employer, with LMIA"),
                        N_("Work permit for one employer, with a labour market impact assessment (LMIA)"),
                        ("lmia", "eimt", "closed"),
                    ),
                    Option(
                        PermitKind.employer_agreement,
                        N_("Employer, agreement"),
                        N_("Work permit for one employer, under an international agreement"),
                        ("cusma", "aceum", "usmca"),
                    ),
                    Option(
                        PermitKind.employer_interest,
                        N_("Employer, exempt"),
                        N_("Work permit for one employer, exempt from an LMIA for Canadian interests"),
                        ("intra company", "ict"),
                    ),
                    Option(
                        PermitKind.open_work,
                        N_("Open work permit"),
                        N_("Open work permit, such as post-graduation, spousal or bridging"),
                        ("pgwp", "open", "ouvert", "ptpd", "bowp", "ptot"),
                    ),
                    Option(PermitKind.study, N_("Study permit"), words=("study", "etudes", "student")),
                    Option(PermitKind.visitor, N_("Visitor"), N_("Visitor record or visa"), ("visiteur", "tourist")),
                )
            ),
            N_("Which case of arranged employment it is depends on the permit, and so do some categories."),
        ),
        ask(
            "until",
            N_("Valid until"),
            N_("What is the last day of the permit?"),
            any_day(back=10, ahead=10, cautious=Cautious.first),
            N_("I remind you in time to extend it."),
        ),
    ),
)

STAYS: Final = Items(
    key="stays",
    title=N_("Countries you lived in"),
    topic=N_("stay"),
    partner_title=N_("Countries your partner lived in"),
    partner_topic=N_("partner's stay"),
    model=Stay,
    add=N_("Add a stay"),
    none=N_("No stay to tell"),
    needed=("country", "start", "end"),
    line=("country", "start", "end"),
    questions=(
        ask(
            "country",
            N_("Country"),
            N_("In which country?"),
            Country(()),
            N_("Police certificates are asked for countries lived in for six months or more."),
            hint=N_("Each stay of some weeks or more since the age of 18, one by one; Canada is not needed."),
        ),
        ask(
            "start",
            N_("First day"),
            N_("When did the stay begin?"),
            past(years=80, cautious=Cautious.first),
            N_("The length of each stay decides whether a certificate is needed."),
        ),
        ask(
            "end",
            N_("Last day"),
            N_("When did the stay end?"),
            past(years=80, cautious=Cautious.last, none=N_("Still living there"), follows=(("start", ENDS_BEFORE),)),
            N_("For the country you live in now the certificate may not be older than six months."),
        ),
    ),
)

POLICE: Final = Items(
    key="police_certificates",
    title=N_("Your police certificates"),
    topic=N_("police certificate"),
    partner_title=N_("Your partner's police certificates"),
    partner_topic=N_("partner's police certificate"),
    model=PoliceCertificate,
    add=N_("Add a police certificate"),
    none=N_("No certificate yet"),
    needed=("country", "issued"),
    line=("country", "issued"),
    questions=(
        ask(
            "country",
            N_("Country"),
            N_("Which country is the certificate from?"),
            Country(()),
            N_("Each country you lived in long enough needs its own."),
        ),
        ask(
            "issued",
            N_("Issued"),
            N_("On which day was it issued?"),
            past(years=15, cautious=Cautious.first),
            N_("For the country you live in now it may not be older than six months when you apply."),
        ),
    ),
)

# --- 8. the Express Entry profile ---

STAGE: Final = "stage"
DRAFT: Final = "draft"
SUBMITTED: Final = "submitted"


def _drafted(answers: Answers) -> bool:
    return known(answers, STAGE) in (DRAFT, SUBMITTED)


def _submitted(answers: Answers) -> bool:
    return bool(known(answers, STAGE) == SUBMITTED)


def _tell_profile(part: Sheet, person: Person, given: Answers) -> Told:
    told = fields(part.questions, given)
    stage = told.pop(STAGE)
    scores = {key: told.pop(key) for key in ("official_score", "official_score_on")}
    none = [name for name in person.none_of if name != "profile"]
    told = {**told, "none_of": [name for name in told["none_of"] if name != STAGE]}
    if known(given, STAGE) == NONE:
        return {**scores, "profile": None, "none_of": [*none, "profile"]}
    return {**scores, "profile": told if stage is not None else None, "none_of": none}


def _told_profile(part: Sheet, person: Person) -> dict[str, Any]:
    if not isinstance(person, Facts) or person.profile is None:
        return {STAGE: NONE} if person.has_none("profile") else {}
    asked = [each for each in part.questions if each.key in Profile.model_fields]
    scores = [each for each in part.questions if each.key.startswith("official_score")]
    stage = SUBMITTED if person.profile.submitted or person.profile.valid_until else DRAFT
    return {
        STAGE: stage,
        **answers(asked, person.profile, asked=True),
        **answers(scores, person, asked=True),
    }


POOL: Final = Sheet(
    key="pool",
    title=N_("Your Express Entry profile"),
    topic=N_("Express Entry profile"),
    tell=_tell_profile,
    told=_told_profile,
    questions=(
        ask(
            STAGE,
            N_("Express Entry profile"),
            N_("Do you have a profile in Express Entry?"),
            Choice(
                (
                    Option(NONE, N_("No profile"), words=("no", "none", "non", "aucun")),
                    Option(DRAFT, N_("A draft"), N_("A draft, not submitted"), ("draft", "brouillon", "ebauche")),
                    Option(
                        SUBMITTED,
                        N_("Submitted"),
                        N_("Submitted, in the pool"),
                        ("submitted", "in the pool", "yes", "oui", "soumis", "depose", "dans le bassin"),
                    ),
                )
            ),
            N_("A draft is kept for 60 days, a profile for 12 months. I remind you before they end."),
            hint=N_("I never need the number of the profile, and I do not keep one."),
        ),
        ask(
            "draft_opened",
            N_("Draft opened"),
            N_("On which day did you begin the draft?"),
            past(years=2, near=True),
            N_("The form has to be finished within 60 days."),
            applies=lambda answers: known(answers, STAGE) == DRAFT,
        ),
        ask(
            "submitted",
            N_("Submitted"),
            N_("On which day did you submit the profile?"),
            past(years=2, near=True),
            N_("The profile ends twelve months later, and between equal scores the earlier one is invited."),
            applies=_submitted,
        ),
        ask(
            "valid_until",
            N_("Valid until"),
            N_("Which last day does your account show for the profile?"),
            any_day(back=2, ahead=2, follows=(("submitted", BEFORE_SUBMITTED),)),
            N_("The day your account shows wins over the one I compute."),
            applies=_submitted,
        ),
        ask(
            "official_score",
            N_("Score in your account"),
            N_("Which CRS score does your account show?"),
            Whole(
                0,
                1200,
                N_("{n} points"),
                N_("I could not read a score. It is a whole number from {lowest} to {highest}. Example: “467”."),
            ),
            N_("I compare it with the one I compute, and help to find the difference. The account wins."),
            applies=_submitted,
        ),
        ask(
            "official_score_on",
            N_("Seen on"),
            N_("On which day did you see that score?"),
            past(years=2, near=True),
            N_("The score is computed for a day."),
            applies=lambda answers: _submitted(answers) and known(answers, "official_score") is not None,
        ),
    ),
)

# --- the chapters ---


@dataclass(frozen=True, slots=True)
class Chapter:
    """Parts that stand together on one screen, each with whose it is."""

    key: str
    title: str
    parts: tuple[tuple[Part, Whose], ...]
    within: str = ""  # the chapter from whose screen it is reached; "" stands in the overview


CHAPTERS: Final = (
    Chapter("you", N_("About you and your plans"), ((ABOUT_YOU, "own"),)),
    Chapter("tests", N_("Language tests"), ((TESTS, "own"),)),
    Chapter("education", N_("Education"), ((EDUCATION_IN_SUM, "own"), (CREDENTIALS, "own"))),
    Chapter("work", N_("Work"), ((WORK_IN_SUM, "own"), (JOBS, "own"), (OCCUPATION, "own"))),
    Chapter("family", N_("Family"), ((COUPLE, "own"), (CHILDREN, "own"), (RELATIVES, "own"))),
    Chapter("offer", N_("Job offer and nomination"), ((OFFER, "own"), (NOMINATION, "own"))),
    Chapter(
        "documents",
        N_("Documents and stays"),
        ((PAPERS, "own"), (PERMITS, "own"), (STAYS, "own"), (POLICE, "own")),
    ),
    Chapter("pool", N_("Express Entry profile"), ((POOL, "own"),)),
    Chapter("partner", N_("Partner: age and tests"), ((ABOUT_PARTNER, "partner"), (TESTS, "partner")), "family"),
    Chapter(
        "partner_education",
        N_("Partner: education"),
        ((EDUCATION_IN_SUM, "partner"), (CREDENTIALS, "partner")),
        "family",
    ),
    Chapter(
        "partner_work",
        N_("Partner: work"),
        ((WORK_IN_SUM, "partner"), (JOBS, "partner"), (OCCUPATION, "partner")),
        "family",
    ),
    Chapter(
        "partner_documents",
        N_("Partner: documents"),
        ((PAPERS, "partner"), (PERMITS, "partner"), (STAYS, "partner"), (POLICE, "partner")),
        "family",
    ),
)
"""The profile, in the order it is asked and shown. The partner's chapters have a place where there is a partner."""
