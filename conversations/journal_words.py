"""The journal put into words: for the screen that shows a page of it, and for the files that hold all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from conversations import fact_words, score, undo
from conversations.events import plans
from conversations.profile.chapters import CHAPTERS
from locales import N_, Html, day, hour, number, plain, say
from rules.facts import Facts
from storage.journal import Entry

WHY: Final[Mapping[str, str]] = {
    "interview": N_("Answers confirmed"),
    "language_test": N_("New test result"),
    "import": N_("Taken over from a copy"),
    "duties_check": N_("Duties compared with an occupation"),
    "invitation": N_("Invitation told"),
    "invitation:applied": N_("Application recorded"),
    "invitation:declined": N_("Invitation declined"),
    "invitation:cancelled": N_("Invitation cancelled by IRCC"),
    "invitation:lapse_chosen": N_("Chosen to let the invitation run out"),
    "invitation:undone": N_("What was recorded of the invitation taken back"),
    "document": N_("Document of the application"),
    "recalculated": N_("Score computed anew, because the rules changed"),
}
"""What led to an entry of the journal, by its kind."""

PARTS: Final[Mapping[str, tuple[str, str]]] = {
    part.key: (part.title, part.partner_title or part.title) for chapter in CHAPTERS for part, _ in chapter.parts
}
"""The parts of the profile by key: the title of one's own, and of the partner's."""

Lines = dict[tuple[str | int, ...], fact_words.Line]


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in words: when and what, the score it led to, under which rules, and each fact that changed."""

    heading: Html
    scores: tuple[Html, ...]
    receipt: tuple[Html, ...]
    changes: tuple[Html, ...]


def each(entries: Iterable[Entry], zone: str) -> Iterator[Told]:
    """The entries in words, from the oldest on."""
    words = Words()
    for entry in entries:
        yield Told(heading(entry, zone), tuple(scores(entry)), tuple(receipt(entry)), tuple(words.changes(entry)))


def what(entry: Entry) -> Html:
    """What an entry is about."""
    return _what(entry.kind, entry.entry)


def _what(kind: str, told: Mapping[str, Any]) -> Html:
    clear, _, about = kind.partition(":")
    planned = told.get(plans.PLANNED, {}).get("day")
    match clear:
        case "profile" if about in PARTS:
            return say(
                "Changed in the profile: {part}", part=say(PARTS[about][[*told.get("changed", ())] == ["partner"]])
            )
        case "event" if planned:
            return say("{event} (planned, counted from its day on)", event=plans.named(about))
        case "event":
            return plans.named(about)
        case plans.PLANNED if planned:
            return say("Planned for {day}: {event}", event=plans.named(about), day=_weekday(planned))
        case plans.NOT_APPLIED if planned:
            return say(
                "Planned for {day} and not taken over, because it no longer fitted: {event}",
                event=plans.named(about),
                day=_weekday(planned),
            )
        case plans.UNDONE if plans.UNDONE in told:
            undone = told[plans.UNDONE]
            return say("Undone: {what}", what=_what(undone["kind"], {**undone, "changed": told.get("changed", ())}))
    return say(WHY.get(kind) or WHY.get(clear) or N_("Something changed"))


def _weekday(told: str) -> str:
    return day(date.fromisoformat(told), weekday=True)


def heading(entry: Entry, zone: str) -> Html:
    """When, on the person's clock, and what."""
    return say(
        "{day}, {time}: {what}",
        day=day(entry.at.astimezone(ZoneInfo(zone)).date()),
        time=hour(entry.at, zone),
        what=what(entry),
    )


def scores(entry: Entry) -> Iterator[Html]:
    """The score the entry led to, and from which; nothing for an entry without one."""
    told = entry.entry
    if told.get("score") is None:
        return
    rules = (told.get("rule_set") or "").replace("CRS", plain("CRS"))
    if told.get("score_before") is None or told.get("changed") == {}:
        yield say("CRS score, estimated: {score} (rules {rules})", score=_sum(told), rules=rules)
    else:
        yield say(
            "CRS score, estimated: {score}, before: {before} (rules {rules})",
            score=_sum(told),
            before=_sum_before(told),
            rules=rules,
        )


def _sum(told: Mapping[str, Any]) -> Html:
    """The sum as the score itself is told: of an entry that does not say whether it was the least, what it rests on
    does.
    """
    assumed = told.get("assumed") or ()
    least = told.get("least", bool(assumed) and "partner" not in assumed)
    return _worded(told["score"], least=least)


def _sum_before(told: Mapping[str, Any]) -> Html:
    return _worded(told["score_before"], least=told.get("least_before", False))


def _worded(total: int, *, least: bool) -> Html:
    return say("at least {total}", total=number(total)) if least else Html(number(total))


def receipt(entry: Entry) -> Iterator[Html]:
    """The receipt of that score, for entries that keep one."""
    told = entry.entry
    if not told.get("rule_from") or not told.get("on"):
        return
    yield score.receipt(told["rule_set"], date.fromisoformat(told["rule_from"]), date.fromisoformat(told["on"]))
    if told.get("assumed"):
        yield say("Not known yet, so counted as nothing: {names}.", names=score.open_facts(told["assumed"]))


class Words:
    """The changes of entries in words; entries of one person, best in their order: what stays is worded once."""

    def __init__(self) -> None:
        self._worded: fact_words.Worded = {}
        self._facts: Any = None  # of which `_lines` are
        self._lines: Lines = {}

    def after(self, entry: Entry) -> None:
        """The entry before the next one: of an old entry it alone tells what was before."""
        if entry.entry.get("facts") is not None:
            self._of(entry.entry["facts"])

    def changes(self, entry: Entry) -> list[Html]:
        """Each fact that the entry changed, with what it was before."""
        after_facts = entry.entry.get("facts")
        before_facts = undo.before(entry)
        if before_facts is None:  # an old entry: what the one before it left
            before_facts = self._facts or {}
        if after_facts is None or after_facts == before_facts:
            return []
        before = self._of(before_facts)
        after = self._of(after_facts)
        return [*_changes(before, after)]

    def _of(self, facts: Any) -> Lines:
        if facts == self._facts:
            return self._lines
        lines: Lines = {}
        if facts:  # where nothing was told, nothing has a line: not even that there is no partner
            with suppress(ValidationError):
                worded = fact_words.lines(Facts.model_validate(facts), self._worded)
                lines = {line.path: line for line in worded}
        self._facts, self._lines = facts, lines
        return lines


def _changes(before: Lines, after: Lines) -> Iterator[Html]:
    if not after:
        return
    for path, line in after.items():
        if path not in before:
            yield say("{name}: {value}", name=line.name, value=line.words)
        elif before[path].words != line.words:
            was = before[path].words
            yield say("{name}: {value} (before: {before})", name=line.name, value=line.words, before=was)
    whole = {path[:1] for path in after}
    for path, line in before.items():
        if path not in after and path not in whole:  # "No partner" is not taken back where a partner is told
            yield say("{name}: no longer told (before: {before})", name=line.name, before=line.words)
