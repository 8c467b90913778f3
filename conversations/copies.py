"""A person's copy of everything that is kept of them: one file to read, one that the program reads back.

Each section stands once, in `SECTIONS`, with its exact form and its words; each setting once, in `SETTINGS`.

The file to read is a web page that holds everything it needs. A phone opens it as it is; it says its own alphabet, so
accents survive where a bare text file is guessed at; it says its language, so a screen reader speaks it in the right
voice; and its headings can be jumped between.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from pydantic import ValidationError

from conversations import clock_words, fact_words, journal_words, reminders, scripts, silence
from conversations.engine import Interview
from conversations.events import plans
from conversations.hours import hour_words
from conversations.messages import Attachment
from conversations.partners import news as partner_news
from conversations.partners.scripts import PARTS
from conversations.profile.screens import MOST_IN_A_LIST
from conversations.questions import known
from conversations.rounds.news import ROUNDS_CHOSEN
from conversations.what_if.goals import Goal
from conversations.what_if.steps import NOTHING_SUPPOSED, Sandbox, Step, laid
from conversations.what_if.words import LETTERS, of_step
from conversations.zones import USUAL, place
from locales import (
    LANGUAGE_NAMES,
    LANGUAGES,
    LOCALES,
    N_,
    NOTHING,
    Html,
    current,
    day,
    hour,
    inside,
    listed,
    number,
    plain,
    say,
)
from rules.facts import Facts, refusals
from storage import journal, links, notifications, planned, what_ifs
from storage.candidates import Candidate
from storage.journal import Entry
from storage.links import Link
from storage.notifications import Notification
from storage.planned import Planned
from storage.settings import Settings
from storage.unit import Unit

FORMAT: Final = "express-entry-companion"
VERSION: Final = 1
"""The version of the program's file; raised when a reader of an older one could no longer read it."""

JOURNAL: Final = N_("Journal of changes")

MOST_IN_ALL: Final = 200
"""Entries of all lists of a file that is read back; of one list as many as can be told in the chat."""


_NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything that is kept of a person."""

    candidate: Candidate
    facts: Facts | None
    open: tuple[Interview, ...]
    journal: tuple[Entry, ...]
    reminders: tuple[Notification, ...]
    link: Link | None = None
    planned: tuple[Planned, ...] = ()
    what_if: Sandbox = NOTHING_SUPPOSED

    @property
    def zone(self) -> str:
        return self.candidate.time_zone or USUAL


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a heading of their own, or under that of the section."""

    lines: tuple[Html, ...]
    heading: Html = NOTHING


Words = Callable[[Kept], Iterable[Block]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of both files."""

    key: str
    title: str
    exact: Callable[[Kept], Any]
    words: Words


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, its exact value, its words, and how a value read back is taken over.

    `take` raises ValueError for a value that cannot be.
    """

    key: str
    name: str
    value: Callable[[Candidate], Any]
    words: Callable[[Any], Html]
    take: Callable[[Candidate, Any], Candidate]


@dataclass(frozen=True, slots=True)
class Copy:
    """What a program's file gives back."""

    facts: Facts
    settings: Mapping[str, Any]
    planned: tuple[Mapping[str, Any], ...] | None = None  # None where the file does not speak of them


class NotReadable(Exception):  # noqa: N818 - the name says it
    """A file that is not taken over; `why` is a key of `PROBLEMS`, `entries` are the places of the file that are wrong.

    Nothing of the file's values is in it.
    """

    def __init__(self, why: str, *entries: str) -> None:
        super().__init__(why)
        self.why = why
        self.entries = tuple(dict.fromkeys(_sayable(each) for each in entries))


def _sayable(place: str) -> str:
    """A place in the file as it may be repeated: whatever is not a plain name was put there by somebody."""
    return ".".join(part if re.fullmatch(r"[a-z0-9_]{1,40}", part) else "…" for part in place.split(".")[:6])


PROBLEMS: Final[Mapping[str, str]] = {
    "other": N_("That file is not a copy made with /export. The one I can read ends in “.json”."),
    "newer": N_("That copy was made by a newer version of this program than the one you are talking to."),
    "empty": N_("That copy holds no answers."),
    "entries": N_("I could not understand this part of the file: {entries}. It may have been changed since."),
}
"""What is said about a file that is not taken over."""


async def gather(unit: Unit, candidate: Candidate, interviews: tuple[Interview, ...], now: datetime) -> Kept:
    """Everything that is kept of the person."""
    return Kept(
        candidate=candidate,
        facts=None if candidate.facts is None else Facts.model_validate(candidate.facts),
        open=interviews,
        journal=tuple(await journal.entries(unit, candidate.chat_id)),
        reminders=tuple(
            each for each in await notifications.pending(unit, candidate.chat_id) if each.kind not in reminders.WORDLESS
        ),
        link=await links.find(unit, candidate.chat_id, now),
        planned=tuple(await planned.of(unit, candidate.chat_id)),
        what_if=Sandbox.from_json(await what_ifs.load(unit, candidate.chat_id)),
    )


# --- the two files ---


def for_reading(kept: Kept, now: datetime) -> Attachment:
    """The file for the person, in the language of the moment."""
    title = say("What Express Entry Companion keeps about you")
    return _page(kept, now, plain("my-express-entry-data"), title, [(each.title, each.words) for each in SECTIONS])


def log(kept: Kept, now: datetime) -> Attachment:
    """The journal alone, from the first entry to the last, for somebody who has to see what was told when."""
    title = say("What was told to Express Entry Companion, and when")
    return _page(kept, now, plain("my-express-entry-log"), title, [(JOURNAL, _log_blocks)])


def _page(kept: Kept, now: datetime, name: str, title: Html, sections: Iterable[tuple[str, Words]]) -> Attachment:
    parts = [f"<h1>{title}</h1>", f"<p>{_made(kept, now)}</p>"]
    for heading, words in sections:
        parts.append(f"<h2>{say(heading)}</h2>")
        for block in words(kept):
            if block.heading:
                parts.append(f"<h3>{block.heading}</h3>")
            if block.lines:
                parts.append("<ul>\n" + "\n".join(f"<li>{line}</li>" for line in block.lines) + "\n</ul>")
    page = PAGE.format(language=str(LOCALES[current()]).replace("_", "-"), title=title, body="\n".join(parts))
    return Attachment(f"{name}-{_today(kept, now)}.html", page.encode())


def for_the_program(kept: Kept, now: datetime) -> Attachment:
    """The file that `read` takes back: exact, without the number of the chat."""
    told = {"format": FORMAT, "version": VERSION, "made": now.isoformat(timespec="seconds")}
    told |= {section.key: section.exact(kept) for section in SECTIONS}
    # A section a line, and not an entry a line: that would take ten times as long, and be twice as long
    sections = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items()]
    text = "{\n" + ",\n".join(sections) + "\n}\n"
    return Attachment(f"express-entry-companion-{_today(kept, now)}.json", text.encode())


PAGE: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.05rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 1rem auto; padding: 0 1rem; }}
li {{ margin: .25rem 0; overflow-wrap: anywhere; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def _today(kept: Kept, now: datetime) -> date:
    return now.astimezone(ZoneInfo(kept.zone)).date()


def _made(kept: Kept, now: datetime) -> Html:
    return say(
        "Made on {day} at {time}, {place} time. Information only: your official account always wins.",
        day=day(_today(kept, now)),
        time=hour(now, kept.zone),
        place=place(kept.zone),
    )


# --- reading one back ---


def read(content: bytes) -> Copy:
    """The copy in a file that may hold anything; NotReadable with what is wrong."""
    try:
        told = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NotReadable("other") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT or type(told.get("version")) is not int:
        raise NotReadable("other")
    if told["version"] > VERSION:
        raise NotReadable("newer")
    known_keys = {"format", "version", "made", *(section.key for section in SECTIONS)}
    if unknown := [key for key in told if key not in known_keys]:
        raise NotReadable("entries", *unknown)
    if told.get("facts") is None:
        raise NotReadable("empty")
    return Copy(_facts(told["facts"]), _settings(told.get("settings", {})), _planned(told.get("planned")))


def take(candidate: Candidate, settings: Mapping[str, Any]) -> Candidate:
    """The candidate with settings that `read` has let pass."""
    for setting in SETTINGS:
        if setting.key in settings:
            candidate = setting.take(candidate, settings[setting.key])
    return candidate


def settings_in_words(settings: Mapping[str, Any]) -> list[Html]:
    """A line for each setting, in the order of `SETTINGS`."""
    return [
        say("{name}: {value}", name=say(setting.name), value=setting.words(settings[setting.key]))
        for setting in SETTINGS
        if setting.key in settings
    ]


def facts_in_words(facts: Facts) -> list[Html]:
    """A line for each fact."""
    return [_line(each) for each in fact_words.lines(facts)]


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number of JSON")


def _facts(told: Any) -> Facts:
    lists = [*_lists(told, "facts")]
    if long := [at for at, entries in lists if entries > MOST_IN_A_LIST]:
        raise NotReadable("entries", *long)
    if sum(entries for _, entries in lists) > MOST_IN_ALL:
        raise NotReadable("entries", "facts")
    try:
        return Facts.model_validate(told)
    except ValidationError as error:
        found = dict.fromkeys(f"facts.{each.field}" if each.field != "facts" else "facts" for each in refusals(error))
        raise NotReadable("entries", *found) from None


def _lists(told: Any, at: str) -> Iterator[tuple[str, int]]:
    """Every list with the number of its entries, however deep; NotReadable for what is longer than any facts."""
    if isinstance(told, list | dict) and len(told) > MOST_IN_ALL:
        raise NotReadable("entries", at)
    if isinstance(told, list):
        yield at, len(told)
    within = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, value in within:
        yield from _lists(value, f"{at}.{key}")


def _planned(told: Any) -> tuple[Mapping[str, Any], ...] | None:
    if told is None:
        return None
    if not isinstance(told, list) or len(told) > plans.MOST:
        raise NotReadable("entries", "planned")
    if wrong := [f"planned.{place}" for place, each in enumerate(told) if not plans.can_be_read(each)]:
        raise NotReadable("entries", *wrong)
    return tuple(told)


def _settings(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise NotReadable("entries", "settings")
    blank = Candidate(chat_id=0, created_at=_NEVER, seen_at=_NEVER)
    by_key = {setting.key: setting for setting in SETTINGS}
    wrong = []
    for key, value in told.items():
        try:
            by_key[key].take(blank, value)
        except (KeyError, ValueError, TypeError):
            wrong.append(f"settings.{key}")
    if wrong:
        raise NotReadable("entries", *wrong)
    return told


# --- settings ---


def _take_language(candidate: Candidate, value: Any) -> Candidate:
    if value not in LANGUAGES:
        raise ValueError("no language of ours")
    return replace(candidate, language=value)


def _take_zone(candidate: Candidate, value: Any) -> Candidate:
    if value is not None and value not in available_timezones():
        raise ValueError("no zone")
    return replace(candidate, time_zone=value)


def _take_goal(candidate: Candidate, value: Any) -> Candidate:
    if value is not None:
        for step in Goal.from_json(value).steps:
            Step.from_json(step)
    return replace(candidate, goal=value)


def _goal_in_words(value: Mapping[str, Any] | None) -> Html:
    if value is None:
        return say("none")
    goal = Goal.from_json(value)
    return say("{points} CRS points by {day}", points=number(goal.points), day=day(goal.by, weekday=True))


def _chosen(name: str, label: str, words: Callable[[Any], Html]) -> Setting:
    """One of the choices about messages (storage/settings.py), which refuse what cannot be."""

    def value(candidate: Candidate) -> Any:
        chosen = getattr(candidate.settings, name)
        if isinstance(chosen, date):
            return chosen.isoformat()
        return sorted(chosen) if isinstance(chosen, frozenset) else chosen

    def take(candidate: Candidate, told: Any) -> Candidate:
        if name == "muted" and not (isinstance(told, list) and {*told} <= {*reminders.TOPICS}):
            raise ValueError("no kinds of reminders")
        return replace(candidate, settings=Settings.from_json({**candidate.settings.to_json(), name: told}))

    return Setting(name, label, value, words, take)


def _hour(hour_of_day: int) -> Html:
    return Html(hour_words(hour_of_day))


def _yes_or_no(value: bool) -> Html:
    return say("yes") if value else say("no")


def _day_or_none(value: str | None) -> Html:
    return say("none") if value is None else Html(day(date.fromisoformat(value), weekday=True))


def _rounds_in_words(choice: str) -> Html:
    return say(ROUNDS_CHOSEN[choice])


def _kinds_in_words(kinds: list[str]) -> Html:
    return listed([say(reminders.TOPICS[kind]) for kind in kinds]) if kinds else say("none")


SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        "language",
        N_("Language"),
        lambda candidate: candidate.language or "en",
        lambda value: Html(LANGUAGE_NAMES[value]),
        _take_language,
    ),
    Setting(
        "time_zone",
        N_("Time zone"),
        lambda candidate: candidate.time_zone,
        lambda value: say("not known yet") if value is None else Html(place(value)),
        _take_zone,
    ),
    _chosen("quiet_from", N_("Quiet hours from"), _hour),
    _chosen("quiet_until", N_("Quiet hours to"), _hour),
    _chosen("urgent_any_hour", N_("What has less than 48 hours left also comes in quiet hours"), _yes_or_no),
    _chosen("muted", N_("Reminders stopped"), _kinds_in_words),
    _chosen("simple", N_("Simple messages, for screen readers"), _yes_or_no),
    _chosen("discreet", N_("Discreet reminders, for lock screens"), _yes_or_no),
    _chosen("weekly", N_("Weekly summary"), _yes_or_no),
    _chosen("rounds", N_("New rounds"), _rounds_in_words),
    _chosen("paused_through", N_("Reminders paused through"), _day_or_none),
    _chosen("paused_wholly", N_("The pause is also for an open invitation"), _yes_or_no),
    Setting("goal", N_("Your goal"), lambda candidate: candidate.goal, _goal_in_words, _take_goal),
)
"""What a person can set; a new setting is one more entry."""


def _exact_settings(kept: Kept) -> dict[str, Any]:
    return {setting.key: setting.value(kept.candidate) for setting in SETTINGS}


# --- sections ---


def _settings_block(kept: Kept) -> Iterator[Block]:
    yield Block(tuple(settings_in_words(_exact_settings(kept))))


def _facts_block(kept: Kept) -> Iterator[Block]:
    if kept.facts is None:
        yield Block((say("none"),))
    else:
        yield Block(tuple(facts_in_words(kept.facts)))


def _line(line: fact_words.Line) -> Html:
    return say("{name}: {value}", name=line.name, value=line.words)


def _open_blocks(kept: Kept) -> Iterator[Block]:
    if not kept.open:
        yield Block((say("none"),))
    for state in kept.open:
        script = scripts.find(state.script)
        answers = [
            say(
                "{name}: {value}",
                name=say(question.name),
                value=say("not known yet")
                if known(state.answers, question.key) is None
                else question.kind.words(state.answers[question.key], state.answers),
            )
            for question in script.asked(state.answers)
            if question.key in state.answers
        ]
        yield Block(tuple(answers), say(script.title))


def _journal_blocks(kept: Kept) -> Iterator[Block]:
    if not kept.journal:
        yield Block((say("none"),))
    for told in journal_words.each(kept.journal, kept.zone):
        yield Block((*told.scores, *told.changes), told.heading)


def _log_blocks(kept: Kept) -> Iterator[Block]:
    """The journal for somebody who reads it in years: with each change the receipt of its score."""
    if not kept.journal:
        yield Block((say("none"),))
    for told in journal_words.each(kept.journal, kept.zone):
        yield Block((*told.scores, *told.receipt, *told.changes), told.heading)


def _exact_planned(kept: Kept) -> list[dict[str, Any]]:
    return [{"event": each.event, "day": each.day.isoformat(), "answers": dict(each.answers)} for each in kept.planned]


def _planned_blocks(kept: Kept) -> Iterator[Block]:
    if not kept.planned:
        yield Block((say("none"),))
    for change in kept.planned:
        answers = plans.answers_in_words(change.event, change.answers)
        yield Block(
            tuple(say("{name}: {value}", name=name, value=value) for name, value in answers), plans.line(change)
        )


def _what_if_blocks(kept: Kept) -> Iterator[Block]:
    if kept.facts is None or not kept.what_if.begun():
        yield Block((say("none"),))
        return
    today = kept.candidate.seen_at.astimezone(ZoneInfo(kept.zone)).date()
    for plan in kept.what_if.begun():
        steps = laid(kept.facts, kept.what_if.steps(plan), today).steps
        lines = tuple(of_step(step, today) for step in steps)
        yield Block(lines, say("Plan {letter}", letter=LETTERS[plan]))


NOTICES: Final[Mapping[str, str]] = {
    partner_news.NOTICE: N_("Notice about your partner link"),
    plans.KIND: N_("Notice about a planned change"),
    silence.KIND: N_("Notice that your data will be deleted"),
}
"""What is still to be said that is no reminder of a date."""


def _reminder_blocks(kept: Kept) -> Iterator[Block]:
    lines = [
        say(
            "{day}, {time}: {what}",
            day=day(each.due_at.astimezone(ZoneInfo(kept.zone)).date(), weekday=True),
            time=hour(each.due_at, kept.zone),
            what=inside(say(NOTICES[each.kind]) if each.kind in NOTICES else clock_words.named(each.item)),
        )
        for each in kept.reminders
    ]
    yield Block(tuple(lines) or (say("none"),))


def _exact_link(kept: Kept) -> dict[str, Any] | None:
    """One's own side: what the other said is theirs, and who they are is in no file."""
    if kept.link is None:
        return None
    mine = kept.link.mine
    return {
        "asked_at": kept.link.asked_at.isoformat(),
        "stands": kept.link.stands,
        "agreed": mine.agreed,
        "alias": mine.alias,
        "shares": sorted(mine.shares),
        "tells": mine.tells,
    }


def _link_block(kept: Kept) -> Iterator[Block]:
    if kept.link is None:
        yield Block((say("none"),))
        return
    mine = kept.link.mine
    asked = day(kept.link.asked_at.astimezone(ZoneInfo(kept.zone)).date())
    lines = [
        say("Asked for on {day}; both of you have agreed.", day=asked)
        if kept.link.stands
        else say("Asked for on {day}; not both of you have agreed.", day=asked)
    ]
    if mine.alias:
        lines.append(say("What your partner sees as your name: {alias}", alias=mine.alias))
    shared = [say(part.said) for key, part in PARTS.items() if key in mine.shares]
    lines.append(
        say("Besides dates, you share: {parts}", parts=listed(shared)) if shared else say("You share dates only.")
    )
    if mine.tells:
        lines.append(say("Your partner may be told that you do not answer my question whether messages reach you."))
    yield Block(tuple(lines))


def _record_block(kept: Kept) -> Iterator[Block]:
    candidate = kept.candidate
    zone = ZoneInfo(kept.zone)
    lines = [
        say("First message: {day}", day=day(candidate.created_at.astimezone(zone).date())),
        say("Last visit noted: {day}", day=day(candidate.seen_at.astimezone(zone).date())),
    ]
    if candidate.notice_version is not None:
        lines.append(say("Version of the privacy notice you agreed to: {n}", n=candidate.notice_version))
    lines.append(say("The number Telegram gives this chat is kept too; it stands in neither file."))
    yield Block(tuple(lines))


SECTIONS: Final[tuple[Section, ...]] = (
    Section("settings", N_("Settings"), _exact_settings, _settings_block),
    Section("facts", N_("Your answers"), lambda kept: kept.candidate.facts, _facts_block),
    Section("open", N_("Questions under way"), lambda kept: [each.to_json() for each in kept.open], _open_blocks),
    Section(
        "journal",
        JOURNAL,
        lambda kept: [{"at": each.at.isoformat(), "why": each.kind, **each.entry} for each in kept.journal],
        _journal_blocks,
    ),
    Section(
        "reminders",
        N_("Reminders to come"),
        lambda kept: [
            {"item": each.item, "rung": each.rung, "due_at": each.due_at.isoformat(), **each.arguments}
            for each in kept.reminders
        ],
        _reminder_blocks,
    ),
    Section("planned", N_("Planned changes"), _exact_planned, _planned_blocks),
    Section("what_if", N_("What you supposed"), lambda kept: kept.what_if.to_json(), _what_if_blocks),
    Section("partner", N_("Partner link"), _exact_link, _link_block),
    Section(
        "record",
        N_("About this record"),
        lambda kept: {
            "created_at": kept.candidate.created_at.isoformat(),
            "seen_at": kept.candidate.seen_at.isoformat(),
            "notice_version": kept.candidate.notice_version,
        },
        _record_block,
    ),
)
"""What both files hold, in their order; a new part is one more entry."""
