"""The short interview: a right number after about ten questions.

What it does not ask is stated as an assumption beside the score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from conversations.kinds import Cautious, Choice, Day, FourScores, Option, Refusal, Years, YesNo
from conversations.questions import SKIPPED, UNKNOWN, Answers, Question, Script, at, known, noted
from locales import N_
from rules.facts import CanadianStudy, EducationLevel, LanguageTestKind, PartnerStatus, TefScale

NO_PARTNER: Final = "none"
NO_TEST: Final = "none"
TAKEN: Final = ""
ENGLISH_TESTS: Final = (
    LanguageTestKind.ielts_general,
    LanguageTestKind.celpip_general,
    LanguageTestKind.pte_core,
)
FRENCH_TESTS: Final = (LanguageTestKind.tef_canada, LanguageTestKind.tcf_canada)

IN_CANADA: Final = Years(5)
ABROAD: Final = Years(6)


def _years_ago(years: int) -> Callable[[date], date]:
    """The first day of the year so many years before today: a bound for typing mistakes, not a rule."""
    return lambda today: date(today.year - years, 1, 1)


def _today(today: date) -> date:
    return today


def _has_partner(answers: Answers) -> bool:
    return bool(known(answers, "partner.status") == PartnerStatus.accompanying)


EDUCATION: Final = Choice(
    (
        Option(
            EducationLevel.less_than_secondary,
            N_("Less than secondary"),
            N_("Less than secondary school (high school)"),
            ("no diploma", "aucun diplome"),
        ),
        Option(
            EducationLevel.secondary,
            N_("Secondary"),
            N_("Secondary school (high school) diploma"),
            ("high school", "bac", "baccalaureat"),
        ),
        Option(
            EducationLevel.one_year_post_secondary,
            N_("One-year program"),
            N_("Post-secondary program of one year"),
        ),
        Option(
            EducationLevel.two_year_post_secondary,
            N_("Two-year program"),
            N_("Post-secondary program of two years"),
            ("bac+2", "bts", "dut", "dec"),
        ),
        Option(
            EducationLevel.bachelors_or_three_plus_year_program,
            N_("Bachelor's degree"),
            N_("Bachelor's degree, or a program of three years or more"),
            ("bachelor", "bachelors", "bsc", "ba", "licence", "bac", "baccalaureat", "bac+3", "bac + 3", "dec"),
        ),
        Option(
            EducationLevel.two_or_more_credentials_one_three_plus_years,
            N_("Two or more"),
            N_("Two or more credentials, one of them of three years or more"),
            ("two degrees", "deux diplomes"),
        ),
        Option(
            EducationLevel.masters_or_entry_to_practice_professional,
            N_("Master's degree"),
            N_("Master's degree, or a professional degree (medicine, law, pharmacy …)"),
            ("master", "masters", "msc", "mba", "maitrise", "bac+5"),
        ),
        Option(
            EducationLevel.doctoral,
            N_("Doctorate"),
            N_("Doctorate (PhD)"),
            ("phd", "doctorate", "doctorat", "ph.d."),
        ),
    )
)

TEST_LABELS: Final = {
    LanguageTestKind.ielts_general: Option(
        LanguageTestKind.ielts_general,
        N_("IELTS General"),
        N_("IELTS General Training (English)"),
        words=("ielts", "ielts gt"),
    ),
    LanguageTestKind.celpip_general: Option(
        LanguageTestKind.celpip_general,
        N_("CELPIP-General"),
        N_("CELPIP-General (English)"),
        words=("celpip",),
    ),
    LanguageTestKind.pte_core: Option(
        LanguageTestKind.pte_core, N_("PTE Core"), N_("PTE Core (English)"), words=("pte",)
    ),
    LanguageTestKind.tef_canada: Option(
        LanguageTestKind.tef_canada, N_("TEF Canada"), N_("TEF Canada (French)"), words=("tef",)
    ),
    LanguageTestKind.tcf_canada: Option(
        LanguageTestKind.tcf_canada, N_("TCF Canada"), N_("TCF Canada (French)"), words=("tcf",)
    ),
}

TEST_NAMES: Final = {kind: option.label for kind, option in TEST_LABELS.items()}
"""The tests' short names, by kind."""

_NOT_ACCEPTED: Final = N_(
    "{name} is not accepted for Express Entry, so I note it as not usable. Choose a test you have or plan to take; "
    "without one, say “I don't know yet”."
)

NOT_ACCEPTED: Final = (
    Refusal(
        "pte_academic",
        "PTE Academic",
        ("pte academic", "pte a", "pearson academic"),
        N_(
            "{name} is not accepted for Express Entry, PTE Core is; I note it as not usable. Choose a test you have or "
            "plan to take; without one, say “I don't know yet”."
        ),
    ),
    Refusal(
        "ielts_academic",
        "IELTS Academic",
        ("ielts academic", "academic", "ielts universitaire"),
        N_(
            "{name} is not accepted for Express Entry, IELTS General Training is; I note it as not usable. Choose a "
            "test you have or plan to take; without one, say “I don't know yet”."
        ),
    ),
    Refusal(
        "celpip_general_ls",
        "CELPIP-General LS",
        ("celpip general ls", "celpip-general ls", "celpip ls", "celpip-ls"),
        N_(
            "{name} tests listening and speaking only and is not accepted for Express Entry, CELPIP-General is; I note "
            "it as not usable. Choose a test you have or plan to take; without one, say “I don't know yet”."
        ),
    ),
    Refusal(
        "toefl_essentials",
        "TOEFL Essentials",
        ("toefl essential",),
        N_(
            "{name}: I know of no table from its scores to levels, so I cannot count it and note it as not usable. "
            "Choose a test you have or plan to take; without one, say “I don't know yet”."
        ),
    ),
    Refusal("toefl_ibt", "TOEFL iBT", ("toefl",), _NOT_ACCEPTED),
    Refusal("duolingo", "Duolingo English Test", ("duolingo",), _NOT_ACCEPTED),
    Refusal("cambridge", "Cambridge English", ("cambridge",), _NOT_ACCEPTED),
    Refusal("delf", "DELF", ("delf",), _NOT_ACCEPTED),
    Refusal("dalf", "DALF", ("dalf",), _NOT_ACCEPTED),
)
"""Tests that Express Entry does not take, by their keys in the rule book; the more exact words stand first."""

NOT_USABLE: Final[Mapping[str, str]] = {refusal.key: refusal.name for refusal in NOT_ACCEPTED}
"""The names of those tests by key: proper names, the same in both languages."""


def language_test(
    path: str,
    *,
    topic: str,
    wording: str,
    name: str,
    scores: str,
    result_date: str,
    why: str,
    applies: Callable[[Answers], bool],
    offered: Callable[[LanguageTestKind], Callable[[Answers], bool]],
    none: str = "",
    expected: bool = True,
) -> tuple[Question, ...]:
    """The four questions of one test: which, on which scale (TEF), the four scores, the date of the result.

    `none` is the choice for no result, if there is one. As long as the first question is not answered, the progress
    line counts the scores and the date if a test is `expected`.
    """

    def taken(answers: Answers) -> bool:
        unanswered = TAKEN if expected else NO_TEST
        return applies(answers) and answers.get(at(path, "kind"), unanswered) not in (NO_TEST, UNKNOWN, SKIPPED)

    def is_tef(answers: Answers) -> bool:
        return applies(answers) and known(answers, at(path, "kind")) == LanguageTestKind.tef_canada

    def readable(answers: Answers) -> bool:
        """Whether scores can be read: those of a TEF mean nothing without their scale, which is never guessed."""
        return taken(answers) and not (is_tef(answers) and answers.get(at(path, "scale")) in (UNKNOWN, SKIPPED))

    def replaced(option: Option) -> Option:
        return Option(option.value, option.label, option.detail, option.words, offered(LanguageTestKind(option.value)))

    return (
        Question(
            key=at(path, "kind"),
            topic=topic,
            name=name,
            wording=wording,
            kind=Choice(
                (
                    *(replaced(TEST_LABELS[kind]) for kind in TEST_LABELS),
                    *([Option(NO_TEST, none, words=("none", "aucun", "no", "non"))] if none else []),
                ),
                NOT_ACCEPTED,
            ),
            why=why,
            applies=applies,
        ),
        Question(
            key=at(path, "scale"),
            topic=topic,
            name=N_("TEF scale"),
            wording=N_("Which TEF Canada scores do you have?"),
            hint=N_(
                "The certificate prints both. Express Entry uses the older-scale score (« Équivalence ancien score »), "
                "whatever the date of the test."
            ),
            kind=Choice(
                (
                    Option(
                        TefScale.older,
                        N_("Older scale"),
                        N_("The older-scale score (« Équivalence ancien score »)"),
                        ("ancien score", "equivalence ancien score", "older", "old"),
                    ),
                    Option(
                        TefScale.out_of_699,
                        N_("Out of 699"),
                        N_("Only the scores out of 699"),
                        ("699", "sur 699"),
                    ),
                )
            ),
            why=N_(
                "The two scales share numbers: 393 is a very high score on one and a middle one on the other. I never "
                "guess the scale."
            ),
            applies=is_tef,
            after=(at(path, "kind"),),
        ),
        Question(
            key=at(path, "scores"),
            topic=topic,
            name=scores,
            wording=N_("What are the four scores: listening, reading, writing, speaking?"),
            hint=N_(
                "In one line, for example {example}. Four numbers without letters are taken in the order of the "
                "question. All four from the same report."
            ),
            kind=FourScores(path),
            why=N_(
                "Each ability is converted on its own to a level of the Canadian Language Benchmarks (CLB; NCLC in "
                "French); there is no average and no rounding up. Scores of two sittings are never mixed."
            ),
            applies=readable,
            after=(at(path, "kind"), at(path, "scale")),
        ),
        Question(
            key=at(path, "result_date"),
            topic=topic,
            name=result_date,
            wording=N_("What is the date of the result?"),
            hint=N_("The date of the result on the report, not of the sitting. For example 10 January 2025."),
            kind=Day(
                _years_ago(15),
                _today,
                N_("{day} is too long ago for a test that counts. Please check the year. Example: {example}."),
                N_("{day} is in the future; a result has a date in the past. Example: {example}."),
                lambda today: date(today.year - 1, 1, 10),
                cautious=Cautious.first,
            ),
            why=N_(
                "A result counts while it is less than two years old. From this date I work out the last usable day "
                "and remind you."
            ),
            applies=readable,
            after=(at(path, "kind"),),
        ),
    )


def not_usable(answers: Answers, *paths: str) -> tuple[str, ...]:
    """The tests that were named at the questions of these paths and cannot be used."""
    return tuple(dict.fromkeys(test for path in paths for test in noted(answers, at(path, "kind"))))


def _first(kind: LanguageTestKind) -> Callable[[Answers], bool]:
    return lambda _answers: True


def _other_language(kind: LanguageTestKind) -> Callable[[Answers], bool]:
    """The second test is in the other official language."""
    return lambda answers: (kind in FRENCH_TESTS) is (known(answers, "first_test.kind") in ENGLISH_TESTS)


def _has_first_test(answers: Answers) -> bool:
    return answers.get("first_test.kind") not in (NO_TEST, UNKNOWN, SKIPPED)


SCRIPT: Final = Script(
    key="short",
    version=1,
    title=N_("Your answers"),
    confirm=N_("Compute my score"),
    questions=(
        Question(
            key="birth_date",
            topic=N_("age"),
            name=N_("Date of birth"),
            wording=N_("What is your date of birth?"),
            hint=N_("For example 31 3 1990, or 31 March 1990."),
            kind=Day(
                _years_ago(100),
                lambda today: date(today.year - 14, 12, 31),
                N_("{day} would make you more than 100 years old. Please check the year. Example: {example}."),
                N_("{day} cannot be the date of birth of a candidate. Please check the year. Example: {example}."),
                lambda _today: date(1990, 3, 31),
            ),
            why=N_("Age gives points until 44, and each birthday from 30 on takes some away."),
        ),
        Question(
            key="partner.status",
            topic=N_("family"),
            name=N_("Partner"),
            wording=N_("Do you have a spouse or common-law partner?"),
            hint=N_(
                "Twelve months of living together as a couple without a break make you common-law partners, without a "
                "wedding."
            ),
            kind=Choice(
                (
                    Option(
                        NO_PARTNER,
                        N_("No partner"),
                        words=(
                            "none",
                            "single",
                            "no",
                            "aucun",
                            "celibataire",
                            "non",
                            "divorced",
                            "widowed",
                            "divorce",
                            "divorcee",
                            "veuf",
                            "veuve",
                        ),
                    ),
                    Option(
                        PartnerStatus.accompanying,
                        N_("Yes, coming with me"),
                        N_("Yes, coming with me; not a citizen or permanent resident of Canada"),
                        ("coming", "accompanying"),
                    ),
                    Option(
                        PartnerStatus.not_accompanying,
                        N_("Yes, not coming"),
                        N_("Yes, not coming to Canada with me"),
                        ("not coming", "non accompanying", "ne vient pas", "stays", "reste"),
                    ),
                    Option(
                        PartnerStatus.canadian,
                        N_("Yes, Canadian"),
                        N_("Yes, a citizen or permanent resident of Canada"),
                        (
                            "citizen",
                            "canadian",
                            "permanent resident",
                            "citoyen",
                            "resident permanent",
                            "canadien",
                            "canadienne",
                        ),
                    ),
                )
            ),
            why=N_(
                "The score has two columns. The one with a partner is used only when the partner comes along and is "
                "neither a citizen nor a permanent resident of Canada. Answer as things are: a partner is always "
                "declared, and one who is not Canadian is examined even when not coming."
            ),
        ),
        Question(
            key="education",
            topic=N_("education"),
            name=N_("Education"),
            wording=N_("What is your highest completed level of education?"),
            kind=EDUCATION,
            why=N_(
                "Education gives up to 150 points, and more together with language and work. Only completed programs "
                "count."
            ),
        ),
        *language_test(
            "first_test",
            topic=N_("first language"),
            wording=N_("Which language test do you have a result from?"),
            name=N_("Language test"),
            scores=N_("Scores"),
            result_date=N_("Date of the result"),
            why=N_(
                "Language is the largest part of the score. Only these five tests are accepted, each with its own "
                "scale."
            ),
            applies=lambda _answers: True,
            offered=_first,
            none=N_("No result yet"),
        ),
        *language_test(
            "second_test",
            topic=N_("second language"),
            wording=N_("Do you also have a result in the other official language?"),
            name=N_("Second language test"),
            scores=N_("Second language scores"),
            result_date=N_("Date of that result"),
            why=N_(
                "A second official language gives up to 24 points, and French at NCLC 7 in all four abilities up to 50 "
                "more."
            ),
            applies=_has_first_test,
            offered=_other_language,
            none=N_("No"),
            expected=False,
        ),
        Question(
            key="canadian_work_years",
            topic=N_("work"),
            name=N_("Work in Canada"),
            wording=N_("How many complete years of skilled work do you have in Canada?"),
            hint=N_(
                "Paid, authorised work of TEER 0 to 3 (training, education, experience and responsibilities), in the "
                "last ten years; not self-employed, not while a full-time student. One year is 1,560 hours, and at "
                "most 30 hours a week count."
            ),
            kind=IN_CANADA,
            why=N_("Work in Canada gives points of its own, and more together with education and foreign work."),
        ),
        Question(
            key="foreign_work_years",
            topic=N_("work"),
            name=N_("Work outside Canada"),
            wording=N_("How many complete years of skilled work do you have outside Canada?"),
            hint=N_("Paid, TEER 0 to 3, in the last ten years."),
            kind=ABROAD,
            why=N_(
                "Foreign work counts together with language or with Canadian work, and in the Federal Skilled Worker "
                "grid."
            ),
        ),
        Question(
            key="certificate_of_qualification",
            topic=N_("additional points"),
            name=N_("Certificate of qualification"),
            wording=N_("Do you have a certificate of qualification in a trade from a Canadian authority?"),
            hint=N_("Issued by a province, a territory or the federal government. A school diploma is not one."),
            kind=YesNo(N_("Yes, I have one"), N_("No certificate")),
            why=N_(
                "With language results it gives up to 50 points, and it is one of the two ways into the trades program."
            ),
        ),
        Question(
            key="provincial_nomination",
            topic=N_("additional points"),
            name=N_("Provincial nomination"),
            wording=N_("Do you have a nomination from a province or territory through Express Entry?"),
            kind=YesNo(N_("Yes, nominated"), N_("No nomination")),
            why=N_("A nomination gives 600 points."),
        ),
        Question(
            key="sibling_in_canada",
            topic=N_("additional points"),
            name=N_("Sibling in Canada"),
            wording=N_("Does a brother or sister live in Canada as a citizen or permanent resident?"),
            hint=N_("Yours, or your partner's if the partner comes with you; 18 or older."),
            kind=YesNo(N_("Yes, in Canada"), N_("No sibling there")),
            why=N_("A brother or sister gives 15 points, once."),
        ),
        Question(
            key="canadian_study",
            topic=N_("additional points"),
            name=N_("Study in Canada"),
            wording=N_("Did you complete a post-secondary program in Canada?"),
            hint=N_("Studied in Canada, full-time, for at least eight months; not mostly language courses."),
            kind=Choice(
                (
                    Option(CanadianStudy.none, N_("No"), words=("none", "aucun")),
                    Option(
                        CanadianStudy.one_year, N_("One year"), N_("A program of one year"), ("1 year", "1 an", "un an")
                    ),
                    Option(CanadianStudy.two_year, N_("Two years"), N_("A program of two years"), ("2 years", "2 ans")),
                    Option(
                        CanadianStudy.three_years_or_more,
                        N_("Three years or more"),
                        N_("A program of three years or more, or a master's, professional or doctoral degree"),
                    ),
                )
            ),
            why=N_("A Canadian credential gives 15 or 30 points, and can help in the Federal Skilled Worker grid."),
        ),
        Question(
            key="partner.education",
            topic=N_("partner"),
            name=N_("Partner's education"),
            wording=N_("What is your partner's highest completed level of education?"),
            kind=EDUCATION,
            why=N_("A partner who comes along can add up to 40 points: education, language and work in Canada."),
            applies=_has_partner,
        ),
        *language_test(
            "partner.test",
            topic=N_("partner"),
            wording=N_("Which language test does your partner have a result from?"),
            name=N_("Partner's language test"),
            scores=N_("Partner's scores"),
            result_date=N_("Partner's result date"),
            why=N_(
                "A result of your partner gives up to 20 points. It is kept apart from yours, with its own two years."
            ),
            applies=_has_partner,
            offered=_first,
            none=N_("No result yet"),
        ),
        Question(
            key="partner.canadian_work_years",
            topic=N_("partner"),
            name=N_("Partner's work in Canada"),
            wording=N_("How many complete years of skilled work does your partner have in Canada?"),
            hint=N_("Paid, authorised, TEER 0 to 3, in the last ten years."),
            kind=IN_CANADA,
            why=N_("A partner's Canadian years give up to 10 points."),
            applies=_has_partner,
        ),
    ),
)
