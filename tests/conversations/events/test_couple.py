"""The couple: becoming one, parting, what becomes of the partner. Numbers by hand from the tables of CRS-2025-03-25."""

from __future__ import annotations

from typing import Any

import pytest

from rules.facts import Facts
from rules.family import settlement_funds
from rules.journey import State, stage_on
from tests.conversations.chat import MONDAY, Chat

CLB_9 = {
    "kind": "ielts_general",
    "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7},
    "result_date": "2026-10-01",
}

SINGLE: dict[str, Any] = {
    "birth_date": "1994-01-01",
    "education": "masters_or_entry_to_practice_professional",
    "tests": [CLB_9],
    "canadian_work_years": 1,
    "foreign_work_years": 1,
    "sibling_in_canada": False,
    "canadian_study": "none",
    "provincial_nomination": False,
    "certificate_of_qualification": False,
}
"""32 years, master's, CLB 9, one year each in Canada and abroad: 94 + 135 + 124 + 40 for the person, and for what
transfers 50 (education) + 38 (25 foreign work with CLB 9, 13 with Canadian work): 481. Accompanied: 85 + 126 + 116
+ 35, the same 88, and 2 for a partner with secondary school: 452."""

PARTNER: dict[str, Any] = {"status": "accompanying", "education": "secondary", "canadian_work_years": 0}
COUPLE = {**SINGLE, "partner": PARTNER}


async def facts(chat: Chat) -> dict[str, Any]:
    kept = await chat.candidate()
    assert kept is not None
    assert kept.facts is not None
    return kept.facts


async def opens(chat: Chat, group: str, event: str) -> str:
    await chat.says("/change")
    await chat.presses(group)
    return await chat.presses(event)


# --- becoming a couple ---


async def test_story_s38_married_after_the_application_is_kept_and_the_partner_declared(chat: Chat) -> None:
    applied = {"issued": "2026-10-01", "program": "canadian_experience", "applied": "2026-11-10"}
    await chat.knows({**SINGLE, "invitation": applied})
    await opens(chat, "My partner", "I got married")
    await chat.goes_through("20 Nov 2026", "[Yes, coming with me]")
    text = await chat.presses("Save this change")
    assert "Saved: I got married, or a wedding is set, Friday 20 November 2026." in text
    assert "Tell IRCC at once, by its web form or in your account" in text
    assert (
        "As I read the Act, the ranking of your invitation is not made again for someone who joins the family" in text
    )
    assert "the minimum conditions of your program still have to be met" in text
    assert "Do not land before this is settled" in text
    told = await facts(chat)
    assert told["partner"] == {"status": "accompanying", "married": "2026-11-20"}
    assert stage_on(Facts.model_validate(told), MONDAY.date()).state is State.applied


async def test_mistake_28_the_status_of_a_new_partner_is_asked_before_anything_is_counted(chat: Chat) -> None:
    await chat.knows(SINGLE)
    await opens(chat, "My partner", "I got married")
    text = await chat.says("14 March 2026")
    assert "Is your partner a Canadian citizen or permanent resident?" in text
    text = await chat.presses("Yes, Canadian")
    assert "stays at 481" in text
    await chat.presses("Save this change")
    assert (await facts(chat))["partner"] == {"status": "canadian", "married": "2026-03-14"}


async def test_a_partner_who_is_there_is_not_asked_for_again_and_keeps_what_was_told(chat: Chat) -> None:
    await chat.knows({**SINGLE, "partner": {**PARTNER, "living_together_since": "2024-05-01"}})
    await opens(chat, "My partner", "I got married")
    text = await chat.says("14 March 2026")
    assert "Press a line to change it" in text
    await chat.presses("Save this change")
    assert (await facts(chat))["partner"] == {
        **PARTNER,
        "living_together_since": "2024-05-01",
        "married": "2026-03-14",
    }


async def test_a_wedding_before_a_birth_is_asked_again_with_the_reason(chat: Chat) -> None:
    await chat.knows(SINGLE)
    await opens(chat, "My partner", "I got married")
    text = await chat.says("3 May 1993")
    assert "Monday 3 May 1993 is before a date of birth you told me, Saturday 1 January 1994." in text
    assert "When was the wedding, or when will it be?" in text


async def test_what_is_needed_and_not_known_is_asked_for_and_nothing_is_guessed(chat: Chat) -> None:
    await chat.knows(SINGLE)
    await opens(chat, "My partner", "I got married")
    await chat.goes_through("14 March 2026", "[I don't know yet]")
    assert "To keep this I need: Partner. It waits here." in await chat.presses("Save this change")
    assert "partner" not in await facts(chat)


async def test_a_wedding_that_is_put_off_gets_a_new_day(chat: Chat) -> None:
    await chat.knows({**SINGLE, "partner": {**PARTNER, "married": "2026-12-20"}})
    await opens(chat, "My partner", "I got married")
    await chat.goes_through("14 March 2027", "[Save this change]")
    assert (await facts(chat))["partner"]["married"] == "2027-03-14"


async def test_story_s39_living_together_counts_from_the_day_of_twelve_months(conversation: Chat) -> None:
    await conversation.knows(SINGLE)
    text = await conversation.says("on vit ensemble depuis le 3 mai 2026")
    assert "ce jour sera le 3 mai 2027" in text.replace("lundi ", "")
    text = await conversation.presses("Oui, m’accompagne")
    assert "Depuis quand" not in text
    assert "dimanche 3 mai 2026" in text
    # At 33, from 1 January 2027 on: 88 + 135 + 124 + 40 + 88 = 475; accompanied 80 + 126 + 116 + 35 + 88 = 445.
    assert "ne change pas : 481" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "à partir du lundi 3 mai 2027" in text
    assert "se déclare alors à toute étape" in text
    assert "445" in text
    assert "475" in text
    assert "−30" in text
    await conversation.presses("Enregistrer ce changement")
    kept = Facts.model_validate(await facts(conversation))
    assert kept.partner is not None
    assert str(kept.partner.living_together_since) == "2026-05-03"
    text = await conversation.says("/score")
    assert "Votre conjoint n’est pas encore compté" in text
    assert "lundi 3 mai 2027" in text
    for never in ("déménag", "séparer", "quitter"):
        assert never not in text


async def test_mistake_1_nobody_who_lives_with_a_partner_gets_a_single_score_without_a_word(chat: Chat) -> None:
    await chat.knows(SINGLE)
    await chat.says("we live together since 3 May 2026")
    await chat.presses("Yes, coming with me")
    text = await chat.presses("Save this change")
    assert "481" in text
    assert "Your partner is not counted yet: for the rules you are a couple from Monday 3 May 2027 on." in text
    for screen in ("/score", "/start"):
        assert "Your partner is not counted yet" in await chat.says(screen)


async def test_twelve_months_that_are_over_make_a_couple_at_once(chat: Chat) -> None:
    await chat.knows(SINGLE)
    await chat.says("we live together since 3 May 2025")
    text = await chat.presses("Yes, coming with me")
    assert "Twelve months of living together were complete on Sunday 3 May 2026" in text
    assert "a profile that says single is no longer right" in text
    # 85 + 126 + 116 + 35 + 88, and nothing known of the partner
    assert "450" in text


async def test_a_partner_without_a_date_may_be_married_and_is_asked_so(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await opens(chat, "My partner", "We live together")
    await chat.goes_through("3 May 2026", "[Yes, married]", "20 June 2020")
    await chat.presses("Save this change")
    assert (await facts(chat))["partner"] == {
        **PARTNER,
        "living_together_since": "2026-05-03",
        "married": "2020-06-20",
    }


async def test_a_question_about_living_together_is_answered_and_begins_nothing(chat: Chat) -> None:
    await chat.knows(SINGLE)
    text = await chat.says("we live together since 3 May 2026, single or common-law?")
    assert "Monday 3 May 2027" in text
    assert (await chat.place() or {}).get("open") is None


# --- whether the partner comes ---


async def test_story_s40_both_figures_come_with_what_goes_with_them(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await opens(chat, "My partner", "My partner no longer comes")
    text = await chat.presses("Today")
    assert text.count("481") == 1
    assert text.count("452") == 1
    assert "+29" in text
    assert "declared, examined and counted for the funds in any case" in text
    assert "misrepresentation: it can mean refusal and five years" in text
    assert "already lives with you in Canada is a known reason for questions" in text
    assert "a language test of your partner with CLB/NCLC 9 in all four abilities: +20, which makes 472" in text
    text = await chat.presses("Save this change")
    assert "472" not in text  # what goes with it was said before it was kept
    told = await facts(chat)
    assert told["partner"] == {**PARTNER, "status": "not_accompanying"}
    assert settlement_funds(Facts.model_validate(told), MONDAY.date()).size == 2


async def test_mistake_2_wording_it_for_points_is_refused_and_begins_nothing(chat: Chat) -> None:
    await chat.knows(COUPLE)
    text = await chat.says("put my wife non-accompanying for points then add later")
    assert "I do not help to word this for points" in text
    assert (await chat.place() or {}).get("open") is None
    assert (await facts(chat))["partner"] == PARTNER


async def test_a_partner_who_comes_after_all_turns_it_back(chat: Chat) -> None:
    await chat.knows({**SINGLE, "partner": {**PARTNER, "status": "not_accompanying"}})
    await chat.says("my husband is coming with me after all")
    text = await chat.presses("Today")
    assert "452" in text
    assert "−29" in text
    await chat.presses("Save this change")
    assert (await facts(chat))["partner"]["status"] == "accompanying"


async def test_story_s41_a_partner_who_became_a_citizen_leaves_the_column_and_stays_in_the_family(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await chat.says("my wife became a citizen")
    text = await chat.presses("Today")
    assert "481" in text
    assert "In the family that the funds are counted for, your partner stays." in text
    await chat.presses("Save this change")
    told = Facts.model_validate(await facts(chat))
    assert told.partner is not None
    assert told.partner.status == "canadian"
    assert settlement_funds(told, MONDAY.date()).size == 2


# --- parting ---


async def test_story_s46_the_death_of_a_partner_shows_no_number_before_it_is_asked_for(chat: Chat) -> None:
    await chat.knows(COUPLE)
    heard = [await chat.says("my husband died on 3 October 2026")]
    assert "I am sorry for your loss" in heard[0]
    assert chat.labels == ["Tell it now", "Pause the reminders for 30 days", "Leave it for today"]
    heard.append(await chat.presses("Tell it now"))
    assert "Day of death: Saturday 3 October 2026" in heard[1]
    heard.append(await chat.presses("Save this change"))
    for text in heard:
        for never in ("CRS", "481", "452", "points", "score", "!"):
            assert never not in text
    assert "undoing this change brings it back" in heard[2]
    told = await facts(chat)
    assert "partner" not in told
    assert told["former_partner"] == {"how": "died", "since": "2026-10-03"}
    assert "481" in await chat.presses("Show what it changes")
    assert "Leave it for today" in chat.labels
    assert "Pause the reminders through Wednesday 23 December 2026?" in await chat.presses("Pause the reminders")
    assert "/start brings you back" in await chat.presses("Leave it for today")


async def test_after_a_loss_in_the_pool_it_is_said_gently_what_has_to_be_told(chat: Chat) -> None:
    await chat.knows({**COUPLE, "profile": {"submitted": "2026-06-01"}})
    await chat.goes_through("my wife passed away", "[Tell it now]", "3 October 2026")
    text = await chat.presses("Save this change")
    assert "When you are able to, change it in your profile" in text
    assert "misrepresentation" not in text
    assert "481" in await chat.presses("Show what it changes")


async def test_a_separation_has_words_of_its_own_in_french_too(conversation: Chat) -> None:
    await conversation.knows(COUPLE)
    heard = [await conversation.says("nous nous sommes séparés le 3 octobre 2026")]
    assert "Ce que vous traversez est difficile." in heard[0]
    heard.append(await conversation.presses("L’inscrire maintenant"))
    heard.append(await conversation.presses("Enregistrer ce changement"))
    for text in heard:
        for never in ("SCG", "481", "452", "points", "note", "!"):
            assert never not in text
    assert (await facts(conversation))["former_partner"] == {"how": "separated", "since": "2026-10-03"}


async def test_a_separation_before_the_wedding_is_asked_again_with_the_reason(chat: Chat) -> None:
    await chat.knows({**SINGLE, "partner": {**PARTNER, "married": "2020-05-05"}})
    await opens(chat, "My partner", "We separated")
    text = await chat.says("3 May 2019")
    assert "Friday 3 May 2019 is before you were a couple by what you told me" in text
    assert "Tuesday 5 May 2020" in text
    assert "Since when have you lived apart as a couple?" in text


async def test_a_divorce_after_a_separation_cannot_be_before_it(chat: Chat) -> None:
    await chat.knows({**SINGLE, "former_partner": {"how": "separated", "since": "2026-05-03"}})
    await opens(chat, "My partner", "We divorced")
    assert "is before you separated, Sunday 3 May 2026" in await chat.says("1 May 2026")
    await chat.goes_through("20 November 2026", "[Save this change]")
    assert (await facts(chat))["former_partner"] == {"how": "divorced", "since": "2026-11-20"}


@pytest.mark.parametrize(
    ("whose", "left"), [("My family", True), ("My partner's family", False), ("I don't know yet", None)]
)
async def test_the_family_of_a_partner_goes_with_the_partner(chat: Chat, whose: str, left: bool | None) -> None:
    await chat.knows({**COUPLE, "sibling_in_canada": True})
    await opens(chat, "My partner", "We separated")
    text = await chat.says("3 October 2026")
    assert "Whose family is that?" in text
    await chat.presses(whose)
    await chat.presses("Save this change")
    assert (await facts(chat)).get("sibling_in_canada") is left


async def test_a_new_partner_takes_the_place_of_a_former_one(chat: Chat) -> None:
    await chat.knows({**SINGLE, "former_partner": {"how": "divorced", "since": "2026-05-03"}})
    await opens(chat, "My partner", "I got married")
    assert "is before your last marriage or couple ended, Sunday 3 May 2026" in await chat.says("1 May 2026")
    await chat.goes_through("20 November 2026", "[Yes, not coming]", "[Save this change]")
    told = await facts(chat)
    assert "former_partner" not in told
    assert told["partner"]["status"] == "not_accompanying"


async def test_two_who_were_not_married_yet_part_as_people_who_were_no_couple(chat: Chat) -> None:
    await chat.knows({**SINGLE, "partner": {**PARTNER, "married": "2027-03-14"}})
    await opens(chat, "My partner", "We separated")
    await chat.goes_through("20 November 2026", "[Save this change]")
    told = await facts(chat)
    assert "partner" not in told
    assert "former_partner" not in told


async def test_a_change_of_a_partner_who_left_meanwhile_changes_nothing(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await opens(chat, "My partner", "My partner no longer comes")
    await chat.presses("Today")
    await opens(chat, "My partner", "We separated")
    await chat.goes_through("20 November 2026", "[Save this change]")
    before = await facts(chat)
    assert "My partner no longer comes" in await chat.says("/start")
    assert "Nothing was changed." in await chat.says("Save this change")
    assert await facts(chat) == before


async def test_a_parent_who_died_is_no_partner(chat: Chat) -> None:
    await chat.knows(COUPLE)
    text = await chat.says("my mother died")
    assert "I am sorry for your loss" in text
    assert "Tell it now" not in chat.labels
    assert (await facts(chat))["partner"] == PARTNER


# --- what the partner earns ---


@pytest.mark.parametrize(
    ("event", "asked"),
    [
        ("Partner's new English result", "Which test is the new result from?"),
        ("Partner's new French result", "Which test is the new result from?"),
        ("Partner's new diploma", "What level is this diploma"),
    ],
)
async def test_a_result_or_a_diploma_of_the_partner_is_told_where_it_stands(chat: Chat, event: str, asked: str) -> None:
    await chat.knows(COUPLE)
    assert asked in await opens(chat, "My partner's tests or studies", event)


async def test_a_new_result_of_the_partner_shows_the_score_before_and_after(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await opens(chat, "My partner's tests or studies", "Partner's new English result")
    await chat.goes_through("[IELTS General]", "L8 R7 W7 S7", "1 Oct 2026")
    text = await chat.presses("Save the new result")
    assert "472" in text
    assert "452" in text


# --- undone, and to come ---


async def test_undoing_a_separation_brings_back_all_that_was_told_of_the_partner(chat: Chat) -> None:
    await chat.knows({**COUPLE, "sibling_in_canada": True})
    before = await facts(chat)
    await chat.goes_through("we separated on 3 October 2026", "[Tell it now]", "[My partner's family]")
    await chat.presses("Save this change")
    text = await chat.presses("Undo")
    assert "again as they were before" in text
    assert "CRS" not in text
    assert await facts(chat) == before


async def test_a_separation_to_come_changes_nothing_before_its_day(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await opens(chat, "My partner", "We separated")
    await chat.says("3 January 2027")
    text = await chat.presses("Save this change")
    assert "Planned: We separated, Sunday 3 January 2027." in text
    assert "481" not in text
    assert (await facts(chat))["partner"] == PARTNER


async def test_the_history_does_not_take_back_that_there_was_no_partner_when_one_is_told(chat: Chat) -> None:
    await chat.knows(SINGLE)
    await opens(chat, "My partner", "I got married")
    await chat.goes_through("14 November 2026", "yes, coming with me", "[Save this change]")
    text = await chat.says("/history")
    assert "married since: Saturday 14 November 2026" in text
    assert "no longer told" not in text
