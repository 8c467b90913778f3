"""/score: the sum out of what is possible, the programs beside it, what is missing, what comes, and where to go on.

The CRS and the Federal Skilled Worker points stand in two messages. What is said of the days to come is what
`rules.timeline` brings for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from conversations import program_words, stages
from conversations.engine import ASK_MISSING
from conversations.events.by_itself import FORGIVEN, because
from conversations.improve import words as improving
from conversations.kinds import ABILITIES, printed
from conversations.messages import Button, Keyboard, Outgoing, in_rows, paragraphs
from conversations.profile.screens import named
from conversations.score import (
    FACTORS,
    LANGUAGES,
    MINIMUMS,
    OUTSIDE_QUEBEC,
    PRESUMED,
    RESTS_ON,
    SECTIONS,
    in_short,
    link,
    not_yet,
    open_facts,
    receipt,
    warning,
    what_moved,
)
from conversations.short_interview import TEST_NAMES
from conversations.where_to import DATES, EXACT, WHY
from locales import N_, NOTHING, Html, count, day, inside, listed, number, plain, say, signed
from rules import crs, deadlines, what_if
from rules.facts import Facts, Language, LanguageTestKind
from rules.improvement_plans import weighed_step
from rules.journey import stage_on
from rules.knock_outs import presumed_of
from rules.months import add_months
from rules.ranges import crs_range, is_least
from rules.reasons import CrsResult, FederalSkilledWorkerResult, Line, ProgramResult, Section
from rules.standing import Standing, in_pool, standing
from rules.timeline import Step, timeline

PREFIX: Final = "sc"
"""What the data of the buttons of these screens begin with."""

PICTURE: Final = f"{PREFIX}:picture"
NEXT: Final = f"{PREFIX}:next"
HURT: Final = f"{PREFIX}:hurt"
AHEAD: Final = f"{PREFIX}:ahead"

ONWARD: Final = (
    (N_("What to do next"), NEXT, "primary"),
    (N_("More points"), "im:show", ""),
    (N_("Why these points?"), WHY, ""),
    (N_("What could hurt me"), HURT, ""),
    (N_("Score calendar"), AHEAD, ""),
    (N_("Score as a picture"), PICTURE, ""),
    (N_("My dates"), DATES, ""),
    (N_("Change an answer"), "f:o", ""),
    (N_("What if"), "wi:show", ""),
    (N_("My account shows another score"), "df:ask", ""),
)
"""The buttons under the score: label, data, style. What leads on from a score is a line here."""

OF_A_COUPLE: Final = ((N_("Principal applicant?"), "e:couple", ""),)
"""And those of somebody with a partner."""

OPEN_SHOWN: Final = 3
"""Answers that are not known, named with what they are worth; /profile lists all of them."""

MAINSTAYS: Final = ("tests", "education", "canadian_work_years", "foreign_work_years")
"""The facts that give most of the points, the age aside."""

NEEDED: Final = ("partner", "birth_date", *MAINSTAYS)
"""The answers without which there is no score to speak of."""

OF_LITTLE: Final = frozenset({NEXT, WHY, "f:o", "wi:show"})
"""Where hardly anything is known, these buttons of ONWARD still lead somewhere."""

AHEAD_SHOWN: Final = 3
"""Days to come, named below the score; the calendar has all of them."""

MONTHS_AHEAD: Final = 12


def screens(facts: Facts, on: date, goal: Html = NOTHING) -> tuple[Outgoing, ...]:
    """The whole answer: the CRS in one message, with the line of a goal; the Federal Skilled Worker points in another.

    Where nothing is known that gives most of the points, lines of zeros would only hide that: one short message says
    what is needed.
    """
    now = standing(facts, on)
    shown: tuple[Outgoing, ...] = (
        Outgoing(paragraphs((_crs(facts, now), goal))),
        Outgoing(_fsw(facts, now), onward(facts)),
    )
    if too_little(now.crs):
        shown = (Outgoing(paragraphs((_needed(facts, now), goal)), _to_tell()),)
    shut = warning(facts, on)
    return (Outgoing(shut), *shown) if shut else shown


def too_little(result: CrsResult) -> bool:
    """Whether of all that gives most of the points nothing is known yet."""
    return set(MAINSTAYS).issubset(result.assumed)


def _needed(facts: Facts, now: Standing) -> Html:
    """What is needed for a score, what gives most first, and the range until then."""
    result = now.crs
    found = crs_range(facts, result.on)
    settles = {one.fact: one.settles for one in found.unknown if one.settles and one.fact in NEEDED}
    lines = [
        say("• {what}: {points}", what=named(fact), points=count("up to {n} point", "up to {n} points", points))
        for fact, points in settles.items()
    ]
    lines += [
        say("• {what}: a program can depend on it", what=named(fact))
        for fact in NEEDED
        if fact in result.assumed and fact not in settles
    ]
    span = say(
        "<b>CRS score: I need more answers first</b>\nWith what I know for {day}, it can be anything from {lowest} to "
        "{highest}, out of {most}.",
        day=day(result.on, weekday=True),
        lowest=number(found.lowest),
        highest=number(found.highest),
        most=number(result.most),
    )
    if any(_open(one, facts) for one in now.programs):
        span = Html(f"{span} {say('Whether a program is open to you is not known yet either.')}")
    blocks = [
        span,
        Html("\n".join([say("<b>What I need, what can give most first</b>"), *lines])),
        stages.of_the_score(facts, result.on),
        not_yet(facts, result.on),
        Html(f"<i>{receipt(result.rule_set, result.rule_from, result.on)}</i>"),
    ]
    return paragraphs(blocks)


def _to_tell() -> Keyboard:
    """Where it goes on from there: the questions have a row of their own."""
    others = (Button(plain(label), data) for label, data, _ in ONWARD if data in OF_LITTLE)
    return ((Button(plain(ASK_MISSING), EXACT, style="primary"),), *in_rows(others))


def onward(facts: Facts) -> Keyboard:
    """Where a score leads: what comes next has a row of its own."""
    entries = ONWARD if facts.partner is None else (*ONWARD, *OF_A_COUPLE)
    buttons = [Button(plain(label), data, style=style) for label, data, style in entries]
    first = tuple((button,) for button in buttons if button.style)
    return (*first, *in_rows(button for button in buttons if not button.style))


def _crs(facts: Facts, now: Standing) -> Html:
    result = now.crs
    to_come = _to_come(facts, now)
    ends = any(step.programs_lost and not step.programs_after for step in _steps(facts, now))
    blocks = [
        _headline(facts, result),
        _between(facts, result),
        _programs(facts, now),
        stages.of_the_score(facts, result.on),
        not_yet(facts, result.on),
        *(to_come if ends else ()),
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
    blocks += [
        _expired(facts, result),
        _nearest(facts, now) if _worked_towards(facts, result.on) else NOTHING,
        *(() if ends else to_come),
        _receipt(result),
    ]
    return paragraphs(blocks)


def _between(facts: Facts, result: CrsResult) -> Html:
    """The range over what is not known, both ends named, and what would settle most of it."""
    if not result.assumed:
        return NOTHING
    found = crs_range(facts, result.on)
    settling = [one for one in found.unknown if one.settles][:OPEN_SHOWN]
    if found.settled or not settling:
        return NOTHING
    told = [
        say(
            "{what} ({points})",
            what=inside(named(one.fact)),
            points=count("up to {n} point", "up to {n} points", one.settles),
        )
        for one in settling
    ]
    return say(
        "Depending on what is not known, it is between {lowest} (all of it counted as nothing) and {highest} (the best "
        "answers). What would settle most: {facts}.",
        lowest=number(found.lowest),
        highest=number(found.highest),
        facts=listed(told),
    )


def _programs(facts: Facts, now: Standing) -> Html:
    """The programs that are met or not known yet; with none of them the sum is no rank."""
    met = [program_words.name(one.program) for one in now.programs if one.eligible]
    unknown = [program_words.name(one.program) for one in now.programs if _open(one, facts)]
    lines = []
    if met:
        lines.append(say("Programs you meet: {programs}.", programs=listed(met)))
    if unknown:
        lines.append(say("Programs not known yet: {programs}.", programs=listed(unknown)))
    if not met and not unknown:
        lines.append(
            say(
                "Only people who meet the conditions of a program are ranked. On these answers none of the three is "
                "met for certain (/programs says why), so this sum is not a rank in the pool."
            )
        )
    pool = in_pool(facts, now)
    if pool is not None and pool.total != now.crs.total and pool.first_official_language is not None:
        lines.append(
            say(
                "A profile that meets them has {language} as its first official language, which makes {total}.",
                language=inside(say(LANGUAGES[pool.first_official_language])),
                total=number(pool.total),
            )
        )
    return Html("\n".join(lines))


def _open(one: ProgramResult, facts: Facts) -> bool:
    """Whether a program is left open by something the questions ask for.

    Ties to Canada that nobody asked about leave no verdict open, and without a job told nothing points to a trade.
    """
    if one.met is not None or one.knock_outs:
        return False
    if one.grid is not None:
        return bool(_undecided(one.grid))
    return one.program is not program_words.TRADES or facts.jobs is not None


def _worked_towards(facts: Facts, on: date) -> bool:
    """Whether points still count for something: no longer once an application is sent."""
    return not stage_on(facts, on).phase.has_applied


def _steps(facts: Facts, now: Standing) -> tuple[Step, ...]:
    """The days of the coming year that move the score or a program; none once an application is made."""
    if not _worked_towards(facts, now.on):
        return ()
    return tuple(step for step in timeline(facts, now.on, months=MONTHS_AHEAD) if step.change or _turns(step))


def _to_come(facts: Facts, now: Standing) -> tuple[Html, ...]:
    """The next days of the coming year in their order, with the birthday's own block in its place among them."""
    steps = _steps(facts, now)
    shown = [step for step in steps if not _is_birthday(step)][:AHEAD_SHOWN]
    clock = _birthday_clock(facts, now.crs)
    if clock is None:
        return _coming(shown, N_("<b>About to change</b>"))
    first = clock.first_unusable_day
    before = [step for step in steps if step.day < first]
    earlier, later = [step for step in shown if step.day < first], [step for step in shown if step.day >= first]
    return (
        *_coming(earlier, N_("<b>About to change</b>")),
        _birthday(clock, now.crs.total, before[-1].crs_after if before else None),
        *_coming(later, N_("<b>After that</b>") if earlier else N_("<b>About to change</b>")),
    )


def _coming(steps: Sequence[Step], title: str) -> tuple[Html, ...]:
    return (Html("\n".join([say(title), *map(_step, steps)])),) if steps else ()


def _turns(step: Step) -> bool:
    return bool(step.programs_lost or step.programs_gained)


def _is_birthday(step: Step) -> bool:
    """Whether it is no more than a birthday that takes points, which has a block of its own."""
    return all(cause.kind.startswith("birthday") for cause in step.causes) and step.change < 0 and not _turns(step)


def _step(step: Step) -> Html:
    lines = [say("• {day}: {causes}.", day=day(step.day, weekday=True), causes=because(step.causes))]
    if step.change:
        gain, total = signed(step.change), number(step.crs_after)
        lines.append(say("That is {gain}, which makes {total}.", gain=gain, total=total))
    for keys, words in (
        (step.programs_lost, N_("No longer met: {programs}.")),
        (step.programs_gained, N_("Met from then on: {programs}.")),
    ):
        if keys:
            lines.append(say(words, programs=program_words.names(keys)))
    return Html("\n".join(lines))


def _headline(facts: Facts, result: CrsResult) -> Html:
    """The sum; where facts are missing it is the least that it can be."""
    total, most = number(result.total), number(result.most)
    if is_least(facts, result):
        sum_ = say("<b>CRS score, estimated: at least {total} out of {most}</b>", total=total, most=most)
    else:
        sum_ = say("<b>CRS score, estimated: {total} out of {most}</b>", total=total, most=most)
    which = say("Comprehensive Ranking System, for {day}", day=day(result.on, weekday=True))
    if "partner" in result.assumed:
        column = say("Counted as if no partner came along: I do not know yet whether there is one.")
        return Html(f"{sum_}\n{which}\n{column}")
    column = (
        say("“Out of” is the most with a partner who comes along.")
        if result.column == "with_partner"
        else say("“Out of” is the most without a partner who comes along.")
    )
    return Html(f"{sum_}\n{which}\n{column}")


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


def _nearest(facts: Facts, now: Standing) -> Html:
    """The one band that would bring most, and what it changes besides the number."""
    cliff = what_if.nearest_cliff(facts, now.on, now=now.crs)
    if cliff is None:
        return NOTHING
    step = say(
        "<b>The nearest step: {ability} {needed} instead of {now}</b> ({test}): {gain} today, which makes {total}",
        **of_cliff(cliff),
        total=number(cliff.total_after),
    )
    beyond = improving.beyond(weighed_step(cliff, facts, now.on, now=now), now)
    if len(cliff.moved) == 1:
        return Html(f"{step}. {beyond}")
    things = count(
        "because {n} thing moves: {moved}.",
        "because {n} things move: {moved}.",
        len(cliff.moved),
        moved=what_moved(cliff.moved),
    )
    return Html(f"{step}, {things} {beyond}")


def of_cliff(cliff: what_if.Cliff) -> dict[str, object]:
    """What a text on the one band that would bring most is filled with."""
    return {
        "ability": say(ABILITIES[cliff.ability]),
        "needed": printed(cliff.kind, cliff.score_needed),
        "now": printed(cliff.kind, cliff.score_now),
        "test": say(TEST_NAMES[cliff.kind]),
        "gain": signed(cliff.gain),
    }


def _birthday_clock(facts: Facts, result: CrsResult) -> deadlines.Deadline | None:
    """The birthday of the coming year that takes points."""
    clocks = deadlines.deadlines(facts, result.on)
    clock = next((one for one in clocks if one.kind is deadlines.Kind.birthday), None)
    return None if clock is None or clock.first_unusable_day > add_months(result.on, MONTHS_AHEAD) else clock


def _birthday(clock: deadlines.Deadline, total: int, by_then: int | None) -> Html:
    """A birthday that takes points, with both days of one that the year does not have.

    `by_then` is the sum that other days before it have made, where there are such days.
    """
    told = dict(clock.facts)
    before, after, other = (told[name] for name in ("points_before", "points_after", "or_from"))
    first = clock.first_unusable_day
    change = int(str(after)) - int(str(before))
    worded = (
        N_("<b>On {day} you turn {age}: age {gain}</b>, which makes {total} if all else stays as it is.")
        if by_then is None
        else N_("<b>On {day} you turn {age}: age {gain}</b>, which makes {total} after what comes before it.")
    )
    lines = [
        say(
            worded,
            day=day(first, weekday=True),
            age=told["age"],
            gain=signed(change),
            total=number((total if by_then is None else by_then) + change),
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
        lines.append(say(FORGIVEN))
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


def _bullets(lines: Sequence[Html]) -> list[Html]:
    """Sentences of which several wrap on a phone: where each begins is seen."""
    return [Html(f"• {line}") for line in lines]


def _undecided(grid: FederalSkilledWorkerResult) -> frozenset[str]:
    """The facts the interview asks for that are not known: as long as one is missing, no verdict is given."""
    asked = {"birth_date", *(name for names in RESTS_ON.values() for name in names)}
    assessments = {name for name in grid.assumed if name.startswith("credentials.") and name.endswith(".assessed")}
    return frozenset(asked.intersection(grid.assumed) | assessments)


def _fsw(facts: Facts, now: Standing) -> Html:
    grid, result = now.grid, now.crs
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
        blocks.append(Html("\n".join([say("Not met, and needed before any points count:"), *_bullets(failed)])))
    if grid.assumed:
        names = open_facts(grid.assumed)
        blocks.append(say("Not known or not asked, so counted as nothing here: {names}.", names=names))
    presumed = [say(PRESUMED[key]) for key in dict.fromkeys((*result.presumed, *grid.presumed))]
    if "outside_quebec" in presumed_of(facts):
        presumed.append(say(OUTSIDE_QUEBEC))
    if presumed:
        blocks.append(Html("\n".join([say("<b>What I took for granted</b>"), *_bullets(presumed)])))
    blocks.append(in_short(facts, result))  # a phone shows the end of an answer: the number is not to be looked for
    return Html("\n\n".join(blocks))
