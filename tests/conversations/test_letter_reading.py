"""What a pasted letter or list of points says, whatever its layout; and that no text can make the reader fail."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.letter_reading import LONGEST, STRUCK, Letter, reads_letter, struck
from rules import crs
from rules.facts import Facts, InvitedProgram
from tests.conversations.letters import FRENCH_LETTER, FRENCH_TOOL, GRADUATE, LETTER, POINTS, TOOL

TODAY = date(2026, 8, 20)


def read(text: str, today: date = TODAY) -> Letter:
    found = reads_letter(text, today)
    assert found is not None
    return found


def points(letter: Letter) -> dict[str | None, int]:
    return {one.key: one.points for one in letter.points}


@pytest.mark.parametrize("text", [LETTER, FRENCH_LETTER])
def test_a_letter_is_read_in_either_language(text: str) -> None:
    found = read(text)
    assert found.invites
    assert found.personal
    assert (found.issued, found.deadline) == (date(2026, 8, 18), date(2026, 10, 17))
    assert (found.program, found.score) == (InvitedProgram.canadian_experience, 527)
    assert {key: value for key, value in points(found).items() if key in POINTS} == POINTS
    assert found.told() == {
        "issued": "2026-08-18",
        "deadline": "2026-10-17",
        "program": "canadian_experience",
        "score": 527,
    }


def test_every_line_of_the_chart_of_a_letter_is_a_factor_of_the_score() -> None:
    result = crs.score(Facts.model_validate(GRADUATE), date(2026, 8, 18))
    found = points(read(LETTER))
    assert None not in found
    assert {key: result.factors.get(str(key), 0) for key in found} == found
    assert sum(found.values()) == result.total == 527


@pytest.mark.parametrize("text", [TOOL, FRENCH_TOOL])
def test_the_list_of_the_official_tool_is_read_with_its_parts_and_sections(text: str) -> None:
    found = read(text)
    assert not found.invites
    assert not found.personal
    assert found.score == 527
    result = crs.score(Facts.model_validate(GRADUATE), date(2026, 8, 18))
    sections = {f"section:{section.key}": section.points for section in result.sections}
    ours = {**result.factors, **sections}
    assert {str(key): ours.get(str(key), 0) for key in points(found)} == points(found)
    assert {"section:core", "section:transferability", "transfer_education_language"} <= {*points(found)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" 110\n", "\n110\n"),
        (" 110\n", "\n\n110 points\n"),
        (" 110\n", ": 110\n"),
        (" 110\n", "\t110\n"),
        (" 110\n", "    110 / 110\n"),
        (" 110\n", ": 110 points out of 110\n"),
        (" 110\n", " (maximum 110) 110\n"),
        ("\n", "\r\n"),
        ("\N{EN DASH}", "-"),
        (" 527", "\t527 pts"),
    ],
)
def test_the_layout_of_a_line_is_of_no_account(before: str, after: str) -> None:
    assert before in LETTER
    found = read(LETTER.replace(before, after))
    assert (found.score, points(found)["age"], points(found)["education"]) == (527, 110, 135)


def test_a_table_a_list_and_the_sums_of_an_account_are_read_too() -> None:
    rows = ("Human Capital - Age | 110", "Human Capital - Level of Education | 135", "Spouse - Level of Education | 10")
    table = "| Criteria | Your score |\n|---|---|\n" + "\n".join(f"| CRS - {row} |" for row in rows)
    assert points(read(table)) == {"age": 110, "education": 135, "partner_education": 10}
    bullets = (
        "CRS details\n\N{BULLET} Age: 110 points\n\N{BULLET} Education: 135\n\N{BULLET} Canadian work experience: 40"
    )
    assert points(read(bullets)) == {"age": 110, "education": 135, "canadian_work": 40}
    sums = (
        "Comprehensive Ranking System score: 467\nHuman capital: 394\nSkill transferability: 73\nAdditional points: 0"
    )
    assert read(sums).score == 467
    assert points(read(sums)) == {"section:core": 394, "section:transferability": 73, "section:additional": 0}


@pytest.mark.parametrize(
    "text",
    [
        (
            "I was invited to apply for permanent residence.\nDate of invitation: 18 August 2026\nCEC, round 436\n"
            "cut-off 523\nmy CRS score: 527\ndeadline October 17, 2026 at 11:59 PM UTC"
        ),
        (
            "J'ai reçu une invitation à présenter une demande de résidence permanente\n"
            "Date de l'invitation : 18 août 2026\nCatégorie de l'expérience canadienne, ronde no 436\n"
            "Note minimale : 523\nVotre note : 527\nDate limite : 17 octobre 2026 à 23 h 59 UTC"
        ),
    ],
)
def test_what_somebody_writes_of_an_invitation_in_lines_is_read_like_a_letter(text: str) -> None:
    found = read(text)
    assert found.points == ()
    assert found.told() == {
        "issued": "2026-08-18",
        "deadline": "2026-10-17",
        "program": "canadian_experience",
        "round": "436",
        "cut_off": 523,
        "score": 527,
    }


@pytest.mark.parametrize("total", ["1,035", "1 035", "1\N{NARROW NO-BREAK SPACE}035", "1\N{NO-BREAK SPACE}035", "1035"])
def test_a_score_above_a_thousand_is_read_as_people_write_it(total: str) -> None:
    assert read(TOOL.replace("Grand total = 527", f"Grand total = {total}")).score == 1035


@pytest.mark.parametrize(
    ("printed", "last"),
    [
        ("before 10/18/2026 12:00AM UTC", date(2026, 10, 17)),
        ("before 18/10/2026 12:00AM UTC", date(2026, 10, 17)),
        ("by October 17, 2026 11:59 PM UTC", date(2026, 10, 17)),
        ("no later than 2026-10-17, 23:59 UTC", date(2026, 10, 17)),
        ("before October 18th, 2026, 12:00 AM (UTC)", date(2026, 10, 17)),
        # Without a time of day it is not certain which day is the last: it is asked for.
        ("by October 17, 2026", None),
        ("before 10/18/2031 12:00AM UTC", None),
    ],
)
def test_the_last_day_is_read_where_its_time_is_printed(printed: str, last: date | None) -> None:
    assert read(LETTER.replace("before 10/18/2026 12:00AM UTC", printed)).deadline == last


def test_a_date_that_can_be_read_in_two_ways_is_read_as_the_sixty_days_say() -> None:
    text = LETTER.replace("August 18, 2026", "08/07/2026").replace("10/18/2026", "09/06/2026")
    found = read(text)
    assert (found.issued, found.deadline) == (date(2026, 7, 8), date(2026, 9, 5))
    # Alone it is left to be asked about.
    assert read(text.replace("09/06/2026 12:00AM UTC time", "then")).issued is None


def test_a_day_to_come_is_no_day_of_a_letter() -> None:
    assert read(LETTER, date(2026, 8, 17)).issued is None


@pytest.mark.parametrize(
    ("words", "program"),
    [
        ("Federal Skilled Workers (FSW)", InvitedProgram.federal_skilled_worker),
        ("Federal Skilled Trades Program", InvitedProgram.skilled_trades),
        ("Provincial Nominee Program", InvitedProgram.provincial_nominee),
        ("Programme des travailleurs qualifiés (fédéral)", InvitedProgram.federal_skilled_worker),
        ("Programme des candidats des provinces", InvitedProgram.provincial_nominee),
        ("some program", None),
    ],
)
def test_the_program_is_the_one_the_letter_names(words: str, program: InvitedProgram | None) -> None:
    assert read(LETTER.replace("Canadian Experience Class (CEC)", words)).program is program


def test_of_several_programs_the_one_of_the_invitation_counts() -> None:
    text = f"{LETTER}\nYou were also eligible for the Federal Skilled Worker Program."
    assert read(text).program is InvitedProgram.canadian_experience


def test_what_was_published_of_the_round_is_read_where_it_stands_there() -> None:
    text = (
        f"{LETTER}\nRound #437, category-based: French-language proficiency\nCut-off score: 382"
        "\nTie-breaking rule: March 1, 2026 at 18:34:05 UTC"
    )
    found = read(text)
    assert (found.round, found.category, found.cut_off) == ("437", "french", 382)
    assert found.tie_break == datetime(2026, 3, 1, 18, 34, 5, tzinfo=UTC)
    assert found.told()["tie_break"] == "2026-03-01T18:34:05Z"


def test_a_line_of_the_chart_that_no_factor_is_known_for_is_kept_as_such() -> None:
    text = LETTER.replace("Your overall", "CRS \N{EN DASH} Wages \N{EN DASH} High-wage occupation 20\nYour overall")
    (unknown,) = [one for one in read(text).points if one.key is None]
    assert (unknown.points, text.splitlines()[unknown.line - 1]) == (20, unknown.label)


# What is no letter


@pytest.mark.parametrize(
    "text",
    [
        "",
        "467",
        "Listening 8\nReading 7\nWriting 6.5\nSpeaking 7",
        "L 8\nR 7\nW 7\nS 7\nDate: 10 January 2026",
        "I got an invitation on 18 August 2026.\nWhat now?\nThanks",
        "Age 29\nMaster's degree\nCanadian work experience 1\nForeign work 3\nWhat is my score?",
        "Dear bot,\n\nmy score is 467.\n\nRegards\nAna",
        "1. Yes\n2. No\n3. Canada\n4. 2026-01-10",
        "/score\n/dates\n/help",
        "Engineer, Acme, 2020-01-01 to 2022-03-01, 40 hours\nAnalyst, Other Ltd, 2018 to 2019, 40 hours\nCanada\nIndia",
    ],
)
def test_other_texts_of_several_lines_are_left_to_who_waits_for_them(text: str) -> None:
    assert reads_letter(text, TODAY) is None


# What is struck out


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("UCI: 11-2345-6789", "6789"),
        ("UCI 1123 4567", "1123"),
        ("Application number: E004512345", "E004512345"),
        ("Your code is JM1234567890.", "JM1234567890"),
        ("Passport: AB1234567", "AB1234567"),
        ("N\N{DEGREE SIGN} de passeport : 12AB34567", "12AB34567"),
        ("write to zebulon.q@example.org today", "zebulon"),
        ("Dear Zebulon Quintero,", "Quintero"),
        ("Cher M. Quintero,", "Quintero"),
        ("Bonjour Zebulon,", "Zebulon"),
        ("Name: Zebulon Quintero", "Zebulon"),
        ("Nom de famille : Quintero", "Quintero"),
        ("P<ZEBQUINTERO<<ZEBULON<<<<<<<<<<<<<<<<<<<<", "QUINTERO"),
        ("Numéro de dossier : 123 456", "123"),
        ("Address: 12 Any Street", "Any"),
    ],
)
def test_names_and_numbers_of_a_person_are_struck_out(line: str, secret: str) -> None:
    assert secret not in struck(line)
    assert STRUCK in struck(line)


def test_points_and_dates_are_not_struck_out() -> None:
    for line in (
        *TOOL.splitlines(),
        "Date: August 18, 2026",
        "before 10/18/2026 12:00AM UTC",
        "Your overall points 527",
    ):
        assert struck(line) == line


@pytest.mark.parametrize("text", [LETTER, FRENCH_LETTER])
def test_nothing_that_is_read_holds_a_name_or_a_number_of_a_person(text: str) -> None:
    found = repr(read(text))
    for secret in ("Quintero", "Zebulon", "Zébulon", "6789", "E0045"):
        assert secret not in found


# Any text

LABELS = {
    "age": ("CRS - Human Capital - Age", "SCG \N{EN DASH} Capital humain \N{EN DASH} Âge"),
    "education": (
        "CRS - Human Capital - Level of Education",
        "SCG \N{EN DASH} Capital humain \N{EN DASH} Niveau de scolarité",
    ),
    "first_language": (
        "CRS - Human Capital - First Official Language Proficiency",
        "SCG \N{EN DASH} Capital humain \N{EN DASH} Maîtrise de la première langue officielle",
    ),
    "second_language": (
        "CRS - Human Capital - Second Official Language Proficiency",
        "SCG \N{EN DASH} Capital humain \N{EN DASH} Maîtrise de la seconde langue officielle",
    ),
    "canadian_work": (
        "CRS - Human Capital - Canadian Work Experience",
        "SCG \N{EN DASH} Capital humain \N{EN DASH} Expérience de travail canadienne",
    ),
    "partner_education": ("CRS - Spouse - Level of Education", "SCG \N{EN DASH} Époux \N{EN DASH} Niveau de scolarité"),
    "partner_language": (
        "CRS - Spouse - First Official Language",
        "SCG \N{EN DASH} Conjoint \N{EN DASH} Première langue officielle",
    ),
    "partner_canadian_work": (
        "CRS - Spouse - Canadian Work Experience",
        "SCG \N{EN DASH} Époux \N{EN DASH} Expérience de travail au Canada",
    ),
    "transfer_education": (
        "CRS - Skill Transferability - Education",
        "SCG \N{EN DASH} Transférabilité des compétences \N{EN DASH} Études",
    ),
    "transfer_foreign": (
        "CRS - Skill Transferability - Foreign Work Experience",
        (
            "SCG \N{EN DASH} Transférabilité des compétences \N{EN DASH} "
            "Expérience de travail à l\N{RIGHT SINGLE QUOTATION MARK}étranger"
        ),
    ),
    "transfer_certificate": (
        "CRS - Skill Transferability - Certificate of Qualification",
        "SCG \N{EN DASH} Transférabilité des compétences \N{EN DASH} Certificat de compétence",
    ),
    "french": (
        "CRS - Additional - French Proficiency or Bilingualism",
        "SCG \N{EN DASH} Points supplémentaires \N{EN DASH} Maîtrise du français ou bilinguisme",
    ),
    "sibling": (
        "CRS - Additional - PR or Canadian Sibling",
        "SCG \N{EN DASH} Points supplémentaires \N{EN DASH} Frère ou sœur citoyen ou résident permanent",
    ),
    "canadian_study": (
        "CRS - Additional - Canadian Education",
        "SCG \N{EN DASH} Points supplémentaires \N{EN DASH} Études au Canada",
    ),
    "job_offer": (
        "CRS - Additional - Arranged Employment",
        "SCG \N{EN DASH} Points supplémentaires \N{EN DASH} Emploi réservé",
    ),
    "nomination": (
        "CRS - Additional - Provincial/Territorial Nomination",
        "SCG \N{EN DASH} Points supplémentaires \N{EN DASH} Désignation par une province ou un territoire",
    ),
}
MOST = {"nomination": 600, "job_offer": 200}


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from([0, 1]), st.sampled_from([" ", "\t", " : ", " = ", "\n", " | "]))
def test_whatever_points_a_chart_names_are_the_ones_that_are_read(
    data: st.DataObject, language: int, between: str
) -> None:
    keys = data.draw(st.permutations(sorted(LABELS)))[: data.draw(st.integers(3, len(LABELS)))]
    told = {key: data.draw(st.integers(0, MOST.get(key, 150)), label=key) for key in keys}
    unit = data.draw(st.sampled_from(["", " points", " pts"]))
    text = "\n".join(f"{LABELS[key][language]}{between}{value}{unit}" for key, value in told.items())
    assert points(read(text)) == told


_PIECES = st.sampled_from(
    [
        *LETTER.splitlines(),
        *FRENCH_LETTER.splitlines(),
        *TOOL.splitlines(),
        "before 99/99/2026 25:61AM UTC",
        "tie-break 31 February 2026 24:00",
        "Round 99999",
        "cut-off 9999",
        "1 234 567",
        "((((((((((max 5",
        "\N{COMBINING ACUTE ACCENT}" * 40,
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=60), max_size=60).map("\n".join))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    found = reads_letter(text, TODAY)
    if found is not None:
        assert all(0 <= one.points <= 1200 for one in found.points)
        assert found.issued is None or found.issued <= TODAY
        assert {*found.told()} <= {
            "issued", "deadline", "program", "round", "category", "cut_off", "tie_break", "score"
        }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "invite permanent residence " * 2_000,
        "a" * 100_000,
        ("a " * 45 + "1\n") * 200,
        ("<" * 200 + "\n") * 50,
        ("1 " * 100 + "\n") * 50,
        ("before 10/18/2026 " * 10 + "\n") * 60,
        ("tie-break cut-off round " * 8 + "\n") * 60,
        ("UCI " * 50 + "\n") * 60,
        ("(max 5" * 60 + "\n") * 40,
        (" " * 3_000 + "x\n") * 3,
        "Dear " * 3_000 + "\n\n\n1\n2\n3",
        ("@" * 300 + "\n") * 30,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    """Held against what reading the letter itself takes, as the machine may be busy."""
    started = time.process_time()
    for _ in range(20):
        reads_letter(LETTER, TODAY)
    of_letters = time.process_time() - started
    started = time.process_time()
    reads_letter(f"invited\nto apply for permanent residence\n{text}", TODAY)
    assert time.process_time() - started < max(of_letters, 0.2) * 3
    assert LONGEST <= 10_000
