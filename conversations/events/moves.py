"""Moves: another country or province, a permit, a passport, the plan to live in Quebec or no longer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from conversations import shut_out
from conversations.events import work
from conversations.events.asking import (
    Existing,
    at_since,
    place_of,
    reused,
    several,
    since_within,
    there,
)
from conversations.events.event import SINCE, Event, Lacking, since
from conversations.events.stretches import DAY, split
from conversations.kinds import Cautious, Option
from conversations.messages import paragraphs
from conversations.profile import screens
from conversations.profile.days import CANADA, any_day
from conversations.profile.documents import PAPERS, PERMITS
from conversations.profile.parts import Row, fields, seen, with_changes
from conversations.profile.work import JOBS
from conversations.profile.you import ABOUT_YOU, WITHOUT_STATUS
from conversations.profile_kinds import Country
from conversations.questions import Answers, Question, known
from conversations.score import licensed
from locales import N_, NOTHING, Html, say
from rules.facts import Facts, Permit, Told
from rules.knock_outs import knock_outs
from rules.programs import programs

GROUP: Final = "moves"
PLACE: Final = N_("where you live")
BESIDE: Final = "beside"
"""The answer that it is none of those told already."""
PERMIT: Final = N_("permit")
QUEBEC: Final = "intends_to_live_in_quebec"
OPEN_STAY: Final = "stays"

# --- another country ---


def _lived_in(facts: Facts, on: date) -> Mapping[str, Sequence[Told]]:
    """The stay that goes on, as a move cannot be before it began; and the jobs that can go on from elsewhere."""
    lasting = [stay for stay in facts.stays or () if stay.end is None]
    return {OPEN_STAY: sorted(lasting, key=lambda stay: stay.start)[-1:], JOBS.key: work.going(facts, on)}


def _move(facts: Facts, given: Answers, today: date) -> Facts:
    """The stay that went on ends the day before, and the new one begins."""
    on, country = at_since(given, today), known(given, "country")
    if country is None:
        return facts
    told: list[dict[str, Any]] = []
    for stay in facts.stays or ():
        row = stay.model_dump()
        if stay.end is None and stay.start < on:
            row["end"] = on - DAY
        told.append(row)
    told.append({"country": country, "start": on})
    jobs = _jobs_from_there(facts, given, on, today)
    return with_changes(facts, "own", {"stays": told, "none_of": facts.none_but("stays"), **jobs})


def _jobs_from_there(facts: Facts, given: Answers, on: date, today: date) -> Row:
    """The job that goes on from the new country, in two stretches; where it may be done there is not known yet."""
    jobs, marked = facts.jobs or (), known(given, JOBS.key)
    place = next((n for n, job in enumerate(jobs) if screens.mark(job) == marked), None)
    if place is None:
        return {}
    told = [job.model_dump() for job in jobs]
    told[place : place + 1] = split(jobs[place], on, {"country": known(given, "country"), "authorised": None})
    return {"jobs": told}


def _where_work_counts(before: Facts, after: Facts, on: date) -> Html:
    lines = [
        say(
            "Where you work decides how the work counts: from the day of the move on, work you go on with is work in "
            "the new country, whoever pays. If a job ends with the move, tell me that too."
        )
    ]
    if before.stays is None:
        lines.append(
            say("For police certificates I need the other countries you lived in too: add them in your profile.")
        )
    if _now_in(after) != CANADA and any(permit.until >= on for permit in after.permits):
        lines.append(say("Your permits in Canada are still on file. If one ended, tell me."))
    return Html("\n\n".join(lines))


def _now_in(facts: Facts) -> str | None:
    stays = facts.stays or ()
    return stays[-1].country if stays else None


ABROAD: Final = Event(
    key="moved_country",
    group=GROUP,
    title=N_("I move to another country"),
    words=(N_("I moved to another country"), N_("I moved abroad"), N_("I came to Canada"), N_("I moved to Canada")),
    questions=(
        since_within(
            N_("On which day do you move, or did you?"),
            N_("The length of each stay decides whether a police certificate is needed."),
            OPEN_STAY,
            topic=PLACE,
            label=N_("Moved on"),
            last="",
        ),
        Question(
            "country",
            PLACE,
            N_("Country"),
            N_("Which country do you move to?"),
            Country(),
            N_("Police certificates are asked for by country."),
        ),
        Question(
            JOBS.key,
            PLACE,
            N_("Job that goes on"),
            N_("Do you go on with a job from there, for the same employer?"),
            Existing(JOBS.key, JOBS, (Option(BESIDE, N_("No, none"), words=("no", "non", "none", "aucun")),)),
            N_("From the day of the move on it is work in the new country."),
            applies=there(JOBS.key),
        ),
    ),
    change=_move,
    existing=_lived_in,
    seen=seen,
    needed=(SINCE, "country"),
    means=_where_work_counts,
)

# --- another province ---

_PLANS: Final = [one for one in ABOUT_YOU.questions if one.key == QUEBEC]


def _province(before: Facts, after: Facts, on: date) -> Html:
    if told := _quebec(before, after, on):
        return told
    lines = [
        say(
            "The province you live in gives no CRS points. The new address belongs in your profile or application; "
            "nothing else changes here."
        )
    ]
    if after.nomination is not None and after.nomination.accepted:
        lines.append(
            say(
                "A nomination rests on your plan to live in the province that gave it. If that plan has changed, speak "
                "with the province first, and with licensed help."
            )
        )
    return Html("\n\n".join(lines))


def _shut(before: Facts, after: Facts, on: date, key: str) -> list[Html]:
    """What shuts the programs from that day on; empty words where before and after say it of a program already."""
    shut = shut_out.each_once(one for one in knock_outs(after, on) if one.key == key)
    said = any(one.eligible for one in programs(before, on))
    return [NOTHING if said else one for one in shut]


def _quebec(before: Facts, after: Facts, on: date) -> Html:
    shut = _shut(before, after, on, "quebec")
    return paragraphs((*shut, _if_quebec())) if shut else NOTHING


def _if_quebec() -> Html:
    return say(
        "If that is so, Express Entry is not your way, and Quebec has programs of its own. If your plan changes back, "
        "tell me, and everything counts again."
    )


PROVINCE: Final = Event(
    key="moved_province",
    group=GROUP,
    title=N_("I move within Canada"),
    words=(N_("I moved to another province"),),
    questions=(
        since(
            N_("On which day do you move, or did you?"),
            N_("The new address counts from that day."),
            name=N_("Moved on"),
            topic=PLACE,
        ),
        *reused(_PLANS, PLACE, wordings={QUEBEC: N_("Do you plan to live in Quebec as a permanent resident?")}),
    ),
    change=lambda facts, given, _today: _planning(facts, given),
    means=_province,
)


def _planning(facts: Facts, given: Answers) -> Facts:
    plans = known(given, QUEBEC)
    return facts if plans is None else with_changes(facts, "own", {QUEBEC: plans})


QUEBEC_PLAN: Final = Event(
    key="quebec",
    group=GROUP,
    title=N_("I plan to live in Quebec, or not"),
    words=(N_("I want to live in Quebec"), N_("I do not want to live in Quebec any more")),
    questions=(
        since(
            N_("Since when is that your plan?"),
            N_("What counts is the plan you have now."),
            name=N_("Since"),
            topic=PLACE,
            ahead=0,
        ),
        *reused(_PLANS, PLACE),
    ),
    change=lambda facts, given, _today: _planning(facts, given),
    needed=(QUEBEC,),
    means=_quebec,
)


# --- permits ---

WHICH: Final = "permits"
REPLACES: Final = "replaces"


def _held(facts: Facts, on: date) -> list[Permit]:
    return [permit for permit in facts.permits if permit.until >= on]


def _new_permit(facts: Facts, given: Answers, today: date) -> Facts:
    """One more permit; the one it takes the place of ends the day before it begins."""
    on = at_since(given, today)
    told = [permit.model_dump() for permit in facts.permits]
    for row, permit in zip(told, facts.permits, strict=True):
        if screens.mark(permit) == known(given, REPLACES) and permit.until >= on:
            row["until"] = on - DAY
    return with_changes(facts, "own", {WHICH: [*told, PERMITS.item(given)], "none_of": facts.none_but(WHICH)})


NEW_PERMIT: Final = Event(
    key="permit_new",
    group=GROUP,
    title=N_("I have a new or different permit"),
    words=(N_("new work permit"), N_("I got my work permit"), N_("I got my study permit")),
    questions=(
        since(
            N_("From which day on is it valid?"),
            N_("What you may do in Canada rests on it."),
            name=N_("Valid from"),
            topic=PERMIT,
        ),
        *reused(PERMITS.questions, PERMIT),
        Question(
            REPLACES,
            PERMIT,
            N_("In place of"),
            N_("Does it take the place of a permit you told me of?"),
            Existing(
                WHICH, PERMITS, (Option(BESIDE, N_("No, it stands beside"), words=("no", "non", "none", "aucun")),)
            ),
            N_("A permit that is replaced ends the day before."),
            applies=there(WHICH),
        ),
    ),
    change=_new_permit,
    existing=lambda facts, on: {WHICH: _held(facts, on)},
    needed=PERMITS.needed,
)


def _until(facts: Facts, given: Answers, until: Any) -> Facts:
    """One permit with another last day."""
    place = place_of(facts.permits, facts.permits, given, WHICH)
    if place is None or until is None:
        return facts
    told = [permit.model_dump() for permit in facts.permits]
    told[place] |= {
        "until": until,
        "approximate": [name for name in facts.permits[place].approximate if name != "until"],
    }
    return with_changes(facts, "own", {WHICH: told})


_NO_PERMIT: Final = Lacking(
    N_("I know of no permit of yours. Add it first, and I watch its last day."),
    PERMITS.add,
    f"{screens.PREFIX}:i:own:permits:new",
)


def _needs_a_permit(facts: Facts, _on: date) -> Lacking | None:
    return None if facts.permits else _NO_PERMIT


_ONE_OF_THEM: Final = Question(
    WHICH,
    PERMIT,
    N_("Permit"),
    N_("Which permit is it?"),
    Existing(WHICH, PERMITS),
    N_("Each permit has its own last day."),
    applies=several(WHICH),
)

RENEWED: Final = Event(
    key="permit_renewed",
    group=GROUP,
    title=N_("My permit was renewed"),
    words=(N_("my work permit was renewed"), N_("I renewed my permit")),
    questions=(
        _ONE_OF_THEM,
        *reused(
            [one for one in PERMITS.questions if one.key == "until"],
            PERMIT,
            wordings={"until": N_("What is its new last day?")},
        ),
    ),
    change=lambda facts, given, _today: _until(facts, given, known(given, "until")),
    existing=lambda facts, _on: {WHICH: list(facts.permits)},
    needed=(WHICH, "until"),
    lacking=_needs_a_permit,
)

STATUS: Final = WITHOUT_STATUS.key


def _end(facts: Facts, given: Answers, today: date) -> Facts:
    after = _until(facts, given, at_since(given, today))
    status = known(given, STATUS)
    return after if status is None else with_changes(after, "own", {STATUS: status})


def _status(before: Facts, after: Facts, on: date) -> Html:
    """What shuts the programs without a status; otherwise what an offer may have rested on."""
    if shut := _shut(before, after, on, "without_status"):
        return paragraphs((*shut, licensed()))
    return say(
        "Work in Canada counts only while it is allowed. Keep every permit, and the confirmation of an application to "
        "extend one. A job offer and the settlement funds can rest on a permit too: before and after show it."
    )


ENDED: Final = Event(
    key="permit_ended",
    group=GROUP,
    title=N_("My permit ends, or ended"),
    words=(N_("my work permit expired"), N_("my permit expired"), N_("my status ended")),
    questions=(
        _ONE_OF_THEM,
        since(
            N_("What is its last day, or what was it?"),
            N_("What you may do in Canada rests on it until that day."),
            name=N_("Last day of the permit"),
            topic=PERMIT,
        ),
        *reused(
            [WITHOUT_STATUS],
            PERMIT,
            wordings={STATUS: N_("Without it, will you be, or are you, in Canada without a valid status?")},
        ),
    ),
    change=_end,
    existing=lambda facts, _on: {WHICH: list(facts.permits)},
    needed=(WHICH, SINCE),
    lacking=_needs_a_permit,
    means=_status,
)


def _passport(facts: Facts, given: Answers, _today: date) -> Facts:
    question = next(one for one in PAPERS.questions if one.key == "passport_expires")
    return with_changes(facts, "own", fields([question], given, facts))


PASSPORT: Final = Event(
    key="passport",
    group=GROUP,
    title=N_("I have a new passport"),
    words=(N_("I renewed my passport"), N_("my passport was renewed")),
    questions=(
        since(
            N_("Since when do you have it?"),
            N_("The new passport belongs in the profile or the application."),
            name=N_("Passport since"),
            topic=N_("passport"),
            ahead=0,
        ),
        *reused(
            [one for one in PAPERS.questions if one.key == "passport_expires"],
            N_("passport"),
            kinds={"passport_expires": any_day(back=1, ahead=15, cautious=Cautious.first)},
            wordings={"passport_expires": N_("Until which day is the new passport valid?")},
        ),
    ),
    change=_passport,
    needed=("passport_expires",),
    means=lambda _before, _after, _on: say(
        "A passport gives no points. Keep the old one: its stamps and visas show where you were."
    ),
)

EVENTS: Final = (ABROAD, PROVINCE, NEW_PERMIT, RENEWED, ENDED, PASSPORT, QUEBEC_PLAN)
