"""Each kind of document in words: what it is called, why it is asked for, who issues it, what it must say."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from conversations.occupation_kind import title
from conversations.profile.language import TESTS
from conversations.profile.parts import Whose
from conversations.profile.police_words import verdict
from conversations.profile_kinds import country
from locales import N_, NOTHING, Html, day, month, number, say
from rules.countries import countries
from rules.documents import Begin, Document, DocumentKind, IfMissing, State
from rules.facts import Credential, Facts, Job, LanguageTest, Person
from rules.occupations import unit_groups
from rules.police_certificates import Asking


class Kind(NamedTuple):
    """What is said of a kind of document; texts are message ids, empty where there is nothing to say."""

    name: str
    why: str
    issuer: str
    states: str


KINDS: Final[Mapping[DocumentKind, Kind]] = {
    DocumentKind.passport: Kind(
        N_("Passport"),
        N_("Everybody who comes needs a valid passport or travel document."),
        N_("The country of citizenship issues it."),
        N_("It has to be valid when you apply and when you travel; I never need its number."),
    ),
    DocumentKind.language_result: Kind(
        N_("Language test result"),
        N_("It proves the levels in your profile."),
        N_("The test centre or its online account issues it."),
        N_("All four abilities of one sitting. On the day of the application it has to be less than two years old."),
    ),
    DocumentKind.education_assessment: Kind(
        N_("Assessment (ECA)"),
        N_("A diploma from outside Canada counts only with an assessment."),
        N_("An organization designated by IRCC issues it, for immigration."),
        N_("The report names the Canadian level. On the day of the application it has to be less than five years old."),
    ),
    DocumentKind.diploma: Kind(
        N_("Diploma"),
        N_("It proves the education in your profile."),
        N_("The school or university issues it, and a transcript if IRCC's list asks for one."),
        N_("The level, the name of the school and the day it was completed."),
    ),
    DocumentKind.reference_letter: Kind(
        N_("Reference letter"),
        N_("It proves the work in your profile: its dates, its hours and its duties."),
        N_("The employer issues it: a supervisor or somebody in personnel signs it."),
        N_("Press “What the letter must state”: I show it for this job, and we can check your letter against it."),
    ),
    DocumentKind.self_employment_proof: Kind(
        N_("Proof of self-employment"),
        N_("It proves the work in your profile, as no employer can write a letter."),
        N_("You collect it: from the business register, the tax office and your clients."),
        N_(
            "Proof that you owned a business, of the income from it, and papers of clients that name the service and "
            "the payment. As reported, a list of duties that you wrote yourself does not prove the work."
        ),
    ),
    DocumentKind.police_certificate: Kind(
        N_("Police certificate"),
        N_(
            "It is asked for from every country but Canada lived in for six months or more in a row, in the last ten "
            "years and since the age of 18; of children of 18 or more and of family who do not come, too."
        ),
        N_("The police or a ministry of that country issues it; the official page says which, and how to ask."),
        N_("It names the person as in the passport, with earlier names."),
    ),
    DocumentKind.medical_exam: Kind(
        N_("Medical exam"),
        N_(
            "Since 21 August 2025 the exam comes before the application, for everybody in the family, coming or not. "
            "IRCC sends no request for it first."
        ),
        N_("A panel physician named by IRCC makes it; your own doctor cannot."),
        N_(
            "The physician gives you a sheet that shows the exam was made. An exam counts for twelve months, to the "
            "day permanent residence is given."
        ),
    ),
    DocumentKind.proof_of_funds: Kind(
        N_("Proof of funds"),
        N_("Two of the three programs ask for settlement funds, by the size of the family."),
        N_("Each bank issues a letter of its own."),
        N_(
            "On the bank's letterhead with its address, telephone and email: your name; each account with its number, "
            "the day it was opened, its balance now and its average over the last six months; and your debts, such as "
            "cards and loans. The money has to be yours and not borrowed."
        ),
    ),
    DocumentKind.job_offer_letter: Kind(
        N_("Letter of the job offer"),
        N_("It proves the job offer in your profile."),
        N_("The employer who offers the job issues it."),
        N_("Duties, pay, hours and conditions, the first day, and that it is for at least a year."),
    ),
    DocumentKind.birth_certificate: Kind(
        N_("Birth certificate"),
        N_("It proves whose child it is. Every dependent child is declared, coming or not."),
        N_("The civil registry where the child was born issues it."),
        N_("The names of both parents. For an adopted child, the adoption papers too."),
    ),
    DocumentKind.marriage_certificate: Kind(
        N_("Marriage certificate"),
        N_("It proves the marriage. A spouse is declared, coming or not."),
        N_("The civil registry where you married issues it."),
        N_("The names of both and the day of the wedding."),
    ),
    DocumentKind.common_law_evidence: Kind(
        N_("Evidence of living together"),
        N_("Two who live together for twelve months without a break are common-law partners, and are declared."),
        N_("You collect it, and both sign a declaration: the form stands in IRCC's list."),
        N_(
            "Twelve months in a row at one address, for example a lease in both names, shared bank accounts or bills, "
            "or letters to each of you at that address."
        ),
    ),
    DocumentKind.divorce_papers: Kind(
        N_("Divorce papers"),
        N_("They show that the earlier marriage has ended."),
        N_("The court or registry that dissolved the marriage issues them."),
        N_("The day the divorce or annulment became final."),
    ),
    DocumentKind.separation_papers: Kind(
        N_("Papers on the separation"),
        N_("They show that you live apart, and since when."),
        N_("A separation agreement, a court or a lawyer can show it; IRCC's list says what it takes."),
        N_("The day since when you live apart."),
    ),
    DocumentKind.death_certificate: Kind(
        N_("Death certificate"),
        N_("IRCC asks for it after the death of a spouse or partner."),
        N_("The civil registry issues it."),
        N_("The name and the day."),
    ),
    DocumentKind.relative_in_canada: Kind(
        N_("Proof of a relative in Canada"),
        N_("It proves the points for a relative in Canada."),
        N_("Your relative has the papers on their status; the civil registry has those on the relationship."),
        N_(
            "That the relative is a citizen or permanent resident, lives in Canada, and how you are related: for "
            "example birth certificates of both that name the same parent."
        ),
    ),
    DocumentKind.nomination_certificate: Kind(
        N_("Certificate of nomination"),
        N_("It proves the nomination in your profile."),
        N_("The province or territory issues it."),
        N_("Its last day has to be after the day of the application."),
    ),
    DocumentKind.certificate_of_qualification: Kind(
        N_("Certificate of qualification"),
        N_("It proves that you may practise the trade."),
        N_("A province, territory or federal authority in Canada issues it."),
        N_("The trade, and that it is in force."),
    ),
}
"""What is said of each kind; reported of IRCC's pages as `parameters/documents.yaml` says."""

MISSING: Final[Mapping[IfMissing, str]] = {
    IfMissing.returned: N_(
        "Without it the application is not complete: it can be returned, and counts as not made. The days of the "
        "invitation run on."
    ),
    IfMissing.not_proven: N_("Without it what it proves may not count, and the application may be refused."),
}
"""What follows when the application is made without it."""

PEOPLE: Final[Mapping[str, str]] = {
    "own": N_("You"),
    "partner": N_("Your partner"),
    "child": N_("Your children"),
}


LANGUAGES: Final[Mapping[str, str]] = {"english": N_("English"), "french": N_("French")}


def mark(key: str) -> str:
    """A few letters for a document in a button, so that no fact of a person stands in its data."""
    return f"{zlib.crc32(key.encode()):08x}"


def key_named(key: str) -> Html:
    """A document by its key alone, as the log and a copy of everything name it: "Police certificate, France"."""
    kind, _, rest = key.partition(":")
    if kind not in {*DocumentKind}:
        return say("{document}", document=key)
    whose, *parts = rest.split(":")
    named_parts = [say(KINDS[DocumentKind(kind)].name), *(_part_named(part) for part in parts)]
    name = Html(", ".join(named_parts))
    return say("{document} (your partner's)", document=name) if whose == "partner" else name


def _part_named(part: str) -> Html:
    if part in LANGUAGES:
        return say(LANGUAGES[part])
    if part in countries():
        return Html(country(part))
    try:
        return Html(day(date.fromisoformat(part)))
    except ValueError:
        return say("{document}", document=part)


def person_of(facts: Facts, one: Document) -> Person | None:
    """Whose fact is behind a document; None where there is no partner any more."""
    return facts.partner if one.whose == "partner" else facts


def place_of(one: Document) -> int | None:
    """The place in its list of the fact behind a document."""
    last = one.path.rpartition(".")[2]
    return int(last) if last.isdecimal() else None


def _listed(facts: Facts, one: Document, name: str) -> object:
    """The thing of a list a document is about, if it is there."""
    person, place = (facts if name == "children" else person_of(facts, one)), place_of(one)
    found = getattr(person, name, None) or ()
    return found[place] if place is not None and place < len(found) else None


def job_of(facts: Facts, one: Document) -> Job | None:
    """The job a letter is about."""
    job = _listed(facts, one, "jobs")
    return job if isinstance(job, Job) else None


def named(facts: Facts, one: Document) -> Html:
    """What a document is called, with what it is about: "Police certificate, France"."""
    name = say(KINDS[one.kind].name)
    about = _about(facts, one)
    return say("{name}, {about}", name=name, about=about) if about else name


def _about(facts: Facts, one: Document) -> Html:
    if one.whose == "child":
        child = facts.children[place_of(one) or 0] if facts.children else None
        return say("child born on {day}", day=day(child.birth_date)) if child is not None else NOTHING
    job, credential, test = (_listed(facts, one, name) for name in ("jobs", "credentials", "tests"))
    if one.kind in (DocumentKind.reference_letter, DocumentKind.self_employment_proof) and isinstance(job, Job):
        return job_named(job)
    if isinstance(credential, Credential) and one.path.rpartition(".")[0].endswith("credentials"):
        return say("{country}, {month}", country=country(credential.country), month=month(credential.completed))
    if isinstance(test, LanguageTest) and one.kind is DocumentKind.language_result:
        return say("{test}", test=_test(test))
    if one.kind is DocumentKind.police_certificate and one.country:
        return Html(country(one.country))
    return NOTHING


def _test(test: LanguageTest) -> Html:
    kind = next(question.kind for question in TESTS.questions if question.key == "kind")
    return kind.words(str(test.kind), {})


def job_named(job: Job) -> Html:
    """A job in a few words: its occupation or country, and since when."""
    group = unit_groups().get(job.occupation or "")
    what = say("{code} {title}", code=group.code, title=title(group)) if group else Html(country(job.country))
    return say("{what}, since {month}", what=what, month=month(job.start))


def started(one: Document, on: date) -> Html:
    """When to start, in words; before an invitation by its days, which no calendar knows yet."""
    if one.begin is Begin.by_day:
        return _by_day(one, on)
    days = None if one.start_by is None else number((one.start_by - on).days)
    if one.begin is Begin.on_invitation:
        if days is None:
            return say("start once you are invited")
        return say("start once you are invited, by day {day} (our planning margin)", day=days)
    if days is None:
        return say("can be got ready now")
    return say("can be started now; once invited, by day {day} (our planning margin)", day=days)


def _by_day(one: Document, on: date) -> Html:
    if one.start_by is None:
        return say("needed by {day}", day=day(one.plan, weekday=True))
    if one.start_by == on:
        return say("start today (our planning margin)")
    if one.start_by > on:
        return say("start by {day} (our planning margin)", day=day(one.start_by, weekday=True))
    return say("start at once (by our planning margin the day was {day})", day=day(one.start_by))


def status(one: Document, on: date) -> Html:
    """How far a document has come, in a few words, with the day to start by or the last day it serves."""
    match one.state:
        case State.there if one.valid_until is not None:
            return say("there, serves through {day}", day=day(one.valid_until, weekday=True))
        case State.there:
            return say("there")
        case State.asked_for if one.asked_on is not None and one.late(on) and one.expected is not None:
            return say(
                "asked for on {day}, not there yet; our planning margin for it ends on {expected}",
                day=day(one.asked_on),
                expected=day(one.expected, weekday=True),
            )
        case State.asked_for if one.asked_on is not None:
            return say("asked for on {day}, not there yet", day=day(one.asked_on))
        case State.asked_for:
            return say("asked for, not there yet")
    return say("not there yet; {start}", start=started(one, on))


STAYS_NOT_KNOWN: Final[Mapping[str, str]] = {
    "own": N_("I cannot say yet for which countries: the stays are not told."),
    "child": N_("18 or older when you apply: for which countries depends on where the child lived. Please check."),
}
"""Said where it is not known who has to be asked for a certificate."""


def of_whom(facts: Facts, one: Document) -> Html:
    """The name of a document, with whose it is where it is the partner's."""
    if one.whose != "partner":
        return named(facts, one)
    return say("{document} (your partner's)", document=named(facts, one))


def line(facts: Facts, one: Document, on: date, *, whose: bool = False) -> Html:
    """A document in one line that can be read alone; with `whose` it is, outside that person's list."""
    name = of_whom(facts, one) if whose else named(facts, one)
    return say("{document}: {standing}", document=name, standing=standing(one, on))


def standing(one: Document, on: date) -> Html:
    """How far a document is, and whether it is asked for for certain, as sentences."""
    if one.kind is DocumentKind.police_certificate and one.country is None and one.state is State.not_there:
        return say(STAYS_NOT_KNOWN["child" if one.whose == "child" else "own"])
    said = say("{status}.", status=status(one, on))
    match one.asking:
        case Asking.check:
            return say("{said} To be checked whether it is asked for.", said=said)
        case Asking.not_yet:
            return say("{said} It is asked for if the stay there goes on.", said=said)
    return said


def special(facts: Facts, one: Document, on: date) -> list[Html]:
    """What is to be said of this very document, beside what holds for its kind."""
    told = dict(one.facts)
    lines: list[Html] = []
    if one.kind is DocumentKind.proof_of_funds:
        lines += _funds(one)
    if one.kind is DocumentKind.medical_exam and told.get("earlier_exam_may_serve"):
        lines.append(
            say(
                "You told me of an earlier exam. If it was made in Canada and found no or low risk, it can sometimes "
                "serve again for five years: your account says whether it does."
            )
        )
    if one.kind is DocumentKind.police_certificate and one.country:
        whose: Whose = "partner" if one.whose == "partner" else "own"
        lines.append(verdict(facts, on, whose, one.country))
    if one.kind is DocumentKind.education_assessment and one.asking is Asking.check:
        lines.append(say("As told it is not assessed, or the assessment is too old: it counts for nothing now."))
    if one.kind is DocumentKind.marriage_certificate and one.asking is Asking.check:
        lines.append(say("If you are not married, evidence of twelve months of living together takes its place."))
    if one.kind is DocumentKind.reference_letter and told.get("counts") is False:
        lines.append(say("As told this job gives no points; it stands in the history, and a letter may be asked for."))
    if one.kind is DocumentKind.relative_in_canada and one.asking is Asking.check:
        lines.append(say("It gives points in the Federal Skilled Worker Program only."))
    return lines


def _funds(one: Document) -> list[Html]:
    told = dict(one.facts)
    lines = []
    if one.amount is not None:
        lines.append(
            say(
                "For your family of {n}, {amount} Canadian dollars.",
                n=number(_whole(told["size"])),
                amount=number(one.amount),
            )
        )
    if not told["table_known"]:
        lines.append(say("It is the last table I know; it may have been updated since. Please check the page."))
    short = _whole(told["short_by"])
    if short:
        lines.append(say("By what you told me, {amount} Canadian dollars are missing.", amount=number(short)))
    if one.asking is Asking.check:
        lines.append(
            say(
                "Whether it is asked for depends on the program of the invitation: the Canadian Experience Class asks "
                "nobody for it."
            )
        )
    return lines


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
