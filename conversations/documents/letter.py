"""The letter of an employer: what it must state for one job, checked point by point against the facts of that job.

Nothing of the letter is kept: the answers are gone with the questions, and only that the letter is there can be told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from conversations.documents import words
from conversations.documents.screens import OVERVIEW, PREFIX
from conversations.documents.words import mark
from conversations.kinds import Choice, Option
from conversations.messages import Button, Outgoing
from conversations.occupation_kind import title
from conversations.questions import SEEN, Answers, Question, Script, known, seen
from conversations.score import link
from locales import N_, NOTHING, Html, count, day, month, number, plain, say
from rules.documents import Document
from rules.facts import Facts, Job
from rules.occupations import unit_groups
from rules.parameters import book
from rules.shapes.documents import LetterItem

FAMILY: Final = "letter"
"""The family of the scripts: "letter:<mark of the document>"."""

RIGHT: Final = "right"
DIFFERS: Final = "differs"
NOT_THERE: Final = "not_there"


class Point(NamedTuple):
    """One point of the letter; texts are message ids. `shown` stands with the question where the facts of the job can
    differ from the letter.
    """

    name: str
    states: str  # what the letter has to state
    asks: str  # the question about the letter
    ask_for: str  # what to ask the employer for
    shown: str = ""


POINTS: Final[Mapping[LetterItem, Point]] = {
    LetterItem.letterhead: Point(
        N_("Letterhead and contact"),
        N_("the employer's letterhead, with address, telephone and email"),
        N_("Is it on the employer's letterhead, with address, telephone and email?"),
        N_("to print it on the letterhead, with address, telephone and email"),
    ),
    LetterItem.name: Point(
        N_("Your name"),
        N_("your name, as in your passport"),
        N_("Does it name you as in your passport?"),
        N_("to write your name as in your passport"),
    ),
    LetterItem.signer: Point(
        N_("Who signs"),
        N_("name, title and signature of your supervisor or of somebody in personnel"),
        N_("Is it signed, with the name and title of a supervisor or of somebody in personnel?"),
        N_("for the name, title and signature of a supervisor or of somebody in personnel"),
    ),
    LetterItem.positions: Point(
        N_("Job titles"),
        N_("each position you held there, by its title"),
        N_("Does it name each position you held there, by its title?"),
        N_("to name each position you held there, by its title, with its own dates"),
    ),
    LetterItem.dates: Point(
        N_("Dates"),
        N_("the dates: {dates}"),
        N_("Does it state the dates?"),
        N_("for the dates: {dates}"),
        shown=N_("You told me: {dates}."),
    ),
    LetterItem.duties: Point(
        N_("Duties"),
        N_("your main duties, in the employer's own words; they have to be comparable to those of {occupation}"),
        N_("Does it describe your main duties?"),
        N_(
            "to describe your main duties, what you did most weeks; an officer compares them with those of {occupation}"
        ),
        shown=N_("They have to be comparable to those of {occupation}, in the employer's own words."),
    ),
    LetterItem.hours: Point(
        N_("Hours a week"),
        N_("the hours a week: {hours}"),
        N_("Does it state the hours a week?"),
        N_("for the hours a week: {hours}"),
        shown=N_("You told me: {hours}."),
    ),
    LetterItem.salary: Point(
        N_("Pay"),
        N_("the pay for a year"),
        N_("Does it state the pay for a year?"),
        N_("for the pay for a year"),
    ),
    LetterItem.benefits: Point(
        N_("Benefits"),
        N_("the benefits besides, such as insurance or a pension plan"),
        N_("Does it state the benefits besides the pay, or that there are none?"),
        N_("for the benefits besides the pay, or a line that there are none"),
    ),
    LetterItem.current: Point(
        N_("That you still work there"),
        N_("that you still work there"),
        N_("Does it state that you still work there?"),
        N_("for a line that you still work there"),
    ),
}

OPTIONS: Final = (
    Option(RIGHT, N_("Yes, as it should"), words=("yes", "oui", "right", "ok")),
    Option(DIFFERS, N_("Yes, but it differs"), words=("differs", "different", "otherwise", "differe", "autrement")),
    Option(NOT_THERE, N_("No, missing"), words=("no", "non", "missing", "manque")),
)

WHY: Final = N_(
    "An officer reads the letter for exactly these points. What is missing there does not count, even where it is true."
)


def points(job: Job) -> tuple[LetterItem, ...]:
    """What the letter about a job has to state."""
    letter = book().documents.letter
    return (*letter.items, *(letter.of_current_job if job.end is None else ()))


# --- the values of the job, as they stand in the answers while the questions are open ---


def told(job: Job) -> dict[str, list[str]]:
    """The facts of the job that the questions show."""
    return {
        "noc": [job.occupation or ""],
        "start": [_as_told(job, "start", job.start)],
        "end": [_as_told(job, "end", job.end)],
        "hours": ["" if job.hours_per_week is None else str(job.hours_per_week)],
    }


def _as_told(job: Job, name: str, value: date | None) -> str:
    if value is None:
        return ""
    return value.isoformat()[: len("2024-12")] if name in job.approximate else value.isoformat()


def _values(row: Mapping[str, list[str]]) -> dict[str, Html]:
    group = unit_groups().get(row["noc"][0])
    hours = row["hours"][0]
    occupation = say("{code} {title}", code=group.code, title=title(group)) if group else say("the occupation you name")
    return {
        "dates": _dates(row["start"][0], row["end"][0]),
        "occupation": occupation,
        "hours": say("{hours} hours", hours=number(float(hours))) if hours else say("those paid, without overtime"),
    }


def _dates(start: str, end: str) -> Html:
    if end:
        return say("first day: {start}, last day: {end}", start=_day(start), end=_day(end))
    if len(start) == len("2024-12"):
        return say("since {month}", month=_day(start))
    return say("since {day}", day=_day(start))


def _day(value: str) -> str:
    if len(value) == len("2024-12"):
        return month(date.fromisoformat(f"{value}-01"))
    return day(date.fromisoformat(value))


# --- what it must state ---


def screen(facts: Facts, one: Document, job: Job) -> Outgoing:
    """What the letter has to state for this job, and what serves if the employer writes none."""
    values = _values(told(job))
    lines = [
        say("{n}. {point}", n=n, point=say(POINTS[item].states, **values)) for n, item in enumerate(points(job), 1)
    ]
    read = max(source.seen for source in book().documents.sources.values())
    blocks = [
        say("<b>The letter for {job}</b>\nOne letter of each employer has to state:", job=words.job_named(job)),
        Html("\n".join(lines)),
        *([say("It is your partner's job: “you” means your partner here.")] if one.whose == "partner" else []),
        say(
            "The duties are the employer's own words on what you did. A letter that copies the official list word by "
            "word is not believed."
        ),
        refused(job),
        say(
            "<i>I know this from others who quote IRCC, as read on {day}, and not from the page itself.</i> {page}",
            day=day(read),
            page=link(book().documents.kinds[one.kind].link, say("The official page")),
        ),
    ]
    at = mark(one.key)
    return Outgoing(
        "\n\n".join(blocks),
        (
            (Button(plain("Check my letter"), f"{PREFIX}:check:{at}", style="primary"),),
            (Button(plain("Back to the document"), f"{PREFIX}:d:{at}"), Button(plain("All documents"), OVERVIEW)),
        ),
    )


def refused(job: Job) -> Html:
    """What is reported to serve when the employer writes no letter, or not all of it."""
    other = say(
        "If the employer refuses, or is gone: explain it in a letter of your own and add other proof, such as the "
        "contract, pay slips, tax papers, and a letter of a former supervisor or colleague. An officer decides whether "
        "that is enough."
    )
    if job.country != "CA":
        return other
    return Html(f"{other} {say('For work in Canada, T4 slips and notices of assessment help.')}")


# --- the questions ---


@dataclass(frozen=True, slots=True)
class States(Choice):
    """Whether the letter states a point; the facts of the job stand with the question."""

    shows: str = ""  # the message id with the values

    def hint(self, hint: str, answers: Answers) -> Html:
        row = answers.get(SEEN)
        if not self.shows or not row:
            return NOTHING
        return say(self.shows, **_values(row))


def script(key: str) -> Script:
    """The questions about one letter."""
    return Script(
        key,
        1,
        N_("Check of the letter"),
        N_("Show the result"),
        tuple(_question(item, point) for item, point in POINTS.items()),
        review=False,
    )


def _question(item: LetterItem, point: Point) -> Question:
    options = OPTIONS if point.shown else tuple(each for each in OPTIONS if each.value != DIFFERS)
    applies = _goes_on if item is LetterItem.current else _always
    kind = States(options, shows=point.shown)
    return Question(item.value, N_("letter"), point.name, point.asks, kind, WHY, applies=applies)


def _always(_answers: Answers) -> bool:
    return True


def _goes_on(answers: Answers) -> bool:
    return seen(answers, "end") == [""]


# --- the result ---


def result(one: Document, job: Job, given: Mapping[str, Any]) -> Outgoing:
    """What is missing in the letter or differs from the facts, with what to ask the employer for."""
    values = _values(told(job))
    at = mark(one.key)
    missing = [item for item in points(job) if known(given, item.value) == NOT_THERE]
    differs = [item for item in points(job) if known(given, item.value) == DIFFERS]
    not_told = [item for item in points(job) if known(given, item.value) is None]
    blocks = [say("<b>The letter for {job}</b>", job=words.job_named(job))]
    if missing or differs:
        blocks[0] = Html(
            f"{blocks[0]}\n"
            + count(
                "{n} point to ask the employer about:", "{n} points to ask the employer about:", len(missing + differs)
            )
        )
        lines = [say("Missing: ask {what}.", what=say(POINTS[item].ask_for, **values)) for item in missing]
        lines += [
            say(
                "It differs from what you told me: {name}. If the letter is right, correct the job in your profile; if "
                "not, ask {what}.",
                name=say(POINTS[item].name),
                what=say(POINTS[item].ask_for, **values),
            )
            for item in differs
        ]
        blocks.append(Html("\n".join(say("{n}. {item}", n=n, item=each) for n, each in enumerate(lines, 1))))
        blocks.append(refused(job))
    elif not not_told:
        blocks.append(say("By your answers the letter states everything that is asked for."))
    if not_told:
        names = Html("; ".join(say(POINTS[item].name) for item in not_told))
        blocks.append(say("Still to look up in the letter: {names}.", names=names))
    blocks.append(say("I keep nothing of the letter. If it is the one you will use, tell me that it is there."))
    rows: list[tuple[Button, ...]] = [(Button(plain("I have it"), f"{PREFIX}:h:{at}"),)]
    if differs:
        rows.append((Button(plain("Change it in my profile"), _job_in_profile(one)),))
    rows.append((Button(plain("Back to the document"), f"{PREFIX}:d:{at}"), Button(plain("All documents"), OVERVIEW)))
    return Outgoing("\n\n".join(blocks), tuple(rows))


def _job_in_profile(one: Document) -> str:
    return f"f:c:{'work' if one.whose == 'own' else 'partner_work'}"
