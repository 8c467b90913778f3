"""The clocks of documents: language results, assessments of credentials, medical exam, passport, permits.

A language clock is that of the set of scores the CRS uses on the day: the candidate's in each official language, and
the accompanying partner's. Another set of the candidate's has one where a program is met by it alone. An assessment has
a clock when the education that counts is lower without it. What is not used, or is no longer usable, has none. Once the
application is made, language and education are not asked for again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from rules import canadian_experience_class, skilled_trades
from rules.clocks import Asked, Deadline, Kind, Missed, Named, clock
from rules.education import counted
from rules.education import last_usable_day as assessment_usable_until
from rules.facts import Credential, InvitedProgram, LanguageTest, Permit, Person
from rules.invitation_window import DAY, read
from rules.language import last_usable_day, partners_last_usable_day, sitting_weeks, usable
from rules.months import last_day
from rules.programs import PROGRAMS
from rules.reasons import FactValue
from rules.requirements import nearest_sitting
from rules.shapes.dated import ABILITIES


def language_tests(asked: Asked) -> Iterator[Deadline]:
    """The two years of each result in use."""
    if asked.applied:
        return
    used = asked.now.crs
    for test, whose in ((used.english_test, "own"), (used.french_test, "own"), (used.partner_test, "partner")):
        if test is not None:
            yield from _language_test(test, whose, asked)
    for test, program in _carrying_a_program(asked):
        yield from _language_test(test, "own", asked, program)


def _carrying_a_program(asked: Asked) -> Iterator[tuple[LanguageTest, InvitedProgram]]:
    """The candidate's sets beside those of the score without which a program is not met, and the first such program."""
    seen, on, rules = asked.seen, asked.on, asked.rules
    of_the_score = (asked.now.crs.english_test, asked.now.crs.french_test)
    others = [test for test in seen.tests if test not in of_the_score and usable(test, on, rules)]
    if not others:
        return
    judged_by = _judged_by(asked)
    for test in others:
        without = seen.model_copy(update={"tests": tuple(other for other in seen.tests if other != test)})
        for key, program in PROGRAMS.items():
            if test not in judged_by[key] or program(without, on, rules=rules).met is True:
                continue
            if program(seen, on, rules=rules).met is True:
                yield test, key
                break


def _judged_by(asked: Asked) -> Mapping[InvitedProgram, tuple[LanguageTest | None, ...]]:
    """The sets that each program takes of those usable."""
    seen, on, rules = asked.seen, asked.on, asked.rules
    grid = asked.now.grid
    level = (canadian_experience_class.needed_level(seen, on, rules=rules),) * len(ABILITIES)
    return {
        InvitedProgram.federal_skilled_worker: (grid.english_test, grid.french_test),
        InvitedProgram.canadian_experience: (nearest_sitting(seen, on, level, rules).test,),
        InvitedProgram.skilled_trades: (
            nearest_sitting(seen, on, skilled_trades.needed_levels(on, rules=rules), rules).test,
        ),
    }


def _language_test(
    test: LanguageTest, whose: str, asked: Asked, program: InvitedProgram | None = None
) -> Iterator[Deadline]:
    """The clock of a result; none while the date of the result is not known."""
    rules, language = asked.rules, test.kind.language
    last = last_usable_day(test, rules) if whose == "own" else partners_last_usable_day(test, asked.on, rules)
    if last is None:
        return
    name, missed = "partner_language_result", Missed.points_lost
    if whose == "own":
        name = "language_result"
        # The profile rests on the first official language; the second gives points.
        first = language is asked.now.crs.first_official_language
        missed = Missed.profile_removed if first else Missed.points_lost
    named: Named = (("tests" if whose == "own" else "partner.tests", test.kind), ("result_date", test.result_date))
    if program is not None:
        missed, named = Missed.eligibility_lost, (*named, ("program", program))
    in_force = getattr(rules.validity.validity, name).on(asked.on)
    yield clock(
        Kind.language_test,
        whose,
        language if program is None else f"{language}:{program}",
        last,
        f"validity.{name}",
        in_force,
        missed,
        started=test.result_date,
        margin=timedelta(weeks=sitting_weeks(language, asked.on, rules)),
        facts=named,
    )


def education_assessments(asked: Asked) -> Iterator[Deadline]:
    """The five years of each assessment without which less education counts."""
    if asked.applied:
        return
    yield from _assessments(asked.facts.credentials, "own", asked)
    partner = asked.accompanying_partner
    if partner is not None:
        yield from _assessments(partner.credentials, "partner", asked)


def _assessments(credentials: tuple[Credential, ...] | None, whose: str, asked: Asked) -> Iterator[Deadline]:
    if not credentials:
        return
    rules, on = asked.rules, asked.on
    in_force = rules.education.parameters.assessment_validity.values[-1]
    margin = rules.planning_margins.margins.education_assessment.on(on).value
    at = "credentials" if whose == "own" else "partner.credentials"
    completed: Counter[str] = Counter()
    for place, credential in enumerate(credentials):
        part = f"{credential.country}:{credential.completed}"
        completed[part] += 1
        last = assessment_usable_until(credential, rules=rules)
        if last is None or credential.assessed is None or not credential.assessed <= on <= last:
            continue
        before = counted(credentials, last, rules=rules).level
        if counted(credentials, last + DAY, rules=rules).level != before:
            yield clock(
                Kind.education_assessment,
                whose,
                part if completed[part] == 1 else f"{part}:{completed[part]}",
                last,
                "education.assessment_validity",
                in_force,
                Missed.education_not_counted if whose == "own" else Missed.points_lost,
                started=credential.assessed,
                margin=timedelta(weeks=margin),
                facts=((f"{at}.{place}.assessed", credential.assessed), ("level", before)),
            )


def medical_exams(asked: Asked) -> Iterator[Deadline]:
    """The year of an exam, until permanent residence; or, once invited, the exam to make before the application."""
    if asked.landed:
        return
    yield from _medical_exam(asked.facts, "own", asked)
    partner = asked.examined_partner
    if partner is not None:
        yield from _medical_exam(partner, "partner", asked)
    for one in asked.children:
        # Nobody asks for the exams of children: each is taken for one still to make.
        yield from _exam_to_make("child", one.part, (f"{one.path}.birth_date", one.child.birth_date), None, asked)


def _medical_exam(person: Person, whose: str, asked: Asked) -> Iterator[Deadline]:
    rules, on, exam = asked.rules, asked.on, person.medical_exam
    path = "medical_exam" if whose == "own" else "partner.medical_exam"
    in_force = rules.validity.validity.medical_exam.on(on)
    if exam is not None:
        last = last_day(exam, in_force.value)
        if exam <= on <= last:
            yield clock(
                Kind.medical_exam,
                whose,
                "",
                last,
                "validity.medical_exam",
                in_force,
                Missed.new_exam_needed,
                started=exam,
                margin=_exam_margin(asked),
                facts=((path, exam),),
            )
            return
    yield from _exam_to_make(whose, "", (path, exam), exam, asked)


def _exam_margin(asked: Asked) -> timedelta:
    return timedelta(weeks=asked.rules.planning_margins.margins.medical_exam.on(asked.on).value)


def _exam_to_make(
    whose: str, part: str, told: tuple[str, FactValue], exam: date | None, asked: Asked
) -> Iterator[Deadline]:
    """The exam that comes before the application, once invited."""
    rules, window = asked.rules, asked.open_window
    if window is None:
        return
    upfront = rules.clocks.clocks.medical_upfront.on(window.last)
    if upfront.value:
        again = rules.validity.validity.medical_exam_used_again.values[-1]
        yield clock(
            Kind.medical_exam,
            whose,
            part,
            window.last,
            "clocks.medical_upfront",
            upfront,
            Missed.application_incomplete,
            started=window.issued,
            margin=_exam_margin(asked),
            facts=(
                told,
                ("to_get", True),
                # An earlier exam made in Canada may serve, if it found no or low risk: for the account to say.
                (
                    "earlier_exam_may_serve",
                    exam is not None and again.start <= window.last <= last_day(exam, again.value),
                ),
            ),
        )


def passports(asked: Asked) -> Iterator[Deadline]:
    """The day each passport runs out."""
    in_force = asked.rules.validity.validity.passport.on(asked.on)
    people: list[tuple[str, str, Person | None]] = [
        ("own", "passport_expires", asked.facts),
        ("partner", "partner.passport_expires", asked.examined_partner),
    ]
    for whose, path, person in people:
        if person is not None and person.passport_expires is not None:
            yield clock(
                Kind.passport,
                whose,
                "",
                read(person.passport_expires, in_force.value),
                "validity.passport",
                in_force,
                Missed.new_passport_needed,
                facts=((path, person.passport_expires),),
            )


def permits(asked: Asked) -> Iterator[Deadline]:
    """The end of each kind of permit: of several of a kind, the one that lasts longest."""
    in_force = asked.rules.validity.validity.permit.on(asked.on)
    people: list[tuple[str, str, Person | None]] = [
        ("own", "permits", asked.facts),
        ("partner", "partner.permits", asked.examined_partner),
    ]
    for whose, path, person in people:
        longest: dict[str, tuple[int, Permit]] = {}
        for place, permit in enumerate(person.permits if person is not None else ()):
            if permit.kind not in longest or permit.until > longest[permit.kind][1].until:
                longest[permit.kind] = place, permit
        for kind, (place, permit) in longest.items():
            yield clock(
                Kind.permit,
                whose,
                kind,
                read(permit.until, in_force.value),
                "validity.permit",
                in_force,
                Missed.permission_ends,
                facts=((f"{path}.{place}.until", permit.until),),
            )
