"""The shared stories told in French, over HTTP: the answers are French all the way, and so are the dates.

The numbers are worked out by hand from each story, with the published grids; nothing here asks the rules.
"""

from __future__ import annotations

import pytest

from tests.end_to_end.story import LONG, goes_through, hears, spaced
from tests.telegram_person import Person, Seen

pytestmark = pytest.mark.asyncio(loop_scope="module")

BEGINS = ("/start", "[Commencer]")
NO_MORE = ("non", "non", "non", "non")
"""Ni certificat, ni désignation, ni frère ou sœur, ni études au Canada."""
KEEP = "[Garder ces résultats]"


async def is_scored(person: Person) -> Seen:
    """From the summary to the end, in Toronto; the message with the CRS score."""
    await person.press("Calculer ma note", LONG)
    score = await person.wait_for("Note SCG estimée", LONG)
    await person.wait_for("Vous vivez à l’heure de quelle ville?", LONG)
    await hears(person, ("Toronto", "Fuseau horaire de vos rappels : Toronto."))
    return score


async def test_s02_une_seule_capacite_sous_le_nclc_7_ne_donne_pas_les_50_points(anne: Person) -> None:
    """105 âge + 120 baccalauréat + 124 anglais NCLC 9 + 10 (3+3+1+3) + 25 + 50 = 434; puis 12 et 50 : 486."""
    await goes_through(anne, *BEGINS, "31 mars 1996", "[Non, sans conjoint]", "[Bac universitaire]", "[IELTS General]")
    await goes_through(anne, "CO 8 CE 7 EE 7 EO 7", "1er oct. 2026", "[TCF Canada]", "CO 458 CE 453 EE 9 EO 10")
    await goes_through(anne, "1er oct. 2026", "0", "3", *NO_MORE)
    score = spaced((await is_scored(anne)).text)
    assert "Note SCG estimée : 434 sur 1 200" in score
    assert "français, NCLC 7, 7, 6, 7) : 10 sur 24" in score
    assert "Français : 0 sur 50" in score
    answer = spaced((await hears(anne, ("j'ai droit aux 50 points ?", "Non, cela n’a jamais été vrai."))).text)
    assert "Il faut le NCLC 7 dans les quatre compétences" in answer
    assert "1 compétence est sous le NCLC 7 : expression écrite (au NCLC 6)" in answer
    assert "votre note SCG serait de 486 au lieu de 434 (+52)" in answer
    assert "La catégorie de rondes pour le français" in answer
    assert "elle ne vous est donc pas ouverte aujourd’hui" in answer
    assert "prime dès le NCLC 5" not in answer.replace("« Le français donne une prime dès le NCLC 5", "")


async def test_s39_douze_mois_de_vie_commune_font_un_conjoint_de_fait_a_une_date_connue(anne: Person) -> None:
    """88 + 120 + 124 + 25 + 50 = 407 pour une personne seule de 33 ans; 83 à 34 ans, dès le 31 mars 2027 : 402.

    Avec conjoint, à 34 ans : 75 + 112 + 116 + 25 + 50 = 378, sans rien savoir encore des points du conjoint.
    """
    await goes_through(anne, *BEGINS, "31 mars 1993", "[Non, sans conjoint]", "[Bac universitaire]", "[IELTS General]")
    await goes_through(anne, "CO 8 CE 7 EE 7 EO 7", "1er oct. 2026", "[Non]", "0", "3", *NO_MORE)
    score = await is_scored(anne)
    assert "Note SCG estimée : 407 sur 1 200" in spaced(score.text)
    answer = spaced((await hears(anne, ("on vit ensemble depuis le 3 mai 2026", "lundi 3 mai 2027"))).text)
    assert "douze mois sans interruption sont conjoints de fait" in answer
    assert "le conjoint se déclare à toute étape" in answer
    assert "La note sera recalculée à cette date" in answer
    assert "J’ai inscrit le jour que vous avez nommé : dimanche 3 mai 2026." in answer
    told = await hears(anne, ("[Oui, m’accompagne]", "Début de la vie commune : dimanche 3 mai 2026"))
    for words in (
        "Votre note SCG, estimée au 23 novembre 2026, ne change pas : 407.",
        "Jusqu’au dimanche 2 mai 2027 inclus, vous n’êtes pas encore conjoints de fait.",
        "à partir du lundi 3 mai 2027, vous le serez : votre conjoint se déclare alors à toute étape",
        "Ce jour-là, je recalcule votre note. Votre note SCG, estimée pour le 3 mai 2027 : 378; avant : 402 (−24).",
        "À préciser, donc sans points pour le moment",
    ):
        assert words in spaced(told.text), words
    saved = await hears(anne, ("[Enregistrer ce changement]", "Enregistré : Nous vivons ensemble"))
    home = await hears(anne, ("/start", "vous formez un couple à partir du lundi 3 mai 2027"))
    assert "La note sera recalculée ce jour-là." in home.text
    by_itself = await hears(
        anne, ("/change", "Qu’est-ce qui a changé"), ("[Ce qui change tout seul]", "lundi 3 mai 2027")
    )
    assert "conjoints de fait à partir de ce jour" in by_itself.text
    assert "À partir de ce jour, il faut le déclarer, à toute étape." in by_itself.text
    await hears(anne, ("/couple", "à partir du 3 mai 2027"))
    for seen in (answer, told.text, saved.text, home.text, by_itself.text):
        assert "déménag" not in seen


async def test_s50_avec_l_anglais_le_programme_s_ouvre_et_cela_se_dit_avant_la_note(anne: Person) -> None:
    """Grille : 20 + 21 + 12 + 11 = 64, puis 68. SCG : 88 + 120 + 92 + 13 + 25 + 25 = 363, puis + 4 + 25 = 392."""
    await goes_through(anne, *BEGINS, "31 mars 1993", "[Non, sans conjoint]", "[Bac universitaire]", "[TCF Canada]")
    await goes_through(anne, "CO 503 CE 499 EE 12 EO 12", "1er oct. 2026", "[Non]", "0", "3", *NO_MORE)
    score = spaced((await is_scored(anne)).text)
    assert "Note SCG estimée : 363 sur 1 200" in score
    assert "cette somme n’est donc pas une note dans le bassin" in score
    saved = await hears(
        anne,
        ("/profile", "Famille"),
        ("[5. Famille]", "Autre parenté"),
        ("[Parenté au Canada]", "2. Autre parenté"),
        ("2", "un autre proche parent"),
        ("[Non, aucun proche parent]", "2. Autre parenté au Canada"),
        ("[Enregistrer]", "C’est enregistré."),
        ("/profile", "Offre"),
        ("[6. Offre d’emploi et désignation]", "Offre d’emploi"),
        ("[Offre d’emploi]", "Avez-vous une offre"),
        ("[Pas d’offre]", "1. Offre d’emploi"),
        ("[Enregistrer]", "C’est enregistré."),
        ("/programs", "La note de passage est de 67 : elle n’est pas atteinte, il manque 3 points."),
        ("/profile", "Tests de langue"),
        ("[2. Tests de langue]", "TCF Canada"),
        ("[Ajouter un test]", "De quel test"),
        ("[CELPIP-General]", "quatre résultats"),
        ("CO 6 CE 6 EE 6 EO 6", "date des résultats"),
        ("1er nov. 2026", "dimanche 1er novembre 2026"),
        ("[Enregistrer]", "conditions maintenant remplies"),
    )
    text = spaced(saved.text)
    assert "Points pour ce programme : 68; avant : 64." in text
    assert "la somme SCG d’avant ne donnait donc pas une place dans le bassin" in text
    assert text.index("avant : 64") < text.index("392; avant : 363 (+29)")
    assert "Deuxième langue officielle +4 et français +25" in text
    await goes_through(anne, "/score")
    full = await anne.wait_for("Note SCG estimée", LONG)
    assert "392 sur" in full.text
    assert "n’est donc pas une note dans le bassin" not in full.text


async def test_s65_les_dates_s_ecrivent_librement_et_reviennent_avec_leur_jour(anne: Person) -> None:
    await goes_through(anne, *BEGINS, "31 mars 1993", "[Non, sans conjoint]", "[Bac universitaire]", "[TCF Canada]")
    await goes_through(anne, "CO 503 CE 499 EE 12 EO 12")
    for written, day in (
        ("le 3 janv. 2025", "vendredi 3 janvier 2025"),
        ("12 août 25", "mardi 12 août 2025"),
        ("12 AOUT 2025", "mardi 12 août 2025"),
        ("2025-01-10", "vendredi 10 janvier 2025"),
        ("1er\N{NO-BREAK SPACE}mars\N{NO-BREAK SPACE}2026", "dimanche 1er mars 2026"),
        ("hier", "dimanche 22 novembre 2026"),
    ):
        heard = await hears(anne, (written, f"Date des résultats : {day}"))
        assert "C’est noté" in heard.text, written
        await hears(anne, ("retour", "Quelle est la date des résultats?"))
    about = await hears(anne, ("il y a 2 mois", "Je comprends : le mercredi 23 septembre 2026."))
    assert "Garder le 23 septembre 2026" in map(spaced, about.labels)
    two = await hears(anne, ("10.01.2025", "Plus d’un jour est possible"))
    assert "vendredi 10 janvier 2025 ou mercredi 1er octobre 2025" in spaced(two.text)
    await hears(anne, ("fin décembre 2024", "Quel jour du mois?"))
    none = await hears(anne, ("29 février 2023", "Cette date n’existe pas"))
    assert "mardi 28 février 2023 ou mercredi 1er mars 2023" in spaced(none.text)
    ahead = await hears(anne, ("1er mars 2027", "lundi 1er mars 2027"))
    assert "C’est noté" not in ahead.text, "un résultat a une date passée"


async def test_s68_tout_est_supprime_sur_demande_avec_un_recu_et_plus_rien_ne_vient(anne: Person) -> None:
    await goes_through(anne, *BEGINS, "31 mars 1993", "[Non, sans conjoint]", "[Bac universitaire]", "[TCF Canada]")
    await goes_through(anne, "CO 503 CE 499 EE 12 EO 12", "1er oct. 2026", "[Non]", "0", "3", *NO_MORE)
    await is_scored(anne)
    asked = await hears(anne, ("supprime mes données", "Tout supprimer?"))
    for named in ("vos réponses", "journal des changements", "tous les rappels", "le lien avec un conjoint", "/export"):
        assert named in asked.text
    receipt = await hears(
        anne, ("[Supprimer mes données]", "écrivez le mot supprimer"), ("supprimer", "a été supprimé le 23 novembre")
    )
    assert "UTC" in receipt.text
    await anne.hears_nothing(0.3)
    notice = await hears(anne, ("/start", "Compagnon Entrée express"))
    assert "Commencer" in notice.labels, "une nouvelle personne"
