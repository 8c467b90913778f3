"""The rounds over HTTP, on 20 August 2026: stories S50 and S53, and a round opened by its number."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import count

import pytest
import pytest_asyncio

from tests.end_to_end.running import FAST, Companion, companion
from tests.end_to_end.story import LONG, goes_through, hears, spaced
from tests.telegram_person import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

THURSDAY = datetime(2026, 8, 20, 15, tzinfo=UTC)
NO_MORE = ("no", "no", "no", "no")
_ids = count(7301)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def august(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Companion]:
    async with companion(tmp_path_factory.mktemp("companion"), THURSDAY, **FAST) as running:
        yield running


async def test_s50_ronde_francophone_d_abord_l_admissibilite_puis_la_note(august: Companion) -> None:
    """64 sur 67 sans anglais : aucune note dans le bassin. Avec CLB 6 : 68, et 392 contre 382."""
    anne = Person(august.telegram.url, next(_ids), language="fr")
    await goes_through(anne, "/start", "[Commencer]", "31 mars 1993", "[Non, sans conjoint]", "[Bac universitaire]")
    await goes_through(
        anne, "[TCF Canada]", "CO 503 CE 499 EE 12 EO 12", "1er juill. 2026", "[Non]", "0", "3", *NO_MORE
    )
    await anne.press("Calculer ma note", LONG)
    await hears(anne, ("Toronto", "Toronto"))
    without = spaced((await hears(anne, ("/rondes", "Rondes d’invitations"))).text)
    assert "Pourquoi aucune ronde ne figure ici" in without
    assert "363" not in without
    saved = await hears(
        anne,
        ("/profile", "Tests de langue"),
        ("[2. Tests de langue]", "TCF Canada"),
        ("[Ajouter un test]", "De quel test"),
        ("[CELPIP-General]", "quatre résultats"),
        ("CO 6 CE 6 EE 6 EO 6", "date des résultats"),
        ("1er août 2026", "samedi 1er août 2026"),
        ("[Enregistrer]", "conditions maintenant remplies"),
    )
    assert "Points pour ce programme : 68" in spaced(saved.text)
    shown = spaced((await hears(anne, ("dernière ronde", "Rondes d’invitations"))).text)
    assert "19 août 2026, Compétence en français : note minimale 382 (ronde 437)" in shown
    assert "Vous aviez 392 : 10 points au-dessus." in shown


async def test_s53_no_forecast_and_nothing_of_after_the_clock(august: Companion) -> None:
    ana = Person(august.telegram.url, next(_ids))
    await hears(ana, ("/start", "No name, passport"), ("[Start]", "date of birth"))
    told = await hears(ana, ("Will the next CEC be below 515?", "I make no forecasts"))
    assert "507, 509, 515, 514, 518, 516, 517, 516, 516, 523" in told.text
    assert "4 of 10 were at or below 515" in told.text
    assert "date of birth" in told.text, "the question comes again"
    kinds = await hears(ana, ("/rounds", "The last round of each kind"))
    assert "1. French-language proficiency: cut-off 382 on 19 August 2026, 1 day ago" in kinds.text
    opened = await hears(
        ana, ("[Kind 2]", "cut-off 523, 1,000 invitations"), ("[1. Round 436]", "Round 436 of Tuesday")
    )
    assert "Tie-break: 17 August 2026 at 22:09:00 UTC (18:09:00 in Toronto)" in opened.text
