"""Letters of invitation and lists of points as people paste them; every name and number in them is made up."""

from __future__ import annotations

LETTER = """Date: August 18, 2026

Express Entry Profile: E004512345
UCI: 11-2345-6789
Zebulon Quintero

Dear Zebulon Quintero,

We are writing to you about your Express Entry profile submission.

Based on the information you provided us in your Express Entry profile, we are pleased to invite you to apply for
permanent residence under the Canadian Experience Class (CEC) .
Below is the list of criteria upon which this invitation was based on:

Express Entry criteria Your Scores

CRS \N{EN DASH} Human Capital \N{EN DASH} Age 110
CRS \N{EN DASH} Human Capital \N{EN DASH} Level of Education 135
CRS \N{EN DASH} Human Capital \N{EN DASH} First Official Language 124
CRS \N{EN DASH} Human Capital \N{EN DASH} Second Official Language 0
CRS \N{EN DASH} Human Capital \N{EN DASH} Canadian Work Experience 40
CRS \N{EN DASH} Spouse \N{EN DASH} Level of Education 0
CRS \N{EN DASH} Spouse \N{EN DASH} First Official Language Proficiency 0
CRS \N{EN DASH} Spouse \N{EN DASH} Canadian Work Experience 0
CRS \N{EN DASH} Skill Transferability \N{EN DASH} Education 50
CRS \N{EN DASH} Skill Transferability \N{EN DASH} Foreign Work Experience 38
CRS \N{EN DASH} Skill Transferability \N{EN DASH} Certificate of Qualification 0
CRS \N{EN DASH} Additional \N{EN DASH} French Proficiency or Bilingualism 0
CRS \N{EN DASH} Additional \N{EN DASH} PR or Canadian Sibling 0
CRS \N{EN DASH} Additional \N{EN DASH} Canadian Education 30
CRS \N{EN DASH} Additional \N{EN DASH} Arranged Employment 0
CRS \N{EN DASH} Additional \N{EN DASH} Provincial/Territorial Nomination 0
Your overall points score 527

Your invitation is valid for 60 days from the date of this message.

You must submit a complete application before 10/18/2026 12:00AM UTC time if you want to apply
for permanent residence. We cannot give extensions.
"""

FRENCH_LETTER = """Date : 18 août 2026
IUC : 11-2345-6789
Numéro de profil : E004512345
Bonjour Zébulon Quintero,
Nous avons le plaisir de vous inviter à présenter une demande de résidence permanente au titre de la
Catégorie de l’expérience canadienne.
SCG – Capital humain – Âge\t110
SCG – Capital humain – Niveau de scolarité\t135
SCG – Capital humain – Première langue officielle\t124
SCG – Capital humain – Deuxième langue officielle\t0
SCG – Capital humain – Expérience de travail au Canada\t40
SCG – Époux – Niveau de scolarité\t0
SCG – Transférabilité des compétences – Études\t50
SCG – Transférabilité des compétences – Expérience de travail à l’étranger\t38
SCG – Points supplémentaires – Études au Canada\t30
SCG – Points supplémentaires – Frère ou sœur au Canada\t0
SCG – Points supplémentaires – Désignation provinciale\t0
SCG – Points supplémentaires – Français\t0
Note globale : 527 points
Vous devez soumettre une demande complète avant le 18/10/2026 0 h 00 UTC.
""".replace("–", "\N{EN DASH}").replace("’", "\N{RIGHT SINGLE QUOTATION MARK}")

TOOL = """Core / Human capital factors
Age = 110
Level of education = 135
Official Languages = 124
First Official Language = 124
Second official language = 0
Canadian work experience = 40
Subtotal = 409
Spouse factors (if applicable)
Level of education = 0
First Official Language = 0
Canadian work experience = 0
Subtotal = 0
Skill transferability factors
Education (to a maximum of 50 points)
A) Official Language proficiency and education = 50
B) Canadian work experience and education = 25
Subtotal = 50
Foreign work experience (to a maximum of 50 points)
A) Official Language proficiency and foreign work experience = 25
B) Canadian and foreign work experience = 13
Subtotal = 38
Certificate of qualification (to a maximum of 50 points) = 0
Subtotal = 88
Additional points (to a maximum of 600 points)
Provincial nomination = 0
Job offer = 0
Study in Canada = 30
Sibling in Canada = 0
French-language skills = 0
Subtotal = 30
Grand total = 527
"""

FRENCH_TOOL = """Facteurs de base / capital humain
Âge = 110
Niveau de scolarité = 135
Langues officielles = 124
Première langue officielle = 124
Deuxième langue officielle = 0
Expérience de travail au Canada = 40
Sous-total = 409
Facteurs relatifs à l’époux ou au conjoint de fait
Niveau de scolarité = 0
Première langue officielle = 0
Expérience de travail au Canada = 0
Sous-total = 0
Facteurs de transférabilité des compétences
Études (jusqu’à un maximum de 50 points)
A) Maîtrise des langues officielles et études = 50
B) Expérience de travail au Canada et études = 25
Sous-total = 50
Expérience de travail à l’étranger (jusqu’à un maximum de 50 points)
A) Maîtrise des langues officielles et expérience de travail à l’étranger = 25
B) Expérience de travail au Canada et à l’étranger = 13
Sous-total = 38
Certificat de compétence (jusqu’à un maximum de 50 points) = 0
Sous-total = 88
Points supplémentaires (jusqu’à un maximum de 600 points)
Désignation d’une province ou d’un territoire = 0
Offre d’emploi = 0
Études au Canada = 30
Frère ou sœur au Canada = 0
Compétences en français = 0
Sous-total = 30
Total général = 527
""".replace("’", "\N{RIGHT SINGLE QUOTATION MARK}")

POINTS = {
    "age": 110,
    "education": 135,
    "first_language": 124,
    "second_language": 0,
    "canadian_work": 40,
    "transfer_education": 50,
    "transfer_foreign": 38,
    "canadian_study": 30,
    "sibling": 0,
    "nomination": 0,
    "french": 0,
}
"""What all three say."""

GRADUATE = {
    "birth_date": "1996-09-10",
    "education": "masters_or_entry_to_practice_professional",
    "canadian_work_years": 1,
    "foreign_work_years": 1,
    "canadian_study": "three_years_or_more",
    "certificate_of_qualification": False,
    "provincial_nomination": False,
    "sibling_in_canada": False,
    "children": [],
    "settlement_funds": 50_000,
    "tests": [
        {
            "kind": "ielts_general",
            "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7},
            "result_date": "2026-05-10",
        }
    ],
}
"""The facts of somebody with these points on 18 August 2026."""
