"""What people type, made comparable: one normalisation, and numbers in figures and in words.

Readers accept English and French alike, whatever language the person has chosen, and never raise on any text.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_DOWN, Decimal

from rapidfuzz.distance import OSA

LONGEST_TYPED = 1000
"""Characters, before folding, from which a message is no answer: it is refused without being read."""

LONGEST_NUMBER = 80

_SPECIAL = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2044\u2215\u29f8", "/"),
    **dict.fromkeys("\u060c\u3001", ","),
    "\u066b": ".",  # Arabic decimal separator
    "\u3002": ".",
    "\u2212": "-",
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
}


class _Characters(dict[int, str]):
    """Character by character, what is left of it after folding; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = _SPECIAL.get(character)
        if kept is None:
            kept = _kept(character)
        if code < 0x3000 or 0x1F000 <= code < 0x1FB00:  # scripts and emoji; not ideographs: the table stays small
            self[code] = kept
        return kept


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if character.isspace() or category[0] == "Z":
        return " "
    if category == "Pd":
        return "-"
    if category[0] == "M" or category in ("Cc", "Cf"):
        return ""
    if category in ("So", "Sk", "Cs", "Co", "Cn"):
        return " "
    return character


_CHARACTERS = _Characters()
_HALF_SIGN = re.compile(r"(\d)\s*½")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The text without what people vary: case, accents, emoji, kinds of space, dash, apostrophe and digit.

    Ordinary punctuation stays, because dates and scores need it; `words_of` drops it. It is idempotent.
    """
    plain = " ".join(text.split())
    if plain.isascii() and plain.isprintable():
        return plain.lower().replace("`", "'")
    if "½" in plain:
        plain = _HALF_SIGN.sub(r"\1.5", plain)
    # Loose marks go first: decomposing thousands of them in a row takes time that grows with their square.
    plain = unicodedata.normalize("NFKD", plain.translate(_CHARACTERS)).casefold()
    return " ".join(plain.translate(_CHARACTERS).split())


def words_of(folded: str) -> tuple[str, ...]:
    """The words and numbers of a folded text, without punctuation."""
    return tuple(_WORD.findall(folded))


def squeezed(text: str) -> str:
    """Letters and digits only, so that "Je ne sais pas !" and "jenesaispas" are one phrase."""
    return "".join(_WORD.findall(fold(text)))


def word_set(words: str) -> frozenset[str]:
    """The words of a literal, as a set."""
    return frozenset(words.split())


def _counted(rows: str, start: int) -> dict[str, int]:
    return {word: value for value, same in enumerate(rows.split(","), start) for word in same.split()}


NUMBER_WORDS = _counted(
    "zero, one un une, two deux, three trois, four quatre, five cinq, six, seven sept, eight huit, "
    "nine neuf, ten dix, eleven onze, twelve douze, thirteen treize, fourteen quatorze, fifteen quinze, "
    "sixteen seize, seventeen, eighteen, nineteen, twenty vingt",
    0,
) | {"thirty": 30, "trente": 30}
ORDINAL_WORDS = _counted(
    "first premier premiere, second seconde deuxieme, third troisieme, fourth quatrieme, fifth cinquieme, "
    "sixth sixieme, seventh septieme, eighth huitieme, ninth neuvieme, tenth dixieme, eleventh onzieme, "
    "twelfth douzieme",
    1,
)

_SPELLED = NUMBER_WORDS | ORDINAL_WORDS
_TENS = re.compile(
    r"\b(?:(dix)[ -](sept|huit|neuf)|(twenty|thirty|vingt|trente)(?:[ -]et)?[ -]"
    r"(one|two|three|four|five|six|seven|eight|nine|un|une|deux|trois|quatre|cinq|sept|huit|neuf"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))\b"
)


def compounds_in_figures(folded: str) -> str:
    """The folded text with "twenty-one", « dix-sept » or « vingt et un » written in figures."""
    return _TENS.sub(
        lambda m: str(NUMBER_WORDS[m[1] or m[3]] + _SPELLED[m[2] or m[4]]),
        folded,
    )


_ZERO = word_set("none no non nope aucun aucune nil nothing rien never jamais pas not")
_HALF = word_set("half demi demie")
_UNITS = {
    **dict.fromkeys(word_set("year years yr yrs y an ans annee annees"), "years"),
    **dict.fromkeys(word_set("month months mois"), "months"),
}
_NUMBER_FILLERS = word_set(
    "a an and et of de d en the l le la at all about around approximately approx roughly environ full complete "
    "completes entier entiere entieres experience experiences work travail only just exactly yet seulement "
    "juste exactement encore i have had got my j je ai eu st nd rd th er eme"
)
_NUMBER_PART = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|\S")
_NUMBER_MARKS = frozenset(".,!?+~'\"():;-")
_WHOLE_AND_HALF = re.compile(r"(?:\b(\d+)[ -])?\b1/2(?![\d/.])")
_SPACED_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})((?: \d{3})+)(?![\d.,])")


def read_number(text: str, *, in_years: bool = False) -> Decimal | None:
    """One number, in figures or in words ("2,5", "trois ans", "two and a half", "none"); None if not one.

    "18 months" is 18; with `in_years` months count as twelfths: "18 months" is 1.5, "1 year 6 months" too.
    The sign is kept, and no limit is set: whether the value makes sense is for the question to say.
    """
    folded = fold(text) if len(text) <= LONGEST_TYPED else ""
    if not folded or len(folded) > LONGEST_NUMBER:
        return None
    folded = _WHOLE_AND_HALF.sub(lambda m: f"{m[1] or 0}.5", compounds_in_figures(folded))
    folded = _SPACED_THOUSANDS.sub(lambda m: m[0].replace(" ", ""), folded)
    parts = _NUMBER_PART.findall(folded)
    amounts: dict[str, Decimal] = {}  # by unit: "years", "months", or "" while none is named
    latest = ""
    for place, part in enumerate(parts):
        value = _figures(part) if part[0].isdigit() else _spelled(part)
        if part == "a" and parts[place + 1 : place + 2] and parts[place + 1] in _UNITS and "" not in amounts:
            value = Decimal(1)
        if part in _HALF:
            if amounts.get(latest, Decimal(0)) % 1:
                return None
            amounts[latest] = amounts.get(latest, Decimal(0)) + Decimal("0.5")
        elif value is not None:
            if "" in amounts:
                return None
            amounts[""], latest = value, ""
        elif part in _UNITS and "" in amounts:
            latest = _UNITS[part]
            if latest in amounts:
                return None
            amounts[latest] = amounts.pop("")
        elif part not in _NUMBER_FILLERS and part not in _NUMBER_MARKS:
            return None
    if not amounts or (len(amounts) > 1 and (not in_years or "" in amounts)):
        return None
    if in_years and "months" in amounts:
        amounts["months"] = (amounts["months"] / 12).quantize(Decimal("0.0001"), rounding=ROUND_DOWN)
    total = sum(amounts.values(), Decimal(0))
    return -total if parts[0] == "-" and parts[1][0].isdigit() else total


_OUT_OF = re.compile(r"\s*(?:/|\bout of\b|\bsur\b)\s*1[ ,.']?200$")
_POINTS = re.compile(r"1[ ,.']\d{3}|\d{1,4}(?:[.,]0)?")
_POINT_WORDS = word_set("points point pts pt crs scg score note total goal objectif my ma mon is est de of the le la")


def read_points(text: str) -> int | None:
    """A score in figures, with what people write around it ("505 points", "SCG : 505", "1,016"); None if not one.

    A sign is not read away, and no limit is set: whether there is such a score is for the question to say.
    """
    folded = _OUT_OF.sub("", fold(text).rstrip(" .!")) if len(text) <= LONGEST_NUMBER else ""
    found = _POINTS.findall(folded)
    if len(found) != 1:
        return None
    before, _, after = folded.partition(found[0])
    if before.endswith(("-", ".", ",")) or not _POINT_WORDS.issuperset(words_of(f"{before} {after}")):
        return None
    return int(re.sub(r"[ ,.']", "", found[0].removesuffix(".0").removesuffix(",0")))


def _figures(token: str) -> Decimal | None:
    whole, _, rest = token.replace(",", ".").partition(".")
    if len(whole) > 9 or len(rest) > 2:  # "1,500" is 1500 or 1.5
        return None
    return Decimal(f"{whole}.{rest}") if rest else Decimal(whole)


def _spelled(word: str) -> Decimal | None:
    if word in _ZERO:
        return Decimal(0)
    value = NUMBER_WORDS.get(word)
    if value is None and len(word) > 3 and word not in _NUMBER_FILLERS:
        alike = [known for known in NUMBER_WORDS if len(known) > 3 and abs(len(known) - len(word)) < 2]
        near = {NUMBER_WORDS[known] for known in alike if OSA.distance(word, known, score_cutoff=1) == 1}
        value = near.pop() if len(near) == 1 else None
    return None if value is None else Decimal(value)
