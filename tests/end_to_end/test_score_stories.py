"""The score explained and the way to a better one, over HTTP: the shared stories, and all that is asked from a score.

One bot for all of them. Its clock goes on from story to story, so they stand in the order of their days; each sets its
own day, and can be run alone. The numbers are worked out by hand from each story, with the published grids; nothing
here asks the rules.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest
import pytest_asyncio

from storage import candidates, journal, what_ifs
from tests.conversations.test_first_time_reader import TAPS, deeds
from tests.end_to_end.running import FAST, Companion, companion_to_be
from tests.end_to_end.story import LONG, goes_through, hears, moves_the_clock, spaced, times_shown
from tests.telegram_person import Person, Seen
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

JUNE: Final = datetime(2026, 6, 15, 15, tzinfo=UTC)
MONDAY: Final = datetime(2026, 11, 23, 15, tzinfo=UTC)

BEGINS: Final = ("/start", "[Start]")
COMMENCE: Final = ("/start", "[Commencer]")
NO_MORE: Final = ("no", "no", "no", "no")
RIEN_DE_PLUS: Final = ("non", "non", "non", "non")
SECONDARY: Final = ("secondary", "[No result yet]", "0")
"""The partner of S40: secondary school, no test, no work in Canada."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Companion]:
    """The file's bot, on the day of the first story."""
    async with companion_to_be(tmp_path_factory.mktemp("score"), JUNE, **FAST) as running:
        yield running


@pytest.fixture
def bot(standing_bot: Companion) -> Companion:
    return standing_bot


@pytest_asyncio.fixture(loop_scope="module")
async def monday(bot: Companion) -> Companion:
    """The bot on Monday 23 November 2026, or later."""
    await stands_on(bot, MONDAY)
    return bot


async def stands_on(bot: Companion, day: datetime) -> None:
    """Moves the clock on to a moment, if it is not there yet, and waits until the bot has heard of it."""
    if bot.telegram.state.clock.now() < day:
        moves = bot.log.count("clock moved")
        await moves_the_clock(bot, to=day.isoformat())
        await until(lambda: bot.log.count("clock moved") > moves)


async def is_scored(
    person: Person,
    birth: str,
    *answers: str,
    partner: tuple[str, ...] = ("[No partner]",),
    result: str = "1 Oct 2026",
    study: str = "no",
    more: tuple[str, ...] = (),
) -> Seen:
    """Through the short interview with IELTS General; the message with the score. `answers`: education, the four
    scores, years in Canada, years outside.
    """
    education, scores, in_canada, abroad = answers
    await goes_through(person, *BEGINS, birth, *partner, education, "[IELTS General]", scores, result)
    await goes_through(person, "no", in_canada, abroad, *NO_MORE[:3], study, *more)
    await person.press("Compute my score", LONG)
    return await person.wait_for("CRS score, estimated", LONG)


async def s01(person: Person) -> Seen:
    """The person of S01: single, 29, a bachelor's degree, 8/7/6.5/7, three years abroad; at home in Toronto."""
    score = await is_scored(person, "31 March 1997", "bachelor", "L8 R7 W6.5 S7", "0", "3")
    await lives_in_toronto(person)
    return score


async def s40(person: Person) -> Seen:
    """The person of S40: 32, a master's degree, CLB 9, one year here and one abroad, a partner who comes."""
    score = await is_scored(
        person,
        "31 March 1994",
        "master",
        "L8 R7 W7 S7",
        "1",
        "1",
        partner=("[Yes, coming with me]",),
        more=SECONDARY,
    )
    await lives_in_toronto(person)
    return score


async def lives_in_toronto(person: Person) -> None:
    await person.wait_for("Which city's clock", LONG)
    await hears(person, ("Toronto", "Toronto time"))


async def a_sa_note(personne: Person) -> Seen:
    """Du résumé jusqu’à la fin, à Toronto; le message avec la note."""
    await personne.press("Calculer ma note", LONG)
    note = await personne.wait_for("Note SCG estimée", LONG)
    await personne.wait_for("Vous vivez à l’heure de quelle ville?", LONG)
    await hears(personne, ("Toronto", "Fuseau horaire de vos rappels : Toronto."))
    return note


async def s02(personne: Person) -> Seen:
    """La personne de S02 : NCLC 9 en anglais, NCLC 7 en français sauf 6 en expression écrite."""
    await goes_through(personne, *COMMENCE, "31 mars 1996", "[Non, sans conjoint]", "[Bac universitaire]")
    await goes_through(personne, "[IELTS General]", "CO 8 CE 7 EE 7 EO 7", "1er oct. 2026")
    await goes_through(personne, "[TCF Canada]", "CO 458 CE 453 EE 9 EO 10", "1er oct. 2026", "0", "3", *RIEN_DE_PLUS)
    return await a_sa_note(personne)


async def reads(person: Person, said: str, then: str) -> str:
    """The words of the answer, with plain spaces; [words] presses a button."""
    return spaced((await hears(person, (said, then))).text)


def says_all(text: str, *lines: str) -> None:
    """Each of these words stands in the text; factors are written large or small as their place in a line asks."""
    for line in lines:
        assert line.casefold() in text.casefold(), f"{line!r} is missing in:\n{text}"


def content(bot: Companion, file: dict[str, Any]) -> bytes:
    """A file that the bot sent."""
    return bot.telegram.state.files[file["file_id"]].data


# --- in June: the birthday before an invitation ---


async def test_s35_a_birthday_before_an_invitation_is_a_dated_step_on_every_screen(bot: Companion, ana: Person) -> None:
    """110 + 135 + 124 + 40 = 409, + 50 + 38 + 30 = 527 at 29; 105 at 30 makes 522 from 10 September 2026."""
    score = await is_scored(
        ana, "10 Sep 1996", "master", "L8 R7 W7 S7", "1", "1", result="1 Jun 2026", study="[Three years or more]"
    )
    assert "CRS score, estimated: 527 out of" in score.text
    says_all(
        score.text,
        "On Thursday 10 September 2026 you turn 30: age −5, which makes 522",
        "a new profile would not avoid it, and would come later in a tie",
    )
    await lives_in_toronto(ana)
    calendar = await reads(ana, "/calendar", "Your score in the next 24 months")
    says_all(calendar, "1. Thursday 10 September 2026: you turn 30.\nCRS score: 522, before: 527 (−5).")
    risks = await reads(ana, "/risks", "What could hurt your score")
    says_all(risks, "Thursday 10 September 2026: you turn 30.\nCRS score: 522 instead of 527 (−5).")
    says_all(risks, "Nothing prevents a birthday, and a new profile would not avoid it.")
    more = await reads(ana, "/improve", "More points")
    says_all(more, "The next loss: Thursday 10 September 2026: you turn 30 (−5).")
    asked = await reads(ana, "should I refresh my profile before my birthday?", "A later time is worse")
    says_all(asked, "No, that was never so.", "withdrawing loses it")
    for text in (score.text, calendar, risks, more):
        assert "refresh" not in text.casefold()
        assert "delete" not in text.casefold()


async def test_s35_un_anniversaire_avant_l_invitation_est_une_etape_datee(bot: Companion, anne: Person) -> None:
    await goes_through(anne, *COMMENCE, "10 sept. 1996", "[Non, sans conjoint]", "[Maîtrise", "[IELTS General]")
    await goes_through(anne, "CO 8 CE 7 EE 7 EO 7", "1er juin 2026", "[Non]", "1", "1", *RIEN_DE_PLUS[:3])
    await anne.press("Trois ans ou plus", LONG)
    await anne.wait_for("Vos réponses", LONG)
    note = spaced((await a_sa_note(anne)).text)
    assert "Note SCG estimée : 527 sur" in note
    says_all(
        note, "Le jeudi 10 septembre 2026, vous aurez 30 ans : âge −5, soit 522", "un nouveau profil n’y changerait"
    )
    calendrier = await reads(anne, "/calendrier", "Votre note des 24 prochains mois")
    says_all(calendrier, "1. jeudi 10 septembre 2026 : vous avez 30 ans.\nNote SCG : 522, avant : 527 (−5).")


# --- in November: the quick estimate, its cliff, why, and by when ---


async def test_s01_from_the_estimate_to_the_cliff_why_it_is_one_and_the_day_to_book_by(
    monday: Companion, ana: Person
) -> None:
    """384 = 346 + 38. Writing 7.0 makes 429: +8 language, +12 education, +25 work abroad.

    The next loss is the birthday on 31 March 2027; an English test takes 5 weeks by our margin: 30 March less 35 days.
    """
    score = await s01(ana)
    says_all(
        score.text,
        "CRS score, estimated: 384 out of 1,200",
        "Core / human capital: 346 out of 500",
        "English: CLB 9, 9, 8, 9): 116 out of 136",
        "The nearest step: writing 7.0 instead of 6.5 (IELTS General): +45 today, which makes 429, because 3 things",
        "Points only: by itself it opens no program and no category",
        "first official language +8",
        "Education with language or Canadian work +12",
        "Foreign work with language or Canadian work +25",
        "Rule set CRS-2025-03-25, in force since 25 March 2025; computed for 23 November 2026.",
    )
    why = await reads(ana, "/why", "Why these points")
    says_all(why, "3. First official language: 116. Looked at: IELTS General; listening level 9", "writing level 8")
    await ana.press("7", LONG)
    line = await ana.wait_for("Foreign work with language or Canadian work: 25 out of 50", LONG)
    says_all(spaced(line.text), "Looked at for 23 November 2026: ", "outside Canada 3 complete years", "The rule:")
    assert any(entity.get("url", "").startswith("https://www.canada.ca/") for entity in line.wire["entities"])
    grid = await reads(ana, "The Federal Skilled Worker points", "Federal Skilled Worker")
    assert "384" not in grid, "the two scores never stand beside one another"
    next_ = await reads(ana, "what should I do next?", "What to do next, and by when")
    says_all(
        next_,
        "1. By Saturday 26 August 2028: book a new English test (our planning margin).",
        "CRS score: 219 instead of 373 (−154).",
        "The nearest step up: writing 7.0 instead of 6.5 (IELTS General): +45. Points only: by itself it opens",
        "To have the result before the next loss, on 31 March 2027, book the test by Tuesday 23 February 2027 (our "
        "planning margin).",
    )
    more = await reads(ana, "[More points]", "More points: what would bring them")
    says_all(more, "One ability decides: writing 7.0 instead of 6.5 (IELTS General): +45, because 3 things move")
    says_all(more, "5 weeks from booking to result, besides preparing; begin by 23 February 2027; points only.")
    says_all(more, "Points only: by itself it opens no program and no category")
    plan = await reads(ana, "[Writing 7.0: +45]", "CRS score 429 instead of 384")
    says_all(
        plan,
        "IELTS General (the test you know): listening 8.0, reading 7.0, writing 7.0, speaking 7.0",
        "CELPIP-General: listening 9, reading 9, writing 9, speaking 9",
        "Book by Tuesday 23 February 2027, so that it is there before that day.",
        "not a rule of IRCC",
    )
    for text in (spaced(score.text), next_, more, plan):
        for promise in ("you qualify", "you will be invited", "you would be invited", "congratulations", "!"):
            assert promise not in text.casefold(), promise


async def test_s01_en_francais_le_palier_le_plus_proche_et_le_jour_pour_reserver(
    monday: Companion, anne: Person
) -> None:
    await goes_through(anne, *COMMENCE, "31 mars 1997", "[Non, sans conjoint]", "[Bac universitaire]")
    await goes_through(anne, "[IELTS General]", "CO 8 CE 7 EE 6,5 EO 7", "1er oct. 2026", "[Non]", "0", "3")
    await goes_through(anne, *RIEN_DE_PLUS)
    note = spaced((await a_sa_note(anne)).text)
    says_all(note, "Note SCG estimée : 384 sur 1 200", "expression écrite 7,0 au lieu de 6,5 (IELTS General)")
    says_all(note, "Cela donnerait +45 aujourd’hui, soit 429, parce que 3 éléments changent")
    suite = await reads(anne, "[Quoi faire maintenant]", "Quoi faire maintenant, et pour quand")
    says_all(suite, "soit +45. Des points seulement : à lui seul, ce gain n’ouvre ni programme ni catégorie")
    says_all(suite, "Pour avoir les résultats avant la prochaine perte, le 31 mars 2027, réservez le test")
    says_all(suite, "au plus tard le mardi 23 février 2027 (notre marge de planification)")
    for promesse in ("vous serez invité", "félicitations", "!"):
        assert promesse not in (note + suite).casefold()


# --- S02: one ability ---


async def test_s02_la_capacite_qui_manque_et_ce_que_sept_donnerait_sur_chaque_ecran(
    monday: Companion, anne: Person
) -> None:
    """434 aujourd’hui; 12 au lieu de 10, et 50 : 486. Huit semaines avant le 31 mars 2027 : le 2 février."""
    note = spaced((await s02(anne)).text)
    says_all(note, "Note SCG estimée : 434 sur 1 200", "français, NCLC 7, 7, 6, 7) : 10 sur 24", "Français : 0 sur 50")
    says_all(note, "expression écrite 10 au lieu de 9 (TCF Canada). Cela donnerait +52 aujourd’hui, soit 486")
    voie = await reads(anne, "/francais", "La voie du français")
    says_all(
        voie,
        "1 compétence est sous le NCLC 7 : expression écrite (au NCLC 6)",
        "votre note SCG serait de 486 au lieu de 434 (+52)",
        "elle ne vous est donc pas ouverte aujourd’hui",
        "Si une seule compétence est sous le NCLC 7, ces points ne sont pas donnés.",
        "les notes minimales allaient de 382 à 420",
    )
    plus = await reads(anne, "/ameliorer", "Plus de points")
    says_all(plus, "Une seule compétence fait la différence : expression écrite 10 au lieu de 9 (TCF Canada), soit +52")
    plan = await reads(anne, "[Expression écrite\N{NO-BREAK SPACE}10]", "486 au lieu de 434")
    says_all(
        plan,
        "TCF Canada (le test que vous connaissez) : compréhension de l’oral 458, compréhension de l’écrit 453, "
        "expression écrite 10, expression orale 10",
        "Réservez au plus tard le mardi 2 février 2027",
        "Cela ouvre une catégorie de rondes : compétence en français.",
        "Les rondes passées ne disent rien de la suivante.",
    )
    risques = await reads(anne, "/risques", "Ce qui peut nuire à votre note")
    says_all(
        risques,
        "1. dimanche 1er octobre 2028 : votre résultat a deux ans (anglais) et votre résultat a deux ans (français).",
        "Note SCG : 214 au lieu de 423 (−209).",
        "Pour l’éviter : réserver un nouveau test de français, au plus tard le samedi 5 août 2028",
    )
    for texte in (note, voie, plus, plan, risques):
        assert "NCLC 5 » donne" not in texte
        assert "dès le NCLC 5" not in texte
        assert "à partir de NCLC 5" not in texte


# --- S09: what is not known yet ---


async def test_s09_what_is_not_known_is_a_range_with_both_assumptions_and_what_to_do_about_them(
    monday: Companion, ana: Person
) -> None:
    """110 + 124 = 234 with nothing of them; 120 + 25 for the assessed degree, 50 for three skilled years: 429."""
    await goes_through(ana, *BEGINS, "31 March 1997", "[No partner]", "[I don't know yet]", "[IELTS General]")
    await goes_through(ana, "L8 R7 W7 S7", "1 Oct 2026", "no", "0", "[I don't know yet]", *NO_MORE)
    await ana.press("Compute my score", LONG)
    first = await ana.wait_for("CRS score, estimated: at least 234 out of", LONG)
    says_all(
        first.text, "What would settle most: education (up to 200 points) and work outside Canada (up to 50 points)"
    )
    await lives_in_toronto(ana)
    await goes_through(ana, "/profile", "[3. Education]", "[Add a diploma]", "bachelor", "India", "31 May 2018")
    await hears(ana, ("[I don't know yet]", "4. Assessment (ECA): not known yet"), ("[Save]", "Saved."))
    await goes_through(ana, "/profile", "[4. Work]", "[Add a job]", "[I don't know yet]", "India", "1 Nov 2023")
    await goes_through(ana, "[It goes on]", "40", "[Yes, paid]", "[No, an employee]", "[No unpaid leave]")
    await hears(ana, ("[Save]", "Saved."))
    score = await reads(ana, "/score", "CRS score, estimated: at least 234 out of 1,200")
    says_all(
        score,
        "Depending on what is not known, it is between 234 (all of it counted as nothing) and 429 (the best answers).",
        "What would settle most: assessment (ECA) (diploma 1) (up to 145 points) and occupation (job 1) (up to 50",
        "Programs not known yet: Federal Skilled Worker Program",
        "Not known yet, so counted as nothing: the details of your jobs and your diplomas.",
    )
    grid = spaced((await ana.wait_for("Federal Skilled Worker points: 36", LONG)).text)
    says_all(grid, "whether you reach it depends on what is not known yet")
    next_ = await reads(ana, "[What to do next]", "What to do next, and by when")
    says_all(next_, "+145: The assessment (ECA) of your diploma", "begin by 19 January 2027")
    says_all(next_, "Worth telling me, any day: the details of your jobs and your diplomas.")
    await hears(ana, ("[Make it exact]", "Question 2 of"))


# --- S40: not accompanying for points ---


async def test_s40_both_figures_once_the_duty_of_truth_and_levers_with_their_days(
    monday: Companion, ana: Person
) -> None:
    """With: 452; as a single: 481; the partner's CLB 9 gives 4 x 5 = 20, a test of 5 weeks before 31 March 2027."""
    score = await s40(ana)
    says_all(score.text, "CRS score, estimated: 452 out of 1,200", "Spouse or common-law partner: 2 out of 40")
    assert "481" not in score.text, "nobody is led to it"
    for asked in (
        "put non-accompanying then add later",
        "should I list her as non-accompanying and sponsor her later?",
    ):
        said = await reads(ana, asked, "I do not help to word this for points")
        says_all(
            said,
            "452 with your partner coming and 481 with your partner not coming",
            "declared, examined and counted for the funds in any case",
            "misrepresentation: it can mean refusal and five years",
            "A partner who already lives with you in Canada is a known reason for questions.",
            "a language test of your partner with CLB/NCLC 9 in all four abilities: +20, which makes 472",
        )
        assert said.count("481") == 1
    more = await reads(ana, "/improve", "What would bring points")
    says_all(
        more, "+20: CLB 9 in your partner's English, in all four abilities", "begin by 23 February 2027; points only"
    )
    plan = await reads(ana, "[Partner, CLB 9: +20]", "CRS score 472 instead of 452")
    says_all(plan, "Partner's language: 20, before: 0 (+20)", "Book by Tuesday 23 February 2027")
    assert "481" not in more + plan, "to stay behind is no lever"
    await goes_through(ana, "/whatif")
    supposed = await reads(ana, "[My partner]", "My partner: suppose one of these")
    assert "not coming" not in supposed
    assert "accompany" not in supposed


async def test_s40_en_francais_les_deux_notes_une_fois_et_le_devoir_de_verite(monday: Companion, anne: Person) -> None:
    await goes_through(anne, *COMMENCE, "31 mars 1994", "[Oui, m’accompagne]", "[Maîtrise", "[IELTS General]")
    await goes_through(anne, "CO 8 CE 7 EE 7 EO 7", "1er oct. 2026", "[Non]", "1", "1", *RIEN_DE_PLUS, "2")
    await goes_through(anne, "[Pas encore de résultats]", "0")
    note = spaced((await a_sa_note(anne)).text)
    says_all(note, "Note SCG estimée : 452 sur 1 200")
    for question in (
        "mettre mon conjoint sans accompagnement puis le parrainer plus tard",
        "non accompagnant, puis ajouter",
    ):
        dit = await reads(anne, question, "Je n’aide pas à formuler cela pour obtenir des points")
        says_all(
            dit,
            "de 452 si votre conjoint vous accompagne et de 481 s’il ne vous accompagne pas",
            "Votre conjoint est déclaré, examiné et compté pour les fonds dans tous les cas.",
            "fausse déclaration : elle peut entraîner un refus et cinq ans",
            "Si votre conjoint vit déjà avec vous au Canada, c’est un motif connu de questions.",
            "un test de langue de votre conjoint avec le NCLC 9 dans les quatre compétences : +20, soit 472",
        )
        assert dit.count("481") == 1


# --- S50: the program first, then the score ---


async def test_s50_sans_programme_le_programme_d_abord_ensuite_392_contre_382(monday: Companion, anne: Person) -> None:
    """Grille : 20 + 21 + 12 + 11 = 64, puis 68 avec le CLB 6. Somme : 363, puis + 4 + 25 = 392, au-dessus de 382."""
    await goes_through(anne, *COMMENCE, "31 mars 1993", "[Non, sans conjoint]", "[Bac universitaire]", "[TCF Canada]")
    await goes_through(anne, "CO 503 CE 499 EE 12 EO 12", "1er oct. 2026", "[Non]", "0", "3", *RIEN_DE_PLUS)
    note = spaced((await a_sa_note(anne)).text)
    says_all(note, "cette somme n’est donc pas une note dans le bassin")
    accueil = await reads(anne, "/start", "Bon retour.")
    says_all(
        accueil, "363 sur 1 200.\nD’après ces réponses, aucun programme n’est acquis", "pas une note dans le bassin"
    )
    await hears(anne, ("/note", "Note SCG estimée"))
    fin = spaced((await anne.wait_for(lambda vu: "Quoi faire maintenant" in vu.labels, LONG)).text)
    somme = "Somme de vos points du SCG pour le 23 novembre 2026 : 363 sur 1 200"
    assert fin.endswith(f"{somme}; sans programme, ce n’est pas une note dans le bassin.")
    suite = await reads(anne, "[Quoi faire maintenant]", "Quoi faire maintenant, et pour quand")
    says_all(
        suite,
        "D’abord : un programme.",
        "+29 : Le NCLC 5 en anglais, dans les quatre compétences",
        "à commencer au plus tard le 23 février 2027; rend accessible : Programme des travailleurs qualifiés (fédéral)",
    )
    assert suite.index("D’abord : un programme.") < suite.index("+29 : Le NCLC 5 en anglais")
    assert "523 au lieu de 503" not in suite, "huit points de plus n’ouvrent aucun programme"
    plus = await reads(anne, "[Plus de points]", "Plus de points")
    says_all(plus, "Somme de vos points du SCG, pour le 23 novembre 2026 : 363 sur 1 200.")
    says_all(plus, "NCLC 5 en anglais (les quatre compétences) comme deuxième langue officielle : +4, soit 68.")
    assert plus.index("soit 68") < plus.index("+29 : Le NCLC 5 en anglais")
    rondes = await reads(anne, "/rondes", "Rondes d’invitations")
    assert "363" not in rondes
    await goes_through(anne, "/profile", "[2. Tests de langue]", "[Ajouter un test]", "[CELPIP-General]")
    await goes_through(anne, "CO 6 CE 6 EE 6 EO 6", "1er nov. 2026")
    entree = await reads(anne, "[Enregistrer]", "C’est enregistré.")
    assert entree.index("64") < entree.index("392")
    says_all(entree, "Un palier de plus (Compréhension de l’oral 7 au lieu de 6 (CELPIP-General)) donnerait +2.")
    says_all(entree, "392; avant : 363 (+29)", "la somme SCG d’avant ne donnait donc pas une place dans le bassin")
    francais = await reads(anne, "/francais", "La voie du français")
    says_all(francais, "les notes minimales allaient de 382 à 420; la dernière a eu lieu le 19 août 2026")
    for texte in (suite, plus, rondes, francais):
        assert "note dans le bassin : 363" not in texte
        assert "Note SCG estimée : 363" not in texte


# --- what if: several facts at once, plans beside one another, rounds, and a goal ---


async def test_what_if_three_plans_side_by_side_with_the_rounds_each_would_have_met(
    monday: Companion, ana: Person
) -> None:
    """A: +45 by writing, then a year in Canada: 384 + 8 + 40 + 25 + 25 = 482. B: + 12 + 50 = 446. C: + 600 = 984."""
    await s01(ana)
    begun = await reads(ana, "/whatif", "Plan A: what do you want to suppose?")
    says_all(begun, "nothing of this is saved", "Your answers stay as they are.")
    await hears(ana, ("[My English]", "3. writing 7.0 instead of 6.5 (IELTS General)"))
    a = await reads(ana, "[3. ]", "Plan A: CRS score 429 (+45)")
    says_all(a, "Programs and categories stay as they are.", "first official language +8")
    await goes_through(ana, "[Suppose more in plan A]")
    await hears(ana, ("[A year of work]", "1. work in Canada, one year more"))
    both = await reads(ana, "[1. ]", "Plan A: CRS score 482 (+98)")
    says_all(
        both, "1. writing 7.0 instead of 6.5 (IELTS General)", "2. work in Canada, one year more", "work in Canada +40"
    )
    says_all(both, "Programs gained: Canadian Experience Class.", "20 open to it, 0 with a cut-off below this score")
    await goes_through(ana, "[Begin plan B]")
    await hears(ana, ("[My French]", "2. NCLC 7 in French, in all four abilities"))
    await reads(ana, "[2. ]", "Plan B: CRS score 446 (+62)")
    await goes_through(ana, "[Begin plan C]", "[A nomination, a certificate]")
    three = await reads(ana, "[1. ]", "Plan C: CRS score 984 (+600)")
    table = [re.sub(" +", " ", line).strip() for line in three.split("\n")]
    for line in ("Now A B C", "CRS 384 482 446 984", "Rounds 0 0 12 22"):
        assert line in table, line
    says_all(three, "French-language proficiency: 12 of 12", "Provincial Nominee Program: 22 of 22", "no forecast")
    assert "would be invited" not in three
    score = await reads(ana, "/score", "CRS score, estimated: 384 out of")
    assert "429" in score, "the answers are as they were"


async def test_et_si_en_francais_deux_faits_a_la_fois_et_les_rondes(monday: Companion, anne: Person) -> None:
    """434 + 2 + 50 = 486; la désignation et le français plafonnent à 600 ensemble : 434 + 2 + 600 = 1 036."""
    await s02(anne)
    await goes_through(anne, "/etsi")
    await hears(anne, ("[Mon français]", "3. expression écrite 10 au lieu de 9 (TCF Canada)"))
    plan = await reads(anne, "[3. ]", "Plan A : note SCG 486 (+52)")
    says_all(plan, "rien de ceci n’est enregistré", "Catégories de rondes gagnées : compétence en français.")
    says_all(plan, "compétence en français : 12 sur 12", "ce n’est pas une prévision")
    await anne.press("Supposer plus", LONG)
    await anne.wait_for("que voulez-vous supposer?", LONG)
    await goes_through(anne, "[Désignation, certificat]")
    await anne.press("1. ", LONG)
    both = await anne.wait_for(lambda seen: "Plan A : note SCG 1 036 (+602)" in spaced(seen.text), LONG)
    says_all(
        spaced(both.text), "1. expression écrite 10 au lieu de 9 (TCF Canada)", "2. une désignation par une province"
    )
    says_all(spaced(both.text), "Programme des candidats des provinces : 22 sur 22")


async def test_compare_explains_the_difference_to_the_point_and_keeps_no_number(monday: Companion, ana: Person) -> None:
    """429 is 384 with one band more in writing; nothing usual explains 386; 384 is the same."""
    await s01(ana)
    await hears(ana, ("[My account shows another score]", "Which CRS score does your account show?"))
    found = await reads(ana, "429", "Your account shows 429, I compute 384: 45 points apart")
    says_all(
        found,
        "Your account wins.",
        "One thing that would explain it exactly",
        "In the account, writing in English is one band higher: level 9.",
        "I cannot see your account",
    )
    pairs = await reads(ana, "[Two things together]", "Two things together that would explain it exactly")
    assert "One thing that would explain it exactly" in pairs
    none = await reads(ana, "my account shows 386", "I compute 384: 2 points apart")
    says_all(none, "None of the usual slips, alone or two together, gives 386 to the point.")
    same = await reads(ana, "/compare 384", "Your account shows 384, and I compute the same")
    says_all(same, "There is nothing to look for.")
    assert "429" not in await reads(ana, "/profile", "What is missing")


async def test_comparer_avec_le_compte_explique_l_ecart_en_francais(monday: Companion, anne: Person) -> None:
    await s02(anne)
    ecart = await reads(anne, "/comparer 486", "486")
    says_all(ecart, "Votre compte affiche 486, je calcule 434 : 52 points d’écart", "Votre compte fait foi.")
    says_all(ecart, "1. Dans le compte, expression écrite en français : un palier plus haut, niveau 7.")


# --- pictures and the calendar file ---


async def test_pictures_come_as_photos_with_the_same_in_words_and_the_calendar_as_a_file(
    monday: Companion, ana: Person
) -> None:
    """384 at 29; 379 from 31 March 2027, 373 from 31 March 2028, 219 from 1 October 2028."""
    await s01(ana)
    await ana.press("Score as a picture", LONG)
    stack = await ana.wait_for(lambda seen: "photo" in seen.wire, LONG)
    says_all(spaced(stack.text), "CRS score, estimated for 23 November 2026: 384 out of 1,200.")
    says_all(
        spaced(stack.text), "Core / human capital: 346 out of 500", "Skill transferability: 38 out of 100", "/score"
    )
    assert content(monday, stack.wire["photo"][0]).startswith(b"\x89PNG")
    await ana.press("Dark picture", LONG)
    dark = await ana.wait_for(lambda seen: "photo" in seen.wire and "Light picture" in seen.labels, LONG)
    assert content(monday, dark.wire["photo"][0]) != content(monday, stack.wire["photo"][0])
    await hears(ana, ("/calendar", "Your score in the next 24 months"))
    await ana.press("Calendar as a picture", LONG)
    course = await ana.wait_for(lambda seen: "photo" in seen.wire, LONG)
    says_all(
        spaced(course.text),
        "From 384 out of 1,200 on 23 November 2026, if nothing is done.",
        "1. 31 March 2027: you turn 30; −5, then 379.",
        "2. 31 March 2028: you turn 31; −6, then 373.",
        "3. 1 October 2028: your result is two years old (English); −154, then 219.",
    )
    await hears(ana, ("/calendar", "Your score in the next 24 months"))
    await ana.press("Score calendar file", LONG)
    sent = await ana.wait_for(lambda seen: "document" in seen.wire, LONG)
    says_all(sent.text, "Open the file on your phone", "it replaces the old days")
    assert sent.wire["document"]["file_name"] == "express-entry-score-2026-11-23.ics"
    file = content(monday, sent.wire["document"]).decode().replace("\r\n ", "")
    assert file.count("BEGIN:VEVENT") == 3
    for day, score in (("20270331", "CRS score −5: 379"), ("20280331", "CRS score −6: 373"), ("20281001", "−154: 219")):
        assert f"DTSTART:{day}T130000Z" in file, "nine in the morning in Toronto"
        assert score in spaced(file)


async def test_les_images_et_le_fichier_en_francais(monday: Companion, anne: Person) -> None:
    await s02(anne)
    await anne.press("La note en image", LONG)
    image = await anne.wait_for(lambda vu: "photo" in vu.wire, LONG)
    says_all(spaced(image.text), "Note SCG estimée pour le 23 novembre 2026 : 434 sur 1 200.", "/note")
    await hears(anne, ("/calendrier", "Votre note des 24 prochains mois"))
    await anne.press("Calendrier en image", LONG)
    image = await anne.wait_for(lambda vu: "photo" in vu.wire, LONG)
    says_all(spaced(image.text), "1. 31 mars 2027 : vous avez 31 ans; −6, puis 428.")
    await anne.press("Fichier du calendrier", LONG)
    fichier = await anne.wait_for(lambda vu: "document" in vu.wire, LONG)
    assert fichier.wire["document"]["file_name"] == "note-entree-express-2026-11-23.ics"
    ecrit = spaced(content(monday, fichier.wire["document"]).decode())
    says_all(ecrit, "DTSTART:20270331T130000Z", "Note SCG −6 : 428")


# --- the first-time reader ---


async def walks(person: Person, score: str) -> tuple[str, ...]:
    """The labels pressed, breadth first, from the newest message with these words until one names a deed with points
    and a day; fails after two taps.
    """
    shown = [seen for seen in await person.messages() if score in spaced(seen.text) and seen.labels]
    paths = [((label,), shown[-1].id, shown[-1].data_of(label)) for label in shown[-1].labels]
    for labels, message_id, data in paths:  # grows while it is walked
        await person.press_data(message_id, data)
        answer = await person.wait_for(lambda seen: True, LONG)
        if deeds(spaced(answer.text)):
            return labels
        if len(labels) < TAPS:
            paths += [((*labels, label), answer.id, answer.data_of(label)) for label in answer.labels]
    raise AssertionError(f"no deed within {TAPS} taps:\n{await person.shown()}")


async def test_from_the_score_what_to_do_and_by_when_is_two_taps_away_at_most(monday: Companion, ana: Person) -> None:
    await is_scored(ana, "31 March 1997", "bachelor", "L8 R7 W6.5 S7", "0", "3")
    await ana.wait_for("Which city's clock", LONG)
    assert await walks(ana, "Federal Skilled Worker points: 67") == ("What to do next",)
    await hears(ana, ("Toronto", "Toronto time"), ("/score", "CRS score, estimated: 384"))
    await ana.wait_for("Federal Skilled Worker points: 67", LONG)
    assert len(await walks(ana, "Federal Skilled Worker points: 67")) <= TAPS


async def test_de_la_note_a_quoi_faire_et_pour_quand_deux_pressions_au_plus(monday: Companion, anne: Person) -> None:
    await s02(anne)
    assert await walks(anne, "Programme des travailleurs qualifiés (fédéral) : 72") == ("Quoi faire maintenant",)


# --- killed in the middle ---

FOR_EVER: Final = 100_000


async def restarts(bot: Companion) -> None:
    """Killed now; the weather has cleared when it starts again."""
    await bot.kill()
    bot.mends()
    await bot.start()


async def kept(bot: Companion, person: Person) -> tuple[Any, Any, Any]:
    """The facts, what is supposed and the journal of a person, once nothing is left to do."""
    await until(lambda: not bot.telegram.state.queue, LONG)
    async with bot.store() as database, database.reader() as unit:
        candidate = await candidates.load(unit, person.id)
        assert candidate is not None
        supposed = await what_ifs.load(unit, person.id)
        return candidate.facts, supposed, [entry.kind for entry in await journal.entries(unit, person.id)]


async def pressed_into_a_kill(bot: Companion, person: Person, label: str) -> int:
    """Presses what changes a message; the bot is killed before the change is seen. The number of the update."""
    bot.breaks("editMessageText", status=500, times=FOR_EVER)
    edits = bot.telegram.call_counts["editMessageText"]
    await person.press(label, LONG)
    number = bot.telegram.state.last_update_id
    await bot.called("editMessageText", edits + 1)
    await restarts(bot)
    return number


async def test_killed_in_the_middle_of_what_if_nothing_is_lost_and_nothing_supposed_twice(
    monday: Companion, ana: Person
) -> None:
    await s01(ana)
    facts, nothing, journal_before = await kept(monday, ana)
    assert nothing is None
    await goes_through(ana, "/whatif")
    await hears(ana, ("[My English]", "5. CLB 9 in English, in all four abilities"))
    number = await pressed_into_a_kill(monday, ana, "5. ")
    await ana.wait_for("Plan A: CRS score 429 (+45)", LONG)
    after = await kept(monday, ana)
    assert len(after[1]["plans"]["a"]) == 1
    assert (after[0], after[2]) == (facts, journal_before), "the answers are as they were"
    monday.telegram.state.redeliver(number)
    await ana.hears_nothing()
    await ana.press_again()
    await ana.hears_nothing()  # the screen of the first tap stays
    assert (await kept(monday, ana))[1] == after[1]
    shown = await reads(ana, "/whatif", "Plan A: CRS score 429 (+45)")
    assert "2. English" not in shown


async def test_killed_in_the_middle_of_a_question_of_what_if_it_goes_on_there(monday: Companion, ana: Person) -> None:
    """A master's degree: 135 instead of 120, and 25 instead of 13 with CLB 8: 411."""
    await s01(ana)
    facts, _, journal_before = await kept(monday, ana)
    await goes_through(ana, "/whatif", "[Another answer in my profile]", "[Education]", "[Add a diploma]", "master")
    monday.breaks("sendMessage", status=500, times=FOR_EVER)
    sent = monday.telegram.call_counts["sendMessage"]
    await ana.say("India")
    await monday.called("sendMessage", sent + 1)
    await restarts(monday)
    asked = await ana.wait_for("When was it completed?", LONG)
    says_all(asked.text, "What if: nothing of this is saved")
    await hears(ana, ("31 May 2024", "educational credential assessment (ECA)"), ("1 June 2025", "Sunday 1 June 2025"))
    await hears(
        ana, ("[The same level]", "Press a line to change it"), ("[Suppose this]", "Plan A: CRS score 411 (+27)")
    )
    after = await kept(monday, ana)
    assert (after[0], after[2]) == (facts, journal_before)


async def test_killed_in_the_middle_of_the_difference_finder_it_answers_once_and_changes_nothing(
    monday: Companion, ana: Person
) -> None:
    await s01(ana)
    before = await kept(monday, ana)
    await hears(ana, ("/compare", "Which CRS score does your account show?"))
    monday.breaks("sendMessage", status=500, times=FOR_EVER)
    sent = monday.telegram.call_counts["sendMessage"]
    await ana.say("429")
    typed = monday.telegram.state.last_update_id
    await monday.called("sendMessage", sent + 1)
    await restarts(monday)
    await ana.wait_for("Your account shows 429, I compute 384: 45 points apart", LONG)
    await hears(ana, ("[Two things together]", "Two things together that would explain it exactly"))
    for number in (typed, monday.telegram.state.last_update_id):
        monday.telegram.state.redeliver(number)
    await ana.hears_nothing()
    await ana.press_again()
    assert await times_shown(ana, "45 points apart") == 1
    assert await kept(monday, ana) == before


# --- a goal: these move the clock on, so they come last ---


async def test_a_plan_kept_as_a_goal_shows_progress_and_its_reminder_comes_on_its_day(
    monday: Companion, ana: Person
) -> None:
    """384 + 45 by writing + 62 by French = 491, 107 away; a new result with writing 7.0 leaves 62."""
    await s01(ana)
    await goes_through(ana, "/whatif")
    await hears(ana, ("[My English]", "3. writing 7.0 instead of 6.5 (IELTS General)"))
    await goes_through(ana, "[3. ]", "[Suppose more in plan A]")
    await hears(ana, ("[My French]", "2. NCLC 7 in French, in all four abilities"))
    await reads(ana, "[2. ]", "Plan A: CRS score 491 (+107)")
    asked = await reads(ana, "[Make plan A my goal]", "By which day do you want to reach it?")
    says_all(asked, "The plan comes to 491 points.")
    await hears(ana, ("14 December 2026", "2. By which day: Monday 14 December 2026"))
    number = await pressed_into_a_kill(monday, ana, "Keep this goal")
    goal = spaced((await ana.wait_for("Kept. I remind you of it on 30 November 2026 and 14 December 2026.", LONG)).text)
    says_all(goal, "Your goal of 491 CRS points by Monday 14 December 2026: 107 points are missing, 21 days left.")
    says_all(goal, "1. writing 7.0 instead of 6.5 (IELTS General)", "2. NCLC 7 in French, in all four abilities")
    monday.telegram.state.redeliver(number)
    await ana.press_again()
    await ana.hears_nothing()
    entered = await enters(ana, "L8 R7 W7 S7", "20 Nov 2026")
    says_all(
        entered,
        "Your CRS score, estimated for 23 November 2026: 429, before: 384 (+45).",
        "One band more: Listening 8.5 instead of 8.0 (IELTS General) would bring +3.",
        "this set counts, with a CRS score of 429; usable through Sunday 19 November 2028",
    )
    says_all(await reads(ana, "/goal", "Your goal of 491"), "62 points are missing, 21 days left.")
    says_all(await reads(ana, "/start", "Welcome back."), "Your goal of 491 CRS points", "62 points are missing")
    says_all(await reads(ana, "/score", "CRS score, estimated: 429"), "62 points are missing, 21 days left.")
    await stands_on(monday, datetime(2026, 11, 30, 14, 5, tzinfo=UTC))  # 9:05 in Toronto
    reminder = await ana.wait_for("Your goal: 14 days left", LONG)
    says_all(spaced(reminder.text), "62 points are missing")
    assert await times_shown(ana, "Your goal: 14 days left") == 1


async def enters(person: Person, scores: str, day: str) -> str:
    """Tells a new English result; the words after it was saved."""
    await goes_through(person, "new test result", "[Your English test]", "[IELTS General]", scores, day)
    return await reads(person, "[Save the new result]", "Saved.")
