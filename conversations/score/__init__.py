"""The score put into words: names of sections and factors, the score in one line, the receipt, what a change moved.

`board` is /score, `why` the reasons of its lines, `upcoming` what to do next, what could hurt and the calendar of the
next 24 months, `pictures` and `drawing` the same as pictures; `room` leads through. The CRS and the Federal Skilled
Worker points never stand on one line. Every number comes from `rules`; here are only words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from conversations import shut_out
from locales import N_, NOTHING, Html, beginning, count, current, day, inside, listed, number, plain, say, signed
from rules import crs
from rules.facts import Facts, Language
from rules.family import couple_from
from rules.journey import Phase, stage_on
from rules.knock_outs import knock_outs
from rules.parameters import links
from rules.ranges import is_least
from rules.reasons import CrsResult
from rules.standing import standing

SECTIONS: Final = {
    "core": N_("Core / human capital"),
    "partner": N_("Spouse or common-law partner"),
    "transferability": N_("Skill transferability"),
    "additional": N_("Additional points"),
}

FACTORS: Final = {
    "age": N_("Age"),
    "education": N_("Education"),
    "first_language": N_("First official language"),
    "second_language": N_("Second official language"),
    "canadian_work": N_("Work in Canada"),
    "partner_education": N_("Partner's education"),
    "partner_language": N_("Partner's language"),
    "partner_canadian_work": N_("Partner's work in Canada"),
    "transfer_education": N_("Education with language or Canadian work"),
    "transfer_education_language": N_("Education with language"),
    "transfer_education_canadian_work": N_("Education with Canadian work"),
    "transfer_foreign": N_("Foreign work with language or Canadian work"),
    "transfer_foreign_language": N_("Foreign work with language"),
    "transfer_foreign_canadian_work": N_("Foreign work with Canadian work"),
    "transfer_certificate": N_("Certificate of qualification with language"),
    "nomination": N_("Provincial nomination"),
    "job_offer": N_("Job offer"),
    "sibling": N_("Brother or sister in Canada"),
    "french": N_("French"),
    "canadian_study": N_("Study in Canada"),
    "high_wage": N_("High-wage occupation"),
    "high_wage_canadian_work": N_("High-wage work in Canada"),
    "high_wage_job_offer": N_("High-wage job offer"),
    # the Federal Skilled Worker grid
    "experience": N_("Work experience"),
    "arranged_employment": N_("Arranged employment"),
    "adaptability": N_("Adaptability"),
    "adaptability_own_study": N_("Your study in Canada"),
    "adaptability_own_work": N_("Your work in Canada"),
    "adaptability_relative": N_("A relative in Canada"),
    "adaptability_arranged_employment": N_("Arranged employment, as a tie to Canada"),
    "adaptability_partner_language": N_("Your partner's language, as a tie to Canada"),
    "adaptability_partner_study": N_("Your partner's study in Canada"),
    "adaptability_partner_work": N_("Your partner's work in Canada"),
}
"""The factors of both scores, by the key of their line."""

NAMES: Final[Mapping[str, str]] = SECTIONS | FACTORS
"""What can move: a factor, or a whole section where its cap hides what its factors did."""

ASSUMED: Final[Mapping[str, str]] = {
    "partner": N_("whether there is a partner"),
    "birth_date": N_("date of birth"),
    "education": N_("education"),
    "tests": N_("language test"),
    "canadian_work_years": N_("work in Canada"),
    "foreign_work_years": N_("work outside Canada"),
    "partner.education": N_("partner's education"),
    "partner.canadian_work_years": N_("partner's work in Canada"),
    "certificate_of_qualification": N_("certificate of qualification"),
    "provincial_nomination": N_("provincial nomination"),
    "job_offer": N_("job offer"),
    "job_offer_assessed": N_("labour market impact assessment of the job offer"),
    "sibling_in_canada": N_("brother or sister in Canada"),
    "canadian_study": N_("study in Canada"),
    "arranged_employment": N_("arranged employment"),
    "relative_in_canada": N_("a relative in Canada"),
    "two_years_of_study_in_canada": N_("two years of study in Canada"),
    "partner.two_years_of_study_in_canada": N_("partner's two years of study in Canada"),
    "partner.relative_in_canada": N_("a relative of your partner in Canada"),
}
"""Facts that are not known and were scored at the lowest."""

DETAILS: Final[Mapping[str, str]] = {
    "jobs": N_("the details of your jobs"),
    "credentials": N_("your diplomas"),
    "offer": N_("job offer"),
    "nomination": N_("provincial nomination"),
    "partner.jobs": N_("the details of your partner's jobs"),
    "partner.credentials": N_("your partner's diplomas"),
}
"""What is told in full, where a part of it is not known: `jobs.2.noc` is told by the words of `jobs`."""

PRESUMED: Final[Mapping[str, str]] = {
    "education_assessed": N_(
        "A degree from outside Canada has an educational credential assessment (ECA) less than five years old."
    ),
    "partner.education_assessed": N_(
        "A degree of your partner from outside Canada has an assessment (ECA) less than five years old."
    ),
    "work_is_skilled": N_(
        "The years of work are skilled (TEER 0 to 3), paid, and within the last ten years; those in Canada were "
        "authorised, not self-employed, and not during full-time study."
    ),
    "result_is_recent": N_("A language result without a date is less than two years old; no reminder can come for it."),
    "work_is_continuous": N_(
        "For the Federal Skilled Worker Program, one of the years is without a break and in the main occupation."
    ),
    "settlement_funds": N_("The settlement funds are there, where the program asks for them."),
}
"""Conditions nobody asked about, taken as met."""

OUTSIDE_QUEBEC: Final = N_("You plan to live outside Quebec: Quebec chooses its own immigrants.")
"""A condition of all three programs; no parameter depends on it."""

MINIMUMS: Final[Mapping[str, str]] = {
    "minimum_language": N_("CLB/NCLC {needed} in all four abilities of one official language is needed."),
    "minimum_experience": N_("At least one year of skilled work, without a break, is needed."),
    "minimum_education": N_("At least a secondary school diploma is needed, assessed if it is from outside Canada."),
}

OPEN_NAMED: Final = 3
"""Answers that are not known, named on the home screen; the score has all of them."""

AS_IF: Final = N_("What follows is an estimate, as if that were not so.")
"""Said where something shuts the programs: the numbers stay, as no promise."""

RESTS_ON: Final = {
    "minimum_language": ("tests",),
    "minimum_experience": ("canadian_work_years", "foreign_work_years"),
    "minimum_education": ("education",),
}
"""The facts each minimum rests on."""

LANGUAGES: Final[Mapping[Language, str]] = {Language.english: N_("English"), Language.french: N_("French")}


def at_least(facts: Facts, result: CrsResult, *, bold: bool = False) -> Html:
    """A sum in words: "412", or "at least 412" where facts are missing that can only add to it."""
    total = Html(f"<b>{number(result.total)}</b>" if bold else number(result.total))
    return say("at least {total}", total=total) if is_least(facts, result) else total


def line(facts: Facts, on: date) -> Html:
    """The score in one line, for the home screen."""
    result = crs.score(facts, on)
    total, most = number(result.total), number(result.most)
    if is_least(facts, result):
        told = say(
            "Your CRS score, estimated for {day}: at least <b>{total}</b> out of {most}.",
            day=day(on),
            total=total,
            most=most,
        )
    else:
        told = say(
            "Your CRS score, estimated for {day}: <b>{total}</b> out of {most}.", day=day(on), total=total, most=most
        )
    shut = shut_out.each_once(knock_outs(facts, on))
    if shut:
        return Html("\n".join([*shut, say(AS_IF), told]))
    return Html("\n".join(each for each in (told, no_rank(facts, result)) if each))


def no_rank(facts: Facts, result: CrsResult) -> Html:
    """That a sum is no rank, where no program is met though all was told; empty once there was an invitation."""
    if result.assumed or stage_on(facts, result.on).phase not in (Phase.before_pool, Phase.in_pool):
        return NOTHING
    if standing(facts, result.on).eligible_programs:
        return NOTHING
    return say(
        "On these answers no program is met for certain (/programs says why), so this sum is not a rank in the pool."
    )


def in_short(facts: Facts, result: CrsResult) -> Html:
    """The sum alone, to stand under a long answer."""
    total = at_least(facts, result)
    if no_rank(facts, result):
        return say("<b>Sum of your CRS points: {total}</b>; without a program it is no rank in the pool.", total=total)
    return say("<b>Your CRS score: {total}</b>", total=total)


def not_yet(facts: Facts, on: date) -> Html:
    """That a partner who was told is not counted yet, and from when on; empty where that is not so.

    A score without a partner is never said to somebody who lives with one without saying why.
    """
    begins = None if facts.partner is None else couple_from(facts.partner)
    if begins is None or begins <= on:
        return NOTHING
    return say(
        "Your partner is not counted yet: for the rules you are a couple from {day} on. The score is worked out anew "
        "on that day.",
        day=day(begins, weekday=True),
    )


def warning(facts: Facts, on: date) -> Html:
    """What shuts every program, and where licensed help stands; empty when nothing does."""
    shut = shut_out.each_once(knock_outs(facts, on))
    return Html(" ".join([*shut, say(AS_IF), licensed()])) if shut else NOTHING


def licensed() -> Html:
    """Where to find who may give advice."""
    words = say("Who may give advice for a fee stands in the public registers:")
    return Html(f"{words} {link('representative_registers', say('The registers of licensed people'))}")


def missing(facts: Facts, on: date) -> Html:
    """What is not known and would count, for the home screen; empty when nothing is."""
    assumed = crs.score(facts, on).assumed
    if not assumed:
        return NOTHING
    names = list(dict.fromkeys(_open_fact(path) for path in assumed))
    if len(names) <= OPEN_NAMED + 1:
        return say("Not known yet: {names}.", names=listed(names))
    shown, more = names[:OPEN_NAMED], len(names) - OPEN_NAMED
    return count(
        "Not known yet: {names}, and {n} other answer.",
        "Not known yet: {names}, and {n} other answers.",
        more,
        names=Html(", ".join(shown)),
    )


def receipt(rule_set: str, since: date, on: date) -> Html:
    """Under which rules a score was computed, and for which day."""
    return say(
        "Rule set {rule_set}, in force since {since}; computed for {day}. An estimate: your official account wins.",
        rule_set=rule_set.replace("CRS", plain("CRS")),
        since=day(since),
        day=day(on),
    )


def open_facts(paths: Iterable[str]) -> Html:
    """Facts that are not known in words, each once: "language test and the details of your jobs"."""
    return listed(list(dict.fromkeys(_open_fact(path) for path in paths)))


def _open_fact(path: str) -> Html:
    words = {**ASSUMED, **DETAILS}
    while path not in words and "." in path.removeprefix("partner."):
        path = path.rpartition(".")[0]
    return say(words.get(path, N_("another answer")))


def rule_set_name(result: CrsResult) -> str:
    """The rule set's name, with the short form of the language: CRS-2025-03-25, SCG-2025-03-25."""
    return result.rule_set.replace("CRS", plain("CRS"))


def moved(before: Facts, after: Facts, on: date, done: Html | None = None) -> Html:
    """What a change of facts did to the score: both sums, and the factors that moved."""
    was, now = crs.score(before, on), crs.score(after, on)
    if was.factors == now.factors:
        return say(
            "{done} Your CRS score stays at {now}, estimated for {day}.",
            done=say("Saved.") if done is None else done,
            day=day(on),
            now=number(now.total),
        )
    text = say(
        "{done} Your CRS score, estimated for {day}: <b>{now}</b>, before: {was} ({gain}).",
        done=say("Saved.") if done is None else done,
        day=day(on),
        now=number(now.total),
        was=number(was.total),
        gain=signed(now.total - was.total),
    )
    changed = what_moved(
        (key, was.factors.get(key, 0), points)
        for key, points in now.factors.items()
        if points != was.factors.get(key, 0) and not _is_sum(key, now)
    )
    return Html(f"{text}\n{beginning(changed)}.") if changed else text


def what_moved(moved: Iterable[tuple[str, int, int]]) -> Html:
    """The factors that move, by key, points before and after, for the inside of a sentence: "age −6 and French
    +50"; nothing where none does.
    """
    return listed(
        [
            say("{factor} {gain}", factor=inside(say(NAMES[key])), gain=signed(after - before))
            for key, before, after in moved
        ]
    )


def stays(before: Facts, after: Facts, on: date) -> bool:
    """Whether a change of facts leaves every factor of the score as it was."""
    return crs.score(before, on).factors == crs.score(after, on).factors


def _is_sum(key: str, result: CrsResult) -> bool:
    return any(each.key == key and each.parts for each in result.lines)


def link(key: str, words: str) -> Html:
    """An official page, introduced by words; only addresses of the rule book are ever shown."""
    address = links()[key]
    return Html(f'<a href="{address.fr if current() == "fr" else address.en}">{words}</a>')
