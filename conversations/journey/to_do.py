"""What each state of the journey means, and what to do in it now: two to five lines, with the dates of this person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from conversations.dates import next_line
from conversations.stages import clock
from locales import N_, Html, day, say
from rules.deadlines import Deadline, Kind
from rules.effective_deadline import effective_deadline
from rules.facts import Facts
from rules.journey import State

MEANS: Final[Mapping[State, str]] = {
    State.not_started: N_("You have no Express Entry profile, or have not told me of one."),
    State.not_eligible_now: N_("The questions on the official page led to no program."),
    State.eligibility_answered: N_(
        "The questions on the official page led to a reference code. With it a profile can be begun."
    ),
    State.profile_draft: N_(
        "The form is open and nothing of it is in the pool. As far as reported, it is erased after 60 days."
    ),
    State.draft_expired: N_("The form was not submitted in 60 days. As far as reported, nothing of it is left."),
    State.submitted_not_eligible: N_(
        "The profile was submitted and found not eligible. As far as reported, it cannot be changed; a new one is made."
    ),
    State.in_pool: N_("Your profile is ranked by its score, and every round of invitations looks at it."),
    State.re_entered: N_(
        "Your new profile is ranked by its score. It has its own twelve months and its own time stamp, which counts in "
        "a tie."
    ),
    State.nomination_pending: N_(
        "A province has sent a nomination to your account. Only an accepted one gives 600 points."
    ),
    State.no_longer_eligible: N_(
        "The profile no longer met the conditions of a program and left the pool. No round looks at it."
    ),
    State.profile_expired: N_(
        "The twelve months are over. IRCC keeps nothing of the profile; what you told me stays here."
    ),
    State.withdrawn: N_(
        "You took the profile out of the pool. Its time stamp is lost; a new one comes later in a tie."
    ),
    State.invited: N_(
        "You may apply for permanent residence until the invitation ends. The day your letter names wins over mine."
    ),
    State.declined: N_(
        "Your profile is back in the pool as long as it is eligible, until its own last day. There is no penalty."
    ),
    State.invitation_expired: N_(
        "The invitation was not used in time, and the profile left the pool with it (IRPA 10.1(6)). I know of no way "
        "to prolong it."
    ),
    State.cancelled_by_minister: N_(
        "IRCC cancelled the invitation because it was issued in error (IRPA 10.2(5)). Your account says what became of "
        "the profile; I take it to be in the pool."
    ),
    State.applied: N_(
        "IRCC has your application. What is true on the day you applied has to be shown; what changes is to be told."
    ),
    State.returned_incomplete: N_(
        "An application that comes back as incomplete counts as not made. As I read it, the time of the invitation "
        "runs on."
    ),
    State.refused: N_("The application has ended. As far as reported, a new profile is possible."),
    State.application_withdrawn: N_(
        "The application has ended at your wish. As far as reported, a new profile is possible."
    ),
    State.approved: N_(
        "The visa or the confirmation of permanent residence is there. You are a permanent resident only once it has "
        "been used in time."
    ),
    State.landed: N_("You are a permanent resident. No date of Express Entry is left."),
}
"""What a state means, in a sentence or two."""


def lines(facts: Facts, on: date, state: State) -> list[Html]:
    """What to do now, the first thing first."""
    return [line for line in TO_DO[state](facts, on) if line]


# --- before the pool ---


def _not_started(facts: Facts, on: date) -> Iterator[Html]:
    if not facts.tests:
        yield say("Take a language test: without a result no profile is possible, and it counts for two years.")
    yield say("Have diplomas from outside Canada assessed (ECA), if your program or your points rest on them.")
    yield say("Ask employers for letters with duties, hours, pay and dates: they are slow to get.")
    yield say("Then answer the eligibility questions on the official page and begin the profile.")


def _not_eligible(facts: Facts, on: date) -> Iterator[Html]:
    yield say("“My programs” shows, by what you told me, what each program still asks for.")
    yield say("Look whether every answer on the official page was right; then answer them again when it has changed.")


def _answered(facts: Facts, on: date) -> Iterator[Html]:
    yield say("Begin the profile with the reference code. Do not send me the code.")
    yield say("It is commonly said that the code is good for 60 days; I could not check that. Do not wait.")
    yield next_line(facts, on)


def _draft(facts: Facts, on: date) -> Iterator[Html]:
    form = clock(facts, on, Kind.profile_draft)
    if form is not None:
        yield say("Submit the form by {day}.", day=day(form.last_safe_day, weekday=True))
    yield say("Enter what is true today: results and letters you hold, not those you hope for.")
    yield say("The day you submit it is the time that counts in a tie. Tell me that day.")


def _draft_gone(facts: Facts, on: date) -> Iterator[Html]:
    yield say("Begin a new form when your results and letters are at hand. Your answers here are unchanged.")
    yield next_line(facts, on)


def _found_not_eligible(facts: Facts, on: date) -> Iterator[Html]:
    yield say("Look for what was missing: “My programs” shows it by what you told me.")
    yield say("Then make a new profile. Correct only what was wrong; every answer has to be true.")


def _out_of_the_pool(facts: Facts, on: date) -> Iterator[Html]:
    yield say("Look whether your results and your assessment still count before you begin a new profile.")
    yield next_line(facts, on)
    yield say("A new profile has new twelve months and a new time stamp. Everything is entered again.")


def _removed(facts: Facts, on: date) -> Iterator[Html]:
    yield say(
        "Find the cause: a language result two years old, an assessment five years old, funds below the table, work "
        "that left its years, or a new rule. “My programs” shows what I see."
    )
    yield from _out_of_the_pool(facts, on)


def _refused(facts: Facts, on: date) -> Iterator[Html]:
    yield say("Read the reasons in the letter. A licensed person can say whether something can be done about it.")
    yield say("Tell of the refusal wherever it is asked for: leaving it out is misrepresentation.")
    yield from _out_of_the_pool(facts, on)


# --- in the pool ---


def _in_pool(facts: Facts, on: date) -> Iterator[Html]:
    profile = clock(facts, on, Kind.profile)
    yield say("Keep the profile true: enter every change in your account, and tell me under “Something changed”.")
    yield next_line(facts, on)
    if profile is not None:
        yield say(
            "The last day of the profile is {day}. After it nothing is kept: copy your answers before.",
            day=day(profile.last_safe_day, weekday=True),
        )
    yield say(
        "Do not withdraw it to make it fresher: between equal scores the earlier time comes first, and a change keeps "
        "the time."
    )
    yield say("Start now what is slow: police certificates and letters of employers.")


def _nominated(facts: Facts, on: date) -> Iterator[Html]:
    answer = clock(facts, on, Kind.nomination_answer)
    if answer is not None:
        yield say(
            "Accept or reject it in your account by {day} (30 days, as far as reported).",
            day=day(answer.last_safe_day, weekday=True),
        )
    else:
        yield say("The 30 days to answer are over, as far as reported. Ask the province what follows: I found no rule.")
    yield say(
        "Think before you accept: an accepted nomination cannot be taken back in the profile. The way out is to "
        "withdraw the profile and make a new one, as far as reported."
    )
    yield say("Tell me the answer, so that I count the points from then on.")


def _cancelled(facts: Facts, on: date) -> Iterator[Html]:
    yield say("Look into your account: it says whether the profile is in the pool.")
    yield from _in_pool(facts, on)


# --- invited ---


def _invited(facts: Facts, on: date) -> Iterator[Html]:
    found = effective_deadline(facts, on)
    if found is not None:
        last = found.invitation.last_safe_day
        if found.last_safe_day < last:
            yield say(
                "Apply by {day}, not only by {last}: something the application needs does not count after that.",
                day=day(found.last_safe_day, weekday=True),
                last=day(last),
            )
        else:
            yield say("Apply by {day}. Plan for a day before.", day=day(last, weekday=True))
        yield say("Check what the invitation rests on before you apply: what you told the profile has to be so.")
        yield _declining(facts, on, last)
    yield say("Medical exam, police certificates, letters: begin with the slowest today.")
    yield say("Look into your account, and into the spam folder, once a week.")


def _declining(facts: Facts, on: date, last: date) -> Html:
    profile = clock(facts, on, Kind.profile)
    if profile is None:
        return say(
            "If you cannot apply, decline by {last}: doing nothing ends the profile too.", last=day(last, weekday=True)
        )
    return say(
        "If you cannot apply, decline by {last}: the profile then stays in the pool until {until}. Doing nothing ends "
        "it.",
        last=day(last, weekday=True),
        until=day(profile.last_safe_day),
    )


def _returned(facts: Facts, on: date) -> Iterator[Html]:
    invitation = clock(facts, on, Kind.invitation)
    if invitation is not None:
        yield say(
            "Read what was missing, and apply anew, complete, by {day}.",
            day=day(invitation.last_safe_day, weekday=True),
        )
        yield _declining(facts, on, invitation.last_safe_day)
    yield say("A licensed person can look at what came back. The day your account shows wins over mine.")


# --- after applying ---


def _applied(facts: Facts, on: date) -> Iterator[Html]:
    yield say("Look into your account, and into the spam folder, once a week.")
    yield say("Answer each request by the day its own letter names.")
    yield say("Tell IRCC of every change: family, address, passport, work. “Something changed” says how.")
    yield _passport(facts, on)


def _passport(facts: Facts, on: date) -> Html:
    passport = clock(facts, on, Kind.passport)
    if passport is None:
        return Html("")
    return say("Your passport is valid through {day}.", day=day(passport.last_safe_day))


def _approved(facts: Facts, on: date) -> Iterator[Html]:
    yield say("Use the visa or the confirmation by the day it bears: that day wins over anything I compute.")
    exam, passport = clock(facts, on, Kind.medical_exam), clock(facts, on, Kind.passport)
    if exam is not None:
        yield say(
            "Your medical exam is less than twelve months old through {day}; it has to be on the day of landing (IRPR "
            "30(3)).",
            day=day(exam.last_safe_day),
        )
    if passport is not None:
        yield _until(passport)
    yield say(
        "At landing, tell the officer of any change in your marital status and of any other fact that matters (IRPR "
        "51). A partner or child who came after the application: tell IRCC before you travel."
    )


def _until(passport: Deadline) -> Html:
    return say(
        "Your passport is valid through {day}; it has to be valid on the day of landing.",
        day=day(passport.last_safe_day),
    )


def _landed(facts: Facts, on: date) -> Iterator[Html]:
    yield say("Nothing is left to do here. /export gives you a copy of everything, /delete removes it.")


TO_DO: Final[Mapping[State, Callable[[Facts, date], Iterator[Html]]]] = {
    State.not_started: _not_started,
    State.not_eligible_now: _not_eligible,
    State.eligibility_answered: _answered,
    State.profile_draft: _draft,
    State.draft_expired: _draft_gone,
    State.submitted_not_eligible: _found_not_eligible,
    State.in_pool: _in_pool,
    State.re_entered: _in_pool,
    State.declined: _in_pool,
    State.nomination_pending: _nominated,
    State.cancelled_by_minister: _cancelled,
    State.no_longer_eligible: _removed,
    State.profile_expired: _out_of_the_pool,
    State.withdrawn: _out_of_the_pool,
    State.invitation_expired: _out_of_the_pool,
    State.invited: _invited,
    State.returned_incomplete: _returned,
    State.applied: _applied,
    State.approved: _approved,
    State.refused: _refused,
    State.application_withdrawn: _out_of_the_pool,
    State.landed: _landed,
}
