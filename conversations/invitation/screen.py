"""The days of an invitation: by when to apply and why, the ways still open, the plan counted back from that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from conversations.clock_names import named
from conversations.invitation import clock_words
from conversations.invitation.kinds import PROGRAM_NAMES
from conversations.messages import Button, Keyboard, Outgoing, enumerated, in_rows, paragraphs
from conversations.score import licensed, link
from conversations.zones import place
from locales import N_, NOTHING, Html, count, current, day, hour, inside, listed, plain, say
from rules.deadlines import Deadline, Kind, last_moment
from rules.effective_deadline import EffectiveDeadline, Route, ToGet, Way
from rules.facts import Facts, Invitation
from rules.parameters import book

PREFIX: Final = "i"
"""What the data of the buttons here begin with."""

SHOW, TELL, CHECK, APPLY, APPLIED, LEAVE, PRACTICE, PLAN = (
    f"{PREFIX}:{word}" for word in ("show", "tell", "check", "apply", "applied", "leave", "practice", "plan")
)
GOT, TELL_NEW, CHECK_LINES, WAYS, DECLINE, DECLINED, CANCELLED, LAPSE, LAPSED, UNDO, MISSED = (
    f"{PREFIX}:{word}"
    for word in ("got", "new", "lines", "ways", "decline", "declined", "cancelled", "lapse", "lapsed", "undo", "missed")
)

NEAR_END: Final = 2
"""With so many days left what can be done is said first."""

MINUTE: Final = timedelta(minutes=1)

DOORS: Final = (
    (N_("Check my invitation"), CHECK),
    (N_("My plan"), PLAN),
    (N_("I have applied"), APPLY),
    (N_("Decline, or do nothing"), LEAVE),
    (N_("Change these answers"), TELL),
)
"""The buttons under an open invitation."""


def buttons(*labelled: tuple[str, str], also: tuple[tuple[str, str], ...] = ()) -> Keyboard:
    """Buttons of labels and data, two short ones a row."""
    return in_rows(Button(plain(label), data) for label, data in (*labelled, *also))


def two_clocks(instant: datetime, zone: str) -> Html:
    """An instant by UTC and by the person's clock, each with its weekday."""
    utc, there = instant.astimezone(UTC), instant.astimezone(ZoneInfo(zone))
    return say(
        "{utc_day}, {utc_time} UTC; on your clock ({place}): {day}, {time}",
        utc_day=day(utc.date(), weekday=True),
        utc_time=hour(instant, "UTC") if current() == "fr" else f"{utc:%H:%M}",
        place=place(zone),
        day=day(there.date(), weekday=True),
        time=hour(instant, zone),
    )


def last_minute(clock: Deadline, zone: str) -> datetime:
    """The last minute that is safe by a clock."""
    return last_moment(clock, ZoneInfo(zone)) - MINUTE


def end_of(last: date) -> datetime:
    """The last minute of an invitation that runs through a day."""
    return datetime.combine(last, time(23, 59), UTC)


def title(invitation: Invitation) -> Html:
    """Which invitation it is."""
    issued = day(invitation.issued, weekday=True)
    if invitation.program is None:
        return say("<b>Your invitation of {day}</b>", day=issued)
    program = say(PROGRAM_NAMES[invitation.program])
    return say("<b>Your invitation of {day}</b>: {program}", day=issued, program=program)


def screens(
    facts: Facts, found: EffectiveDeadline, now: datetime, today: date, zone: str, note: Html = NOTHING
) -> tuple[Outgoing, ...]:
    """Everything about an open invitation: the day to apply by first, then the ways and the plan."""
    invitation = facts.invitation
    if invitation is None:
        return ()
    blocks = [
        note,
        title(invitation),
        *_near_the_end(found, today),
        _apply_by(found, today, zone, now),
        _by_the_letter(found, zone),
        *_differs(found),
        *_others(found),
        ways(found, today),
        *_first(facts, found, today),
        say("Look into your account every few days: messages about it can land in the spam folder."),
    ]
    text = paragraphs(blocks)
    return (Outgoing(text, buttons(*DOORS)),)


def in_short(found: EffectiveDeadline, today: date) -> Html:
    """By when to apply, without the clocks: below the summary of the answers."""
    return _apply_by(found, today)


def _apply_by(found: EffectiveDeadline, today: date, zone: str = "", now: datetime | None = None) -> Html:
    early = bool(found.dies)
    last = day(found.last_safe_day, weekday=True)
    over = found.last_safe_day < today or (now is not None and now >= last_moment(found.cause, ZoneInfo(zone)))
    if over:
        lines = [say("<b>The last safe day to apply has passed: {day}, day {n}</b>", day=last, n=found.day)]
    else:
        lines = [say("<b>Apply by {day}: day {n}</b>", day=last, n=found.day)]
    if early:
        lines.append(
            say(
                "You have {n} days, not {days}. What sets the deadline: {cause}. {why}",
                n=found.day,
                days=found.days,
                cause=inside(named(found.cause.key)),
                why=clock_words.because(found.cause),
            )
        )
    if zone:
        lines.append(say("To the minute: {clocks}", clocks=two_clocks(last_minute(found.cause, zone), zone)))
    if not early and found.plan_by >= today:
        lines.append(
            say(
                "Aim at day {n}, {day}. Day {last} is the last day, to the time your account shows.",
                n=(found.plan_by - (found.invitation.started or today)).days,
                day=day(found.plan_by, weekday=True),
                last=found.days,
            )
        )
    if over and early:
        lines.append(say("If you have a new one already, tell me, and I count anew."))
    lines.append(_today(found, today, over=over))
    return Html("\n".join(lines))


def _today(found: EffectiveDeadline, today: date, *, over: bool) -> Html:
    number = (today - (found.invitation.started or today)).days
    left = (found.last_safe_day - today).days
    if over or left < 0:
        return say("Today is day {day}: that moment has passed.", day=number)
    if left > 0:
        return count("Today is day {day}: {n} day is left.", "Today is day {day}: {n} days are left.", left, day=number)
    return say("Today is day {day}: it is the last safe day.", day=number)


def _by_the_letter(found: EffectiveDeadline, zone: str) -> Html:
    """The end of the invitation itself, where it is not the day to apply by."""
    if not found.dies:
        return NOTHING
    clocks = two_clocks(last_minute(found.invitation, zone), zone)
    return say(
        "The invitation itself ends later than what you can use, on day {n}: {clocks}",
        n=found.days,
        clocks=clocks,
    )


def _differs(found: EffectiveDeadline) -> Iterator[Html]:
    clock = found.invitation
    if clock.differs and clock.told is not None and clock.computed is not None:
        yield say(
            "You told me that the letter says {told}; counted from its date the last day would be {computed}. The "
            "letter wins. They are more than a day apart, so please look at both dates once more.",
            told=day(clock.told, weekday=True),
            computed=day(clock.computed, weekday=True),
        )


def _others(found: EffectiveDeadline) -> Iterator[Html]:
    """What else runs out before the invitation, and what of it does no harm."""
    later = [one for one in found.dies if one.deadline is not found.cause]
    if later:
        lines = [say("<b>This runs out before day {n} too</b>", n=found.days)]
        lines += [_line(n, one.deadline, one.day) for n, one in enumerate(later, 1)]
        yield Html("\n".join(lines))
    if found.harmless:
        lines = [say("<b>This runs out too, and does not shorten your time</b>")]
        lines += [_line(n, one.deadline, one.day) for n, one in enumerate(found.harmless, 1)]
        lines.append(say("Without it the program, the category and the cut-off are still met, by what you told me."))
        yield Html("\n".join(lines))


def _line(n: int, clock: Deadline, number: int) -> Html:
    last = day(clock.last_safe_day, weekday=True)
    return say("{n}. {what}: last day {day}, day {number}.", n=n, what=named(clock.key), day=last, number=number)


def _near_the_end(found: EffectiveDeadline, today: date) -> Iterator[Html]:
    left = (found.invitation.last_safe_day - today).days
    if not 0 <= left <= NEAR_END:
        return
    if left:
        head = count(
            "<b>{n} day to the end of the invitation.</b>", "<b>{n} days to the end of the invitation.</b>", left
        )
    else:
        head = say("<b>Today the invitation ends.</b>")
    choice = say(
        "Three things can be done: apply, if nothing is missing; decline in your account, which keeps the profile "
        "while its year lasts; or let it run out, which loses the profile. Which one is for you to decide."
    )
    yield Html(f"{head} {choice}")


def _first(facts: Facts, found: EffectiveDeadline, today: date) -> Iterator[Html]:
    """What to begin first; an exam still to be made is said from the first day on."""
    needed = clock_words.missing(found.to_get, facts)
    if needed:
        yield say("<b>First on your plan</b>\n{first}", first=begin(needed[0], facts, today))
    if any(one.what == Kind.medical_exam for one in needed):
        yield medical()


# --- the ways still open ---


def ways(found: EffectiveDeadline, today: date) -> Html:
    """What can still be done, each with its day."""
    lines = [say("<b>The ways still open</b>")]
    lines += [_way(route, found) for route in found.routes]  # without numbers, which would be taken for choices
    return Html("\n".join(lines))


def _way(route: Route, found: EffectiveDeadline) -> Html:
    until = NOTHING if route.by is None else day(route.by, weekday=True)
    match route.way:
        case Way.submit_before:
            return say("Apply by {day}, with everything that is needed.", day=until)
        case Way.new_result_in_time:
            things = listed([inside(named(one.deadline.key)) for one in found.dies])
            told = say(
                "Have {things} renewed in time: begin by {day} (our planning margin), and apply by day {n} at the "
                "latest.",
                things=things,
                day=until,
                n=found.days,
            )
            if found.cut_off is None:
                return Html(
                    f"{told} {say('With the new result the score still has to reach the cut-off of your round.')}"
                )
            cut_off = say("With the new result the score still has to reach {n}, the cut-off.", n=found.cut_off)
            return Html(f"{told} {cut_off}")
        case Way.decline:
            return declining(route)
        case Way.decline_in_vain:
            return in_vain(route)
        case Way.new_profile:
            return say("Make a new profile: the invitation has run out, and with it the old one.")


def declining(route: Route) -> Html:
    """What declining keeps, and until when."""
    last = NOTHING if route.by is None else day(route.by, weekday=True)
    if route.profile_until is None:
        return say(
            "Decline in your account by {day}: the profile goes back to the pool, if you are still eligible, until its "
            "own expiry date. There is no penalty.",
            day=last,
        )
    return say(
        "Decline in your account by {day}: the profile goes back to the pool, if you are still eligible, through "
        "{until}. There is no penalty.",
        day=last,
        until=day(route.profile_until, weekday=True),
    )


def in_vain(route: Route) -> Html:
    """What declining means once the year of the profile is over."""
    last, until = (NOTHING if each is None else day(each, weekday=True) for each in (route.by, route.profile_until))
    return say(
        "Decline in your account by {day}: there is no penalty, but nothing goes back to the pool, because the last "
        "day of the profile was {until}.",
        day=last,
        until=until,
    )


# --- the plan ---


def plan(facts: Facts, found: EffectiveDeadline, today: date) -> Outgoing:
    """What is to be got, each with the day to begin: backward from the day to apply, the slowest first."""
    head = say(
        "<b>Your plan, counted back from {day}</b>\nThe day to aim at, day {n}.",
        day=day(found.plan_by, weekday=True),
        n=(found.plan_by - (found.invitation.started or today)).days,
    )
    needed = clock_words.missing(found.to_get, facts)
    lines = enumerated(begin(one, facts, today) for one in needed)
    if not lines:
        lines = [say("By what you told me, nothing is missing any more.")]
    blocks = [
        head,
        Html("\n".join(lines)),
        say("The days to begin are our planning margins, not rules of IRCC."),
        *notes(needed, facts, found, today),
    ]
    return Outgoing(Html("\n\n".join(blocks)), buttons((N_("My invitation"), SHOW), (N_("I have applied"), APPLIED)))


def begin(one: ToGet, facts: Facts, today: date) -> Html:
    """One thing to get, with the day to begin, or the day it was asked for."""
    what = clock_words.to_get(one, facts)
    told = clock_words.paper(one, facts)
    if told is not None and told.on is not None:
        return say("Asked for on {day}: {what}.", day=day(told.on, weekday=True), what=what)
    if one.start_by > today:
        return say("By {day}: {what}.", day=day(one.start_by, weekday=True), what=what)
    if one.start_by == today:
        return say("Today: {what}.", what=what)
    late = (today - one.start_by).days
    return count(
        "Today, {n} day after our margin: {what}.", "Today, {n} days after our margin: {what}.", late, what=what
    )


def notes(needed: tuple[ToGet, ...], facts: Facts, found: EffectiveDeadline, today: date) -> Iterator[Html]:
    """What has to be known of an exam and of a certificate that comes late."""
    if any(one.what == Kind.medical_exam for one in needed):
        yield medical()
    late = [one for one in needed if one.what == Kind.police_certificate and one.start_by < today]
    if late:
        asked = [paper.on for one in late if (paper := clock_words.paper(one, facts)) is not None]
        yield late_certificate(next((day for day in asked if day is not None), None), found)


def medical() -> Html:
    """The exam comes before the application, by the rule of the newest date."""
    since = book().clocks.clocks.medical_upfront.values[-1].start
    told = say(
        "<b>Medical exam:</b> do not wait for a letter. As far as reported, since {since} the exam comes before the "
        "application, for you, your partner and every dependent child, coming or not. In Canada an exam of the last "
        "five years that found no or a low risk may serve instead. Book it in the first days.",
        since=day(since),
    )
    return Html(f"{told} {link('medical_exams', say('The official page on medical exams'))}")


def late_certificate(asked: date | None, found: EffectiveDeadline) -> Html:
    """The two ways IRCC names for a certificate that does not come in time."""
    told = [
        say(
            "<b>A police certificate that comes late:</b> IRCC names two ways, and which one is for you to decide.\n"
            "Either decline in your account by {day}, and wait for another invitation.\nOr apply with a letter that "
            "explains it and the proof that you did all you could. That is accepted only exceptionally, and I cannot "
            "promise it.",
            day=day(found.invitation.last_safe_day, weekday=True),
        )
    ]
    if asked is None:
        told.append(say("Keep the proof of the day you asked for it."))
    else:
        told.append(
            say(
                "You asked for it on {day}, day {n} of the invitation: keep the proof of that.",
                day=day(asked, weekday=True),
                n=(asked - (found.invitation.started or asked)).days,
            )
        )
    page = link("police_certificates", say("The official page on police certificates"))
    return Html(f"{told[0]}\n{told[1]} {page}")


# --- before applying ---


def before_applying(facts: Facts, found: EffectiveDeadline, today: date) -> Outgoing:
    """What is missing by the facts, before somebody says that they applied."""
    lines = [say("<b>Before you apply: what is missing, by what you told me</b>")]
    needed = clock_words.missing(found.to_get, facts)
    lines += [
        say("{n}. {what}", n=n, what=_sentence(clock_words.to_get(one, facts))) for n, one in enumerate(needed, 1)
    ]
    if not needed:
        lines.append(say("Nothing that I know of."))
    blocks = [
        Html("\n".join(lines)),
        say(
            "An application that is not complete comes back and counts as not made; as I read it, the time of the "
            "invitation then runs on."
        ),
        say("If you have sent it, tell me the day. I do nothing at IRCC; I only keep what you did there."),
    ]
    doors = ((N_("I sent it: tell the day"), APPLIED), (N_("My plan"), PLAN), (N_("My invitation"), SHOW))
    return Outgoing(Html("\n\n".join(blocks)), buttons(*doors))


def applied_late(found: EffectiveDeadline) -> Html:
    """Said of an application made in time, but after something it needs had run out."""
    told = say(
        "By what you told me, {cause} had run out before that day: its last day was {day}. What runs out then has to "
        "hold on the day you apply (section 11.2 of the Act), so a refusal is the risk. Please have a licensed person "
        "look.",
        cause=inside(named(found.cause.key)),
        day=day(found.last_safe_day, weekday=True),
    )
    return Html(f"{told} {licensed()}")


def _sentence(text: Html) -> Html:
    """The beginning of a sentence with a capital."""
    return Html(text[:1].upper() + text[1:])
