"""What if: supposed by tapping and by the questions that stand already, compared, and never among the facts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.lever_words import on_button
from conversations.what_if import words
from conversations.what_if.scripts import BANNER
from conversations.what_if.steps import PLANS, Sandbox, Step, laid
from locales import number, plain, use
from rules import crs, federal_skilled_worker
from rules.facts import Facts
from rules.taps import taps
from storage import candidates, what_ifs
from tests.conversations.chat import Chat
from tests.conversations.what_if.people import COUPLE, FACTS
from tests.rules.situations import EDUCATION, candidate

TODAY = date(2026, 11, 23)
SUPPOSES = ("/whatif", "[My English]", "[Writing]")


async def kept(chat: Chat) -> dict[str, Any] | None:
    async with chat.database.reader() as unit:
        return await what_ifs.load(unit, chat.chat_id)


async def test_one_tap_shows_the_score_beside_the_one_that_is_so(chat: Chat) -> None:
    await chat.knows(FACTS)
    text = await chat.goes_through(*SUPPOSES)
    assert "As it is: CRS score 461" in text
    assert "Plan A: CRS score 481 (+20)" in text
    assert "writing 7.0 instead of 6.5 (IELTS General)" in text
    assert "first official language +8" in text
    assert re.search(r"CRS +461 +481", text), "the small table"


async def test_nothing_of_it_is_among_the_facts_or_the_reminders(chat: Chat) -> None:
    await chat.knows(FACTS)
    before, reminders = await chat.candidate(), await chat.reminders()
    await chat.goes_through(*SUPPOSES, "[Suppose more]", "[A nomination]", "[Nomination]")
    after = await chat.candidate()
    assert before is not None
    assert after is not None
    assert after.facts == before.facts
    assert await chat.reminders() == reminders
    assert "461" in await chat.says("/score")


async def test_every_screen_says_that_nothing_is_saved(chat: Chat) -> None:
    await chat.knows(COUPLE)
    walk = (
        *SUPPOSES,
        "[Suppose more]",
        "[Something that can]",
        "[My work]",
        "[I start a job]",
        "[Stop]",
        "/whatif",
        "[Suppose more]",
        "[Another answer]",
        "[Language tests]",
        "[Add a test result]",
        "tef",
        "[Stop]",
        "/whatif",
        "[Begin plan B]",
    )
    for step in walk:
        text = await chat.goes_through(step)
        if step != "[Stop]":
            assert "What if: nothing of this is saved" in text, step


async def test_several_things_add_up_and_the_last_is_taken_back(chat: Chat) -> None:
    await chat.knows(FACTS)
    both = await chat.goes_through(*SUPPOSES, "[Suppose more]", "[My French]", "[NCLC 7]")
    assert "Plan A: CRS score 543 (+82)" in both
    assert "Categories of rounds gained: French-language proficiency." in both
    assert "Plan A: CRS score 481 (+20)" in await chat.presses("Take back the last of plan A")
    assert "Plan A" not in (await chat.presses("Empty plan A")).replace("Plan A is empty", "")
    assert await kept(chat) is None


async def test_three_plans_stand_beside_one_another_and_a_fourth_is_not_offered(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SUPPOSES, "[Begin plan B]", "[A nomination]", "[Nomination]")
    text = await chat.goes_through("[Begin plan C]", "[A year of work]", "[Work in Canada]")
    for letter in "ABC":
        assert f"Plan {letter}: CRS score" in text
    assert not [label for label in chat.labels if label.startswith("Begin plan")]
    assert {"Change plan A", "Change plan B"} <= {*chat.labels}
    assert "From now on you change plan A." in await chat.presses("Change plan A")


async def test_the_questions_of_an_event_lead_to_the_sandbox(chat: Chat) -> None:
    await chat.knows(FACTS)
    text = await chat.goes_through(
        "/whatif", "[Something that can]", "[My partner]", "[I got married]", "10 Jan 2027", "[Yes, coming with me]"
    )
    assert "Suppose this" in chat.labels
    assert "Save this change" not in text
    text = await chat.presses("Suppose this")
    assert "Compared for Sunday 10 January 2027" in text
    assert "I got married, or a wedding is set: 10 January 2027" in text
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.facts is not None
    assert "partner" not in candidate.facts
    # What is tapped then is about the facts supposed so far.
    text = await chat.goes_through("[Suppose more]", "[My partner]", "[Partner, CLB 9]")
    assert "Plan A: CRS score at least 451" in text


async def test_the_questions_of_the_profile_lead_to_the_sandbox(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through("/whatif", "[Another answer]", "[Language tests]", "[Change: IELTS]")
    await chat.presses("Scores")
    text = await chat.goes_through("8/7/7/7", "[Keep these scores]", "[Suppose this]")
    assert "Plan A: CRS score 481 (+20)" in text
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.facts is not None
    assert candidate.facts["tests"][0]["scores"]["writing"] == 6.5


async def test_a_new_result_can_be_supposed_through_the_questions_of_the_event(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through("/whatif", "[Something that can]", "[My tests and studies]", "[new language test results]")
    await chat.goes_through("celpip", "9 9 9 9", "1 Nov 2026")
    assert "Plan A: CRS score 481 (+20)" in await chat.presses("Suppose this")


async def test_answers_that_change_nothing_are_not_added(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through("/whatif", "[Another answer]", "[Language tests]", "[Change: IELTS]")
    text = await chat.presses("Suppose this")
    assert "That changes nothing, so it was not added to the plan." in text
    assert await kept(chat) is None


async def test_a_loss_and_a_partner_left_behind_are_not_offered(chat: Chat) -> None:
    await chat.knows(COUPLE)
    text = await chat.goes_through("/whatif", "[Something that can]", "[My partner]")
    for words_of in ("died", "separated", "divorced", "no longer comes"):
        assert words_of not in text
    text = await chat.presses_data("wi:e:partner_not_coming")
    assert "This menu is old" in text


async def test_a_plan_without_the_partner_says_what_has_to_be_true(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await chat.goes_through("/whatif", "[Another answer]", "[Family]", "[Your partner]")
    await chat.goes_through("[Partner]", "[Yes, not coming]")
    text = await chat.presses("Suppose this")
    assert "Plan A: CRS score 461" in text
    assert "It has to be so: whether your partner comes is told as it is planned." in text
    assert "misrepresentation" in text


async def test_a_plan_goes_along_with_the_facts(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SUPPOSES)
    await chat.knows({**FACTS, "canadian_work_years": 2})
    text = await chat.says("/whatif")
    then = Facts.model_validate({**FACTS, "canadian_work_years": 2})
    assert f"As it is: CRS score {crs.score(then, TODAY).total}" in text
    assert "writing 7.0 instead of 6.5 (IELTS General)" in text


async def test_what_no_longer_fits_is_said_and_counts_for_nothing(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await chat.goes_through("/whatif", "[My partner]", "[Partner, CLB 9]")
    await chat.knows(FACTS)
    text = await chat.says("/whatif")
    assert "does not fit your answers any more" in text
    assert "Plan A: CRS score 461 (+0)" in text


async def test_a_screen_reader_gets_the_lines_without_the_table(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SUPPOSES)
    assert any("<pre>" in message.text for message in chat.reply.messages)
    async with chat.database.unit() as unit:
        person = await candidates.load(unit, chat.chat_id)
        assert person is not None
        await candidates.save(unit, replace(person, settings=replace(person.settings, simple=True)))
    text = await chat.says("/whatif")
    assert not any("<pre>" in message.text for message in chat.reply.messages)
    assert "Plan A: CRS score 481 (+20)" in text


async def test_without_answers_there_is_nothing_to_suppose(chat: Chat) -> None:
    assert "I keep the answers you give me" in await chat.says("/whatif")
    await chat.presses("Start")
    await chat.says("/stop")
    assert "I need your answers first." in await chat.says("/whatif")


async def test_a_button_of_long_ago_changes_nothing(chat: Chat) -> None:
    await chat.knows(FACTS)
    for data in ("wi:t:000000000000", "wi:e:nothing", "wi:p:own:tests:9:abc", "wi:p:own:nothing", "wi:back", "wi:x"):
        assert "This menu is old" in await chat.presses_data(data), data
        assert await kept(chat) is None


async def test_an_old_button_stays_about_the_plan_it_names(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SUPPOSES)
    empty_a, goal_a, more_a = (chat.button(words).data for words in ("Empty plan A", "Make plan A my", "Suppose more"))
    await chat.goes_through("[Begin plan B]", "[A nomination]", "[Nomination]")
    assert "The plan comes to 481 points." in await chat.presses_data(goal_a)
    await chat.says("/stop")
    assert "Plan A: what do you want to suppose?" in await chat.presses_data(more_a)
    text = await chat.goes_through("[A year of work]", "[Work in Canada]")
    assert "Supposed in plan A: work in Canada" in text
    assert "Plan A is empty." in await chat.presses_data(empty_a)
    row = await kept(chat)
    assert row is not None
    assert [*row["plans"]] == ["b"], "the other plan is untouched"


async def test_questions_that_were_begun_for_a_plan_end_in_it(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SUPPOSES, "[Suppose more]", "[Something that can]", "[My partner]", "[I got married]")
    begin_b = chat.button("Begin plan B").data
    await chat.presses_data(begin_b)
    await chat.goes_through("/start", "10 Jan 2027", "[Yes, coming with me]")
    assert "Supposed in plan A: I got married" in await chat.presses("Suppose this")


async def test_what_is_pressed_twice_is_done_once(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through("/whatif", "[My English]")
    writing = chat.button("Writing").data
    await chat.presses_data(writing)
    await chat.presses_data(writing)
    assert (chat.reply.messages, chat.reply.toast) == ((), "Already done"), "what the first tap showed stays"
    await chat.presses("Suppose more")
    await chat.goes_through("[My French]", "[NCLC 7]")
    back = chat.button("Take back the last").data
    assert "Taken back: NCLC 7 in French" in await chat.presses_data(back)
    await chat.presses_data(back)
    assert (chat.reply.messages, chat.reply.toast) == ((), "Already done")
    assert await kept(chat) == {"at": "a", "plans": {"a": [{"tap": "band_up:own:english:writing:9"}]}}
    empty = chat.button("Empty plan A").data
    assert "Plan A is empty." in await chat.presses_data(empty)
    await chat.presses_data(empty)
    assert (chat.reply.messages, chat.reply.toast) == ((), "Already done")


async def test_what_came_true_is_said_to_be_done_and_asks_for_no_more(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SUPPOSES, "[Suppose more]", "[My French]", "[NCLC 7]")
    await chat.goes_through("[Suppose more]", "[A year of work]", "[Work in Canada]")
    scores = {"listening": 8, "reading": 7, "writing": 7, "speaking": 7}
    better = {**FACTS["tests"][0], "scores": scores, "result_date": "2026-11-10"}
    french = {"listening": 249, "reading": 207, "writing": 310, "speaking": 310}
    tef = {"kind": "tef_canada", "scale": "older", "scores": french, "result_date": "2026-11-10"}
    await chat.knows({**FACTS, "canadian_work_years": 2, "tests": [better, tef]})
    text = await chat.says("/whatif")
    total = re.search(r"As it is: CRS score ([\d,]+)", text)
    assert total is not None
    assert f"Plan A: CRS score {total[1]} (+0)" in text, "nothing further is supposed"
    for done in ("English, writing: CLB 9", "work in Canada, one year more: 2 complete years in all"):
        assert f"{done} (done: it is in your answers)" in text
    assert "NCLC 7 in French, in all four abilities (done: it is in your answers)" in text


async def test_a_step_that_facts_fell_further_behind_of_still_leads_to_the_same_level(chat: Chat) -> None:
    await chat.knows(FACTS)
    before = await chat.goes_through(*SUPPOSES)
    assert "Plan A: CRS score 481" in before
    lower = {**FACTS["tests"][0], "scores": {"listening": 8, "reading": 7, "writing": 5.5, "speaking": 7}}
    await chat.knows({**FACTS, "tests": [lower]})
    text = await chat.says("/whatif")
    assert "writing 7.0 instead of 5.5 (IELTS General)" in text
    assert "Plan A: CRS score 481" in text


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("told", [FACTS, COUPLE], ids=["alone", "couple"])
async def test_what_can_be_tapped_is_read_whole_on_a_phone(chat: Chat, told: dict[str, Any], language: str) -> None:
    for education in EDUCATION.values():
        person = candidate(TODAY, english=6, french=4, canadian=1, foreign=1, partner={"education": "none"})
        facts = person.model_copy(update={"education": education, "primary_occupation": "72310"})
        with use("fr" if language == "fr" else "en"):
            for tap in (*taps(facts, TODAY), *taps(Facts.model_validate(told), TODAY)):
                label = on_button(tap.lever, tap.whose, tap.detail)
                assert 0 < len(f"1. {label}") <= words.LONGEST_LABEL, label
    await chat.knows(told)
    await chat.says("/fr" if language == "fr" else "/en")
    for group in ("english", "french", "work", "studies", "others", "partner"):
        await chat.presses_data(f"wi:g:{group}")
        assert max(map(len, chat.labels)) <= words.LONGEST_LABEL


async def test_a_plan_holds_only_so_much(chat: Chat) -> None:
    await chat.knows(FACTS)
    async with chat.database.unit() as unit:
        full = {"at": "a", "plans": {"a": [{"tap": "provincial_nomination:own"}] * 12}}
        await what_ifs.save(unit, chat.chat_id, full)
    await chat.goes_through("/whatif", "[Suppose more]", "[My English]")
    assert "A plan holds at most 12 things" in await chat.presses("Writing")


async def test_everything_supposed_goes_with_the_person(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SUPPOSES)
    assert await kept(chat) is not None
    await chat.goes_through("/delete", "[Delete my data]", "delete")
    assert await kept(chat) is None


async def test_every_button_fits_and_every_screen_is_one_that_telegram_takes(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await chat.goes_through(*SUPPOSES, "[Begin plan B]", "[A nomination]", "[Nomination]", "/whatif", "[Suppose more]")
    for group in ("english", "french", "work", "studies", "others", "partner"):
        await chat.presses_data(f"wi:g:{group}")
    for chapter in ("you", "tests", "education", "work", "family", "offer", "partner"):
        await chat.presses_data(f"wi:c:{chapter}")
    for message in chat.seen:
        assert len(message.text.encode("utf-16-le")) // 2 <= 4096
        for row in message.keyboard:
            for button in row:
                assert len(button.data.encode()) <= 64
                assert button.label


# --- the numbers are those of the rules ---


def numbers_of(sandbox: Sandbox, facts: Facts, language: str) -> str:
    with use("fr" if language == "fr" else "en"):
        found = words.columns(facts, sandbox, TODAY, TODAY)
        return "\n".join(str(block) for block in words.comparison(found, TODAY, table=True))


@settings(max_examples=15, deadline=None)
@given(
    age=st.integers(20, 46),
    education=st.sampled_from(sorted(EDUCATION)),
    english=st.none() | st.tuples(*[st.integers(4, 10)] * 4),
    french=st.none() | st.tuples(*[st.integers(4, 10)] * 4),
    canadian=st.integers(0, 4),
    foreign=st.integers(0, 3),
    partner=st.booleans(),
    picks=st.lists(st.integers(0, 40), min_size=1, max_size=4),
    language=st.sampled_from(["en", "fr"]),
)
def test_each_number_of_a_comparison_is_that_of_the_rules(
    age: int,
    education: str,
    english: tuple[int, ...] | None,
    french: tuple[int, ...] | None,
    canadian: int,
    foreign: int,
    partner: bool,
    picks: list[int],
    language: str,
) -> None:
    facts = candidate(
        TODAY,
        age=age,
        education=education,
        english=english,
        french=french,
        canadian=canadian,
        foreign=foreign,
        partner={"education": "secondary", "english": 5} if partner else None,
    )
    steps: list[Step] = []
    for pick in picks:
        offered = taps(laid(facts, steps, TODAY).facts, TODAY)
        steps.append(Step(tap=offered[pick % len(offered)].key))
    sandbox = Sandbox("a", {plan: tuple(steps[: n + 1]) for n, plan in enumerate(PLANS) if n < len(steps)})
    text = numbers_of(sandbox, facts, language)
    with use("fr" if language == "fr" else "en"):
        before = crs.score(facts, TODAY).total
        for plan in sandbox.begun():
            supposed = laid(facts, sandbox.steps(plan), TODAY).facts
            after = crs.score(supposed, TODAY).total
            assert number(after) in text
            sign = "+" if after >= before else "\N{MINUS SIGN}"
            assert f"({sign}{number(abs(after - before))})" in text
            was, now = (federal_skilled_worker.grid(one, TODAY).total for one in (facts, supposed))
            if was != now:
                line = next(line for line in text.split("\n") if number(now) in line and plain("FSW") not in line)
                assert line
        assert plain("CRS") in text


def test_the_two_scores_never_stand_on_one_line() -> None:
    facts = candidate(TODAY, english=7, canadian=0, foreign=3)
    sandbox = Sandbox("a", {"a": (Step(tap="language_level:own:english:9"),)})
    for language in ("en", "fr"):
        with use("fr" if language == "fr" else "en"):
            grid = words.say("Federal Skilled Worker points, another score: {now}, before: {was}.", now="", was="")[:20]
            for line in numbers_of(sandbox, facts, language).split("\n"):
                assert not (grid in line and plain("CRS") in line)


def test_a_sandbox_comes_back_from_its_row_and_leaves_out_what_cannot_be_read() -> None:
    sandbox = Sandbox(
        "b", {"a": (Step(tap="x"),), "b": (Step(script="change:marriage", answers={"since": "2027-01-10"}),)}
    )
    assert Sandbox.from_json(sandbox.to_json()) == sandbox
    row = sandbox.to_json()
    row["plans"]["a"].append({"script": "change:nothing", "answers": {}})
    row["plans"]["a"].append({"neither": 1})
    assert Sandbox.from_json(row) == sandbox


@pytest.mark.parametrize("days", [0, 40])
def test_a_plan_is_compared_on_the_day_from_which_it_holds(days: int) -> None:
    day = TODAY + timedelta(days)
    facts = Facts.model_validate(FACTS)
    step = Step(script="change:marriage", answers={"since": day.isoformat(), "status": "accompanying"})
    assert laid(facts, [step], TODAY).day == day


def test_the_banner_is_the_one_of_all_screens() -> None:
    with use("fr"):
        assert words.say(BANNER).startswith("<b>")
