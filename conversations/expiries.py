"""A day said in free words: "my IELTS expires on …", "we live together since …".

Nothing is changed here. A date that differs from what is on file is filled into the script that asks for it, which the
person confirms or leaves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from conversations import dates
from conversations.answers import AmbiguousDate, DateRead, read_date
from conversations.home import again
from conversations.messages import Outgoing, Reply
from conversations.profile.language import TESTS
from conversations.profile.parts import Whose
from conversations.profile.scripts import key_of
from conversations.short_interview import TEST_NAMES
from conversations.typed_words import fold, word_set, words_of
from conversations.visits import Visit, open_script
from locales import N_, NOTHING, Html, day, plain, say
from rules.facts import Facts, LanguageTest, LanguageTestKind
from rules.months import add_months, last_day
from rules.parameters import book

KINDS: Final = {
    "ielts": LanguageTestKind.ielts_general,
    "celpip": LanguageTestKind.celpip_general,
    "pte": LanguageTestKind.pte_core,
    "tef": LanguageTestKind.tef_canada,
    "tcf": LanguageTestKind.tcf_canada,
}
"""The tests by the word people use."""

OLDEST: Final = 15  # years; the interview takes no older result either

_SPOUSE: Final = word_set(
    "wife wifes husband husbands spouse spouses partner partners conjoint conjointe epoux epouse mari femme partenaire"
)
_SINCE: Final = word_set("since depuis")
_EXPIRES: Final = re.compile(
    r"\b(?:expir\w*|perime\w*|valid until|valable jusqu\w*|valide jusqu\w*|runs? out|plus valide|no longer valid"
    r"|since|depuis)\b"
)
_NEXT: Final = re.compile(r"[;?!]|, | - | (?:and|et|got|ita|ipd|invit\w*|can|je peux|j'ai|not|single|celibataire)\b")


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says of a test that expires: which, whose, and the day, where these could be read."""

    kind: LanguageTestKind | None
    partner: bool
    expires: date | None


def said(text: str, today: date) -> Said:
    """Reads a message about a test that expires; a day that can be two days is none."""
    words = words_of(fold(text))
    kind = next((KINDS[word] for word in words if word in KINDS), None)
    return Said(kind, not _SPOUSE.isdisjoint(words), _day_after(text, today))


def _day_after(text: str, today: date) -> date | None:
    """The exact day named after the word for expiring, or for since when."""
    folded = fold(text)
    cue = _EXPIRES.search(folded)
    if cue is None:
        return None
    rest = _NEXT.split(folded[cue.end() :], maxsplit=1)[0]
    match read_date(rest, today):
        case DateRead(day=read, exact=True, weekday_differs=False):
            return read
    return None


def day_said(text: str, today: date) -> date | None:
    """The day a message names; without a year, of "since 3 March" the last one. One that can be two days is none."""
    match read_date(text, today):
        case DateRead(day=read, exact=True, weekday_differs=False):
            return read
        case AmbiguousDate(candidates) if not _SINCE.isdisjoint(words_of(fold(text))):
            past = [each for each in candidates if each <= today]
            return past[0] if len(past) == 1 else None
    return None


def day_ahead(text: str, today: date, last: date) -> date | None:
    """The day a message names that lies from today to a last day; None where there is none, or more than one."""
    match read_date(text, today):
        case DateRead(day=read, exact=True, weekday_differs=False):
            found = [read]
        case AmbiguousDate(candidates):
            found = list(candidates)
        case _:
            found = []
    ahead = [each for each in found if today <= each <= last]
    return ahead[0] if len(ahead) == 1 else None


async def answer(visit: Visit, text: str) -> Reply:
    """What is on file about the test; where the day differs, the script with the day filled in, to be confirmed."""
    facts = visit.facts
    about = said(text, visit.today)
    rule = say("A language result counts while it is less than two years old, from the date of the result.")
    result = _result_date(about, visit.today)
    if facts is None:
        told = _differs(about.expires, result, None) if about.expires and result else NOTHING
        ask = say("Tell me its date when I ask for the test, and I remind you in time.")
        return again(visit, Html(f"{rule} {told} {ask}" if told else f"{rule} {ask}"))
    if about.partner and facts.partner is None:
        return again(visit, say("You told me of no partner, so I have no test of a partner on file."))
    on_file = _on_file(facts, about)
    busy = bool(visit.open) and not visit.open[-1].paused
    if about.expires is None:
        return await _shown(visit, facts, rule)
    if result is None:
        return await _shown(
            visit,
            facts,
            say(
                "A result that expires on {day} would have a date that cannot be: please look at the report. {rule}",
                day=day(about.expires),
                rule=rule,
            ),
        )
    if on_file is not None and on_file.result_date == result:
        return await _shown(
            visit,
            facts,
            say(
                "On file: the {test} result of {result}, usable through {last}. That fits what you write.",
                test=plain(TEST_NAMES[on_file.kind]),
                result=day(result),
                last=day(last_day(result, _months())),
            ),
        )
    note = _differs(about.expires, result, on_file)
    if busy:
        return again(visit, Html(f"{note} {say('I changed nothing; after this, “Change an answer” takes it up.')}"))
    return _filled_in(visit, facts, about, on_file, result, note)


def _months() -> int:
    months = book().validity.validity.language_result.values[-1].value
    return int(months or 0)


def _result_date(about: Said, today: date) -> date | None:
    """The date of a result that expires on that day; None for one in the future or too long ago."""
    if about.expires is None:
        return None
    result = add_months(about.expires, -_months())
    return result if add_months(today, -12 * OLDEST) <= result <= today else None


def _on_file(facts: Facts, about: Said) -> LanguageTest | None:
    """The latest result of that test, or of any one where none was named and there is one only."""
    person = facts.partner if about.partner else facts
    tests = [test for test in (person.tests if person else ()) if about.kind in (None, test.kind)]
    if about.kind is None and len(tests) != 1:
        return None
    return max(tests, key=lambda test: test.result_date or date.min, default=None)


def _differs(expires: date, result: date, on_file: LanguageTest | None) -> Html:
    told = say(
        "You write that it expires on {expires}. Then the date of the result is {result}, and it is usable through "
        "{last}.",
        expires=day(expires),
        result=day(result),
        last=day(last_day(result, _months())),
    )
    if on_file is None or on_file.result_date is None:
        return told
    kept = say(
        "On file: the {test} result of {result}, usable through {last}.",
        test=plain(TEST_NAMES[on_file.kind]),
        result=day(on_file.result_date),
        last=day(last_day(on_file.result_date, _months())),
    )
    return Html(f"{kept} {told}")


def _filled_in(
    visit: Visit, facts: Facts, about: Said, on_file: LanguageTest | None, result: date, note: Html
) -> Reply:
    """The script that asks for the date, with the date in it; nothing is kept before it is confirmed."""
    note = Html(f"{note} {say('I filled in that date below; nothing is kept until you confirm it.')}")
    whose: Whose = "partner" if about.partner else "own"
    person = facts.partner if about.partner else facts
    if on_file is not None and person is not None:
        place = person.tests.index(on_file)
        answers = {**TESTS.filled(on_file), "result_date": result.isoformat()}
        return open_script(visit, key_of(whose, TESTS.key, str(place)), answers, note)
    if about.kind is None:
        return again(visit, say("I am not sure which test you mean. Please write its name, for example “IELTS”."))
    language = about.kind.language.value
    told = {"test.kind": about.kind.value, "test.result_date": result.isoformat()}
    return open_script(visit, f"retest:{whose}:{language}", told, note)


async def _shown(visit: Visit, facts: Facts, note: Html) -> Reply:
    """What is to be said, the dates, and the open question if there is one."""
    screen = await dates.screen(visit.unit, visit.candidate, facts, visit.day)
    shown = (Outgoing(note), screen)
    if visit.open and not visit.open[-1].paused:
        return Reply((*shown, *again(visit, NOTHING).messages))
    return Reply(shown)


COMMON_LAW: Final = N_(
    "Two who live together as a couple for twelve months without a break are common-law partners, without a wedding; "
    "then “single” is no longer right, and the partner is declared at any stage."
)


def common_law(text: str, today: date, *, tell: bool = True) -> Html:
    """The rule, and the day it is reached where the message says since when; `tell` says where it is told."""
    since = _day_after(text, today) or day_said(text, today)
    rule = say(COMMON_LAW)
    if since is None or since > today:
        return rule
    months = book().family.parameters.common_law.values[-1].value
    reached = add_months(since, months)
    if reached <= today:
        said_so = say("Together since {since}: that day was {day}.", since=day(since), day=day(reached, weekday=True))
    else:
        said_so = say(
            "Together since {since}: that day is {day}. The score is worked out anew then.",
            since=day(since),
            day=day(reached, weekday=True),
        )
    where = say("“Something changed” takes it up.") if tell else NOTHING
    return Html(f"{rule} {said_so} {where}".strip())
