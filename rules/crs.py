"""The Comprehensive Ranking System: a score for every day since 2015-01-01, with its reasons.

The order of computation is that of the Ministerial Instructions: core factors, the accompanying partner's,
skill transferability, additional points, each cut at its cap. Every number comes from `parameters/crs.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from rules.age import points_for_age
from rules.crs_tables import COLUMNS, WITH_PARTNER, WITHOUT_PARTNER, ByNumber, Era, Tables, era_on
from rules.facts import Facts, JobOffer, Language, LanguageTest, Partner, PartnerStatus
from rules.high_wage import HighWagePoints, high_wage
from rules.language import NO_LEVELS, Levels, freshness, levels, scale_to_check, usable_by_partner, usable_sets
from rules.parameters import RuleBook, book
from rules.reasons import CrsResult, FactValue, Line, Reason, Section
from rules.summary import open_facts, summed_up


class _Fixed(NamedTuple):
    """What does not depend on the candidate's own language tests."""

    column: int
    age: int | None
    age_points: int
    education_points: int
    work_points: int
    education_tier: int
    foreign_tier: int
    education_with_work: int
    foreign_with_work: int
    certificate: bool
    partner_education: int
    partner_language: int
    partner_work: int
    partner_points: int
    nomination: int
    job_offer: int
    sibling: int
    study: int
    high_wage: HighWagePoints | None


class _Spoken(NamedTuple):
    """Points that depend on the tests, for one choice of first official language, and the sums."""

    first: int
    second: int  # before its cap
    education_with_language: int
    foreign_with_language: int
    certificate: int
    french: int
    core: int
    transferability: int
    additional: int
    total: int


class _Choice(NamedTuple):
    """A first official language and the sets of scores used, with what they give."""

    first_language: Language | None
    english: LanguageTest | None
    french: LanguageTest | None
    english_levels: Levels
    french_levels: Levels
    spoken: _Spoken


def _fixed(
    t: Tables, facts: Facts, partner: Partner | None, partner_language: int, on: date, rules: RuleBook
) -> _Fixed:
    column = WITHOUT_PARTNER if partner is None else WITH_PARTNER
    age, age_points = None, 0
    if facts.birth_date is not None:
        age, age_points = points_for_age(facts.birth_date, on, t.age[column])
    education = facts.education or "less_than_secondary"
    work_years = facts.canadian_work_years or 0
    education_tier = t.education_tiers[education]
    foreign_tier = t.foreign_tiers[min(facts.foreign_work_years or 0, len(t.foreign_tiers) - 1)]
    partner_education = partner_work = 0
    if partner is not None:
        partner_education = t.partner_education[partner.education or "less_than_secondary"]
        partner_years = min(partner.canadian_work_years or 0, len(t.partner_canadian_work) - 1)
        partner_work = t.partner_canadian_work[partner_years]
    offered = facts.job_offer or JobOffer.none
    if t.assessment_needed and not facts.job_offer_assessed:
        offered = JobOffer.none
    by_work = min(work_years, len(t.education_by_work) - 1)
    foreign_by_work = min(work_years, len(t.foreign_by_work) - 1)
    return _Fixed(
        column=column,
        age=age,
        age_points=age_points,
        education_points=t.education[column][education],
        work_points=t.canadian_work[column][min(work_years, len(t.canadian_work[column]) - 1)],
        education_tier=education_tier,
        foreign_tier=foreign_tier,
        education_with_work=t.education_by_work[by_work][education_tier],
        foreign_with_work=t.foreign_by_work[foreign_by_work][foreign_tier],
        certificate=bool(facts.certificate_of_qualification),
        partner_education=partner_education,
        partner_language=partner_language,
        partner_work=partner_work,
        partner_points=min(partner_education + partner_language + partner_work, t.partner_cap),
        nomination=t.nomination if facts.provincial_nomination else 0,
        job_offer=t.job_offer[offered],
        sibling=t.sibling if facts.sibling_in_canada or (partner is not None and partner.sibling_in_canada) else 0,
        study=t.canadian_study[facts.canadian_study or "none"],
        high_wage=None if t.high_wage is None else high_wage(t.high_wage, facts, on, rules),
    )


def _four(table: ByNumber, four: Levels) -> int:
    listening, reading, writing, speaking = four
    return table[listening] + table[reading] + table[writing] + table[speaking]


def _spoken(t: Tables, fixed: _Fixed, first: Levels, second: Levels, english: Levels, french: Levels) -> _Spoken:
    column = fixed.column
    first_points = _four(t.first_language[column], first)
    second_points = _four(t.second_language[column], second)
    lowest = min(first)
    with_education = t.education_by_language[lowest][fixed.education_tier]
    with_foreign = t.foreign_by_language[lowest][fixed.foreign_tier]
    certificate = t.certificate[lowest] if fixed.certificate else 0
    bonus = 0
    if min(french) >= t.french_level:
        bonus = t.french_with_english if min(english) >= t.english_level else t.french_otherwise
    core = min(
        fixed.age_points
        + fixed.education_points
        + first_points
        + min(second_points, t.second_language_cap[column])
        + fixed.work_points,
        t.core_cap[column],
    )
    transferability = min(
        min(with_education + fixed.education_with_work, t.education_cap)
        + min(with_foreign + fixed.foreign_with_work, t.foreign_cap)
        + min(certificate, t.certificate_cap),
        t.transferability_cap,
    )
    additional = fixed.nomination + fixed.job_offer + fixed.sibling + bonus + fixed.study
    if fixed.high_wage is not None:
        additional += fixed.high_wage.points
    additional = min(additional, t.additional_cap)
    return _Spoken(
        first_points,
        second_points,
        with_education,
        with_foreign,
        certificate,
        bonus,
        core,
        transferability,
        additional,
        core + fixed.partner_points + transferability + additional,
    )


def _choices(
    t: Tables,
    fixed: _Fixed,
    english_sets: tuple[LanguageTest, ...],
    french_sets: tuple[LanguageTest, ...],
    first_language: Language | None,
    rules: RuleBook,
) -> list[_Choice]:
    """The score for each first official language that has a test, with every combination of whole sets."""
    english: list[tuple[LanguageTest | None, Levels]] = [(test, levels(test, rules)) for test in english_sets]
    french: list[tuple[LanguageTest | None, Levels]] = [(test, levels(test, rules)) for test in french_sets]
    if first_language is not None:
        firsts: tuple[Language | None, ...] = (first_language,)
    elif english or french:
        firsts = (*((Language.english,) if english else ()), *((Language.french,) if french else ()))
    else:
        firsts = (None,)
    found = []
    for english_test, e in english or [(None, NO_LEVELS)]:
        for french_test, f in french or [(None, NO_LEVELS)]:
            for first in firsts:
                one, two = (f, e) if first is Language.french else (e, f)
                found.append(_Choice(first, english_test, french_test, e, f, _spoken(t, fixed, one, two, e, f)))
    return found


def _preference(choice: _Choice) -> tuple[int, int, int, int]:
    """The higher total; then the language spoken better; then the results that stay usable longer.

    What is still equal goes to English, which is listed first.
    """
    first = choice.french_levels if choice.first_language is Language.french else choice.english_levels
    return (
        choice.spoken.total,
        sum(first),
        freshness(choice.english),
        freshness(choice.french),
    )


def _partner_language(
    t: Tables, partner: Partner, on: date, rules: RuleBook
) -> tuple[LanguageTest | None, Levels, int]:
    """The partner's set of scores that gives most, in either official language."""
    best: tuple[int, int, LanguageTest, Levels] | None = None
    for test in partner.tests:
        if usable_by_partner(test, on, rules):
            four = levels(test, rules)
            found = (_four(t.partner_language, four), freshness(test), test, four)
            if best is None or found[:2] > best[:2]:
                best = found
    if best is None:
        return None, NO_LEVELS, 0
    return best[2], best[3], best[0]


def score(
    facts: Facts,
    on: date,
    *,
    first_language: Language | None = None,
    under: date | None = None,
    rules: RuleBook | None = None,
) -> CrsResult:
    """The CRS score of a candidate on a day.

    Of several usable sets of one language the one that scores best is used, whole. Both official languages
    are tried as the first, unless `first_language` names one. What is told in full (jobs, credentials, an offer, a
    nomination) is summed up for the day. `under` is the day whose tables are taken, where that is another one: those
    of a round, for what the facts of a later day would have scored in it. `NoRuleError` for a day before 2015-01-01.
    """
    rules = rules or book()
    era_on(rules, on)  # a day without rules is refused before anything is summed up
    known = summed_up(facts, on, rules=rules)
    return score_of_known(known, on, first_language=first_language, under=under, rules=rules)


def most_by_factor(on: date, *, rules: RuleBook | None = None) -> Mapping[str, tuple[int, int]]:
    """The most each factor can give on a day, by the key of its line: without a partner who comes along, and with one.

    `NoRuleError` for a day before 2015-01-01.
    """
    return {key: factor.most for key, factor in era_on(rules or book(), on).tables.factors.items()}


class _Found(NamedTuple):
    """The best choice of a day, with all that it was chosen from."""

    era: Era
    partner: Partner | None  # only who is coming and not Canadian
    partner_test: LanguageTest | None
    partner_levels: Levels
    fixed: _Fixed
    choices: list[_Choice]
    best: _Choice


def _found(facts: Facts, on: date, first_language: Language | None, under: date | None, rules: RuleBook) -> _Found:
    era = era_on(rules, under or on)
    t = era.tables
    partner = facts.partner
    if partner is not None and partner.status is not PartnerStatus.accompanying:
        partner = None
    partner_test, partner_levels, partner_points = None, NO_LEVELS, 0
    if partner is not None:
        partner_test, partner_levels, partner_points = _partner_language(t, partner, on, rules)
    fixed = _fixed(t, facts, partner, partner_points, on, rules)
    choices = _choices(
        t,
        fixed,
        usable_sets(facts.tests, Language.english, on, rules),
        usable_sets(facts.tests, Language.french, on, rules),
        first_language,
        rules,
    )
    best = choices[0] if len(choices) == 1 else max(choices, key=_preference)
    return _Found(era, partner, partner_test, partner_levels, fixed, choices, best)


class Total(NamedTuple):
    """A score as far as a comparison needs it: its points, and the facts not known, scored at the lowest."""

    points: int
    assumed: tuple[str, ...]


def points(facts: Facts, on: date, *, under: date | None = None, rules: RuleBook | None = None) -> int:
    """The total of `score` alone, for what is tried many times; its lines and reasons are most of the work."""
    rules = rules or book()
    era_on(rules, on)  # a day without rules is refused before anything is summed up
    return points_of_known(summed_up(facts, on, rules=rules), on, under=under, rules=rules)


def points_of_known(facts: Facts, on: date, *, under: date | None = None, rules: RuleBook) -> int:
    """The same of facts that are summed up for the day already."""
    return _found(facts, on, None, under, rules).best.spoken.total


def total_of_known(facts: Facts, on: date, *, rules: RuleBook) -> Total:
    """The score of facts that are summed up for the day already, without its lines, which are most of the work."""
    found = _found(facts, on, None, None, rules)
    return Total(found.best.spoken.total, _assumed(found.era.tables, found.fixed, facts, found.partner, on, rules))


def score_of_known(
    facts: Facts,
    on: date,
    *,
    rules: RuleBook,
    first_language: Language | None = None,
    under: date | None = None,
) -> CrsResult:
    """The same of facts that are summed up for the day already."""
    era, partner, partner_test, partner_levels, fixed, choices, best = _found(facts, on, first_language, under, rules)
    t = era.tables
    others = [choice.spoken.total for choice in choices if choice.first_language is not best.first_language]
    return CrsResult(
        total=best.spoken.total,
        most=t.core_cap[fixed.column]
        + (t.partner_cap if partner is not None else 0)
        + t.transferability_cap
        + t.additional_cap,
        sections=_sections(t, fixed, facts, partner, best, partner_test, partner_levels),
        rule_set=t.rule_set,
        rule_from=t.start,
        rule_until=t.until,
        on=on,
        complete=era.incomplete is None,
        incomplete=era.incomplete,
        column=COLUMNS[fixed.column],
        first_official_language=best.first_language,
        other_choice_total=max(others) if others else None,
        english_test=best.english,
        french_test=best.french,
        partner_test=partner_test,
        assumed=_assumed(t, fixed, facts, partner, on, rules),
        presumed=_presumed(facts, partner, (best.english, best.french, partner_test)),
        to_check=_to_check(best.french, partner_test),
    )


_make = tuple.__new__
Named = tuple[tuple[str, FactValue], ...]


def _tested(name: str, test: LanguageTest | None, four: Levels) -> Named:
    """The facts behind points for a language: which test, and the level of each ability."""
    if test is None:
        return ((name, None),)
    return (
        (name, test.kind),
        ("listening", four[0]),
        ("reading", four[1]),
        ("writing", four[2]),
        ("speaking", four[3]),
    )


def _line(t: Tables, key: str, column: int, points: int, facts: Named, before_cap: int | None = None) -> Line:
    _, rule, since, most = t.factors[key]
    # A named tuple is made in half the time without the function that names its fields, and a score makes some forty.
    reason = _make(Reason, (rule, since, facts))
    return _make(Line, (key, points, most[column], reason, points if before_cap is None else before_cap, ()))


def _combined(t: Tables, key: str, column: int, cap: int, one: Line, two: Line) -> Line:
    """Two tables of transferability added up and cut at their cap."""
    factor = t.factors[key]
    before_cap = one.points + two.points
    return Line(
        key,
        min(before_cap, cap),
        factor.most[column],
        Reason(factor.rule, factor.since, one.reason.facts + two.reason.facts[1:]),
        before_cap,
        (one, two),
    )


def _section(key: str, points: int, most: int, lines: tuple[Line, ...]) -> Section:
    return Section(key, points, most, lines, sum([line.points for line in lines]))


def _sections(
    t: Tables,
    fixed: _Fixed,
    facts: Facts,
    partner: Partner | None,
    choice: _Choice,
    partner_test: LanguageTest | None,
    partner_levels: Levels,
) -> tuple[Section, ...]:
    of_partner: tuple[Line, ...] = ()
    if partner is not None:
        of_partner = _partner_lines(t, fixed, partner, partner_test, partner_levels)
    spoken = choice.spoken
    return (
        _section("core", spoken.core, t.core_cap[fixed.column], _core(t, fixed, facts, choice)),
        _section("partner", fixed.partner_points, t.partner_cap if of_partner else 0, of_partner),
        _section(
            "transferability",
            spoken.transferability,
            t.transferability_cap,
            _transferability(t, fixed, facts, choice),
        ),
        _section("additional", spoken.additional, t.additional_cap, _additional(t, fixed, facts, partner, choice)),
    )


def _core(t: Tables, fixed: _Fixed, facts: Facts, choice: _Choice) -> tuple[Line, ...]:
    column, spoken = fixed.column, choice.spoken
    coming = (("partner", COLUMNS[column]),)
    english = _tested("tests", choice.english, choice.english_levels) + coming
    french = _tested("tests", choice.french, choice.french_levels) + coming
    first, second = (french, english) if choice.first_language is Language.french else (english, french)
    return (
        _line(
            t,
            "age",
            column,
            fixed.age_points,
            (("birth_date", facts.birth_date), ("age", fixed.age), *coming),
        ),
        _line(t, "education", column, fixed.education_points, (("education", facts.education), *coming)),
        _line(t, "first_language", column, spoken.first, first),
        _line(
            t,
            "second_language",
            column,
            min(spoken.second, t.second_language_cap[column]),
            second,
            spoken.second,
        ),
        _line(
            t,
            "canadian_work",
            column,
            fixed.work_points,
            (("canadian_work_years", facts.canadian_work_years), *coming),
        ),
    )


def _partner_lines(
    t: Tables, fixed: _Fixed, partner: Partner, test: LanguageTest | None, four: Levels
) -> tuple[Line, ...]:
    column = fixed.column
    education = (("partner.education", partner.education),)
    years = (("partner.canadian_work_years", partner.canadian_work_years),)
    return (
        _line(t, "partner_education", column, fixed.partner_education, education),
        _line(t, "partner_language", column, fixed.partner_language, _tested("partner.tests", test, four)),
        _line(t, "partner_canadian_work", column, fixed.partner_work, years),
    )


def _transferability(t: Tables, fixed: _Fixed, facts: Facts, choice: _Choice) -> tuple[Line, ...]:
    column, spoken = fixed.column, choice.spoken
    if choice.first_language is Language.french:
        test, lowest = choice.french, min(choice.french_levels)
    else:
        test, lowest = choice.english, min(choice.english_levels)
    language: Named = (("tests", test.kind if test else None), ("lowest_level", lowest))
    educated = ("education", facts.education)
    abroad = ("foreign_work_years", facts.foreign_work_years)
    in_canada = ("canadian_work_years", facts.canadian_work_years)
    return (
        _combined(
            t,
            "transfer_education",
            column,
            t.education_cap,
            _line(
                t,
                "transfer_education_language",
                column,
                spoken.education_with_language,
                (educated, *language),
            ),
            _line(
                t,
                "transfer_education_canadian_work",
                column,
                fixed.education_with_work,
                (educated, in_canada),
            ),
        ),
        _combined(
            t,
            "transfer_foreign",
            column,
            t.foreign_cap,
            _line(t, "transfer_foreign_language", column, spoken.foreign_with_language, (abroad, *language)),
            _line(
                t,
                "transfer_foreign_canadian_work",
                column,
                fixed.foreign_with_work,
                (abroad, in_canada),
            ),
        ),
        _line(
            t,
            "transfer_certificate",
            column,
            min(spoken.certificate, t.certificate_cap),
            (("certificate_of_qualification", facts.certificate_of_qualification), *language),
            spoken.certificate,
        ),
    )


def _additional(t: Tables, fixed: _Fixed, facts: Facts, partner: Partner | None, choice: _Choice) -> tuple[Line, ...]:
    column = fixed.column
    french: Named = (
        ("tests", choice.french.kind if choice.french else None),
        ("lowest_french_level", min(choice.french_levels)),
        ("lowest_english_level", min(choice.english_levels)),
    )
    offered: Named = (("job_offer", facts.job_offer),)
    if t.assessment_needed:
        offered += (("job_offer_assessed", facts.job_offer_assessed),)
    nominated = (("provincial_nomination", facts.provincial_nomination),)
    siblings: Named = (("sibling_in_canada", facts.sibling_in_canada),)
    if partner is not None:
        siblings += (("partner.sibling_in_canada", partner.sibling_in_canada),)
    lines = (
        _line(t, "nomination", column, fixed.nomination, nominated),
        _line(t, "job_offer", column, fixed.job_offer, offered),
        _line(t, "sibling", column, fixed.sibling, siblings),
        _line(t, "french", column, choice.spoken.french, french),
        _line(t, "canadian_study", column, fixed.study, (("canadian_study", facts.canadian_study),)),
    )
    return lines if fixed.high_wage is None else (*lines, _high_wage_line(t, column, facts, fixed.high_wage))


def _high_wage_line(t: Tables, column: int, facts: Facts, found: HighWagePoints) -> Line:
    work: Named = (("work_tier", found.work_tier),)
    code = None if facts.offer is None else facts.offer.occupation
    offered: Named = (("offer.noc", code), ("offer_tier", found.offer_tier))
    line = _line(t, "high_wage", column, found.points, work + offered, found.before_cap)
    return line._replace(
        parts=(
            _line(t, "high_wage_canadian_work", column, found.canadian_work, work),
            _line(t, "high_wage_job_offer", column, found.job_offer, offered),
        )
    )


def _assumed(
    t: Tables, fixed: _Fixed, facts: Facts, partner: Partner | None, on: date, rules: RuleBook
) -> tuple[str, ...]:
    """Facts not known that could have given points on the day."""
    offers = max(t.job_offer.values()) > 0
    asked = (
        ("birth_date", facts.birth_date is None),
        ("education", facts.education is None),
        ("tests", not facts.tests),
        ("canadian_work_years", facts.canadian_work_years is None),
        ("foreign_work_years", facts.foreign_work_years is None),
        ("partner", facts.partner_unknown),
        ("partner.education", partner is not None and partner.education is None),
        ("partner.canadian_work_years", partner is not None and partner.canadian_work_years is None),
        ("certificate_of_qualification", facts.certificate_of_qualification is None),
        ("provincial_nomination", facts.nomination is None and facts.provincial_nomination is None),
        ("job_offer", offers and facts.offer is None and facts.job_offer is None),
        (
            "job_offer_assessed" if facts.offer is None else "offer.assessed",
            t.assessment_needed and facts.job_offer not in (None, JobOffer.none) and facts.job_offer_assessed is None,
        ),
        ("sibling_in_canada", t.sibling > 0 and fixed.sibling == 0 and facts.sibling_in_canada is None),
        ("canadian_study", max(t.canadian_study.values()) > 0 and facts.canadian_study is None),
    )
    missing = [name for name, missing in asked if missing]
    missing += [
        path
        for path in open_facts(facts, on, rules=rules)
        # Two academic years are a matter of the selection grid.
        if (offers or not path.startswith("offer.")) and not path.endswith(".two_academic_years")
    ]
    if fixed.high_wage is not None:
        missing += fixed.high_wage.open
    return tuple(dict.fromkeys(missing))


def _presumed(facts: Facts, partner: Partner | None, tests: tuple[LanguageTest | None, ...]) -> tuple[str, ...]:
    """Conditions the facts do not speak of, taken as met: a foreign credential counts only if assessed."""
    found = []
    if facts.credentials is None and facts.education not in (None, "less_than_secondary"):
        found.append("education_assessed")
    if partner is not None and partner.credentials is None and partner.education not in (None, "less_than_secondary"):
        found.append("partner.education_assessed")
    if facts.jobs is None and (facts.canadian_work_years or facts.foreign_work_years):
        found.append("work_is_skilled")
    if any(test is not None and test.result_date is None for test in tests):
        found.append("result_is_recent")
    return tuple(found)


def _to_check(french: LanguageTest | None, partner_test: LanguageTest | None) -> tuple[str, ...]:
    found = []
    if french is not None and scale_to_check(french):
        found.append("tef_older_scale")
    if partner_test is not None and scale_to_check(partner_test):
        found.append("partner.tef_older_scale")
    return tuple(found)
