"""Free words in the chat: what each sentence leads to, what nothing may be taken for, and the stories of section G."""

from __future__ import annotations

import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from conversations import claims, free_words, guards
from conversations.answers import Secret, looks_secret
from conversations.desk import COMMANDS, WORDS
from conversations.kinds import Choice, YesNo
from conversations.messages import Kind
from conversations.phrases import Reader, compiled
from conversations.profile.chapters import CHAPTERS
from conversations.where_to import DATES, HELP, SCORE, WHY
from conversations.zones import CITIES
from locales import LANGUAGES, day, everywhere, use
from rules import crs
from rules.facts import Facts, Partner, PartnerStatus
from rules.occupations import titles
from rules.parameters import book, links
from tests.conversations.chat import Chat
from tests.conversations.sentences import INNOCENT, SENTENCES, lines, pairs
from tests.conversations.test_desk import TO_EDUCATION
from tests.locales.test_labels import questions as questions_there_are

TO_THE_SCORES = ("/start", "[Start]", "31 3 1997", "none", "bachelor", "[IELTS General]")
TO_THE_END = (*TO_THE_SCORES, "L8 R7 W6.5 S7", "1 Oct 2026", "no", "0", "3", "no", "no", "no", "no")
SAVED = (*TO_THE_END, "[Compute my score]", "Toronto")
DEBUT = ("/start", "[Commencer]", "31 3 1997")


async def questions(chat: Chat) -> object:
    """What is open: the interviews under way."""
    return (await chat.place() or {}).get("open")


def subject(sentence: str) -> str | None:
    """What a sentence is about, when every command is there."""
    about = free_words.guarded(sentence) or free_words.heard(sentence, COMMANDS)
    return about.entry.key if about else None


# --- the table ---


@pytest.mark.parametrize("key", SENTENCES)
def test_each_sentence_is_about_its_subject(key: str) -> None:
    said = lines(SENTENCES[key])
    assert {sentence: subject(sentence) for sentence in said} == dict.fromkeys(said, key)


@pytest.mark.parametrize("key", SENTENCES)
def test_capitals_accents_and_the_last_mark_change_nothing(key: str) -> None:
    for sentence in lines(SENTENCES[key]):
        bare = "".join(c for c in unicodedata.normalize("NFD", sentence) if not unicodedata.combining(c))
        assert subject(bare.lower().rstrip(" ?.")) == key, sentence
        assert subject(f"Hello. {sentence.upper()}") == key, sentence


def test_every_subject_has_sentences_in_the_table_in_both_languages() -> None:
    named = {key for key, _sentence in pairs()}
    assert named == {entry.key for entry in free_words.subjects().all()}
    assert len(pairs()) >= 150


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("couple", "who shuold be prinicpal aplicant"),
        ("programs", "am i elligible"),
        ("programs", "suis-je admisible"),
        ("forecast", "will the cutof go down"),
        ("citizenship", "how do i get citizenshp"),
        ("expires", "my ielts expirs on 10 jan 2027"),
        ("privacy", "confidentialte"),
        ("medical_exam", "is the upfront medcial required"),
        ("not_accompanying", "put my wife non acompanying for more points"),
    ],
)
def test_a_slip_of_the_finger_is_understood(key: str, sentence: str) -> None:
    assert subject(sentence) == key


# --- what nothing may be taken for ---


def test_an_innocent_answer_passes_every_guard() -> None:
    for said in lines(INNOCENT):
        assert free_words.guarded(said) is None, said
        assert looks_secret(said) is None, said
        about = free_words.heard(said, COMMANDS)
        assert about is None or not about.sure, f"the open question reads it first: {said}"


def test_no_label_of_a_question_is_taken_for_something_else() -> None:
    asked = [
        *questions_there_are(),
        *(one for chapter in CHAPTERS for part, _whose in chapter.parts for one in part.questions),
    ]
    assert len(asked) > 100
    for question in asked:
        texts: list[str] = []
        match question.kind:
            case Choice(options=options):
                texts = [text for option in options for text in (option.label, option.detail) if text]
            case YesNo(yes=yes, no=no):
                texts = [yes, no]
        for text in (worded for each in texts for worded in everywhere(each)):
            assert free_words.guarded(text) is None, text
            assert looks_secret(text) is None, text
            about = free_words.heard(text, COMMANDS)
            assert about is None or not about.sure, text


def test_no_job_title_and_no_city_sets_off_a_guard() -> None:
    named = [title for language in ("en", "fr") for group in titles(language).values() for title in group]
    named = named[::9] + [city for cities in CITIES.values() for city in cities.split(", ")]
    assert len(named) > 6000
    assert [title for title in named if free_words.guarded(title) or looks_secret(title)] == []


@given(st.dates(date(1932, 1, 1), date(2100, 12, 31)), st.sampled_from(LANGUAGES), st.booleans())
def test_no_date_is_free_words(value: date, language: str, weekday: bool) -> None:
    with use("fr" if language == "fr" else "en"):
        said = day(value, weekday=weekday)
    assert free_words.guarded(said) is None
    assert free_words.heard(said, COMMANDS) is None


@given(st.lists(st.integers(0, 699), min_size=1, max_size=5), st.sampled_from([" ", "/", "-", ", "]))
def test_no_scores_are_free_words(scores: list[int], separator: str) -> None:
    said = separator.join(map(str, scores))
    assert free_words.guarded(said) is None
    about = free_words.heard(said, COMMANDS)
    assert about is None or not about.sure


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    free_words.guarded(text)
    free_words.heard(text, COMMANDS)


def test_reading_takes_less_than_five_milliseconds_for_99_of_100_messages() -> None:
    said = (
        [sentence for _key, sentence in pairs()] + lines(INNOCENT) + [f"{'mariage tomorow ' * 62}{n}" for n in range(9)]
    )
    free_words.guarded("warm")
    taken = []
    for text in said:
        before = time.thread_time()  # not the wall clock: other work on the machine is not ours
        free_words.guarded(text)
        free_words.heard(text, COMMANDS)
        taken.append(time.thread_time() - before)
    assert sorted(taken)[int(len(taken) * 0.99) - 1] < 0.005


# --- the file ---


def test_every_pattern_leads_to_a_screen_that_exists() -> None:
    assert free_words.targets() <= set(COMMANDS)


def test_a_screen_that_is_not_there_yet_is_not_offered_but_its_official_page_is() -> None:
    assert free_words.heard("export everything", {"score"}) is None
    about = free_words.heard("what is my NOC", {"score"})
    assert about is not None
    assert about.entry.link == "noc_find"


def test_every_subject_has_its_words_and_every_link_is_in_the_rule_book() -> None:
    known = free_words.subjects()
    assert {entry.key for entry in known.claims} == set(claims.CLAIMS)
    answered = {entry.key for entry in known.answers if not entry.press}
    assert set(claims.ANSWERS) <= answered <= set(claims.ANSWERS) | set(free_words.COMPUTED)
    assert {entry.key for entry in known.pages} == set(claims.PAGES)
    assert {entry.key for entry in known.outside} == set(claims.OUTSIDE)
    assert (
        {entry.key for entry in known.guards} - {"official", "fraud"} == set(guards.COACHING) == set(guards.NEXT_STEPS)
    )
    assert {entry.link for entry in known.all() if entry.link} <= set(links())
    assert all(entry.link for entry in (*known.claims, *known.pages, *known.outside))
    assert all(entry.command for entry in known.screens)
    keys = [entry.key for entry in known.all()]
    assert len(keys) == len(set(keys))


def test_a_claim_that_was_true_once_says_until_when_and_no_other_does() -> None:
    for entry in free_words.subjects().claims:
        assert entry.verdict in claims.VERDICTS
        assert (entry.until is not None) is (entry.verdict == "until"), entry.key


@pytest.mark.parametrize("line", ["-before", "=?", "a|b b|c", "@nobody", "*", "|"])
def test_a_pattern_that_says_nothing_or_the_same_twice_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"no word|two terms|no group"):
        compiled(line, {})


def test_an_entry_without_patterns_is_refused() -> None:
    with pytest.raises(ValidationError, match="patterns"):
        free_words.Entry.model_validate({"key": "empty", "patterns": []})


def test_a_pattern_takes_words_side_by_side_beginnings_and_what_must_not_be_there() -> None:
    reader = Reader({"one": [compiled("job_offer point* -not", {})], "two": [compiled("=ma note", {})]})

    def about(text: str) -> str | None:
        found = reader.first(reader.sentences(text), ["one", "two"])
        return found[0] if found else None

    assert about("Points for a job offer?") == "one"
    assert about("the offer of a job gives points") is None
    assert about("a job offer gives not one point") is None
    assert about("Ma  note !") == "two"
    assert about("ma note baisse") is None


# --- the figures of the claims ---


def test_the_days_of_the_claims_are_those_of_the_rule_book() -> None:
    until = {entry.key: entry.until for entry in free_words.subjects().claims}

    def day_before(value: date) -> date:
        return date.fromordinal(value.toordinal() - 1)

    invitation = book().clocks.clocks.invitation.values[-1]
    medical = book().clocks.clocks.medical_upfront.values[-1]
    assert until["ninety_days"] == day_before(invitation.start)
    assert invitation.value == 60
    assert until["medical_exam"] == day_before(medical.start)
    assert until["job_offer_points"] == date(2025, 3, 24)
    assert _age_and_offer(date(2025, 3, 24)) - _age_and_offer(date(2025, 3, 25)) == 50


def _age_and_offer(on: date) -> int:
    return crs.score(Facts.model_validate({"birth_date": "1997-01-01", "job_offer": "other_skilled"}), on).total


@pytest.mark.parametrize(
    ("status", "points"),
    [(None, {25: 110, 41: 39, 42: 28, 43: 17, 44: 6}), ("accompanying", {25: 100, 41: 35, 42: 25, 43: 15, 44: 5})],
)
def test_the_points_for_age_in_the_claims_are_those_of_the_grid(status: str | None, points: dict[int, int]) -> None:
    partner = Partner(status=PartnerStatus(status)) if status else None
    said = claims.CLAIMS["age_columns"].answer + claims.CLAIMS["ages_41_to_44"].answer
    for age, expected in points.items():
        facts = Facts(birth_date=date(2026 - age, 1, 1), partner=partner)
        assert crs.score(facts, date(2026, 6, 1)).total == expected
        assert str(expected) in said


# --- S70: what must not be sent ---

SECRETS = (
    ("my UCI is 1122-3344", "a personal number"),
    ("E001234567", "a personal number"),
    ("JM1234567890", "a personal number"),
    ("my passport is K1234567", "a passport number"),
    ("123456789", "a passport number"),
    ("my portal password is hunter2", "change the password today"),
    ("mon mot de passe c'est soleil", "change the password today"),
)


@pytest.mark.parametrize("before", [(), ("/start",), TO_THE_SCORES, SAVED, (*SAVED, "/delete", "[Delete my data]")])
async def test_story_s70_a_pasted_secret_is_not_kept_at_any_point(chat: Chat, before: tuple[str, ...]) -> None:
    await chat.goes_through(*before)
    candidate = await chat.candidate()
    for sent, advice in SECRETS:
        place = await questions(chat)
        text = await chat.says(sent)
        assert advice in text, sent
        assert "I never need one and did not keep it" in text
        assert "delete that message" in text
        assert "I never ask for money, a password, a UCI or a passport" in text
        after = await chat.candidate()
        assert after is not None
        assert candidate is None or (after.facts, after.notice_version) == (candidate.facts, candidate.notice_version)
        assert sent not in f"{after}{await chat.place()}"
        if before == TO_THE_SCORES:
            assert await questions(chat) == place
            assert "What are the four scores" in text


async def test_a_secret_in_an_edited_message_or_an_unknown_command_gets_the_advice_too(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    assert "a password" in await chat.sends(Kind.EDITED, "password: hunter2")
    assert "a passport number" in await chat.says("/passport K1234567")


@pytest.mark.parametrize("kind", [Kind.PHOTO, Kind.DOCUMENT], ids=lambda kind: kind.value)
@pytest.mark.parametrize("before", [(), TO_THE_SCORES, SAVED])
async def test_story_s70_a_picture_or_a_file_is_not_needed_and_not_kept(
    chat: Chat, before: tuple[str, ...], kind: Kind
) -> None:
    await chat.goes_through(*before)
    text = await chat.sends(kind)
    assert "I never need" in text
    assert "delete it from this chat" in text


@pytest.mark.parametrize(
    "said",
    [
        "my password is lost",
        "I forgot my password",
        "mon mot de passe est oublié",
        "my gckey is locked",
        "password is wrong, what now",
    ],
)
def test_talk_about_a_password_is_no_password(said: str) -> None:
    assert looks_secret(said) is None


def test_the_code_of_a_profile_is_a_personal_number() -> None:
    assert looks_secret("my code is JM1234567890") is Secret.client_number


# --- S71, S40: coaching ---


@pytest.mark.parametrize("before", [(), TO_THE_SCORES, SAVED])
async def test_story_s71_coaching_is_refused_with_the_consequence_and_a_next_step_and_the_service_goes_on(
    chat: Chat, before: tuple[str, ...]
) -> None:
    await chat.goes_through(*before)
    place = await questions(chat)
    for asked in (
        "How do I write that my wife stays in India though she comes?",
        "how do I hide my spouse",
        "can I say I worked more hours",
        "where can I buy a fake job letter",
        "ne pas déclarer mon conjoint",
    ):
        text = await chat.says(asked)
        assert "I do not help" in text, asked
        assert "five years" in text
        assert "What I can do:" in text
        assert "The registers of licensed people" in text
        assert await questions(chat) == place
        assert chat.labels, "the place the person was at"
        assert ("What are the four scores" in text) is (before == TO_THE_SCORES)
    if before == TO_THE_SCORES:
        assert "Noted. Scores" in await chat.says("L8 R7 W6.5 S7")


async def test_story_s71_in_french(conversation: Chat) -> None:
    text = await conversation.goes_through(*DEBUT, "comment cacher ma femme")
    assert "Je n’aide pas à omettre un conjoint ou un enfant" in text
    assert "cinq ans" in text
    assert "Ce que je peux faire" in text
    assert "Avez-vous" in text


async def test_story_s40_both_figures_are_shown_once_and_the_wording_is_refused(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "1 June 1994", "[Yes, coming with me]", "master", "ielts", "8/7/7/7")
    await chat.goes_through("yes", "1 Oct 2026", "no", "1", "1", "no", "no", "no", "no", "secondary", "none", "0")
    await chat.goes_through("[Compute my score]", "Toronto")
    text = await chat.says("should I put my wife as non accompanying to get more points and add her later?")
    assert "452 with your partner coming and 481 with your partner not coming" in text
    assert "I do not help to word this for points" in text
    assert "declared, examined and counted for the funds in any case" in text
    assert "a language test of your partner" in text


# --- S75: who this is ---


@pytest.mark.parametrize("before", [(), ("/start",), TO_THE_SCORES, SAVED])
async def test_story_s75_it_is_not_official_and_says_what_can_be_wrong_and_where_to_verify(
    chat: Chat, before: tuple[str, ...]
) -> None:
    await chat.goes_through(*before)
    for asked in ("are you IRCC?", "is this app official?", "êtes-vous IRCC ?"):
        text = await chat.says(asked)
        for fact in (
            "No, this is not official",
            "I am not IRCC",
            "not a representative",
            "free of charge",
            "information",
            "What can be wrong",
            "Where to verify",
            "CRS-2025-03-25",
        ):
            assert fact in text
        assert links()["express_entry_home"].en in "".join(message.text for message in chat.reply.messages)
        assert ("What are the four scores" in text) is (before == TO_THE_SCORES)


async def test_about_has_a_text_of_its_own_with_the_same_facts(chat: Chat) -> None:
    text = await chat.goes_through(*SAVED, "/about")
    for fact in (
        "About the Express Entry Companion",
        "I am not IRCC",
        "What can be wrong",
        "Where to verify",
        "/privacy",
    ):
        assert fact in text
    assert text != await chat.says("/help")


async def test_story_s75_in_french(conversation: Chat) -> None:
    text = await conversation.says("êtes-vous IRCC ?")
    assert "Je ne suis pas IRCC, ni le gouvernement du Canada, ni un représentant" in text
    assert "Où vérifier" in text
    assert "À propos du Compagnon" in await conversation.says("/about")


# --- the open question ---


async def test_am_i_eligible_is_no_answer_to_any_question(conversation: Chat) -> None:
    await conversation.goes_through("/start", "[Commencer]")
    for answer in (
        "31 3 1997",
        "coming",
        "maîtrise",
        "IELTS",
        "8/7/7/7",
        "oui",
        "1er octobre 2026",
        "non",
    ):
        place = await questions(conversation)
        for asked in ("suis-je admissible ?", "suis-je admissible", "am I eligible?", "qui devrait postuler de nous ?"):
            text = await conversation.says(asked)
            assert "J’ai d’abord besoin de vos réponses" in text, (answer, asked)
            assert await questions(conversation) == place
        await conversation.says(answer)
        assert await questions(conversation) != place, answer


async def test_a_screen_asked_for_in_a_question_is_shown_and_the_question_comes_again(chat: Chat) -> None:
    other = Chat(chat.database, chat_id=8)
    await other.goes_through(*SAVED)
    await chat.goes_through(*SAVED, *TO_EDUCATION)
    place = await questions(chat)
    for asked, command in (
        ("suis-je admissible ?", "programs"),
        ("what is my score", "score"),
        ("who should be main applicant?", "couple"),
        ("what are my dates", "dates"),
        ("que gardez-vous", "privacy"),
        ("what can you do", "help"),
    ):
        shown = await other.says(f"/{command}")
        text = await chat.says(asked)
        assert text.startswith(shown), asked
        assert text.count("What is the highest completed level of education?") == 1, asked
        assert await questions(chat) == place
    assert "Doctorate" in await chat.says("phd")


async def test_an_answer_is_read_as_an_answer_even_if_it_holds_words_of_a_pattern(chat: Chat) -> None:
    assert subject("my wife lives in Quebec, can she come, a citizen of Canada") == "quebec"
    text = await chat.goes_through("/start", "[Start]", "31 3 1997", "a permanent resident of Canada")
    assert "Noted. Partner: Yes, a citizen or permanent resident of Canada" in text
    assert subject("IELTS, expired") == "expires"
    assert subject("ielts general result") is None


async def test_a_number_typed_below_a_screen_and_the_question_answers_the_question(chat: Chat) -> None:
    await chat.goes_through(*SAVED, *TO_EDUCATION)
    assert "What do you want to do?" in await chat.says("what can you do")
    assert "Noted. Education: Post-secondary program of one year" in await chat.says("3")


async def test_a_control_stays_a_control(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    assert "Each ability is converted on its own" in await chat.says("why?")
    assert "Stopped." in await chat.says("stop")


async def test_what_cannot_be_read_and_is_about_nothing_is_asked_again(chat: Chat) -> None:
    text = await chat.goes_through("/start", "[Start]", "31 3 1997", "purple elephants everywhere")
    assert "I did not understand that" in text


async def test_deleting_asked_for_in_a_question_is_not_buried_under_the_question(chat: Chat) -> None:
    text = await chat.goes_through(*TO_THE_SCORES, "please delete everything about me")
    assert "Delete everything?" in text
    assert "What are the four scores" not in text


# --- outside a question ---


LEADS = (
    ("who should be main applicant", "couple"),
    ("am I eligible for express entry", "programs"),
    ("what is my score", "score"),
    ("why is my score so low", "why"),
    ("show my deadlines", "dates"),
    ("I made a mistake", "change"),
    ("what data do you keep", "privacy"),
    ("erase my data", "delete"),
    ("change to another language", "language"),
    ("I moved to Vancouver", "timezone"),
    ("how does this work", "help"),
    ("are you there to help me", "help"),
    ("quelle est ma CNP", "noc"),
    ("heures calmes", "settings"),
    ("voir mon profil", "profile"),
)


async def test_free_words_lead_to_the_screen_of_their_command(chat: Chat) -> None:
    await chat.goes_through(*SAVED)
    for said, command in LEADS:
        shown = await chat.says(f"/{command}")
        await chat.says("/stop")
        assert await chat.says(said) == shown, said
        await chat.says("/stop")


@pytest.mark.parametrize("said", ["purple elephants", "green ideas"])
async def test_what_is_about_nothing_known_is_not_guessed_at(chat: Chat, said: str) -> None:
    text = await chat.goes_through(*SAVED, said)
    assert "I am not sure what you mean. Please choose:" in text
    assert "My score" in chat.labels


async def test_the_words_of_every_button_still_lead_where_the_button_does(chat: Chat) -> None:
    await chat.goes_through(*SAVED)
    for data in (SCORE, WHY, DATES, HELP):
        shown = await chat.presses_data(data)
        for said in (text for message in WORDS[data] for text in everywhere(message)):
            assert await chat.says(said) == shown, said


# --- claims ---


CLAIMED = (
    ("I read that ITA gives 90 days", "No longer: it was so until 28 June 2021.", "60 days since 26 June 2018"),
    ("400 CRS is the minimum to be eligible", "No, that was never so.", "The 67 is the pass mark of another grid"),
    ("no upfront medical exam needed, right?", "it was so until 20 August 2025", "again since 21 August 2025"),
    ("a job offer gives 200 points", "it was so until 24 March 2025", "no CRS points"),
    ("Job Bank registration is mandatory", "it was so until 5 June 2017", "optional since"),
    ("does my profile update itself on my birthday", "Yes, that is so.", "only you know"),
    ("CEC is cancelled, right?", "never so", "23 July 2026"),
    ("Should I delete and recreate to be fresher?", "never so", "withdrawing loses it"),
)


async def test_a_claim_is_answered_with_verdict_day_and_source(chat: Chat) -> None:
    await chat.goes_through(*SAVED)
    for said, verdict, answer in CLAIMED:
        text = await chat.says(said)
        assert verdict in text, said
        assert answer in text
        assert "Held against the rule book on 23 November 2026." in text
        assert "The official page" in text
        assert "My score" in chat.labels


async def test_a_claim_in_french(conversation: Chat) -> None:
    text = await conversation.goes_through(*DEBUT, "est-ce vrai que l'IPD donne 90 jours ?")
    assert "c’était vrai jusqu’au 28 juin 2021" in text
    assert "Avez-vous" in text
    text = await conversation.says("coupure 533, j'ai 533, pas invité, pourquoi ?")
    assert "bris d’égalité" in text


async def test_a_claim_nobody_checked_is_not_guessed_at(chat: Chat) -> None:
    assert "I do not guess" in await chat.goes_through(*SAVED, "I read that blue passports are faster")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_answer_fits_telegram_and_ends_where_the_person_was(chat: Chat, language: str) -> None:
    await chat.goes_through(*SAVED, f"/{language}")
    told = {"claims", "answers", "pages", "outside", "guards"}
    known = free_words.subjects()
    keys = {entry.key for section in told for entry in getattr(known, section)} - {"expires"}
    for key, said in {key: sentence for key, sentence in pairs() if key in keys}.items():
        await chat.says(said)
        assert chat.reply.messages[-1].keyboard, key
        assert all(len(message.text.encode("utf-16-le")) // 2 <= 4096 for message in chat.reply.messages)


# --- out of scope, S77; forecasts, S53; S22, S39, S46, S76, S78 ---


OUT_OF_SCOPE = (
    ("how do I claim asylum", "Refugee protection is outside what I know"),
    ("how do I get citizenship", "Citizenship is outside what I know"),
    ("how to get a study permit", "Study permits are outside what I know"),
    ("visitor visa for my mother", "Visits and visitor visas are outside what I know"),
    ("can I sponsor my parents", "Sponsoring family is outside what I know"),
    ("renew my PR card", "The permanent resident card is outside what I know"),
    ("do I need a lawyer", "I am not a representative and recommend nobody"),
    ("will the cut-off go down", "I make no forecasts"),
    ("Will the next CEC be below 515?", "I make no forecasts"),
)


async def test_story_s77_out_of_scope_says_so_with_a_page_and_returns(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    place = await questions(chat)
    for said, answered in OUT_OF_SCOPE:
        text = await chat.says(said)
        assert answered in text, said
        assert "The official page" in text or "The web form of IRCC" in text
        assert "What are the four scores" in text
        assert await questions(chat) == place


async def test_story_s22_declining_and_letting_it_lapse_are_told_apart(conversation: Chat) -> None:
    text = await conversation.goes_through(*DEBUT, "si je ne fais rien ?")
    assert "le profil sort du bassin" in text
    assert "Seul un refus permet de garder le profil" in text


async def test_story_s39_the_day_two_become_common_law_partners(conversation: Chat) -> None:
    text = await conversation.goes_through(*DEBUT, "on vit ensemble depuis le 3 mai 2026")
    assert "lundi 3 mai 2027" in text
    assert "se déclare à toute étape" in text


async def test_story_s46_grief_gets_no_score(chat: Chat) -> None:
    text = await chat.goes_through("/start", "[Start]", "my husband died")
    assert "I am sorry for your loss" in text
    assert "score" not in text.partition("What is your date of birth")[0].lower()


async def test_story_s78_an_anxious_person_hears_the_fact_and_the_next_step(chat: Chat) -> None:
    text = await chat.goes_through(*SAVED, "I think I ruined my life, I missed it by 2 hours.")
    assert "I understand that this weighs on you" in text
    assert "not extended" in text
    assert "What can still be done today" in text
    assert "licensed" in text
    assert "!" not in text


# --- "my IELTS expires on …" ---


async def test_a_day_that_fits_what_is_on_file_shows_the_dates(chat: Chat) -> None:
    text = await chat.goes_through(*SAVED, "my IELTS expires on 1 October 2028, can I still submit?")
    assert "On file: the IELTS General result of 1 October 2026, usable through 30 September 2028." in text
    assert "That fits what you write." in text
    assert "Your dates" in text
    assert await questions(chat) is None


async def test_another_day_is_filled_in_and_kept_only_when_confirmed(chat: Chat) -> None:
    await chat.goes_through(*SAVED)
    before = await chat.candidate()
    text = await chat.says("my IELTS expires on 10 January 2027, got ITA on 18 November 2026, can I still submit?")
    assert "On file: the IELTS General result of 1 October 2026" in text
    assert "the date of the result is 10 January 2025, and it is usable through 9 January 2027" in text
    assert "3. Date of the result: Friday 10 January 2025" in text
    after = await chat.candidate()
    assert before is not None
    assert after is not None
    assert after.facts == before.facts
    await chat.presses("Save")
    assert "Your English test result: Saturday 9 January 2027" in await chat.says("/dates")


async def test_a_test_that_is_not_on_file_opens_its_questions_with_the_day_filled_in(chat: Chat) -> None:
    text = await chat.goes_through(*SAVED, "mon TEF expire le 2 décembre 2026, j'ai reçu l'IPD le 18 novembre")
    assert "2 December 2024" in text
    assert "Which TEF Canada scores do you have?" in text
    text = await chat.goes_through("[Older scale]", "CO 280 CE 240 EE 310 EO 320")
    assert "Monday 2 December 2024" in text
    assert "Save the new result" in chat.labels[-3]


async def test_a_partners_test_needs_a_partner(chat: Chat) -> None:
    assert "You told me of no partner" in await chat.goes_through(*SAVED, "my husband's IELTS expires on 5 May 2027")


async def test_no_day_an_impossible_day_and_a_doubtful_day_fill_in_nothing(chat: Chat) -> None:
    await chat.goes_through(*SAVED)
    for said in ("my IELTS expires soon", "my IELTS expires on 04/05/2027", "my IELTS expires on 3 March 2031"):
        text = await chat.says(said)
        assert "Your dates" in text
        assert await questions(chat) is None
    assert "would have a date that cannot be" in text


async def test_in_a_question_nothing_is_opened_on_top(chat: Chat) -> None:
    await chat.goes_through(*SAVED, *TO_EDUCATION)
    place = await questions(chat)
    text = await chat.says("my IELTS expires on 10 January 2027")
    assert "I changed nothing" in text
    assert "highest completed level" in text
    assert await questions(chat) == place


async def test_in_the_first_interview_the_date_to_give_is_worked_out(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES, "L8 R7 W6.5 S7")
    text = await chat.says("my ielts expires on 10 January 2027")
    assert "the date of the result is 10 January 2025" in text
    assert "What is the date of the result?" in text
    assert "Noted" not in text
