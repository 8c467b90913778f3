"""Further kinds of answer, for the full profile: a country, an amount of money, hours a week, stretches of time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from rapidfuzz import fuzz, process

from conversations import answers as typed
from conversations.kinds import NONE_OF_IT
from conversations.questions import NONE, Accepted, AnswerKind, Answers, Offer, Reading, Unclear, known, seen
from locales import LOCALES, N_, Html, count, current, day, everywhere, listed, number, plain, say
from rules.countries import countries
from rules.facts import MOST_CRS

# --- a country ---

OTHER_NAMES: Final[Mapping[str, str]] = {
    "usa": "US",
    "us": "US",
    "america": "US",
    "the states": "US",
    "etats unis d'amerique": "US",
    "uk": "GB",
    "great britain": "GB",
    "britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "angleterre": "GB",
    "ecosse": "GB",
    "grande bretagne": "GB",
    "uae": "AE",
    "emirates": "AE",
    "dubai": "AE",
    "abu dhabi": "AE",
    "emirats": "AE",
    "holland": "NL",
    "hollande": "NL",
    "korea": "KR",
    "coree": "KR",
    "ivory coast": "CI",
    "czech republic": "CZ",
    "republique tcheque": "CZ",
    "burma": "MM",
    "birmanie": "MM",
    "drc": "CD",
    "rdc": "CD",
    "congo kinshasa": "CD",
    "congo brazzaville": "CG",
    "turkey": "TR",
    "palestine": "PS",
    "hong kong": "HK",
    "macau": "MO",
    "quebec": "CA",
    "ontario": "CA",
}
"""What people call a country besides its name in the two languages."""

NEAR_ENOUGH: Final = 78  # of 100: one or two letters off
FEW: Final = 6
_BRACKETS: Final = re.compile(r"\(.*?\)")  # "Myanmar (Burma)" is also said without
_BEFORE: Final = re.compile(r"^(?:(?:in|from|to|en|au|aux|a|de|du|des|the|la|le|les)\s+|[dl]'\s*)+")


def country(code: str) -> str:
    """The name of a country in the language of the moment."""
    return str(LOCALES[current()].territories.get(code, code))


@cache
def _codes() -> Mapping[str, str]:
    """The code of every folded name, in both languages."""
    names = {
        typed.fold(locale.territories[code]): code
        for locale in LOCALES.values()
        for code in sorted(countries())
        if code in locale.territories
    }
    shorter = {_plain(_BRACKETS.sub("", name)): code for name, code in names.items()}
    return shorter | {_plain(name): code for name, code in (*names.items(), *OTHER_NAMES.items())}


def _plain(folded: str) -> str:
    """A folded name without hyphens, stops and brackets."""
    return " ".join(re.sub(r"[-.,’()]", " ", folded).split())


def find_countries(text: str) -> tuple[str, ...]:
    """The codes of the countries meant: one when it is sure, several when it is not, none when nothing is near."""
    if len(text) > 80:
        return ()
    if re.fullmatch(r"[A-Z]{2}", text.strip()) and text.strip() in countries():
        return (text.strip(),)
    names = _codes()
    said = _plain(typed.fold(text))
    for each in (said, _BEFORE.sub("", said)):
        if each in names:
            return (names[each],)
    said = _BEFORE.sub("", said)
    if len(said) < 3:
        return ()
    found = process.extract(said, names.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=FEW)
    if not found:
        begun = [name for name in names if name.startswith(said)]
        found = [(name, 0.0, 0) for name in begun[:FEW]]
    return tuple(dict.fromkeys(names[name] for name, *_ in found))


@dataclass(frozen=True, slots=True)
class Country(AnswerKind):
    """A country; kept as its code of two letters (ISO 3166-1)."""

    usual: tuple[str, ...] = ("CA",)

    numbered = True

    def lists(self, pending: dict[str, Any] | None) -> bool:
        return bool(pending)

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        told = dict.fromkeys((*self.usual, *seen(answers, "countries")))
        return [Offer(code, country(code)) for code in (pending or {}).get("countries", told)]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        if pending:
            match typed.read_choice(text, [[country(code)] for code in pending["countries"]]):
                case int(index):
                    return Accepted(pending["countries"][index])
        match find_countries(text):
            case [code] if code:
                return Accepted(code)
            case ():
                return Unclear(say("I do not know that country. Type its name, for example “India” or “Cameroun”."))
            case several:
                return Unclear(say("Which of these countries do you mean?"), {"countries": list(several)})

    def words(self, value: Any, answers: Answers) -> Html:
        return say("{country}", country=country(value))


# --- numbers ---


def _figure(text: str) -> Decimal | None:
    """The number typed; a bare "no" answers another question than "how many", and is not read as none."""
    return None if typed.read_yes_no(text) is False else typed.read_number(text)


_OTHER_MONEY: Final = re.compile(
    r"€|£|₹|¥|₦|\b(?:eur|euros?|usd|us|gbp|pounds?|livres?|rupees?|roupies?|inr|lakhs?|naira|ngn|pesos?|yuan|rmb|cfa|fcfa"
    r"|francs?|dirhams?|aed)\b"
)
_THOUSANDS: Final = re.compile(r"^(\d+(?:[.,]\d+)?) ?k$")
_CANADIAN: Final = re.compile(r"\b(?:cad|canadian|canadiens?|dollars?|can|ca)\b|\$")
_A_WEEK: Final = re.compile(r"(?<![a-z])(?:hours?|hrs?|heures?|h|a|per|par|week|semaine|wk)(?![a-z])|/")
MOST_MONEY: Final = 100_000_000  # more is a slip of the finger


@dataclass(frozen=True, slots=True)
class Amount(AnswerKind):
    """Canadian dollars; kept as an integer, never rounded up."""

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        return []

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        folded = typed.fold(text)
        if _OTHER_MONEY.search(folded):
            return Unclear(say("I need the amount in Canadian dollars. Example: “{example}”.", example=_example()))
        bare = " ".join(_CANADIAN.sub(" ", folded).split())
        if thousands := _THOUSANDS.match(bare):
            said: Decimal | None = Decimal(thousands[1].replace(",", ".")) * 1000
        elif grouped := re.fullmatch(r"(\d{1,3}(?:[ ,.']\d{3})+)(?:[.,]\d{2})?", bare):
            said = Decimal(re.sub(r"[ ,.']", "", grouped[1]))
        else:
            said = _figure(bare)
        if said is None or said < 0 or said > MOST_MONEY:
            return Unclear(say("I could not read an amount. Example: “{example}”.", example=_example()))
        return Accepted(int(said))

    def words(self, value: Any, answers: Answers) -> Html:
        return say("{amount} Canadian dollars", amount=number(value))


def _example() -> str:
    return number(15_000)


@dataclass(frozen=True, slots=True)
class Hours(AnswerKind):
    """Hours a week; kept as a number."""

    usual: tuple[int, ...] = (30, 40)

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        return [Offer(str(hours), plain("{hours} hours", hours=hours)) for hours in self.usual]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        said = typed.read_number(_A_WEEK.sub(" ", typed.fold(text)))
        if said is None or not 0 < said <= 168:
            return Unclear(say("I could not read hours a week. Example: “37.5”."))
        return Accepted(float(said) if said % 1 else int(said))

    def press(self, value: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        match super(Hours, self).press(value, answers, pending, today):
            case Accepted(pressed):
                return Accepted(int(pressed))
            case unclear:
                return unclear

    def words(self, value: Any, answers: Answers) -> Html:
        return say("{hours} hours", hours=number(value))


@dataclass(frozen=True, slots=True)
class Whole(AnswerKind):
    """A number of points between two bounds; kept as an integer. Texts are message ids."""

    lowest: int
    highest: int
    said: str  # how the summary says it, with {n}
    unclear: str

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        return []

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        points = typed.read_points(text)
        said = _figure(text) if points is None else points  # in words
        if said is None or said % 1 or not self.lowest <= said <= self.highest:
            return Unclear(self.refused())
        return Accepted(int(said))

    def refused(self) -> Html:
        """What is said to something typed that is no such number."""
        return say(self.unclear, lowest=self.lowest, highest=number(self.highest))

    def words(self, value: Any, answers: Answers) -> Html:
        return say(self.said, n=number(value))


CRS_SCORE: Final = Whole(
    0,
    MOST_CRS,
    N_("{n} points"),
    N_("I could not read a score. It is a whole number from {lowest} to {highest}. Example: “467”."),
)
"""A CRS score as an account, a round or a letter shows it."""


# --- stretches of time ---

ALL_OF_IT: Final = "all"
MOST_STRETCHES: Final = 50  # more in one answer is not an answer
STRETCHES_SAID: Final = 8  # of more, the first are said and the others counted
_APART: Final = re.compile(r"\s*(?:;|\n|\+|\band then\b|\bpuis\b|\bet du\b|\bet de\b|\band from\b)\s*", re.IGNORECASE)
_UNTIL: Final = re.compile(
    r"\s+(?:to|till|until|through|au|à|a|jusqu[’']au|jusqu[’']en|jusqu[’']à|->|→|-|–|—)\s+|\s*(?:→|–|—|\.\.\.?)\s*",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"^(?:from|du|de|des|d[’']|since|depuis)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretches(AnswerKind):
    """Stretches of time within another (`start` to `end`); kept as a list of [first day, last day], or all of it.

    A month stands for the whole month: the more of it, the more careful the count of work that it takes away from.
    """

    none: str
    whole: str
    start: str  # the key of the first day of what they lie in
    end: str

    numbered = True

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        return [Offer(NONE, plain(self.none)), *([Offer(ALL_OF_IT, plain(self.whole))] if self.whole else [])]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        spoken = [[*everywhere(self.none), *NONE_OF_IT, "no", "non", "never", "jamais"]]
        if self.whole:
            spoken.append([*everywhere(self.whole), "always", "toujours", "yes", "oui"])
        match typed.read_choice(text, spoken):
            case int(index):
                return Accepted((NONE, ALL_OF_IT)[index])
        found: list[list[str]] = []
        for part in _APART.split(text.strip()):
            ends = [_FROM.sub("", end) for end in _UNTIL.split(_FROM.sub("", part.strip()))]
            days = [_whole(typed.read_date(end, today)) for end in ends]
            if len(days) != 2 or days[0] is None or days[1] is None:
                return Unclear(
                    say(
                        "I could not read that. Type the first and the last day, for example “{example}”; put a "
                        "semicolon between two stretches.",
                        example=say("1 May 2024 to 31 August 2024"),
                    )
                )
            first, last = days[0][0], days[1][1]
            if problem := self._problem(first, last, answers):
                return Unclear(problem)
            found.append([first.isoformat(), last.isoformat()])
        if len(found) > MOST_STRETCHES:
            return Unclear(say("That is more than I can keep: {most} stretches at most.", most=MOST_STRETCHES))
        return Accepted(sorted(found))

    def words(self, value: Any, answers: Answers) -> Html:
        if value in (NONE, ALL_OF_IT):
            return say(self.none if value == NONE else self.whole)
        said = [
            say("{first} to {last}", first=day(date.fromisoformat(first)), last=day(date.fromisoformat(last)))
            for first, last in value[:STRETCHES_SAID]
        ]
        if more := len(value) - len(said):
            said.append(count("{n} more stretch", "{n} more stretches", more))
        return listed(said)

    def _problem(self, first: date, last: date, answers: Answers) -> Html | None:
        if last < first:
            return say("The last day, {last}, is before the first, {first}.", first=day(first), last=day(last))
        start, end = known(answers, self.start), known(answers, self.end)
        begins_before = start and first.isoformat()[: len(start)] < start
        ends_after = end not in (None, NONE) and last.isoformat()[: len(end)] > end
        if begins_before or ends_after:
            return say("The stretch has to lie between the first and the last day told before.")
        return None


def _whole(reading: typed.ReadDate) -> tuple[date, date] | None:
    """The first and the last day that a reading can mean."""
    match reading:
        case typed.DateRead(day=read):
            return read, read
        case typed.MonthOnly(year=year, month=month):
            first = date(year, month, 1)
            following = date(year + month // 12, month % 12 + 1, 1)
            return first, date.fromordinal(following.toordinal() - 1)
    return None
