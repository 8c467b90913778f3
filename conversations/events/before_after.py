"""Before and after a change, in words: the score by factor, programs, categories, funds, dates."""

from __future__ import annotations

from datetime import date

from conversations import program_words, score, stages
from locales import NOTHING, Html
from rules.facts import Facts


def words(before: Facts, after: Facts, on: date) -> Html:
    """What a change of facts does on a day; the CRS first, the programs on lines of their own."""
    turned = program_words.turned(before, after, on)
    where = stages.moved(before, after, on)
    return Html("\n\n".join(part for part in (where, turned, score.moved(before, after, on, NOTHING)) if part))
