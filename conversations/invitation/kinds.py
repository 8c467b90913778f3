"""Kinds of answer of the letter's questions: its last day, which may name an instant; a category; the tie-break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from html import escape, unescape
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from conversations import answers as typed
from conversations.kinds import Choice, Day, Option
from conversations.program_words import CATEGORIES, PROGRAMS
from conversations.questions import NONE, Accepted, AnswerKind, Answers, Offer, Reading, Unclear, known
from locales import N_, Html, current, day, everywhere, plain, say
from rules.clocks import last_day_before
from rules.facts import LONGEST_INVITATION, InvitedProgram
from rules.rounds import Round, RoundKind, issued_between, round_of

PROGRAM_NAMES: Final = {
    **PROGRAMS,
    InvitedProgram.provincial_nominee: N_("Provincial Nominee Program"),
}
"""The programs a letter can name."""

_CLOCK: Final = re.compile(
    r"(?<![\d.,/-])(?P<hour>\d{1,2})"
    r"(?:\s?(?::|h)\s?(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?"
    r"|\s?(?P<half_alone>[ap])\.?\s?m\b\.?|\s?h(?=\s|$))"
)
_MIDNIGHT: Final = re.compile(r"\b(?:midnight|minuit)\b")
_ZONES: Final = {
    "utc": "UTC",
    "gmt": "UTC",
    "est": "Etc/GMT+5",
    "edt": "Etc/GMT+4",
    "hne": "Etc/GMT+5",
    "hae": "Etc/GMT+4",
    "pst": "Etc/GMT+8",
    "pdt": "Etc/GMT+7",
}
_ZONE: Final = re.compile(rf"\(?\b(?P<zone>{'|'.join(_ZONES)})\b\)?|(?<=\d)z\b")
_BESIDE: Final = re.compile(r"[\s,;@]+(?:at|a|by|on|le|avant|before)?\s*$")


class Clock(NamedTuple):
    """A time of day in a text, by whose clock (UTC where none is named), and what stands beside it."""

    at: time
    zone: str
    rest: str


def read_clock(text: str) -> Clock | None:
    """The time of day that a text names: "12:00 AM UTC", "23:59", « 23 h 59 », "midnight"."""
    folded = typed.fold(text)
    zone = _ZONE.search(folded)
    named = "UTC" if zone is None or zone["zone"] is None else _ZONES[zone["zone"]]
    without = folded if zone is None else f"{folded[: zone.start()]} {folded[zone.end() :]}"
    if found := _MIDNIGHT.search(without):
        return Clock(time(), named, _beside(without, found))
    without = re.sub(r"(?<=\d)t(?=\d{2}:)", " ", without)  # 2026-08-02t03:11:45
    found = next(_CLOCK.finditer(without), None)
    if found is None:
        return None
    hour, half = int(found["hour"]), found["half"] or found["half_alone"]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return None
    return Clock(time(hour, int(found["minute"] or 0), int(found["second"] or 0)), named, _beside(without, found))


def _beside(text: str, found: re.Match[str]) -> str:
    before = _BESIDE.sub("", text[: found.start()])
    return f"{before} {text[found.end() :].strip(' ,;.()')}".strip()


LETTER: Final = "letter"
FIRST_MINUTE, END_OF_DAY, NO_TIME = "first", "end", "none"
TIMES: Final = {
    END_OF_DAY: (N_("11:59 PM"), N_("11:59 PM: until the end of that day")),
    FIRST_MINUTE: (N_("12:00 AM"), N_("12:00 AM: the first minute of that day")),
    NO_TIME: (N_("No time is printed"), ""),
}
"""The times of day a letter can print beside its date."""


@dataclass(frozen=True, slots=True)
class LastDay(Day):
    """The deadline that a letter prints; kept as the last day that it leaves.

    "12:00 AM" on a date is the first instant of that date, so the last day is the one before: the time is asked for.
    """

    def lists(self, pending: dict[str, Any] | None) -> bool:
        return LETTER in (pending or {}) or super(LastDay, self).lists(pending)

    def asks(self, wording: str, pending: dict[str, Any] | None) -> Html:
        if told := (pending or {}).get(LETTER):
            return say("Which time does the letter print beside {day}?", day=day(date.fromisoformat(told)))
        return super(LastDay, self).asks(wording, pending)

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        if LETTER in (pending or {}):
            return [Offer(key, plain(label), plain(detail) if detail else "") for key, (label, detail) in TIMES.items()]
        return super(LastDay, self).offers(answers, pending)

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        pending, clock = pending or {}, read_clock(text)
        if clock is not None:
            match typed.read_date(clock.rest, today):
                case typed.DateRead(day=read, exact=True, weekday_differs=False):
                    return self._at(read, clock, answers, today)
        if LETTER in pending:
            told = date.fromisoformat(pending[LETTER])
            if clock is not None and not clock.rest:
                return self._at(told, clock, answers, today)
            spoken = [[*everywhere(label), *(everywhere(detail) if detail else [])] for label, detail in TIMES.values()]
            match typed.read_choice(text, spoken):
                case int(index):
                    return self.press([*TIMES][index], answers, pending, today)
            pending = {}  # another date
        elif clock is not None and clock.rest:
            text = clock.rest
        return self._timed(super(LastDay, self).read(text, answers, pending, today))

    def press(self, value: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        told = (pending or {}).get(LETTER)
        if told is None:
            return self._timed(super(LastDay, self).press(value, answers, pending, today))
        if value == FIRST_MINUTE:
            return self._at(date.fromisoformat(told), Clock(time(), "UTC", ""), answers, today)
        if value in TIMES:
            return self._held(told, answers, today)
        return super(LastDay, self).press(value, answers, pending, today)

    def _timed(self, reading: Reading) -> Reading:
        """A day that was read; its time of day is asked for, as it can mean the day before."""
        if isinstance(reading, Accepted) and reading.value != NONE:
            return Unclear(reading.note, {LETTER: reading.value})
        return reading

    def _at(self, told: date, clock: Clock, answers: Answers, today: date) -> Reading:
        moment = datetime.combine(told, clock.at, ZoneInfo(clock.zone))
        last = last_day_before(moment)
        held = self._held(last.isoformat(), answers, today)
        if isinstance(held, Unclear):
            return held
        if last < told:
            note = say(
                "That is the first instant of {told}, so the last day is {last}.",
                told=day(told),
                last=day(last, weekday=True),
            )
            return Accepted(held.value, note)
        in_utc = moment.astimezone(UTC)
        if in_utc.time() >= time(23, 59):
            return held
        note = say("On {last} only before {time} UTC: aim at the day before.", last=day(last), time=f"{in_utc:%H:%M}")
        return Accepted(held.value, note)

    def _problem(self, value: str, answers: Answers, today: date) -> Html | None:
        issued = known(answers, "issued")
        longest = LONGEST_INVITATION.days
        if issued is not None and (date.fromisoformat(value) - date.fromisoformat(issued)).days > longest:
            return say(
                "{day} is more than {longest} days after the letter. Please check the date.",
                day=day(date.fromisoformat(value)),
                longest=longest,
            )
        return super(LastDay, self)._problem(value, answers, today)


@dataclass(frozen=True, slots=True)
class Moment(AnswerKind):
    """An instant, kept as ISO text in UTC ("2026-08-02T03:11:45Z"); no zone named is UTC, as the tie-break is given."""

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        return []

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        clock = read_clock(text)
        found = None if clock is None else typed.read_date(clock.rest, today)
        if clock is None or not isinstance(found, typed.DateRead):
            return Unclear(
                say("I could not read that. I need the day and the time, for example “{example}”.", example=EXAMPLE)
            )
        moment = datetime.combine(found.day, clock.at, ZoneInfo(clock.zone)).astimezone(UTC)
        if moment.date() > today:
            return Unclear(say("{day} is in the future. The tie-break lies before the round.", day=day(moment.date())))
        return Accepted(f"{moment:%Y-%m-%dT%H:%M:%SZ}")

    def words(self, value: Any, answers: Answers) -> Html:
        moment = datetime.fromisoformat(value)
        return say("{day}, {time} UTC", day=day(moment.date(), weekday=True), time=f"{moment:%H:%M:%S}")


EXAMPLE: Final = "2026-08-02 03:11:45 UTC"

MORE: Final = "more"
USUAL: Final = ("french", "healthcare", "stem", "trades", "education")


@dataclass(frozen=True, slots=True)
class Category(AnswerKind):
    """The category of a round, or that it had none; the less usual ones stand behind a button."""

    numbered = True

    def _options(self, pending: dict[str, Any] | None) -> tuple[Option, ...]:
        more = bool(pending)
        named = [Option(key, label) for key, label in CATEGORIES.items() if (key not in USUAL) == more]
        none = Option(NONE, N_("No category"), N_("No category: a general round, or one for a program"))
        return (*named, none) if more else (none, *named, Option(MORE, N_("Another category")))

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        offers = Choice(self._options(pending)).offers(answers, None)
        return [replace(offer, label=f"{offer.label[:1].upper()}{offer.label[1:]}") for offer in offers]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        here = self._options(pending)
        named = {option.value for option in here}
        further = [Option(key, label) for key, label in CATEGORIES.items() if key not in named]
        return self._more(Choice((*here, *further)).read(text, answers, None, today))

    def press(self, value: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        return self._more(super(Category, self).press(value, answers, pending, today))

    def words(self, value: Any, answers: Answers) -> Html:
        return say("no category") if value == NONE else say(CATEGORIES[value])

    def _more(self, reading: Reading) -> Reading:
        if isinstance(reading, Accepted) and reading.value == MORE:
            return Unclear(Html(""), {MORE: True})
        return reading


BEFORE, AFTER = timedelta(days=3), timedelta(days=1)
"""A letter is dated on the day of its round, or a little later; the day of a round in UTC may be the next."""

LONGEST_NUMBER: Final = re.compile(r"^(?:round|ronde|no|n°|#)?\s*#?(\d{1,4}[a-z]?)$")


def near(answers: Answers) -> tuple[Round, ...]:
    """The known rounds around the day of the letter that invited for the program it names."""
    issued, program = known(answers, "issued"), known(answers, "program")
    if issued is None:
        return ()
    on = date.fromisoformat(issued)
    found = issued_between(on - BEFORE, on + AFTER)
    return tuple(one for one in found if program is None or InvitedProgram(program) in one.programs)


def chosen(answers: Answers) -> Round | None:
    """The known round that was chosen."""
    told = known(answers, "round")
    return None if told is None else round_of(told)


def whom(one: Round) -> Html:
    """Whom a round was for."""
    if one.category is not None:
        return say(CATEGORIES[one.category])
    if one.of_unknown_category or not one.programs:  # as it was published, and text like any other from outside
        return Html(escape((one.name_fr if current() == "fr" else None) or one.name_en, quote=False))
    return say(PROGRAM_NAMES[one.programs[0]]) if one.kind is RoundKind.program else say("all programs")


@dataclass(frozen=True, slots=True)
class KnownRound(AnswerKind):
    """One of the rounds around the day of the letter; kept as its number. Any other known round can be typed."""

    numbered = True

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        found = [
            Offer(
                one.number,
                plain("Round {number}, {cut_off}", number=one.number, cut_off=one.cut_off),
                plain(
                    "Round {number}, {day}: {whom}, cut-off {cut_off}",
                    number=one.number,
                    day=day(one.day),
                    whom=unescape(whom(one)),  # escaped when the line is shown
                    cut_off=one.cut_off,
                ),
            )
            for one in near(answers)
        ]
        return [*found, Offer(NONE, plain("Another round"))]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        offers = self.offers(answers, pending)
        named = LONGEST_NUMBER.match(typed.fold(text).strip(" ."))
        if named is not None and (found := round_of(named[1])) is not None and int(named[1][:3]) > len(offers):
            return self._of(found, answers)
        match typed.read_choice(text, [[offer.label, offer.detail] for offer in offers]):
            case int(index):
                return Accepted(offers[index].value)
        return Unclear(say("I do not know that round. Press one of these, or “{other}”.", other=plain("Another round")))

    def words(self, value: Any, answers: Answers) -> Html:
        if value == NONE:
            return say("another round")
        one = round_of(value)
        if one is None:
            return say("round {number}", number=value)
        return say(
            "round {number} of {day}: {whom}, cut-off {cut_off}",
            number=one.number,
            day=day(one.day),
            whom=whom(one),
            cut_off=one.cut_off,
        )

    def _of(self, found: Round, answers: Answers) -> Reading:
        """A round named by its number, if its day fits the letter."""
        issued = date.fromisoformat(answers["issued"])
        if not found.day - AFTER <= issued <= found.day + BEFORE:
            return Unclear(
                say(
                    "Round {number} was on {day}, and your letter is of {issued}. Please look at both once more.",
                    number=found.number,
                    day=day(found.day),
                    issued=day(issued),
                )
            )
        return Accepted(found.number)
