"""The two scripts of /noc: the search for a code, and the duties check of the code found.

Whatever is typed while one of them is open, and is no answer to it, is searched for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from conversations import answers as typed
from conversations.duties import OPTIONS, Duties, duties
from conversations.kinds import Option
from conversations.occupation_kind import SEARCH, SEARCH_AGAIN, Occupation
from conversations.questions import Accepted, Answers, Question, Reading, Script, always
from locales import N_, everywhere
from rules.occupations import UnitGroup, unit_groups

FAMILY: Final = "noc"
CODE: Final = "noc"
DUTIES: Final = "duties"

FIND: Final = Script(
    key=FAMILY,
    version=1,
    title=N_("Find my NOC"),
    confirm=N_("Save"),
    review=False,
    questions=(
        Question(
            key=CODE,
            topic=N_("find my NOC"),
            name=N_("Occupation"),
            wording=N_("Which occupation do you want to find?"),
            hint=N_(
                "Type a job title in English or French, for example “welder”, a code of the National Occupational "
                "Classification (NOC) such as “21232”, or an old code of four digits."
            ),
            kind=Occupation(),
            why=N_("Programs and category rounds go by the NOC code of your work. This search keeps nothing."),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class DutiesOf(Duties):
    """The check of one code; anything typed that is no answer is kept as `{"search": text}`, to be searched for."""

    code: str = ""

    def _group(self, answers: Answers) -> UnitGroup | None:
        return unit_groups()[self.code]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        # By place or in the very words: a "pipe fitter" does not say that the duties fit.
        options = self._open(answers)
        match typed.read_choice(text, [("",)] * len(options)):
            case int(place):
                return Accepted(options[place].value)
        for option in options:
            if typed.fold(text) in {typed.fold(each) for each in _wordings(option)}:
                return Accepted(option.value)
        return Accepted({SEARCH: text})

    def press(self, value: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        return super(Duties, self).press(value, answers, pending, today)


def _wordings(option: Option) -> list[str]:
    detail = everywhere(option.detail) if option.detail else []
    return [*everywhere(option.label), *detail, *option.words]


def check(code: str) -> Script:
    """The duties check of a code; KeyError when there is no such code."""
    kind = DutiesOf((*OPTIONS, Option(SEARCH, SEARCH_AGAIN)), code=unit_groups()[code].code)
    question = replace(duties(DUTIES, CODE, topic=N_("find my NOC")), kind=kind, applies=always, after=())
    return replace(FIND, key=f"{FAMILY}:{code}", questions=(question,))
