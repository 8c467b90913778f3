"""A practice invitation: what would be late, by how many days, and what to begin now, if one came today."""

from __future__ import annotations

from typing import Final

from conversations.clock_names import named
from conversations.invitation import clock_words, screen
from conversations.messages import Outgoing, enumerated
from conversations.program_words import name
from conversations.score import link
from conversations.where_to import DATES
from locales import N_, Html, count, day, inside, say
from rules.deadlines import Kind
from rules.facts import InvitedProgram
from rules.invitation_ways import Practice

DOORS: Final = ((N_("My dates"), DATES), (N_("I got an invitation"), screen.GOT))


def shown(found: Practice) -> Outgoing:
    """The rehearsal, as a message of its own; nothing of it is kept."""
    deadline, facts = found.deadline, found.supposed
    blocks = [
        say(
            "<b>A practice invitation</b>\nAs if one came today, {day}. Nothing of it is kept, and it says nothing "
            "about when one comes.",
            day=day(found.on, weekday=True),
        ),
        _program(found),
        _days(found),
    ]
    late, in_time = (clock_words.missing(needed, facts) for needed in (found.late, found.in_time))
    if late:
        lines = [say("<b>This would come late, by our planning margins</b>")]
        for n, one in enumerate(late, 1):
            days = (found.on - one.start_by).days
            what = clock_words.to_get(one, facts)
            lines.append(
                count(
                    "{number}. {what}: {n} day too late to begin.",
                    "{number}. {what}: {n} days too late to begin.",
                    days,
                    number=n,
                    what=what,
                )
            )
        lines.append(say("Begin these now, before an invitation comes."))
        blocks.append(Html("\n".join(lines)))
    if in_time:
        lines = [say("<b>This could wait until the invitation</b>")]
        lines += enumerated(screen.begin(one, facts, found.on) for one in in_time)
        blocks.append(Html("\n".join(lines)))
    if not late and not in_time:
        blocks.append(say("By what you told me, nothing would be missing."))
    if any(one.what == Kind.medical_exam for one in deadline.to_get):
        blocks.append(screen.medical())
    blocks.append(link("documents_checklist", say("The official page on documents")))
    return Outgoing(Html("\n\n".join(blocks)), screen.buttons(*DOORS))


def _days(found: Practice) -> Html:
    """How many days there would be, and what sets them."""
    deadline = found.deadline
    last = day(deadline.last_safe_day, weekday=True)
    if not deadline.dies:
        return say("You would have {n} days, through {day}.", n=deadline.days, day=last)
    return say(
        "You would have {n} days, not {days}, through {day}. What sets the deadline: {cause}. {why}",
        n=deadline.day,
        days=deadline.days,
        day=last,
        cause=inside(named(deadline.cause.key)),
        why=clock_words.because(deadline.cause),
    )


def _program(found: Practice) -> Html:
    if found.program is None:
        return say(
            "By what you told me, no program is met today, so no invitation could come. The days are shown all the "
            "same."
        )
    if found.program is InvitedProgram.provincial_nominee:
        return say("It would name the Provincial Nominee Program.")
    return say("It would name one program: {program}.", program=name(found.program))
