"""What is asked of two people who link: the code, what the other may call them, which answers the other may see."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from conversations.kinds import YesNo
from conversations.questions import Accepted, AnswerKind, Answers, Offer, Question, Reading, Script, Unclear
from locales import N_, Html, say
from storage.links import LETTERS, read_code

LONGEST_ALIAS: Final = 20

LINK: Final = "link"
"""Beside the answers: the link they were given for, so that they count for no other."""


def readable(code: str) -> str:
    """A code as people copy it: four letters and four."""
    return f"{code[:4]}-{code[4:]}"


@dataclass(frozen=True, slots=True)
class Code(AnswerKind):
    """A code somebody else made; kept as its letters."""

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        return []

    def hint(self, hint: str, answers: Answers) -> Html:
        return say(hint, example=readable(LETTERS[:8]))

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        code = read_code(text)
        return Unclear(not_a_code()) if code is None else Accepted(code)

    def words(self, value: Any, answers: Answers) -> Html:
        return Html(readable(value))


def not_a_code() -> Html:
    """What was typed cannot be a code: nothing was looked up, and it counts as no try."""
    return say("That is not a code: a code has eight letters, for example {example}.", example=readable(LETTERS[:8]))


@dataclass(frozen=True, slots=True)
class Alias(AnswerKind):
    """What the other may call this person: letters only, so that it carries no address and no number."""

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        return []

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        alias = " ".join(unicodedata.normalize("NFC", text).split())
        if len(alias) > LONGEST_ALIAS or not all(_fits(character) for character in alias):
            return Unclear(
                say(
                    "I can keep letters only, {most} at most. Example: “Sam”. Or press Skip.",
                    most=LONGEST_ALIAS,
                )
            )
        return Accepted(alias)

    def words(self, value: Any, answers: Answers) -> Html:
        return say("“{alias}”", alias=value)


def _fits(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM" or character in " -'’"


class Part(NamedTuple):
    """A part of the answers that can be shared: as a line of a list, and inside a sentence."""

    name: str
    said: str


PARTS: Final[Mapping[str, Part]] = {
    "score": Part(N_("CRS score"), N_("the CRS score")),
    "tests": Part(N_("Language tests"), N_("the language tests")),
    "education": Part(N_("Education"), N_("the education")),
    "work": Part(N_("Work"), N_("the work")),
    "offer": Part(N_("Job offer and nomination"), N_("the job offer and the nomination")),
}
"""What can be shared, each by itself: the score, and chapters of the profile by their keys.

The date of birth and what one told of family and of the other are not among it; of documents, the dates are shared.
"""

CODE: Final = Script(
    key="partner_code",
    version=1,
    title=N_("Partner link"),
    confirm=N_("Save"),
    review=False,
    questions=(
        Question(
            key="code",
            topic=N_("partner link"),
            name=N_("The code"),
            wording=N_("Which code did your partner make?"),
            hint=N_("It has eight letters, for example {example}."),
            kind=Code(),
            why=N_("The code brings the two of you together without names. It works once."),
        ),
    ),
)

ALIAS: Final = Script(
    key="partner_alias",
    version=1,
    title=N_("Partner link"),
    confirm=N_("Save"),
    review=False,
    questions=(
        Question(
            key="alias",
            topic=N_("partner link"),
            name=N_("What your partner may call you"),
            wording=N_("How will your partner know that it is you?"),
            hint=N_("A nickname or an initial is enough. Only the person who made the code sees it."),
            kind=Alias(),
            why=N_("Whoever made the code agrees only to a person they recognise."),
        ),
    ),
)

SHARE: Final = Script(
    key="partner_share",
    version=1,
    title=N_("What your partner may see"),
    confirm=N_("Save"),
    questions=tuple(
        Question(
            key=key,
            topic=N_("beside the shared dates"),
            name=part.name,
            wording=N_("May your partner see this?"),
            hint=part.name,
            kind=YesNo(N_("Share it"), N_("Do not share it"), in_full=True),
            why=N_("It is yours: nothing is shared unless you choose so, and you can stop at any time."),
        )
        for key, part in PARTS.items()
    ),
)

SCRIPTS: Final[Mapping[str, Script]] = {script.key: script for script in (CODE, ALIAS, SHARE)}
