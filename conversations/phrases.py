"""What a message in free words is about: patterns of words, matched without regard to case, accents and small slips.

A pattern is a line of terms that must all be in one sentence of the message, in any order:

    expir*          a word that begins so
    ielts|celpip    either of the two
    job_offer       words side by side
    @spouse         one of the words of that group
    -before         must not be there; "-" goes with any term
    =my score       nothing but these words, in this order, is said

A word of the message that is in no pattern also stands for the words of patterns it is a slip of the finger away from.
Entries are tried in the order of the file; the first that fits is what the message is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversations.typed_words import LONGEST_TYPED, fold, word_set, words_of
from rules.remembered import remembered

LONGEST_SENTENCE = 60
"""Words of a sentence that are looked at; a longer one is a story, and its beginning says what it is about."""

MOST_SENTENCES = 12
MOST_SLIPS = 24
"""Words of a sentence, from its beginning, that are looked at as slips of the finger."""

MISTYPED_FROM = 5  # letters; shorter words are too near to one another
TWO_SLIPS_FROM = 9

_SENTENCES = re.compile(r"(?<=[?])|[.!;\n]+(?=\s|$)")
_POLITE = word_set("please pls plz thanks thank you svp stp merci hi hello hey bonjour salut allo")
_ASKING = word_set(
    "who what when why how which where can could do does should will is are am "
    "qui quoi quel quelle quels quelles quand pourquoi comment combien puis dois suis peut peux"
)
_ASKING_PAIRS = frozenset(
    tuple(pair.split())
    for pair in ("est ce", "et si", "qu est", "puis je", "dois je", "suis je", "ai je", "faut il", "vais je")
)


class Sentence(NamedTuple):
    """One sentence of a message: its words with what they may be slips of, and whether it asks something."""

    said: tuple[str, ...]
    words: frozenset[str]
    joined: str  # " the words, corrected, between spaces "
    bare: str  # the words without greetings and thanks
    asks: bool

    def as_written(self) -> Sentence:
        """The sentence without what its words may be slips of."""
        return self._replace(words=frozenset(self.said), joined=f" {' '.join(self.said)} ")


@dataclass(frozen=True, slots=True)
class _Term:
    wanted: bool
    words: frozenset[str]
    beginnings: tuple[str, ...]
    runs: tuple[str, ...]

    def found(self, sentence: Sentence) -> bool:
        return (
            not self.words.isdisjoint(sentence.words)
            or any(run in sentence.joined for run in self.runs)
            or (bool(self.beginnings) and any(word.startswith(self.beginnings) for word in sentence.words))
        )


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a list of patterns, ready to be matched."""

    whole: frozenset[str]  # for a pattern of the whole message: its forms
    terms: tuple[_Term, ...]

    def fits(self, sentence: Sentence) -> bool:
        """Whether the sentence is one of those meant."""
        if self.whole:
            return sentence.bare in self.whole or sentence.joined.strip() in self.whole
        return all(term.found(sentence) is term.wanted for term in self.terms)

    def vocabulary(self) -> Iterator[str]:
        """The whole words it looks for."""
        for form in self.whole:
            yield from form.split()
        for term in self.terms:
            yield from term.words
            for run in term.runs:
                yield from run.split()

    def beginnings(self) -> Iterator[str]:
        """The beginnings of words it looks for."""
        for term in self.terms:
            yield from term.beginnings


def compiled(line: str, groups: Mapping[str, str]) -> Pattern:
    """A pattern as it is written; ValueError when a group is not known or nothing is left to match."""
    if line.startswith("="):
        whole = " ".join(words_of(fold(line[1:])))
        if not whole:
            raise ValueError(f"{line!r} has no words")
        return Pattern(frozenset({whole}), ())
    terms = tuple(_term(term, groups) for term in line.split())
    asked = [term for term in terms if term.wanted]
    if not asked:
        raise ValueError(f"{line!r} asks for no word")
    if twice := {word for n, term in enumerate(asked) for other in asked[n + 1 :] for word in term.words & other.words}:
        raise ValueError(f"{line!r}: one word would do for two terms: {', '.join(sorted(twice))}")
    return Pattern(frozenset(), terms)


def _term(written: str, groups: Mapping[str, str]) -> _Term:
    wanted = not written.startswith("-")
    words: set[str] = set()
    beginnings: set[str] = set()
    runs: set[str] = set()
    for choice in _choices(written.removeprefix("-"), groups):
        folded = fold(choice)
        if folded.endswith("*") and "_" not in folded:
            beginnings.add(folded[:-1])
        elif "_" in folded:
            run = " ".join(words_of(folded.replace("_", " ")))
            runs.add(f" {run}" if folded.endswith("*") else f" {run} ")
        else:
            words.update(words_of(folded))
    if not words | beginnings | runs or "" in beginnings:
        raise ValueError(f"{written!r} has no words")
    return _Term(wanted, frozenset(words), tuple(sorted(beginnings)), tuple(sorted(runs)))


def _choices(term: str, groups: Mapping[str, str]) -> Iterator[str]:
    for choice in term.split("|"):
        if not choice.startswith("@"):
            yield choice
        elif choice[1:] in groups:
            yield from _choices(groups[choice[1:]].replace(" ", "|"), groups)
        else:
            raise ValueError(f"{choice!r} is no group")


class Reader:
    """Reads messages against lists of patterns, one list for each key, the first that fits first.

    A pattern is looked at only where a word of its rarest term is said, so that the many cost little.
    """

    def __init__(self, patterns: Mapping[str, Iterable[Pattern]], exact: Iterable[str] = ()) -> None:
        self._exact = frozenset(exact)  # the keys whose patterns take words as they are written only
        self._lines = [(key, line) for key, lines in patterns.items() for line in lines]
        every = [line for _key, line in self._lines]
        self._known = frozenset(word for line in every for word in line.vocabulary())
        self._beginnings = tuple({beginning for line in every for beginning in line.beginnings()})
        self._near: dict[int, list[str]] = {}  # whole words by their length
        for word in sorted(self._known):
            self._near.setdefault(len(word), []).append(word)
        self._stems: dict[str, list[str]] = {}  # long beginnings by their first letter
        for beginning in sorted(self._beginnings):
            if len(beginning) > MISTYPED_FROM:
                self._stems.setdefault(beginning[0], []).append(beginning)
        self._swapped = {"".join(sorted(word)): word for word in self._near.get(MISTYPED_FROM - 1, ())}
        self._at_word: dict[str, list[int]] = {}
        self._at_beginning: dict[str, list[int]] = {}
        self._at_whole: dict[str, list[int]] = {}
        for place, line in enumerate(every):
            self._index(place, line)
        self._meant = remembered(4096)(self._slip_of)

    def _index(self, place: int, line: Pattern) -> None:
        for form in line.whole:
            self._at_whole.setdefault(form, []).append(place)
        if line.whole:
            return
        rarest = min(
            (term for term in line.terms if term.wanted),
            key=lambda term: len(term.words) + len(term.runs) + 9 * len(term.beginnings),
        )
        for word in {*rarest.words, *(run.split()[0] for run in rarest.runs)}:
            self._at_word.setdefault(word, []).append(place)
        for beginning in rarest.beginnings:
            self._at_beginning.setdefault(beginning, []).append(place)

    def sentences(self, text: str) -> tuple[Sentence, ...]:
        """The sentences of a message, made ready; none of one too long to be read."""
        if len(text) > LONGEST_TYPED:
            return ()
        parts = [part for part in _SENTENCES.split(text) if any(map(str.isalnum, part))]
        return tuple(filter(None, map(self._sentence, parts[:MOST_SENTENCES])))

    def _sentence(self, text: str) -> Sentence | None:
        folded = fold(text)
        said = words_of(folded)[:LONGEST_SENTENCE]
        if not said:
            return None
        meant = [self._meant(word) for word in said[:MOST_SLIPS]]
        meant += [()] * (len(said) - len(meant))
        bare = tuple(word for word in said if word not in _POLITE) or said
        asks = folded.endswith("?") or bare[0] in _ASKING or bare[:2] in _ASKING_PAIRS
        joined = " ".join(near[0] if near else word for word, near in zip(said, meant, strict=True))
        words = frozenset(said).union(*meant)
        return Sentence(said, words, f" {joined} ", " ".join(bare), asks)

    def _slip_of(self, word: str) -> tuple[str, ...]:
        """The words of patterns that a word unknown to them may have been meant for."""
        length = len(word)
        if word in self._known or word.isdecimal():
            return ()
        if length < MISTYPED_FROM:
            swapped = self._swapped.get("".join(sorted(word)))
            return (swapped,) if swapped and swapped[0] == word[0] and swapped[-1] == word[-1] else ()
        slips = 1 if length < TWO_SLIPS_FROM else 2
        alike = [known for n in range(length - slips, length + slips + 1) for known in self._near.get(n, ())]
        near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=slips, limit=3)
        if not near and not word.startswith(self._beginnings):
            stems = self._stems.get(word[0], ())
            return tuple(
                stem
                for stem in stems
                if any(OSA.distance(stem, word[: len(stem) + more], score_cutoff=1) <= 1 for more in (-1, 0, 1))
            )
        return tuple(found for found, distance, _ in near if distance == near[0][1])

    def _possible(self, sentence: Sentence) -> set[int]:
        """The patterns that may fit."""
        found: set[int] = set()
        for form in (sentence.bare, sentence.joined.strip()):
            found.update(self._at_whole.get(form, ()))
        # A word that was corrected stands in `joined` only as what it was taken for.
        for word in sentence.words.union(sentence.joined.split()):
            found.update(self._at_word.get(word, ()))
            if word.startswith(self._beginnings):
                for beginning, places in self._at_beginning.items():
                    if word.startswith(beginning):
                        found.update(places)
        return found

    def first(self, sentences: Sequence[Sentence], keys: Iterable[str]) -> tuple[str, Sentence] | None:
        """The first of the keys, in the reader's order, one of whose patterns fits a sentence; and that sentence."""
        wanted = frozenset(keys)
        best: tuple[int, Sentence] | None = None
        for sentence in sentences:
            written = sentence.as_written()
            for place in sorted(self._possible(sentence)):
                if best is not None and place >= best[0]:
                    break
                key, pattern = self._lines[place]
                if key in wanted and pattern.fits(written if key in self._exact else sentence):
                    best = place, sentence
                    break
        return None if best is None else (self._lines[best[0]][0], best[1])
