"""The clocks of language results."""

from __future__ import annotations

from datetime import date

from rules.deadlines import Deadline, deadlines
from rules.facts import Facts, Language
from rules.shapes.dated import Status
from tests.rules.situations import candidate, companion, result

DAY = date(2026, 11, 23)


def test_an_english_result_is_to_be_replaced_five_weeks_before_its_last_day() -> None:
    test = result(Language.english, 9, DAY, result_date=date(2025, 1, 10))
    assert deadlines(Facts(tests=(test,)), DAY) == (
        Deadline(
            kind="language_test",
            whose="own",
            key="language_test:own:english",
            started=date(2025, 1, 10),
            last_safe_day=date(2027, 1, 9),
            first_unusable_day=date(2027, 1, 10),
            act_by=date(2026, 12, 5),
            rule="validity.language_result",
            since=date(2015, 1, 1),
            confidence=Status.CONFIRMED,
        ),
    )


def test_a_french_result_is_to_be_replaced_eight_weeks_before_its_last_day() -> None:
    test = result(Language.french, 7, DAY, result_date=date(2024, 12, 2))
    (found,) = deadlines(Facts(tests=(test,)), DAY)
    assert (found.key, found.last_safe_day, found.act_by) == (
        "language_test:own:french",
        date(2026, 12, 1),
        date(2026, 10, 6),
    )


def test_own_and_partners_clocks_are_listed_the_earliest_first() -> None:
    partner = companion(DAY).model_copy(
        update={"tests": (result(Language.french, 7, DAY, result_date=date(2026, 1, 5)),)}
    )
    own = (
        result(Language.english, 9, DAY, result_date=date(2026, 3, 1)),
        result(Language.french, 9, DAY, result_date=date(2025, 2, 1)),
    )
    found = deadlines(Facts(tests=own, partner=partner), DAY)
    assert [(one.key, one.whose, one.last_safe_day) for one in found] == [
        ("language_test:own:french", "own", date(2027, 1, 31)),
        ("language_test:partner:french", "partner", date(2028, 1, 4)),
        ("language_test:own:english", "own", date(2028, 2, 29)),
    ]
    assert found[1].rule == "validity.partner_language_result"
    assert found[1].since == date(2016, 11, 19)


def test_the_clock_is_that_of_the_set_the_score_uses() -> None:
    best = result(Language.english, 9, DAY, result_date=date(2025, 1, 10))
    other = result(Language.english, 7, DAY, result_date=date(2026, 6, 1))
    (found,) = deadlines(Facts(tests=(other, best)), DAY)
    assert found.started == date(2025, 1, 10)
    (after,) = deadlines(Facts(tests=(other, best)), date(2027, 1, 10))
    assert after.started == date(2026, 6, 1)


def test_a_dead_result_and_a_partner_who_stays_have_no_clock() -> None:
    dead = result(Language.english, 9, DAY, result_date=date(2024, 11, 23))
    staying = companion(DAY, status="not_accompanying", english=9)
    assert deadlines(Facts(tests=(dead,), partner=staying), DAY) == ()
    assert len(deadlines(candidate(DAY, partner={"english": 9}), DAY)) == 1


def test_on_its_last_day_a_result_still_has_its_clock() -> None:
    test = result(Language.english, 9, DAY, result_date=date(2025, 1, 10))
    assert len(deadlines(Facts(tests=(test,)), date(2027, 1, 9))) == 1
    assert deadlines(Facts(tests=(test,)), date(2027, 1, 10)) == ()
