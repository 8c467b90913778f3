"""The National Occupational Classification 2021: 516 unit groups with TEER, and a search over their job titles.

Source: Statistics Canada, National Occupational Classification (NOC) 2021 Version 1.0, and its concordance with NOC
2016 Version 1.3; `data/README.md` says how the files were made. Some 57,000 example titles in English and French
are indexed on the first search, a language at a time.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Literal, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

DATA = Path(__file__).resolve().parent / "data"

TitleLanguage = Literal["en", "fr"]


class UnitGroup(NamedTuple):
    """An occupation: its code as text ("00010" keeps its zeros), TEER 0 to 5, and its official titles."""

    code: str
    teer: int
    title_en: str
    title_fr: str

    def title(self, language: TitleLanguage) -> str:
        """The official title in a language."""
        return self.title_fr if language == "fr" else self.title_en


@cache
def unit_groups() -> Mapping[str, UnitGroup]:
    """All 516 unit groups by code."""
    return {
        row["code"]: UnitGroup(row["code"], int(row["teer"]), row["en"], row["fr"]) for row in _rows("occupations.csv")
    }


def check_code(code: str) -> str:
    """The code, or `ValueError` when NOC 2021 has no such unit group."""
    if code not in unit_groups():
        raise ValueError(f"{code!r} is not a unit group of NOC 2021, which has five digits, as in 21231")
    return code


def from_2016(code: str) -> tuple[str, ...]:
    """What a four-digit unit group of NOC 2016 became, its continuation first; () when there was no such group."""
    return _became().get(code, ())


def formerly(code: str) -> tuple[str, ...]:
    """The unit groups of NOC 2016 that a unit group of NOC 2021 was made of, in rising order."""
    return tuple(old for old, became in _became().items() if code in became)


@cache
def _became() -> Mapping[str, tuple[str, ...]]:
    return {row["code"]: tuple(row["became"].split()) for row in _rows("noc2016.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def titles(language: TitleLanguage) -> Mapping[str, tuple[str, ...]]:
    """The example titles of every unit group by code; read anew at each call. The lists of the two languages are not
    translations of each other.
    """
    blocks = (DATA / f"titles_{language}.txt").read_text("utf-8").rstrip("\n").split("\n\n")
    return {code: tuple(lines) for code, *lines in (block.split("\n") for block in blocks)}


class Match(StrEnum):
    """How a group was found, the surest first."""

    code = "code"  # its code, or the beginning of it
    code_2016 = "code_2016"  # what the old four-digit code became
    exact = "exact"  # a title, said as it stands
    words = "words"  # every word is in a title
    parts = "parts"  # every word, or what begins with it, is in a title
    near = "near"  # the same with typing mistakes
    some = "some"  # some of the words


class Found(NamedTuple):
    """A unit group found: the title that matched, as written, and its language; for a code the official title."""

    code: str
    teer: int
    title: str
    language: TitleLanguage
    match: Match


def search(text: str, language: TitleLanguage | None = None, limit: int = 8) -> tuple[Found, ...]:
    """The unit groups a person may mean, the likeliest first, each once.

    `text` is a code of NOC 2021 or the beginning of one, a four-digit code of NOC 2016, or words of a job title: case,
    accents, gender forms, plural and order do not matter, and typing mistakes are tolerated. What a title leaves out
    ("except physician and veterinarian") is not looked at. Titles of both languages are searched unless one is named.
    An exact title comes first, then a title that begins with the words,
    one that holds them, one that nearly does, and, when there is none, one that holds some.
    """
    if (digits := _CODE.match(text)) and (coded := _by_code(digits[1], language or "en", limit)):
        return coded
    said = _INCLUSIVE.sub("", _included(text))
    if _BOTH_GENDERS.search(said):
        said = gender_forms(said)[0]
    wanted = _meaningful(_fold(said).split())[:_MOST_WORDS]
    if not wanted:
        return ()
    best: dict[str, tuple[_Rank, Found]] = {}
    languages: tuple[TitleLanguage, ...] = (language,) if language else ("en", "fr")
    for one in languages:
        for code, ranked in _index(one).search(wanted, limit).items():
            best[code] = min(best.get(code, ranked), ranked)
    found = tuple(match for _, match in sorted(best.values()))
    return tuple(one for one in found if one.match in _BESIDE[found[0].match])[:limit]


# "21231", "NOC 2173", "CNP: 21231 - …", but not "2D animator"
_CODE = re.compile(r"\W*(?:(?:noc|cnp)\W*)?(\d+)(?!\w)", re.IGNORECASE)
_MOST_WORDS = 10
# What is worth showing beside the best match: who is understood is not asked what else it might have been.
_BESIDE = {
    Match.exact: {Match.exact, Match.words, Match.parts},
    Match.words: {Match.words, Match.parts},
    Match.parts: {Match.parts, Match.near},
    Match.near: {Match.near},
    Match.some: {Match.some},
}


def _by_code(digits: str, language: TitleLanguage, limit: int) -> tuple[Found, ...]:
    groups = unit_groups()
    found = dict.fromkeys(from_2016(digits), Match.code_2016)
    found |= dict.fromkeys([code for code in groups if code.startswith(digits) and code not in found], Match.code)
    return tuple(
        Found(code, groups[code].teer, groups[code].title(language), language, match)
        for code, match in list(found.items())[:limit]
    )


# What normalization does not take apart, or would drop without leaving a space
_LETTERS = (("œ", "oe"), ("æ", "ae"), ("’", " "), ("–", " "), ("—", " "))
_SPACES = bytes(code if chr(code).isalnum() or chr(code) in "\n\t" else ord(" ") for code in range(128)) + bytes(128)
# « technicien(ne) », « technicien·ne »: the feminine ending is set aside, as it is in the titles
_INCLUSIVE = re.compile(r"(?<=\w\w\w)(?:\(\w{1,5}\)|[·•]\w{1,5})")
# « électricien/électricienne », but not "UI/UX"
_BOTH_GENDERS = re.compile(r"\b(\w\w)\w+/\1", re.IGNORECASE)
_LITTLE = frozenset(
    re.findall(r"\w+", "a an and at au aux d de des du en et for in l la le les n of on or ou par pour s the to")
)


# "Physicist (except medical)", « militaire - sauf cadres supérieurs »: through the bracket that closes, or the end
_LEFT_OUT = re.compile(r"\b(?:except|sauf)\b[^)]*", re.IGNORECASE)


def _included(title: str) -> str:
    """A title without what it leaves out, which is just what a person who is found by it would not be."""
    return _LEFT_OUT.sub("", title)


def _fold(text: str) -> str:
    """Letters without case and accents, digits, and a space for all else but the ends of lines and tabs."""
    text = text.lower()
    for char, plain in _LETTERS:
        text = text.replace(char, plain)
    # A full stop leaves no space: "R.N." is "rn".
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").translate(_SPACES, b".").decode("ascii")


def _meaningful(words: Sequence[str]) -> list[str]:
    """Words without those that say nothing; all of them when nothing would be left."""
    return [word for word in words if word not in _LITTLE] or list(words)


# Endings that make a plural, and what they stand for; the first that fits is taken.
_PLURALS = (
    ("eaux", "eau"),
    ("aux", "al"),
    ("eux", "eux"),
    ("ies", "y"),
    ("sses", "ss"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("ss", "ss"),
    ("us", "us"),
    ("s", ""),
)
# Endings of a feminine form, and those of the masculine
_FEMININES = (
    ("euse", "eur"),
    ("trice", "teur"),
    ("eure", "eur"),
    ("eresse", "eur"),
    ("iere", "ier"),
    ("enne", "en"),
    ("onne", "on"),
    ("ffe", "f"),
    ("ive", "if"),
    ("ess", ""),
    ("woman", "man"),
    ("women", "men"),
    ("esse", "e"),
    ("e", ""),
)


def _replaced(word: str, endings: Iterable[tuple[str, str]]) -> str | None:
    for ending, instead in endings:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word[: len(word) - len(ending)] + instead
    return None


@cache
def _singular(word: str) -> str:
    return _replaced(word, _PLURALS) or word


def _both_numbers(word: str) -> set[str]:
    one = _singular(word)
    many = {one + "s", one + "es", one + "x"}
    if one.endswith("y"):
        many.add(one[:-1] + "ies")
    if one.endswith("al"):
        many.add(one[:-2] + "aux")
    return {word, one} | many


def _slips(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or exchanged with their neighbour."""
    return (len(word) >= 4) + (len(word) >= 7) + (len(word) >= 11)


# (how sure, cost of its words, rarity of the words it lacks, says more than was asked, is not in order,
#  fewer titles of the group match, further words, length)
_Rank = tuple[int, int, float, bool, bool, int, int, int]
_SURENESS = (Match.exact, Match.words, Match.parts, Match.near, Match.some)
_SAME, _BEGINS, _NEAR = 0, 1, 2  # what a word of a title costs; a near one costs its slips besides
_LOOKED_AT = 150  # titles ranked in full, those of the fewest words; more only means that the search was very wide

_Costs = Mapping[str, int]


def _same(costs: _Costs) -> dict[str, int]:
    return {word: cost for word, cost in costs.items() if cost == _SAME}


class _Index:
    """The titles of one language by the words in them."""

    def __init__(self, language: TitleLanguage) -> None:
        self._language = language
        self._codes = tuple(unit_groups())
        self._titles: list[str] = []
        self._groups = array("H")
        examples = titles(language)
        for place, group in enumerate(unit_groups().values()):
            said = (*examples[group.code], group.title(language))
            self._titles += said
            self._groups.extend([place] * len(said))
        holds: defaultdict[str, list[int]] = defaultdict(list)
        self._lengths = bytearray()
        # Folded as one text, which is many times faster than title by title.
        text = "\n".join(
            " ".join(gender_forms(one)) if "/wom" in one or "/mistress" in one else one
            for one in map(_included, self._titles)
        )
        for number, line in enumerate(_fold(text).split("\n")):
            words = line.split()
            self._lengths.append(len(words))
            for word in words:
                holds[word].append(number)
        for word in _LITTLE:
            holds.pop(word, None)
        self._holds = {word: array("I", numbers) for word, numbers in holds.items()}
        self._vocabulary = sorted(self._holds)
        self._by_length = sorted(self._vocabulary, key=len)

    def search(self, wanted: Sequence[str], limit: int) -> dict[str, tuple[_Rank, Found]]:
        """The best title of each group, for words folded and meaningful."""
        costs = [self._same_or_begins(word) for word in wanted]
        numbers = self._having_all(costs)
        if not numbers:
            for other in self._joined_or_split(wanted):
                costs = [self._same_or_begins(word) for word in other]
                if numbers := self._having_all(costs):
                    wanted = other
                    break
            else:
                costs = [self._same_or_begins(word) for word in wanted]
        whole = all(_SAME in one.values() for one in costs) and self._having_all([_same(one) for one in costs])
        if not whole and len({self._groups[number] for number in numbers}) < limit:
            costs = [self._near(word) | dict(sure) for word, sure in zip(wanted, costs, strict=True)]
            numbers = self._having_all(costs) or self._having_some(costs)
        return self._ranked(numbers, costs)

    def _same_or_begins(self, word: str) -> dict[str, int]:
        found = dict.fromkeys(self._beginning(word) + self._beginning(_singular(word)), _BEGINS) if word[1:] else {}
        same = [one for one in _both_numbers(word) if one in self._holds]
        if not same and (masculine := _replaced(_singular(word), _FEMININES)):
            same = [one for one in _both_numbers(masculine) if one in self._holds]
        return found | dict.fromkeys(same, _SAME)

    def _beginning(self, start: str) -> list[str]:
        first = bisect_left(self._vocabulary, start)
        return self._vocabulary[first : bisect_left(self._vocabulary, start + "{", first)]  # "{" follows "z"

    def _near(self, word: str) -> dict[str, int]:
        slips = _slips(word)
        if not slips:
            return {}
        first = bisect_left(self._by_length, len(word) - slips, key=len)
        alike = self._by_length[first : bisect_left(self._by_length, len(word) + slips + 1, first, key=len)]
        near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=slips, limit=40)
        return {found: _NEAR + round(distance) for found, distance, _ in near}

    def _joined_or_split(self, wanted: Sequence[str]) -> list[list[str]]:
        """The words with two of them written as one, or one as two: "web master", "truckdriver"."""
        found = [
            [*wanted[:place], one + other, *wanted[place + 2 :]]
            for place, (one, other) in enumerate(pairwise(wanted))
            if one + other in self._holds
        ]
        for place, word in enumerate(wanted):
            found += [
                [*wanted[:place], word[:cut], word[cut:], *wanted[place + 1 :]]
                for cut in range(3, len(word) - 2)
                if word[:cut] in self._holds and word[cut:] in self._holds
            ]
        return found

    def _titles_with(self, costs: _Costs) -> set[int]:
        return set().union(*(self._holds[word] for word in costs))

    def _having_all(self, costs: Sequence[_Costs]) -> list[int]:
        sets = sorted((self._titles_with(one) for one in costs), key=len)
        return list(sets[0].intersection(*sets[1:]))

    def _having_some(self, costs: Sequence[_Costs]) -> list[int]:
        """Titles with the rarest of the words, so that « ingénieur chez Tartempion » still finds engineers."""
        weights: defaultdict[int, float] = defaultdict(float)
        for one in costs:
            if titles := self._titles_with(one):
                weight = self._rarity(len(titles))
                for number in titles:
                    weights[number] += weight
        most = max(weights.values(), default=0)
        return [number for number, weight in weights.items() if weight > most * 0.75]

    def _rarity(self, titles: int) -> float:
        return log(1 + len(self._titles) / (1 + titles))

    def _ranked(self, numbers: list[int], costs: Sequence[_Costs]) -> dict[str, tuple[_Rank, Found]]:
        share = Counter(self._groups[number] for number in numbers)
        if len(numbers) > _LOOKED_AT:
            numbers = sorted(numbers, key=self._lengths.__getitem__)[:_LOOKED_AT]
        rarities = [self._rarity(sum(len(self._holds[word]) for word in one)) for one in costs]
        best: dict[int, tuple[_Rank, int]] = {}
        for number in numbers:
            group = self._groups[number]
            title = self._titles[number]
            rank = min(_rank(form, costs, rarities, share[group], len(title)) for form in _spoken(title))
            best[group] = min(best.get(group, (rank, number)), (rank, number))
        return {
            code: (rank, Found(code, unit_groups()[code].teer, self._titles[number], self._language, match))
            for group, (rank, number) in best.items()
            for code, match in ((self._codes[group], _SURENESS[rank[0]]),)
        }


@cache
def _index(language: TitleLanguage) -> _Index:
    return _Index(language)


class _Form(NamedTuple):
    """One gender form of a title: its meaningful words, and how many stand before a dash or a bracket."""

    words: list[str]
    head: int


def _spoken(title: str) -> list[_Form]:
    """The forms in which a title can be said, folded."""
    found = []
    lines = "\n".join(gender_forms(_included(title))).replace(" - ", "\t").replace(" (", "\t")
    for line in _fold(lines).split("\n"):
        head, _, qualifier = line.partition("\t")
        first = _meaningful(head.split())
        found.append(_Form(first + [word for word in qualifier.split() if word not in _LITTLE], len(first)))
    return found


def gender_forms(title: str) -> tuple[str, ...]:
    """The masculine and the feminine form of a title written with a slash, or the title alone.

    « Ingénieur mécanicien/ingénieure mécanicienne en énergie » and "foreman/woman" are taken apart; what follows
    the feminine words belongs to both.
    """
    first, *rest = title.split("/")
    if not rest:
        return (title,)
    masculine = feminine = first
    before = first.split(" ")
    for part in rest:
        after = part.split(" ")
        shared = _paired(before, after)
        masculine += "".join(" " + word for word in after[shared:])
        replaced = before[len(before) - shared :]
        kept = feminine[: len(feminine) - len(" ".join(replaced))]
        feminine = kept + _completed(replaced[-1], after[0]) + part[len(after[0]) :]
        before = after
    return (masculine, feminine)


def _paired(before: Sequence[str], after: Sequence[str]) -> int:
    """How many words at the end of `before` are said again, in the other gender, at the beginning of `after`."""
    for count in range(min(len(before), len(after)), 0, -1):
        pairs = zip(before[len(before) - count :], after[:count], strict=True)
        if all(one[:2].lower() == other[:2].lower() for one, other in pairs):
            return count
    return 1


def _completed(masculine: str, feminine: str) -> str:
    """ "Foreman" and "woman" make "Forewoman", "headmaster" and "mistress" make "headmistress"."""
    for end, other in (("man", "woman"), ("men", "women"), ("master", "mistress")):
        if masculine.lower().endswith(end) and feminine == other:
            return masculine[: len(masculine) - len(end)] + other
    return feminine


def _rank(form: _Form, costs: Sequence[_Costs], rarities: Sequence[float], share: int, length: int) -> _Rank:
    total, missing, sureness, used, used_of_head = 0, 0.0, 0, 0, 0
    begins = ends = True
    for place, one in enumerate(costs):
        having = [(one[word], at) for at, word in enumerate(form.words) if word in one]
        if not having:
            missing += rarities[place]
            sureness = 4
            continue
        cheapest, where = min(having)
        used += 1
        used_of_head += where < form.head
        total += cheapest
        begins = begins and where == place
        ends = ends and where == form.head - len(costs) + place
        sureness = max(sureness, 1 if cheapest == _SAME else 2 if cheapest == _BEGINS else 3)
    if sureness == 1 and begins and used == len(form.words):
        sureness = 0
    # A title says its kind of work first in French and last in English: "web developer", « développeur Web ».
    in_order = begins or ends
    # "osteopath - physician" is no physician first of all: what stands after a dash does not make up for the head.
    return (sureness, total, missing, used_of_head < form.head, not in_order, -share, len(form.words) - used, length)
