"""Police certificates: from which countries, until when each counts, and what is still to get.

A certificate is asked of every country but Canada in which somebody lived six months or more in a row in the last ten
years, or since turning 18 if that is later: the candidate, a spouse or common-law partner and children of 18 or more,
coming or not. A stay that reaches six months only together with others, or only with days before those years, is to be
checked. The certificate of the country one lives in may not be more than six months old at the application; that of a
country one has left has to be issued after the last stay of six months there, and then does not grow old.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from rules.age import birthday
from rules.clocks import Asked, Deadline, Kind, Missed, clock
from rules.facts import Child, Facts, PartnerStatus, Person, PoliceCertificate, Stay
from rules.family import dependent_children, partner_on
from rules.invitation_window import DAY
from rules.months import add_months, last_day
from rules.parameters import RuleBook, book
from rules.reasons import Reason

HOME = "CA"


class Asking(StrEnum):
    """Whether a country's certificate is asked for, and by which stays."""

    needed = "needed"  # six months or more in a row
    check = "check"  # six months only in total, or only with days before the years looked at, or stays not known
    not_yet = "not_yet"  # the stay goes on and has not reached six months
    not_needed = "not_needed"


class CountryAsked(NamedTuple):
    """One country of one person, or somebody whose stays are not known (`country` is then None).

    `whose` is own, partner or the path of a child. `current`: the person lives there. `reaches` is the day from which
    a stay that goes on makes the certificate needed. `certificate` is the newest that serves on the day, `usable_until`
    the last day it does, None for one that does not grow old; `issued_after` the day after which one has to be issued.
    """

    whose: str
    country: str | None
    asking: Asking
    current: bool
    reaches: date | None
    issued_after: date | None
    certificate: PoliceCertificate | None
    usable_until: date | None
    reason: Reason


class _Stretch(NamedTuple):
    """Days in a row in one country; the end is None while it goes on."""

    start: date
    end: date | None


def countries_asked(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[CountryAsked, ...]:
    """Every country lived in since 18 in the last ten years, by person, and what it asks for; Canada asks for nothing.

    Somebody whose stays are not known has one entry without a country, to be checked.
    """
    rules = rules or book()
    found = list(_of_person(facts, "own", on, rules))
    partner = partner_on(facts, on, rules=rules)
    if partner is not None and partner.status is not PartnerStatus.canadian:
        found += _of_person(partner, "partner", on, rules)
    for place, child in dependent_children(facts, on, rules=rules):
        if not child.canadian:
            found += _of_child(f"children.{place}", child, on, rules)
    return tuple(found)


def _of_child(path: str, child: Child, on: date, rules: RuleBook) -> Iterator[CountryAsked]:
    """A child who is 18 by a day: its stays are not asked for, so that it is to be checked."""
    adult = rules.clocks.clocks.police_from_age.on(on)
    if birthday(child.birth_date, child.birth_date.year + adult.value).losing <= on:
        reason = Reason("clocks.police_from_age", adult.start, ((f"{path}.birth_date", child.birth_date),))
        yield CountryAsked(path, None, Asking.check, False, None, None, None, None, reason)


def _of_person(person: Person, whose: str, on: date, rules: RuleBook) -> Iterator[CountryAsked]:
    path = "stays" if whose == "own" else "partner.stays"
    clocks = rules.clocks.clocks
    since = clocks.police_stay_in_a_row.on(on).start
    if person.stays is None:
        reason = Reason("clocks.police_stay_in_a_row", since, ((path, None),))
        yield CountryAsked(whose, None, Asking.check, False, None, None, None, None, reason)
        return
    first = add_months(on, -12 * clocks.police_look_back.on(on).value)
    if person.birth_date is not None:
        year = person.birth_date.year + clocks.police_from_age.on(on).value
        first = max(first, birthday(person.birth_date, year).losing)
    for country in sorted({stay.country for stay in person.stays} - {HOME}):
        stretches = _stretches(person.stays, country, on)
        if stretches and (stretches[-1].end is None or stretches[-1].end >= first):
            yield _country(person, whose, country, stretches, first, on, rules)


def _stretches(stays: tuple[Stay, ...], country: str, on: date) -> list[_Stretch]:
    """The stays in a country begun by a day, those that touch or overlap made one; an end to come counts as none."""
    found: list[_Stretch] = []
    for stay in sorted((one for one in stays if one.country == country and one.start <= on), key=lambda one: one.start):
        end = None if stay.end is None or stay.end >= on else stay.end
        if found and (found[-1].end is None or stay.start <= found[-1].end + DAY):
            before = found.pop()
            end = None if end is None or before.end is None else max(end, before.end)
            found.append(_Stretch(before.start, end))
        else:
            found.append(_Stretch(stay.start, end))
    return found


def _country(
    person: Person, whose: str, country: str, stretches: list[_Stretch], first: date, on: date, rules: RuleBook
) -> CountryAsked:
    clocks = rules.clocks.clocks
    row = clocks.police_stay_in_a_row.on(on)
    current = stretches[-1].end is None
    within = [_Stretch(max(one.start, first), one.end) for one in stretches if one.end is None or one.end >= first]
    long = [one for one in within if _reaches(one, row.value, on)]
    longer_outside = any(_reaches(one, row.value, on) for one in stretches if one.end is None or one.end >= first)
    total = sum([((one.end or on) - one.start).days + 1 for one in within])
    reaches = None
    if long:
        asking = Asking.needed
    elif longer_outside or total >= clocks.police_stay_in_total.on(on).value:
        asking = Asking.check
    else:
        asking = Asking.not_yet if current else Asking.not_needed
    if current and (not long or long[-1].end is not None):
        reaches = last_day(within[-1].start, row.value)
    # The last stay that asks for the certificate; for one to be checked, simply the last.
    ends = [one.end for one in (long or within) if one.end is not None]
    after = max(ends, default=None)
    own = [one for one in person.police_certificates if one.country == country and one.issued <= on]
    fit = [one for one in own if after is None or one.issued > after]
    certificate, until = max(fit, key=lambda one: one.issued, default=None), None
    if certificate is not None and current:
        until = last_day(certificate.issued, rules.validity.validity.police_certificate.on(on).value)
        if until < on:
            certificate = until = None
    at = "stays" if whose == "own" else "partner.stays"
    looked_at = ((at, len(person.stays or ())), ("first_day", first), ("days_in_total", total), ("current", current))
    reason = Reason("clocks.police_stay_in_a_row", row.start, looked_at)
    return CountryAsked(whose, country, asking, current, reaches, after, certificate, until, reason)


def _reaches(stretch: _Stretch, months: int, on: date) -> bool:
    """Whether days in a row come to so many months by a day, first and last counted."""
    return (stretch.end or on) >= last_day(stretch.start, months)


def police_certificates(asked: Asked) -> Iterator[Deadline]:
    """The age of each certificate of a country lived in; once invited, also each one that is still to get.

    Where the stays of a person are not known, each certificate is taken for one of the country lived in, and once
    invited it is a task to check whether others are asked for; so it is for a child of 18 by the last day. Once the
    application is made a certificate is not asked for again.
    """
    if asked.applied:
        return
    people: list[tuple[str, Person | None]] = [("own", asked.facts), ("partner", asked.examined_partner)]
    for whose, person in people:
        if person is None:
            continue
        if person.stays is None:
            yield from _of_unknown_stays(person, whose, asked)
        for one in _of_person(person, whose, asked.on, asked.rules):
            yield from _clock(one, whose, one.country or "", asked)
    window = asked.open_window
    if window is not None:
        for part, path, child in asked.children:
            for one in _of_child(path, child, window.last, asked.rules):
                yield from _clock(one, "child", part, asked)


def _of_unknown_stays(person: Person, whose: str, asked: Asked) -> Iterator[Deadline]:
    months = asked.rules.validity.validity.police_certificate.on(asked.on).value
    newest: dict[str, date] = {}
    for one in person.police_certificates:
        if one.issued <= asked.on <= last_day(one.issued, months):
            newest[one.country] = max(one.issued, newest.get(one.country, one.issued))
    for country, issued in newest.items():
        yield _growing_old(whose, country, issued, asked)


def _clock(one: CountryAsked, whose: str, part: str, asked: Asked) -> Iterator[Deadline]:
    """The clock of one country, or of somebody whose countries are to be checked."""
    if one.certificate is not None and one.country is not None:
        if one.usable_until is not None:
            yield _growing_old(whose, one.country, one.certificate.issued, asked)
        return
    window = asked.open_window
    if window is None:
        return
    # A stay that reaches its six months only during the sixty days asks for a certificate by then.
    soon = one.reaches is not None and one.reaches <= window.last
    if one.asking is Asking.needed or one.asking is Asking.check or soon:
        row = asked.rules.clocks.clocks.police_stay_in_a_row.on(asked.on)
        yield clock(
            Kind.police_certificate,
            whose,
            part,
            window.last,
            "clocks.police_stay_in_a_row",
            row,
            Missed.application_incomplete,
            started=window.issued,
            margin=_margin(one.country, asked),
            facts=(("country", one.country), ("asking", one.asking), ("to_get", True), *one.reason.facts),
        )


def _growing_old(whose: str, country: str, issued: date, asked: Asked) -> Deadline:
    in_force = asked.rules.validity.validity.police_certificate.on(asked.on)
    path = "police_certificates" if whose == "own" else "partner.police_certificates"
    return clock(
        Kind.police_certificate,
        whose,
        country,
        last_day(issued, in_force.value),
        "validity.police_certificate",
        in_force,
        Missed.new_certificate_needed,
        started=issued,
        margin=_margin(country, asked),
        facts=((path, country), ("issued", issued)),
    )


def _margin(country: str | None, asked: Asked) -> timedelta:
    weeks = asked.rules.planning_margins.margins.police_certificate.on(asked.on).value
    return timedelta(weeks=weeks.usual if country is None else weeks.of(country))
