"""The profile in the pool, and the score the account shows."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from conversations.kinds import Choice, Option
from conversations.profile.days import BEFORE_SUBMITTED, any_day, past
from conversations.profile.parts import Row, Sheet, answers, ask, fields
from conversations.profile_kinds import CRS_SCORE
from conversations.questions import NONE, Answers, Question, known
from locales import N_
from rules.facts import Facts, Person, Profile

STAGE: Final = "stage"
DRAFT: Final = "draft"
SUBMITTED: Final = "submitted"


def _submitted(answers: Answers) -> bool:
    return bool(known(answers, STAGE) == SUBMITTED)


def _tell_profile(part: Sheet, person: Person, given: Answers) -> Row:
    stage = known(given, STAGE)
    seen = fields(_questions(part, Facts), given, person)
    told: Row = {name: seen[name] for name in ("official_score", "official_score_on") if name in seen}
    none_of = person.none_but("profile")
    if stage in (None, NONE):
        return {**told, "profile": None, "none_of": [*none_of, *(["profile"] if stage else [])]}
    before = person.profile if isinstance(person, Facts) else None
    profile = fields(_questions(part, Profile), given, before)
    return {**told, "profile": _begun_anew(profile, before), "none_of": none_of}


def _begun_anew(profile: Row, before: Profile | None) -> Row:
    """The profile as told; where it was begun after the one before had ended, it is another, which follows that one."""
    begun = [day for day in (profile.get("draft_opened"), profile.get("submitted")) if day is not None]
    if before is None or before.ended is None or max(map(str, begun), default="") <= before.ended.isoformat():
        return profile
    left = {"eligibility_answered": None, "submitted_at": None, "ended": None, "ended_by": None}
    opened = profile.get("draft_opened")
    kept = {"draft_opened": opened if opened is not None and str(opened) > before.ended.isoformat() else None}
    return {**profile, **left, **kept, "follows": before.ended}


def _told_profile(part: Sheet, person: Person) -> dict[str, Any]:
    if not isinstance(person, Facts) or person.profile is None:
        return {STAGE: NONE} if person.has_none("profile") else {}
    return {
        STAGE: SUBMITTED if person.profile.submitted or person.profile.valid_until else DRAFT,
        **answers(_questions(part, Profile), person.profile, asked=True),
        **answers(_questions(part, Facts), person, asked=True),
    }


def _questions(part: Sheet, model: type[BaseModel]) -> list[Question]:
    """The questions of the part that are fields of a model."""
    return [question for question in part.questions if question.key in model.model_fields]


POOL: Final = Sheet(
    key="pool",
    title=N_("Your Express Entry profile"),
    topic=N_("Express Entry profile"),
    model=Profile,
    tell=_tell_profile,
    told=_told_profile,
    questions=(
        ask(
            STAGE,
            N_("Express Entry profile"),
            N_("Do you have a profile in Express Entry?"),
            Choice(
                (
                    Option(NONE, N_("No profile"), words=("no", "none", "non", "aucun")),
                    Option(DRAFT, N_("A draft"), N_("A draft, not submitted"), ("draft", "brouillon", "ebauche")),
                    Option(
                        SUBMITTED,
                        N_("Submitted"),
                        N_("Submitted, in the pool"),
                        ("submitted", "in the pool", "yes", "oui", "soumis", "depose", "dans le bassin"),
                    ),
                )
            ),
            N_("A draft is kept for 60 days, a profile for 12 months."),
            hint=N_("I never need the number of the profile, and I do not keep one."),
        ),
        ask(
            "draft_opened",
            N_("Draft opened"),
            N_("On which day did you begin the draft?"),
            past(years=2, near=True),
            N_("The form has to be finished within 60 days."),
            applies=lambda answers: known(answers, STAGE) == DRAFT,
        ),
        ask(
            "submitted",
            N_("Day of submission"),
            N_("On which day did you submit the profile?"),
            past(years=2, near=True),
            N_("The profile ends twelve months later, and between equal scores the earlier one is invited."),
            applies=_submitted,
        ),
        ask(
            "valid_until",
            N_("Valid until"),
            N_("Which last day does your account show for the profile?"),
            any_day(back=2, ahead=2, follows=(("submitted", BEFORE_SUBMITTED),)),
            N_("The day your account shows wins over the one I compute."),
            applies=_submitted,
        ),
        ask(
            "official_score",
            N_("Score in your account"),
            N_("Which CRS score does your account show?"),
            CRS_SCORE,
            N_("I compare it with the one I compute, and help to find the difference. The account wins."),
            applies=_submitted,
        ),
        ask(
            "official_score_on",
            N_("Day the score was seen"),
            N_("On which day did you see that score?"),
            past(years=2, near=True),
            N_("The score is computed for a day."),
            applies=lambda answers: _submitted(answers) and known(answers, "official_score") is not None,
        ),
    ),
)
