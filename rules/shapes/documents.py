"""The shape of `parameters/documents.yaml`: what an application needs, by kind of document."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from rules.shapes.dated import File, Key, KnownStatus, Parameter, Shape, Sources, Text, Value, Whole, YesNo

Margin = Literal["education_assessment", "reference_letter", "police_certificate", "medical_exam", "bank_letter"]


class DocumentKind(StrEnum):
    """The kinds of document an application needs."""

    passport = "passport"
    language_result = "language_result"
    education_assessment = "education_assessment"
    diploma = "diploma"
    reference_letter = "reference_letter"
    self_employment_proof = "self_employment_proof"
    police_certificate = "police_certificate"
    medical_exam = "medical_exam"
    proof_of_funds = "proof_of_funds"
    job_offer_letter = "job_offer_letter"
    birth_certificate = "birth_certificate"
    marriage_certificate = "marriage_certificate"
    common_law_evidence = "common_law_evidence"
    divorce_papers = "divorce_papers"
    separation_papers = "separation_papers"
    death_certificate = "death_certificate"
    relative_in_canada = "relative_in_canada"
    nomination_certificate = "nomination_certificate"
    certificate_of_qualification = "certificate_of_qualification"


class IfMissing(StrEnum):
    """What follows when the application is made without it."""

    returned = "returned"  # it is incomplete, comes back, and counts as not made (IRPR 10 and 12)
    not_proven = "not_proven"  # what it proves may not count, and the application may be refused


class LetterItem(StrEnum):
    """What a letter of an employer states."""

    letterhead = "letterhead"  # the employer's, with address, telephone and email
    name = "name"  # of the employee
    signer = "signer"  # name, title and signature of the supervisor or of somebody in personnel
    positions = "positions"  # every position held, by its title
    dates = "dates"
    duties = "duties"
    hours = "hours"  # a week
    salary = "salary"  # a year
    benefits = "benefits"
    current = "current"  # that the job goes on


class KindOfDocument(Shape):
    """One kind: its planning margin, if this program has one, and whether one got early still serves (`keeps`)."""

    about: Text
    margin: Margin | None
    keeps: YesNo
    missing: IfMissing
    link: Key
    status: KnownStatus
    source: Sources


class Letter(Shape):
    """What a letter of an employer states, and what more of the job one has now."""

    about: Text
    items: tuple[LetterItem, ...] = Field(min_length=1)
    of_current_job: tuple[LetterItem, ...]
    status: KnownStatus
    source: Sources


class Stated(Shape):
    """Something that is said, with its source."""

    about: Text
    status: KnownStatus
    source: Sources


class PersonalHistory(Shape):
    look_back: Parameter[Value[Whole]]
    from_age: Parameter[Value[Whole]]


class DocumentsFile(File):
    kinds: dict[DocumentKind, KindOfDocument]
    letter: Letter
    late_police_certificate: Stated
    history: PersonalHistory

    @model_validator(mode="after")
    def _every_kind_is_there(self) -> DocumentsFile:
        missing = [kind.value for kind in DocumentKind if kind not in self.kinds]
        if missing:
            raise ValueError(f"kinds: {', '.join(missing)} is missing")
        return self
