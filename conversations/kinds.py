"""The kinds of answer: how each is offered on buttons, read when typed, and said back.

What people type is read by `conversations.answers`; here a reading is held against the question (is the day possible,
is the score on the scale?) and anything unclear is asked again, with what was not understood, an example and the way
out.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Final

from conversations import answers as typed
from conversations.questions import (
    NONE,
    Accepted,
    AnswerKind,
    Answers,
    Offer,
    Reading,
    Unclear,
    always,
    at,
    known,
    seen,
)
from conversations.zones import ZoneFound, find_zones, place
from locales import N_, NOTHING, Html, count, day, either, everywhere, month, number, plain, say
from rules import language_tests as tests
from rules.facts import Ability, LanguageTestKind, TefScale

ABILITIES: Mapping[Ability, str] = {
    Ability.listening: N_("listening"),
    Ability.reading: N_("reading"),
    Ability.writing: N_("writing"),
    Ability.speaking: N_("speaking"),
}
"""The four abilities in the order the reports print them, with their names."""

MANY = 60  # no working life holds more complete years


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its stored value, its button, the longer line in the text, other words that mean it."""

    value: str
    label: str
    detail: str = ""
    words: tuple[str, ...] = ()
    applies: Callable[[Answers], bool] = always


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something people name that cannot be chosen: it is noted by its key. `message` says why of the proper name."""

    key: str
    name: str
    words: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Choice(AnswerKind):
    """One of at most eight options; kept as the option's value."""

    options: tuple[Option, ...]
    refusals: tuple[Refusal, ...] = ()

    numbered = True

    def _open(self, answers: Answers) -> list[Option]:
        return [option for option in self.options if option.applies(answers)]

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        return [
            Offer(option.value, plain(option.label), plain(option.detail) if option.detail else "")
            for option in self._open(answers)
        ]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        folded = typed.fold(text)
        for refusal in self.refusals:
            if any(typed.fold(word) in folded for word in refusal.words):
                return Unclear(say(refusal.message, name=refusal.name), pending=pending, noted=refusal.key)
        options = self._open(answers)
        match typed.read_choice(text, [_spoken(option) for option in options]):
            case int(index):
                return Accepted(options[index].value)
            case typed.Several(indexes):
                close = either([say("“{choice}”", choice=say(options[i].label)) for i in indexes])
                return Unclear(say("That could be {choices}. Please press one, or type its number.", choices=close))
            case _:
                return Unclear(
                    say(
                        "I did not understand that. Press a button, or type its number or its words, for example "
                        "“{example}”.",
                        example=say(options[0].label),
                    )
                )

    def words(self, value: Any, answers: Answers) -> Html:
        option = next((option for option in self.options if option.value == value), None)
        return say(option.detail or option.label) if option else NOTHING


@cache
def _spoken(option: Option) -> tuple[str, ...]:
    """Every wording of an option, in both languages: people answer in the language they think in."""
    detail = everywhere(option.detail) if option.detail else []
    return (*everywhere(option.label), *detail, *option.words)


NONE_OF_IT = ("none", "nobody", "aucun", "aucune", "personne", "je n'en ai pas", "I have none", "pas encore", "not yet")
"""Further ways to say no."""


@dataclass(frozen=True, slots=True)
class YesNo(AnswerKind):
    """Yes or no, with labels that say what is said; kept as a boolean.

    Beside the answer's name a summary says "Yes" or "No"; the whole label where that would read badly (`in_full`).
    """

    yes: str
    no: str
    in_full: bool = False

    numbered = True

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        return [Offer("yes", plain(self.yes)), Offer("no", plain(self.no))]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        said = typed.read_yes_no(text)
        if said is None:
            match typed.read_choice(text, [everywhere(self.yes), [*everywhere(self.no), *NONE_OF_IT]]):
                case int(index):
                    said = index == 0
        if said is None:
            return Unclear(say("I did not understand that. Press a button, or type “yes” or “no”."))
        return Accepted(said)

    def press(self, value: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        match super(YesNo, self).press(value, answers, pending, today):
            case Accepted(pressed):
                return Accepted(pressed == "yes")
            case unclear:
                return unclear

    def words(self, value: Any, answers: Answers) -> Html:
        if self.in_full:
            return say(self.yes if value else self.no)
        return say("Yes") if value else say("No")


@dataclass(frozen=True, slots=True)
class Years(AnswerKind):
    """Complete years, from none to `most` and more; kept as an integer, never rounded up."""

    most: int

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        few = [Offer(str(years), str(years)) for years in range(self.most)]
        return [*few, Offer(str(self.most), plain("{years} or more", years=self.most))]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        said = typed.read_number(text, in_years=True)
        for most in everywhere("{years} or more"):
            if typed.fold(text) == typed.fold(most.format(years=self.most)):
                return Accepted(self.most)
        if said is None or said < 0:
            return Unclear(say("I could not read a number of years. Example: “2”, or “18 months”."))
        if said > MANY:
            return Unclear(say("That is more years than a working life has. Example: “2”, or “18 months”."))
        years = int(said)
        if years == said:
            return Accepted(years)
        return Accepted(years, say("Only complete years count, so I keep {years}.", years=self.words(years, answers)))

    def press(self, value: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        match super(Years, self).press(value, answers, pending, today):
            case Accepted(pressed):
                return Accepted(int(pressed))
            case unclear:
                return unclear

    def words(self, value: Any, answers: Answers) -> Html:
        if value >= self.most:
            return say("{years} complete years or more", years=value)
        return say("no complete year") if not value else count_of_years(value)


def count_of_years(years: int) -> Html:
    """`2 complete years`."""
    return count("{n} complete year", "{n} complete years", years)


class Cautious(StrEnum):
    """The end of a month that promises least, where the day is not known."""

    first = "first"
    last = "last"


@dataclass(frozen=True, slots=True)
class Day(AnswerKind):
    """A day, kept as ISO text; where only the month is known, the month ("2024-12"); or that there is none.

    `earliest` and `latest` are functions of today, with the sentence for a day outside them. `cautious` is the end of a
    month to count with, and None where the day itself is needed. `none` is the label for "there is none". `near` offers
    today and yesterday. `follows` are the keys of answers, or of days told elsewhere (`seen`), that this day cannot be
    before, with the sentence for that.
    """

    earliest: Callable[[date], date]
    latest: Callable[[date], date]
    too_early: str
    too_late: str
    example: Callable[[date], date]
    cautious: Cautious | None = None
    none: str = ""
    near: bool = False
    follows: tuple[tuple[str, str], ...] = ()

    numbered = True

    def lists(self, pending: dict[str, Any] | None) -> bool:
        return "month" not in (pending or {})  # there a number is the day of the month

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        pending = pending or {}
        if "month" in pending:
            return [Offer(MONTH, plain(ONLY_MONTH))] if self.cautious else []
        days = [date.fromisoformat(iso) for iso in pending.get("days", ())]
        if days:
            return [
                Offer(each.isoformat(), plain("Keep {day}", day=day(each)), day(each, weekday=True)) for each in days
            ]
        near = [Offer(TODAY, plain("Today")), Offer(YESTERDAY, plain("Yesterday"))] if self.near else []
        return [*near, *([Offer(NONE, plain(self.none))] if self.none else [])]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        pending = pending or {}
        if month := pending.get("month"):
            if self.cautious and _means(text, ONLY_MONTH):
                return self._held(month, answers, today)
            number_of_day = typed.read_number(text)
            if number_of_day is not None and number_of_day == int(number_of_day):
                text = f"{month}-{int(number_of_day):02}"
        elif offers := self.offers(answers, pending):
            spoken = [_spoken_none(self.none) if offer.value == NONE else [offer.label] for offer in offers]
            match typed.read_choice(text, spoken):
                case int(index):
                    return self.press(offers[index].value, answers, pending, today)
        return self._dated(typed.read_date(text, today), answers, pending, today)

    def _dated(self, reading: typed.ReadDate, answers: Answers, pending: dict[str, Any], today: date) -> Reading:
        match reading:
            case typed.DateRead(day=read, exact=exact, weekday_differs=differs):
                held = self._held(read.isoformat(), answers, today)
                if isinstance(held, Unclear) or (exact and not differs):
                    return held
                return Unclear(
                    say("I read {day}. Please confirm it, or type the date again.", day=day(read, weekday=True)),
                    _choose([read]),
                )
            case typed.AmbiguousDate(candidates):
                possible = [each for each in candidates if self._problem(each.isoformat(), answers, today) is None]
                if len(possible) == 1:
                    return self._held(possible[0].isoformat(), answers, today)
                return Unclear(
                    say("More than one day can be meant: {days}. Which one?", days=_either(candidates)),
                    _choose(candidates),
                )
            case typed.ImpossibleDate(nearest=nearest) if nearest:
                return Unclear(
                    say("That day does not exist in the calendar. Do you mean {days}?", days=_either(nearest)),
                    _choose(nearest),
                )
            case typed.MonthOnly(year=year, month=month_number):
                month = f"{year:04}-{month_number:02}"
                if month == pending.get("month") and self.cautious:
                    return self._held(month, answers, today)
                if self.cautious:
                    note = say(
                        "Which day of the month? Type it, for example “{example}”, if you know it.", example="14"
                    )
                else:
                    note = say("I need the day too. Type the day of the month, for example “{example}”.", example="14")
                return Unclear(note, {"month": month})
            case _:
                return Unclear(
                    say("I could not read that date. Example: {example}.", example=day(self.example(today))),
                    pending or None,
                )

    def press(self, value: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        match super(Day, self).press(value, answers, pending, today):
            case Accepted(pressed) if pressed == NONE:
                return Accepted(NONE)
            case Accepted(pressed) if pressed == MONTH and pending:
                return self._held(pending["month"], answers, today)
            case Accepted(pressed):
                days = {TODAY: today, YESTERDAY: today - timedelta(1)}
                return self._held(days[pressed].isoformat() if pressed in days else pressed, answers, today)
            case unclear:
                return unclear

    def words(self, value: Any, answers: Answers) -> Html:
        if value == NONE:
            return say(self.none)
        told = self.day(value)
        if told.isoformat() == value:
            return Html(day(told, weekday=True))
        return say("{month}, the day is not known", month=month(told))

    def day(self, value: str) -> date:
        """The day to count with: the one told, or the cautious end of the month told."""
        if len(value) > len("2024-12"):
            return date.fromisoformat(value)
        first = date.fromisoformat(f"{value}-01")
        if self.cautious is Cautious.last:
            return first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return first

    def _problem(self, value: str, answers: Answers, today: date) -> Html | None:
        counted = self.day(value)
        words = {"day": day(counted, weekday=True), "example": day(self.example(today))}
        if counted > self.latest(today):
            return say(self.too_late, **words)
        if counted < self.earliest(today):
            return say(self.too_early, **words)
        for key, sentence in self.follows:
            other = known(answers, key) or next(iter(seen(answers, key)), None)
            # Where one of the two is a month, only the months are compared.
            if other not in (None, NONE) and value[: len(other)] < other[: len(value)]:
                return say(sentence, **words, other=self.words(other, answers))
        return None

    def _held(self, value: str, answers: Answers, today: date) -> Reading:
        if problem := self._problem(value, answers, today):
            return Unclear(problem)
        counted = self.day(value)
        if counted.isoformat() == value:
            return Accepted(value)
        note = say("I count with {day}, the cautious end, until you tell me the day.", day=day(counted))
        return Accepted(value, note)


MONTH: Final = "month"
TODAY: Final = "today"
YESTERDAY: Final = "yesterday"
ONLY_MONTH: Final = N_("I know only the month")


def _means(text: str, message: str) -> bool:
    return typed.fold(text) in {typed.fold(each) for each in everywhere(message)}


def _spoken_none(label: str) -> Sequence[str]:
    return [*everywhere(label), *NONE_OF_IT, "no", "non"]


def _either(days: Sequence[date]) -> Html:
    return either([day(each, weekday=True) for each in days])


def _choose(days: Sequence[date]) -> dict[str, Any]:
    return {"days": [each.isoformat() for each in days]}


@dataclass(frozen=True, slots=True)
class FourScores(AnswerKind):
    """The four raw scores of one sitting, kept as text by ability. `test` is the path of the test they belong to."""

    test: str

    def lists(self, pending: dict[str, Any] | None) -> bool:
        return bool(pending and "in_order" in pending)  # at any other step a number is a score

    def _test(self, answers: Answers) -> tuple[LanguageTestKind, TefScale | None]:
        scale = known(answers, at(self.test, "scale"))
        return LanguageTestKind(known(answers, at(self.test, "kind"))), TefScale(scale) if scale else None

    def hint(self, hint: str, answers: Answers) -> Html:
        return say(hint, example=self._example(answers))

    def asks(self, wording: str, pending: dict[str, Any] | None) -> Html:
        if pending and "so_far" in pending:
            return say("What is the score in {ability}?", ability=say(ABILITIES[_next_ability(pending["so_far"])]))
        return say(wording)

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        if pending and "in_order" in pending:
            return [Offer("keep", plain("Keep these scores")), Offer("one", plain("Enter them one by one"))]
        if pending and "so_far" in pending:
            return []
        return [Offer("one", plain("One by one"))]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        pending = pending or {}
        if "in_order" in pending:
            if typed.read_yes_no(text) or typed.fold(text) in {
                typed.fold(each) for each in everywhere("Keep these scores")
            }:
                return self._held(pending["in_order"], answers)
            if typed.read_yes_no(text) is False:
                return _one_by_one(NOTHING)
            place = typed.read_choice(text, [(), ()])  # the two buttons, by number
            if place in (0, 1):
                return self._held(pending["in_order"], answers) if place == 0 else _one_by_one(NOTHING)
        if typed.fold(text) in {typed.fold(each) for label in ONE_BY_ONE for each in everywhere(label)}:
            return _one_by_one(NOTHING)
        reading = typed.read_scores(text, self._test(answers)[0])
        if "so_far" in pending and isinstance(reading, typed.OneNumber) and not reading.overall:
            ability = _next_ability(pending["so_far"])
            return self._add(pending["so_far"], ability, reading.value, answers)
        match reading:
            case typed.ScoresRead(values, labelled):
                scores = {ability.value: _text(values[ability]) for ability in ABILITIES}
                if problem := self._problem(scores, answers):
                    return Unclear(problem)
                if labelled or len(set(scores.values())) == 1:
                    return Accepted(scores)
                return Unclear(
                    say("I read: {scores}. Is this the right order?", scores=self.words(scores, answers)),
                    {"in_order": scores},
                )
            case typed.OneNumber():
                return _one_by_one(
                    say(
                        "The overall band is not used: Express Entry looks at each of the four abilities. Let us go "
                        "one by one."
                    )
                )
            case typed.SomeScores(values):
                so_far = dict(pending.get("so_far") or {})
                for ability in ABILITIES:
                    if ability in values:
                        so_far[ability.value] = _text(values[ability])
                if problem := self._problem(so_far, answers):
                    return Unclear(problem, pending or None)
                if len(so_far) == len(ABILITIES):
                    return Accepted({ability.value: so_far[ability.value] for ability in ABILITIES})
                return Unclear(say("So far: {scores}.", scores=self.words(so_far, answers)), {"so_far": so_far})
            case typed.LevelsNotScores():
                return Unclear(
                    say(
                        "I need the scores as your report prints them, not levels. Example: {example}.",
                        example=self._example(answers),
                    ),
                    pending or None,
                )
            case _:
                return Unclear(
                    say(
                        "I could not read four scores. Example: {example}. Or type them one by one.",
                        example=self._example(answers),
                    ),
                    pending or None,
                )

    def press(self, value: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        if value == "keep" and pending and "in_order" in pending:
            return self._held(pending["in_order"], answers)
        if value == "one":
            return _one_by_one(NOTHING)
        return super(FourScores, self).press(value, answers, pending, today)

    def words(self, value: Any, answers: Answers) -> Html:
        return _spell(self._test(answers)[0], value)

    def _add(self, so_far: dict[str, str], ability: Ability, value: Decimal, answers: Answers) -> Reading:
        scores = {**so_far, ability.value: _text(value)}
        if problem := self._problem(scores, answers):
            return Unclear(problem, {"so_far": so_far})
        if len(scores) == len(ABILITIES):
            return Accepted(scores)
        return Unclear(NOTHING, {"so_far": scores})

    def _held(self, scores: dict[str, str], answers: Answers) -> Reading:
        problem = self._problem(scores, answers)
        return Unclear(problem) if problem else Accepted(scores)

    def _problem(self, scores: Mapping[str, str], answers: Answers) -> Html | None:
        kind, scale = self._test(answers)
        for ability, value in scores.items():
            try:
                tests.check_score(kind, scale, Ability(ability), float(value))
            except tests.ScoreError as error:
                return say(
                    "{value} is not a possible score in {ability}: this test gives {lowest} to {highest}, in steps of "
                    "{step}.",
                    value=number(error.given),
                    ability=say(ABILITIES[error.ability]),
                    lowest=number(error.lowest),
                    highest=number(error.highest),
                    step=number(error.step),
                )
        return None

    def _example(self, answers: Answers) -> str:
        kind, scale = self._test(answers)
        return plain(EXAMPLES[(kind, scale)])


EXAMPLES: Mapping[tuple[LanguageTestKind, TefScale | None], str] = {
    (LanguageTestKind.ielts_general, None): N_("L8 R7 W6.5 S7"),
    (LanguageTestKind.celpip_general, None): N_("L9 R8 W8 S9"),
    (LanguageTestKind.pte_core, None): N_("L82 R78 W88 S84"),
    (LanguageTestKind.tef_canada, TefScale.older): N_("listening 280 reading 233 writing 349 speaking 349"),
    (LanguageTestKind.tef_canada, TefScale.out_of_699): N_("listening 462 reading 462 writing 472 speaking 494"),
    (LanguageTestKind.tcf_canada, None): N_("listening 503 reading 499 writing 12 speaking 12"),
}
"""How the four scores of each test may be typed in one line."""


ONE_BY_ONE = (N_("One by one"), N_("Enter them one by one"))
"""The buttons that lead there."""


def _one_by_one(note: Html) -> Unclear:
    return Unclear(note, {"so_far": {}})


def _next_ability(so_far: Mapping[str, str]) -> Ability:
    return next(ability for ability in ABILITIES if ability.value not in so_far)


def _text(value: Decimal) -> str:
    """6.50 as "6.5", 300 as "300"."""
    return f"{value.normalize():f}"


def printed(kind: LanguageTestKind, score: float | Decimal) -> str:
    """A score as the report of the test prints it: 7.0 for IELTS, 82 for the others."""
    return number(score, decimals=1 if kind is LanguageTestKind.ielts_general else 0)


def _spell(kind: LanguageTestKind, scores: Mapping[str, str]) -> Html:
    named = [
        say("{ability} {score}", ability=say(name), score=printed(kind, Decimal(scores[ability.value])))
        for ability, name in ABILITIES.items()
        if ability.value in scores
    ]
    return Html(", ".join(named))


@dataclass(frozen=True, slots=True)
class City(AnswerKind):
    """A time zone, named by a city of the zone database; kept as the zone's name."""

    usual: tuple[str, ...]  # zones offered on buttons

    numbered = True

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        zones = (pending or {}).get("zones") or self.usual
        return [Offer(zone, place(zone)) for zone in zones]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        offers = self.offers(answers, pending)
        match typed.read_choice(text, [()] * len(offers)):  # a number alone: names are looked up in the zone database
            case int(place_in_list):
                return Accepted(offers[place_in_list].value)
        match find_zones(text):
            case [ZoneFound(zone=zone, sure=True)]:
                return Accepted(zone)
            case []:
                return Unclear(
                    say(
                        "I do not know that city. Type a large city in the same time zone, for example “Toronto”, "
                        "“Lagos” or “Delhi”."
                    )
                )
            case several:
                zones = [found.zone for found in several]
                return Unclear(say("Which of these is nearest to you?"), {"zones": zones})

    def words(self, value: Any, answers: Answers) -> Html:
        return say("{place} time", place=place(value))
