"""Which of the federal programs a person meets, what is missing, and who of a couple should be principal applicant.

Every verdict and number comes from `rules`; here are only words and their order. The CRS and the Federal Skilled Worker
points never stand on one line.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from conversations import partner_points, program_words, shut_out, staying
from conversations.engine import ASK_MISSING
from conversations.home import again, shows
from conversations.messages import Button, Keyboard, Outgoing, Reply, in_messages
from conversations.program_words import CATEGORIES
from conversations.score import AS_IF, licensed, link, receipt
from conversations.visits import Room, Visit
from conversations.what_if.words import of_rounds
from conversations.where_to import EXACT, PARTNER, PROGRAMS, SCORE
from locales import N_, Html, count, day, listed, number, plain, say
from rules import programs
from rules.couples import BothWays, Way, Who, both_ways
from rules.facts import Facts
from rules.family import couple_from
from rules.improvements import non_accompanying
from rules.language import usable
from rules.nearest_miss import nearest_miss
from rules.ranges import is_least
from rules.reasons import FederalSkilledWorkerResult, ProgramResult
from rules.rounds_met import rounds_met
from rules.standing import Standing

PREFIX: Final = "e"
COUPLE: Final = f"{PREFIX}:couple"
STAYING: Final = f"{PREFIX}:staying"
POINTS: Final = f"{PREFIX}:points"

STANDINGS: Final = {
    True: N_("<b>{program}: met</b>"),
    False: N_("<b>{program}: not met</b>"),
    None: N_("<b>{program}: not known yet</b>"),
}
"""Whether the requirements of a program are met."""

PRINCIPALS: Final[dict[Who, str]] = {
    "candidate": N_("<b>You as principal applicant</b>"),
    "partner": N_("<b>Your partner as principal applicant</b>"),
}

BY_OCCUPATION: Final[dict[Who, str]] = {
    "candidate": N_("Categories that go by occupation: not known yet, as your jobs are not told one by one."),
    "partner": N_(
        "Categories that go by occupation: not known yet, as the jobs of your partner are not told one by one."
    ),
}


# --- the programs ---


def screen(facts: Facts, on: date) -> tuple[Outgoing, ...]:
    """The three programs on a day: met, not met or not known yet, why not, and the smallest changes."""
    found = programs.programs(facts, on)
    shut = _shut(found)
    blocks = [
        say("<b>Your programs on {day}</b>\nOne of the three is enough to be in the pool.", day=day(on, weekday=True)),
        *shut,
        *([Html(f"{say(AS_IF)} {licensed()}")] if shut else []),
        *(_program(facts, one) for one in found),
    ]
    if taken := program_words.taken(found):
        blocks.append(Html("\n".join([say("<b>What I took for granted</b>"), *taken])))
    if facts.tests and not any(usable(test, on) for test in facts.tests):
        blocks.append(say("No language result you told me counts on this day. A new result can count."))
    blocks.append(
        say(
            "<i>Looked at for {day}. An estimate: your official account wins.</i> {link}",
            day=day(on),
            link=link("eligibility_compare_programs", say("The official comparison")),
        )
    )
    rows: list[tuple[Button, ...]] = [(Button(plain("My score"), SCORE),)]
    if any(one.met is None for one in found):
        rows.insert(0, (Button(plain(ASK_MISSING), EXACT, style="primary"),))
    if facts.partner is not None:
        rows.append((Button(plain("Principal applicant?"), COUPLE),))
    return in_messages(blocks, tuple(rows))


def _shut(found: Iterable[ProgramResult], *, of_partner: bool = False) -> list[Html]:
    """What shuts the programs, each reason once."""
    return shut_out.each_once((knock_out for one in found for knock_out in one.knock_outs), of_partner=of_partner)


def _program(facts: Facts, result: ProgramResult) -> Html:
    lines = [say(STANDINGS[result.met], program=program_words.name(result.program))]
    if result.grid is not None:
        lines += _points(result, result.grid)
    lines += program_words.fails(result)
    if result.met is None:
        lines.append(say("Not known yet: {facts}.", facts=program_words.opened(result.open)))
    lines += _nearest(facts, result)
    lines.append(say("<i>Rules in force since {since}.</i>", since=day(result.rule_from)))
    return Html("\n".join(lines))


def _points(result: ProgramResult, grid: FederalSkilledWorkerResult) -> list[Html]:
    """The points on a line of their own; where open facts can add to them, it is the least that they can be."""
    total, most = number(grid.total), number(grid.most)
    if grid.assumed:
        points = say("Points for this program: at least {total} out of {most}.", total=total, most=most)
    else:
        points = say("Points for this program: {total} out of {most}.", total=total, most=most)
    if grid.reached:
        return [points, say("The pass mark is {mark}: reached.", mark=grid.pass_mark)]
    if not result.requirement("pass_mark").fails:
        depends = say(
            "The pass mark is {mark}: whether you reach it depends on what is not known yet.", mark=grid.pass_mark
        )
        return [points, depends]
    short = count(
        "The pass mark is {mark}: not reached, {n} point short.",
        "The pass mark is {mark}: not reached, {n} points short.",
        grid.pass_mark - grid.total,
        mark=grid.pass_mark,
    )
    return [points, short]


def _nearest(facts: Facts, result: ProgramResult) -> list[Html]:
    """The smallest changes that meet a program that is not met, or that lacks nothing but points so far."""
    if result.met is not False and not _lacks_only_points(result):
        return []
    miss = nearest_miss(facts, result.on, result.program)
    ways = program_words.ways(miss) if miss is not None else []
    if ways:
        return [
            say("The smallest changes that would be enough, each line by itself:"),
            *(Html(f"• {way}") for way in ways),
        ]
    if result.met is not False:
        return []
    if unknown := (*result.open, *(result.grid.assumed if result.grid is not None else ())):
        return [say("Not known yet: {facts}.", facts=program_words.opened(unknown))]
    return [say("I found no change of up to four things that would meet it.")]


def _lacks_only_points(result: ProgramResult) -> bool:
    return [one.key for one in result.requirements if not one.met] == ["pass_mark"]


# --- the couple board ---


def board(facts: Facts, on: date) -> tuple[Outgoing, ...]:
    """Each of the two as principal applicant, or why there is one way only."""
    buttons: Keyboard = ((Button(plain("My programs"), PROGRAMS), Button(plain("My score"), SCORE)),)
    if facts.partner is not None:
        buttons = (*buttons, (Button(plain("Partner link"), PARTNER),))
    found = both_ways(facts, on)
    if partner_points.counts(facts, on):
        buttons = ((Button(plain("Your partner's points"), POINTS),), *buttons)
    if non_accompanying(facts, on):
        buttons = ((Button(plain("Partner not coming?"), STAYING),), *buttons)
    if found.partner is None:
        return (Outgoing(_why_not(facts, found), buttons),)
    crs = found.candidate.crs
    blocks = [
        say("<b>Who should be principal applicant?</b>\nBoth ways, for {day}", day=day(on, weekday=True)),
        _way(found.candidate),
        _way(found.partner),
        _weighed(found, found.partner),
        say("“My programs” says what I took for granted."),
        Html(f"<i>{receipt(crs.rule_set, crs.rule_from, on)}</i>"),
    ]
    return in_messages(blocks, buttons)


def staying_screen(facts: Facts, on: date) -> tuple[Outgoing, ...]:
    """Both figures of a partner who comes or stays, once, with what has to be said with them."""
    text = staying.told(facts, on) or say("You told me of no partner who could come with you or stay.")
    buttons = (Button(plain("Principal applicant?"), COUPLE), Button(plain("My score"), SCORE))
    return (Outgoing(text, (buttons,)),)


def points_screen(facts: Facts, on: date) -> tuple[Outgoing, ...]:
    """What the partner gives and can give, the soonest first."""
    blocks = partner_points.told(facts, on)
    return in_messages(blocks, ((Button(plain("Principal applicant?"), COUPLE), Button(plain("My score"), SCORE)),))


def _why_not(facts: Facts, found: BothWays) -> Html:
    """Why the partner cannot be the principal applicant."""
    if found.why_not == "partner_is_canadian":
        return say(
            "Your partner is a citizen or permanent resident of Canada, and so cannot be the principal applicant: of "
            "the two of you, only you can."
        )
    start = couple_from(facts.partner) if facts.partner is not None else None
    if start is not None:
        return say(
            "By the dates you told me, you are spouses or common-law partners from {day} on. Until then, neither of "
            "you can be in the other's application; from that day on I can compare both ways.",
            day=day(start),
        )
    if facts.partner_unknown:
        return say("Whether you have a partner is not known yet. Once I know, I can compare both ways.")
    return say("You told me of no partner, so you are the principal applicant: there is nobody to compare with.")


def _way(way: Way) -> Html:
    total, most = number(way.crs.total), number(way.crs.most)
    if is_least(way.facts, way.crs):
        score = say("CRS score: at least {total} out of {most}", total=total, most=most)
    else:
        score = say("CRS score: {total} out of {most}", total=total, most=most)
    lines = [say(PRINCIPALS[way.principal]), score, _place(way)]
    for met, worded in (
        (True, N_("Programs met: {programs}")),
        (False, N_("Programs not met: {programs}")),
        (None, N_("Programs not known yet: {programs}")),
    ):
        named = [program_words.name(one.program) for one in way.programs if one.met is met]
        if named:
            lines.append(say(worded, programs=listed(named)))
    lines += [*_shut(way.programs, of_partner=way.principal == "partner"), *_rounds(way), _held(way)]
    if way.crs.assumed:
        missing = program_words.opened(way.crs.assumed, of_partner=way.principal == "partner")
        lines.append(say("Not known yet, so counted as nothing: {names}.", names=missing))
    return Html("\n".join(lines))


def _place(way: Way) -> Html:
    """Whether the score is a place in the pool."""
    if way.in_pool:
        return say("With a program met, that score is a place in the pool.")
    if _undecided(way):
        return say("Whether that score is a place in the pool is not known yet: it takes a program that is met.")
    return say("That score is no place in the pool, because no program is open to this way.")


def _undecided(way: Way) -> bool:
    """Whether open facts could still make the score a place in the pool."""
    return not way.in_pool and any(one.met is None and not one.knock_outs for one in way.programs)


def _rounds(way: Way) -> list[Html]:
    """The categories of rounds; they ask for a place in the pool besides."""
    lines = []
    entered = [say(CATEGORIES[one.category]) for one in way.categories if one.eligible]
    undecided = [one for one in way.categories if one.eligible is None]
    others = [one for one in undecided if "jobs" not in one.open]
    if entered and way.in_pool:
        lines.append(say("Categories of rounds that are open: {categories}", categories=listed(entered)))
    elif entered:
        names = listed(entered)
        lines.append(
            say("Categories of rounds that would be open with a place in the pool: {categories}", categories=names)
        )
    else:
        lines.append(say("Categories of rounds that are open: none for certain"))
    if others:
        names = listed([say(CATEGORIES[one.category]) for one in others])
        lines.append(say("Categories of rounds not known yet: {categories}", categories=names))
    if len(others) < len(undecided):
        lines.append(say(BY_OCCUPATION[way.principal]))
    return lines


def _held(way: Way) -> Html:
    """The rounds of the last twelve months that this way would have met."""
    now = Standing(way.crs.on, way.crs, way.programs, way.categories)
    return of_rounds(rounds_met(way.facts, now, until=way.crs.on))


def _weighed(found: BothWays, partner: Way) -> Html:
    """One sentence that says what differs and leaves the choice to them."""
    own = found.candidate
    if own.in_pool and _undecided(partner):
        return say(
            "You as principal applicant would have a place in the pool; with your partner as principal applicant it "
            "is not known yet, so the two ways cannot be compared so far."
        )
    if partner.in_pool and _undecided(own):
        return say(
            "Your partner as principal applicant would have a place in the pool; with you as principal applicant it "
            "is not known yet, so the two ways cannot be compared so far."
        )
    if own.in_pool != partner.in_pool:
        if own.in_pool:
            return say(
                "As far as I know today, only you as principal applicant would have a place in the pool; which way "
                "suits your plans is for the two of you to choose."
            )
        return say(
            "As far as I know today, only your partner as principal applicant would have a place in the pool; which "
            "way suits your plans is for the two of you to choose."
        )
    if not own.in_pool:
        return say(
            "As far as I know today, neither way has a place in the pool for certain, so look at the programs before "
            "the scores; which way to prepare is for the two of you to choose."
        )
    more = abs(own.crs.total - partner.crs.total)
    if found.scores_more == "candidate":
        return count(
            "As far as I know today, the score is {n} point higher with you as principal applicant; rounds and plans "
            "weigh too, and the choice is for the two of you.",
            "As far as I know today, the score is {n} points higher with you as principal applicant; rounds and plans "
            "weigh too, and the choice is for the two of you.",
            more,
        )
    if found.scores_more == "partner":
        return count(
            "As far as I know today, the score is {n} point higher with your partner as principal applicant; rounds "
            "and plans weigh too, and the choice is for the two of you.",
            "As far as I know today, the score is {n} points higher with your partner as principal applicant; rounds "
            "and plans weigh too, and the choice is for the two of you.",
            more,
        )
    return say(
        "As far as I know today, both ways score the same; rounds and plans can differ, and the choice is for the two "
        "of you."
    )


_programs, _couple, _staying = shows(screen), shows(board), shows(staying_screen)
_points_of_partner = shows(points_screen)


async def _press(visit: Visit, rest: str) -> Reply:
    match rest:
        case "programs":
            return await _programs(visit)
        case "couple":
            return await _couple(visit)
        case "staying":
            return await _staying(visit)
        case "points":
            return await _points_of_partner(visit)
    return again(visit, say("This menu is old. Here is the current one."))


ROOM: Final = Room(
    commands={"programs": _programs, "couple": _couple},
    presses={PREFIX: _press},
    words=(
        ((N_("My programs"), N_("am I eligible?")), _programs),
        (
            (
                N_("Principal applicant?"),
                N_("who should be main applicant?"),
                N_("who should be the principal applicant?"),
            ),
            _couple,
        ),
        ((N_("Partner not coming?"),), _staying),
        ((N_("Your partner's points"), N_("what can my partner do?")), _points_of_partner),
    ),
)
