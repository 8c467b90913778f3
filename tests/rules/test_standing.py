"""The score of a profile that is eligible: the score and a program may rest on different declarations."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import canadian_experience_class, crs, federal_skilled_worker
from rules.facts import Facts, Language
from rules.standing import InPool, in_pool, standing
from tests.rules.situations import candidate, result

DAY = date(2026, 11, 24)
unhurried = settings(deadline=None, max_examples=60, database=None)


def pool(facts: Facts, on: date = DAY) -> InPool | None:
    return in_pool(facts, standing(facts, on))


def test_the_score_with_english_first_is_not_that_of_a_profile_eligible_with_french_first() -> None:
    facts = candidate(DAY, english=(10, 10, 10, 6), french=7, foreign=1, sibling=True, chart=1, settlement_funds=50_000)
    now = standing(facts, DAY)
    assert (now.crs.total, now.crs.first_official_language) == (418, Language.english)
    assert now.eligible_programs == ("federal_skilled_worker",)
    english, french = facts.tests
    assert pool(facts) == (408, Language.french, english, french, ("federal_skilled_worker",))


def test_of_two_sets_of_one_language_a_profile_has_the_one_that_is_eligible() -> None:
    strong = result(Language.english, (10, 10, 10, 6), DAY)
    even = result(Language.english, 7, DAY)
    facts = candidate(DAY, foreign=4, sibling=True).model_copy(update={"tests": (strong, even)})
    now, found = standing(facts, DAY), pool(facts)
    assert now.crs.english_test is strong
    assert now.eligible_programs == ("federal_skilled_worker",)
    assert found is not None
    assert found.english_test is even
    assert found.total == crs.score(facts.model_copy(update={"tests": (even,)}), DAY).total < now.crs.total


def test_what_the_class_in_canada_is_eligible_for_asks_for_no_first_language() -> None:
    facts = candidate(DAY, english=(10, 10, 10, 6), french=7, canadian=1)
    found = pool(facts)
    assert found is not None
    assert found.programs == ("canadian_experience",)
    assert found.total == standing(facts, DAY).crs.total


def test_a_profile_that_is_eligible_for_nothing_is_not_in_the_pool() -> None:
    assert pool(candidate(DAY, english=4, foreign=1)) is None
    barred = candidate(DAY, english=9, foreign=3, misrepresentation_bar_until=DAY + timedelta(days=1))
    assert pool(barred) is None


four = st.tuples(*[st.integers(4, 10)] * 4)


@unhurried
@given(st.lists(four, max_size=2), st.lists(four, max_size=2), st.integers(0, 1), st.integers(0, 3), st.booleans())
def test_it_is_the_best_of_all_declarations_that_are_eligible(
    english: list[tuple[int, ...]], french: list[tuple[int, ...]], canadian: int, foreign: int, sibling: bool
) -> None:
    es = [result(Language.english, levels, DAY) for levels in english]
    fs = [result(Language.french, levels, DAY) for levels in french]
    facts = candidate(DAY, canadian=canadian, foreign=foreign, sibling=sibling)
    best = None
    for one, other in product(es or [None], fs or [None]):
        tests = tuple(test for test in (one, other) if test is not None)
        profile = facts.model_copy(update={"tests": tests})
        for test in tests:
            first = test.kind.language
            grid = federal_skilled_worker.grid(profile, DAY, first_language=first)
            # Nothing is told of funds or of a trade.
            if grid.eligible or canadian_experience_class.program(profile, DAY).eligible:
                total = crs.score(profile, DAY, first_language=first).total
                best = total if best is None else max(best, total)
    found = pool(facts.model_copy(update={"tests": (*es, *fs)}))
    assert (None if found is None else found.total) == best
