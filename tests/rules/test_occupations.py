"""The classification itself: its groups, its titles, and the old codes."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from rules.facts import Job
from rules.occupations import DATA, check_code, formerly, from_2016, search, titles, unit_groups


def test_there_are_516_unit_groups_and_the_second_digit_is_the_teer() -> None:
    groups = unit_groups()
    assert len(groups) == 516
    assert all(code == group.code and int(code[1]) == group.teer for code, group in groups.items())
    assert Counter(group.teer for group in groups.values()) == {0: 48, 1: 97, 2: 162, 3: 69, 4: 95, 5: 45}


def test_the_groups_stand_in_the_order_of_their_codes_with_a_title_in_each_language() -> None:
    groups = unit_groups()
    assert list(groups) == sorted(groups)
    for language in ("en", "fr"):
        official = [group.title(language) for group in groups.values()]  # type: ignore[arg-type]
        assert all(official)
        assert len({*official}) == 516


def test_a_code_keeps_its_zeros() -> None:
    assert unit_groups()["00010"].title("en") == "Legislators"
    assert unit_groups()["00010"].title("fr") == "Membres des corps législatifs"
    assert check_code("00010") == "00010"


@pytest.mark.parametrize("code", ["10", "2173", "21239", "21231 ", "", "²1231"])
def test_what_is_no_unit_group_is_refused_with_an_example(code: str) -> None:
    with pytest.raises(ValueError, match="five digits, as in 21231"):
        check_code(code)


def test_an_unknown_occupation_of_a_job_is_refused_by_the_name_of_the_field() -> None:
    with pytest.raises(ValueError, match=r"noc\n.*'21239' is not a unit group of NOC 2021"):
        Job.model_validate({"start": "2026-01-01", "country": "CA", "noc": "21239"})


@pytest.mark.parametrize(("language", "all_titles", "fewest", "most"), [("en", 27935, 2, 575), ("fr", 29767, 2, 685)])
def test_every_group_has_its_example_titles_in_each_language(
    language: str, all_titles: int, fewest: int, most: int
) -> None:
    examples = titles(language)  # type: ignore[arg-type]
    assert tuple(examples) == tuple(unit_groups())
    sizes = [len(group) for group in examples.values()]
    assert (sum(sizes), min(sizes), max(sizes)) == (all_titles, fewest, most)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_title_stands_in_two_groups_or_has_space_to_spare(language: str) -> None:
    everything = [title for group in titles(language).values() for title in group]  # type: ignore[arg-type]
    assert len({*everything}) == len(everything)
    assert all(title == " ".join(title.split()) for title in everything)


def test_titles_begin_small_unless_they_begin_with_a_name() -> None:
    english, french = titles("en"), titles("fr")
    assert "software engineer" in english["21231"]
    assert "X-ray technician" in english["32121"]
    assert "maire/mairesse" in french["00010"]
    assert "French teacher - elementary school" in english["41221"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0011", ("00010",)),
        ("2173", ("21231", "21211")),  # software engineers; data scientists were split off
        ("2174", ("21230", "21232", "21234")),  # computer programmers, divided in three
        ("0112", ("10011", "11200", "13110", "22232")),
        ("7237", ("72106",)),
        ("21231", ()),
        ("9999", ()),
    ],
)
def test_an_old_code_gives_what_it_became_its_continuation_first(old: str, new: tuple[str, ...]) -> None:
    assert from_2016(old) == new


def test_all_500_old_groups_are_there_and_every_new_one_comes_from_one_of_them() -> None:
    with (DATA / "noc2016.csv").open(encoding="utf-8", newline="") as file:
        old = [row["code"] for row in csv.DictReader(file)]
    assert len(old) == len({*old}) == 500
    assert all(len(code) == 4 and code.isdigit() for code in old)
    assert {new for code in old for new in from_2016(code)} == set(unit_groups())
    assert sum(len(from_2016(code)) for code in old) == 585


def test_nothing_is_indexed_before_the_first_search() -> None:
    from rules import occupations

    occupations._index.cache_clear()
    unit_groups()
    check_code("21231")
    search("21231")
    search("2173")
    assert occupations._index.cache_info().currsize == 0
    search("welder", "en")
    assert occupations._index.cache_info().currsize == 1


def test_the_old_codes_of_a_group_are_those_that_became_it() -> None:
    assert formerly("21231") == ("2173",)
    assert formerly("85100") == ("8252", "8431")
    assert formerly("99999") == ()
    assert all(formerly(code) for code in unit_groups())
    assert all(code in from_2016(old) for code in unit_groups() for old in formerly(code))
