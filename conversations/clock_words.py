"""What a reminder is about, in words: one entry a kind, with its name, what follows, what to do and why.

A reminder is worded from its row alone (its item, its day, the facts behind it), so that one that comes late still says
what it was planned for. A kind without an entry here, or an entry without a ladder, fails a test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any, Final

from conversations.profile.offers import PROVINCES
from conversations.profile_kinds import country
from conversations.program_words import CATEGORIES, PROGRAMS
from conversations.reminders import HEARTBEAT, SELF_CHECK
from locales import N_, NOTHING, Html, count, day, listed, number, say, signed
from rules.facts import InvitedProgram

Told = Mapping[str, Any]
"""The facts behind a reminder, as its row keeps them: plain values, days as ISO text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How one kind is spoken of. Texts are message ids.

    `name` is what it is called, by the parts of its key behind the kind. `missed` says what follows from the next day
    on, by `rules.clocks.Missed`; `detail` more, from the facts. `to_do` are the sentences before the day to act by, on
    it, and after it; with one only, that one always. `over` is said once the day has passed. `done` is the label of the
    button that says it is dealt with, and the data of where that is told; "" ends the reminders of the item.
    """

    name: Callable[[tuple[str, ...]], Html]
    event: bool = False  # something happens on the day, where otherwise something ends with it
    usable: bool = False  # what ends is a document that is used, not a time to act
    missed: Mapping[str, str]
    detail: Callable[[Told], Html] = lambda _told: NOTHING
    to_do: tuple[str, ...]
    over: tuple[str, ...]
    why: str
    link: str
    done: tuple[str, str]


def words_of(kind: str) -> Words:
    """The words of a kind; KeyError for one that has none."""
    return WORDS[kind]


def named(item: str) -> Html:
    """What a reminder is about, by its key."""
    if item == SELF_CHECK:
        return say("The word of the month that reminders work")
    kind, *parts = item.removeprefix(f"{HEARTBEAT}:").split(":")
    return WORDS[kind].name(tuple(parts))


def plain_of(text: Html) -> str:
    """A text without markup, for where none is read: a calendar, a picture."""
    return unescape(re.sub(r"<[^>]+>", "", text))


# --- names ---


def _always(name: str) -> Callable[[tuple[str, ...]], Html]:
    return lambda _parts: say(name)


def _of_two(own: str, partners: str) -> Callable[[tuple[str, ...]], Html]:
    return lambda parts: say(partners if parts[:1] == ("partner",) else own)


TESTS: Final[Mapping[tuple[str, ...], str]] = {
    ("own", "english"): N_("Your English test result"),
    ("own", "french"): N_("Your French test result"),
    ("partner", "english"): N_("Your partner's English test result"),
    ("partner", "french"): N_("Your partner's French test result"),
}

OTHER_TESTS: Final[Mapping[str, str]] = {
    "english": N_("Your other English test result"),
    "french": N_("Your other French test result"),
}
"""Results beside the ones the score uses: a program rests on them, which is the fourth part of the clock's key."""


def _test(parts: tuple[str, ...]) -> Html:
    return say(OTHER_TESTS[parts[1]] if parts[2:] else TESTS[parts[:2]])


def _assessment(parts: tuple[str, ...]) -> Html:
    place = country(parts[1])
    if parts[0] == "partner":
        return say("The assessment (ECA) of your partner's diploma ({country})", country=place)
    return say("The assessment (ECA) of your diploma ({country})", country=place)


def _province(name: str) -> Callable[[tuple[str, ...]], Html]:
    return lambda parts: say(name, province=say(PROVINCES[parts[1]]))


def _certificate(parts: tuple[str, ...]) -> Html:
    whose, place = parts[0], parts[1] if len(parts) > 1 else ""
    if whose == "child":
        return say("A police certificate for your child born on {day}", day=day(date.fromisoformat(place)))
    if not place:
        return say("Your partner's police certificates") if whose == "partner" else say("Your police certificates")
    if whose == "partner":
        return say("Your partner's police certificate ({country})", country=country(place))
    return say("Your police certificate ({country})", country=country(place))


def _exam(parts: tuple[str, ...]) -> Html:
    if parts[0] == "child":
        return say("The medical exam of your child born on {day}", day=_born(parts))
    return say("Your partner's medical exam") if parts[0] == "partner" else say("Your medical exam")


def _born(parts: tuple[str, ...]) -> str:
    return day(date.fromisoformat(parts[1]))


PERMITS: Final[Mapping[str, tuple[str, str]]] = {
    "study": (N_("Your study permit"), N_("Your partner's study permit")),
    "visitor": (N_("Your visitor record"), N_("Your partner's visitor record")),
}
"""Permits that are not for work."""

WORK_PERMIT: Final = (N_("Your work permit"), N_("Your partner's work permit"))

WINDOWS: Final[Mapping[str, str]] = {
    "crs_canadian": N_("Your years of work in Canada"),
    "crs_foreign": N_("Your years of work outside Canada"),
    **{
        program.value: name
        for program, name in {
            InvitedProgram.canadian_experience: N_("Your work for the Canadian Experience Class"),
            InvitedProgram.federal_skilled_worker: N_("Your work for the Federal Skilled Worker Program"),
            InvitedProgram.skilled_trades: N_("Your work for the Federal Skilled Trades Program"),
        }.items()
    },
    "canadian_experience_class": N_("Your work for the Canadian Experience Class"),
}


def _window(parts: tuple[str, ...]) -> Html:
    if parts[1] == "category":
        return say("Your work for the category “{category}”", category=say(CATEGORIES[parts[2]]))
    if parts[0] == "partner":
        return say("Your partner's years of work in Canada")
    return say(WINDOWS[parts[1]])


def _gained(parts: tuple[str, ...]) -> Html:
    if parts[0] == "partner":
        return say("Another year of your partner's work is complete")
    return say("Another year of your work is complete")


# --- what stands behind ---


def _birthday(told: Told) -> Html:
    lines = [
        say(
            "You turn {age}: from that day on, age gives {after} points instead of {before}.",
            age=told["age"],
            after=told["points_after"],
            before=told["points_before"],
        )
    ]
    return _with_other_day(lines, told)


def _grid_birthday(told: Told) -> Html:
    lines = [
        say(
            "You turn {age}: from that day on, your Federal Skilled Worker points come to {after} instead of {before}, "
            "below the pass mark, if all else stays as it is.",
            age=told["age"],
            after=told["total_after"],
            before=told["total_before"],
        )
    ]
    return _with_other_day(lines, told)


def _with_other_day(lines: list[Html], told: Told) -> Html:
    other, born = told.get("or_from"), told.get("birth_date", "")
    if other and born.endswith("02-29") and not other.endswith("02-29"):
        lines.append(
            say(
                "That year has no 29 February. I count from 28 February, the earlier of the two days that can be "
                "meant; "
                "the other is {day}.",
                day=day(date.fromisoformat(other)),
            )
        )
    return Html(" ".join(lines))


def _gain(told: Told) -> Html:
    lines = []
    if told["points"]:
        lines.append(
            say(
                "It brings {points} points: your CRS score, estimated, is then {total}.",
                points=signed(told["points"]),
                total=number(told["crs_after"]),
            )
        )
    if programs := told["programs"].split():
        names = listed([say(PROGRAMS[InvitedProgram(each)]) for each in programs])
        lines.append(say("From then on you meet the conditions of: {programs}.", programs=names))
    if categories := told["categories"].split():
        names = listed([say(CATEGORIES[each]) for each in categories])
        lines.append(say("From then on these categories of rounds are open to you: {categories}.", categories=names))
    if told["assumes"]:
        lines.append(say("This holds if you go on working as now."))
    return Html(" ".join(lines))


def _effective(told: Told) -> Html:
    return say(
        "The invitation itself runs until {until}, its day {days}. But this ends first: {what}, on day {number}. What "
        "you apply with has to be usable on the day you apply.",
        until=day(date.fromisoformat(told["invitation_until"]), weekday=True),
        days=told["days"],
        what=_cause(told["cause"]),
        number=told["number"],
    )


LOST: Final[Mapping[str, str]] = {
    "invited_program": N_("the conditions of the program you are invited for"),
    "invited_category": N_("the category you are invited for"),
    "invited_score": N_("the score you were invited with"),
}
"""What an invitation rests on and can lose without a document."""


def _cause(key: str) -> Html:
    kind = key.partition(":")[0]
    return say(LOST[kind]) if kind in LOST else named(key)


def _funds(told: Told) -> Html:
    return say(
        "For a family of {size}, ${needed} are asked for; you told me ${told}.",
        size=told["size"],
        needed=number(told["needed"]),
        told=number(told["settlement_funds"]),
    )


def _still_to_get(told: Told) -> Html:
    if not told.get("to_get"):
        return NOTHING
    if told.get("earlier_exam_may_serve"):
        return say(
            "It has to be there before you apply. An earlier exam made in Canada may serve, if it found no or low "
            "risk: "
            "the account says so."
        )
    if told.get("asking") == "check":
        return say("Whether one is needed depends on stays I do not know: please check.")
    return say("It has to be there before you apply.")


# --- the words ---

_NEW_TEST: Final = (
    N_("To do: book a new test by {day}, so that its result is there in time (our planning margin)."),
    N_("To do today: book a new test. This is our planning margin, so that its result is there in time."),
    N_("To do: book the earliest test you can get. Our planning margin has passed; the result may come too late."),
)

_NEW_REPORT: Final = (
    N_("To do: order a new assessment by {day}, so that its report is there in time (our planning margin)."),
    N_("To do today: order a new assessment. This is our planning margin, so that its report is there in time."),
    N_("To do: order a new assessment at once. Our planning margin has passed; the report may come too late."),
)

_ASK_FOR_IT: Final = (
    N_("To do: ask for it by {day}, so that it is there in time (our planning margin)."),
    N_("To do today: ask for it. This is our planning margin, so that it is there in time."),
    N_("To do: ask for it at once, and keep the proof that you did. Our planning margin has passed."),
)

_MAKE_EXAM: Final = (
    N_("To do: have the exam by {day}, so that its result is there in time (our planning margin)."),
    N_("To do today: get an appointment with a panel physician. This is our planning margin."),
    N_("To do: get the earliest appointment with a panel physician. Our planning margin has passed."),
)

_LETTER: Final = (
    N_("To do: have the money there, and ask your bank for a letter by {day} (our planning margin)."),
    N_("To do today: ask your bank for a letter. This is our planning margin."),
    N_("To do: ask your bank for a letter at once. Our planning margin has passed."),
)

_POINTS_LOST: Final = N_("From the next day on it gives no points.")

WORDS: Final[Mapping[str, Words]] = {
    "language_test": Words(
        usable=True,
        name=_test,
        missed={
            "profile_removed": N_(
                "From the next day on, neither a profile in the pool nor an application for permanent residence can "
                "rest on it."
            ),
            "eligibility_lost": N_(
                "From the next day on, neither a profile in the pool nor an application for permanent residence can "
                "rest on it."
            ),
            "points_lost": N_(
                "From the next day on it gives no points. Your profile stays in the pool if it still meets the "
                "conditions."
            ),
        },
        to_do=_NEW_TEST,
        over=(
            N_("It counts no more."),
            N_("What you can still do: take a new test, and enter the new result in your profile."),
        ),
        why=N_(
            "A language result counts while it is less than two years old: when the profile is in the pool, and on the "
            "day the application is sent (Ministerial Instructions on Express Entry, sections 3(4) and 12(3); for "
            "federal skilled workers also the Immigration and Refugee Protection Regulations, section 75(2)(d)). The "
            "two years run from the date of the result."
        ),
        link="language_tests",
        done=(N_("I have a new result"), "retest"),
    ),
    "education_assessment": Words(
        usable=True,
        name=_assessment,
        missed={
            "education_not_counted": N_(
                "From the next day on that diploma does not count: points are lost, and perhaps a program with them."
            ),
            "points_lost": _POINTS_LOST,
        },
        to_do=_NEW_REPORT,
        over=(
            N_("It is five years old and counts no more."),
            N_("What you can still do: order a new assessment, and enter its report in your profile."),
        ),
        why=N_(
            "An assessment counts while it is less than five years old: in the pool, and on the day the application is "
            "sent (Immigration and Refugee Protection Regulations, section 75(2)(e)(ii)). The five years run from the "
            "date of the report."
        ),
        link="education_assessed",
        done=(N_("I have a new report"), "f:c:education"),
    ),
    "profile": Words(
        name=_always(N_("Your profile in the pool")),
        missed={
            "profile_expires": N_(
                "After that it leaves the pool, and IRCC keeps nothing of it. A new profile has a new time stamp."
            )
        },
        to_do=(N_("To do: have your re-entry sheet and documents ready: /reentry"),),
        over=(
            N_("It has ended: you are in no round until you submit a new one."),
            N_("What you can still do: submit a new profile today. Everything you told me is ready: /reentry"),
        ),
        why=N_(
            "A profile stays in the pool for twelve months after it was received, to the same time of day (Ministerial "
            "Instructions on Express Entry, section 4(1)). The date your account shows wins."
        ),
        link="submit_profile",
        done=(N_("I submitted a new profile"), "c:e:re_entered"),
    ),
    "profile_draft": Words(
        name=_always(N_("Your profile form")),
        missed={"draft_erased": N_("After that the form is erased, and you would begin anew.")},
        to_do=(N_("To do: finish the form and submit it."),),
        over=(N_("The form is erased by now."), N_("What you can still do: begin a new one.")),
        why=N_(
            "A form has to be finished and submitted within 60 days of opening it. This is reported, and not in the "
            "law."
        ),
        link="submit_profile",
        done=(N_("I submitted it"), "f:p:own:pool"),
    ),
    "nomination_answer": Words(
        name=_province(N_("The answer to your nomination ({province})")),
        missed={
            "nomination_not_attached": N_(
                "After that the nomination is not attached to your profile. What then follows is for the province to "
                "say."
            )
        },
        to_do=(N_("To do: accept or refuse the nomination in your account."),),
        over=(
            N_("The time to answer has passed."),
            N_("What you can still do: look into your account, and ask the province."),
        ),
        why=N_(
            "A nomination in the account is answered within 30 calendar days. This is reported by IRCC's own pages."
        ),
        link="provincial_nominee",
        done=(N_("I answered it"), "f:p:own:nomination"),
    ),
    "nomination": Words(
        usable=True,
        name=_province(N_("Your nomination certificate ({province})")),
        missed={"nomination_points_lost": N_("From the next day on its 600 points are gone.")},
        to_do=(N_("To do: apply before, or ask the province whether it extends the certificate."),),
        over=(N_("It has run out."), N_("What you can still do: ask the province whether it extends it.")),
        why=N_("Each province sets how long its certificate is valid, and the application has to be made before."),
        link="provincial_nominee",
        done=(N_("It was extended"), "f:p:own:nomination"),
    ),
    "invitation": Words(
        name=_always(N_("Your invitation to apply")),
        missed={
            "invitation_expires": N_(
                "After that the invitation has expired, and your profile is out of the pool. Declining before that day "
                "keeps the profile."
            )
        },
        to_do=(N_("To do: apply, decline, or accept the loss. What is still missing, and by when: /invitation"),),
        over=(
            N_("The invitation has expired, and the profile with it. No extension is known."),
            N_("What you can still do: submit a new profile. Everything you told me is ready: /reentry"),
        ),
        why=N_(
            "An invitation is open for 60 days; day 0 is its day in UTC, and it ends at 23:59:59 UTC. The deadline in "
            "your own letter wins (Immigration and Refugee Protection Act, section 10.1; Ministerial Instructions)."
        ),
        link="invited_respond",
        done=(N_("I have applied"), "i:apply"),
    ),
    "effective_deadline": Words(
        name=_always(N_("Your last safe day to apply")),
        missed={"invitation_expires": N_("After that day you cannot apply with it as it stands.")},
        detail=_effective,
        to_do=(N_("To do: apply by that day, or see the other ways: /invitation"),),
        over=(N_("That day has passed."), N_("What you can still do: see the ways that are open: /invitation")),
        why=N_(
            "What the application rests on has to hold on the day you apply (Immigration and Refugee Protection Act, "
            "section 11.2)."
        ),
        link="invited_respond",
        done=(N_("I have applied"), "i:apply"),
    ),
    "account_look": Words(
        name=_always(N_("A look into your account")),
        event=True,
        missed={},
        to_do=(
            N_(
                "To do: sign in to your IRCC account. Requests come there, each with a last day of its own, and the "
                "e-mail about them can end up among the spam."
            ),
        ),
        over=(N_("To do: sign in to your IRCC account and look for messages."),),
        why=N_("I cannot see your account, and IRCC does not always reach people by e-mail."),
        link="sign_in_account",
        done=(N_("I have looked"), ""),
    ),
    "police_certificate": Words(
        usable=True,
        name=_certificate,
        missed={
            "new_certificate_needed": N_(
                "From the next day on it is more than six months old, and a new one is needed for an application."
            ),
            "application_incomplete": N_("Without it the application is incomplete."),
        },
        detail=_still_to_get,
        to_do=_ASK_FOR_IT,
        over=(
            N_("That day has passed."),
            N_("What you can still do: ask for a new one, and keep the proof that you did: /documents"),
        ),
        why=N_(
            "A certificate is asked for from every country but Canada where you lived six months or more in a row in "
            "the last ten years, since you were 18. That of the country you live in may be six months old at most."
        ),
        link="police_certificates",
        done=(N_("I have it"), "f:c:documents"),
    ),
    "medical_exam": Words(
        usable=True,
        name=_exam,
        missed={
            "new_exam_needed": N_("From the next day on a new exam is needed."),
            "application_incomplete": N_("Without it the application is incomplete."),
        },
        detail=_still_to_get,
        to_do=_MAKE_EXAM,
        over=(N_("That day has passed."), N_("What you can still do: have a new exam.")),
        why=N_(
            "Since 21 August 2025 the exam comes before the application, for the whole family, coming or not. Its "
            "result is good for twelve months (Immigration and Refugee Protection Regulations, section 30)."
        ),
        link="medical_exams",
        done=(N_("The exam is done"), "f:c:documents"),
    ),
    "passport": Words(
        usable=True,
        name=_of_two(N_("Your passport"), N_("Your partner's passport")),
        missed={"new_passport_needed": N_("After that a new passport is needed for the application and the visa.")},
        to_do=(N_("To do: renew it, and enter the new one in your profile or application."),),
        over=(N_("It has run out."), N_("What you can still do: renew it now.")),
        why=N_(
            "A valid passport or travel document is needed (Immigration and Refugee Protection Regulations, section "
            "50)."
        ),
        link="documents_checklist",
        done=(N_("I have a new passport"), "f:c:documents"),
    ),
    "permit": Words(
        usable=True,
        name=lambda parts: say(PERMITS.get(parts[1], WORK_PERMIT)[parts[0] == "partner"]),
        missed={"permission_ends": N_("After that the permission it gives has ended.")},
        to_do=(N_("To do: ask for an extension in good time, before that day."),),
        over=(
            N_("It has ended."),
            N_("What you can still do: ask IRCC or a licensed representative at once what is possible."),
        ),
        why=N_("Work and stays in Canada need permission, and some of your points or your job offer may rest on it."),
        link="changes_to_situation",
        done=(N_("I have a new permit"), "f:c:documents"),
    ),
    "birthday": Words(
        name=_always(N_("Your birthday and your points")),
        event=True,
        missed={
            "points_lost": N_(
                "The profile counts that by itself. A new profile would not avoid it, and would come later in a tie."
            ),
            "forgiven_after_invitation": N_(
                "The Act (section 11.2) forgives a birthday between the invitation and the application: it is no "
                "reason to decline."
            ),
        },
        detail=_birthday,
        to_do=(N_("To do: enter before that day all that can count: a test result, an assessment, a change."),),
        over=(),
        why=N_("The CRS counts age in completed years, on every day anew."),
        link="crs_criteria",
        done=(N_("I have seen it"), ""),
    ),
    "selection_grid_birthday": Words(
        name=_always(N_("Your birthday and the Federal Skilled Worker Program")),
        event=True,
        missed={
            "eligibility_lost": N_(
                "From that day on the Federal Skilled Worker conditions would not be met, and without another program "
                "the profile leaves the pool."
            ),
            "forgiven_after_invitation": N_(
                "The Act (section 11.2) forgives a birthday between the invitation and the application: it is no "
                "reason to decline."
            ),
        },
        detail=_grid_birthday,
        to_do=(N_("To do: see what would bring points before that day: /programs"),),
        over=(),
        why=N_(
            "The points of the program count the age on the day of the application (Immigration and Refugee Protection "
            "Regulations, section 81)."
        ),
        link="six_selection_factors",
        done=(N_("I have seen it"), ""),
    ),
    "work_gain": Words(
        name=_gained,
        event=True,
        missed={},
        detail=_gain,
        to_do=(N_("To do: on that day, see that your profile shows your work as it is."),),
        over=(),
        why=N_(
            "A year of work is 1,560 counted hours, at most 30 a week, and never before twelve months have passed. "
            "IRCC "
            "may show it some days earlier, as its form counts months: claim it only from this day."
        ),
        link="crs_criteria",
        done=(N_("I have seen it"), ""),
    ),
    "category_day": Words(
        name=lambda parts: say("The category “{category}” opens to you", category=say(CATEGORIES[parts[1]])),
        event=True,
        missed={},
        detail=_gain,
        to_do=(N_("To do: on that day, see that your profile shows your work as it is."),),
        over=(),
        why=N_("Each category asks for a length of work in one of its occupations within the last three years."),
        link="category_based_selection",
        done=(N_("I have seen it"), ""),
    ),
    "work_window": Words(
        name=_window,
        missed={
            "points_lost": N_("From the next day on older work is outside the years that count, and points are lost."),
            "eligibility_lost": N_(
                "From the next day on older work is outside the years that count, and the condition is not met any "
                "more."
            ),
        },
        to_do=(N_("To do: see how your work counts, and what would keep it: /work"),),
        over=(N_("That work counts no more."), N_("What you can still do: see how your work counts: /work")),
        why=N_("Work counts only within the last ten, five or three years, measured back from each day anew."),
        link="eligibility_compare_programs",
        done=(N_("I have seen it"), ""),
    ),
    "child_ages_out": Words(
        name=lambda parts: say("Your child born on {day}", day=_born(parts)),
        missed={
            "child_not_included": N_(
                "From the next day on the child is too old to be part of an application made then. What fixes the age "
                "is the day the application is received."
            )
        },
        to_do=(N_("To do: plan to apply before that day, if you are invited."),),
        over=(N_("The child is too old to be included by now."), N_("What you can still do: ask licensed help.")),
        why=N_(
            "A dependent child is under 22 and not in a couple on the day the application is received (Immigration and "
            "Refugee Protection Regulations, sections 2 and 25.1)."
        ),
        link="documents_checklist",
        done=(N_("I have seen it"), ""),
    ),
    "common_law_day": Words(
        name=_always(N_("Living together for a year")),
        event=True,
        missed={
            "status_changes": N_(
                "From that day on you two are common-law partners. It is declared at every stage, and the score and "
                "the funds count you two."
            )
        },
        to_do=(N_("To do: change the marital status in your profile on that day. Before and after: /change"),),
        over=(),
        why=N_(
            "Two people who have lived together for a year without a break are common-law partners (Immigration and "
            "Refugee Protection Regulations, section 1)."
        ),
        link="changes_to_situation",
        done=(N_("I have seen it"), "c:menu"),
    ),
    "funds_table": Words(
        name=_always(N_("The new table of settlement funds")),
        event=True,
        missed={
            "funds_short": N_(
                "If your funds stay below it, the profile no longer meets the condition and can leave the pool."
            )
        },
        detail=_funds,
        to_do=_LETTER,
        over=(N_("The new table is in force."), N_("What you can still do: enter the funds you have now.")),
        why=N_("The amounts change every year, and the table of the day counts."),
        link="proof_of_funds",
        done=(N_("I have the funds"), "f:c:money"),
    ),
    "misrepresentation_bar": Words(
        name=_of_two(N_("The end of your bar"), N_("The end of your partner's bar")),
        missed={"bar_over": N_("From the next day on a profile is possible again.")},
        to_do=(N_("To do: check with licensed help that it has ended before you submit anything."),),
        over=(),
        why=N_(
            "A finding of misrepresentation bars for five years (Immigration and Refugee Protection Act, section 40)."
        ),
        link="misrepresentation",
        done=(N_("I have seen it"), ""),
    ),
    "rule_change": Words(
        name=_always(N_("A change of the rules of the score")),
        event=True,
        missed={
            "rules_change": N_(
                "A change is reported from that day on, and its numbers are not known to me. Until they are, I compute "
                "with the rules before."
            )
        },
        to_do=(N_("To do: on that day, compare with the official tool."),),
        over=(),
        why=N_("I compute with rules whose numbers are published, and say so where they are not."),
        link="crs_tool",
        done=(N_("I have seen it"), ""),
    ),
}
"""How each kind is spoken of; the kinds are those of `rules.watched`."""


def consequence(kind: str, missed: str | None, told: Told) -> Html:
    """What follows, and what stands behind it."""
    words = WORDS[kind]
    after = words.missed.get(missed) if missed is not None else None
    return Html(" ".join(each for each in (words.detail(told), say(after) if after else NOTHING) if each))


def to_do(kind: str, act_by: date | None, today: date) -> Html:
    """The one thing to do, as the day to act by is to come, today or over."""
    before, *later = WORDS[kind].to_do
    if not later:
        return say(before)
    on_the_day, after = later
    if act_by is None:
        return NOTHING
    if act_by > today:
        return say(before, day=day(act_by, weekday=True))
    return say(on_the_day if act_by == today else after)


def title(item: str, the_day: date, today: date) -> Html:
    """What it is, and how far away its day is."""
    words, name, left = WORDS[item.partition(":")[0]], named(item), (the_day - today).days
    if words.event:
        if left > 0:
            return count("<b>{what}: in {n} day</b>", "<b>{what}: in {n} days</b>", left, what=name)
        since = say("<b>{what}: since {day}</b>", what=name, day=day(the_day))
        return since if left else say("<b>{what}: today</b>", what=name)
    if left > 0:
        return count("<b>{what}: {n} day left</b>", "<b>{what}: {n} days left</b>", left, what=name)
    if words.usable:
        over = say("<b>{what}: no longer usable</b>", what=name)
        return over if left else say("<b>{what}: today is the last usable day</b>", what=name)
    over = say("<b>{what}: the last day has passed</b>", what=name)
    return over if left else say("<b>{what}: today is the last day</b>", what=name)


def the_day_in_words(kind: str, the_day: date) -> Html:
    """The day as a sentence of its own."""
    words, told = WORDS[kind], day(the_day, weekday=True)
    if words.event:
        return say("The day: {day}.", day=told)
    return say("Last usable day: {day}.", day=told) if words.usable else say("Last day: {day}.", day=told)


def past(kind: str, the_day: date) -> tuple[Html, ...]:
    """What is said of a day that has passed."""
    words, told = WORDS[kind], day(the_day, weekday=True)
    if words.event:
        return tuple(map(say, words.over))
    was = say("Its last usable day was {day}.", day=told) if words.usable else say("Its last day was {day}.", day=told)
    return (was, *map(say, words.over))
