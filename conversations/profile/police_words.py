"""Which police certificates are asked for, and why: `rules.police_certificates` put into words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from conversations.profile.parts import Whose
from conversations.profile_kinds import country
from conversations.score import link
from locales import N_, NOTHING, Html, count, day, say
from rules.facts import Facts
from rules.parameters import book
from rules.police_certificates import Asking, CountryAsked, countries_asked
from rules.shapes.dated import Status

NOT_KNOWN: Final[dict[str, str]] = {
    "own": N_("Not known yet: I need the countries you lived in since the age of 18, in the last ten years."),
    "partner": N_(
        "Not known yet: I need the countries your partner lived in since the age of 18, in the last ten years."
    ),
}
"""Said of a person whose stays are not told."""


def certificates(facts: Facts, on: date, whose: Whose) -> Html:
    """The countries of one of the two, each with its verdict and why, and the rule; nothing where none is asked of."""
    asked = countries_asked(facts, on)
    own = [one for one in asked if one.whose == whose]
    if not own and (whose == "partner" or facts.stays is None):
        return NOTHING
    lines = [say("<b>Which police certificates are needed, on {day}</b>", day=day(on, weekday=True))]
    named = [one for one in own if one.country is not None]
    lines += [
        say("{n}. {country}: {verdict}", n=n, country=country(one.country or ""), verdict=_verdict(one, on))
        for n, one in enumerate(named, 1)
    ]
    if any(one.country is None for one in own):
        lines.append(say(NOT_KNOWN[whose]))
    elif not named:
        lines.append(say("By the stays you told me, none is needed."))
    if whose == "own":
        lines += _of_children(asked)
    return Html("\n".join([*lines, _rule(on)]))


def verdict(facts: Facts, on: date, whose: Whose, code: str) -> Html:
    """Whether the certificate of one country is asked for, why, and what it has to be; nothing of another country."""
    asked = (one for one in countries_asked(facts, on) if (one.whose, one.country) == (whose, code))
    found = next(asked, None)
    return NOTHING if found is None else say("{country}: {verdict}", country=country(code), verdict=_verdict(found, on))


def _of_children(asked: Sequence[CountryAsked]) -> list[Html]:
    grown = sum(one.whose.startswith("children.") for one in asked)
    if not grown:
        return []
    return [
        count(
            "{n} child is 18 or older and needs certificates by the same rule; please check the child's stays.",
            "{n} children are 18 or older and need certificates by the same rule; please check the stays of each.",
            grown,
        )
    ]


def _verdict(one: CountryAsked, on: date) -> Html:
    told = dict(one.reason.facts)
    months = book().clocks.clocks.police_stay_in_a_row.on(on).value
    match one.asking:
        case Asking.needed:
            said = say("needed, because of a stay of {months} months or more in a row.", months=months)
        case Asking.check if _in_total(one, on):
            said = say(
                "to be checked. No stay there reaches {months} months in a row; together they come to {n} days. The "
                "rule as I know it says “in a row”; whether stays are added up, please check on the official page.",
                months=months,
                n=told["days_in_total"],
            )
        case Asking.check:
            said = say(
                "to be checked. The stay reaches {months} months only with days before {first}, from when on stays are "
                "looked at.",
                months=months,
                first=_as_day(told["first_day"]),
            )
        case Asking.not_yet:
            said = say("not needed so far: less than {months} months in a row.", months=months)
        case Asking.not_needed:
            said = say("not needed: less than {months} months.", months=months)
    lines = [said]
    if one.asking in (Asking.needed, Asking.check):
        lines += _fit(one, on)
    if one.reaches is not None:
        reached = say("If the stay goes on, {months} months are reached on {day}.", months=months, day=day(one.reaches))
        lines.append(reached)
    return Html(" ".join(lines))


def _in_total(one: CountryAsked, on: date) -> bool:
    days = dict(one.reason.facts)["days_in_total"]
    return isinstance(days, int) and days >= book().clocks.clocks.police_stay_in_total.on(on).value


def _as_day(value: object) -> str:
    return day(value) if isinstance(value, date) else str(value)


def _fit(one: CountryAsked, on: date) -> list[Html]:
    """What the certificate has to be, and whether one that serves was told."""
    said = []
    if one.current:
        said.append(
            say(
                "It is the country lived in now: on the day of the application the certificate may not be older than "
                "{months} months.",
                months=book().validity.validity.police_certificate.on(on).value,
            )
        )
    elif one.issued_after is not None:
        said.append(say("It has to be issued after the stay, so after {day}.", day=day(one.issued_after)))
    if one.certificate is None:
        return [*said, say("No certificate that serves was told yet.")]
    issued = day(one.certificate.issued)
    if one.usable_until is None:
        return [*said, say("The one issued on {issued} serves.", issued=issued)]
    return [
        *said,
        say("The one issued on {issued} serves through {until}.", issued=issued, until=day(one.usable_until)),
    ]


def _rule(on: date) -> Html:
    clocks = book().clocks
    row, back, age = (
        each.on(on)
        for each in (clocks.clocks.police_stay_in_a_row, clocks.clocks.police_look_back, clocks.clocks.police_from_age)
    )
    rule = say(
        "The rule: {months} months or more in a row in one country, in the last {years} years and since the age of "
        "{age}; never for Canada. It holds for the principal applicant, the spouse or common-law partner and children "
        "of {age} or more, coming or not.",
        months=row.value,
        years=back.value,
        age=age.value,
    )
    read = day(max(clocks.sources[key].seen for key in row.source))
    if row.status is Status.CONFIRMED:
        source = say("Read on {day}.", day=read)
    else:
        source = say("I know it from others who quote IRCC, as read on {day}, and not from the page itself.", day=read)
    page = link("police_certificates", say("The official page on police certificates"))
    return Html(f"<i>{rule} {source}</i> {page}")
