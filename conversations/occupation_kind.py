"""An occupation as an answer: a code of NOC 2021, found by a job title typed in either language or by a code.

What is found is offered, never taken: a title alone does not decide an occupation. A code of NOC 2021 is taken as it
stands, and its title said back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any, Final

from conversations import answers as typed
from conversations.questions import Accepted, AnswerKind, Answers, Offer, Reading, Unclear, seen
from conversations.typed_words import LONGEST_TYPED
from locales import N_, NOTHING, Html, count, current, everywhere, plain, say
from rules.occupations import Match, UnitGroup, from_2016, search, unit_groups

MOST: Final = 6
"""As many occupations are offered at once."""

SEARCH: Final = "search"
"""The value of the button that searches again; no code is a word."""

SEARCH_AGAIN: Final = N_("Search again")

LONGEST_SAID: Final = 60
"""As much is said back of what was typed, and stands on a button."""

TEERS: Final = (
    N_("TEER 0: management"),
    N_("TEER 1: usually a university degree"),
    N_("TEER 2: usually a college diploma or a long apprenticeship"),
    N_("TEER 3: usually a short college program or apprenticeship"),
    N_("TEER 4: usually secondary school"),
    N_("TEER 5: usually learned on the job"),
)
"""What each TEER (training, education, experience and responsibilities) usually asks for, in short, from 0 on."""

_ALONE = re.compile(r"[\W_]*(?:(?:noc|cnp)[\W_]*)?([0-9]{3,})[\W_]*")  # "21232", "NOC 2173"
_AMONG_WORDS = re.compile(r"(?<![^\W_])[0-9]{4,5}(?![^\W_])")  # "CNP : 21232 - …", but not "911 dispatcher"
_BEFORE_TITLE = re.compile(r"^[\W_]*[0-9]+(?![^\W_])")  # "2 cooks": what a search would take for a code
_UNIT_GROUP, _OLD_UNIT_GROUP = 5, 4  # digits of a code of NOC 2021, and of NOC 2016


@dataclass(frozen=True, slots=True)
class Occupation(AnswerKind):
    """An occupation, kept as its five-digit code of NOC 2021.

    What was found is pending as `{"codes": [...]}` until one of it is chosen, or something else is searched for.
    """

    numbered = True

    def asks(self, wording: str, pending: dict[str, Any] | None) -> Html:
        return say("Which of these is it?") if _found(pending) else say(wording)

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        groups = _found(pending)
        if not groups:
            told = [unit_groups()[code] for code in seen(answers, "occupations") if code in unit_groups()]
            return [Offer(group.code, label(group), detail(group)) for group in told]
        return [*(Offer(group.code, label(group), detail(group)) for group in groups), _again()]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        groups = _found(pending)
        folded = typed.fold(text) if len(text) <= LONGEST_TYPED else ""
        if not groups and (told := self.offers(answers, pending)):
            match typed.read_choice(text, [("",)] * len(told)):
                case int(place):
                    return Accepted(told[place].value)
        if digits := _code_in(folded):
            return _by_number(digits, pending)
        if groups:
            # By their places alone: near words would take « chercheur » for “Search again”.
            match typed.read_choice(text, [("",)] * (len(groups) + 1)):
                case int(place) if place < len(groups):
                    return Accepted(groups[place].code)
                case int():
                    return Unclear(NOTHING)
            if folded in map(typed.fold, everywhere(SEARCH_AGAIN)):
                return Unclear(NOTHING)
            for group in groups:
                if folded in (typed.fold(group.title_en), typed.fold(group.title_fr)):
                    return Accepted(group.code)
        return _by_title(text.strip(), folded, pending)

    def press(self, value: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        if value == SEARCH and _found(pending):
            return Unclear(NOTHING)
        return super(Occupation, self).press(value, answers, pending, today)

    def words(self, value: Any, answers: Answers) -> Html:
        group = unit_groups().get(value)
        return spoken(group) if group else Html(value)


def title(group: UnitGroup) -> str:
    """The title in the language of the moment; the classification's file has typewriter apostrophes."""
    return group.title(current()).replace("'", "’")


def label(group: UnitGroup) -> str:
    """`21232 Software developers and programmers`, for a button; a long title is cut, and stands in the text."""
    return shorten(f"{group.code} {title(group)}", LONGEST_SAID, placeholder="…")


def spoken(group: UnitGroup) -> Html:
    """`21232 Software developers and programmers (TEER 1)`."""
    return say("{code} {title} (TEER {teer})", code=group.code, title=title(group), teer=group.teer)


def detail(group: UnitGroup) -> Html:
    """`21232 Software developers and programmers (TEER 1: usually a university degree)`."""
    return say("{code} {title} ({teer})", code=group.code, title=title(group), teer=say(TEERS[group.teer]))


def _again() -> Offer:
    return Offer(SEARCH, plain(SEARCH_AGAIN))


def _found(pending: dict[str, Any] | None) -> list[UnitGroup]:
    return [unit_groups()[code] for code in (pending or {}).get("codes", ()) if code in unit_groups()]


def _offered(note: Html, codes: Sequence[str]) -> Unclear:
    return Unclear(note, {"codes": list(codes[:MOST])})


def _code_in(folded: str) -> str:
    """The digits of a code that was typed, whether it exists or not; "" when a title was typed ("cook since 2019")."""
    if alone := _ALONE.fullmatch(folded):
        return str(alone[1])
    match _AMONG_WORDS.findall(folded):
        case [digits] if len(digits) == _UNIT_GROUP or from_2016(digits):
            return str(digits)
    return ""


def _by_number(digits: str, pending: dict[str, Any] | None) -> Reading:
    """A code of NOC 2021, one of NOC 2016, or the beginning of one."""
    if digits in unit_groups():
        return Accepted(digits)
    if became := from_2016(digits):
        return _offered(
            count(
                "{old} is a code of the old classification, NOC 2016. In NOC 2021 it became {n} code:",
                "{old} is a code of the old classification, NOC 2016. In NOC 2021 it became {n} codes:",
                len(became),
                old=digits,
            ),
            became,
        )
    begins = [code for code in unit_groups() if code.startswith(digits)]
    if begins:
        return _offered(say("A code has five digits. These begin with {digits}:", digits=digits), begins)
    if len(digits) == _OLD_UNIT_GROUP:
        refusal = N_("Neither NOC 2016 nor NOC 2021 has a code {code}. Example: “21232”, or a job title.")
    elif len(digits) == _UNIT_GROUP:
        refusal = N_("NOC 2021 has no code {code}. Example: “21232”, or a job title such as “welder”.")
    else:
        refusal = N_("{code} is no code: a code of NOC 2021 has five digits. Example: “21232”, or a job title.")
    return Unclear(say(refusal, code=digits[:LONGEST_SAID]), pending)


def _by_title(text: str, folded: str, pending: dict[str, Any] | None) -> Reading:
    if folded.isdecimal() and _found(pending):
        return Unclear(say("The list has no number {n}. Choose one, or type another job title.", n=folded), pending)
    if not any(letter.isalpha() for letter in folded):
        return Unclear(
            say("I could not read a job title or a code. Example: “welder” or “21232”. Or press Skip."), pending
        )
    found = search(_BEFORE_TITLE.sub("", text), limit=MOST)
    said = shorten(text, LONGEST_SAID, placeholder="…")
    if not found:
        return Unclear(
            say(
                "I found no occupation for “{text}”. Type a job title as an advertisement would say it, for example "
                "“welder”, or a code such as “21232”. Or press Skip.",
                text=said,
            ),
            pending,
        )
    notes = {
        Match.near: N_("No title is written “{text}”; these come close."),
        Match.some: N_("No title has all the words of “{text}”; these have some of them."),
    }
    note = notes.get(found[0].match, N_("Found for “{text}”. What you did decides, not the title."))
    return _offered(say(note, text=said), [one.code for one in found])
