"""Two people who plan together: linked by a one-time code once both have agreed, and unlinked at once by either.

Each sees the dates of the other that concern both, and of the answers only what the other chose to share. A link can
also be a danger: it asks for no name, its end is immediate, and the other is told of that end on the next day, and
nothing but that it ended: not when, not why, not by which of the two.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from conversations import answers as typed
from conversations import reminders
from conversations.engine import Interview
from conversations.home import DATES, PARTNER, again
from conversations.messages import Button, Keyboard, Outgoing, Reply
from conversations.partner_scripts import ALIAS, CODE, LINK, PARTS, SCRIPTS, SHARE, not_a_code, readable
from conversations.profile.screens import split, told
from conversations.questions import known
from conversations.visits import Handler, Room, Visit, open_script
from conversations.zones import USUAL
from locales import N_, NOTHING, Html, count, day, everywhere, hour, listed, number, plain, say
from rules import crs, deadlines, remembered
from rules.clocks import Deadline
from rules.facts import Facts
from rules.ranges import is_least
from storage import candidates, links, notifications
from storage.links import Link, Side, Used
from storage.notifications import Notification
from storage.unit import Unit

PREFIX: Final = "pa"

NOTICE: Final = "partner"
"""The kind, and the item, of what the other is told: of several events only the last one is still to be said."""

SILENT: Final = "partner_silent"
"""The item of the word that a person may not see the messages: at most one to be said."""

PATIENCE: Final = timedelta(days=1)
"""The least time between the last question whether messages arrive and a word to the partner, also after an outage."""

NAMES: Final[Mapping[str, str]] = {
    "language_test:english": N_("English test result"),
    "language_test:french": N_("French test result"),
    "education_assessment": N_("Educational credential assessment (ECA)"),
    "profile": N_("Express Entry profile"),
    "invitation": N_("Invitation to apply (ITA)"),
    "passport": N_("Passport"),
    "permit": N_("Work permit"),
    "permit:study": N_("Study permit"),
    "permit:visitor": N_("Permission to stay as a visitor"),
}
"""The clocks that concern both of a couple, of those each has for themselves: by kind, and by what the kind is told
apart by.
"""

SHARED: Final = frozenset(key.partition(":")[0] for key in NAMES)


# --- the screen of the link, whatever its state ---


async def screen(visit: Visit, note: Html = NOTHING) -> Outgoing:
    """Where the two are: no link, a code that waits, consent that is missing, or linked."""
    link = await links.find(visit.unit, visit.incoming.chat_id, visit.now)
    if link is None:
        until = await links.code_until(visit.unit, visit.incoming.chat_id, visit.now)
        blocks, buttons = _unlinked(visit, until)
    elif link.stands:
        blocks, buttons = _linked(link)
    elif link.mine.agreed:
        blocks, buttons = _waiting(visit, link)
    elif link.mine.made_the_code and not link.theirs.agreed:
        blocks, buttons = _used(visit, link)
    else:
        blocks, buttons = _to_agree(link)
    return Outgoing(_joined([note, *blocks]), buttons)


def _unlinked(visit: Visit, until: datetime | None) -> tuple[list[Html], Keyboard]:
    enter = Button(plain("Enter a code"), f"{PREFIX}:enter")
    blocks = [
        say("<b>Link with your partner</b>\nYou are not linked with anybody."),
        say("One of you makes a code, the other enters it in their own chat with me, and each of you agrees."),
        _meaning(),
    ]
    if until is None:
        return blocks, ((Button(plain("Make a code"), f"{PREFIX}:make"), enter),)
    waits = say(
        "A code of yours waits to be entered, until {hour} on {day}. I do not keep it in readable form: if it is lost, "
        "make a new one.",
        **_when(visit, until),
    )
    new = Button(plain("Make a new code"), f"{PREFIX}:make")
    withdraw = Button(plain("Withdraw the code"), f"{PREFIX}:withdraw")
    return [blocks[0], waits, *blocks[1:]], ((new, enter), (withdraw,))


def _meaning() -> Html:
    """What both agree to."""
    points = [
        say(
            "Each of you sees dates of the other: language results, credential assessments (ECA), passport, permits, "
            "Express Entry profile, invitation. Of each, what it is and its last day."
        ),
        say("Answers and scores stay yours. Each can choose to share some, and stop at any time."),
        say("A link changes no reminder: each of you is reminded of what they told me themselves."),
        say(
            "Each can unlink at any time, with one press. It works at once; the other is told the next morning, and "
            "only that the link has ended."
        ),
        say("Nothing is shown to anybody before both have agreed."),
    ]
    return Html("\n".join([say("<b>What a link means</b>"), *(f"• {point}" for point in points)]))


def _used(visit: Visit, link: Link) -> tuple[list[Html], Keyboard]:
    """To the maker of a code while the one who entered it has not agreed."""
    return [
        say("<b>Your code was entered</b>"),
        say("The other person has not agreed yet. Once they have, you see who it is and I ask you."),
        say(
            "If not both of you have agreed by {hour} on {day}, the request ends by itself.",
            **_when(visit, link.ends_at),
        ),
    ], ((_no(link, plain("Withdraw")),),)


def _waiting(visit: Visit, link: Link) -> tuple[list[Html], Keyboard]:
    """To who entered the code, and agreed, while its maker has not."""
    return [
        say("<b>You have agreed</b>"),
        say("Now the person who made the code is asked. Until they agree, nothing is shown to anybody."),
        say("If they have not agreed by {hour} on {day}, the request ends by itself.", **_when(visit, link.ends_at)),
    ], ((_no(link, plain("Withdraw")),),)


def _to_agree(link: Link) -> tuple[list[Html], Keyboard]:
    """The question of consent: first to who entered the code, then to its maker, who sees who asks."""
    if not link.mine.made_the_code:
        who = say("The code is right. Go on only if it was your partner who gave it to you.")
    elif link.theirs.alias is not None:
        who = say(
            "Somebody entered your code and calls themselves “{alias}”. Agree only if that is your partner.",
            alias=link.theirs.alias,
        )
    else:
        who = say(
            "Somebody entered your code and gave no name. Agree only if your partner tells you that it was them just "
            "now."
        )
    yes = Button(plain("Agree and link"), f"{PREFIX}:agree:{link.id}", style="primary")
    return [say("<b>Link with this person?</b>"), who, _meaning()], ((yes,), (_no(link, plain("Do not link")),))


def _linked(link: Link) -> tuple[list[Html], Keyboard]:
    if link.theirs.alias is None:
        title = say("<b>You are linked with your partner</b>")
    else:
        title = say("<b>You are linked with “{alias}”</b>", alias=link.theirs.alias)
    blocks = [
        title,
        say(
            "Each of you sees the other's dates under /dates. I do not remind you of them: each of you sees to their "
            "own."
        ),
        _shared_by_me(link.mine),
        _shared_by_them(link.theirs),
        _told_of_me(link.mine),
        say("Unlinking works at once. Your partner is told the next morning, and only that the link has ended."),
    ]
    rows: list[tuple[Button, ...]] = [(Button(plain("My dates"), DATES),)]
    if link.theirs.shares:
        rows.append((Button(plain("Your partner's answers"), f"{PREFIX}:answers"),))
    rows.append((Button(plain("Choose what I share"), f"{PREFIX}:share"),))
    if link.mine.shares:
        rows.append((Button(plain("Share dates only"), f"{PREFIX}:unshare:{link.id}"),))
    if link.mine.tells:
        rows.append((Button(plain("Do not tell my partner"), f"{PREFIX}:untell:{link.id}"),))
    else:
        rows.append((Button(plain("Let my partner be told"), f"{PREFIX}:tell:{link.id}"),))
    rows.append((_no(link, plain("Unlink")),))
    return blocks, tuple(rows)


def _shared_by_me(mine: Side) -> Html:
    if not mine.shares:
        return say("Of yours, your partner sees dates only, and no answers.")
    return say("Of yours, your partner sees your dates and: {parts}.", parts=_parts(mine))


def _shared_by_them(theirs: Side) -> Html:
    if not theirs.shares:
        return say("Of theirs, you see dates only, and no answers.")
    return say("Of theirs, you see dates and: {parts}.", parts=_parts(theirs))


def _told_of_me(mine: Side) -> Html:
    if mine.tells:
        return say(
            "Before important dates I ask whether my messages reach you. If you do not answer twice, I tell your "
            "partner only that, and ask them to remind you of this chat."
        )
    return say(
        "Before important dates I ask whether my messages reach you. If you do not answer, nobody is told. Your "
        "partner can be told, if you let me."
    )


def _parts(side: Side) -> Html:
    return listed([say(part.said) for key, part in PARTS.items() if key in side.shares])


def _no(link: Link, label: str) -> Button:
    return Button(label, f"{PREFIX}:end:{link.id}", style="danger")


def _when(visit: Visit, instant: datetime) -> dict[str, str]:
    """A day and an hour on the person's clock."""
    there = instant.astimezone(ZoneInfo(visit.zone)).date()
    return {"day": day(there, weekday=True), "hour": hour(instant, visit.zone)}


# --- the steps ---


async def _show(visit: Visit) -> Reply:
    return Reply((replace(await screen(visit), edit=visit.pressed),))


async def _command(visit: Visit) -> Reply:
    """`/partner`, or `/partner` and a code."""
    typed_code = visit.incoming.text.strip().partition(" ")[2].strip()
    if not typed_code:
        return await _show(visit)
    code = links.read_code(typed_code)
    if code is None:
        return Reply((await screen(visit, not_a_code()),))
    return await _enter(visit, code)


async def _make(visit: Visit) -> Reply:
    """A new code, shown this once."""
    if refusal := await _taken(visit):
        return refusal
    code = await links.make_code(visit.unit, visit.incoming.chat_id, visit.now)
    blocks = [
        say("<b>Your code:</b> <code>{code}</code>", code=readable(code)),
        say(
            "It is for your partner, and for nobody else. In their own chat with me they type: /partner {code}",
            code=readable(code),
        ),
        say(
            "It works once, until {hour} on {day}. A new code ends this one.",
            **_when(visit, visit.now + links.CODE_LASTS),
        ),
        say("Once it has been entered, I ask you before anything is shown to anybody."),
        _meaning(),
    ]
    return Reply((Outgoing(_joined(blocks), ((Button(plain("Withdraw the code"), f"{PREFIX}:withdraw"),),)),))


async def _withdraw(visit: Visit) -> Reply:
    await links.withdraw_code(visit.unit, visit.incoming.chat_id)
    shown = await screen(visit, say("No code of yours is good any more."))
    return Reply((replace(shown, edit=visit.pressed),))


async def _ask_code(visit: Visit) -> Reply:
    return await _taken(visit) or await _too_many(visit) or open_script(visit, CODE.key, {})


async def _taken(visit: Visit) -> Reply | None:
    """What is said to somebody who is in a link already: the way out is on the screen."""
    if await links.find(visit.unit, visit.incoming.chat_id, visit.now) is None:
        return None
    return Reply((await screen(visit, say("You can be in one link at a time. To make another, end this one first.")),))


async def _too_many(visit: Visit) -> Reply | None:
    again_at = await links.can_try_again(visit.unit, visit.incoming.chat_id, visit.now)
    if again_at is None:
        return None
    note = say(
        "Too many codes from this chat were wrong. You can try again at {hour} on {day}.", **_when(visit, again_at)
    )
    return Reply((await screen(visit, note),))


async def _finished_code(visit: Visit, state: Interview) -> Reply:
    code = known(state.answers, "code")
    return await _show(visit) if code is None else await _enter(visit, code)


async def _enter(visit: Visit, code: str) -> Reply:
    """A code was entered: the consent of both comes before anything is shown."""
    match await links.use_code(visit.unit, visit.incoming.chat_id, code, visit.now):
        case Used.ASKED:
            return Reply((await screen(visit),))
        case Used.OWN:
            note = say("That is your own code. Your partner enters it in their own chat with me.")
            return Reply((await screen(visit, note),))
        case Used.LINKED:
            return await _taken(visit) or await _show(visit)
        case Used.TOO_MANY:
            return await _too_many(visit) or await _show(visit)
    note = say(
        "I know no such code: it may be mistyped, used already, withdrawn, or more than 24 hours old. Type it again, "
        "or ask your partner for a new one."
    )
    return await _too_many(visit) or open_script(visit, CODE.key, {}, note)


async def _agree(visit: Visit, id_: str) -> Reply:
    """Consent: who entered the code then says what they may be called; with its maker's, the link stands."""
    link = await _current(visit, id_)
    if link is None:
        return await _old(visit)
    if link.mine.agreed or (link.mine.made_the_code and not link.theirs.agreed):
        return await _show(visit)
    if not link.mine.made_the_code:
        return open_script(visit, ALIAS.key, {LINK: id_})
    if await links.agree(visit.unit, visit.incoming.chat_id, id_, visit.now) is None:
        return await _old(visit)
    await _heard(visit)
    await _tell(visit.unit, link.theirs.chat_id, "linked", visit.now)
    shown = await screen(visit, say("Both of you have agreed."))
    return Reply((replace(shown, edit=visit.pressed),))


async def _finished_alias(visit: Visit, state: Interview) -> Reply:
    link = await _current(visit, state.answers.get(LINK))
    if link is None:
        return await _old(visit)
    if not link.mine.agreed:
        alias = known(state.answers, "alias")
        if await links.agree(visit.unit, visit.incoming.chat_id, link.id, visit.now, alias=alias) is None:
            return await _old(visit)
        await _tell(visit.unit, link.theirs.chat_id, "asked", visit.now)
    return await _show(visit)


async def _end(visit: Visit, id_: str) -> Reply:
    """Refused, withdrawn or unlinked: whatever the link had come to, it is over now."""
    link = await _current(visit, id_)
    return await _old(visit) if link is None else await _ended(visit, link)


async def _ended(visit: Visit, link: Link) -> Reply:
    other = await links.end(visit.unit, visit.incoming.chat_id)  # first of all: it makes the other's unit wait
    await _heard(visit)
    await notifications.replace(visit.unit, visit.incoming.chat_id, SILENT, [])
    if other is not None:
        await tell_ended(visit.unit, other, visit.now)
    elif not link.stands:
        await notifications.replace(visit.unit, link.theirs.chat_id, NOTICE, [])
        text = say("There is no link, and nothing was shown to anybody. A new code can be made at any time: /partner")
        return Reply((Outgoing(text, edit=visit.pressed),))
    text = _joined(
        [
            say("<b>Unlinked</b>"),
            say("From now on neither of you sees anything of the other. Your own answers and dates are unchanged."),
            say("Your partner is told the next morning, and only that the link has ended."),
            say("With a new code the two of you can link again: /partner"),
        ]
    )
    return Reply((Outgoing(text, edit=visit.pressed),))


async def _choose(visit: Visit) -> Reply:
    """Which answers the other may see, each by itself."""
    link = await links.find(visit.unit, visit.incoming.chat_id, visit.now)
    if link is None or not link.stands:
        return await _show(visit)
    return open_script(visit, SHARE.key, {LINK: link.id, **{key: key in link.mine.shares for key in PARTS}})


async def _finished_share(visit: Visit, state: Interview) -> Reply:
    return await _share(visit, state.answers.get(LINK), [key for key in PARTS if state.answers.get(key) is True])


async def _unshare(visit: Visit, id_: str) -> Reply:
    return await _share(visit, id_, [])


async def _share(visit: Visit, id_: str | None, parts: list[str]) -> Reply:
    if id_ is None or await links.share(visit.unit, visit.incoming.chat_id, id_, parts, visit.now) is None:
        return await _old(visit)
    shown = await screen(visit, say("Saved. It holds from now on."))
    return Reply((replace(shown, edit=visit.pressed),))


async def _let_tell(visit: Visit, id_: str) -> Reply:
    return await _tells(visit, id_, allowed=True)


async def _let_not_tell(visit: Visit, id_: str) -> Reply:
    return await _tells(visit, id_, allowed=False)


async def _tells(visit: Visit, id_: str, *, allowed: bool) -> Reply:
    link = await links.tell(visit.unit, visit.incoming.chat_id, id_, visit.now, allowed=allowed)
    if link is None:
        return await _old(visit)
    if not allowed:
        await notifications.replace(visit.unit, link.theirs.chat_id, SILENT, [])
    shown = await screen(visit, say("Saved. It holds from now on."))
    return Reply((replace(shown, edit=visit.pressed),))


async def _current(visit: Visit, id_: str | None) -> Link | None:
    """The link a button or an answer is about, if it is still the one the person is in."""
    link = await links.find(visit.unit, visit.incoming.chat_id, visit.now)
    return link if link is not None and link.id == id_ else None


async def _old(visit: Visit) -> Reply:
    return Reply((await screen(visit, say("This menu is old. Here is the current one.")),))


# --- what is seen of the other ---


async def their_dates(visit: Visit) -> tuple[Outgoing, ...]:
    """The other's dates that concern both, in a message of their own; nothing without a link that stands."""
    link = await links.find(visit.unit, visit.incoming.chat_id, visit.now)
    if link is None or not link.stands:
        return ()
    facts = await _facts_of(visit.unit, link.theirs.chat_id)
    lines = [] if facts is None else [_date(clock, visit.today) for clock in shared_clocks(facts, visit.today)]
    numbered = [say("{n}. {choice}", n=n, choice=line) for n, line in enumerate(dict.fromkeys(lines), 1)]
    blocks = [
        say("<b>Your partner's dates</b>"),
        Html("\n".join(numbered)) if numbered else say("I know of no date of your partner's that runs out."),
    ]
    blocks.append(say("<i>I do not remind you of these: each of you sees to their own dates.</i>"))
    return (Outgoing(_joined(blocks), ((Button(plain("Partner link"), PARTNER),),)),)


async def their_clocks(visit: Visit) -> list[Deadline]:
    """The other's clocks that concern both; empty without a link that stands."""
    link = await links.find(visit.unit, visit.incoming.chat_id, visit.now)
    facts = None if link is None or not link.stands else await _facts_of(visit.unit, link.theirs.chat_id)
    return [] if facts is None else shared_clocks(facts, visit.today)


def shared_clocks(facts: Facts, on: date) -> list[Deadline]:
    """The clocks of a person that a linked partner sees: of their own documents, and none about the partner."""
    found = deadlines.deadlines(facts, on)
    return [clock for clock in found if clock.whose == "own" and clock.kind in SHARED]


def _date(clock: Deadline, on: date) -> Html:
    left = (clock.last_safe_day - on).days
    if left < 0:
        when = say("That day has passed.")
    elif left == 0:
        when = say("Today is the last day.")
    else:
        when = count("{n} day left.", "{n} days left.", left)
    last = say("{what}: last day {day}.", what=named(clock), day=day(clock.last_safe_day, weekday=True))
    return Html(f"{last} {when}")


def named(clock: Deadline) -> Html:
    """What a shared clock is about."""
    _kind, _whose, part, *_ = [*clock.key.split(":"), ""]
    return say(NAMES.get(f"{clock.kind}:{part}") or NAMES[clock.kind])


async def _answers(visit: Visit) -> Reply:
    """What the other chose to share, as it stands now."""
    link = await links.find(visit.unit, visit.incoming.chat_id, visit.now)
    if link is None or not link.stands or not link.theirs.shares:
        return await _show(visit)
    facts = await _facts_of(visit.unit, link.theirs.chat_id)
    blocks = [say("<b>What your partner shares with you</b>")]
    if facts is None:
        blocks.append(say("Your partner has told me nothing yet."))
    else:
        blocks += summary(facts, link.theirs.shares, visit.today)
    *before, last = split(blocks)
    return Reply((*map(Outgoing, before), Outgoing(last, ((Button(plain("Partner link"), PARTNER),),))))


def summary(facts: Facts, shares: frozenset[str], on: date) -> list[Html]:
    """The shared parts of a person's answers, a block each: the score in a line, of a chapter what is known."""
    blocks = [_score(facts, on)] if "score" in shares else []
    for key, part in PARTS.items():
        if key in shares and key != "score":
            lines = told(facts, key) or [say("not known yet")]
            blocks.append(Html("\n".join([f"<b>{say(part.name)}</b>", *lines])))
    return blocks


def _score(facts: Facts, on: date) -> Html:
    result = crs.score(facts, on)
    values = {"day": day(on), "total": number(result.total), "most": number(result.most)}
    if is_least(facts, result):
        return say("CRS score, estimated for {day}: at least <b>{total}</b> out of {most}.", **values)
    return say("CRS score, estimated for {day}: <b>{total}</b> out of {most}.", **values)


async def _facts_of(unit: Unit, chat_id: int) -> Facts | None:
    other = await candidates.load(unit, chat_id)
    return None if other is None or other.facts is None else Facts.model_validate(other.facts)


# --- what the other is told ---


async def forget(unit: Unit, chat_id: int, now: datetime, *, handling: int | None = None) -> None:
    """Deletes everything of a person (see `storage.candidates.delete`), and has a linked partner told of the end.

    What was worked out for them and is still in memory goes too.
    """
    remembered.forget()
    linked = await candidates.delete(unit, chat_id, handling=handling)
    if linked is not None:
        await tell_ended(unit, linked, now)


async def tell_ended(unit: Unit, chat_id: int, now: datetime) -> None:
    """Has the other told that the link has ended: on the morning of their next day, so that the hour tells nothing.

    All ends are told alike, also that of who deletes everything.
    """
    other = await candidates.load(unit, chat_id)
    zone = (other.time_zone if other else None) or USUAL
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(1)
    await _tell(unit, chat_id, "ended", reminders.morning(tomorrow, zone))
    await notifications.replace(unit, chat_id, SILENT, [])


async def unanswered(unit: Unit, about: Notification, now: datetime) -> None:
    """The questions whether messages arrive have had their time: the partner hears it, if the person allowed that.

    Nothing is told of who pressed, wrote since, or has blocked this chat, nor to who has blocked theirs; and once only,
    until the person was here again.
    """
    chat_id = about.chat_id
    candidate = await candidates.load(unit, chat_id)
    question = f"{reminders.HEARTBEAT}:{about.item.partition(':')[2]}"
    asked_at = await notifications.last_sent_of(unit, chat_id, question)
    if candidate is None or asked_at is None or candidate.blocked_at is not None or candidate.seen_at >= asked_at:
        return
    if now - asked_at < PATIENCE:  # the question came late
        await notifications.snooze(unit, about.id, asked_at + PATIENCE)
        return
    link = await links.find(unit, chat_id, now)
    if link is None or not link.stands or not link.mine.tells:
        return
    other = await candidates.load(unit, link.theirs.chat_id)
    told_at = await notifications.last_sent_of(unit, link.theirs.chat_id, SILENT)
    if other is None or other.blocked_at is not None or (told_at is not None and told_at > candidate.seen_at):
        return
    await _tell(unit, link.theirs.chat_id, "silent", now, SILENT, alias=link.mine.alias)


async def answered(visit: Visit) -> None:
    """The person sees the messages: what was still to be told to the partner is not."""
    link = await links.find(visit.unit, visit.incoming.chat_id, visit.now)
    if link is not None and link.stands:
        await notifications.replace(visit.unit, link.theirs.chat_id, SILENT, [])


async def _tell(
    unit: Unit, chat_id: int, event: str, due_at: datetime, item: str = NOTICE, alias: str | None = None
) -> None:
    """One row, in place of any that has not gone out yet; of a name it carries at most what the other knows already."""
    id_ = notifications.new_id()
    row = Notification(
        id=id_,
        chat_id=chat_id,
        item=item,
        rung=f"{id_:x}",
        due_at=due_at,
        kind=NOTICE,
        arguments={"event": event} if alias is None else {"event": event, "alias": alias},
    )
    await notifications.replace(unit, chat_id, item, [row])


async def _heard(visit: Visit) -> None:
    """The person acted on it: what was still to be told them about the link is told by that."""
    await notifications.replace(visit.unit, visit.incoming.chat_id, NOTICE, [])


def word(notification: Notification) -> Outgoing:
    """What is told to the other of the two, in the language of the moment."""
    if notification.arguments["event"] == "silent":
        return _told_silent(notification.arguments.get("alias"))
    blocks, buttons = WORDED[notification.arguments["event"]]()
    return Outgoing(_joined(blocks), (buttons,))


def _told_asked() -> tuple[list[Html], tuple[Button, ...]]:
    return [
        say("<b>Your code was entered</b>"),
        say("Somebody asks to link with you. Nothing is shown to anybody unless you agree."),
    ], (Button(plain("See who asks"), PARTNER),)


def _told_linked() -> tuple[list[Html], tuple[Button, ...]]:
    return [
        say("<b>You are linked: both of you have agreed</b>"),
        say("/dates shows the dates of both. /partner is where you choose what you share, and where you unlink."),
    ], (Button(plain("My dates"), DATES), Button(plain("Partner link"), PARTNER))


def _told_ended() -> tuple[list[Html], tuple[Button, ...]]:
    return [
        say("<b>The link has ended</b>"),
        say("Your own answers, dates and reminders are unchanged."),
    ], (Button(plain("My dates"), DATES),)


def _told_silent(alias: str | None) -> Outgoing:
    """No fact, no date, no reason: the person themself sees these."""
    who = (
        say("Your partner may not see my messages.")
        if alias is None
        else say("“{alias}” may not see my messages.", alias=alias)
    )
    blocks = [
        Html(f"<b>{who}</b>"),
        say("I asked, and no answer came. Please ask them to open their chat with me and to press the button there."),
        say("They allowed me to tell you this. I tell you nothing else about it."),
    ]
    return Outgoing(_joined(blocks), ((Button(plain("Partner link"), PARTNER),),))


WORDED: Final[Mapping[str, Callable[[], tuple[list[Html], tuple[Button, ...]]]]] = {
    "asked": _told_asked,
    "linked": _told_linked,
    "ended": _told_ended,
}


def _joined(blocks: list[Html]) -> Html:
    return Html("\n\n".join(block for block in blocks if block))


# --- the way in ---


def _only(step: Callable[[Visit, str], Awaitable[Reply]], *words: str) -> tuple[tuple[str, ...], Handler]:
    """A step that binds: typed, its words have to be all that was typed; anything near them leads to the screen."""

    async def handler(visit: Visit) -> Reply:
        link = await links.find(visit.unit, visit.incoming.chat_id, visit.now)
        said = {typed.fold(each) for word in words for each in everywhere(word)}
        if link is None or typed.fold(visit.incoming.text) not in said:
            return await _show(visit)
        return await step(visit, link.id)

    return words, handler


async def _unlink(visit: Visit) -> Reply:
    """`/unlink`."""
    link = await links.find(visit.unit, visit.incoming.chat_id, visit.now)
    return await _show(visit) if link is None else await _ended(visit, link)


def _after_the_notice(handler: Handler) -> Handler:
    """Nobody links before they have read what is kept."""

    async def guarded(visit: Visit) -> Reply:
        if visit.candidate.notice_version is None:
            return again(visit, NOTHING)
        _put_away(visit)
        return await handler(visit)

    return guarded


def _put_away(visit: Visit) -> None:
    """A question of this room is dropped when the person goes another way: it would take later words for its answer."""
    visit.open = tuple(each for each in visit.open if each.script not in SCRIPTS)


async def _press(visit: Visit, rest: str) -> Reply:
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    _put_away(visit)
    action, _, id_ = rest.partition(":")
    if handler := ACTIONS.get(action):
        return await handler(visit)
    match action:
        case "agree":
            return await _agree(visit, id_)
        case "end":
            return await _end(visit, id_)
        case "unshare":
            return await _unshare(visit, id_)
        case "tell" | "untell":
            return await _tells(visit, id_, allowed=action == "tell")
    return again(visit, say("This menu is old. Here is the current one."))


ACTIONS: Final[Mapping[str, Handler]] = {
    "show": _show,
    "make": _make,
    "withdraw": _withdraw,
    "enter": _ask_code,
    "share": _choose,
    "answers": _answers,
}

ROOM: Final = Room(
    commands={"partner": _after_the_notice(_command), "unlink": _after_the_notice(_unlink)},
    presses={PREFIX: _press},
    words=(
        ((N_("Partner link"), N_("link with my partner"), N_("See who asks")), _show),
        ((N_("Make a code"), N_("Make a new code")), _make),
        ((N_("Enter a code"),), _ask_code),
        ((N_("Withdraw the code"),), _withdraw),
        ((N_("Choose what I share"),), _choose),
        ((N_("Your partner's answers"),), _answers),
        _only(_agree, N_("Agree and link")),
        _only(_end, N_("Do not link"), N_("Withdraw"), N_("Unlink")),
        _only(_unshare, N_("Share dates only")),
        _only(_let_tell, N_("Let my partner be told")),
        _only(_let_not_tell, N_("Do not tell my partner")),
    ),
    finishes={CODE.key: _finished_code, ALIAS.key: _finished_alias, SHARE.key: _finished_share},
)
