"""Tests and studies: a new result, better or worse; a new diploma; an assessment; a certificate in a trade."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from conversations.events.asking import DayWithin, Existing, place_of, reused, several
from conversations.events.event import Event, Lacking, since
from conversations.messages import paragraphs
from conversations.profile import screens, sittings
from conversations.profile.days import ASSESSED_BEFORE, CANADA, IN_FUTURE, TOO_EARLY
from conversations.profile.education import CREDENTIALS
from conversations.profile.language import TESTS
from conversations.profile.parts import Row, seen, with_changes
from conversations.questions import Answers, Question
from locales import N_, NOTHING, Html, day, say
from rules.facts import Credential, Facts
from rules.sittings import Compared, compared

GROUP: Final = "studies"
TEST: Final = N_("language test")
DIPLOMA: Final = N_("diploma")


def _added(facts: Facts, name: str, row: Row) -> Facts:
    told = [one.model_dump() for one in getattr(facts, name) or ()]
    none_of = [each for each in facts.none_of if each != name]
    return with_changes(facts, "own", {name: [*told, row], "none_of": none_of})


_CHAPTERS: Final = {"tests": "tests", "credentials": "education"}


def _full(name: str, what: str) -> Callable[[Facts, date], Lacking | None]:
    """Nothing can be added to a list that is full."""
    full = Lacking(
        N_("This list is full. Remove what no longer counts first."), what, f"{screens.PREFIX}:c:{_CHAPTERS[name]}"
    )
    return lambda facts, _on: full if len(getattr(facts, name) or ()) >= screens.MOST_IN_A_LIST else None


# --- a new result ---


def _which_counts(before: Facts, after: Facts, on: date) -> Html:
    """The new set beside the others of its language: which counts, why, and until when the other can stay."""
    places = [place for place, test in enumerate(after.tests) if test not in before.tests]
    if not places:
        return NOTHING
    language = after.tests[places[-1]].kind.language
    found = [one for one in compared(after, on) if one.sitting.test.kind.language is language]
    new = next(one for one in found if one.sitting.place == places[-1])
    return paragraphs((_verdict(found, new), sittings.block(after, on, language)))


def _verdict(found: Sequence[Compared], new: Compared) -> Html:
    """In a sentence, where there is something to choose between."""
    used = next((one for one in found if one.used), None)
    if not new.sitting.usable or used is None or len(found) == 1:
        return NOTHING
    if used is new:
        return say("The new result counts from now on; the other is kept. Enter the new set whole in your profile.")
    same = say("The new result gives no more than the one you had, so the one you had goes on counting.")
    if used.sitting.until is None:
        return same
    stays = say(
        "You may leave it in your profile while it is usable, through {day}; from then on the new one counts, whole.",
        day=day(used.sitting.until, weekday=True),
    )
    return Html(f"{same} {stays}")


NEW_RESULT: Final = Event(
    key="new_result",
    group=GROUP,
    title=N_("I have new language test results"),
    words=(N_("I retook my test"), N_("I have new test scores")),
    questions=reused(TESTS.questions, TEST),
    change=lambda facts, given, _today: _added(facts, "tests", TESTS.item(given)),
    needed=TESTS.needed,
    from_day="result_date",
    lacking=_full("tests", N_("Language tests")),
    means=_which_counts,
    opening=N_("Both results are kept, each as a whole set of four scores. I say which one counts, and why."),
)

# --- a new diploma, and the assessment of one ---

WHICH: Final = "credentials"


def _one_by_one(before: Facts, after: Facts, on: date) -> Html:
    """Said where a level told in short gives way to the diplomas, and where an assessment is missing."""
    new = [one for one in after.credentials or () if one not in (before.credentials or ())]
    lines = []
    if before.credentials is None and before.education is not None:
        lines.append(say(CREDENTIALS.instead))
    if any(one.country != CANADA and one.assessed is None for one in new):
        lines.append(
            say(
                "A diploma from outside Canada counts once an assessment for immigration (ECA) is there. For “two or "
                "more” diplomas, each of them needs one."
            )
        )
    return Html("\n\n".join(lines))


NEW_DIPLOMA: Final = Event(
    key="new_diploma",
    group=GROUP,
    title=N_("I completed a diploma"),
    words=(N_("new diploma"), N_("I graduated"), N_("new degree")),
    questions=reused(CREDENTIALS.questions, DIPLOMA),
    change=lambda facts, given, _today: _added(facts, WHICH, CREDENTIALS.item(given)),
    needed=CREDENTIALS.needed,
    from_day="completed",
    lacking=_full(WHICH, N_("Education")),
    seen=seen,
    means=_one_by_one,
)


def _foreign(facts: Facts) -> list[Credential]:
    return [one for one in facts.credentials or () if one.country != CANADA]


_NO_FOREIGN: Final = Lacking(
    N_("I know of no diploma from outside Canada that was told by itself. Add it, with the date of its assessment."),
    CREDENTIALS.add,
    f"{screens.PREFIX}:i:own:credentials:new",
)

_ASSESSED: Final = tuple(question for question in CREDENTIALS.questions if question.key in ("assessed", "assessed_as"))


def _report(kind: Any) -> DayWithin:
    """The date of a report, which cannot be before the diploma was completed."""
    return DayWithin(
        lambda today: date(today.year - 15, 1, 1),
        lambda today: today,
        TOO_EARLY,
        IN_FUTURE,
        kind.example,
        cautious=kind.cautious,
        near=True,
        name=WHICH,
        key=WHICH,
        first="completed",
        before=ASSESSED_BEFORE,
    )


def _assess(facts: Facts, given: Answers, today: date) -> Facts:
    diplomas = facts.credentials or ()
    place = place_of(diplomas, _foreign(facts), given, WHICH)
    if place is None:
        return facts
    before = diplomas[place]
    # The answers know neither the level nor the country, which the diploma keeps.
    row = CREDENTIALS.item({**CREDENTIALS.filled(before), **given}, before)
    told: list[Row] = [one.model_dump() for one in diplomas]
    told[place] = row
    return with_changes(facts, "own", {WHICH: told})


ASSESSMENT: Final = Event(
    key="assessment",
    group=GROUP,
    title=N_("A diploma of mine was assessed (ECA)"),
    words=(N_("new ECA"), N_("I received my ECA"), N_("my diploma was assessed")),
    questions=(
        Question(
            WHICH,
            DIPLOMA,
            N_("Diploma"),
            N_("Which diploma is it?"),
            Existing(WHICH, CREDENTIALS),
            N_("Each diploma has its own assessment."),
            applies=several(WHICH),
        ),
        *reused(
            _ASSESSED,
            DIPLOMA,
            fixed={"country": "other"},
            kinds={"assessed": _report(next(one.kind for one in _ASSESSED if one.key == "assessed"))},
        ),
    ),
    change=_assess,
    existing=lambda facts, _on: {WHICH: _foreign(facts)},
    needed=(WHICH, "assessed"),
    from_day="assessed",
    lacking=lambda facts, _on: None if _foreign(facts) else _NO_FOREIGN,
)

CERTIFICATE: Final = Event(
    key="certificate",
    group=GROUP,
    title=N_("A certificate of qualification"),
    words=(N_("certificate of qualification"), N_("red seal")),
    questions=(
        since(
            N_("On which day was the certificate issued?"),
            N_("It counts from that day on."),
            topic=DIPLOMA,
            name=N_("Issued"),
            back=40,
        ),
    ),
    change=lambda facts, _given, _today: with_changes(facts, "own", {"certificate_of_qualification": True}),
    applies=lambda facts, _on: not facts.certificate_of_qualification,
    needed=("since",),
    means=lambda _before, _after, _on: say(
        "It counts where a province, a territory or the federal body issued it for a trade. With enough language it "
        "gives CRS points, and it opens the Federal Skilled Trades Program without a job offer."
    ),
)

EVENTS: Final = (NEW_RESULT, NEW_DIPLOMA, ASSESSMENT, CERTIFICATE)
