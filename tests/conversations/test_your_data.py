"""A copy of everything, taking one over, starting over: what a person sees, and what is kept."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import conversations
import rules
from conversations import changes, copies, privacy
from conversations.improve import room
from conversations.messages import LARGEST_FILE, Kind
from locales import LANGUAGES
from rules import remembered, summary
from rules.facts import Facts
from storage import candidates, journal, notifications
from storage.candidates import Candidate
from storage.settings import Settings
from tests.conversations.chat import Chat
from tests.conversations.full_facts import FULL, full
from tests.conversations.test_desk import SAVED, TO_THE_SCORES

A_COPY = {"format": "express-entry-companion", "version": 1, "facts": {"birth_date": "1990-03-31"}}


def file(**changes: Any) -> bytes:
    """A copy with few facts, changed."""
    return json.dumps({**A_COPY, **changes}).encode()


async def known(chat: Chat) -> Candidate:
    """What is kept of somebody who is known."""
    candidate = await chat.candidate()
    assert candidate is not None
    return candidate


async def tell(chat: Chat, facts: Facts) -> None:
    """Facts kept as any conversation keeps them."""
    candidate = await known(chat)
    async with chat.database.unit() as unit:
        changed = await changes.keep(unit, candidate, facts, chat.now, chat.now.date(), "interview")
        await candidates.save(unit, changed)


async def knows_everything(chat: Chat) -> None:
    """Somebody for whom every fact is kept."""
    await chat.goes_through("/start", "[Start]")
    await tell(chat, full())


# --- export ---


async def test_export_gives_a_file_to_read_and_one_for_the_program(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Lagos")
    text = await chat.says("/export")
    assert "to read" in text
    assert "/import reads it back" in text
    assert [message.file.name for message in chat.reply.messages if message.file] == [
        "my-express-entry-data-2026-11-23.html",
        "express-entry-companion-2026-11-23.json",
    ]
    told = json.loads(chat.files["json"])
    candidate = await chat.candidate()
    assert candidate is not None
    assert told["facts"] == candidate.facts
    assert told["settings"] == {
        "language": "en",
        "time_zone": "Africa/Lagos",
        "quiet_from": 21,
        "quiet_until": 8,
        "urgent_any_hour": False,
        "muted": [],
        "simple": False,
        "discreet": False,
        "weekly": True,
        "rounds": "mine",
        "paused_through": None,
        "paused_wholly": False,
        "goal": None,
    }
    assert [entry["why"] for entry in told["journal"]] == ["interview"]
    assert len(told["reminders"]) == len(await chat.reminders())
    page = chat.files["html"].decode()
    for words in (
        "Date of birth: Monday 31 March 1997",
        "Education: Bachelor's degree, or a program of three years or more",
        "Language test 1, scores: listening 8, reading 7, writing 6.5, speaking 7",
        "Time zone: Lagos",
        "Answers confirmed",
        "CRS score, estimated: 384",
        "your English test result",
        "First message: 23 November 2026",
    ):
        assert words in page, words


async def test_the_file_to_read_is_in_the_language_of_the_person(conversation: Chat) -> None:
    await conversation.goes_through("/start", "[Commencer]", "31 3 1997", "/export")
    page = conversation.files["html"].decode()
    assert '<html lang="fr-CA">' in page
    assert "Réponses" in page or "Questions en cours" in page
    assert "Date de naissance\N{NO-BREAK SPACE}: lundi 31 mars 1997" in page  # answers under way are told too
    assert not re.search(r"\b(the|your|and)\b", re.sub(r"<style>.*?</style>|<[^>]+>", "", page, flags=re.DOTALL))


async def test_the_page_needs_nothing_else_and_nests_as_html_should(chat: Chat) -> None:
    await knows_everything(chat)
    await chat.says("/export")
    page = chat.files["html"].decode()
    assert "src=" not in page
    assert "href=" not in page
    assert "<script" not in page
    open_tags: list[str] = []

    class Nesting(HTMLParser):
        def handle_starttag(self, tag: str, attrs: Any) -> None:
            if tag != "meta":
                open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

    Nesting().feed(page)
    assert not open_tags


async def test_neither_file_holds_the_number_of_the_chat(chat: Chat) -> None:
    someone = Chat(chat.database, chat_id=987654321)
    await someone.goes_through(*SAVED, "Lagos", "/export")
    for content in someone.files.values():
        assert b"987654321" not in content


async def test_words_under_a_file_fit_what_telegram_takes(chat: Chat) -> None:
    await chat.says("/start")
    for language in LANGUAGES:
        await chat.goes_through(f"/{language}", "[Start]" if language == "en" else "/start", "/export")
        assert chat.files
        for message in chat.reply.messages:
            assert len(message.text.encode("utf-16-le")) // 2 <= 1024


async def test_the_journal_in_the_file_tells_what_changed(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Lagos")
    facts = (await known(chat)).facts or {}
    await tell(chat, Facts.model_validate({**facts, "education": "doctoral", "foreign_work_years": None}))
    await chat.says("/export")
    page = chat.files["html"].decode()
    assert "(before: Bachelor's degree, or a program of three years or more)" in page
    assert ", before: 384" in page
    assert "Work outside Canada: no longer told (before: 3 complete years)" in page


async def test_who_has_not_agreed_to_the_notice_gets_the_notice_and_no_file(chat: Chat) -> None:
    for command in ("/export", "/import", "/restart"):
        assert "No name, passport" in await chat.says(command)
        assert not chat.files


# --- import ---


async def test_what_was_exported_comes_back_the_same_in_another_account(chat: Chat) -> None:
    await knows_everything(chat)
    await chat.says("/export")
    content = chat.files["json"]
    other = Chat(chat.database, chat_id=8, language="fr")
    await other.goes_through("/start", "[Commencer]", "/import")
    text = await other.sends_file(content)
    assert "English" in text
    assert (await known(other)).facts is None
    text = await other.presses("Reprendre")
    assert "The copy is taken over. Here is your score." in text  # the language comes with it
    there, here = await other.candidate(), await chat.candidate()
    assert there is not None
    assert here is not None
    assert there.facts == here.facts
    assert Facts.model_validate(there.facts) == full()
    assert (there.language, there.time_zone) == (here.language, here.time_zone)
    planned = [[(each.due_at, each.item) for each in await one.reminders()] for one in (chat, other)]
    assert sorted(planned[0]) == sorted(planned[1])
    async with chat.database.reader() as unit:
        assert [entry.kind for entry in await journal.entries(unit, 8)] == ["import"]


async def test_every_setting_comes_back_with_a_copy(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Lagos")
    chosen = Settings(
        quiet_from=22,
        quiet_until=6,
        urgent_any_hour=True,
        muted=frozenset({"language_test"}),
        simple=True,
        discreet=True,
        weekly=False,
        rounds="invited",
        paused_through=date(2026, 12, 23),
        paused_wholly=True,
    )
    assert all(getattr(chosen, field.name) != field.default for field in fields(Settings) if field.name != "newer")
    async with chat.database.unit() as unit:
        await candidates.save(unit, replace(await known(chat), settings=chosen))
    await chat.says("/export")
    page = chat.files["html"].decode()
    for words in (
        "Quiet hours from: 10:00",
        "Quiet hours to: 6:00",
        "Reminders stopped: language tests",
        "screens: yes",
        "Reminders paused through: Wednesday 23 December 2026",
    ):
        assert words in page, words
    content = chat.files["json"]
    other = Chat(chat.database, chat_id=8)
    await other.goes_through("/start", "[Start]", "/import")
    await other.sends_file(content)
    await other.presses("Take over")
    assert (await known(other)).settings == chosen


async def test_a_copy_is_shown_and_changes_nothing_until_it_is_taken_over(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Lagos", "/import")
    before = await chat.candidate()
    text = await chat.sends_file(file(settings={"language": "fr", "time_zone": "Africa/Dakar"}))
    assert "Date of birth: Saturday 31 March 1990" in text
    assert "Language: Français" in text
    assert "takes the place of the answers you have here" in text
    assert "Nothing was changed." in await chat.presses("Keep what is here")
    after = await chat.candidate()
    assert after == before
    assert "This menu is old" in await chat.presses("Take over")
    assert await chat.candidate() == before


async def test_the_words_of_the_button_can_be_typed(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "/import")
    await chat.sends_file(file())
    assert "The copy is taken over" in await chat.says("take over this copy")
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.facts == {"birth_date": "1990-03-31"}


async def test_a_file_nobody_asked_for_is_not_looked_at(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    assert "I do not read files, and I kept nothing of it" in await chat.sends_file(file())
    await chat.goes_through("/import", "/score")
    assert "I do not read files" in await chat.sends_file(file())
    await chat.goes_through("/import", "[Keep what is here]")
    assert "I do not read files" in await chat.sends_file(file())


async def test_other_things_sent_while_a_file_is_waited_for_are_refused_as_ever(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "/import")
    assert "I do not read photos" in await chat.sends(Kind.PHOTO)
    assert "I am waiting for the file" in await chat.says("where do I find it")
    assert "In this copy" in await chat.sends_file(file())


BROKEN = {
    "not text at all": (b"\x00\xff\xfe", "not a copy made with /export"),
    "not JSON": (b"{'facts': 1}", "not a copy made with /export"),
    "deep beyond sense": (b"[" * 200_000, "not a copy made with /export"),
    "another program's": (b'{"name": "x"}', "not a copy made with /export"),
    "a list": (b"[1]", "not a copy made with /export"),
    "no number": (b'{"format": "express-entry-companion", "version": NaN}', "not a copy made with /export"),
    "of a newer program": (file(version=2), "newer version"),
    "without answers": (file(facts=None), "holds no answers"),
    "facts that are no facts": (file(facts=[1]), "facts"),
    "an unknown fact": (file(facts={"shoe_size": 42}), "facts.shoe_size"),
    "a day that does not exist": (file(facts={"birth_date": "1990-02-30"}), "facts.birth_date"),
    "a score the test does not print": (
        file(facts={"tests": [{"kind": "ielts_general", "scores": dict.fromkeys("abcd", 8)}]}),
        "facts.tests.0.scores",
    ),
    "a job before birth": (
        file(facts={"birth_date": "1990-03-31", "jobs": [{"start": "1980-01-01", "country": "CA"}]}),
        "facts.jobs",
    ),
    "a list without end": (file(facts={"stays": [{"country": "FR", "start": "2016-01-01"}] * 51}), "facts.stays"),
    "lists too many": (
        file(facts={key: [{"start": "2016-01-01", "country": "FR"}] * 50 for key in ("jobs", "stays", "a", "b", "c")}),
        "file: facts.",
    ),
    "a language we do not speak": (file(settings={"language": "de"}), "settings.language"),
    "a zone that is none": (file(settings={"time_zone": "../../etc/passwd"}), "settings.time_zone"),
    "a zone of another kind": (file(settings={"time_zone": ["Africa/Lagos"]}), "settings.time_zone"),
    "an hour no clock has": (file(settings={"quiet_from": 25}), "settings.quiet_from"),
    "kinds that are none": (file(settings={"muted": ["everything"]}), "settings.muted"),
    "kinds that are no list": (file(settings={"muted": 1}), "settings.muted"),
    "neither on nor off": (file(settings={"simple": "yes"}), "settings.simple"),
    "an unknown setting": (file(settings={"colour": "red"}), "settings.colour"),
    "a name that cannot even be sent": (file(facts={"\ud800": 1}), "file: facts."),
    "a name longer than a message": (file(facts={"x y" * 3000: 1}), "file: facts.…."),
    "a section longer than a message": (file(**{"x" * 9000: 1}), "file: …."),
    "settings that are none": (file(settings=7), "settings"),
    "an unknown section": (file(admin=True), "admin"),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_file_says_what_was_not_understood_and_changes_nothing(chat: Chat, name: str) -> None:
    content, words = BROKEN[name]
    await chat.goes_through("/start", "[Start]", "/import")
    before = await chat.candidate()
    text = await chat.sends_file(content)
    assert words in text
    assert "Nothing was changed. Send the file once more" in text
    assert await chat.candidate() == before
    assert "In this copy" in await chat.sends_file(file())  # the way out is open


async def test_values_of_a_broken_file_are_not_repeated(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "/import")
    text = await chat.sends_file(file(facts={"birth_date": "my password is Zanzibar"}))
    assert "facts.birth_date" in text
    assert "Zanzibar" not in text


async def test_a_file_too_large_or_not_to_be_had_says_so(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "/import")
    assert "too large" in await chat.sends_file(None, size=LARGEST_FILE + 1)
    assert "could not get that file" in await chat.sends_file(None)
    assert "In this copy" in await chat.sends_file(file())


async def test_a_copy_with_everything_in_it_fits_one_message(chat: Chat) -> None:
    for number, (language, start) in enumerate((("en", "[Start]"), ("fr", "[Commencer]"))):
        someone = Chat(chat.database, chat_id=20 + number, language=language)
        await someone.goes_through("/start", start, "/import")
        await someone.sends_file(file(facts={**FULL, "stays": [{"country": "FR", "start": "2016-01-01"}] * 50}))
        [shown] = someone.reply.messages
        assert len(shown.text.encode("utf-16-le")) // 2 <= 4096


async def test_questions_under_way_are_closed_by_a_copy(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES, "/import")
    assert "questions you have open here are closed" in await chat.sends_file(file())
    await chat.presses("Take over")
    assert "open" not in (await chat.place() or {})


async def test_a_copy_taken_over_twice_is_taken_over_once(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "/import")
    await chat.sends_file(file())
    await chat.presses("Take over")
    assert "This menu is old" in await chat.presses("Take over")
    async with chat.database.reader() as unit:
        assert len(await journal.entries(unit, chat.chat_id)) == 1


async def test_a_copy_that_waits_is_kept_sealed_and_goes_with_delete(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "/import")
    await chat.sends_file(file())
    assert await chat.place() is not None
    await chat.goes_through("/delete", "[Delete my data]", "delete")
    assert await chat.place() is None


# --- starting over ---


@pytest.mark.parametrize("how", ["/restart", "start over", "recommencer", "Recommencer à zéro"])
async def test_starting_over_removes_what_was_told_and_keeps_the_settings(chat: Chat, how: str) -> None:
    await chat.goes_through(*SAVED, "Lagos")
    text = await chat.says(how)
    assert "the journal of changes" in text
    assert "Your language and your other settings stay" in text
    assert await chat.reminders()
    text = await chat.presses("Start over now")
    assert "What is your date of birth" in text
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.facts is None
    assert (candidate.language, candidate.time_zone) == ("en", "Africa/Lagos")
    assert not await chat.reminders()
    async with chat.database.reader() as unit:
        assert not await journal.entries(unit, chat.chat_id)
    assert "spouse" in await chat.says("31 3 1997")


async def test_starting_over_works_in_the_middle_of_a_question(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    assert "Start over?" in await chat.says("start over")
    assert "What is your date of birth" in await chat.says("start over now")


async def test_anything_but_the_confirmation_starts_nothing_over(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Lagos")
    before = await chat.candidate()
    assert "Nothing was changed." in await chat.goes_through("/restart", "[Keep my answers]")
    assert "This menu is old" in await chat.presses("Start over now")
    await chat.goes_through("/restart", "/score")
    assert "This menu is old" in await chat.presses("Start over now")
    await chat.goes_through("/restart", "My score")
    assert "This menu is old" in await chat.presses("Start over now")
    assert "Nothing was changed." in await chat.goes_through("/restart", "no")
    assert await chat.candidate() == before


async def test_an_old_button_does_not_confirm_a_new_question(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Lagos", "/restart")
    old = chat.button("Start over now").data
    await chat.says("/restart")
    assert "This menu is old" in await chat.presses_data(old)
    assert (await known(chat)).facts


async def test_the_export_can_be_had_from_the_questions_before_deleting_and_starting_over(chat: Chat) -> None:
    for command in ("/delete", "/restart"):
        someone = Chat(chat.database, chat_id=30 + len(command))
        await someone.goes_through(*SAVED, "Lagos", command)
        assert "to read" in await someone.presses("Export my data")


# --- the notice ---


async def test_the_second_layer_says_all_that_the_design_asks_for(chat: Chat) -> None:
    text = await chat.says("/privacy")
    assert "Version 2, 29 November 2026" in text
    for part in ("What I keep", "Why", "Where and who can read it", "How long", "Telegram", "To complain"):
        assert part in text
    assert "12 months" in text
    assert "30 and 7 days" in text


async def test_the_privacy_screen_leads_to_all_that_can_be_done_with_the_data(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Lagos")
    for label, words in (
        ("Export my data", "to read"),
        ("Take over a copy", "Send me the file"),
        ("Start over", "Start over?"),
        ("Delete my data", "Delete everything?"),
    ):
        await chat.says("/privacy")
        assert label in chat.labels
        assert words in await chat.presses(label)
    assert await chat.candidate() is not None


async def test_a_new_version_with_the_same_purpose_asks_nobody_again(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Lagos")
    async with chat.database.unit() as unit:
        candidate = await candidates.load(unit, chat.chat_id)
        assert candidate is not None
        await candidates.save(unit, replace(candidate, notice_version=privacy.SAME_PURPOSE_SINCE))
    assert "CRS score" in await chat.says("/score")


async def test_a_new_purpose_asks_again_and_keeps_what_was_told(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = await chat.goes_through(*TO_THE_SCORES)
    other = Chat(chat.database, chat_id=8)
    await other.goes_through(*SAVED, "Lagos")
    monkeypatch.setattr(privacy, "SAME_PURPOSE_SINCE", privacy.VERSION + 1)
    monkeypatch.setattr(privacy, "VERSION", privacy.VERSION + 1)
    assert "read this and press Start" in await chat.says("hello")
    assert "What are the four scores" in await chat.presses("Start")
    assert "What are the four scores" in asked
    assert "No name, passport" in await other.says("hello")
    assert "Welcome back" in await other.presses("Start")
    assert "CRS score" in await other.says("/score")


async def test_delete_removes_notices_about_to_be_sent(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Lagos")
    async with chat.database.unit() as unit:
        claimed = await notifications.due(unit, chat.now + timedelta(days=3000), 100, chat.now)
    assert claimed
    await chat.goes_through("/delete", "[Delete my data]", "delete")
    async with chat.database.reader() as unit:
        assert [await notifications.load(unit, each.id) for each in claimed] == [None] * len(claimed)


def test_a_new_section_or_setting_is_one_entry_and_each_key_stands_once() -> None:
    for entries in (copies.SECTIONS, copies.SETTINGS):
        keys = [each.key for each in entries]
        assert len(set(keys)) == len(keys)
    assert set(A_COPY) - {"format", "version"} <= {each.key for each in copies.SECTIONS}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=12), inside, max_size=4),
)


@given(told=ANYTHING, key=st.sampled_from(sorted(FULL)), section=st.sampled_from(["facts", "settings", "journal", "x"]))
def test_whatever_a_file_holds_it_is_read_or_refused(told: Any, key: str, section: str) -> None:
    for content in (
        json.dumps(told).encode(),
        json.dumps({**A_COPY, section: told}).encode(),
        json.dumps({**A_COPY, "facts": {**FULL, key: told}}).encode(),
    ):
        with suppress(copies.NotReadable):
            assert isinstance(copies.read(content).facts, Facts)


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_said_of_a_broken_file_is_short_and_can_be_sent(name: str) -> None:
    with pytest.raises(copies.NotReadable) as caught:
        copies.read(BROKEN[name][0])
    assert all(0 < len(entry.encode()) < 200 for entry in caught.value.entries)


@given(content=st.binary(max_size=200))
def test_whatever_bytes_a_file_is_made_of_it_is_refused(content: bytes) -> None:
    with pytest.raises(copies.NotReadable):
        copies.read(content)


def worked_out() -> int:
    """What is remembered of facts, whatever the words of questions."""
    return room._weighed.cache_info().currsize + summary._worked.cache_info().currsize


async def test_what_was_worked_out_for_somebody_leaves_the_memory_with_them(chat: Chat) -> None:
    await knows_everything(chat)
    await chat.goes_through("/improve", "/dates", "/score", "[Score as a picture]", "what is a vanessa")
    assert remembered.kept() > 0
    await chat.goes_through("/restart", "[Start over now]")
    assert worked_out() == 0
    await knows_everything(chat)
    await chat.says("/improve")
    assert worked_out() > 0
    await chat.goes_through("/delete", "[Delete my data]", "delete")
    assert remembered.kept() == 0


def test_only_the_rules_and_the_calendar_stay_in_memory() -> None:
    """Every cache with room for several answers is one of `remembered`, or known to hold nothing of anybody."""
    floors = [Path(rules.__file__).parent, Path(conversations.__file__).parent]
    found = {
        f"{path.stem}.{name}"
        for floor in floors
        for path in floor.rglob("*.py")
        for name in re.findall(r"@lru_cache\(.*\n\s*(?:async )?def (\w+)", path.read_text("utf-8"))
    }
    assert found == {
        "months.last_day",
        "work_course.window_start",
        "work_course.months_after",
        "work_course._starts",
    }
