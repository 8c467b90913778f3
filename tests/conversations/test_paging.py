"""Lists that are shown some at a time: nothing is left out, shown twice, or led to where no page is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.paging import page_of
from locales import NOTHING, Language, use


@given(found=st.lists(st.integers(), max_size=40), a_page=st.integers(1, 9))
def test_turning_from_the_first_page_on_shows_everything_once(found: list[int], a_page: int) -> None:
    page, seen = page_of(found, 0, a_page), list[int]()
    while True:
        seen += page.shown
        turning = {button.label: button.data for button in page.turning("back", "on", str)}
        assert ("back" in turning) == (page.number > 0)
        if "on" not in turning:
            break
        page = page_of(found, int(turning["on"]), a_page)
        assert page.shown
    assert seen == found
    assert page.number == page.pages - 1


def test_a_page_that_is_not_there_any_more_is_the_last_one() -> None:
    assert page_of("abcde", 10**30, 2) == page_of("abcde", 2, 2)
    assert page_of("abcde", -3, 2) == page_of("abcde", 0, 2)


@pytest.mark.parametrize(("language", "said"), [("en", "Page 2 of 3."), ("fr", "Page\u00a02 sur 3.")])
def test_a_page_is_numbered_the_same_way_everywhere(language: Language, said: str) -> None:
    with use(language):
        assert page_of("abcde", 1, 2).in_words() == said


def test_a_list_of_nothing_is_one_page_without_buttons() -> None:
    page = page_of([], 0, 6)
    assert (page.turning("back", "on", str), page.in_words(), page.pages) == ((), NOTHING, 1)
