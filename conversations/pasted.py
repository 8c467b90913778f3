"""A letter of invitation or a list of points pasted as text: read in memory, compared line by line, and let go.

Nothing of the text is kept. What it says of the invitation is filled into the questions about one, and becomes a fact
only when their summary is confirmed; its points are held against those of the facts and forgotten. What is shown again
are words of this program and numbers; of a line that no factor is known for, its words without names and numbers.
Telegram cuts what is longer than 4,096 characters: each part is read by itself, and adds to what the part before began.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from conversations import answers as typed
from conversations import guards
from conversations.home import again
from conversations.invitation import telling
from conversations.invitation.questions import KEY, QUESTIONS
from conversations.invitation.screen import CHECK, buttons
from conversations.letter_reading import FEWEST_LINES, Letter, Points, reads_letter
from conversations.messages import Outgoing, Reply, enumerated
from conversations.program_words import opened
from conversations.questions import ITEM, known
from conversations.score import FACTORS, NAMES
from conversations.visits import Room, Visit, open_script, screen_of
from locales import N_, NOTHING, Html, count, day, number, say
from rules import crs
from rules.facts import Facts
from rules.reasons import CrsResult, Line

__all__ = ["ROOM", "Compared", "compared", "read"]

WHAT: Final = "letter"
"""What is waited for after a part of a letter: the rest of it."""

SOON: Final = timedelta(minutes=3)
"""Parts of one text come within seconds of each other; somebody who copies in pieces takes a little longer."""

LONG: Final = 200
"""Characters from which several lines right after a letter are taken for the rest of it."""

SECTION: Final = "section:"

FULL: Final = 3_500
"""Characters, with their markup, after which the next block has a message of its own; Telegram takes 4,096."""

MOST_UNKNOWN: Final = 5
SHORT_LABEL: Final = 60


class Difference(NamedTuple):
    """A line of the text that the facts do not give: its points, those of the facts, and the facts that are open."""

    points: Points
    ours: int | None
    open: tuple[str, ...]


class Compared(NamedTuple):
    """A list of points held against the facts of a day.

    `same` are the keys that agree. `differ` are lines with other points by the facts; `open` those that cannot be
    reproduced because facts behind them are not known; `unknown` those that no factor is known for. `missing` are
    factors that give points by the facts and have no line. `ours` is the score of the facts.
    """

    on: date
    same: tuple[str, ...]
    differ: tuple[Difference, ...]
    open: tuple[Difference, ...]
    unknown: tuple[Points, ...]
    missing: tuple[Line, ...]
    ours: int
    total: int | None
    summed: int | None


def compared(letter: Letter, facts: Facts, today: date) -> Compared | None:
    """The points of a text held against the facts: of the day of the letter, otherwise of today; None without any."""
    on = today if letter.issued is None else letter.issued
    result = crs.score(facts, on)
    ours = {**{f"{SECTION}{section.key}": section.points for section in result.sections}, **result.factors}
    told = {one.key: one for one in letter.points if one.key is not None}
    if not told and letter.score is None:
        return None
    differences = [
        Difference(one, ours.get(key, 0), _open(key, result))
        for key, one in told.items()
        if one.points != ours.get(key, 0)
    ]
    return Compared(
        on=on,
        same=tuple(key for key, one in told.items() if one.points == ours.get(key, 0)),
        differ=tuple(one for one in differences if not one.open),
        open=tuple(one for one in differences if one.open),
        unknown=tuple(one for one in letter.points if one.key is None and one.points),
        missing=tuple(line for line in result.lines if line.points and told and not _told(line, told)),
        ours=result.total,
        total=letter.score,
        summed=_summed(told),
    )


# The facts behind a factor, as `CrsResult.assumed` names them
_BEHIND: Final = {
    "age": ("birth_date",),
    "education": ("education", "credentials"),
    "first_language": ("tests",),
    "second_language": ("tests",),
    "canadian_work": ("canadian_work_years", "jobs"),
    "partner_education": ("partner", "partner.education", "partner.credentials"),
    "partner_language": ("partner",),
    "partner_canadian_work": ("partner", "partner.canadian_work_years", "partner.jobs"),
    "transfer_education": ("education", "credentials", "tests", "canadian_work_years", "jobs"),
    "transfer_education_language": ("education", "credentials", "tests"),
    "transfer_education_canadian_work": ("education", "credentials", "canadian_work_years", "jobs"),
    "transfer_foreign": ("foreign_work_years", "tests", "canadian_work_years", "jobs"),
    "transfer_foreign_language": ("foreign_work_years", "tests", "jobs"),
    "transfer_foreign_canadian_work": ("foreign_work_years", "canadian_work_years", "jobs"),
    "transfer_certificate": ("certificate_of_qualification", "tests"),
    "nomination": ("provincial_nomination", "nomination"),
    "job_offer": ("job_offer", "job_offer_assessed", "offer"),
    "sibling": ("sibling_in_canada",),
    "canadian_study": ("canadian_study", "credentials"),
    "french": ("tests",),
}
# What stands in both columns of points
_BY_COLUMN: Final = frozenset(("age", "education", "first_language", "second_language", "canadian_work"))


def _open(key: str, result: CrsResult) -> tuple[str, ...]:
    """The facts behind a line that are not known."""
    keys = [key]
    if key.startswith(SECTION):
        keys = [line.key for line in result.section(key.removeprefix(SECTION)).lines]
        keys = keys or [one for one in _BEHIND if one.startswith(key.removeprefix(SECTION))]
    names = {name for one in keys for name in _BEHIND.get(one, ())}
    if any(one in _BY_COLUMN for one in keys):
        names.add("partner")
    return tuple(path for path in result.assumed if path in names or _holder(path) in names)


def _holder(path: str) -> str:
    """The account a path is of: `jobs` for "jobs.0.noc"."""
    steps = path.split(".")
    return ".".join(steps[: 2 if steps[0] == "partner" else 1])


def _told(line: Line, told: dict[str, Points]) -> bool:
    return line.key in told or any(part.key in told for part in line.parts) or _of_section(line.key) in told


def _of_section(key: str) -> str:
    for section in ("partner", "transfer"):
        if key.startswith(section):
            return f"{SECTION}{'transferability' if section == 'transfer' else section}"
    return f"{SECTION}{'core' if key in _BY_COLUMN else 'additional'}"


_PARTS: Final = {
    "transfer_education": ("transfer_education_language", "transfer_education_canadian_work"),
    "transfer_foreign": ("transfer_foreign_language", "transfer_foreign_canadian_work"),
}
_WHOLE: Final = tuple(key for key in _BEHIND if not any(key in parts for parts in _PARTS.values()))


def _summed(told: dict[str, Points]) -> int | None:
    """What the lines add up to, where the text has any of factors and caps of sections do not hide it.

    A section counts by its own line where none of its factors has one.
    """
    lines = [told[key].points for key in _WHOLE if key in told]
    if len(lines) < FEWEST_LINES or any(part in told and key not in told for key in _PARTS for part in _PARTS[key]):
        return None
    by_line = {_of_section(key) for key in _BEHIND if key in told}
    alone = [one.points for key, one in told.items() if key.startswith(SECTION) and key not in by_line]
    return sum(lines) + sum(alone)


# --- the conversation ---


async def read(visit: Visit, text: str) -> Reply | None:
    """The answer to a pasted letter, list of points, or rest of one; None for any other text."""
    goes_on = _goes_on(visit)
    if visit.asked.get("what") == WHAT:
        visit.asked = {}
    begun = next((each for each in visit.open if each.script == KEY), None) if goes_on else None
    issued = None if begun is None else known(begun.answers, "issued")
    letter = reads_letter(text, visit.today, rest_of=None if issued is None else date.fromisoformat(issued))
    if letter is None:
        return _rest(visit, text) if goes_on and _is_long(text) else None
    visit.deleting = False
    facts = visit.facts
    if facts is None or visit.candidate.notice_version is None:
        notes = (_delete_it(letter), say("I need your answers first."))
        return again(visit, Html(" ".join(note for note in notes if note)))
    visit.asked = {"what": WHAT, "at": visit.now.isoformat()}
    shown = screens(letter, compared(letter, facts, visit.day))
    if letter.invites:
        return Reply((*shown, *_filled(visit, letter, facts, rest=issued is not None).messages))
    if visit.open and not visit.open[-1].paused:
        return Reply((*shown, screen_of(visit, visit.open[-1])))
    if facts.invitation is not None:
        doors = buttons((N_("Check my invitation"), CHECK))
        return Reply((*shown[:-1], replace(shown[-1], keyboard=doors)))
    return Reply(shown)


def _goes_on(visit: Visit) -> bool:
    """Whether a part of a letter came right before."""
    asked = visit.asked
    return asked.get("what") == WHAT and visit.now - datetime.fromisoformat(asked["at"]) <= SOON


def _is_long(text: str) -> bool:
    return len(text) >= LONG and sum(bool(line.strip()) for line in text.splitlines()) >= FEWEST_LINES


def _rest(visit: Visit, text: str) -> Reply:
    """A part of a letter in which there is nothing to read."""
    visit.asked = {"what": WHAT, "at": visit.now.isoformat()}
    told = [say("That looks like the rest of the letter: I found nothing in it that I need, and kept nothing of it.")]
    if number_sent := typed.looks_secret(text):
        told.append(guards.secret(number_sent))
    return again(visit, Html(" ".join(told)))


def _filled(visit: Visit, letter: Letter, facts: Facts, *, rest: bool) -> Reply:
    """The questions about an invitation with what the letter says filled in; no fact before a confirmation.

    The rest of a letter adds to what its first part said, and replaces nothing of it.
    """
    said = letter.told()
    begun = next((each for each in visit.open if each.script == KEY), None)
    if begun is not None:
        there = dict(begun.answers)
    elif facts.invitation is not None and said.get("issued", "") in ("", facts.invitation.issued.isoformat()):
        there = {ITEM: facts.invitation.issued.isoformat(), **telling.filled(facts.invitation)}
    else:
        there = {}
    note = say("Nothing of the invitation is saved before you confirm it.")
    return open_script(visit, KEY, {**said, **there} if rest else {**there, **said}, note)


def _delete_it(letter: Letter) -> Html:
    if not letter.personal:
        return NOTHING
    return say(
        "It carries a name or a personal number. I struck those out and never need one: please delete that message "
        "from this chat."
    )


def screens(letter: Letter, found: Compared | None) -> tuple[Outgoing, ...]:
    """What was read, and how its points compare: in one message, or in as many as it takes."""
    head = say("<b>Your letter, read</b>") if letter.invites else say("<b>Your list of points, read</b>")
    kept = say("I read it line by line; the text itself is not kept.")
    blocks = [Html(f"{head}\n{kept}"), _delete_it(letter), _read_of(letter)]
    if found is None:
        blocks.append(say("I found no points in it to compare."))
    else:
        blocks += [*_compared(found), *_totals(found)]
    texts = [Html("")]
    for block in (block for block in blocks if block):
        if texts[-1] and len(texts[-1]) + len(block) > FULL:
            texts.append(Html(""))
        texts[-1] = Html(f"{texts[-1]}\n\n{block}" if texts[-1] else block)
    return tuple(map(Outgoing, texts))


def _read_of(letter: Letter) -> Html:
    """What it says of the invitation, by the names of the questions."""
    told = letter.told()
    if not told or not letter.invites:
        return NOTHING
    read_ = [
        say("{name}: {value}", name=say(question.name), value=question.kind.words(told[question.key], told))
        for question in QUESTIONS
        if question.key in told
    ]
    return _block(say("<b>What it says</b>"), read_)


def _compared(found: Compared) -> Iterator[Html]:
    lines = len(found.same) + len(found.differ) + len(found.open)
    if not lines:
        return
    yield say("<b>Line by line</b>, by your answers for {day}", day=day(found.on))
    if found.same:
        yield count("{n} line agrees with my count.", "{n} lines agree with my count.", len(found.same))
    if found.differ:
        yield _block(say("<b>These lines differ</b>"), [_difference(one) for one in found.differ])
    if found.open:
        open_ = tuple(dict.fromkeys(path for one in found.open for path in one.open))
        yield Html(
            "\n".join(
                (
                    _block(say("<b>These lines I cannot reproduce yet</b>"), [_difference(one) for one in found.open]),
                    say("Not known yet: {names}.", names=opened(open_)),
                )
            )
        )
    if found.unknown:
        further = len(found.unknown) - MOST_UNKNOWN
        unknown = _block(
            say("<b>These lines I do not know</b>"),
            [
                say(
                    "line {n}, “{label}”: {points}",
                    n=one.line,
                    label=one.label[:SHORT_LABEL],
                    points=number(one.points),
                )
                for one in found.unknown[:MOST_UNKNOWN]
            ],
        )
        yield Html(f"{unknown}\n{count('and {n} more', 'and {n} more', further)}") if further > 0 else unknown
    if found.missing:
        missing = [say("{factor}: {n}", factor=say(FACTORS[one.key]), n=number(one.points)) for one in found.missing]
        yield _block(say("<b>In my count, and not in what you pasted</b>"), missing)


def _block(head: Html, lines: list[Html]) -> Html:
    return Html("\n".join((head, *enumerated(lines))))


def _difference(one: Difference) -> Html:
    key = str(one.points.key)
    return say(
        "{factor}: {letter} in the text, {ours} by your answers",
        factor=say(NAMES[key.removeprefix(SECTION)]),
        letter=number(one.points.points),
        ours=number(one.ours or 0),
    )


def _totals(found: Compared) -> Iterator[Html]:
    if found.total is not None:
        yield say(
            "<b>Score:</b> {letter} in the text, {ours} by your answers.",
            letter=number(found.total),
            ours=number(found.ours),
        )
        if found.summed is not None and found.summed < found.total:
            yield say(
                "The lines I could read add up to {summed}: some of the text may be missing, or in another message.",
                summed=number(found.summed),
            )
    if found.differ or found.unknown or found.missing or (found.total is not None and found.total != found.ours):
        yield say(
            "Where the two differ, one of them is not right: an answer here, or what the profile at IRCC says. Nothing "
            "may be claimed there that was not so."
        )


async def _how(visit: Visit) -> Reply:
    """How a letter is pasted."""
    return again(
        visit,
        say(
            "Copy the text of the letter, or the list of points of your account, and paste it here as a message. I "
            "read it line by line, compare its points with mine and keep nothing of it. Leave out your name, the UCI "
            "and the number of the profile: I never need them. I do not read files or photos."
        ),
    )


ROOM = Room(
    words=(
        (
            (
                N_("Paste my letter"),
                N_("Can I paste my letter?"),
                N_("Can you read my invitation letter?"),
                N_("Compare my points"),
            ),
            _how,
        ),
    ),
)
"""What is typed to learn how a letter is read; the letter itself is recognised wherever it is pasted."""
