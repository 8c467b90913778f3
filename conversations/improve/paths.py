"""The French path and the nomination path: what each would bring, what it asks for, and what nobody can promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from conversations import french_points
from conversations.improve import words
from conversations.improve.screens import invited
from conversations.messages import Button, Keyboard, Outgoing, in_messages
from conversations.profile.offers import PROVINCES
from conversations.score import link, open_facts
from conversations.typed_words import fold
from conversations.where_to import SCORE
from locales import N_, NOTHING, Html, count, day, listed, number, plain, say, signed
from rules.facts import Facts, Language, TefScale
from rules.improvements import Group
from rules.paths import FrenchPath, FrenchStep, NominationPath
from rules.rounds import Round, known_until
from rules.standing import Standing


def _aside(*first: Button) -> Keyboard:
    rows = [tuple(first)] if first else []
    return (*rows, (Button(plain("More points"), words.SHOW), Button(plain("My score"), SCORE)))


def _unknown(now: Standing) -> Html:
    """What is counted as nothing in every total here; empty where all is known."""
    assumed = now.crs.assumed
    return say("Not known yet, so counted as nothing: {names}.", names=open_facts(assumed)) if assumed else NOTHING


# --- French ---


def french(facts: Facts, found: FrenchPath) -> tuple[Outgoing, ...]:
    """What French would bring to this person."""
    blocks = [
        say("<b>The French path</b>"),
        invited(facts, found.on),
        _french_now(facts, found),
        _french_steps(found),
        _unknown(found.standing),
        _bonus(facts, found),
        _category(found),
        _tests(found),
        say(
            "Honest limits: I cannot say how long it takes to learn that much French; our weeks are only for booking "
            "a test and waiting for its result. All four abilities have to reach the level in one sitting, and a "
            "result counts while it is less than two years old."
        ),
        Html(
            f"{link('language_tests', say('The official page on language tests'))}\n"
            f"{link('category_based_selection', say('The official page on categories'))}"
        ),
    ]
    group = plain("{group}: all {n}", group=plain(words.GROUPS[Group.french]), n=found.listed)
    return in_messages(blocks, _aside(*([Button(group, f"{words.PREFIX}:g:french")] if found.listed else [])))


def _french_now(facts: Facts, found: FrenchPath) -> Html:
    if found.reached is None:
        return say("You told me of no French result that counts, so French brings you nothing today.")
    parts = [say("Your French brings {points} of your points today.", points=number(found.brings))]
    parts.append(french_points.told(facts, found.on))
    return Html(" ".join(part for part in parts if part))


def _french_steps(found: FrenchPath) -> Html:
    if not found.steps:
        return say("More French would add no points to your score.")
    lines = [say("<b>What it would bring</b> (NCLC in all four abilities, as of today)")]
    return Html("\n".join([*lines, *(_french_step(step, found) for step in found.steps)]))


def _french_step(step: FrenchStep, found: FrenchPath) -> Html:
    one = step.improvement
    worded = (
        N_("• NCLC {level}: {gain}, which makes {total}, with French as your first official language")
        if step.first_language
        else N_("• NCLC {level}: {gain}, which makes {total}, with French as your second official language")
    )
    line = say(worded, level=step.level, gain=signed(one.gain), total=number(one.total))
    opened = words.opened(one)
    return Html(f"{line}; {listed(opened)}") if opened else line


def _bonus(facts: Facts, found: FrenchPath) -> Html:
    """The points for French itself, and what they ask of both languages."""
    if not found.with_english:
        return NOTHING
    told = say(
        "The points for French itself ask for NCLC {needed} in all four abilities: {more} with CLB {english} or more "
        "in all four English abilities, {less} otherwise. Below NCLC {needed} in one ability they are nothing.",
        needed=found.needed,
        english=found.english,
        more=number(found.with_english),
        less=number(found.otherwise),
    )
    if found.has_english:
        return Html(f"{told} {say('Your English is enough for the {more}.', more=number(found.with_english))}")
    has_a_test = any(test.kind.language is Language.english for test in facts.tests)
    worded = (
        N_("Your English is not there yet for the {more}: that takes CLB {english} in all four abilities.")
        if has_a_test
        else N_("I know of no English result of yours: the {more} take one with CLB {english} in all four abilities.")
    )
    return Html(f"{told} {say(worded, more=number(found.with_english), english=found.english)}")


def _category(found: FrenchPath) -> Html:
    if found.category is None:
        return NOTHING
    lines = [
        say(
            "<b>The category</b>: French-language proficiency. It asks for NCLC {level} in all four abilities, and a "
            "profile in the pool that meets a program.",
            level=found.category,
        )
    ]
    if found.eligible:
        lines.append(say("Your French result meets it today."))
    lines.append(rounds(found.rounds))
    return Html("\n".join(lines))


def _tests(found: FrenchPath) -> Html:
    lines = [say("<b>The tests</b> and their lowest results for it, in all four abilities:")]
    lines += [Html(f"• {words.aim(one)}") for one in found.aims]
    if any(one.scale is TefScale.out_of_699 for one in found.aims):
        lines.append(
            say(
                "The TEF certificate prints two scores. Yours were told out of 699; Express Entry takes the "
                "older-scale ones (« Équivalence ancien score »)."
            )
        )
    else:
        lines.append(
            say("The TEF certificate prints two scores: this is the older-scale one (« Équivalence ancien score »).")
        )
    return Html("\n".join(lines))


def rounds(found: Sequence[Round]) -> Html:
    """How many rounds there were in twelve months, with their cut-offs: what has been, never what comes."""
    if not found:
        return say(
            "In the last 12 months no such round is known to me (rounds known until {day}).", day=day(known_until())
        )
    lowest, highest = min(one.cut_off for one in found), max(one.cut_off for one in found)
    between = (
        say("the cut-off was {lowest}", lowest=number(lowest))
        if lowest == highest
        else say("the cut-offs went from {lowest} to {highest}", lowest=number(lowest), highest=number(highest))
    )
    return count(
        "In the last 12 months there was {n} such round; {cut_offs}; the last was on {last} (rounds known until "
        "{until}). That says nothing about the next.",
        "In the last 12 months there were {n} such rounds; {cut_offs}; the last was on {last} (rounds known until "
        "{until}). That says nothing about the next.",
        len(found),
        cut_offs=between,
        last=day(found[-1].day),
        until=day(known_until()),
    )


# --- a nomination ---

FOR_ALL: Final = N_(
    "A nomination is the decision of a province or territory, by rules of its own. Nobody can promise one, and I "
    "cannot say whether or when one comes."
)


def nomination(facts: Facts, found: NominationPath) -> tuple[Outgoing, ...]:
    """What a nomination would bring, what it is not, and where to look."""
    waits = words.answer_by(facts, found.on)
    blocks = [
        say("<b>The nomination path</b>"),
        invited(facts, found.on),
        NOTHING if found.nominated or waits is not None else say(FOR_ALL),
        _waits(waits),
        _brings(found),
        _unknown(found.standing),
        _asks(found),
        _nominees(found),
        _streams(found),
    ]
    blocks.append(link("provincial_nominee", say("The official page on nominations, with the pages of each province")))
    buttons = [Button(plain("French path"), words.FRENCH)]
    if waits is not None:
        buttons.insert(0, Button(plain("I accepted the nomination"), "c:e:nomination_accepted"))
    elif not found.nominated:
        buttons.insert(0, Button(plain("I received a nomination"), "c:e:nomination_received"))
    return in_messages(blocks, (*((each,) for each in buttons), *_aside()))


def _waits(until: date | None) -> Html:
    """A nomination that is there, and counts once it is accepted."""
    if until is None:
        return NOTHING
    return say(
        "A nomination waits for your answer in your account until {day}. Its points count from the day you accept it.",
        day=day(until, weekday=True),
    )


def _brings(found: NominationPath) -> Html:
    if found.nominated:
        return say(
            "You have a nomination: its {points} points are in your score today ({total}).",
            points=number(found.points),
            total=number(found.standing.crs.total),
        )
    if found.improvement is None:
        return say("By the rules of today a nomination would add nothing to your score.")
    brings = say(
        "It would bring {gain}: CRS score {total} instead of {now}.",
        gain=signed(found.improvement.gain),
        total=number(found.improvement.total),
        now=number(found.standing.crs.total),
    )
    additional = found.standing.crs.section("additional")
    if not additional.points or found.improvement.gain >= found.points:
        return brings
    capped = say(
        "A nomination gives {points} points, but all additional points together stop at {most}, and you have {own} of "
        "them already.",
        points=number(found.points),
        most=number(additional.most),
        own=number(additional.points),
    )
    return Html(f"{brings} {capped}")


def _asks(found: NominationPath) -> Html:
    lines = [
        say(
            "Only a nomination through an enhanced stream counts here, one that is linked to Express Entry. A base "
            "stream leads to an application outside Express Entry, without these points."
        )
    ]
    if found.standing.eligible_programs:
        lines.append(say("It asks for a profile in the pool that meets a program; yours can, by what you told me."))
    elif any(one.met is None and not one.knock_outs for one in found.standing.programs):
        lines.append(
            say(
                "It asks for a profile in the pool that meets a program besides. Whether one is open to you is not "
                "known yet: that comes first."
            )
        )
    else:
        lines.append(
            say(
                "It also asks for a profile in the pool that meets a program. As far as I know, none is open to you "
                "today: that comes first."
            )
        )
    lines.append(
        say(
            "It appears in your account and has to be accepted there within {days} days (as reported). You have to "
            "intend to live in the province that nominates you.",
            days=found.answer_within,
        )
    )
    return Html("\n".join(lines))


def _nominees(found: NominationPath) -> Html:
    title = say("<b>The rounds it opens</b>: those of the Provincial Nominee Program.")
    return Html(f"{title}\n{rounds(found.rounds)}")


def _streams(found: NominationPath) -> Html:
    """The streams of the copy, with its day; the provinces without one in it."""
    lines = [say("<b>Enhanced streams</b>, as information only; I do not know which are open today:")]
    named = [one for one in found.provinces if any(stream.province == one for stream in found.streams)]
    for province in sorted(named, key=lambda one: fold(plain(PROVINCES[one]))):
        streams = [stream for stream in found.streams if stream.province == province]
        names = listed(
            [say("{name} (may have changed)", name=one.name) if not one.sure else one.name for one in streams]
        )
        lines.append(say("• {province}: {streams}", province=say(PROVINCES[province]), streams=names))
    others = [say(PROVINCES[one]) for one in found.provinces if one not in named]
    if others:
        lines.append(say("Not in my list; ask the province or territory: {provinces}.", provinces=listed(others)))
    lines.append(
        say(
            "Seen in public lists of {day}, not verified with the provinces; their English names. Quebec and Nunavut "
            "have no nominee program.",
            day=day(min(one.seen for one in found.streams)),
        )
    )
    return Html("\n".join(lines))
