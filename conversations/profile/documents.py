"""What ends or is asked for by a date: passport, exam, permits, stays, police certificates, times without a job."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from conversations.kinds import Cautious, Choice, Option
from conversations.profile.days import ENDS_BEFORE, any_day, past
from conversations.profile.parts import Items, Sheet, ask
from conversations.profile_kinds import Country
from locales import N_
from rules.facts import Activity, ActivityKind, Permit, PermitKind, PoliceCertificate, Stay

PAPERS: Final = Sheet(
    key="papers",
    title=N_("Passport and medical exam"),
    topic=N_("documents"),
    partner_title=N_("Your partner's passport and medical exam"),
    partner_topic=N_("partner's documents"),
    questions=(
        ask(
            "passport_expires",
            N_("Passport valid until"),
            N_("Until which day is the passport valid?"),
            any_day(back=5, ahead=15, cautious=Cautious.first, none=N_("No passport yet")),
            N_("It has to be valid when you apply and when you travel. I never need its number."),
        ),
        ask(
            "medical_exam",
            N_("Medical exam"),
            N_("On which day was the immigration medical exam, if there was one?"),
            past(years=5, cautious=Cautious.first, none=N_("No exam yet")),
            N_("An exam counts for twelve months."),
        ),
    ),
)

PERMITS: Final = Items(
    key="permits",
    title=N_("Your permits in Canada"),
    topic=N_("permit"),
    partner_title=N_("Your partner's permits in Canada"),
    partner_topic=N_("partner's permit"),
    model=Permit,
    add=N_("Add a permit"),
    none=N_("No permit"),
    needed=("kind", "until"),
    line=("kind", "until"),
    questions=(
        ask(
            "kind",
            N_("Kind of permit"),
            N_("What kind of permit is it?"),
            Choice(
                (
                    Option(
                        PermitKind.employer_assessed,
                        N_("Employer, with LMIA"),
                        N_("Work permit for one employer, with a labour market impact assessment (LMIA)"),
                        ("lmia", "eimt", "closed"),
                    ),
                    Option(
                        PermitKind.employer_agreement,
                        N_("Employer, agreement"),
                        N_("Work permit for one employer, under an international agreement"),
                        ("cusma", "aceum", "usmca"),
                    ),
                    Option(
                        PermitKind.employer_interest,
                        N_("Employer, exempt"),
                        N_("Work permit for one employer, exempt from an LMIA for Canadian interests"),
                        ("intra company", "ict"),
                    ),
                    Option(
                        PermitKind.open_work,
                        N_("Open work permit"),
                        N_("Open work permit, such as post-graduation, spousal or bridging"),
                        ("pgwp", "open", "ouvert", "ptpd", "bowp", "ptot"),
                    ),
                    Option(PermitKind.study, N_("Study permit"), words=("study", "etudes", "student")),
                    Option(PermitKind.visitor, N_("Visitor"), N_("Visitor record or visa"), ("visiteur", "tourist")),
                )
            ),
            N_("Which case of arranged employment it is depends on the permit, and so do some categories."),
        ),
        ask(
            "until",
            N_("Valid until"),
            N_("What is the last day of the permit?"),
            any_day(back=10, ahead=10, cautious=Cautious.first),
            N_("What you may do in Canada rests on it until that day."),
        ),
    ),
)

STAYS: Final = Items(
    key="stays",
    title=N_("Countries you lived in"),
    topic=N_("stay"),
    partner_title=N_("Countries your partner lived in"),
    partner_topic=N_("partner's stay"),
    model=Stay,
    add=N_("Add a stay"),
    none=N_("No stay to tell"),
    needed=("country", "start", "end"),
    line=("country", "start", "end"),
    questions=(
        ask(
            "country",
            N_("Country"),
            N_("In which country?"),
            Country(()),
            N_("Police certificates are asked for countries lived in for six months or more."),
            hint=N_("Each stay of some weeks or more since the age of 18, one by one; Canada is not needed."),
        ),
        ask(
            "start",
            N_("First day"),
            N_("When did the stay begin?"),
            past(years=80, cautious=Cautious.first),
            N_("The length of each stay decides whether a certificate is needed."),
        ),
        ask(
            "end",
            N_("Last day"),
            N_("When did the stay end?"),
            past(years=80, cautious=Cautious.last, none=N_("Still living there"), follows=(("start", ENDS_BEFORE),)),
            N_("For the country you live in now the certificate may not be older than six months."),
        ),
    ),
)

POLICE: Final = Items(
    key="police_certificates",
    title=N_("Your police certificates"),
    topic=N_("police certificate"),
    partner_title=N_("Your partner's police certificates"),
    partner_topic=N_("partner's police certificate"),
    model=PoliceCertificate,
    add=N_("Add a police certificate"),
    none=N_("No certificate yet"),
    needed=("country", "issued"),
    line=("country", "issued"),
    questions=(
        ask(
            "country",
            N_("Country"),
            N_("Which country is the certificate from?"),
            Country(()),
            N_("Each country you lived in long enough needs its own."),
        ),
        ask(
            "issued",
            N_("Issued"),
            N_("On which day was it issued?"),
            past(years=15, cautious=Cautious.first),
            N_("For the country you live in now it may not be older than six months when you apply."),
        ),
    ),
)

WHAT: Final = ask(
    "what",
    N_("Activity"),
    N_("What were you doing in that time?"),
    Choice(
        (
            Option(ActivityKind.study, N_("Studying"), words=("study", "student", "school", "etudes", "etudiant")),
            Option(
                ActivityKind.without_work,
                N_("Without work"),
                N_("Without work, or looking for it"),
                ("unemployed", "jobless", "chomage"),
            ),
            Option(
                ActivityKind.at_home,
                N_("At home"),
                N_("At home, for children or a relative"),
                ("parental leave", "caring", "home", "maison"),
            ),
            Option(ActivityKind.travel, N_("Travelling"), words=("travel", "holiday", "voyage", "vacances")),
            Option(
                ActivityKind.military,
                N_("Military service"),
                words=("army", "conscription", "armee", "service militaire"),
            ),
            Option(ActivityKind.other, N_("Something else"), words=("other", "illness", "autre", "maladie")),
        )
    ),
    N_("A personal history asks what you did month by month, also when you did not work."),
)

ACTIVITIES: Final = Items(
    key="activities",
    title=N_("Your times without a job"),
    topic=N_("time without a job"),
    partner_title=N_("Your partner's times without a job"),
    partner_topic=N_("partner's time without a job"),
    model=Activity,
    add=N_("Add a time without a job"),
    none=N_("No time without a job"),
    needed=("what", "start", "end"),
    line=("what", "start", "end"),
    of_partner=(replace(WHAT, wording=N_("What was your partner doing in that time?")),),
    questions=(
        WHAT,
        ask(
            "start",
            N_("From"),
            N_("From which day on?"),
            past(years=60, cautious=Cautious.first),
            N_("Jobs and these times together make a history without gaps."),
            hint=N_("If you know only the month, type the month."),
        ),
        ask(
            "end",
            N_("Until"),
            N_("Until which day?"),
            past(years=60, cautious=Cautious.last, none=N_("It still goes on"), follows=(("start", ENDS_BEFORE),)),
            N_("Jobs and these times together make a history without gaps."),
        ),
    ),
)
