"""What has to be told of a change, in words: where, by when, what else follows, and what does not change.

What is to be told stands in `rules.reporting`, phase by phase; here every key of it has its words. After an invitation
the change is also held against the round.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from conversations import program_words, score
from conversations.events.event import Event
from conversations.messages import Button, Keyboard, Outgoing, paragraphs
from locales import N_, Html, current, day, number, plain, say
from rules.facts import Facts, InvitedProgram
from rules.invitation_window import window_of
from rules.journey import stage_on
from rules.parameters import book, links
from rules.reporting import STEPS, Held, Place, Report, held_to_invitation, report
from rules.shapes.dated import Status
from rules.shapes.journey import Phase

CHECK: Final = "i:check"
"""The button that compares an open invitation with the facts line by line."""

TELL: Final[Mapping[Phase, str]] = {
    Phase.before_pool: N_(
        "Nothing has to be told to IRCC today. In your profile, once you make one, tell it as it is."
    ),
    Phase.in_pool: N_(
        "Change it in your profile now, in your account: what a profile says has to be true at all times."
    ),
    Phase.invited: N_(
        "Before you apply, hold it against what you were invited for: the Act looks at the day of the invitation and "
        "at the day IRCC receives the application. In the application, tell it as it is."
    ),
    Phase.applied: N_(
        "Tell IRCC at once, by its web form or in your account, with a proof; do not wait until you are asked."
    ),
    Phase.approved: N_(
        "Tell IRCC before you become a permanent resident: at once by its web form, and the officer when you land."
    ),
    Phase.landed: N_("You are a permanent resident: Express Entry does not have to be told of this."),
}
"""Where and by when, by phase."""

TELL_GENTLY: Final[Mapping[Phase, str]] = {
    Phase.before_pool: N_("Nothing has to be done today. In your profile, once you make one, it is told as it is."),
    Phase.in_pool: N_(
        "When you are able to, change it in your profile, in your account: it has to be right before an invitation "
        "comes."
    ),
    Phase.invited: N_(
        "When you are able to, before you apply, look at what it means for your invitation; the application then tells "
        "it as it is."
    ),
    Phase.applied: N_(
        "When you are able to, tell IRCC by its web form or in your account; it has to know before it decides."
    ),
    Phase.approved: N_(
        "IRCC has to know before you become a permanent resident: by its web form, and by telling the officer when you "
        "land. Somebody can help you with it."
    ),
    Phase.landed: TELL[Phase.landed],
}
"""The same after a death or a separation: what has to be told, without pressing."""

NOWHERE: Final = N_("Nothing has to be told to IRCC about this now.")

LEFT_OUT: Final = N_(
    "What is left out or told wrongly can count as misrepresentation: a refusal, and five years in which no profile or "
    "application is possible."
)
"""What happens if not: IRPA 40(1)(a) and 40(2)."""

AHEAD: Final = N_("Until {day} nothing has to be told. If you are still at the same stage then:")
AHEAD_APPLIED: Final = N_(
    "Until {day}, when your invitation is over, nothing has to be told. If you have applied by then:"
)
"""Of a change to come; after the last day of an invitation only an application can stand."""

SENTENCES: Final[Mapping[str, str]] = {
    # --- a partner ---
    "partner_column": N_(
        "With a partner who comes you are scored in another column: the score can rise or fall, and the family for "
        "settlement funds is larger by one."
    ),
    "declared_anyway": N_("Your partner is declared and examined, coming or not, and counts for settlement funds."),
    "partner_compared": N_(
        "A partner who comes moves you to another column: the score that counts is the one with your partner."
    ),
    "partners_papers": N_(
        "The application then needs your partner's passport, medical exam and police certificates, and the marriage "
        "certificate."
    ),
    "partner_examined": N_(
        "Your partner is added to the application, coming or not: forms, fee, medical exam, police."
    ),
    "not_ranked_again": N_(
        "As I read the Act, the ranking of your invitation is not made again for someone who joins the family after "
        "you applied; the minimum conditions of your program still have to be met."
    ),
    "settled_first": N_(
        "Do not land before this is settled: a family member who was not examined can be shut out of sponsorship for "
        "good."
    ),
    "not_examined": N_(
        "A family member who was not declared and examined before the landing can be shut out of sponsorship "
        "for good. Ask someone licensed."
    ),
    "common_law_day": N_("You are common-law partners once you have lived together for twelve months without a break."),
    "common_law_then": N_("From that day on it has to be told, at any stage; “What changes by itself” names the day."),
    "common_law_proof": N_(
        "After twelve months of living together you count as partners, as if you had married; proofs are a lease, "
        "bills and accounts in both names."
    ),
    "partner_gone": N_(
        "What your partner added to the points falls away, and the column of the score is the one without a partner."
    ),
    "proof_of_parting": N_("Keep a proof: a separation agreement, a judgment, or the addresses you both live at."),
    "proof_of_death": N_("A copy of the death certificate is enough as a proof. It can wait until you are able to."),
    "taken_off": N_(
        "IRCC then takes your partner off the application; the ranking is not made again for it, but your program "
        "still has to be met."
    ),
    "coming_as_planned": N_(
        "Tell what you really plan: naming a partner as not coming for the sake of points is misrepresentation, and a "
        "partner who already lives with you in Canada is looked at closely."
    ),
    "partner_to_coming": N_(
        "IRCC asks for the fees and papers of a partner who now comes; the exam was needed anyway."
    ),
    "canadian_partner": N_(
        "A partner who is a citizen or permanent resident does not come with you as an applicant: you are scored as "
        "without a partner, and your partner still counts in the family for settlement funds."
    ),
    "canadian_partner_applied": N_("A citizen or permanent resident is taken off the application as an applicant."),
    "partners_result": N_("A partner's result counts while it is less than two years old on the day of application."),
    "partners_diploma": N_("A partner's diploma from outside Canada gives points only once it is assessed."),
    "partners_work": N_("Only a partner's skilled work in Canada gives points, by complete years."),
    # --- children ---
    "child_no_points": N_("A child changes no points."),
    "child_declared": N_("Every child is declared and examined, coming or not."),
    "child_papers": N_("The application needs the birth or adoption papers, the passport and the medical exam."),
    "funds_for_more": N_(
        "Settlement funds are asked for one person more, where your program asks for them: on the day you apply and "
        "on the day of the visa."
    ),
    "funds_at_visa": N_(
        "Where your program asks for settlement funds, they have to be enough for the family on the day of the visa "
        "too, and can be looked at again."
    ),
    "child_added": N_("The child is added to the application, coming or not: a form, the fee, the medical exam."),
    "child_excluded": N_("A child who is not declared and not examined can be shut out of sponsorship for good."),
    "child_not_counted": N_(
        "A child who is no longer dependent cannot come with your application and is not counted for settlement funds."
    ),
    "child_age_fixed": N_(
        "The age of a child is fixed on the day of the application, not of the invitation; for a nominee, as I read "
        "it, on the day of the application to the province. A marriage of the child still changes it."
    ),
    "child_elsewhere": N_(
        "Your own child stays in your family wherever it lives: it is declared and examined, coming or not."
    ),
    "child_to_coming": N_(
        "IRCC asks for the fee and papers of a child who now comes; the medical exam was needed anyway."
    ),
    "canadian_child": N_(
        "A child who is a citizen or permanent resident is no applicant, and still counts in the family for settlement "
        "funds."
    ),
    "fewer_for_funds": N_("The family for settlement funds is counted without the child from then on."),
    "nobody_counted": N_("Nobody was counted before a birth, so nothing in your file has to be changed."),
    "before_birth": N_("Before the birth there is nothing to declare, and it changes neither score nor funds."),
    "plan_for_birth": N_(
        "From the birth on the child is declared, examined and counted for settlement funds: plan for one person more."
    ),
    "birth_in_time": N_("A child born before you apply stands in the application; one born after is added to it."),
    "birth_told_at_once": N_("Tell IRCC as soon as the child is born: it is added to the application."),
    "birth_before_landing": N_(
        "If the child is born before you land, tell IRCC first: landing before the child is examined can shut it out "
        "for good."
    ),
    # --- work ---
    "work_grows": N_("Work counts from its first day, and gives points with each complete year."),
    "job_offer_apart": N_("Working there is not yet a job offer: that is told by itself."),
    "earned_stands": N_(
        "Experience that is already earned stands, whoever the employer was, as long as it lies in the years that "
        "count."
    ),
    "letter_of_job": N_("The job belongs in your work history, with a reference letter of the employer."),
    "told_as_history": N_(
        "Your work history is completed with it; the points of your invitation are not counted again."
    ),
    "duties_decide": N_("The duties decide the occupation, not the title: check the code of the new job."),
    "category_of_work": N_(
        "If you were invited in a category by occupation, look whether its work is still enough on the day you apply."
    ),
    "stops_with_last_day": N_(
        "Experience is counted through the last paid day; a year that was not complete by then gives no points."
    ),
    "end_date": N_("Put the last day into the profile: a job left open there goes on counting, wrongly."),
    "window_slides": N_("Old experience keeps leaving its window: look whether it is still enough when you apply."),
    "hours_count": N_(
        "Weeks are counted by hours: thirty a week are full time, fewer count in part, and hours above thirty add "
        "nothing."
    ),
    "leave_counts_nothing": N_("Unpaid leave is not work: those weeks count nothing."),
    # --- an offer ---
    "offer_apart": N_(
        "An offer has three effects, kept apart: points for the Federal Skilled Worker Program, no settlement funds if "
        "you may work in Canada, and no CRS points since 25 March 2025; of a change reported for 3 November 2026 I "
        "know no points."
    ),
    "offer_after_application": N_("A new offer is not needed for what you were invited for."),
    "offer_gone": N_(
        "With the offer go its points for the Federal Skilled Worker Program, and the freedom from settlement "
        "funds; the Federal Skilled Trades Program then asks for a certificate of qualification."
    ),
    "rests_on_offer": N_("If your program is not met without the offer, the invitation does not hold without it."),
    "offer_at_visa": N_(
        "An offer that your program rests on has to stand on the day of the visa too, and funds may be asked for in "
        "its place."
    ),
    # --- tests and diplomas ---
    "result_of_one_sitting": N_("All four scores come from one sitting of one test; results are not mixed."),
    "clock_begins_anew": N_("The two years run from the date of the new result."),
    "better_is_enough": N_("What makes the score better needs no new ranking: the score of your round was enough."),
    "result_at_application": N_("The result you apply with is less than two years old on that day."),
    "result_not_later": N_(
        "Results are looked at for the day of the application; a later one, better or worse, changes nothing in it."
    ),
    "diploma_assessed": N_(
        "A diploma from outside Canada counts with an assessment that is less than five years old; a Canadian one "
        "counts once it is completed."
    ),
    "after_application_not_looked_at": N_(
        "Points are looked at for the day of the application: what comes after it changes nothing in it."
    ),
    "certificate_counts": N_(
        "A certificate of a province or territory in your trade can add points with your language level, and is one "
        "way into the Federal Skilled Trades Program."
    ),
    # --- a nomination ---
    "nomination_needs_profile": N_("A nomination counts once it stands in the account of a profile in the pool."),
    "nomination_answer": N_(
        "It is accepted or refused in the account within {days} calendar days; only one that is accepted gives its "
        "points. What follows when the days pass I found nowhere: ask the province."
    ),
    "nomination_not_cancelled": N_(
        "One that is accepted cannot be cancelled in the profile: that takes a new profile, with a new time stamp."
    ),
    "province_told": N_("Tell the province too what it asks to be told: work, address, family."),
    "nomination_after_invitation": N_(
        "It changes nothing in the invitation you have. Whether to apply with that one or to decline it is yours to "
        "weigh; ask the province how long the nomination stands."
    ),
    "nomination_after_application": N_("It changes nothing in an application that is made; ask the province."),
    "nomination_declined": N_("A nomination that is refused adds nothing and takes nothing; the profile stays."),
    "nomination_points_gone": N_("The points of the nomination fall away with it."),
    "profile_anew": N_(
        "If it was accepted, it cannot be taken out of the profile: the profile is withdrawn and a new one made, with "
        "a new time stamp."
    ),
    "rests_on_nomination": N_("An invitation as a nominee does not hold without the nomination."),
    "rests_on_nomination_applied": N_(
        "An application as a nominee cannot go on without the nomination: ask the province and someone licensed now."
    ),
    # --- relatives, funds, places, papers ---
    "relative_counts": N_(
        "A relative counts who is 18 or older and lives in Canada as a citizen or permanent resident; keep a proof "
        "of all three."
    ),
    "relative_no_more": N_("A relative who no longer lives in Canada gives no points."),
    "relative_no_more_applied": N_(
        "The ranking is not made again; the points of the Federal Skilled Worker Program can be looked at on the day "
        "of the visa too."
    ),
    "funds_own": N_(
        "The money has to be yours, not borrowed and free to use, on the day you apply and on the day of the visa."
    ),
    "funds_who_asks": N_(
        "The Canadian Experience Class asks for none; the other two programs do, except from somebody with a valid "
        "job offer who may work in Canada."
    ),
    "new_address": N_("The address and country of residence in your account have to be the ones you live at."),
    "police_of_country": N_(
        "Six months in a row in a country other than Canada, in the last ten years and since you turned 18, bring a "
        "police certificate of that country with them; stays that reach six months only together are to be "
        "checked."
    ),
    "nominee_stays": N_("A nominee has to plan to live in the province that nominates: ask it before you move."),
    "quebec_shuts": N_(
        "All three programs ask that you plan to live outside Quebec: with a plan to live there none is met."
    ),
    "quebec_own_program": N_("Quebec chooses its own immigrants; ask there, or someone licensed, before you decide."),
    "permit_effects": N_(
        "A permit gives no points by itself: it can decide whether work in Canada and a job offer count, and "
        "whether funds are asked for."
    ),
    "bridging_permit": N_(
        "As far as reported, a principal applicant in Canada whose permit is still valid can ask for a bridging open "
        "work permit once the application has passed the completeness check."
    ),
    "permit_copy": N_("Send a copy of the new permit, or say that it has ended; stay in Canada only with a status."),
    "passport_valid": N_("The number and dates have to be those of the passport you have now; it changes no points."),
    "passport_copy": N_("Send a copy: the visa is made for the passport IRCC knows."),
}
"""What is worth knowing of a change, by the keys of `parameters/reporting.yaml`."""

LINKS: Final[Mapping[Place, tuple[str, str]]] = {
    Place.profile: ("sign_in_account", N_("Sign in to the account (IRCC)")),
    Place.web_form: ("changes_to_situation", N_("Web form of IRCC")),
    Place.province: ("provincial_nominee", N_("Provincial nominees (IRCC)")),
}
"""The page behind a place, and the words of its button."""

LAWS: Final[Mapping[str, str]] = {"IRPA": N_("IRPA"), "IRPR": N_("IRPR")}
"""The Act and the Regulations, by their short names in the rules."""

_PARAGRAPH: Final = re.compile(r"\(([a-z](?:\.\d+)?)\)")

OF_PERSON: Final = (Phase.in_pool, Phase.invited, Phase.applied, Phase.approved)
"""The phases in which somebody at IRCC holds what was told."""


OF_POINTS: Final = ("partner_gone",)
"""What a loss does to the score: said once it is asked for."""


def added(
    shown: Outgoing, event: Event, before: Facts, after: Facts, today: date, on: date, *, asked: bool = False
) -> Outgoing:
    """A message about a change, with what has to be told of it and the buttons that lead there.

    Of a gentle event no number is said unless what it changes was `asked` for.
    """
    if event.report_key in STEPS:
        return shown
    phase = stage_on(before, today).phase
    over = phase is Phase.invited and before.invitation is not None and on > window_of(before.invitation, book()).last
    told = report(event.report_key, after, on, phase=Phase.applied if over else phase)
    held = None if event.gentle and not asked else held_to_invitation(before, after, today, on)
    lead = AHEAD_APPLIED if over else AHEAD
    if event.gentle and not asked:
        told = told._replace(says=tuple(key for key in told.says if key not in OF_POINTS))
    blocks = [shown.text, words(told, today, on, lead=lead, gentle=event.gentle)]
    if asked:
        blocks.reverse()  # what it means comes before its numbers
    if held is not None:
        blocks.append(invitation_words(held, today, on))
    return replace(
        shown,
        text=paragraphs(blocks),
        keyboard=(*shown.keyboard, *buttons(told, held)),
    )


def words(told: Report, today: date, on: date, *, lead: str = AHEAD, gentle: bool = False) -> Html:
    """Where it is told and by when, what else follows, and, but to the grieving, what happens if it is not.

    `lead` is said first of a change to come, where somebody has to be told of it then.
    """
    nothing = not told.where and told.phase is not Phase.landed
    first = say(NOWHERE if nothing else (TELL_GENTLY if gentle else TELL)[told.phase])
    lines = [
        *([say(lead, day=day(on, weekday=True))] if on > today and told.where and told.phase in OF_PERSON else []),
        first,
        *(sentence(key, on) for key in told.says),
        *([say(LEFT_OUT)] if told.where and told.phase in OF_PERSON and not gentle else []),
    ]
    told_by = [law(told)] if told.laws else []
    return Html("\n".join([say("<b>What IRCC has to know</b>"), *lines, *told_by]))


def sentence(key: str, on: date) -> Html:
    """One thing worth knowing; the numbers in it are those of the day."""
    return say(SENTENCES[key], days=number(book().clocks.clocks.nomination_answer.on(on).value))


def law(told: Report) -> Html:
    """The sections behind it, those of one law together, and whether the way is only reported."""
    by_law: dict[str, list[str]] = {}
    for name, _, section in (one.partition(" ") for one in told.laws):
        by_law.setdefault(name, []).append(section)
    cited = (f"{say(LAWS[name])} {', '.join(map(_section, sections))}" for name, sections in sorted(by_law.items()))
    found = Html("; ".join(cited))
    if told.status is Status.CONFIRMED:
        return Html(f"<i>{say('Law: {sections}.', sections=found)}</i>")
    return Html(f"<i>{say('Law: {sections}. Partly as others report it: your account wins.', sections=found)}</i>")


def _section(section: str) -> str:
    """A section as the laws write it: 40(1)(a), in French 40(1)a)."""
    return _PARAGRAPH.sub(r"\1)", section) if current() == "fr" else section


def invitation_words(held: Held, today: date, on: date) -> Html:
    """What the change leaves of an open invitation: fact, consequence, the ways out; the decision stays theirs."""
    total = say("at least {total}", total=number(held.score)) if held.at_least else Html(number(held.score))
    lines = [say("<b>Your invitation</b>")]
    if on > today:
        lines.append(say("On {day}, if you have not applied by then:", day=day(on, weekday=True)))
    if held.cut_off is None:
        lines.append(
            say(
                "I do not know the cut-off of your round. Look it up in your letter or on IRCC's page of rounds and "
                "compare it with your score: {total} with this change.",
                total=total,
            )
        )
    else:
        worded = (
            N_("Your score with this change is {total}, below the cut-off of your round: {cut_off}.")
            if held.below
            else N_("Your score with this change is {total}; the cut-off of your round was {cut_off}: it is reached.")
        )
        lines.append(say(worded, total=total, cut_off=number(held.cut_off)))
        if held.tie:
            lines.append(say("It is the cut-off itself: there the time stamp of your profile decides."))
        if held.tie_lost:
            lines.append(say("By what you told me, it is not certain that it came before the tie-break."))
    if held.forgiven:
        lines.append(say("The birthday since the invitation is left out of this: the Act forgives it."))
    lines += _lost(held)
    if held.at_risk:
        lines += [
            say(
                "Applying all the same risks a refusal (section 11.2 of the Act); as far as reported, the "
                "processing fee is then not paid back."
            ),
            say(
                "You can decline by {day}: the profile then goes back to the pool, while it is eligible and within its "
                "year. Or first ask someone licensed: {link}. The decision is yours.",
                day=day(held.last_day, weekday=True),
                link=score.link("representative_registers", say("the public registers")),
            ),
        ]
    return Html("\n".join(lines))


def _lost(held: Held) -> list[Html]:
    lines = []
    if held.program_lost is not None:
        program = InvitedProgram(held.program_lost)
        named = program_words.name(program) if program in program_words.PROGRAMS else say("your nomination's program")
        lines.append(say("You no longer meet what you were invited for: {program}.", program=named))
    if held.category_lost is not None:
        lines.append(
            say(
                "You no longer meet the category of your round: {category}.",
                category=say(program_words.CATEGORIES[held.category_lost]),
            )
        )
    return lines


def buttons(told: Report, held: Held | None) -> Keyboard:
    """The page where it is told; with an invitation, the check of it first."""
    rows: list[tuple[Button, ...]] = []
    if told.phase is Phase.invited:
        style = "primary" if held is not None and held.at_risk else ""
        rows.append((Button(plain("Check my invitation"), CHECK, style=style),))
    place = next((place for place in told.where if place in LINKS), None)
    if place is not None and told.phase is not Phase.before_pool:
        key, label = LINKS[place]
        page = links()[key]
        rows.append((Button(plain(label), url=page.fr if current() == "fr" else page.en),))
    return tuple(rows)
