"""The score put into words: sections and factors out of what is possible, reasons, the nearest step, the receipt.

The CRS and the Federal Skilled Worker points never stand on one line. Every number comes from `rules`; here are only
words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from conversations import shut_out, stages
from conversations.kinds import ABILITIES, printed
from conversations.messages import Button, Keyboard, Outgoing
from conversations.short_interview import ABROAD, EDUCATION, IN_CANADA, TEST_NAMES
from locales import N_, NOTHING, Html, count, current, day, listed, number, plain, say, signed
from rules import crs, deadlines, federal_skilled_worker, what_if
from rules.facts import Ability, Facts, Language, LanguageTestKind
from rules.family import couple_from
from rules.knock_outs import knock_outs, presumed_of
from rules.language import add_months
from rules.parameters import links
from rules.reasons import CrsResult, FactValue, FederalSkilledWorkerResult, Line, Section

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
    # the Federal Skilled Worker grid
    "experience": N_("Work experience"),
    "arranged_employment": N_("Arranged employment"),
    "adaptability": N_("Adaptability"),
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
    "partner.education_assessed": N_("The same for your partner's degree."),
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

BIRTHDAYS_AHEAD: Final = 12  # months

OUTSIDE_QUEBEC: Final = N_("You plan to live outside Quebec: Quebec chooses its own immigrants.")
"""A condition of all three programs; no parameter depends on it."""

MINIMUMS: Final[Mapping[str, str]] = {
    "minimum_language": N_("CLB/NCLC {needed} in all four abilities of one official language is needed."),
    "minimum_experience": N_("At least one year of skilled work, without a break, is needed."),
    "minimum_education": N_("At least a secondary school diploma is needed, assessed if it is from outside Canada."),
}

AS_IF: Final = N_("What follows is an estimate, as if that were not so.")
"""Said where something shuts the programs: the numbers stay, as no promise."""

RESTS_ON: Final = {
    "minimum_language": ("tests",),
    "minimum_experience": ("canadian_work_years", "foreign_work_years"),
    "minimum_education": ("education",),
}
"""The facts each minimum rests on."""

LANGUAGES: Final[Mapping[Language, str]] = {Language.english: N_("English"), Language.french: N_("French")}


def line(facts: Facts, on: date) -> Html:
    """The score in one line, for the home screen."""
    result = crs.score(facts, on)
    total, most = number(result.total), number(result.most)
    if result.assumed:
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
    return Html("\n".join([*shut, say(AS_IF), told])) if shut else told


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
    return say("Not known yet: {names}.", names=open_facts(assumed)) if assumed else NOTHING


def screens(facts: Facts, on: date) -> tuple[Outgoing, ...]:
    """The whole answer: the CRS in one message, the Federal Skilled Worker points in another."""
    result = crs.score(facts, on)
    grid = federal_skilled_worker.grid(facts, on)
    buttons: Keyboard = (
        (Button(plain("Why these points?"), "go:why"), Button(plain("My dates"), "go:dates")),
        (Button(plain("Change an answer"), "f:o"),),
        (Button(plain("More points"), "im:show"),),
    )
    shown = (Outgoing(_crs(facts, result, grid)), Outgoing(_fsw(facts, grid, result), buttons))
    shut = warning(facts, on)
    return (Outgoing(shut), *shown) if shut else shown


def _crs(facts: Facts, result: CrsResult, grid: FederalSkilledWorkerResult) -> Html:
    blocks = [
        _headline(result),
        stages.of_the_score(facts, result.on),
        not_yet(facts, result.on),
        *(_section(section) for section in result.sections),
    ]
    if result.other_choice_total is not None and result.first_official_language is not None:
        blocks.append(
            say(
                "{language} is taken as your first official language, because it scores higher; the other way round it "
                "would be {other}.",
                language=say(LANGUAGES[result.first_official_language]),
                other=number(result.other_choice_total),
            )
        )
    other_ways = facts.canadian_work_years or facts.certificate_of_qualification
    if not grid.eligible and not _undecided(grid) and not other_ways:
        blocks.append(
            say(
                "Only people who meet the conditions of a program are ranked. On these answers the Federal Skilled "
                "Worker conditions are not met (see below), so this sum is not a rank in the pool."
            )
        )
    blocks += [_expired(facts, result), _nearest(facts, result), _birthday(facts, result), _receipt(result)]
    return Html("\n\n".join(block for block in blocks if block))


def _headline(result: CrsResult) -> Html:
    """The sum; where facts are missing it is the least that it can be."""
    total, most = number(result.total), number(result.most)
    if result.assumed:
        sum_ = say("<b>CRS score, estimated: at least {total} out of {most}</b>", total=total, most=most)
    else:
        sum_ = say("<b>CRS score, estimated: {total} out of {most}</b>", total=total, most=most)
    return Html(f"{sum_}\n{say('Comprehensive Ranking System, for {day}', day=day(result.on, weekday=True))}")


def _section(section: Section) -> Html:
    if not section.most:
        return say("<b>{section}: not counted</b>", section=say(SECTIONS[section.key]))
    title = say(
        "<b>{section}: {points} out of {most}</b>",
        section=say(SECTIONS[section.key]),
        points=number(section.points),
        most=number(section.most),
    )
    return Html("\n".join([title, *(_line(each) for each in section.lines if each.most)]))


def _line(each: Line) -> Html:
    about = _about(each)
    return say(
        "{factor}: {points} out of {most}",
        factor=Html(f"{say(FACTORS[each.key])} ({about})") if about else say(FACTORS[each.key]),
        points=number(each.points),
        most=number(each.most),
    )


def _about(each: Line) -> Html:
    """The fact that matters most behind a line, where it says more than the factor's name: an age, four levels."""
    facts = dict(each.reason.facts)
    if each.key == "age" and facts["age"] is not None:
        return say("{age} years", age=facts["age"])
    kind = facts.get("partner.tests" if each.key == "partner_language" else "tests")
    if each.key not in ("first_language", "second_language", "partner_language") or not kind:
        return NOTHING
    levels = ", ".join(str(facts[ability]) for ability in ABILITIES)
    if LanguageTestKind(str(kind)).language is Language.english:
        return say("English: CLB {levels}", levels=levels)
    return say("French: NCLC {levels}", levels=levels)


def _nearest(facts: Facts, result: CrsResult) -> Html:
    """The one band that would bring most."""
    cliff = what_if.nearest_cliff(facts, result.on)
    if cliff is None:
        return NOTHING
    step = say(
        "<b>The nearest step: {ability} {needed} instead of {now}</b> ({test}): {gain} today, which makes {total}",
        ability=say(ABILITIES[cliff.ability]),
        needed=printed(cliff.kind, cliff.score_needed),
        now=printed(cliff.kind, cliff.score_now),
        test=say(TEST_NAMES[cliff.kind]),
        gain=signed(cliff.gain),
        total=number(cliff.total_after),
    )
    moved = [
        say("{factor} {gain}", factor=say(NAMES[key]), gain=signed(after - before))
        for key, before, after in cliff.moved
    ]
    if len(moved) == 1:
        return Html(f"{step}.")
    things = count(
        "because {n} thing moves: {moved}.", "because {n} things move: {moved}.", len(moved), moved=listed(moved)
    )
    return Html(f"{step}, {things}")


def _birthday(facts: Facts, result: CrsResult) -> Html:
    """The birthday of the coming year that takes points, with both days of one that the year does not have."""
    clocks = deadlines.deadlines(facts, result.on, used=result)
    clock = next((one for one in clocks if one.kind is deadlines.Kind.birthday), None)
    if clock is None or clock.first_unusable_day > add_months(result.on, BIRTHDAYS_AHEAD):
        return NOTHING
    told = dict(clock.facts)
    before, after, other = (told[name] for name in ("points_before", "points_after", "or_from"))
    first = clock.first_unusable_day
    change = int(str(after)) - int(str(before))
    lines = [
        say(
            "<b>On {day} you turn {age}: age {gain}</b>, which makes {total} if all else stays as it is.",
            day=day(first, weekday=True),
            age=told["age"],
            gain=signed(change),
            total=number(result.total + change),
        )
    ]
    if isinstance(other, date) and other != first:
        lines.append(
            say(
                "That year has no 29 February, and no source says which day counts: {first} or {other}. I count from "
                "the earlier.",
                first=day(first),
                other=day(other),
            )
        )
    if clock.missed is deadlines.Missed.forgiven_after_invitation:
        lines.append(
            say(
                "The Act (section 11.2) forgives a birthday between the invitation and the application: it is no "
                "reason to decline."
            )
        )
    else:
        lines.append(
            say("The profile counts that by itself; a new profile would not avoid it, and would come later in a tie.")
        )
    return Html("\n".join(lines))


def _expired(facts: Facts, result: CrsResult) -> Html:
    """A test that no longer counts is named, with what the same scores would give in a new one."""
    as_if = what_if.renewed(facts, result.on)
    if as_if is None:
        return NOTHING
    return say(
        "A language result you told me is two years old or more: it gives no points any more, and no profile can rest "
        "on it. With the same scores in a new test the sum would be {total}.",
        total=number(crs.score(as_if, result.on).total),
    )


def _receipt(result: CrsResult) -> Html:
    lines = [receipt(result.rule_set, result.rule_from, result.on)]
    if result.incomplete is not None:
        lines.append(
            say(
                "These are the rules up to {until}. A change for high-wage occupations is reported in force since "
                "{since}; its points are not known to me and not included. {link}",
                until=day(result.incomplete.since - timedelta(days=1)),
                since=day(result.incomplete.since),
                link=link("crs_tool", say("The official tool")),
            )
        )
    if result.assumed:
        names = open_facts(result.assumed)
        lines.append(say("Not known yet, so counted as nothing: {names}.", names=names))
    if result.to_check:
        lines.append(
            say(
                "Check the older-scale score on the TEF certificate (« Équivalence ancien score »): that is the one "
                "Express Entry asks for."
            )
        )
    return Html("\n".join(f"<i>{each}</i>" if "<a " not in each else each for each in lines))


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


def _undecided(grid: FederalSkilledWorkerResult) -> frozenset[str]:
    """The facts the interview asks for that are not known: as long as one is missing, no verdict is given."""
    asked = {"birth_date", *(name for names in RESTS_ON.values() for name in names)}
    assessments = {name for name in grid.assumed if name.startswith("credentials.") and name.endswith(".assessed")}
    return frozenset(asked.intersection(grid.assumed) | assessments)


def _fsw(facts: Facts, grid: FederalSkilledWorkerResult, result: CrsResult) -> Html:
    undecided = _undecided(grid)
    if grid.reached:
        verdict = say("The pass mark is {mark}: reached.", mark=grid.pass_mark)
    elif undecided:
        verdict = say(
            "The pass mark is {mark}: whether you reach it depends on what is not known yet.", mark=grid.pass_mark
        )
    else:
        verdict = count(
            "The pass mark is {mark}: not reached, {n} point short.",
            "The pass mark is {mark}: not reached, {n} points short.",
            grid.pass_mark - grid.total,
            mark=grid.pass_mark,
        )
    blocks = [
        say(
            "<b>Federal Skilled Worker points: {total} out of {most}</b>\nAnother score, for one program: it decides "
            "whether you can enter the pool by it, not your rank. {verdict}",
            total=number(grid.total),
            most=number(grid.most),
            verdict=verdict,
        ),
        Html("\n".join(_line(each) for each in grid.lines)),
    ]
    failed = [
        say(MINIMUMS[minimum.key], needed=minimum.needed)
        for minimum in grid.minimums
        if minimum.fails and not undecided.intersection(RESTS_ON[minimum.key])
    ]
    if failed:
        blocks.append(Html("\n".join([say("Not met, and needed before any points count:"), *failed])))
    if grid.assumed:
        names = open_facts(grid.assumed)
        blocks.append(say("Not known or not asked, so counted as nothing here: {names}.", names=names))
    presumed = [say(PRESUMED[key]) for key in dict.fromkeys((*result.presumed, *grid.presumed))]
    if "outside_quebec" in presumed_of(facts):
        presumed.append(say(OUTSIDE_QUEBEC))
    if presumed:
        blocks.append(Html("\n".join([say("<b>What I took for granted</b>"), *presumed])))
    return Html("\n\n".join(blocks))


def reasons(facts: Facts, on: date) -> tuple[Outgoing, ...]:
    """Why each line has its points: the facts looked at, and the rule with the day it is in force from."""
    result = crs.score(facts, on)
    blocks = [say("<b>Why these points</b> ({rule_set}, for {day})", rule_set=rule_set_name(result), day=day(on))]
    for section in result.sections:
        lines = [_reason(each) for each in section.lines if each.most]
        if lines:
            blocks.append(Html("\n".join([f"<b>{say(SECTIONS[section.key])}</b>", *lines])))
    blocks.append(link("crs_criteria", say("The official criteria")))
    return (Outgoing(Html("\n\n".join(blocks)), ((Button(plain("My score"), "go:score"),),)),)


def _reason(each: Line) -> Html:
    looked_at = [told for name, value in each.reason.facts if (told := _fact(name, value))]
    text = say(
        "{factor}: {points}. Looked at: {facts}. Rule since {since}.",
        factor=say(FACTORS[each.key]),
        points=number(each.points),
        facts=Html("; ".join(looked_at)) or say("nothing known yet"),
        since=day(each.reason.since),
    )
    if each.before_cap > each.points:
        text = Html(f"{text} {say('The sum of {sum} is cut to {cap}.', sum=each.before_cap, cap=each.points)}")
    return text


def _fact(name: str, value: FactValue) -> Html:
    """A fact behind a line, in words; empty for what goes without saying."""
    if name in ABILITIES:
        return say("{ability} level {level}", ability=say(ABILITIES[Ability(name)]), level=value)
    match name:
        case "partner.sibling_in_canada" if value is None:
            return NOTHING  # the one question asked is about the siblings of both
        case "age" if value is not None:
            return say("age {age}", age=value)
        case "partner":
            return say("column with partner") if value == "with_partner" else say("column without partner")
        case "tests" | "partner.tests":
            return say(TEST_NAMES[LanguageTestKind(str(value))]) if value else say("no result that counts")
        case "lowest_level":
            return say("lowest of the four levels {level}", level=value)
        case "lowest_french_level" | "lowest_english_level" if not value:
            return NOTHING
        case "lowest_french_level":
            return say("lowest French level {level}", level=value)
        case "lowest_english_level":
            return say("lowest English level {level}", level=value)
        case "birth_date":
            return NOTHING
        case "education" | "partner.education" if value is not None:
            return EDUCATION.words(value, {})
        case "canadian_work_years" | "partner.canadian_work_years" if value is not None:
            return say("in Canada {years}", years=IN_CANADA.words(value, {}))
        case "foreign_work_years" if value is not None:
            return say("outside Canada {years}", years=ABROAD.words(value, {}))
    if value is None:
        return say("not known yet")
    return say("yes") if value not in (False, "none") else say("no")


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
    changed = [
        say("{factor} {gain}", factor=say(FACTORS[key]), gain=signed(points - was.factors.get(key, 0)))
        for key, points in now.factors.items()
        if points != was.factors.get(key, 0) and not _is_sum(key, now)
    ]
    return Html(f"{text}\n{listed(changed)}.") if changed else text


def stays(before: Facts, after: Facts, on: date) -> bool:
    """Whether a change of facts leaves every factor of the score as it was."""
    return crs.score(before, on).factors == crs.score(after, on).factors


def _is_sum(key: str, result: CrsResult) -> bool:
    return any(each.key == key and each.parts for each in result.lines)


def link(key: str, words: str) -> Html:
    """An official page, introduced by words; only addresses of the rule book are ever shown."""
    address = links()[key]
    return Html(f'<a href="{address.fr if current() == "fr" else address.en}">{words}</a>')
