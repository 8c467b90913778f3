"""The numbers of the law as the official pages print them, entered a second time and on their own.

Nothing here is computed from `rules/parameters`: a slip of the finger there or here makes a test of
test_official_tables.py fail. Columns are in the order of the pages: with a spouse or common-law partner, without.
Sources: IRCC, Comprehensive Ranking System criteria and the Ministerial Instructions; Immigration and Refugee
Protection Regulations (IRPR) as consolidated on 2026-07-23; IRCC, language test equivalency charts.
"""

from __future__ import annotations

from datetime import date

WITH, WITHOUT = 0, 1

EDUCATION = (
    "less_than_secondary",
    "secondary",
    "one_year_post_secondary",
    "two_year_post_secondary",
    "bachelors_or_three_plus_year_program",
    "two_or_more_credentials_one_three_plus_years",
    "masters_or_entry_to_practice_professional",
    "doctoral",
)

# --- Comprehensive Ranking System

RULE_SETS = (  # first day, whether all its points are known
    (date(2015, 1, 1), True),
    (date(2015, 1, 30), True),
    (date(2015, 5, 30), True),
    (date(2016, 11, 19), True),
    (date(2017, 6, 6), True),
    (date(2020, 10, 20), True),
    (date(2022, 11, 16), True),
    (date(2025, 3, 25), True),
    (date(2026, 11, 3), False),
)

# A. Core / human capital factors
AGE = {
    17: (0, 0),
    18: (90, 99),
    19: (95, 105),
    **dict.fromkeys(range(20, 30), (100, 110)),
    30: (95, 105),
    31: (90, 99),
    32: (85, 94),
    33: (80, 88),
    34: (75, 83),
    35: (70, 77),
    36: (65, 72),
    37: (60, 66),
    38: (55, 61),
    39: (50, 55),
    40: (45, 50),
    41: (35, 39),
    42: (25, 28),
    43: (15, 17),
    44: (5, 6),
    45: (0, 0),
    46: (0, 0),
    70: (0, 0),
}
LEVEL_OF_EDUCATION = dict(
    zip(
        EDUCATION,
        ((0, 0), (28, 30), (84, 90), (91, 98), (112, 120), (119, 128), (126, 135), (140, 150)),
        strict=True,
    )
)
FIRST_OFFICIAL_LANGUAGE = {  # per ability
    0: (0, 0),
    4: (6, 6),
    5: (6, 6),
    6: (8, 9),
    7: (16, 17),
    8: (22, 23),
    9: (29, 31),
    10: (32, 34),
}
SECOND_OFFICIAL_LANGUAGE = {  # per ability
    0: (0, 0),
    4: (0, 0),
    5: (1, 1),
    6: (1, 1),
    7: (3, 3),
    8: (3, 3),
    9: (6, 6),
    10: (6, 6),
}
MOST_FOR_SECOND_LANGUAGE = (22, 24)
CANADIAN_WORK_EXPERIENCE = {0: (0, 0), 1: (35, 40), 2: (46, 53), 3: (56, 64), 4: (63, 72), 5: (70, 80), 9: (70, 80)}
MOST_FOR_CORE = (460, 500)

# B. Spouse or common-law partner factors
PARTNERS_EDUCATION = dict(zip(EDUCATION, (0, 2, 6, 7, 8, 9, 10, 10), strict=True))
PARTNERS_LANGUAGE = {0: 0, 4: 0, 5: 1, 6: 1, 7: 3, 8: 3, 9: 5, 10: 5}  # per ability
PARTNERS_CANADIAN_WORK = {0: 0, 1: 5, 2: 7, 3: 8, 4: 9, 5: 10, 9: 10}
MOST_FOR_PARTNER = 40

# C. Skill transferability factors: three rows of education and of foreign work, by language and by Canadian work
ROW_OF_EDUCATION = dict(zip(EDUCATION, (0, 0, 1, 1, 1, 2, 2, 2), strict=True))
ROW_OF_FOREIGN_WORK = {0: 0, 1: 1, 2: 1, 3: 2, 4: 2, 9: 2}  # by years
BY_LANGUAGE = {
    0: (0, 0, 0),
    4: (0, 0, 0),
    6: (0, 0, 0),
    7: (0, 13, 25),
    8: (0, 13, 25),
    9: (0, 25, 50),
    10: (0, 25, 50),
}
BY_CANADIAN_WORK = {0: (0, 0, 0), 1: (0, 13, 25), 2: (0, 25, 50), 3: (0, 25, 50), 9: (0, 25, 50)}
CERTIFICATE_OF_QUALIFICATION = {0: 0, 4: 0, 5: 25, 6: 25, 7: 50, 8: 50, 10: 50}
MOST_FOR_EDUCATION_PAIR = 50
MOST_FOR_FOREIGN_WORK_PAIR = 50
MOST_FOR_CERTIFICATE = 50
MOST_FOR_TRANSFERABILITY = 100

# D. Additional points, by the first day on which they are worth that
NOMINATION = {date(2015, 1, 1): 600}
JOB_OFFER = {  # major group 00, others; only with a labour market assessment
    date(2015, 1, 1): (600, 600, True),
    date(2016, 11, 19): (200, 50, False),
    date(2025, 3, 25): (0, 0, False),
}
SIBLING = {date(2015, 1, 1): 0, date(2017, 6, 6): 15}
FRENCH = {  # NCLC 7 in all four: English of CLB 4 or lower or none, English of CLB 5 or higher in all four
    date(2015, 1, 1): (0, 0),
    date(2017, 6, 6): (15, 30),
    date(2020, 10, 20): (25, 50),
}
CANADIAN_STUDY = {  # one year, two years, three years or more
    date(2015, 1, 1): (0, 0, 0),
    date(2016, 11, 19): (15, 15, 30),
}
MOST_FOR_ADDITIONAL = 600

# --- The days from which the values of a parameter hold, where that is not 2015-01-01 alone

EVER_SINCE = date(1900, 1, 1)
NOC_2021 = date(2022, 11, 16)
PHYSICIANS = date(2023, 4, 25)
CATEGORIES_2023, CATEGORIES_2025, CATEGORIES_2026 = date(2023, 5, 31), date(2025, 2, 27), date(2026, 2, 18)
FEES_CHANGED = (date(2015, 1, 1), date(2020, 4, 30), date(2022, 4, 30), date(2024, 4, 30), date(2026, 4, 30))
FIRST_DAYS = {
    "crs.rule_sets": tuple(start for start, _ in RULE_SETS),
    "crs.parameters.job_offer": tuple(JOB_OFFER),
    "crs.parameters.sibling": tuple(SIBLING),
    "crs.parameters.french": tuple(FRENCH),
    "crs.parameters.canadian_study": tuple(CANADIAN_STUDY),
    "language_tests.tests.ielts_general.scales.only": (EVER_SINCE,),
    "language_tests.tests.celpip_general.scales.only": (EVER_SINCE,),
    "language_tests.tests.pte_core.scales.only": (EVER_SINCE,),
    "language_tests.tests.tcf_canada.scales.only": (EVER_SINCE,),
    "language_tests.tests.tef_canada.scales.older": (EVER_SINCE,),
    "language_tests.tests.tef_canada.scales.out_of_699": (date(2019, 10, 1), date(2023, 12, 11)),
    "validity.validity.partner_language_result": (date(2015, 1, 1), date(2016, 11, 19)),
    "validity.validity.medical_exam_used_again": (date(2025, 8, 21),),
    "canadian_experience_class.parameters.minimum_language": (date(2015, 1, 1), NOC_2021),
    "skilled_trades.parameters.occupations": (date(2015, 1, 1), NOC_2021),
    "programs.parameters.offer_teers": (date(2015, 1, 1), NOC_2021),
    "programs.parameters.offer_cases": (date(2015, 1, 1), date(2016, 11, 19)),
    "family.parameters.dependent_child_age": (date(2015, 1, 1), date(2017, 10, 24)),
    "settlement_funds.parameters.needed": (
        date(2015, 1, 1),
        date(2018, 1, 1),
        date(2019, 1, 1),
        date(2020, 1, 1),
        date(2021, 1, 1),
        date(2022, 1, 1),
        date(2023, 4, 25),
        date(2024, 5, 28),
        date(2025, 7, 7),
        date(2026, 10, 1),
    ),
    "fees.parameters.processing_principal": FEES_CHANGED,
    "fees.parameters.processing_partner": FEES_CHANGED,
    "fees.parameters.processing_child": FEES_CHANGED,
    "fees.parameters.right_of_permanent_residence": FEES_CHANGED,
    "fees.parameters.biometrics_person": FEES_CHANGED[:2],
    "fees.parameters.biometrics_family": FEES_CHANGED[:2],
    "work.counting.level_c_or_d": (date(2015, 1, 1), NOC_2021),
    "work.counting.partly_level_c_or_d": (date(2015, 1, 1), NOC_2021),
    "work.purposes.crs_canadian": (date(2015, 1, 1), PHYSICIANS),
    "work.purposes.canadian_experience_class": (date(2015, 1, 1), PHYSICIANS),
    "work.purposes.category": (CATEGORIES_2023, CATEGORIES_2026),
    "work.purposes.category_in_canada": (date(2025, 12, 8),),
    "work.purposes.high_wage": (date(2026, 11, 3),),
    "clocks.clocks.invitation": (
        date(2015, 1, 1),
        date(2016, 11, 19),
        date(2018, 6, 26),
        date(2020, 4, 1),
        date(2021, 6, 29),
    ),
    "crs.parameters.high_wage": (date(2026, 11, 3),),
    "categories.categories.french": (CATEGORIES_2023,),
    "categories.categories.healthcare": (CATEGORIES_2023, CATEGORIES_2025, CATEGORIES_2026),
    "categories.categories.stem": (CATEGORIES_2023, CATEGORIES_2025, CATEGORIES_2026),
    "categories.categories.trades": (CATEGORIES_2023, CATEGORIES_2025, CATEGORIES_2026),
    "categories.categories.transport": (CATEGORIES_2023, CATEGORIES_2025, CATEGORIES_2026),
    "categories.categories.agriculture": (CATEGORIES_2023, CATEGORIES_2025, CATEGORIES_2026),
    "categories.categories.education": (CATEGORIES_2025, CATEGORIES_2026),
    "categories.categories.physicians": (date(2025, 12, 8), CATEGORIES_2026),
    "categories.categories.senior_managers": (CATEGORIES_2026,),
    "categories.categories.researchers": (CATEGORIES_2026,),
    "categories.categories.military": (CATEGORIES_2026,),
    "categories.to_check": (CATEGORIES_2023, CATEGORIES_2026, date(2026, 11, 3)),
    "clocks.clocks.medical_upfront": (date(2015, 1, 1), date(2023, 10, 1), date(2025, 8, 21)),
}

# --- Federal Skilled Worker class (IRPR 75 to 83)

PASS_MARK = 67
MINIMUM_LANGUAGE = 7
FSW_FIRST_LANGUAGE = {0: 0, 4: 0, 6: 0, 7: 4, 8: 5, 9: 6, 10: 6}  # per ability
FSW_SECOND_LANGUAGE = {0: 0, 4: 0, 5: 4, 6: 4, 9: 4, 10: 4}  # in all four
FSW_EDUCATION = dict(zip(EDUCATION, (0, 5, 15, 19, 21, 22, 23, 25), strict=True))
FSW_EXPERIENCE = {0: 0, 1: 9, 2: 11, 3: 11, 4: 13, 5: 13, 6: 15, 7: 15, 12: 15}
FSW_AGE = {
    17: 0,
    **dict.fromkeys(range(18, 36), 12),
    36: 11,
    37: 10,
    38: 9,
    39: 8,
    40: 7,
    41: 6,
    42: 5,
    43: 4,
    44: 3,
    45: 2,
    46: 1,
    47: 0,
    48: 0,
    70: 0,
}
FSW_ARRANGED_EMPLOYMENT = 10
FSW_ADAPTABILITY = {
    "partner_language": 5,
    "own_study": 5,
    "partner_study": 5,
    "own_work": 10,
    "partner_work": 5,
    "relative": 5,
    "arranged_employment": 5,
}
FSW_MOST_FOR_ADAPTABILITY = 10
FSW_PARTNERS_LANGUAGE = 4  # in all four

# --- Language test equivalency charts: level, then the scores of each ability as printed
# IELTS prints the lowest band of a level, the others a range.

Chart = tuple[tuple[int, str, str, str, str], ...]

IELTS_GENERAL: Chart = (  # reading, writing, listening, speaking
    (10, "8.0", "7.5", "8.5", "7.5"),
    (9, "7.0", "7.0", "8.0", "7.0"),
    (8, "6.5", "6.5", "7.5", "6.5"),
    (7, "6.0", "6.0", "6.0", "6.0"),
    (6, "5.0", "5.5", "5.5", "5.5"),
    (5, "4.0", "5.0", "5.0", "5.0"),
    (4, "3.5", "4.0", "4.5", "4.0"),
)
CELPIP_GENERAL: Chart = (
    (10, "10", "10", "10", "10"),
    (9, "9", "9", "9", "9"),
    (8, "8", "8", "8", "8"),
    (7, "7", "7", "7", "7"),
    (6, "6", "6", "6", "6"),
    (5, "5", "5", "5", "5"),
    (4, "4", "4", "4", "4"),
)
PTE_CORE: Chart = (
    (10, "88-90", "90", "89-90", "89-90"),
    (9, "78-87", "88-89", "82-88", "84-88"),
    (8, "69-77", "79-87", "71-81", "76-83"),
    (7, "60-68", "69-78", "60-70", "68-75"),
    (6, "51-59", "60-68", "50-59", "59-67"),
    (5, "42-50", "51-59", "39-49", "51-58"),
    (4, "33-41", "41-50", "28-38", "42-50"),
    (3, "24-32", "32-40", "18-27", "34-41"),
)
TEF_OLDER: Chart = (
    (10, "263-300", "393-450", "316-360", "393-450"),
    (9, "248-262", "371-392", "298-315", "371-392"),
    (8, "233-247", "349-370", "280-297", "349-370"),
    (7, "207-232", "310-348", "249-279", "310-348"),
    (6, "181-206", "271-309", "217-248", "271-309"),
    (5, "151-180", "226-270", "181-216", "226-270"),
    (4, "121-150", "181-225", "145-180", "181-225"),
)
TEF_2019_10_01_TO_2023_12_10: Chart = (
    (10, "566-699", "566-699", "566-699", "566-699"),
    (9, "533-565", "533-565", "533-565", "533-565"),
    (8, "500-532", "500-532", "500-532", "500-532"),
    (7, "450-499", "450-499", "450-499", "450-499"),
    (6, "400-449", "400-449", "400-449", "400-449"),
    (5, "350-399", "350-399", "350-399", "350-399"),
    (4, "300-349", "300-349", "300-349", "300-349"),
)
TEF_AFTER_2023_12_10: Chart = (
    (10, "546-699", "558-699", "546-699", "556-699"),
    (9, "503-545", "512-557", "503-545", "518-555"),
    (8, "462-502", "472-511", "462-502", "494-517"),
    (7, "434-461", "428-471", "434-461", "456-493"),
    (6, "393-433", "379-427", "393-433", "422-455"),
    (5, "352-392", "330-378", "352-392", "387-421"),
    (4, "306-351", "268-329", "306-351", "328-386"),
)
TCF: Chart = (
    (10, "549-699", "16-20", "549-699", "16-20"),
    (9, "524-548", "14-15", "523-548", "14-15"),
    (8, "499-523", "12-13", "503-522", "12-13"),
    (7, "453-498", "10-11", "458-502", "10-11"),
    (6, "406-452", "7-9", "398-457", "7-9"),
    (5, "375-405", "6", "369-397", "6"),
    (4, "342-374", "4-5", "331-368", "4-5"),
)
CHARTS: tuple[tuple[str, str | None, date, Chart], ...] = (  # test, scale, a day of sitting
    ("ielts_general", None, date(2023, 12, 11), IELTS_GENERAL),
    ("celpip_general", None, date(2023, 12, 11), CELPIP_GENERAL),
    ("pte_core", None, date(2023, 12, 11), PTE_CORE),
    ("tef_canada", "older", date(2019, 9, 30), TEF_OLDER),
    ("tef_canada", "out_of_699", date(2019, 10, 1), TEF_2019_10_01_TO_2023_12_10),
    ("tef_canada", "out_of_699", date(2023, 12, 10), TEF_2019_10_01_TO_2023_12_10),
    ("tef_canada", "out_of_699", date(2023, 12, 11), TEF_AFTER_2023_12_10),
    ("tcf_canada", None, date(2023, 12, 11), TCF),
)
SCORES = {  # lowest, highest and step that a test prints: listening, reading, writing, speaking
    ("ielts_general", None): ((0, 9, 0.5),) * 4,
    ("celpip_general", None): ((0, 12, 1),) * 4,
    ("pte_core", None): ((10, 90, 1),) * 4,
    ("tef_canada", "older"): ((0, 360, 1), (0, 300, 1), (0, 450, 1), (0, 450, 1)),
    ("tef_canada", "out_of_699"): ((0, 699, 1),) * 4,
    ("tcf_canada", None): ((0, 699, 1), (0, 699, 1), (0, 20, 1), (0, 20, 1)),
}
ACCEPTED_SINCE = {
    "ielts_general": date(2015, 1, 1),
    "celpip_general": date(2015, 1, 1),
    "pte_core": date(2024, 1, 30),
    "tef_canada": date(2015, 1, 1),
    "tcf_canada": date(2015, 1, 1),
}

# --- How long documents count, and how early to act (weeks; margins of this program)

LANGUAGE_RESULT_MONTHS = 24
PARTNERS_RESULT_EXPIRES_SINCE = date(2016, 11, 19)
ENGLISH_TEST_WEEKS = 5
FRENCH_TEST_WEEKS = 8


# --- Category-based selection: the lists as announced, by category and first day (NOC 2021; how many, then which)

OCCUPATIONS_OF_CATEGORIES = {
    ("healthcare", date(2023, 5, 31)): (
        35,
        (
            "31100 31101 31102 31103 31110 31111 31112 31121 31200 31201 31202 31203 31204 31209 31300 31301 "
            "31302 31303 32101 32102 32103 32109 32120 32121 32122 32200 32201 32209 33101 33102 33103 33109 "
            "41301 41320 42203"
        ),
    ),
    ("stem", date(2023, 5, 31)): (
        24,
        (
            "20010 20011 20012 21200 21201 21202 21203 21210 21211 21220 21221 21222 21223 21230 21231 21232 "
            "21233 21234 21300 21310 21311 21321 21322 41400"
        ),
    ),
    ("trades", date(2023, 5, 31)): (
        10,
        "72014 72106 72200 72300 72310 72400 72402 72405 72406 73200",
    ),
    ("transport", date(2023, 5, 31)): (
        10,
        "70020 72403 72404 72600 72601 72602 72603 72604 73300 93200",
    ),
    ("agriculture", date(2023, 5, 31)): (
        3,
        "63201 82030 82031",
    ),
    ("healthcare", date(2025, 2, 27)): (
        37,
        (
            "31100 31101 31102 31103 31110 31111 31112 31120 31121 31200 31201 31202 31203 31209 31300 31301 "
            "31302 31303 32101 32102 32103 32104 32109 32111 32120 32121 32122 32123 32124 32129 32201 33101 "
            "33102 33103 41300 41301 42201"
        ),
    ),
    ("stem", date(2025, 2, 27)): (
        11,
        "20011 21220 21300 21301 21310 21321 21331 22300 22301 22310 63100",
    ),
    ("trades", date(2025, 2, 27)): (
        25,
        (
            "22303 63200 70010 70011 72100 72102 72106 72200 72201 72300 72302 72310 72311 72320 72400 72401 "
            "72402 72422 72501 72999 73100 73110 73112 73113 82021"
        ),
    ),
    ("agriculture", date(2025, 2, 27)): (
        1,
        "63201",
    ),
    ("education", date(2025, 2, 27)): (
        5,
        "41220 41221 42202 42203 43100",
    ),
    ("healthcare", date(2026, 2, 18)): (
        37,
        (
            "31100 31101 31102 31103 31110 31111 31112 31120 31121 31200 31201 31202 31203 31209 31300 31301 "
            "31302 31303 32101 32102 32103 32104 32109 32111 32120 32121 32122 32123 32124 32129 32201 33101 "
            "33102 33103 41300 41301 42201"
        ),
    ),
    ("stem", date(2026, 2, 18)): (
        11,
        "20011 21220 21300 21301 21310 21321 21331 22300 22301 22310 63100",
    ),
    ("trades", date(2026, 2, 18)): (
        25,
        (
            "22303 63201 70010 70011 72100 72102 72106 72200 72201 72300 72302 72310 72311 72320 72400 72401 "
            "72402 72422 72501 72999 73100 73110 73112 73113 82021"
        ),
    ),
    ("education", date(2026, 2, 18)): (
        5,
        "41220 41221 42202 42203 43100",
    ),
    ("transport", date(2026, 2, 18)): (
        4,
        "22313 72404 72410 72600",
    ),
    ("senior_managers", date(2026, 2, 18)): (
        4,
        "00012 00013 00014 00015",
    ),
    ("researchers", date(2026, 2, 18)): (
        2,
        "41200 41201",
    ),
    ("military", date(2026, 2, 18)): (
        3,
        "40042 42102 43204",
    ),
    ("physicians", date(2025, 12, 8)): (
        3,
        "31100 31101 31102",
    ),
}
NO_LONGER_HELD = (("transport", date(2025, 2, 27)), ("agriculture", date(2026, 2, 18)))
FRENCH_CATEGORY_LEVEL = 7
MILITARY_YEARS_ABROAD = 10

# --- Fees, in Canadian dollars, by the day the application is received

FEES = {  # principal applicant, partner, each child, right of permanent residence
    date(2020, 4, 30): (825, 825, 225, 500),
    date(2022, 4, 30): (850, 850, 230, 515),
    date(2024, 4, 30): (950, 950, 260, 575),
    date(2026, 4, 30): (990, 990, 270, 600),
}
BIOMETRICS = (85, 170)  # one person, a family
BIOMETRICS_AGES = (14, 79)

# --- Settlement funds, in Canadian dollars: families of one to seven, and each person more

SETTLEMENT_FUNDS = {
    date(2018, 1, 1): (12_474, 15_530, 19_092, 23_181, 26_291, 29_652, 33_013, 3_361),
    date(2019, 1, 1): (12_669, 15_772, 19_390, 23_542, 26_701, 30_114, 33_528, 3_414),
    date(2020, 1, 1): (12_960, 16_135, 19_836, 24_083, 27_315, 30_806, 34_299, 3_492),
    date(2021, 1, 1): (13_213, 16_449, 20_222, 24_553, 27_847, 31_407, 34_967, 3_560),
    date(2023, 4, 25): (13_757, 17_127, 21_055, 25_564, 28_994, 32_700, 36_407, 3_706),
    date(2024, 5, 28): (14_690, 18_288, 22_483, 27_297, 30_690, 34_917, 38_875, 3_958),
    date(2025, 7, 7): (15_263, 19_001, 23_360, 28_362, 32_168, 36_280, 40_392, 4_112),
}
UPDATE_PROFILE_BY = {
    date(2021, 1, 1): date(2021, 7, 15),
    date(2024, 5, 28): date(2024, 5, 27),
    date(2025, 7, 7): date(2025, 7, 28),
}

# --- Family and education

COMMON_LAW_MONTHS = 12
DEPENDENT_CHILD_UNDER = {date(2015, 1, 1): 19, date(2017, 10, 24): 22}
ASSESSMENT_MONTHS = 60
TWO_OR_MORE = 2

# --- Work experience

FULL_TIME_HOURS = 30  # a week
YEAR_OF_WORK_HOURS = 1560
DAYS_THAT_LEAVE_WORK_CONTINUOUS = 0
WORK = {  # years back, TEERs, months that are enough; by purpose and the day they hold from
    ("crs_canadian", date(2015, 1, 1)): (10, "0 1 2 3", 12),
    ("crs_canadian", PHYSICIANS): (10, "0 1 2 3", 12),
    ("crs_foreign", date(2015, 1, 1)): (10, "0 1 2 3", 12),
    ("federal_skilled_worker", date(2015, 1, 1)): (10, "0 1 2 3", 12),
    ("canadian_experience_class", date(2015, 1, 1)): (3, "0 1 2 3", 12),
    ("canadian_experience_class", PHYSICIANS): (3, "0 1 2 3", 12),
    ("skilled_trades", date(2015, 1, 1)): (5, "0 1 2 3", 24),
    ("category", CATEGORIES_2023): (3, "0 1 2 3 4 5", 6),
    ("category", CATEGORIES_2026): (3, "0 1 2 3 4 5", 12),
    ("category_in_canada", date(2025, 12, 8)): (3, "0 1 2 3", 12),
    ("high_wage", date(2026, 11, 3)): (10, "0 1 2 3", 12),
}
PHYSICIANS_OCCUPATIONS = "31100 31101 31102"

# --- Canadian Experience Class and Federal Skilled Trades (IRPR 87.1 and 87.2)

CEC_LANGUAGE = {0: 7, 1: 7, 2: 5, 3: 5}  # by TEER
FST_LANGUAGE = (5, 4, 4, 5)  # listening, reading, writing, speaking
FST_MAJOR_GROUPS = "72 73 82 83 92 93"
FST_WITHOUT = "726 932"
FST_OTHERS = "6320 62200"
OFFER_TEERS = "0 1 2 3"

# --- Periods and documents

PROFILE_MONTHS = 12
DRAFT_DAYS = 60
INVITATION_DAYS = {
    date(2015, 1, 1): 60,
    date(2016, 11, 19): 90,
    date(2018, 6, 26): 60,
    date(2020, 4, 1): 90,
    date(2021, 6, 29): 60,
}
NOMINATION_ANSWER_DAYS = 30
POLICE_CERTIFICATE_MONTHS = 6
POLICE_STAY_MONTHS = 6
POLICE_LOOK_BACK_YEARS = 10
POLICE_FROM_AGE = 18
MEDICAL_EXAM_MONTHS = 12

# Planning margins of this program: not IRCC's
INVITATION_DAYS_BEFORE = 1
POLICE_CERTIFICATE_WEEKS = 8
MEDICAL_EXAM_WEEKS = 3
