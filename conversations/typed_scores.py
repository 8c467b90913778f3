"""The four scores of a language test, as people write them in one line, with or without labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, pairwise

from rapidfuzz.distance import OSA

from conversations.typed_words import LONGEST_TYPED, NUMBER_WORDS, compounds_in_figures, fold, word_set
from rules.facts import Ability, LanguageTestKind

LONGEST_SCORES = 300
ORDER = (Ability.listening, Ability.reading, Ability.writing, Ability.speaking)
"""The order taken for four numbers without labels; the person is asked to confirm it."""


class WhyNot(StrEnum):
    """Why no scores could be read."""

    nothing = "nothing"  # no number
    too_few = "too_few"  # two or three numbers without labels
    too_many = "too_many"
    repeated = "repeated"  # one ability named twice
    unclear = "unclear"


@dataclass(frozen=True, slots=True)
class ScoresRead:
    """All four scores. Not `labelled`: the order is only the usual one, to be confirmed."""

    values: Mapping[Ability, Decimal]
    labelled: bool


@dataclass(frozen=True, slots=True)
class SomeScores:
    """One to three abilities, each with its label."""

    values: Mapping[Ability, Decimal]


@dataclass(frozen=True, slots=True)
class OneNumber:
    """A single number without an ability; `overall` when it was called so."""

    value: Decimal
    overall: bool = False


@dataclass(frozen=True, slots=True)
class LevelsNotScores:
    """Levels (CLB, NCLC, A1 to C2) where raw scores are needed."""


@dataclass(frozen=True, slots=True)
class NotScores:
    """No scores, and why."""

    reason: WhyNot


ReadScores = ScoresRead | SomeScores | OneNumber | LevelsNotScores | NotScores

_LABELS: dict[str, Ability] = {
    **dict.fromkeys(word_set("l li lis list listen listening hearing ecoute ecouter co"), Ability.listening),
    **dict.fromkeys(word_set("r re read reading lecture lire ce"), Ability.reading),
    **dict.fromkeys(word_set("w wr writ write writing written ecriture ecrire redaction ee pe"), Ability.writing),
    **dict.fromkeys(word_set("s sp speak speaking spoken parler eo po"), Ability.speaking),
}
_LONG_LABELS = tuple(word for word in _LABELS if len(word) > 4)
_OVERALL = word_set("overall total average avg mean global globale generale moyenne moyen")
_EVERY = word_set("all each every everywhere everything partout chaque chacun chacune toutes tous tout toute")
_OTHER_LETTERS = word_set("l r w")
_LETTERS = {"l": Ability.listening, "r": Ability.reading, "w": Ability.writing, "s": Ability.speaking}

# Both official names of each ability, in the ways reports and people shorten them.
_LONG_NAMES = (
    (re.compile(r"\bcompr[a-z]*\.? (?:de l'? ?|a l'? ?)?(?:oral[a-z]*|ecoute)\b|\boral compr[a-z]*"), " co "),
    (
        re.compile(r"\bcompr[a-z]*\.? (?:de l'? ?|a l'? ?)?(?:ecrit[a-z]*|lecture)\b|\bwritten compr[a-z]*"),
        " ce ",
    ),
    (re.compile(r"\b(?:expr|prod)[a-z]*\.? (?:a l'? ?)?ecrit[a-z]*|\bwritten expr[a-z]*"), " ee "),
    (re.compile(r"\b(?:expr|prod)[a-z]*\.? (?:a l'? ?)?oral[a-z]*|\boral expr[a-z]*"), " eo "),
)
_DOTTED = re.compile(r"\b([cep])\. ?([oe])\.")
_ELISION = re.compile(r"\b[cdjlmnst]'(?=[a-z])|(?<=[a-z])'s\b")
_LEVEL = re.compile(r"\b(?:clb|nclc)(?![a-z])|\b[abc][12]\b")
_CEFR = re.compile(r"\(?\b[abc][12]\b\+?\)?")
_OUT_OF = re.compile(r"(\d) ?(?:/|\bsur\b|\bout of\b) ?(?:699|450|360|300|90|20|12|9)\b(?!\.\d)")
_RUN = re.compile(r"\d+(?:[.,]\d+)*")
_TENTH = re.compile(r"\d+(?:\.\d)?")
_TOKEN = re.compile(rf"{_RUN.pattern}|[^\W\d_]+|\S")
_HALF_WORDS = re.compile(r"\b([a-z]+) (?:and a half|et demie?|point five)\b")


def read_scores(text: str, kind: LanguageTestKind | None = None) -> ReadScores:
    """The scores in a message: "8/7/6.5/7", "L8 R7 W6.5 S7", "CO 280 CE 240 EE 310 EO 320", "CELPIP 9 all" …

    `kind` only decides whether a comma or point can be a decimal one: IELTS alone has halves; None allows them.
    Whether each score is one the test prints is for `rules.language_tests` to say.
    """
    folded = fold(text) if len(text) <= LONGEST_TYPED else text
    if not folded or len(folded) > LONGEST_SCORES:
        return NotScores(WhyNot.unclear if folded else WhyNot.nothing)
    halves = kind is None or kind is LanguageTestKind.ielts_general
    levels = _LEVEL.search(folded) is not None
    prepared = _prepared(folded)
    found = _scores(prepared, halves)
    if isinstance(found, NotScores):
        # "280/360 240/300 …": only where it makes no sense otherwise, because "9/9/9/9" is four scores; and only for
        # every score, because "9/9/8/7/8" is five.
        without, taken = _OUT_OF.subn(r"\1", prepared)
        read = _scores(without, halves) if taken else found
        found = read if _given(read, without) == taken else found
    if levels and not isinstance(found, ScoresRead):
        return LevelsNotScores()
    return found


def _given(read: ReadScores, prepared: str) -> int:
    """How many scores were written to be read so; 0 where none could be read."""
    match read:
        case ScoresRead(values) if len(set(values.values())) == 1 == len(_RUN.findall(prepared)):
            return 1  # "9/12 partout"
        case ScoresRead(values) | SomeScores(values):
            return len(values)
        case OneNumber():
            return 1
        case _:
            return 0


def _prepared(folded: str) -> str:
    """The folded text with long names shortened, levels beside scores taken out, number words in figures."""
    if "ompr" in folded or "expr" in folded or "prod" in folded:
        for name, short in _LONG_NAMES:
            folded = name.sub(short, folded)
    if "'" in folded:
        folded = _ELISION.sub(" ", folded)
    if "." in folded:
        folded = _DOTTED.sub(r"\1\2 ", folded)
    if not any(character.isdigit() for character in folded):
        folded = compounds_in_figures(folded)
        folded = _HALF_WORDS.sub(_and_a_half, folded)
        return " ".join(str(NUMBER_WORDS.get(word, word)) for word in folded.replace(",", " ").split())
    folded = re.sub(r"\b(?:clb|nclc) ?\d{1,2}\b", " ", folded)
    return _CEFR.sub(" ", folded)


def _and_a_half(match: re.Match[str]) -> str:
    return f"{NUMBER_WORDS[match[1]]}.5" if match[1] in NUMBER_WORDS else match[0]


Piece = Ability | str  # a label, a run of digits with points and commas, or "overall"
Known = Ability | str | Decimal  # the same once the runs are read


def _scores(prepared: str, halves: bool) -> ReadScores:
    pieces, every = _pieces(prepared)
    runs = [piece for piece in pieces if not isinstance(piece, Ability) and piece != "overall"]
    if not runs:
        return NotScores(WhyNot.nothing)
    labels = [piece for piece in pieces if isinstance(piece, Ability)]
    if len(set(labels)) < len(labels):
        return NotScores(WhyNot.repeated)
    numbers = _read_runs(pieces, runs, len(labels) or 4, halves)
    if numbers is None:
        return NotScores(WhyNot.unclear)
    numbers, overall = _without_overall(numbers)
    values = [piece for piece in numbers if isinstance(piece, Decimal)]
    if not values:
        return OneNumber(overall, overall=True) if overall is not None else NotScores(WhyNot.nothing)
    if labels:
        return _by_label(numbers, labels, values)
    if every and len(values) == 1:
        return ScoresRead(dict.fromkeys(ORDER, values[0]), True)
    if len(values) == 5 and halves and values[4] == _ielts_overall(values[:4]):
        values.pop()
    if len(values) == 4:
        return ScoresRead(dict(zip(ORDER, values, strict=True)), False)
    if len(values) == 1:
        return OneNumber(values[0])
    return NotScores(WhyNot.too_few if len(values) < 4 else WhyNot.too_many)


def _pieces(prepared: str) -> tuple[list[Piece], bool]:
    """The labels and numbers in order, other words left out; and whether the number is said to hold for all."""
    words = _TOKEN.findall(prepared)
    every = not _EVERY.isdisjoint(words)
    french = any(word in ("co", "ee", "eo") for word in words)
    pieces: list[Piece] = []
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        if word[0].isdigit():
            pieces.append(word)
        elif word in _OVERALL:
            pieces.append("overall")
        elif word in _LABELS:
            if word == "s" and every and not set(words) & _OTHER_LETTERS:  # "all 9s"
                continue
            if word == "ce" and not french and not following[:1].isdigit():  # « ce sont … »
                continue
            if word == "re" and not following[:1].isdigit():
                continue
            pieces.append(_LABELS[word])
        elif len(word) == 4 and set(word) == set(_LETTERS):  # "LRWS"
            pieces.extend(_LETTERS[letter] for letter in word)
        elif len(word) > 4 and word.isalpha() and word not in _EVERY:
            label = _mistyped_label(word)
            if label is not None:
                pieces.append(label)
    return pieces, every


def _mistyped_label(word: str) -> Ability | None:
    limit = 1 if len(word) < 7 else 2
    near = {_LABELS[label] for label in _LONG_LABELS if OSA.distance(word, label, score_cutoff=limit) <= limit}
    return near.pop() if len(near) == 1 else None


def _read_runs(pieces: list[Piece], runs: list[str], wanted: int, halves: bool) -> list[Known] | None:
    """The pieces with each run of digits read as one or more numbers; None where its commas can be read in two ways.

    "8,5/7/6,5/7", "8,7,6.5,7" and "8,5,7,6,5,7" are all clear once it is known how many numbers there should be.
    """
    simple = {run: _simple(run, halves) for run in runs}
    if not halves:
        _separate(simple, runs, wanted + pieces.count("overall"))
    settled = sum(len(values) for values in simple.values() if values is not None and len(runs) > 1)
    read: list[Known] = []
    for piece in pieces:
        if isinstance(piece, Ability) or piece == "overall":
            read.append(piece)
            continue
        values = simple[piece]
        if values is None:
            ways = _ways(piece, wanted - settled if len(runs) > 1 else wanted)
            if len(ways) != 1:
                return None
            values = ways[0]
        if any(value >= 1000 for value in values):
            return None
        read.extend(values)
    return read


def _separate(simple: dict[str, list[Decimal] | None], runs: list[str], wanted: int) -> None:
    """In a test of whole numbers, "9,8 8,7" is four scores; but 8,5 beside three others is a half to be refused.

    So a comma before one digit separates only where that alone makes as many numbers as there should be. ",0" is
    only a way to print a whole number.
    """
    commas = {run: run.split(",") for run in runs if "," in run and len(simple[run] or ()) == 1}
    commas = {run: parts for run, parts in commas.items() if parts[1] != "0"}
    count = sum(len(simple[run] or ()) for run in runs)
    if count != wanted == count + sum(run in commas for run in runs):
        simple.update({run: [Decimal(part) for part in parts] for run, parts in commas.items()})


def _simple(run: str, halves: bool) -> list[Decimal] | None:
    """The numbers of a run with at most one way to read it; None for commas that may or may not be decimal."""
    parts = re.split(r"[.,]", run)
    if len(parts) == 1:
        return [Decimal(run)]
    if not halves:
        # Whole numbers only: a mark separates, but for "9.0" or a half that the test does not have.
        if len(parts) == 2 and len(parts[1]) == 1:
            return [Decimal(f"{parts[0]}.{parts[1]}")]
        clear = "." in run and "," in run and all(_TENTH.fullmatch(each) for each in run.split(","))
        return [Decimal(part) for part in (run.split(",") if clear else parts)]
    if len(parts) == 2:
        if "." in run or parts[1] in ("0", "5", "00", "50"):
            return [Decimal(f"{parts[0]}.{parts[1]}")]
        return [Decimal(part) for part in parts]
    if "." in run and "," in run:
        numbers = run.split(",")
        return None if any(each.count(".") > 1 for each in numbers) else [Decimal(each) for each in numbers]
    return None


def _ways(run: str, wanted: int) -> list[list[Decimal]]:
    """Every way to read a run of one kind of mark as `wanted` numbers, whole or with a half."""
    parts = re.split(r"[.,]", run)
    joins = len(parts) - wanted
    if not 0 <= joins <= 4 or len(parts) > 8:
        return []
    ways = []
    places = [place for place in range(1, len(parts)) if parts[place] in ("0", "5")]
    for chosen in combinations(places, joins):
        if any(second - first < 2 for first, second in pairwise(chosen)):
            continue
        ways.append(
            [
                Decimal(f"{part}.{parts[place + 1]}" if place + 1 in chosen else part)
                for place, part in enumerate(parts)
                if place not in chosen
            ]
        )
    return ways


def _without_overall(
    pieces: list[Known],
) -> tuple[list[Known], Decimal | None]:
    """The pieces without "overall" and the number that belongs to it: the one after it, or else the one before."""
    if "overall" not in pieces:
        return pieces, None
    place = pieces.index("overall")
    rest = [piece for piece in pieces if piece != "overall"]
    after = rest[place] if place < len(rest) else None
    before = rest[place - 1] if place else None
    first = place == 1 and len(rest) == 5  # "7.5 overall, 8 7 6.5 7"
    if isinstance(after, Decimal) and not first:
        del rest[place]
        return rest, after
    if isinstance(before, Decimal):
        del rest[place - 1]
        return rest, before
    return rest, None


def _by_label(pieces: list[Known], labels: list[Ability], values: list[Decimal]) -> ScoresRead | SomeScores | NotScores:
    if len(labels) != len(values):
        return NotScores(WhyNot.too_many if len(values) > len(labels) else WhyNot.unclear)
    pattern = "".join("A" if isinstance(piece, Ability) else "N" for piece in pieces)
    count = len(labels)
    if pattern not in ("AN" * count, "NA" * count, "A" * count + "N" * count, "N" * count + "A" * count):
        return NotScores(WhyNot.unclear)
    read = dict(zip(labels, values, strict=True))
    return ScoresRead({ability: read[ability] for ability in ORDER}, True) if count == 4 else SomeScores(read)


def _ielts_overall(values: list[Decimal]) -> Decimal:
    """The mean of the four bands, to the nearest half, quarters going up, as IELTS reports it."""
    return Decimal(int(sum(values, Decimal(1)) / 2)) / 2
