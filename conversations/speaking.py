"""/language: in which of the two languages the companion writes."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from conversations import privacy
from conversations.home import again
from conversations.messages import Button, Outgoing, Reply
from conversations.visits import Handler, Room, Visit
from locales import LANGUAGE_NAMES, LANGUAGES, Language, say, use


async def _choose_language(visit: Visit) -> Reply:
    buttons = tuple(Button(name, f"l:{code}") for code, name in LANGUAGE_NAMES.items())
    return Reply((Outgoing(say("Which language should I write in?"), (buttons,)),))


def _speaker(language: Language) -> Handler:
    async def handler(visit: Visit) -> Reply:
        return speak(visit, language)

    return handler


def speak(visit: Visit, language: Language) -> Reply:
    """Changes the language in the middle of anything; the open question comes again in the new one."""
    visit.candidate = replace(visit.candidate, language=language)
    with use(language):
        if visit.candidate.notice_version is None:
            return Reply((replace(privacy.notice(), edit=visit.pressed),))
        return again(visit, say("I write in English from now on, reminders too."))


async def _press(visit: Visit, rest: str) -> Reply:
    """A button of the language it names."""
    for language in LANGUAGES:
        if rest == language:
            return speak(visit, language)
    return again(visit, say("This menu is old. Here is the current one."))


ROOM: Final = Room(
    commands={"language": _choose_language, **{language: _speaker(language) for language in LANGUAGES}},
    presses={"l": _press},
)
