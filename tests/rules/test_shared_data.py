"""Our occupations and categories against the collected data beside the project, where they are."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import pytest

from rules.categories import categories
from rules.facts import Facts
from rules.occupations import TitleLanguage, from_2016, titles, unit_groups
from rules.parameters import book
from rules.paths import streams
from rules.shapes.categories import Categories
from rules.shapes.dated import Status
from tests.rules.situations import SHARED

FOLDER = SHARED / "data"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no collected data in {FOLDER}")

# The collected file has no day for physicians beyond the month of the announcement.
DAYS = {"2025-12 (announced; first round 2026-02-19)": date(2026, 2, 18)}
STATUS = {"high": Status.CONFIRMED, "medium": Status.REPORTED}
MONTHS = {
    "6 months continuous within the past 3 years": (6, True),
    "12 months (not necessarily continuous) within the past 3 years": (12, False),
    "12 months (not necessarily continuous) within the past 3 years in Canada": (12, False),
    "12 months within the past 3 years in Canada": (12, False),
}


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lists() -> dict[tuple[str, date], list[dict[str, str]]]:
    """The collected lists by category and day."""
    found: defaultdict[tuple[str, date], list[dict[str, str]]] = defaultdict(list)
    for row in rows("categories.csv"):
        written = row["year_or_effective_date"]
        found[row["category"], DAYS.get(written) or date.fromisoformat(written)].append(row)
    return found


def test_the_unit_groups_agree() -> None:
    assert [(row["code"], int(row["teer"]), row["title_en"], row["title_fr"]) for row in rows("noc2021.csv")] == [
        tuple(group) for group in unit_groups().values()
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_example_titles_agree_but_for_the_case_of_their_first_letter(language: TitleLanguage) -> None:
    collected: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows(f"noc2021_titles_{language}.csv"):
        collected[row["code"]].add(row["title"])
    for code, examples in titles(language).items():
        assert {title[0].upper() + title[1:] for title in examples} == {
            title[0].upper() + title[1:] for title in collected[code]
        }


def test_the_old_codes_agree() -> None:
    collected: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows("noc2016_to_2021.csv"):
        collected[row["noc2016_code"]].add(row["noc2021_code"])
    assert {code: {*from_2016(code)} for code in collected} == collected


def test_every_code_of_every_list_agrees() -> None:
    collected = lists()
    assert {category for category, _ in collected} == {*Categories.model_fields} - {"french"}
    for (category, day), listed in collected.items():
        opening = getattr(book().categories.categories, category).on(day)
        assert [*opening.occupations] == sorted(row["noc2021_code"] for row in listed), (category, day)
        assert {opening.status} == {STATUS[row["confidence"]] for row in listed}, (category, day)


def test_a_category_is_held_on_a_day_exactly_when_it_was_collected_for_it() -> None:
    collected = lists()
    for on in {day for _, day in collected}:
        held = {found.category for found in categories(Facts(), on)} - {"french"}
        assert held == {category for category, day in collected if day == on} | (
            {"physicians"} if on >= date(2025, 12, 8) else set()
        )


def test_the_experience_asked_for_agrees() -> None:
    for (category, day), listed in lists().items():
        opening = getattr(book().categories.categories, category).on(day)
        era = getattr(book().work.purposes, opening.experience).on(day)
        assert {row["canadian_experience_required"] == "yes" for row in listed} == {era.where == "canada"}
        if category != "military":
            assert {MONTHS[row["min_experience"]] for row in listed} == {(era.months, era.continuous)}
        assert era.window == 3


def test_the_enhanced_streams_are_those_of_the_collected_file_that_have_a_day() -> None:
    collected = {row["province"] for row in rows("pnp_ee_streams.csv") if "2025-10-01" in row["source"]}
    assert {one.province for one in streams()} == collected
