"""A choice among labels: by its place, by its words, or by words near them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from conversations.typed_words import LONGEST_TYPED, NUMBER_WORDS, ORDINAL_WORDS, fold, word_set, words_of
from rules.remembered import remembered

LONGEST_CHOICE = 200


@dataclass(frozen=True, slots=True)
class Several:
    """More than one choice fits; places from 0, ascending."""

    indexes: tuple[int, ...]


_NEGATIONS = word_set("not no non ne pas aucun aucune sans without never jamais none neither ni isn t n")
_YES = word_set("yes oui yep yeah ouais")
_LIGHT = word_set(
    "a an the of or and in with to is it s i have had my m me he she him her they will ll this that please "
    "le la les de du des d l un une et ou j je ai mon ma avec c est il elle svp"
)
_MOST_CLOSE = 4
_LEADING = word_set("option choice choix number numero no n the le la l answer reponse item num")
_TRAILING = word_set("one option choice choix please svp")
_FIGURE = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|e|er|re|ere|eme|ieme|nde)?")


@dataclass(frozen=True, slots=True)
class _Label:
    index: int
    words: tuple[str, ...]
    joined: str
    squeezed: str


@remembered(256)
def _labels(options: tuple[tuple[str, ...], ...]) -> tuple[tuple[_Label, ...], frozenset[str]]:
    labels = []
    for index, accepted in enumerate(options):
        for text in accepted:
            words = words_of(_spelled_out(fold(text)))
            # "Yes, not coming" is also said "she is not coming".
            for kept in (words, words[1:]) if words[:1] in (("yes",), ("oui",)) else (words,):
                if kept:
                    labels.append(_Label(index, kept, " ".join(kept), "".join(kept)))
    return tuple(labels), frozenset(word for label in labels for word in label.words)


def read_choice(text: str, options: Sequence[Sequence[str]]) -> int | Several | None:
    """Which option is meant, counted from 0: by place ("2", "the second"), a label, part of one, or near one.

    `options` lists the accepted words of each choice. `Several` when two readings are equally good, also when
    a number is both a place and the beginning of another label ("two" and "Two-year program"); None if none
    fits. A negation that the label does not have ("she is not coming" against "coming") is never ignored.
    """
    folded = fold(text) if len(text) <= LONGEST_TYPED else ""
    if not folded or len(folded) > LONGEST_CHOICE:
        return None
    said = words_of(_spelled_out(folded))
    if not said:
        return None
    labels, vocabulary = _labels(tuple(map(tuple, options)))
    place = _place(said, len(options))
    if place is not None:
        joined = " ".join(said)
        if any(_FIGURE.fullmatch(word) for word in said):
            return place  # the options are numbered in the text: "1" is the first one, whatever "1 year" is
        return _one_of({place} | {e.index for e in labels if f"{e.joined} ".startswith(f"{joined} ")})
    hits = _fitting(said, labels)
    if not hits:
        for corrected in _corrections(said, vocabulary):
            hits |= _fitting(corrected, labels)
    return _one_of(hits)


def _spelled_out(folded: str) -> str:
    """ "isn't" as "is not", so that its negation counts."""
    return folded.replace("n't", " not") if "'" in folded else folded


def _one_of(hits: set[int]) -> int | Several | None:
    if len(hits) > 1:
        return Several(tuple(sorted(hits)))
    return hits.pop() if hits else None


def _place(said: tuple[str, ...], count: int) -> int | None:
    """The place that the whole message names, if it names one and nothing else."""
    if len(said) > 4:
        return None
    start, end = 0, len(said)
    while end - start > 1 and said[start] in _LEADING:
        start += 1
    while end - start > 1 and said[end - 1] in _TRAILING:
        end -= 1
    if end - start != 1:
        return None
    word = said[start]
    if word in ("last", "dernier", "derniere"):
        return count - 1
    figure = _FIGURE.fullmatch(word)
    place = int(figure[1]) if figure else NUMBER_WORDS.get(word) or ORDINAL_WORDS.get(word) or 0
    return place - 1 if 1 <= place <= count else None


def _fitting(said: tuple[str, ...], labels: tuple[_Label, ...]) -> set[int]:
    """Options that fit, by the strictest way of fitting that finds any."""
    joined, together = " ".join(said), "".join(said)
    hits = {e.index for e in labels if e.joined == joined or e.squeezed == together}
    if hits:
        return hits
    negated = not _NEGATIONS.isdisjoint(said)
    alike = [e for e in labels if negated is not _NEGATIONS.isdisjoint(e.words)]
    if _NEGATIONS.issuperset(said):  # a bare "no" is no beginning of "no diploma"
        return set()
    if len(joined) > 2:  # "hi" is a greeting, not the beginning of "high school"
        whole = f"{joined} " if _YES.issuperset(said) else joined  # a bare "yes" is no beginning of "yesterday"
        begun = [e for e in labels if f"{e.joined} ".startswith(whole)]
        if any(e in alike for e in begun):
            return {e.index for e in begun}
    weighty = [word for word in said if word not in _LIGHT]
    if weighty and (len(weighty) > 1 or len(weighty[0]) > 1):
        # A negation inside a long label belongs to one word of it: only a label about as short can be meant.
        near = [e for e in alike if not negated or len(e.words) <= len(said) + 1]
        hits = {e.index for e in near if f" {joined} " in f" {e.joined} "}
        hits = hits or {e.index for e in near if all(_among(word, e.words) for word in weighty)}
        if hits:
            return hits
    return _named(weighty, joined, alike) or (set() if negated else _mixed(weighty, alike))


def _named(weighty: list[str], joined: str, labels: list[_Label]) -> set[int]:
    """Options whose label stands whole inside a longer message, and those that its other words point to."""
    inside = [
        e
        for e in labels
        if len(e.squeezed) > 2
        and f" {e.joined} " in f" {joined} "
        and e.joined not in NUMBER_WORDS
        and not e.squeezed.isdigit()
    ]
    hits = {e.index for e in inside if not any(e is not o and f" {e.joined} " in f" {o.joined} " for o in inside)}
    if hits:
        covered = [word for e in labels if e.index in hits for word in e.words]
        rest = [word for word in weighty if not _among(word, covered)]
        hits |= {e.index for e in labels if any(_among(word, e.words) for word in rest)}
    return hits


def _mixed(weighty: list[str], labels: list[_Label]) -> set[int]:
    """The few options among which every word of the message is found ("master and bachelor")."""
    hits: set[int] = set()
    for word in weighty:
        of_word = {e.index for e in labels if _among(word, e.words)}
        hits |= of_word
        if not of_word or len(hits) > _MOST_CLOSE:
            return set()
    return hits


def _among(word: str, words: Sequence[str]) -> bool:
    return word in words or (len(word) > 3 and any(other.startswith(word) for other in words))


def _corrections(said: tuple[str, ...], vocabulary: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """The message with mistyped words replaced by near ones of labels; a version for each equally near."""
    versions = [said]
    changed = False
    for place, word in enumerate(said[:12]):
        if len(word) < 5 or word in vocabulary or word in _LIGHT:
            continue
        limit = 1 if len(word) < 9 else 2
        alike = [known for known in vocabulary if len(known) > 3 and abs(len(known) - len(word)) <= limit]
        near = [(OSA.distance(word, known, score_cutoff=limit), known) for known in alike]
        best = min((distance for distance, _ in near), default=limit + 1)
        if best > limit:
            continue
        changed = True
        twins = sorted(known for distance, known in near if distance == best)[:3]
        versions = [(*v[:place], twin, *v[place + 1 :]) for v in versions for twin in twins][:9]
    return iter(versions if changed else ())
