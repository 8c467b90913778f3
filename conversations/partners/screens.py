"""The screen of the link, whatever its state: none, a code that waits, consent that is missing, or linked."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from conversations.messages import Button, Keyboard, Outgoing, paragraphs
from conversations.partners.scripts import PARTS
from conversations.visits import Visit
from conversations.where_to import DATES
from locales import NOTHING, Html, day, hour, listed, plain, say
from storage import links
from storage.links import Link, Side

PREFIX: Final = "pa"


async def link_of(visit: Visit) -> Link | None:
    """The link the person is in, whatever it has come to; None without one."""
    return await links.find(visit.unit, visit.incoming.chat_id, visit.now)


async def screen(visit: Visit, note: Html = NOTHING) -> Outgoing:
    """Where the two are: no link, a code that waits, consent that is missing, or linked."""
    link = await link_of(visit)
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
    return Outgoing(paragraphs([note, *blocks]), buttons)


def _unlinked(visit: Visit, until: datetime | None) -> tuple[list[Html], Keyboard]:
    enter = Button(plain("Enter a code"), f"{PREFIX}:enter")
    blocks = [
        say("<b>Link with your partner</b>\nYou are not linked with anybody."),
        say("One of you makes a code, the other enters it in their own chat with me, and each of you agrees."),
        meaning(),
    ]
    if until is None:
        return blocks, ((Button(plain("Make a code"), f"{PREFIX}:make"), enter),)
    waits = say(
        "A code of yours waits to be entered, until {hour} on {day}. I do not keep it in readable form: if it is lost, "
        "make a new one.",
        **when(visit, until),
    )
    new = Button(plain("Make a new code"), f"{PREFIX}:make")
    withdraw = Button(plain("Withdraw the code"), f"{PREFIX}:withdraw")
    return [blocks[0], waits, *blocks[1:]], ((new, enter), (withdraw,))


def meaning() -> Html:
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
            **when(visit, link.ends_at),
        ),
    ], ((_no(link, plain("Withdraw")),),)


def _waiting(visit: Visit, link: Link) -> tuple[list[Html], Keyboard]:
    """To who entered the code, and agreed, while its maker has not."""
    return [
        say("<b>You have agreed</b>"),
        say("Now the person who made the code is asked. Until they agree, nothing is shown to anybody."),
        say("If they have not agreed by {hour} on {day}, the request ends by itself.", **when(visit, link.ends_at)),
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
    return [say("<b>Link with this person?</b>"), who, meaning()], ((yes,), (_no(link, plain("Do not link")),))


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


def when(visit: Visit, instant: datetime) -> dict[str, str]:
    """A day and an hour on the person's clock."""
    there = instant.astimezone(ZoneInfo(visit.zone)).date()
    return {"day": day(there, weekday=True), "hour": hour(instant, visit.zone)}
