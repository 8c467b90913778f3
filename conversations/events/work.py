"""Work: a job begins, changes or ends, for a time or for good. Only the candidate's own; days decide, to the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from conversations import answers as typed
from conversations.events.asking import (
    Existing,
    at_since,
    day_within,
    place_of,
    reused,
    several,
    since_within,
)
from conversations.events.event import SINCE, Event, Lacking
from conversations.events.stretches import DAY, ended, split, with_leave
from conversations.kinds import Cautious, YesNo
from conversations.messages import paragraphs
from conversations.profile import screens, work_words
from conversations.profile.days import CANADA, any_day
from conversations.profile.parts import Row, seen, with_changes
from conversations.profile.work import JOBS
from conversations.profile_kinds import Hours
from conversations.program_words import CATEGORIES
from conversations.questions import NONE, Answers, Question, Reading, Unclear, known
from locales import N_, NOTHING, Html, day, number, say
from rules import work
from rules.categories import categories
from rules.facts import Facts, Job
from rules.parameters import book

GROUP: Final = "work"
TOPIC: Final = N_("job")
WHICH: Final = "jobs"
"""The name of the jobs an event can be about, and the key of the question which of them it is."""

# --- which job ---


def going(facts: Facts, on: date) -> list[Job]:
    """The jobs that go on that day, or begin later."""
    return [job for job in facts.jobs or () if job.end is None or job.end >= on]


def _existing(facts: Facts, on: date) -> Mapping[str, Sequence[Job]]:
    return {WHICH: going(facts, on)}


_ADD: Final = f"{screens.PREFIX}:i:own:jobs:new"
_IN_SUM: Final = Lacking(
    N_(
        "You told me your work in complete years. What is complete stays, so nothing changes by itself. If you tell me "
        "the jobs one by one, I count them to the day, and can take in what has changed."
    ),
    JOBS.add,
    _ADD,
)
_NONE_GOING: Final = Lacking(
    N_("I know of no job of yours that goes on. If there is one, add it first, as it was before the change."),
    JOBS.add,
    _ADD,
)
_FULL: Final = Lacking(
    N_("The list of your jobs is full. Remove one that no longer counts first."),
    N_("Work"),
    f"{screens.PREFIX}:c:work",
)


def _needs_a_job(facts: Facts, on: date) -> Lacking | None:
    if facts.jobs is None:
        return _IN_SUM
    return None if going(facts, on) else _NONE_GOING


def _needs_a_place(facts: Facts, on: date) -> Lacking | None:
    return _FULL if len(facts.jobs or ()) >= screens.MOST_IN_A_LIST else None


def _needs_both(facts: Facts, on: date) -> Lacking | None:
    return _needs_a_job(facts, on) or _needs_a_place(facts, on)


JOB: Final = Question(
    WHICH,
    TOPIC,
    N_("Job"),
    N_("Which job is it?"),
    Existing(WHICH, JOBS),
    N_("Each job is counted by itself."),
    applies=several(WHICH),
)


def _replaced(
    facts: Facts, given: Answers, today: date, rows: Sequence[Row] | None, added: Sequence[Row] = ()
) -> Facts:
    """The jobs with the one that is meant put as `rows`, and others added; unchanged where it is there no more."""
    jobs = facts.jobs or ()
    place = place_of(jobs, going(facts, today), given, WHICH)
    if place is None or rows is None:
        return facts
    told = [job.model_dump() for job in jobs]
    told[place : place + 1] = rows
    return with_changes(facts, "own", {"jobs": [*told, *added], "none_of": facts.none_but("jobs")})


def _meant(facts: Facts, given: Answers, today: date) -> Job | None:
    jobs = facts.jobs or ()
    place = place_of(jobs, going(facts, today), given, WHICH)
    return None if place is None else jobs[place]


# --- what it comes to ---


def _means(before: Facts, after: Facts, on: date) -> Html:
    """What the work comes to through the last day of it, and whether the category of an invitation is still met."""
    if after.jobs is None:
        return NOTHING
    # A day counts from the day after it on.
    ends = [job.end + DAY for job in after.jobs if job.end is not None and job not in (before.jobs or ())]
    from_day = max([on, *ends])
    blocks = []
    if before.jobs is None and (before.canadian_work_years or before.foreign_work_years):
        blocks.append(say(JOBS.instead))
    blocks.append(_canadian(after, from_day))
    if category := _category(before, after, from_day):
        blocks.append(category)
    return paragraphs(blocks)


def _canadian(facts: Facts, on: date) -> Html:
    jobs = facts.jobs or ()
    if not any(job.country == CANADA for job in jobs):
        return NOTHING
    lines = [work_words.canadian_year(facts, on)]
    least = work.minimum(jobs, "canadian_experience_class", on)
    if least.met:
        lines.append(say("Experience that is complete stands: a change of job does not take it away."))
    elif least.hours_missing > 0 and least.met_from is None:
        lines.append(
            say(
                "As the jobs stand, the year is not completed. What is counted stays, and skilled, paid work in Canada "
                "goes on from there, with this employer or another, while the earlier work is within the three years."
            )
        )
        if then := _if_it_went_on(jobs, on):
            lines.append(
                say(
                    "If such work went on at {hours} hours a week from {start} on, it would be enough from {day} on.",
                    hours=number(book().work.counting.week.on(on).value),
                    start=day(on),
                    day=day(then, weekday=True),
                )
            )
        lines.append(say("Do not claim the Canadian year before it is complete."))
    return Html("\n".join(lines))


def _if_it_went_on(jobs: Sequence[Job], on: date) -> date | None:
    """From when the year would be enough with work like the last in Canada, at the hours of a full week."""
    last = max((job for job in jobs if job.country == CANADA and job.end), key=lambda job: job.end or on, default=None)
    if last is None:
        return None
    as_before = {**last.model_dump(), "start": on, "end": None, "unpaid_leave": (), "studying": (), "approximate": ()}
    more = Job.model_validate({**as_before, "hours_per_week": book().work.counting.week.on(on).value})
    return work.minimum((*jobs, more), "canadian_experience_class", on).met_from


@dataclass(frozen=True, slots=True)
class SomeHours(Hours):
    """Hours a week of a job that goes on: none is no job, but a leave or an end."""

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        if typed.read_number(text) == 0:
            return Unclear(
                say(
                    "0 hours is not a job that goes on. If it stands still without pay, press Stop and tell me the "
                    "leave; if it has ended, tell me that. Otherwise type the hours, for example “15”."
                )
            )
        return super(SomeHours, self).read(text, answers, pending, today)


def _category(before: Facts, after: Facts, on: date) -> Html:
    """Of an invitation by category that was not answered yet."""
    invitation = before.invitation
    if invitation is None or invitation.category is None or invitation.applied or invitation.declined:
        return NOTHING
    then, now = (
        next((one for one in categories(facts, on) if one.category == invitation.category), None)
        for facts in (before, after)
    )
    if then is None or now is None:
        return NOTHING
    worded = {
        True: N_("Your invitation is in the category “{category}”: with this change you still meet it."),
        False: N_(
            "Your invitation is in the category “{category}”: with this change you do not meet it. Do not apply before "
            "this is settled; get licensed help."
        ),
        None: N_(
            "Your invitation is in the category “{category}”: whether you meet it depends on what is not told yet."
        ),
    }[now.eligible]
    if then.eligible is False and now.eligible is False:
        worded = N_(
            "Your invitation is in the category “{category}”: from what you told me you do not meet it, with this "
            "change or without. Check the jobs I know of, and get licensed help before you apply."
        )
    return say(worded, category=say(CATEGORIES[invitation.category]))


def _with_letter(before: Facts, after: Facts, on: date) -> Html:
    """For who leaves an employer: the letter is easier to have now."""
    told = _means(before, after, on)
    if not any(job.end is not None and job not in (before.jobs or ()) for job in after.jobs or ()):
        return told
    letter = say(
        "Ask the employer you leave for a reference letter now: it names the dates, the hours a week, the pay and the "
        "duties. It is easier to have it while people there know you."
    )
    return paragraphs((told, letter))


# --- a job begins ---

_NOW: Final = {
    "noc": N_("What is the occupation? Type the job title or its NOC code."),
    "country": N_("In which country is the work physically done?"),
    "hours_per_week": N_("How many hours a week, on average, are agreed?"),
    "paid": N_("Is the work paid, by wages or commission?"),
    "self_employed": N_("Is it self-employment?"),
    "authorised": N_("Are you allowed to do this work, by a work permit or a status?"),
    "studying": N_("Are you a full-time student while you do it?"),
}
"""The questions on a job, asked of one that goes on."""

_BEGINS: Final = any_day(back=10, ahead=2, cautious=Cautious.last)


def _new(fixed: Mapping[str, Any], start: str) -> tuple[Question, ...]:
    """The questions on a new job, its first day first."""
    asked = reused(
        JOBS.questions,
        TOPIC,
        without=("end", "unpaid_leave", *fixed),
        fixed={**fixed, "end": NONE},
        kinds={"start": _BEGINS},
        wordings={**_NOW, "start": start},
    )
    first = tuple(question for question in asked if question.key == "start")
    return (*first, *(question for question in asked if question.key != "start"))


def _begin(fixed: Mapping[str, Any]) -> Any:
    def change(facts: Facts, given: Answers, today: date) -> Facts:
        row = JOBS.item({**given, **fixed, "end": NONE})
        told = [job.model_dump() for job in facts.jobs or ()]
        return with_changes(facts, "own", {"jobs": [*told, row], "none_of": facts.none_but("jobs")})

    return change


_STARTS: Final = N_("When does the job start, or when did it?")

STARTED: Final = Event(
    key="job_started",
    group=GROUP,
    title=N_("I start a job"),
    words=(N_("new job"), N_("I started a new job"), N_("I have a new job")),
    questions=_new({}, _STARTS),
    change=_begin({}),
    needed=("start", "country"),
    from_day="start",
    lacking=_needs_a_place,
    seen=seen,
    means=_means,
    dated=True,
)

SELF_EMPLOYED: Final = Event(
    key="self_employment",
    group=GROUP,
    title=N_("I begin to work for myself"),
    words=(N_("self-employed"), N_("I am self-employed now")),
    questions=_new({"self_employed": True}, N_("When does it begin, or when did it?")),
    change=_begin({"self_employed": True}),
    needed=("start", "country"),
    from_day="start",
    lacking=_needs_a_place,
    seen=seen,
    means=_means,
    opening=N_(
        "Self-employment in Canada does not count for the Canadian Experience Class; abroad it can count. If you give "
        "up a job for it, tell me that job's last day too."
    ),
    dated=True,
)

# --- from one employer to another ---

LEFT: Final = "left"

_LAST_DAY_WHY: Final = N_("Work counts through the last paid day.")


def _last_day(key: str, wording: str, hint: str = "") -> Question:
    return Question(key, TOPIC, N_("Last paid day"), wording, day_within(WHICH), _LAST_DAY_WHY, hint)


_LAST_PAID: Final = _last_day(
    SINCE,
    N_("What was, or will be, the last paid day?"),
    N_("The last day of work that was paid; money for leaving does not add days."),
)


def _change_employer(facts: Facts, given: Answers, today: date) -> Facts:
    job, left = _meant(facts, given, today), known(given, LEFT)
    last = date.fromisoformat(left) if left else None
    new = JOBS.item({**given, "end": NONE})
    return _replaced(facts, given, today, [ended(job, last)] if job and last else None, [new])


CHANGED: Final = Event(
    key="job_changed",
    group=GROUP,
    title=N_("I move to another employer"),
    words=(N_("I changed jobs"), N_("I changed employers"), N_("new employer")),
    questions=(
        JOB,
        _last_day(LEFT, N_("What was, or will be, the last paid day at the employer you leave?")),
        *_new({}, N_("When does the new job start, or when did it?")),
    ),
    change=_change_employer,
    existing=_existing,
    needed=(WHICH, LEFT, "start", "country"),
    from_day="start",
    lacking=_needs_both,
    seen=seen,
    means=_with_letter,
    dated=True,
)

# --- a job ends ---


def _end(facts: Facts, given: Answers, today: date) -> Facts:
    job = _meant(facts, given, today)
    return _replaced(facts, given, today, [ended(job, at_since(given, today))] if job else None)


ENDED: Final = Event(
    key="job_ended",
    group=GROUP,
    title=N_("A job of mine ends"),
    words=(N_("I quit my job"), N_("I left my job"), N_("my contract ended")),
    questions=(
        JOB,
        _LAST_PAID,
    ),
    change=_end,
    existing=_existing,
    needed=(WHICH, SINCE),
    lacking=_needs_a_job,
    means=_with_letter,
    dated=True,
)

FOR_GOOD: Final = "for_good"
BACK: Final = "back"


def _lay_off(facts: Facts, given: Answers, today: date) -> Facts:
    """For good the job ends; for a time the days without pay are leave."""
    job, last = _meant(facts, given, today), at_since(given, today)
    if job is None:
        return facts
    if known(given, FOR_GOOD) is not False:
        return _replaced(facts, given, today, [ended(job, last)])
    back = known(given, BACK)
    until = None if back in (None, NONE) else date.fromisoformat(back) - DAY
    return _replaced(facts, given, today, [with_leave(job, last + DAY, until)])


LAID_OFF: Final = Event(
    key="laid_off",
    group=GROUP,
    title=N_("I am laid off"),
    words=(N_("I was laid off"), N_("I lost my job"), N_("I was fired")),
    opening=N_("I am sorry to hear that. What you worked until the last paid day stays counted."),
    questions=(
        JOB,
        _LAST_PAID,
        Question(
            FOR_GOOD,
            TOPIC,
            N_("How long"),
            N_("Is it for good, or are you to come back?"),
            YesNo(N_("For good"), N_("I am to come back"), in_full=True),
            N_("A job that waits for you goes on; its weeks without pay do not count."),
        ),
        Question(
            BACK,
            TOPIC,
            N_("Back at work"),
            N_("On which day do you work again?"),
            day_within(
                WHICH,
                last="end",
                none=N_("Not known yet"),
                follows=((SINCE, N_("{day} is before the last paid day, {other}. Please check both.")),),
            ),
            N_("From that day on the work counts again."),
            applies=lambda answers: known(answers, FOR_GOOD) is False,
        ),
    ),
    change=_lay_off,
    existing=_existing,
    needed=(WHICH, SINCE),
    lacking=_needs_a_job,
    means=_with_letter,
    dated=True,
)

# --- a job goes on otherwise ---


def _split(facts: Facts, given: Answers, today: date, told: Row) -> Facts:
    job = _meant(facts, given, today)
    return _replaced(facts, given, today, split(job, at_since(given, today), told) if job and told else None)


HOURS: Final = "hours_per_week"

HOURS_CHANGED: Final = Event(
    key="hours_changed",
    group=GROUP,
    title=N_("My hours at work change"),
    words=(N_("my hours changed"), N_("my hours were cut"), N_("part-time now")),
    questions=(
        JOB,
        since_within(
            N_("From which day on are the hours different?"),
            N_("Until the day before, the job is counted with its old hours."),
            WHICH,
            topic=TOPIC,
            label=N_("From"),
        ),
        *reused(
            [question for question in JOBS.questions if question.key == HOURS],
            TOPIC,
            kinds={HOURS: SomeHours((15, 30))},
            wordings={HOURS: N_("How many hours a week from that day on?")},
        ),
    ),
    change=lambda facts, given, today: _split(facts, given, today, {HOURS: known(given, HOURS)}),
    existing=_existing,
    needed=(WHICH, SINCE, HOURS),
    lacking=_needs_both,
    means=_means,
    dated=True,
)

UNTIL: Final = "until"


def _leave(facts: Facts, given: Answers, today: date) -> Facts:
    job, until = _meant(facts, given, today), known(given, UNTIL)
    last = None if until in (None, NONE) else date.fromisoformat(until)
    return _replaced(facts, given, today, [with_leave(job, at_since(given, today), last)] if job else None)


LEAVE: Final = Event(
    key="leave",
    group=GROUP,
    title=N_("I take unpaid or parental leave"),
    words=(N_("parental leave"), N_("maternity leave"), N_("unpaid leave")),
    opening=N_(
        "Weeks that your employer does not pay do not count as work, also where a benefit is paid instead. Paid "
        "holidays and paid sick leave stay in, so they need not be told."
    ),
    questions=(
        JOB,
        since_within(
            N_("On which day does the unpaid leave begin, or did it?"),
            N_("Weeks without pay do not count."),
            WHICH,
            topic=TOPIC,
            label=N_("Leave from"),
        ),
        Question(
            UNTIL,
            TOPIC,
            N_("Leave until"),
            N_("What is its last day?"),
            day_within(
                WHICH,
                last="end",
                none=N_("Not known yet"),
                follows=((SINCE, N_("{day} is before the leave begins, {other}. Please check both.")),),
            ),
            N_("From the day after it the work counts again."),
        ),
    ),
    change=_leave,
    existing=_existing,
    needed=(WHICH, SINCE),
    lacking=_needs_a_job,
    means=_means,
    dated=True,
)


def _other_duties(facts: Facts, given: Answers, today: date) -> Facts:
    code = known(given, "noc")
    if code is None:
        return facts
    return _split(facts, given, today, {"noc": code, "duties": known(given, "duties"), "qualified_from": None})


DUTIES: Final = Event(
    key="duties_changed",
    group=GROUP,
    title=N_("My duties or occupation change"),
    words=(N_("I was promoted"), N_("promotion"), N_("my duties changed")),
    questions=(
        JOB,
        since_within(
            N_("From which day on is the work different?"),
            N_("Two occupations at one employer are counted as two jobs."),
            WHICH,
            topic=TOPIC,
            label=N_("From"),
        ),
        *reused(
            [question for question in JOBS.questions if question.key in ("noc", "duties")],
            TOPIC,
            wordings={"noc": N_("What is the occupation from that day on? Type the job title or its NOC code.")},
        ),
    ),
    change=_other_duties,
    existing=_existing,
    needed=(WHICH, SINCE, "noc"),
    lacking=_needs_both,
    seen=seen,
    means=_means,
    dated=True,
)

EVENTS: Final = (STARTED, CHANGED, ENDED, LAID_OFF, HOURS_CHANGED, LEAVE, DUTIES, SELF_EMPLOYED)
