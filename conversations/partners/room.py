"""/partner: a code made and entered, the consent of both, what is shared, and the way out.

Every step binds the link it was shown for: a button or an answer about another one leads to the screen of now.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from conversations import answers as typed
from conversations.engine import Interview
from conversations.home import after_the_notice, again, old
from conversations.messages import Button, Outgoing, Reply, in_messages, paragraphs
from conversations.partners.news import NOTICE, SILENT, heard, tell, tell_ended
from conversations.partners.screens import PREFIX, link_of, meaning, screen, when
from conversations.partners.scripts import ALIAS, CODE, LINK, PARTS, SCRIPTS, SHARE, not_a_code, readable
from conversations.partners.seen import facts_of, summary
from conversations.questions import known
from conversations.visits import Handler, Room, Visit, open_script
from conversations.where_to import PARTNER
from locales import N_, NOTHING, Html, everywhere, plain, say
from storage import links, notifications
from storage.links import Link, Used


async def _show(visit: Visit, note: Html = NOTHING) -> Reply:
    """The screen of now, where the button was pressed."""
    return Reply((replace(await screen(visit, note), edit=visit.pressed),))


async def _below(visit: Visit, note: Html) -> Reply:
    """The screen of now in a message of its own: what was pressed or typed stays readable."""
    return Reply((await screen(visit, note),))


async def _command(visit: Visit) -> Reply:
    """`/partner`, or `/partner` and a code."""
    typed_code = visit.incoming.text.strip().partition(" ")[2].strip()
    if not typed_code:
        return await _show(visit)
    code = links.read_code(typed_code)
    if code is None:
        return await _below(visit, not_a_code())
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
            **when(visit, visit.now + links.CODE_LASTS),
        ),
        say("Once it has been entered, I ask you before anything is shown to anybody."),
        meaning(),
    ]
    return Reply((Outgoing(paragraphs(blocks), ((Button(plain("Withdraw the code"), f"{PREFIX}:withdraw"),),)),))


async def _withdraw(visit: Visit) -> Reply:
    await links.withdraw_code(visit.unit, visit.incoming.chat_id)
    return await _show(visit, say("No code of yours is good any more."))


async def _ask_code(visit: Visit) -> Reply:
    return await _taken(visit) or await _too_many(visit) or open_script(visit, CODE.key, {})


async def _taken(visit: Visit) -> Reply | None:
    """What is said to somebody who is in a link already: the way out is on the screen."""
    if await link_of(visit) is None:
        return None
    return await _below(visit, say("You can be in one link at a time. To make another, end this one first."))


async def _too_many(visit: Visit) -> Reply | None:
    again_at = await links.can_try_again(visit.unit, visit.incoming.chat_id, visit.now)
    if again_at is None:
        return None
    note = say(
        "Too many codes from this chat were wrong. You can try again at {hour} on {day}.", **when(visit, again_at)
    )
    return await _below(visit, note)


async def _finished_code(visit: Visit, state: Interview) -> Reply:
    code = known(state.answers, "code")
    return await _show(visit) if code is None else await _enter(visit, code)


async def _enter(visit: Visit, code: str) -> Reply:
    """A code was entered: the consent of both comes before anything is shown."""
    match await links.use_code(visit.unit, visit.incoming.chat_id, code, visit.now):
        case Used.ASKED:
            return await _below(visit, NOTHING)
        case Used.OWN:
            return await _below(visit, say("That is your own code. Your partner enters it in their own chat with me."))
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
    await heard(visit)
    await tell(visit.unit, link.theirs.chat_id, "linked", visit.now)
    return await _show(visit, say("Both of you have agreed."))


async def _finished_alias(visit: Visit, state: Interview) -> Reply:
    link = await _current(visit, state.answers.get(LINK))
    if link is None:
        return await _old(visit)
    if not link.mine.agreed:
        alias = known(state.answers, "alias")
        if await links.agree(visit.unit, visit.incoming.chat_id, link.id, visit.now, alias=alias) is None:
            return await _old(visit)
        await tell(visit.unit, link.theirs.chat_id, "asked", visit.now)
    return await _show(visit)


async def _end(visit: Visit, id_: str) -> Reply:
    """Refused, withdrawn or unlinked: whatever the link had come to, it is over now."""
    link = await _current(visit, id_)
    return await _old(visit) if link is None else await _ended(visit, link)


async def _ended(visit: Visit, link: Link) -> Reply:
    other = await links.end(visit.unit, visit.incoming.chat_id)  # first of all: it makes the other's unit wait
    await heard(visit)
    await notifications.replace(visit.unit, visit.incoming.chat_id, SILENT, [])
    if other is not None:
        await tell_ended(visit.unit, other, visit.now)
    elif not link.stands:
        await notifications.replace(visit.unit, link.theirs.chat_id, NOTICE, [])
        text = say("There is no link, and nothing was shown to anybody. A new code can be made at any time: /partner")
        return Reply((Outgoing(text, edit=visit.pressed),))
    text = paragraphs(
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
    link = await link_of(visit)
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
    return await _show(visit, say("Saved. It holds from now on."))


async def _tells(visit: Visit, id_: str, *, allowed: bool) -> Reply:
    link = await links.tell(visit.unit, visit.incoming.chat_id, id_, visit.now, allowed=allowed)
    if link is None:
        return await _old(visit)
    if not allowed:
        await notifications.replace(visit.unit, link.theirs.chat_id, SILENT, [])
    return await _show(visit, say("Saved. It holds from now on."))


async def _current(visit: Visit, id_: str | None) -> Link | None:
    """The link a button or an answer is about, if it is still the one the person is in."""
    link = await link_of(visit)
    return link if link is not None and link.id == id_ else None


async def _old(visit: Visit) -> Reply:
    return await _below(visit, say("This menu is old. Here is the current one."))


async def _answers(visit: Visit) -> Reply:
    """What the other chose to share, as it stands now."""
    link = await link_of(visit)
    if link is None or not link.stands or not link.theirs.shares:
        return await _show(visit)
    facts = await facts_of(visit.unit, link.theirs.chat_id)
    blocks = [say("<b>What your partner shares with you</b>")]
    if facts is None:
        blocks.append(say("Your partner has told me nothing yet."))
    else:
        blocks += summary(facts, link.theirs.shares, visit.today)
    return Reply(in_messages(blocks, ((Button(plain("Partner link"), PARTNER),),)))


def _only(action: str, *words: str) -> tuple[tuple[str, ...], Handler]:
    """A step that binds: typed, its words have to be all that was typed; anything near them leads to the screen."""

    async def handler(visit: Visit) -> Reply:
        link = await link_of(visit)
        said = {typed.fold(each) for word in words for each in everywhere(word)}
        if link is None or typed.fold(visit.incoming.text) not in said:
            return await _show(visit)
        return await STEPS[action](visit, link.id)

    return words, handler


async def _unlink(visit: Visit) -> Reply:
    """`/unlink`."""
    link = await link_of(visit)
    return await _show(visit) if link is None else await _ended(visit, link)


def _typed(handler: Handler) -> Handler:
    """A command; nobody links before they have read what is kept."""

    async def entering(visit: Visit) -> Reply:
        _put_away(visit)
        return await handler(visit)

    return after_the_notice(entering)


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
    step = STEPS.get(action)
    return old(visit) if step is None else await step(visit, id_)


ACTIONS: Final[Mapping[str, Handler]] = {
    "show": _show,
    "make": _make,
    "withdraw": _withdraw,
    "enter": _ask_code,
    "share": _choose,
    "answers": _answers,
}
"""What a button does, by its action."""

STEPS: Final[Mapping[str, Callable[[Visit, str], Awaitable[Reply]]]] = {
    "agree": _agree,
    "end": _end,
    "unshare": _unshare,
    "tell": partial(_tells, allowed=True),
    "untell": partial(_tells, allowed=False),
}
"""The same of those that bind, which carry the link they were shown for."""


ROOM: Final = Room(
    commands={"partner": _typed(_command), "unlink": _typed(_unlink)},
    presses={PREFIX: _press},
    words=(
        ((N_("Partner link"), N_("link with my partner"), N_("See who asks")), _show),
        ((N_("Make a code"), N_("Make a new code")), _make),
        ((N_("Enter a code"),), _ask_code),
        ((N_("Withdraw the code"),), _withdraw),
        ((N_("Choose what I share"),), _choose),
        ((N_("Your partner's answers"),), _answers),
        _only("agree", N_("Agree and link")),
        _only("end", N_("Do not link"), N_("Withdraw"), N_("Unlink")),
        _only("unshare", N_("Share dates only")),
        _only("tell", N_("Let my partner be told")),
        _only("untell", N_("Do not tell my partner")),
    ),
    finishes={CODE.key: _finished_code, ALIAS.key: _finished_alias, SHARE.key: _finished_share},
)
