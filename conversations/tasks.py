"""Help by task: what people come to do, each with the button that leads there; then what can be typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from conversations import menu, privacy
from conversations.home import untold
from conversations.messages import Button, Outgoing, Reply, enumerated, in_rows
from conversations.visits import Room, Visit, open_script
from conversations.where_to import CHANGE, DATES, GOT_INVITATION, PROGRAMS, SCORE, WHY
from locales import N_, Html, plain, say

PREFIX: Final = "h"
"""What the data of the buttons here begin with: `h:screen` or `h:test:whose:language`."""

TEST: Final = f"{PREFIX}:test"
TYPE: Final = f"{PREFIX}:type"
TASKS_AGAIN: Final = f"{PREFIX}:tasks"


@dataclass(frozen=True, slots=True)
class Task:
    """Something a person wants: in their words, on the button, and the data of what leads there."""

    words: str
    label: str
    data: str


TASKS: Final = (
    Task(N_("I want to know my score"), N_("My score"), SCORE),
    Task(N_("I want to know why these points"), N_("Why these points?"), WHY),
    Task(N_("I have a new test result"), N_("New test result"), TEST),
    Task(N_("Something in my life changed"), N_("Something changed"), CHANGE),
    Task(N_("I want to see what runs out, and when"), N_("My dates"), DATES),
    Task(N_("I want to know which programs I meet"), N_("My programs"), PROGRAMS),
    Task(N_("I got an invitation to apply"), N_("I got an invitation"), GOT_INVITATION),
    Task(N_("I want to know what you keep, or have it deleted"), N_("What is kept"), privacy.MORE),
)
"""What help offers, in this order; at most eight."""

TESTS: Final = {
    "own:english": N_("Your English test"),
    "own:french": N_("Your French test"),
    "partner:english": N_("Your partner's English test"),
    "partner:french": N_("Your partner's French test"),
}
"""The tests that there can be a new result of, by the rest of the key of their script."""


def screen() -> Outgoing:
    """The first layer: the tasks, each with its number."""
    lines = enumerated(say(task.words) for task in TASKS)
    text = Html("\n".join([say("<b>What do you want to do?</b>\nPress a button, or type a number."), *lines]))
    closing = say("Information only: I am not IRCC and not a representative. Your official account always wins.")
    buttons = [*(Button(plain(task.label), task.data) for task in TASKS), Button(plain("What I can type"), TYPE)]
    return Outgoing(f"{text}\n\n{closing}", in_rows(buttons), numbered=len(TASKS))


async def show(_visit: Visit) -> Reply:
    """Help, as a message of its own: where the person was stays readable."""
    return Reply((screen(),))


def _typing(visit: Visit) -> Outgoing:
    """The second layer: the words that work everywhere, and every command."""
    blocks = [
        say(
            "<b>What you can type</b>\nInstead of pressing a button you can always type: its words, the number of a "
            "choice, a date as you write it."
        ),
        say("In every question: “back”, “skip”, “I don't know”, “why” and “stop”."),
        Html(
            "\n".join(
                say("/{command}: {what}", command=menu.name(command), what=say(what))
                for command, what in (*menu.COMMANDS.items(), *menu.TYPED.items())
            )
        ),
    ]
    return Outgoing("\n\n".join(blocks), ((Button(plain("Back to the tasks"), TASKS_AGAIN),),), edit=visit.pressed)


def _which_test(visit: Visit) -> Reply:
    facts = visit.facts
    if facts is None:
        return untold(visit)
    offered = {rest: name for rest, name in TESTS.items() if facts.partner or rest.startswith("own:")}
    lines = enumerated(say(name) for name in offered.values())
    buttons = [Button(plain(name), f"{TEST}:{rest}") for rest, name in offered.items()]
    text = Html("\n".join([say("<b>Which test is the new result from?</b>"), *lines]))
    return Reply((Outgoing(text, in_rows(buttons), edit=visit.pressed, numbered=len(buttons)),))


async def _press(visit: Visit, rest: str) -> Reply:
    screen_named, _, test = rest.partition(":")
    if screen_named == "type":
        return Reply((_typing(visit),))
    if screen_named != "test":
        return Reply((replace(screen(), edit=visit.pressed),))
    if test in TESTS and visit.facts is not None:
        return open_script(visit, f"retest:{test}", {})
    return _which_test(visit)


async def _what_to_type(visit: Visit) -> Reply:
    return Reply((_typing(visit),))


async def _new_result(visit: Visit) -> Reply:
    return _which_test(visit)


ROOM: Final = Room(
    commands={"help": show},
    presses={PREFIX: _press},
    words=(
        ((N_("I have a new test result"), N_("New test result"), N_("new result")), _new_result),
        ((N_("What I can type"), N_("commands")), _what_to_type),
        ((N_("Back to the tasks"),), show),
    ),
)
