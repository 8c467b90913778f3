"""Your children: a birth, an adoption, a child expected, and what becomes of a child.

A child gives no points and takes none. It is declared and examined at every stage, coming or not, and the family that
the funds are counted for goes by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final

from conversations.events.asking import DayWithin, Existing, place_of, several, since_within
from conversations.events.event import SINCE, Event, since
from conversations.kinds import Choice, Day, Option, YesNo
from conversations.messages import paragraphs
from conversations.profile.days import IN_FUTURE, past
from conversations.profile.family import CHILDREN
from conversations.profile.parts import with_changes
from conversations.questions import Answers, Question, known
from locales import N_, NOTHING, Html, number, say
from rules.facts import Child, Facts
from rules.family import dependent_children, settlement_funds

GROUP: Final = "children"
TOPIC: Final = N_("child")

BORN_LATER: Final = N_(
    "{day} is still to come. A child counts from the birth on; until then, tell me that it is expected. Example: "
    "{example}."
)
BEFORE_THE_CHILD: Final = N_("{day} is before the birth of the child, {other}. Please check both.")
BORN_BEFORE_PARENT: Final = N_("{day} is not after the date of birth of a parent, {other}. Please check both.")

Which = Callable[[Child], bool]
"""Which children an event can be about."""

Becomes = Callable[[Answers], Mapping[str, Any] | None]
"""What becomes of a child by the answers; None where it no longer belongs to the family."""

PARENT: Final = "parent"
CHILD: Final = "children"
"""The name of the rows of children, and the key of the question which of them is meant."""

DECLARED: Final = N_(
    "A child is declared and examined at every stage, whether it comes along or not. As far as reported, one who "
    "was not declared and not examined can later be shut out of family sponsorship for good (section 117(9)(d) of "
    "the Regulations)."
)


DECLARED_CANADIAN: Final = N_(
    "A child who is a citizen or permanent resident of Canada is declared too, and belongs to the family that the "
    "funds are counted for. It does not immigrate with you."
)


# --- what the questions look at ---


def _seen(facts: Facts) -> Mapping[str, list[str]]:
    """The day a child has to be younger than; nothing where a date of birth is not known."""
    told = (facts.birth_date, *([facts.partner.birth_date] if facts.partner is not None else []))
    born = [each for each in told if each is not None]
    return {PARENT: [min(born).isoformat()]} if len(born) == len(told) else {}


def _those(which: Which) -> Callable[[Facts, date], Mapping[str, Sequence[Child]]]:
    return lambda facts, on: {CHILD: _matching(facts, on, which)}


def _matching(facts: Facts, on: date, which: Which) -> list[Child]:
    return [child for child in facts.children or () if child.birth_date <= on and which(child)]


def _any(which: Which) -> Callable[[Facts, date], bool]:
    return lambda facts, on: bool(_matching(facts, on, which))


def _every(_child: Child) -> bool:
    return True


# --- questions ---

_ASKED: Final = {question.key: replace(question, topic=TOPIC) for question in CHILDREN.questions}

CANADIAN: Final = _ASKED["canadian"]
COMING: Final = replace(_ASKED["accompanying"], applies=lambda answers: known(answers, "canadian") is not True)

WHICH: Final = Question(
    CHILD,
    TOPIC,
    N_("Child"),
    N_("Which child is it?"),
    Existing(CHILD, CHILDREN),
    N_("So that only what changed for this child is changed."),
    applies=several(CHILD),
)


def _long_ago(today: date) -> date:
    return date(today.year - 40, 1, 1)


def _since(wording: str, name: str, why: str, *, ahead: bool = True) -> tuple[Question, ...]:
    """Which child, and since when: never before its birth."""
    question = since_within(wording, why, CHILD, topic=TOPIC, label=name, last="")
    kind = question.kind
    if isinstance(kind, DayWithin):
        kind = replace(kind, first="birth_date", before=BEFORE_THE_CHILD, earliest=_long_ago)
        if not ahead:
            kind = replace(kind, latest=lambda today: today, too_late=IN_FUTURE)
    return (WHICH, replace(question, kind=kind))


# --- changes ---


def _with_children(facts: Facts, children: Sequence[Any], **told: Any) -> Facts:
    return with_changes(facts, "own", {"children": children, **told})


def _born(birth_date: str, facts: Facts, given: Answers, _today: date) -> Facts:
    """One child more; a birth that was expected has come."""
    canadian = known(given, "canadian") is True
    child = {"birth_date": known(given, birth_date), "canadian": canadian}
    if known(given, "accompanying") is not None:
        child["accompanying"] = known(given, "accompanying")
    others = [each.model_dump() for each in facts.children or ()]
    expected = None if birth_date == SINCE else facts.child_expected
    return _with_children(facts, [*others, child], child_expected=expected)


def _changed(
    which: Which,
    told: Callable[[Answers], Mapping[str, Any] | None],
    facts: Facts,
    given: Answers,
    on: date,
) -> Facts:
    """One child changed by what was told of it; gone where that is None."""
    children = list(facts.children or ())
    place = place_of(children, _matching(facts, on, which), given, CHILD)
    if place is None:
        return facts
    new = told(given)
    rows = [child.model_dump() for child in children]
    rows[place : place + 1] = [] if new is None else [{**rows[place], **new}]
    return _with_children(facts, rows)


def _turn(which: Which, told: Becomes, *asked: str) -> Mapping[str, Any]:
    """What the events about one of the children share: which it can be, what becomes of it, and what has to be asked
    besides which child and since when.
    """
    return {
        "group": GROUP,
        "applies": _any(which),
        "existing": _those(which),
        "change": partial(_changed, which, told),
        "needed": (CHILD, SINCE, *asked),
    }


def _not_expected(facts: Facts, given: Answers, _today: date) -> Facts:
    return with_changes(facts, "own", {"child_expected": None}) if known(given, "out") else facts


# --- what it comes to ---


def _family(before: Facts, after: Facts, on: date) -> Html:
    """How many the funds are counted for, before and after."""
    was, now = settlement_funds(before, on), settlement_funds(after, on)
    if was.size == now.size or was.needed is None or now.needed is None:
        return NOTHING
    return say(
        "Family size for the settlement funds: {now}, before: {was}. Where a program asks for funds, that is {needed} "
        "instead of {earlier} Canadian dollars.",
        now=now.size,
        was=was.size,
        needed=number(now.needed),
        earlier=number(was.needed),
    )


def _declared(before: Facts, after: Facts, _on: date) -> Html:
    """What holds for a child that is there or has changed; a Canadian one is not examined."""
    children = after.children or ()
    new = [child for child in children if child not in (before.children or ())] or children
    if not new:
        return NOTHING
    return say(DECLARED_CANADIAN) if all(child.canadian for child in new) else say(DECLARED)


def _counted_from_birth(before: Facts, after: Facts, on: date) -> Html:
    """Whom a child that is expected counts for: nobody, before the birth."""
    if after.child_expected is None:
        return NOTHING
    born = _with_children(after, [*(each.model_dump() for each in after.children or ()), {"birth_date": on}])
    blocks = [
        say(
            "Until the birth nothing is counted differently: neither the score nor the family. From the birth on the "
            "child is declared and examined at every stage, and the family is one person larger; tell me the day when "
            "it has come."
        ),
        _family(before, born, max(on, after.child_expected)),
    ]
    return paragraphs(blocks)


def _of_a_couple(_before: Facts, after: Facts, on: date) -> Html:
    """What being in a couple means for a child."""
    dependent = {place for place, _ in dependent_children(after, on)}
    left = [child for place, child in enumerate(after.children or ()) if child.in_couple and place not in dependent]
    if not left:
        return NOTHING
    return say(
        "A child who is married or in a common-law relationship is not a dependent child: it cannot be part of your "
        "application, and it is not in the family that the funds are counted for. It stays among your answers."
    )


def _still_mine(before: Facts, after: Facts, _on: date) -> Html:
    return say(DECLARED) if len(after.children or ()) == len(before.children or ()) else NOTHING


OWN: Final = "own"
OF_PARTNER: Final = "partner"

EVENTS: Final = (
    Event(
        key="birth",
        group=GROUP,
        title=N_("A child was born"),
        words=(N_("our baby was born"), N_("I had a baby"), N_("birth")),
        questions=(
            replace(
                since(
                    N_("When was the child born?"),
                    N_("From that day on the child is part of the family that is declared and counted."),
                    name=N_("Date of birth"),
                    back=30,
                    ahead=0,
                ),
                kind=Day(
                    lambda today: date(today.year - 30, 1, 1),
                    lambda today: today,
                    N_("{day} is too long ago. Please check the year. Example: {example}."),
                    BORN_LATER,
                    lambda today: date(today.year - 1, 3, 14),
                    near=True,
                    follows=((PARENT, BORN_BEFORE_PARENT),),
                ),
                topic=TOPIC,
            ),
            CANADIAN,
            COMING,
        ),
        change=partial(_born, SINCE),
        seen=_seen,
        needed=(SINCE,),
        means=_declared,
        meant_once=True,
        dated=True,
    ),
    Event(
        key="adoption",
        group=GROUP,
        title=N_("We adopted a child"),
        words=(N_("I adopted a child"), N_("adoption")),
        questions=(
            replace(
                _ASKED["birth_date"],
                kind=replace(past(near=True), follows=((PARENT, BORN_BEFORE_PARENT),)),
                hint="",
            ),
            replace(
                since(
                    N_("When did the adoption take effect, or when will it?"),
                    N_("From that day on the child is part of the family that is declared and counted."),
                    name=N_("Adoption"),
                    back=30,
                ),
                topic=TOPIC,
            ),
            CANADIAN,
            COMING,
        ),
        change=partial(_born, "birth_date"),
        seen=_seen,
        needed=("birth_date", SINCE),
        means=_declared,
        meant_once=True,
    ),
    Event(
        key="child_expected",
        group=GROUP,
        title=N_("A child is expected"),
        words=(N_("I am pregnant"), N_("my wife is pregnant"), N_("pregnancy")),
        questions=(
            replace(
                since(
                    N_("When is the birth expected?"),
                    N_("Nobody is counted before the birth. The day only shows what changes then."),
                    name=N_("Birth expected"),
                    back=0,
                    ahead=1,
                    near=False,
                ),
                topic=TOPIC,
            ),
        ),
        change=lambda facts, given, _today: with_changes(facts, "own", {"child_expected": known(given, SINCE)}),
        needed=(SINCE,),
        means=_counted_from_birth,
        dated=True,
    ),
    Event(
        key="child_not_expected",
        group=GROUP,
        title=N_("No child is expected any more"),
        words=(N_("I had a miscarriage"), N_("my wife had a miscarriage"), N_("miscarriage")),
        opening=N_(
            "I am sorry. Nothing has to be done here today: nobody is counted before a birth, so your file stays as it "
            "is. When you wish, I take out the day that was expected."
        ),
        gentle=True,
        questions=(
            Question(
                "out",
                TOPIC,
                N_("Expected day"),
                N_("Shall I take out the day that was expected?"),
                YesNo(N_("Yes, take it out"), N_("No, keep it"), in_full=True),
                N_("So that no message speaks of it any more."),
            ),
        ),
        change=_not_expected,
        needed=("out",),
        applies=lambda facts, _on: facts.child_expected is not None,
    ),
    Event(
        key="child_coming",
        title=N_("Whether a child comes"),
        words=(N_("my child comes with me now"), N_("my child does not come any more")),
        questions=(
            *_since(
                N_("Since when is that so, or from when on?"),
                N_("Since when"),
                N_("Whether a child comes is told as it is planned, from the day it is."),
            ),
            COMING,
        ),
        means=_declared,
        meant_once=True,
        **_turn(
            lambda child: not child.canadian,
            lambda given: {"accompanying": known(given, "accompanying")},
            "accompanying",
        ),
    ),
    Event(
        key="child_canadian",
        title=N_("A child: citizen or resident"),
        words=(N_("my child became a citizen"), N_("my child became a permanent resident")),
        questions=_since(
            N_("Since when is the child a citizen or permanent resident of Canada, or from when on?"),
            N_("Citizen or resident since"),
            N_("Such a child does not immigrate with you."),
        ),
        means=_declared,
        meant_once=True,
        **_turn(lambda child: not child.canadian, lambda _given: {"canadian": True}),
    ),
    Event(
        key="child_couple",
        title=N_("A child married, or parted"),
        words=(N_("my daughter got married"), N_("my son got married")),
        questions=(
            *_since(
                N_("Since when is that so, or from when on?"),
                N_("Since when"),
                N_("A child in a couple is no dependent child from that day on."),
            ),
            Question(
                "in_couple",
                TOPIC,
                N_("In a couple"),
                N_("Is the child married or in a common-law relationship from that day on?"),
                YesNo(N_("Yes, in a couple"), N_("No, not any more")),
                N_("Only a child who is in no couple can be a dependent child."),
            ),
        ),
        means=_of_a_couple,
        meant_once=True,
        **_turn(_every, lambda given: {"in_couple": known(given, "in_couple")}, "in_couple"),
    ),
    Event(
        key="child_left",
        title=N_("A child lives elsewhere now"),
        words=(N_("my child left home"), N_("my child lives with the other parent")),
        questions=(
            *_since(
                N_("Since when does the child live elsewhere, or from when on?"),
                N_("Lives elsewhere since"),
                N_("Where a child lives changes nothing about who is declared."),
            ),
            Question(
                "whose",
                TOPIC,
                N_("Whose child"),
                N_("Is it your own child, or one that only a former partner brought into the family?"),
                Choice(
                    (
                        Option(OWN, N_("My own child"), N_("My own child, by birth or adoption")),
                        Option(OF_PARTNER, N_("A former partner's"), N_("Only a former partner's child")),
                    )
                ),
                N_("Your own child stays in your family wherever it lives; the child of a former partner does not."),
            ),
            replace(
                _ASKED["accompanying"],
                wording=N_("Does the child still come to Canada with you?"),
                applies=lambda answers: known(answers, "whose") == OWN,
            ),
        ),
        means=_still_mine,
        meant_once=True,
        **_turn(
            _every,
            lambda given: (
                None if known(given, "whose") == OF_PARTNER else {"accompanying": known(given, "accompanying")}
            ),
            "whose",
            "accompanying",
        ),
    ),
    Event(
        key="child_died",
        title=N_("A child died"),
        opening=N_(
            "I am so sorry. Nothing has to be done here today, and your answers will wait. When you wish to tell it, I "
            "ask no more than I need."
        ),
        gentle=True,
        questions=_since(
            N_("On which day was it?"),
            N_("Day"),
            N_("From that day on the family of your file is counted anew. Nothing else is asked of you here."),
            ahead=False,
        ),
        **_turn(_every, lambda _given: None),
    ),
)
