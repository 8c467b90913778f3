"""A full hour of the day as an answer, and the questions about quiet hours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from conversations import answers as typed
from conversations.kinds import YesNo
from conversations.questions import Accepted, AnswerKind, Answers, Offer, Question, Reading, Script, Unclear, known
from locales import N_, Html, either, everywhere, hour, plain, say

NONE: Final = "none"
"""The answer that there shall be no quiet hours."""

_TYPED: Final = re.compile(
    r"(?:(?:at|from|until|till|to|a|de|des|jusqu'a|vers) )?(?P<hour>\d{1,2})"
    r"(?: ?(?:h|:|heures?|hours?|o'?clock)? ?(?P<minutes>\d{2}))?(?: ?(?:h|heures?|hours?|o'?clock))?"
    r" ?(?P<half>a\.?m\.?|p\.?m\.?|du matin|du soir|de l'apres-midi|in the (?:morning|afternoon|evening)|at night)?"
)
_WORDS: Final = {"midnight": 0, "minuit": 0, "noon": 12, "midi": 12}
_BEFORE_NOON: Final = ("am", "du matin", "in the morning")


def hour_words(hour_of_day: int) -> str:
    """21 as "9:00 p.m." or « 21 h »."""
    return hour(datetime(2000, 1, 1, hour_of_day, tzinfo=UTC), "UTC")


@dataclass(frozen=True, slots=True)
class FullHour(AnswerKind):
    """A full hour of the day, kept as 0 to 23; `none` is the label of a button that says there is no such hour."""

    usual: tuple[int, ...]  # offered on buttons
    none: str = ""
    other_than: str = ""  # the key of an answer that cannot be given again

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        hours = (pending or {}).get("hours") or self.usual
        found = [Offer(str(each), hour_words(each)) for each in hours if each != known(answers, self.other_than)]
        return [*found, Offer(NONE, plain(self.none))] if self.none and not pending else found

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        folded = typed.fold(text).strip(" .")
        if self.none and folded in {typed.fold(each) for each in everywhere(self.none)}:
            return Accepted(NONE)
        for offer in self.offers(answers, pending):
            if folded == typed.fold(offer.label).strip(" ."):
                return self.press(offer.value, answers, pending, today)
        if folded in _WORDS:
            return self._held(_WORDS[folded], answers)
        found = _TYPED.fullmatch(folded)
        if found is None or int(found["hour"]) > 24:
            return Unclear(
                say(
                    "I could not read that hour. Example: “{example}”.",
                    example=hour_words(self.usual[0]),
                )
            )
        if int(found["minutes"] or 0):
            return Unclear(say("I count in full hours. Example: “{example}”.", example=hour_words(self.usual[0])))
        return self._on_the_clock(int(found["hour"]) % 24, found["minutes"], found["half"], answers)

    def press(self, value: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        match super(FullHour, self).press(value, answers, pending, today):
            case Accepted(pressed) if pressed != NONE:
                return Accepted(int(pressed))
            case other:
                return other

    def words(self, value: Any, answers: Answers) -> Html:
        return say(self.none) if value == NONE else say("{hour}, your time", hour=hour_words(value))

    def _on_the_clock(self, said: int, minutes: str | None, half: str | None, answers: Answers) -> Reading:
        """The hour on a clock of 24 hours: "9" alone may be either of two."""
        if half is not None:
            before_noon = half.replace(".", "") in _BEFORE_NOON
            if said <= 12:
                said = said % 12 + (0 if before_noon else 12)
            return self._held(said, answers)
        if 1 <= said <= 12 and minutes is None:
            hours = [said % 12, said % 12 + 12]
            return Unclear(
                say("Do you mean {hours}?", hours=either([hour_words(each) for each in hours])), {"hours": hours}
            )
        return self._held(said, answers)

    def _held(self, value: int, answers: Answers) -> Reading:
        if value == known(answers, self.other_than):
            return Unclear(say("That is the hour they begin at. Choose another one, or go back."))
        return Accepted(value)


def _are_wanted(answers: Answers) -> bool:
    return known(answers, "quiet_from") not in (None, NONE)


QUIET: Final = Script(
    key="quiet",
    version=1,
    title=N_("Quiet hours"),
    confirm=N_("Save"),
    review=False,
    questions=(
        Question(
            key="quiet_from",
            topic=N_("quiet hours"),
            name=N_("Quiet from"),
            wording=N_("From which hour on should no reminder come?"),
            hint=N_("A full hour on your clock."),
            kind=FullHour((19, 20, 21, 22, 23, 0), none=N_("No quiet hours")),
            why=N_("A reminder that becomes due in these hours waits until they are over."),
        ),
        Question(
            key="quiet_until",
            topic=N_("quiet hours"),
            name=N_("Quiet until"),
            wording=N_("From which hour on may reminders come again?"),
            hint=N_("A full hour on your clock."),
            kind=FullHour((6, 7, 8, 9, 10, 12), other_than="quiet_from"),
            why=N_("Reminders come at 9 in the morning, or when your quiet hours end if that is later."),
            applies=_are_wanted,
            after=("quiet_from",),
        ),
        Question(
            key="urgent_any_hour",
            topic=N_("quiet hours"),
            name=N_("Urgent reminders"),
            wording=N_("If less than 48 hours are left, may a reminder come in your quiet hours?"),
            kind=YesNo(yes=N_("Yes, at any hour"), no=N_("No, it waits")),
            why=N_("What is urgent is rarely late: it happens when I could not reach you before."),
            applies=_are_wanted,
        ),
    ),
)
