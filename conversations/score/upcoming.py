"""What comes: what to do next and by when, what could hurt, and the calendar of the next 24 months.

Every day, loss and way to prevent it comes from `rules.dangers` and `rules.timeline`; a loss that ends the profile
stands first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from conversations import program_words
from conversations.booked import is_booked
from conversations.clock_words import consequence, named, past
from conversations.engine import ASK_MISSING
from conversations.events import by_itself
from conversations.improve import screens as improving
from conversations.improve import words
from conversations.messages import Button, Keyboard, Outgoing, in_rows, paragraphs
from conversations.paging import page_of, row_of
from conversations.score import estimated, licensed, no_rank, open_facts
from conversations.score.board import AHEAD, HURT, NEXT, PREFIX, of_cliff, too_little
from conversations.where_to import DATES, EXACT, INVITATION, JOURNEY, SCORE
from locales import N_, NOTHING, Html, count, day, inside, number, plain, say, signed
from rules import crs, what_if
from rules.bookings import booked
from rules.clocks import Deadline
from rules.dangers import Danger, Deed, Prevention, ahead, booked_by, by_weight, to_do
from rules.facts import BookedThing, Booking, Facts
from rules.improvement_plans import Outlook, Weighed, outlook, weighed_step
from rules.improvements import Group
from rules.journey import Phase, stage_on
from rules.knock_outs import knock_outs
from rules.months import add_months
from rules.reasons import CrsResult
from rules.standing import Standing, standing
from rules.timeline import Step, timeline

MONTHS: Final = 24
SHOWN: Final = 8
"""Dangers in one message, and steps on one page of the calendar."""

TO_DO_SHOWN: Final = 5

SOON: Final = 12
"""Months within which something has to be done before the score is worked on."""

WAYS_SHOWN: Final = 3
"""Ways to a program among what to do next; /improve has the others."""

FILE: Final = f"{PREFIX}:file"
COURSE: Final = f"{PREFIX}:course"

DO: Final[Mapping[str, str]] = {
    "new_test:own:english": N_("book a new English test"),
    "new_test:own:french": N_("book a new French test"),
    "new_test:partner:english": N_("book a new English test for your partner"),
    "new_test:partner:french": N_("book a new French test for your partner"),
    "new_assessment:own": N_("order a new assessment (ECA) of your diploma"),
    "new_assessment:partner": N_("order a new assessment (ECA) of your partner's diploma"),
    "funds:own": N_("have the money in your account, and ask your bank for a letter"),
    "new_profile:own": N_("see what a new profile costs, and when to begin it (/reentry)"),
    "submit:own": N_("submit the form of your profile"),
    "apply:own": N_("apply or decline (/invitation)"),
    "answer_nomination:own": N_("answer the nomination in your account"),
}
"""What prevents a danger and has a day to begin, by key, whose it is and what it is about."""

WITH_MARGIN: Final = frozenset({"new_test", "new_assessment", "funds"})
"""Where the day to begin rests on our planning margin; elsewhere it is the last day itself."""

UNDATED: Final[Mapping[str, str]] = {
    "birthday": N_(
        "Nothing prevents a birthday, and a new profile would not avoid it. Other points can make up for it."
    ),
    "forgiven": by_itself.FORGIVEN,
    "declare": N_(
        "It has to be told, on that day. Your partner's own language result and diploma can make up for the points."
    ),
    "rules": N_("Nothing prevents a change of the rules: those of the day count."),
    "work": N_("What can prevent it: work that counts, before that day. How your work counts: /work"),
    "province": N_("What can prevent it: ask your province in good time. It alone decides."),
    "new_permit": N_("What can prevent it: an extension of the permit, asked for in good time."),
    "funds": N_("What can prevent it: funds for the whole family, entered in the profile."),
}
"""What is to be said where no day to begin is known, by key."""


# --- what could hurt ---


def hurt(facts: Facts, on: date) -> Outgoing:
    """Every dated loss of the next 24 months, what ends the profile first, each with what prevents it."""
    keyboard = _on_from(Button(plain("What to do next"), NEXT), Button(plain("Score calendar"), AHEAD))
    if over := closed(facts, on):
        return Outgoing(over, keyboard)
    found = by_weight(ahead(facts, on, months=MONTHS))
    blocks = [say("<b>What could hurt your score in the next 24 months, if nothing is done</b>")]
    if not found:
        blocks.append(say("Nothing that I know of: no date you told me takes points or a program."))
    else:
        blocks.append(_before_losses(facts, on, found))
    blocks += [Html("\n".join(_danger(n, one, on))) for n, one in enumerate(found[:SHOWN], 1)]
    if len(found) > SHOWN:
        more = len(found) - SHOWN
        blocks.append(count("And {n} later loss: see the calendar.", "And {n} later losses: see the calendar.", more))
    if any(one.assumes for one in found):
        blocks.append(say("Jobs without a last day are taken to go on as they are."))
    blocks.append(_blind_spots(facts, on))
    return Outgoing(paragraphs(blocks), keyboard)


def _before_losses(facts: Facts, on: date, found: tuple[Danger, ...]) -> Html:
    """The score they are counted from, and in what order they stand."""
    result = crs.score(facts, on)
    told = [each for each in (estimated(facts, result), no_rank(facts, result)) if each]
    if len(found) > 1:
        told.append(say("Each loss is counted from what the earlier ones leave."))
    if found[0].ends_profile:
        told.append(say("What would end your profile stands first."))
    return Html(" ".join(told))


def closed(facts: Facts, on: date) -> Html:
    """Why no score is worked towards any more; empty as long as one is."""
    phase = stage_on(facts, on).phase
    if phase is Phase.landed:
        return say("You are a permanent resident: no score moves any more.")
    if phase.waits:
        return say(
            "You have applied: the points of your invitation are not counted again. What is to be done now: /journey"
        )
    return NOTHING


def _blind_spots(facts: Facts, on: date) -> Html:
    """A result without a date, and what is not known, have no day of their own."""
    missing = crs.score(facts, on).assumed
    undated = any(test.result_date is None for test in facts.tests)
    lines = [say("A test result without a date has no last day: tell it in /profile.")] if undated else []
    if missing:
        lines.append(say("Not known yet, and so without a date here: {names}.", names=open_facts(missing)))
    return Html("\n".join(lines))


def _danger(n: int, one: Danger, on: date) -> list[Html]:
    if one.clock is not None and one.clock.over(on):
        title = say("{n}. {what}.", n=n, what=named(one.clock.key))
        return [Html(f"<b>{title}</b>"), *past(one.clock.kind, one.clock.last_safe_day)]
    if one.clock is not None:
        told = {name: value.isoformat() if isinstance(value, date) else value for name, value in one.clock.facts}
        title = say(
            "{n}. <b>{day}</b>, last day: {what}.",
            n=n,
            day=day(one.clock.last_safe_day, weekday=True),
            what=inside(named(one.clock.key)),
        )
        return [
            line for line in (title, consequence(one.clock.kind, one.clock.missed, told), *_prevented(one, on)) if line
        ]
    lines = [
        say("{n}. <b>{day}</b>: {causes}.", n=n, day=day(one.day, weekday=True), causes=by_itself.because(one.causes))
    ]
    return [*lines, *losses(one), *_prevented(one, on)]


def losses(one: Danger) -> list[Html]:
    """What a day takes, the CRS and the Federal Skilled Worker points on lines of their own."""
    lines = []
    if one.points_lost:
        lines.append(
            say(
                "CRS score: {now} instead of {was} ({loss}).",
                now=number(one.crs_after),
                was=number(one.crs_before),
                loss=signed(-one.points_lost),
            )
        )
    if one.pass_mark_lost:
        lines.append(
            say(
                "Federal Skilled Worker points: {now} instead of {was}, below the pass mark of {mark}.",
                now=number(one.grid_after),
                was=number(one.grid_before),
                mark=one.pass_mark,
            )
        )
    if one.programs_lost:
        lines.append(say("No longer met: {programs}.", programs=program_words.names(one.programs_lost)))
    if one.ends_profile:
        lines.append(say("As far as I know no program would be left: a profile in the pool ends with that."))
    if one.categories_lost:
        names = program_words.categories(one.categories_lost)
        lines.append(say("Categories of rounds lost: {names}.", names=names))
    return lines


def _prevented(one: Danger, on: date) -> list[Html]:
    """A sentence for each way to prevent it."""
    return [_way(each, on) for each in one.prevented_by]


def _way(each: Prevention, on: date) -> Html:
    if each.by is None:
        return say(UNDATED[each.key])
    if each.key == "new_profile":
        return say("Nothing extends a profile. What a new one costs, and when to begin it: /reentry")
    if each.booking is not None:
        return say("What prevents it is done, by what you told me: {way}.", way=way(each))
    by = day(each.by, weekday=True)
    if each.key not in WITH_MARGIN:
        return say("What prevents it: {way}, by {by}.", way=way(each), by=by)
    if each.by < on:
        return say("What can still prevent it: {way}, at once. Our planning margin has passed.", way=way(each))
    return say("What prevents it: {way}, by {by} (our planning margin).", way=way(each), by=by)


def way(each: Prevention) -> Html:
    """What prevents a danger, in the middle of a sentence, without its day."""
    return say(DO[":".join(filter(None, (each.key, each.whose, each.about)))])


# --- what to do next ---


def following(facts: Facts, on: date) -> Outgoing:
    """What to do next, the earliest day first, and what is worth telling.

    The nearest step up stands behind what has to be done within the year, and before what is far away.
    """
    result = crs.score(facts, on)
    missing, unknown = result.assumed, too_little(result)
    invited = stage_on(facts, on).phase is Phase.invited
    first = (Button(plain("My invitation"), INVITATION, style="primary"),) if invited else ()
    ask = plain(ASK_MISSING) if unknown else plain("Make it exact")
    exact = (Button(ask, EXACT, style="primary"),) if missing else ()
    keyboard = _on_from(
        *first,
        *exact,
        Button(plain("More points"), "im:show"),
        Button(plain("What could hurt me"), HURT),
        Button(plain("My journey"), JOURNEY),
    )
    if over := closed(facts, on):
        return Outgoing(over, keyboard)
    found = ahead(facts, on, months=MONTHS)
    blocks = [say("<b>What to do next, and by when</b>")]
    shut = bool(knock_outs(facts, on))
    now = standing(facts, on)
    outside = not (shut or invited or unknown) and not now.eligible_programs
    ways = 0
    if shut:
        blocks.append(Html(f"{say('First of all: see in /score what shuts the programs.')} {licensed()}"))
    elif outside:
        told, ways = _program_first(facts, on)
        blocks += told
    things = to_do(found, on)[:TO_DO_SHOWN]
    if unknown:
        blocks.append(improving.needed_first(result))
    elif not things:
        blocks.append(say("Nothing you told me has to be renewed by a day in the next 24 months."))
    deeds = _deeds(things, ways + 1)
    # one band more may open no program, and adds nothing to an invitation
    step_up = NOTHING if outside or invited else _step_up(facts, now, found)
    soon = any(each.prevention.by is None or each.prevention.by <= add_months(on, SOON) for each in things)
    blocks += [*deeds, step_up] if soon else [step_up, *deeds]
    if missing and not unknown:
        blocks.append(say("Worth telling me, any day: {names}.", names=open_facts(missing)))
    return Outgoing(paragraphs(blocks), keyboard)


def _program_first(facts: Facts, on: date) -> tuple[list[Html], int]:
    """That a program comes first, and how many ways to one or to more points are numbered below it."""
    found = outlook(facts, on)
    blocks = [improving.program_first()]
    title, ways = _ways_in(found)
    if ways:
        lines = [improving.item(n, one, facts, found) for n, one in enumerate(ways, 1)]
        blocks += [Html("\n".join([say(title), *lines])), improving.next_loss(found)]
    return blocks, len(ways)


def _ways_in(found: Outlook) -> tuple[str, list[Weighed]]:
    """What would open a program, preferably before the next loss; where nothing would for certain, and it is not known
    whether one is open, what brings most by then.
    """
    own = [one for one in improving.best(found) if one.group is not Group.nomination]
    dated = [one for one in own if one.begin_by is not None and one.in_time]
    opening = [one for one in own if one.improvement.programs]
    if opening:
        ways = [one for one in opening if one in dated] or opening
        return N_("This would open one for certain, each line by itself:"), ways[:WAYS_SHOWN]
    undecided = any(one.met is None for one in found.standing.programs)
    return N_("<b>What would bring points, the most first</b>"), dated[:WAYS_SHOWN] if undecided else []


def _deeds(things: Sequence[Deed], begin: int) -> list[Html]:
    """Things to do, numbered on from `begin`."""
    told: list[Html] = []
    first: dict[Danger, int] = {}
    for n, each in enumerate(things, begin):
        told.append(_thing(n, each, first.setdefault(each.danger, n)))
    return told


def _thing(n: int, each: Deed, first: int) -> Html:
    """What to do by when, and what comes otherwise; the same loss is told once, under the number `first`."""
    one, by, do = each.danger, each.prevention.by, way(each.prevention)
    if each.prevention.booking is not None:
        return _done(n, each, each.prevention.booking)
    if by is None or each.late:
        lines = [say("{n}. <b>Now</b>: {what}. It may come too late; do it all the same.", n=n, what=do)]
    elif each.prevention.key in WITH_MARGIN:
        lines = [say("{n}. <b>By {day}</b>: {what} (our planning margin).", n=n, day=day(by, weekday=True), what=do)]
    else:
        lines = [say("{n}. <b>By {day}</b>: {what}.", n=n, day=day(by, weekday=True), what=do)]
    if one.clock is not None:
        return Html("\n".join([*lines, _about(one.clock, each)]))
    if first < n:
        lines.append(say("Otherwise, on {day}: the loss told under {n}.", day=day(one.day, weekday=True), n=first))
        return Html("\n".join(lines))
    lines.append(say("Otherwise, on {day}:", day=day(one.day, weekday=True)))
    return Html("\n".join([*lines, *losses(one)]))


def _done(n: int, each: Deed, booking: Booking) -> Html:
    """What is booked or ordered: only its result is still to come."""
    before = day(each.danger.day, weekday=True)
    if booking.on is None:
        return say(
            "{n}. <b>Done</b>, by what you told me: {what}. Tell me the result when it is there, before {day}.",
            n=n,
            what=way(each.prevention),
            day=before,
        )
    return say(
        "{n}. <b>Done</b>, by what you told me: {what}. It is on {on}; tell me the result when it is there, before "
        "{day}.",
        n=n,
        what=way(each.prevention),
        on=day(booking.on, weekday=True),
        day=before,
    )


def _about(clock: Deadline, deed: Deed) -> Html:
    """The clock that a deed is about, with its own last day where the deed comes before it."""
    what, by = inside(named(clock.key)), deed.prevention.by
    if deed.prevention.key in WITH_MARGIN or by is None or by >= clock.last_safe_day:
        return say("It is about {what}.", what=what)
    return say("It is about {what}; its last day is {day}.", what=what, day=day(clock.last_safe_day, weekday=True))


def _step_up(facts: Facts, now: Standing, found: tuple[Danger, ...]) -> Html:
    """The one band that would bring most, what else it changes, and until when it counts before the next loss."""
    on = now.on
    cliff = what_if.nearest_cliff(facts, on, now=now.crs)
    if cliff is None:
        return NOTHING
    step = say("<b>The nearest step up: {ability} {needed} instead of {now}</b> ({test}): {gain}.", **of_cliff(cliff))
    step = Html(f"{step} {words.beyond(weighed_step(cliff, facts, on, now=now), now)}")
    if (there := booked(facts, "own", BookedThing(f"{cliff.language}_test"), on)) is not None:
        return Html(f"{step} {is_booked(there)}")
    before = booked_by(facts, on, cliff.language, found=found)
    if before.by is None or before.drop is None:
        return step
    if before.late:
        late = say("Our planning margin before the next loss, on {drop}, has passed.", drop=day(before.drop))
        return Html(f"{step} {late}")
    booking = say(
        "To have the result before the next loss, on {drop}, book the test by {by} (our planning margin).",
        drop=day(before.drop),
        by=day(before.by, weekday=True),
    )
    return Html(f"{step} {booking}")


# --- the calendar ---


def steps_ahead(facts: Facts, on: date) -> tuple[Step, ...]:
    """The steps of the next 24 months; none once an application is made."""
    return () if closed(facts, on) else timeline(facts, on, months=MONTHS)


def calendar(facts: Facts, on: date, page: int = 0) -> Outgoing:
    """The score from day to day over the next 24 months, each step with its reason; some a page."""
    keyboard: Keyboard = _on_from(Button(plain("What could hurt me"), HURT), Button(plain("My dates"), DATES))
    if over := closed(facts, on):
        return Outgoing(over, keyboard)
    found, result = steps_ahead(facts, on), crs.score(facts, on)
    blocks = [
        say("<b>Your score in the next 24 months, if nothing is done</b>\nBy the rules known today."),
        _span(facts, result, found),
        no_rank(facts, result),
        _blind_spots(facts, on),
    ]
    if any(step.assumes for step in found):
        blocks.append(say("Jobs without a last day are taken to go on as they are."))
    paged = page_of(found, page, SHOWN)
    stage = stage_on(facts, on)
    for n, step in enumerate(paged.shown, paged.number * SHOWN + 1):
        lines = [by_itself.in_words(n, step, facts, stage)]
        if step.document_only:
            lines.append(say("It moves no points."))
        blocks.append(Html("\n".join(lines)))
    blocks.append(paged.in_words())
    turning = row_of(*paged.turning(N_("Earlier"), N_("Later"), lambda to: f"{AHEAD}:{to}"))
    forms = in_rows([Button(plain("Calendar as a picture"), COURSE), Button(plain("Score calendar file"), FILE)])
    return Outgoing(
        paragraphs(blocks),
        (*turning, *(forms if found else ()), *keyboard),
    )


def _span(facts: Facts, result: CrsResult, found: tuple[Step, ...]) -> Html:
    now = estimated(facts, result)
    if not found:
        return Html(f"{now} {say('As far as I know, no day of the next 24 months moves it.')}")
    totals = [result.total, *(step.crs_after for step in found)]
    then = say("From then on, between {lowest} and {highest}.", lowest=number(min(totals)), highest=number(max(totals)))
    return Html(f"{now} {then}")


def _on_from(*buttons: Button) -> Keyboard:
    first = tuple((button,) for button in buttons if button.style)
    rest = [button for button in buttons if not button.style]
    return (*first, *in_rows([*rest, Button(plain("My score"), SCORE)]))
