"""Which countries ask for a police certificate, and how long each certificate serves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rules.clocks import Missed
from rules.deadlines import Deadline, Kind, deadlines
from rules.facts import Child, Facts, Invitation, PoliceCertificate, Stay, refusals
from rules.parameters import book
from rules.police_certificates import Asking, CountryAsked, countries_asked
from tests.rules.situations import companion

DAY = date(2026, 11, 23)
BORN = date(1990, 5, 1)


def facts(*stays: Stay, certificates: tuple[PoliceCertificate, ...] = (), **more: object) -> Facts:
    return Facts.model_validate({"birth_date": BORN, "stays": stays, "police_certificates": certificates, **more})


def lived(country: str, start: date, end: date | None = None) -> Stay:
    return Stay(country=country, start=start, end=end)


def asked(told: Facts, country: str, on: date = DAY) -> CountryAsked:
    return next(one for one in countries_asked(told, on) if one.country == country and one.whose == "own")


def clocks(told: Facts, on: date = DAY) -> list[Deadline]:
    return [one for one in deadlines(told, on) if one.kind is Kind.police_certificate]


EMIRATES_FRANCE_INDIA = (
    lived("AE", date(2018, 1, 1), date(2018, 5, 31)),  # five months
    lived("AE", date(2019, 1, 1), date(2019, 4, 30)),  # four months
    lived("FR", date(2020, 1, 1), date(2020, 7, 31)),  # seven months
    lived("CA", date(2021, 1, 1), date(2022, 12, 31)),
    lived("IN", date(2023, 1, 1)),
)


def test_seven_months_in_france_are_asked_for_and_two_short_stays_in_the_emirates_are_to_be_checked() -> None:
    found = {one.country: one for one in countries_asked(facts(*EMIRATES_FRANCE_INDIA), DAY)}
    assert {country: one.asking for country, one in found.items()} == {
        "AE": Asking.check,
        "FR": Asking.needed,
        "IN": Asking.needed,
    }
    assert [country for country, one in found.items() if one.current] == ["IN"]
    assert found["FR"].issued_after == date(2020, 7, 31)
    assert found["FR"].reason.rule == "clocks.police_stay_in_a_row"
    assert dict(found["AE"].reason.facts)["days_in_total"] == 151 + 120


def test_an_invitation_makes_each_missing_certificate_a_task_to_start_eight_weeks_before_its_last_day() -> None:
    told = facts(*EMIRATES_FRANCE_INDIA, invitation=Invitation(issued=date(2026, 11, 18)))
    found = {one.key: one for one in clocks(told)}
    assert set(found) == {f"police_certificate:own:{country}" for country in ("AE", "FR", "IN")}
    france = found["police_certificate:own:FR"]
    assert (france.started, france.last_safe_day) == (date(2026, 11, 18), date(2027, 1, 17))
    assert france.act_by == date(2026, 11, 22)
    assert france.missed is Missed.application_incomplete
    assert ("to_get", True) in france.facts
    assert clocks(facts(*EMIRATES_FRANCE_INDIA)) == []  # nothing has a last day yet


def test_a_certificate_of_the_country_lived_in_serves_for_less_than_six_months() -> None:
    told = facts(lived("IN", BORN), certificates=(PoliceCertificate(country="IN", issued=date(2026, 8, 31)),))
    (found,) = clocks(told)
    # Six months from 31 August end on 28 February, the last day of that month.
    assert found.last_safe_day == date(2027, 2, 27)
    assert found.act_by == date(2027, 1, 2)
    assert (found.rule, found.missed) == ("validity.police_certificate", Missed.new_certificate_needed)
    assert found.confidence == "reported"
    one = asked(told, "IN")
    assert (one.certificate, one.usable_until) == (told.police_certificates[0], date(2027, 2, 27))
    assert asked(told, "IN", date(2027, 2, 27)).certificate is not None
    assert asked(told, "IN", date(2027, 2, 28)).certificate is None
    assert clocks(told, date(2027, 2, 28)) == []


def test_a_certificate_of_a_country_left_has_to_follow_the_last_long_stay_and_then_does_not_grow_old() -> None:
    stay = lived("FR", date(2020, 1, 1), date(2020, 7, 31))
    on_the_last_day = PoliceCertificate(country="FR", issued=date(2020, 7, 31))
    after = PoliceCertificate(country="FR", issued=date(2020, 8, 1))
    invited = Invitation(issued=date(2026, 11, 18))
    assert asked(facts(stay, certificates=(on_the_last_day,)), "FR").certificate is None
    assert asked(facts(stay, certificates=(after,)), "FR").certificate == after
    assert asked(facts(stay, certificates=(after,)), "FR").usable_until is None
    assert clocks(facts(stay, certificates=(after,), invitation=invited)) == []
    assert len(clocks(facts(stay, certificates=(on_the_last_day,), invitation=invited))) == 1
    # A later visit of a month asks for nothing new, a later stay of six months does.
    visit = lived("FR", date(2022, 1, 1), date(2022, 1, 31))
    assert asked(facts(stay, visit, certificates=(after,)), "FR").certificate == after
    long = lived("FR", date(2022, 1, 1), date(2022, 6, 30))
    assert asked(facts(stay, long, certificates=(after,)), "FR").certificate is None


def test_of_several_certificates_the_newest_serves_and_one_of_a_later_day_does_not_yet() -> None:
    older = PoliceCertificate(country="IN", issued=date(2026, 7, 1))
    newer = PoliceCertificate(country="IN", issued=date(2026, 10, 1))
    coming = PoliceCertificate(country="IN", issued=DAY + timedelta(days=1))
    told = facts(lived("IN", BORN), certificates=(newer, coming, older))
    assert asked(told, "IN").certificate == newer


def test_six_months_begun_on_1_january_are_over_with_30_june() -> None:
    # 2020 has a 29 February: 1 January through 29 June are 181 days, enough only in total.
    assert asked(facts(lived("FR", date(2020, 1, 1), date(2020, 6, 29))), "FR").asking is Asking.check
    assert asked(facts(lived("FR", date(2020, 1, 1), date(2020, 6, 30))), "FR").asking is Asking.needed


def test_days_in_total_are_to_be_checked_from_181_on() -> None:
    first = lived("FR", date(2021, 1, 1), date(2021, 3, 31))  # 90 days
    assert asked(facts(first, lived("FR", date(2022, 1, 1), date(2022, 3, 31))), "FR").asking is Asking.not_needed
    assert asked(facts(first, lived("FR", date(2022, 1, 1), date(2022, 4, 1))), "FR").asking is Asking.check


def test_stays_that_touch_are_one_and_a_day_between_them_breaks_them() -> None:
    first = lived("FR", date(2021, 1, 1), date(2021, 3, 31))
    touching = lived("FR", date(2021, 4, 1), date(2021, 6, 30))
    apart = lived("FR", date(2021, 4, 2), date(2021, 7, 1))
    assert asked(facts(touching, first), "FR").asking is Asking.needed
    assert asked(facts(first, apart), "FR").asking is Asking.check
    overlapping = lived("FR", date(2021, 1, 15), date(2021, 2, 1))
    assert asked(facts(first, overlapping), "FR").issued_after == date(2021, 3, 31)


def test_days_before_18_and_more_than_ten_years_ago_are_not_looked_at() -> None:
    young = Facts(birth_date=date(2005, 5, 1), stays=(lived("FR", date(2021, 1, 1), date(2023, 4, 30)),))
    assert countries_asked(young, DAY) == ()
    long_ago = facts(lived("FR", date(2010, 1, 1), date(2016, 11, 22)))
    assert countries_asked(long_ago, DAY) == ()
    reaching_in = facts(lived("FR", date(2010, 1, 1), date(2016, 11, 23)))
    assert asked(reaching_in, "FR").asking is Asking.check
    well_in = facts(lived("FR", date(2010, 1, 1), date(2017, 5, 22)))
    assert asked(well_in, "FR").asking is Asking.needed


def test_a_stay_that_goes_on_says_from_which_day_it_is_long_enough() -> None:
    told = facts(lived("IN", date(2026, 9, 1)))
    found = asked(told, "IN")
    assert (found.asking, found.reaches) == (Asking.not_yet, date(2027, 2, 28))
    assert asked(told, "IN", date(2027, 2, 27)).asking is Asking.not_yet
    assert asked(told, "IN", date(2027, 2, 28)).asking is Asking.needed


def test_a_stay_that_reaches_six_months_within_the_sixty_days_is_a_task_already() -> None:
    invited = {"invitation": Invitation(issued=date(2026, 11, 18))}
    soon = facts(lived("IN", date(2026, 7, 18)), **invited)  # long enough on 17 January 2027, the last day
    assert [one.key for one in clocks(soon)] == ["police_certificate:own:IN"]
    too_late = facts(lived("IN", date(2026, 7, 19)), **invited)
    assert clocks(too_late) == []


def test_canada_asks_for_nothing() -> None:
    assert countries_asked(facts(lived("CA", date(2019, 1, 1))), DAY) == ()


def test_a_partner_is_asked_whether_coming_or_not_but_not_a_citizen() -> None:
    stays = (lived("IN", date(2015, 1, 1)),)

    def whose(status: str) -> list[str]:
        partner = companion(DAY, status=status, stays=stays)
        return [one.whose for one in countries_asked(Facts(stays=(), partner=partner), DAY)]

    assert whose("accompanying") == whose("not_accompanying") == ["partner"]
    assert whose("canadian") == []


def test_a_child_of_18_is_to_be_checked_because_its_stays_are_not_known() -> None:
    def children(*born: date, canadian: bool = False) -> tuple[CountryAsked, ...]:
        told = Facts(stays=(), children=tuple(Child(birth_date=one, canadian=canadian) for one in born))
        return countries_asked(told, DAY)

    (found,) = children(date(2008, 11, 24), date(2008, 11, 23))
    assert (found.whose, found.country, found.asking) == ("children.1", None, Asking.check)
    assert children(date(2008, 11, 23), canadian=True) == ()


def test_stays_not_known_are_to_be_checked_and_a_certificate_is_taken_to_grow_old() -> None:
    told = Facts(police_certificates=(PoliceCertificate(country="IN", issued=date(2026, 10, 1)),))
    (found,) = countries_asked(told, DAY)
    assert (found.country, found.asking, found.reason.facts) == (None, Asking.check, (("stays", None),))
    (clock,) = clocks(told)
    assert clock.last_safe_day == date(2027, 3, 31)
    assert clocks(told, date(2027, 4, 1)) == []


def test_once_the_application_is_made_no_certificate_has_a_clock() -> None:
    applied = Invitation(issued=date(2026, 9, 1), applied=date(2026, 10, 1))
    certificate = PoliceCertificate(country="IN", issued=date(2026, 9, 1))
    assert clocks(facts(lived("IN", BORN), certificates=(certificate,), invitation=applied)) == []


def test_a_country_can_be_given_more_weeks() -> None:
    margin = book().planning_margins.margins.police_certificate.on(DAY).value
    assert margin.of("IN") == 8
    assert margin.model_copy(update={"countries": {"IN": 14}}).of("IN") == 14
    assert margin.model_copy(update={"countries": {"IN": 14}}).of("FR") == 8


def test_a_stay_before_the_birth_is_refused_with_its_place() -> None:
    with pytest.raises(ValidationError) as refused:
        facts(lived("IN", BORN), lived("FR", BORN - timedelta(days=1)))
    (found,) = refusals(refused.value)
    assert found.field == "stays"
    assert "stay 2 is before birth_date 1990-05-01" in found.why


DAYS = st.integers(min_value=-4000, max_value=40).map(lambda days: DAY + timedelta(days=days))
LENGTHS = st.integers(min_value=0, max_value=400).map(lambda days: timedelta(days=days))


@given(st.lists(st.tuples(DAYS, LENGTHS, st.booleans()), max_size=4))
def test_asking_equals_a_walk_over_every_day(periods: list[tuple[date, timedelta, bool]]) -> None:
    stays = tuple(lived("FR", start, None if goes_on else start + length) for start, length, goes_on in periods)
    first = date(2016, 11, 23)
    there = [
        day
        for number in range((DAY - first).days + 1)
        if any(s.start <= (day := first + timedelta(days=number)) and (s.end is None or day <= s.end) for s in stays)
    ]
    runs: list[list[date]] = []
    for day in there:
        if runs and runs[-1][-1] == day - timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    found = [one for one in countries_asked(facts(*stays), DAY) if one.country == "FR"]
    if not there:
        assert found == []
        return
    (one,) = found
    assert (one.asking is Asking.needed) == any(run[-1] >= six_months_from(run[0]) for run in runs)
    assert one.current == (there[-1] == DAY)
    if one.asking is Asking.not_needed:
        assert len(there) < 181


def six_months_from(start: date) -> date:
    """The last of six months, walked day by day: the day before the same number, or the day before the month's last."""
    months, day = 0, start
    while months < 6:
        day += timedelta(days=1)
        last_of_month = (day + timedelta(days=1)).day == 1
        if day.day == start.day or (last_of_month and day.day < start.day):
            months += 1
    return day - timedelta(days=1)
