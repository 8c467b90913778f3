"""Finding a NOC code by words or by digits, in either language; its sheet; and the duties check."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from statistics import quantiles
from typing import Any

import pytest

from conversations import engine, scripts
from conversations.duties import duties
from conversations.engine import Interview, Outcome, Pressed, Typed
from conversations.messages import Kind
from conversations.occupation_kind import MOST, Occupation
from conversations.occupations_room import DOUBTS, FIND
from conversations.questions import UNKNOWN, Accepted, Question, Script, Unclear
from locales import LANGUAGES, Language, use
from rules.categories import categories
from rules.facts import DutiesCheck, Facts, Job
from rules.occupations import unit_groups
from rules.work import may_count
from storage import candidates, journal
from tests.conversations.chat import Chat
from tests.rules.situations import candidate

TODAY = date(2026, 11, 23)
DEVELOPER, ENGINEER, SCIENTIST, NURSE, WELDER, COOK = "21232", "21231", "21211", "31301", "72106", "63200"

PROFILE = Script(
    key="profile",
    version=1,
    title="Jobs",
    confirm="Save",
    questions=(
        Question(key="noc", topic="job", name="Occupation", wording="Which job?", kind=Occupation(), why="Because."),
        duties("duties", "noc"),
    ),
)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def found(text: str, language: Language = "en", pending: dict[str, Any] | None = None) -> Unclear:
    """What typing leads to when it is not an answer yet."""
    with use(language):
        reading = Occupation().read(text, {}, pending, TODAY)
    assert isinstance(reading, Unclear), reading
    return reading


def codes(reading: Unclear) -> list[str]:
    return list((reading.pending or {}).get("codes", ()))


def chosen(text: str, pending: dict[str, Any] | None = None) -> str:
    """The code that typing keeps."""
    reading = Occupation().read(text, {}, pending, TODAY)
    assert isinstance(reading, Accepted), reading
    return str(reading.value)


async def arrives(chat: Chat) -> None:
    """Someone who has read the notice and left the first questions for later."""
    await chat.says("/start")
    await chat.presses("Start" if chat.language == "en" else "Commencer")
    await chat.says("/stop")


def job(noc: str, **more: Any) -> Job:
    told = {"hours_per_week": 40, "paid": True, "self_employed": False, "authorised": True, "studying": ()}
    return Job(start=date(2024, 1, 8), noc=noc, country="CA", **{**told, **more})


async def worked(chat: Chat, *jobs: Job) -> None:
    """What the full profile would have been told."""
    await arrives(chat)
    facts = candidate(TODAY, english=9, canadian=None).model_copy(update={"jobs": jobs})
    async with chat.database.unit() as unit:
        person = await candidates.load(unit, chat.chat_id)
        assert person is not None
        await candidates.save(unit, replace(person, facts=facts.model_dump(mode="json")))


async def jobs_of(chat: Chat) -> tuple[Job, ...]:
    person = await chat.candidate()
    assert person is not None
    return Facts.model_validate(person.facts).jobs or ()


# --- typing a title ---


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("software developer", DEVELOPER),
        ("sofware developper", DEVELOPER),
        ("WELDER", WELDER),
        ("regisered nurse", NURSE),
        ("2 cooks", COOK),
        ("911 dispatcher", "14404"),
        ("infirmiere", NURSE),
        ("Infirmière autorisée", NURSE),
        ("soudeuse", WELDER),
        ("cuisinier", COOK),
        ("ingenieur en logicielle", ENGINEER),
        ("educatrice de la petite enfance", "42202"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_in_either_language_finds_its_code_whatever_the_accents_and_slips(
    typed: str, code: str, language: Language
) -> None:
    assert code in codes(found(typed, language))[:3]


def test_what_is_found_is_offered_and_never_taken_by_its_title_alone() -> None:
    reading = found("web developer")
    assert 1 <= len(codes(reading)) <= MOST
    assert "What you did decides, not the title." in reading.note
    with use("en"):
        offers = Occupation().offers({}, reading.pending)
    assert [offer.value for offer in offers] == [*codes(reading), "search"]
    assert offers[0].label == "21234 Web developers and programmers"
    assert offers[0].detail == "21234 Web developers and programmers (TEER 1: usually a university degree)"


def test_no_more_than_six_are_offered_and_long_titles_are_cut_on_buttons_only() -> None:
    for text in ("manager", "21", "212", "infirmier", "conducteur de machine"):
        for language in LANGUAGES:
            reading = found(text, language)
            assert len(codes(reading)) <= MOST
            with use(language):
                for offer in Occupation().offers({}, reading.pending)[:-1]:
                    assert len(offer.label) <= 60
                    group = unit_groups()[offer.value]
                    assert (group.title_fr if language == "fr" else group.title_en) in offer.detail.replace("’", "'")


def test_words_that_are_found_only_nearly_or_in_part_are_said_to_be_so() -> None:
    assert "No title is written “sofware developper”" in found("sofware developper").note
    assert "No title has all the words of “xylophone tuner of the moon”" in found("xylophone tuner of the moon").note
    assert "Aucun titre ne contient tous les mots" in found("accordeur de xylophones de la lune", "fr").note


@pytest.mark.parametrize("text", ["qwrtzp", "vbnmk fghjk"])
def test_words_that_find_nothing_say_what_was_not_understood_an_example_and_the_way_out(text: str) -> None:
    reading = found(text)
    assert reading.pending is None
    assert f"I found no occupation for “{text}”" in reading.note
    assert "for example “welder”" in reading.note
    assert "Or press Skip." in reading.note
    french = plain(found(text, "fr").note)
    assert f"Je n’ai trouvé aucune profession pour « {text} »" in french
    assert "Ou appuyez sur « Passer »." in french


@pytest.mark.parametrize("text", ["!!!", "7", "…", "🔥", ""])
def test_what_is_no_title_and_no_code_is_refused_with_both_as_examples(text: str) -> None:
    assert "Example: “welder” or “21232”" in found(text).note


def test_what_was_typed_is_said_back_as_text_and_cut_where_it_is_long() -> None:
    assert "for “qwrtzp &lt;vbnmk&gt;”" in found("qwrtzp <vbnmk>").note
    assert len(found("qwrtzp " * 200).note) < 400


# --- typing a code ---


@pytest.mark.parametrize(
    "text", ["21232", " 21232 ", "NOC 21232", "cnp: 21232", "21232 - Software developers and programmers", "#21232"]
)
def test_a_code_of_noc_2021_is_taken_as_it_stands(text: str) -> None:
    assert chosen(text) == DEVELOPER


def test_a_code_keeps_its_zeros() -> None:
    assert chosen("00010") == "00010"


def test_an_old_code_is_translated_to_all_it_became_and_said_to_be_old() -> None:
    several, single = found("2173"), found("NOC 0213")
    assert codes(several) == [ENGINEER, SCIENTIST]
    assert several.note == ("2173 is a code of the old classification, NOC 2016. In NOC 2021 it became 2 codes:")
    assert codes(single) == ["20012"]
    assert "In NOC 2021 it became 1 code:" in single.note
    french = plain(found("CNP 2173", "fr").note)
    assert french == (
        "2173 est un code de l’ancienne classification, la CNP 2016. Dans la CNP 2021, il a donné 2 codes :"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("21239", "NOC 2021 has no code 21239. Example: “21232”"),
        ("9999", "Neither NOC 2016 nor NOC 2021 has a code 9999. Example: “21232”"),
        ("1234567", "1234567 is no code: a code of NOC 2021 has five digits. Example: “21232”"),
        ("999", "999 is no code: a code of NOC 2021 has five digits."),
    ],
)
def test_a_code_that_does_not_exist_is_refused_with_an_example(text: str, words: str) -> None:
    reading = found(text)
    assert reading.note.startswith(words)
    assert reading.pending is None


def test_the_beginning_of_a_code_offers_the_codes_that_begin_so() -> None:
    reading = found("6320")
    assert all(code.startswith("6320") for code in codes(reading))
    assert reading.note == "A code has five digits. These begin with 6320:"
    # A year in a title is no code.
    assert COOK in codes(found("cook since 2019"))


# --- choosing from the list ---


OFFERED = {"codes": [ENGINEER, SCIENTIST, DEVELOPER]}


@pytest.mark.parametrize(
    "text", ["2", "two", "deux", "the second", "21211", "Data scientists", "scientifiques des donnees", "#2"]
)
def test_a_number_of_the_list_its_code_or_its_title_chooses(text: str) -> None:
    assert chosen(text, OFFERED) == SCIENTIST


def test_a_number_that_the_list_does_not_have_leaves_the_list_open() -> None:
    reading = found("9", "en", OFFERED)
    assert (reading.note, reading.pending) == (
        "The list has no number 9. Choose one, or type another job title.",
        OFFERED,
    )


@pytest.mark.parametrize("text", ["4", "Search again", "chercher à nouveau"])
def test_the_last_line_searches_again(text: str) -> None:
    reading = found(text, "en", OFFERED)
    assert (reading.note, reading.pending) == ("", None)


@pytest.mark.parametrize("text", ["chercheur", "research assistant", "developer", "scientist"])
def test_any_other_words_search_again_and_never_choose_what_is_like_them(text: str) -> None:
    assert codes(found(text, "en", OFFERED)) not in ([], OFFERED["codes"])


def test_a_button_of_another_list_is_asked_again() -> None:
    with use("en"):
        assert isinstance(Occupation().press(NURSE, {}, OFFERED, TODAY), Unclear)
        assert Occupation().press(SCIENTIST, {}, OFFERED, TODAY) == Accepted(SCIENTIST)
        assert Occupation().press("search", {}, OFFERED, TODAY) == Unclear("")  # type: ignore[arg-type]
        assert isinstance(Occupation().press("search", {}, None, TODAY), Unclear)


def test_a_code_is_said_with_its_title_and_teer() -> None:
    with use("en"):
        assert Occupation().words(DEVELOPER, {}) == "21232 Software developers and programmers (TEER 1)"
        assert Occupation().words("99999", {}) == "99999"
    with use("fr"):
        assert Occupation().words(SCIENTIST, {}) == "21211 Scientifiques des données (FÉER\N{NO-BREAK SPACE}1)"


def test_a_search_is_quick_on_every_kind_of_typing() -> None:
    texts = ("sofware developper", "nurse", "infirmiere", "manager", "xylophone tuner of the moon", "2173", "cook", "a")
    for text in texts:
        found(text)  # the titles are read once
    took = []
    for text in texts * 15:
        began = time.process_time()
        found(text)
        took.append(time.process_time() - began)
    assert quantiles(took, n=20)[-1] < 0.05  # 2 to 13 ms on the slowest machine tried; a person waits for 100


# --- the duties question ---


def at_duties(noc: str = DEVELOPER) -> Interview:
    return engine.begin(PROFILE, "1", {"noc": noc})


def test_the_duties_question_names_the_code_its_title_and_the_official_page() -> None:
    with use("en"):
        screen = engine.show(PROFILE, at_duties()).text
    assert "21232 Software developers and programmers (TEER 1)" in screen
    assert "Name three things you did most weeks." in screen
    assert '<a href="https://noc.esdc.gc.ca/">' in screen
    with use("fr"):
        screen = engine.show(PROFILE, at_duties()).text
    assert "Nommez trois tâches que vous faisiez presque chaque semaine." in screen
    assert "GoCTemplateCulture=fr-CA" in screen


@pytest.mark.parametrize(
    ("text", "check", "words"),
    [
        ("1", DutiesCheck.fits, "letter of the employer"),
        ("yes", DutiesCheck.fits, "letter of the employer"),
        ("they do not fit", DutiesCheck.does_not_fit, "a good answer: it saves you a refusal later"),
        ("non", DutiesCheck.does_not_fit, "count the occupation of this job as not known"),
        ("3", DutiesCheck.not_sure, "Nothing changes for now"),
    ],
)
def test_each_answer_about_the_duties_says_what_it_means(text: str, check: DutiesCheck, words: str) -> None:
    with use("en"):
        turn = engine.step(PROFILE, at_duties(), Typed(text), TODAY)
    assert turn.state.answers["duties"] == check
    assert words in turn.note


def test_the_duties_are_asked_of_a_known_code_only_and_again_of_another() -> None:
    assert [each.key for each in PROFILE.asked({})] == ["noc"]
    assert [each.key for each in PROFILE.asked({"noc": UNKNOWN})] == ["noc"]
    answered = {"noc": DEVELOPER, "duties": "fits"}
    state = replace(at_duties(), at="noc", answers=answered, before=answered)
    with use("en"):
        turn = engine.step(PROFILE, state, Typed(NURSE), TODAY)
    assert turn.state.answers == {"noc": NURSE}
    assert turn.state.at == "duties"


def test_an_offer_is_asked_about_the_work_to_come() -> None:
    question = duties("offer.duties", "offer.noc", of="offer")
    with use("en"):
        assert "will do most weeks" in question.kind.hint(question.hint, {"offer.noc": NURSE})
    assert question.wording == "Do the duties of this code fit the job offered?"
    question = duties("partner.jobs.0.duties", "partner.jobs.0.noc", of="partner")
    with use("fr"):
        assert "que votre conjoint faisait" in question.kind.hint(question.hint, {"partner.jobs.0.noc": NURSE})


# --- the helper ---


async def test_noc_leads_from_a_title_to_the_sheet_of_a_code(chat: Chat) -> None:
    await arrives(chat)
    assert "Which occupation do you want to find?" in await chat.says("/noc")
    assert "1. 21232 Software developers and programmers" in await chat.says("sofware developper")
    text = await chat.says("1")
    assert text.startswith("21232 Software developers and programmers\nTEER 1: usually a university degree.")
    assert "In the old classification, NOC 2016: 2174." in text
    assert "Canadian Experience Class and Federal Skilled Worker Program: this work can count (TEER 0 to 3)." in text
    assert "Federal Skilled Trades Program: it is none of its trades." in text
    assert "Category lists on 23 November 2026\nIt is on none.\nNo longer: STEM occupations, on its lists until" in text
    assert "Do the duties of this code fit what you did?" in text


async def test_the_helper_speaks_french(conversation: Chat) -> None:
    await arrives(conversation)
    assert "De quel emploi cherchez-vous le code?" in await conversation.says("trouver ma CNP")
    await conversation.says("infirmiere")
    text = plain(await conversation.says("1"))
    assert text.startswith("31301 Infirmiers autorisés/infirmières autorisées")
    assert "FÉER 1 : habituellement un diplôme universitaire." in text
    assert "santé" in text
    assert "(liste du 18 février 2026, selon une seule source) : 12 mois de travail" in text
    assert "C’est une bonne réponse" in await conversation.says("elles ne concordent pas")


@pytest.mark.parametrize("words", ["find my NOC", "my noc", "NOC", "quelle est ma cnp"])
async def test_the_helper_opens_by_words_of_either_language(chat: Chat, words: str) -> None:
    await arrives(chat)
    assert "Which occupation do you want to find?" in await chat.says(words)


async def test_the_notice_comes_first(chat: Chat) -> None:
    await chat.says("/noc welder")
    assert "Start" in chat.labels
    assert await chat.place() is None
    await chat.presses_data(FIND)
    assert "Start" in chat.labels


async def test_whatever_is_typed_while_the_helper_is_open_searches_again(chat: Chat) -> None:
    await arrives(chat)
    await chat.says("/noc nurse")
    assert "72106" in await chat.says("welder")
    await chat.says("1")
    # Words that the duties check could be read from, by a looser reader
    text = await chat.says("pipe fitter")
    assert "72301 Steamfitters, pipefitters" in text
    assert "1. 21231 Software engineers" in await chat.says("2173")
    await chat.presses("Search again")
    assert "Which occupation do you want to find?" in chat.text
    place = await chat.place()
    assert place is not None
    assert [each["script"] for each in place["open"]] == ["short", "noc"]  # type: ignore[attr-defined]


async def test_a_code_typed_or_told_with_the_command_goes_straight_to_its_sheet(chat: Chat) -> None:
    await arrives(chat)
    assert (await chat.says("/noc 63200")).startswith("63200 Cooks")
    assert "Federal Skilled Trades Program: it is one of its trades." in chat.text
    assert (await chat.says("85100")).startswith("85100 Livestock labourers")
    assert "this work does not count; they take TEER 0 to 3" in chat.text
    assert (await chat.presses_data("noc:31301")).startswith("31301 Registered nurses")
    assert "Which occupation do you want to find?" in await chat.presses_data("noc:99999")


async def test_the_lists_say_their_day_how_sure_they_are_and_what_they_ask_for(chat: Chat) -> None:
    await arrives(chat)
    text = await chat.says("/noc 31301")
    assert (
        "• health care and social services (list of 18 February 2026, reported by one source): 12 months of work in it "
        "within the last 3 years."
    ) in text
    chat.now = datetime(2026, 2, 10, 15, tzinfo=UTC)
    text = await chat.says("/noc 31301")
    assert "(list of 27 February 2025, confirmed): 6 months of work in it without a break within the last 3" in text
    assert "From 18 February 2026: health care and social services." in text
    chat.now = datetime(2026, 11, 23, 15, tzinfo=UTC)
    assert "in it in Canada within the last 3 years" in await chat.says("/noc 31102")
    assert "and an offer of the Canadian Armed Forces" in await chat.says("/noc 40042")


@pytest.mark.parametrize("on", [date(2015, 1, 1), TODAY])
def test_the_two_programs_of_the_sheet_take_the_same_occupations(on: date) -> None:
    for code in unit_groups():
        assert may_count(code, "canadian_experience_class", on) == may_count(code, "federal_skilled_worker", on)


async def test_a_doubt_about_a_list_is_said_with_the_codes_it_is_about(chat: Chat) -> None:
    await arrives(chat)
    assert "differ on cooks and butchers" in await chat.says("/noc 63200")
    assert "differ on cooks and butchers" not in await chat.says("/noc 72106")
    assert set(DOUBTS) <= {key for one in categories(Facts(), TODAY) for key in one.to_check}


async def test_the_official_lists_open_from_a_button(chat: Chat) -> None:
    await arrives(chat)
    await chat.says("/noc 31301")
    assert "category-based-selection" in chat.button("Official category lists").url


async def test_a_check_without_a_job_of_that_code_keeps_nothing(chat: Chat) -> None:
    await arrives(chat)
    await chat.says("/noc 21232")
    text = await chat.presses("They do not fit")
    assert "it saves you a refusal later" in text
    assert "this job as not known" not in text
    assert "Which occupation do you want to find?" in text
    person = await chat.candidate()
    assert person is not None
    assert person.facts is None


async def test_duties_that_do_not_fit_are_kept_with_the_job_and_its_points_go(chat: Chat) -> None:
    await worked(chat, job(NURSE))
    await chat.says("/noc 31301")
    text = await chat.presses("They do not fit")
    assert "Until another code fits, I count the occupation of this job as not known." in text
    assert "before:" in text
    assert "Work in Canada −" in text
    assert [each.duties for each in await jobs_of(chat)] == [DutiesCheck.does_not_fit]
    async with chat.database.reader() as unit:
        assert [entry.kind for entry in await journal.entries(unit, chat.chat_id)] == ["duties_check"]
    # The same answer again writes nothing.
    await chat.says("/noc 31301")
    assert "Your profile has this answer already." in await chat.says("2")
    await chat.says("/noc 31301")
    await chat.says("1")
    assert [each.duties for each in await jobs_of(chat)] == [DutiesCheck.fits]


async def test_not_knowing_is_the_same_as_not_being_sure(chat: Chat) -> None:
    await worked(chat, job(NURSE), job(COOK))
    await chat.says("/noc 31301")
    assert "Nothing changes for now." in await chat.says("I don't know")
    assert [each.duties for each in await jobs_of(chat)] == [DutiesCheck.not_sure, None]


async def test_of_two_jobs_with_one_code_neither_takes_the_answer(chat: Chat) -> None:
    await worked(chat, job(NURSE), job(NURSE, end=date(2024, 6, 30)))
    await chat.says("/noc 31301")
    assert "more than one job with this code" in await chat.says("1")
    assert [each.duties for each in await jobs_of(chat)] == [None, None]


async def test_skipping_leads_back_to_where_the_person_was(chat: Chat) -> None:
    await arrives(chat)
    await chat.says("/noc")
    assert "No occupation was chosen." in await chat.says("skip")
    await chat.says("/noc 21232")
    assert "The duties of 21232 were not compared." in await chat.says("skip")
    place = await chat.place()
    assert place is not None
    assert [each["script"] for each in place["open"]] == ["short"]  # type: ignore[attr-defined]


async def test_a_stopped_search_leaves_nothing_behind_and_the_interview_waits(chat: Chat) -> None:
    await chat.says("/start")
    await chat.presses("Start")
    first = chat.text
    await chat.says("/noc welder")
    assert "Your interview waits where you stopped." in await chat.says("stop")
    assert "I am not sure what you mean" in await chat.says("welder")
    assert await chat.presses("Go on with the questions") == first


async def test_in_the_middle_of_the_interview_the_helper_returns_to_the_open_question(chat: Chat) -> None:
    await chat.says("/start")
    await chat.presses("Start")
    await chat.says("/noc 21232")
    text = await chat.says("the duties fit")
    assert "letter of the employer" in text
    assert "Question 1 of" in text


async def test_a_photo_and_another_language_leave_the_search_open(chat: Chat) -> None:
    await arrives(chat)
    await chat.says("/noc nurse")
    assert "31301" in await chat.sends(Kind.PHOTO)
    assert "31301 Infirmiers autorisés" in await chat.says("/fr")


@pytest.mark.parametrize("key", ["noc", "noc:21232"])
def test_a_press_of_an_old_screen_of_the_helper_is_old(key: str) -> None:
    script = scripts.find(key)
    state = engine.begin(script, "1")
    assert engine.step(script, state, Pressed("0", 0, "=search"), TODAY).outcome is Outcome.OLD


def test_there_is_no_check_of_a_code_that_does_not_exist() -> None:
    with pytest.raises(KeyError):
        scripts.find("noc:99999")
