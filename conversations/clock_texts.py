"""What a reminder of each kind says: one entry a kind, with what follows, what to do, and why.

`clock_words` puts a reminder together from its entry. A kind without an entry here, or an entry without a ladder, fails
a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from conversations import clock_names, program_words, rule_news, score
from conversations.events.by_itself import FORGIVEN
from locales import N_, NOTHING, Html, count, day, inside, number, say, signed

Told = Mapping[str, Any]
"""The facts behind a reminder, as its row keeps them: plain values, days as ISO text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How one kind is spoken of. Texts are message ids.

    `missed` says what follows from the next day on, by `rules.clocks.Missed`; `detail` more, from the facts. `to_do`
    are the sentences before the day to act by, on it, and after it; with one only, that one always. `over` is said once
    the day has passed. `done` is the label of the button that says it is dealt with, and the data of where that is
    told; "" ends the reminders of the item.

    `on_the_day` is said on the day itself in place of what to do; where the person told it beforehand and it may have
    gone otherwise, `answers` are then the buttons, as `done`. `instead` is what to do by what follows, where that asks
    for something else. `invited` is what follows while an invitation is open, where that is something else.
    """

    event: bool = False  # something happens on the day, where otherwise something ends with it
    usable: bool = False  # what ends is a document that is used, not a time to act
    again: bool = False  # it comes again and again, and has no day that matters
    missed: Mapping[str, str]
    detail: Callable[[Told], Html] = lambda _told: NOTHING
    to_do: tuple[str, ...]
    over: tuple[str, ...]
    why: str
    link: str
    done: tuple[str, str] = (N_("I have seen it"), "")
    on_the_day: str = ""
    instead: Mapping[str, str] = field(default_factory=dict)
    invited: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[tuple[str, str], ...] = ()


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
            "On the next day you turn {age}: your Federal Skilled Worker points then come to {after} instead of "
            "{before}, below the pass mark, if all else stays as it is.",
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
                "meant; the other is {day}.",
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
        names = program_words.names(programs)
        lines.append(say("From then on you meet the conditions of: {programs}.", programs=names))
    if categories := told["categories"].split():
        names = program_words.categories(categories)
        lines.append(say("From then on these categories of rounds are open to you: {categories}.", categories=names))
    if told["assumes"]:
        lines.append(say("This holds if you go on working as now."))
    return Html(" ".join(lines))


def _test(told: Told) -> Html:
    """What there is of a result today: its points, where no more than points ends with it, and its category."""
    lines = []
    if told.get("brings"):
        parts = (each.split("=") for each in told["moved"].split())
        moved = score.what_moved((key, 0, int(points)) for key, points in parts)
        lines.append(
            count(
                "Today it brings {n} point: {moved}.",
                "Today it brings {n} points: {moved}.",
                told["brings"],
                moved=moved,
            )
        )
    elif "brings" in told:
        lines.append(say("Today it brings no points."))
    lines += [
        say("The category “{category}” is open to you only with it.", category=say(program_words.CATEGORIES[key]))
        for key in told.get("categories", "").split()
    ]
    return Html(" ".join(lines))


def _effective(told: Told) -> Html:
    return say(
        "The invitation itself runs until {until}, its day {days}. But this ends first: {what}, on day {number}. What "
        "you apply with has to be usable on the day you apply. That day ends at midnight UTC, or at midnight where you "
        "live if that comes first.",
        until=day(date.fromisoformat(told["invitation_until"]), weekday=True),
        days=told["days"],
        what=inside(clock_names.named(told["cause"])),
        number=told["number"],
    )


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
            "risk: the account says so."
        )
    if told.get("asking") == "check":
        return say("Whether one is needed depends on stays I do not know: please check.")
    return say("It has to be there before you apply.")


# --- the entries ---

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
    N_(
        "To do: get an appointment with a panel physician by {day}, so that the exam is made in time (our planning "
        "margin)."
    ),
    N_("To do today: get an appointment with a panel physician. This is our planning margin."),
    N_("To do: get the earliest appointment with a panel physician. Our planning margin has passed."),
)

_LETTER: Final = (
    N_("To do: have the money there, and ask your bank for a letter by {day} (our planning margin)."),
    N_("To do today: ask your bank for a letter. This is our planning margin."),
    N_("To do: ask your bank for a letter at once. Our planning margin has passed."),
)

_POINTS_LOST: Final = N_("From the next day on it gives no points.")

_POINTS_OF_THE_ROUND: Final = N_(
    "If you apply after that day, its points do not count, and you still need the score you were invited with. What "
    "that means for you: /invitation"
)

_ACCOUNT_LOOK: Final = Words(
    again=True,
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
)

WORDS: Final[Mapping[str, Words]] = {
    "language_test": Words(
        usable=True,
        detail=_test,
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
        invited={"points_lost": _POINTS_OF_THE_ROUND},
        to_do=_NEW_TEST,
        over=(
            N_("It no longer counts."),
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
        missed={
            "education_not_counted": N_(
                "From the next day on that diploma does not count: points are lost, and perhaps a program with them."
            ),
            "points_lost": _POINTS_LOST,
        },
        invited={"points_lost": _POINTS_OF_THE_ROUND, "education_not_counted": _POINTS_OF_THE_ROUND},
        to_do=_NEW_REPORT,
        over=(
            N_("It is five years old and no longer counts."),
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
        missed={
            "profile_expires": N_(
                "After that it leaves the pool, and IRCC keeps nothing of it. A new profile has a new time stamp."
            )
        },
        to_do=(N_("To do: have your re-entry sheet and documents ready: /reentry"),),
        over=(
            N_(
                "On the day after, it ends at the hour at which it was submitted. From then on you are in no round "
                "until you submit a new one."
            ),
            N_(
                "What you can still do: submit a new profile once it has ended. Everything you told me is ready: "
                "/reentry"
            ),
        ),
        why=N_(
            "A profile stays in the pool for twelve months after it was received, to the same time of day (Ministerial "
            "Instructions on Express Entry, section 4(1)). The date your account shows wins."
        ),
        link="submit_profile",
        done=(N_("I submitted a new profile"), "c:e:re_entered"),
    ),
    "profile_draft": Words(
        missed={"draft_erased": N_("After that the form is erased, and you would have to start again.")},
        to_do=(N_("To do: finish the form and submit it."),),
        over=(N_("The form has been erased."), N_("What you can still do: begin a new one.")),
        why=N_(
            "A form has to be finished and submitted within 60 days of opening it. This is reported; it is not in the "
            "law."
        ),
        link="submit_profile",
        done=(N_("I submitted it"), "f:p:own:pool"),
    ),
    "nomination_answer": Words(
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
            "A nomination in the account is answered within 30 calendar days. This is reported from IRCC's pages, and "
            "not in the law."
        ),
        link="provincial_nominee",
        done=(N_("I answered it"), "f:p:own:nomination"),
    ),
    "nomination": Words(
        usable=True,
        missed={
            "nomination_points_lost": N_(
                "From the next day on no application can be made with it, and I no longer count its points."
            )
        },
        to_do=(
            N_(
                "To do: ask the province in good time whether it extends the certificate. If you are invited, apply "
                "before that day."
            ),
        ),
        over=(N_("It has run out."), N_("What you can still do: ask the province whether it extends it.")),
        why=N_(
            "As far as I know, each province sets how long its certificate is valid, and the application has to be "
            "made while it is."
        ),
        link="provincial_nominee",
        done=(N_("It was extended"), "f:p:own:nomination"),
    ),
    "invitation": Words(
        missed={
            "invitation_expires": N_(
                "After that the invitation has expired, and your profile is out of the pool. Declining before that day "
                "keeps the profile."
            )
        },
        detail=lambda _told: say(
            "It ends at 23:59:59 UTC of that day, or at the time your account shows: plan for the day before."
        ),
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
        missed={"invitation_expires": N_("After that day you cannot apply with it as it stands.")},
        detail=_effective,
        to_do=(N_("To do: apply by that day, or see the other ways: /invitation"),),
        over=(N_("What you can still do: see the ways that are open: /invitation"),),
        why=N_(
            "What the application rests on has to hold on the day you apply (Immigration and Refugee Protection Act, "
            "section 11.2)."
        ),
        link="invited_respond",
        done=(N_("I have applied"), "i:apply"),
    ),
    "account_look": _ACCOUNT_LOOK,
    "application_look": _ACCOUNT_LOOK,
    "police_certificate": Words(
        usable=True,
        missed={
            "new_certificate_needed": N_(
                "From the next day on it is more than six months old, and a new one is needed for an application."
            ),
            "application_incomplete": N_("Without it the application is incomplete."),
        },
        detail=_still_to_get,
        to_do=_ASK_FOR_IT,
        over=(N_("What you can still do: ask for a new one, and keep the proof that you did: /documents"),),
        why=N_(
            "A certificate is asked for from every country but Canada where you lived six months or more in a row in "
            "the last ten years, not counting the time before you were 18. That of the country you live in may be six "
            "months old at most. This is reported from IRCC's pages, and not in the law."
        ),
        link="police_certificates",
        done=(N_("I have it"), "f:c:documents"),
    ),
    "medical_exam": Words(
        usable=True,
        missed={
            "new_exam_needed": N_("From the next day on a new exam is needed."),
            "application_incomplete": N_("Without it the application is incomplete."),
        },
        detail=_still_to_get,
        to_do=_MAKE_EXAM,
        over=(N_("What you can still do: have a new exam."),),
        why=N_(
            "Since 21 August 2025 the exam comes before the application, for the whole family, coming or not. Its "
            "result is good for twelve months (Immigration and Refugee Protection Regulations, section 30)."
        ),
        link="medical_exams",
        done=(N_("The exam is done"), "f:c:documents"),
    ),
    "passport": Words(
        usable=True,
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
        event=True,
        missed={
            "points_lost": N_(
                "The profile counts that by itself. A new profile would not avoid it, and would come later in a tie."
            ),
            "forgiven_after_invitation": FORGIVEN,
        },
        detail=_birthday,
        to_do=(N_("To do: enter what can count before that day: a test result, an assessment, a change."),),
        on_the_day=N_("To do: nothing for today. Your score as it is now: /score"),
        instead={"forgiven_after_invitation": N_("To do: nothing. Apply as planned: /invitation")},
        over=(N_("Your score is counted with it since then: /score"),),
        why=N_("The CRS counts age in completed years, and looks at it again every day."),
        link="crs_criteria",
    ),
    "selection_grid_birthday": Words(
        missed={
            "eligibility_lost": N_(
                "Then the Federal Skilled Worker conditions are not met any more, and without another program the "
                "profile leaves the pool."
            ),
            "forgiven_after_invitation": FORGIVEN,
        },
        detail=_grid_birthday,
        to_do=(N_("To do: see what would bring points before that day: /programs"),),
        instead={"forgiven_after_invitation": N_("To do: nothing. Apply as planned: /invitation")},
        over=(N_("What you can still do: see what would bring points: /programs"),),
        why=N_(
            "The points of the program count the age on the day of the application (Immigration and Refugee Protection "
            "Regulations, section 81)."
        ),
        link="six_selection_factors",
    ),
    "work_gain": Words(
        event=True,
        missed={},
        detail=_gain,
        to_do=(N_("To do: on that day, see that your profile shows your work as it is."),),
        on_the_day=N_("To do today: see that your profile shows your work as it is."),
        over=(N_("To do: see that your profile shows your work as it is."),),
        why=N_(
            "A year of work is 1,560 counted hours, at most 30 a week, and never before twelve months have passed. "
            "IRCC may show it some days earlier, as its form counts months: claim it only from this day."
        ),
        link="crs_criteria",
    ),
    "category_day": Words(
        event=True,
        missed={},
        detail=_gain,
        to_do=(N_("To do: on that day, see that your profile shows your work as it is."),),
        on_the_day=N_("To do today: see that your profile shows your work as it is."),
        over=(N_("To do: see that your profile shows your work as it is."),),
        why=N_("Each category asks for a length of work in one of its occupations within the last three years."),
        link="category_based_selection",
    ),
    "work_window": Words(
        missed={
            "points_lost": N_("From the next day on older work is outside the years that count, and points are lost."),
            "eligibility_lost": N_(
                "From the next day on older work is outside the years that count, and the condition is not met any "
                "more."
            ),
        },
        invited={"points_lost": _POINTS_OF_THE_ROUND},
        to_do=(N_("To do: see how your work counts, and what would keep it: /work"),),
        over=(N_("That work no longer counts."), N_("What you can still do: see how your work counts: /work")),
        why=N_(
            "Work counts only within the last ten, five or three years, by the rule. These years are counted again "
            "every day."
        ),
        link="eligibility_compare_programs",
    ),
    "child_ages_out": Words(
        missed={
            "child_not_included": N_(
                "From the next day on the child is too old to be part of an application made then. What fixes the age "
                "is the day the application is received or, for a provincial nominee, the day the nomination was "
                "applied for."
            )
        },
        to_do=(N_("To do: plan to apply before that day, if you are invited."),),
        over=(
            N_("The child is now too old to be included."),
            N_("What you can still do: ask a licensed representative."),
        ),
        why=N_(
            "A dependent child is under 22 and not in a couple on the day the application is received (Immigration and "
            "Refugee Protection Regulations, sections 2 and 25.1)."
        ),
        link="documents_checklist",
    ),
    "common_law_day": Words(
        event=True,
        missed={
            "status_changes": N_(
                "From that day on you two are common-law partners. It is declared at every stage, and the score and "
                "the funds count both of you."
            )
        },
        to_do=(N_("To do: change the marital status in your profile on that day. Before and after: /change"),),
        over=(N_("Since then you two count as common-law partners, if you still live together."),),
        why=N_(
            "Two people who have lived together for a year without a break are common-law partners (Immigration and "
            "Refugee Protection Regulations, section 1)."
        ),
        link="changes_to_situation",
        on_the_day=N_("Today is the day you told me. Do you still live together, without a break since then?"),
        answers=(
            (N_("We still live together"), ""),
            (N_("We moved in on another day"), "f:p:own:couple"),
            (N_("We no longer live together"), "c:e:separation"),
        ),
    ),
    "wedding_day": Words(
        event=True,
        missed={
            "status_changes": N_(
                "From that day on you two are spouses. It is declared at every stage, and the score and the funds "
                "count you two."
            )
        },
        to_do=(N_("To do: nothing before. On the morning of that day I ask you whether it takes place."),),
        on_the_day=N_("Today is the day you told me. Does it take place?"),
        answers=(
            (N_("It takes place"), ""),
            (N_("It is on another day"), "c:e:marriage"),
            (N_("It does not take place"), "f:p:own:couple"),
        ),
        over=(N_("That was the day you told me. Did it take place?"),),
        why=N_("You told me this day, and from it on you count as spouses by itself. So it has to be right."),
        link="changes_to_situation",
    ),
    "birth_expected": Words(
        event=True,
        missed={},
        to_do=(N_("To do: nothing before. Nobody is counted before the birth; tell me its day when it has come."),),
        on_the_day=N_(
            "Today is the day you told me. A birth comes when it comes. When the child is there, tell me its day: "
            "until then nobody more is counted."
        ),
        answers=(
            (N_("The child is born"), "c:e:birth"),
            (N_("It is expected later"), "c:e:child_expected"),
            (N_("No child is expected"), "c:e:child_not_expected"),
        ),
        over=(N_("That was the day you told me. When the child is there, tell me its day."),),
        why=N_("From the birth on, a child is declared and examined at every stage, and counts in the family."),
        link="changes_to_situation",
    ),
    "job_start": Words(
        event=True,
        missed={},
        to_do=(N_("To do: nothing before. On the morning of that day I ask you whether it begins."),),
        on_the_day=N_("Today is the day you told me. Does it begin? From today on its paid weeks count as work."),
        answers=((N_("It begins"), ""), (N_("It is otherwise"), "f:c:work")),
        over=(N_("That was the day you told me. Did it begin?"),),
        why=N_("You told me this day, and from it on the work counts by itself. So it has to be right."),
        link="changes_to_situation",
    ),
    "job_end": Words(
        event=True,
        missed={},
        to_do=(
            N_("To do: ask for the reference letter while you work there. On the last day I ask you whether it ends."),
        ),
        on_the_day=N_("Today is the day you told me. Does it end? No more weeks are added after today."),
        answers=((N_("It ends"), ""), (N_("It is otherwise"), "f:c:work")),
        over=(N_("That was the day you told me. Did it end?"),),
        why=N_("Work counts through its last paid day, which you told me. So it has to be right."),
        link="changes_to_situation",
    ),
    "funds_table": Words(
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
        done=(N_("I have the funds"), "c:e:funds_changed"),
    ),
    "funds_update": Words(
        missed={
            "funds_short": N_(
                "The new table is in force. Profiles in the pool follow it by that day; one that stays below it can "
                "leave the pool."
            )
        },
        detail=_funds,
        to_do=_LETTER,
        over=(N_("What you can still do: enter the funds you have now."),),
        why=N_("The amounts change every year, and the table of the day counts."),
        link="proof_of_funds",
        done=(N_("I have the funds"), "c:e:funds_changed"),
    ),
    "misrepresentation_bar": Words(
        missed={"bar_over": N_("From the next day on a profile is possible again.")},
        to_do=(N_("To do: before you submit anything, check with a licensed representative that it has ended."),),
        over=(
            N_(
                "What you can do now: before you submit anything, check with a licensed representative that it has "
                "ended."
            ),
        ),
        why=N_(
            "A finding of misrepresentation bars for five years (Immigration and Refugee Protection Act, section 40)."
        ),
        link="misrepresentation",
    ),
    "rule_start": Words(
        event=True,
        missed={},
        detail=rule_news.moves,
        to_do=(N_("To do: look whether a change of yours before that day would help: /score"),),
        over=(N_("The new rules are in force: /score"),),
        why=N_(
            "Rules have a first day. What they change for you is computed by the rules of that day and of the day "
            "before."
        ),
        link="crs_criteria",
    ),
    "rule_change": Words(
        event=True,
        missed={
            "rules_change": N_(
                "A change is reported from that day on, and its numbers are not known to me. Until they are, I "
                "compute with the earlier rules."
            )
        },
        to_do=(N_("To do: on that day, compare with the official tool."),),
        over=(N_("To do: compare with the official tool. My score says what is missing: /score"),),
        why=N_("I compute with rules whose numbers are published, and say so where they are not."),
        link="crs_tool",
    ),
    "goal": Words(
        missed={},
        to_do=(N_("To do: see what is still missing, and set another day if you need one: /goal"),),
        over=(N_("You can set another day, or give the goal up: /goal"),),
        why=N_("You set this goal yourself: a CRS score, and the day by which you want to reach it."),
        link="crs_criteria",
    ),
}
"""How each kind is spoken of; the kinds are those of `rules.watched`, and the goal a person set themselves."""
