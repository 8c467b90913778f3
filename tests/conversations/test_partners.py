"""Two people who link: the code, the consent of both, what each sees of the other, and the end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from conversations import answers as typed
from conversations import notices
from conversations.partners import news
from conversations.partners.scripts import readable
from conversations.partners.seen import shared_clocks
from locales import LANGUAGES, use
from rules.facts import Facts
from storage import candidates
from storage.links import ASKED_LASTS, LETTERS, MOST_TRIES
from storage.notifications import Notification
from tests.conversations.chat import MONDAY, Chat

MEANING = "What a link means"

ANAS: dict[str, Any] = {
    "birth_date": "1994-05-05",
    "education": "masters_or_entry_to_practice_professional",
    "canadian_work_years": 1,
    "foreign_work_years": 2,
    "passport_expires": "2027-06-30",
    "permits": [{"kind": "open_work", "until": "2027-03-31"}, {"kind": "study", "until": "2027-01-31"}],
    "profile": {"submitted": "2026-02-01"},
    "tests": [
        {
            "kind": "celpip_general",
            "result_date": "2026-10-10",
            "scores": {"listening": 9, "reading": 9, "writing": 9, "speaking": 9},
        }
    ],
    "partner": {"status": "accompanying", "passport_expires": "2028-02-02"},
}
"""Ana, who has told nearly everything, her partner's passport included."""


async def knows(chat: Chat, told: dict[str, Any]) -> None:
    """What the full profile would have been told."""
    facts = Facts.model_validate(told)
    async with chat.database.unit() as unit:
        found = await candidates.load(unit, chat.chat_id)
        assert found is not None
        await candidates.save(unit, replace(found, facts=facts.model_dump(mode="json")))


@pytest.fixture
async def ana(chat: Chat) -> Chat:
    await chat.goes_through("/start", "[Start]", "/stop")
    await knows(chat, ANAS)
    return chat


@pytest.fixture
async def sam(ana: Chat) -> Chat:
    other = Chat(ana.database, chat_id=8)
    await other.goes_through("/start", "[Start]", "/stop")
    return other


async def code_of(chat: Chat) -> str:
    """Makes a code and reads it off the screen."""
    found = re.search(r"Your code: (\S{4}-\S{4})", await chat.goes_through("/partner", "[Make a code]"))
    assert found is not None, chat.text
    return found[1]


async def link(ana: Chat, sam: Chat, alias: str = "Sam") -> None:
    """Sam enters Ana's code and agrees; she sees who it is and agrees."""
    await sam.goes_through(f"/partner {await code_of(ana)}", "[Agree and link]", alias)
    await ana.goes_through("/partner", "[Agree and link]")
    assert "Both of you have agreed." in ana.text


async def told(chat: Chat) -> list[Notification]:
    """What waits to be told about the link."""
    return [each for each in await chat.reminders() if each.kind == news.NOTICE]


async def reads(chat: Chat) -> str:
    """The one notice that waits, as it is worded at delivery."""
    (row,) = await told(chat)
    candidate = await chat.candidate()
    assert candidate is not None
    message = notices.word(row, candidate, row.due_at)
    chat.seen.append(message)
    return message.text


# --- the way into a link ---


async def test_a_newcomer_reads_the_privacy_notice_before_anything_of_links(chat: Chat) -> None:
    for way_in in ("/partner", "/partner BCDF-GHJK", "/unlink"):
        assert "I keep the answers you give me" in await chat.says(way_in)
    assert "I keep the answers you give me" in await chat.presses_data("pa:make")


async def test_the_screen_says_what_a_link_means_before_anybody_makes_a_code(ana: Chat) -> None:
    text = await ana.says("/partner")
    assert "You are not linked with anybody." in text
    assert "Answers and scores stay yours." in text
    assert "A link changes no reminder" in text
    assert "Nothing is shown to anybody before both have agreed." in text
    assert ana.labels == ["Make a code", "Enter a code"]


async def test_two_people_link_by_a_code_and_the_consent_of_both(ana: Chat, sam: Chat) -> None:
    code = await code_of(ana)
    assert "until 10:00\N{NARROW NO-BREAK SPACE}a.m. on Tuesday 24 November 2026" in ana.text
    text = await sam.goes_through("/partner", "[Enter a code]", code.lower().replace("-", " "))
    assert "Go on only if it was your partner who gave it to you." in text
    assert MEANING in text
    assert await told(ana) == [], "nobody is asked before the one who entered the code has agreed"
    text = await sam.presses("Agree and link")
    assert "How will your partner know that it is you?" in text
    text = await sam.says("Sam")
    assert "You have agreed" in text
    assert "Somebody asks to link with you" in await reads(ana)
    text = await ana.presses("See who asks")
    assert "calls themselves “Sam”" in text
    assert MEANING in text
    text = await ana.presses("Agree and link")
    assert "You are linked with “Sam”" in text
    assert await told(ana) == []
    assert "both of you have agreed" in await reads(sam)
    assert "You are linked with your partner" in await sam.presses("Partner link")


async def test_nothing_of_the_other_is_shown_at_any_step_before_both_agreed(ana: Chat, sam: Chat) -> None:
    await knows(sam, {"birth_date": "1993-01-01", "passport_expires": "2029-09-09"})
    texts = [await sam.says(f"/partner {await code_of(ana)}"), await ana.says("/partner")]
    texts += [await sam.says("/dates"), await ana.says("/dates"), await ana.presses_data("pa:answers")]
    texts += [await sam.goes_through("/partner", "[Agree and link]", "Sam"), await sam.says("/dates")]
    texts += [await ana.says("/dates"), await sam.presses_data("pa:answers"), await sam.presses_data("pa:share")]
    assert not [text for text in texts if "Your partner's dates" in text]
    assert not any("2029" in message.text for message in ana.seen)
    assert not any("30 June 2027" in message.text for message in sam.seen)


async def test_the_whole_way_can_be_typed(ana: Chat, sam: Chat) -> None:
    await ana.says("/partner")
    text = await ana.says("make a code")
    code = re.search(r"Your code: (\S+)", text)
    assert code is not None
    await sam.goes_through("enter a code", code[1], "agree and link", "Sam")
    await ana.says("agree and link")
    assert "You are linked with “Sam”" in ana.text
    await ana.goes_through("choose what I share", "1", "share it", "save")
    assert "your partner sees your dates and: the CRS score." in ana.text
    assert "CRS score, estimated for" in await sam.says("your partner's answers")
    assert "sees dates only" in await ana.says("share dates only")
    assert "Unlinked" in await ana.says("unlink")


async def test_no_name_is_needed(ana: Chat, sam: Chat) -> None:
    await sam.goes_through(f"/partner {await code_of(ana)}", "[Agree and link]", "[Skip]")
    text = await ana.says("/partner")
    assert "gave no name" in text
    await ana.presses("Agree and link")
    assert "You are linked with your partner" in ana.text


@pytest.mark.parametrize("alias", ["t.me/sam", "@sam", "<b>Sam</b>", "S" * 21, "sam 007"])
async def test_an_alias_carries_no_address_and_no_number(ana: Chat, sam: Chat, alias: str) -> None:
    text = await sam.goes_through(f"/partner {await code_of(ana)}", "[Agree and link]", alias)
    assert "I can keep letters only, 20 at most" in text
    assert "You have agreed" in await sam.says("Zoë-Li d’A")


async def test_the_maker_agrees_only_after_seeing_who_asks(ana: Chat, sam: Chat) -> None:
    await sam.says(f"/partner {await code_of(ana)}")
    text = await ana.says("/partner")
    assert "The other person has not agreed yet" in text
    assert "Agree and link" not in ana.labels
    data = sam.button("Agree and link").data
    assert "The other person has not agreed yet" in await ana.presses_data(data)
    await sam.goes_through("[Agree and link]", "Sam")
    assert "Link with this person?" in await ana.says("/partner")


async def test_an_old_consent_counts_for_no_other_person(ana: Chat, sam: Chat) -> None:
    await sam.goes_through(f"/partner {await code_of(ana)}", "[Agree and link]", "Sam")
    await ana.says("/partner")
    to_sam = ana.button("Agree and link").data
    await ana.presses("Do not link")
    eve = Chat(ana.database, chat_id=9)
    await eve.goes_through("/start", "[Start]", "/stop", f"/partner {await code_of(ana)}", "[Agree and link]", "Eve")
    assert "This menu is old" in await ana.presses_data(to_sam)
    assert "Your partner's dates" not in await eve.says("/dates")


async def test_a_stranger_who_got_the_code_sees_nothing_and_is_told_nothing_when_refused(ana: Chat) -> None:
    eve = Chat(ana.database, chat_id=9)
    await eve.goes_through("/start", "[Start]", "/stop", f"/partner {await code_of(ana)}", "[Agree and link]", "Eve")
    text = await ana.goes_through("/partner", "[Do not link]")
    assert "nothing was shown to anybody" in text
    assert await told(ana) == []
    assert await told(eve) == []
    assert "You are not linked with anybody" in await eve.says("/partner")


async def test_who_entered_a_code_can_think_better_of_it(ana: Chat, sam: Chat) -> None:
    await sam.goes_through(f"/partner {await code_of(ana)}", "[Agree and link]", "Sam")
    assert len(await told(ana)) == 1
    await sam.presses("Withdraw")
    assert await told(ana) == [], "what was not delivered yet would ask about nobody"
    assert "You are not linked with anybody" in await ana.says("/partner")


async def test_a_withdrawal_that_comes_after_the_consent_ends_the_link(ana: Chat, sam: Chat) -> None:
    await sam.goes_through(f"/partner {await code_of(ana)}", "[Agree and link]", "Sam")
    await ana.goes_through("/partner", "[Agree and link]")
    assert "Unlinked" in await sam.presses("Withdraw")
    assert "Your partner's dates" not in await ana.says("/dates")


async def test_consent_that_does_not_come_within_three_days_makes_no_link(ana: Chat, sam: Chat) -> None:
    await sam.goes_through(f"/partner {await code_of(ana)}", "[Agree and link]", "Sam")
    await ana.says("/partner")
    ana.now += ASKED_LASTS
    assert "This menu is old" in await ana.presses("Agree and link")
    assert "You are not linked with anybody" in ana.text
    sam.now = ana.now
    assert "You are not linked with anybody" in await sam.says("/partner")


# --- codes that do not work ---


async def test_a_code_works_once_and_a_second_use_is_refused_with_words(ana: Chat, sam: Chat) -> None:
    code = await code_of(ana)
    await sam.says(f"/partner {code}")
    eve = Chat(ana.database, chat_id=9)
    text = await eve.goes_through("/start", "[Start]", "/stop", f"/partner {code}")
    assert "I know no such code: it may be mistyped, used already, withdrawn, or more than 24 hours" in text
    assert "Which code did your partner make?" in text


async def test_a_code_is_over_after_24_hours(ana: Chat, sam: Chat) -> None:
    code = await code_of(ana)
    assert "A code of yours waits to be entered" in await ana.says("/partner")
    sam.now = ana.now = ana.now + timedelta(hours=24)
    assert "I know no such code" in await sam.says(f"/partner {code}")
    assert "A code of yours waits" not in await ana.says("/partner")


async def test_a_code_is_shown_once_and_can_be_withdrawn(ana: Chat, sam: Chat) -> None:
    code = await code_of(ana)
    text = await ana.says("/partner")
    assert code not in text
    assert "I do not keep it in readable form" in text
    assert "No code of yours is good any more" in await ana.presses("Withdraw the code")
    assert "I know no such code" in await sam.says(f"/partner {code}")


async def test_nobody_links_with_themselves(ana: Chat, sam: Chat) -> None:
    code = await code_of(ana)
    assert "That is your own code" in await ana.says(f"/partner {code}")
    assert "The code is right" in await sam.says(f"/partner {code}")


async def test_who_is_linked_already_is_shown_the_way_out(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    eve = Chat(ana.database, chat_id=9)
    await eve.goes_through("/start", "[Start]", "/stop")
    code = await code_of(eve)
    for said in (f"/partner {code}", "enter a code", "make a code"):
        text = await ana.says(said)
        assert "You can be in one link at a time" in text
        assert "Unlink" in ana.labels
    assert "The code is right" not in text


async def test_after_five_wrong_codes_the_chat_has_to_wait_a_day(ana: Chat, sam: Chat) -> None:
    code = await code_of(ana)
    wrong = readable(LETTERS[:8])
    for n in range(MOST_TRIES):
        text = await sam.says(f"/partner {wrong}" if not n else wrong)
    assert "Too many codes from this chat were wrong. You can try again at" in text
    assert "on Tuesday 24 November 2026" in text
    assert "Too many codes" in await sam.says(f"/partner {code}")
    assert "Too many codes" in await sam.says("enter a code")
    sam.now = ana.now = sam.now + timedelta(days=1)
    assert "The code is right" in await sam.says(f"/partner {await code_of(ana)}")


async def test_a_code_asked_for_is_not_waited_for_once_it_came_another_way(ana: Chat, sam: Chat) -> None:
    await sam.goes_through("/partner BBBB-BBBB", f"/partner {await code_of(ana)}")
    assert "I am not sure what you mean" in await sam.says("purple elephants")
    await sam.says("/partner")
    await sam.presses("Do not link")
    await sam.goes_through("enter a code", "[Do not link]")
    assert "I am not sure what you mean" in await sam.says("purple elephants")


@pytest.mark.parametrize("said", ["BCDF", "my partner gave me one", "BCDF-GHJ1"])
async def test_what_cannot_be_a_code_is_no_try(sam: Chat, said: str) -> None:
    for _ in range(MOST_TRIES + 1):
        text = await sam.says(f"/partner {said}")
    assert "a code has eight letters, for example BCDF-GHJK" in text
    await sam.says("enter a code")
    assert "a code has eight letters" in await sam.says(said)


async def test_a_deep_link_with_a_code_does_nothing_with_it(ana: Chat, sam: Chat) -> None:
    code = await code_of(ana)
    for start in (f"/start {code}", f"/start partner_{code}", f"/start fr_{code}"):
        await sam.says(start)
    assert "A code of yours waits to be entered" in await ana.says("/partner")


def test_no_code_looks_like_something_that_must_not_be_sent() -> None:
    for start in range(len(LETTERS)):
        letters = (LETTERS * 2)[start : start + 8]
        for said in (letters, readable(letters), readable(letters).lower(), f"{letters[:4]} {letters[4:]}"):
            assert typed.looks_secret(said) is None
            assert typed.read_control(said) is None
            assert typed.read_language_wish(said) is None


# --- what each sees ---


async def test_each_sees_the_dates_of_the_other_that_concern_both(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    text = await sam.says("/dates")
    theirs = text[text.index("Your partner's dates") :]
    lines = [line for line in theirs.split("\n") if line[:1].isdigit()]
    assert [line.partition(". ")[2].partition(":")[0] for line in lines] == [
        "Study permit",
        "Express Entry profile",
        "Work permit",
        "Passport",
        "English test result",
    ]
    assert "4. Passport: last day Wednesday 30 June 2027. 219 days left." in theirs
    assert "5. English test result: last day Monday 9 October 2028. 686 days left." in theirs
    assert "I do not remind you of these: each of you sees to their own dates." in theirs
    assert "2028-02-02" not in theirs
    assert "February 2028" not in theirs, "what Ana told of her partner is not hers"


async def test_the_others_dates_are_those_of_the_moment(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await sam.says("/dates")
    await knows(ana, {"birth_date": "1994-05-05", "passport_expires": "2031-12-31"})
    text = await sam.says("/dates")
    assert "1. Passport: last day" in text
    assert "2031" in text
    assert "English test result" not in text
    await knows(ana, {"birth_date": "1994-05-05"})
    assert "I know of no date of your partner's that runs out" in await sam.says("/dates")


async def test_ones_own_dates_and_the_others_stand_in_sections_of_their_own(ana: Chat, sam: Chat) -> None:
    await knows(sam, {**ANAS, "passport_expires": "2029-09-09"})
    await link(ana, sam)
    await sam.says("/dates")
    own, theirs = sam.reply.messages
    assert own.text.startswith("<b>Your dates</b>")
    assert theirs.text.startswith("<b>Your partner's dates</b>")
    assert "2029" not in theirs.text


async def test_dates_never_show_an_answer(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    text = await sam.says("/dates")
    for answer in ("1994", "master", "CELPIP", "score", "CLB", "points"):
        assert answer not in text[: text.index("I need your answers first")]


async def test_nobody_is_reminded_of_the_others_dates(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await sam.says("/dates")
    assert [each for each in await sam.reminders() if each.kind != news.NOTICE] == []


async def test_answers_are_not_shared_unless_their_owner_chooses_so(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    assert "Of theirs, you see dates only, and no answers." in await sam.says("/partner")
    assert "Your partner's answers" not in sam.labels
    assert "You are linked with your partner" in await sam.presses_data("pa:answers")
    await ana.presses("Choose what I share")
    assert ana.text.count("Do not share it") == 5
    await ana.goes_through("[1. CRS score]", "[Share it]", "[3. Education]", "[Share it]")
    assert "CRS" not in await sam.presses_data("pa:answers"), "nothing before it is saved"
    assert "your partner sees your dates and: the CRS score and the education." in await ana.presses("Save")
    text = await sam.goes_through("/partner", "[Your partner's answers]")
    assert "CRS score, estimated for 23 November 2026: at least" in text
    assert "Education: Master's degree, or a professional degree" in text
    for kept in ("CELPIP", "Work", "1994", "birth"):
        assert kept not in text
    assert "sees dates only" in await ana.presses("Share dates only")
    assert "CRS" not in await sam.presses_data("pa:answers")


async def test_the_one_who_shares_sees_no_more_of_the_other_by_it(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await ana.goes_through("[Choose what I share]", "1", "share it", "[Save]")
    assert "Of theirs, you see dates only" in ana.text
    assert "estimated" not in await ana.presses_data("pa:answers")


async def test_a_choice_made_for_one_link_does_not_hold_for_the_next(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await ana.goes_through("[Choose what I share]", "1", "share it")
    save = ana.button("Save")
    await sam.says("/unlink")
    eve = Chat(ana.database, chat_id=9)
    await eve.goes_through("/start", "[Start]", "/stop", "/partner")
    assert "This menu is old" in await ana.presses_data(save.data)
    assert "CRS" not in await eve.presses_data("pa:answers")


# --- the end ---


async def test_story_s61_unlinking_works_at_once_and_the_other_hears_only_that_it_ended(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await ana.goes_through("[Choose what I share]", "1", "share it", "[Save]")
    await reads(sam)
    text = await ana.goes_through("/partner", "[Unlink]")
    assert "Unlinked" in text
    assert "Your partner is told the next morning, and only that the link has ended." in text
    assert "Your partner's dates" not in await sam.says("/dates")
    assert "CRS" not in await sam.presses_data("pa:answers")
    assert await told(ana) == []
    told_sam = await reads(sam)
    assert told_sam == "<b>The link has ended</b>\n\nYour own answers, dates and reminders are unchanged."
    assert "You are not linked with anybody" in await sam.says("/partner")


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/Vancouver", None])
@pytest.mark.parametrize("hours", [0, 5, 12, 20])
async def test_the_hour_of_the_notice_tells_nothing_about_the_hour_of_the_end(
    ana: Chat, sam: Chat, zone: str | None, hours: int
) -> None:
    await link(ana, sam)
    async with sam.database.unit() as unit:
        found = await candidates.load(unit, sam.chat_id)
        assert found is not None
        await candidates.save(unit, replace(found, time_zone=zone))
    ana.now += timedelta(hours=hours)
    await ana.says("/unlink")
    (row,) = await told(sam)
    clock = ZoneInfo(zone or "America/Toronto")
    there = row.due_at.astimezone(clock)
    assert there.strftime("%H:%M") == "09:00"
    assert there.date() == ana.now.astimezone(clock).date() + timedelta(1)


async def test_deleting_everything_ends_the_link_with_the_same_words(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await ana.goes_through("/delete", "[Delete my data]", "delete")
    assert "deleted" in ana.text
    assert await reads(sam) == "<b>The link has ended</b>\n\nYour own answers, dates and reminders are unchanged."
    assert "You are not linked with anybody" in await sam.says("/partner")
    assert await ana.reminders() == []


async def test_deleting_everything_makes_the_code_worthless(ana: Chat, sam: Chat) -> None:
    code = await code_of(ana)
    await ana.goes_through("/delete", "[Delete my data]", "delete")
    assert "I know no such code" in await sam.says(f"/partner {code}")


async def test_two_link_again_with_a_new_code_and_nothing_is_shared_from_before(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await ana.goes_through("[Choose what I share]", "1", "share it", "[Save]", "/unlink")
    await link(sam, ana, "Ana")
    assert "Of theirs, you see dates only" in await sam.says("/partner")
    assert "both of you have agreed" in await reads(ana)


async def test_an_old_unlink_button_ends_no_later_link(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await ana.says("/partner")
    old = ana.button("Unlink").data
    await ana.presses_data(old)
    assert "This menu is old" in await ana.presses_data(old)
    await link(ana, sam)
    assert "You are linked with “Sam”" in await ana.presses_data(old)


@pytest.mark.parametrize("said", ["how do I unlink?", "should we unlink", "unlinked"])
async def test_a_question_about_unlinking_does_not_unlink(ana: Chat, sam: Chat, said: str) -> None:
    await link(ana, sam)
    await ana.says(said)
    assert "Your partner's dates" in await ana.says("/dates")


async def test_a_word_near_consent_is_none(ana: Chat, sam: Chat) -> None:
    await sam.goes_through(f"/partner {await code_of(ana)}", "[Agree and link]", "Sam")
    for said in ("agree", "I agree", "do not agree and link", "link"):
        await ana.says(said)
    assert "Your partner's dates" not in await ana.says("/dates")


# --- beside everything else ---


async def test_new_facts_do_not_take_the_notice_away(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await ana.says("/unlink")
    await sam.goes_through("/timezone", "Lagos")
    await knows(sam, ANAS)
    await sam.goes_through("/timezone", "Vancouver")
    assert "The link has ended" in await reads(sam)


async def test_the_couple_board_offers_the_link_to_who_has_a_partner(ana: Chat) -> None:
    await ana.says("/couple")
    assert "Partner link" in ana.labels
    assert "You are not linked with anybody" in await ana.presses("Partner link")
    await knows(ana, {**ANAS, "partner": None})
    await ana.says("/couple")
    assert "Partner link" not in ana.labels


async def test_a_notice_reads_in_the_language_chosen_by_then(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await sam.says("/fr")
    await ana.says("/unlink")
    assert "Le lien a pris fin" in await reads(sam)


async def test_a_discreet_notice_says_nothing_of_a_partner_until_it_is_asked_to(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    async with sam.database.unit() as unit:
        found = await candidates.load(unit, sam.chat_id)
        assert found is not None
        await candidates.save(unit, replace(found, settings=replace(found.settings, discreet=True)))
    assert await reads(sam) == "A reminder is waiting for you."
    assert "You are linked: both of you have agreed" in await sam.presses("Show the reminder")


async def test_the_story_in_french(conversation: Chat) -> None:
    sam = Chat(conversation.database, chat_id=8, language="fr")
    for each in (conversation, sam):
        await each.goes_through("/start", "[Commencer]", "/stop")
    await knows(conversation, ANAS)
    text = await conversation.goes_through("/partner", "créer un code")
    code = re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", text)
    assert code is not None
    await sam.goes_through("saisir un code", code[0], "accepter le lien", "Sam")
    text = await conversation.goes_through("/partner", "accepter le lien")
    assert "« Sam »" in text.replace("\N{NO-BREAK SPACE}", " ")
    text = await sam.says("/dates")
    assert "Passeport" in text
    assert "mercredi 30 juin 2027" in text
    assert "last day" not in text


def test_every_notice_fits_a_lock_screen_and_names_nobody() -> None:
    for event in news.WORDED:
        for language in LANGUAGES:
            with use(language):
                blocks, buttons = news.WORDED[event]()
            assert len("".join(blocks)) < 260
            assert buttons


def test_shared_clocks_are_ones_own() -> None:
    facts = Facts.model_validate(ANAS)
    assert {clock.whose for clock in shared_clocks(facts, MONDAY.date())} == {"own"}
