"""You and your partner: marriage, living together, parting, what becomes of the partner."""

from __future__ import annotations

from datetime import date
from typing import Final

from conversations.events.event import SINCE, Event, since
from conversations.kinds import Choice
from conversations.profile.days import of_short
from conversations.profile.parts import with_changes
from conversations.questions import Answers, Question, known
from conversations.short_interview import NO_PARTNER
from locales import N_
from rules.facts import Facts

GROUP: Final = "couple"
PAPERS: Final = "partner"
"""The group of what the partner earns by themselves: results and diplomas."""

_STATUS: Final = of_short("partner.status")


def _coming() -> Choice:
    """How a partner there is counts: the options of the short interview but for "no partner"."""
    kind = _STATUS.kind
    options = kind.options if isinstance(kind, Choice) else ()
    return Choice(tuple(option for option in options if option.value != NO_PARTNER))


STATUS: Final = Question(
    "status",
    N_("partner"),
    N_("Partner"),
    N_("Is your partner a Canadian citizen or permanent resident? If not, do they come to Canada with you?"),
    _coming(),
    N_(
        "It decides in which column of the score you stand. A partner who does not come is still declared and examined."
    ),
)


def _marry(facts: Facts, given: Answers, today: date) -> Facts:
    """A spouse from the wedding on; the partner who is there already keeps what was told of them."""
    told = {"married": known(given, SINCE) or today}
    if known(given, "status") is not None:
        told["status"] = known(given, "status")
    if facts.partner is not None:
        return with_changes(facts, "partner", told)
    return with_changes(facts, "own", {"partner": told, "partner_unknown": False, "former_partner": None})


def _has_partner(facts: Facts, _on: date) -> bool:
    return facts.partner is not None


EVENTS: Final = (
    Event(
        key="marriage",
        group=GROUP,
        title=N_("I got married, or a wedding is planned"),
        words=(N_("I got married"), N_("we are getting married"), N_("wedding")),
        questions=(
            since(
                N_("When was the wedding, or when will it be?"),
                N_("From that day on you count as spouses, and both the score and the family size are counted so."),
                name=N_("Wedding"),
                back=80,
                ahead=3,
            ),
            STATUS,
        ),
        change=_marry,
        applies=lambda facts, _on: facts.partner is None or facts.partner.married is None,
        dated=True,
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
