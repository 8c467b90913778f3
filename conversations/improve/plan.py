"""The plan of one improvement: what moves, what it takes, the results to reach, by when, and what it opens or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from conversations import booked, program_words
from conversations.improve import words
from conversations.improve.screens import invited
from conversations.messages import Button, Outgoing, in_messages
from conversations.score import NAMES, link, receipt
from conversations.where_to import SCORE
from locales import N_, NOTHING, Html, beginning, count, day, number, plain, say, signed
from rules import bookings
from rules.facts import Booking, Facts
from rules.improvement_plans import Outlook, Weighed, aims
from rules.improvements import Group, Improvement
from rules.ranges import is_least

TAKES: Final[Mapping[str, str]] = {
    "english_test": N_("a new English test, all four abilities in one sitting: results are never mixed"),
    "french_test": N_("a new French test, all four abilities in one sitting: results are never mixed"),
    "work_in_canada": N_(
        "skilled work in Canada (TEER 0 to 3), paid and authorised, not self-employed and not during full-time study"
    ),
    "work_abroad": N_("skilled, paid work outside Canada"),
    "end_of_work_in_canada": N_("the end of your work in Canada, as a week counts here or there and never twice"),
    "education_assessment": N_("an educational credential assessment (ECA) by a designated organization"),
    "study": N_("the whole program of study, completed"),
    "study_in_canada": N_(
        "the whole program of study in Canada, completed: at least eight months in person, and not mostly language "
        "study"
    ),
    "trade_certification": N_("a certificate issued by a province, a territory or a federal body, after its own exams"),
    "nomination": N_("the decision of a province or territory"),
    "profile_of_the_partner": N_("a profile in which your partner is the principal applicant and you come along"),
}
"""What an improvement asks for, by the keys of the rules."""

CRITERIA: Final = ("crs_criteria", N_("The official criteria"))

PAGES: Final[Mapping[Group, tuple[str, str]]] = {
    Group.english: ("language_tests", N_("The official page on language tests")),
    Group.french: ("language_tests", N_("The official page on language tests")),
    Group.education: ("education_assessed", N_("The official page on assessments")),
    Group.experience: CRITERIA,
    Group.partner: CRITERIA,
    Group.certificate: ("federal_skilled_trades", N_("The official page on skilled trades")),
    Group.nomination: ("provincial_nominee", N_("The official page on nominations")),
}
"""The official page of a group, but for a diploma that needs no assessment."""

IN_CANADA: Final = "canadian_credential"


def screen(facts: Facts, found: Outlook, one: Weighed) -> tuple[Outgoing, ...]:
    """The plan of an improvement."""
    improvement = one.improvement
    page, label = CRITERIA if improvement.key == IN_CANADA else PAGES[one.group]
    crs = found.standing.crs
    to_book = bookings.thing_of(improvement.key, improvement.detail)
    booking = None if to_book is None else bookings.booked(facts, improvement.whose, to_book, found.on)
    blocks = [
        _headline(improvement, facts, found),
        invited(facts, found.on),
        _takes(improvement),
        _aims(improvement, facts, found),
        _when(one, found, booking),
        _opens(one, found),
        Html(f"<i>{receipt(crs.rule_set, crs.rule_from, found.on)}</i>"),
        link(page, say(label)),
    ]
    aside = [Button(plain("More points"), words.SHOW), Button(plain("My score"), SCORE)]
    rows: list[tuple[Button, ...]] = [tuple(aside)]
    if one.group is Group.french:
        rows.insert(0, (Button(plain("French path"), words.FRENCH),))
    if improvement.key == "partner_as_principal":
        rows.insert(0, (Button(plain("Principal applicant?"), "e:couple"),))
    if booking is not None:
        rows = [*booked.anew(improvement.whose, booking), *rows]
    elif to_book is not None:
        rows.insert(0, (booked.button(improvement.whose, to_book),))
    return in_messages(blocks, tuple(rows))


def _headline(one: Improvement, facts: Facts, found: Outlook) -> Html:
    total = number(one.total)
    lines = [
        Html(f"<b>{words.title(one)}</b>"),
        say(
            "{gain}: CRS score {total} instead of {now}, as it would be today.",
            gain=signed(one.gain),
            total=say("at least {total}", total=total) if is_least(facts, found.standing.crs) else total,
            now=number(found.standing.crs.total),
        ),
    ]
    lines += [
        say(
            "{factor}: {now}, before: {was} ({gain})",
            factor=say(NAMES[key]),
            now=number(after),
            was=number(before),
            gain=signed(after - before),
        )
        for key, before, after in one.moved
    ]
    return Html("\n".join(lines))


def _takes(one: Improvement) -> Html:
    lines = [say("<b>What it takes</b>"), *(Html(f"• {say(TAKES[key])}") for key in one.takes)]
    return Html("\n".join(lines))


def _aims(one: Improvement, facts: Facts, found: Outlook) -> Html:
    """The lowest results that are enough, in the scale of the person's own test first."""
    if one.sitting is None:
        return NOTHING
    person = facts if one.whose == "own" else facts.partner
    told = () if person is None else person.tests
    lines = [say("<b>The results to reach</b>, at least, in one of these tests:")]
    lines += [Html(f"• {words.aim(each)}") for each in aims(one.sitting, told, found.on)]
    if any(test.kind.language is one.sitting.kind.language for test in told):
        lines.append(
            say(
                "Abilities that are not named higher are as in the result you have. A weaker new result takes nothing "
                "away while the old one still counts: sets stay side by side, and the better one is used."
            )
        )
    return Html("\n".join(lines))


def _when(one: Weighed, found: Outlook, booking: Booking | None) -> Html:
    """When it could be there; of what is booked already, that it is."""
    ready = _ready(one) if booking is None else booked.is_booked(booking)
    return Html("\n".join([say("<b>By when</b>"), ready, *_before_the_loss(one, found, booking)]))


def _ready(one: Weighed) -> Html:
    """When it could be there, and what that rests on."""
    improvement = one.improvement
    ready, weeks = improvement.ready_on, improvement.weeks
    if dict(improvement.detail).get("day") is not None or not weeks or ready is None:
        return Html(f"{beginning(words.when(one))}.")
    if improvement.sitting is not None:
        return count(
            "Booked today, the result could be there by about {day}: our planning margin from booking to result "
            "is {n} week, not a rule of IRCC. The time to prepare comes on top.",
            "Booked today, the result could be there by about {day}: our planning margin from booking to result "
            "is {n} weeks, not a rule of IRCC. The time to prepare comes on top.",
            weeks,
            day=day(ready),
        )
    if improvement.key == "assessment":
        return count(
            "Ordered today, it could be there by about {day}: our planning margin for it is {n} week, not a rule "
            "of IRCC.",
            "Ordered today, it could be there by about {day}: our planning margin for it is {n} weeks, not a rule "
            "of IRCC.",
            weeks,
            day=day(ready),
        )
    return count(
        "{n} week of full-time work is missing, so it is there on {day} at the earliest.",
        "{n} weeks of full-time work are missing, so it is there on {day} at the earliest.",
        weeks,
        day=day(ready),
    )


def _before_the_loss(one: Weighed, found: Outlook, booking: Booking | None) -> Iterator[Html]:
    """The next loss, and until when to begin for it to be there before that."""
    if found.drop is None:
        yield words.no_loss(found)
        return
    yield say("The next loss: {loss}.", loss=words.loss(found.drop))
    if booking is not None:
        return
    if one.begin_by is not None and one.in_time:
        worded = (
            N_("<b>Book by {day}</b>, so that it is there before that day.")
            if one.improvement.sitting is not None
            else N_("<b>Order it by {day}</b>, so that it is there before that day.")
        )
        yield say(worded, day=day(one.begin_by, weekday=True))
    elif one.in_time is False:
        yield say("By this count it comes only after that day.")


def _opens(one: Weighed, found: Outlook) -> Html:
    """What it opens and closes; where that is nothing, that is said."""
    title = say("<b>What it changes besides the number</b>")
    return Html("\n".join([title, *_programs(one, found), *_categories(one.improvement), *_rounds(one, found)]))


def _programs(one: Weighed, found: Outlook) -> Iterator[Html]:
    improvement = one.improvement
    if improvement.programs:
        yield say("It opens: {programs}.", programs=program_words.names(improvement.programs))
    elif one.loses_the_pool:
        yield say("No program is met that way: its points are no place in the pool.")
    elif not found.standing.eligible_programs:
        undecided = any(program.met is None for program in found.standing.programs)
        yield say(
            N_("It opens no program for certain. Without one, no score is a place in the pool.")
            if undecided
            else N_("It opens no program. Without one, no score is a place in the pool.")
        )
    if improvement.programs_lost and not one.loses_the_pool:
        yield say("It closes: {programs}.", programs=program_words.names(improvement.programs_lost))


def _categories(improvement: Improvement) -> Iterator[Html]:
    if improvement.categories:
        names = program_words.categories(improvement.categories)
        yield say("It opens a category of rounds: {categories}.", categories=names)
    if improvement.categories_lost:
        names = program_words.categories(improvement.categories_lost)
        yield say("It closes a category of rounds: {categories}.", categories=names)


def _rounds(one: Weighed, found: Outlook) -> Iterator[Html]:
    """The past rounds whose cut-off it would have reached; that there is none, where a place in the pool is left."""
    # The rounds are those of the declaration that is eligible, which need not be the one that scores most.
    place = one.improvement.in_pool
    if one.rounds and place is not None:
        yield count(
            "With {total} you would have reached the cut-off of {n} more round of the last 12 months that you "
            "could have been in. Past rounds say nothing about the next.",
            "With {total} you would have reached the cut-off of {n} more rounds of the last 12 months that you "
            "could have been in. Past rounds say nothing about the next.",
            one.rounds,
            total=number(place),
        )
    elif (found.standing.eligible_programs or one.improvement.programs) and not one.loses_the_pool:
        yield say(
            "By itself it reaches the cut-off of no further round of the last 12 months; it can still matter "
            "together with something else."
        )
