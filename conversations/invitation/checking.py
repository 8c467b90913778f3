"""The check of an invitation in words: what it rested on, line by line, for its day and for today, and what follows.

Whatever the verdict, the decision stays the person's: a sentence says what the facts say, never what to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from conversations import program_words
from conversations.invitation.kinds import PROGRAM_NAMES
from conversations.invitation.screen import CHECK, CHECK_LINES, LEAVE, SHOW, WAYS, buttons
from conversations.messages import Outgoing, enumerated, paragraphs
from conversations.program_words import CATEGORIES
from conversations.score import FACTORS, licensed, link, what_moved
from conversations.shut_out import SHUT
from conversations.where_to import EXACT
from locales import N_, NOTHING, Html, day, listed, number, say
from rules.facts import InvitedProgram
from rules.invitation_check import InvitationCheck, Verdict, Why, WhyKey

HEADS: Final[Mapping[Verdict, str]] = {
    Verdict.go_ahead: N_("<b>Go ahead:</b> what you told me supports the invitation, on its day and today."),
    Verdict.mend_first: N_(
        "<b>Not today, but it can be mended in time.</b> Applying as things stand would rest on something that is not "
        "there any more."
    ),
    Verdict.decline: N_(
        "<b>Decline:</b> by what you told me, the invitation rests on something that is not there. Declining keeps the "
        "profile while its year lasts; applying all the same risks a refusal."
    ),
    Verdict.licensed_help: N_(
        "<b>Get licensed help:</b> what you told me does not settle it. Tell me first what is missing; if it stays "
        "open, have a licensed person look before you apply."
    ),
    Verdict.too_late: N_(
        "<b>Its last day has passed:</b> the invitation is over (section 10.1(6) of the Act), and an application "
        "made now does not count."
    ),
    Verdict.answered: N_("<b>It was answered already:</b> nothing is left to be decided."),
}
"""What the check says, in one sentence."""

WHY: Final[Mapping[WhyKey, str]] = {
    WhyKey.nothing_lost: N_("Nothing that the invitation rested on has been lost since."),
    WhyKey.improved: N_("What is better now than it was needs no new ranking, and no new invitation."),
    WhyKey.birthday_forgiven: N_(
        "A birthday since the invitation takes {points} points. The Act forgives that (section 11.2(2)(a)): it is no "
        "reason to decline. Other losses are not forgiven in that way."
    ),
    WhyKey.drop_forgiven: N_(
        "The score is lower than it was, but still enough for the round, and the program, with the category if one "
        "was named, is still met: the Act forgives that too (section 11.2(2)(b))."
    ),
    WhyKey.rules_incomplete: N_(
        "A change to the points is reported for high-wage occupations. I do not know its points, so I compare by the "
        "tables I know."
    ),
    WhyKey.score_below_cut_off: N_(
        "Today, with any birthday forgiven, the score is {score}: below the cut-off of your round, {cut_off}."
    ),
    WhyKey.score_below_cut_off_then: N_(
        "By your answers the score was {score} on the day of the invitation: below the cut-off of that round, "
        "{cut_off}. So the profile showed more than you told me."
    ),
    WhyKey.after_tie_break: N_(
        "The score is exactly the cut-off, and the profile was submitted after the tie-break of the round, {tie_break}."
    ),
    WhyKey.tie_break_unknown: N_(
        "The score is exactly the cut-off. Whether the profile came before the tie-break of the round I cannot tell."
    ),
    WhyKey.cut_off_unknown: N_(
        "The score is {score} today, less than the {rested_on} it was. Without the cut-off of the round I cannot say "
        "whether that is enough: please add it."
    ),
    WhyKey.score_open: N_("What is not known yet decides whether the score reaches the cut-off, {cut_off}."),
    WhyKey.letter_above_then: N_(
        "The letter names {named}; by your answers it was {score} on that day. Something in the profile may differ "
        "from what you told me: compare them line by line."
    ),
    WhyKey.letter_below_then: N_(
        "The letter names {named}; by your answers it was {score} on that day. Something may be missing in the "
        "profile, or an answer here may be too high: compare them line by line."
    ),
    WhyKey.letter_below_cut_off: N_(
        "The score in the letter, {named}, is below the cut-off you told me, {cut_off}. One of the two belongs to "
        "another round: please look again."
    ),
    WhyKey.round_disagrees: N_(
        "The round you told me does not fit the letter: its day, its cut-off, its program or its category is another. "
        "Please look at both once more."
    ),
    WhyKey.program_not_met_then: N_("On the day of the invitation, {program} was not met by what you told me."),
    WhyKey.program_not_met_now: N_("Today {program} is not met by what you told me."),
    WhyKey.program_open: N_("Whether {program} is met depends on what is not known yet."),
    WhyKey.nomination_gone: N_("The nomination the invitation rested on is not there any more."),
    WhyKey.category_not_met_then: N_(
        "On the day of the invitation the category, {category}, was not met by what you told me."
    ),
    WhyKey.category_not_met_now: N_("Today the category, {category}, is not met by what you told me."),
    WhyKey.category_open: N_("Whether the category, {category}, is met depends on what is not known yet."),
    WhyKey.newer_than_invitation: N_(
        "It is met only with a result or an assessment newer than the invitation. What was there on its day, I was not "
        "told."
    ),
    WhyKey.contradiction: N_("Two of your answers do not go together: please look at them first, in your profile."),
    WhyKey.applied: N_("You told me of an application on {day}."),
    WhyKey.declined: N_("You told me that you declined on {day}."),
    WhyKey.cancelled: N_("You told me that IRCC cancelled it on {day}."),
    WhyKey.lapsed: N_("Its time ran out; from {day} on it is of no use."),
}
"""Each reason in a sentence."""

MEND: Final[Mapping[str, str]] = {
    "tests": N_("a new language result"),
    "credentials": N_("a new assessment of your education"),
    "settlement_funds": N_("enough settlement funds"),
}
"""What can be had again in time."""


def screen(found: InvitationCheck) -> Outgoing:
    """The check: the verdict, what was compared, and each reason."""
    blocks = [
        say("<b>Your invitation, checked for {day}</b>", day=day(found.on, weekday=True)),
        say(HEADS[found.verdict]),
        _mend(found),
        Html("\n".join(_compared(found))),
        Html("\n".join([say("<b>Why</b>"), *(_line(n, why, found) for n, why in enumerate(found.reasons, 1))])),
        _open(found),
        *_closing(found),
    ]
    text = paragraphs(blocks)
    doors = [(N_("Line by line"), CHECK_LINES), (N_("What follows from each way"), WAYS), (N_("My invitation"), SHOW)]
    if found.open:
        doors.insert(0, (N_("Make it exact"), EXACT))
    if found.verdict in (Verdict.too_late, Verdict.answered):
        doors = [(N_("Line by line"), CHECK_LINES), (N_("My invitation"), SHOW)]
    elif found.verdict is Verdict.decline:
        doors.append((N_("Decline, or do nothing"), LEAVE))
    return Outgoing(text, buttons(*doors))


def _mend(found: InvitationCheck) -> Html:
    if not found.mend or found.mend_by is None:
        return NOTHING
    return say(
        "What would mend it: {things}, begun by {day} (our planning margin) and there before you apply.",
        things=listed([say(MEND[name]) for name in found.mend]),
        day=day(found.mend_by, weekday=True),
    )


def _compared(found: InvitationCheck) -> Iterator[Html]:
    """The score of the letter, of its day and of today, and what they are held against; numbered, each alone."""
    told = [
        say("Score in the letter: {n}", n=number(found.score_named))
        if found.score_named is not None
        else say("Score in the letter: not told"),
        say("By your answers, on {day}: {n}", day=day(found.window.issued), n=number(found.score_then)),
        say("By your answers, today: {n}", n=number(found.score_now)),
    ]
    if found.forgiven:
        told.append(say("Today, with the birthday forgiven: {n}", n=number(found.score_counted)))
    if found.open and found.lowest != found.highest:
        told.append(
            say(
                "As long as answers are open: {lowest} to {highest}",
                lowest=number(found.lowest),
                highest=number(found.highest),
            )
        )
    if found.cut_off is None:
        told.append(say("Cut-off of the round: not told"))
    else:
        told.append(say("Cut-off of the round: {n}", n=number(found.cut_off)))
    if found.tie_break is not None and found.score_counted == found.cut_off:
        told.append(say("Tie-break of the round: {moment}", moment=_moment(found.tie_break)))
    if found.program is not None:
        program = say(PROGRAM_NAMES[found.program])
        told += [_met(program, found.program_then, found.program_now, told=found.program_told)]
    if found.category is not None:
        category = say("Category ({category})", category=say(CATEGORIES[found.category]))
        told.append(_met(category, found.category_then, found.category_now, told=True))
    yield say("<b>What I compared</b>")
    yield from enumerated(told)
    if found.moved:
        yield say("What moved since: {factors}.", factors=what_moved(found.moved))


OPEN: Final[Mapping[str, str]] = {
    "invitation.cut_off": N_("the cut-off of the round"),
    "invitation.tie_break": N_("the tie-break of the round"),
    "profile.submitted_at": N_("the time your profile was submitted"),
    "nomination.accepted": N_("whether the nomination was accepted"),
}
"""What is not known of the invitation itself."""

STANDINGS: Final = {
    True: N_("met"),
    False: N_("not met"),
    None: N_("not known"),
}


def _met(what: Html, then: bool | None, now: bool | None, *, told: bool) -> Html:
    words = say(
        "{what}: {then} on that day, {now} today", what=what, then=say(STANDINGS[then]), now=say(STANDINGS[now])
    )
    if told:
        return words
    return Html(f"{words} {say('(you did not tell me the program; this is the one such an invitation names)')}")


def _line(n: int, why: Why, found: InvitationCheck) -> Html:
    return say("{n}. {choice}", n=n, choice=sentence(why, found))


MONTHS: Final = N_(
    "The form counts the calendar months that a job touches, so it can let a profile in before the year is complete; "
    "the rules count days."
)
"""Said of an invitation that came before a year of work was complete."""


def sentence(why: Why, found: InvitationCheck) -> Html:
    """One reason."""
    facts = dict(why.facts)
    if why.key is WhyKey.knock_out:
        return say(SHUT[str(facts["knock_out"])])
    program, category = facts.get("program"), facts.get("category")
    words = say(
        WHY[why.key],
        points=_number(facts.get("points")),
        score=_score(why, found),
        named=_number(facts.get("invitation.score")),
        cut_off=_number(facts.get("cut_off")),
        rested_on=_number(facts.get("rested_on")),
        tie_break=_told_moment(facts.get("tie_break")),
        program=say("the program of the invitation")
        if program is None
        else say(PROGRAM_NAMES[InvitedProgram(str(program))]),
        category=NOTHING if category is None else say(CATEGORIES[str(category)]),
        day=NOTHING if why.day is None else day(why.day, weekday=True),
    )
    failed = _failed(why, found)
    return Html(" ".join((words, *failed)))


def _score(why: Why, found: InvitationCheck) -> str:
    """The score of a reason; where open answers leave a range, which end of it was looked at."""
    told = dict(why.facts).get("score")
    if why.key is WhyKey.score_below_cut_off_then and told != found.score_then:
        return say("at most {n}", n=_number(told))
    if why.key is WhyKey.score_below_cut_off and found.highest != found.score_counted:
        return say("at most {n}", n=number(found.highest))
    return _number(told)


def _number(told: object) -> str:
    return number(told) if isinstance(told, int) else ""


def _failed(why: Why, found: InvitationCheck) -> list[Html]:
    """What of the program is not met, in a sentence each."""
    if why.key not in (WhyKey.program_not_met_then, WhyKey.program_not_met_now):
        return []
    side = found.then if why.key is WhyKey.program_not_met_then else found.now
    failed = [line for one in side.programs if one.program is found.program for line in program_words.fails(one)]
    too_early = why.key is WhyKey.program_not_met_then and ("requirement", "minimum_experience") in why.facts
    return [*failed, say(MONTHS)] if too_early and found.program_now else failed


def _told_moment(told: object) -> Html:
    return _moment(datetime.fromisoformat(told)) if isinstance(told, str) else NOTHING


def _moment(instant: datetime) -> Html:
    return say("{day}, {time} UTC", day=day(instant.date(), weekday=True), time=f"{instant:%H:%M:%S}")


def _open(found: InvitationCheck) -> Html:
    if not found.open:
        return NOTHING
    named = [path for path in found.open if path in OPEN]
    others = [path for path in found.open if path not in OPEN]
    names = [say(OPEN[path]) for path in named] + ([program_words.opened(others)] if others else [])
    return say("Not known yet, and it could change the answer: {names}.", names=listed(names))


def _closing(found: InvitationCheck) -> Iterator[Html]:
    if found.verdict in (Verdict.licensed_help, Verdict.decline):
        yield licensed()
    if found.verdict in (Verdict.answered, Verdict.too_late):
        return
    yield say(
        "This is an estimate from your answers, not the view of an officer. Whether you apply is for you to decide. "
        "{link}",
        link=link("decline_or_accept", say("The official page")),
    )


def lines(found: InvitationCheck) -> Outgoing:
    """Each line of the score for its day and for today, to be held against the letter or the account."""
    now = {line.key: line for section in found.now.crs.sections for line in section.lines}
    told = []
    for section in found.then.crs.sections:
        for line in section.lines:
            if line.most:
                told.append(
                    say(
                        "{factor}: {then} then, {now} today",
                        factor=say(FACTORS[line.key]),
                        then=number(line.points),
                        now=number(now[line.key].points),
                    )
                )
    text = [
        say("<b>Line by line</b>: {day}, and today with a birthday since then forgiven", day=day(found.window.issued)),
        Html("\n".join(enumerated(told))),
        say("Together: {then} then, {now} today.", then=number(found.score_then), now=number(found.score_counted)),
        say(
            "Hold these against the list in your letter or account. Where a line differs, one of the two is not right."
        ),
    ]
    return Outgoing(Html("\n\n".join(text)), buttons((N_("Check my invitation"), CHECK), (N_("My invitation"), SHOW)))
