"""What is supposed in words: "what if I get CLB 9" is in the plan, or the list it is in is shown; nothing is saved."""

from __future__ import annotations

from typing import Any

import pytest

from conversations import free_words
from tests.conversations.chat import Chat
from tests.conversations.test_improve import COUPLE, S01

STAYS = "whether your partner comes is told as it is planned"
DANS_LES_FAITS = "que votre conjoint vous accompagne ou non se déclare tel que c’est prévu"
NOT_SAVED = "What if: nothing of this is saved"

ALONE = (
    ("what if I get CLB 9", "Supposed in plan A: CLB 9 in English, in all four abilities."),
    ("what if I get CLB 9", "Plan A supposes that already."),
    ("what if I get CLB 8", "By what you told me, you have that already."),
    ("what if I get NCLC 7", "Supposed in plan A: NCLC 7 in French, in all four abilities."),
    ("what if I get 8 in reading", "Supposed in plan A: reading 8.0 instead of 7.0 (IELTS General)."),
    ("what if I get 7 in everything", "My English: suppose one of these"),
    ("what if I learn French", "My French: suppose one of these"),
    ("what if I work another year in Canada", "Supposed in plan A: work in Canada, one year more: 1 complete year"),
    ("what if I work one more year", "A year of work: suppose one of these"),
    ("what if I do a masters", "A diploma or its assessment: suppose one of these"),
    ("what if I get a nomination", "Supposed in plan A: a nomination by a province or territory."),
    ("what if I get a trade certificate", "There is nothing of it to suppose for you."),
    ("what if I turn 30", "Thursday 3 June 2027: you turn 30."),
    ("what if the sky falls", "I am not sure which change you mean. These can be supposed:"),
    ("what if I fail the test", "A weaker new result takes nothing away while the old one still counts"),
    ("what if my wife stays in India", "You told me of no partner who could come with you or stay."),
    ("what if I lose my job", "Work that was counted up to the last paid day stands"),
    ("what if I marry", "your partner is declared at every stage, coming or not"),
    ("what if I have a job offer", "Since 25 March 2025 it gives no CRS points."),
)

EN_FRANCAIS = (
    ("et si mon mari ne vient pas", DANS_LES_FAITS),
    ("Et si ma femme reste en Inde", DANS_LES_FAITS),
    ("et si mon mari obtient le NCLC 7", "Supposé dans le plan A : pour votre conjoint, le NCLC 7 en français"),
    ("et si ma femme passe l’IELTS", "Mon conjoint : supposer l’un de ces points"),
    ("et si j’ai le NCLC 7", "Supposé dans le plan A : le NCLC 7 en français, dans les quatre compétences."),
    ("et si j’apprends le français", "Mon français : supposer l’un de ces points"),
    ("et si je travaille un an au Canada", "Supposé dans le plan A : travail au Canada, un an de plus"),
    ("et si j’attends", "Votre note des 24 prochains mois, si rien n’est fait"),
    ("et si j’ai une offre d’emploi", "Question 1 sur 8 · offre d’emploi"),
)


@pytest.mark.parametrize(("told", "language", "said"), [(S01, "en", ALONE), (COUPLE, "fr", EN_FRANCAIS)])
async def test_what_is_supposed_in_words_opens_with_it_and_saves_nothing(
    chat: Chat, told: dict[str, Any], language: str, said: tuple[tuple[str, str], ...]
) -> None:
    chat.language = language
    await chat.knows(told)
    before = await chat.candidate()
    for words, answered in said:
        assert answered in (await chat.says(words)).replace("\xa0", " "), words
    after = await chat.candidate()
    assert before is not None
    assert after is not None
    assert after.facts == before.facts


async def test_both_figures_and_the_duty_of_truth_answer_what_if_the_partner_stays(chat: Chat) -> None:
    await chat.knows(COUPLE)
    text = await chat.says("what if my husband does not come")
    assert "is 452 with your partner coming and 481 with your partner not coming" in text
    assert STAYS in text
    assert NOT_SAVED not in text


async def test_what_if_in_words_before_anything_is_told_leads_back_to_the_question(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]")
    question = chat.text
    assert question in await chat.says("what if I get CLB 9")


async def test_every_press_that_words_lead_to_is_one_there_is(chat: Chat) -> None:
    await chat.knows(COUPLE)
    presses = {entry.press.format(n="9") for entry in free_words.subjects().all() if entry.press}
    assert len(presses) > 20
    for data in sorted(presses):
        text = await chat.presses_data(data)
        assert text, data
        assert "This menu is old" not in text, data
