"""The profile as people read it: the facts by chapter, what is missing, and what that would be worth."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from conversations.kinds import Day, YesNo
from conversations.messages import Button, Outgoing, in_messages, in_rows, paragraphs
from conversations.paging import page_of, row_of
from conversations.profile import sittings
from conversations.profile.chapters import CHAPTERS, Chapter
from conversations.profile.language import TESTS
from conversations.profile.parts import Items, Part, Sheet, Whose, person
from conversations.profile.police_words import certificates
from conversations.questions import Answers, Question, known
from conversations.score import ASSUMED
from conversations.short_interview import NOT_USABLE
from conversations.where_to import EXACT, SCORE
from locales import N_, NOTHING, Html, count, day, listed, number, plain, say
from rules import crs
from rules.facts import Facts, Person, Told
from rules.ranges import ScoreRange, crs_range

PREFIX: Final = "f"
OVERVIEW: Final = f"{PREFIX}:o"
WORK: Final = "w"
"""What the data of the buttons about the count of work begin with."""

WORTH_SHOWN: Final = 5

A_PAGE: Final = 12
"""Things of one list on one screen, with their buttons: three such lists have their place under one message."""

AT_A_GLANCE: Final = 6
"""Things of one list in the whole profile."""

MISSING_SHOWN: Final = 12
"""Names of what is not told, in one line."""

MOST_IN_A_LIST: Final = 50
"""Things of one list. More jobs, results or stays are no life, and a score from thousands of them would keep everybody
else waiting."""

COUNTED: Final = {
    "work": Button(N_("How my work counts"), f"{WORK}:own"),
    "partner_work": Button(N_("How my partner's work counts"), f"{WORK}:partner"),
    "documents": Button(N_("What my application will need"), "dc:o"),
}
"""The button to what the facts of a chapter come to, by chapter; the labels are texts of the catalogue."""

OTHER_NAMES: Final = {
    "partner": N_("Partner"),
    "birth_date": N_("Date of birth"),
    "result_is_recent": N_("Date of the test result"),
    "education_assessed": N_("Assessment of the diploma (ECA)"),
    "partner.education_assessed": N_("Assessment of the partner's diploma (ECA)"),
    "work_is_skilled": N_("Whether the work is skilled"),
}
"""What can be open besides the answer of one question."""


# --- what there is ---


class Place(NamedTuple):
    """A part in its place in somebody's profile: counted from 0, of which chapter, and of whom."""

    n: int
    chapter: Chapter
    part: Part
    whose: Whose
    told_of: Person


def places(facts: Facts) -> tuple[Place, ...]:
    """Every part that has a place in these facts, in order."""
    found: list[Place] = []
    for chapter in CHAPTERS:
        for part, whose in chapter.parts:
            told_of = person(facts, whose)
            if told_of is not None and (isinstance(part, Items) or part.applies(told_of)):
                found.append(Place(len(found), chapter, part, whose, told_of))
    return tuple(found)


def place_of(facts: Facts, whose: Whose, key: str) -> Place | None:
    """The place of a part, by its key; None where it has none in these facts."""
    return next((each for each in places(facts) if each.part.key == key and each.whose == whose), None)


def items(part: Items, told_of: Person) -> tuple[Told, ...]:
    """The list of a part; empty where nothing was told."""
    found: tuple[Told, ...] | None = getattr(told_of, part.key)
    return found or ()


def said_none(part: Items, told_of: Person) -> bool:
    """Whether it was said that there is nothing to list."""
    return (getattr(told_of, part.key) == () and (type(told_of).model_fields[part.key].default is None)) or (
        told_of.has_none(part.key)
    )


def untouched(part: Part, told_of: Person) -> bool:
    """Whether nothing was told of a part."""
    if isinstance(part, Items):
        return not items(part, told_of) and not said_none(part, told_of)
    return not any(known(part.filled(told_of), question.key) is not None for question in part.questions)


def waiting(facts: Facts) -> int:
    """How many parts nobody told anything of yet."""
    return sum(untouched(place.part, place.told_of) for place in places(facts))


def incomplete(place: Place) -> bool:
    """Whether something of a part is not known: the way through the profile would ask it."""
    part, told_of = place.part, place.told_of
    if isinstance(part, Items):
        return untouched(part, told_of) or bool(_open_of_items(part, told_of, place.whose))
    filled = part.filled(told_of)
    return any(known(filled, each.key) is None for each in part.questions if each.applies(filled))


def mark(item: Told) -> str:
    """A few letters that tell one item from another, so that an old button cannot mean the wrong one."""
    return f"{zlib.crc32(item.model_dump_json(exclude_defaults=True).encode()):08x}"


# --- words ---


def overview(facts: Facts, on: date) -> tuple[Outgoing, ...]:
    """The whole profile, chapter by chapter, with a button for each; several messages where it is long."""
    blocks = [say("<b>Your profile on {day}</b>", day=day(on, weekday=True))]
    shown = _chapters(facts)
    chapters = [chapter for chapter in shown if not chapter.within]
    numbers = {chapter: n for n, chapter in enumerate(chapters, 1)}
    blocks += [_block(facts, chapter, numbers.get(chapter), short=True) for chapter in shown]
    blocks.append(_worth(facts, on))
    buttons = [
        Button(plain("{n}. {name}", n=n, name=plain(chapter.title)), f"{PREFIX}:c:{chapter.key}")
        for n, chapter in enumerate(chapters, 1)
    ]
    onward = (
        Button(plain("Ask me what is missing"), EXACT, style="primary")
        if any(incomplete(place) for place in places(facts))
        else Button(plain("My score"), SCORE)
    )
    return in_messages(blocks, (*in_rows(buttons), (onward,)), numbered=len(buttons))


def chapter_screen(facts: Facts, chapter: Chapter, on: date) -> tuple[Outgoing, ...]:
    """One chapter: its facts, each with the buttons to change, add or remove it; and what follows from them."""
    blocks = [_block(facts, chapter), _following(facts, chapter, on)]
    rows: list[tuple[Button, ...]] = []
    for place in places(facts):
        if place.chapter is chapter:
            rows += _buttons(place)
    rows += in_rows(
        [Button(plain(each.title), f"{PREFIX}:c:{each.key}") for each in _chapters(facts) if each.within == chapter.key]
    )
    if counted := COUNTED.get(chapter.key):
        rows.append((Button(plain(counted.label), counted.data),))
    back = Button(plain("My profile"), OVERVIEW)
    return in_messages(blocks, (*rows, (back,)))


def page_screen(place: Place, part: Items, n: int) -> tuple[Outgoing, ...]:
    """One page of a long list, from 0 on, with the buttons of each of its things; beyond the end, the last page."""
    found = items(part, place.told_of)
    paged = page_of(range(len(found)), n, A_PAGE)
    before = paged.number * A_PAGE
    title = say(
        "{title}, {first} to {last} of {all}",
        title=say(part.of(place.whose)[0]),
        first=before + 1,
        last=before + len(paged.shown),
        all=len(found),
    )
    lines = [f"<b>{title}</b>", *(_numbered(part, found, at) for at in paged.shown)]
    rows = [_item_buttons(place, part, found, at) for at in paged.shown]
    rows += row_of(*paged.turning(N_("Previous page"), N_("Next page"), lambda to: _page(place, to)))
    back = Button(plain(place.chapter.title), f"{PREFIX}:c:{place.chapter.key}")
    return in_messages([Html("\n".join(lines))], (*rows, (back,)))


def _page(place: Place, n: int) -> str:
    return f"{PREFIX}:l:{place.whose}:{place.part.key}:{n}"


def _following(facts: Facts, chapter: Chapter, on: date) -> Html:
    """What the facts of a chapter come to, where it is said on its screen."""
    match chapter.key:
        case "pool":
            return compared(facts)
        case "tests":
            return sittings.block(facts, on)
        case "documents":
            return certificates(facts, on, "own")
        case "partner_documents":
            return certificates(facts, on, "partner")
    return NOTHING


def list_screen(part: Items, place: Place, note: Html = NOTHING) -> Outgoing:
    """A list nobody told anything of, or has just added to: is there one (more), or none, or later?"""
    whose, told_of = place.whose, place.told_of
    title, _ = part.of(whose)
    lines = [f"<b>{say(title)}</b>", *_item_lines(part, told_of), *_not_usable(part, told_of)]
    empty = untouched(part, told_of)
    if empty:
        lines.append(say("Nothing told yet. You can also do this another day: the rest waits."))
    rows: list[tuple[Button, ...]] = [(Button(plain(part.add), f"{PREFIX}:i:{whose}:{part.key}:new", style="primary"),)]
    if empty:
        rows.append((Button(plain(part.none), f"{PREFIX}:z:{whose}:{part.key}:{place.n}"),))
    rows += _whole_list(place, part)
    rows.append((onwards(place.n), Button(plain("My profile"), OVERVIEW)))
    return Outgoing(paragraphs((note, "\n".join(lines))), tuple(rows))


def onwards(place: int) -> Button:
    """The button to the next part nobody told anything of, after this place."""
    return Button(plain("Next part"), f"{EXACT}:{place}")


def removal(part: Items, whose: Whose, n: int, item: Told) -> Outgoing:
    """Before an item goes: which it is, and two buttons that say what they do."""
    at = f"{whose}:{part.key}:{n}:{mark(item)}"
    return Outgoing(
        say("Remove this?\n{item}", item=in_a_line(part, item)),
        ((Button(plain("Remove it"), f"{PREFIX}:x:{at}", style="danger"), Button(plain("Keep it"), OVERVIEW)),),
    )


def _chapters(facts: Facts) -> list[Chapter]:
    return list(dict.fromkeys(place.chapter for place in places(facts)))


def _block(facts: Facts, chapter: Chapter, n: int | None = None, *, short: bool = False) -> Html:
    """The facts of a chapter and what is not told of it; `short` names nothing where nothing is told."""
    title = say(chapter.title)
    lines = [f"<b>{say('{n}. {name}', n=n, name=title) if n else title}</b>"]
    missing: list[Html] = []
    for _, of, part, whose, told_of in places(facts):
        if of is not chapter:
            continue
        if isinstance(part, Items):
            if said_none(part, told_of) and not items(part, told_of):
                lines.append(say("{name}: {answer}", name=say(part.of(whose)[0]), answer=say(part.none)))
            elif found := _item_lines(part, told_of, AT_A_GLANCE if short else A_PAGE):
                lines += [say("{title}:", title=say(part.of(whose)[0])), *found]
                missing += _open_of_items(part, told_of, whose)
            else:
                missing.append(say(part.of(whose)[0]))
            lines += _not_usable(part, told_of)
        else:
            filled = part.filled(told_of)
            asked = [question for question in part.questions if question.applies(filled)]
            lines += [_answer(question, filled) for question in asked if known(filled, question.key) is not None]
            missing += [say(question.name) for question in asked if known(filled, question.key) is None]
    if short and len(lines) == 1:
        lines.append(say("<i>Nothing told yet.</i>"))
    elif missing:
        lines.append(say("<i>Not told yet: {names}.</i>", names=Html("; ".join(_few(missing)))))
    return Html("\n".join(lines))


def _few(missing: Sequence[Html]) -> list[Html]:
    """The first names of what is not told, and how many there are besides."""
    if len(missing) <= MISSING_SHOWN:
        return [*missing]
    return [*missing[:MISSING_SHOWN], count("and {n} more", "and {n} more", len(missing) - MISSING_SHOWN)]


def told(facts: Facts, chapter: str) -> list[Html]:
    """What is known of a chapter of that key, a line each: neither whose it is nor what is missing."""
    lines: list[Html] = []
    for _, of, part, _whose, told_of in places(facts):
        if of.key != chapter:
            continue
        if isinstance(part, Items):
            lines += [line for line in (in_a_line(part, item) for item in items(part, told_of)) if line]
        else:
            filled = part.filled(told_of)
            asked = [question for question in part.questions if question.applies(filled)]
            lines += [_answer(question, filled) for question in asked if known(filled, question.key) is not None]
    return lines


def _open_of_items(part: Items, told_of: Person, whose: Whose) -> list[Html]:
    """What is not known of the things of a list, by the answer's name and which of them it is."""
    topic = say(part.of(whose)[1])
    return [
        say("{name} ({topic} {n})", name=say(question.name), topic=topic, n=n)
        for n, item in enumerate(items(part, told_of), 1)
        for filled in [part.filled(item)]
        for question in part.questions
        if question.applies(filled) and known(filled, question.key) is None
    ]


def _answer(question: Question, filled: Answers) -> Html:
    return say("{name}: {answer}", name=say(question.name), answer=question.kind.words(filled[question.key], filled))


def _item_lines(part: Items, told_of: Person, most: int = A_PAGE) -> list[Html]:
    """The things of a list, the last ones where it is long: those told last are what a person is at."""
    found = items(part, told_of)
    if not found:
        return [say(part.none)] if said_none(part, told_of) else []
    before = max(0, len(found) - most)
    lines = [_numbered(part, found, at) for at in range(before, len(found))]
    if before:
        lines.insert(0, count("{n} more is in the full list.", "{n} more are in the full list.", before))
    return lines


def _numbered(part: Items, found: Sequence[Told], at: int) -> Html:
    return say("{n}. {item}", n=at + 1, item=in_a_line(part, found[at]))


def _not_usable(part: Items, told_of: Person) -> list[Html]:
    """The tests that were named and that Express Entry does not take."""
    if part is not TESTS:
        return []
    return [say("Not usable for Express Entry: {test}", test=NOT_USABLE[key]) for key in told_of.tests_not_usable]


def in_a_line(part: Items, item: Told) -> Html:
    """Which thing of a list it is, in one line; empty where nothing of that is known."""
    filled = part.filled(item)
    told = [question for key in part.line for question in part.questions if question.key == key]
    told = [question for question in told if question.applies(filled) and known(filled, question.key) is not None]
    if not told:
        return NOTHING
    return Html("; ".join(_named_or_not(question, filled) for question in told))


def _named_or_not(question: Question, filled: Answers) -> Html:
    """An answer in a line of a list: with its name where the answer alone does not tell what it is."""
    if isinstance(question.kind, Day | YesNo):
        return _answer(question, filled)
    return question.kind.words(filled[question.key], filled)


def _buttons(place: Place) -> list[tuple[Button, ...]]:
    part, whose, told_of = place.part, place.whose, place.told_of
    title, _ = part.of(whose)
    at = f"{whose}:{part.key}"
    if isinstance(part, Sheet):
        label = N_("Tell: {title}") if untouched(part, told_of) else N_("Change: {title}")
        return [(Button(plain(label, title=plain(title)), f"{PREFIX}:p:{at}"),)]
    found = items(part, told_of)
    last = range(max(0, len(found) - A_PAGE), len(found))
    rows = [*_whole_list(place, part), *(_item_buttons(place, part, found, n) for n in last)]
    if part is TESTS:
        rows += [
            (Button(plain("Remove: {test}", test=NOT_USABLE[key]), f"{PREFIX}:u:{at}:{key}"),)
            for key in told_of.tests_not_usable
        ]
    add = Button(plain(part.add), f"{PREFIX}:i:{at}:new")
    if untouched(part, told_of):
        return [*rows, (add, Button(plain(part.none), f"{PREFIX}:z:{at}"))]
    return [*rows, (add,)]


def _whole_list(place: Place, part: Items) -> list[tuple[Button, ...]]:
    """The way to the pages of a list that is longer than one."""
    if len(items(part, place.told_of)) <= A_PAGE:
        return []
    return [(Button(plain("Full list: {title}", title=plain(part.of(place.whose)[0])), _page(place, 0)),)]


def _item_buttons(place: Place, part: Items, found: Sequence[Told], at: int) -> tuple[Button, ...]:
    topic = plain(part.of(place.whose)[1])
    which = f"{place.whose}:{part.key}:{at}:{mark(found[at])}"
    return (
        Button(plain("Change {topic} {n}", topic=topic, n=at + 1), f"{PREFIX}:i:{which}"),
        Button(plain("Remove {topic} {n}", topic=topic, n=at + 1), f"{PREFIX}:r:{which}"),
    )


def _worth(facts: Facts, on: date) -> Html:
    """What is not told, and how much of the score hangs on it."""
    found = crs_range(facts, on)
    if found.settled:
        return _settled(facts, on, found)
    lines = [
        say(
            "<b>What is missing, and what it is worth</b>\nYour CRS score of {day} is between {lowest} and {highest}, "
            "depending on what is not told yet:",
            day=day(on),
            lowest=number(found.lowest),
            highest=number(found.highest),
        )
    ]
    lines += _settling(found)
    return Html("\n".join(lines))


def _settled(facts: Facts, on: date, found: ScoreRange) -> Html:
    total, most = number(found.lowest), number(crs.score(facts, on).most)
    if not waiting(facts):
        return say(
            "<b>What is missing</b>\nNothing that could change your CRS score of {day}: {total} out of {most}.",
            day=day(on),
            total=total,
            most=most,
        )
    return say(
        "<b>What is missing, and what it is worth</b>\nYour CRS score of {day}, {total} out of {most}, stands as long "
        "as what you told in short is right. The rest makes it exact, and decides which programs you meet and which "
        "dates I can remind you of.",
        day=day(on),
        total=total,
        most=most,
    )


def _settling(found: ScoreRange) -> list[Html]:
    shown = [each for each in found.unknown if each.settles][:WORTH_SHOWN]
    return [
        say(
            "{n}. {what}: {points}.",
            n=n,
            what=named(each.fact),
            points=count("up to {n} point", "up to {n} points", each.settles),
        )
        for n, each in enumerate(shown, 1)
    ]


def named(path: str) -> Html:
    """What a fact is called: "jobs.0.authorised" is the answer of a question of the first job."""
    if path in OTHER_NAMES:
        return say(OTHER_NAMES[path])
    steps = path.removeprefix("partner.").split(".")
    whose: Whose = "partner" if path.startswith("partner.") else "own"
    for chapter in CHAPTERS:
        for part, of in chapter.parts:
            if of != whose:
                continue
            if isinstance(part, Items) and part.key == steps[0]:
                if len(steps) < 3:
                    return say(part.of(whose)[0])
                question = next((each for each in part.questions if each.key == steps[-1]), None)
                if question is not None:
                    return say(
                        "{name} ({topic} {n})",
                        name=say(question.name),
                        topic=say(part.of(whose)[1]),
                        n=int(steps[1]) + 1,
                    )
            for question in part.questions if isinstance(part, Sheet) else ():
                if question.key == steps[-1] and (len(steps) == 1 or part.key == steps[0]):
                    return say(question.name) if whose == "own" else say("{name} (partner)", name=say(question.name))
    return say(ASSUMED.get(path, N_("another answer")))


def compared(facts: Facts) -> Html:
    """The score the account showed, beside the one computed for that day."""
    if facts.official_score is None or facts.official_score_on is None:
        return NOTHING
    on = facts.official_score_on
    computed = crs.score(facts, on).total
    if computed == facts.official_score:
        return say(
            "Your account showed {official} on {day}; I compute the same for that day.",
            official=number(facts.official_score),
            day=day(on),
        )
    return say(
        "Your account showed {official} on {day}; I compute {computed} for that day. Your account wins. What would "
        "explain the difference: /compare",
        official=number(facts.official_score),
        day=day(on),
        computed=number(computed),
    )


def fit_together(names: Sequence[str]) -> Html:
    """The sentence for answers that cannot all be so."""
    return say(
        "These answers do not fit together: {names}. One of them may be a slip; please check them.",
        names=listed([named(name) for name in names]),
    )
