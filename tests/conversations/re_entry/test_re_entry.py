"""A profile that ends: both ways with their dates, the sheet as text and as PDF, the facts confirmed one by one."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, date, datetime
from typing import Any

import pytest

from conversations.messages import Outgoing
from conversations.re_entry import sheet
from conversations.re_entry.printing import Chapter, pdf
from conversations.re_entry.room import screen
from locales import LANGUAGES, Html, Language, use
from rules.facts import Facts, Partner
from tests.conversations.chat import Chat
from tests.conversations.full_facts import FULL, full

# S29: submitted on 30 November 2025, today is 23 November 2026
IN_POOL: dict[str, Any] = {
    "birth_date": "1993-05-05",
    "education": "masters_or_entry_to_practice_professional",
    "credentials": [
        {
            "level": "masters_or_entry_to_practice_professional",
            "country": "FR",
            "completed": "2016-06-30",
            "assessed": "2025-01-10",
        }
    ],
    "tests": [
        {
            "kind": "tef_canada",
            "scale": "older",
            "scores": {"listening": 316, "reading": 248, "writing": 393, "speaking": 393},
            "result_date": "2024-12-02",
        }
    ],
    "canadian_work_years": 0,
    "foreign_work_years": 3,
    "partner_unknown": False,
    "profile": {"submitted": "2025-11-30"},
}


async def test_a_profile_that_ends_in_seven_days_is_told_both_ways_with_dates(conversation: Chat) -> None:
    await conversation.knows(IN_POOL, "Europe/Paris")
    text = await conversation.says("/fiche")
    assert "dans le bassin jusqu’au dimanche 29 novembre 2026" in text
    assert "Il reste 6\u00a0jours." in text
    assert "IRCC n’en conserve rien" in text
    assert "À partir du lundi 30 novembre 2026" in text
    assert "le vôtre date du 30 novembre 2025" in text
    # On that day: the result of 2 December 2024 is usable through 1 December 2026, the assessment to January 2030.
    assert "Pour un nouveau profil le 30 novembre 2026" in text
    assert "mardi 1 décembre 2026" in text or "mardi 1er décembre 2026" in text
    assert "mercredi 9 janvier 2030" in text


async def test_a_test_that_will_have_died_by_then_is_said_to(conversation: Chat) -> None:
    test = {**IN_POOL["tests"][0], "result_date": "2024-11-28"}
    await conversation.knows({**IN_POOL, "tests": [test]}, "Europe/Paris")
    assert "dernier jour utilisable, le vendredi 27 novembre 2026. À renouveler" in await conversation.says("/fiche")


async def test_an_open_invitation_says_not_to_withdraw(chat: Chat) -> None:
    await chat.knows({**IN_POOL, "invitation": {"issued": "2026-11-18"}})
    text = await chat.says("/reentry")
    assert "do not withdraw the profile it rests on" in text
    assert "To withdraw now" not in text


async def test_the_sheet_comes_as_text_in_the_order_of_the_form(chat: Chat) -> None:
    await chat.knows(FULL)
    await chat.says("/reentry")
    text = await chat.presses("The sheet as text")
    titles = [match.group() for match in re.finditer(r"^\d\. [A-Z].*$", text, re.MULTILINE)]
    assert titles == [
        "1. Personal details",
        "2. Contact details",
        "3. Study and languages",
        "4. Application details",
        "5. Representative",
        "6. Work history",
    ]
    assert "Date of birth: Saturday 31 March 1990" in text
    assert "passport number" in text
    assert all(len(message.text) <= 4096 for message in chat.reply.messages)


async def test_the_sheet_comes_as_a_pdf_with_every_line(conversation: Chat) -> None:
    await conversation.knows(FULL)
    await conversation.says("/fiche")
    await conversation.presses("en PDF")
    content = conversation.files["pdf"]
    assert content.startswith(b"%PDF-")
    assert b"/Lang (fr-CA)" in content


def test_a_pdf_holds_accents_ligatures_and_no_break_spaces() -> None:
    with use("fr"):
        made = datetime(2026, 11, 23, 15, tzinfo=UTC)
        content = pdf(Html("Cœur é"), [Html("1\u00a0000 &amp; « œ »")], [Chapter(Html("<b>Ch</b>"), [Html("a")])], made)
    glyphs = b"".join(_streams(content))
    assert b"beginbfchar" in glyphs or b"beginbfrange" in glyphs
    for letter in ("œ", "&", "«", "é"):
        assert f"<{ord(letter):04X}>".encode() in glyphs.upper(), letter


def _streams(content: bytes) -> list[bytes]:
    found = []
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(match.group(1)))
        except zlib.error:
            found.append(match.group(1))
    return found


async def test_the_facts_come_back_one_part_after_the_other(chat: Chat) -> None:
    await chat.knows(IN_POOL)
    await chat.says("/reentry")
    text = await chat.presses("Check my answers one by one")
    assert "Part 1 of 3" in text
    assert "Date of birth: Wednesday 5 May 1993" in text
    assert "Part 2 of 3" in await chat.presses("Still right, go on")
    assert "Part 3 of 3" in await chat.presses("Still right, go on")
    assert "tell me the day" in await chat.presses("Still right, go on")


def test_every_fact_has_a_section_of_the_form_or_a_reason_to_have_none() -> None:
    how_it_was_told = {"approximate", "none_of", "put_off", "partner_unknown"}
    told = {*Facts.model_fields, *Partner.model_fields} - how_it_was_told
    in_form = [name for section in sheet.SECTIONS for name in section.facts]
    assert len(in_form) == len({*in_form})
    assert {*in_form} | sheet.NOT_IN_THE_FORM == told
    assert not {*in_form} & sheet.NOT_IN_THE_FORM


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_of_it_is_longer_than_telegram_takes(language: Language) -> None:
    with use(language):
        shown: list[Outgoing] = [screen(full(), date(2026, 11, 23)), screen(Facts(), date(2026, 11, 23))]
        assert all(0 < len(message.text) <= 4096 for message in shown)
        assert all(len(each.as_text()) > 10 for each in sheet.filled(full()))


# S18: in the pool since 1 March 2026, the TEF result of 2 December 2024 carries the only program
DYING: dict[str, Any] = {**IN_POOL, "profile": {"submitted": "2026-03-01"}}


async def test_a_result_that_dies_in_the_pool_takes_the_profile_along_and_the_steps_are_said(chat: Chat) -> None:
    await chat.knows(DYING, "Europe/Paris")
    for asked in ("/dates", "/journey", "/reentry", "my TEF expires on 2 December 2026, what then?"):
        text = await chat.says(asked)
        assert "usable through Tuesday 1 December 2026" in text, asked
        assert "from Wednesday 2 December 2026 on the profile meets no program, by what you told me" in text, asked
        assert "removed from the pool" in text, asked
        assert "a new tie-break time: that of 1 March 2026 is lost" in text, asked
        # A French test takes eight weeks by our margin: 56 days before 1 December.
        assert "the day to do it by was Tuesday 6 October 2026" in text, asked
        assert "enter the new result in the profile you have by Tuesday 1 December 2026" in text, asked
        assert any("re-entry sheet" in label or "sheet as" in label for label in chat.labels), asked
        assert all(len(message.text) <= 4096 for message in chat.reply.messages)
    text = await chat.says("/reentry")
    assert "you can still be invited through 1 December 2026" in text
    assert "For a new profile on 2 December 2026" in text


async def test_once_it_has_died_no_screen_says_that_the_rounds_look_at_the_profile(chat: Chat) -> None:
    chat.now = datetime(2026, 12, 5, 15, tzinfo=UTC)
    await chat.knows(DYING)
    for asked in ("/start", "/journey", "/dates", "/reentry"):
        text = await chat.says(asked)
        assert "has met no program since 2 December 2026" in text, asked
        assert "every round of invitations looks at it" not in text, asked
        assert "you can still be invited" not in text, asked


async def test_a_profile_whose_year_is_over_is_told_so_and_counts_no_days(chat: Chat) -> None:
    chat.now = datetime(2026, 12, 1, 15, tzinfo=UTC)
    await chat.knows({**IN_POOL, "tests": [{**IN_POOL["tests"][0], "result_date": "2025-12-02"}]})
    text = await chat.says("/reentry")
    assert "Your profile ended on Sunday 29 November 2026. IRCC keeps nothing of it" in text
    assert "day left" not in text
    assert "days left" not in text
    assert "For a new profile on 1 December 2026" in text


async def test_asking_about_a_profile_that_expires_shows_the_own_dates_and_the_sheet(conversation: Chat) -> None:
    await conversation.knows(IN_POOL, "Europe/Paris")
    text = await conversation.says("mon profil expire la semaine prochaine, je recrée maintenant ?")
    assert "Vous pouvez en créer un nouveau après ce jour, ou d’abord retirer l’ancien" in text
    assert "dans le bassin jusqu’au dimanche 29 novembre 2026" in text
    assert "La fiche en PDF" in conversation.labels


async def test_who_told_of_no_profile_gets_the_rule_alone(chat: Chat) -> None:
    await chat.knows({**IN_POOL, "profile": None})
    text = await chat.says("profile expires next week, create now or wait?")
    assert "A profile ends after 12 months" in text
    assert "The sheet as PDF" not in chat.labels
