"""What each lever of the rules is called: one entry a lever, wherever one is named.

A plan of what if, the list of more points, the way to a goal and the partner's points all say it with these words.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from typing import Final, NamedTuple

from conversations.kinds import ABILITIES, count_of_years, printed
from conversations.short_interview import EDUCATION, TEST_NAMES
from locales import N_, Html, beginning, plain, say
from rules.facts import Ability, EducationLevel, LanguageTestKind
from rules.improvements import Detail


class LeverWords(NamedTuple):
    """A lever in the middle of a line, and as short as a button below that line needs it."""

    line: str
    button: str


LEVERS: Final[Mapping[str, LeverWords]] = {
    "band_up:own": LeverWords(N_("{ability} {score} instead of {now} ({test})"), N_("{ability} {score}")),
    "band_up:partner": LeverWords(N_("{ability} {score} instead of {now} ({test})"), N_("{ability} {score}")),
    "language_level:own:english": LeverWords(N_("CLB {level} in English, in all four abilities"), N_("CLB {level}")),
    "language_level:own:french": LeverWords(N_("NCLC {level} in French, in all four abilities"), N_("NCLC {level}")),
    "language_level:partner:english": LeverWords(
        N_("CLB {level} in your partner's English, in all four abilities"), N_("Partner, CLB {level}")
    ),
    "language_level:partner:french": LeverWords(
        N_("NCLC {level} in your partner's French, in all four abilities"), N_("Partner, NCLC {level}")
    ),
    "canadian_work_year:own": LeverWords(N_("work in Canada, one year more: {years} in all"), N_("Work in Canada")),
    "canadian_work_year:partner": LeverWords(
        N_("your partner's work in Canada, one year more: {years} in all"), N_("Partner's work")
    ),
    "foreign_work_year:own": LeverWords(N_("work outside Canada, one year more: {years} in all"), N_("Work abroad")),
    "credential:own": LeverWords(
        N_("one more diploma from outside Canada, assessed: {education}"), N_("{education_in_short}, abroad")
    ),
    "credential:partner": LeverWords(
        N_("one more diploma of your partner, assessed: {education}"), N_("Partner, {education_in_short}")
    ),
    "canadian_credential:own": LeverWords(
        N_("one more diploma from Canada: {education}"), N_("{education_in_short}, in Canada")
    ),
    "assessment:own": LeverWords(N_("the assessment (ECA) of your diploma: {education}"), N_("Assessment")),
    "assessment:partner": LeverWords(
        N_("the assessment (ECA) of your partner's diploma: {education}"), N_("Partner's assessment")
    ),
    "certificate_of_qualification:own": LeverWords(
        N_("a Canadian certificate of qualification in your trade"), N_("Certificate")
    ),
    "provincial_nomination:own": LeverWords(N_("a nomination by a province or territory"), N_("Nomination")),
    "partner_as_principal:partner": LeverWords(N_("your partner as principal applicant"), N_("Partner as applicant")),
}
"""By the key of the lever and whose it is; a level of a test also by its language."""

KEPT: Final[Mapping[str, str]] = {
    "band_up:english": N_("English, {ability}: CLB {level}"),
    "band_up:french": N_("French, {ability}: NCLC {level}"),
    "assessment:own": N_("the assessment (ECA) of a diploma"),
    "assessment:partner": N_("the assessment (ECA) of a diploma of your partner"),
}
"""What was tapped once, where the result or the diploma it was about is no longer at hand."""


def of_lever(lever: str, whose: str, detail: Detail) -> Html:
    """A lever in the middle of a line; LookupError or ValueError for what none is."""
    told = dict(detail)
    if lever == "band_up" and "kind" not in told:
        return say(KEPT[f"{lever}:{told['language']}"], **_worded(told))
    if lever == "assessment" and "diploma" not in told:
        return say(KEPT[f"{lever}:{whose}"])
    return say(_of(lever, whose, told).line, **_worded(told))


def title(lever: str, whose: str, detail: Detail) -> Html:
    """A lever as a line begins with it."""
    return beginning(of_lever(lever, whose, detail))


def on_button(lever: str, whose: str, detail: Detail) -> str:
    """A lever on a button."""
    told = dict(detail)
    worded = {name: unescape(str(value)) for name, value in _worded(told).items()}
    return beginning(plain(_of(lever, whose, told).button, **worded))


def _of(lever: str, whose: str, told: Mapping[str, object]) -> LeverWords:
    of_language = f":{told['language']}" if lever == "language_level" else ""
    return LEVERS[f"{lever}:{whose}{of_language}"]


def _worded(told: Mapping[str, object]) -> dict[str, object]:
    """The details of a lever, each as people read it."""
    worded: dict[str, object] = {}
    if "level" in told:
        worded["level"] = told["level"]
    if "ability" in told:
        worded["ability"] = say(ABILITIES[Ability(str(told["ability"]))])
    if "kind" in told:
        kind = LanguageTestKind(str(told["kind"]))
        score, now = (printed(kind, float(str(told[name]))) for name in ("score", "score_now"))
        worded |= {"test": say(TEST_NAMES[kind]), "score": score, "now": now}
    if "years" in told:
        worded["years"] = count_of_years(int(str(told["years"])))
    credential = told.get("diploma", told.get("credential"))
    if credential is not None:
        level = EducationLevel(str(credential))
        worded |= {"education": EDUCATION.words(level, {}), "education_in_short": _in_short(level)}
    return worded


def _in_short(level: EducationLevel) -> Html:
    return next(say(option.label) for option in EDUCATION.options if option.value == level)
