"""What an application will need: a personal list of documents, from the facts and the stage.

Each document has a key that is stable while the facts behind it keep their meaning, so that how far it has come can be
kept under it (`Facts.papers`). A day to start by is the day planned for the application less a planning margin of this
program, which is not IRCC's; before an invitation it is counted as if an invitation came on the day asked about. Once
the application is made there is no list. IRCC's own list in the account always wins.

Sources are those of `parameters/documents.yaml` (kinds), of `rules.police_certificates` and of `rules.family` (funds).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from rules import work
from rules.education import HOME, Why, counted
from rules.education import last_usable_day as assessment_usable_until
from rules.effective_deadline import effective_deadline
from rules.facts import (
    Child,
    EducationLevel,
    Facts,
    Invitation,
    InvitedProgram,
    Job,
    LanguageTest,
    PaperState,
    Parting,
    Partner,
    PartnerStatus,
    Person,
)
from rules.family import couple_from, dependent_children, offered, partner_on, settlement_funds
from rules.invitation_window import read, window_of
from rules.journey import Phase, stage_on
from rules.language import last_usable_day, partners_last_usable_day
from rules.months import add_months, last_day
from rules.parameters import RuleBook, book
from rules.police_certificates import Asking, countries_asked
from rules.programs import programs
from rules.reasons import Named, ProgramResult
from rules.shapes.dated import NoRuleError, Status
from rules.shapes.documents import DocumentKind, IfMissing
from rules.standing import standing
from rules.summary import nominated
from rules.work_course import PurposeKey

__all__ = ["Begin", "Document", "DocumentKind", "IfMissing", "State", "documents", "late", "route"]


class State(StrEnum):
    """How far a document has come."""

    not_there = "not_there"
    asked_for = "asked_for"
    there = "there"


class Begin(StrEnum):
    """When to begin with a document."""

    by_day = "by_day"  # invited: by the day named
    now = "now"  # in the pool already: one got early still serves, or can be renewed
    on_invitation = "on_invitation"  # got earlier it would not serve any more


class Document(NamedTuple):
    """One document of the application.

    `whose` is own, partner or child, `path` that of the fact behind it ("jobs.0", "children.1"). `asking` says whether
    it is needed or only to be checked. `plan` is the day planned for the application, `start_by` that day less the
    planning margin (None without a margin); before an invitation both are those of one that came on the day asked
    about. `expected` is the day one that was asked for would be there by the margin. `valid_until` is the last day one
    that is there serves, None where it does not grow old or is not known. `known` says that the facts themselves show
    it is there. `amount` is that of the funds to be shown, in Canadian dollars. `rule`, `confidence` and `sources`
    ("documents.<source>") are those of the kind. `facts` are what was looked at.
    """

    key: str
    kind: DocumentKind
    whose: str
    path: str
    country: str | None
    asking: Asking
    begin: Begin
    plan: date
    start_by: date | None
    state: State
    known: bool
    asked_on: date | None
    expected: date | None
    valid_until: date | None
    amount: int | None
    missing: IfMissing
    rule: str
    confidence: Status
    sources: tuple[str, ...]
    facts: Named

    def late(self, on: date) -> bool:
        """Whether, once invited, the day to start by has passed and it is not there."""
        started_late = self.start_by is not None and self.start_by < on
        return self.begin is Begin.by_day and self.state is not State.there and started_late


class _Asked(NamedTuple):
    """What every document is made from: the facts, the day, the day planned for the application and the last day."""

    facts: Facts
    on: date
    invited: bool
    plan: date
    last: date
    rules: RuleBook

    @property
    def partner(self) -> Partner | None:
        return partner_on(self.facts, self.on, rules=self.rules)

    @property
    def examined_partner(self) -> Partner | None:
        """A spouse or common-law partner who is examined: coming or not, but no citizen or permanent resident."""
        partner = self.partner
        return None if partner is None or partner.status is PartnerStatus.canadian else partner

    @property
    def accompanying_partner(self) -> Partner | None:
        partner = self.partner
        return partner if partner is not None and partner.status is PartnerStatus.accompanying else None


class _Person(NamedTuple):
    """One of the two: whose documents, the path before the facts, the facts."""

    whose: str
    at: str
    person: Person


class _Child(NamedTuple):
    """A dependent child with the part of a key that stays its own, and its path."""

    part: str
    path: str
    child: Child


def documents(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[Document, ...]:
    """The documents of a day, by person and kind; none once the application is made.

    `NoRuleError` for a day before 2015-01-01.
    """
    rules = rules or book()
    phase = stage_on(facts, on, rules=rules).phase
    if phase.has_applied:
        return ()
    invited = phase is Phase.invited and facts.invitation is not None
    invitation = facts.invitation if invited and facts.invitation is not None else Invitation(issued=on)
    window = window_of(invitation, rules)
    plan = window.plan
    if invited and (found := effective_deadline(facts, on, rules=rules)) is not None:
        plan = found.plan_by
    asked = _Asked(facts, on, invited, plan, window.last, rules)
    made = [document for maker in _MAKERS for document in maker(asked)]
    return tuple(sorted(made, key=_place))


_WHOSE = ("own", "partner", "child")
_KINDS = tuple(DocumentKind)


def _place(one: Document) -> tuple[int, int]:
    return _WHOSE.index(one.whose), _KINDS.index(one.kind)


def _first_to_start(one: Document) -> tuple[bool, date, tuple[int, int]]:
    return one.asking is not Asking.needed, one.start_by or one.plan, _place(one)


def late(found: tuple[Document, ...], on: date) -> tuple[Document, ...]:
    """Those that would be late, the one with the least time first; what is needed before what is to be checked."""
    return tuple(sorted((one for one in found if one.late(on)), key=_first_to_start))


def route(found: tuple[Document, ...]) -> tuple[Document, ...]:
    """The way through what takes time and is not there: the first to start first."""
    ahead = [one for one in found if one.start_by is not None and one.state is State.not_there]
    return tuple(sorted(ahead, key=lambda one: (one.start_by, _first_to_start(one))))


def _document(
    asked: _Asked,
    kind: DocumentKind,
    whose: str,
    part: str = "",
    *,
    path: str = "",
    country: str | None = None,
    asking: Asking = Asking.needed,
    there: bool = False,
    valid_until: date | None = None,
    amount: int | None = None,
    answered: date | None = None,
    facts: Named = (),
) -> Document:
    """A document with everything that follows from its kind, from what was told of it and from the plan.

    `answered` is the day of the newest one told, too old as it may be: a request made by then is answered.
    """
    row = asked.rules.documents.kinds[kind]
    key = ":".join(each for each in (kind.value, whose, part) if each)
    paper = next((one for one in asked.facts.papers if one.key == key), None)
    margin = _margin(asked, kind, country)
    state, asked_on = State.not_there, None
    if there or (paper is not None and paper.state is PaperState.there):
        state = State.there
    elif paper is not None and (answered is None or (paper.on is not None and paper.on > answered)):
        state, asked_on = State.asked_for, paper.on
    begin = Begin.by_day if asked.invited else Begin.now if row.keeps else Begin.on_invitation
    return Document(
        key=key,
        kind=kind,
        whose=whose,
        path=path,
        country=country,
        asking=asking,
        begin=begin,
        plan=asked.plan,
        start_by=None if margin is None else asked.plan - margin,
        state=state,
        known=there,
        asked_on=asked_on,
        expected=None if margin is None or asked_on is None else asked_on + margin,
        valid_until=valid_until,
        amount=amount,
        missing=row.missing,
        rule=f"documents.{kind}",
        confidence=row.status,
        sources=tuple(f"documents.{source}" for source in row.source),
        facts=facts,
    )


def _margin(asked: _Asked, kind: DocumentKind, country: str | None) -> timedelta | None:
    name = asked.rules.documents.kinds[kind].margin
    if name is None:
        return None
    value: Any = getattr(asked.rules.planning_margins.margins, name).on(asked.on).value
    if isinstance(value, int):
        return timedelta(weeks=value)
    return timedelta(weeks=value.usual if country is None else value.of(country))


# --- who there is ---


def _examined(asked: _Asked) -> Iterator[_Person]:
    """The two who are examined."""
    yield _Person("own", "", asked.facts)
    if asked.examined_partner is not None:
        yield _Person("partner", "partner.", asked.examined_partner)


def _counting(asked: _Asked) -> Iterator[_Person]:
    """The two whose language, diplomas and work give points."""
    yield _Person("own", "", asked.facts)
    if asked.accompanying_partner is not None:
        yield _Person("partner", "partner.", asked.accompanying_partner)


def _children(asked: _Asked) -> Iterator[_Child]:
    """The dependent children of the day, coming or not."""
    parts: list[str] = []
    born: Counter[date] = Counter()
    for child in asked.facts.children or ():
        born[child.birth_date] += 1
        nth = born[child.birth_date]
        parts.append(f"{child.birth_date}" if nth == 1 else f"{child.birth_date}:{nth}")
    for place, child in dependent_children(asked.facts, asked.on, rules=asked.rules):
        yield _Child(parts[place], f"children.{place}", child)


# --- the documents ---


def _passports(asked: _Asked) -> Iterator[Document]:
    reading = asked.rules.validity.validity.passport.on(asked.on).value
    for whose, at, person in _examined(asked):
        last = None if person.passport_expires is None else read(person.passport_expires, reading)
        coming = asked.accompanying_partner is not None or whose == "own"
        valid = last is not None and asked.on <= last
        yield _document(
            asked,
            DocumentKind.passport,
            whose,
            path=f"{at}passport_expires",
            asking=Asking.needed if coming else Asking.check,
            there=valid,
            valid_until=last if valid else None,
            facts=((f"{at}passport_expires", person.passport_expires),),
        )
    for part, path, child in _children(asked):
        if not child.canadian:
            asking = Asking.needed if child.accompanying else Asking.check
            yield _document(asked, DocumentKind.passport, "child", part, path=path, asking=asking)


def _language_results(asked: _Asked) -> Iterator[Document]:
    """The results that the score or a program rests on; one to make where there is none."""
    found = standing(asked.facts, asked.on, rules=asked.rules)
    used: list[LanguageTest | None] = [found.crs.english_test, found.crs.french_test]
    used += [found.grid.english_test, found.grid.french_test]
    parts: Counter[str] = Counter()
    for place, test in enumerate(asked.facts.tests):
        if test in used:
            part = test.kind.language.value
            parts[part] += 1
            yield _document(
                asked,
                DocumentKind.language_result,
                "own",
                part if parts[part] == 1 else f"{part}:{parts[part]}",
                path=f"tests.{place}",
                there=True,
                valid_until=last_usable_day(test, asked.rules),
                facts=(("test", test.kind), ("result_date", test.result_date)),
            )
    if not parts:
        yield _document(asked, DocumentKind.language_result, "own", path="tests")
    partner, own = asked.accompanying_partner, found.crs.partner_test
    for place, test in enumerate(partner.tests if partner is not None else ()):
        if test == own:
            yield _document(
                asked,
                DocumentKind.language_result,
                "partner",
                test.kind.language.value,
                path=f"partner.tests.{place}",
                there=True,
                valid_until=partners_last_usable_day(test, asked.on, asked.rules),
                facts=(("test", test.kind), ("result_date", test.result_date)),
            )
            break


def _diplomas(asked: _Asked) -> Iterator[Document]:
    """The diplomas that count and, of foreign ones, their assessments; one not assessed is to be checked."""
    for whose, at, person in _counting(asked):
        if person.credentials is None:
            yield from _diplomas_in_sum(asked, whose, at, person)
            continue
        parts: Counter[str] = Counter()
        for one in counted(person.credentials, asked.on, rules=asked.rules).credentials:
            credential = person.credentials[one.place]
            part = f"{credential.country}:{credential.completed}"
            parts[part] += 1
            part = part if parts[part] == 1 else f"{part}:{parts[part]}"
            path = f"{at}credentials.{one.place}"
            if one.why is Why.not_completed:
                continue
            asking = Asking.needed if one.counts else Asking.check
            told: Named = (("level", credential.level), ("completed", credential.completed), ("why", one.why))
            make = partial(
                _document,
                asked,
                path=path,
                country=credential.country,
                asking=asking,
                facts=told,
                whose=whose,
                part=part,
            )
            yield make(DocumentKind.diploma)
            if credential.country != HOME:
                until = assessment_usable_until(credential, rules=asked.rules) if one.counts else None
                yield make(DocumentKind.education_assessment, there=one.counts, valid_until=until)


def _diplomas_in_sum(asked: _Asked, whose: str, at: str, person: Person) -> Iterator[Document]:
    """Of education told in one line: a diploma, and perhaps an assessment."""
    if person.education in (None, EducationLevel.less_than_secondary):
        return
    told: Named = ((f"{at}education", person.education),)
    yield _document(asked, DocumentKind.diploma, whose, path=f"{at}credentials", facts=told)
    kind = DocumentKind.education_assessment
    yield _document(asked, kind, whose, path=f"{at}credentials", asking=Asking.check, facts=told)


_PURPOSES: tuple[PurposeKey, ...] = (
    "crs_canadian",
    "crs_foreign",
    "federal_skilled_worker",
    "adaptability_own",
    "canadian_experience_class",
    "skilled_trades",
    "category",
)
_OF_PARTNER: tuple[PurposeKey, ...] = ("crs_canadian", "adaptability_partner")


def _letters(asked: _Asked) -> Iterator[Document]:
    """A letter for each job that counts; one to be checked for any other of the personal history."""
    first = add_months(asked.on, -12 * asked.rules.documents.history.look_back.on(asked.on).value)
    for whose, at, person in _counting(asked):
        if person.jobs is None:
            if person.canadian_work_years or (whose == "own" and person.foreign_work_years):
                kind = DocumentKind.reference_letter
                yield _document(asked, kind, whose, path=f"{at}jobs", asking=Asking.check)
            continue
        counting = _jobs_that_count(person.jobs, _PURPOSES if whose == "own" else _OF_PARTNER, asked)
        parts: Counter[str] = Counter()
        for place, job in enumerate(person.jobs):
            part = f"{job.country}:{job.start}"
            parts[part] += 1
            recent = job.end is None or job.end >= first
            needed = place in counting
            if job.start > asked.on or not (needed or (recent and whose == "own")):
                continue
            yield _document(
                asked,
                DocumentKind.self_employment_proof if job.self_employed else DocumentKind.reference_letter,
                whose,
                part if parts[part] == 1 else f"{part}:{parts[part]}",
                path=f"{at}jobs.{place}",
                country=job.country,
                asking=Asking.needed if needed else Asking.check,
                facts=(("occupation", job.occupation), ("start", job.start), ("end", job.end), ("counts", needed)),
            )


def _jobs_that_count(jobs: tuple[Job, ...], purposes: tuple[PurposeKey, ...], asked: _Asked) -> frozenset[int]:
    """The places of jobs of which a day counts for something."""
    found: set[int] = set()
    for purpose in purposes:
        try:
            account = work.ledger(jobs, purpose, asked.on, rules=asked.rules)
        except NoRuleError:  # no such purpose yet on that day
            continue
        found.update(place for span in account.spans for place in span.counting)
    return frozenset(found)


def _police(asked: _Asked) -> Iterator[Document]:
    """By country and person: needed, to be checked, or asked for by the last day if a stay goes on."""
    now = [one for one in countries_asked(asked.facts, asked.on, rules=asked.rules) if one.whose in ("own", "partner")]
    for one in now:
        soon = one.asking is Asking.not_yet and one.reaches is not None and one.reaches <= asked.last
        if one.asking not in (Asking.needed, Asking.check) and not soon:
            continue
        at = "" if one.whose == "own" else "partner."
        person = asked.facts if one.whose == "own" else asked.examined_partner
        told = person.police_certificates if person is not None else ()
        yield _document(
            asked,
            DocumentKind.police_certificate,
            one.whose,
            one.country or "",
            path=f"{at}police_certificates" if one.country else f"{at}stays",
            country=one.country,
            asking=Asking.not_yet if soon else one.asking,
            there=one.certificate is not None,
            valid_until=one.usable_until,
            answered=max(
                (each.issued for each in told if each.country == one.country and each.issued <= asked.on), default=None
            ),
            facts=(
                ("current", one.current),
                ("issued_after", one.issued_after),
                ("reaches", one.reaches),
                *one.reason.facts,
            ),
        )
    parts = {path: part for part, path, _ in _children(asked)}
    # A child of 18 by the last day; where it lived is not asked.
    for one in countries_asked(asked.facts, asked.last, rules=asked.rules):
        if one.whose in parts:
            kind, facts = DocumentKind.police_certificate, one.reason.facts
            yield _document(asked, kind, "child", parts[one.whose], path=one.whose, asking=one.asking, facts=facts)


def _medical_exams(asked: _Asked) -> Iterator[Document]:
    """Of everybody examined, coming or not, where the exam comes before the application."""
    rules = asked.rules
    if not rules.clocks.clocks.medical_upfront.on(asked.plan).value:
        return
    months = rules.validity.validity.medical_exam.on(asked.on).value
    again = rules.validity.validity.medical_exam_used_again.values[-1]
    for whose, at, person in _examined(asked):
        exam = person.medical_exam
        until = None if exam is None or exam > asked.on else last_day(exam, months)
        there = until is not None and asked.on <= until
        # One made in Canada that found no or low risk may serve longer: for the account to say.
        serves = exam is not None and not there and again.start <= asked.plan <= last_day(exam, again.value)
        yield _document(
            asked,
            DocumentKind.medical_exam,
            whose,
            path=f"{at}medical_exam",
            there=there,
            valid_until=until if there else None,
            answered=None if until is None else exam,
            facts=((f"{at}medical_exam", exam), ("earlier_exam_may_serve", serves)),
        )
    for part, path, child in _children(asked):
        if not child.canadian:
            yield _document(asked, DocumentKind.medical_exam, "child", part, path=path)


def _funds(asked: _Asked) -> Iterator[Document]:
    """Letters of the banks, where a program that is in question asks this candidate for funds."""
    funds = settlement_funds(asked.facts, asked.on, rules=asked.rules)
    named = asked.facts.invitation.program if asked.invited and asked.facts.invitation is not None else None
    found = {one.program: one for one in programs(asked.facts, asked.on, rules=asked.rules)}
    in_question = [named] if named is not None else [key for key, one in found.items() if one.eligible] or [*found]
    asking = [_asks_for_funds(found[key]) if key in found else funds.asked_by(key) for key in in_question]
    if not any(asking):
        return
    sure = all(asking) and named is not InvitedProgram.provincial_nominee
    yield _document(
        asked,
        DocumentKind.proof_of_funds,
        "own",
        path="settlement_funds",
        asking=Asking.needed if sure else Asking.check,
        amount=funds.needed,
        facts=(
            ("size", funds.size),
            ("settlement_funds", funds.told),
            ("short_by", funds.short_by),
            ("table_from", funds.table_from),
            ("table_known", funds.status is not Status.UNKNOWN),
        ),
    )


def _asks_for_funds(program: ProgramResult) -> bool:
    """Whether a program asks this candidate for funds: not where none are a condition of it, or an offer exempts."""
    return any(
        one.key == "settlement_funds" and not dict(one.reason.facts).get("exempt") for one in program.requirements
    )


def _offers(asked: _Asked) -> Iterator[Document]:
    if asked.facts.offer is not None and offered(asked.facts, asked.on, rules=asked.rules).met is not False:
        yield _document(asked, DocumentKind.job_offer_letter, "own", path="offer")


def _birth_certificates(asked: _Asked) -> Iterator[Document]:
    for part, path, _ in _children(asked):
        yield _document(asked, DocumentKind.birth_certificate, "child", part, path=path)


def _couples(asked: _Asked) -> Iterator[Document]:
    """The papers of the couple there is, and of the one that was."""
    partner = asked.partner
    if partner is not None:
        told: Named = (("partner.married", partner.married), ("together_since", partner.living_together_since))
        married = partner.married is not None and partner.married <= asked.on
        common_law = not married and partner.living_together_since is not None
        asking = Asking.needed if married or common_law else Asking.check
        kind = DocumentKind.common_law_evidence if common_law else DocumentKind.marriage_certificate
        since = couple_from(partner, rules=asked.rules)
        facts: Named = (*told, ("couple_from", since))
        yield _document(asked, kind, "own", path="partner", asking=asking, facts=facts)
    former = asked.facts.former_partner
    if former is not None and former.since <= asked.on:
        kind = {
            Parting.divorced: DocumentKind.divorce_papers,
            Parting.separated: DocumentKind.separation_papers,
            Parting.died: DocumentKind.death_certificate,
        }[former.how]
        yield _document(asked, kind, "own", path="former_partner", facts=(("since", former.since),))


def _relatives(asked: _Asked) -> Iterator[Document]:
    """A sibling gives points of the CRS, another relative of the selection grid alone."""
    for whose, at, person in _counting(asked):
        if person.sibling_in_canada or person.relative_in_canada:
            yield _document(
                asked,
                DocumentKind.relative_in_canada,
                whose,
                path=f"{at}sibling_in_canada" if person.sibling_in_canada else f"{at}relative_in_canada",
                asking=Asking.needed if person.sibling_in_canada else Asking.check,
                facts=(("sibling", bool(person.sibling_in_canada)),),
            )


def _certificates(asked: _Asked) -> Iterator[Document]:
    """Of a nomination that counts, and of a qualification in a trade."""
    facts, nomination = asked.facts, asked.facts.nomination
    if nomination is not None and nomination.accepted is not False and nominated(nomination, asked.on) is not False:
        reading = asked.rules.validity.validity.nomination.on(asked.on).value
        until = None if nomination.expires is None else read(nomination.expires, reading)
        kind = DocumentKind.nomination_certificate
        yield _document(asked, kind, "own", path="nomination", valid_until=until)
    if facts.certificate_of_qualification:
        kind = DocumentKind.certificate_of_qualification
        yield _document(asked, kind, "own", path="certificate_of_qualification")


_MAKERS = (
    _passports,
    _language_results,
    _diplomas,
    _letters,
    _police,
    _medical_exams,
    _funds,
    _offers,
    _birth_certificates,
    _couples,
    _relatives,
    _certificates,
)
