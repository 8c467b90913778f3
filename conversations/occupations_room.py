"""/noc: which code of the National Occupational Classification is mine, and what it means for Express Entry.

The search is a script of one question, so that whatever is typed while it is open searches again. The code chosen leads
to a sheet (TEER, programs, category lists by date) and to the duties check, a script again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from conversations import changes, engine, privacy, program_words, score, scripts
from conversations.duties import NOT_KNOWN, SAYS
from conversations.engine import Interview, Outcome, Typed
from conversations.home import again
from conversations.messages import Button, Outgoing, Reply
from conversations.occupation_kind import TEERS, title
from conversations.occupation_scripts import CODE, DUTIES, FAMILY
from conversations.program_words import CATEGORIES
from conversations.questions import UNKNOWN, known
from conversations.visits import Room, Visit, open_script, screen_of
from locales import N_, NOTHING, Html, count, current, day, listed, plain, say
from rules import skilled_trades, work
from rules.categories import Listing, categories, listings
from rules.facts import DutiesCheck, Facts
from rules.occupations import UnitGroup, formerly, unit_groups
from rules.parameters import links
from rules.shapes.dated import Status

PREFIX: Final = "noc"
FIND: Final = f"{PREFIX}:find"
"""The button that opens the search; `noc:21232` opens the sheet of a code."""

STATUSES: Final = {
    Status.CONFIRMED: N_("list of {since}, confirmed"),
    Status.REPORTED: N_("list of {since}, reported by one source"),
    Status.EXPECTED: N_("list of {since}, expected but not confirmed"),
}
"""The day of a list, and how sure it is."""

DOUBTS: Final = {
    "cooks_or_butchers": (
        ("63200", "63201"),
        N_("Copies of the list of trades differ on cooks and butchers: the official list decides."),
    ),
}
"""What the sources leave open about a list (`to_check` of the rules), and the codes it is about."""


# --- the sheet ---


def sheet(group: UnitGroup, on: date) -> Outgoing:
    """All that is known of an occupation on a day."""
    address = links()["category_based_selection"]
    lists = Button(plain("Official category lists"), url=address.fr if current() == "fr" else address.en)
    return Outgoing("\n\n".join((_title(group), _programs(group, on), _lists(group, on))), ((lists,),))


def _title(group: UnitGroup) -> Html:
    lines = [
        Html(f"<b>{say('{code} {title}', code=group.code, title=title(group))}</b>"),
        say("{teer}. TEER means training, education, experience and responsibilities.", teer=say(TEERS[group.teer])),
    ]
    if old := formerly(group.code):
        lines.append(say("In the old classification, NOC 2016: {codes}.", codes=listed(old)))
    return _lines(lines)


def _programs(group: UnitGroup, on: date) -> Html:
    skilled = work.may_count(group.code, "canadian_experience_class", on)
    two = {"first": program_words.name(program_words.CEC), "second": program_words.name(program_words.FSW)}
    trades = program_words.name(program_words.TRADES)
    return _lines(
        [
            say("<b>Programs</b>"),
            say("{first} and {second}: this work can count (TEER 0 to 3).", **two)
            if skilled
            else say("{first} and {second}: this work does not count; they take TEER 0 to 3.", **two),
            say("{program}: it is one of its trades.", program=trades)
            if skilled_trades.is_trade(group.code, on)
            else say("{program}: it is none of its trades.", program=trades),
        ]
    )


def _lists(group: UnitGroup, on: date) -> Html:
    """The category lists the code is on, those it was on, and those announced."""
    lines = [say("<b>Category lists on {day}</b>", day=day(on))]
    found = listings(group.code, on)
    now = [one for one in found if one.since <= on and (one.until is None or on <= one.until)]
    lines += [_listed_now(one) for one in now] or [say("It is on none.")]
    lines += [
        say("From {since}: {category}.", since=day(one.since), category=_category(one))
        for one in found
        if one.since > on
    ]
    held = {one.category for one in now}
    lines += [
        say("No longer: {category}, on its lists until {until}.", category=_category(one), until=day(one.until))
        for one in _last(one for one in found if one.until is not None and one.until < on and one.category not in held)
        if one.until is not None
    ]
    open_questions = {key for one in categories(Facts(), on) for key in one.to_check}
    lines += [say(text) for key, (codes, text) in DOUBTS.items() if key in open_questions and group.code in codes]
    lines.append(say("A round of a category looks at the list of its own day, and a list can change within a year."))
    return _lines(lines)


def _last(past: Iterable[Listing]) -> list[Listing]:
    """Of each category the last list."""
    return list({one.category: one for one in past}.values())


def _category(one: Listing) -> Html:
    return say(CATEGORIES[one.category])


def _listed_now(one: Listing) -> Html:
    asked = count("{n} month of work", "{n} months of work", one.months)
    if one.in_canada:
        needs = say("{asked} in it in Canada within the last {years} years", asked=asked, years=one.window)
    elif one.continuous:
        needs = say("{asked} in it without a break within the last {years} years", asked=asked, years=one.window)
    else:
        needs = say("{asked} in it within the last {years} years", asked=asked, years=one.window)
    if one.armed_forces_offer:
        needs = say("{needs}, and an offer of the Canadian Armed Forces", needs=needs)
    since = say(STATUSES[one.status], since=day(one.since))
    return say("• {category} ({since}): {needs}.", category=_category(one), since=since, needs=needs)


def _lines(lines: Iterable[Html]) -> Html:
    return Html("\n".join(lines))


# --- the helper ---


async def _command(visit: Visit) -> Reply:
    """`/noc`, or `/noc welder`."""
    said = visit.incoming.text.strip()
    words = said.partition(" ")[2] if said.startswith("/") else ""
    return await (find(visit, words) if words.strip() else _open(visit))


async def _open(visit: Visit, note: Html = NOTHING) -> Reply:
    if visit.candidate.notice_version is None:
        return Reply((privacy.notice(),))
    _close(visit)
    return open_script(visit, FAMILY, {}, note)


async def find(visit: Visit, text: str) -> Reply:
    """Opens the helper and searches for what was typed."""
    opened = await _open(visit)
    if not visit.open or visit.open[-1].script != FAMILY:
        return opened
    script, state = scripts.find(FAMILY), visit.open[-1]
    turn = engine.step(script, state, Typed(text), visit.today)
    match turn.outcome:
        case Outcome.DONE:
            visit.open = visit.open[:-1]
            return await _finished(visit, turn.state)
        case Outcome.ASK:
            visit.open = (*visit.open[:-1], turn.state)
            return Reply((screen_of(visit, turn.state, turn.note),))
    return opened


def _close(visit: Visit) -> None:
    visit.open = tuple(each for each in visit.open if scripts.family(each.script) != FAMILY)


async def _pressed(visit: Visit, rest: str) -> Reply:
    if visit.candidate.notice_version is None:
        return Reply((privacy.notice(),))
    if group := unit_groups().get(rest):
        _close(visit)
        return _shown(visit, group)
    return await _open(visit)


def _shown(visit: Visit, group: UnitGroup) -> Reply:
    """The sheet, to be kept in the chat, and then the duties check."""
    shown = replace(sheet(group, visit.today), edit=visit.pressed)
    return Reply((shown, *open_script(visit, f"{FAMILY}:{group.code}", {}).messages))


async def _finished(visit: Visit, state: Interview) -> Reply:
    _, _, checked = state.script.partition(":")
    match known(state.answers, DUTIES if checked else CODE):
        case None if checked and state.answers.get(DUTIES) == UNKNOWN:
            return await _checked(visit, unit_groups()[checked], DutiesCheck.not_sure)
        case None if checked:
            return again(
                visit, say("The duties of {code} were not compared. /noc opens the search again.", code=checked)
            )
        case None:
            return again(visit, say("No occupation was chosen. /noc opens the search again."))
        case {"search": str(text)}:
            return await find(visit, text)
        case "search":
            return await _open(visit)
        case answer if checked:
            return await _checked(visit, unit_groups()[checked], DutiesCheck(answer))
        case code:
            return _shown(visit, unit_groups()[code])


async def _checked(visit: Visit, group: UnitGroup, check: DutiesCheck) -> Reply:
    """What the answer means, kept with the job of that code; a code that does not fit leads to another search."""
    said = [say(SAYS[check]), *await _kept(visit, group, check)]
    if check is DutiesCheck.does_not_fit:
        return await _open(visit, _lines(said))
    return again(visit, _lines(said))


async def _kept(visit: Visit, group: UnitGroup, check: DutiesCheck) -> list[Html]:
    before = visit.facts
    jobs = before.jobs or () if before else ()
    places = [place for place, job in enumerate(jobs) if job.noc == group.code]
    if before is None or not places:
        return []
    if len(places) > 1:
        return [say("You told me of more than one job with this code, so this answer is kept with none of them.")]
    (place,) = places
    if jobs[place].duties is check:
        return [say("Your profile has this answer already.")]
    job = jobs[place].model_copy(update={"duties": check})
    facts = before.model_copy(update={"jobs": (*jobs[:place], job, *jobs[place + 1 :])})
    visit.candidate = await changes.keep(visit.unit, visit.candidate, facts, visit.now, visit.today, "duties_check")
    kept = [say(NOT_KNOWN)] if check is DutiesCheck.does_not_fit else []
    return [*kept, score.moved(before, facts, visit.today)]


ROOM: Final = Room(
    commands={PREFIX: _command},
    presses={PREFIX: _pressed},
    words=(
        (
            (
                N_("find my NOC"),
                N_("my NOC"),
                N_("NOC"),
                N_("which NOC is mine?"),
                N_("search for an occupation"),
            ),
            _open,
        ),
    ),
    finishes={FAMILY: _finished},
)
"""The NOC helper."""
