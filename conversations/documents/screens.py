"""The list of documents as people read it: where everything stands, one person's list, one document, the route."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from conversations.documents import words
from conversations.documents.words import PEOPLE, mark, named
from conversations.messages import Button, Outgoing, in_rows, paragraphs
from conversations.profile import screens as profile
from conversations.profile.documents import PAPERS
from conversations.score import link
from locales import N_, NOTHING, Html, count, day, listed, plain, say
from rules.documents import Begin, Document, DocumentKind, State, documents, late, route
from rules.effective_deadline import Way, effective_deadline
from rules.facts import Facts
from rules.gaps import gaps
from rules.invitation_window import window_of
from rules.parameters import book
from rules.police_certificates import Asking
from rules.shapes.dated import Status

PREFIX: Final = "dc"
"""What the data of the buttons here begin with."""

OVERVIEW: Final = f"{PREFIX}:o"
ROUTE: Final = f"{PREFIX}:r"

A_PAGE: Final = 8
"""Documents of one list on one screen, each with its button."""

FIRST: Final = 5
"""Of a longer list, as many are named where it is not the list itself."""

STEPS: Final = 10
"""Documents of the route on one screen."""

LABEL: Final = 46
"""Letters of a button's label; the whole name stands in the text."""


def overview(facts: Facts, on: date, note: Html = NOTHING) -> Outgoing:
    """Where everything stands: what would be late, whose list has how much, and the history."""
    found = documents(facts, on)
    heading = say("<b>Documents of your application</b>")
    if not found:
        text = say(
            "Your application is made, so nothing more has to be got ready. If IRCC needs more, it asks in your "
            "account: answer there, by the day it names."
        )
        return Outgoing(_together(note, heading, text), ((_profile(),),))
    people = [whose for whose in PEOPLE if any(one.whose == whose for one in found)]
    lines = [
        say("{n}. {who}: {documents}", n=n, who=say(PEOPLE[whose]), documents=_counted(found, whose))
        for n, whose in enumerate(people, 1)
    ]
    blocks = [
        note,
        Html(f"{heading}\n{_stage(facts, found)}"),
        say("Nothing is uploaded here and I keep no numbers: only how far each document is."),
        _exams(found, on),
        _late(facts, found, on),
        Html("\n".join(lines)),
        say("IRCC's own list, in your account after the invitation, always wins."),
    ]
    buttons = [Button(plain(PEOPLE[whose]), f"{PREFIX}:l:{whose}:0") for whose in people]
    ways = [Button(plain("What to start, and when"), ROUTE)]
    if (radar := gaps(facts, on)) is not None and radar.gaps:
        ways.append(Button(plain("Months I know nothing of"), f"{PREFIX}:g:own"))
    return Outgoing(_together(*blocks), (*in_rows(buttons), *in_rows(ways)), numbered=len(buttons))


def _together(*parts: Html) -> Html:
    return paragraphs(parts)


def _profile() -> Button:
    return Button(plain("My profile"), profile.OVERVIEW)


def _counted(found: Sequence[Document], whose: str) -> Html:
    own = [one for one in found if one.whose == whose]
    there = sum(one.state is State.there for one in own)
    return say("{documents}, {there}", documents=count("{n} document", "{n} documents", len(own)), there=_there(there))


def _there(n: int) -> Html:
    return count("{n} of them there", "{n} of them there", n) if n else say("none there yet")


def _stage(facts: Facts, found: Sequence[Document]) -> Html:
    """What the days to start by are counted from."""
    if not found or found[0].begin is not Begin.by_day or facts.invitation is None:
        if facts.invitation is not None:
            return say("No invitation is open now. Days are counted from the day of an invitation, which is day 0.")
        return say("You are not invited yet. Days are counted from the day of an invitation, which is day 0.")
    last = window_of(facts.invitation, book()).last
    return say(
        "You are invited. The last day to apply is {last}; all days are counted back from {plan}, the day to aim at.",
        last=day(last, weekday=True),
        plan=day(found[0].plan, weekday=True),
    )


def _late(facts: Facts, found: tuple[Document, ...], on: date) -> Html:
    """What would be late, on top; of police certificates with the two ways that are reported."""
    behind = [one for one in late(found, on) if one.kind is not DocumentKind.medical_exam]
    if not behind:
        return NOTHING
    lines = [say("<b>These would be late</b>")]
    lines += [words.line(facts, one, on, whose=True) for one in behind[:FIRST]]
    if len(behind) > FIRST:
        more = len(behind) - FIRST
        lines.append(count("{n} more is in the lists below.", "{n} more are in the lists below.", more))
    blocks = [Html("\n".join(lines))]
    if any(one.kind is DocumentKind.police_certificate for one in behind):
        blocks.append(late_police(facts, on))
    return _together(*blocks)


def _exams(found: Sequence[Document], on: date) -> Html:
    """The exam that comes before the application: from the first day of an invitation on, until all are made."""
    open_ = [one for one in found if one.kind is DocumentKind.medical_exam and one.state is not State.there]
    if not open_ or open_[0].begin is not Begin.by_day:
        return NOTHING
    people = Counter(one.whose for one in open_)
    who = [say(WHO[whose]) for whose in ("own", "partner") if people[whose]]
    if people["child"]:
        who.append(count("{n} child", "{n} children", people["child"]))
    asked = [one for one in open_ if one.state is State.asked_for]
    lines = [
        say("<b>Medical exam: book it now</b>") if len(asked) < len(open_) else say("<b>Medical exam: booked</b>"),
        say(
            "For {people}. As far as reported, since 21 August 2025 the exam comes before the application: do not "
            "wait for a letter of IRCC. Family who do not come are examined too.",
            people=listed(who),
        ),
    ]
    if any(dict(one.facts).get("earlier_exam_may_serve") for one in open_):
        lines.append(say("An exam made in Canada in the last five years can sometimes serve: see the document."))
    if any(one.late(on) for one in open_ if one not in asked):
        lines.append(say("By our planning margin of {n} weeks it is late now.", n=_weeks(on)["medical"]))
    return Html("\n".join(lines))


WHO: Final = {"own": N_("you"), "partner": N_("your partner")}


def late_police(facts: Facts, on: date) -> Html:
    """The two ways for a certificate that does not come in time; the second is never promised."""
    found = effective_deadline(facts, on)
    ways = {route_.way: route_ for route_ in found.routes} if found is not None else {}
    lines = [
        say(
            "If a police certificate does not come in time, two ways are reported of IRCC. Keep the proof that you "
            "asked for it either way."
        )
    ]
    decline, in_vain = ways.get(Way.decline), ways.get(Way.decline_in_vain)
    if in_vain is not None and in_vain.by is not None and in_vain.profile_until is not None:
        lines.append(
            say(
                "The first: decline the invitation by {by}. Nothing goes back to the pool, because the last day of the "
                "profile was {until}: to be invited again you need a new one.",
                by=day(in_vain.by),
                until=day(in_vain.profile_until),
            )
        )
    elif decline is not None and decline.by is not None and decline.profile_until is not None:
        lines.append(
            say(
                "The first: decline the invitation by {by}. The profile goes back to the pool, through {until}, as "
                "long as it meets the conditions.",
                by=day(decline.by),
                until=day(decline.profile_until),
            )
        )
    elif decline is not None and decline.by is not None:
        lines.append(
            say(
                "The first: decline the invitation by {by}. The profile goes back to the pool until it expires, as "
                "long as it meets the conditions.",
                by=day(decline.by),
            )
        )
    else:
        lines.append(
            say(
                "The first: decline the invitation before its last day. The profile goes back to the pool until it "
                "expires, as long as it meets the conditions."
            )
        )
    lines.append(
        say(
            "The second: apply with the proof of the request and a letter that explains what you did to get it. That "
            "is accepted only exceptionally; I cannot promise it, and without the certificate the application can be "
            "returned."
        )
    )
    return Html("\n".join(lines))


# --- one person's list ---


def list_screen(facts: Facts, on: date, whose: str, page: int, note: Html = NOTHING) -> Outgoing:
    """One page of somebody's documents, each with its button; beyond the end, the last page."""
    own = [one for one in documents(facts, on) if one.whose == whose]
    if not own:
        return overview(facts, on, note)
    page = max(0, min(page, (len(own) - 1) // A_PAGE))
    shown = own[page * A_PAGE : (page + 1) * A_PAGE]
    first = page * A_PAGE + 1
    title = say(PEOPLE[whose])
    if len(own) > A_PAGE:
        last = first + len(shown) - 1
        title = say("{title}, {first} to {last} of {all}", title=title, first=first, last=last, all=len(own))
    lines = [say("{n}. {item}", n=n, item=words.line(facts, one, on)) for n, one in enumerate(shown, 1)]
    buttons = [(_button(facts, one),) for one in shown]
    turns = [Button(plain("Previous page"), f"{PREFIX}:l:{whose}:{page - 1}")] if page else []
    turns += [Button(plain("Next page"), f"{PREFIX}:l:{whose}:{page + 1}")] if first + len(shown) <= len(own) else []
    back = Button(plain("All documents"), OVERVIEW)
    rows = (*buttons, *((tuple(turns),) if turns else ()), (back,))
    return Outgoing(_together(note, Html(f"<b>{title}</b>"), *lines), rows, numbered=len(shown))


def _button(facts: Facts, one: Document, *, whose: bool = False) -> Button:
    """The button of a document; with `whose` it is, outside that person's list."""
    label = _unescaped(words.of_whom(facts, one) if whose else named(facts, one))
    cut = label if len(label) <= LABEL else f"{label[: LABEL - 1].rstrip()}…"
    return Button(cut, f"{PREFIX}:d:{mark(one.key)}")


def _unescaped(text: Html) -> str:
    """The text as a button shows it: a label is no HTML."""
    return text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


# --- the route ---


def route_screen(facts: Facts, on: date) -> Outgoing:
    """The order in which to start what takes time."""
    found = documents(facts, on)
    ahead = [one for one in route(found) if one.asking is not Asking.check or one.late(on)]
    lines = [say("<b>What to start, and when</b>"), _stage(facts, found)]
    if not ahead:
        lines.append(say("Nothing that takes weeks is left to start."))
    shown = ahead[:STEPS]
    steps = [
        say("{n}. {document}: {start}.", n=n, document=words.of_whom(facts, one), start=words.started(one, on))
        for n, one in enumerate(shown, 1)
    ]
    if len(ahead) > len(shown):
        more = len(ahead) - len(shown)
        steps.append(count("{n} more is in the lists.", "{n} more are in the lists.", more))
    margins = say(
        "The margins are ours, not IRCC's: {police} weeks for a police certificate, {medical} for the exam, {letter} "
        "for a letter of an employer, {bank} for one of a bank, {eca} for an assessment. A country can take longer.",
        **_weeks(on),
    )
    back = Button(plain("All documents"), OVERVIEW)
    buttons = [(_button(facts, one, whose=True),) for one in shown]
    return Outgoing(_together(*lines, Html("\n".join(steps)), margins), (*buttons, (back,)), numbered=len(buttons))


def _weeks(on: date) -> dict[str, int]:
    margins = book().planning_margins.margins
    return {
        "police": margins.police_certificate.on(on).value.usual,
        "medical": margins.medical_exam.on(on).value,
        "letter": margins.reference_letter.on(on).value,
        "bank": margins.bank_letter.on(on).value,
        "eca": margins.education_assessment.on(on).value,
    }


# --- one document ---


def document_screen(facts: Facts, one: Document, on: date, note: Html = NOTHING) -> Outgoing:
    """One document: how far it is, why, who issues it, what it must say, what follows when it is missing."""
    kind = words.KINDS[one.kind]
    row = book().documents.kinds[one.kind]
    facts_of_it = [
        say(kind.why),
        say(kind.issuer),
        say(kind.states),
        *words.special(facts, one, on),
        say(words.MISSING[one.missing]),
    ]
    late_now = one.kind is DocumentKind.police_certificate and one.late(on)
    text = _together(
        note,
        Html(f"<b>{words.of_whom(facts, one)}</b>\n{say('Status: {standing}', standing=words.standing(one, on))}"),
        Html("\n".join(facts_of_it)),
        late_police(facts, on) if late_now else NOTHING,
        Html(f"<i>{_source(row.status)}</i> {link(row.link, say('The official page'))}"),
    )
    return Outgoing(text, _choices(facts, one, on))


def _source(status: Status) -> Html:
    read = max(source.seen for source in book().documents.sources.values())
    if status is Status.CONFIRMED:
        return say("As the law asks for it; read on {day}.", day=day(read))
    return say("I know this from others who quote IRCC, as read on {day}, and not from the page itself.", day=day(read))


LETTERS: Final = (DocumentKind.reference_letter,)
WITH_A_DATE: Final = (DocumentKind.passport, DocumentKind.medical_exam, DocumentKind.police_certificate)
"""Kinds whose day is a fact of the profile: “I have it” asks for it there."""

IN_PROFILE: Final = {
    DocumentKind.passport: PAPERS.key,
    DocumentKind.medical_exam: PAPERS.key,
}


def asks_its_day(one: Document) -> bool:
    """Whether “I have it” leads to the profile, for its day: nobody keeps those of children."""
    return (
        one.whose != "child"
        and one.kind in WITH_A_DATE
        and not (one.kind is DocumentKind.police_certificate and one.country is None)
    )


def _choices(facts: Facts, one: Document, on: date) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    at = mark(one.key)
    if one.kind in LETTERS and words.job_of(facts, one) is not None:
        rows.append((Button(plain("What the letter must state"), f"{PREFIX}:letter:{at}", style="primary"),))
    if one.kind is DocumentKind.police_certificate and one.country is None and one.whose != "child":
        rows.append((Button(plain("Tell the countries"), f"f:i:{one.whose}:stays:new"),))
    if not one.known:
        if one.state is not State.there:
            rows.append(
                (Button(plain("Asked for it"), f"{PREFIX}:a:{at}"), Button(plain("I have it"), f"{PREFIX}:h:{at}"))
            )
        if one.state is not State.not_there:
            rows.append((Button(plain("Not there yet"), f"{PREFIX}:n:{at}"),))
    elif (part := _part(one)) is not None:
        rows.append((Button(plain("Change it in my profile"), part),))
    own = [each.key for each in documents(facts, on) if each.whose == one.whose]
    page = own.index(one.key) // A_PAGE if one.key in own else 0
    back = Button(plain("Back to the list"), f"{PREFIX}:l:{one.whose}:{page}")
    rows.append((back, Button(plain("All documents"), OVERVIEW)))
    return tuple(rows)


def _part(one: Document) -> str | None:
    """The button to the profile's part that shows a document is there."""
    if one.kind in IN_PROFILE and one.whose != "child":
        return f"f:p:{one.whose}:{IN_PROFILE[one.kind]}"
    chapter = {
        DocumentKind.police_certificate: "documents" if one.whose == "own" else "partner_documents",
        DocumentKind.language_result: "tests" if one.whose == "own" else "partner",
        DocumentKind.education_assessment: "education" if one.whose == "own" else "partner_education",
    }.get(one.kind)
    return None if chapter is None else f"f:c:{chapter}"
