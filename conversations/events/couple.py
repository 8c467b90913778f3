"""You and your partner: marriage, living together, parting, what becomes of the partner.

A partner who is there changes; one who is lost leaves the facts whole. What was told of them stays in the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from conversations import score, staying
from conversations.events.event import SINCE, Event, since
from conversations.kinds import Choice, Day, Option, YesNo
from conversations.profile.days import TOO_EARLY, TOO_LATE, of_short
from conversations.profile.parts import Row, with_changes
from conversations.questions import Answers, Question, known, seen
from conversations.short_interview import NO_PARTNER
from locales import N_, NOTHING, Html, day, say
from rules import crs
from rules.facts import Facts, Parting, Partner, PartnerStatus
from rules.family import couple_from, partner_on

GROUP: Final = "couple"
PAPERS: Final = "partner"
"""The group of what the partner earns by themselves: results and diplomas."""

TOPIC: Final = N_("partner")

A_WHILE: Final = timedelta(days=31)
"""So long after a wedding that was told beforehand its day can be put off: the question about it may be read late."""

BEFORE_BIRTH: Final = N_("{day} is before a date of birth you told me, {other}. Please check both.")
BEFORE_PARTED: Final = N_("{day} is before your last marriage or couple ended, {other}. Please check both.")
BEFORE_TOGETHER: Final = N_(
    "{day} is before you were a couple by what you told me: the wedding or moving in was on {other}. Please check both."
)
BEFORE_SEPARATED: Final = N_("{day} is before you separated, {other}. Please check both.")

# --- what the questions look at ---

THERE: Final = "partner"
UNDATED: Final = "undated"
KIN: Final = "kin"
BORN: Final = "born"
PARTED: Final = "parted"
SEPARATED: Final = "separated"
TOGETHER: Final = "together"


def _seen(facts: Facts) -> Mapping[str, list[str]]:
    """Whether there is a partner, whose relatives are in Canada, and the days an event cannot be before."""
    partner, former = facts.partner, facts.former_partner
    found: dict[str, list[str]] = {}
    born = [each.birth_date for each in (facts, partner) if each is not None and each.birth_date is not None]
    if born:
        found[BORN] = [max(born).isoformat()]
    if partner is not None:
        found[THERE] = [partner.status]
        begun = [each for each in (partner.married, partner.living_together_since) if each is not None]
        found |= {TOGETHER: [min(begun).isoformat()]} if begun else {UNDATED: [partner.status]}
        if partner.status is PartnerStatus.accompanying and (facts.sibling_in_canada or facts.relative_in_canada):
            found[KIN] = [partner.status]
    elif former is not None:
        found[SEPARATED if former.how is Parting.separated else PARTED] = [former.since.isoformat()]
    return found


def _has_partner(facts: Facts, _on: date) -> bool:
    return facts.partner is not None


# --- becoming a couple ---


_STATUS: Final = of_short("partner.status")


def _coming() -> Choice:
    """How a partner there is counts: the options of the short interview but for "no partner"."""
    kind = _STATUS.kind
    options = kind.options if isinstance(kind, Choice) else ()
    return Choice(tuple(option for option in options if option.value != NO_PARTNER))


STATUS: Final = Question(
    "status",
    TOPIC,
    N_("Partner"),
    N_("Is your partner a Canadian citizen or permanent resident? If not, do they come to Canada with you?"),
    _coming(),
    N_(
        "It decides in which column of the score you stand. A partner who does not come is still declared and examined."
    ),
    applies=lambda answers: not seen(answers, THERE),
)


def _not_before(question: Question, *follows: tuple[str, str]) -> Question:
    """The question on a day, with what it cannot be before."""
    kind = question.kind
    return replace(question, topic=TOPIC, kind=replace(kind, follows=follows) if isinstance(kind, Day) else kind)


def _marry(facts: Facts, given: Answers, _today: date) -> Facts:
    """A spouse from the wedding on; the partner who is there already keeps what was told of them."""
    return _joined(facts, {"married": known(given, SINCE)}, given)


def _joined(facts: Facts, told: Row, given: Answers) -> Facts:
    if facts.partner is not None:
        return with_changes(facts, "partner", told)
    partner = {**told, "status": known(given, "status")}
    return with_changes(facts, "own", {"partner": partner, "partner_unknown": False, "former_partner": None})


def _move_in(facts: Facts, given: Answers, _today: date) -> Facts:
    told = {"living_together_since": known(given, SINCE)}
    if known(given, "married"):
        told["married"] = known(given, "wedding")
    return _joined(facts, told, given)


def _may_move_in(facts: Facts, _on: date) -> bool:
    partner = facts.partner
    return partner is None or (partner.married is None and partner.living_together_since is None)


def _twelve_months(before: Facts, after: Facts, on: date) -> Html:
    """The day on which living together makes a couple, and the score of that day."""
    partner = after.partner
    if partner is None or partner.living_together_since is None or partner.married is not None:
        return NOTHING
    reached = couple_from(partner)
    if reached is None:
        return NOTHING
    if reached <= on:
        return say(
            "Twelve months of living together were complete on {day}: since then you are common-law partners. A "
            "partner is declared at every stage, and a profile that says single is no longer right.",
            day=day(reached, weekday=True),
        )
    told = say(
        "Through {eve} you are not common-law partners yet. After twelve months without a break, from {day} on, you "
        "are: your partner is then declared at every stage, coming or not, and the family is one person larger.",
        eve=day(reached - date.resolution, weekday=True),
        day=day(reached, weekday=True),
    )
    moved = score.moved(before, after, reached, say("I work your score out anew on that day."))
    assumed = crs.score(after, reached).assumed
    if assumed:
        open_ones = say("Not known yet, so counted as nothing: {names}.", names=score.open_facts(assumed))
        moved = Html(f"{moved} {open_ones}")
    return Html(f"{told}\n\n{moved}")


# --- parting ---

MINE: Final = "mine"
THEIRS: Final = "theirs"

WHOSE_KIN: Final = Question(
    "kin",
    TOPIC,
    N_("Relatives in Canada"),
    N_("You told me of a brother, sister or other relative in Canada. Whose family is that?"),
    Choice((Option(MINE, N_("My family")), Option(THEIRS, N_("My partner's family")))),
    N_("Points for the family of a partner go with the partner; your own stay."),
    applies=lambda answers: bool(seen(answers, KIN)),
)


def _part(how: Parting, facts: Facts, given: Answers, _today: date) -> Facts:
    """The partner leaves the facts; what counted through them goes too, and is unknown where that is.

    Two who were no couple yet, as before their wedding, are none that is no more. While the day is not known, nothing
    has changed yet.
    """
    told = known(given, SINCE)
    if told is None or (facts.partner is None and not _separated(facts)):
        return facts
    told_on = date.fromisoformat(told)
    begun = None if facts.partner is None else couple_from(facts.partner)
    former = {"how": how, "since": told_on} if begun is None or begun <= told_on else None
    after: Row = {"partner": None, "partner_unknown": False, "former_partner": former}
    if KIN in _seen(facts):
        left = {MINE: True, THEIRS: False}.get(known(given, "kin"))
        after |= {name: left for name in ("sibling_in_canada", "relative_in_canada") if getattr(facts, name)}
    own, children = facts.birth_date, facts.children
    if own is not None and children is not None:  # one who is older can only be the partner's
        after["children"] = [child.model_dump() for child in children if child.birth_date > own]
    return with_changes(facts, "own", after)


@dataclass(frozen=True, slots=True)
class _PartingDay(Day):
    """A day that cannot be before the couple began; one that has not begun yet can end on any day."""

    def _problem(self, value: str, answers: Answers, today: date) -> Html | None:
        problem = super(_PartingDay, self)._problem(value, answers, today)
        begun = next(iter(seen(answers, TOGETHER)), None)
        if problem is not None or begun is None or not value < begun <= today.isoformat():
            return problem
        told, other = date.fromisoformat(value), date.fromisoformat(begun)
        return say(BEFORE_TOGETHER, day=day(told, weekday=True), other=day(other, weekday=True))


def _parting(wording: str, why: str, name: str, *, ahead: int) -> tuple[Question, ...]:
    question = since(wording, why, name=name, back=60, ahead=ahead)
    kind = question.kind
    if isinstance(kind, Day):
        follows = ((SEPARATED, BEFORE_SEPARATED),)
        told = _PartingDay(kind.earliest, kind.latest, kind.too_early, kind.too_late, kind.example, follows=follows)
        question = replace(question, kind=told)
    return (replace(question, topic=TOPIC), WHOSE_KIN)


def _separated(facts: Facts) -> bool:
    former = facts.former_partner
    return facts.partner is None and former is not None and former.how is Parting.separated


def _may_divorce(facts: Facts, on: date) -> bool:
    partner = facts.partner
    if partner is None:
        return _separated(facts)
    if partner.married is None:
        return partner.living_together_since is None
    return partner.married <= on


# --- what becomes of the partner ---


def _as(status: PartnerStatus, facts: Facts, _given: Answers, _today: date) -> Facts:
    return facts if facts.partner is None else with_changes(facts, "partner", {"status": status})


def _is(status: PartnerStatus, facts: Facts, _on: date) -> bool:
    return facts.partner is not None and facts.partner.status is status


def _terms(before: Facts, after: Facts, on: date) -> Html:
    """What goes with the two figures; they themselves are before and after."""
    return staying.terms(before, on) if before != after else NOTHING


def _still_family(_before: Facts, after: Facts, on: date) -> Html:
    partner: Partner | None = partner_on(after, on)
    if partner is None:
        return NOTHING
    return say(
        "A partner who is a citizen or permanent resident does not immigrate with you: your score stands in the column "
        "without a partner. In the family that the funds are counted for, your partner stays."
    )


def _since_when(name: str, why: str) -> Question:
    return _not_before(since(N_("Since when is that so, or from when on?"), why, name=name), (BORN, BEFORE_BIRTH))


_UNDER_WAY: Final[Mapping[str, Any]] = {"group": GROUP, "seen": _seen, "needed": (SINCE,)}

EVENTS: Final = (
    Event(
        key="marriage",
        group=GROUP,
        title=N_("I got married, or a wedding is set"),
        words=(N_("I got married"), N_("we are getting married"), N_("wedding")),
        questions=(
            _not_before(
                since(
                    N_("When was the wedding, or when will it be?"),
                    N_("From that day on you count as spouses, and both the score and the family size are counted so."),
                    name=N_("Wedding"),
                    back=80,
                    ahead=3,
                ),
                (BORN, BEFORE_BIRTH),
                (PARTED, BEFORE_PARTED),
            ),
            STATUS,
        ),
        change=_marry,
        applies=lambda facts, on: (
            facts.partner is None
            or facts.partner.married is None
            or on <= facts.partner.married + A_WHILE  # put off, or found out to be
        ),
        seen=_seen,
        needed=(SINCE, "status"),
        dated=True,
    ),
    Event(
        key="living_together",
        group=GROUP,
        title=N_("We live together"),
        words=(N_("we moved in together"), N_("common-law"), N_("we are common-law partners")),
        questions=(
            _not_before(
                since(
                    N_("Since when do you live together without a break, or from when on?"),
                    N_(
                        "Twelve months of living together make you common-law partners, by themselves. A short "
                        "separation for work or travel does not break them."
                    ),
                    name=N_("Living together since"),
                    back=80,
                ),
                (BORN, BEFORE_BIRTH),
            ),
            Question(
                "married",
                TOPIC,
                N_("Married"),
                N_("Are you married to each other?"),
                YesNo(N_("Yes, married"), N_("No, not married")),
                N_("Spouses are a couple from the wedding on; others after twelve months of living together."),
                applies=lambda answers: bool(seen(answers, UNDATED)),
            ),
            Question(
                "wedding",
                TOPIC,
                N_("Wedding"),
                N_("When was the wedding?"),
                Day(
                    lambda today: date(today.year - 80, 1, 1),
                    lambda today: date(today.year + 3, 12, 31),
                    TOO_EARLY,
                    TOO_LATE,
                    lambda today: date(today.year - 1, 3, 14),
                    follows=((BORN, BEFORE_BIRTH),),
                ),
                N_("From that day on you count as spouses."),
                applies=lambda answers: bool(seen(answers, UNDATED)) and known(answers, "married") is True,
            ),
            STATUS,
        ),
        change=_move_in,
        applies=_may_move_in,
        seen=_seen,
        needed=(SINCE, "status", "married", "wedding"),
        means=_twelve_months,
        dated=True,
    ),
    Event(
        key="separation",
        title=N_("We separated"),
        words=(N_("we broke up"), N_("separation")),
        opening=N_(
            "I am sorry that you are going through this. Nothing has to be done here today, and your answers will wait."
        ),
        gentle=True,
        questions=_parting(
            N_("Since when have you lived apart as a couple?"),
            N_("From that day on you count as separated. A profile or an application is told so at any stage."),
            N_("Separated"),
            ahead=2,
        ),
        change=partial(_part, Parting.separated),
        applies=_has_partner,
        **_UNDER_WAY,
    ),
    Event(
        key="divorce",
        title=N_("We divorced"),
        words=(N_("I got divorced"), N_("divorce")),
        opening=N_("Whatever this means for you, nothing has to be done here today, and your answers will wait."),
        gentle=True,
        questions=_parting(
            N_("On which day did the divorce take effect, or will it?"),
            N_("From that day on you count as divorced. A profile or an application is told so at any stage."),
            N_("Divorced"),
            ahead=2,
        ),
        change=partial(_part, Parting.divorced),
        applies=_may_divorce,
        **_UNDER_WAY,
    ),
    Event(
        key="partner_died",
        title=N_("My partner died"),
        words=(N_("my husband died"), N_("my wife died")),
        opening=N_(
            "I am sorry for your loss. Nothing has to be done here today, and your answers will wait. When you wish to "
            "tell it, I ask no more than I need."
        ),
        gentle=True,
        questions=_parting(
            N_("On which day did your partner die?"),
            N_("From that day on the family of your file is counted anew. Nothing else is asked of you here."),
            N_("Day of death"),
            ahead=0,
        ),
        change=partial(_part, Parting.died),
        applies=lambda facts, _on: facts.partner is not None or _separated(facts),
        **_UNDER_WAY,
    ),
    Event(
        key="partner_coming",
        title=N_("My partner comes with me now"),
        questions=(
            _since_when(
                N_("Coming since"), N_("Whether your partner comes is told as it is planned, from the day it is.")
            ),
        ),
        change=partial(_as, PartnerStatus.accompanying),
        applies=partial(_is, PartnerStatus.not_accompanying),
        means=_terms,
        meant_once=True,
        **_UNDER_WAY,
    ),
    Event(
        key="partner_not_coming",
        title=N_("My partner no longer comes"),
        questions=(
            _since_when(
                N_("Not coming since"), N_("Whether your partner comes is told as it is planned, from the day it is.")
            ),
        ),
        change=partial(_as, PartnerStatus.not_accompanying),
        applies=partial(_is, PartnerStatus.accompanying),
        means=_terms,
        meant_once=True,
        **_UNDER_WAY,
    ),
    Event(
        key="partner_canadian",
        title=N_("My partner: citizen or resident"),
        words=(N_("my partner became a citizen"), N_("my partner became a permanent resident")),
        questions=(
            _not_before(
                since(
                    N_("Since when is your partner a citizen or permanent resident of Canada, or from when on?"),
                    N_("A citizen or permanent resident does not immigrate with you, and the score is counted so."),
                    name=N_("Citizen or resident since"),
                    back=80,
                ),
                (BORN, BEFORE_BIRTH),
            ),
        ),
        change=partial(_as, PartnerStatus.canadian),
        applies=lambda facts, _on: facts.partner is not None and facts.partner.status is not PartnerStatus.canadian,
        means=_still_family,
        meant_once=True,
        **_UNDER_WAY,
    ),
    *(
        Event(
            key=f"partner_{language}",
            group=PAPERS,
            title=title,
            words=words,
            leads_to=f"retest:partner:{language}",
            applies=_has_partner,
        )
        for language, title, words in (
            ("english", N_("Partner's new English result"), (N_("new English result of my partner"),)),
            ("french", N_("Partner's new French result"), (N_("new French result of my partner"),)),
        )
    ),
    Event(
        key="partner_credential",
        group=PAPERS,
        title=N_("Partner's new diploma"),
        words=(N_("new diploma of my partner"),),
        leads_to="facts:partner:credentials",
        applies=_has_partner,
    ),
)
