"""The line said wherever a test, a diploma or a job was told: what one more band, month or step would bring."""

from __future__ import annotations

from datetime import date

from conversations import lever_words
from conversations.short_interview import EDUCATION
from locales import N_, NOTHING, Html, day, say, signed
from rules.facts import Facts
from rules.journey import stage_on
from rules.one_more import OneMore, one_more


def line(before: Facts | None, after: Facts, on: date) -> Html:
    """One line for each thing told anew that has a next step with points; empty where none has."""
    if stage_on(after, on).phase.has_applied:
        return NOTHING
    return Html("\n".join(_line(one) for one in one_more(before, after, on)))


def _line(one: OneMore) -> Html:
    gain = signed(one.gain)
    told = dict(one.detail)
    own = one.whose == "own"
    match one.key:
        case "band_up":
            band = lever_words.title(one.key, one.whose, one.detail)
            return say("One band more: {band} would bring {gain}.", band=band, gain=gain)
        case "language_level":
            level = lever_words.title(one.key, one.whose, one.detail)
            return say("No single band more adds points. {level} would bring {gain}.", level=level, gain=gain)
        case "canadian_work_year" | "foreign_work_year":
            worded = _YEARS[one.key, one.whose, one.day is not None]
            return say(worded, gain=gain, day=NOTHING if one.day is None else day(one.day))
        case "assessment":
            worded = (
                N_("The missing assessment (ECA) of a diploma would bring {gain}.")
                if own
                else N_("The missing assessment (ECA) of a diploma of your partner would bring {gain}.")
            )
            return say(worded, gain=gain)
    worded = _FURTHER[one.key, one.whose]
    return say(worded, credential=EDUCATION.words(str(told["credential"]), {}), gain=gain)


_YEARS = {
    ("canadian_work_year", "own", True): N_(
        "The next complete year of work in Canada, on {day} if the job goes on as it is, will bring {gain}."
    ),
    ("canadian_work_year", "own", False): N_("One more complete year of work in Canada would bring {gain}."),
    ("foreign_work_year", "own", True): N_(
        "The next complete year of work outside Canada, on {day} if the job goes on as it is, will bring {gain}."
    ),
    ("foreign_work_year", "own", False): N_("One more complete year of work outside Canada would bring {gain}."),
    ("canadian_work_year", "partner", True): N_(
        "Your partner's next complete year of work in Canada, on {day} if the job goes on as it is, will bring {gain}."
    ),
    ("canadian_work_year", "partner", False): N_(
        "One more complete year of your partner's work in Canada would bring {gain}."
    ),
}

_FURTHER = {
    ("credential", "own"): N_(
        "One more credential would bring {gain}: {credential}, from outside Canada and assessed."
    ),
    ("canadian_credential", "own"): N_("One more credential would bring {gain}: {credential}, earned in Canada."),
    ("credential", "partner"): N_(
        "One more credential of your partner would bring {gain}: {credential}, from outside Canada and assessed."
    ),
}
