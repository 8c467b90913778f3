"""The clocks of documents: language results, assessments of credentials, medical exam, passport, permits.

A language clock is that of the set of scores the CRS uses on the day: the candidate's in each official language, and
the accompanying partner's. An assessment has a clock when the education that counts is lower without it. What is not
used, or is no longer usable, has none. Once the application is made, language and education are not asked for again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rules.clocks import Asked, Deadline, Kind, Missed, clock, last_day
from rules.education import counted
from rules.education import last_usable_day as assessment_usable_until
from rules.facts import Credential, Language, LanguageTest, Permit, Person
from rules.invitation_window import DAY, read
from rules.language import last_usable_day, partners_last_usable_day


def language_tests(asked: Asked) -> Iterator[Deadline]:
    """The two years of each result in use."""
    if asked.applied:
        return
    used = asked.used
    for test, whose in ((used.english_test, "own"), (used.french_test, "own"), (used.partner_test, "partner")):
        if test is not None:
            yield from _language_test(test, whose, asked)


def _language_test(test: LanguageTest, whose: str, asked: Asked) -> Iterator[Deadline]:
    """The clock of a result; none while the date of the result is not known."""
    rules, language = asked.rules, test.kind.language
    last = last_usable_day(test, rules) if whose == "own" else partners_last_usable_day(test, asked.on, rules)
    if last is None:
        return
    margins = rules.planning_margins.margins
    margin = margins.french_test if language is Language.french else margins.english_test
    name, missed = "partner_language_result", Missed.points_lost
    if whose == "own":
        name = "language_result"
        # The profile rests on the first official language; the second gives points.
        first = language is asked.used.first_official_language
        missed = Missed.profile_removed if first else Missed.points_lost
    in_force = getattr(rules.validity.validity, name).on(asked.on)
    yield clock(
        Kind.language_test,
        whose,
        language,
        last,
        f"validity.{name}",
        in_force,
        missed,
        started=test.result_date,
        margin=timedelta(weeks=margin.on(asked.on).value),
        facts=(("tests" if whose == "own" else "partner.tests", test.kind), ("result_date", test.result_date)),
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
    for place, credential in enumerate(credentials):
        last = assessment_usable_until(credential, rules=rules)
        if last is None or credential.assessed is None or not credential.assessed <= on <= last:
            continue
        before = counted(credentials, last, rules=rules).level
        if counted(credentials, last + DAY, rules=rules).level != before:
            yield clock(
                Kind.education_assessment,
                whose,
                f"{credential.country}:{credential.completed}",
                last,
                "education.assessment_validity",
                in_force,
                Missed.education_not_counted if whose == "own" else Missed.points_lost,
                started=credential.assessed,
                margin=timedelta(weeks=margin),
                facts=((f"{at}.{place}.assessed", credential.assessed), ("level", before)),
            )


def medical_exams(asked: Asked) -> Iterator[Deadline]:
    """The year of an exam; or, once invited, the exam that has to be made before the application."""
    yield from _medical_exam(asked.facts, "own", asked)
    partner = asked.examined_partner
    if partner is not None:
        yield from _medical_exam(partner, "partner", asked)


def _medical_exam(person: Person, whose: str, asked: Asked) -> Iterator[Deadline]:
    rules, on, exam = asked.rules, asked.on, person.medical_exam
    path = "medical_exam" if whose == "own" else "partner.medical_exam"
    margin = timedelta(weeks=rules.planning_margins.margins.medical_exam.on(on).value)
    validity = rules.validity.validity
    in_force = validity.medical_exam.on(on)
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
                margin=margin,
                facts=((path, exam),),
            )
            return
    window = asked.open_window
    if window is None:
        return
    upfront = rules.clocks.clocks.medical_upfront.on(window.last)
    if upfront.value:
        again = validity.medical_exam_used_again.values[-1]
        yield clock(
            Kind.medical_exam,
            whose,
            "",
            window.last,
            "clocks.medical_upfront",
            upfront,
            Missed.application_incomplete,
            started=window.issued,
            margin=margin,
            facts=(
                (path, exam),
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
