"""Every number on the screens of the score is that of the rules for the same facts and day, in both languages.

The screens are read back and held against the rules asked anew: a loss against the scores of two days, a step against
the score of its day, each line against the score itself.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.score import board, pictures, upcoming, why
from conversations.score.drawing import Block
from locales import LANGUAGES, Language, use
from rules import crs, federal_skilled_worker
from rules.dangers import Danger, ahead, by_weight
from rules.facts import Facts
from rules.ranges import crs_range
from rules.reasons import CrsResult, FederalSkilledWorkerResult
from tests.rules.test_properties import candidates
from tests.rules.test_timeline_properties import lives

DAY: Final = timedelta(days=1)
SHORT: Final = settings(deadline=None, max_examples=8, database=None)
LONG: Final = settings(deadline=None, max_examples=400, database=None)

N: Final = r"(\d[\d, ]*)"
OUT_OF: Final = {"en": rf": (?:at least )?{N} out of {N}", "fr": rf" : (?:au moins )?{N} sur {N}"}
BETWEEN: Final = {"en": rf"between {N} \(all of it.*? and {N} \(the", "fr": rf"entre {N} \(aucune .*? et {N} \(les"}
SPAN: Final = {"en": rf"anything from {N} to {N}, out of {N}\.", "fr": rf"aller de {N} à {N}, sur {N}\."}
UP_TO: Final = {"en": rf"(?m)^• .*: up to {N} point", "fr": rf"(?m)^• .* : jusqu’à {N} point"}
INSTEAD: Final = {"en": rf"CRS score: {N} instead of {N} \(−{N}\)", "fr": rf"Note SCG : {N} au lieu de {N} \(−{N}\)"}
BEFORE: Final = {"en": rf"CRS score: {N}, before: {N} \(", "fr": rf"Note SCG : {N}, avant : {N} \("}
GRID: Final = {"en": rf"Worker points: {N} instead of {N},", "fr": rf"\(fédéral\) : {N} au lieu de {N},"}
LINE: Final = {"en": rf"(?m)^{N}\. .*?: {N}\. Looked at", "fr": rf"(?m)^{N}\. .*? : {N}\. Pris en compte"}


def read(pattern: str, text: str) -> list[tuple[int, ...]]:
    """The numbers that a pattern finds in a text, as numbers."""
    bare = re.sub(r"<[^>]+>", "", text).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    return [tuple(int(re.sub(r"\D", "", each)) for each in one.groups()) for one in re.finditer(pattern, bare)]


def points(result: CrsResult | FederalSkilledWorkerResult) -> list[tuple[int, ...]]:
    """The sum and each line that can give anything, out of what is possible."""
    found = [(result.total, result.most)]
    for section in result.sections:
        if section.most:
            if isinstance(result, CrsResult):
                found.append((section.points, section.most))
            found += [(line.points, line.most) for line in section.lines if line.most]
    return found


def hold(facts: Facts, on: date, language: Language) -> None:
    """Every screen of a candidate against the rules."""
    with use(language):
        the_score(facts, on, language)
        the_reasons(facts, on, language)
        the_dangers(facts, on, language)
        the_steps(facts, on, language)


def the_score(facts: Facts, on: date, language: Language) -> None:
    result, grid = crs.score(facts, on), federal_skilled_worker.grid(facts, on)
    found = crs_range(facts, on)
    if board.too_little(result):
        needed = board.screens(facts, on)[-1].text
        assert read(SPAN[language], needed) == [(found.lowest, found.highest, result.most)]
        assert [one for (one,) in read(UP_TO[language], needed)] == [
            one.settles for one in found.unknown if one.settles and one.fact in board.NEEDED
        ]
        return
    *_, first, second = board.screens(facts, on)
    assert read(OUT_OF[language], first.text) == points(result)
    assert read(OUT_OF[language], second.text) == [*points(grid), (result.total, result.most)]
    if result.assumed and any(one.settles for one in found.unknown):
        assert read(BETWEEN[language], first.text) == [(found.lowest, found.highest)]
    assert ("at least" in first.text.split("\n")[0] or "au moins" in first.text.split("\n")[0]) == (
        bool(result.assumed) and found.lowest >= result.total
    )
    shown, told = pictures.stack(facts, on)
    assert read(OUT_OF[language], told)[0] == (result.total, result.most)
    assert [sum(row.points for row in shown.blocks[0].rows)] == [result.total]
    assert [_drawn(block) for block in shown.blocks[1:]] == [
        (section.most, [line.points for line in section.lines if line.most])
        for section in result.sections
        if section.most
    ]


def _drawn(block: Block) -> tuple[int, list[int]]:
    return block.most, [row.points for row in block.rows]


def the_reasons(facts: Facts, on: date, language: Language) -> None:
    for told, result in (
        (why.reasons(facts, on), crs.score(facts, on)),
        (why.reasons_of_the_grid(facts, on), federal_skilled_worker.grid(facts, on)),
    ):
        said = [one for screen in told for one in read(LINE[language], screen.text)]
        assert said == [(n, line.points) for n, line in enumerate([each for each in result.lines if each.most], 1)]


def the_dangers(facts: Facts, on: date, language: Language) -> None:
    text = upcoming.hurt(facts, on).text
    if upcoming.closed(facts, on):
        return
    found = by_weight(ahead(facts, on))[: upcoming.SHOWN]
    lost = [one for one in found if one.points_lost]
    assert read(INSTEAD[language], text) == [_of_two_days(facts, one) for one in lost]
    below = [one for one in found if one.pass_mark_lost]
    assert read(GRID[language], text) == [
        tuple(federal_skilled_worker.grid(facts, day).total for day in (one.day, one.day - DAY)) for one in below
    ]
    for one in found:
        assert not one.ends_profile or one.clock is not None or one.programs_lost


def _of_two_days(facts: Facts, one: Danger) -> tuple[int, ...]:
    now, was = crs.score(facts, one.day).total, crs.score(facts, one.day - DAY).total
    return now, was, was - now


def the_steps(facts: Facts, on: date, language: Language) -> None:
    steps = upcoming.steps_ahead(facts, on)
    pages = max(1, -(-len(steps) // upcoming.SHOWN))
    if not upcoming.closed(facts, on):
        text = "\n".join(upcoming.calendar(facts, on, page).text for page in range(pages))
        moved = [step for step in steps if step.change]
        assert read(BEFORE[language], text) == [
            (crs.score(facts, step.day).total, crs.score(facts, step.day - DAY).total) for step in moved
        ]
    if found := pictures.course(facts, on):
        shown, _ = found
        assert shown.total == crs.score(facts, on).total
        assert [point.total for point in shown.points] == [crs.score(facts, one.day).total for one in shown.points]


days = st.dates(date(2024, 7, 1), date(2026, 12, 31))


@SHORT
@given(st.data())
def test_each_number_is_that_of_the_rules_for_lives_with_days(data: st.DataObject) -> None:
    on = data.draw(days)
    hold(data.draw(lives(on)), on, data.draw(st.sampled_from(LANGUAGES)))


@SHORT
@given(st.data())
def test_each_number_is_that_of_the_rules_for_answers_in_short(data: st.DataObject) -> None:
    on = data.draw(days)
    hold(data.draw(candidates(on)), on, data.draw(st.sampled_from(LANGUAGES)))


@pytest.mark.soak
@LONG
@given(st.data())
def test_each_number_is_that_of_the_rules_in_both_languages_over_many_candidates(data: st.DataObject) -> None:
    on = data.draw(days)
    facts = data.draw(st.one_of(lives(on), candidates(on)))
    for language in LANGUAGES:
        hold(facts, on, language)
