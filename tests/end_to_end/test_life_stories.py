"""The shared stories of dates, life events and invitations, over HTTP, each told on its own day.

One bot for all of them. Its clock goes on from story to story, so they stand in the order of their days; each sets its
own day, and can be run alone. The numbers are worked out by hand from each story, with the published grids; nothing
here asks the rules.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Final

import pytest
import pytest_asyncio

from tests.end_to_end.running import FAST, Companion, companion_to_be
from tests.end_to_end.story import LONG, goes_through, hears, moves_the_clock, spaced, talks
from tests.end_to_end.test_work import job, tells_jobs
from tests.telegram_person import Person, Seen
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST: Final = datetime(2026, 8, 18, 17, tzinfo=UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Companion]:
    """The file's bot, on the day of the first story."""
    async with companion_to_be(tmp_path_factory.mktemp("lives"), FIRST, **FAST) as running:
        yield running


@pytest.fixture
def bot(standing_bot: Companion) -> Companion:
    return standing_bot


async def stands_on(bot: Companion, year: int, month: int, day: int) -> None:
    """Moves the clock to noon of a day in Toronto's winter, and waits until the bot has heard of it."""
    moves = bot.log.count("clock moved")
    await moves_the_clock(bot, to=datetime(year, month, day, 17, tzinfo=UTC).isoformat())
    await until(lambda: bot.log.count("clock moved") > moves)


async def is_scored(
    person: Person,
    birth: str,
    partner: tuple[str, ...] = ("[No partner]",),
    in_canada: str = "1",
    abroad: str = "1",
    *,
    result: str = "1 Jun 2026",
    study: str = "no",
    more: tuple[str, ...] = (),
) -> Seen:
    """Through the short interview with a master's degree and CLB 9 in all four abilities, to a home in Toronto."""
    await goes_through(person, "/start", "[Start]", birth, *partner, "master", "[IELTS General]", "L8 R7 W7 S7", result)
    await goes_through(person, "no", in_canada, abroad, "no", "no", "no", study, *more)
    await person.press("Compute my score", LONG)
    score = await person.wait_for("CRS score, estimated", LONG)
    await person.wait_for("Which city's clock", LONG)
    await talks(person, ("Toronto", "Toronto time"))
    return score


async def enters_the_pool(person: Person, day: str) -> Seen:
    """Tells the day on which the profile was submitted."""
    return await talks(
        person,
        ("/journey", "Where you are: no profile yet"),
        ("[I submitted my profile]", "day"),
        (day, "Day:"),
        ("[Save this change]", "Saved: I submitted my profile"),
    )


async def is_invited(person: Person, day: str, program: str, deadline: str = "skip", cut_off: str = "skip") -> Seen:
    """Tells of an invitation in a round that is on no list of the bot; the screen of the invitation."""
    await talks(
        person,
        ("I got an invitation", "Which date does your invitation letter carry?"),
        (day, "By which date do you have to apply"),
        (deadline, "For which program are you invited?"),
        (f"[{program}]", "Was the round for a category?"),
        ("[No category]", "What was the lowest score invited"),
        (cut_off, "tie-break" if cut_off != "skip" else "Which CRS score does the letter name?"),
    )
    if cut_off != "skip":
        await talks(person, ("skip", "Which CRS score does the letter name?"))
    await talks(person, ("skip", "Save the invitation"))
    await person.press("Save the invitation", LONG)
    return await person.wait_for("Your invitation of", LONG)


async def has_applied(person: Person, day: str) -> None:
    """Tells the day on which the application was sent."""
    await talks(
        person,
        ("[I have applied]", "Before you apply"),
        ("[I sent it: tell the day]", "On which day did you submit the application"),
        (day, "You applied on"),
    )


# --- D: a birthday after the invitation ---


async def test_s34_a_birthday_after_the_invitation_is_forgiven_and_no_reason_to_decline(
    bot: Companion, ana: Person
) -> None:
    """110 + 135 + 124 + 40 = 409, + 50 + 38 + 30 = 527 at 29; 105 instead of 110 at 30 makes 522, below 523.

    Day 60 of 18 August: 13 days are left of August, 30 of September, so day 60 is 17 October.
    """
    await stands_on(bot, 2026, 8, 18)
    score = await is_scored(ana, "10 Sep 1996", study="[Three years or more]")
    assert "CRS score, estimated: 527 out of" in score.text
    await talks(
        ana,
        ("I got an invitation", "Which date does your invitation letter carry?"),
        ("18 August 2026", "By which date do you have to apply"),
        ("skip", "For which program are you invited?"),
        ("[CEC: Canadian Experience]", "Round 436, 18 August 2026: Canadian Experience Class, cut-off 523"),
        ("[Round 436, 523]", "Which CRS score does the letter name?"),
        ("527", "Score in the letter: 527"),
        ("[Save the invitation]", "Saturday 17 October 2026, 23:59 UTC"),
    )
    await stands_on(bot, 2026, 9, 12)
    await talks(ana, ("/score", "522 out of"), ("/invitation", "Today is day 25"))
    check = (await talks(ana, ("[Check my invitation]", "Go ahead:"))).text
    for line in (
        "Score in the letter: 527",
        "By your answers, on 18 August 2026: 527",
        "By your answers, today: 522",
        "Today, with the birthday forgiven: 527",
        "Cut-off of the round: 523",
        "it is no reason to decline",
        "11.2(2)(a)",
        "Other losses are not forgiven in that way.",
    ):
        assert line in check, line
    assert "below the cut-off" not in check
    assert "Decline:" not in check
    asked = await talks(ana, ("I turned 30 on 10 September, will I lose points after ITA?", "no reason to decline"))
    assert "you are now below" not in asked.text


# --- C: the invitation and its documents ---


async def test_s25_the_medical_exam_of_all_the_family_is_a_task_of_the_first_day(bot: Companion, ana: Person) -> None:
    """Day 60 of 18 November is 17 January; three weeks before day 59 is 26 December."""
    await stands_on(bot, 2026, 11, 18)
    await is_scored(ana, "5 May 1990")
    await talks(
        ana,
        ("my child was born on 2 February 2020", "citizen or permanent resident of Canada"),
        ("[No, neither]", "Does the child come to Canada with you?"),
        ("[No, not coming]", "Coming along: No"),
        ("[Save this change]", "Saved: A child was born"),
    )
    first = spaced((await is_invited(ana, "18 November 2026", "CEC: Canadian Experience")).text)
    assert "Today is day 0" in first
    assert "Medical exam: do not wait for a letter." in first
    assert "since 21 August 2025 the exam comes before the application" in first
    assert "for you, your partner and every dependent child, coming or not" in first
    assert "In Canada an exam of the last five years that found no or a low risk may serve instead." in first
    said = await talks(ana, ("I wait for their letter", "No longer: it was so until 20 August 2025."))
    assert "comes before the application" in said.text
    plan = await talks(ana, ("/invitation", "Today is day 0"), ("[My plan]", "Your plan, counted back from"))
    assert "By Saturday 26 December 2026: your medical exam, before you apply." in plan.text
    assert "By Saturday 26 December 2026: the medical exam of your child born on 2 February 2020" in plan.text


async def test_s17_a_test_that_dies_on_day_53_makes_day_52_the_deadline(bot: Companion, ana: Person) -> None:
    """Two years from 10 January 2025 end with 9 January 2027. From 18 November that is 12 + 31 + 9 = day 52.

    Day 59 is 16 January, and an English test takes five weeks by our margin: 12 December.
    """
    await stands_on(bot, 2026, 11, 23)
    await is_scored(ana, "5 May 1990", in_canada="2", abroad="0", result="10 Jan 2025")
    await enters_the_pool(ana, "1 March 2026")
    shown = await is_invited(
        ana, "18 November 2026", "CEC: Canadian Experience", "17 January 2027 11:59 PM UTC", cut_off="430"
    )
    text = spaced(shown.text)
    assert "Apply by Saturday 9 January 2027: day 52" in text
    assert "You have 52 days, not 60. What sets the deadline: your English test result." in text
    assert "Saturday 9 January 2027, 23:59 UTC" in text
    assert "on day 60: Sunday 17 January 2027, 23:59 UTC" in text
    assert "Today is day 5: 47 days are left." in text
    assert "Apply by Sunday 17 January" not in text
    # The three ways: submit before, a new result in time that still reaches the cut-off, decline.
    assert "Apply by Saturday 9 January 2027, with everything that is needed." in text
    assert "begin by Saturday 12 December 2026 (our planning margin)" in text
    assert "the score still has to reach 430, the cut-off" in text
    assert "Decline in your account by Sunday 17 January 2027" in text
    asked = "my IELTS expires on 10 Jan 2027, got ITA on 18 November 2026, can I still submit?"
    await talks(ana, (asked, "Apply by Saturday 9 January 2027: day 52"))
    home = await talks(ana, ("/start", "Where you are: invited to apply"))
    assert "Apply or decline by Saturday 9 January 2027" in home.text


PARTNER: Final = ("secondary", "[No result yet]", "0")
"""The partner of S40: secondary school, no test, no work in Canada."""


# --- C, in French: the profile and its documents ---


async def va_au_resultat(personne: Person, naissance: str, test: tuple[str, ...], canada: str = "0") -> Seen:
    """L'entrevue courte avec une maîtrise et trois ans à l'étranger, jusqu'à la note et à l'heure de Toronto."""
    await goes_through(personne, "/start", "[Commencer]", naissance, "[Non, sans conjoint]", "[Maîtrise", *test)
    await goes_through(personne, "[Non]", canada, "3", "non", "non", "non", "non")
    await personne.press("Calculer ma note", LONG)
    note = await personne.wait_for("Note SCG estimée", LONG)
    await personne.wait_for("Vous vivez à l’heure de quelle ville?", LONG)
    await hears(personne, ("Toronto", "Fuseau horaire de vos rappels : Toronto."))
    return note


async def entre_dans_le_bassin(personne: Person, jour: str) -> None:
    """Le jour où le profil a été soumis."""
    await hears(
        personne,
        ("/parcours", "pas encore de profil"),
        ("[J’ai soumis mon profil]", "jour"),
        (jour, "Jour :"),
        ("[Enregistrer ce changement]", "Enregistré : J’ai soumis mon profil"),
    )


TEF: Final = (
    "[TEF Canada]",
    "[Ancien score]",
    "CO 316 CE 248 EE 393 EO 393",
    "2 déc. 2024",
)
IELTS: Final = ("[IELTS General]", "CO 8 CE 7 EE 7 EO 7", "1er juin 2026")


async def test_s18_un_test_qui_expire_avant_l_invitation_emporte_le_profil(bot: Companion, anne: Person) -> None:
    """Deux ans depuis le 2 décembre 2024 : dernier jour le 1er décembre 2026. Huit semaines avant : le 6 octobre."""
    await stands_on(bot, 2026, 11, 23)
    await va_au_resultat(anne, "31 mars 1993", TEF)
    await entre_dans_le_bassin(anne, "1er mars 2026")
    question = "mon TEF expire le 2 décembre 2026, que se passe-t-il ?"
    dates = spaced((await hears(anne, (question, "Vos dates"))).text)
    etapes = (
        "dernier jour utilisable le mardi 1er décembre 2026",
        "à partir du mercredi 2 décembre 2026",
        "il n’est plus admissible et il est retiré du bassin",
        "une nouvelle date de bris d’égalité : celle du 1er mars 2026 est perdue",
        "D’abord : réservez la première séance de test disponible.",
        "la date limite pour le faire était le mardi 6 octobre 2026",
        "Ensuite : inscrivez le nouveau résultat dans votre profil actuel au plus tard le mardi 1er décembre 2026",
        "S’il arrive trop tard : soumettez un nouveau profil dès que vous avez le nouveau résultat.",
    )
    parcours = spaced((await hears(anne, ("/parcours", "Où vous en êtes : dans le bassin"))).text)
    for etape in etapes:
        assert etape in dates, etape
        assert etape in parcours, etape
    fiche = await hears(anne, ("[La fiche de ressaisie]", "vous pouvez encore être invité jusqu’au 1er décembre 2026"))
    assert "Pour un nouveau profil le 2 décembre 2026" in spaced(fiche.text)


async def test_s29_un_profil_qui_expire_dans_sept_jours_a_sa_fiche_de_ressaisie(bot: Companion, anne: Person) -> None:
    """Déposé le 30 novembre 2025 : dernier jour sûr le 29 novembre 2026, nouveau profil possible dès le 30.

    Test du 1er juin 2026 : jusqu’au 31 mai 2028. EDE du 10 janvier 2025, cinq ans : jusqu’au 9 janvier 2030.
    """
    await stands_on(bot, 2026, 11, 23)
    await va_au_resultat(anne, "31 mars 1993", IELTS)
    await entre_dans_le_bassin(anne, "30 nov. 2025")
    await hears(
        anne,
        ("/profile", "3. Études"),
        ("[3. Études]", "Vos diplômes"),
        ("[Ajouter un diplôme]", "niveau"),
        ("[Maîtrise", "Dans quel pays"),
        ("Inde", "Quand"),
        ("31 mai 2016", "évaluation des diplômes d’études"),
        ("10 janv. 2025", "vendredi 10 janvier 2025"),
        ("[Le même niveau]", "Évaluation (EDE) : vendredi 10 janvier 2025"),
    )
    await anne.press("Enregistrer", LONG)
    await anne.wait_for("C’est enregistré.", LONG)
    question = "mon profil expire la semaine prochaine, je recrée maintenant ?"
    fiche = spaced((await hears(anne, (question, "dans le bassin jusqu’au dimanche 29 novembre 2026"))).text)
    for words in (
        "IRCC n’en conserve rien",
        "Attendre : vous pouvez encore recevoir une invitation jusqu’au 29 novembre 2026 inclus.",
        "À partir du lundi 30 novembre 2026",
        "Retirer maintenant et en soumettre un nouveau",
        "le vôtre date du 30 novembre 2025. À égalité, toute personne de même note",
        "Pour un nouveau profil le 30 novembre 2026 :",
        "Vos résultats au test d’anglais : dernier jour utilisable, le mercredi 31 mai 2028.",
        "(EDE) de votre diplôme (Inde) : dernier jour utilisable, le mercredi 9 janvier 2030.",
    ):
        assert words in fiche, words
    texte = spaced((await hears(anne, ("[La fiche en texte]", "1. Renseignements personnels"))).text)
    ecrans = [
        "1. Renseignements personnels",
        "2. Coordonnées",
        "3. Études et langues",
        "4. Détails de la demande",
        "5. Représentant",
        "6. Antécédents de travail",
    ]
    assert [texte.index(ecran) for ecran in ecrans] == sorted(texte.index(ecran) for ecran in ecrans)
    assert "mercredi 31 mars 1993" in texte
    await anne.press("La fiche en PDF", LONG)
    await anne.wait_for(lambda message: "document" in message.wire, LONG)


# --- D: life events after applying, in the pool, and gently ---


async def test_s38_a_wedding_after_applying_is_told_and_the_spouse_examined(bot: Companion, ana: Person) -> None:
    """481 alone: 94 + 135 + 124 + 40 + 50 + 38. What a partner would make of it is only there to compare."""
    await stands_on(bot, 2026, 11, 23)
    score = await is_scored(ana, "31 March 1994")
    assert "CRS score, estimated: 481 out of" in score.text
    await enters_the_pool(ana, "1 March 2026")
    await is_invited(ana, "18 November 2026", "FSW: Federal Skilled Worker")
    await has_applied(ana, "20 November 2026")
    saved = await talks(
        ana,
        ("I got married on 21 November 2026", "do they come to Canada with you?"),
        ("[Yes, coming with me]", "the points of your invitation are not counted again"),
        ("[Save this change]", "Saved: I got married"),
    )
    for words in (
        "Tell IRCC at once",
        "Your partner is added to the application, coming or not: forms, fee, medical exam, police.",
        "the ranking of your invitation is not made again for someone who joins the family after you applied",
        "the minimum conditions of your program still have to be met",
        "Do not land before this is settled",
    ):
        assert words in saved.text, words


async def test_s43_a_baby_after_applying_is_declared_examined_and_counted_for_the_funds(
    bot: Companion, ana: Person
) -> None:
    """The table of 7 July 2025: 15,263 dollars for one, 19,001 for two."""
    await stands_on(bot, 2026, 11, 23)
    await is_scored(ana, "31 March 1994")
    await is_invited(ana, "18 November 2026", "FSW: Federal Skilled Worker")
    await has_applied(ana, "20 November 2026")
    saved = await talks(
        ana,
        ("our baby was born on 21 November 2026", "citizen or permanent resident of Canada?"),
        ("[No, neither]", "Does the child come to Canada with you?"),
        ("[Yes, coming along]", "declared and examined at every stage"),
        ("[Save this change]", "Saved: A child was born"),
    )
    for words in (
        "$19,001 for a family of 2, before: $15,263 for 1",
        "Tell IRCC at once",
        "The child is added to the application, coming or not: a form, the fee, the medical exam.",
        "not declared and not examined can be shut out of sponsorship for good",
        "117(9)(d)",
        "they have to be enough for the family on the day of the visa too",
    ):
        assert words in spaced(saved.text), words


async def test_s44_a_new_employer_on_day_twenty_leaves_complete_experience(bot: Companion, ana: Person) -> None:
    """Fourteen months to 22 November 2026, 61 weeks of 30 hours: 1,830 of 1,560. Day 20 of 3 November is the 23rd."""
    await stands_on(bot, 2026, 11, 23)
    await is_scored(ana, "31 March 1994", in_canada="1", abroad="0")
    await tells_jobs(ana, job("31301", "Canada", "22 September 2025", "1", "37.5"))
    await talks(
        ana,
        ("I got an invitation", "Which date does your invitation letter carry?"),
        ("3 November 2026", "By which date do you have to apply"),
        ("skip", "For which program are you invited?"),
        ("[CEC: Canadian Experience]", "Was the round for a category?"),
        ("[Health care and social services]", "What was the lowest score invited"),
        ("skip", "Which CRS score does the letter name?"),
        ("skip", "Save the invitation"),
    )
    await ana.press("Save the invitation", LONG)
    await ana.wait_for("Today is day 20", LONG)
    general = await talks(ana, ("I changed my job after my invitation", "also after an invitation"))
    assert "Work that was counted up to the last paid day stands" in general.text
    await ana.press("I move to another employer", LONG)
    await ana.wait_for(lambda message: True, LONG)
    await goes_through(
        ana, "22 Nov 2026", "23 Nov 2026", "31301", "1", "Canada", "37.5", "yes", "[No, an employee]", "yes"
    )
    told = await talks(ana, ("[Never]", "Experience that is complete stands"))
    assert "Canadian Experience Class, one year in Canada within three years: enough." in told.text
    assert "“health care and social services”: with this change you still meet it" in told.text
    saved = await talks(ana, ("[Save this change]", "Saved: I move to another employer"))
    assert "reference letter" in saved.text
    assert "application" in saved.text
    assert "Decline" not in saved.text


async def test_s46_a_separation_is_met_gently_with_no_score_and_a_pause(bot: Companion, ana: Person) -> None:
    """With the partner 452, alone 481: shown only when asked for."""
    await stands_on(bot, 2026, 11, 23)
    await is_scored(ana, "31 March 1994", ("[Yes, coming with me]",), more=PARTNER)
    await enters_the_pool(ana, "1 March 2026")
    said = await talks(ana, ("my wife and I separated", "I am sorry that you are going through this."))
    assert said.labels == ("Tell it now", "Pause the reminders for 30 days", "Leave it for today")
    told = await talks(
        ana, ("[Tell it now]", "Since when have you lived apart"), ("20 November 2026", "Separated: Friday 20 November")
    )
    saved = await talks(ana, ("[Save this change]", "When you are able to, change it in your profile"))
    closing = await ana.wait_for("Whenever you wish:", LONG)
    for message in (said, told, saved, closing):
        assert not any(figure in message.text for figure in ("452", "481", "points:", "CRS score")), message.text
        assert "!" not in message.text
    shown = await talks(ana, ("[Show what it changes]", "481, before: 452 (+29)"))
    assert "Settlement funds: $15,263 for a family of 1, before: $19,001 for 2" in spaced(shown.text)
    await talks(
        ana,
        ("[Pause the reminders for 30 days]", "Pause the reminders through Wednesday 23 December 2026?"),
        ("[Pause the reminders for 30 days]", "The reminders rest through Wednesday 23 December 2026"),
    )


async def test_s46_the_death_of_a_spouse_after_applying_is_told_when_the_person_is_able_to(
    bot: Companion, ana: Person
) -> None:
    await stands_on(bot, 2026, 11, 23)
    await is_scored(ana, "31 March 1994", ("[Yes, coming with me]",), more=PARTNER)
    await is_invited(ana, "18 November 2026", "FSW: Federal Skilled Worker")
    await has_applied(ana, "20 November 2026")
    said = await talks(ana, ("my husband died", "I am sorry for your loss. Nothing has to be done here today"))
    told = await talks(
        ana, ("[Tell it now]", "On which day"), ("21 November 2026", "Day of death: Saturday 21 November")
    )
    saved = await talks(ana, ("[Save this change]", "What IRCC has to know"))
    closing = await ana.wait_for("Whenever you wish:", LONG)
    assert "application" in saved.text
    assert "Pause the reminders for 30 days" in closing.labels
    for message in (said, told, saved, closing):
        assert not any(figure in message.text for figure in ("452", "481", "points:", "CRS score")), message.text


async def test_s60_one_of_two_is_invited_and_nobody_stands_in_two_applications(bot: Companion, ana: Person) -> None:
    await stands_on(bot, 2026, 11, 23)
    await is_scored(ana, "31 March 1994", ("[Yes, coming with me]",), more=PARTNER)
    await enters_the_pool(ana, "1 March 2026")
    await is_invited(ana, "18 November 2026", "FSW: Federal Skilled Worker")
    before = await talks(ana, ("we both have a profile", "You are invited, your partner is in the pool"))
    assert "Leave your partner's profile where it is until you have applied: you may still decline." in before.text
    assert "Once you have applied with your partner in the application, your partner withdraws their own" in before.text
    assert "nobody should stand in two applications for permanent residence at once" in before.text
    await talks(ana, ("/invitation", "Your invitation of"))
    await has_applied(ana, "20 November 2026")
    after = await talks(ana, ("we both have a profile", "Two profiles in one couple"))
    assert "they withdraw their own profile, or decline an invitation that comes" in after.text
    assert "nobody should stand in two applications" in after.text


async def test_s45_laid_off_at_month_eleven_the_count_stops_at_the_last_paid_day(bot: Companion, ana: Person) -> None:
    """29 December 2025 to 29 November 2026 are 48 weeks: 1,440 of 1,560 hours, 120 missing, 4 weeks at 30.

    At 30 hours from 30 November on, the twelve months and the hours are both there from 29 December on. Until then the
    grid alone carries the profile: 12 age + 23 master's + 24 language + 11 for three years = 70.
    """
    await stands_on(bot, 2026, 11, 29)
    await is_scored(ana, "31 March 1994", in_canada="0", abroad="3")
    await tells_jobs(
        ana,
        job("21231", "India", "1 December 2022", "30 November 2025", "40"),
        job("21231", "Canada", "29 December 2025", "1", "40"),
    )
    await enters_the_pool(ana, "1 March 2026")
    told = await talks(
        ana,
        ("I was laid off", "I am sorry to hear that."),
        ("[Today]", "Is it for good"),
        ("[For good]", "1,440 of 1,560 hours"),
    )
    for words in (
        "Last paid day: Sunday 29 November 2026",
        "not enough, 1,440 of 1,560 hours; 4 weeks at 30 hours are missing",
        "it would be enough from Tuesday 29 December 2026 on",
        "Do not claim the Canadian year before it is complete.",
    ):
        assert words in told.text, words
    saved = await talks(ana, ("[Save this change]", "Saved: I am laid off"))
    assert "Experience is counted through the last paid day" in saved.text
    programs = await talks(ana, ("/programs", "Canadian Experience Class: not met"))
    assert "Federal Skilled Worker Program: met" in programs.text
    assert "Points for this program: at least 70 out of 100." in programs.text


# --- C: late in the window ---


async def test_s23_a_late_police_certificate_has_two_ways_and_no_promise(bot: Companion, ana: Person) -> None:
    """18 November is day 0, so 21 November is day 3 and 29 December is day 41 (12 + 29)."""
    await stands_on(bot, 2026, 12, 29)
    await is_scored(ana, "5 May 1990", in_canada="2", abroad="0")
    await talks(
        ana,
        ("/profile", "Your profile on"),
        ("[7. Documents and stays]", "I need the countries you lived in"),
        ("[Add a stay]", "In which country?"),
        ("India", "When did the stay begin?"),
        ("5 May 2015", "When did the stay end?"),
        ("31 Dec 2022", "Saturday 31 December 2022"),
    )
    await ana.press("Save", LONG)
    await ana.wait_for("Saved.", LONG)
    await is_invited(ana, "18 November 2026", "CEC: Canadian Experience")
    late = await talks(
        ana,
        ("/documents", "These would be late"),
        ("[You]", "Police certificate, India"),
        ("[Police certificate, India]", "Keep the proof that you asked for it either way."),
        ("[Asked for it]", "On which day did you ask for it?"),
        ("21 November 2026", "Status: asked for on 21 November 2026"),
    )
    assert "The first: decline the invitation by 17 January 2027." in late.text
    assert "The second: apply with the proof of the request and a letter" in late.text
    assert "That is accepted only exceptionally; I cannot promise it" in late.text
    plan = await talks(ana, ("/invitation", "Today is day 41"), ("[My plan]", "Your plan, counted back from"))
    assert (
        "You asked for it on Saturday 21 November 2026, day 3 of the invitation: keep the proof of that." in plan.text
    )
    assert "accepted only exceptionally, and I cannot promise it" in plan.text


async def test_s22_refuser_ou_laisser_filer_ont_leurs_dates_et_la_decision_reste_a_la_personne(
    bot: Companion, anne: Person
) -> None:
    """Jour 58 du 18 novembre : 12 + 31 + 15 = le 15 janvier. Profil du 1er mars 2026 : jusqu’au 28 février 2027."""
    await stands_on(bot, 2027, 1, 15)
    await va_au_resultat(anne, "5 mai 1990", IELTS, canada="2")
    await entre_dans_le_bassin(anne, "1er mars 2026")
    await hears(
        anne,
        ("j'ai reçu une invitation", "Quelle date porte votre lettre d’invitation?"),
        ("18 novembre 2026", "la lettre ou votre compte"),
        ("passer", "Pour quel programme"),
        ("[CEC\N{NO-BREAK SPACE}: expérience canadienne]", "catégorie"),
        ("[Aucune catégorie]", "note"),
        ("passer", "Quelle note"),
        ("passer", "Enregistrer l’invitation"),
        ("[Enregistrer l’invitation]", "Nous sommes au jour 58 : il reste 2 jours."),
    )
    choix = spaced((await hears(anne, ("si je ne fais rien ?", "Si vous ne faites rien"))).text)
    for mots in (
        "dimanche 17 janvier 2027, 23 h 59 UTC",
        "à partir du lundi 18 janvier 2027, l’invitation est expirée, et le profil sort du bassin avec elle",
        "Refuser dans votre compte, au plus tard le dimanche 17 janvier 2027. Il n’y a aucune pénalité.",
        "Il y reste jusqu’au dimanche 28 février 2027 inclus",
        "Le choix vous appartient",
    ):
        assert mots in choix, mots
    note = await hears(
        anne,
        ("[Je la laisse expirer]", "écrivez laisser expirer"),
        ("laisser expirer", "vous choisissez de laisser expirer l’invitation"),
    )
    assert "vous pouvez encore changer d’avis" in spaced(note.text)
    await hears(anne, ("/ipd", "2 jours avant la fin de l’invitation"), ("refuser", "Refuser l’invitation"))
