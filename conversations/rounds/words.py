"""Rounds and verdicts in words: whom a round was for, an instant to the second by two clocks, and each reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

from conversations import program_words
from conversations.invitation.kinds import PROGRAM_NAMES, whom
from conversations.shut_out import SHUT
from conversations.zones import place
from locales import N_, NOTHING, Html, count, current, day, listed, number, say
from rules.facts import InvitedProgram
from rules.round_verdicts import Part, Rank, RoundVerdict, WhyKey
from rules.rounds import Round, RoundKind

WHY: Final[Mapping[WhyKey, str]] = {
    WhyKey.in_pool: N_("Your profile was in the pool."),
    WhyKey.invited_in_it: N_("You told me that your invitation came from this round."),
    WhyKey.profile_not_told: N_(
        "You did not tell me of a profile in the pool: what follows is as if it had been there in time."
    ),
    WhyKey.no_profile: N_("You told me that there is no profile: what follows is as if there had been one."),
    WhyKey.not_submitted: N_(
        "By what you told me, no profile was submitted: what follows is as if it had been there in time."
    ),
    WhyKey.submission_not_told: N_("I do not know when your profile was submitted, so I cannot say whether it was in."),
    WhyKey.submitted_later: N_("Your profile was submitted on {submitted}, after this round."),
    WhyKey.same_day: N_(
        "Your profile was submitted on the day of the round. To say which came first I would need its time, to the "
        "second, and that of the round."
    ),
    WhyKey.earlier_profile: N_(
        "You told me of an earlier profile, which ended on {follows}. I do not know when it was submitted, so I cannot "
        "say whether it was in."
    ),
    WhyKey.out_of_pool: N_("By what you told me, you were not in the pool on that day."),
    WhyKey.program_met: N_("You met the program: {programs}."),
    WhyKey.program_not_met: N_("On that day you did not meet the program, by what you told me: {programs}."),
    WhyKey.program_open: N_("I cannot say whether you met a program ({programs}). Not known yet: {open}."),
    WhyKey.programs_unknown: N_("I cannot read which program it was for, so I cannot say whether you could enter it."),
    WhyKey.knock_out: N_("Something shuts you out of every round, whatever the points: {knock_out}"),
    WhyKey.nominated: N_("You had a nomination of a province or territory."),
    WhyKey.not_nominated: N_(
        "It was for candidates nominated by a province or territory. You told me of no nomination that counted on that "
        "day."
    ),
    WhyKey.nomination_open: N_(
        "It was for candidates nominated by a province or territory. I do not know whether you had a nomination."
    ),
    WhyKey.category_met: N_("You met the category, by its list of {since}: {category}."),
    WhyKey.category_not_met: N_("You did not meet the category, by its list of {since}: {category}."),
    WhyKey.category_open: N_(
        "I cannot say whether you met the category ({category}), by its list of {since}. Not known yet: {open}."
    ),
    WhyKey.category_unknown: N_(
        "I know no rule for this category on that day, so I cannot say whether you could enter it. The official page "
        "names its conditions."
    ),
}
"""Each condition of a round in a sentence."""

NONE_MET: Final = N_("On that day you met none of these programs, by what you told me: {programs}.")

LACKS: Final[Mapping[str, str]] = {
    "listed_occupation": N_("None of your jobs is in one of its occupations."),
    "experience": N_(
        "Its list asked for {months} months in one listed occupation within three years, {needed} hours; you had "
        "{found}."
    ),
    "french": N_("It asked for NCLC {needed} in all four abilities in French; the lowest of yours was {found}."),
    "no_french": N_(
        "It asked for NCLC {needed} in all four abilities in French; no French result counted on that day."
    ),
    "armed_forces_offer": N_("It asked for an offer of the Canadian Armed Forces."),
    "foreign_service_years": N_("It asked for years of service in a foreign military."),
}
"""What was missing for a category."""

TO_CHECK: Final[Mapping[str, str]] = {
    "lists_may_change_within_the_year": N_(
        "The lists of a category may change within a year. This is the list as far as I know it."
    ),
    "cooks_or_butchers": N_("For cooks and butchers the copies of this list differ. The official page decides."),
}
"""What the sources leave open about a list; any other is said in general."""

NO_TIE_BREAK: Final = N_("{score} is exactly the cut-off, and that round asked for no tie-break.")


def named(one: Round) -> Html:
    """Whom a round was for, as the beginning of a line; what nobody knows goes by its name as published."""
    if (one.kind is RoundKind.category and one.category is None) or not one.programs:
        return published_name(one)
    told = whom(one)
    return Html(told[:1].upper() + told[1:])


def published_name(one: Round) -> Html:
    """The name as published, in the language of the moment where it has one."""
    return Html(escape((one.name_fr if current() == "fr" else None) or one.name_en, quote=False))


def clock_time(instant: datetime) -> str:
    """A time of day to the second: "04:16:27", « 4 h 16 min 27 s »."""
    if current() == "fr":
        return f"{instant.hour} h {instant:%M} min {instant:%S} s".replace(" ", "\N{NO-BREAK SPACE}")
    return f"{instant:%H:%M:%S}"


def moment(instant: datetime, zone: str) -> Html:
    """An instant in UTC and by the person's clock, with the day there where it is another one."""
    utc, there = instant.astimezone(UTC), instant.astimezone(ZoneInfo(zone))
    if there.date() == utc.date():
        return say(
            "{day} at {time} UTC ({there} in {place})",
            day=day(utc.date()),
            time=clock_time(utc),
            there=clock_time(there),
            place=place(zone),
        )
    return say(
        "{day} at {time} UTC ({day_there} at {there} in {place})",
        day=day(utc.date()),
        time=clock_time(utc),
        day_there=day(there.date()),
        there=clock_time(there),
        place=place(zone),
    )


def lasting(between: timedelta) -> Html:
    """How long: to the second within a day ("13 min 33 s"), otherwise to the hour ("185 days 1 h")."""
    seconds = abs(round(between.total_seconds()))
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, seconds = divmod(rest, 60)
    space = "\N{NO-BREAK SPACE}"
    if days:
        told = count("{n} day", "{n} days", days).replace(" ", space)
        return Html(f"{told} {hours}{space}h" if hours else told)
    parts = [f"{hours}{space}h"] if hours else []
    parts += [f"{minutes}{space}min"] if hours or minutes else []
    return Html(" ".join([*parts, f"{seconds}{space}s"]))


# --- the verdict ---


def head(found: RoundVerdict) -> Html:
    """The verdict in one sentence; of a round that could not be entered, that first."""
    if found.pool.why is WhyKey.invited_in_it:
        return say("<b>You were invited in it, by what you told me.</b>")
    if found.eligible is False:
        return say("<b>You could not have entered it, by what you told me.</b>")
    if found.pool.met is False or found.pool.why is WhyKey.profile_not_told:
        return _as_if(found)
    match found.invited:
        case True:
            return say("<b>Yes, by what you told me, you would have been invited.</b>")
        case False:
            return say("<b>No, by what you told me, you would not have been invited.</b>")
    return say("<b>I cannot say whether you would have been invited.</b>")


def _as_if(found: RoundVerdict) -> Html:
    enough = None if found.eligible is None or found.rank is None else found.rank.enough
    if found.rank is Rank.tie_break_open:
        return say("<b>Exactly the cut-off: only a profile from before the tie-break would have been invited.</b>")
    match enough:
        case True:
            return say("<b>With a profile in the pool in time, the score would have been enough.</b>")
        case False:
            return say("<b>Even with a profile in the pool, the score would not have been enough.</b>")
    return say("<b>I cannot say whether you would have been invited.</b>")


def reasons(found: RoundVerdict, zone: str) -> Iterator[Html]:
    """Every reason of a verdict in a sentence, the rank first where there is one."""
    if found.rank is not None:
        yield rank(found, zone)
    parts = (found.pool, found.program, found.category)
    yield from (worded(part) for part in parts if part is not None)


def rank(found: RoundVerdict, zone: str) -> Html:
    """The score of the day beside the cut-off, and at the cut-off the tie-break to the second."""
    match found.rank:
        case Rank.above:
            return _above(found)
        case Rank.below:
            return _below(found)
        case Rank.score_open:
            return say(
                "Your score on that day: from {lowest} to {highest}, with the cut-off, {cut_off}, in between or at one "
                "end. Not known yet: {open}.",
                lowest=number(found.lowest or 0),
                highest=number(found.highest or 0),
                cut_off=number(found.round.cut_off),
                open=program_words.opened(found.open),
            )
    return _tie(found, zone)


def _above(found: RoundVerdict) -> Html:
    cut_off, score = found.round.cut_off, found.lowest or 0
    if found.lowest != found.highest:
        return count(
            "Your score on that day: at least {score}, {n} point above the cut-off, {cut_off}.",
            "Your score on that day: at least {score}, {n} points above the cut-off, {cut_off}.",
            score - cut_off,
            score=number(score),
            cut_off=number(cut_off),
        )
    return count(
        "Your score on that day: {score}, {n} point above the cut-off, {cut_off}.",
        "Your score on that day: {score}, {n} points above the cut-off, {cut_off}.",
        score - cut_off,
        score=number(score),
        cut_off=number(cut_off),
    )


def _below(found: RoundVerdict) -> Html:
    cut_off, score = found.round.cut_off, found.highest or 0
    if found.lowest != found.highest:
        return count(
            "Your score on that day: at most {score}, {n} point below the cut-off, {cut_off}.",
            "Your score on that day: at most {score}, {n} points below the cut-off, {cut_off}.",
            cut_off - score,
            score=number(score),
            cut_off=number(cut_off),
        )
    return count(
        "Your score on that day: {score}, {n} point below the cut-off, {cut_off}.",
        "Your score on that day: {score}, {n} points below the cut-off, {cut_off}.",
        cut_off - score,
        score=number(score),
        cut_off=number(cut_off),
    )


def _tie(found: RoundVerdict, zone: str) -> Html:
    """Exactly the cut-off: which came first, the profile or the tie-break."""
    score, tie_break = found.round.cut_off, found.round.tie_break
    if tie_break is None:
        return (
            say(NO_TIE_BREAK, score=number(score))
            if found.rank is Rank.before_tie_break
            else say(
                "{score} is exactly the cut-off. The tie-break of that round is not known to me.", score=number(score)
            )
        )
    told = {"score": number(score), "tie_break": moment(tie_break, zone)}
    if found.before is not None:
        told |= {"submitted": moment(tie_break - found.before, zone), "by": lasting(found.before)}
        if found.rank is Rank.before_tie_break:
            return say(
                "{score} = the cut-off. You submitted on {submitted}, the tie-break was {tie_break}: in time, by {by}.",
                **told,
            )
        if found.before:
            return say(
                "{score} = the cut-off. You submitted on {submitted}, the tie-break was {tie_break}: too late, by "
                "{by}.",
                **told,
            )
        return say(
            "{score} = the cut-off. You submitted at the very second of the tie-break, {tie_break}. As I read the "
            "rule, only profiles from before it were invited.",
            **told,
        )
    match found.rank:
        case Rank.before_tie_break:
            return say("{score} = the cut-off, and you submitted before the tie-break, {tie_break}.", **told)
        case Rank.after_tie_break:
            return say("{score} = the cut-off, and you submitted after the tie-break, {tie_break}.", **told)
    return say(
        "{score} = the cut-off. The tie-break was {tie_break}: without the time you submitted your profile, I cannot "
        "say which came first.",
        **told,
    )


def worded(part: Part) -> Html:
    """One condition, and what was missing for it."""
    facts = dict(part.facts)
    names = [say(PROGRAM_NAMES[InvitedProgram(str(value))]) for name, value in part.facts if name == "program"]
    category = facts.get("category")
    several = part.why is WhyKey.program_not_met and len(names) > 1
    told = say(
        NONE_MET if several else WHY[part.why],
        programs=listed(names),
        open=program_words.opened(part.open) if part.open else NOTHING,
        category=NOTHING if category is None else say(program_words.CATEGORIES[str(category)]),
        since=day(part.since),
        submitted=_day(facts.get("profile.submitted")),
        follows=_day(facts.get("profile.follows")),
        knock_out=say(SHUT[str(facts["knock_out"])]) if part.why is WhyKey.knock_out else NOTHING,
    )
    lacks = [_lacking(str(value), facts) for name, value in part.facts if name == "requirement"]
    return Html(" ".join((told, *(one for one in lacks if one))))


def _lacking(key: str, facts: Mapping[str, object]) -> Html:
    if key == "french" and not facts.get("french.found"):
        key, facts = "no_french", {**facts, "no_french.needed": facts.get("french.needed")}
    if key not in LACKS:
        return NOTHING
    found, needed = facts.get(f"{key}.found"), facts.get(f"{key}.needed")
    return say(
        LACKS[key],
        months=facts.get("months") or "",
        needed=number(needed) if isinstance(needed, int) else "",
        found=number(found) if isinstance(found, int) else "0",
    )


def _day(told: object) -> Html:
    return Html(day(told)) if isinstance(told, date) else NOTHING


def caveats(found: RoundVerdict) -> Iterator[Html]:
    """What a verdict takes for granted, each in a sentence."""
    if found.rank is not None and found.as_told:
        yield say(
            "Told without dates, and so taken for that day as you told it: {names}.",
            names=program_words.opened(found.as_told),
        )
    if found.rank is not None and "settlement_funds" in found.presumed:
        yield say("I take it that your settlement funds were enough.")
    if not found.complete:
        yield say(
            "A change to the points is reported for high-wage occupations. I do not know its points, so I compare by "
            "the tables I know."
        )
    if found.category is not None and found.eligible is not False:
        yield from (
            say(TO_CHECK.get(key, N_("What the sources say about this list is not certain.")))
            for key in found.to_check[:2]
        )
