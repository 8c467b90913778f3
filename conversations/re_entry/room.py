"""/reentry: when the profile ends, what waiting and withdrawing cost, and the sheet to enter everything again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from conversations.beside import beside
from conversations.clock_words import named
from conversations.footing import worded
from conversations.home import again, untold
from conversations.messages import Attachment, Button, Keyboard, Outgoing, Reply
from conversations.profile import screens
from conversations.re_entry import sheet
from conversations.re_entry.printing import Chapter, pdf
from conversations.score import link
from conversations.visits import Room, Visit
from locales import N_, NOTHING, Html, count, day, hour, number, plain, say
from rules import crs
from rules.deadlines import Deadline, Kind, deadlines
from rules.facts import Facts
from rules.footing import Footing, footing
from rules.invitation_window import submitted
from rules.journey import Phase, Stage, State, stage_on

PREFIX: Final = "re"
"""What the data of the buttons here begin with: `re:show`, `re:text`, `re:pdf`, `re:check:n`."""

SHOW: Final = f"{PREFIX}:show"
ANEW: Final = "c:e:re_entered"
"""The event of a new profile after one that ended."""

LONGEST: Final = 3800
"""Characters of one message of the sheet; Telegram takes 4096."""

RESTS_ON: Final = (Kind.language_test, Kind.education_assessment)
"""What a new profile needs to be usable on its day."""


async def show(visit: Visit) -> Reply:
    """What ends when, both ways, and the sheet."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    return Reply((screen(facts, visit.day),))


def screen(facts: Facts, today: date) -> Outgoing:
    """The end of the profile, what waiting and withdrawing mean, what a new one could rest on."""
    stage = stage_on(facts, today)
    profile = next((clock for clock in deadlines(facts, today) if clock.kind is Kind.profile), None)
    found = footing(facts, today)
    fallen = found is not None and found.clock is None
    blocks = [_opening(facts, stage, None if fallen else profile, today)]
    if stage.phase is Phase.in_pool and profile is not None:
        if found is not None:
            blocks.append(worded(found, facts, today))
        if not fallen:
            blocks += [_wait(profile, found), _withdraw(facts, today)]
        if stage.state is not State.nomination_pending and facts.nomination is not None and facts.nomination.accepted:
            blocks.append(
                say(
                    "Your nomination belongs to this profile. Before you withdraw anything, ask the province what "
                    "becomes of it."
                )
            )
    anew = _day_of_the_new_one(stage, profile, found, today)
    blocks.append(_still_usable(facts, today, anew))
    if found is None:  # without a program there is no score that ranks
        blocks.append(_score_then(facts, today, anew))
    page = link("submit_profile", say("The official page on submitting a profile"))
    return Outgoing(Html("\n\n".join([*(block for block in blocks if block), page])), _doors(stage))


def _opening(facts: Facts, stage: Stage, profile: Deadline | None, today: date) -> Html:
    title = say("<b>A new profile: the re-entry sheet</b>")
    if stage.phase is Phase.invited:
        told = say(
            "An invitation of yours is open: do not withdraw the profile it rests on. Should you need a new profile "
            "later, everything you told me is ready."
        )
    elif stage.phase.has_applied:
        told = say(
            "Your application is made: no profile is needed now. The sheet stays ready, should you ever need it."
        )
    elif stage.state is State.profile_expired and profile is not None:
        told = say(
            "Your profile ended on {day}. IRCC keeps nothing of it: every answer is entered again. Here is everything "
            "you told me, in the order of the form.",
            day=day(profile.last_safe_day, weekday=True),
        )
    elif profile is None or stage.phase is not Phase.in_pool:
        told = say(
            "IRCC keeps nothing of a profile that has ended: every answer is entered again. Here is everything you "
            "told me, in the order of the form."
        )
    else:
        last = profile.last_safe_day
        left = (last - today).days
        told = say(
            "Your profile is in the pool through {day}. After that it is gone: IRCC keeps nothing of it, and every "
            "answer is entered again.",
            day=day(last, weekday=True),
        )
        remaining = count("{n} day left.", "{n} days left.", left) if left else say("Today is its last day.")
        told = Html(f"{told} {remaining}")
    return Html(f"{title}\n{told}")


def _wait(profile: Deadline, found: Footing | None) -> Html:
    if found is not None and found.clock is not None:
        return say(
            "<b>To wait:</b> you can still be invited through {last}, and with a new result in the profile through "
            "{end}. While one profile runs there can be no second one (Immigration and Refugee Protection Act, section "
            "10.1(5)), but you can have the sheet and your documents ready.",
            last=day(found.clock.last_safe_day),
            end=day(profile.last_safe_day),
        )
    return say(
        "<b>To wait:</b> you can still be invited through {last}. From {next} on, as soon as your account shows it as "
        "expired, you submit a new one; between the two you are in no round. While one profile runs there can be no "
        "second one (Immigration and Refugee Protection Act, section 10.1(5)), but you can have the sheet and your "
        "documents ready.",
        last=day(profile.last_safe_day),
        next=day(profile.first_unusable_day, weekday=True),
    )


def _withdraw(facts: Facts, today: date) -> Html:
    received = None if facts.profile is None else submitted(facts.profile)
    first = say(
        "<b>To withdraw now and submit a new one</b>, possible as far as reported: you choose the day, and new "
        "twelve months begin. The new profile has a new time stamp, which never makes you stand better:"
    )
    if received is None:
        cost = say("in a tie, everybody with your score who submitted before you comes first.")
    else:
        cost = say(
            "today yours is of {before}. In a tie, everybody with your score who submitted between then and {today} "
            "would come before you.",
            before=day(received),
            today=day(today),
        )
    never = say("A new profile is no refreshment: changes are made in the one you have, and its time stamp stays.")
    return Html(f"{first} {cost} {never}")


def _day_of_the_new_one(stage: Stage, profile: Deadline | None, found: Footing | None, today: date) -> date:
    """The first day a new profile can be submitted if this one runs to its end, or is removed before."""
    if found is not None:
        return max(found.lost, today)
    return profile.first_unusable_day if profile is not None and stage.phase is Phase.in_pool else today


def _still_usable(facts: Facts, today: date, anew: date) -> Html:
    """What the new profile rests on, and whether it can on that day."""
    lines = []
    for clock in deadlines(facts, today):
        if clock.kind not in RESTS_ON:
            continue
        last = day(clock.last_safe_day, weekday=True)
        what = named(clock.key)
        if clock.last_safe_day < anew:
            lines.append(say("{what}: usable through {day} only. A new one is needed.", what=what, day=last))
        else:
            lines.append(say("{what}: usable through {day}.", what=what, day=last))
    if not lines:
        return NOTHING
    title = say("<b>For a new profile on {day}:</b>", day=day(anew))
    return Html("\n".join([title, *lines]))


def _score_then(facts: Facts, today: date, anew: date) -> Html:
    """The score of that day beside that of today, where they differ."""
    now, then = crs.score(facts, today).total, crs.score(facts, anew).total
    if now == then:
        return NOTHING
    return say(
        "Your CRS score, estimated: {now} today, {then} on {day}, if nothing else changes.",
        now=number(now),
        then=number(then),
        day=day(anew),
    )


def _doors(stage: Stage) -> Keyboard:
    sheets = (Button(plain("The sheet as PDF"), f"{PREFIX}:pdf"), Button(plain("The sheet as text"), f"{PREFIX}:text"))
    check = (Button(plain("Check my answers one by one"), f"{PREFIX}:check:0"),)
    return (sheets, check)


# --- the sheet ---


async def _as_pdf(visit: Visit, facts: Facts) -> Reply:
    """The sheet as a file, drawn beside the event loop."""
    title = say("Re-entry sheet for an Express Entry profile")
    opening = [
        say(
            "Made on {day} at {time}. Everything you told this program, in the order of the form. The form may have "
            "changed since: the official page always wins.",
            day=day(visit.day),
            time=hour(visit.now, visit.zone),
        )
    ]
    chapters = [Chapter(each.title, each.body) for each in sheet.filled(facts)]
    content = await beside(pdf, title, opening, chapters, visit.now)
    name = f"{plain('express-entry-sheet')}-{visit.day}.pdf"
    text = say(
        "<b>Your re-entry sheet.</b> It stands in this chat now: whoever can open the chat can read it. I keep no copy."
    )
    return Reply((Outgoing(text, file=Attachment(name, content)),))


def _as_text(facts: Facts) -> Reply:
    """The sheet in messages that can be copied from; sections that fit stand together."""
    return Reply(tuple(Outgoing(text) for text in _packed([each.as_text() for each in sheet.filled(facts)])))


def _packed(blocks: list[Html]) -> list[Html]:
    """Blocks in as few messages as hold them; a block that is too long for one goes on in the next, by whole lines."""
    pieces: list[str] = []
    for block in blocks:
        piece = ""
        for line in block.split("\n"):
            if piece and len(piece) + len(line) + 1 > LONGEST:
                pieces.append(piece)
                piece = line
            else:
                piece = f"{piece}\n{line}" if piece else line
        pieces.append(piece)
    packed: list[str] = []
    for piece in pieces:
        if packed and len(packed[-1]) + len(piece) + 2 <= LONGEST:
            packed[-1] = f"{packed[-1]}\n\n{piece}"
        else:
            packed.append(piece)
    return [Html(each) for each in packed]


# --- confirming the facts ---


def _check(visit: Visit, facts: Facts, n: int) -> Reply:
    """One section after the other: still right, or changed in the profile; then the day of the new profile."""
    sections = [each for each in sheet.filled(facts) if each.lines]
    if n >= len(sections):
        text = say(
            "That was everything. Once the new profile is submitted, tell me the day: its twelve months and its "
            "reminders are counted from it."
        )
        anew = Button(plain("I submitted a new profile"), ANEW, style="primary")
        return Reply((Outgoing(text, ((anew,), (Button(plain("Back"), SHOW),)), edit=visit.pressed),))
    at = say("<i>Part {n} of {all}</i>", n=n + 1, all=len(sections))
    body = _packed([Html("\n".join([Html(f"<b>{sections[n].title}</b>"), *sections[n].lines]))])
    asks = say("Is all of this still right? A date that has passed or a document that was renewed counts too.")
    buttons: Keyboard = (
        (Button(plain("Still right, go on"), f"{PREFIX}:check:{n + 1}", style="primary"),),
        (Button(plain("Change an answer"), screens.OVERVIEW), Button(plain("Back"), SHOW)),
    )
    *before, last = body
    shown = Outgoing(Html("\n\n".join([at, last, asks])), buttons, edit=None if before else visit.pressed)
    return Reply((*(Outgoing(text) for text in before), shown))


async def _press(visit: Visit, rest: str) -> Reply:
    facts = visit.facts
    if facts is None:
        return untold(visit)
    match rest.split(":"):
        case ["show"]:
            return Reply((replace(screen(facts, visit.day), edit=visit.pressed),))
        case ["pdf"]:
            return await _as_pdf(visit, facts)
        case ["text"]:
            return _as_text(facts)
        case ["check", n] if n.isdecimal():
            return _check(visit, facts, int(n))
    return again(visit, say("This menu is old. Here is the current one."))


ROOM: Final = Room(
    commands={"reentry": show},
    presses={PREFIX: _press},
    words=(
        (
            (
                N_("Re-entry sheet"),
                N_("my profile expires"),
                N_("should I wait or withdraw?"),
            ),
            show,
        ),
    ),
)
