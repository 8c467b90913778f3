"""Jobs one by one or in short, the main occupation and the certificate of qualification."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from conversations.duties import duties
from conversations.kinds import Cautious, YesNo
from conversations.occupation_kind import Occupation
from conversations.profile.days import ENDS_BEFORE, in_canada, of_short, past
from conversations.profile.parts import Items, Row, Sheet, ask
from conversations.profile_kinds import Country, Hours, Stretches
from conversations.questions import Answers, known
from conversations.short_interview import ABROAD, IN_CANADA
from locales import N_
from rules import skilled_trades
from rules.facts import Job
from rules.parameters import book


def _trade(answers: Answers) -> bool:
    code = known(answers, "noc")
    return code is not None and skilled_trades.is_trade(code, date.max)


def _physician(answers: Answers) -> bool:
    codes = book().work.purposes.canadian_experience_class.on(date.max).physicians
    return in_canada(answers) and known(answers, "noc") in codes and known(answers, "self_employed") is True


def _employed(told: Row) -> Row:
    """A job without unpaid leave has none, rather than an unknown one."""
    return {**told, "unpaid_leave": told.get("unpaid_leave") or []}


STUDYING: Final = ask(
    "studying",
    N_("Full-time studies meanwhile"),
    N_("Were you a full-time student during this job?"),
    Stretches(N_("Never"), N_("The whole time"), "start", "end"),
    N_("Work in Canada during full-time studies, such as a co-op, does not count for the Canadian Experience Class."),
    hint=N_("If it was a part of the time, type from when to when."),
    applies=in_canada,
)
PARTNER_STUDYING: Final = replace(STUDYING, wording=N_("Was your partner a full-time student during this job?"))
QUALIFIED_FROM: Final = ask(
    "qualified_from",
    N_("Qualified in the trade"),
    N_("From when were you allowed to practise the trade independently in that country?"),
    past(cautious=Cautious.last, none=N_("Never qualified there")),
    N_("The Federal Skilled Trades Program counts work after that day."),
    applies=_trade,
)
PARTNER_QUALIFIED_FROM: Final = replace(
    QUALIFIED_FROM,
    wording=N_("From when was your partner allowed to practise the trade independently in that country?"),
)

JOBS: Final = Items(
    key="jobs",
    title=N_("Your jobs"),
    topic=N_("job"),
    partner_title=N_("Your partner's jobs"),
    partner_topic=N_("partner's job"),
    model=Job,
    add=N_("Add a job"),
    none=N_("No job in the last ten years"),
    needed=("start", "end", "country"),
    line=("noc", "country", "start", "end", "hours_per_week"),
    instead=N_(
        "From now on I count the jobs one by one, and no longer the years told in short. Please add the other jobs of "
        "the last ten years too."
    ),
    shape=_employed,
    of_partner=(duties("duties", "noc", of="partner"), PARTNER_STUDYING, PARTNER_QUALIFIED_FROM),
    questions=(
        ask(
            "noc",
            N_("Occupation"),
            N_("What was the occupation? Type the job title or its NOC code."),
            Occupation(),
            N_(
                "The National Occupational Classification (NOC) decides whether work counts: the duties decide, not "
                "the title."
            ),
            hint=N_("One occupation at one employer is one job. For example “welder”, “21232”."),
        ),
        duties("duties", "noc"),
        ask(
            "country",
            N_("Country of the work"),
            N_("In which country was the work physically done?"),
            Country(),
            N_("Work for a Canadian firm from another country is work outside Canada."),
        ),
        ask(
            "start",
            N_("First day"),
            N_("When did this job start?"),
            past(cautious=Cautious.last),
            N_("The year of work is complete on a certain day. I count week by week."),
            hint=N_("The first day worked. If you know only the month, type the month."),
        ),
        ask(
            "end",
            N_("Last day"),
            N_("When did this job end?"),
            past(cautious=Cautious.first, none=N_("It goes on"), follows=(("start", ENDS_BEFORE),)),
            N_("Work counts through the last paid day."),
        ),
        ask(
            "hours_per_week",
            N_("Hours a week"),
            N_("How many hours a week, on average?"),
            Hours(),
            N_("At most 30 hours a week count, in all jobs together."),
            hint=N_("The hours that were paid, without overtime."),
        ),
        ask(
            "paid",
            N_("Paid"),
            N_("Was the work paid, by wages or commission?"),
            YesNo(N_("Yes, paid"), N_("No, unpaid")),
            N_("Volunteer work and unpaid internships do not count."),
        ),
        ask(
            "self_employed",
            N_("Self-employed"),
            N_("Was it self-employment?"),
            YesNo(N_("Yes, self-employed"), N_("No, an employee")),
            N_("Self-employment in Canada does not count for the Canadian Experience Class; abroad it can count."),
        ),
        ask(
            "authorised",
            N_("Allowed to work"),
            N_("Was the work allowed the whole time, by a work permit or a status?"),
            YesNo(N_("Yes, allowed"), N_("No, not the whole time")),
            N_("Work without permission does not count."),
            applies=in_canada,
        ),
        STUDYING,
        ask(
            "unpaid_leave",
            N_("Unpaid leave"),
            N_("Were there stretches of unpaid leave?"),
            Stretches(N_("No unpaid leave"), "", "start", "end"),
            N_("Weeks without pay do not count."),
            hint=N_("If there were, type from when to when. Paid holidays and sick leave stay in."),
        ),
        ask(
            "publicly_funded_physician",
            N_("Physician, public funds"),
            N_("Was it medical work paid fee for service by a public health system in Canada?"),
            YesNo(N_("Yes, public funds"), N_("No, otherwise paid")),
            N_("For such physicians self-employment counts, by a public policy of 25 April 2023."),
            applies=_physician,
        ),
        QUALIFIED_FROM,
    ),
)

WORK_IN_SUM: Final = Sheet(
    key="work",
    title=N_("Your work in short"),
    topic=N_("work"),
    partner_title=N_("Your partner's work in short"),
    partner_topic=N_("partner's work"),
    applies=lambda person: person.jobs is None,
    questions=(
        ask(
            "canadian_work_years",
            N_("Work in Canada"),
            N_("How many complete years of skilled work in Canada?"),
            IN_CANADA,
            of_short("canadian_work_years").why,
            hint=of_short("canadian_work_years").hint,
        ),
        ask(
            "foreign_work_years",
            N_("Work outside Canada"),
            N_("How many complete years of skilled work outside Canada?"),
            ABROAD,
            of_short("foreign_work_years").why,
            hint=of_short("foreign_work_years").hint,
        ),
        ask(
            "full_time_year_in_canada",
            N_("A full-time year in Canada"),
            N_("Was there at least one year of full-time work in Canada, ever?"),
            YesNo(N_("Yes, a full-time year"), N_("No full-time year")),
            N_("It gives points for adaptability in the Federal Skilled Worker Program."),
        ),
    ),
)

OCCUPATION: Final = Sheet(
    key="occupation",
    title=N_("Occupation and certificate"),
    topic=N_("occupation"),
    partner_title=N_("Partner: occupation and certificate"),
    partner_topic=N_("partner's occupation"),
    questions=(
        ask(
            "primary_occupation",
            N_("Main occupation"),
            N_("Which occupation do you name as the main one in the profile? Type the job title or its NOC code."),
            Occupation(),
            N_("The Federal Skilled Worker Program asks for a year without a break in this occupation."),
        ),
        ask(
            "certificate_of_qualification",
            N_("Certificate of qualification"),
            N_("Is there a certificate of qualification in a trade from a Canadian authority?"),
            of_short("certificate_of_qualification").kind,
            of_short("certificate_of_qualification").why,
            hint=of_short("certificate_of_qualification").hint,
        ),
    ),
)
