"""The ranked list of what can be done for more points, and each group of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from conversations import program_words, shut_out, stages
from conversations.engine import ASK_MISSING
from conversations.improve import words
from conversations.messages import Button, Keyboard, Outgoing, in_messages, in_rows
from conversations.score import AS_IF, at_least, estimated, licensed, open_facts, what_moved
from conversations.score.board import NEEDED, too_little
from conversations.where_to import EXACT, JOURNEY, SCORE
from locales import N_, NOTHING, Html, beginning, count, day, inside, number, plain, say, signed
from rules.facts import Facts
from rules.improvement_plans import Outlook, Weighed
from rules.improvements import Group
from rules.journey import Phase, stage_on
from rules.knock_outs import knock_outs
from rules.reasons import CrsResult

MOST: Final = 7
"""As many of the best stand on the first screen as are read with ease; the others are in their groups."""

WAYS: Final = 3
"""Ways to a program on the first screen; /programs has the others."""

OVER: Final = {
    Phase.applied: N_("Your application is sent: the points of your invitation are not counted again."),
    Phase.approved: N_("Your application is approved: no score is needed any more."),
    Phase.landed: N_("You are a permanent resident: no score moves any more."),
}
"""Where no points are worked towards any more."""


def over(facts: Facts, on: date) -> Outgoing | None:
    """What is said instead of the list once an application is sent; None before."""
    phase = stage_on(facts, on).phase
    if phase not in OVER:
        return None
    text = Html(f"{say(OVER[phase])} {say('There is nothing left to improve for Express Entry.')}")
    return Outgoing(text, ((Button(plain("My journey"), JOURNEY),),))


# --- the first screen ---


def main(facts: Facts, found: Outlook) -> tuple[Outgoing, ...]:
    """The best of each group in the order of points, what comes first where no program is open, and the next loss."""
    if too_little(found.standing.crs):
        return _answers_first(facts, found)
    ranked = best(found)
    own = [one for one in ranked if one.group is not Group.nomination]
    decided = [one for one in ranked if one.group is Group.nomination]
    blocks = [
        _headline(facts, found),
        invited(facts, found.on),
        _shut(facts, found.on),
        _eligible_first(found),
        unknown(found.standing.crs) if found.standing.eligible_programs else NOTHING,  # else it is told before
        _cliff(found),
        next_loss(found),
    ]
    if own:
        title = (
            say("<b>What would bring points, the most first</b>")
            if found.standing.eligible_programs
            else say("<b>What would bring points</b> (first what opens a program, then the most)")
        )
        blocks.append(Html("\n".join([title, *(item(n, one, facts, found) for n, one in enumerate(own, 1))])))
    else:
        blocks.append(say("I found nothing you could do by yourself that would bring more points."))
    if decided:
        title = say("<b>Decided by a province or territory, not by you</b>")
        lines = [item(n, one, facts, found) for n, one in enumerate(decided, len(own) + 1)]
        blocks.append(Html("\n".join([title, *lines])))
    blocks.append(_legend(found))
    shown = [*own, *decided]
    buttons = in_rows(Button(words.label(one.improvement), _opens(one)) for one in shown)
    groups = in_rows(
        Button(plain("{group}: all {n}", group=plain(words.GROUPS[group]), n=n), f"{words.PREFIX}:g:{group}")
        for group, n in _more(found, shown)
    )
    aside = (Button(plain("French path"), words.FRENCH), Button(plain("My score"), SCORE))
    return in_messages(blocks, (*buttons, *groups, *_missing(found), aside), numbered=len(shown))


def needed_first(result: CrsResult) -> Html:
    """The answers without which no step and no day can be named."""
    return say(
        "<b>First: your answers.</b> I know too little to name a step or a day. What I need: {names}.",
        names=open_facts(fact for fact in NEEDED if fact in result.assumed),
    )


def program_first() -> Html:
    """That no program is met, and so no number is a place in the pool."""
    return say(
        "<b>First: a program.</b> On these answers none is met for certain, and without one no score is a place in "
        "the pool. “More points” says what would open one."
    )


def _answers_first(facts: Facts, found: Outlook) -> tuple[Outgoing, ...]:
    """Where hardly anything is known, a list would be that of anybody: what is needed instead."""
    needed = needed_first(found.standing.crs)
    if not any(one.knock_outs for one in found.standing.programs):
        needed = Html(f"{needed} {say('Whether a program is open to you is not known yet either.')}")
    blocks = [_headline(facts, found), invited(facts, found.on), _shut(facts, found.on), needed, _loss(found)]
    aside = (Button(plain("French path"), words.FRENCH), Button(plain("Nomination path"), words.NOMINATION))
    ask = Button(plain(ASK_MISSING), EXACT, style="primary")
    return in_messages(blocks, ((ask,), *in_rows((*aside, Button(plain("My score"), SCORE)))))


def best(found: Outlook) -> list[Weighed]:
    """The first screen's choice, the most points first: of a language the best single band and one level, of any other
    group the best; of education an assessment besides, of work the year that comes by itself. Where no program is open,
    what opens one stands in front; what would leave none open stands in its group alone.
    """
    chosen: list[Weighed] = []
    for group in Group:
        members = [one for one in found.weighed if one.group is group and not one.loses_the_pool]
        if group in (Group.english, Group.french):
            band = next((one for one in members if one.improvement.key == "band_up"), None)
            chosen += [one for one in (band, _level(members)) if one is not None]
            continue
        coming = [one for one in members if dict(one.improvement.detail).get("day") is not None]
        chosen += (coming or members)[:1]
        if group is Group.education:
            chosen += [one for one in members[1:] if one.improvement.key == "assessment"]
    ranked = [one for one in found.weighed if one in chosen]  # the order of the rules
    if not found.standing.eligible_programs:
        ranked.sort(key=lambda one: not one.improvement.programs)
    own = [one for one in ranked if one.group is not Group.nomination][:MOST]
    return [one for one in ranked if one in own or one.group is Group.nomination]


def _level(members: Sequence[Weighed]) -> Weighed | None:
    """The level to show of a language: the lowest that opens something, otherwise the one that brings most."""
    levels = [one for one in members if one.improvement.key == "language_level"]
    opening = [one for one in levels if not one.changes_points_only]
    return opening[-1] if opening else next(iter(levels), None)


def _more(found: Outlook, shown: Sequence[Weighed]) -> list[tuple[Group, int]]:
    """The groups that have more than is shown, with how many there are in all."""
    counted = []
    for group in Group:
        members = [one for one in found.weighed if one.group is group]
        if any(one not in shown for one in members):
            counted.append((group, len(members)))
    return counted


def _opens(one: Weighed) -> str:
    """The data of an improvement's button; a nomination's plan is its path."""
    if one.group is Group.nomination:
        return words.NOMINATION
    return f"{words.PREFIX}:p:{words.code(one.improvement)}"


def _headline(facts: Facts, found: Outlook) -> Html:
    title, result = say("<b>More points: what would bring them</b>"), found.standing.crs
    if found.standing.eligible_programs:
        return Html(f"{title}\n{estimated(facts, result)}")
    told = say(
        "Your CRS points, as a sum for {day}: {total} out of {most}.",
        day=day(found.on),
        total=at_least(facts, result),
        most=number(result.most),
    )
    return Html(f"{title}\n{told}")


def invited(facts: Facts, on: date) -> Html:
    """That points add nothing to an invitation that is open, and until when to apply; empty without one."""
    if stage_on(facts, on).phase is not Phase.invited:
        return NOTHING
    return say(
        "You have an invitation: more points add nothing to it. What counts now is to apply in time; “My invitation” "
        "has the day. {what}",
        what=stages.next_date(facts, on),
    )


def _shut(facts: Facts, on: date) -> Html:
    shut = shut_out.each_once(knock_outs(facts, on))
    return Html(" ".join([*shut, say(AS_IF), licensed()])) if shut else NOTHING


def _eligible_first(found: Outlook) -> Html:
    """What would open a program, where none is open: without one, no number is a place in the pool."""
    if found.standing.eligible_programs or any(one.knock_outs for one in found.standing.programs):
        return NOTHING
    open_ = [one for one in found.standing.programs if one.met is None]
    if open_:
        told = say(
            "<b>First: a program</b>\nWhether a program is open to you is not known yet, and without one no score is a "
            "place in the pool. It depends on: {facts}.",
            facts=program_words.opened([fact for one in open_ for fact in one.open]),
        )
    else:
        told = say(
            "<b>First: a program</b>\nNo program is open to you today, and without one no score is a place in the "
            "pool. This would open one, each line by itself:"
        )
    lines: list[Html] = []
    for miss in found.misses:
        ways = program_words.ways(miss)[:WAYS]
        if ways:
            worded = N_("{program}, in its own points:") if miss.missing is not None else N_("{program}:")
            named = say(worded, program=program_words.name(miss.program))
            lines.append(Html("\n".join([named, *_bullets(ways)])))
    if lines and open_:
        lines.insert(0, say("This would open one for certain, each line by itself:"))
    if not lines and not open_:
        return say(
            "<b>First: a program</b>\nNo program is open to you today, and without one no score is a place in the "
            "pool. I found no change of up to four things that would open one."
        )
    return Html("\n".join([told, *lines]))


def _bullets(lines: Sequence[Html]) -> list[Html]:
    return [Html(f"• {line}") for line in lines]


def unknown(result: CrsResult) -> Html:
    """The answers that are not known, where any are missing."""
    if not result.assumed:
        return NOTHING
    return say(
        "Not known yet, so counted as nothing: {names}. Once you tell it, what is below can change.",
        names=open_facts(result.assumed),
    )


def _missing(found: Outlook) -> Keyboard:
    return ((Button(plain(ASK_MISSING), EXACT),),) if found.standing.crs.assumed else ()


def _cliff(found: Outlook) -> Html:
    """The one ability that decides about several factors at once."""
    cliff = found.cliff
    if cliff is None:
        return NOTHING
    one = cliff.improvement
    return count(
        "<b>One ability decides: {band}: {gain}</b>, because {n} thing moves: {moved}.",
        "<b>One ability decides: {band}: {gain}</b>, because {n} things move: {moved}.",
        len(one.moved),
        band=inside(words.title(one)),
        gain=signed(one.gain),
        moved=what_moved(one.moved),
    )


def _loss(found: Outlook) -> Html:
    if found.drop is None:
        return words.no_loss(found)
    return say("<b>The next loss</b>: {loss}.", loss=words.loss(found.drop))


def next_loss(found: Outlook) -> Html:
    """The next loss, and what “begin by” means where the lines of a list say it."""
    told = _loss(found)
    if found.drop is None or not any(one.begin_by is not None and one.in_time for one in found.weighed):
        return told
    return Html(f"{told} {say('“Begin by” is the last day to begin something so that it is there before that.')}")


def item(n: int, one: Weighed, facts: Facts, found: Outlook) -> Html:
    """An improvement in two lines: its points and what it is, then when, and what it opens."""
    when, waits = words.when(one), words.answer_by(facts, found.on) if one.group is Group.nomination else None
    if waits is not None:
        when = say("waits for your answer in your account until {day}", day=day(waits))
    return say(
        "{n}. <b>{gain}: {what}</b>\n{when}; {opens}.",
        n=n,
        gain=signed(one.improvement.gain),
        what=words.title(one.improvement),
        when=beginning(when),
        opens=words.opens(one, found.standing),
    )


def _legend(found: Outlook) -> Html:
    """What the short words of the list mean."""
    lines = [
        say("Each gain is worked out for today, with all else as it is; two gains together are not always their sum.")
    ]
    if found.standing.eligible_programs and any(one.changes_points_only for one in found.weighed):
        lines.append(words.points_only())
    lines.append(say("Weeks are our planning margins, not IRCC's. No forecast: no one knows the next cut-off."))
    return Html(f"<i>{' '.join(lines)}</i>")


# --- a group ---


def group(facts: Facts, found: Outlook, which: Group) -> tuple[Outgoing, ...]:
    """All of a group, the most points first."""
    members = [one for one in found.weighed if one.group is which]
    name = say(words.GROUPS[which])
    if not members:
        blocks = [say("<b>{group}</b>\nNothing here would bring more points.", group=name)]
    else:
        lines = [item(n, one, facts, found) for n, one in enumerate(members, 1)]
        blocks = [
            say("<b>{group}: what would bring points</b>", group=name),
            invited(facts, found.on),
            next_loss(found),
            Html("\n".join(lines)),
            _legend(found),
        ]
    buttons = in_rows(Button(words.label(one.improvement), _opens(one)) for one in members)
    aside = [Button(plain("More points"), words.SHOW)]
    if which is Group.french:
        aside.insert(0, Button(plain("French path"), words.FRENCH))
    return in_messages(blocks, (*buttons, tuple(aside)), numbered=len(members))
