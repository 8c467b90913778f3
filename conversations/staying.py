"""A partner who comes along or stays behind: both figures once, what goes with them, and what lifts the score lawfully.

Who comes is told as it is planned; it is never a lever.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from locales import N_, NOTHING, Html, day, number, say, signed
from rules import crs
from rules.facts import Facts, PartnerStatus
from rules.improvements import Lever, levers, non_accompanying
from rules.programs import programs
from rules.suppose import with_value

CONDITIONS: Final = (
    N_("It has to be so: whether your partner comes is told as it is planned."),
    N_("Your partner is declared, examined and counted for the funds in any case."),
    N_(
        "Telling it otherwise than it is meant is misrepresentation: it can mean refusal and five years in which no "
        "program is open."
    ),
    N_("A partner who already lives with you in Canada is a known reason for questions."),
)
"""What is said with the two figures, whoever asks."""


def told(facts: Facts, on: date) -> Html:
    """The screen; empty where there is no such partner."""
    both = non_accompanying(facts, on)
    if both is None:
        return NOTHING
    shown = say(
        "By your answers, the estimated CRS score of {day} is {coming} with your partner coming and {staying} with "
        "your partner not coming.",
        day=day(on),
        coming=number(both.accompanying),
        staying=number(both.not_accompanying),
    )
    return Html(f"{shown}\n\n{terms(facts, on)}")


def terms(facts: Facts, on: date) -> Html:
    """What goes with the two figures, and what lifts the score lawfully; empty where there is no such partner."""
    both = non_accompanying(facts, on)
    if both is None:
        return NOTHING
    coming = with_value(facts, "partner.status", PartnerStatus.accompanying)
    ways = [Html(f"• {line}") for line in _levers(coming, on, both.accompanying)]
    if not ways:
        ways = [say("“My score” shows your own nearest step.")]
    return Html(
        "\n\n".join(
            [
                "\n".join([say("<b>What this means</b>"), *(f"• {say(one)}" for one in CONDITIONS)]),
                "\n".join([say("<b>What can lift the score lawfully, with your partner coming</b>"), *ways]),
            ]
        )
    )


def _levers(facts: Facts, on: date, now: int) -> Iterator[Html]:
    """What the partner can do: the test that gives most, the assessment of a diploma, the application of their own."""
    best: dict[str, tuple[int, Lever]] = {}
    for lever in levers(facts, on):
        if lever.whose == "partner" and lever.key in LEVERS:
            supposed = lever.apply(facts, on)
            if lever.key == "partner_as_principal" and not any(one.eligible for one in programs(supposed, on)):
                continue  # points without a program are no place in the pool
            total = crs.score(supposed, on).total
            if total > max(now, best[lever.key][0] if lever.key in best else 0):
                best[lever.key] = (total, lever)
    for key, worded in LEVERS.items():
        if key in best:
            total, lever = best[key]
            level = dict(lever.detail).get("level", "")
            yield say(worded, level=level, gain=signed(total - now), total=number(total))


LEVERS: Final = {
    "language_level": N_(
        "a language test of your partner with CLB/NCLC {level} in all four abilities: {gain}, which makes {total}"
    ),
    "assessment": N_("an assessment (ECA) of your partner's diploma: {gain}, which makes {total}"),
    "partner_as_principal": N_("your partner as principal applicant: {gain}, which makes {total}"),
}
"""The levers of a partner that can be planned, by their keys in the rules."""
