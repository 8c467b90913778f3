"""The couple: both ways with the rounds each would have met, and what the partner can do, the soonest first."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from conversations import eligibility, partner_points
from locales import Language, number, signed, use
from rules import crs, improvements
from rules.couples import both_ways
from rules.facts import Facts
from rules.rounds_met import rounds_met
from rules.standing import standing
from tests.conversations.chat import Chat
from tests.conversations.what_if.people import COUPLE, FACTS
from tests.conversations.what_if.test_what_if import TODAY
from tests.rules.situations import EDUCATION, candidate

STORY_S40 = {
    "birth_date": "1994-01-10",
    "education": "masters_or_entry_to_practice_professional",
    "canadian_work_years": 1,
    "foreign_work_years": 1,
    "tests": [
        {
            "kind": "ielts_general",
            "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7},
            "result_date": "2026-05-02",
        }
    ],
    "partner": {"status": "accompanying", "education": "secondary", "canadian_work_years": 0},
}


async def test_the_couple_board_says_which_rounds_each_way_would_have_met(chat: Chat) -> None:
    await chat.knows(COUPLE)
    text = await chat.says("/couple")
    assert "Rounds of the last twelve months: 20 open to it, 0 with a cut-off below this score" in text
    assert "Rounds: none was open, as no program is met for certain." in text


async def test_the_partner_s_points_are_listed_the_soonest_first(chat: Chat) -> None:
    await chat.knows(COUPLE)
    text = await chat.goes_through("/couple", "[Your partner's points]")
    assert "Your partner gives 2 out of 40 points of your CRS score." in text
    facts = Facts.model_validate(COUPLE)
    wanted = {
        (one.gain, one.total)
        for one in improvements.improvements(facts, TODAY)
        if one.whose == "partner" and one.key != "partner_as_principal"
    }
    shown = {(int(gain), int(total)) for gain, total in re.findall(r"\+(\d+), which makes (\d+)", text)}
    assert shown == wanted
    assert (
        text.index("CLB 9 in your partner's English")
        < text.index("work in Canada, one year more")
        < text.index("one more diploma")
    )


async def test_a_partner_who_stays_gives_no_points_and_is_no_lever(chat: Chat) -> None:
    await chat.knows({**COUPLE, "partner": {**COUPLE["partner"], "status": "not_accompanying"}})
    await chat.says("/couple")
    assert not [label for label in chat.labels if "partner's points" in label]
    assert "A partner gives points only who comes with you" in await chat.presses_data("e:points")


async def test_story_s40_both_figures_once_with_the_duty_of_truth_and_the_partner_s_test(chat: Chat) -> None:
    await chat.knows(STORY_S40)
    text = await chat.goes_through("/couple", "[Partner not coming?]")
    assert text.count("452") == 1
    assert text.count("481") == 1
    assert "misrepresentation" in text
    points = await chat.goes_through("/couple", "[Your partner's points]")
    assert "CLB 9 in your partner's English, in all four abilities (+20, which makes 472)" in points
    assert "481" not in points, "the figure without the partner is shown once, and is no way to points"
    assert crs.score(Facts.model_validate(STORY_S40), TODAY).total == 452


async def test_nobody_without_a_partner_is_shown_a_partner_s_points(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.says("/couple")
    assert not [label for label in chat.labels if "partner's points" in label]


@settings(max_examples=8, deadline=None)
@given(
    english=st.none() | st.tuples(*[st.integers(4, 10)] * 4),
    education=st.sampled_from(sorted(EDUCATION)),
    canadian=st.integers(0, 4),
    own=st.tuples(*[st.integers(4, 10)] * 4),
    language=st.sampled_from(["en", "fr"]),
)
def test_each_number_of_the_partner_s_points_is_that_of_the_rules(
    english: tuple[int, ...] | None, education: str, canadian: int, own: tuple[int, ...], language: Language
) -> None:
    partner = {"english": english, "education": education, "canadian": canadian}
    facts = candidate(TODAY, english=own, canadian=2, foreign=1, partner=partner)
    with use(language):
        text = "\n".join(str(block) for block in partner_points.told(facts, TODAY))
        ways = [one for one in improvements.improvements(facts, TODAY) if one.whose == "partner"]
        wanted = [one for one in ways if one.key != "partner_as_principal"]
        for one in wanted if len(wanted) <= partner_points.MOST else []:
            assert f"{signed(one.gain)}, {'which makes' if language == 'en' else 'soit'} {number(one.total)}" in text
        section = next(one for one in crs.score(facts, TODAY).sections if one.key == "partner")
        assert f" {number(section.points)}" in text
        for line in section.lines:
            assert number(line.points) in text


@settings(max_examples=8, deadline=None)
@given(
    english=st.tuples(*[st.integers(4, 10)] * 4),
    own=st.tuples(*[st.integers(4, 10)] * 4),
    canadian=st.integers(0, 4),
    language=st.sampled_from(["en", "fr"]),
)
def test_each_way_of_a_couple_has_its_own_score_and_rounds(
    english: tuple[int, ...], own: tuple[int, ...], canadian: int, language: Language
) -> None:
    partner = {"english": english, "education": "bachelor", "canadian": canadian}
    facts = candidate(TODAY, english=own, canadian=1, foreign=1, partner=partner)
    found = both_ways(facts, TODAY)
    assert found.partner is not None
    with use(language):
        text = "\n".join(message.text for message in eligibility.board(facts, TODAY))
        for way in (found.candidate, found.partner):
            assert number(way.crs.total) in text
            met = rounds_met(way.facts, standing(way.facts, TODAY), until=TODAY)
            if met.total is not None and met.held:
                worded = "{all} open to it, {n} with"
                if language == "fr":
                    worded = "douze derniers mois : {all}. Note minimale plus basse que cette note : {n} ("
                assert worded.format(all=met.held, n=met.below) in text.replace("\N{NO-BREAK SPACE}", " ")
