"""Two people link over HTTP, see each other's dates, and part: stories with a code that got into wrong hands too."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import pytest

from tests.end_to_end.conftest import MONDAY
from tests.end_to_end.running import FAST, Companion, companion
from tests.end_to_end.story import TALK, finishes, moves_the_clock, talks, times_shown
from tests.postgresql import PostgresqlServer, postgresql_server
from tests.telegram_person import Person

__all__ = ["postgresql_server"]

_ids = count(6001)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def sam(standing_bot: Companion) -> Person:
    """Ana's partner, who writes French."""
    return Person(standing_bot.telegram.url, next(_ids), language="fr")


@pytest.fixture
def eve(standing_bot: Companion) -> Person:
    """Somebody who is not meant to have the code."""
    return Person(standing_bot.telegram.url, next(_ids))


async def tells(ana: Person) -> None:
    """Everything of the short interview."""
    await talks(ana, *TALK)
    await finishes(ana)


async def makes_a_code(ana: Person) -> str:
    await talks(ana, ("/partner", "You are not linked with anybody"))
    await ana.press("Make a code")
    found = re.search(r"Your code: (\S{4}-\S{4})", (await ana.wait_for("Your code:")).text)
    assert found is not None
    return found[1]


async def moves_in(person: Person, start: str = "Start") -> None:
    await person.say("/start")
    await person.press(start)
    await person.wait_for(lambda seen: "date" in seen.text)


async def test_s61_two_people_link_see_each_others_dates_and_one_leaves(
    standing_bot: Companion, ana: Person, sam: Person
) -> None:
    await tells(ana)
    await moves_in(sam, "Commencer")
    code = await makes_a_code(ana)
    await talks(sam, (f"/partner {code}", "Le code est bon"), ("[Accepter le lien]", "À quoi votre conjoint"))
    await talks(sam, ("Sam", "Vous avez donné votre accord"), ("/dates", "J’ai d’abord besoin de vos réponses"))
    assert await times_shown(sam, "Les dates de votre conjoint") == 0

    await moves_the_clock(standing_bot, by_seconds=60)
    await ana.wait_for("Somebody asks to link with you", 15)
    await talks(ana, ("[See who asks]", "calls themselves “Sam”"), ("[Agree and link]", "You are linked with “Sam”"))
    await moves_the_clock(standing_bot, by_seconds=60)
    await sam.wait_for("Le lien est établi", 15)
    theirs = await talks(sam, ("/dates", "Les dates de votre conjoint"))
    assert "Résultats au test d’anglais" in theirs.text
    assert "samedi 30 septembre 2028" in theirs.text
    assert "384" not in theirs.text

    await talks(ana, ("[Choose what I share]", "Do not share it"), ("1", "May your partner see this?"))
    await talks(ana, ("[Share it]", "1. CRS score: Share it"), ("[Save]", "the CRS score"))
    shared = await talks(sam, ("/partner", "la note SCG"), ("[Réponses de mon conjoint]", "384"))
    assert "1997" not in shared.text

    await talks(sam, ("/partner", "Le lien avec votre conjoint est établi"), ("[Rompre le lien]", "Le lien est rompu"))
    await ana.say("/dates")
    await ana.wait_for("Your dates")
    assert await times_shown(ana, "Your partner's dates") == 0
    assert await times_shown(ana, "The link has ended") == 0, "the hour of the end is nobody's business"
    await moves_the_clock(standing_bot, by_seconds=24 * 3600)
    ended = await ana.wait_for("The link has ended", 15)
    assert "Sam" not in ended.text
    await talks(ana, ("/partner", "You are not linked with anybody"))


async def test_a_code_that_got_into_wrong_hands_shows_nothing(
    standing_bot: Companion, ana: Person, eve: Person
) -> None:
    await moves_in(ana)
    await moves_in(eve)
    code = await makes_a_code(ana)
    await talks(eve, (f"/start {code}", "date of birth"))
    await talks(eve, (f"/partner {code}", "The code is right"), ("[Agree and link]", "How will your partner know"))
    await talks(eve, ("Eve", "You have agreed"))
    await moves_the_clock(standing_bot, by_seconds=60)
    await ana.wait_for("Somebody asks to link with you", 15)
    await talks(ana, ("[See who asks]", "calls themselves “Eve”"), ("[Do not link]", "nothing was shown to anybody"))
    await talks(eve, ("/dates", "I need your answers first"), ("/partner", "You are not linked with anybody"))
    await talks(eve, (f"/partner {code}", "I know no such code"))
    assert await times_shown(eve, "Your partner's dates") == 0


async def test_deleting_everything_ends_the_link_and_the_log_knows_neither_code_nor_alias(
    standing_bot: Companion, ana: Person, eve: Person
) -> None:
    await moves_in(ana)
    await moves_in(eve)
    code = await makes_a_code(ana)
    await talks(eve, (f"/partner {code}", "The code is right"), ("[Agree and link]", "How will your partner know"))
    await talks(eve, ("Zanzibar", "You have agreed"))
    await talks(ana, ("/partner", "calls themselves “Zanzibar”"), ("[Agree and link]", "You are linked with"))
    await talks(eve, ("/delete", "the link with a partner"), ("[Delete my data]", "type the word"))
    await talks(eve, ("delete", "Everything you told me was deleted"))
    await talks(ana, ("/partner", "You are not linked with anybody"))
    await moves_the_clock(standing_bot, by_seconds=24 * 3600)
    await ana.wait_for("The link has ended", 15)
    for private in (code, code.replace("-", ""), "Zanzibar"):
        assert private not in standing_bot.log


@pytest.mark.asyncio(loop_scope="function")
async def test_two_people_link_and_part_on_postgresql_too(postgresql_server: PostgresqlServer, tmp_path: Path) -> None:
    settings = {**FAST, "DATABASE_URL": postgresql_server.new_database()}
    async with companion(tmp_path, MONDAY, **settings) as bot:
        ana, eve = Person(bot.telegram.url, 1), Person(bot.telegram.url, 2)
        await moves_in(ana)
        await moves_in(eve)
        code = await makes_a_code(ana)
        await talks(eve, (f"/partner {code}", "The code is right"), ("[Agree and link]", "How will your partner know"))
        await talks(eve, ("[Skip]", "You have agreed"))
        await talks(ana, ("/partner", "gave no name"), ("[Agree and link]", "You are linked with your partner"))
        await talks(eve, ("/dates", "Your partner's dates"), ("/unlink", "Unlinked"))
        await talks(ana, ("/partner", "You are not linked with anybody"))
        await moves_the_clock(bot, by_seconds=24 * 3600)
        await ana.wait_for("The link has ended", 15)
