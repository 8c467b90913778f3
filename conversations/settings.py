"""What a person can choose about messages: language, time zone, quiet hours, kinds, simple and discreet messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from conversations import dates, privacy, reminders
from conversations.beside import beside
from conversations.clock_words import named
from conversations.engine import Interview
from conversations.events import plans
from conversations.home import again, home
from conversations.hours import NONE, hour_words
from conversations.messages import Button, Outgoing, Reply, enumerated, in_rows, paragraphs
from conversations.nearest_zone import zones_near
from conversations.questions import known
from conversations.reminders import PAUSE_DAYS, TOPICS, topic_of
from conversations.rounds.news import ROUNDS_CHOSEN, ROUNDS_TOLD
from conversations.visits import Handler, Room, Visit, open_script, screen_of
from conversations.zones import place
from locales import N_, NOTHING, Html, current, day, hour, inside, listed, plain, say
from rules.facts import Facts
from rules.journey import Phase, stage_on
from rules.watched import Watched
from storage.notifications import Notification
from storage.settings import DEFAULTS

PREFIX: Final = "set"
"""What the data of the buttons here begin with: `set:what:more`."""

BACK: Final = f"{PREFIX}:back"

ASK_PAUSE: Final = f"{PREFIX}:pause"
PAUSE: Final = N_("Pause the reminders for 30 days")

LANGUAGES: Final[Mapping[str, str]] = {"en": N_("Language: English."), "fr": N_("Language: French.")}

SWITCHES: Final[Mapping[str, tuple[tuple[str, str, str], tuple[str, str, str]]]] = {
    "simple": (
        (
            N_("Simple messages, for screen readers: off."),
            N_("Turn on simple messages"),
            N_("Messages are as usual again."),
        ),
        (
            N_("Simple messages, for screen readers: on."),
            N_("Turn off simple messages"),
            N_(
                "Simple messages from now on: no emoji, no message is changed afterwards, and instead of every button "
                "you can type a number or its words."
            ),
        ),
    ),
    "discreet": (
        (
            N_("Discreet reminders, for lock screens: off."),
            N_("Turn on discreet reminders"),
            N_("A reminder says again what it is about."),
        ),
        (
            N_("Discreet reminders, for lock screens: on."),
            N_("Turn off discreet reminders"),
            N_(
                "Discreet reminders from now on: a reminder says only that it is waiting, and its button shows it. "
                "Answers in this chat stay as they are."
            ),
        ),
    ),
    "weekly": (
        (
            N_("Weekly summary: off. Each reminder comes by itself."),
            N_("Turn on the weekly summary"),
            N_("Each reminder comes by itself from now on, also those of dates far away."),
        ),
        (
            N_("Weekly summary: on. What is more than 30 days away comes together on Sunday evening."),
            N_("Turn off the weekly summary"),
            N_("What is more than 30 days away comes together on Sunday evening from now on."),
        ),
    ),
}
"""What is either off or on: how each state is said, the button that leads out of it, what is said on the way in."""


# --- the screen ---


def screen(visit: Visit, note: Html = NOTHING) -> Outgoing:
    """Every setting in words, each with its change: the number of the line is the number of the button."""
    lines = [
        (say(LANGUAGES[current()]), Button(*privacy.OTHER_LANGUAGE[current()])),
        (_zone(visit), Button(plain("Change the time zone"), f"{PREFIX}:zone")),
        (_quiet(visit), Button(plain("Change the quiet hours"), f"{PREFIX}:quiet")),
        (_kinds(visit), Button(plain("Choose the reminders"), f"{PREFIX}:kinds")),
        *(_switch(visit, name) for name in SWITCHES),
        (say(ROUNDS_TOLD[visit.candidate.settings.rounds]), Button(plain("Choose the rounds"), f"{PREFIX}:rounds")),
    ]
    told = enumerated(line for (line, _button) in lines)
    title = say("<b>Settings</b>\nTo change one, press its button or type its number.")
    text = paragraphs((note, title, "\n".join(told)))
    return Outgoing(text, in_rows(button for _line, button in lines), numbered=len(lines))


def _in_place(visit: Visit, note: Html = NOTHING) -> Reply:
    """The screen again, where its button was pressed."""
    return Reply((replace(screen(visit, note), edit=visit.pressed),))


def _zone(visit: Visit) -> Html:
    return say(
        "Time zone: {place} time. It is {hour} there.", place=place(visit.zone), hour=hour(visit.now, visit.zone)
    )


def _quiet(visit: Visit) -> Html:
    settings = visit.candidate.settings
    if settings.quiet_from == settings.quiet_until:
        return say("Quiet hours: none.")
    hours = {"start": hour_words(settings.quiet_from), "end": hour_words(settings.quiet_until)}
    if settings.urgent_any_hour:
        return say("Quiet hours: from {start} to {end}, except if less than 48 hours are left.", **hours)
    return say("Quiet hours: from {start} to {end}, without exception.", **hours)


def _kinds(visit: Visit) -> Html:
    if paused := _paused(visit):
        return paused
    stopped = [say(what) for kind, what in TOPICS.items() if kind in visit.candidate.settings.muted]
    return say("Reminders stopped: {kinds}.", kinds=listed(stopped)) if stopped else say("Reminders: all kinds.")


def _switch(visit: Visit, name: str) -> tuple[Html, Button]:
    on = getattr(visit.candidate.settings, name)
    said, leave, _entered = SWITCHES[name][on]
    return say(said), Button(plain(leave), f"{PREFIX}:{name}:{'off' if on else 'on'}")


# --- changes ---


async def _change(visit: Visit, **chosen: Any) -> None:
    """Takes the choice over; the reminders to come follow it."""
    visit.candidate = replace(visit.candidate, settings=replace(visit.candidate.settings, **chosen))
    await _replan(visit)


async def _replan(visit: Visit) -> None:
    if visit.facts:
        await reminders.replan(visit.unit, visit.candidate, visit.facts, visit.now)


async def _turn(visit: Visit, name: str, *, on: bool) -> Html:
    await _change(visit, **{name: on})
    _said, _leave, entered = SWITCHES[name][on]
    return say(entered)


async def _simple(visit: Visit) -> Reply:
    """Turns simple messages on, before the notice too: who needs them needs them from the first message on."""
    if visit.candidate.settings.simple:
        return await _show(visit)
    return again(visit, await _turn(visit, "simple", on=True))


async def _show(visit: Visit) -> Reply:
    return again(visit, NOTHING) if visit.candidate.notice_version is None else Reply((screen(visit),))


async def _press(visit: Visit, rest: str) -> Reply:
    what, _, more = rest.partition(":")
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    if what in SWITCHES and more in ("on", "off"):
        return _in_place(visit, await _turn(visit, what, on=more == "on"))
    if rest in QUESTIONS:
        return await QUESTIONS[rest](visit)
    if what == "rounds" and more in ROUNDS_CHOSEN:
        return await _choose_rounds(visit, more)
    if what in KIND_STEPS and more in TOPICS:
        return await KIND_STEPS[what](visit, more)
    return await _show(visit) if rest == "home" else _in_place(visit)


# --- time zone ---


async def _ask_zone(visit: Visit) -> Reply:
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    return open_script(
        visit, "zone", {}, say("At the moment your reminders go by {place} time.", place=place(visit.zone))
    )


async def _set_zone(visit: Visit, zone: str) -> None:
    visit.candidate = replace(visit.candidate, time_zone=zone)
    await plans.redate(visit.unit, visit.candidate)
    await _replan(visit)


async def _finished_zone(visit: Visit, state: Interview) -> Reply:
    if zone := known(state.answers, "time_zone"):
        await _set_zone(visit, zone)
    note = say("Your reminders go by {place} time.", place=place(visit.zone))
    return Reply((replace(home(visit, note), edit=visit.pressed),))


async def located(visit: Visit) -> Reply:
    """A shared location says which time zone; it is not kept itself."""
    latitude, longitude = visit.incoming.latitude, visit.incoming.longitude
    if visit.candidate.notice_version is None or latitude is None or longitude is None:
        return again(visit, say("I did not need a location here, and I kept nothing of it."))
    zone, *others = zones_near(latitude, longitude, visit.now)
    if not others:
        visit.open = tuple(each for each in visit.open if each.script != "zone")
        await _set_zone(visit, zone)
        note = say(
            "Your reminders go by {place} time: its zone is the nearest to your location, which I did not keep. If "
            "that is wrong, type /timezone and name a city.",
            place=place(zone),
        )
        return again(visit, note)
    open_script(visit, "zone", {})
    state = replace(visit.open[-1], pending={"zones": [zone, *others]})
    visit.open = (*visit.open[:-1], state)
    note = say("More than one time zone is near your location, which I did not keep. Choose a city, or type another.")
    return Reply((screen_of(visit, state, note),))


# --- quiet hours ---


async def _ask_quiet(visit: Visit) -> Reply:
    return open_script(visit, "quiet", {}, _quiet(visit))


async def _finished_quiet(visit: Visit, state: Interview) -> Reply:
    start, end, urgent = (known(state.answers, key) for key in ("quiet_from", "quiet_until", "urgent_any_hour"))
    kept = visit.candidate.settings
    if start == NONE:
        start = end = DEFAULTS.quiet_from
    elif start is None or end is None:
        start, end = kept.quiet_from, kept.quiet_until
    await _change(
        visit,
        quiet_from=start,
        quiet_until=end,
        urgent_any_hour=kept.urgent_any_hour if urgent is None else urgent,
    )
    return _in_place(visit, _comes_at(visit))


def _comes_at(visit: Visit) -> Html:
    at = reminders.hour_of(visit.candidate.settings).hour
    return say("Saved. Reminders come at {hour}, {place} time.", hour=hour_words(at), place=place(visit.zone))


# --- rounds of invitations ---


async def _ask_rounds(visit: Visit) -> Reply:
    return Reply((_rounds_screen(visit),))


def _rounds_screen(visit: Visit, note: Html = NOTHING) -> Outgoing:
    buttons = [Button(plain(label), f"{PREFIX}:rounds:{choice}") for choice, label in ROUNDS_CHOSEN.items()]
    lines = enumerated(button.label for button in buttons)
    title = say(
        "<b>Which new rounds do you want to hear about?</b>\nA round is looked at with your answers, on the day it is "
        "published. If a round is corrected later, I tell you only if that changes the answer for you."
    )
    now = say(ROUNDS_TOLD[visit.candidate.settings.rounds])
    text = paragraphs((note, title, now, "\n".join(lines)))
    keyboard = in_rows([*buttons, Button(plain("Back to the settings"), BACK)])
    return Outgoing(text, keyboard, edit=visit.pressed, numbered=len(buttons))


async def _choose_rounds(visit: Visit, choice: str) -> Reply:
    visit.candidate = replace(visit.candidate, settings=replace(visit.candidate.settings, rounds=choice))
    return _in_place(visit, say("Saved."))


# --- kinds of reminders ---


async def _ask_kinds(visit: Visit) -> Reply:
    return Reply((_kinds_screen(visit),))


def _kinds_screen(visit: Visit, note: Html = NOTHING) -> Outgoing:
    lines, buttons = [], []
    for n, (kind, what) in enumerate(TOPICS.items(), 1):
        if kind in visit.candidate.settings.muted:
            lines.append(say("{n}. Reminders about {kind} are stopped.", n=n, kind=say(what)))
            buttons.append(Button(plain("Resume: {kind}", kind=plain(what)), f"{PREFIX}:resume:{kind}"))
        else:
            lines.append(say("{n}. Reminders about {kind} come.", n=n, kind=say(what)))
            buttons.append(Button(plain("Stop: {kind}", kind=plain(what)), f"{PREFIX}:stop:{kind}"))
    lines.append(say("{n}. {choice}", n=len(lines) + 1, choice=_paused(visit) or say("No pause is set.")))
    buttons.append(_resume(visit) if _paused(visit) else Button(plain(PAUSE), ASK_PAUSE))
    title = say("<b>Kinds of reminders</b>\nTo change one, press its button or type its number.")
    text = paragraphs((note, title, "\n".join(lines)))
    keyboard = in_rows([*buttons, Button(plain("Back to the settings"), BACK)])
    return Outgoing(text, keyboard, edit=visit.pressed, numbered=len(buttons))


async def _ask_stop(visit: Visit, kind: str) -> Reply:
    """Says what would be lost, and asks once more: a wrong press must not cost a deadline."""
    question = say("<b>Stop the reminders about {kind}?</b>", kind=say(TOPICS[kind]))
    keep = Button(plain("Keep these reminders"), f"{PREFIX}:kinds", style="primary")
    stop = Button(plain("Stop these reminders"), f"{PREFIX}:stopped:{kind}", style="danger")
    choices = "\n".join(enumerated((keep.label, stop.label)))
    text = "\n\n".join((question, _lost(visit, kind), choices))
    return Reply((Outgoing(text, ((keep,), (stop,)), edit=visit.pressed, numbered=2),))


def _lost(visit: Visit, kind: str) -> Html:
    following = _next_of(visit, kind)
    if following is None:
        return say("None of this kind is planned at the moment; those of later would not come either.")
    return say(
        "You would not hear that a date comes near. The next one would come on {day}: {what}, {last}.",
        day=day(following.due_at.astimezone(ZoneInfo(visit.zone)).date(), weekday=True),
        what=inside(named(following.item)),
        last=day(reminders.the_day(following), weekday=True),
    )


def _next_of(visit: Visit, kind: str) -> Notification | None:
    if visit.facts is None:
        return None
    plan = reminders.planned(visit.candidate, visit.facts, visit.now)
    return min(
        (each for found in plan.values() for each in found if topic_of(each.kind) == kind),
        key=lambda each: each.due_at,
        default=None,
    )


async def _stop_kind(visit: Visit, kind: str) -> Reply:
    await _change(visit, muted=visit.candidate.settings.muted | {kind})
    note = say("Stopped: {kind}. /dates still shows their dates.", kind=say(TOPICS[kind]))
    return Reply((_kinds_screen(visit, note),))


async def _resume_kind(visit: Visit, kind: str) -> Reply:
    await _change(visit, muted=visit.candidate.settings.muted - {kind})
    following = _next_of(visit, kind)
    note = say("Reminders about {kind} come again.", kind=say(TOPICS[kind]))
    if following:
        when = day(following.due_at.astimezone(ZoneInfo(visit.zone)).date(), weekday=True)
        note = Html(f"{note} {say('The next one: {day}.', day=when)}")
    return Reply((_kinds_screen(visit, note),))


# --- a pause of all of them ---


def _paused(visit: Visit) -> Html:
    """That the reminders are paused, and how far; empty when they are not."""
    settings = visit.candidate.settings
    if settings.paused_through is None or not settings.is_paused(visit.today):
        return NOTHING
    return say("Reminders are paused through {day}.", day=day(settings.paused_through, weekday=True))


def _resume(_visit: Visit) -> Button:
    return Button(plain("End the pause"), f"{PREFIX}:unpause")


async def _ask_pause(visit: Visit) -> Reply:
    """Says which dates fall into the pause, and asks once more."""
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    if _paused(visit):
        return _in_place(visit, _paused(visit))
    through = visit.today + timedelta(PAUSE_DAYS)
    within = [] if visit.facts is None else await beside(_ends, visit, visit.facts, through)
    blocks = [
        say("<b>Pause the reminders through {day}?</b>", day=day(through, weekday=True)),
        say("After that they come again by themselves, and /dates shows every date in between."),
    ]
    if within:
        ends = [say("{what}: {day}", what=named(one.key), day=day(dates.the_day(one), weekday=True)) for one in within]
        blocks.append(Html("\n".join([say("These dates fall in that time:"), *(f"• {line}" for line in ends)])))
    else:
        blocks.append(say("No date of yours ends in that time."))
    invited = visit.facts is not None and stage_on(visit.facts, visit.day).phase is Phase.invited
    if invited:
        blocks.append(
            say(
                "Your invitation is open: what ends before its deadline I still tell you, unless you press “Pause all "
                "of them”."
            )
        )
    choices = [Button(plain(PAUSE), f"{PREFIX}:paused:but")]
    if invited:
        choices.append(Button(plain("Pause all of them"), f"{PREFIX}:paused:all", style="danger"))
    choices.append(Button(plain("Keep the reminders"), f"{PREFIX}:kept", style="primary"))
    numbered = enumerated(each.label for each in choices)
    blocks.append(Html("\n".join(numbered)))
    rows = tuple((button,) for button in choices)
    return Reply((Outgoing(Html("\n\n".join(blocks)), rows, edit=visit.pressed, numbered=len(rows)),))


def _ends(visit: Visit, facts: Facts, through: date) -> list[Watched]:
    """What has its day in a pause, the earliest first."""
    found = (one for one in dates.listed(facts, visit.day) if visit.today <= dates.the_day(one) <= through)
    return sorted(found, key=dates.the_day)


async def _pause(visit: Visit, *, wholly: bool) -> Reply:
    through = visit.today + timedelta(PAUSE_DAYS)
    await _change(visit, paused_through=through, paused_wholly=wholly)
    note = say(
        "The reminders rest through {day}. Nothing else changes, and your answers stay as they are. “End the pause” in "
        "the settings brings them back earlier.",
        day=day(through, weekday=True),
    )
    return Reply((Outgoing(note, ((_resume(visit),),), edit=visit.pressed),))


async def _unpause(visit: Visit) -> Reply:
    await _change(visit, paused_through=None, paused_wholly=False)
    return Reply((Outgoing(say("The reminders come again."), edit=visit.pressed),))


async def _kept(visit: Visit) -> Reply:
    return Reply((Outgoing(say("The reminders come as before."), edit=visit.pressed),))


QUESTIONS: Final[Mapping[str, Callable[[Visit], Awaitable[Reply]]]] = {
    "zone": _ask_zone,
    "quiet": _ask_quiet,
    "kinds": _ask_kinds,
    "pause": _ask_pause,
    "paused:but": partial(_pause, wholly=False),
    "paused:all": partial(_pause, wholly=True),
    "unpause": _unpause,
    "kept": _kept,
    "rounds": _ask_rounds,
}

KIND_STEPS: Final[Mapping[str, Callable[[Visit, str], Awaitable[Reply]]]] = {
    "stop": _ask_stop,
    "stopped": _stop_kind,
    "resume": _resume_kind,
}


def _switching(name: str, *, on: bool) -> Handler:
    async def handler(visit: Visit) -> Reply:
        return Reply((screen(visit, await _turn(visit, name, on=on)),))

    return handler


ROOM: Final = Room(
    commands={"settings": _show, "simple": _simple, "timezone": _ask_zone},
    presses={PREFIX: _press},
    words=(
        (
            (
                N_("Settings"),
                N_("preferences"),
                N_("notification settings"),
                N_("discreet mode"),
                N_("discreet reminders"),
                N_("Back to the settings"),
            ),
            _show,
        ),
        ((N_("Change the time zone"), N_("time zone")), _ask_zone),
        ((N_("Change the quiet hours"), N_("quiet hours")), _ask_quiet),
        ((N_("Choose the reminders"), N_("kinds of reminders")), _ask_kinds),
        ((N_("simple mode"), N_("screen reader")), _simple),
        ((PAUSE, N_("pause the reminders"), N_("pause reminders")), _ask_pause),
        ((N_("End the pause"), N_("resume the reminders")), _unpause),
        *(
            ((leave,), _switching(name, on=not on))
            for name, states in SWITCHES.items()
            for on, (_said, leave, _entered) in enumerate(states)
        ),
    ),
    finishes={"zone": _finished_zone, "quiet": _finished_quiet},
)
