"""What random walks through the chat ran into, each as the few messages that led there."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from conversations import copies, eligibility
from conversations.profile.chapters import CHAPTERS
from conversations.profile_kinds import Stretches
from conversations.questions import Accepted, Unclear
from locales import LANGUAGES, use
from rules.facts import Facts
from storage import candidates, journal, links, what_ifs
from tests.conversations.chat import Chat
from tests.conversations.full_facts import FULL
from tests.conversations.sound import assert_sound, faults_of
from tests.conversations.test_profile import SHORT

TO_THE_SCALE = ("/start", "[Start]", "31 3 1991", "none", "bachelor", "[TEF Canada]")


# --- the scale of a TEF ---


@pytest.mark.parametrize("put_off", ["[I don't know yet]", "[Skip]"])
async def test_the_scores_of_a_tef_are_not_asked_while_nobody_knows_their_scale(chat: Chat, put_off: str) -> None:
    text = await chat.goes_through(*TO_THE_SCALE, put_off)
    assert "What are the four scores" not in text
    assert "What is the date of the result" not in text
    assert "result in the other official language" in text


async def test_the_scores_of_a_tef_are_asked_once_the_scale_is_known(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCALE, "[I don't know yet]", "no", "0", "1", "no", "no", "no", "no")
    assert "TEF scale: not known yet" in chat.text
    text = await chat.goes_through("[Ask me what is missing]", "[Older scale]")
    assert "What are the four scores" in text


async def test_a_tef_without_its_scale_is_no_result_in_the_profile(chat: Chat) -> None:
    await chat.goes_through(
        *SHORT, "/profile", "[2. Language tests]", "[Add a test result]", "[TEF Canada]", "[I don't know yet]"
    )
    text = await chat.presses("Save")
    assert "To keep this I need: TEF scale" in text
    await chat.goes_through("[Ask me what is missing]", "[Older scale]", "L280 R240 W310 S320", "1 Oct 2026", "[Save]")
    facts: Any = (await chat.candidate()).facts  # type: ignore[union-attr]
    assert [test["kind"] for test in facts["tests"]] == ["ielts_general", "tef_canada"]


# --- more than fits on a screen ---


def full_lists(most: int = 50) -> dict[str, Any]:
    """A person and a partner with as many things in every list as can be told."""

    def on(n: int) -> str:
        return (date(2006, 1, 1) + timedelta(n)).isoformat()

    countries = ("FR", "IN", "NG", "US", "GB")
    own = {
        "jobs": [
            {**FULL["jobs"][1], "start": on(n * 120), "end": on(n * 120 + 100), "noc": "21231"} for n in range(most)
        ],
        "stays": [{"country": countries[n % 5], "start": on(n * 120), "end": on(n * 120 + 119)} for n in range(most)],
        "tests": [
            {**FULL["tests"][0], "test_date": on(6000 + n * 30), "result_date": on(6010 + n * 30)} for n in range(most)
        ],
        "credentials": [{**FULL["credentials"][1], "completed": on(4000 + n * 10)} for n in range(most)],
        "police_certificates": [{"country": countries[n % 5], "issued": on(7000 + n)} for n in range(most)],
        "permits": [{"kind": "open_work", "until": on(7600 + n)} for n in range(most)],
    }
    partner = {**FULL["partner"], "birth_date": "1985-02-02", **own}
    children = [{"birth_date": on(n * 300)} for n in range(20)]
    return {**FULL, **own, "children": children, "partner": partner}


async def knows(chat: Chat, told: dict[str, Any]) -> None:
    """What a person would have told, kept."""
    await chat.goes_through("/start", "[Start]" if chat.language == "en" else "[Commencer]", "/stop")
    candidate = await chat.candidate()
    assert candidate is not None
    async with chat.database.unit() as unit:
        facts = Facts.model_validate(told).model_dump(mode="json")
        await candidates.save(unit, replace(candidate, facts=facts))


SCREENS = (
    *("/risks", "/calendar", "/rounds", "/improve", "/french", "/nomination", "/whatif", "/goal", "/compare 478"),
    *("/journey", "/history", "ro:kinds", "ro:kinds:1", "ro:pool", "ro:chart", "ro:one:448", "ro:kind:448:0"),
    *(
        "sc:picture",
        "sc:picture:dark",
        "sc:course",
        "sc:next",
        "sc:why:fsw",
        "sc:line:crs:age",
        "sc:ahead:1",
        "sc:file",
    ),
    *("im:show", "im:g:english", "im:g:partner", "df:pairs:478", "dt:page:1", "dt:file", "dt:picture"),
    *("wi:menu", "wi:life", "wi:answers", "wi:g:english", "wi:l:couple", "wi:e:permit_renewed"),
    *(f"wi:c:{chapter.key}{page}" for chapter in CHAPTERS for page in ("", ":1", ":99")),
)
"""Of the rounds, the score, the ways to more points and what if; by data, or typed."""


@pytest.mark.parametrize(("language", "simple"), [("en", False), ("fr", True)])
async def test_every_screen_about_the_score_of_the_longest_profile_can_be_sent(
    chat: Chat, language: str, simple: bool
) -> None:
    chat.language = language
    await knows(chat, full_lists())
    if simple:
        await chat.says("/simple")
    for what in SCREENS:
        await (chat.says(what) if what.startswith("/") else chat.presses_data(what))
        assert_sound(chat.reply)
        for message in chat.reply.messages:
            labels = [button.label for row in message.keyboard for button in row]
            assert len(labels) == len({*labels}), "two buttons that cannot be told apart"


async def test_a_long_list_of_what_can_be_supposed_is_turned_page_by_page(chat: Chat) -> None:
    await knows(chat, full_lists(13))
    text = await chat.presses_data("wi:c:tests")
    assert "\n12. Another answer about: IELTS" in text
    assert "\n13." not in text
    await chat.presses("Next page")
    assert "\n1. Another answer about: IELTS" in chat.text
    assert "Next page" not in chat.labels
    one, _, _ = chat.labels[0].partition(";")
    assert "IELTS" in one
    text = await chat.says("1")
    assert text.startswith("What if: nothing of this is saved")
    assert "Suppose this" in chat.labels


JUNK: dict[str, tuple[str, ...]] = {
    "ro": ("one", "one:x", "one:91a", "kind:448", "kind:448:x", "kind:448:999999999", "kinds:999999", "kinds:²"),
    "sc": (
        "ahead:²",
        "ahead:99999999",
        "line:x",
        "line:crs:x",
        "line:x:age",
        "why",
        "why:x",
        "course:x:y",
        "picture:x",
    ),
    "im": ("g", "g:", "g:x", "p", "p:", "p:x", "fr:x"),
    "wi": (
        *("g:x", "t:", "t:x", "e:x", "l:x", "c:x", "c:work:x", "c:work:²", "c:work:999999", "plan", "plan:d", "back"),
        *("p:", "p:own", "p:own:jobs", "p:own:jobs:new:x", "p:own:jobs:0:x", "p:x:tests:new", "p:own:jobs:99:x"),
        *("empty", "back:1", "goal", "goal:", "goal:keep", "goal:drop", "goal:x:y"),
    ),
    "df": ("pairs", "pairs:", "pairs:1201", "pairs:²", "ask:x"),
    "dt": ("page:99999999", "page:-1", "page:²", "item", "item:x", "off:x", "on:x", "file:x", "picture:x"),
    "set": ("rounds:x", "rounds:", "rounds:mine:x"),
}
"""What stands behind a prefix on buttons of another day, or of nobody's making."""

ANYWHERE = ("", ":", "x", "x:y:z", "<b>", "é" * 20, "\x00", "9" * 40)


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_junk_in_old_buttons_of_every_room_leads_somewhere(chat: Chat, language: str) -> None:
    """Buttons stay in a chat for years; what a program of another day put into them is not known."""
    chat.language = language
    for told in (None, {}, FULL):
        if told is not None:
            await knows(chat, told)
        for prefix, rests in JUNK.items():
            for rest in (*rests, *ANYWHERE) if told else (rests[0], ANYWHERE[0]):
                await chat.presses_data(f"{prefix}:{rest}")
                assert_sound(chat.reply)


JUNK_STEPS: tuple[dict[str, Any], ...] = (
    {"script": "change:marriage", "answers": {"since": "no day"}},
    {"script": "change:marriage", "answers": {"since": [], "married": {}, "status": 7}},
    {"script": "change:permit_new", "answers": {"since": "yes", "kind": "x", "until": "2026-13-45"}},
    {"script": "facts:own:jobs:new", "answers": {"studying": [["2024-01-01"]], "start": 3, "noc": "<b>&"}},
    {"script": "facts:own:jobs:0", "answers": {"country": "", "noc": "", "~item": {}}},
    {"script": "facts:own:tests:0", "answers": {"kind": "", "scores": [], "result_date": "9999-12-31", "~item": {}}},
    {"script": "retest:own:english", "answers": {"test.kind": 1, "test.scores": "x" * 15_000}},
    {"script": "facts:own:stays:new", "answers": {"country": "x" * 15_000, "start": "0001-01-01"}},
    {"tap": "nothing:of:the:kind"},
)
"""Answers that are of the shape of a step, and of no question this program asks."""


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_copy_whose_goal_has_a_plan_of_no_sense_stops_nobody(chat: Chat, language: str) -> None:
    chat.language = language
    await knows(chat, FULL)
    goal = {"points": 505, "by": "2027-05-01", "since": "2026-11-23", "steps": list(JUNK_STEPS)}
    copy = {"format": "express-entry-companion", "version": 1, "facts": FULL, "settings": {"goal": goal}}
    await chat.says("/import")
    await chat.sends_file(json.dumps(copy).encode())
    take = next(button for row in chat.reply.messages[-1].keyboard for button in row if ":take:" in button.data)
    await chat.presses_data(take.data)
    for command in ("/goal", "/start", "/score", "/dates", "/export"):
        await chat.says(command)
        assert_sound(chat.reply)
    async with chat.database.unit() as unit:
        for plan in ("a", "b"):
            await what_ifs.save(unit, chat.chat_id, {"at": plan, "plans": {plan: list(JUNK_STEPS)}})
    for data in ("wi:show", "wi:menu", "wi:life", "wi:answers", "wi:goal:keep", "wi:back", "wi:empty"):
        await chat.presses_data(data)
        assert_sound(chat.reply)


@pytest.mark.parametrize("days", [("9999-12-31", "2026-11-23"), ("2027-05-01", "0001-01-01"), ("0001-01-01",) * 2])
async def test_a_goal_of_an_impossible_day_is_not_taken_over(chat: Chat, days: tuple[str, str]) -> None:
    await knows(chat, FULL)
    goal = {"points": 505, "by": days[0], "since": days[1], "steps": []}
    copy = {"format": "express-entry-companion", "version": 1, "facts": FULL, "settings": {"goal": goal}}
    await chat.says("/import")
    text = await chat.sends_file(json.dumps(copy).encode())
    assert "settings.goal" in text


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_every_screen_of_every_room_can_be_sent_at_the_ends_of_a_life(chat: Chat, language: str) -> None:
    """Sixteen today, ninety-six, nothing told, everything run out, landed, twelve children; at the ends of the day."""
    chat.language = language
    today = chat.now.date()
    out = {"tests": [{**FULL["tests"][0], "test_date": "2019-09-20", "result_date": "2019-10-01"}]}
    ends: tuple[dict[str, Any], ...] = (
        {"birth_date": today.replace(year=today.year - 16).isoformat()},
        {"birth_date": "1930-01-01", "education": "doctoral", "tests": []},
        {},
        {**FULL, **out, "profile": {"submitted": "2024-01-01"}, "passport_expires": "2024-02-02"},
        {**FULL, "application": {"approved": "2026-10-01", "landed": "2026-11-01"}},
        {**FULL, "children": [{"birth_date": (today - timedelta(n * 400 + 1)).isoformat()} for n in range(12)]},
    )
    for n, told in enumerate(ends):
        await knows(chat, told)
        await chat.says("/timezone")
        await chat.says("Kiritimati" if n % 2 else "Honolulu")
        for what in SCREENS:
            if what.startswith("wi:c:") and what[-1].isdecimal():
                continue
            await (chat.says(what) if what.startswith("/") else chat.presses_data(what))
            assert_sound(chat.reply)


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_every_screen_of_the_longest_profile_can_be_sent(chat: Chat, language: str) -> None:
    chat.language = language
    await knows(chat, full_lists())
    chapters = [f"f:c:{chapter.key}" for chapter in CHAPTERS]
    for data in (*chapters, "f:o", "f:next", "f:next:3", "w:own", "w:partner", "f:u:own:tests:ielts_academic"):
        await chat.presses_data(data)
        assert_sound(chat.reply)
    for command in ("/score", "/why", "/dates", "/programs", "/couple", "/work", "/profile", "/export", "/start"):
        await chat.says(command)
        assert_sound(chat.reply)
    await chat.says("/simple")
    for data in chapters:
        await chat.presses_data(data)
        assert_sound(chat.reply)


async def test_a_long_list_is_turned_page_by_page_and_each_thing_can_be_changed(chat: Chat) -> None:
    await knows(chat, full_lists())
    text = await chat.goes_through("/profile", "[4. Work]")
    assert "38 more are in the full list." in text
    assert "\n50. 21231 " in text
    assert "\n38. 21231 " not in text
    text = await chat.presses("Full list: Your jobs")
    assert text.startswith("Your jobs, 1 to 12 of 50")
    assert "Previous page" not in chat.labels
    text = await chat.goes_through("[Next page]", "[Next page]", "[Next page]", "[Next page]")
    assert text.startswith("Your jobs, 49 to 50 of 50")
    assert chat.labels == [
        "Change job 49",
        "Remove job 49",
        "Change job 50",
        "Remove job 50",
        "Previous page",
        "Work",
    ]
    await chat.goes_through("[Previous page]", "[Remove job 37]", "[Remove it]")
    facts: Any = (await chat.candidate()).facts  # type: ignore[union-attr]
    assert len(facts["jobs"]) == 49


async def test_a_page_beyond_the_end_of_a_list_is_its_last_page(chat: Chat) -> None:
    await knows(chat, full_lists(13))
    assert (await chat.presses_data("f:l:own:jobs:7")).startswith("Your jobs, 13 to 13 of 13")
    await knows(chat, {**FULL, "jobs": None})
    assert "This menu is old." in await chat.presses_data("f:l:own:jobs:0")


async def test_no_more_is_added_to_a_list_than_a_copy_can_hold(chat: Chat) -> None:
    await knows(chat, full_lists())
    text = await chat.presses_data("f:i:own:jobs:new")
    assert "I keep at most 50 in one list. To add another, remove one first." in text
    await knows(chat, full_lists(49))
    assert "What was the occupation" in await chat.presses_data("f:i:own:jobs:new")


async def test_the_copy_of_a_list_that_is_full_is_read_back() -> None:
    told = {**FULL, "jobs": full_lists()["jobs"]}
    file = json.dumps({"format": copies.FORMAT, "version": copies.VERSION, "facts": told}).encode()
    assert copies.read(file).facts == Facts.model_validate(told)


UNPAID = Stretches("none", "", "start", "end")
TODAY = date(2026, 11, 23)


def stretches(n: int) -> str:
    return "; ".join(["1 May 2024 to 2 May 2024"] * n)


def test_more_stretches_than_a_copy_can_hold_are_not_taken() -> None:
    assert isinstance(UNPAID.read(stretches(50), {}, None, TODAY), Accepted)
    refused = UNPAID.read(stretches(51), {}, None, TODAY)
    assert isinstance(refused, Unclear)
    assert "50 stretches at most" in refused.note


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (8, "1 May 2024 to 2 May 2024 and 1 May 2024 to 2 May 2024"),
        (9, "1 May 2024 to 2 May 2024 and 1 more stretch"),
        (50, "1 May 2024 to 2 May 2024 and 42 more stretches"),
    ],
)
def test_of_many_stretches_the_first_are_said_and_the_others_counted(n: int, said: str) -> None:
    words = UNPAID.words([["2024-05-01", "2024-05-02"]] * n, {})
    assert words.endswith(said)
    assert len(words) < 300


# --- buttons older than what is kept ---


async def test_an_old_button_asks_nothing_of_somebody_whose_data_is_deleted(chat: Chat) -> None:
    await knows(chat, FULL)
    for command in ("/profile", "/settings", "/help", "/programs", "/score", "/work", "/privacy", "/dates", "/partner"):
        await chat.says(command)
    for chapter in CHAPTERS:
        await chat.presses_data(f"f:c:{chapter.key}")
    await chat.presses_data("f:next")
    old = {button.data for message in chat.seen for row in message.keyboard for button in row if button.data}
    assert len(old) > 100
    await chat.goes_through("/delete", "[Delete my data]", "delete")
    agree = {"p:start"}
    for data in sorted(old - agree):
        await chat.presses_data(data)
        assert_sound(chat.reply)
        kept = await chat.candidate()
        assert kept is None or (kept.facts is None and kept.notice_version is None), data
        assert not (await chat.place() or {}).get("open"), data


async def test_a_change_under_way_never_overwrites_another_result_that_was_told_meanwhile(chat: Chat) -> None:
    await knows(chat, {**FULL, "tests": FULL["tests"], "provincial_nomination": None, "nomination": None})
    await chat.goes_through("/profile", "[2. Language tests]", "[Change language test 1]")
    save = chat.button("Save").data
    await chat.goes_through("/help", "[New test result]", "[Your English test]", "[CELPIP-General]")
    await chat.goes_through("L9 R9 W9 S9", "2 November 2026", "[Save the new result]")
    facts: Any = (await chat.candidate()).facts  # type: ignore[union-attr]
    told = [test["kind"] for test in facts["tests"]]
    assert told == ["celpip_general", "ielts_general"]
    await chat.presses_data(save)
    await chat.goes_through("/start", "[Save]")
    facts = (await chat.candidate()).facts  # type: ignore[union-attr]
    assert sorted(test["kind"] for test in facts["tests"]) == sorted(told)


async def test_a_part_that_is_open_twice_takes_back_nothing_that_was_told_in_the_other(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[1. About you and your plans]", "[Change: About you and your plans]")
    await chat.goes_through("/profile", "[Ask me what is missing]", "[No, outside Quebec]", "25 000")
    await chat.goes_through("[No, or not in Canada]", "[Not barred]", "[Save]")
    facts: Any = (await chat.candidate()).facts  # type: ignore[union-attr]
    assert facts["settlement_funds"] == 25_000
    await chat.goes_through("[No, not two years]", "/start", "save")  # the next part, and then whatever is left open
    facts = (await chat.candidate()).facts  # type: ignore[union-attr]
    assert facts["settlement_funds"] == 25_000


# --- facts without words, and facts that nothing can be computed from ---


async def test_a_nomination_not_known_to_be_accepted_is_named_on_the_couple_board(chat: Chat) -> None:
    nomination = {name: value for name, value in FULL["nomination"].items() if name != "accepted"}
    await knows(chat, {**FULL, "nomination": nomination})
    for command in ("/couple", "/score"):
        told = re.search(r"[Nn]ot known yet, so .*", await chat.says(command))
        assert told is not None, chat.text
        assert "provincial nomination" in told[0]


async def test_a_test_older_than_its_scale_is_not_kept_although_its_result_has_no_date(chat: Chat) -> None:
    await chat.goes_through(*SHORT, "/profile", "[2. Language tests]", "[Add a test result]", "[TEF Canada]")
    await chat.goes_through("[Out of 699]", "CO 462 CE 462 EE 472 EO 494", "3 March 2014", "[I don't know yet]")
    assert "This cannot be as it stands: Day of the test" in await chat.presses("Save")
    await chat.says("/stop")
    assert "CRS score" in await chat.says("/score")


# --- the same button twice ---


async def kept_of(chat: Chat) -> tuple[Any, ...]:
    """Facts, journal and reminders of a person, and the code or link they have."""
    candidate = await chat.candidate()
    async with chat.database.reader() as unit:
        entries = await journal.entries(unit, chat.chat_id)
        link = await links.find(unit, chat.chat_id, chat.now)
    return candidate and candidate.facts, entries, await chat.reminders(), link


async def test_removing_one_of_twins_twice_in_a_hurry_leaves_the_other(chat: Chat) -> None:
    twin = {"birth_date": "2020-05-05"}
    await knows(chat, {**FULL, "children": [twin, twin]})
    await chat.goes_through("/profile", "[5. Family]", "[Remove child 1]")
    remove = chat.button("Remove it").data
    await chat.presses_data(remove)
    before = await kept_of(chat)
    await chat.presses_data(remove)
    assert chat.reply.toast == "Already done"
    assert await kept_of(chat) == before
    assert len(before[0]["children"]) == 1
    await chat.goes_through("/profile", "[5. Family]", "[Remove child 1]", "[Remove it]")
    assert "children" not in (await kept_of(chat))[0], "the other one can go too"


async def test_a_copy_taken_over_twice_in_a_hurry_is_taken_over_once(chat: Chat) -> None:
    await knows(chat, {"birth_date": "1990-03-31"})
    await chat.says("/import")
    await chat.sends_file(json.dumps({"format": copies.FORMAT, "version": copies.VERSION, "facts": FULL}).encode())
    await twice(chat, "Take over this copy")
    assert (await kept_of(chat))[0]["education"] == FULL["education"]


async def test_starting_over_twice_in_a_hurry_starts_once(chat: Chat) -> None:
    await knows(chat, FULL)
    await chat.says("/restart")
    await twice(chat, "Start over now")
    assert (await kept_of(chat))[0] is None


async def test_saying_that_there_is_none_twice_in_a_hurry_says_it_once(chat: Chat) -> None:
    await knows(chat, {**FULL, "children": None})
    await chat.goes_through("/profile", "[5. Family]")
    await twice(chat, "No child")


async def test_agreeing_and_unlinking_twice_in_a_hurry_does_it_once(chat: Chat) -> None:
    await knows(chat, FULL)
    other = Chat(chat.database, chat_id=8)
    await knows(other, FULL)
    async with chat.database.unit() as unit:
        code = await links.make_code(unit, chat.chat_id, chat.now)
    await other.goes_through(f"/partner {code}", "[Agree and link]", "Sam", "/stop")
    await chat.says("/partner")
    await twice(chat, "Agree and link")
    await chat.says("/partner")
    await twice(chat, "Unlink")
    assert (await kept_of(chat))[3] is None


async def twice(chat: Chat, words: str) -> None:
    """A button pressed two times: the second press changes nothing that is kept, and ends well."""
    data = chat.button(words).data
    await chat.presses_data(data)
    before = await kept_of(chat)
    await chat.presses_data(data)
    assert_sound(chat.reply)
    assert await kept_of(chat) == before


# --- copies ---


async def test_a_copy_with_a_long_journal_can_be_read_back(chat: Chat) -> None:
    await knows(chat, FULL)
    told = Facts.model_validate(FULL).model_dump(mode="json", exclude_defaults=True)
    async with chat.database.unit() as unit:
        for n in range(400):
            entry = {"facts": {**told, "settlement_funds": n}, "score": 400, "score_before": 399, "rule_set": "CRS"}
            await journal.append(unit, chat.chat_id, chat.now, "interview", entry)
    await chat.says("/export")
    copy = chat.files["json"]
    await chat.says("/import")
    assert "In this copy" in await chat.sends_file(copy)


@pytest.mark.parametrize("deep", [50, 400, 700, 900, 985])
async def test_a_file_however_deep_is_answered(chat: Chat, deep: int) -> None:
    await knows(chat, FULL)
    for open_, shut in (("[", "]"), ('{"a":', "}")):
        inside = f"{open_ * deep}0{shut * deep}"
        await chat.says("/import")
        text = await chat.sends_file(
            f'{{"format": "{copies.FORMAT}", "version": 1, "facts": {{"jobs": {inside}}}}}'.encode()
        )
        assert "Nothing was changed." in text


@pytest.mark.parametrize(
    "facts",
    [
        json.dumps({f"k{n}": 0 for n in range(150_000)}),
        json.dumps({"partner": {f"k{n}": 0 for n in range(150_000)}}),
        json.dumps([[]] * 500_000),
        json.dumps({"jobs": [0] * 600_000}),
    ],
    ids=["fields", "fields of the partner", "lists", "entries"],
)
def test_a_file_full_of_nonsense_keeps_nobody_waiting(facts: str) -> None:
    content = f'{{"format": "{copies.FORMAT}", "version": 1, "facts": {facts}}}'.encode()
    began = time.process_time()
    json.loads(content)
    bare = time.process_time() - began
    with pytest.raises(copies.NotReadable):
        copies.read(content)
    assert time.process_time() - began - bare < 3 * bare + 0.1, "little more than reading the file as JSON"


def test_the_programs_with_everything_against_them_fit_their_messages() -> None:
    shut = {"without_status_in_canada": True, "misrepresentation_bar_until": "2029-01-01"}
    told = {**FULL, **shut, "tests": [], "intends_to_live_in_quebec": True, "settlement_funds": 1}
    told["jobs"] = [{**job, "hours_per_week": 10, "paid": False} for job in FULL["jobs"]]
    told["partner"] = {**FULL["partner"], **shut}
    old = {**FULL["tests"][0], "test_date": "2019-09-20", "result_date": "2019-10-01"}
    for tests in ([], [old]):
        facts = Facts.model_validate({**told, "tests": tests})
        for language in LANGUAGES:
            with use(language):
                for screen in (*eligibility.screen(facts, TODAY), *eligibility.board(facts, TODAY)):
                    assert faults_of(screen) == []
